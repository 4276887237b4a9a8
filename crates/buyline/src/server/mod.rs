//! The server: everything a process of Buyline does between start and stop. The binary, the tests and the load
//! driver all start it here.

mod accept;
mod door;
mod listener;
mod metrics;
mod node;
mod observe;
mod ops;
mod paced;
pub(crate) mod place;
mod workplace;
mod world;

pub(crate) use door::Door;
pub(crate) use workplace::Workplace;
pub(crate) use world::{World, presented};

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::{Clock, Ctx, SystemClock};
use store::DbOptions;
use tokio::task::JoinHandle;
use web::Web;

use crate::demo::{self, Jumper};
use crate::failure::Failure;
use crate::settings::Config;
use crate::wiring;

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
    world: World,
    accept: JoinHandle<()>,
    /// In a demo, the way to its other day.
    jumper: Option<Jumper>,
    shutdown_wait: Duration,
    /// Held until the end: one server per data folder.
    _place: place::Place,
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
        if config.demo {
            demo::forget_other_day(&config.data)?;
        }
        let workplace = Workplace::open_with(&config, Arc::clone(&clock), options, url.clone()).await?;
        let number = workplace.number;
        let world = World::begin(workplace);
        let ctx = world.ctx.clone();
        let door = Door::new();
        let jumper = Jumper::of(&config, &url, &door, &ctx, clock);
        let other_day = jumper.as_ref().map(Jumper::seen_from_today);
        let web = Web::with_other_day(ctx.clone(), presented(&config, &url, &ctx), other_day);
        door.open(world.router(web, &config, &door));
        let limits = accept::Limits {
            connections_max: config.connections_max,
            end_within: config.shutdown_wait,
            head_wait: config.head_wait,
        };
        let accept = tokio::spawn(accept::serve(listener, door, limits, world.stopped()));
        tracing::info!(%addr, node = number, database = %config.database, "answering on {url}");
        let shutdown_wait = config.shutdown_wait;
        Ok(Running { addr, url, ctx, world, accept, jumper, shutdown_wait, _place: place })
    }
}

impl Running {
    /// Waits until the server cannot go on by itself, which only happens when another process took its node
    /// number: no more ids may be made then.
    pub async fn lost(&mut self) {
        self.world.lost().await;
    }

    /// Stops: accepts nothing more, lets requests and jobs that are under way end, and leaves a database at rest.
    ///
    /// # Errors
    /// A sentence when something was still under way after `shutdown-wait`; nothing is lost, it is done again at
    /// the next start.
    pub async fn shutdown(self) -> Result<(), Failure> {
        let began = Instant::now();
        self.world.stop();
        if let Some(jumper) = &self.jumper {
            // The streams of the other day end with it.
            jumper.turn_home();
        }
        // The acceptor ends its connections by itself within the time given.
        let _ = self.accept.await;
        if let Some(jumper) = self.jumper {
            jumper.close().await;
        }
        let left = self.shutdown_wait.saturating_sub(began.elapsed()).max(Duration::from_secs(1));
        let jobs_ended = self.world.end(left).await;
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
