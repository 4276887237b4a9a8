//! Refunds: never beyond what was received, whatever is tried.

use proptest::prelude::*;
use serde_json::json;

use crate::desk::{DAY_MS, Desk, id, text};

#[test]
fn refunds_add_up_to_what_was_taken_and_no_further() {
    let mut desk = Desk::new();
    let intent = id(&desk.pay("pm_card_visa", "1000", &[]));
    let refund = desk
        .post("/v1/refunds", &[("payment_intent", &intent), ("amount", "600"), ("metadata[refund]", "r1")]);
    assert_eq!(
        (text(&refund, "status").as_str(), &refund["metadata"]),
        ("succeeded", &json!({ "refund": "r1" }))
    );
    let (status, error) = desk.refused("/v1/refunds", &[("payment_intent", &intent), ("amount", "401")]);
    assert_eq!((status, error["param"].as_str()), (400, Some("amount")));
    desk.post("/v1/refunds", &[("payment_intent", &intent)]);
    let (status, error) = desk.refused("/v1/refunds", &[("payment_intent", &intent)]);
    assert_eq!((status, error["code"].as_str()), (400, Some("charge_already_refunded")));
    let line = &desk.twin.charges()[0];
    assert_eq!((line.captured, line.refunded), (1000, 1000));
    for amount in ["0", "-5"] {
        let other = id(&desk.pay("pm_card_visa", "1000", &[]));
        assert_eq!(desk.refused("/v1/refunds", &[("payment_intent", &other), ("amount", amount)]).0, 400);
    }
}

#[test]
fn only_what_was_captured_can_go_back() {
    let mut desk = Desk::new();
    let intent = id(&desk.pay("pm_card_visa", "1000", &[("capture_method", "manual")]));
    assert_eq!(desk.refused("/v1/refunds", &[("payment_intent", &intent)]).0, 400);
    desk.post(&format!("/v1/payment_intents/{intent}/capture"), &[("amount_to_capture", "300")]);
    assert_eq!(desk.refused("/v1/refunds", &[("payment_intent", &intent), ("amount", "301")]).0, 400);
    assert_eq!(desk.post("/v1/refunds", &[("payment_intent", &intent)])["amount"], 300);
}

#[test]
fn a_refund_may_be_pending_and_may_come_back() {
    let mut desk = Desk::new();
    let slow = id(&desk.pay("pm_card_pendingRefund", "1000", &[]));
    let refund = desk.post("/v1/refunds", &[("payment_intent", &slow)]);
    assert_eq!(
        (text(&refund, "status").as_str(), refund["pending_reason"].as_str()),
        ("pending", Some("processing"))
    );
    let fails = id(&desk.pay("pm_card_refundFail", "500", &[]));
    let failing = desk.post("/v1/refunds", &[("payment_intent", &fails)]);
    assert_eq!(text(&failing, "status"), "succeeded");
    desk.later(3 * DAY_MS);
    assert_eq!(text(&desk.get(&format!("/v1/refunds/{}", id(&refund))), "status"), "succeeded");
    let failed = desk.get(&format!("/v1/refunds/{}", id(&failing)));
    assert_eq!(
        (text(&failed, "status").as_str(), failed["failure_balance_transaction"].is_string()),
        ("failed", true)
    );
    let lines = desk.twin.charges();
    assert_eq!([lines[0].refunded, lines[1].refunded], [1000, 0], "what came back was not refunded");
    let events = desk.events();
    assert!(events.contains(&"refund.failed".to_owned()) && events.contains(&"refund.updated".to_owned()));
    // The money is there again, so it can be tried again.
    assert_eq!(desk.post("/v1/refunds", &[("payment_intent", &fails)])["amount"], 500);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_sequence_of_refunds_takes_back_more_than_was_received(
        captured in 1_i64..2_000,
        steps in proptest::collection::vec((0_i64..1_200, any::<bool>(), any::<bool>()), 1..12),
    ) {
        let mut desk = Desk::connected();
        let more = [("capture_method", "manual"), ("application_fee_amount", "77")];
        let intent = id(&desk.pay("pm_card_visa", "2000", &more));
        let amount = captured.to_string();
        let fee = captured.min(77).to_string();
        let form = [("amount_to_capture", amount.as_str()), ("application_fee_amount", fee.as_str())];
        desk.post(&format!("/v1/payment_intents/{intent}/capture"), &form);
        let (mut back, mut open) = (0, Vec::new());
        for (amount, share, fails) in steps {
            let amount_text = amount.to_string();
            let mut form = vec![("payment_intent", intent.as_str()), ("amount", amount_text.as_str())];
            if share {
                form.push(("refund_application_fee", "true"));
            }
            let request = desk.request("POST", "/v1/refunds", &form);
            let answer = desk.answer(&request);
            let fits = amount >= 1 && back + amount <= captured;
            prop_assert_eq!(answer.status == 200, fits, "{} of {} after {}", amount, captured, back);
            if fits {
                back += amount;
                open.push((id(&answer.body), amount));
            }
            if fails && let Some((refund, amount)) = open.pop() {
                let act = buyline_twins::stripe::Act::FailRefund { refund };
                desk.twin.act(desk.now_ms, &act).unwrap();
                back -= amount;
            }
            let line = desk.twin.charges().remove(0);
            prop_assert_eq!((line.captured, line.refunded), (captured, back));
            prop_assert!((0..=77).contains(&line.application_fee));
            let account = desk.account.clone().unwrap();
            prop_assert_eq!(desk.twin.totals(&account)["eur"].refunded, back);
        }
    }
}
