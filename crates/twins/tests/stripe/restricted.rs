//! Restricted keys: what each may do, and what it is told when it may not.

use buyline_twins::stripe::Request;

use crate::desk::{Desk, SECRET};

const KEY: &str = "rk_test_restricted";

fn ask(desk: &mut Desk, method: &str, path: &str) -> (u16, String, String) {
    let answer = desk.answer(&Request::new(method, path, KEY));
    let error = &answer.body["error"];
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (answer.status, text("code"), text("message"))
}

#[test]
fn a_key_may_what_it_was_given_and_reads_what_it_may_write() {
    let mut desk = Desk::new();
    let account = desk.twin.restrict(desk.now_ms, KEY, SECRET, &["customer_write", "event_read"]);
    assert_eq!(account, desk.twin.account_of(desk.now_ms, SECRET));
    for (method, path) in [("POST", "/v1/customers"), ("GET", "/v1/customers"), ("GET", "/v1/events")] {
        assert_eq!(ask(&mut desk, method, path).0, 200, "{method} {path}");
    }
    for (method, path, permission) in [
        ("GET", "/v1/account", "accounts_kyc_basic_read"),
        ("GET", "/v1/refunds", "charge_read"),
        ("POST", "/v1/refunds", "charge_write"),
        ("POST", "/v1/payment_intents/pi_none/cancel", "payment_intent_write"),
        ("POST", "/v1/webhook_endpoints/we_none", "webhook_write"),
        ("DELETE", "/v1/webhook_endpoints/we_none", "webhook_write"),
        ("GET", "/v1/balance_transactions", "balance_transaction_source_read"),
    ] {
        let (status, code, message) = ask(&mut desk, method, path);
        assert_eq!((status, code.as_str()), (403, ""), "{method} {path}");
        assert!(
            message.contains(&format!("on account '{account}'. Having the 'rak_{permission}' ")),
            "{message}"
        );
        assert!(!message.contains(KEY), "{message}");
    }
    // Allowed, it finds what there is not.
    desk.twin.restrict(desk.now_ms, KEY, SECRET, &["payment_intent_write"]);
    assert_eq!(ask(&mut desk, "POST", "/v1/payment_intents/pi_none/cancel").0, 404);
    assert_eq!(ask(&mut desk, "GET", "/v1/events").0, 403, "what it may is what it was given last");
}

#[test]
fn a_revoked_key_is_none_any_more_and_a_key_nobody_restricted_may_everything() {
    let mut desk = Desk::new();
    assert_eq!(ask(&mut desk, "POST", "/v1/customers").0, 200);
    desk.twin.revoke(KEY);
    let (status, code, _) = ask(&mut desk, "GET", "/v1/events");
    assert_eq!((status, code.as_str()), (401, "api_key_expired"));
}
