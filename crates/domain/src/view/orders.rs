//! Orders as staff and buyers read them.

use jiff::Timestamp;

use crate::dispute::Dispute;
use crate::ids::{JobId, MerchantId, OrderId};
use crate::money::Money;
use crate::order::{BuyerRequest, Fulfillment, GivenBack, Order, OrderState, Refund, RequestState};
use crate::payment::PaymentState;

/// Which orders a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum OrderFilter {
    /// All that the merchant has.
    #[default]
    All,
    /// Something is left to ship.
    ToShip,
    /// The buyer asked for something and nobody answered.
    Requests,
    /// Everything was shipped.
    Shipped,
    /// It ended without a sale.
    Canceled,
    /// A job about it was given up.
    Errors,
}

impl OrderFilter {
    /// All filters, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::All, Self::ToShip, Self::Requests, Self::Shipped, Self::Canceled, Self::Errors];

    /// The word in addresses and queries.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::ToShip => "to-ship",
            Self::Requests => "requests",
            Self::Shipped => "shipped",
            Self::Canceled => "canceled",
            Self::Errors => "errors",
        }
    }

    /// The filter with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.as_str() == word)
    }
}

/// A page of orders, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderPage {
    /// The orders.
    pub orders: Vec<Order>,
    /// Requests that wait, of any of these orders.
    pub waiting: Vec<BuyerRequest>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<OrderId>,
}

/// One order with everything that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderStory {
    /// The order.
    pub order: Order,
    /// Its money.
    pub payment: Option<PaymentFacts>,
    /// Its parcels, oldest first.
    pub fulfillments: Vec<Fulfillment>,
    /// Money given back, oldest first.
    pub refunds: Vec<Refund>,
    /// What the buyer asked, oldest first.
    pub requests: Vec<BuyerRequest>,
    /// Disputes about its money, oldest first.
    pub disputes: Vec<Dispute>,
    /// Its invoice has its number already.
    pub is_invoiced: bool,
}

impl OrderStory {
    /// How much can still be given back.
    #[must_use]
    pub fn refundable(&self) -> Money {
        let held: i64 = self.disputes.iter().map(|dispute| dispute.held().amount).sum();
        let left = self.payment.as_ref().map_or(0, |payment| payment.refundable().amount - held);
        Money::new(left.max(0), self.order.total.currency)
    }

    /// There is an invoice to open: one is due, or was issued before the order ended.
    #[must_use]
    pub fn has_invoice(&self) -> bool {
        self.is_invoiced || self.order.state == OrderState::Confirmed
    }

    /// The request that waits for an answer.
    #[must_use]
    pub fn waiting(&self) -> Option<&BuyerRequest> {
        self.requests.iter().find(|request| request.state == RequestState::Waiting)
    }

    /// Nothing has left yet, so that it can be canceled as a whole.
    #[must_use]
    pub fn is_unshipped(&self) -> bool {
        self.order.lines.iter().all(|line| line.shipped == 0)
    }
}

/// An order's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentFacts {
    /// Where it stands.
    pub state: PaymentState,
    /// How much was taken.
    pub captured: Money,
    /// How much was given back or is on its way.
    pub refunded: Money,
}

impl PaymentFacts {
    /// How much of what was taken is left.
    #[must_use]
    pub fn refundable(&self) -> Money {
        Money::new(self.captured.amount - self.refunded.amount, self.captured.currency)
    }

    /// What became of the money of an order that ended without a sale.
    #[must_use]
    pub fn at_end(&self) -> AtEnd {
        match (self.state, self.given_back()) {
            (PaymentState::Captured, GivenBack::Wholly) => AtEnd::GivenBack,
            (PaymentState::Captured, _) if self.captured.amount > 0 => AtEnd::StillThere,
            (_, _) => AtEnd::NothingTaken,
        }
    }

    /// How much of what was taken was given back or is on its way.
    #[must_use]
    pub fn given_back(&self) -> GivenBack {
        GivenBack::of(self.captured, self.refunded)
    }
}

/// What became of the money of an order that ended without a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtEnd {
    /// None was taken.
    NothingTaken,
    /// It was given back, or is on its way.
    GivenBack,
    /// It was taken, and could not be given back yet.
    StillThere,
}

/// Somebody who bought, as their merchant knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Where mail reaches them.
    pub email: String,
    /// The name of their last order.
    pub name: String,
    /// How many orders.
    pub orders: i64,
    /// What they paid and did not get back, in the merchant's own currency.
    pub spent: Money,
    /// They agreed to news with their last order.
    pub opted_in: bool,
    /// When they first bought.
    pub since: Timestamp,
    /// Their newest order, by which lists page.
    pub last_order: OrderId,
}

/// What waits for a merchant's staff.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Todo {
    /// Orders with something to ship.
    pub to_ship: i64,
    /// Requests that nobody answered.
    pub requests: i64,
    /// Variants that are sold out.
    pub sold_out: i64,
    /// Variants that are running low.
    pub low_stock: i64,
    /// Jobs given up.
    pub errors: i64,
    /// Disputes to answer.
    pub disputes: i64,
    /// One, when the account that takes the money wants something, or there is none.
    pub payee: i64,
    /// Connected shops that need new keys, and what did not get there and waits for the merchant.
    pub shops: i64,
}

/// A job that was given up, as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// Its id.
    pub id: JobId,
    /// Which handler.
    pub kind: String,
    /// Whose it is.
    pub merchant: Option<MerchantId>,
    /// What it is about.
    pub subject: i64,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try failed.
    pub last_error: String,
    /// When it was given up.
    pub at: Timestamp,
}
