//! What a donor gave to a nonprofit in a year, and which annual statements were asked for.

use domain::donation::receipt::ReceiptNumber;
use domain::ids::{AccountId, DonationId, NonprofitId};
use domain::money::{Currency, Money};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// Gifts that one statement lists.
pub const LINES_MAX: u32 = 2_000;

/// A gift on a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Which.
    pub donation: DonationId,
    /// When the money was taken.
    pub given_at: Timestamp,
    /// What the donor was charged.
    pub amount: Money,
    /// What was given back of it.
    pub refunded: Money,
    /// The number of its receipt, or of the last one where a part went back.
    pub number: ReceiptNumber,
    /// No real money was moved.
    pub is_test: bool,
}

macro_rules! gift_lines {
    () => {
        "SELECT d.id, d.settled_at, d.currency, d.amount + d.cover, d.refunded, r.year, r.number, d.is_test
           FROM donations d
           JOIN receipts r ON r.merchant_id = d.merchant_id AND r.donation_id = d.id AND r.kind = 'donation'
                           AND r.revision = (SELECT max(n.revision) FROM receipts n
                                              WHERE n.merchant_id = d.merchant_id AND n.donation_id = d.id
                                                AND n.kind = 'donation') "
    };
}

macro_rules! of_span {
    () => {
        " AND d.state = 'settled' AND d.merchant_id = $2 AND d.settled_at >= $3 AND d.settled_at < $4
          ORDER BY d.id LIMIT $5"
    };
}

fn to_line(row: &Row<'_>) -> Result<StatementLine, DbError> {
    let currency: Currency = row.word(2, "currency", |word| word.parse().ok())?;
    let year = i16::try_from(row.int(5)?).map_err(|_| DbError::Missing("a year of this age"))?;
    Ok(StatementLine {
        donation: row.id(0)?,
        given_at: row.opt_time(1)?.ok_or(DbError::Missing("when a settled gift was settled"))?,
        amount: Money::new(row.int(3)?, currency),
        refunded: Money::new(row.int(4)?, currency),
        number: ReceiptNumber { year, number: row.int(6)? },
        is_test: row.flag(7)?,
    })
}

/// What was given from a mail address between two instants, in the order it was begun in.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn of_email(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    email: &str,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<StatementLine>, DbError> {
    read.rows(
        concat!(gift_lines!(), "WHERE d.email = $1", of_span!()),
        &[email.into(), Param::id(nonprofit), from.into(), to.into(), LINES_MAX.into()],
        to_line,
    )
}

/// The same of what an account gave.
pub fn of_account(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    account: AccountId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<StatementLine>, DbError> {
    read.rows(
        concat!(gift_lines!(), "WHERE d.account_id = $1", of_span!()),
        &[Param::id(account), Param::id(nonprofit), from.into(), to.into(), LINES_MAX.into()],
        to_line,
    )
}

/// Nonprofits whose statements of `year` are not all asked for, those that wait longest first.
pub fn waiting(read: &mut impl Read, year: i16, limit: u32) -> Result<Vec<NonprofitId>, DbError> {
    read.rows(
        "SELECT merchant_id FROM nonprofits WHERE statements_year < $1 ORDER BY statements_year LIMIT $2",
        &[i64::from(year).into(), limit.into()],
        |row| row.id(0),
    )
}

/// Donors of a year without a statement, each by their newest gift: those of whose gifts something was kept.
pub fn donors_without(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    year: i16,
    (from, to): (Timestamp, Timestamp),
    (is_test, limit): (bool, u32),
) -> Result<Vec<(String, DonationId)>, DbError> {
    read.rows(
        "SELECT d.email, max(d.id)
           FROM donations d
          WHERE d.merchant_id = $1 AND d.state = 'settled' AND d.settled_at >= $2 AND d.settled_at < $3
            AND d.email <> '' AND d.is_test = $4
            AND NOT EXISTS (SELECT 1 FROM gift_statements s
                             WHERE s.merchant_id = d.merchant_id AND s.year = $5 AND s.email = d.email)
          GROUP BY d.email
         HAVING sum(d.amount + d.cover - d.refunded) > 0
          LIMIT $6",
        &[Param::id(nonprofit), from.into(), to.into(), is_test.into(), i64::from(year).into(), limit.into()],
        |row| Ok((row.text(0)?, row.id(1)?)),
    )
}

/// Notes that a donor's statement was asked for. `false`: it was before.
pub fn note(
    tx: &mut Tx<'_>,
    nonprofit: NonprofitId,
    year: i16,
    (email, donation): (&str, DonationId),
    now: Timestamp,
) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO gift_statements (merchant_id, year, email, donation_id, issued_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (merchant_id, year, email) DO NOTHING",
        &[Param::id(nonprofit), i64::from(year).into(), email.into(), Param::id(donation), now.into()],
    )?;
    Ok(added == 1)
}

/// Whether a donor's statement of a year was asked for.
pub fn is_issued(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    year: i16,
    email: &str,
) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT issued_at FROM gift_statements WHERE merchant_id = $1 AND year = $2 AND email = $3",
        &[Param::id(nonprofit), i64::from(year).into(), email.into()],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// Notes that all donors of a year have been thought of.
pub fn finish(tx: &mut Tx<'_>, nonprofit: NonprofitId, year: i16) -> Result<(), DbError> {
    tx.execute(
        "UPDATE nonprofits SET statements_year = $1 WHERE merchant_id = $2 AND statements_year < $1",
        &[i64::from(year).into(), Param::id(nonprofit)],
    )?;
    Ok(())
}
