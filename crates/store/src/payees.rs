//! The accounts that take merchants' money, and what the provider said of each. What a sale must know of it is copied
//! to the merchant's own row, in the same transaction.

use domain::ids::MerchantId;
use domain::payee::{Account, LeftThere, Standing, Way};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// The account of a merchant.
///
/// # Errors
/// What the engine refused.
pub fn of_merchant(read: &mut impl Read, merchant: MerchantId) -> Result<Option<Account>, DbError> {
    read.first(
        "SELECT account, way, charges_enabled, payouts_enabled, due, overdue, disabled_reason, deadline,
                connected_at, looked_at, last4
           FROM payees WHERE merchant_id = $1",
        &[Param::id(merchant)],
        to_account,
    )
}

/// Whose account it is. One business may run several shops.
///
/// # Errors
/// What the engine refused.
pub fn merchants_of(read: &mut impl Read, account: &str) -> Result<Vec<MerchantId>, DbError> {
    read.rows(
        "SELECT merchant_id FROM payees WHERE account = $1 ORDER BY merchant_id",
        &[account.into()],
        |row| row.id(0),
    )
}

/// An account can be paid, as far as is known. One that is nobody's cannot.
///
/// # Errors
/// What the engine refused.
pub fn takes(read: &mut impl Read, account: &str) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT charges_enabled FROM payees WHERE account = $1 LIMIT 1",
        &[account.into()],
        |row| row.flag(0),
    )?;
    Ok(found.unwrap_or(false))
}

/// Accounts that nobody looked at since `before`, the longest forgotten first.
///
/// # Errors
/// What the engine refused.
pub fn not_looked_at(read: &mut impl Read, before: Timestamp, limit: u32) -> Result<Vec<String>, DbError> {
    read.rows(
        "SELECT account FROM payees WHERE looked_at < $1 ORDER BY looked_at LIMIT $2",
        &[before.into(), limit.into()],
        |row| row.text(0),
    )
}

/// A merchant's money goes to an account that was opened from here.
///
/// # Errors
/// [`DbError::is_unique`] when it has an account already.
pub fn connect(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    provider: &str,
    account: &str,
    standing: &Standing,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO payees (merchant_id, provider, account, way, charges_enabled, payouts_enabled, due, overdue,
                             disabled_reason, deadline, connected_at, looked_at)
         VALUES ($1, $2, $3, 'onboarded', $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            Param::id(merchant),
            provider.into(),
            account.into(),
            standing.charges_enabled.into(),
            standing.payouts_enabled.into(),
            (&standing.due.join(" ")).into(),
            (&standing.overdue.join(" ")).into(),
            (&standing.disabled_reason).into(),
            standing.deadline.into(),
            now.into(),
            now.into(),
        ],
    )?;
    copy(tx, merchant, account, standing.charges_enabled)
}

/// A key that a merchant brought, as it is kept: sealed, so that the database alone opens nothing.
#[derive(Debug)]
pub struct SealedKey {
    /// The secret key.
    pub key: Vec<u8>,
    /// The secrets of the webhook at its account, the newest first.
    pub secrets: Vec<u8>,
    /// The last characters of the key.
    pub last4: String,
    /// The publishable key, which anybody may see.
    pub publishable: String,
}

/// A merchant's money goes to the account of a key that its owner brought, in place of what it went to before.
///
/// # Errors
/// What the engine refused.
pub fn connect_by_key(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    provider: &str,
    account: &str,
    standing: &Standing,
    sealed: &SealedKey,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO payees (merchant_id, provider, account, way, charges_enabled, payouts_enabled, due, overdue,
                             disabled_reason, deadline, connected_at, looked_at, sealed_key, last4, publishable,
                             sealed_secret)
         VALUES ($1, $2, $3, 'key', $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14)
         ON CONFLICT (merchant_id) DO UPDATE
            SET provider = excluded.provider, account = excluded.account, way = excluded.way,
                charges_enabled = excluded.charges_enabled, payouts_enabled = excluded.payouts_enabled,
                due = excluded.due, overdue = excluded.overdue, disabled_reason = excluded.disabled_reason,
                deadline = excluded.deadline, connected_at = excluded.connected_at, looked_at = excluded.looked_at,
                sealed_key = excluded.sealed_key, last4 = excluded.last4, publishable = excluded.publishable,
                sealed_secret = excluded.sealed_secret",
        &[
            Param::id(merchant),
            provider.into(),
            account.into(),
            standing.charges_enabled.into(),
            standing.payouts_enabled.into(),
            (&standing.due.join(" ")).into(),
            (&standing.overdue.join(" ")).into(),
            (&standing.disabled_reason).into(),
            standing.deadline.into(),
            now.into(),
            Param::Bytes(&sealed.key),
            (&sealed.last4).into(),
            (&sealed.publishable).into(),
            Param::Bytes(&sealed.secrets),
        ],
    )?;
    copy(tx, merchant, account, standing.charges_enabled)
}

