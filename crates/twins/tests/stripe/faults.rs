//! Each fault does what it says, and the twin's own books stay right whatever it answers.

use buyline_twins::stripe::{EventFault, EventWhat, Fault, What};

use crate::desk::{DAY_MS, Desk, text};

fn fault(on: &str, what: What) -> Fault {
    Fault { on: on.into(), account: None, after: 0, times: 1, what }
}

const FORM: [(&str, &str); 5] = [
    ("amount", "1000"),
    ("currency", "eur"),
    ("confirm", "true"),
    ("payment_method", "pm_card_visa"),
    ("return_url", "https://x.example"),
];

#[test]
fn an_answer_is_lost_before_or_after_acting() {
    for (what, charged) in [(What::LostBefore, 0), (What::LostAfter, 1), (What::Down, 0)] {
        let mut desk = Desk::new();
        desk.twin.fault(fault("PaymentIntents_create", what.clone()));
        let request = desk.request("POST", "/v1/payment_intents", &FORM).once("k");
        assert!(desk.send(&request).answer.is_none(), "{what:?}");
        assert_eq!(desk.twin.charges().len(), charged, "{what:?}");
        // The same key again finds what was done, or does it now: once.
        assert_eq!(text(&desk.answer(&request).body, "status"), "succeeded");
        assert_eq!(desk.twin.charges().len(), 1, "{what:?}");
    }
}

#[test]
fn too_many_and_in_flight_do_nothing_and_keep_nothing() {
    for (what, status, code) in
        [(What::TooMany, 429, "rate_limit"), (What::InFlight, 409, "idempotency_key_in_use")]
    {
        let mut desk = Desk::new();
        desk.twin.fault(fault("PaymentIntents_*", what));
        let request = desk.request("POST", "/v1/payment_intents", &FORM).once("k");
        let refused = desk.answer(&request);
        assert_eq!((refused.status, refused.body["error"]["code"].as_str()), (status, Some(code)));
        assert!(desk.twin.charges().is_empty());
        assert_eq!(desk.answer(&request).status, 200);
    }
    let mut desk = Desk::new();
    desk.twin.fault(fault("PaymentIntents_*", What::InFlight));
    let (status, error) = desk.refused("/v1/payment_intents", &FORM);
    assert_eq!((status, error["code"].as_str()), (429, Some("lock_timeout")), "without a key");
}

#[test]
fn a_wrong_amount_or_currency_is_really_charged() {
    let mut desk = Desk::new();
    desk.twin.fault(fault("PaymentIntents_create", What::WrongAmount { by: 99_000 }));
    desk.twin.fault(fault("PaymentIntents_create", What::WrongCurrency { currency: "usd".into() }));
    let request = desk.request("POST", "/v1/payment_intents", &FORM);
    let answer = desk.answer(&request);
    assert_eq!(
        (answer.body["amount"].as_i64(), answer.body["currency"].as_str()),
        (Some(100_000), Some("usd"))
    );
    let line = &desk.twin.charges()[0];
    assert_eq!((line.captured, line.currency.as_str()), (100_000, "usd"));
}

#[test]
fn a_fault_waits_and_ends_and_knows_its_account() {
    let mut desk = Desk::connected();
    let account = desk.account.clone();
    desk.twin.fault(Fault {
        on: "Customers_create".into(),
        account,
        after: 1,
        times: 2,
        what: What::TooMany,
    });
    let request = desk.request("POST", "/v1/customers", &[]);
    let platform = {
        let mut request = request.clone();
        request.account = None;
        request
    };
    let found: Vec<u16> = [&platform, &request, &platform, &request, &request, &request]
        .into_iter()
        .map(|request| desk.answer(request).status)
        .collect();
    assert_eq!(found, [200, 200, 200, 429, 429, 200]);
    assert_eq!(desk.twin.faults().set().0.len(), 0);
}

/// The types that come to an endpoint, in their order, when one purchase is made under a fault.
fn arrivals(what: Option<EventWhat>, wait_ms: i64) -> (Vec<String>, Vec<String>) {
    let mut desk = Desk::new();
    desk.post("/v1/webhook_endpoints", &[("url", "http://127.0.0.1:1/"), ("enabled_events[]", "*")]);
    if let Some(what) = what {
        desk.twin.event_fault(EventFault { on: "payment_intent.*".into(), times: 2, what });
    }
    let request = desk.request("POST", "/v1/payment_intents", &FORM);
    let reply = desk.send(&request);
    let before = reply.before.iter().map(|one| one.kind.clone()).collect();
    desk.later(wait_ms);
    let due = desk.twin.due(desk.now_ms);
    (before, due.into_iter().map(|one| one.kind).collect())
}

#[test]
fn events_come_twice_late_never_early_or_the_last_first() {
    let all = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"];
    let none: [&str; 0] = [];
    let check = |what, wait_ms, before: &[&str], after: &[&str]| {
        let (found_before, found_after) = arrivals(what, wait_ms);
        assert_eq!(
            (found_before.as_slice(), found_after.as_slice()),
            (&to_vec(before)[..], &to_vec(after)[..])
        );
    };
    check(None, 0, &none, &all);
    check(Some(EventWhat::Never), DAY_MS / 2, &none, &["charge.succeeded", "charge.updated"]);
    check(
        Some(EventWhat::BeforeReply),
        0,
        &["payment_intent.created", "payment_intent.succeeded"],
        &["charge.succeeded"],
    );
    check(Some(EventWhat::Late { ms: 1_000 }), 999, &none, &["charge.succeeded"]);
    check(
        Some(EventWhat::Late { ms: 1_000 }),
        1_000,
        &none,
        &["charge.succeeded", "payment_intent.created", "payment_intent.succeeded"],
    );
    check(
        Some(EventWhat::Reversed { of: 2 }),
        0,
        &none,
        &["charge.succeeded", "payment_intent.succeeded", "payment_intent.created"],
    );
    check(
        Some(EventWhat::Duplicated { more: 1 }),
        0,
        &none,
        &[
            "payment_intent.created",
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.succeeded",
            "payment_intent.succeeded",
        ],
    );
}

fn to_vec(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn an_event_that_never_comes_can_be_asked_for() {
    let mut desk = Desk::new();
    desk.post("/v1/webhook_endpoints", &[("url", "http://127.0.0.1:1/"), ("enabled_events[]", "*")]);
    desk.twin.event_fault(EventFault { on: "*".into(), times: u32::MAX, what: EventWhat::Never });
    desk.pay("pm_card_visa", "1000", &[]);
    assert!(desk.twin.due(desk.now_ms).is_empty());
    assert_eq!(desk.events().len(), 3);
}
