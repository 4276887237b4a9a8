//! What a buyer may ask for after the undo window, and until when.

use jiff::{SignedDuration, Timestamp};

use super::{GivenBack, Order, OrderState, Shipped};
use crate::ids::{MerchantId, OrderId, RequestId};
use crate::policy::withdrawal_until;

/// What a buyer asks for. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestKind {
    /// Cancel before anything is shipped; the merchant decides.
    Cancel,
    /// Send back what came, as the merchant's policy allows; the merchant decides.
    Return,
    /// Withdraw from the contract, as the law allows; nobody decides.
    Withdrawal,
}

/// Where a request stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// The merchant has not answered.
    Waiting,
    /// The merchant agreed; the money is still to go back.
    Accepted,
    /// The merchant did not agree.
    Refused,
    /// It was carried out.
    Done,
}

impl RequestKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Cancel, Self::Return, Self::Withdrawal];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Return => "return",
            Self::Withdrawal => "withdrawal",
        }
    }

    /// The kind with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The merchant may say no. A withdrawal is a right, not a question.
    #[must_use]
    pub const fn may_be_refused(self) -> bool {
        match self {
            Self::Cancel | Self::Return => true,
            Self::Withdrawal => false,
        }
    }
}

impl RequestState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Accepted, Self::Refused, Self::Done];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Done => "done",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Nothing is to come any more.
    #[must_use]
    pub const fn is_over(self) -> bool {
        match self {
            Self::Refused | Self::Done => true,
            Self::Waiting | Self::Accepted => false,
        }
    }
}

/// A buyer's wish about an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerRequest {
    /// Its id.
    pub id: RequestId,
    /// Who is asked.
    pub merchant: MerchantId,
    /// About which order.
    pub order: OrderId,
    /// What is asked.
    pub kind: RequestKind,
    /// Where it stands.
    pub state: RequestState,
    /// Why, in the buyer's words.
    pub reason: String,
    /// What the merchant answered.
    pub answer: String,
    /// When it was asked.
    pub created_at: Timestamp,
    /// When it was answered.
    pub decided_at: Option<Timestamp>,
}

/// Why a request is not open to the buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AskRefusal {
    /// Something was shipped already: it can be sent back instead.
    #[error("a part of the order was shipped already")]
    Shipped,
    /// Nothing was shipped yet: it can be canceled instead.
    #[error("nothing was shipped yet")]
    NotShipped,
    /// The time is over.
    #[error("the time for this is over")]
    TooLate,
    /// Neither the merchant's policy nor the buyer's law gives it.
    #[error("this order does not come with it")]
    NotOffered,
    /// The order is not paid, or has ended.
    #[error("the order is not open")]
    NotOpen,
}

/// Whether the buyer of `order` may ask for `kind` at `now`; `returns_days` is what the merchant and the law give
/// together. Periods run from delivery; what is still on its way can be sent back when it arrives.
///
/// # Errors
/// [`AskRefusal`].
pub fn may_ask(
    order: &Order,
    kind: RequestKind,
    returns_days: Option<u16>,
    now: Timestamp,
) -> Result<(), AskRefusal> {
    match (order.state, kind) {
        (OrderState::Pending | OrderState::Canceled, _) => return Err(AskRefusal::NotOpen),
        // Within the window it is undone, which is better than asking.
        (OrderState::Placed, RequestKind::Cancel | RequestKind::Return) => return Err(AskRefusal::NotOpen),
        (OrderState::Placed, RequestKind::Withdrawal) | (OrderState::Confirmed, _) => {}
    }
    // Whoever has all their money back has nothing more to ask for.
    if order.given_back() == GivenBack::Wholly {
        return Err(AskRefusal::NotOpen);
    }
    match kind {
        RequestKind::Cancel => match order.shipped() {
            Shipped::None => Ok(()),
            Shipped::Partly | Shipped::Fully => Err(AskRefusal::Shipped),
            Shipped::GivenBack => Err(AskRefusal::NotOpen),
        },
        RequestKind::Return => {
            if order.lines.iter().all(|line| line.shipped == 0) {
                return Err(AskRefusal::NotShipped);
            }
            let days = returns_days.filter(|days| *days > 0).ok_or(AskRefusal::NotOffered)?;
            let until = order.delivered_at.map(|at| at + SignedDuration::from_hours(24 * i64::from(days)));
            if until.is_some_and(|until| now >= until) { Err(AskRefusal::TooLate) } else { Ok(()) }
        }
        RequestKind::Withdrawal => {
            let from = withdrawal_from(order).unwrap_or(now);
            let until = withdrawal_until(from, order.country).ok_or(AskRefusal::NotOffered)?;
            if now >= until { Err(AskRefusal::TooLate) } else { Ok(()) }
        }
    }
}

