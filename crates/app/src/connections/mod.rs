//! Shops that stay where they are: goods come in, paid orders go out once each, and what happens to those there is known here.
//!
//! A connection has two jobs, each the only one of its kind and known by number: one reads the shop ([`sync`]), one sends to it
//! ([`send`]). A shop that is slow, away or wrong therefore delays nobody else. What is asked of a shop stands in
//! [`crate::ports::Platform`]; how connections stand and what comes next is decided in [`domain::connection`].
//!
//! Reading order: `connect` (a merchant brings keys), `sync` and `goods` (what comes in), `outbox`, `send` and `order_out`
//! (what goes out), `trial` (the same to try it), `back` (what happens to orders there), `hear` (what shops tell by themselves).

mod back;
mod connect;
mod goods;
mod hear;
mod link;
mod order_out;
mod outbox;
mod send;
mod sync;
mod theirs;
mod trial;
mod view;

pub use connect::{
    Connect, ConnectError, Terms, close, connect, give_keys, look_now, pause, set_terms, turn_on,
};
pub use hear::{HearError, hear};
pub(crate) use outbox::told;
pub use outbox::{ResendError, resend};
pub(crate) use send::send;
pub(crate) use sync::sync;
pub(crate) use theirs::Theirs;
pub use trial::{TryError, try_out};
pub use view::{Seen, Standing, list, of_order, view};

use std::sync::Arc;

use domain::connection::MESSAGES_KEPT;
use domain::ids::{ConnectionId, JobId, MerchantId};
use jiff::{SignedDuration, Timestamp};
use store::connections;
use store::jobs::{self, NewJob};
use store::{DbError, Tx};

use crate::Ctx;
use crate::jobs::kind;
use crate::ports::Platform;

/// How asking went is remembered for so long.
const HOURS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 8);

/// The platform with this word; none where this server does not know it.
pub(crate) fn platform(ctx: &Ctx, word: &str) -> Option<Arc<dyn Platform>> {
    ctx.ports().platforms.iter().find(|platform| platform.about().word == word).cloned()
}

/// Has the job that reads a shop look at once. The connection is locked, so that the job does not end meanwhile.
fn wake_sync(
    tx: &mut Tx<'_>,
    (merchant, connection, job): (MerchantId, ConnectionId, JobId),
    now: Timestamp,
) -> Result<(), DbError> {
    wake(tx, job, kind::SYNC_CONNECTION, (merchant, connection), now)
}

/// Has the job that sends to a shop look at once. The connection is locked, so that the job does not end meanwhile.
fn wake_send(
    tx: &mut Tx<'_>,
    (merchant, connection): (MerchantId, ConnectionId),
    now: Timestamp,
) -> Result<(), DbError> {
    wake(tx, JobId(connection.0), kind::SEND_TO_CONNECTION, (merchant, connection), now)
}

fn wake(
    tx: &mut Tx<'_>,
    id: JobId,
    kind: &'static str,
    (merchant, connection): (MerchantId, ConnectionId),
    now: Timestamp,
) -> Result<(), DbError> {
    let job = NewJob {
        id,
        kind,
        merchant: Some(merchant),
        subject: connection.0,
        payload: String::new(),
        unique_key: None,
        run_at: now,
    };
    jobs::enqueue(tx, &[job], now)?;
    jobs::reschedule(tx, &[(id, now)])
}

/// Forgets what was heard long ago, and has somebody work for connections that nobody works for.
///
/// # Errors
/// [`DbError`] when the database refused.
pub(crate) async fn look_over(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    for (_, connection) in ctx.db().read(connections::stranded).await? {
        ctx.db()
            .write("wake_connection", move |tx| {
                let Some(reading) = connections::lock(tx, connection)? else { return Ok(()) };
                let merchant = reading.connection.merchant;
                jobs::resend(tx, JobId(connection.0), now)?;
                jobs::resend(tx, reading.sync_job, now)?;
                wake_sync(tx, (merchant, connection, reading.sync_job), now)?;
                wake_send(tx, (merchant, connection), now)
            })
            .await?;
    }
    ctx.db()
        .write("forget_heard", move |tx| {
            connections::forget_messages(tx, now - MESSAGES_KEPT)?;
            connections::forget_hours(tx, now - HOURS_KEPT)
        })
        .await
}
