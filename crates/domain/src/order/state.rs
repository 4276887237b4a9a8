//! What may happen to an order: one pure table of state × event.
//!
//! The stock of an order's lines follows its state and nothing else: [`OrderState::holds_stock`] while it is
//! reserved, [`OrderState::took_stock`] once it left the shelf. The audit compares both with the shelf itself.

/// Where an order stands. Stored as text (see [`OrderState::as_str`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderState {
    /// Stock is reserved, the payment is under way or waits for the buyer's bank.
    Pending,
    /// The payment is held (or taken, where it cannot be held) and the undo window runs.
    Placed,
    /// The money is captured and the merchant has the order.
    Confirmed,
    /// It ended without a sale. The stock is free again.
    Canceled,
}

/// Why an order ended without a sale. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CancelReason {
    /// The provider refused the payment.
    Declined,
    /// The checkout ran out of time before the payment was settled.
    Expired,
    /// The buyer used the undo window.
    Undone,
    /// The merchant canceled it.
    Merchant,
    /// The buyer asked and the merchant agreed, before it was shipped.
    Buyer,
    /// The held payment could not be captured.
    CaptureFailed,
    /// An operator stopped it.
    Operator,
}

/// What happened, as far as the order is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderEvent {
    /// The provider holds the money.
    Authorized,
    /// The provider took the money.
    Captured,
    /// The provider refused, for good.
    Refused,
    /// The checkout's time is over and the provider confirmed that it holds nothing.
    TimedOut,
    /// The buyer undid it and the provider let go of the money.
    Undone,
    /// Staff canceled it and the money was let go or given back.
    CanceledByStaff(CancelReason),
    /// The provider could not capture what it held.
    CaptureRefused,
}

/// What an accepted event asks for. Each is enqueued in the transaction that moved the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderEffect {
    /// Tell the buyer "placed", with the undo link.
    TellBuyerPlaced,
    /// When the undo window ends: capture.
    CaptureAfterUndo,
    /// Give the units back to the shelf.
    FreeStock,
    /// Take the units off the shelf for good.
    TakeStock,
    /// Hand the order to the merchant.
    TellMerchant,
    /// Tell the buyer that it was canceled, and why.
    TellBuyerCanceled,
    /// Tell the merchant that an order it may have seen was canceled.
    TellMerchantCanceled,
    /// Money arrived for an order that has ended: give it back at once.
    GiveMoneyBack,
}

/// The outcome of one event: the next state and what it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderStep {
    /// The state after the event.
    pub state: OrderState,
    /// Set when the order ends with this step.
    pub cancel: Option<CancelReason>,
    /// What to enqueue, in order.
    pub effects: &'static [OrderEffect],
}

impl OrderState {
    /// All states, for tables and tests.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Placed, Self::Confirmed, Self::Canceled];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Placed => "placed",
            Self::Confirmed => "confirmed",
            Self::Canceled => "canceled",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The lines' units are reserved on the shelf.
    #[must_use]
    pub const fn holds_stock(self) -> bool {
        matches!(self, Self::Pending | Self::Placed)
    }

    /// The lines' units have left the shelf.
    #[must_use]
    pub const fn took_stock(self) -> bool {
        matches!(self, Self::Confirmed)
    }
}

impl CancelReason {
    /// All reasons, for tables and tests.
    pub const ALL: [Self; 7] = [
        Self::Declined,
        Self::Expired,
        Self::Undone,
        Self::Merchant,
        Self::Buyer,
        Self::CaptureFailed,
        Self::Operator,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Undone => "undone",
            Self::Merchant => "merchant",
            Self::Buyer => "buyer",
            Self::CaptureFailed => "capture_failed",
            Self::Operator => "operator",
        }
    }

    /// The reason with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// Applies `event` to an order in `state`. `None` means that the event changes nothing here: it was applied
