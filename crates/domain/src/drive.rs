//! The next step of an order that waits for something. State is in the rows; this rule reads it; a job does it.

use crate::order::OrderState;
use crate::payment::PaymentState;

/// What the job that drives an order does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Ask the provider what became of the attempt; an answer was lost or the buyer is at the bank.
    LookUp,
    /// The time is over: make the provider let go, then record what it says.
    GiveUp,
    /// Someone wished it ended: make the provider let go, then end it for that reason.
    VoidAndEnd,
    /// Someone wished it ended and the money was taken already: end it, the refund follows.
    End,
    /// The undo window is over: take the money.
    Capture,
    /// The undo window is over and the money was taken at once: confirm.
    Confirm,
    /// The order has ended but the provider still holds money: make it let go.
    LetGo,
    /// Nothing yet; come back when the window or the time is over.
    Wait,
    /// Nothing, ever.
    Done,
}

/// What decides the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The order's state.
    pub order: OrderState,
    /// The newest attempt's state.
    pub payment: PaymentState,
    /// Someone wished it ended.
    pub wished_ended: bool,
    /// The undo window is over.
    pub window_over: bool,
    /// The time to finish paying is over.
    pub time_over: bool,
}

/// The next step. One table, every pair of states.
#[must_use]
pub fn next_step(standing: Standing) -> Step {
    use OrderState as O;
    use PaymentState as P;
    let Standing { order, payment, wished_ended, window_over, time_over } = standing;
    match (order, payment) {
        (O::Pending, P::Started | P::RequiresAction) => {
            if time_over {
                Step::GiveUp
            } else {
                Step::LookUp
            }
        }
        // The outcome was seen but the order not told: saying it again tells it.
        (O::Pending, P::Authorized | P::Captured | P::Voided | P::Failed) => Step::LookUp,
        (O::Placed, P::Authorized) => match (wished_ended, window_over) {
            (true, _) => Step::VoidAndEnd,
            (false, true) => Step::Capture,
            (false, false) => Step::Wait,
        },
        (O::Placed, P::Captured) => match (wished_ended, window_over) {
            (true, _) => Step::End,
            (false, true) => Step::Confirm,
            (false, false) => Step::Wait,
        },
        (O::Placed, P::Started | P::RequiresAction | P::Voided | P::Failed) => Step::LookUp,
        (
            O::Confirmed,
            P::Started | P::RequiresAction | P::Authorized | P::Captured | P::Voided | P::Failed,
        ) => Step::Done,
        (O::Canceled, P::Authorized) => Step::LetGo,
        (O::Canceled, P::Started | P::RequiresAction) => Step::GiveUp,
        (O::Canceled, P::Captured | P::Voided | P::Failed) => Step::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_never_taken_inside_the_undo_window_or_against_a_wish() {
        for order in OrderState::ALL {
            for payment in PaymentState::ALL {
                for bits in 0..8_u8 {
                    let standing = Standing {
                        order,
                        payment,
                        wished_ended: bits & 1 != 0,
                        window_over: bits & 2 != 0,
                        time_over: bits & 4 != 0,
                    };
                    if next_step(standing) == Step::Capture {
                        assert!(standing.window_over && !standing.wished_ended, "{standing:?}");
                        assert_eq!((order, payment), (OrderState::Placed, PaymentState::Authorized));
                    }
                }
            }
        }
    }

    #[test]
    fn an_ended_order_never_leaves_money_held() {
        let held = Standing {
            order: OrderState::Canceled,
            payment: PaymentState::Authorized,
            wished_ended: false,
            window_over: false,
            time_over: false,
        };
        assert_eq!(next_step(held), Step::LetGo);
        assert_eq!(next_step(Standing { payment: PaymentState::Started, ..held }), Step::GiveUp);
    }
}
