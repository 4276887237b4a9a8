//! The line between our server and the provider, without a socket: requests of the real connector are handed to the
//! twin's model, and everything that can happen to a call on its way happens by the seed.

use std::sync::Arc;
use std::time::Duration;

use app::Ctx;
use app::ports::{Answer, FetchError};
use bytes::Bytes;
use connectors::safe_client::{Exchange, Incoming, Outgoing};
use parking_lot::Mutex;
use twins::stripe::{Delivery, Request, Twin};

use crate::clock::WorldClock;
use crate::dice::Dice;
use crate::life::Pulse;
use crate::trace::Trace;
use crate::weather::Weather;

/// What the whole run shares: it outlives the server, which dies and comes back.
pub struct Shared {
    /// The time.
    pub clock: Arc<WorldClock>,
    /// The provider, who never forgets.
    pub twin: Mutex<Twin>,
    /// Chance on the wire and between threads.
    pub dice: Mutex<Dice>,
    /// What happened.
    pub trace: Mutex<Trace>,
    /// How bad things are.
    pub weather: Mutex<Weather>,
    /// What somebody was told that nobody may be told.
    pub wrong: Mutex<Vec<String>>,
}

impl Shared {
    /// A world at the time of `clock`, with this provider, whose chances on the wire are those of `seed`.
    #[must_use]
    pub fn new(clock: WorldClock, twin: Twin, seed: u64, weather: Weather, is_loud: bool) -> Arc<Self> {
        Arc::new(Self {
            clock: Arc::new(clock),
            twin: Mutex::new(twin),
            dice: Mutex::new(Dice::new(seed, "wire")),
            trace: Mutex::new(Trace::new(is_loud)),
            weather: Mutex::new(weather),
            wrong: Mutex::new(Vec::new()),
        })
    }

    /// Notes that something happened.
    pub fn note(&self, what: &str) {
        self.trace.lock().note(self.clock.world_ms(), what);
    }

    pub(crate) fn roll<T>(&self, decide: impl FnOnce(&mut Dice, Weather) -> T) -> T {
        let weather = *self.weather.lock();
        decide(&mut self.dice.lock(), weather)
    }

    /// Answers a request as the provider does at this moment; faults that were set strike.
    pub(crate) fn call(&self, request: &Request) -> twins::stripe::Reply {
        self.twin.lock().call(self.clock.world_ms(), request)
    }

    /// Brings one event to the server, and tells the provider how it was taken.
    pub(crate) async fn bring(&self, ctx: &Ctx, delivery: Delivery) {
        let taken = app::payments::hear(ctx, delivery.body.as_bytes(), &delivery.signature).await;
        let status = match &taken {
            Ok(()) => 200,
            Err(app::payments::EventError::Hear(_)) => 400,
            Err(app::payments::EventError::Db(_)) => 503,
        };
        self.note(&format!("event {} {} -> {status}", delivery.kind, delivery.attempt));
        self.twin.lock().delivered(self.clock.world_ms(), delivery.id, Some(status));
    }
}

/// The provider's end of one life of the server. Whoever calls over it after that life is over waits for ever, as the
/// dead do.
pub(crate) struct Line {
    pub(crate) shared: Arc<Shared>,
    pub(crate) pulse: Arc<Pulse>,
    /// Set once the server is there: events that come before an answer need somebody to hear them.
    pub(crate) ctx: Arc<Mutex<Option<Ctx>>>,
}

impl Line {
    async fn carry(&self, request: Outgoing) -> Result<Incoming, FetchError> {
        let shared = &self.shared;
        let (there, fault, event) = shared.roll(|dice, weather| {
            let (fault, event) = weather.strike(dice);
            (weather.way_ms(dice), fault, event)
        });
        self.wait(there).await;
        {
            let mut twin = shared.twin.lock();
            fault.into_iter().for_each(|fault| twin.fault(fault));
            event.into_iter().for_each(|event| twin.event_fault(event));
        }
        let asked = read(&request);
        let reply = shared.call(&asked);
        let status = reply.answer.as_ref().map(|answer| answer.status);
        let key = asked.idempotency_key.as_deref().unwrap_or("-");
        shared.note(&format!("call {} {} {key} -> {status:?}", asked.method, asked.path));
        for delivery in reply.before {
            let ctx = self.ctx.lock().clone();
            if let Some(ctx) = ctx {
                shared.bring(&ctx, delivery).await;
            }
        }
        if let Some(ticket) = reply.ticket {
            shared.twin.lock().finish(ticket);
        }
        let back = shared.roll(|dice, weather| weather.way_ms(dice));
        self.wait(back).await;
        let Some(answer) = reply.answer else {
            return Err(FetchError::Unreachable("the connection broke".to_owned()));
        };
        Ok(Incoming {
            status: answer.status,
            url: request.url,
            headers: Default::default(),
            body: Bytes::from(answer.body.to_string()),
        })
    }

    async fn wait(&self, ms: u64) {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        if self.pulse.is_dead() {
            std::future::pending::<()>().await;
        }
    }
}

impl Exchange for Line {
    fn exchange(&self, request: Outgoing) -> Answer<'_, Result<Incoming, FetchError>> {
        Box::pin(self.carry(request))
    }
}

fn read(request: &Outgoing) -> Request {
    let header =
        |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (_, after_scheme) = request.url.split_once("://").unwrap_or(("", &request.url));
    let path = after_scheme.find('/').map_or("/", |slash| &after_scheme[slash..]);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    Request {
        method: request.method.as_str().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        body: String::from_utf8_lossy(&request.body).into_owned(),
        key: header("authorization").and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned)),
        version: header("stripe-version"),
        account: header("stripe-account"),
        idempotency_key: header("idempotency-key"),
    }
}
