//! The log of what staff and operators did. A line is made outside the transaction and noted inside it, together
//! with the act itself.

use std::collections::HashMap;
use std::fmt::Display;

use domain::access::{Actor, AtMerchant, MerchantAct, Permit, RunServer};
use domain::ids::{AuditId, MerchantId, NonprofitId, raw};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use domain::view::staff::StaffAction;
use store::staff_actions::{self, NewAction, SERVER};
use store::{DbError, Read, Tx};

use crate::{Ctx, nonprofits};

/// Lines on one page of the log.
pub const PAGE_LINES: u32 = 50;

/// The line that says what `by` does to something of `merchant`.
pub(crate) fn line(
    ctx: &Ctx,
    by: &Actor,
    merchant: MerchantId,
    action: &'static str,
    subject: impl Display,
    detail: impl Into<String>,
) -> NewAction {
    let otherwise = match by {
        Actor::Key { key, .. } => key.to_string(),
        Actor::System => "system".to_owned(),
        Actor::Person(person) => person.account.to_string(),
        Actor::Guest(_) | Actor::Anonymous => String::new(),
    };
    NewAction {
        id: ctx.id(),
        merchant,
        account: by.account(),
        otherwise,
        action,
        subject: subject.to_string(),
        detail: detail.into(),
        created_at: ctx.now(),
    }
}

/// Notes a line whose detail is known only inside the transaction.
pub(crate) fn note_detail(tx: &mut Tx<'_>, line: &NewAction, detail: &str) -> Result<(), DbError> {
    staff_actions::note(tx, &NewAction { detail: detail.to_owned(), ..line.clone() })
}

/// The line that says what an operator does to the server.
pub(crate) fn server_line(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    action: &'static str,
    subject: impl Display,
    detail: impl Into<String>,
) -> NewAction {
    line(ctx, permit.by(), SERVER, action, subject, detail)
}

/// Lines of the log, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// As they were written.
    pub lines: Vec<StaffAction>,
    /// What the ids in them are called today.
    pub names: HashMap<String, String>,
}

/// One page of a merchant's log, newest first, before the line `before`.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn of_merchant(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    before: Option<AuditId>,
) -> Result<Page, DbError> {
    page(ctx, permitted(permit, MerchantAct::ViewAuditLog), before).await
}

/// One page of the log of a nonprofit's people, newest first, before the line `before`.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn of_nonprofit(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    before: Option<AuditId>,
) -> Result<Page, DbError> {
    page(ctx, nonprofits::permitted(permit, NonprofitAct::EditStaff).party(), before).await
}

/// One page of the operators' log, newest first, before the line `before`.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn of_server(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
    before: Option<AuditId>,
) -> Result<Page, DbError> {
    page(ctx, SERVER, before).await
}

async fn page(ctx: &Ctx, merchant: MerchantId, before: Option<AuditId>) -> Result<Page, DbError> {
    ctx.db()
        .read(move |conn| {
            let lines = staff_actions::list(conn, merchant, None, before, PAGE_LINES)?;
            named(conn, lines)
        })
        .await
}

/// The lines with the names of what they are about.
fn named(read: &mut impl Read, lines: Vec<StaffAction>) -> Result<Page, DbError> {
    let texts = lines.iter().flat_map(|line| [&line.subject, &line.actor]);
    let ids: Vec<i64> = texts.filter_map(|text| raw(text)).collect();
    let names = if ids.is_empty() { HashMap::new() } else { staff_actions::names(read, &ids)? };
    Ok(Page { lines, names })
}

/// One page of all that was done to a merchant, newest first, before the line `before`: what its own log has, and what
/// operators did, whose names the merchant is not told.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn about_merchant(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
    merchant: MerchantId,
    before: Option<AuditId>,
) -> Result<Page, DbError> {
    about(ctx, merchant, merchant.to_string(), before).await
}

/// The same for a nonprofit.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn about_nonprofit(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
    nonprofit: NonprofitId,
    before: Option<AuditId>,
) -> Result<Page, DbError> {
    about(ctx, nonprofit.party(), nonprofit.to_string(), before).await
}

async fn about(
    ctx: &Ctx,
    merchant: MerchantId,
    subject: String,
    before: Option<AuditId>,
) -> Result<Page, DbError> {
    ctx.db()
        .read(move |conn| {
            let operators = staff_actions::list(conn, SERVER, Some(&subject), before, PAGE_LINES)?;
            let mut lines = staff_actions::list(conn, merchant, None, before, PAGE_LINES)?;
            // A decision stands in both logs, of the same instant: here once, with who took it.
            lines.retain(|line| {
                let same =
                    |known: &StaffAction| known.action == line.action && known.created_at == line.created_at;
                !operators.iter().any(same)
            });
            lines.extend(operators);
            lines.sort_by_key(|line| std::cmp::Reverse(line.id));
            lines.truncate(PAGE_LINES as usize);
            named(conn, lines)
        })
        .await
}

/// The merchant that `permit` is for. A permit for another act in its place is a mistake of ours.
pub(crate) fn permitted(permit: &Permit<AtMerchant>, act: MerchantAct) -> MerchantId {
    let asked = permit.action();
    assert_eq!(asked.act, act, "a permit is used for the act it was given for");
    asked.merchant
}
