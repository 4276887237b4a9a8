//! A gift that comes again: what may happen to a pledge, as a table, and what is known of one.

use jiff::Timestamp;
use jiff::civil::Date;

use super::plan::{Plan, Standing};
use crate::ids::{AccountId, CampaignId, DonationId, NonprofitId, PledgeId};
use crate::money::Money;

/// Where a pledge stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PledgeState {
    /// Its first gift was begun, and is neither given nor promised yet.
    New,
    /// Its gifts are taken when they are due.
    Active,
    /// The donor's bank wants the donor for the gift that is due.
    NeedsAuthentication,
    /// The gift that is due was refused each time; the next due date is tried again.
    AtRisk,
    /// Nothing is taken until the donor goes on with it.
    Paused,
    /// The donor ended it.
    Canceled,
    /// Its last gift was due, or too many brought nothing.
    Ended,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PledgeEvent {
    /// The first gift arrived, or is promised for a later day.
    Began,
    /// A gift is due.
    Due,
    /// The gift that was due arrived.
    Settled,
    /// It was refused, and is tried again.
    Declined,
    /// It was refused for the last time.
    GaveUp,
    /// The donor's bank wants the donor.
    Asked,
    /// The donor pays with something else from now on.
    Mended,
    /// The donor wants a pause, or nobody takes gifts there any more.
    Paused,
    /// The donor goes on with it.
    Resumed,
    /// The donor ends it.
    Canceled,
    /// Nothing more is due.
    RanOut,
}

impl PledgeState {
    /// All states, for tables and tests.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Active,
        Self::NeedsAuthentication,
        Self::AtRisk,
        Self::Paused,
        Self::Canceled,
        Self::Ended,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Active => "active",
            Self::NeedsAuthentication => "needs_authentication",
            Self::AtRisk => "at_risk",
            Self::Paused => "paused",
            Self::Canceled => "canceled",
            Self::Ended => "ended",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Gifts are taken when they are due.
    #[must_use]
    pub const fn is_running(self) -> bool {
        match self {
            Self::Active | Self::NeedsAuthentication | Self::AtRisk => true,
            Self::New | Self::Paused | Self::Canceled | Self::Ended => false,
        }
    }

    /// Nothing will ever be taken again.
    #[must_use]
    pub const fn is_over(self) -> bool {
        match self {
            Self::Canceled | Self::Ended => true,
            Self::New | Self::Active | Self::NeedsAuthentication | Self::AtRisk | Self::Paused => false,
        }
    }
}

impl PledgeEvent {
    /// All events, for tables and tests.
    pub const ALL: [Self; 11] = [
        Self::Began,
        Self::Due,
        Self::Settled,
        Self::Declined,
        Self::GaveUp,
        Self::Asked,
        Self::Mended,
        Self::Paused,
        Self::Resumed,
        Self::Canceled,
        Self::RanOut,
    ];
}

/// The state after `event`; `None`: nothing changes.
///
/// A payment may still be running when the donor pauses or cancels; what becomes of it moves nothing then.
#[must_use]
pub const fn apply(state: PledgeState, event: PledgeEvent) -> Option<PledgeState> {
    use PledgeEvent as E;
    use PledgeState as S;
    match (state, event) {
        (S::New, E::Began) => Some(S::Active),
        (S::Active, E::Due | E::Settled | E::Declined | E::Mended)
        | (S::NeedsAuthentication | S::AtRisk, E::Due | E::Settled | E::Mended)
        | (S::Paused, E::Resumed) => Some(S::Active),
        (S::Active, E::GaveUp) => Some(S::AtRisk),
        (S::Active, E::Asked) => Some(S::NeedsAuthentication),
        (S::Active | S::NeedsAuthentication | S::AtRisk, E::Paused) => Some(S::Paused),
        (S::New | S::Active | S::NeedsAuthentication | S::AtRisk | S::Paused, E::Canceled) => {
            Some(S::Canceled)
        }
        (S::New | S::Active | S::NeedsAuthentication | S::AtRisk | S::Paused, E::RanOut) => Some(S::Ended),
        (
            S::New,
            E::Due | E::Settled | E::Declined | E::GaveUp | E::Asked | E::Mended | E::Paused | E::Resumed,
        )
        | (S::Active, E::Began | E::Resumed)
        | (S::NeedsAuthentication | S::AtRisk, E::Began | E::Declined | E::GaveUp | E::Asked | E::Resumed)
        | (
            S::Paused,
            E::Began | E::Due | E::Settled | E::Declined | E::GaveUp | E::Asked | E::Mended | E::Paused,
        )
        | (
            S::Canceled | S::Ended,
            E::Began
            | E::Due
            | E::Settled
            | E::Declined
            | E::GaveUp
            | E::Asked
            | E::Mended
            | E::Paused
            | E::Resumed
            | E::Canceled
            | E::RanOut,
        ) => None,
    }
}

/// With what a pledge's gifts are paid: the provider's token and the face people know it by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PledgeMethod {
    /// The provider's token; empty: none is kept.
    pub token: String,
    /// `Visa`, `Mastercard` …
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// `MM/YY`, or empty.
    pub expires: String,
}

impl PledgeMethod {
    /// The last day on which it can be charged, where it ends.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        let (month, year) = self.expires.split_once('/')?;
        let (month, year): (i8, i16) = (month.parse().ok()?, year.parse().ok()?);
        Date::new(2_000 + year, month, 1).ok().map(Date::last_of_month)
    }
}

/// A way to pay whose provider is asked whether it can be used when its donor is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedMethod {
    /// The provider's token of it, as it was typed or saved; empty: nobody is asked.
    pub token: String,
    /// Our key of the question: asked again under it, the provider goes on where it was.
    pub key: String,
    /// Where the bank asks its customer, once the provider said so.
    pub url: String,
}

