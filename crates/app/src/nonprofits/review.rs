//! The operator looks at a nonprofit: vouches for it, says no and why, or takes its word back.

use bytes::Bytes;
use domain::access::{Actor, Permit, RunServer};
use domain::ids::{MerchantId, NonprofitId};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::lookalike::Likeness;
use domain::nonprofit::state::{NonprofitState, ReviewAct, review};
use store::changes::{self, ChangeKind};
use store::nonprofits::{self, Decided, Named, Note};
use store::{DbError, staff_actions};

use super::apply::{NOTE_CHARS_MAX, document_type};
use super::mail::{News, tell_people};
use crate::ports::FileError;
use crate::{Ctx, pledges, staff_log};

/// Nonprofits on one page of the console.
pub const PAGE_NONPROFITS: u32 = 50;

/// What an operator decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Review {
    /// It was found in good standing at its registry, and its consent is there.
    Verify,
    /// Not yet.
    Refuse {
        /// Why; the nonprofit reads it, and can answer.
        reason: String,
    },
    /// Not any more.
    Suspend {
        /// Why; the nonprofit reads it.
        reason: String,
    },
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// There is no such nonprofit.
    #[error("there is no such nonprofit")]
    Unknown,
    /// It is not in a state in which this can be decided.
    #[error("that was decided already")]
    NotNow,
    /// The nonprofit must be able to read why.
    #[error("a reason of at most {NOTE_CHARS_MAX} characters is needed")]
    Reason,
    /// It was refused, and another nonprofit has its number since.
    #[error("another nonprofit has this number by now")]
    NumberTaken,
    /// Nobody signed for it: without a consent no one may collect in its name.
    #[error("its signed consent is missing")]
    NoConsent,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Carries out an operator's decision.
///
/// # Errors
/// See [`ReviewError`]; nothing has changed then.
pub async fn decide(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    id: NonprofitId,
    decision: Review,
) -> Result<(), ReviewError> {
    let (act, reason, action) = match decision {
        Review::Verify => (ReviewAct::Verify, String::new(), "nonprofit.verify"),
        Review::Refuse { reason } => (ReviewAct::Refuse, reason, "nonprofit.refuse"),
        Review::Suspend { reason } => (ReviewAct::Suspend, reason, "nonprofit.suspend"),
    };
    let reason = reason.trim().to_owned();
    let said = reason.chars().count();
    if act != ReviewAct::Verify && !(1..=NOTE_CHARS_MAX).contains(&said) {
        return Err(ReviewError::Reason);
    }
    let news = match act {
        ReviewAct::Refuse => News::Refused,
        ReviewAct::Suspend => News::Suspended,
        ReviewAct::Verify | ReviewAct::Answer => News::Verified,
    };
    let (house, now, holds) = (ctx.clone(), ctx.now(), ctx.id());
    let line = staff_log::server_line(ctx, permit, action, id, reason.clone());
    let own_line = staff_actions::NewAction {
        created_at: line.created_at,
        ..staff_log::line(ctx, &Actor::System, id.party(), action, id, reason.clone())
    };
    let note = Note {
        id: ctx.id::<domain::ids::AuditId>().0,
        by_operator: true,
        account: permit.by().account(),
        body: reason.clone(),
        at: now,
    };
    ctx.db()
        .write("decide_nonprofit", move |tx| {
            let found = nonprofits::by_id(tx, id)?.ok_or(ReviewError::Unknown)?;
            let to = review(found.state, act).ok_or(ReviewError::NotNow)?;
            if to == NonprofitState::Verified && found.consent.is_none() {
                return Err(ReviewError::NoConsent);
            }
            let decided = Decided {
                state: to,
                reason: &reason,
                by: note.account,
                in_standing: to == NonprofitState::Verified,
            };
            if found.state == NonprofitState::Refused && nonprofits::has_number(tx, &found.profile.number)? {
                return Err(ReviewError::NumberTaken);
            }
            if !nonprofits::decide(tx, id, found.state, decided, now)? {
                return Err(ReviewError::NotNow);
            }
            if !note.body.is_empty() {
                nonprofits::add_note(tx, id, &note)?;
            }
            tell_people(tx, &house, id, news, &reason, now)?;
            if to == NonprofitState::Suspended {
                store::jobs::enqueue(tx, &[pledges::hold_all(id, holds, now)], now)?;
            }
            staff_actions::note(tx, &line)?;
            staff_actions::note(tx, &own_line)?;
            changes::note(tx, ChangeKind::Account, found.account.0, found.account.0, now)?;
            changes::note(tx, ChangeKind::Nonprofit, id.0, id.0, now)?;
            Ok(())
        })
        .await
}

