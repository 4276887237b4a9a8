//! Tries to collect a gift.

use domain::ids::{DonationId, NonprofitId, PaymentId};
use domain::money::{Currency, Money};
use domain::payment::{Decline, PaymentState};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Sql, Tx};

/// One try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftPayment {
    /// Its id.
    pub id: PaymentId,
    /// Who is paid.
    pub nonprofit: NonprofitId,
    /// For which donation.
    pub donation: DonationId,
    /// What the provider knows it by.
    pub key: String,
    /// Which provider.
    pub provider: String,
    /// The provider's token of the method.
    pub method: String,
    /// Where it stands.
    pub state: PaymentState,
    /// How much is to be collected.
    pub amount: Money,
    /// How much was taken.
    pub captured: Money,
    /// How much was given back, or is on its way.
    pub refunded: Money,
    /// The provider's own name of it.
    pub reference: String,
    /// Where the donor must go first, or empty.
    pub action_url: String,
    /// Why the provider refused.
    pub decline: Option<Decline>,
    /// Whose account at the provider takes the money; empty: the operator's own.
    pub payee: String,
    /// When it was written, before the provider was asked.
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, merchant_id, donation_id, attempt_key, provider, method, state, currency, amount, captured, refunded,
         provider_ref, action_url, decline, payee, created_at"
    };
}

fn to_payment(row: &Row<'_>) -> Result<GiftPayment, DbError> {
    let currency: Currency = row.word(7, "currency", |word| word.parse().ok())?;
    Ok(GiftPayment {
        id: row.id(0)?,
        nonprofit: row.id(1)?,
        donation: row.id(2)?,
        key: row.text(3)?,
        provider: row.text(4)?,
        method: row.text(5)?,
        state: row.word(6, "payment state", PaymentState::from_word)?,
        amount: Money::new(row.int(8)?, currency),
        captured: Money::new(row.int(9)?, currency),
        refunded: Money::new(row.int(10)?, currency),
        reference: row.text(11)?,
        action_url: row.text(12)?,
        decline: Decline::from_word(row.str(13)?),
        payee: row.text(14)?,
        created_at: row.time(15)?,
    })
}

/// Writes a try, before its provider is asked.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, payment: &GiftPayment) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO donation_payments (id, merchant_id, donation_id, attempt_key, provider, method, state, currency,
                                        amount, payee, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
        &[
            Param::id(payment.id),
            Param::id(payment.nonprofit),
            Param::id(payment.donation),
            (&payment.key).into(),
            (&payment.provider).into(),
            (&payment.method).into(),
            payment.state.as_str().into(),
            payment.amount.currency.code().into(),
            payment.amount.amount.into(),
            (&payment.payee).into(),
            payment.created_at.into(),
        ],
    )?;
    Ok(())
}

/// Writes what was learned of a try.
pub fn update(tx: &mut Tx<'_>, payment: &GiftPayment, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE donation_payments
            SET state = $1, captured = $2, provider_ref = $3, action_url = $4, decline = $5, updated_at = $6
          WHERE merchant_id = $7 AND id = $8",
        &[
            payment.state.as_str().into(),
            payment.captured.amount.into(),
            (&payment.reference).into(),
            (&payment.action_url).into(),
            Param::Text(payment.decline.map_or("", Decline::as_str)),
            now.into(),
            Param::id(payment.nonprofit),
            Param::id(payment.id),
        ],
    )?;
    Ok(())
}

const LOCK: Sql = Sql {
    sqlite: concat!("SELECT ", columns!(), " FROM donation_payments WHERE merchant_id = $1 AND id = $2"),
    postgres: concat!(
        "SELECT ",
        columns!(),
        " FROM donation_payments WHERE merchant_id = $1 AND id = $2 FOR UPDATE"
    ),
};

/// A try, locked until the commit. Lock its donation first.
pub fn lock(tx: &mut Tx<'_>, nonprofit: NonprofitId, id: PaymentId) -> Result<Option<GiftPayment>, DbError> {
    tx.first(LOCK, &[Param::id(nonprofit), Param::id(id)], to_payment)
}

/// A try.
pub fn by_id(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    id: PaymentId,
) -> Result<Option<GiftPayment>, DbError> {
    read.first(
        concat!("SELECT ", columns!(), " FROM donation_payments WHERE merchant_id = $1 AND id = $2"),
        &[Param::id(nonprofit), Param::id(id)],
        to_payment,
    )
}

/// The tries of a donation, the newest first.
pub fn of_donation(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    donation: DonationId,
) -> Result<Vec<GiftPayment>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            columns!(),
            " FROM donation_payments WHERE merchant_id = $1 AND donation_id = $2 ORDER BY id DESC"
        ),
        &[Param::id(nonprofit), Param::id(donation)],
        to_payment,
    )
}

/// The try that its provider knows by `key`.
pub fn by_key(read: &mut impl Read, key: &str) -> Result<Option<GiftPayment>, DbError> {
    read.first(
        concat!("SELECT ", columns!(), " FROM donation_payments WHERE attempt_key = $1"),
        &[key.into()],
        to_payment,
    )
}
