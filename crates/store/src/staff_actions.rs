//! The log of what staff and operators did: written in the transaction of the act, never changed.

use domain::ids::{AccountId, AuditId, MerchantId};
use domain::view::staff::StaffAction;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// The operator's own acts belong to no merchant.
pub const SERVER: MerchantId = MerchantId(0);

/// A line to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAction {
    /// Its id.
    pub id: AuditId,
    /// Whose belongings were touched, or [`SERVER`].
    pub merchant: MerchantId,
    /// The person who did it; the log keeps the handle of that day.
    pub account: Option<AccountId>,
    /// Who did it when no person did: a key's id, `system`.
    pub otherwise: String,
    /// What was done, as a stable word such as `product.edit`.
    pub action: &'static str,
    /// To what: an id in its text form, or empty.
    pub subject: String,
    /// What else is worth knowing.
    pub detail: String,
    /// When.
    pub created_at: Timestamp,
}

/// Writes one line.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn note(tx: &mut Tx<'_>, action: &NewAction) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO staff_actions (id, merchant_id, actor, action, subject, detail, created_at)
         VALUES ($1, $2, coalesce((SELECT handle FROM accounts WHERE id = $3), $4), $5, $6, $7, $8)",
        &[
            Param::id(action.id),
            Param::id(action.merchant),
            Param::opt_id(action.account),
            (&action.otherwise).into(),
            action.action.into(),
            (&action.subject).into(),
            (&action.detail).into(),
            action.created_at.into(),
        ],
    )?;
    Ok(())
}

/// The log of `merchant` (or of [`SERVER`]), newest first, before the id `before`, at most `limit`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn list(
    read: &mut impl Read,
    merchant: MerchantId,
    before: Option<AuditId>,
    limit: u32,
) -> Result<Vec<StaffAction>, DbError> {
    read.rows(
        "SELECT id, actor, action, subject, detail, created_at
           FROM staff_actions
          WHERE merchant_id = $1
            AND id < $2
          ORDER BY id DESC
          LIMIT $3",
        &[Param::id(merchant), before.map_or(Param::Int(i64::MAX), Param::id), limit.into()],
        to_action,
    )
}

/// The lines about one subject in the log of `merchant` (or of [`SERVER`]), newest first, before the id `before`, at
/// most `limit`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn of_subject(
    read: &mut impl Read,
    merchant: MerchantId,
    subject: &str,
    before: Option<AuditId>,
    limit: u32,
) -> Result<Vec<StaffAction>, DbError> {
    read.rows(
        "SELECT id, actor, action, subject, detail, created_at
           FROM staff_actions
          WHERE merchant_id = $1
            AND subject = $2
            AND id < $3
          ORDER BY id DESC
          LIMIT $4",
        &[Param::id(merchant), subject.into(), before.map_or(Param::Int(i64::MAX), Param::id), limit.into()],
        to_action,
    )
}

/// The lines of one kind about one subject, oldest first, at most `limit`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn about(
    read: &mut impl Read,
    merchant: MerchantId,
    action: &str,
    subject: &str,
    limit: u32,
) -> Result<Vec<StaffAction>, DbError> {
    read.rows(
        "SELECT id, actor, action, subject, detail, created_at
           FROM staff_actions
          WHERE merchant_id = $1
            AND subject = $2
            AND action = $3
          ORDER BY id
          LIMIT $4",
        &[Param::id(merchant), subject.into(), action.into(), limit.into()],
        to_action,
    )
}

fn to_action(row: &Row<'_>) -> Result<StaffAction, DbError> {
    Ok(StaffAction {
        id: row.id(0)?,
        actor: row.text(1)?,
        action: row.text(2)?,
        subject: row.text(3)?,
        detail: row.text(4)?,
        created_at: row.time(5)?,
    })
}