/// before, or a later fact overtook it. Success never moves back to failure (F17).
#[must_use]
pub fn apply(state: OrderState, event: OrderEvent) -> Option<OrderStep> {
    use OrderEffect as E;
    use OrderEvent as V;
    use OrderState as S;
    let to = |state, effects| Some(OrderStep { state, cancel: None, effects });
    let end = |reason, effects| Some(OrderStep { state: S::Canceled, cancel: Some(reason), effects });
    match (state, event) {
        (S::Pending, V::Authorized) => to(S::Placed, &[E::TellBuyerPlaced, E::CaptureAfterUndo]),
        // Charged at once: the window still runs, undo is then a refund, and nothing is told before it ends.
        (S::Pending, V::Captured) => to(S::Placed, &[E::TellBuyerPlaced, E::CaptureAfterUndo]),
        (S::Pending, V::Refused) => end(CancelReason::Declined, &[E::FreeStock]),
        (S::Pending, V::TimedOut) => end(CancelReason::Expired, &[E::FreeStock]),
        (S::Pending, V::Undone) => end(CancelReason::Undone, &[E::FreeStock]),
        (S::Pending, V::CanceledByStaff(reason)) => end(reason, &[E::FreeStock, E::TellBuyerCanceled]),
        (S::Pending, V::CaptureRefused) => end(CancelReason::CaptureFailed, &[E::FreeStock]),

        (S::Placed, V::Authorized) => None,
        (S::Placed, V::Captured) => to(S::Confirmed, &[E::TakeStock, E::TellMerchant]),
        // A refusal that arrives after a success is an old message.
        (S::Placed, V::Refused | V::TimedOut) => None,
        (S::Placed, V::Undone) => end(CancelReason::Undone, &[E::FreeStock, E::TellBuyerCanceled]),
        (S::Placed, V::CanceledByStaff(reason)) => end(reason, &[E::FreeStock, E::TellBuyerCanceled]),
        (S::Placed, V::CaptureRefused) => {
            end(CancelReason::CaptureFailed, &[E::FreeStock, E::TellBuyerCanceled, E::TellMerchantCanceled])
        }

        (S::Confirmed, V::Authorized | V::Captured | V::Refused | V::TimedOut) => None,
        // The window is over: from here it is a return or a refund, never an undo.
        (S::Confirmed, V::Undone | V::CaptureRefused) => None,
        (S::Confirmed, V::CanceledByStaff(reason)) => end(reason, &[E::FreeStock, E::TellBuyerCanceled]),

        // A hold or a charge that surfaces after the end is given back, never kept in silence (F16).
        (S::Canceled, V::Authorized | V::Captured) => to(S::Canceled, &[E::GiveMoneyBack]),
        (S::Canceled, V::Refused | V::TimedOut | V::Undone | V::CanceledByStaff(_) | V::CaptureRefused) => {
            None
        }
    }
}

/// How far an order's lines have been shipped; derived from quantities, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shipped {
    /// Nothing has left.
    None,
    /// Some units have left.
    Partly,
    /// Every unit that was not given back has left.
    Fully,
    /// Every unit was given back before it left: nothing will leave.
    GivenBack,
}

/// How far `(ordered, shipped)` pairs have been shipped. Lines with nothing left to ship count as done.
#[must_use]
pub fn shipped(lines: &[(u32, u32)]) -> Shipped {
    let any = lines.iter().any(|(_, shipped)| *shipped > 0);
    let all = lines.iter().all(|(ordered, shipped)| shipped >= ordered);
    match (any, all) {
        (false, true) if !lines.is_empty() => Shipped::GivenBack,
        (_, true) => Shipped::Fully,
        (true, false) => Shipped::Partly,
        (false, false) => Shipped::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [OrderEvent; 7] = [
        OrderEvent::Authorized,
        OrderEvent::Captured,
        OrderEvent::Refused,
        OrderEvent::TimedOut,
        OrderEvent::Undone,
        OrderEvent::CanceledByStaff(CancelReason::Merchant),
        OrderEvent::CaptureRefused,
    ];

    #[test]
    fn every_pair_of_state_and_event_stands_in_the_table() {
        // Rows: states; columns: EVENTS. "-" changes nothing.
        let table = [
            ["placed", "placed", "canceled", "canceled", "canceled", "canceled", "canceled"],
            ["-", "confirmed", "-", "-", "canceled", "canceled", "canceled"],
            ["-", "-", "-", "-", "-", "canceled", "-"],
            ["canceled", "canceled", "-", "-", "-", "-", "-"],
        ];
        for (state, row) in OrderState::ALL.into_iter().zip(table) {
            for (event, wanted) in EVENTS.into_iter().zip(row) {
                let got = apply(state, event).map_or("-", |step| step.state.as_str());
                assert_eq!(got, wanted, "{state:?} × {event:?}");
            }
        }
    }

    #[test]
    fn stock_is_freed_exactly_when_an_order_that_had_it_ends() {
        for state in OrderState::ALL {
            for event in EVENTS {
                let Some(step) = apply(state, event) else { continue };
                let ends = step.state == OrderState::Canceled && state != OrderState::Canceled;
                assert_eq!(step.effects.contains(&OrderEffect::FreeStock), ends, "{state:?} × {event:?}");
                assert_eq!(step.cancel.is_some(), ends, "{state:?} × {event:?}");
                let takes = step.state.took_stock() && !state.took_stock();
                assert_eq!(step.effects.contains(&OrderEffect::TakeStock), takes, "{state:?} × {event:?}");
            }
        }
    }

    #[test]
    fn nothing_is_told_to_the_merchant_before_the_money_is_captured() {
        for event in EVENTS {
            if let Some(step) = apply(OrderState::Pending, event) {
                assert!(!step.effects.contains(&OrderEffect::TellMerchant), "{event:?}");
            }
        }
    }

    #[test]
    fn shipped_counts_units() {
        assert_eq!(shipped(&[(2, 0), (1, 0)]), Shipped::None);
        assert_eq!(shipped(&[(2, 2), (1, 0)]), Shipped::Partly);
        assert_eq!(shipped(&[(2, 2), (1, 1)]), Shipped::Fully);
    }

    #[test]
    fn words_and_states_are_one_to_one() {
        for state in OrderState::ALL {
            assert_eq!(OrderState::from_word(state.as_str()), Some(state));
        }
        for reason in CancelReason::ALL {
            assert_eq!(CancelReason::from_word(reason.as_str()), Some(reason));
        }
        assert_eq!(OrderState::from_word("paid"), None);
    }
}
