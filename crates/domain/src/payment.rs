//! What may happen to a payment: observations of the provider's state, applied to ours.
//!
//! Tap, job, webhook, sweeper and operator all say the same thing: "the provider's payment is at this state".
//! [`observe`] is the one place that decides what follows. States form a lattice: money that was seen is never
//! unseen (F14, F17).

use crate::order::OrderEvent;

/// Where one attempt to collect money stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentState {
    /// Recorded, and the provider was or is being asked. The answer may be lost: look up, never guess.
    Started,
    /// The buyer's bank wants the buyer (3-D Secure).
    RequiresAction,
    /// The provider holds the money.
    Authorized,
    /// The provider took the money.
    Captured,
    /// The provider let go of the money before it was taken.
    Voided,
    /// The provider refused.
    Failed,
}

/// The provider's state as we saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Observed {
    /// It waits for the buyer at the buyer's bank.
    RequiresAction,
    /// It holds the money.
    Authorized,
    /// It took the money.
    Captured,
    /// It let go of the money, or never had any under this key.
    Voided,
    /// It refused.
    Failed,
}

/// Why a provider refused, as far as the buyer can act on it. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decline {
    /// The bank said no without a reason.
    Generic,
    /// There is not enough money.
    InsufficientFunds,
    /// The card is over.
    ExpiredCard,
    /// A number or code is wrong.
    IncorrectDetails,
    /// The buyer's bank could not confirm that it is the buyer.
    AuthenticationFailed,
    /// Nothing was tried: the provider or our own guard refused (too many attempts).
    Blocked,
}

impl PaymentState {
    /// All states, for tables and tests.
    pub const ALL: [Self; 6] =
        [Self::Started, Self::RequiresAction, Self::Authorized, Self::Captured, Self::Voided, Self::Failed];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::RequiresAction => "requires_action",
            Self::Authorized => "authorized",
            Self::Captured => "captured",
            Self::Voided => "voided",
            Self::Failed => "failed",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The provider may still hold or take money under this attempt.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Started | Self::RequiresAction | Self::Authorized)
    }
}

impl Decline {
    /// All reasons, for tables and tests.
    pub const ALL: [Self; 6] = [
        Self::Generic,
        Self::InsufficientFunds,
        Self::ExpiredCard,
        Self::IncorrectDetails,
        Self::AuthenticationFailed,
        Self::Blocked,
    ];

    /// The stored word, which is also the key of its sentence.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::InsufficientFunds => "insufficient_funds",
            Self::ExpiredCard => "expired_card",
            Self::IncorrectDetails => "incorrect_details",
            Self::AuthenticationFailed => "authentication_failed",
            Self::Blocked => "blocked",
        }
    }

    /// The reason with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// What an observation changes: the payment's next state and the event it is for the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentStep {
    /// The payment's state after the observation.
    pub state: PaymentState,
    /// What it means to the order; `None` where the order has nothing to learn.
    pub event: Option<OrderEvent>,
}

/// Applies what was seen at the provider. `None`: we knew, or knew better.
#[must_use]
pub fn observe(state: PaymentState, observed: Observed) -> Option<PaymentStep> {
    use Observed as O;
    use PaymentState as S;
    let step = |state, event| Some(PaymentStep { state, event });
    match (state, observed) {
        (S::Started, O::RequiresAction) => step(S::RequiresAction, None),
        (S::RequiresAction, O::RequiresAction) => None,
        (S::Started | S::RequiresAction, O::Authorized) => step(S::Authorized, Some(OrderEvent::Authorized)),
        (S::Started | S::RequiresAction, O::Captured) => step(S::Captured, Some(OrderEvent::Captured)),
        (S::Started | S::RequiresAction, O::Failed) => step(S::Failed, Some(OrderEvent::Refused)),
        (S::Started | S::RequiresAction, O::Voided) => step(S::Voided, Some(OrderEvent::TimedOut)),

        (S::Authorized, O::RequiresAction | O::Authorized) => None,
        (S::Authorized, O::Captured) => step(S::Captured, Some(OrderEvent::Captured)),
        // A hold that lapsed or was refused at capture is the end of the order; a void that we asked for
        // carries its own event (undone, canceled) and does not pass through here.
        (S::Authorized, O::Voided | O::Failed) => step(S::Voided, Some(OrderEvent::CaptureRefused)),

        // Taken money only leaves by refunds, which have rows of their own.
        (S::Captured, O::RequiresAction | O::Authorized | O::Captured | O::Voided | O::Failed) => None,

        // Ended without money, and now there is some: the order decides to give it back.
        (S::Voided | S::Failed, O::Authorized) => step(S::Authorized, Some(OrderEvent::Authorized)),
        (S::Voided | S::Failed, O::Captured) => step(S::Captured, Some(OrderEvent::Captured)),
        (S::Voided | S::Failed, O::RequiresAction | O::Voided | O::Failed) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{self, OrderState};

    const OBSERVED: [Observed; 5] = [
        Observed::RequiresAction,
        Observed::Authorized,
        Observed::Captured,
        Observed::Voided,
        Observed::Failed,
    ];

    #[test]
    fn every_pair_of_state_and_observation_stands_in_the_table() {
        let table = [
            ["requires_action", "authorized", "captured", "voided", "failed"],
            ["-", "authorized", "captured", "voided", "failed"],
            ["-", "-", "captured", "voided", "voided"],
            ["-", "-", "-", "-", "-"],
            ["-", "authorized", "captured", "-", "-"],
            ["-", "authorized", "captured", "-", "-"],
        ];
        for (state, row) in PaymentState::ALL.into_iter().zip(table) {
            for (observed, wanted) in OBSERVED.into_iter().zip(row) {
                let got = observe(state, observed).map_or("-", |step| step.state.as_str());
                assert_eq!(got, wanted, "{state:?} × {observed:?}");
            }
        }
    }

    /// Every order of arrival of the same facts ends in the same place (F14).
    #[test]
    fn a_charge_ends_confirmed_whatever_order_its_facts_arrive_in() {
        let facts = [Observed::RequiresAction, Observed::Authorized, Observed::Captured, Observed::Captured];
        for a in 0..4 {
            for b in (0..4).filter(|b| *b != a) {
                for c in (0..4).filter(|c| ![a, b].contains(c)) {
                    let d = 6 - a - b - c;
                    let mut state = PaymentState::Started;
                    let mut order = OrderState::Pending;
                    for index in [a, b, c, d] {
                        let Some(step) = observe(state, facts[index]) else { continue };
                        state = step.state;
                        if let Some(next) = step.event.and_then(|event| order::apply(order, event)) {
                            order = next.state;
                        }
                    }
                    assert_eq!(state, PaymentState::Captured);
                    // Captured before the window ended keeps the window: the job at its end confirms.
                    assert!(matches!(order, OrderState::Placed | OrderState::Confirmed));
                }
            }
        }
    }

    #[test]
    fn words_and_states_are_one_to_one() {
        for state in PaymentState::ALL {
            assert_eq!(PaymentState::from_word(state.as_str()), Some(state));
        }
        for reason in Decline::ALL {
            assert_eq!(Decline::from_word(reason.as_str()), Some(reason));
        }
    }
}
