//! Erasing a person, asked for by themselves or by the operator, and what a plan ended: done by a job that a crash only
//! delays, and ended with a certificate. What is paid stays in the books, without whoever paid. The rules are in
//! docs/operating/erasure.md.

mod end;
mod prove;
mod run;

pub use end::{Outlook, erase_end, forget_declarations, of_end, outlook};
pub(crate) use run::erase;
pub use run::{finish_now, waiting};

use std::collections::BTreeSet;

use domain::access::{Permit, RunServer};
use domain::erasure::{ErasureOf, Obstacle};
use domain::ids::{AccountId, ErasureId, JobId};
use domain::view::people::SignedIn;
use serde::{Deserialize, Serialize};
use store::changes::{self, ChangeKind};
pub use store::erasures::Erasure;
use store::erasures::{self, Found, PartyFound, VALUES_MAX};
use store::{DbError, Tx, accounts, sessions, staff_actions};

use crate::accounts::is_right;
use crate::limits::{Limit, TooMany};
use crate::sunsets::Hindrance;
use crate::{Ctx, Secret, feed, staff_log};

/// Tries to prove that it is oneself.
const TRIES: Limit = Limit { name: "erase", burst: 10, refill_s: 60 };

/// Why nobody is erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// There is no such account, or no such plan.
    #[error("there is nothing of that name")]
    Unknown,
    /// Not the password of the account.
    #[error("this is not the password")]
    WrongPassword,
    /// It was not said that nothing is needed any more.
    #[error("it must be said that nothing of it is needed any more")]
    NotConfirmed,
    /// This must end first; each with how many.
    #[error("{}", told(.0))]
    Obstacles(Vec<(Obstacle, i64)>),
    /// This stands against erasing what a plan ended.
    #[error("it may not be erased: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Hindered(Vec<Hindrance>),
    /// Whoever reads the log must learn why.
    #[error("a reason is needed")]
    NoReason,
    /// Too many tries.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What stands against it, in the words of a command line.
fn told(obstacles: &[(Obstacle, i64)]) -> String {
    let one = |(obstacle, count): &(Obstacle, i64)| match obstacle {
        Obstacle::OpenOrders => format!("{count} orders are not paid or not shipped"),
        Obstacle::OpenRequests => format!("{count} wishes to cancel or return are not answered"),
        Obstacle::MoneyUnderway => format!("{count} payments are on their way back, disputed or being given"),
        Obstacle::RunningPledges => format!("{count} regular gifts go on"),
        Obstacle::OwnShop => format!("{count} shops would have no owner"),
        Obstacle::OwnNonprofit => format!("{count} nonprofits would have no owner"),
        Obstacle::Operator => "it runs the server, or is the face of a shop or a nonprofit".to_owned(),
    };
    format!("this must end first: {}", obstacles.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// What stands against erasing the account; nothing when it can be.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn obstacles(ctx: &Ctx, account: AccountId) -> Result<Vec<(Obstacle, i64)>, DbError> {
    ctx.db().read(move |conn| erasures::obstacles(conn, account)).await
}

/// A person ends their account. `confirmed`: they said that they took what they need, or need nothing.
///
/// # Errors
/// [`EraseError`]; nothing has changed then.
pub async fn ask(
    ctx: &Ctx,
    signed_in: &SignedIn,
    password: String,
    confirmed: bool,
) -> Result<ErasureId, EraseError> {
    let account = signed_in.account;
    ctx.memory().limits.take(&TRIES, account.0, ctx.now())?;
    let found = ctx.db().read(move |conn| accounts::login_of(conn, account)).await?;
    if !is_right(password, found.and_then(|found| found.password_hash)).await {
        return Err(EraseError::WrongPassword);
    }
    if !confirmed {
        return Err(EraseError::NotConfirmed);
    }
    begin(ctx, account, account.0, None).await
}

/// The operator erases an account, and says why.
///
/// # Errors
/// [`EraseError`]; nothing has changed then.
pub async fn erase_account(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    account: AccountId,
    reason: &str,
) -> Result<ErasureId, EraseError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(EraseError::NoReason);
    }
    let line = staff_log::server_line(ctx, permit, "account.erase", account, reason);
    begin(ctx, account, permit.by().account().map_or(0, |by| by.0), Some(line)).await
}

