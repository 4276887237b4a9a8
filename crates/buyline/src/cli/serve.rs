//! `buyline serve`

use std::process::ExitCode;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::block_on;
use crate::failure::Failure;
use crate::server::{Running, Server};
use crate::settings::Config;

/// Serves until it is told to stop.
pub(super) fn serve(config: Config) -> Result<ExitCode, Failure> {
    block_on(&config.clone(), async {
        // Whoever stops the server as soon as it answers must find it listening.
        let signals = Signals::listen()?;
        let running = Server::start(config).await?;
        println!("Buyline answers on {}", running.url);
        until_stopped(running, signals).await
    })
}

/// What may tell a server to stop.
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// Listens from now on.
    pub(super) fn listen() -> Result<Self, Failure> {
        let cannot = |error| Failure::failed(format!("signals cannot be received: {error}"));
        Ok(Self {
            interrupt: signal(SignalKind::interrupt()).map_err(cannot)?,
            terminate: signal(SignalKind::terminate()).map_err(cannot)?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Waits for Ctrl-C, a SIGTERM, or the loss of the node number, then stops in order. A second signal stops at once.
pub(super) async fn until_stopped(mut running: Running, mut signals: Signals) -> Result<ExitCode, Failure> {
    let lost = tokio::select! {
        () = signals.next() => false,
        () = running.lost() => true,
    };
    tracing::info!("stopping: no new requests, those under way may end");
    tokio::select! {
        stopped = running.shutdown() => stopped?,
        () = signals.next() => return Err(Failure::failed("stopped at once, at the second signal")),
    }
    if lost {
        return Err(Failure::failed("another process has this server's node number; start the server again"));
    }
    Ok(ExitCode::SUCCESS)
}
