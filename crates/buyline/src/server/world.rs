//! What answers from one database: its pages, and the work that goes on beside them. A server has one; a demo that went
//! to another day has two, behind one door.

use std::time::Duration;

use app::Ctx;
use axum::Router;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::{Web, WebConfig};

use super::door::Door;
use super::node::NodeKeeper;
use super::{Workplace, observe, ops};
use crate::settings::Config;

/// How long the last round of upkeep may take.
const UPKEEP_WAIT: Duration = Duration::from_secs(5);

/// A world at work.
pub(crate) struct World {
    /// What its use cases are handed.
    pub(crate) ctx: Ctx,
    stop: watch::Sender<bool>,
    jobs: JoinHandle<()>,
    upkeep: JoinHandle<()>,
    follow: JoinHandle<()>,
    node: NodeKeeper,
}

impl World {
    /// Begins to work.
    pub(crate) fn begin(workplace: Workplace) -> Self {
        let Workplace { ctx, node, .. } = workplace;
        let (stop, stopped) = watch::channel(false);
        Self {
            jobs: tokio::spawn(app::jobs::Runner::new(ctx.clone()).run(stopped.clone())),
            upkeep: tokio::spawn(app::upkeep::run(ctx.clone(), stopped)),
            follow: tokio::spawn(app::feed::follow(ctx.clone())),
            ctx,
            stop,
            node,
        }
    }

    /// Everything it answers, with what happens around every request.
    pub(crate) fn router(&self, web: Web, config: &Config, door: &Door) -> Router {
        let router = ops::router(&self.ctx, self.stopped()).merge(web::router(web));
        observe::around(router, config.body_wait, self.stopped(), door.clone())
    }

    /// Turns true when it stops.
    pub(super) fn stopped(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Tells everything of it to stop.
    pub(super) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until somebody else has our node number.
    pub(super) async fn lost(&mut self) {
        self.node.lost().await;
    }

    /// Stops, and leaves a database at rest. Says whether the jobs under way ended within `wait`; those that did not are
    /// done again by whoever works there next.
    pub(crate) async fn end(self, wait: Duration) -> bool {
        self.stop();
        let Self { ctx, jobs, upkeep, follow, node, .. } = self;
        let jobs_ended = tokio::time::timeout(wait, jobs).await.is_ok();
        // Its last round writes down what was counted; a database that is gone must not hold the end up.
        let _ = tokio::time::timeout(UPKEEP_WAIT, upkeep).await;
        follow.abort();
        node.release().await;
        let db = ctx.db().clone();
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || db.checkpoint()).await {
            tracing::warn!(%error, "the journal stays beside the database until the next start");
        }
        jobs_ended
    }
}

/// How a server with these settings presents its world at `url`.
pub(crate) fn presented(config: &Config, url: &str, ctx: &Ctx) -> WebConfig {
    WebConfig {
        base_url: url.to_owned(),
        server_name: config.server_name.clone(),
        demo: config.demo,
        test_mode: ctx.ports().payments.is_test(),
        trusted_proxies: config.trusted_proxies.clone(),
    }
}
