//! Every rule of the audit reports a violation planted for it, on both engines, and a sound database is clean.
//!
//! The tables have the columns of the real schema and none of its constraints: what the schema would refuse must
//! still be seen by the audit, for a database that was restored, moved or edited by hand.

#![allow(clippy::unwrap_used)]

mod world;

use world::World;

/// A planted violation: which invariant must report it, for whom, in which words, and what plants it.
struct Plant(&'static str, &'static str, &'static str, &'static str);

const PLANTS: &[Plant] = &[
    Plant(
        "I1",
        "variant 10",
        "more units reserved than on hand",
        "UPDATE variants SET on_hand = 2 WHERE id = 10",
    ),
    Plant("I1", "variant 10", "fewer than zero", "UPDATE variants SET on_hand = -1 WHERE id = 10"),
    Plant("I1", "variant 10", "hold more units", "UPDATE order_lines SET quantity = 9 WHERE id = 2021"),
    Plant(
        "I2",
        "variant 10",
        "differs from what open orders hold",
        "UPDATE variants SET reserved = 4 WHERE id = 10",
    ),
    Plant("I2", "order 101", "does not exist", "UPDATE order_lines SET variant_id = 99 WHERE id = 2011"),
    Plant("I2", "order 101", "still pending", "UPDATE checkouts SET expires_at = 5 WHERE id = 301"),
    Plant("I4", "order 103", "more than one captured", "UPDATE payments SET order_id = 103 WHERE id = 504"),
    Plant("I4", "order 103", "more captured than its total", "UPDATE orders SET total = 900 WHERE id = 103"),
    Plant("I4", "payment 501", "shares its key", "UPDATE payments SET attempt_key = 'k1' WHERE id = 502"),
    Plant(
        "I4",
        "payment 503",
        "more than it was made for",
        "UPDATE payments SET captured = 2401 WHERE id = 503",
    ),
    Plant("I4", "payment 502", "contradicts its state", "UPDATE payments SET captured = 100 WHERE id = 502"),
    Plant(
        "I5",
        "order 103",
        "its total was not captured",
        "UPDATE payments SET captured = 2300 WHERE id = 503",
    ),
    Plant("I5", "order 103", "yet still pending", "UPDATE orders SET state = 'pending' WHERE id = 103"),
    Plant("I5", "order 102", "without a payment", "UPDATE payments SET state = 'failed' WHERE id = 502"),
    Plant("I5", "order 102", "no job will end it", "DELETE FROM jobs WHERE id = 901"),
    Plant("I5", "order 102", "no job will end it", "UPDATE jobs SET state = 'dead' WHERE id = 901"),
    Plant(
        "I9",
        "payment 503",
        "the buyer's bank took back exceed",
        "UPDATE disputes SET state = 'lost', amount = 1901 WHERE id = 803",
    ),
    Plant("I10", "dispute 803", "there is no such dispute", "DELETE FROM disputes WHERE id = 803"),
    Plant("I5", "order 104", "not on its way back", "UPDATE refunds SET state = 'failed' WHERE id = 604"),
    Plant(
        "I6",
        "checkout 302",
        "more than one live order",
        "UPDATE orders SET checkout_id = 302 WHERE id = 101",
    ),
    Plant(
        "I6",
        "order 102",
        "more than one live payment",
        "UPDATE payments SET order_id = 102 WHERE id = 501",
    ),
    Plant("I6", "order 101", "another order's", "UPDATE orders SET number = 'BL-1' WHERE id = 102"),
    Plant("I6", "merchant 1", "one after the other", "UPDATE invoices SET number = 3 WHERE number = 2"),
    Plant("I6", "merchant 1", "one after the other", "UPDATE invoices SET number = 1"),
    Plant("I6", "order 103", "never sold", "UPDATE orders SET state = 'placed' WHERE id = 103"),
    Plant("I6", "mail 701", "written twice", "UPDATE mails SET unique_key = 'm1' WHERE id = 702"),
    Plant("I6", "job 901", "waits twice", "UPDATE jobs SET unique_key = 'j1'"),
    Plant("I7", "payment 501", "another amount", "UPDATE payments SET amount = 1 WHERE id = 501"),
    Plant(
        "I7",
        "payment 501",
        "another amount or currency",
        "UPDATE payments SET currency = 'USD' WHERE id = 501",
    ),
    Plant("I7", "order 102", "than its checkout showed", "UPDATE checkouts SET total = 5 WHERE id = 302"),
    Plant(
        "I7",
        "order 101",
        "its lines do not add up",
        "UPDATE order_lines SET unit_price = 5 WHERE id = 2011",
    ),
    Plant("I8", "order 101", "its parts do not add up", "UPDATE orders SET shipping = 401 WHERE id = 101"),
    Plant("I8", "order 101", "below zero", "UPDATE orders SET shipping = -1 WHERE id = 101"),
    Plant(
        "I8",
        "order line 2011",
        "not price times quantity",
        "UPDATE order_lines SET subtotal = 7 WHERE id = 2011",
    ),
    Plant("I8", "order 101", "more tax than the order", "UPDATE orders SET tax = 0 WHERE id = 101"),
    Plant("I8", "order 101", "three-letter code", "UPDATE orders SET currency = 'eur' WHERE id = 101"),
    Plant("I9", "refund 603", "not more than zero", "UPDATE refunds SET amount = 0 WHERE id = 603"),
    Plant("I9", "payment 503", "exceed what was captured", "UPDATE refunds SET amount = 2401 WHERE id = 603"),
    Plant("I9", "payment 503", "its refunded sum differs", "UPDATE payments SET refunded = 0 WHERE id = 503"),
    Plant("I9", "order 103", "its refunded sum differs", "UPDATE orders SET refunded = 0 WHERE id = 103"),
    Plant("I9", "refund 603", "of another currency", "UPDATE refunds SET currency = 'USD' WHERE id = 603"),
    Plant("I9", "refund 603", "shares its key", "UPDATE refunds SET refund_key = 'r3'"),
    Plant(
        "I10",
        "currency EUR",
        "the sum over all accounts is not zero",
        "UPDATE ledger SET credit = 'pocket' WHERE source_id = 503",
    ),
    Plant("I10", "charge 503", "other accounts", "UPDATE ledger SET credit = 'bank' WHERE source_id = 503"),
    Plant("I10", "charge 503", "nothing or less", "UPDATE ledger SET amount = -1 WHERE source_id = 503"),
    Plant(
        "I10",
        "charge 503",
        "booked twice",
        "INSERT INTO ledger SELECT * FROM ledger WHERE source_id = 503",
    ),
    Plant("I10", "payment 503", "as it was taken", "DELETE FROM ledger WHERE source_id = 503"),
    Plant("I10", "payment 503", "as it was taken", "UPDATE ledger SET amount = 2399 WHERE source_id = 503"),
    Plant("I10", "payment 504", "and it was not", "UPDATE payments SET captured = 0 WHERE id = 504"),
    Plant("I10", "refund 603", "as it was given", "UPDATE ledger SET amount = 499 WHERE source_id = 603"),
    Plant("I10", "refund 603", "as it was given", "UPDATE refunds SET state = 'failed' WHERE id = 603"),
    Plant("I10", "refund 604", "no such refund", "DELETE FROM refunds WHERE id = 604"),
    Plant("I10", "payout 851", "as it moved", "UPDATE payouts SET amount = 499 WHERE id = 851"),
    Plant("I10", "payout 851", "as it moved", "UPDATE payouts SET state = 'failed' WHERE id = 851"),
    Plant("I10", "payout 852", "as it moved", "UPDATE payouts SET amount = -41 WHERE id = 852"),
    Plant("I10", "payout 852", "as it moved", "UPDATE payouts SET state = 'paid' WHERE id = 852"),
    Plant("I10", "payout 852", "no such payout", "DELETE FROM payouts WHERE id = 852"),
    Plant("I10", "payout 851", "do not explain", "DELETE FROM payout_lines WHERE provider_ref = 'txn_1'"),
    Plant("I10", "payout 851", "do not explain", "DELETE FROM ledger WHERE source_id = 862"),
    Plant("I10", "payout 851", "do not explain", "UPDATE payouts SET itemized = 0 WHERE id = 851"),
    Plant("I10", "other_in 861", "in no payout", "DELETE FROM payout_others WHERE id = 861"),
    Plant("I22", "donation 151", "no receipt", "DELETE FROM receipts WHERE donation_id = 151"),
    Plant("I22", "donation 151", "no receipt", "UPDATE receipts SET amount = 1000 WHERE donation_id = 151"),
    Plant(
        "I22",
        "donation 154",
        "never settled",
        "UPDATE receipts SET donation_id = 154 WHERE donation_id = 151",
    ),
    Plant("I22", "donation 152", "voids its receipt", "DELETE FROM receipts WHERE kind = 'void'"),
    Plant("I22", "donation 152", "not given back", "UPDATE donations SET refunded = 0 WHERE id = 152"),
    Plant(
        "I22",
        "donation 152",
        "more than one receipt",
        "UPDATE receipts SET kind = 'void' WHERE number = 2",
    ),
    Plant("I22", "donation 155", "receipts that stand", "DELETE FROM receipts WHERE number = 6"),
    Plant("I22", "donation 155", "receipts that stand", "UPDATE receipts SET amount = 601 WHERE number = 6"),
    Plant("I22", "donation 155", "receipts that stand", "UPDATE donations SET refunded = 299 WHERE id = 155"),
    Plant("I22", "donation 155", "voids another amount", "UPDATE receipts SET amount = 899 WHERE number = 5"),
    Plant("I22", "donation 155", "of a smaller one", "UPDATE receipts SET amount = 950 WHERE number = 6"),
    Plant("I22", "donation 155", "was not voided", "UPDATE receipts SET revision = 2 WHERE number = 6"),
    Plant(
        "I22",
        "donation 155",
        "said to have gone back",
        "UPDATE donation_refunds SET amount = 200 WHERE id = 625",
    ),
    Plant(
        "I22",
        "donation 156",
        "said to have gone back",
        "UPDATE donation_disputes SET state = 'waiting' WHERE id = 806",
    ),
    Plant(
        "I22",
        "gift payment 526",
        "took back exceed",
        "UPDATE donation_disputes SET amount = 801 WHERE id = 806",
    ),
    Plant(
        "I22",
        "dispute 806",
        "of another gift",
        "UPDATE donation_disputes SET donation_id = 155 WHERE id = 806",
    ),
    Plant("I10", "dispute 806", "no such dispute", "DELETE FROM donation_disputes WHERE id = 806"),
    Plant("I22", "nonprofit 2", "one after the other", "UPDATE receipts SET number = 4 WHERE number = 3"),
    Plant("I22", "nonprofit 2", "one after the other", "UPDATE receipts SET year = 2024 WHERE number = 2"),
    Plant("I22", "donation 151", "was not taken", "UPDATE donation_payments SET captured = 1 WHERE id = 521"),
    Plant(
        "I22",
        "donation 151",
        "taken more than once",
        "UPDATE donation_payments SET donation_id = 151, refunded = 0 WHERE id = 523",
    ),
    Plant(
        "I22",
        "donation 153",
        "neither settled nor",
        "UPDATE donation_payments SET refunded = 0 WHERE id = 523",
    ),
    Plant("I22", "gift payment 521", "shares its key", "UPDATE donation_payments SET attempt_key = 'g1'"),
    Plant("I22", "gift payment 524", "no job will ask", "DELETE FROM jobs WHERE id = 903"),
    Plant(
        "I22",
        "gift payment 521",
        "contradicts its state",
        "UPDATE donation_payments SET state = 'voided' WHERE id = 521",
    ),
    Plant(
        "I22",
        "gift payment 522",
        "its refunded sum differs",
        "UPDATE donation_payments SET refunded = 0 WHERE id = 522",
    ),
    Plant("I22", "gift payment 521", "as it was taken", "DELETE FROM ledger WHERE source_id = 521"),
    Plant(
        "I22",
        "gift payment 524",
        "nothing was taken",
        "UPDATE ledger SET source_id = 524 WHERE source_id = 521",
    ),
    Plant("I22", "gift refund 622", "as it went", "UPDATE ledger SET amount = 1 WHERE source_id = 622"),
    Plant("I22", "gift refund 622", "no such refund", "DELETE FROM donation_refunds WHERE id = 622"),
    Plant(
        "I22",
        "donation 154",
        "somebody was told of it",
        "UPDATE donations SET tribute_told = 'sent', tribute_email = 'x' WHERE id = 154",
    ),
    Plant("I22", "donation 151", "claimed for Gift Aid", "DELETE FROM gift_aid_declarations"),
    Plant("I22", "donation 151", "claimed for Gift Aid", "UPDATE gift_aid_claimed SET amount = 1000"),
    Plant("I22", "donation 159", "no pledge waits", "UPDATE pledges SET tried_on = '2027-01-15'"),
    Plant("I22", "donation 159", "it is not open", "UPDATE donations SET state = 'paying' WHERE id = 159"),
    Plant("I22", "pledge 160", "is not promised", "UPDATE donations SET is_promised = 0 WHERE id = 159"),
    Plant("I22", "pledge 160", "nothing says when", "UPDATE pledges SET next_at = NULL"),
    Plant("I22", "nonprofit 2", "says other than its gifts", "UPDATE gift_aid_claims SET gifts = 2"),
    Plant("I22", "nonprofit 2", "says other than its gifts", "DELETE FROM gift_aid_claimed"),
    Plant("I22", "campaign 150", "its meter differs", "UPDATE campaigns SET raised = 1500 WHERE id = 150"),
    Plant("I22", "campaign 150", "its meter differs", "UPDATE campaigns SET gifts = 3 WHERE id = 150"),
    Plant(
        "I22",
        "campaign 150",
        "its meter of another currency",
        "INSERT INTO campaign_currencies (merchant_id, campaign_id, currency, presets, raised)
         VALUES (2, 150, 'USD', '', 5)",
    ),
    Plant("I31", "match 170", "what is shown as added", "UPDATE matches SET matched = 999 WHERE id = 170"),
    Plant(
        "I31",
        "match 170",
        "says was left",
        "UPDATE match_entries SET left_after = 199 WHERE kind = 'back'",
    ),
    Plant("I31", "match 170", "its cap differs", "UPDATE matches SET cap = 1300 WHERE id = 170"),
    Plant("I31", "match 170", "at some moment", "UPDATE match_entries SET amount = 900 WHERE amount = 1200"),
    Plant(
        "I31",
        "match 170",
        "one after the other",
        "UPDATE match_entries SET number = 9 WHERE kind = 'back'",
    ),
    Plant("I31", "match 171", "no such match", "DELETE FROM matches WHERE id = 171"),
    Plant("I31", "donation 152", "another sum", "UPDATE match_entries SET amount = 199 WHERE number = 3"),
    Plant("I31", "donation 151", "another sum", "UPDATE matches SET gift_cap = 700 WHERE id = 170"),
    Plant("I31", "donation 151", "another sum", "UPDATE matches SET ratio = 5000 WHERE id = 170"),
    Plant(
        "I31",
        "donation 151",
        "did not settle in the time",
        "UPDATE matches SET ended_at = 2 WHERE id = 170",
    ),
    Plant(
        "I31",
        "donation 151",
        "no gift to its campaign",
        "UPDATE matches SET campaign_id = 9 WHERE id = 170",
    ),
    Plant("I31", "donation 151", "no gift to its campaign", "UPDATE matches SET is_test = 0 WHERE id = 170"),
    Plant("I31", "donation 151", "not in its rows", "DELETE FROM match_entries WHERE donation_id = 151"),
    Plant("I31", "donation 151", "not in its rows", "UPDATE matches SET ended_at = NULL WHERE id = 171"),
    Plant(
        "I31",
        "donation 151",
        "more than once",
        "INSERT INTO match_entries SELECT * FROM match_entries WHERE donation_id = 151",
    ),
    Plant(
        "I31",
        "donation 155",
        "was not taken back",
        "UPDATE match_entries SET amount = 299 WHERE number = 7",
    ),
    Plant(
        "I31",
        "donation 156",
        "was not taken back",
        "DELETE FROM match_entries WHERE kind = 'back' AND donation_id = 156",
    ),
    Plant("I31", "donation 152", "and not given back", "UPDATE donations SET refunded = 0 WHERE id = 152"),
];

