//! Which router answers the next request. A server has one; a demo can let another answer in its place for a while, and
//! whoever is in the middle of a request is answered by the one it came to.

use std::sync::{Arc, OnceLock};

use axum::Router;
use parking_lot::RwLock;
use tokio::sync::watch;

/// The way in. Cheap to clone; all clones are one.
#[derive(Clone)]
pub(crate) struct Door(Arc<Inner>);

struct Inner {
    home: OnceLock<Router>,
    elsewhere: RwLock<Option<Router>>,
    /// How often it was turned.
    turns: watch::Sender<u64>,
}

impl Door {
    /// One that leads nowhere yet.
    pub(super) fn new() -> Self {
        Self(Arc::new(Inner {
            home: OnceLock::new(),
            elsewhere: RwLock::new(None),
            turns: watch::channel(0).0,
        }))
    }

    /// Where it leads unless it was turned. Set once, before anybody comes.
    pub(super) fn open(&self, home: Router) {
        // A second router would be a mistake of ours; the first answers already.
        let _ = self.0.home.set(home);
    }

    /// From now on `elsewhere` answers.
    pub(crate) fn turn(&self, elsewhere: Router) {
        *self.0.elsewhere.write() = Some(elsewhere);
        self.0.turns.send_modify(|turns| *turns += 1);
    }

    /// From now on the first one answers again.
    pub(crate) fn turn_home(&self) {
        let gone = self.0.elsewhere.write().take();
        if gone.is_some() {
            self.0.turns.send_modify(|turns| *turns += 1);
        }
    }

    /// Where it leads now.
    pub(super) fn leads_to(&self) -> Router {
        if let Some(elsewhere) = &*self.0.elsewhere.read() {
            return elsewhere.clone();
        }
        self.0.home.get().cloned().unwrap_or_default()
    }

    /// Changes whenever it is turned: a page that is open then hears nothing of the other world by itself.
    pub(super) fn turns(&self) -> watch::Receiver<u64> {
        self.0.turns.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use http::Request;
    use tower::ServiceExt;

    use super::*;

    async fn asked(door: &Door) -> String {
        let answer = door.leads_to().oneshot(Request::new(Body::empty())).await.unwrap();
        let bytes = axum::body::to_bytes(answer.into_body(), 64).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn it_leads_home_unless_it_was_turned() {
        let door = Door::new();
        door.open(Router::new().route("/", get(async || "home")));
        let turns = door.turns();
        assert_eq!(asked(&door).await, "home");
        door.turn_home();
        assert!(!turns.has_changed().unwrap(), "it stood so");
        door.turn(Router::new().route("/", get(async || "elsewhere")));
        assert_eq!(asked(&door.clone()).await, "elsewhere");
        assert!(turns.has_changed().unwrap());
        door.turn_home();
        assert_eq!(asked(&door).await, "home");
        assert_eq!(*turns.borrow(), 2);
    }
}
