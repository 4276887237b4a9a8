//! Methods saved for later: tokens, setup intents, attaching and detaching.

use buyline_twins::stripe::Paper;
use serde_json::json;

use crate::desk::{Desk, HOUR_MS, PUBLIC, id, text};

fn paper(number: &str) -> Paper {
    Paper::card(number).with("return_url", json!("https://shop.example/back"))
}

#[test]
fn a_token_pays_once_and_in_time() {
    let mut desk = Desk::new();
    let token = desk.token(paper("4242424242424242"));
    let form = [
        ("amount", "1000"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("confirmation_token", token.as_str()),
    ];
    let paid = desk.post("/v1/payment_intents", &form);
    assert_eq!(text(&paid, "status"), "succeeded");
    assert_eq!(desk.get(&format!("/v1/confirmation_tokens/{token}"))["payment_intent"], json!(id(&paid)));
    let (status, error) = desk.refused("/v1/payment_intents", &form);
    assert_eq!((status, error["code"].as_str()), (400, Some("token_already_used")));
    assert_eq!(desk.twin.charges().len(), 1);
    let old = desk.token(paper("4242424242424242"));
    desk.later(12 * HOUR_MS);
    let form =
        [("amount", "1000"), ("currency", "eur"), ("confirm", "true"), ("confirmation_token", old.as_str())];
    assert_eq!(desk.refused("/v1/payment_intents", &form).0, 400);
}

#[test]
fn a_token_of_the_browser_asks_in_the_page() {
    let mut desk = Desk::new();
    let token = desk.token(paper("4000 0027 6000 3184"));
    let form = [
        ("amount", "1000"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("confirmation_token", token.as_str()),
    ];
    let asks = desk.post("/v1/payment_intents", &form);
    assert_eq!(
        (text(&asks, "status").as_str(), asks["next_action"]["type"].as_str()),
        ("requires_action", Some("use_stripe_sdk"))
    );
}

#[test]
fn a_card_that_cannot_be_right_makes_no_token() {
    let mut desk = Desk::new();
    for (number, code) in [("4242424242424241", "incorrect_number"), ("4000000000000000", "incorrect_number")]
    {
        let refusal = desk.twin.tokenize(desk.now_ms, PUBLIC, None, &paper(number)).unwrap_err();
        assert_eq!((refusal.status, refusal.code), (402, Some(code)));
    }
    assert!(desk.twin.tokenize(desk.now_ms, "sk_test_platform", None, &paper("4242424242424242")).is_err());
    assert!(desk.twin.tokenize(desk.now_ms, PUBLIC, Some("acct_other"), &paper("4242424242424242")).is_err());
}

#[test]
fn a_setup_saves_a_method_with_its_holders_consent() {
    let mut desk = Desk::new();
    let customer = id(&desk.post("/v1/customers", &[]));
    let token = desk.token(paper("4000002500003155"));
    let form = [("customer", customer.as_str()), ("confirm", "true"), ("confirmation_token", token.as_str())];
    let setup = desk.post("/v1/setup_intents", &form);
    assert_eq!(text(&setup, "status"), "requires_action");
    let secret = text(&setup, "client_secret");
    let failed = desk.twin.challenge(desk.now_ms, &secret, false).unwrap();
    assert_eq!(
        (text(&failed, "status").as_str(), failed["last_setup_error"]["code"].as_str()),
        ("requires_payment_method", Some("setup_intent_authentication_failure"))
    );
    let token = desk.token(paper("4000002500003155"));
    desk.twin.confirm_in_browser(desk.now_ms, PUBLIC, None, &secret, Some(&token), None).unwrap();
    let done = desk.twin.challenge(desk.now_ms, &secret, true).unwrap();
    assert_eq!(text(&done, "status"), "succeeded");
    let method = text(&done, "payment_method");
    let off = [("customer", customer.as_str()), ("off_session", "true")];
    assert_eq!(text(&desk.pay(&method, "1000", &off), "status"), "succeeded", "set up, so it asks no more");
    assert_eq!(
        desk.refused(&format!("/v1/setup_intents/{}/cancel", id(&done)), &[]).1["code"],
        "setup_intent_unexpected_state"
    );
}

#[test]
fn a_declined_card_is_not_attached_and_one_that_declines_later_is() {
    let mut desk = Desk::new();
    let customer = id(&desk.post("/v1/customers", &[]));
    let attach = |card: &str| format!("/v1/payment_methods/{card}/attach");
    let (status, error) = desk.refused(&attach("pm_card_visa_chargeDeclined"), &[("customer", &customer)]);
    assert_eq!((status, error["code"].as_str()), (402, Some("card_declined")));
    let later = id(&desk.post(&attach("pm_card_chargeCustomerFail"), &[("customer", &customer)]));
    let form = [
        ("amount", "1000"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("customer", customer.as_str()),
        ("payment_method", later.as_str()),
        ("return_url", "https://x.example"),
    ];
    assert_eq!(desk.refused("/v1/payment_intents", &form).0, 402);
    desk.post(&format!("/v1/payment_methods/{later}/detach"), &[]);
    assert_eq!(
        desk.refused(&format!("/v1/payment_methods/{later}/attach"), &[("customer", &customer)]).0,
        400
    );
    assert_eq!(desk.get(&format!("/v1/customers/{customer}/payment_methods"))["data"], json!([]));
}

#[test]
fn a_deleted_customer_is_gone_and_so_are_its_methods() {
    let mut desk = Desk::new();
    let customer = id(&desk.post("/v1/customers", &[]));
    let method = id(&desk.post("/v1/payment_methods/pm_card_visa/attach", &[("customer", &customer)]));
    let request = desk.request("DELETE", &format!("/v1/customers/{customer}"), &[]);
    assert_eq!(desk.answer(&request).body["deleted"], true);
    assert_eq!(desk.get(&format!("/v1/customers/{customer}"))["deleted"], true);
    assert_eq!(desk.answer(&request).status, 404);
    assert_eq!(desk.get(&format!("/v1/payment_methods/{method}"))["customer"], json!(null));
}
