//! Answering a dispute: the merchant's words with the facts of the order, or accepting it.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::dispute::{Dispute, Evidence};
use domain::ids::{DisputeId, MerchantId};
use domain::order::{Fulfillment, Order};
use store::payments::Payment;
use store::{DbError, disputes};

use super::hear::hear_dispute;
use crate::Ctx;
use crate::payments::ask;
use crate::ports::{PaymentError, ToldDispute};
use crate::staff_log::{self, note_detail, permitted};

/// The most letters of an answer; the provider takes 20,000 in all.
pub const ANSWER_CHARS_MAX: usize = 10_000;
/// The most letters of each fact that goes with it.
const FACT_CHARS_MAX: usize = 1_000;

/// Why a dispute was not answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerDisputeError {
    /// The merchant has no such dispute.
    #[error("there is no such dispute")]
    NotFound,
    /// Nothing was written.
    #[error("there is nothing to answer with")]
    Empty,
    /// Longer than banks read.
    #[error("the answer is too long")]
    TooLong,
    /// It was answered already, or its time is over.
    #[error("the dispute cannot be answered any more")]
    Over,
    /// The provider did not take it; nothing is lost by trying again.
    #[error("the payment provider did not take the answer: {0}")]
    Provider(String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Sends the merchant's answer with the facts of the order to the bank. It can be sent once.
///
/// # Errors
/// [`AnswerDisputeError`].
pub async fn answer(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    id: DisputeId,
    text: &str,
) -> Result<(), AnswerDisputeError> {
    let merchant = permitted(permit, MerchantAct::ReturnMoney);
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(AnswerDisputeError::Empty);
    }
    if text.chars().count() > ANSWER_CHARS_MAX {
        return Err(AnswerDisputeError::TooLong);
    }
    let (dispute, payment, order, parcels) = load(ctx, merchant, id).await?;
    let log = staff_log::line(ctx, permit.by(), merchant, "dispute.answer", dispute.order, "");
    let kept = text.clone();
    ctx.db()
        .write("keep_dispute_answer", move |tx| {
            disputes::keep_answer(tx, merchant, id, &kept)?;
            note_detail(tx, &log, "")
        })
        .await?;
    let evidence = evidence(&order, &parcels, text);
    // Other words are another request: a provider refuses them under the key of the first.
    let key = format!("{id}-answer-{:016x}", evidence.fingerprint());
    let Some(books) = ctx.ports().payments.books() else { return Err(AnswerDisputeError::Over) };
    let told = ask(books.answer_dispute(&dispute.payee, &dispute.reference, &key, evidence)).await;
    taken(ctx, &payment, told).await
}

/// Accepts a dispute: the bank keeps the money for the buyer.
///
/// # Errors
/// [`AnswerDisputeError`].
pub async fn accept(ctx: &Ctx, permit: &Permit<AtMerchant>, id: DisputeId) -> Result<(), AnswerDisputeError> {
    let merchant = permitted(permit, MerchantAct::ReturnMoney);
    let (dispute, payment, ..) = load(ctx, merchant, id).await?;
    let log = staff_log::line(ctx, permit.by(), merchant, "dispute.accept", dispute.order, "");
    ctx.db().write("log_dispute_accept", move |tx| note_detail(tx, &log, "")).await?;
    let Some(books) = ctx.ports().payments.books() else { return Err(AnswerDisputeError::Over) };
    let key = format!("{id}-accept");
    let told = ask(books.accept_dispute(&dispute.payee, &dispute.reference, &key)).await;
    taken(ctx, &payment, told).await
}

async fn load(
    ctx: &Ctx,
    merchant: MerchantId,
    id: DisputeId,
) -> Result<(Dispute, Payment, Order, Vec<Fulfillment>), AnswerDisputeError> {
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(dispute) = disputes::find(conn, merchant, id)? else { return Ok(None) };
            let payments = store::payments::of_order(conn, merchant, dispute.order)?;
            let payment = payments.into_iter().find(|payment| payment.id == dispute.payment);
            let order = store::orders::find(conn, merchant, dispute.order)?;
            let parcels = store::fulfillments::of_order(conn, merchant, dispute.order)?;
            Ok::<_, DbError>(payment.zip(order).map(|(payment, order)| (dispute, payment, order, parcels)))
        })
        .await?;
    let found = found.ok_or(AnswerDisputeError::NotFound)?;
    if found.0.can_answer(ctx.now()) { Ok(found) } else { Err(AnswerDisputeError::Over) }
}

/// Records what the provider said to it.
async fn taken(
    ctx: &Ctx,
    payment: &Payment,
    told: Result<ToldDispute, PaymentError>,
) -> Result<(), AnswerDisputeError> {
    match told {
        Ok(told) => Ok(hear_dispute(ctx, payment, told).await?),
        Err(PaymentError::Refused(why)) => {
            tracing::warn!(%why, payment.id = %payment.id, "the provider refused an answer to a dispute");
            Err(AnswerDisputeError::Over)
        }
        Err(error) => Err(AnswerDisputeError::Provider(error.to_string())),
    }
}

/// What the order itself says, beside the merchant's words.
fn evidence(order: &Order, parcels: &[Fulfillment], text: String) -> Evidence {
    let clip = |text: String| text.chars().take(FACT_CHARS_MAX).collect::<String>();
    let goods: Vec<String> =
        order.lines.iter().map(|line| format!("{} × {}", line.quantity, line.title)).collect();
    let address = order.address.as_ref();
    let shipped_to = address.map_or_else(String::new, |to| {
        let parts = [
            &to.name,
            &to.line1,
            &to.line2,
            &to.postal_code,
            &to.city,
            &to.region,
            &to.country.code().to_owned(),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    });
    let parcel = parcels.first();
    let said = |pick: fn(&Fulfillment) -> String| parcel.map_or_else(String::new, pick);
    Evidence {
        text,
        buyer_name: clip(order.buyer_name.clone()),
        buyer_email: clip(order.email.clone()),
        goods: clip(goods.join("; ")),
        shipped_to: clip(shipped_to),
        carrier: clip(said(|parcel| parcel.carrier.clone())),
        tracking_number: clip(said(|parcel| parcel.tracking_number.clone())),
        shipped_on: said(|parcel| parcel.created_at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()),
    }
}