/// The same for the provider's record: a line it holds beyond those of the sound world.
const CHARGES: &[Plant] = &[
    Plant(
        "I10",
        "currency EUR by 1",
        "the provider's own sums",
        r#"{"key":"k3","event":"refunded","amount":1,"currency":"EUR","refund_key":"ry","at":9}"#,
    ),
    Plant(
        "I4",
        "charge k3",
        "more than once",
        r#"{"key":"k3","event":"captured","amount":2400,"currency":"EUR","at":9}"#,
    ),
    Plant(
        "I4",
        "charge lost",
        "no payment of ours",
        r#"{"key":"lost","event":"captured","amount":5,"currency":"EUR","at":9}"#,
    ),
    Plant(
        "I4",
        "payment 503",
        "another amount",
        r#"{"key":"k3","event":"captured","amount":1,"currency":"EUR","at":9}"#,
    ),
    Plant(
        "I5",
        "charge lost",
        "holds money",
        r#"{"key":"lost","event":"authorized","amount":5,"currency":"EUR","at":9}"#,
    ),
    Plant(
        "I5",
        "payment 501",
        "did not notice",
        r#"{"key":"k1","event":"captured","amount":1400,"currency":"EUR","at":9}"#,
    ),
    Plant(
        "I5",
        "payment 505",
        "still holds money",
        r#"{"key":"k5","event":"authorized","amount":2400,"currency":"EUR","at":9}"#,
    ),
    Plant(
        "I9",
        "refund r3",
        "twice under one key",
        r#"{"key":"k3","event":"refunded","amount":500,"currency":"EUR","refund_key":"r3","at":9}"#,
    ),
    Plant(
        "I9",
        "refund rx",
        "did not record it",
        r#"{"key":"k3","event":"refunded","amount":5,"currency":"EUR","refund_key":"rx","at":9}"#,
    ),
    Plant(
        "I9",
        "charge k3",
        "more than it took",
        r#"{"key":"k3","event":"refunded","amount":2400,"currency":"EUR","refund_key":"ry","at":9}"#,
    ),
];