/// The sealed key of an account, and which merchant brought it.
///
/// # Errors
/// What the engine refused.
pub fn sealed_key(read: &mut impl Read, account: &str) -> Result<Option<(MerchantId, Vec<u8>)>, DbError> {
    read.first(
        "SELECT merchant_id, sealed_key FROM payees WHERE account = $1 AND way = 'key' LIMIT 1",
        &[account.into()],
        |row| Ok((row.id(0)?, row.bytes(1)?)),
    )
}

/// The account of a merchant that brought a key, with the sealed secrets of its webhook.
///
/// # Errors
/// What the engine refused.
pub fn sealed_secrets(
    read: &mut impl Read,
    merchant: MerchantId,
) -> Result<Option<(String, Vec<u8>)>, DbError> {
    read.first(
        "SELECT account, sealed_secret FROM payees WHERE merchant_id = $1 AND way = 'key'",
        &[Param::id(merchant)],
        |row| Ok((row.text(0)?, row.bytes(1)?)),
    )
}

/// The publishable key of an account that a key of its owner's reaches; empty without one.
///
/// # Errors
/// What the engine refused.
pub fn publishable(read: &mut impl Read, account: &str) -> Result<String, DbError> {
    let found = read.first(
        "SELECT publishable FROM payees WHERE account = $1 AND way = 'key' LIMIT 1",
        &[account.into()],
        |row| row.text(0),
    )?;
    Ok(found.unwrap_or_default())
}

/// Writes down what the provider says of a merchant's account now. None when the merchant has another one meanwhile;
/// else whether it could be paid before.
///
/// # Errors
/// What the engine refused.
pub fn record(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    account: &str,
    standing: &Standing,
    now: Timestamp,
) -> Result<Option<bool>, DbError> {
    let known = of_merchant(tx, merchant)?.filter(|known| known.account == account);
    let Some(known) = known else { return Ok(None) };
    tx.execute(
        "UPDATE payees
            SET charges_enabled = $1, payouts_enabled = $2, due = $3, overdue = $4, disabled_reason = $5,
                deadline = $6, looked_at = $7
          WHERE merchant_id = $8 AND account = $9",
        &[
            standing.charges_enabled.into(),
            standing.payouts_enabled.into(),
            (&standing.due.join(" ")).into(),
            (&standing.overdue.join(" ")).into(),
            (&standing.disabled_reason).into(),
            standing.deadline.into(),
            now.into(),
            Param::id(merchant),
            account.into(),
        ],
    )?;
    copy(tx, merchant, account, standing.charges_enabled)?;
    Ok(Some(known.standing.charges_enabled))
}

/// A merchant's money goes nowhere from now on. Says whether it went somewhere.
///
/// # Errors
/// What the engine refused.
pub fn disconnect(tx: &mut Tx<'_>, merchant: MerchantId) -> Result<bool, DbError> {
    let gone = tx.execute("DELETE FROM payees WHERE merchant_id = $1", &[Param::id(merchant)])?;
    copy(tx, merchant, "", false)?;
    Ok(gone > 0)
}

