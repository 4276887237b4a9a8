//! What a mail about an order may speak of.

use std::sync::Arc;

use domain::dispute::Dispute;
use domain::ids::{DisputeId, FulfillmentId, MerchantId, OrderId, RefundId, RequestId};
use domain::merchant::Pricing;
use domain::money::Money;
use domain::order::{BuyerRequest, Fulfillment, Order, OrderState, RefundState};
use domain::payment::PaymentState;
use store::{DbError, Read};
use words::Locale;

use super::Occasion;
use crate::checkout::link_token;
use crate::jobs::JobError;
use crate::{Ctx, checkout};

/// Everything a mail about an order may speak of.
pub(super) struct Story {
    pub(super) order: Order,
    pub(super) pricing: Arc<Pricing>,
    /// Opens the order for its buyer, without an account.
    pub(super) link: String,
    /// What happened, where an order may have several of the kind.
    pub(super) about: About,
    /// What staff said about the end.
    pub(super) cancel_note: String,
    /// Money was taken, whatever became of it since.
    pub(super) was_paid: bool,
    /// What the end of the order gives back.
    pub(super) goes_back: Option<Money>,
    /// The reader's language.
    pub(super) locale: Locale,
}

/// What happened.
pub(super) enum About {
    /// Something that an order has once.
    Order,
    /// A parcel left.
    Parcel(Fulfillment),
    /// Money went back, or did not.
    Refund(Money),
    /// The buyer asked, or was answered.
    Request(BuyerRequest),
    /// The buyer's bank asks, takes back, or has decided.
    Dispute(Dispute),
}

/// The story for a mail; `None` when what it is about is gone.
pub(super) async fn load(
    ctx: &Ctx,
    occasion: Occasion,
    merchant: MerchantId,
    id: OrderId,
    subject: i64,
) -> Result<Option<Story>, JobError> {
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(order) = store::orders::find(conn, merchant, id)? else { return Ok(None) };
            // Undone before its mail was written: the mail that says so is enough.
            if occasion == Occasion::Placed && order.state == OrderState::Canceled {
                return Ok(None);
            }
            let Some(about) = about(conn, occasion, &order, subject)? else { return Ok(None) };
            let seed = store::checkouts::purchase(conn, order.purchase)?.map(|(_, seed)| seed);
            let note = store::orders::cancel_note(conn, merchant, id)?;
            let staff_locale = store::merchants::locale_of(conn, merchant)?;
            let payment = store::payments::of_order(conn, merchant, id)?.into_iter().next();
            let was_paid = payment.is_some_and(|payment| payment.state == PaymentState::Captured);
            // The end gives back what earlier refunds left: its own is the last.
            let refunds = store::refunds::of_order(conn, merchant, id)?;
            let goes_back = refunds.iter().rfind(|refund| refund.state != RefundState::Failed);
            let goes_back = goes_back.or(refunds.last()).filter(|_| order.state == OrderState::Canceled);
            let money = (was_paid, goes_back.map(|refund| refund.amount));
            Ok::<_, DbError>(Some((order, about, seed, note, staff_locale, money)))
        })
        .await?;
    let Some((order, about, seed, cancel_note, staff_locale, money)) = found else { return Ok(None) };
    let (was_paid, goes_back) = money;
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(None) };
    let token = seed.map(|seed| link_token(ctx, order.purchase, &seed)).unwrap_or_default();
    let link = format!("{}/orders/{}?key={token}", ctx.base_url(), order.id);
    let locale = Locale::negotiate(
        None,
        if occasion.is_for_merchant() { staff_locale.as_deref() } else { Some(&order.locale) },
    );
    Ok(Some(Story { order, pricing, link, about, cancel_note, was_paid, goes_back, locale }))
}

fn about(
    read: &mut impl Read,
    occasion: Occasion,
    order: &Order,
    subject: i64,
) -> Result<Option<About>, DbError> {
    let merchant = order.merchant;
    Ok(match occasion {
        Occasion::Placed | Occasion::Canceled | Occasion::MerchantCanceled => Some(About::Order),
        Occasion::Shipped => store::fulfillments::of_order(read, merchant, order.id)?
            .into_iter()
            .find(|parcel| parcel.id == FulfillmentId(subject))
            .map(About::Parcel),
        Occasion::Refunded | Occasion::RefundFailed | Occasion::RefundCameBack => {
            store::refunds::find(read, merchant, RefundId(subject))?
                .map(|open| About::Refund(open.refund.amount))
        }
        Occasion::Inquiry | Occasion::Disputed | Occasion::DisputeEnded => {
            store::disputes::find(read, merchant, DisputeId(subject))?.map(About::Dispute)
        }
        Occasion::RequestReceived
        | Occasion::RequestAnswered
        | Occasion::Withdrawal
        | Occasion::RequestWaiting => {
            store::requests::find(read, merchant, RequestId(subject))?.map(About::Request)
        }
    })
}
