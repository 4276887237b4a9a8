//! How bad things are: what may go wrong, and how often in a thousand times.

use twins::stripe::{EventFault, EventWhat, Fault, What};

use crate::dice::Dice;

/// Longest that a call is on its way to the provider or back in bad weather. Longer than the application waits.
const SLOW_MS_MAX: u64 = 30_000;

/// What may go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weather {
    /// A call to the provider meets a fault.
    pub calls: u64,
    /// A call to the provider is slow, there or back.
    pub slow: u64,
    /// An event is lost on its way to us, late, doubled, out of order, before the answer, or never sent.
    pub events: u64,
    /// The process dies within a step.
    pub deaths: u64,
    /// The server's clock is set, between two steps.
    pub clocks: u64,
    /// A buyer's connection ends before the answer.
    pub hang_ups: u64,
}

impl Weather {
    /// Nothing goes wrong.
    pub const CALM: Self = Self { calls: 0, slow: 0, events: 0, deaths: 0, clocks: 0, hang_ups: 0 };
    /// Everything goes wrong now and then, in any combination.
    pub const STORM: Self =
        Self { calls: 120, slow: 60, events: 250, deaths: 150, clocks: 40, hang_ups: 150 };

    /// A fault for the next call, and one for the events it causes.
    pub(crate) fn strike(self, dice: &mut Dice) -> (Option<Fault>, Option<EventFault>) {
        let fault = dice.happens(self.calls).then(|| Fault {
            on: "*".to_owned(),
            account: None,
            after: 0,
            times: 1,
            what: call_fault(dice),
        });
        let event = dice.happens(self.events).then(|| EventFault {
            on: "*".to_owned(),
            times: u32::try_from(dice.below(4)).expect("below four") + 1,
            what: event_fault(dice),
        });
        (fault, event)
    }

    /// How long a call is on its way, in one direction.
    pub(crate) fn way_ms(self, dice: &mut Dice) -> u64 {
        let most = if dice.happens(self.slow) { SLOW_MS_MAX } else { 60 };
        dice.below(most + 1)
    }
}

fn call_fault(dice: &mut Dice) -> What {
    match dice.below(9) {
        0 | 1 => What::LostBefore,
        2..=4 => What::LostAfter,
        5 => What::TooMany,
        6 => What::Stored500 { acted: false },
        7 => What::Stored500 { acted: true },
        _ => What::InFlight,
    }
}

fn event_fault(dice: &mut Dice) -> EventWhat {
    match dice.below(5) {
        0 => EventWhat::Duplicated { more: u32::try_from(dice.below(9)).expect("below nine") + 1 },
        1 => EventWhat::Late { ms: i64::try_from(dice.below(3 * 24 * 3_600_000)).expect("three days") },
        2 => EventWhat::Never,
        3 => EventWhat::BeforeReply,
        _ => EventWhat::Reversed { of: u32::try_from(dice.below(4)).expect("below four") + 2 },
    }
}
