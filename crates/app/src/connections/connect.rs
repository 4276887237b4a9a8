//! A merchant connects a shop, says what of it is sold here, pauses it, brings new keys, lets go of it.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::connection::{
    CONNECTIONS_MAX, ConnectionAct, ConnectionState, MARGIN_MAX, Takes, connection_after,
};
use domain::ids::{ConnectionId, JobId, MerchantId};
use domain::money::Currency;
use store::connections::{self, NewConnection, Reading};
use store::{DbError, Tx, staff_actions};

use super::link::{link_of, seal};
use super::{goods, platform, wake_send, wake_sync};
use crate::ports::{Keys, Opened, Platform, PlatformAbout, PlatformError};
use crate::staff_log::{self, permitted};
use crate::{Ctx, merchants};

/// What is said of a row whose shop was let go of before it was sent.
const LET_GO: &str = "the shop was let go of before this was sent";
/// The longest that may be entered in a field.
const FIELD_CHARS_MAX: usize = 4_000;

/// What a merchant entered to connect a shop.
#[derive(Debug, Clone)]
pub struct Connect {
    /// The word of the platform.
    pub platform: String,
    /// Words and values of its fields.
    pub entered: Keys,
    /// What of it is sold here.
    pub terms: Terms,
}

/// What of a shop is sold here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Everything, or what is offered product by product.
    pub takes: Takes,
    /// Units of each variant that are not sold here.
    pub margin: u32,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The merchant has no such connection, or it was let go of.
    #[error("there is no such connection")]
    NotFound,
    /// This server does not know the platform.
    #[error("this server connects no shops of this platform")]
    UnknownPlatform,
    /// A field is empty that may not be, or too long.
    #[error("fill in {0:?}")]
    Field(&'static str),
    /// More shops than anyone keeps apart.
    #[error("at most {CONNECTIONS_MAX} shops; let go of one first")]
    TooMany,
    /// More is kept back than anyone means.
    #[error("must be at most {MARGIN_MAX}")]
    Margin,
    /// Somebody connected this shop already.
    #[error("this shop is connected already")]
    Taken,
    /// The keys open another shop than the one that is connected.
    #[error("these keys open another shop: {0}")]
    OtherShop(String),
    /// The shop sells in another currency than the merchant.
    #[error("the shop sells in {there}, and your prices here are in {here}")]
    Currency {
        /// The shop's.
        there: Currency,
        /// The merchant's.
        here: Currency,
    },
    /// The platform did not open it.
    #[error(transparent)]
    Platform(PlatformError),
    /// The database refused.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for ConnectError {
    fn from(error: DbError) -> Self {
        if error.is_unique() { Self::Taken } else { Self::Db(error) }
    }
}

/// Connects a shop. Its platform is asked first, outside of any transaction; then it is loaded by a job.
///
/// # Errors
/// [`ConnectError`]; nothing has changed then.
pub async fn connect(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    wanted: Connect,
) -> Result<ConnectionId, ConnectError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let peer = platform(ctx, &wanted.platform).ok_or(ConnectError::UnknownPlatform)?;
    let terms = checked(wanted.terms)?;
    let opened = open(ctx, &*peer, merchant, &wanted.entered).await?;
    let id: ConnectionId = ctx.id();
    let sync_job: JobId = ctx.id();
    let new = NewConnection {
        id,
        merchant,
        platform: peer.about().word,
        account: opened.account.clone(),
        name: opened.name.clone(),
        currency: opened.currency,
        keys: (seal(ctx, id, &opened.keys), opened.expires_at),
        takes: terms.takes,
        margin: terms.margin,
        sync_job,
        run: ctx.id(),
    };
    let detail = format!("{} {}", new.platform, new.name);
    let log = staff_log::line(ctx, permit.by(), merchant, "shop.connect", id, detail);
    let now = ctx.now();
    ctx.db()
        .write("connect_shop", move |tx| {
            if connections::open_count(tx, merchant)? as usize >= CONNECTIONS_MAX {
                return Err(ConnectError::TooMany);
            }
            connections::insert(tx, &new, now)?;
            wake_sync(tx, (merchant, id, sync_job), now)?;
            staff_actions::note(tx, &log)?;
            Ok(id)
        })
        .await
}

