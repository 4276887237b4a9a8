//! Where an order stands in one word, and how much of its money was given back: derived, never stored. Every list, page
//! and mail asks here, so that none says "shipped" where another says "refunded".

use super::{CancelReason, Order, OrderState, Shipped};
use crate::money::Money;

/// Where an order stands, as people name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The payment is under way.
    Pending,
    /// It can still be undone, or is being passed on.
    Placed,
    /// The merchant has it; nothing has left yet, or nothing of it travels.
    Confirmed,
    /// Some units have left, others follow.
    PartlyShipped,
    /// Everything that was to leave has left.
    Shipped,
    /// Everything has arrived.
    Delivered,
    /// Every unit was given back for before it left, but not all of the money.
    NothingToShip,
    /// All of the money was given back.
    Refunded,
    /// It ended without a sale.
    Canceled,
    /// Its buyer undid it in time.
    Undone,
}

/// How much of what was taken went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GivenBack {
    /// Nothing.
    Nothing,
    /// Some of it.
    Partly,
    /// All of it.
    Wholly,
}

impl GivenBack {
    /// How much `back` is of what was `taken`.
    #[must_use]
    pub fn of(taken: Money, back: Money) -> Self {
        match back.amount {
            ..=0 => Self::Nothing,
            back if back < taken.amount => Self::Partly,
            _ => Self::Wholly,
        }
    }
}

impl Order {
    /// How much of what was paid went back to the buyer so far. What is only promised does not count.
    #[must_use]
    pub fn given_back(&self) -> GivenBack {
        GivenBack::of(self.total, self.refunded)
    }

    /// Where it stands, in one word.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self.state {
            OrderState::Pending => Standing::Pending,
            OrderState::Placed => Standing::Placed,
            OrderState::Canceled if self.cancel == Some(CancelReason::Undone) => Standing::Undone,
            OrderState::Canceled => Standing::Canceled,
            OrderState::Confirmed if self.given_back() == GivenBack::Wholly => Standing::Refunded,
            OrderState::Confirmed if !self.travels() => Standing::Confirmed,
            OrderState::Confirmed => match self.shipped() {
                Shipped::None => Standing::Confirmed,
                Shipped::GivenBack => Standing::NothingToShip,
                Shipped::Partly | Shipped::Fully if self.delivered_at.is_some() => Standing::Delivered,
                Shipped::Partly => Standing::PartlyShipped,
                Shipped::Fully => Standing::Shipped,
            },
        }
    }

    /// Some of it is sent by parcel.
    #[must_use]
    pub fn travels(&self) -> bool {
        self.lines.iter().any(|line| line.requires_shipping)
    }

    /// Units that are still to leave, now or once the merchant has the order.
    #[must_use]
    pub fn units_to_ship(&self) -> u32 {
        match self.state {
            OrderState::Pending | OrderState::Placed | OrderState::Confirmed => {
                self.lines.iter().map(super::OrderLine::to_ship).sum()
            }
            OrderState::Canceled => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::money::Currency;
    use crate::order::samples::order_of;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    /// A confirmed order of two units at 10.00 and 5.00 of shipping: so many shipped, so many given back for, so much
    /// given back.
    fn order(shipped: u32, refunded: u32, amount: i64) -> Order {
        let mut order = order_of(&[2]);
        order.shipping = eur(500);
        order.total = eur(2_500);
        order.refunded = eur(amount);
        order.lines[0].shipped = shipped;
        order.lines[0].refunded = refunded;
        order
    }

    #[test]
    fn an_order_is_called_what_happened_to_it() {
        // Shipped, given back for, given back: its word, how much went back, what is still to leave.
        let table = [
            (order(0, 0, 0), Standing::Confirmed, GivenBack::Nothing, 2),
            (order(0, 0, 300), Standing::Confirmed, GivenBack::Partly, 2),
            (order(1, 0, 0), Standing::PartlyShipped, GivenBack::Nothing, 1),
            (order(0, 1, 1_000), Standing::Confirmed, GivenBack::Partly, 1),
            (order(1, 1, 1_000), Standing::Shipped, GivenBack::Partly, 0),
            (order(2, 0, 0), Standing::Shipped, GivenBack::Nothing, 0),
            (order(2, 1, 1_000), Standing::Shipped, GivenBack::Partly, 0),
            // The goods were given back before they left, the shipping was not.
            (order(0, 2, 2_000), Standing::NothingToShip, GivenBack::Partly, 0),
            // Promised only.
            (order(0, 2, 0), Standing::NothingToShip, GivenBack::Nothing, 0),
            (order(0, 2, 2_500), Standing::Refunded, GivenBack::Wholly, 0),
            (order(2, 2, 2_500), Standing::Refunded, GivenBack::Wholly, 0),
        ];
        for (order, standing, given_back, left) in table {
            assert_eq!(
                (order.standing(), order.given_back(), order.units_to_ship()),
                (standing, given_back, left),
                "{:?} {}",
                order.lines[0],
                order.refunded
            );
        }
        let arrived = Order { delivered_at: Some(Timestamp::UNIX_EPOCH), ..order(2, 0, 0) };
        assert_eq!(arrived.standing(), Standing::Delivered);
        let mut bits = order(0, 0, 0);
        bits.lines[0].requires_shipping = false;
        assert_eq!((bits.standing(), bits.units_to_ship()), (Standing::Confirmed, 0), "nothing travels");
    }

    #[test]
    fn an_order_without_a_sale_says_who_ended_it() {
        let ended = |cancel| Order { state: OrderState::Canceled, cancel: Some(cancel), ..order(0, 0, 0) };
        for reason in CancelReason::ALL {
            let wanted = if reason == CancelReason::Undone { Standing::Undone } else { Standing::Canceled };
            assert_eq!(ended(reason).standing(), wanted, "{reason:?}");
            assert_eq!(ended(reason).units_to_ship(), 0);
        }
    }

    #[test]
    fn what_cost_nothing_is_never_given_back() {
        assert_eq!(GivenBack::of(eur(0), eur(0)), GivenBack::Nothing);
        assert_eq!(GivenBack::of(eur(5), eur(4)), GivenBack::Partly);
        assert_eq!(GivenBack::of(eur(5), eur(5)), GivenBack::Wholly);
    }
}