/// A pledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pledge {
    /// Its id.
    pub id: PledgeId,
    /// To whom.
    pub nonprofit: NonprofitId,
    /// What for.
    pub campaign: CampaignId,
    /// The first gift: who gives, what may be shown of it and in which language stands there.
    pub first: DonationId,
    /// The donor's account, if they have one.
    pub account: Option<AccountId>,
    /// What its link is made from.
    pub link_seed: [u8; 16],
    /// Where it stands.
    pub state: PledgeState,
    /// It is paused because nobody takes gifts there, and not because the donor wished it.
    pub is_held: bool,
    /// What each gift is meant to bring.
    pub amount: Money,
    /// What the donor adds for the provider's fee.
    pub cover: Money,
    /// The purpose the donor chose, or empty.
    pub designation: String,
    /// On which days.
    pub plan: Plan,
    /// The day of the first gift, where the donor chose a later one than the day of the promise.
    pub starts_on: Option<Date>,
    /// The day of the second gift, where the donor chose one; until the first is given.
    pub next_on: Option<Date>,
    /// The number of the newest due date that was dealt with.
    pub number: u32,
    /// The gift that is due and not given; the first one also while its day lies ahead.
    pub owed: Option<DonationId>,
    /// When it was tried first, in the plan's days.
    pub tried_on: Option<Date>,
    /// When it is tried again.
    pub retry_at: Option<Timestamp>,
    /// Due dates in a row that brought nothing.
    pub missed: u32,
    /// The gift whose donor was told that the card ends before it.
    pub told: u32,
    /// When it is looked at next; none while nothing is taken.
    pub next_at: Option<Timestamp>,
    /// Whose token the method is.
    pub provider: String,
    /// How it is paid.
    pub method: PledgeMethod,
    /// With what it is to be paid, while the provider or the bank is asked.
    pub asked: AskedMethod,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Pledge {
    /// What each gift is charged.
    #[must_use]
    pub fn total(&self) -> Money {
        self.amount.checked_add(self.cover).expect("a gift is far below what 64 bits hold")
    }

    /// What its plan asks about.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let waits = self.waits_for_first();
        Standing {
            number: Some(self.number).filter(|_| !waits),
            is_owed: self.owed.is_some() && !waits,
            retry_at: self.retry_at,
            told: self.told,
        }
    }

    /// Its first gift is promised for a day that nothing was done on yet.
    #[must_use]
    pub fn waits_for_first(&self) -> bool {
        self.owed == Some(self.first) && self.tried_on.is_none()
    }

    /// The day of the gift that is due next, whether gifts are taken or paused.
    #[must_use]
    pub fn next_day(&self) -> Option<Date> {
        self.plan.day(self.standing().next()?)
    }

    /// When it is looked at next, where nothing happens before `at`. One that began later may have its next date far away:
    /// it is looked at once in a period, so that what lies further ahead was written by a clock that was.
    #[must_use]
    pub fn look_at(&self, at: Timestamp, now: Timestamp) -> Timestamp {
        match self.starts_on {
            Some(_) => at.min(now + Plan::period_max(self.plan.every)),
            None => at,
        }
    }

    /// Moves it by `event`. `false`: nothing has changed.
    pub fn apply(&mut self, event: PledgeEvent) -> bool {
        match apply(self.state, event) {
            Some(state) => {
                self.state = state;
                true
            }
            None => false,
        }
    }

    /// The gift that was owed is not any more.
    pub const fn clear_owed(&mut self) {
        self.owed = None;
        self.tried_on = None;
        self.retry_at = None;
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_pair_of_state_and_event_stands_in_the_table() {
        // began, due, settled, declined, gave up, asked, mended, paused, resumed, canceled, ran out
        let (go, wait, risk, rest, off, end) =
            ("active", "needs_authentication", "at_risk", "paused", "canceled", "ended");
        let table = [
            ("new", [go, "-", "-", "-", "-", "-", "-", "-", "-", off, end]),
            (go, ["-", go, go, go, risk, wait, go, rest, "-", off, end]),
            (wait, ["-", go, go, "-", "-", "-", go, rest, "-", off, end]),
            (risk, ["-", go, go, "-", "-", "-", go, rest, "-", off, end]),
            (rest, ["-", "-", "-", "-", "-", "-", "-", "-", go, off, end]),
            (off, ["-"; 11]),
            (end, ["-"; 11]),
        ];
        for (state, (word, row)) in PledgeState::ALL.into_iter().zip(table) {
            assert_eq!(state.as_str(), word);
            assert_eq!(PledgeState::from_word(word), Some(state));
            for (event, wanted) in PledgeEvent::ALL.into_iter().zip(row) {
                assert_eq!(
                    apply(state, event).map_or("-", PledgeState::as_str),
                    wanted,
                    "{state:?} × {event:?}"
                );
            }
        }
    }

    #[test]
    fn nothing_leads_back_from_the_end_and_nothing_is_taken_there() {
        for state in PledgeState::ALL {
            assert!(!(state.is_running() && state.is_over()));
            let moves = PledgeEvent::ALL.into_iter().any(|event| apply(state, event).is_some());
            assert_eq!(state.is_over(), !moves, "{state:?}");
        }
    }

    #[test]
    fn a_card_is_good_to_the_last_day_of_its_month() {
        let ends = |expires: &str| {
            PledgeMethod { expires: expires.to_owned(), ..PledgeMethod::default() }.last_day()
        };
        assert_eq!(ends("02/28"), Some(date(2028, 2, 29)));
        assert_eq!(ends("12/30"), Some(date(2030, 12, 31)));
        assert_eq!(["", "13/30", "1230", "/"].map(ends), [None; 4]);
    }
}
