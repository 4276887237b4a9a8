//! Payment intents: which state follows from which, and which event tells of it.

use serde_json::{Value, json};

use crate::desk::{DAY_MS, Desk, id, text};

/// How to bring an intent into each state.
fn intent_in(desk: &mut Desk, state: &str) -> String {
    let held: &[(&str, &str)] = &[("capture_method", "manual")];
    let intent = match state {
        "requires_payment_method" => {
            desk.post("/v1/payment_intents", &[("amount", "1000"), ("currency", "eur")])
        }
        "requires_confirmation" => desk.post(
            "/v1/payment_intents",
            &[("amount", "1000"), ("currency", "eur"), ("payment_method", "pm_card_visa")],
        ),
        "requires_action" => desk.pay("pm_card_authenticationRequired", "1000", &[]),
        "requires_capture" => desk.pay("pm_card_visa", "1000", held),
        "succeeded" => desk.pay("pm_card_visa", "1000", &[]),
        "processing" => {
            let debit = [
                ("payment_method_data[type]", "sepa_debit"),
                ("payment_method_data[sepa_debit][iban]", "DE89370400440532013000"),
            ];
            let mut form = vec![
                ("amount", "1000"),
                ("currency", "eur"),
                ("confirm", "true"),
                ("return_url", "https://shop.example"),
            ];
            form.extend(debit);
            desk.post("/v1/payment_intents", &form)
        }
        "canceled" => {
            let id = intent_in(desk, "requires_capture");
            desk.post(&format!("/v1/payment_intents/{id}/cancel"), &[])
        }
        other => panic!("{other}"),
    };
    assert_eq!(text(&intent, "status"), state, "{intent:#}");
    id(&intent)
}

const STATES: [&str; 7] = [
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "requires_capture",
    "processing",
    "succeeded",
    "canceled",
];

/// For each state: what comes of confirm, capture, cancel, a new amount, a refund. `-` is a refusal.
const TABLE: [(&str, [&str; 5]); 7] = [
    ("requires_payment_method", ["succeeded", "-", "canceled", "requires_payment_method", "-"]),
    ("requires_confirmation", ["succeeded", "-", "canceled", "requires_confirmation", "-"]),
    ("requires_action", ["succeeded", "-", "canceled", "requires_action", "-"]),
    ("requires_capture", ["-", "succeeded", "canceled", "-", "-"]),
    ("processing", ["-", "-", "-", "-", "-"]),
    ("succeeded", ["-", "-", "-", "-", "succeeded"]),
    ("canceled", ["-", "-", "-", "-", "-"]),
];

#[test]
fn every_call_in_every_state_leads_where_stripe_says() {
    assert_eq!(TABLE.map(|(state, _)| state), STATES);
    for (state, outcomes) in TABLE {
        for (call, expected) in ["confirm", "capture", "cancel", "amount", "refund"].into_iter().zip(outcomes)
        {
            let mut desk = Desk::new();
            let id = intent_in(&mut desk, state);
            let before = desk.get(&format!("/v1/payment_intents/{id}"));
            let (path, form): (String, Vec<(&str, &str)>) = match call {
                "confirm" => (
                    format!("/v1/payment_intents/{id}/confirm"),
                    vec![("payment_method", "pm_card_visa"), ("return_url", "https://shop.example")],
                ),
                "amount" => (format!("/v1/payment_intents/{id}"), vec![("amount", "2000")]),
                "refund" => ("/v1/refunds".to_owned(), vec![("payment_intent", id.as_str())]),
                other => (format!("/v1/payment_intents/{id}/{other}"), Vec::new()),
            };
            let request = desk.request("POST", &path, &form);
            let answer = desk.answer(&request);
            let after = desk.get(&format!("/v1/payment_intents/{id}"));
            if expected == "-" {
                assert_eq!(answer.status, 400, "{call} in {state}: {:#}", answer.body);
                let error = &answer.body["error"];
                assert_eq!(error["code"], "payment_intent_unexpected_state", "{call} in {state}: {error:#}");
                assert_eq!(error["payment_intent"]["id"], json!(id));
                assert_eq!(after, before, "a refusal changes nothing");
            } else {
                assert_eq!(answer.status, 200, "{call} in {state}: {:#}", answer.body);
                assert_eq!(text(&after, "status"), expected, "{call} in {state}");
            }
        }
    }
}

