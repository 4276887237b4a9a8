//! What a merchant's programs do with orders: find them, ship, cancel, give money back.

use app::orders::{self, CancelError, FulfillError, Parcel, RefundError};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use domain::order::{FulfillmentLine, ParcelRefusal, RefundLine, RefundRefusal, RefundWish};
use domain::view::orders::{OrderFilter, OrderStory};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::wire::{ActedOn, Order, OrderNamed};
use crate::Web;
use crate::rest::body::{At, Body, Query, answer};
use crate::rest::idempotency::{MoneyKey, OnceKey, needed, once, request_hash, reused};
use crate::rest::keys::Key;
use crate::rest::paging::{Listed, Page};
use crate::rest::problem::{Kind, Problem};
use crate::rest::wire::{FulfillmentId, Money, OrderId, OrderLineId, Quantity};

/// When a cancellation that is under way is done.
const CANCEL_RETRY_S: u32 = 2;

/// Which orders.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// `all`, `to-ship`, `requests`, `shipped`, `canceled` or `errors`; all when not said.
    filter: Option<String>,
    /// Only with this in number, reference, name, address or a SKU.
    q: Option<String>,
    /// Only the one that you call exactly so; the other parameters are not looked at.
    reference: Option<String>,
    /// `next_cursor` of the page before; the first page without it.
    cursor: Option<String>,
    /// How many, from 1 to 40.
    #[param(minimum = 1, maximum = 40)]
    limit: Option<u32>,
}

/// What is shipped together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewFulfillment {
    /// What is in it; everything left to ship when it is empty or left out.
    #[serde(default)]
    lines: Vec<ShippedUnits>,
    #[serde(default)]
    carrier: String,
    #[serde(default)]
    tracking_number: String,
    /// A link.
    #[serde(default)]
    tracking_url: String,
    /// Tell the buyer by mail; yes when not said.
    #[serde(default = "yes")]
    tell_buyer: bool,
}

/// Units of one line in a parcel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShippedUnits {
    line: OrderLineId,
    quantity: Quantity,
}

/// Why an order is canceled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cancellation {
    /// For the buyer.
    #[serde(default)]
    reason: String,
}

/// What to give back: lines and shipping, another amount than they are worth, or everything that is left.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRefund {
    /// Units given back for.
    #[serde(default)]
    lines: Vec<RefundedUnits>,
    /// The shipping too.
    #[serde(default)]
    shipping: bool,
    /// Another amount than lines and shipping are worth.
    amount: Option<Money>,
    /// Everything that is left, and nothing else is named.
    #[serde(default)]
    everything: bool,
    /// For the buyer.
    #[serde(default)]
    reason: String,
}

/// Units of one line to give back for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefundedUnits {
    line: OrderLineId,
    quantity: Quantity,
    /// They go back on the shelf.
    #[serde(default)]
    restock: bool,
}

fn yes() -> bool {
    true
}

/// List your orders
#[utoipa::path(get, path = "/commerce/v1/orders", tag = "orders", params(Which),
    responses((status = 200, description = "Orders, newest first.", body = Listed<Order>)))]
pub(crate) async fn list(
    State(web): State<Web>,
    key: Key,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::ViewOrders)?;
    if let Some(reference) = &which.reference {
        let found = orders::referred(web.ctx(), &permit, reference).await?;
        let found = found.filter(|story| key.reaches(story.order.is_test));
        let data: Vec<Order<'_>> = found.iter().map(Order::from).collect();
        return Ok(answer(StatusCode::OK, &Listed { data, next_cursor: None }));
    }
    let page = Page { cursor: which.cursor, limit: which.limit };
    let (limit, before) = (page.limit()?, page.before()?);
    let filter = which.filter.as_deref().map_or(Some(OrderFilter::All), OrderFilter::from_word);
    let filter = filter.ok_or_else(|| Problem::field("filter", "is not one of the filters"))?;
    let found = orders::list(web.ctx(), &permit, filter, which.q.unwrap_or_default(), before).await?;
    let reached: Vec<_> = found.orders.iter().filter(|order| key.reaches(order.is_test)).collect();
    let listed = Listed::cut(reached, limit, |order| order.id.to_string(), Order::from);
    Ok(answer(StatusCode::OK, &listed))
}

/// One order of the key's merchant.
pub(super) async fn find(web: &Web, key: &Key, id: OrderId) -> Result<OrderStory, Problem> {
    let permit = key.may(MerchantAct::ViewOrders)?;
    story(web, key, &permit, id).await
}