async fn open(
    ctx: &Ctx,
    peer: &dyn Platform,
    merchant: MerchantId,
    entered: &Keys,
) -> Result<Opened, ConnectError> {
    let entered = fields(peer.about(), entered)?;
    let here = merchants::find(ctx, merchant).await?.ok_or(ConnectError::NotFound)?.profile.currency;
    let opened = peer.open(&entered).await.map_err(ConnectError::Platform)?;
    if opened.currency != here {
        return Err(ConnectError::Currency { there: opened.currency, here });
    }
    Ok(opened)
}

/// The values of a platform's own fields, and no others.
fn fields(about: &PlatformAbout, entered: &Keys) -> Result<Keys, ConnectError> {
    let mut fields = Keys::default();
    for field in about.fields {
        let value = entered.get(field.word).trim();
        if (value.is_empty() && !field.is_optional) || value.chars().count() > FIELD_CHARS_MAX {
            return Err(ConnectError::Field(field.word));
        }
        fields.set(field.word, value);
    }
    Ok(fields)
}

fn checked(terms: Terms) -> Result<Terms, ConnectError> {
    if terms.margin > MARGIN_MAX { Err(ConnectError::Margin) } else { Ok(terms) }
}

/// The connection of the merchant, locked, where it was not let go of.
fn lock(tx: &mut Tx<'_>, merchant: MerchantId, id: ConnectionId) -> Result<Reading, ConnectError> {
    connections::lock(tx, id)?
        .filter(|reading| {
            reading.connection.merchant == merchant && reading.connection.state != ConnectionState::Closed
        })
        .ok_or(ConnectError::NotFound)
}

/// Says what of a shop is sold here from now on. All of it is compared at once, so that they hold for what is known already.
///
/// # Errors
/// [`ConnectError`]; nothing has changed then.
pub async fn set_terms(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    id: ConnectionId,
    terms: Terms,
) -> Result<(), ConnectError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let terms = checked(terms)?;
    let detail = format!("{} {}", terms.takes.as_str(), terms.margin);
    let log = staff_log::line(ctx, permit.by(), merchant, "shop.terms", id, detail);
    let now = ctx.now();
    ctx.db()
        .write("set_channel_terms", move |tx| {
            let reading = lock(tx, merchant, id)?;
            connections::set_terms(tx, id, terms.takes, terms.margin)?;
            if terms != (Terms { takes: reading.connection.takes, margin: reading.connection.margin }) {
                connections::ask_soon(tx, id, true, now)?;
                wake_if_on(tx, &reading, now)?;
            }
            staff_actions::note(tx, &log)?;
            Ok(())
        })
        .await
}

fn wake_if_on(tx: &mut Tx<'_>, reading: &Reading, now: jiff::Timestamp) -> Result<(), DbError> {
    let connection = &reading.connection;
    match connection.state {
        ConnectionState::On => wake_sync(tx, (connection.merchant, connection.id, reading.sync_job), now),
        ConnectionState::Paused | ConnectionState::Broken | ConnectionState::Closed => Ok(()),
    }
}

/// Has a shop read at once: what changed, or all of it.
///
/// # Errors
/// [`ConnectError`].
pub async fn look_now(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    id: ConnectionId,
    whole: bool,
) -> Result<(), ConnectError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let now = ctx.now();
    ctx.db()
        .write("look_at_shop", move |tx| {
            let reading = lock(tx, merchant, id)?;
            connections::ask_soon(tx, id, whole, now)?;
            wake_if_on(tx, &reading, now)?;
            Ok(())
        })
        .await
}

/// Goes on with a shop that was paused.
///
/// # Errors
/// [`ConnectError`].
pub async fn turn_on(ctx: &Ctx, permit: &Permit<AtMerchant>, id: ConnectionId) -> Result<(), ConnectError> {
    act(ctx, permit, id, (ConnectionAct::TurnOn, "shop.on")).await
}

