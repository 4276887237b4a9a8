//! Sponsors who match gifts, in words: what they promise, what is left of it, what a gift becomes.

use domain::donation::matching::{Match, MatchPhase, Outcome};
use domain::money::{BasisPoints, Money};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{Arg, Words};

/// Every sponsor that adds to gifts now, and what all have added; empty where none does: a promise that is over or used up
/// is no reason to give any more.
#[must_use]
pub fn matched(w: &Words, matches: &[Match], zone: &TimeZone, now: Timestamp) -> String {
    let mut said: Vec<String> = matches
        .iter()
        .filter(|one| one.phase(now) == MatchPhase::Open)
        .map(|one| offer(w, one, zone))
        .collect();
    if said.is_empty() {
        return String::new();
    }
    let added = Money::sum(matches[0].cap.currency, matches.iter().map(|one| one.matched));
    if let Some(added) = added.ok().filter(|added| !added.is_zero()) {
        said.push(w.fill("match-so-far", "sum", &*w.money_brief(added)));
    }
    said.join(" ")
}

/// "Maison Kervella doubles every gift until 12 December 2026: €1,240 of €5,000 left."
#[must_use]
pub fn offer(w: &Words, one: &Match, zone: &TimeZone) -> String {
    let (left, cap) = (w.money_brief(one.left()), w.money_brief(one.cap));
    let (until, rate) = (deadline(w, one.until(), zone), w.percent(one.ratio));
    let args = [
        ("sponsor", Arg::Text(&one.sponsor)),
        ("until", Arg::Text(&until)),
        ("left", Arg::Text(&left)),
        ("cap", Arg::Text(&cap)),
    ];
    let offered = match one.ratio {
        BasisPoints(10_000) => w.with("match-doubles", &args),
        BasisPoints(20_000) => w.with("match-triples", &args),
        BasisPoints(_) => {
            w.with("match-adds", &[args[0], ("rate", Arg::Text(&rate)), args[1], args[2], args[3]])
        }
    };
    match one.gift_cap {
        Some(most) => format!("{offered} {}", w.fill("match-most", "most", &*w.money_brief(most))),
        None => offered,
    }
}

/// The rule alone: "doubles every gift", "adds 50% to every gift".
#[must_use]
pub fn rule(w: &Words, one: &Match) -> String {
    let rule = match one.ratio {
        BasisPoints(10_000) => w.text("match-rule-doubles").to_owned(),
        BasisPoints(20_000) => w.text("match-rule-triples").to_owned(),
        BasisPoints(_) => w.fill("match-rule-adds", "rate", &*w.percent(one.ratio)),
    };
    match one.gift_cap {
        Some(most) => format!("{rule} {}", w.fill("match-most", "most", &*w.money_brief(most))),
        None => rule,
    }
}

/// What a gift would become if it arrived now; empty where no sponsor adds anything.
#[must_use]
pub fn becomes(w: &Words, gift: Money, offers: &[(Match, Money)]) -> String {
    if offers.is_empty() {
        return String::new();
    }
    let mut said: Vec<String> = offers.iter().map(|(one, added)| adds(w, one, *added)).collect();
    said.push(whole(w, gift, offers.iter().map(|(_, added)| *added)));
    said.join(" ")
}

fn adds(w: &Words, one: &Match, added: Money) -> String {
    w.with("match-gives", &[("sponsor", Arg::Text(&one.sponsor)), ("added", Arg::Money(added))])
}

fn whole(w: &Words, gift: Money, added: impl Iterator<Item = Money>) -> String {
    let total = Money::sum(gift.currency, std::iter::once(gift).chain(added)).unwrap_or(gift);
    w.with("match-becomes", &[("gift", Arg::Money(gift)), ("total", Arg::Money(total))])
}

/// What became of a gift that arrived, a sentence for each sponsor, and what it is with all of them.
#[must_use]
pub fn became(w: &Words, gift: Money, outcomes: &[(Match, Outcome)]) -> Vec<String> {
    let mut added = Vec::new();
    let mut said: Vec<String> = outcomes
        .iter()
        .map(|(one, outcome)| match outcome {
            Outcome::Whole(sum) => {
                added.push(*sum);
                adds(w, one, *sum)
            }
            Outcome::Rest(sum) => {
                added.push(*sum);
                let args = [("sponsor", Arg::Text(&one.sponsor)), ("added", Arg::Money(*sum))];
                w.with("match-rest", &args)
            }
            Outcome::UsedUp => w.fill("match-used-up", "sponsor", &*one.sponsor),
            Outcome::Over => w.fill("match-was-over", "sponsor", &*one.sponsor),
        })
        .collect();
    if !added.is_empty() {
        said.push(whole(w, gift, added.into_iter()));
    }
    said
}

/// The last moment of a promise: a day where it ends with one, else day and time, by a clock that may be another than the
/// reader's.
#[must_use]
pub fn deadline(w: &Words, until: Timestamp, zone: &TimeZone) -> String {
    let there = zone.to_datetime(until);
    if there.time() == jiff::civil::Time::midnight() {
        w.date(until - SignedDuration::from_micros(1), zone)
    } else {
        w.date_time_there(until, zone)
    }
}