fn every_planted_violation_is_reported(mut world: World) {
    world.make_sound();
    let sound = world.audit();
    assert!(sound.is_clean(), "{sound}");
    let numbers: Vec<&str> = sound.lines.iter().map(|line| line.invariant).collect();
    assert_eq!(numbers, ["I1", "I2", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I22", "I31"]);
    assert!(sound.lines.iter().all(|line| line.checked > 0), "{sound}");

    for plant in PLANTS {
        world.make_sound();
        world.run(plant.3);
        expect(&world, plant);
    }
    for plant in CHARGES {
        world.make_sound();
        world.charge(plant.3);
        expect(&world, plant);
    }
}

/// `order ord_…` with the number that the tables have: `order 103`.
fn with_number(subject: &str) -> String {
    let digits = subject
        .rsplit_once(' ')
        .and_then(|(about, id)| Some((about, id.get(4..).filter(|it| it.len() == 13)?)));
    let Some((about, digits)) = digits else { return subject.to_owned() };
    let value = |digit| "0123456789abcdefghjkmnpqrstvwxyz".find(digit).unwrap();
    format!("{about} {}", digits.chars().fold(0, |sum, digit| sum * 32 + value(digit)))
}

fn expect(world: &World, Plant(invariant, subject, words, planted): &Plant) {
    let report = world.audit();
    let line = report.lines.iter().find(|line| line.invariant == *invariant).unwrap();
    let found = line
        .findings
        .iter()
        .any(|finding| with_number(&finding.subject) == *subject && finding.rule.contains(words));
    assert!(found, "{planted} is not reported as {invariant} of {subject}: {words}\n{report}");
}

#[test]
fn every_planted_violation_is_reported_on_sqlite() {
    every_planted_violation_is_reported(World::sqlite());
}

#[test]
fn every_planted_violation_is_reported_on_postgres() {
    let Some(database) = testkit::postgres::fresh_database() else { return };
    every_planted_violation_is_reported(World::postgres(database));
}

#[test]
fn a_fraction_in_an_amount_is_reported_on_sqlite() {
    let mut world = World::sqlite();
    world.make_sound();
    world.run("UPDATE orders SET refunded = 500.5 WHERE id = 103");
    let report = world.audit();
    assert!(report.broken().contains(&"I8"), "{report}");
}

#[test]
fn a_charge_that_is_being_recorded_is_not_a_violation() {
    let mut world = World::sqlite();
    world.make_sound();
    world.charge(r#"{"key":"k2","event":"captured","amount":2400,"currency":"EUR","at":9}"#);
    let report = world.audit();
    assert!(report.is_clean(), "the capture job is still there: {report}");
}

#[test]
fn a_payment_the_provider_never_heard_of_is_reported() {
    let mut world = World::sqlite();
    world.make_sound();
    world.forget_charges();
    assert_eq!(world.audit().broken(), ["I5", "I9", "I10"]);
}

#[test]
fn an_address_without_an_engine_and_a_missing_file_are_errors() {
    assert!(buyline_audit::run("mysql://x", None).unwrap_err().to_string().contains("sqlite:"));
    assert!(buyline_audit::run("sqlite:/nowhere/at/all.db", None).is_err());
}
