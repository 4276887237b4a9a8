//! Keeps this process's node number leased, so that nobody else makes the same ids.

use std::sync::Arc;
use std::time::Duration;

use app::{Clock, Db};
use jiff::SignedDuration;
use store::DbError;
use store::nodes::{self, NodeLease};
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use crate::failure::Failure;

/// How long a lease lasts without being renewed.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How often it is renewed: two may fail before it runs out.
const RENEW_EVERY: Duration = Duration::from_secs(20);

/// Renews a lease until it is released.
pub(super) struct NodeKeeper {
    db: Db,
    clock: Arc<dyn Clock>,
    lease: Arc<Mutex<NodeLease>>,
    lost: watch::Receiver<bool>,
    task: JoinHandle<()>,
}

impl NodeKeeper {
    /// Leases a number and begins to renew it.
    pub(super) async fn start(db: Db, clock: Arc<dyn Clock>) -> Result<(Self, NodeLease), Failure> {
        let now = clock.now();
        let lease = db
            .write("lease_node", move |tx| nodes::lease(tx, now, now + LEASE))
            .await
            .map_err(|error: DbError| Failure::failed(format!("no node number could be leased: {error}")))?
            .ok_or_else(|| Failure::failed("1,024 servers share this database already"))?;
        let kept = Arc::new(Mutex::new(lease));
        let (lose, lost) = watch::channel(false);
        let task = tokio::spawn(renew(db.clone(), Arc::clone(&clock), Arc::clone(&kept), lose));
        Ok((Self { db, clock, lease: kept, lost, task }, lease))
    }

    /// Waits until somebody else has our number.
    pub(super) async fn lost(&mut self) {
        while !*self.lost.borrow() {
            if self.lost.changed().await.is_err() {
                return std::future::pending().await;
            }
        }
    }

    /// Gives the number back. Without an answer it frees itself after a minute.
    pub(super) async fn release(self) {
        self.task.abort();
        let (lease, now) = (*self.lease.lock().await, self.clock.now());
        let released = self.db.write("release_node", move |tx| nodes::release(tx, lease, now)).await;
        if let Err(error) = released {
            tracing::warn!(%error, "the node number was not given back; it is free again in a minute");
        }
    }
}

async fn renew(db: Db, clock: Arc<dyn Clock>, kept: Arc<Mutex<NodeLease>>, lose: watch::Sender<bool>) {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        let mut lease = kept.lock().await;
        let (held, until) = (*lease, clock.now() + LEASE);
        match db.write("renew_node", move |tx| nodes::renew(tx, held, until)).await {
            Ok(Some(renewed)) => *lease = renewed,
            Ok(None) => {
                tracing::error!(
                    node = held.node,
                    "another process has this server's node number, as after a long sleep; stopping"
                );
                lose.send_replace(true);
                return;
            }
            // While the database cannot be reached nothing is stored, so no id can have a twin.
            Err(error) => tracing::warn!(%error, "the node number could not be renewed; trying again"),
        }
    }
}
