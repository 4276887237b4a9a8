//! Payments that buyers' banks take back.

use domain::dispute::{Dispute, DisputeReason, DisputeState};
use domain::ids::{DisputeId, MerchantId, OrderId, PaymentId};
use domain::money::{Currency, Money};

use crate::{DbError, Param, Read, Row, Tx};

fn from_row(row: &Row<'_>) -> Result<Dispute, DbError> {
    let currency: Currency = row.word(9, "currency", |word| word.parse().ok())?;
    Ok(Dispute {
        id: row.id(0)?,
        merchant: row.id(1)?,
        order: row.id(2)?,
        payment: row.id(3)?,
        payee: row.text(4)?,
        reference: row.text(5)?,
        state: row.word(6, "dispute state", DisputeState::from_word)?,
        is_inquiry: row.flag(7)?,
        reason: DisputeReason::from_word(row.str(8)?),
        amount: Money::new(row.int(10)?, currency),
        due_at: row.opt_time(11)?,
        answer: row.text(12)?,
        answered_at: row.opt_time(13)?,
        opened_at: row.time(14)?,
        closed_at: row.opt_time(15)?,
    })
}

/// Writes a dispute that was not known.
///
/// # Errors
/// What the engine refused; the same name at the provider a second time is refused by an index.
pub fn insert(tx: &mut Tx<'_>, dispute: &Dispute) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO disputes (id, merchant_id, order_id, payment_id, payee, provider_ref, state, is_inquiry, reason,
                               currency, amount, due_at, answer, answered_at, opened_at, closed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        &[
            Param::id(dispute.id),
            Param::id(dispute.merchant),
            Param::id(dispute.order),
            Param::id(dispute.payment),
            (&dispute.payee).into(),
            (&dispute.reference).into(),
            dispute.state.as_str().into(),
            dispute.is_inquiry.into(),
            dispute.reason.as_str().into(),
            dispute.amount.currency.code().into(),
            dispute.amount.amount.into(),
            dispute.due_at.into(),
            (&dispute.answer).into(),
            dispute.answered_at.into(),
            dispute.opened_at.into(),
            dispute.closed_at.into(),
        ],
    )?;
    Ok(())
}

/// Writes what was told of a dispute that is known.
///
/// # Errors
/// What the engine refused.
pub fn update(tx: &mut Tx<'_>, dispute: &Dispute) -> Result<(), DbError> {
    tx.execute(
        "UPDATE disputes SET state = $1, is_inquiry = $2, reason = $3, amount = $4, due_at = $5, answered_at = $6,
                             closed_at = $7
          WHERE merchant_id = $8 AND id = $9",
        &[
            dispute.state.as_str().into(),
            dispute.is_inquiry.into(),
            dispute.reason.as_str().into(),
            dispute.amount.amount.into(),
            dispute.due_at.into(),
            dispute.answered_at.into(),
            dispute.closed_at.into(),
            Param::id(dispute.merchant),
            Param::id(dispute.id),
        ],
    )?;
    Ok(())
}

/// Keeps what the merchant is about to answer, before the provider is asked to take it.
///
/// # Errors
/// What the engine refused.
pub fn keep_answer(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    id: DisputeId,
    answer: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE disputes SET answer = $1 WHERE merchant_id = $2 AND id = $3 AND state = 'waiting'",
        &[answer.into(), Param::id(merchant), Param::id(id)],
    )?;
    Ok(())
}

/// One dispute of a merchant.
///
/// # Errors
/// What the engine refused.
pub fn find(read: &mut impl Read, merchant: MerchantId, id: DisputeId) -> Result<Option<Dispute>, DbError> {
    read.first(
        "SELECT id, merchant_id, order_id, payment_id, payee, provider_ref, state, is_inquiry, reason, currency,
                amount, due_at, answer, answered_at, opened_at, closed_at
           FROM disputes WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(id)],
        from_row,
    )
}

/// The dispute that the provider calls `reference`.
///
/// # Errors
/// What the engine refused.
pub fn by_reference(
    read: &mut impl Read,
    merchant: MerchantId,
    reference: &str,
) -> Result<Option<Dispute>, DbError> {
    read.first(
        "SELECT id, merchant_id, order_id, payment_id, payee, provider_ref, state, is_inquiry, reason, currency,
                amount, due_at, answer, answered_at, opened_at, closed_at
           FROM disputes WHERE merchant_id = $1 AND provider_ref = $2",
        &[Param::id(merchant), reference.into()],
        from_row,
    )
}

/// The dispute that a provider calls `reference`, whosever it is.
///
/// # Errors
/// What the engine refused.
pub fn by_name(read: &mut impl Read, reference: &str) -> Result<Option<Dispute>, DbError> {
    read.first(
        "SELECT id, merchant_id, order_id, payment_id, payee, provider_ref, state, is_inquiry, reason, currency,
                amount, due_at, answer, answered_at, opened_at, closed_at
           FROM disputes WHERE provider_ref = $1",
        &[reference.into()],
        from_row,
    )
}

/// The disputes of an order, oldest first.
///
/// # Errors
/// What the engine refused.
pub fn of_order(read: &mut impl Read, merchant: MerchantId, order: OrderId) -> Result<Vec<Dispute>, DbError> {
    read.rows(
        "SELECT id, merchant_id, order_id, payment_id, payee, provider_ref, state, is_inquiry, reason, currency,
                amount, due_at, answer, answered_at, opened_at, closed_at
           FROM disputes WHERE merchant_id = $1 AND order_id = $2 ORDER BY id",
        &[Param::id(merchant), Param::id(order)],
        from_row,
    )
}

/// The disputes of a merchant, newest first, before `before`.
///
/// # Errors
/// What the engine refused.
pub fn of_merchant(
    read: &mut impl Read,
    merchant: MerchantId,
    before: DisputeId,
    count: u32,
) -> Result<Vec<Dispute>, DbError> {
    read.rows(
        "SELECT id, merchant_id, order_id, payment_id, payee, provider_ref, state, is_inquiry, reason, currency,
                amount, due_at, answer, answered_at, opened_at, closed_at
           FROM disputes WHERE merchant_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        &[Param::id(merchant), Param::id(before), count.into()],
        from_row,
    )
}

/// The disputes of all merchants that are not over, those to answer first; at most `count`.
///
/// # Errors
/// What the engine refused.
pub fn open(read: &mut impl Read, count: u32) -> Result<Vec<Dispute>, DbError> {
    read.rows(
        "SELECT id, merchant_id, order_id, payment_id, payee, provider_ref, state, is_inquiry, reason, currency,
                amount, due_at, answer, answered_at, opened_at, closed_at
           FROM disputes WHERE state IN ('waiting', 'under_review') ORDER BY state DESC, id LIMIT $1",
        &[count.into()],
        from_row,
    )
}

/// How many disputes of all merchants wait for an answer.
///
/// # Errors
/// What the engine refused.
pub fn count_waiting(read: &mut impl Read) -> Result<i64, DbError> {
    read.one(
        "disputes that wait",
        "SELECT count(*) FROM disputes WHERE state = 'waiting' AND state IN ('waiting', 'under_review')",
        &[],
        |row| row.int(0),
    )
}

/// What banks hold or keep of a payment, in minor units: it cannot be given back a second time.
///
/// # Errors
/// What the engine refused.
pub fn held(
    read: &mut impl Read,
    merchant: MerchantId,
    order: OrderId,
    payment: PaymentId,
) -> Result<i64, DbError> {
    let all = of_order(read, merchant, order)?;
    Ok(all.iter().filter(|it| it.payment == payment).map(|it| it.held().amount).sum())
}