#[test]
fn a_purchase_held_and_captured_tells_its_story_in_order() {
    let mut desk = Desk::new();
    let intent =
        desk.pay("pm_card_visa", "1234", &[("capture_method", "manual"), ("metadata[order]", "ord_1")]);
    assert_eq!(
        (intent["amount_capturable"].as_i64(), intent["amount_received"].as_i64()),
        (Some(1234), Some(0))
    );
    let captured =
        desk.post(&format!("/v1/payment_intents/{}/capture", id(&intent)), &[("amount_to_capture", "1000")]);
    assert_eq!(
        (captured["amount_capturable"].as_i64(), captured["amount_received"].as_i64()),
        (Some(0), Some(1000))
    );
    assert_eq!(captured["metadata"], json!({ "order": "ord_1" }));
    let charge = desk.get(&format!("/v1/charges/{}", text(&captured, "latest_charge")));
    let sums = ["amount", "amount_captured", "amount_refunded"].map(|name| charge[name].as_i64().unwrap());
    assert_eq!((sums, charge["refunded"].as_bool()), ([1234, 1000, 234], Some(false)), "the rest was let go");
    let refunds = desk.get("/v1/refunds")["data"].clone();
    assert_eq!(
        (refunds[0]["amount"].as_i64(), &refunds[0]["balance_transaction"]),
        (Some(234), &Value::Null)
    );
    assert_eq!(desk.twin.charges()[0].refunded, 0, "no money went back");
    assert_eq!(
        desk.events(),
        [
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.amount_capturable_updated",
            "charge.captured",
            "payment_intent.succeeded",
            "refund.created",
            "charge.refunded",
        ]
    );
    let (status, error) = desk.refused(&format!("/v1/payment_intents/{}/capture", id(&intent)), &[]);
    assert_eq!((status, error["code"].as_str()), (400, Some("payment_intent_unexpected_state")));
}

#[test]
fn no_more_is_captured_than_was_held() {
    let mut desk = Desk::new();
    let intent = desk.pay("pm_card_visa", "1000", &[("capture_method", "manual")]);
    for amount in ["1001", "0", "-1"] {
        let path = format!("/v1/payment_intents/{}/capture", id(&intent));
        let (status, error) = desk.refused(&path, &[("amount_to_capture", amount)]);
        assert_eq!((status, error["param"].as_str()), (400, Some("amount_to_capture")), "{amount}");
    }
    assert_eq!(desk.twin.charges()[0].captured, 0);
}

/// Each test card: the status of the intent, or the decline.
const CARDS: &[(&str, &str, &str)] = &[
    ("pm_card_visa", "succeeded", ""),
    ("pm_card_mastercard", "succeeded", ""),
    ("pm_card_threeDSecureOptional", "succeeded", ""),
    ("pm_card_chargeCustomerFail", "succeeded", ""),
    ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
    ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
    ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
    ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
    ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    ("pm_card_authenticationRequired", "requires_action", ""),
    ("pm_card_authenticationRequiredOnSetup", "requires_action", ""),
    ("pm_card_threeDSecure2Required", "requires_action", ""),
];

