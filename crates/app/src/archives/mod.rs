//! Archives: everything of a person, a shop, a nonprofit or the server, made by a job and downloaded by whoever asked, until
//! it goes away by itself.

mod bring;
mod make;

pub use bring::{BringError, bring};
pub(crate) use make::{beating, make_archive};

use bytes::Bytes;
use domain::access::{Actor, AsAccount, AtMerchant, MerchantAct, Permit, RunServer};
use domain::archive::{ArchiveOf, ArchiveState};
use domain::ids::{AccountId, ArchiveId, JobId};
use domain::money::{Currency, Money};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use store::archives;
pub use store::archives::Archive;
use store::jobs::NewJob;
use store::{DbError, staff_actions};

use crate::jobs::kind;
use crate::limits::{Limit, TooMany};
use crate::ports::FileError;
use crate::{Ctx, nonprofits, staff_log};

/// How long an archive can be downloaded.
pub const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Each is read from the whole database: three a day are enough for anybody.
const ASKED: Limit = Limit { name: "archive", burst: 3, refill_s: 8 * 3_600 };
/// Archives that are listed.
const LISTED_MAX: u32 = 20;
/// Orders and gifts from before that are listed.
const PAST_LISTED_MAX: u32 = 100;
/// Files forgotten in one round.
const FORGOTTEN_AT_ONCE: u32 = 100;

/// Whose everything, and who asks. Only somebody who may have it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whose {
    of: ArchiveOf,
    by: AccountId,
}

impl Whose {
    /// One's own.
    #[must_use]
    pub fn own(permit: &Permit<AsAccount>) -> Self {
        let account = permit.action().0;
        Self { of: ArchiveOf::Person(account), by: account }
    }

    /// A shop's, for its owner; none for a program.
    #[must_use]
    pub fn shop(permit: &Permit<AtMerchant>) -> Option<Self> {
        let merchant = staff_log::permitted(permit, MerchantAct::EditStaff);
        Some(Self { of: ArchiveOf::Merchant(merchant), by: permit.by().account()? })
    }

    /// A nonprofit's, for its owner.
    #[must_use]
    pub fn nonprofit(permit: &Permit<AtNonprofit>) -> Option<Self> {
        let nonprofit = nonprofits::permitted(permit, NonprofitAct::EditStaff);
        Some(Self { of: ArchiveOf::Nonprofit(nonprofit), by: permit.by().account()? })
    }
}

/// Why no archive is made.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The one asked for before is not done yet.
    #[error("an archive is being made already")]
    Making,
    /// Asked for too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Asks for an archive; a job makes it.
///
/// # Errors
/// [`AskError`]; nothing has changed then.
pub async fn ask(ctx: &Ctx, whose: Whose) -> Result<ArchiveId, AskError> {
    let (Whose { of, by }, now) = (whose, ctx.now());
    ctx.memory().limits.take(&ASKED, (by.0, of), now)?;
    let id: ArchiveId = ctx.id();
    let job = NewJob {
        id: ctx.id::<JobId>(),
        kind: kind::MAKE_ARCHIVE,
        merchant: None,
        subject: id.0,
        payload: String::new(),
        unique_key: Some(format!("{}:{id}", kind::MAKE_ARCHIVE)),
        run_at: now,
    };
    let line = logged(ctx, whose);
    let asked = ctx
        .db()
        .write("ask_archive", move |tx| {
            if !archives::ask(tx, id, of, by, now)? {
                return Ok::<_, DbError>(false);
            }
            store::jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
            if let Some(line) = &line {
                staff_actions::note(tx, line)?;
            }
            Ok(true)
        })
        .await?;
    if !asked {
        ctx.memory().limits.give_back(&ASKED, (by.0, of));
        return Err(AskError::Making);
    }
    Ok(id)
}

