//! Answering a dispute: the merchant's words with the facts of the order, the nonprofit's with those of the gift; or accepting
//! it.

use domain::dispute::{Dispute, Disputed, Evidence};
use domain::ids::{DisputeId, MerchantId};
use domain::order::{Fulfillment, Order};
use store::{DbError, disputes};

use super::hear::{Collected, hear_dispute};
use super::list::{Gift, PaidFor, paid_for};
use crate::Ctx;
use crate::paid::Paid;
use crate::payments::ask;
use crate::ports::{PaymentError, ToldDispute};
use crate::staff_log::{self, note_detail};

/// The most letters of an answer; the provider takes 20,000 in all.
pub const ANSWER_CHARS_MAX: usize = 10_000;
/// The most letters of each fact that goes with it.
const FACT_CHARS_MAX: usize = 1_000;

/// Why a dispute was not answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerDisputeError {
    /// They have no such dispute.
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

/// Sends the answer with the facts of the order or the gift to the bank. It can be sent once.
///
/// # Errors
/// [`AnswerDisputeError`].
pub async fn answer(
    ctx: &Ctx,
    permit: &impl Paid,
    id: DisputeId,
    text: &str,
) -> Result<(), AnswerDisputeError> {
    let merchant = permit.answers_disputes();
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(AnswerDisputeError::Empty);
    }
    if text.chars().count() > ANSWER_CHARS_MAX {
        return Err(AnswerDisputeError::TooLong);
    }
    let (dispute, of, evidence) = load(ctx, merchant, id).await?;
    let log = staff_log::line(ctx, permit.asked_by(), merchant, "dispute.answer", subject(&dispute), "");
    let evidence = Evidence { text: text.clone(), ..evidence };
    let kept = dispute.clone();
    ctx.db()
        .write("keep_dispute_answer", move |tx| {
            disputes::keep_answer(tx, &kept, &text)?;
            note_detail(tx, &log, "")
        })
        .await?;
    // Other words are another request: a provider refuses them under the key of the first.
    let key = format!("{id}-answer-{:016x}", evidence.fingerprint());
    let Some(books) = ctx.ports().payments.books() else { return Err(AnswerDisputeError::Over) };
    let told = ask(books.answer_dispute(&dispute.payee, &dispute.reference, &key, evidence)).await;
    taken(ctx, &of, told).await
}

/// Accepts a dispute: the bank keeps the money for the payer.
///
/// # Errors
/// [`AnswerDisputeError`].
pub async fn accept(ctx: &Ctx, permit: &impl Paid, id: DisputeId) -> Result<(), AnswerDisputeError> {
    let merchant = permit.answers_disputes();
    let (dispute, of, _) = load(ctx, merchant, id).await?;
    let log = staff_log::line(ctx, permit.asked_by(), merchant, "dispute.accept", subject(&dispute), "");
    ctx.db().write("log_dispute_accept", move |tx| note_detail(tx, &log, "")).await?;
    let Some(books) = ctx.ports().payments.books() else { return Err(AnswerDisputeError::Over) };
    let key = format!("{id}-accept");
    let told = ask(books.accept_dispute(&dispute.payee, &dispute.reference, &key)).await;
    taken(ctx, &of, told).await
}

/// What the log names.
fn subject(dispute: &Dispute) -> String {
    match dispute.about {
        Disputed::Order(order) => order.to_string(),
        Disputed::Gift(gift) => gift.to_string(),
    }
}

/// A dispute that can be answered, its payment, and the facts that go with an answer.
async fn load(
    ctx: &Ctx,
    merchant: MerchantId,
    id: DisputeId,
) -> Result<(Dispute, Collected, Evidence), AnswerDisputeError> {
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(dispute) = disputes::find(conn, merchant, id)? else { return Ok(None) };
            let of = Collected {
                merchant,
                about: dispute.about,
                payment: dispute.payment,
                payee: dispute.payee.clone(),
                reference: String::new(),
            };
            let evidence = match paid_for(conn, &dispute)? {
                PaidFor::Order(order) => {
                    let parcels = store::fulfillments::of_order(conn, merchant, order.id)?;
                    facts(&order, &parcels)
                }
                PaidFor::Gift(gift) => {
                    let to = store::nonprofits::by_id(conn, gift.donation.nonprofit)?;
                    gift_facts(&gift, &to.map(|to| to.display_name).unwrap_or_default())
                }
            };
            Ok::<_, DbError>(Some((dispute, of, evidence)))
        })
        .await?;
    let found = found.ok_or(AnswerDisputeError::NotFound)?;
    if found.0.can_answer(ctx.now()) { Ok(found) } else { Err(AnswerDisputeError::Over) }
}

/// Records what the provider said to it.
async fn taken(
    ctx: &Ctx,
    of: &Collected,
    told: Result<ToldDispute, PaymentError>,
) -> Result<(), AnswerDisputeError> {
    match told {
        Ok(told) => Ok(hear_dispute(ctx, of, told).await?),
        Err(PaymentError::Refused(why)) => {
            tracing::warn!(%why, payment.id = %of.payment, "the provider refused an answer to a dispute");
            Err(AnswerDisputeError::Over)
        }
        Err(error) => Err(AnswerDisputeError::Provider(error.to_string())),
    }
}

fn clip(text: String) -> String {
    text.chars().take(FACT_CHARS_MAX).collect()
}

/// What a gift itself says: who gave what to whom. Nothing is shipped for it.
fn gift_facts(gift: &Gift, nonprofit: &str) -> Evidence {
    let donor = &gift.donation.donor;
    Evidence {
        buyer_name: clip(donor.name.clone()),
        buyer_email: clip(donor.email.clone()),
        goods: clip(format!("Donation to {nonprofit}: {}", gift.campaign)),
        ..Evidence::default()
    }
}

/// What the order itself says, beside the merchant's words.
fn facts(order: &Order, parcels: &[Fulfillment]) -> Evidence {
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
        text: String::new(),
        buyer_name: clip(order.buyer_name.clone()),
        buyer_email: clip(order.email.clone()),
        goods: clip(goods.join("; ")),
        shipped_to: clip(shipped_to),
        carrier: clip(said(|parcel| parcel.carrier.clone())),
        tracking_number: clip(said(|parcel| parcel.tracking_number.clone())),
        shipped_on: said(|parcel| parcel.created_at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()),
    }
}
