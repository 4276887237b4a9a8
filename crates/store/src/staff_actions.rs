//! The log of what staff and operators did: written in the transaction of the act, never changed.

use std::collections::HashMap;

use domain::ids::{AccountId, AuditId, MerchantId};
use domain::view::staff::StaffAction;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Sql, Tx};

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

/// The log of `merchant` (or of [`SERVER`]), newest first, before the id `before`, at most `limit`: all of it, or what it
/// says about one `subject`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn list(
    read: &mut impl Read,
    merchant: MerchantId,
    subject: Option<&str>,
    before: Option<AuditId>,
    limit: u32,
) -> Result<Vec<StaffAction>, DbError> {
    read.rows(
        "SELECT id, actor, action, subject, detail, created_at
           FROM staff_actions
          WHERE merchant_id = $1
            AND ($2 = '' OR subject = $2)
            AND id < $3
          ORDER BY id DESC
          LIMIT $4",
        &[
            Param::id(merchant),
            subject.unwrap_or_default().into(),
            before.map_or(Param::Int(i64::MAX), Param::id),
            limit.into(),
        ],
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

/// What operators, and the server by itself, opened, closed and stopped for everybody, newest first, before the id
/// `before`, at most `limit`. What was stopped of one shop or one offer is not among it.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn of_features(
    read: &mut impl Read,
    before: Option<AuditId>,
    limit: u32,
) -> Result<Vec<StaffAction>, DbError> {
    read.rows(
        "SELECT id, actor, action, subject, detail, created_at
           FROM staff_actions
          WHERE merchant_id = 0
            AND id < $1
            AND (action IN ('gate.open', 'gate.restrict', 'gate.rule', 'gate.drop_rule')
                 OR (action IN ('switch.throw', 'switch.lift')
                     AND subject NOT LIKE 'mer_%' AND subject NOT LIKE 'off_%'))
          ORDER BY id DESC
          LIMIT $2",
        &[before.map_or(Param::Int(i64::MAX), Param::id), limit.into()],
        to_action,
    )
}

const NAMES: Sql = Sql {
    sqlite: "SELECT 'ord', id, number FROM orders WHERE id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'prd', id, title FROM products WHERE id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'imp', id, source FROM imports WHERE id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'key', id, name FROM api_keys WHERE id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'acc', id, handle FROM accounts WHERE id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'mer', m.id, a.handle FROM merchants m JOIN accounts a ON a.id = m.account_id WHERE m.id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'npo', m.id, a.handle FROM merchants m JOIN accounts a ON a.id = m.account_id WHERE m.kind = 'nonprofit' AND m.id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'mch', id, sponsor FROM matches WHERE id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'off', o.id, p.title FROM offers o
                 JOIN products p ON p.merchant_id = o.merchant_id AND p.id = o.product_id WHERE o.id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'req', r.id, o.number FROM buyer_requests r
                 JOIN orders o ON o.merchant_id = r.merchant_id AND o.id = r.order_id WHERE r.id IN (SELECT value FROM json_each($1))
             UNION ALL SELECT 'var', v.id, p.title || CASE v.option1 WHEN '' THEN '' ELSE ' · ' || v.option1 END
                 || CASE v.option2 WHEN '' THEN '' ELSE ' / ' || v.option2 END
                 || CASE v.option3 WHEN '' THEN '' ELSE ' / ' || v.option3 END FROM variants v
                 JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id WHERE v.id IN (SELECT value FROM json_each($1))",
    postgres: "SELECT 'ord', id, number FROM orders WHERE id = ANY($1::BIGINT[])
               UNION ALL SELECT 'prd', id, title FROM products WHERE id = ANY($1::BIGINT[])
               UNION ALL SELECT 'imp', id, source FROM imports WHERE id = ANY($1::BIGINT[])
               UNION ALL SELECT 'key', id, name FROM api_keys WHERE id = ANY($1::BIGINT[])
               UNION ALL SELECT 'acc', id, handle FROM accounts WHERE id = ANY($1::BIGINT[])
               UNION ALL SELECT 'mer', m.id, a.handle FROM merchants m JOIN accounts a ON a.id = m.account_id WHERE m.id = ANY($1::BIGINT[])
               UNION ALL SELECT 'npo', m.id, a.handle FROM merchants m JOIN accounts a ON a.id = m.account_id WHERE m.kind = 'nonprofit' AND m.id = ANY($1::BIGINT[])
               UNION ALL SELECT 'mch', id, sponsor FROM matches WHERE id = ANY($1::BIGINT[])
               UNION ALL SELECT 'off', o.id, p.title FROM offers o
                   JOIN products p ON p.merchant_id = o.merchant_id AND p.id = o.product_id WHERE o.id = ANY($1::BIGINT[])
               UNION ALL SELECT 'req', r.id, o.number FROM buyer_requests r
                   JOIN orders o ON o.merchant_id = r.merchant_id AND o.id = r.order_id WHERE r.id = ANY($1::BIGINT[])
               UNION ALL SELECT 'var', v.id, p.title || CASE v.option1 WHEN '' THEN '' ELSE ' · ' || v.option1 END
                   || CASE v.option2 WHEN '' THEN '' ELSE ' / ' || v.option2 END
                   || CASE v.option3 WHEN '' THEN '' ELSE ' / ' || v.option3 END FROM variants v
                   JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id WHERE v.id = ANY($1::BIGINT[])",
};

/// What the things with these numbers are called today, by their ids in text form: an order's number, a product's title,
/// an account's handle. What is gone, or never had a name, is not among them.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn names(read: &mut impl Read, ids: &[i64]) -> Result<HashMap<String, String>, DbError> {
    let rows = read.rows(NAMES, &[Param::Ints(ids)], |row| {
        Ok((domain::ids::text(&row.text(0)?, row.int(1)?), row.text(2)?))
    })?;
    Ok(rows.into_iter().collect())
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
