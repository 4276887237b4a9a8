//! An order as the API speaks of it.

use domain::order;
use domain::view::orders::OrderStory;
use serde::Serialize;
use utoipa::ToSchema;

use crate::rest::checkouts::show::address;
use crate::rest::checkouts::wire::Address;
use crate::rest::wire::{
    CountryCode, FulfillmentId, Instant, MerchantId, Money, OrderId, OrderLineId, PostId, ProductId,
    PurchaseId, RefundId, RequestId, VariantId,
};

/// The accepted purchase at one merchant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Order<'a> {
    /// Its id.
    pub id: OrderId,
    /// What people call it.
    pub number: &'a str,
    /// Its number in the merchant's own books, once its program said one.
    #[serde(skip_serializing_if = "str::is_empty")]
    #[schema(example = "1001", required = false)]
    pub reference: &'a str,
    /// Who sells.
    pub merchant: MerchantId,
    /// The checkout it came from.
    pub checkout: PurchaseId,
    /// `pending` (the payment is under way), `placed` (it can be undone), `confirmed` (paid, the merchant has it) or
    /// `canceled`.
    #[schema(example = "placed")]
    pub state: &'static str,
    /// Why it ended without a sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "undone")]
    pub cancel_reason: Option<&'static str>,
    /// No real money moved.
    pub is_test: bool,
    /// Where mail about it goes.
    pub email: &'a str,
    /// Where it goes.
    pub address: Option<Address>,
    /// The country it is sold into.
    pub country: CountryCode,
    /// The lines.
    pub lines: Vec<OrderLine<'a>>,
    /// Sum of the lines.
    pub subtotal: Money,
    /// Shipping.
    pub shipping: Money,
    /// The way of shipping.
    pub shipping_name: &'a str,
    /// All tax.
    pub tax: Money,
    /// The tax is contained in the other amounts.
    pub tax_included: bool,
    /// What the buyer pays.
    pub total: Money,
    /// What was given back.
    pub refunded: Money,
    /// Until when the buyer can undo it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo_until: Option<Instant>,
    /// When it was begun.
    pub created_at: Instant,
    /// When the money was held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placed_at: Option<Instant>,
    /// When the money was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Instant>,
    /// When it ended without a sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canceled_at: Option<Instant>,
    /// When everything had been shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfilled_at: Option<Instant>,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Instant>,
    /// Its parcels, once it is paid.
    pub fulfillments: Vec<Fulfillment>,
    /// Money given back or on its way, once it is paid.
    pub refunds: Vec<Refund>,
    /// What the buyer asked for, once it is paid.
    pub requests: Vec<BuyerRequest>,
}

/// What is answered to whoever did something to an order.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ActedOn<'a> {
    /// All of it, for a key that may read orders.
    Whole(Box<Order<'a>>),
    /// For a key that may not.
    Named(OrderNamed),
}

/// An order by its id alone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderNamed {
    /// Its id.
    pub id: OrderId,
}

/// What was shipped together.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Fulfillment {
    id: FulfillmentId,
    /// Who carries it.
    carrier: String,
    /// The carrier's number.
    tracking_number: String,
    /// Where it can be followed, or empty.
    tracking_url: String,
    /// What is in it.
    lines: Vec<FulfillmentUnits>,
    /// When it left.
    created_at: Instant,
    /// When it arrived.
    delivered_at: Option<Instant>,
}

/// Units of one line in a parcel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FulfillmentUnits {
    line: OrderLineId,
    quantity: u32,
}

/// Money given back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Refund {
    id: RefundId,
    /// `started`, `done` or `failed`.
    #[schema(example = "done")]
    state: &'static str,
    amount: Money,
    /// In the merchant's words.
    reason: String,
    created_at: Instant,
}

/// What a buyer asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BuyerRequest {
    id: RequestId,
    /// `cancel`, `return` or `withdrawal`.
    #[schema(example = "return")]
    kind: &'static str,
    /// `waiting`, `accepted`, `refused` or `done`.
    #[schema(example = "waiting")]
    state: &'static str,
    /// In the buyer's words.
    reason: String,
    /// In the merchant's words.
    answer: String,
    created_at: Instant,
}

