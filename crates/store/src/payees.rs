//! The accounts that take merchants' money, and what the provider said of each. What a sale must know of it is copied
//! to the merchant's own row, in the same transaction.

use domain::ids::MerchantId;
use domain::payee::{Account, Standing, Way};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// The account of a merchant.
///
/// # Errors
/// What the engine refused.
pub fn of_merchant(read: &mut impl Read, merchant: MerchantId) -> Result<Option<Account>, DbError> {
    read.first(
        "SELECT account, way, charges_enabled, payouts_enabled, due, overdue, disabled_reason, deadline,
                connected_at, looked_at
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

/// Orders of a merchant whose money is still on its way: held, or asked for.
///
/// # Errors
/// What the engine refused.
pub fn on_the_way(read: &mut impl Read, merchant: MerchantId) -> Result<i64, DbError> {
    read.one(
        "orders on the way",
        "SELECT count(*) FROM orders WHERE merchant_id = $1 AND state IN ('pending', 'placed')",
        &[Param::id(merchant)],
        |row| row.int(0),
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
    })
}
