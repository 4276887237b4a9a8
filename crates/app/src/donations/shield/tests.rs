//! Bots, honest crowds, and what is told of them.

use super::*;

/// 2026-01-01.
const BEGIN: i64 = 1_767_225_600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(BEGIN + second).unwrap()
}

fn from(ip: [u8; 4], device: &str) -> Trier {
    Trier { ip: IpAddr::from(ip), device: device.to_owned() }
}

/// Numbers that look like chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// A try with the number `gift`, that the provider refuses at once where `fails`.
fn attempt(shield: &Shield, (trier, card, is_known): (&Trier, &str, bool), gift: i64, second: i64) -> bool {
    let gift = DonationId(gift);
    let let_through = shield.admit((trier, card, is_known), gift, at(second)).is_ok();
    if let_through {
        shield.told(gift, Ended::Failed, at(second));
    }
    let_through
}

#[test]
fn of_a_thousand_stolen_cards_from_fifty_addresses_five_reach_the_provider() {
    for at_once in [true, false] {
        let shield = Shield::default();
        let mut reached = 0;
        for index in 0..1_000_u32 {
            let [.., low] = (index % 50).to_be_bytes();
            // Each address in a network of its own, a fresh device and another card each time.
            let trier = from([203, low, 113, 7], &format!("device {index}"));
            let card = format!("card {index}");
            let (who, gift) = ((&trier, card.as_str(), false), DonationId(i64::from(index)));
            let second = if at_once { 0 } else { i64::from(index) };
            if shield.admit(who, gift, at(second)).is_ok() {
                reached += 1;
                if !at_once {
                    shield.told(gift, Ended::Failed, at(second));
                }
            }
        }
        assert!(reached <= 5, "{reached} reached the provider, at once: {at_once}");
        assert_eq!(shield.figures().alarms > 0, !at_once, "a crowd is no alarm yet");
    }
}

#[test]
fn a_thief_who_waits_for_the_end_of_a_block_waits_longer_each_time() {
    let shield = Shield::default();
    let mut reached = 0;
    // One try a minute for a day, from everywhere.
    for minute in 0..1_440_u32 {
        let [.., b, c] = minute.to_be_bytes();
        let trier = from([203, b, c, 7], "");
        let minute = i64::from(minute);
        reached += u32::from(attempt(&shield, (&trier, "", false), minute, minute * 60));
    }
    assert!(reached <= 40, "{reached} reached the provider in a day");
}

#[test]
fn hardly_any_honest_donor_is_stopped() {
    let shield = Shield::default();
    let mut chance = Chance(7);
    let (mut tries, mut stopped, mut now, mut gift) = (0_u32, 0_u32, 0, 0);
    for donor in 0..20_000_u32 {
        now += i64::try_from(chance.below(20)).unwrap();
        // A third behind one of twenty large networks, the rest at home; one in twelve cards is declined, and who was
        // declined tries another card, twice at most; every other one is sent to the bank's page first.
        let [_, _, b, c] = donor.to_be_bytes();
        let large = u8::try_from(chance.below(60)).unwrap();
        let ip = if large < 20 { [198, 51, large, 1] } else { [10, b, c, 1] };
        let trier = from(ip, &format!("device {donor}"));
        for again in 0..3 {
            tries += 1;
            gift += 1;
            let (began, card) = (at(now + again * 20), format!("card {donor} {again}"));
            if shield.admit((&trier, &card, donor % 3 == 0), DonationId(gift), began).is_err() {
                stopped += 1;
                break;
            }
            if chance.below(2) == 0 {
                shield.told(DonationId(gift), Ended::AtBank, began);
            }
            if chance.below(12) == 0 {
                shield.told(DonationId(gift), Ended::Failed, began);
            } else {
                shield.told(DonationId(gift), Ended::Arrived, began);
                break;
            }
        }
    }
    assert!(stopped * 1_000 < tries, "{stopped} of {tries} honest tries were stopped");
}

#[test]
fn who_gave_before_gives_also_while_strangers_are_stopped() {
    let shield = Shield::default();
    for index in 0..20_u8 {
        attempt(&shield, (&from([203, index, 113, 7], ""), "", false), i64::from(index), 0);
    }
    let donor = from([192, 0, 2, 1], "home");
    assert!(shield.admit((&donor, "visa", false), DonationId(100), at(1)).is_err());
    assert!(shield.admit((&donor, "visa", true), DonationId(100), at(1)).is_ok());
}