#[test]
fn test_cards_do_what_their_names_say() {
    for (card, outcome, decline) in CARDS {
        let mut desk = Desk::new();
        let form = [
            ("amount", "1000"),
            ("currency", "usd"),
            ("confirm", "true"),
            ("payment_method", *card),
            ("return_url", "https://shop.example"),
        ];
        let request = desk.request("POST", "/v1/payment_intents", &form);
        let answer = desk.answer(&request);
        if decline.is_empty() {
            assert_eq!(text(&answer.body, "status"), *outcome, "{card}");
            continue;
        }
        let error = &answer.body["error"];
        let found =
            (answer.status, error["type"].as_str(), error["code"].as_str(), error["decline_code"].as_str());
        assert_eq!(found, (402, Some("card_error"), Some(*outcome), Some(*decline)), "{card}");
        let intent = &error["payment_intent"];
        assert_eq!(intent["status"], "requires_payment_method");
        assert_eq!(intent["last_payment_error"]["decline_code"], *decline);
        assert_eq!(intent["latest_charge"], error["charge"]);
        assert_eq!(
            desk.events(),
            ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"],
            "{card}"
        );
        // Another card saves the day, on the same intent.
        let path = format!("/v1/payment_intents/{}/confirm", id(intent));
        let again =
            desk.post(&path, &[("payment_method", "pm_card_visa"), ("return_url", "https://shop.example")]);
        assert_eq!(
            (text(&again, "status").as_str(), &again["last_payment_error"]),
            ("succeeded", &Value::Null)
        );
    }
}