/// When the period for withdrawing begins: with delivery, or with the order where nothing travels. `None`: it has
/// not begun, and withdrawing is possible all the same.
#[must_use]
pub fn withdrawal_from(order: &Order) -> Option<Timestamp> {
    if order.lines.iter().any(|line| line.requires_shipping) { order.delivered_at } else { order.placed_at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::order::samples::order_of;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_768_000_000 + day * 86_400).unwrap()
    }

    #[test]
    fn canceling_ends_where_shipping_begins() {
        let mut order = order_of(&[2]);
        assert_eq!(may_ask(&order, RequestKind::Cancel, None, at(0)), Ok(()));
        assert_eq!(may_ask(&order, RequestKind::Return, Some(30), at(0)), Err(AskRefusal::NotShipped));
        order.lines[0].shipped = 1;
        assert_eq!(may_ask(&order, RequestKind::Cancel, None, at(0)), Err(AskRefusal::Shipped));
        assert_eq!(may_ask(&order, RequestKind::Return, Some(30), at(0)), Ok(()));
        assert_eq!(may_ask(&order, RequestKind::Return, None, at(0)), Err(AskRefusal::NotOffered));
    }

    #[test]
    fn periods_run_from_delivery() {
        let mut order = order_of(&[1]);
        order.lines[0].shipped = 1;
        order.delivered_at = Some(at(0));
        let cases = [
            (RequestKind::Return, 29, Ok(())),
            (RequestKind::Return, 30, Err(AskRefusal::TooLate)),
            (RequestKind::Withdrawal, 14, Ok(())),
            (RequestKind::Withdrawal, 19, Err(AskRefusal::TooLate)),
        ];
        for (kind, day, wanted) in cases {
            assert_eq!(may_ask(&order, kind, Some(30), at(day)), wanted, "{kind:?} on day {day}");
        }
        order.country = "US".parse().unwrap();
        assert_eq!(may_ask(&order, RequestKind::Withdrawal, None, at(1)), Err(AskRefusal::NotOffered));
    }

    #[test]
    fn an_ended_or_unpaid_order_is_not_asked_about() {
        for state in [OrderState::Pending, OrderState::Canceled] {
            let order = Order { state, ..order_of(&[1]) };
            for kind in RequestKind::ALL {
                assert_eq!(may_ask(&order, kind, Some(30), at(0)), Err(AskRefusal::NotOpen));
            }
        }
    }

    #[test]
    fn an_order_that_was_given_back_wholly_is_not_asked_about() {
        let mut order = order_of(&[1]);
        order.lines[0].shipped = 1;
        order.refunded = Money::new(order.total.amount - 1, order.total.currency);
        assert_eq!(may_ask(&order, RequestKind::Return, Some(30), at(0)), Ok(()));
        order.refunded = order.total;
        for kind in RequestKind::ALL {
            assert_eq!(may_ask(&order, kind, Some(30), at(0)), Err(AskRefusal::NotOpen), "{kind:?}");
        }
    }

    #[test]
    fn words_are_one_to_one() {
        for kind in RequestKind::ALL {
            assert_eq!(RequestKind::from_word(kind.as_str()), Some(kind));
        }
        for state in RequestState::ALL {
            assert_eq!(RequestState::from_word(state.as_str()), Some(state));
        }
    }
}
