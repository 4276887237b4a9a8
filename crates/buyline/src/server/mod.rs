//! The server: everything a process of Buyline does between start and stop. The binary, the tests and the load
//! driver all start it here.

mod accept;
mod listener;
mod metrics;
mod node;
mod observe;
mod ops;
mod paced;
pub(crate) mod place;
mod workplace;

pub(crate) use workplace::Workplace;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::{Clock, Ctx, SystemClock};
use store::DbOptions;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::{Web, WebConfig};

use crate::failure::Failure;
use crate::settings::Config;
use crate::wiring;
use node::NodeKeeper;

/// How long the last round of upkeep may take.
const UPKEEP_WAIT: Duration = Duration::from_secs(5);

/// Starts servers.
pub struct Server;

/// A server that answers.
pub struct Running {
    /// Where it answers.
    pub addr: SocketAddr,
    /// Scheme and host, as people reach it.
    pub url: String,
    /// What its use cases are handed: for the demo's seeding and for tests.
    pub ctx: Ctx,
    stop: watch::Sender<bool>,
    tasks: Tasks,
    shutdown_wait: Duration,
    /// Held until the end: one server per data folder.
    _place: place::Place,
}

struct Tasks {
    accept: JoinHandle<()>,
    jobs: JoinHandle<()>,
    upkeep: JoinHandle<()>,
    node: NodeKeeper,
    follow: JoinHandle<()>,
}

impl Server {
    /// Starts a server. It answers when this returns.
    ///
    /// # Errors
    /// A sentence for the operator: no payment provider, the port in use, a folder that cannot be written, a
    /// database that cannot be reached.
    pub async fn start(config: Config) -> Result<Running, Failure> {
        Self::start_with(config, Arc::new(SystemClock), DbOptions::default()).await
    }

    /// [`Server::start`] with a clock to move and a database to disturb: for tests.
    ///
    /// # Errors
    /// See [`Server::start`].
    pub async fn start_with(
        config: Config,
        clock: Arc<dyn Clock>,
        options: DbOptions,
    ) -> Result<Running, Failure> {
        metrics::install();
        wiring::must_have_payments(&config)?;
        let listener = listener::open(config.listen).await?;
        let place = place::Place::take(&config)?;
        let addr = listener.local_addr().map_err(|error| Failure::failed(error.to_string()))?;
        let url = config.base_url.clone().unwrap_or_else(|| reachable(addr));
        let Workplace { ctx, node, number } =
            Workplace::open_with(&config, clock, options, url.clone()).await?;
        let (stop, stopped) = watch::channel(false);
        let router = ops::router(&ctx, stopped.clone()).merge(web::router(Web::new(
            ctx.clone(),
            WebConfig {
                base_url: url.clone(),
                server_name: config.server_name.clone(),
                demo: config.demo,
                test_mode: ctx.ports().payments.is_test(),
                trusted_proxies: config.trusted_proxies.clone(),
            },
        )));
        let router = observe::around(router, config.body_wait, stopped.clone());
        let limits = accept::Limits {
            connections_max: config.connections_max,
            end_within: config.shutdown_wait,
            head_wait: config.head_wait,
        };
        let tasks = Tasks {
            accept: tokio::spawn(accept::serve(listener, router, limits, stopped.clone())),
            jobs: tokio::spawn(app::jobs::Runner::new(ctx.clone()).run(stopped.clone())),
            upkeep: tokio::spawn(app::upkeep::run(ctx.clone(), stopped)),
            follow: tokio::spawn(app::feed::follow(ctx.clone())),
            node,
        };
        tracing::info!(%addr, node = number, database = %config.database, "answering on {url}");
        Ok(Running { addr, url, ctx, stop, tasks, shutdown_wait: config.shutdown_wait, _place: place })
    }
}

impl Running {
    /// Waits until the server cannot go on by itself, which only happens when another process took its node
    /// number: no more ids may be made then.
    pub async fn lost(&mut self) {
        self.tasks.node.lost().await;
    }

    /// Stops: accepts nothing more, lets requests and jobs that are under way end, and leaves a database at rest.
    ///
    /// # Errors
    /// A sentence when something was still under way after `shutdown-wait`; nothing is lost, it is done again at
    /// the next start.
    pub async fn shutdown(self) -> Result<(), Failure> {
        let began = Instant::now();
        let Tasks { accept, jobs, upkeep, node, follow } = self.tasks;
        self.stop.send_replace(true);
        // The acceptor ends its connections by itself within the time given.
        let _ = accept.await;
        let left = self.shutdown_wait.saturating_sub(began.elapsed()).max(Duration::from_secs(1));
        let jobs_ended = tokio::time::timeout(left, jobs).await.is_ok();
        // Its last round writes down what was counted; a database that is gone must not hold the end up.
        let _ = tokio::time::timeout(UPKEEP_WAIT, upkeep).await;
        follow.abort();
        node.release().await;
        let db = self.ctx.db().clone();
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || db.checkpoint()).await {
            tracing::warn!(%error, "the journal stays beside the database until the next start");
        }
        tracing::info!(duration_ms = elapsed_ms(began), "stopped");
        if jobs_ended {
            return Ok(());
        }
        Err(Failure::failed(
            "jobs were still under way when the server stopped; they go on at the next start",
        ))
    }
}

/// Milliseconds since `began`, for log lines.
fn elapsed_ms(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// An address a browser on this machine can open.
fn reachable(addr: SocketAddr) -> String {
    if addr.ip().is_unspecified() {
        format!("http://localhost:{}", addr.port())
    } else {
        format!("http://{addr}")
    }
}