/// Pauses a shop: nothing is read, and orders wait. What is on sale stays on sale.
///
/// # Errors
/// [`ConnectError`].
pub async fn pause(ctx: &Ctx, permit: &Permit<AtMerchant>, id: ConnectionId) -> Result<(), ConnectError> {
    act(ctx, permit, id, (ConnectionAct::Pause, "shop.pause")).await
}

async fn act(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    id: ConnectionId,
    (act, word): (ConnectionAct, &'static str),
) -> Result<(), ConnectError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let log = staff_log::line(ctx, permit.by(), merchant, word, id, "");
    let now = ctx.now();
    ctx.db()
        .write("act_on_shop", move |tx| {
            let reading = lock(tx, merchant, id)?;
            let Some(state) = connection_after(reading.connection.state, act) else { return Ok(()) };
            go_to(tx, &reading, state, now)?;
            staff_actions::note(tx, &log)?;
            Ok(())
        })
        .await
}

/// Writes how a connection stands; where it is on again, what waited goes on.
fn go_to(
    tx: &mut Tx<'_>,
    reading: &Reading,
    state: ConnectionState,
    now: jiff::Timestamp,
) -> Result<(), DbError> {
    let connection = &reading.connection;
    connections::set_state(tx, connection.id, state, "", now)?;
    match state {
        ConnectionState::On => {
            // It may have been taken off sale meanwhile, and changed in ways that nobody asked about.
            connections::ask_soon(tx, connection.id, true, now)?;
            wake_sync(tx, (connection.merchant, connection.id, reading.sync_job), now)?;
            wake_send(tx, (connection.merchant, connection.id), now)
        }
        ConnectionState::Paused | ConnectionState::Broken | ConnectionState::Closed => Ok(()),
    }
}

/// Brings new keys of the same shop, and goes on where the old ones had ended.
///
/// # Errors
/// [`ConnectError`]; the old keys stay then.
pub async fn give_keys(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    id: ConnectionId,
    entered: Keys,
) -> Result<(), ConnectError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let found = ctx.db().read(move |conn| connections::find(conn, merchant, id)).await?;
    let found = found.ok_or(ConnectError::NotFound)?;
    let peer = platform(ctx, &found.platform).ok_or(ConnectError::UnknownPlatform)?;
    let opened = open(ctx, &*peer, merchant, &entered).await?;
    if opened.account != found.account {
        return Err(ConnectError::OtherShop(opened.name));
    }
    let sealed = seal(ctx, id, &opened.keys);
    let log = staff_log::line(ctx, permit.by(), merchant, "shop.keys", id, "");
    let now = ctx.now();
    ctx.db()
        .write("give_shop_keys", move |tx| {
            let reading = lock(tx, merchant, id)?;
            connections::set_keys(tx, id, (&sealed, opened.expires_at))?;
            if let Some(state) = connection_after(reading.connection.state, ConnectionAct::KeysGiven) {
                go_to(tx, &reading, state, now)?;
            }
            staff_actions::note(tx, &log)?;
            Ok(())
        })
        .await
}

/// Lets go of a shop: its goods are taken off sale, what opened it is forgotten, and orders stay. What was not sent stays here;
/// the platform is asked to forget us too, once, whatever it answers.
///
/// # Errors
/// [`ConnectError`]; nothing has changed then.
pub async fn close(ctx: &Ctx, permit: &Permit<AtMerchant>, id: ConnectionId) -> Result<(), ConnectError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let log = staff_log::line(ctx, permit.by(), merchant, "shop.close", id, "");
    let now = ctx.now();
    let closed = ctx
        .db()
        .write("close_connection", move |tx| {
            let reading = lock(tx, merchant, id)?;
            connections::close(tx, id, now)?;
            connections::drop_open(tx, id, LET_GO)?;
            goods::archive(tx, (merchant, id), None, now)?;
            staff_actions::note(tx, &log)?;
            Ok::<_, ConnectError>(reading)
        })
        .await?;
    let Ok(shop) = link_of(ctx, &closed) else { return Ok(()) };
    if let Err(error) = shop.platform.close(&shop.link).await {
        tracing::warn!(connection.id = %id, %error, "a shop that was let go of may still know our keys");
    }
    Ok(())
}