#[test]
fn one_card_tried_from_everywhere_is_stopped_by_itself() {
    let shield = Shield::default();
    let one = |index: u8| (from([203, index, 113, 7], ""), i64::from(index));
    let reached = (0..20_u8)
        .map(one)
        .filter(|(trier, gift)| attempt(&shield, (trier, "stolen", true), *gift, 0))
        .count();
    assert_eq!(reached, 3);
}

#[test]
fn a_card_that_is_known_late_counts_with_its_try_and_stops_it_when_it_failed_too_often() {
    let shield = Shield::default();
    let mut reached = 0;
    for index in 0..20_u8 {
        let (trier, gift) = (from([203, index, 113, 7], ""), DonationId(i64::from(index)));
        assert!(shield.admit((&trier, "", true), gift, at(0)).unwrap());
        match shield.identify(gift, "stolen", at(0)) {
            Ok(()) => {
                reached += 1;
                shield.identify(gift, "stolen", at(0)).expect("told twice, counted once");
                shield.told(gift, Ended::Failed, at(0));
            }
            // Its place is free: what becomes of it is nobody's failure.
            Err(_) => shield.told(gift, Ended::Failed, at(0)),
        }
    }
    assert_eq!(reached, 3);
    let trier = from([203, 19, 113, 7], "");
    for gift in 100..105 {
        assert!(attempt(&shield, (&trier, "", true), gift, 0), "a stopped try is no failure of its network");
    }
}

#[test]
fn a_block_ends_by_itself_and_failures_are_forgotten() {
    let shield = Shield::default();
    let trier = from([203, 0, 113, 7], "device");
    for gift in 0..5 {
        assert!(attempt(&shield, (&trier, "", false), gift, 0));
    }
    let stopped = shield.admit((&trier, "", false), DonationId(9), at(1)).unwrap_err();
    assert_eq!(stopped, Stopped { wait_s: 601, is_crowd: false });
    assert!(shield.admit((&trier, "", false), DonationId(9), at(3_601)).is_ok());
}

#[test]
fn what_failed_for_our_own_sake_counts_for_nothing() {
    let shield = Shield::default();
    let trier = from([203, 0, 113, 7], "device");
    for gift in 0..50 {
        shield.admit((&trier, "", false), DonationId(gift), at(gift)).unwrap();
        shield.told(DonationId(gift), Ended::Nothing, at(gift));
    }
}

#[test]
fn a_crowd_waits_for_its_turn_and_nobody_is_blocked() {
    let shield = Shield::default();
    let trier = |index: u8| from([10, index, 0, 1], &format!("device {index}"));
    let mut waiting: Vec<u8> = (0..100).collect();
    let mut rounds = 0;
    while !waiting.is_empty() {
        rounds += 1;
        let admit =
            |index: &u8| shield.admit((&trier(*index), "", false), DonationId(i64::from(*index)), at(rounds));
        let (turn, rest): (Vec<u8>, Vec<u8>) = waiting.into_iter().partition(|index| match admit(index) {
            Ok(is_first) => is_first,
            Err(stopped) => {
                assert!(stopped.is_crowd);
                false
            }
        });
        for index in turn {
            shield.told(DonationId(i64::from(index)), Ended::Arrived, at(rounds));
        }
        waiting = rest;
    }
    assert!(rounds <= 6, "{rounds} rounds for a hundred");
    assert_eq!(shield.figures(), Figures { stopped: 0, alarms: 0 });
}

#[test]
fn who_leaves_the_banks_page_has_failed_after_a_while() {
    let shield = Shield::default();
    let trier = from([203, 0, 113, 7], "device");
    for gift in 0..3 {
        shield.admit((&trier, "", true), DonationId(gift), at(0)).unwrap();
        shield.told(DonationId(gift), Ended::AtBank, at(0));
    }
    assert!(shield.admit((&trier, "", true), DonationId(3), at(5)).unwrap_err().is_crowd);
    assert!(shield.admit((&trier, "", true), DonationId(3), at(1_900)).is_ok());
}