/// What is still to be done with a party's money on one account: orders of a shop, gifts to a nonprofit. What is on other
/// accounts does not count: it is reached as before.
///
/// # Errors
/// What the engine refused.
pub fn left_there(read: &mut impl Read, merchant: MerchantId, account: &str) -> Result<LeftThere, DbError> {
    read.one(
        "what is left on an account",
        "SELECT (SELECT count(*)
                   FROM orders
                  WHERE orders.merchant_id = $1
                    AND orders.state IN ('pending', 'placed')
                    AND EXISTS (SELECT 1
                                  FROM payments
                                 WHERE payments.merchant_id = orders.merchant_id
                                   AND payments.order_id = orders.id
                                   AND payments.payee = $2
                                   AND payments.state NOT IN ('voided', 'failed')))
              + (SELECT count(*)
                   FROM donation_payments
                  WHERE donation_payments.merchant_id = $1
                    AND donation_payments.payee = $2
                    AND donation_payments.state IN ('started', 'requires_action', 'authorized')),
                (SELECT count(*)
                   FROM payments
                  WHERE payments.merchant_id = $1
                    AND payments.payee = $2
                    AND payments.state = 'captured'
                    AND payments.captured > payments.refunded)
              + (SELECT count(*)
                   FROM donation_payments
                  WHERE donation_payments.merchant_id = $1
                    AND donation_payments.payee = $2
                    AND donation_payments.state = 'captured'
                    AND donation_payments.captured > donation_payments.refunded),
                (SELECT count(*)
                   FROM disputes
                  WHERE disputes.merchant_id = $1
                    AND disputes.payee = $2
                    AND disputes.state IN ('waiting', 'under_review'))
              + (SELECT count(*)
                   FROM donation_disputes
                  WHERE donation_disputes.merchant_id = $1
                    AND donation_disputes.payee = $2
                    AND donation_disputes.state IN ('waiting', 'under_review')),
                (SELECT count(*)
                   FROM refunds
                   JOIN payments ON payments.merchant_id = refunds.merchant_id AND payments.id = refunds.payment_id
                  WHERE refunds.merchant_id = $1
                    AND refunds.state = 'started'
                    AND payments.payee = $2)
              + (SELECT count(*)
                   FROM donation_refunds
                   JOIN donation_payments ON donation_payments.merchant_id = donation_refunds.merchant_id
                                         AND donation_payments.id = donation_refunds.payment_id
                  WHERE donation_refunds.merchant_id = $1
                    AND donation_refunds.state = 'started'
                    AND donation_payments.payee = $2)",
        &[Param::id(merchant), account.into()],
        |row| {
            Ok(LeftThere {
                on_the_way: row.int(0)?,
                refundable: row.int(1)?,
                disputes: row.int(2)?,
                refunds: row.int(3)?,
            })
        },
    )
}

/// Why an account is not paid, in the provider's word or ours; none where it is nobody's.
///
/// # Errors
/// What the engine refused.
pub fn reason(read: &mut impl Read, account: &str) -> Result<Option<String>, DbError> {
    read.first("SELECT disabled_reason FROM payees WHERE account = $1 LIMIT 1", &[account.into()], |row| {
        row.text(0)
    })
}

/// Whether an account is somebody's here, or was paid on once: by a server that never looked through its lists it is not
/// known any more after it was let go.
///
/// # Errors
/// What the engine refused.
pub fn is_known(read: &mut impl Read, account: &str) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM payees WHERE account = $1)
                     OR EXISTS (SELECT 1 FROM sweeps WHERE payee = $1)",
        &[account.into()],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Whether another merchant than this one is paid on an account, by either of its names here.
///
/// # Errors
/// What the engine refused.
pub fn is_anothers(read: &mut impl Read, merchant: MerchantId, names: [&str; 2]) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT 1 FROM payees WHERE account IN ($1, $2) AND merchant_id <> $3 LIMIT 1",
        &[names[0].into(), names[1].into(), Param::id(merchant)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Whether another merchant than this one was ever paid on an account, by either of its names here.
///
/// # Errors
/// What the engine refused.
pub fn was_anothers(read: &mut impl Read, merchant: MerchantId, names: [&str; 2]) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT 1 FROM payments WHERE payee IN ($1, $2) AND merchant_id <> $3 LIMIT 1",
        &[names[0].into(), names[1].into(), Param::id(merchant)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The accounts that a merchant's orders were paid on and could be paid back on, with how many those are. The operator's
/// own is not among them.
///
/// # Errors
/// What the engine refused.
pub fn paid_on(read: &mut impl Read, merchant: MerchantId) -> Result<Vec<(String, i64)>, DbError> {
    read.rows(
        "SELECT payee, count(*)
           FROM payments
          WHERE merchant_id = $1 AND payee <> '' AND state = 'captured' AND captured > refunded
          GROUP BY payee",
        &[Param::id(merchant)],
        |row| Ok((row.text(0)?, row.int(1)?)),
    )
}

/// What a sale must know stands in the merchant's row; quotes that were made before are asked again.
fn copy(tx: &mut Tx<'_>, merchant: MerchantId, account: &str, takes: bool) -> Result<(), DbError> {
    tx.execute(
        "UPDATE merchants SET payee = $1, payee_takes = $2, pricing_version = pricing_version + 1
          WHERE id = $3 AND (payee <> $1 OR payee_takes <> $2)",
        &[account.into(), takes.into(), Param::id(merchant)],
    )?;
    Ok(())
}

fn to_account(row: &Row<'_>) -> Result<Account, DbError> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    Ok(Account {
        account: row.text(0)?,
        way: row.word(1, "way an account was connected", Way::from_word)?,
        standing: Standing {
            charges_enabled: row.flag(2)?,
            payouts_enabled: row.flag(3)?,
            due: words(row.str(4)?),
            overdue: words(row.str(5)?),
            disabled_reason: row.text(6)?,
            deadline: row.opt_time(7)?,
        },
        connected_at: row.time(8)?,
        looked_at: row.time(9)?,
        last4: row.text(10)?,
    })
}
