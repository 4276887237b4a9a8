//! What may happen to a donation, as a table. Tap, job, event and sweeper say what was seen of a payment; this decides
//! what it means.

/// Where a donation stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DonationState {
    /// It was begun; no payment runs.
    Open,
    /// It is given on a later day: nothing is taken before, and nothing of it is changed by its own page.
    Promised,
    /// A payment runs.
    Paying,
    /// The money is the nonprofit's. What is given back later has rows of its own.
    Settled,
    /// It was not paid in time.
    Ended,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DonationEvent {
    /// The donor taps Give: a payment was written down.
    Began,
    /// The donor promises it for a later day; how it is paid is saved.
    PutOff,
    /// Its day is there.
    Came,
    /// The provider took the money.
    Captured,
    /// The payment ended without money: refused, let go of, never heard of.
    Failed,
    /// The time to pay is over, or its donor takes the promise back.
    TimedOut,
}

/// What follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DonationEffect {
    /// Number the receipt, thank the donor, move the meter.
    Acknowledge,
    /// This payment came beside another, or after the end: give its money back.
    GiveBack,
}

/// The next state, and what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DonationStep {
    /// The state afterwards.
    pub state: DonationState,
    /// What follows.
    pub effect: Option<DonationEffect>,
}

impl DonationState {
    /// All states, for tables and tests.
    pub const ALL: [Self; 5] = [Self::Open, Self::Promised, Self::Paying, Self::Settled, Self::Ended];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Promised => "promised",
            Self::Paying => "paying",
            Self::Settled => "settled",
            Self::Ended => "ended",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl DonationEvent {
    /// All events, for tables and tests.
    pub const ALL: [Self; 6] =
        [Self::Began, Self::PutOff, Self::Came, Self::Captured, Self::Failed, Self::TimedOut];
}

/// What `event` does. `None`: nothing; a payment may not begin then, and what was known already changes nothing.
///
/// Money of a payment that was thought to have failed settles the donation if nothing else did: the donor gave it, and
/// no second payment was asked for. Once the donation has ended, was paid otherwise, or was promised for a later day, it
/// goes back.
#[must_use]
pub const fn apply(state: DonationState, event: DonationEvent) -> Option<DonationStep> {
    use DonationEvent as E;
    use DonationState as S;
    let (state, effect) = match (state, event) {
        (S::Open, E::Began) => (S::Paying, None),
        (S::Open | S::Paying, E::Captured) => (S::Settled, Some(DonationEffect::Acknowledge)),
        (S::Paying, E::Failed) => (S::Open, None),
        (S::Open, E::PutOff) => (S::Promised, None),
        (S::Promised, E::Came) => (S::Open, None),
        (S::Open | S::Promised, E::TimedOut) => (S::Ended, None),
        (S::Promised, E::Captured) => (S::Promised, Some(DonationEffect::GiveBack)),
        (S::Settled, E::Captured) => (S::Settled, Some(DonationEffect::GiveBack)),
        (S::Ended, E::Captured) => (S::Ended, Some(DonationEffect::GiveBack)),
        (S::Paying, E::Began | E::PutOff | E::Came | E::TimedOut)
        | (S::Open, E::Came | E::Failed)
        | (S::Promised, E::Began | E::PutOff | E::Failed)
        | (S::Settled | S::Ended, E::Began | E::PutOff | E::Came | E::Failed | E::TimedOut) => return None,
    };
    Some(DonationStep { state, effect })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_event_stands_in_the_table() {
        // began, put off, came, captured, failed, timed out
        let table = [
            ("open", ["paying", "promised", "-", "settled+thank", "-", "ended"]),
            ("promised", ["-", "-", "open", "promised+back", "-", "ended"]),
            ("paying", ["-", "-", "-", "settled+thank", "open", "-"]),
            ("settled", ["-", "-", "-", "settled+back", "-", "-"]),
            ("ended", ["-", "-", "-", "ended+back", "-", "-"]),
        ];
        for (state, (word, row)) in DonationState::ALL.into_iter().zip(table) {
            assert_eq!(state.as_str(), word);
            assert_eq!(DonationState::from_word(word), Some(state));
            for (event, wanted) in DonationEvent::ALL.into_iter().zip(row) {
                let got = apply(state, event).map_or("-".to_owned(), |step| {
                    let effect = match step.effect {
                        None => "",
                        Some(DonationEffect::Acknowledge) => "+thank",
                        Some(DonationEffect::GiveBack) => "+back",
                    };
                    format!("{}{effect}", step.state.as_str())
                });
                assert_eq!(got, wanted, "{state:?} × {event:?}");
            }
        }
    }

    /// Two payments of one donation, their outcomes in every order: one is kept at most.
    #[test]
    fn money_is_kept_once_whatever_order_its_news_arrive_in() {
        use DonationEvent::{Began, Came, Captured, Failed, PutOff, TimedOut};
        let stories = [
            [Began, Failed, Began, Captured, Captured],
            [Began, Captured, Failed, Captured, TimedOut],
            [Began, Failed, Captured, Began, Captured],
            [Began, Failed, TimedOut, Captured, Captured],
            [Began, Failed, PutOff, Captured, Came],
            [PutOff, Came, Began, Captured, Captured],
        ];
        for story in stories {
            let mut state = DonationState::Open;
            let (mut taken, mut back) = (0, 0);
            for event in story {
                taken += u32::from(event == Captured);
                let Some(step) = apply(state, event) else { continue };
                state = step.state;
                back += u32::from(step.effect == Some(DonationEffect::GiveBack));
            }
            assert_eq!(taken - back, u32::from(state == DonationState::Settled), "{story:?}");
        }
    }
}
