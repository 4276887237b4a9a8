//! Requests that may be repeated under a key of the caller's: the first is done, a repeat gets its answer.
//!
//! Three steps around the work: the key is claimed and on disk before it begins, the answer is kept when it is done,
//! and where nothing was done the key is free again. Paying does not need this: there the key is kept with the order
//! itself (see [`crate::checkout::pay_once`]).

use jiff::SignedDuration;
use store::DbError;
use store::idempotency::{self, NewKey};

use crate::Ctx;
use crate::memory::Run;

/// Longest key: two UUIDs and some words. Source: ACP, `Idempotency-Key` of at most 255 characters.
pub const KEY_CHARS_MAX: usize = 255;
/// A claim older than this belongs to a process that died: no request runs so long, whoever hangs up.
const CLAIM_LASTS: SignedDuration = SignedDuration::from_mins(2);
/// How long keys are kept. Source: the usual promise of payment providers, a day.
const KEYS_KEPT: SignedDuration = SignedDuration::from_hours(48);
/// Keys forgotten at once, so that the one writer is not held up.
const FORGOTTEN_AT_ONCE: u32 = 1_000;

/// A request with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed {
    /// Whose key, and for what: two callers may choose the same one.
    pub scope: String,
    /// The key.
    pub key: String,
    /// Hash of the request's content.
    pub request_hash: [u8; 32],
}

/// How a request with a key begins.
#[derive(Debug)]
pub enum Begun {
    /// It is the first: do it, then [`Claim::settle`].
    First(Claim),
    /// It was done before, and answered so.
    Before {
        /// The status that was answered.
        status: u16,
        /// The body that was answered.
        body: String,
    },
}

/// Why a request with a key may not begin.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key was used with another request before.
    #[error("this key was used for another request")]
    Reused,
    /// The first request still runs.
    #[error("the first request with this key still runs")]
    StillRunning,
    /// The process that did the first request died before it answered: perhaps it was done, perhaps not.
    #[error("the server stopped while it worked on the first request with this key")]
    Lost,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The right to do a request once.
#[derive(Debug)]
pub struct Claim {
    keyed: Keyed,
    _run: Run,
}

/// Claims the key of a request.
///
/// # Errors
/// See [`KeyError`]; nothing was claimed then.
pub async fn begin(ctx: &Ctx, keyed: Keyed) -> Result<Begun, KeyError> {
    let Some(run) = ctx.memory().running.begin(&keyed.scope, &keyed.key) else {
        return Err(KeyError::StillRunning);
    };
    let (claimed, now) = (keyed.clone(), ctx.now());
    let before = ctx
        .db()
        .write("claim_key", move |tx| {
            let Keyed { scope, key, request_hash } = &claimed;
            let new = NewKey { scope, key, request_hash, status: 0, response: "" };
            if idempotency::put(tx, &[new], now)? == 1 {
                return Ok(None);
            }
            let known = idempotency::find(tx, scope, key)?.ok_or(DbError::Missing("the key just met"))?;
            if known.request_hash != request_hash {
                return Err(KeyError::Reused);
            }
            if known.status != 0 {
                return Ok(Some((known.status, known.response)));
            }
            // Never done again by itself: at most once is what a key promises.
            if known.created_at < now - CLAIM_LASTS {
                Err(KeyError::Lost)
            } else {
                Err(KeyError::StillRunning)
            }
        })
        .await?;
    Ok(match before {
        Some((status, body)) => Begun::Before { status, body },
        None => Begun::First(Claim { keyed, _run: run }),
    })
}

impl Claim {
    /// Keeps what is answered. When that fails the work stands all the same, and a repeat is told that nobody knows.
    ///
    /// # Errors
    /// [`DbError`] when the database refused.
    pub async fn settle(self, ctx: &Ctx, status: u16, body: String) -> Result<(), DbError> {
        let Keyed { scope, key, .. } = self.keyed;
        ctx.db().write("settle_key", move |tx| idempotency::settle(tx, &scope, &key, status, &body)).await
    }

    /// Frees the key: nothing was done.
    ///
    /// # Errors
    /// [`DbError`] when the database refused; the key is free when the claim is old, then.
    pub async fn release(self, ctx: &Ctx) -> Result<(), DbError> {
        let Keyed { scope, key, .. } = self.keyed;
        ctx.db().write("release_key", move |tx| idempotency::release(tx, &scope, &key)).await
    }
}

/// Forgets old keys. Housekeeping: call it now and then.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn forget_old(ctx: &Ctx) -> Result<u64, DbError> {
    let before = ctx.now() - KEYS_KEPT;
    ctx.db().write("forget_keys", move |tx| idempotency::forget(tx, before, FORGOTTEN_AT_ONCE)).await
}
