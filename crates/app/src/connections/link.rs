//! What opens a shop: sealed, opened for each conversation, and renewed before it ends by itself. What answers mean for the
//! connection as a whole is written down here too.

use std::sync::Arc;

use domain::connection::{ConnectionAct, ConnectionState, connection_after, pause};
use domain::ids::ConnectionId;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use store::connections::{self, Reading};
use store::{DbError, Tx};

use super::platform;
use crate::Ctx;
use crate::ports::{Keys, Link, Platform, PlatformError};
use crate::sealer::Secret;

/// Keys that end within this are renewed first.
const RENEWED_BEFORE: SignedDuration = SignedDuration::from_mins(3);
/// Whoever renews has so long; another process waits for it.
const RENEWING: SignedDuration = SignedDuration::from_secs(40);
/// Whoever finds that somebody else renews comes back after this.
const RENEWED_SOON: SignedDuration = SignedDuration::from_secs(3);
/// What staff reads of a shop whose keys this server cannot open.
const SEALED: &str = "its keys were sealed with another secret.key than this server's; enter them again";

/// Where keys are sealed for.
fn place(connection: ConnectionId) -> String {
    format!("keys of {connection}")
}

/// Seals keys for a connection.
pub(super) fn seal(ctx: &Ctx, connection: ConnectionId, keys: &Keys) -> Vec<u8> {
    let words: Map<String, Value> =
        keys.iter().map(|(word, value)| (word.to_owned(), Value::from(value))).collect();
    let text = Value::Object(words).to_string();
    ctx.sealer().seal(&place(connection), ctx.random(), &Secret::new(text))
}

fn unseal(ctx: &Ctx, connection: ConnectionId, sealed: &[u8]) -> Option<Keys> {
    let text = ctx.sealer().open(&place(connection), sealed)?;
    let words: Map<String, Value> = serde_json::from_str(text.reveal()).ok()?;
    let mut keys = Keys::default();
    for (word, value) in words {
        keys.set(&word, value.as_str()?);
    }
    Some(keys)
}

/// A shop that can be spoken to.
pub(super) struct Shop {
    /// How.
    pub(super) platform: Arc<dyn Platform>,
    /// With what.
    pub(super) link: Link,
}

/// The link as it stands, whether or not its keys have ended: for what needs no network.
pub(super) fn link_of(ctx: &Ctx, reading: &Reading) -> Result<Shop, PlatformError> {
    let connection = &reading.connection;
    let platform = platform(ctx, &connection.platform).ok_or_else(|| {
        PlatformError::Down(format!("this server does not know the platform {:?}", connection.platform))
    })?;
    let keys =
        unseal(ctx, connection.id, &reading.keys).ok_or_else(|| PlatformError::Keys(SEALED.to_owned()))?;
    let link = Link {
        keys,
        account: connection.account.clone(),
        currency: connection.currency,
        merchant: connection.merchant.to_string(),
    };
    Ok(Shop { platform, link })
}

/// Opens a shop for a conversation; keys that are about to end are renewed first, by one at a time.
pub(super) async fn reach(ctx: &Ctx, reading: &Reading) -> Result<Shop, Unreached> {
    let mut shop = link_of(ctx, reading)?;
    let now = ctx.now();
    let Some(end) = reading.keys_end_at.filter(|end| *end <= now + RENEWED_BEFORE) else {
        return Ok(shop);
    };
    let id = reading.connection.id;
    let is_mine = ctx
        .db()
        .write("renew_keys", move |tx| connections::begin_renewal(tx, id, now, now + RENEWING))
        .await?;
    if !is_mine {
        // Whoever renews is not done; what is there still opens, or will soon be another.
        return if end > now { Ok(shop) } else { Err(PlatformError::Busy(RENEWED_SOON).into()) };
    }
    if let Some((keys, end_at)) = shop.platform.renew(&shop.link).await? {
        let sealed = seal(ctx, id, &keys);
        ctx.db().write("keep_keys", move |tx| connections::set_keys(tx, id, (&sealed, end_at))).await?;
        shop.link.keys = keys;
    }
    Ok(shop)
}

/// Why a shop could not be spoken to.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreached {
    /// The shop, or what opens it.
    #[error(transparent)]
    Platform(#[from] PlatformError),
    /// Our own database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What an answer means for the connection as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mood {
    /// It answered.
    Well,
    /// It wants to be left alone.
    Busy(SignedDuration),
    /// It failed, or could not be reached.
    Ill(String),
    /// What opens it does not any more.
    Shut(String),
}

impl Mood {
    /// What an answer says about the shop.
    pub(super) fn of<T>(answer: &Result<T, PlatformError>) -> Self {
        match answer {
            Ok(_)
            | Err(PlatformError::Refused(_) | PlatformError::SoldOut(_) | PlatformError::Unsupported) => {
                Self::Well
            }
            Err(PlatformError::Busy(pause)) => Self::Busy(*pause),
            Err(error @ (PlatformError::Down(_) | PlatformError::Unknown(_))) => Self::Ill(error.to_string()),
            Err(PlatformError::Keys(why)) => Self::Shut(why.clone()),
        }
    }

    /// Writes it down. The connection is locked.
    pub(super) fn note(&self, tx: &mut Tx<'_>, reading: &Reading, now: Timestamp) -> Result<(), DbError> {
        let connection = &reading.connection;
        let id = connection.id;
        let (failed, busy) = match self {
            Self::Well => (0, 0),
            Self::Busy(_) => (0, 1),
            Self::Ill(_) | Self::Shut(_) => (1, 0),
        };
        connections::note_asked(tx, id, (1, failed, busy), now)?;
        if connection.state != ConnectionState::On {
            return Ok(());
        }
        match self {
            Self::Well => connections::answered(tx, id),
            Self::Busy(pause) => connections::hold(tx, id, now + *pause, None, now),
            Self::Ill(why) => {
                // Answers of one round that all failed are one failure.
                if connection.not_before > now {
                    return Ok(());
                }
                connections::hold(tx, id, now + pause(connection.fails + 1), Some(why), now)
            }
            Self::Shut(why) => {
                let Some(state) = connection_after(connection.state, ConnectionAct::KeysFailed) else {
                    return Ok(());
                };
                tracing::warn!(connection.id = %id, "a shop does not take its keys any more");
                connections::set_state(tx, id, state, why, now)
            }
        }
    }
}

/// Writes down what an answer means for the connection, by itself.
pub(super) async fn note(ctx: &Ctx, connection: ConnectionId, mood: Mood) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db()
        .write("note_shop", move |tx| match connections::lock(tx, connection)? {
            Some(reading) => mood.note(tx, &reading, now),
            None => Ok(()),
        })
        .await
}
