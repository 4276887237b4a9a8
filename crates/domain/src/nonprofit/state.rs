//! How far the operator vouches for a nonprofit. Donors trust a Donate card because somebody looked: the registry, the
//! consent, the standing (E2). A charity that is refused reads why, and answers.

/// Where a nonprofit stands with the operator. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NonprofitState {
    /// It applied and waits for the operator.
    Applied,
    /// The operator said no, and why; an answer is a new application.
    Refused,
    /// It may ask for donations.
    Verified,
    /// It may not any more: what was given is still receipted, given back and exported.
    Suspended,
}

/// What moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReviewAct {
    /// The nonprofit answers a refusal, or changes what was looked at.
    Answer,
    /// The operator vouches for it.
    Verify,
    /// The operator says no.
    Refuse,
    /// The operator takes its word back.
    Suspend,
}

impl NonprofitState {
    /// All states, for tables and forms.
    pub const ALL: [Self; 4] = [Self::Applied, Self::Refused, Self::Verified, Self::Suspended];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Verified => "verified",
            Self::Suspended => "suspended",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Donations are taken, and posts may carry a Donate card.
    #[must_use]
    pub const fn takes_donations(self) -> bool {
        match self {
            Self::Verified => true,
            Self::Applied | Self::Refused | Self::Suspended => false,
        }
    }
}

impl ReviewAct {
    /// All acts, for tables and tests.
    pub const ALL: [Self; 4] = [Self::Answer, Self::Verify, Self::Refuse, Self::Suspend];
}

/// The state after `act`; `None` where it cannot be done.
#[must_use]
pub const fn review(state: NonprofitState, act: ReviewAct) -> Option<NonprofitState> {
    use NonprofitState as S;
    use ReviewAct as A;
    match (state, act) {
        (S::Refused, A::Answer) => Some(S::Applied),
        (S::Applied | S::Refused | S::Suspended, A::Verify) => Some(S::Verified),
        (S::Applied, A::Refuse) => Some(S::Refused),
        (S::Verified, A::Suspend) => Some(S::Suspended),
        (S::Applied | S::Verified | S::Suspended, A::Answer)
        | (S::Verified, A::Verify)
        | (S::Refused | S::Verified | S::Suspended, A::Refuse)
        | (S::Applied | S::Refused | S::Suspended, A::Suspend) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_act_stands_in_the_table() {
        // answer, verify, refuse, suspend
        let table = [
            ("applied", ["-", "verified", "refused", "-"]),
            ("refused", ["applied", "verified", "-", "-"]),
            ("verified", ["-", "-", "-", "suspended"]),
            ("suspended", ["-", "verified", "-", "-"]),
        ];
        for (state, (word, row)) in NonprofitState::ALL.into_iter().zip(table) {
            assert_eq!(state.as_str(), word);
            assert_eq!(NonprofitState::from_word(word), Some(state));
            for (act, wanted) in ReviewAct::ALL.into_iter().zip(row) {
                assert_eq!(
                    review(state, act).map_or("-", NonprofitState::as_str),
                    wanted,
                    "{state:?} × {act:?}"
                );
            }
        }
        let takes = NonprofitState::ALL.map(NonprofitState::takes_donations);
        assert_eq!(takes, [false, false, true, false]);
    }
}
