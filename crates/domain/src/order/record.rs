//! An order as it was agreed, with what happened since.

use jiff::Timestamp;

use super::{CancelReason, OrderState, Shipped, shipped};
use crate::checkout::PostalAddress;
use crate::country::Country;
use crate::ids::{
    AccountId, CheckoutId, FulfillmentId, ImageId, MerchantId, OrderId, OrderLineId, PostId, ProductId,
    PurchaseId, RefundId, VariantId,
};
use crate::money::Money;

/// The accepted purchase at one merchant. All amounts are in the order's one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Who sells.
    pub merchant: MerchantId,
    /// What people call it.
    pub number: String,
    /// Its number in the shop's own books; empty where it has none.
    pub reference: String,
    /// The purchase it came from.
    pub purchase: PurchaseId,
    /// The checkout it came from.
    pub checkout: CheckoutId,
    /// Who bought it; guests have no account.
    pub account: Option<AccountId>,
    /// Where it stands.
    pub state: OrderState,
    /// Why it ended without a sale.
    pub cancel: Option<CancelReason>,
    /// Sum of the lines.
    pub subtotal: Money,
    /// Shipping.
    pub shipping: Money,
    /// All tax.
    pub tax: Money,
    /// The tax is contained in the other amounts.
    pub tax_included: bool,
    /// What the buyer pays.
    pub total: Money,
    /// What was given back.
    pub refunded: Money,
    /// Where mail about it goes.
    pub email: String,
    /// The buyer's name.
    pub buyer_name: String,
    /// Where it goes; `None` when nothing travels or it was erased.
    pub address: Option<PostalAddress>,
    /// The country it is sold into.
    pub country: Country,
    /// The buyer's language.
    pub locale: String,
    /// The way of shipping.
    pub rate_name: String,
    /// Days until delivery at the earliest.
    pub days_min: u16,
    /// Days until delivery at the latest.
    pub days_max: u16,
    /// The post it was bought in.
    pub post: Option<PostId>,
    /// The buyer wants news from the merchant.
    pub marketing_opt_in: bool,
    /// Made with a test key.
    pub is_test: bool,
    /// Until when the buyer may undo it.
    pub undo_until: Option<Timestamp>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When the money was held.
    pub placed_at: Option<Timestamp>,
    /// When the money was taken and the merchant had it.
    pub confirmed_at: Option<Timestamp>,
    /// When it ended without a sale.
    pub canceled_at: Option<Timestamp>,
    /// When everything had been shipped.
    pub fulfilled_at: Option<Timestamp>,
    /// When it arrived.
    pub delivered_at: Option<Timestamp>,
    /// Why it is about to end: somebody asked for that, and the provider has not let go of the money yet.
    pub ending: Option<CancelReason>,
    /// Its lines.
    pub lines: Vec<OrderLine>,
}

impl Order {
    /// The buyer can still undo it at `now`.
    #[must_use]
    pub fn can_undo(&self, now: Timestamp) -> bool {
        self.state == OrderState::Placed
            && self.ending.is_none()
            && self.undo_until.is_some_and(|until| now < until)
    }

    /// How far it has been shipped; lines that do not travel do not count.
    #[must_use]
    pub fn shipped(&self) -> Shipped {
        let lines: Vec<(u32, u32)> = self
            .lines
            .iter()
            .filter(|line| line.requires_shipping)
            .map(|line| (line.quantity.saturating_sub(line.refunded_unshipped()), line.shipped))
            .collect();
        match shipped(&lines) {
            // What does not travel was not given back with the parcel.
            Shipped::GivenBack if self.lines.iter().any(|line| line.refunded < line.quantity) => {
                Shipped::Fully
            }
            so_far => so_far,
        }
    }

    /// What may still be given back.
    #[must_use]
    pub fn refundable(&self) -> Money {
        match self.state {
            OrderState::Confirmed => {
                Money::new(self.total.amount - self.refunded.amount, self.total.currency)
            }
            OrderState::Pending | OrderState::Placed | OrderState::Canceled => {
                Money::zero(self.total.currency)
            }
        }
    }
}

/// One line of an order, as it was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// Its id.
    pub id: OrderLineId,
    /// What was described.
    pub product: ProductId,
    /// What was taken from the shelf.
    pub variant: VariantId,
    /// The post it was bought in.
    pub post: Option<PostId>,
    /// The product's name then.
    pub title: String,
    /// The options chosen.
    pub variant_title: String,
    /// The merchant's own number.
    pub sku: String,
    /// What it looks like.
    pub image: Option<ImageId>,
    /// How many.
    pub quantity: u32,
    /// The price of one, after what was taken off.
    pub unit_price: Money,
    /// What the shop's program took off one; zero for nothing.
    pub discount: Money,
    /// What buyers read beside it, or empty.
    pub discount_title: String,
    /// `unit_price` times `quantity`.
    pub subtotal: Money,
    /// Tax in or on `subtotal`.
    pub tax: Money,
    /// Units are counted.
    pub tracked: bool,
    /// It travels.
    pub requires_shipping: bool,
    /// Units shipped.
    pub shipped: u32,
    /// Units given back for.
    pub refunded: u32,
    /// Units put back on the shelf.
    pub restocked: u32,
}

impl OrderLine {
    /// Units that were given back for before they were shipped: they will not be shipped any more.
    #[must_use]
    pub fn refunded_unshipped(&self) -> u32 {
        self.refunded.min(self.quantity - self.shipped.min(self.quantity))
    }

    /// Units still to ship.
    #[must_use]
    pub fn to_ship(&self) -> u32 {
        if self.requires_shipping { self.quantity - self.shipped - self.refunded_unshipped() } else { 0 }
    }
}

/// What was shipped together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fulfillment {
    /// Its id.
    pub id: FulfillmentId,
    /// Who carries it.
    pub carrier: String,
    /// The carrier's number.
    pub tracking_number: String,
    /// Where it can be followed, or empty.
    pub tracking_url: String,
    /// When it left.
    pub created_at: Timestamp,
    /// When it arrived.
    pub delivered_at: Option<Timestamp>,
    /// What is in it.
    pub lines: Vec<FulfillmentLine>,
}

/// Units of one line in a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FulfillmentLine {
    /// Which line.
    pub line: OrderLineId,
    /// How many.
    pub quantity: u32,
}

/// Money given back, or on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// Where it stands.
    pub state: RefundState,
    /// How much.
    pub amount: Money,
    /// Why, in the merchant's words.
    pub reason: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was given back, or failed.
    pub settled_at: Option<Timestamp>,
}

/// Where a refund stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundState {
    /// The provider is being asked.
    Started,
    /// The provider gave it back.
    Done,
    /// The provider refused, for good; or the buyer's bank sent it back, be it days later.
    Failed,
}

impl RefundState {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Started, Self::Done, Self::Failed].into_iter().find(|state| state.as_str() == word)
    }
}
