//! Idempotency keys: the first answer again, for a day, to the same request of the same account.

use buyline_twins::stripe::{Fault, What};

use crate::desk::{DAY_MS, Desk, HOUR_MS, SECRET, id};

const FORM: [(&str, &str); 2] = [("amount", "1000"), ("currency", "eur")];

#[test]
fn the_same_request_is_answered_the_same_and_done_once() {
    let mut desk = Desk::new();
    let request = desk.request("POST", "/v1/payment_intents", &FORM).once("k");
    let first = desk.answer(&request);
    desk.later(23 * HOUR_MS);
    let mut reordered = request.clone();
    reordered.body = "currency=eur&amount=1000".into();
    let second = desk.answer(&reordered);
    assert_eq!(second.body, first.body);
    let header = |name: &str| {
        second.headers.iter().find(|(header, _)| *header == name).map(|(_, value)| value.clone())
    };
    let first_id =
        first.headers.iter().find(|(header, _)| *header == "request-id").map(|(_, value)| value.clone());
    assert_eq!(
        (header("idempotent-replayed").as_deref(), header("original-request")),
        (Some("true"), first_id.clone())
    );
    assert_ne!(header("request-id"), first_id);
    assert_eq!(desk.get("/v1/payment_intents")["data"].as_array().unwrap().len(), 1);
    assert_eq!(desk.twin.log().iter().filter(|one| one.replayed).count(), 1);
}

#[test]
fn other_parameters_or_another_address_are_refused() {
    let mut desk = Desk::new();
    let request = desk.request("POST", "/v1/payment_intents", &FORM).once("k");
    let first = desk.answer(&request);
    let other =
        desk.request("POST", "/v1/payment_intents", &[("amount", "1001"), ("currency", "eur")]).once("k");
    let elsewhere = desk.request("POST", "/v1/customers", &[]).once("k");
    for request in [other, elsewhere] {
        let refused = desk.answer(&request);
        assert_eq!(
            (refused.status, refused.body["error"]["type"].as_str()),
            (400, Some("idempotency_error"))
        );
    }
    assert_eq!(desk.answer(&request).body, first.body, "the first is untouched");
}

#[test]
fn after_a_day_a_key_is_a_new_one() {
    let mut desk = Desk::new();
    let request = desk.request("POST", "/v1/payment_intents", &FORM).once("k");
    let first = desk.answer(&request);
    desk.later(DAY_MS);
    assert_ne!(id(&desk.answer(&request).body), id(&first.body), "a pruned key charges again");
}

#[test]
fn keys_of_two_accounts_are_two_keys() {
    let mut desk = Desk::connected();
    let one = desk.request("POST", "/v1/customers", &[]).once("k");
    let other = desk.twin.connect(desk.now_ms, SECRET);
    let two = one.clone().on(&other);
    assert_ne!(id(&desk.answer(&one).body), id(&desk.answer(&two).body));
}

#[test]
fn a_decline_is_kept_and_a_mistake_is_not() {
    let mut desk = Desk::new();
    let form = [
        ("amount", "1000"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("return_url", "https://x.example"),
        ("payment_method", "pm_card_visa_chargeDeclined"),
    ];
    let declined = desk.request("POST", "/v1/payment_intents", &form).once("declined");
    let first = desk.answer(&declined);
    assert_eq!((first.status, desk.answer(&declined).body), (402, first.body.clone()));
    assert_eq!(desk.get("/v1/charges")["data"].as_array().unwrap().len(), 1);

    let wrong = desk.request("POST", "/v1/payment_intents", &[("amount", "1000")]).once("mistake");
    assert_eq!(desk.answer(&wrong).status, 400);
    let right = desk.request("POST", "/v1/payment_intents", &FORM).once("mistake");
    assert_eq!(desk.answer(&right).status, 200, "nothing was begun, so the key is free");
}

#[test]
fn a_stored_500_is_answered_again_whether_it_acted_or_not() {
    for acted in [false, true] {
        let mut desk = Desk::new();
        let fault = Fault {
            on: "PaymentIntents_create".into(),
            account: None,
            after: 0,
            times: 1,
            what: What::Stored500 { acted },
        };
        desk.twin.fault(fault);
        let request = desk.request("POST", "/v1/payment_intents", &FORM).once("k");
        for _ in 0..2 {
            let answer = desk.answer(&request);
            assert_eq!((answer.status, answer.body["error"]["type"].as_str()), (500, Some("api_error")));
        }
        assert_eq!(desk.get("/v1/payment_intents")["data"].as_array().unwrap().len(), usize::from(acted));
    }
}

#[test]
fn while_the_first_still_runs_the_second_is_told_so() {
    let mut desk = Desk::new();
    desk.twin.fault(Fault {
        on: "*".into(),
        account: None,
        after: 0,
        times: 1,
        what: What::Slow { ms: 5_000 },
    });
    let request = desk.request("POST", "/v1/payment_intents", &FORM).once("k");
    let slow = desk.send(&request);
    assert_eq!(slow.wait_ms, 5_000);
    let meanwhile = desk.answer(&request);
    assert_eq!(
        (meanwhile.status, meanwhile.body["error"]["code"].as_str()),
        (409, Some("idempotency_key_in_use"))
    );
    desk.twin.finish(slow.ticket.unwrap());
    assert_eq!(desk.answer(&request).body, slow.answer.unwrap().body);
}