async fn story(
    web: &Web,
    key: &Key,
    permit: &domain::access::Permit<domain::access::AtMerchant>,
    id: OrderId,
) -> Result<OrderStory, Problem> {
    let found = orders::find(web.ctx(), permit, id.0).await?;
    found.filter(|story| key.reaches(story.order.is_test)).ok_or_else(Problem::not_found)
}

/// Ship, whole or in part
#[utoipa::path(post, path = "/commerce/v1/orders/{order}/fulfillments", tag = "orders",
    params(("order" = OrderId, Path), OnceKey), request_body = NewFulfillment,
    responses((status = 201, description = "The order with its parcels.", body = ActedOn)))]
pub(crate) async fn fulfill(
    State(web): State<Web>,
    key: Key,
    At(id): At<OrderId>,
    headers: HeaderMap,
    body: Body<NewFulfillment>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::FulfillOrders)?;
    reached(&web, &key, id).await?;
    once(&web, &headers, format!("{} fulfillments", id.0), &body.raw, async {
        let new = body.value;
        let lines = new.lines.iter();
        let parcel = Parcel {
            lines: lines
                .map(|it| FulfillmentLine { line: it.line.0, quantity: it.quantity.0.get() })
                .collect(),
            carrier: new.carrier,
            tracking_number: new.tracking_number,
            tracking_url: new.tracking_url,
            tell_buyer: new.tell_buyer,
        };
        orders::fulfill(web.ctx(), &permit, id.0, parcel).await.map_err(not_shipped)?;
        present(&web, &key, id, StatusCode::CREATED).await
    })
    .await
}

/// Note that a parcel arrived
///
/// Noting it twice is fine.
#[utoipa::path(post, path = "/commerce/v1/orders/{order}/fulfillments/{fulfillment}/delivered", tag = "orders",
    params(("order" = OrderId, Path), ("fulfillment" = FulfillmentId, Path)),
    responses((status = 200, description = "The order with its parcels.", body = ActedOn)))]
pub(crate) async fn delivered(
    State(web): State<Web>,
    key: Key,
    At((id, parcel)): At<(OrderId, FulfillmentId)>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::FulfillOrders)?;
    reached(&web, &key, id).await?;
    if !orders::mark_delivered(web.ctx(), &permit, id.0, Some(parcel.0)).await? {
        return Err(Problem::not_found());
    }
    present(&web, &key, id, StatusCode::OK).await
}

/// Cancel
///
/// Before anything is shipped; the money is let go or given back, the stock is free. Canceling twice is fine.
#[utoipa::path(post, path = "/commerce/v1/orders/{order}/cancel", tag = "orders",
    params(("order" = OrderId, Path), MoneyKey), request_body = Cancellation,
    responses((status = 200, description = "The order, canceled.", body = ActedOn)))]
pub(crate) async fn cancel(
    State(web): State<Web>,
    key: Key,
    At(id): At<OrderId>,
    headers: HeaderMap,
    body: Body<Cancellation>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::ReturnMoney)?;
    needed(&headers)?;
    reached(&web, &key, id).await?;
    once(&web, &headers, format!("{} cancel", id.0), &body.raw, async {
        orders::cancel(web.ctx(), &permit, id.0, &body.value.reason).await.map_err(not_canceled)?;
        present(&web, &key, id, StatusCode::OK).await
    })
    .await
}

/// Give money back
#[utoipa::path(post, path = "/commerce/v1/orders/{order}/refunds", tag = "orders",
    params(("order" = OrderId, Path), MoneyKey), request_body = NewRefund,
    responses((status = 201, description = "The order with its refunds.", body = ActedOn)))]
pub(crate) async fn refund(
    State(web): State<Web>,
    key: Key,
    At(id): At<OrderId>,
    headers: HeaderMap,
    body: Body<NewRefund>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::ReturnMoney)?;
    let once = needed(&headers)?;
    reached(&web, &key, id).await?;
    let new = body.value;
    let wish = wish_of(&new)?;
    let hash = request_hash(&[&body.raw]);
    // Which field is to be changed where the sum is none that can be given back.
    let sum = if new.amount.is_some() { "amount.amount" } else { "lines" };
    let done = orders::refund(web.ctx(), &permit, id.0, wish, &new.reason, once, hash).await;
    done.map_err(|error| not_refunded(error, sum))?;
    present(&web, &key, id, StatusCode::CREATED).await
}