/// One page of the nonprofits in one state after the id `after`, those that have waited longest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn in_state(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
    state: NonprofitState,
    after: Option<NonprofitId>,
) -> Result<Vec<Nonprofit>, DbError> {
    ctx.db().read(move |conn| nonprofits::in_state(conn, state, after, PAGE_NONPROFITS)).await
}

/// A nonprofit as the operator sees it, with what was said about its application.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn case(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
    id: NonprofitId,
) -> Result<Option<(Nonprofit, Vec<Note>)>, DbError> {
    ctx.db()
        .read(move |conn| {
            let Some(found) = nonprofits::by_id(conn, id)? else { return Ok(None) };
            Ok(Some((found, nonprofits::notes(conn, id)?)))
        })
        .await
}

/// Names that are read at a time.
const NAMES_AT_ONCE: u32 = 1_000;
/// Names that look alike and are shown.
const ALIKE_MAX: usize = 20;

/// Shops and nonprofits here whose names somebody may take this nonprofit's for: the names people see, and those in registers.
/// It is for the operator to judge; nothing follows from it by itself.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn lookalikes(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
    found: &Nonprofit,
) -> Result<Vec<Named>, DbError> {
    let own = [Likeness::of(&found.display_name), Likeness::of(&found.profile.legal_name)];
    let party = found.id.party();
    ctx.db()
        .read_long(move |conn| {
            let (mut alike, mut after) = (Vec::new(), MerchantId(0));
            loop {
                let known = nonprofits::vouched_for(conn, after, NAMES_AT_ONCE)?;
                let Some(last) = known.last() else { return Ok(alike) };
                after = last.party;
                for other in known.into_iter().filter(|other| other.party != party) {
                    let names = [&other.display_name, &other.legal_name].map(|name| Likeness::of(name));
                    if own.iter().any(|own| names.iter().any(|name| own.resembles(name))) {
                        alike.push(other);
                    }
                    if alike.len() == ALIKE_MAX {
                        return Ok(alike);
                    }
                }
            }
        })
        .await
}

/// Why the operator wrote nothing.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There is no such nonprofit.
    #[error("there is no such nonprofit")]
    Unknown,
    /// Nothing was written, or too much.
    #[error("a message has from 1 to {NOTE_CHARS_MAX} characters")]
    Words,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Writes to a nonprofit about its application and decides nothing; its people are told by mail.
///
/// # Errors
/// See [`WriteError`]; nothing has changed then.
pub async fn write(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    id: NonprofitId,
    words: &str,
) -> Result<(), WriteError> {
    let words = words.trim().to_owned();
    if !(1..=NOTE_CHARS_MAX).contains(&words.chars().count()) {
        return Err(WriteError::Words);
    }
    let (house, now) = (ctx.clone(), ctx.now());
    let line = staff_log::server_line(ctx, permit, "nonprofit.write", id, "");
    let note = Note {
        id: ctx.id::<domain::ids::AuditId>().0,
        by_operator: true,
        account: permit.by().account(),
        body: words,
        at: now,
    };
    ctx.db()
        .write("write_to_nonprofit", move |tx| {
            nonprofits::by_id(tx, id)?.ok_or(WriteError::Unknown)?;
            nonprofits::add_note(tx, id, &note)?;
            tell_people(tx, &house, id, News::Asked, &note.body, now)?;
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await
}

/// A signed consent as it was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// What its owner called it.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// The document.
    pub bytes: Bytes,
}

/// Why there is no consent to look at.
#[derive(Debug, thiserror::Error)]
pub enum ConsentError {
    /// None was brought, or there is no such nonprofit.
    #[error("no consent was brought")]
    None,
    /// The file could not be had.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The signed consent. It names who signed: nobody but the operator reads it, and that they did is written down.
///
/// # Errors
/// See [`ConsentError`].
pub async fn consent(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    id: NonprofitId,
) -> Result<Consent, ConsentError> {
    let known = ctx.db().read(move |conn| nonprofits::consent(conn, id)).await?;
    let (key, name) = known.ok_or(ConsentError::None)?;
    let bytes = ctx.ports().files.get(&key).await?;
    let line = staff_log::server_line(ctx, permit, "nonprofit.consent", id, "");
    ctx.db().write("read_consent", move |tx| staff_actions::note(tx, &line)).await?;
    let kind = document_type(&bytes).unwrap_or("application/octet-stream");
    Ok(Consent { name, kind, bytes })
}