/// What a person takes away of their own is nobody else's business; what leaves a shop or the server is in its log.
fn logged(ctx: &Ctx, whose: Whose) -> Option<staff_actions::NewAction> {
    let merchant = match whose.of {
        ArchiveOf::Person(_) => return None,
        ArchiveOf::Merchant(merchant) => merchant,
        ArchiveOf::Nonprofit(nonprofit) => nonprofit.party(),
        ArchiveOf::Server => staff_actions::SERVER,
    };
    Some(staff_actions::NewAction {
        id: ctx.id(),
        merchant,
        account: Some(whose.by),
        otherwise: whose.by.to_string(),
        action: "archive.ask",
        subject: whose.of.text(),
        detail: String::new(),
        created_at: ctx.now(),
    })
}

/// What was asked for, newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(ctx: &Ctx, whose: Whose) -> Result<Vec<Archive>, DbError> {
    ctx.db().read(move |conn| archives::list(conn, whose.of, whose.by, LISTED_MAX)).await
}

/// An archive that `actor` asked for, may still have, and that is there.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(ctx: &Ctx, actor: &Actor, id: ArchiveId) -> Result<Option<Archive>, DbError> {
    let found = ctx.db().read(move |conn| archives::by_id(conn, id)).await?;
    let now = ctx.now();
    Ok(found.filter(|found| {
        actor.account() == Some(found.asked_by)
            && may_have(actor, found.of)
            && found.state == ArchiveState::Ready
            && found.expires_at.is_some_and(|until| now < until)
    }))
}

/// Whoever asked as an owner and is one no longer has no right to it any more.
fn may_have(actor: &Actor, of: ArchiveOf) -> bool {
    match of {
        ArchiveOf::Person(account) => actor.may(AsAccount(account)).is_ok(),
        ArchiveOf::Merchant(merchant) => {
            actor.may(AtMerchant { merchant, act: MerchantAct::EditStaff }).is_ok()
        }
        ArchiveOf::Nonprofit(nonprofit) => {
            actor.may(AtNonprofit { nonprofit, act: NonprofitAct::EditStaff }).is_ok()
        }
        ArchiveOf::Server => actor.may(RunServer).is_ok(),
    }
}

/// Up to `bytes` of an archive's file, from its byte `from` on.
///
/// # Errors
/// [`FileError`] when the file is gone or cannot be read.
pub async fn part(ctx: &Ctx, archive: &Archive, from: u64, bytes: u64) -> Result<Bytes, FileError> {
    ctx.ports().files.part(&archive.file_key, from, bytes).await
}

/// An order or a gift from before somebody came here: to be read, never acted upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The order's number; none for a gift.
    pub number: Option<String>,
    /// What was to be paid or given in all.
    pub total: Money,
    /// What of it was given back.
    pub refunded: Money,
    /// When it was begun.
    pub at: Timestamp,
}

/// Orders and gifts from before, newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn history(ctx: &Ctx, whose: Whose) -> Result<Vec<Past>, DbError> {
    let found = ctx.db().read(move |conn| archives::history(conn, whose.of, PAST_LISTED_MAX)).await?;
    Ok(found.iter().filter_map(|(kind, body)| past(kind, body)).collect())
}

/// What an archive's record says; none for one that says something else.
fn past(kind: &str, body: &str) -> Option<Past> {
    let record: Value = serde_json::from_str(body).ok()?;
    let currency: Currency = record["currency"].as_str()?.parse().ok()?;
    let amount = |name: &str| record[name].as_i64();
    let (number, total) = match kind {
        "orders" => (Some(record["number"].as_str()?.to_owned()), amount("total")?),
        _ => (None, amount("amount")?.checked_add(amount("cover")?)?),
    };
    Some(Past {
        number,
        total: Money::new(total, currency),
        refunded: Money::new(amount("refunded")?, currency),
        at: record["created_at"].as_str()?.parse().ok()?,
    })
}

/// Forgets archives whose time is over. A reconciler.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn forget_expired(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let over = ctx.db().read(move |conn| archives::expired(conn, now, FORGOTTEN_AT_ONCE)).await?;
    for (id, key) in over {
        if let Err(error) = ctx.ports().files.delete(&key).await {
            tracing::warn!(%error, archive.id = %id, "the file of archive {id} was not deleted");
            continue;
        }
        ctx.db().write("forget_archive", move |tx| archives::forget(tx, id)).await?;
    }
    Ok(())
}