/// What is to be given back. That nothing was named must not mean everything: a program that forgot to fill the body
/// would empty the till.
fn wish_of(new: &NewRefund) -> Result<RefundWish, Problem> {
    if new.amount.is_some_and(|amount| amount.amount <= 0) {
        return Err(Problem::field("amount.amount", "must be more than 0"));
    }
    let names_something = !new.lines.is_empty() || new.shipping || new.amount.is_some();
    match (new.everything, names_something) {
        (true, true) => {
            Err(Problem::field("everything", "must stand alone: without lines, shipping and amount"))
        }
        (false, false) => Err(Problem::field(
            "everything",
            "must be true to give back all that is left; or name lines, shipping or an amount",
        )),
        (true, false) | (false, true) => Ok(RefundWish {
            lines: new
                .lines
                .iter()
                .map(|it| RefundLine { line: it.line.0, quantity: it.quantity.0.get(), restock: it.restock })
                .collect(),
            shipping: new.shipping,
            amount: new.amount.map(Into::into),
        }),
    }
}

/// The order is the merchant's, and one that this key reaches. What it does needs no scope for reading.
pub(super) async fn reached(web: &Web, key: &Key, id: OrderId) -> Result<(), Problem> {
    let is_test = orders::is_test(web.ctx(), key.merchant, id.0).await?.ok_or_else(Problem::not_found)?;
    if key.reaches(is_test) { Ok(()) } else { Err(Problem::not_found()) }
}

/// What the order has become: all of it for a key that may read orders, else its id alone.
pub(super) async fn present(
    web: &Web,
    key: &Key,
    id: OrderId,
    status: StatusCode,
) -> Result<Response, Problem> {
    match key.may(MerchantAct::ViewOrders) {
        Ok(permit) => {
            let story = story(web, key, &permit, id).await?;
            Ok(answer(status, &ActedOn::Whole(Box::new(Order::from(&story)))))
        }
        Err(_) => Ok(answer(status, &ActedOn::Named(OrderNamed { id }))),
    }
}

/// Why an order is not canceled.
pub(super) fn not_canceled(error: CancelError) -> Problem {
    let reason = error.to_string();
    match error {
        CancelError::NotFound => Problem::not_found(),
        CancelError::Shipped => Problem::new(Kind::StateConflict, reason).with("state", "shipped"),
        CancelError::Disputed => Problem::new(Kind::StateConflict, reason).with("state", "disputed"),
        CancelError::OutOfReach => Problem::new(Kind::StateConflict, reason).with("state", "out-of-reach"),
        CancelError::NotYet => Problem::new(Kind::StateConflict, reason).with("state", "pending"),
        CancelError::Underway => Problem::new(Kind::InProgress, reason).retry_after(CANCEL_RETRY_S),
        CancelError::Db(error) => error.into(),
    }
}

fn not_shipped(error: FulfillError) -> Problem {
    let reason = error.to_string();
    match error {
        FulfillError::NotFound => Problem::not_found(),
        FulfillError::Ending => Problem::new(Kind::StateConflict, reason).with("state", "canceling"),
        FulfillError::Refused(ParcelRefusal::NotReady) => Problem::new(Kind::StateConflict, reason),
        FulfillError::Refused(ParcelRefusal::Nothing) => {
            Problem::new(Kind::StateConflict, reason).with("state", "shipped")
        }
        FulfillError::Refused(ParcelRefusal::UnknownLine(_) | ParcelRefusal::TooMany { .. }) => {
            Problem::field("lines", reason)
        }
        FulfillError::Field(field) => Problem::field(field, reason),
        FulfillError::Db(error) => error.into(),
    }
}

fn not_refunded(error: RefundError, sum: &'static str) -> Problem {
    let reason = error.to_string();
    match error {
        RefundError::KeyReused => reused(),
        RefundError::NotFound => {
            Problem::new(Kind::StateConflict, "Nothing was taken for this order that could be given back.")
        }
        RefundError::Refused(RefundRefusal::TooMuch { left }) => {
            Problem::new(Kind::ExceedsCaptured, reason).with("left", serde_json::json!(Money::from(left)))
        }
        RefundError::Refused(RefundRefusal::Disputed { left, .. }) => {
            Problem::new(Kind::ExceedsCaptured, reason).with("left", serde_json::json!(Money::from(left)))
        }
        RefundError::Refused(RefundRefusal::Nothing) => Problem::new(Kind::StateConflict, reason),
        RefundError::Refused(RefundRefusal::UnknownLine(_) | RefundRefusal::TooMany { .. }) => {
            Problem::field("lines", reason)
        }
        RefundError::Refused(RefundRefusal::Step { .. }) => Problem::field(sum, reason),
        RefundError::OutOfReach => Problem::new(Kind::StateConflict, reason).with("state", "out-of-reach"),
        RefundError::Refused(RefundRefusal::Currency) => Problem::field("amount.currency", reason),
        RefundError::Db(error) => error.into(),
    }
}