/// One line, as it was agreed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderLine<'a> {
    /// Its id.
    pub id: OrderLineId,
    /// What was described.
    pub product: ProductId,
    /// What was bought.
    pub variant: VariantId,
    /// The post it was bought in.
    pub post: Option<PostId>,
    /// The product's name then.
    pub title: &'a str,
    /// The options chosen.
    pub variant_title: &'a str,
    /// The merchant's own number, or empty.
    pub sku: &'a str,
    /// How many.
    pub quantity: u32,
    /// The price of one, after what the shop took off.
    pub unit_price: Money,
    /// What the shop took off one; left out when it was nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// What buyers read beside it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub discount_title: &'a str,
    /// The price of all.
    pub subtotal: Money,
    /// Tax in or on it.
    pub tax: Money,
    /// Units shipped.
    pub shipped: u32,
    /// Units given back for.
    pub refunded: u32,
}

impl<'a> From<&'a order::Order> for Order<'a> {
    fn from(order: &'a order::Order) -> Self {
        Self {
            id: order.id.into(),
            number: &order.number,
            reference: &order.reference,
            merchant: order.merchant.into(),
            checkout: order.purchase.into(),
            state: order.state.as_str(),
            cancel_reason: order.cancel.map(order::CancelReason::as_str),
            is_test: order.is_test,
            email: &order.email,
            address: order.address.as_ref().map(address),
            country: CountryCode(order.country),
            lines: order.lines.iter().map(line).collect(),
            subtotal: order.subtotal.into(),
            shipping: order.shipping.into(),
            shipping_name: &order.rate_name,
            tax: order.tax.into(),
            tax_included: order.tax_included,
            total: order.total.into(),
            refunded: order.refunded.into(),
            undo_until: order.undo_until.map(Instant),
            created_at: order.created_at.into(),
            placed_at: order.placed_at.map(Instant),
            confirmed_at: order.confirmed_at.map(Instant),
            canceled_at: order.canceled_at.map(Instant),
            fulfilled_at: order.fulfilled_at.map(Instant),
            delivered_at: order.delivered_at.map(Instant),
            fulfillments: Vec::new(),
            refunds: Vec::new(),
            requests: Vec::new(),
        }
    }
}

impl<'a> From<&'a OrderStory> for Order<'a> {
    fn from(story: &'a OrderStory) -> Self {
        Self {
            fulfillments: story.fulfillments.iter().map(fulfillment).collect(),
            refunds: story.refunds.iter().map(refund).collect(),
            requests: story.requests.iter().map(request).collect(),
            ..Self::from(&story.order)
        }
    }
}

fn fulfillment(fulfillment: &order::Fulfillment) -> Fulfillment {
    Fulfillment {
        id: fulfillment.id.into(),
        carrier: fulfillment.carrier.clone(),
        tracking_number: fulfillment.tracking_number.clone(),
        tracking_url: fulfillment.tracking_url.clone(),
        lines: fulfillment
            .lines
            .iter()
            .map(|line| FulfillmentUnits { line: line.line.into(), quantity: line.quantity })
            .collect(),
        created_at: fulfillment.created_at.into(),
        delivered_at: fulfillment.delivered_at.map(Instant),
    }
}

fn refund(refund: &order::Refund) -> Refund {
    Refund {
        id: refund.id.into(),
        state: refund.state.as_str(),
        amount: refund.amount.into(),
        reason: refund.reason.clone(),
        created_at: refund.created_at.into(),
    }
}

/// A request on the wire.
pub(super) fn request(request: &order::BuyerRequest) -> BuyerRequest {
    BuyerRequest {
        id: request.id.into(),
        kind: request.kind.as_str(),
        state: request.state.as_str(),
        reason: request.reason.clone(),
        answer: request.answer.clone(),
        created_at: request.created_at.into(),
    }
}

fn line(line: &order::OrderLine) -> OrderLine<'_> {
    OrderLine {
        id: line.id.into(),
        product: line.product.into(),
        variant: line.variant.into(),
        post: line.post.map(Into::into),
        title: &line.title,
        variant_title: &line.variant_title,
        sku: &line.sku,
        quantity: line.quantity,
        unit_price: line.unit_price.into(),
        discount: Some(line.discount).filter(|off| !off.is_zero()).map(Into::into),
        discount_title: &line.discount_title,
        subtotal: line.subtotal.into(),
        tax: line.tax.into(),
        shipped: line.shipped,
        refunded: line.refunded,
    }
}
