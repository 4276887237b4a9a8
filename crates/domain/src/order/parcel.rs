//! What may leave in a parcel.

use super::{FulfillmentLine, Order, OrderState};
use crate::ids::OrderLineId;

/// Why a parcel cannot be made of this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParcelRefusal {
    /// The order is not the merchant's to ship: not confirmed yet, or ended.
    #[error("the order is not ready to be shipped")]
    NotReady,
    /// There is nothing left to ship, or nothing was chosen.
    #[error("there is nothing to ship")]
    Nothing,
    /// The order has no such line.
    #[error("the order has no line {0}")]
    UnknownLine(OrderLineId),
    /// More than is left to ship.
    #[error("only {left} of line {line} are left to ship")]
    TooMany {
        /// Which line.
        line: OrderLineId,
        /// How many are left.
        left: u32,
    },
}

/// The lines of a parcel: those `wanted`, or everything that is left when none is named. Lines with a quantity of
/// zero are left out.
///
/// # Errors
/// [`ParcelRefusal`], which names the line.
pub fn plan_parcel(order: &Order, wanted: &[FulfillmentLine]) -> Result<Vec<FulfillmentLine>, ParcelRefusal> {
    match order.state {
        OrderState::Confirmed => {}
        OrderState::Pending | OrderState::Placed | OrderState::Canceled => {
            return Err(ParcelRefusal::NotReady);
        }
    }
    let parcel: Vec<FulfillmentLine> = if wanted.is_empty() {
        order
            .lines
            .iter()
            .map(|line| FulfillmentLine { line: line.id, quantity: line.to_ship() })
            .filter(|line| line.quantity > 0)
            .collect()
    } else {
        let mut parcel: Vec<FulfillmentLine> = Vec::with_capacity(wanted.len());
        for each in wanted.iter().filter(|each| each.quantity > 0) {
            match parcel.iter_mut().find(|known| known.line == each.line) {
                Some(known) => known.quantity = known.quantity.saturating_add(each.quantity),
                None => parcel.push(*each),
            }
        }
        parcel
    };
    for each in &parcel {
        let line = order
            .lines
            .iter()
            .find(|line| line.id == each.line)
            .ok_or(ParcelRefusal::UnknownLine(each.line))?;
        if each.quantity > line.to_ship() {
            return Err(ParcelRefusal::TooMany { line: line.id, left: line.to_ship() });
        }
    }
    if parcel.is_empty() { Err(ParcelRefusal::Nothing) } else { Ok(parcel) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::samples::order_of;

    fn units(line: i64, quantity: u32) -> FulfillmentLine {
        FulfillmentLine { line: OrderLineId(line), quantity }
    }

    #[test]
    fn nothing_named_means_everything_left() {
        let mut order = order_of(&[3, 1]);
        order.lines[0].shipped = 1;
        order.lines[1].shipped = 1;
        assert_eq!(plan_parcel(&order, &[]), Ok(vec![units(1, 2)]));
    }

    #[test]
    fn refusals_name_what_is_wrong() {
        let order = order_of(&[2]);
        let cases = [
            (vec![units(1, 3)], ParcelRefusal::TooMany { line: OrderLineId(1), left: 2 }),
            (vec![units(1, 1), units(1, 2)], ParcelRefusal::TooMany { line: OrderLineId(1), left: 2 }),
            (vec![units(9, 1)], ParcelRefusal::UnknownLine(OrderLineId(9))),
            (vec![units(1, 0)], ParcelRefusal::Nothing),
        ];
        for (wanted, refusal) in cases {
            assert_eq!(plan_parcel(&order, &wanted), Err(refusal), "{wanted:?}");
        }
    }

    #[test]
    fn only_a_confirmed_order_is_shipped() {
        for state in OrderState::ALL {
            let order = Order { state, ..order_of(&[1]) };
            assert_eq!(plan_parcel(&order, &[]).is_ok(), state == OrderState::Confirmed, "{state:?}");
        }
    }

    #[test]
    fn units_given_back_for_are_not_shipped() {
        let mut order = order_of(&[3]);
        order.lines[0].refunded = 2;
        assert_eq!(plan_parcel(&order, &[]), Ok(vec![units(1, 1)]));
    }
}
