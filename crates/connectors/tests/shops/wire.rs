//! The wire between a connector and its shop: it counts, loses what it is told to lose, and can be cut.

use std::sync::Arc;

use app::ports::{Answer, FetchError};
use buyline_connectors::safe_client::{Exchange, Incoming, Outgoing, Reach, SafeClient};
use parking_lot::Mutex;

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It never arrives.
    LostBefore,
    /// It is done, and nobody hears of it.
    LostAfter,
}

/// What is done at the moment of a fault, such as to kill the shop.
type Then = Box<dyn FnMut() + Send>;

#[derive(Default)]
struct State {
    asked: usize,
    fault: Option<(usize, Fault)>,
    then: Option<Then>,
}

/// Clones are the same wire.
#[derive(Clone)]
pub struct Wire {
    http: SafeClient,
    state: Arc<Mutex<State>>,
}

impl Wire {
    pub fn new() -> Self {
        let http = SafeClient::new(Reach::internet_and_loopback()).unwrap();
        Self { http, state: Arc::default() }
    }

    /// Lets `fault` strike the request after `after` others, and does `then`.
    pub fn strike(&self, after: usize, fault: Fault, then: impl FnMut() + Send + 'static) {
        let mut state = self.state.lock();
        *state = State { asked: 0, fault: Some((after, fault)), then: Some(Box::new(then)) };
    }

    /// Calls off a fault that did not strike; says whether it did.
    pub fn has_struck(&self) -> bool {
        let mut state = self.state.lock();
        state.then = None;
        state.fault.take().is_none()
    }

    fn next(&self) -> Option<Fault> {
        let mut state = self.state.lock();
        state.asked += 1;
        let (after, fault) = state.fault?;
        (state.asked > after).then(|| {
            state.fault = None;
            fault
        })
    }

    fn strikes(&self) -> FetchError {
        let then = self.state.lock().then.take();
        if let Some(mut then) = then {
            then();
        }
        FetchError::Unreachable("the connection broke".to_owned())
    }
}

impl Exchange for Wire {
    fn exchange(&self, request: Outgoing) -> Answer<'_, Result<Incoming, FetchError>> {
        Box::pin(async move {
            match self.next() {
                None => self.http.exchange(request).await,
                Some(Fault::LostBefore) => Err(self.strikes()),
                Some(Fault::LostAfter) => {
                    let _ = self.http.exchange(request).await;
                    Err(self.strikes())
                }
            }
        })
    }
}