async fn begin(
    ctx: &Ctx,
    account: AccountId,
    asked_by: i64,
    line: Option<staff_actions::NewAction>,
) -> Result<ErasureId, EraseError> {
    let (id, now): (ErasureId, _) = (ctx.id(), ctx.now());
    let of = ErasureOf::Person(account);
    let seal = Seal::new(ctx, id);
    let job = run::job(id, ctx.id::<JobId>(), now);
    let id = ctx
        .db()
        .write("begin_erasure", move |tx| {
            if let Some(known) = erasures::of(tx, of)? {
                return Ok(known.id);
            }
            let found = erasures::collect(tx, account)?.ok_or(EraseError::Unknown)?;
            let standing = erasures::obstacles(tx, account)?;
            if !standing.is_empty() {
                return Err(EraseError::Obstacles(standing));
            }
            erasures::begin(tx, id, of, asked_by, &seal.close(&Sought::of(found)), now)?;
            close_door(tx, account, now)?;
            if let Some(line) = &line {
                staff_actions::note(tx, line)?;
            }
            store::jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
            Ok(id)
        })
        .await?;
    feed::catch_up(ctx).await?;
    Ok(id)
}

/// From now on the account opens to nobody.
fn close_door(tx: &mut Tx<'_>, account: AccountId, now: jiff::Timestamp) -> Result<(), DbError> {
    accounts::suspend(tx, account, now)?;
    sessions::delete_others(tx, account, None)?;
    changes::note(tx, ChangeKind::Account, account.0, account.0, now)?;
    changes::note(tx, ChangeKind::Session, 0, account.0, now)
}

/// An erasure, for whoever holds its link.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(ctx: &Ctx, id: ErasureId, token: &str) -> Result<Option<Erasure>, DbError> {
    if token != self::token(ctx, id) {
        return Ok(None);
    }
    ctx.db().read(move |conn| erasures::by_id(conn, id)).await
}

/// The account with this handle, with or without its sign.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn account_called(ctx: &Ctx, handle: &str) -> Result<Option<AccountId>, DbError> {
    let handle = handle.trim_start_matches('@').to_lowercase();
    ctx.db().read(move |conn| store::people::by_handle(conn, &handle)).await
}

/// The secret of the link to a certificate.
#[must_use]
pub fn token(ctx: &Ctx, id: ErasureId) -> String {
    domain::hex::hex(&ctx.seal("certificate", &id.0.to_be_bytes()))
}

/// What is searched for, and which files go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Sought {
    values: BTreeSet<String>,
    files: BTreeSet<String>,
    /// What a mail about a shop or a nonprofit says; of a person, it is any of the values.
    #[serde(default)]
    names: BTreeSet<String>,
    /// Values that are not searched for: there were too many.
    #[serde(default)]
    left_out: u64,
}

impl Sought {
    fn of(found: Found) -> Self {
        Self { values: found.values, files: found.files.into_iter().collect(), ..Self::default() }
    }

    fn and(mut self, found: &Found) -> Self {
        self.values.extend(found.values.iter().cloned());
        self.files.extend(found.files.iter().cloned());
        self
    }

    fn and_party(mut self, found: &PartyFound) -> Self {
        self.left_out += found.left_out;
        for value in &found.values {
            if self.values.len() < VALUES_MAX {
                self.values.insert(value.clone());
            } else {
                self.left_out += u64::from(!self.values.contains(value));
            }
        }
        self.files.extend(found.files.iter().cloned());
        self.names.extend(found.names.iter().cloned());
        self
    }
}

/// Keeps what is searched for so that searching for it does not find it there.
#[derive(Clone)]
struct Seal {
    ctx: Ctx,
    place: String,
    nonce: [u8; 12],
}

impl Seal {
    fn new(ctx: &Ctx, id: ErasureId) -> Self {
        Self { ctx: ctx.clone(), place: format!("erasure {id}"), nonce: ctx.random() }
    }

    fn close(&self, sought: &Sought) -> Vec<u8> {
        let text = serde_json::to_string(sought).expect("texts are JSON");
        self.ctx.sealer().seal(&self.place, self.nonce, &Secret::new(text))
    }

    fn open(&self, sealed: &[u8]) -> Option<Sought> {
        let text = self.ctx.sealer().open(&self.place, sealed)?;
        serde_json::from_str(text.reveal()).ok()
    }
}
