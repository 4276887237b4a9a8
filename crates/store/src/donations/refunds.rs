//! Gifts given back. A payment's `refunded` counts what was given back or is on its way, so that two refunds at the same
//! moment cannot together exceed what was taken: its `CHECK` refuses the second.

use domain::ids::{AccountId, DonationId, NonprofitId, PaymentId, RefundId};
use domain::money::{Currency, Money};
use domain::order::RefundState;
use jiff::Timestamp;

use crate::refunds::FailedFrom;
use crate::{DbError, Param, Read, Row, Tx};

/// Money that goes back to a donor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftRefund {
    /// Its id, and with its text form the provider's key.
    pub id: RefundId,
    /// Who gives back.
    pub nonprofit: NonprofitId,
    /// Of which donation.
    pub donation: DonationId,
    /// From which payment.
    pub payment: PaymentId,
    /// Where it stands.
    pub state: RefundState,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// Who decided; `None` for the server itself.
    pub created_by: Option<AccountId>,
}

macro_rules! columns {
    () => {
        "id, merchant_id, donation_id, payment_id, state, currency, amount, reason, created_by"
    };
}

fn to_refund(row: &Row<'_>) -> Result<GiftRefund, DbError> {
    let currency: Currency = row.word(5, "currency", |word| word.parse().ok())?;
    Ok(GiftRefund {
        id: row.id(0)?,
        nonprofit: row.id(1)?,
        donation: row.id(2)?,
        payment: row.id(3)?,
        state: row.word(4, "refund state", RefundState::from_word)?,
        amount: Money::new(row.int(6)?, currency),
        reason: row.text(7)?,
        created_by: row.opt_id(8)?,
    })
}

/// Writes a refund as started and promises its amount.
///
/// # Errors
/// [`DbError`] when the database refused; more than was taken is refused by the payment's `CHECK`. So for all functions
/// here.
pub fn insert(tx: &mut Tx<'_>, refund: &GiftRefund, now: Timestamp) -> Result<(), DbError> {
    let key = refund.id.to_string();
    tx.execute(
        "INSERT INTO donation_refunds (id, merchant_id, donation_id, payment_id, refund_key, state, amount, currency,
                                       reason, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            Param::id(refund.id),
            Param::id(refund.nonprofit),
            Param::id(refund.donation),
            Param::id(refund.payment),
            (&key).into(),
            refund.state.as_str().into(),
            refund.amount.amount.into(),
            refund.amount.currency.code().into(),
            (&refund.reason).into(),
            Param::opt_id(refund.created_by),
            now.into(),
        ],
    )?;
    tx.execute(
        "UPDATE donation_payments SET refunded = refunded + $1 WHERE merchant_id = $2 AND id = $3",
        &[refund.amount.amount.into(), Param::id(refund.nonprofit), Param::id(refund.payment)],
    )?;
    Ok(())
}

/// A refund.
pub fn find(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    id: RefundId,
) -> Result<Option<GiftRefund>, DbError> {
    read.first(
        concat!("SELECT ", columns!(), " FROM donation_refunds WHERE merchant_id = $1 AND id = $2"),
        &[Param::id(nonprofit), Param::id(id)],
        to_refund,
    )
}

/// The refund with this id, whosever it is: the provider's key names no nonprofit.
pub fn by_id(read: &mut impl Read, id: RefundId) -> Result<Option<GiftRefund>, DbError> {
    read.first(
        concat!("SELECT ", columns!(), " FROM donation_refunds WHERE id = $1"),
        &[Param::id(id)],
        to_refund,
    )
}

/// The refund that its provider calls `reference`.
pub fn by_reference(read: &mut impl Read, reference: &str) -> Result<Option<GiftRefund>, DbError> {
    read.first(
        concat!(
            "SELECT ",
            columns!(),
            " FROM donation_refunds WHERE provider_ref = $1 AND provider_ref <> ''"
        ),
        &[reference.into()],
        to_refund,
    )
}

/// Notes what its provider calls a refund.
pub fn name(tx: &mut Tx<'_>, nonprofit: NonprofitId, id: RefundId, reference: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE donation_refunds SET provider_ref = $1 WHERE merchant_id = $2 AND id = $3",
        &[reference.into(), Param::id(nonprofit), Param::id(id)],
    )?;
    Ok(())
}

/// The refunds of a donation, oldest first.
pub fn of_donation(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    donation: DonationId,
) -> Result<Vec<GiftRefund>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            columns!(),
            " FROM donation_refunds WHERE merchant_id = $1 AND donation_id = $2 ORDER BY id"
        ),
        &[Param::id(nonprofit), Param::id(donation)],
        to_refund,
    )
}

/// Notes that a started refund was given back. `false`: it was settled before, nothing has changed.
pub fn give_back(
    tx: &mut Tx<'_>,
    nonprofit: NonprofitId,
    id: RefundId,
    reference: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE donation_refunds SET state = 'done', settled_at = $1, provider_ref = $2
          WHERE merchant_id = $3 AND id = $4 AND state = 'started'",
        &[now.into(), reference.into(), Param::id(nonprofit), Param::id(id)],
    )?;
    Ok(changed == 1)
}

/// Counts what was given back of a donation.
pub fn count_back(
    tx: &mut Tx<'_>,
    nonprofit: NonprofitId,
    donation: DonationId,
    amount: Money,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE donations SET refunded = refunded + $1 WHERE merchant_id = $2 AND id = $3",
        &[amount.amount.into(), Param::id(nonprofit), Param::id(donation)],
    )?;
    Ok(())
}

/// Notes that a refund failed for good: its promise is taken back. `None`: it had failed before, nothing has changed.
pub fn fail(tx: &mut Tx<'_>, refund: &GiftRefund, now: Timestamp) -> Result<Option<FailedFrom>, DbError> {
    for from in FailedFrom::ALL {
        let changed = tx.execute(
            "UPDATE donation_refunds SET state = 'failed', settled_at = $1
              WHERE merchant_id = $2 AND id = $3 AND state = $4",
            &[now.into(), Param::id(refund.nonprofit), Param::id(refund.id), from.state().as_str().into()],
        )?;
        if changed == 1 {
            tx.execute(
                "UPDATE donation_payments SET refunded = refunded - $1 WHERE merchant_id = $2 AND id = $3",
                &[refund.amount.amount.into(), Param::id(refund.nonprofit), Param::id(refund.payment)],
            )?;
            return Ok(Some(from));
        }
    }
    Ok(None)
}