#[test]
fn a_challenge_passed_pays_and_a_challenge_failed_does_not() {
    let mut desk = Desk::new();
    let intent = desk.pay("pm_card_authenticationRequired", "1000", &[]);
    assert_eq!(intent["next_action"]["type"], "redirect_to_url");
    let secret = text(&intent, "client_secret");
    let failed = desk.twin.challenge(desk.now_ms, &secret, false).unwrap();
    assert_eq!(text(&failed, "status"), "requires_payment_method");
    assert_eq!(failed["last_payment_error"]["code"], "payment_intent_authentication_failure");
    let path = format!("/v1/payment_intents/{}/confirm", id(&intent));
    desk.post(
        &path,
        &[
            ("payment_method", "pm_card_authenticationRequired"),
            ("use_stripe_sdk", "true"),
            ("return_url", "https://x.example"),
        ],
    );
    let paid = desk.twin.challenge(desk.now_ms, &secret, true).unwrap();
    assert_eq!((text(&paid, "status").as_str(), paid["amount_received"].as_i64()), ("succeeded", Some(1000)));
    assert!(desk.twin.challenge(desk.now_ms, &secret, true).is_err(), "it asks once");
    let poor = desk.pay("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "1000", &[]);
    let poor = desk.twin.challenge(desk.now_ms, &text(&poor, "client_secret"), true).unwrap();
    assert_eq!(poor["last_payment_error"]["decline_code"], "insufficient_funds");
    assert_eq!(desk.twin.charges().len(), 1);
}

#[test]
fn without_its_holder_a_card_that_asks_is_declined() {
    let mut desk = Desk::new();
    let customer = id(&desk.post("/v1/customers", &[]));
    let method =
        desk.post("/v1/payment_methods/pm_card_authenticationRequired/attach", &[("customer", &customer)]);
    let form = [
        ("amount", "1000"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("off_session", "true"),
        ("customer", customer.as_str()),
        ("payment_method", method["id"].as_str().unwrap()),
        ("return_url", "https://shop.example"),
    ];
    let (status, error) = desk.refused("/v1/payment_intents", &form);
    assert_eq!((status, error["code"].as_str()), (402, Some("authentication_required")));
    assert_eq!(error["payment_intent"]["status"], "requires_payment_method");
}

#[test]
fn a_method_used_without_a_customer_is_used_up_and_one_that_is_saved_is_not() {
    let mut desk = Desk::new();
    let once = desk.pay("pm_card_visa", "1000", &[]);
    let method = text(&once, "payment_method");
    let form = [
        ("amount", "500"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("payment_method", method.as_str()),
        ("return_url", "https://shop.example"),
    ];
    let (status, error) = desk.refused("/v1/payment_intents", &form);
    assert_eq!((status, error["code"].as_str()), (400, Some("payment_method_unexpected_state")));

    let customer = id(&desk.post("/v1/customers", &[]));
    let more = [("customer", customer.as_str()), ("setup_future_usage", "off_session")];
    let first = desk.pay("pm_card_visa", "1000", &more);
    let method = text(&first, "payment_method");
    let saved = desk.get(&format!("/v1/customers/{customer}/payment_methods"));
    assert_eq!(saved["data"][0]["id"], json!(method));
    let second = desk.pay(&method, "700", &[("customer", &customer), ("off_session", "true")]);
    assert_eq!(text(&second, "status"), "succeeded");
    let (_, error) = desk.refused("/v1/payment_intents", &form_of(&method));
    assert_eq!(error["param"], "payment_method", "it belongs to a customer");
}

fn form_of(method: &str) -> [(&str, &str); 5] {
    [
        ("amount", "500"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("payment_method", method),
        ("return_url", "https://shop.example"),
    ]
}

#[test]
fn a_hold_runs_out_after_seven_days() {
    let mut desk = Desk::new();
    let intent = desk.pay("pm_card_visa", "1000", &[("capture_method", "manual")]);
    desk.later(7 * DAY_MS - 1);
    assert_eq!(
        text(&desk.get(&format!("/v1/payment_intents/{}", id(&intent))), "status"),
        "requires_capture"
    );
    desk.later(1);
    let ended = desk.get(&format!("/v1/payment_intents/{}", id(&intent)));
    assert_eq!(
        (text(&ended, "status").as_str(), ended["cancellation_reason"].as_str()),
        ("canceled", Some("expired"))
    );
    let events = desk.events();
    assert_eq!(events[events.len() - 3..], ["refund.created", "charge.refunded", "payment_intent.canceled"]);
}

#[test]
fn what_cannot_be_held_is_charged_at_once_when_only_cards_are_held() {
    let form = |kind: &'static str, capture: (&'static str, &'static str)| {
        vec![
            ("amount", "1000"),
            ("currency", "eur"),
            ("confirm", "true"),
            ("return_url", "https://shop.example"),
            ("payment_method_data[type]", kind),
            capture,
        ]
    };
    let mut desk = Desk::new();
    let (status, error) = desk.refused("/v1/payment_intents", &form("ideal", ("capture_method", "manual")));
    assert_eq!((status, error["code"].as_str()), (400, Some("payment_intent_incompatible_payment_method")));
    let card_only = ("payment_method_options[card][capture_method]", "manual");
    let ideal = desk.post("/v1/payment_intents", &form("ideal", card_only));
    assert_eq!(ideal["next_action"]["type"], "redirect_to_url");
    let paid = desk.twin.challenge(desk.now_ms, &text(&ideal, "client_secret"), true).unwrap();
    assert_eq!(text(&paid, "status"), "succeeded");
    let card = desk.pay("pm_card_visa", "1000", &[card_only]);
    assert_eq!(text(&card, "status"), "requires_capture");
}

#[test]
fn a_debit_takes_days_and_may_come_back() {
    for (iban, status) in
        [("DE89370400440532013000", "succeeded"), ("DE65370400440532013202", "requires_payment_method")]
    {
        let mut desk = Desk::new();
        let intent = desk.post(
            "/v1/payment_intents",
            &[
                ("amount", "1000"),
                ("currency", "eur"),
                ("confirm", "true"),
                ("return_url", "https://shop.example"),
                ("payment_method_data[type]", "sepa_debit"),
                ("payment_method_data[sepa_debit][iban]", iban),
            ],
        );
        assert_eq!(text(&intent, "status"), "processing");
        desk.later(4 * DAY_MS);
        assert_eq!(text(&desk.get(&format!("/v1/payment_intents/{}", id(&intent))), "status"), status);
    }
}
