//! What shops tell by themselves: proven to be theirs, kept once, answered at once. What is true is asked by a job.

use domain::connection::{ConnectionAct, ConnectionState, connection_after};
use domain::ids::ConnectionId;
use store::connections::{self, WishKind};
use store::{DbError, Tx};

use super::link::link_of;
use super::{goods, wake_sync};
use crate::Ctx;
use crate::ports::{HeardEvents, NotTheirs, PlatformEvent};

/// Things that one message may name.
const NAMED_MAX: usize = 500;
/// What staff reads of a shop that let go of us.
const LET_GO: &str = "the shop removed Buyline; connect it anew to go on";

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum HearError {
    /// There is no such connection, or it was let go of.
    #[error("there is no such connection")]
    NotFound,
    /// It is not the shop's.
    #[error(transparent)]
    NotTheirs(#[from] NotTheirs),
    /// What proves it cannot be read now.
    #[error("the message cannot be checked now")]
    Deaf,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Takes a message. `headers`: names in small letters.
///
/// # Errors
/// [`HearError`]; nothing of it is kept then.
pub async fn hear(
    ctx: &Ctx,
    connection: ConnectionId,
    headers: &[(String, String)],
    body: &[u8],
) -> Result<(), HearError> {
    let reading = ctx.db().read(move |conn| connections::reading(conn, connection)).await?;
    let reading = reading
        .filter(|reading| reading.connection.state != ConnectionState::Closed)
        .ok_or(HearError::NotFound)?;
    let shop = link_of(ctx, &reading).map_err(|_| HearError::Deaf)?;
    let now = ctx.now();
    let heard = shop.platform.hear(&shop.link, headers, body, now)?;
    ctx.db()
        .write("hear_shop", move |tx| {
            let Some(locked) = connections::lock(tx, connection)? else { return Ok(()) };
            if !connections::hear(tx, connection, &heard.id, now)? {
                return Ok(());
            }
            connections::set_heard(tx, connection, now)?;
            if heard.events.contains(&PlatformEvent::Closed) {
                return let_go(tx, &locked, now);
            }
            wish(tx, connection, &heard, now)?;
            if locked.connection.state == ConnectionState::On {
                wake_sync(tx, (locked.connection.merchant, connection, locked.sync_job), now)?;
            }
            Ok(())
        })
        .await
        .map_err(HearError::Db)
}

fn wish(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    heard: &HeardEvents,
    now: jiff::Timestamp,
) -> Result<(), DbError> {
    let mut wanted: Vec<(WishKind, &str)> = heard
        .events
        .iter()
        .filter_map(|event| match event {
            PlatformEvent::Product(name) => Some((WishKind::Product, name.as_str())),
            PlatformEvent::Stock(name) => Some((WishKind::Stock, name.as_str())),
            PlatformEvent::Order(name) => Some((WishKind::Order, name.as_str())),
            PlatformEvent::Closed => None,
        })
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.len() > NAMED_MAX {
        // Asking what changed is cheaper than asking about each.
        return connections::ask_soon(tx, connection, false, now);
    }
    connections::wish(tx, connection, &wanted, now)
}

/// The shop let go of us: nothing of it is sold here any more, and orders that wait are its merchant's to look at.
fn let_go(tx: &mut Tx<'_>, reading: &connections::Reading, now: jiff::Timestamp) -> Result<(), DbError> {
    let connection = &reading.connection;
    if let Some(state) = connection_after(connection.state, ConnectionAct::KeysFailed) {
        connections::set_state(tx, connection.id, state, LET_GO, now)?;
    }
    goods::archive(tx, (connection.merchant, connection.id), None, now)
}
