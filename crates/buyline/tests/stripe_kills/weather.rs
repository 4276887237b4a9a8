//! What goes wrong at the provider and on the way to it, while the server is killed beside.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use simulator::Dice;
use twins::server::Served;
use twins::stripe::{EventFault, EventWhat, Fault, What};

/// Between two misfortunes, so that a good part of all calls meets one and most do not.
const EVERY: Duration = Duration::from_millis(25);
/// Waiting for a call to strike at most.
const WAITING_MAX: usize = 2;
/// Calls that move money, or ask about it.
const CALLS: [&str; 3] = ["PaymentIntents_*", "Refunds_*", "*"];
/// Longer than any life: the kill comes while the answer is on its way.
const SLOW_MS_MAX: u64 = 900;
const LATE_MS_MAX: u64 = 20_000;

/// Disturbs until it is over, and counts what it has set.
pub fn disturb(twin: &Served, dice: &mut Dice, is_over: &AtomicBool, count: &AtomicU64) {
    while !is_over.load(Ordering::Relaxed) {
        std::thread::sleep(EVERY);
        let call = Fault {
            on: (*dice.pick(&CALLS)).to_owned(),
            account: None,
            after: 0,
            times: 1,
            what: call_fault(dice),
        };
        let event = EventFault {
            on: "*".to_owned(),
            times: u32::try_from(dice.below(3)).unwrap() + 1,
            what: event_fault(dice),
        };
        twin.with(|twin, _| {
            let waiting = |twin: &mut twins::stripe::Twin| {
                let (calls, events) = twin.faults().set();
                (calls.len(), events.len())
            };
            if waiting(twin).0 < WAITING_MAX {
                twin.fault(call);
                count.fetch_add(1, Ordering::Relaxed);
            }
            if waiting(twin).1 < WAITING_MAX {
                twin.event_fault(event);
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
}

/// Answers that are lost are the worst, and so are most of them.
fn call_fault(dice: &mut Dice) -> What {
    match dice.below(14) {
        0 | 1 => What::LostBefore,
        2..=4 => What::LostAfter,
        5 => What::TooMany,
        6 => What::Stored500 { acted: false },
        7 => What::Stored500 { acted: true },
        8 => What::InFlight,
        // Somebody changes the key at Stripe and has not changed it here yet.
        9 => What::NoKey,
        10 => What::MayNot,
        _ => What::Slow { ms: dice.below(SLOW_MS_MAX) },
    }
}

fn event_fault(dice: &mut Dice) -> EventWhat {
    match dice.below(6) {
        0 | 1 => EventWhat::Duplicated { more: u32::try_from(dice.below(3)).unwrap() + 1 },
        2 => EventWhat::Late { ms: i64::try_from(dice.below(LATE_MS_MAX)).unwrap() },
        3 => EventWhat::Never,
        4 => EventWhat::BeforeReply,
        _ => EventWhat::Reversed { of: u32::try_from(dice.below(3)).unwrap() + 2 },
    }
}
