//! Disputes: a deadline, evidence, a decision, and the money either way.

use buyline_twins::stripe::Act;

use crate::desk::{DAY_MS, Desk, PUBLIC, id, text};

fn disputed(desk: &mut Desk, method: &str) -> String {
    desk.pay(method, "1000", &[]);
    id(&desk.get("/v1/disputes")["data"][0])
}

#[test]
fn evidence_decides_and_the_money_follows() {
    for (words, status, left) in [("winning_evidence", "won", 0), ("losing_evidence", "lost", 1000)] {
        let mut desk = Desk::new();
        let dispute = disputed(&mut desk, "pm_card_createDispute");
        let open = desk.get(&format!("/v1/disputes/{dispute}"));
        assert_eq!(open["evidence_details"]["due_by"].as_i64(), Some(desk.now_ms / 1000 + 9 * 86_400));
        let path = format!("/v1/disputes/{dispute}");
        let kept = desk.post(&path, &[("evidence[customer_name]", "Ada"), ("submit", "false")]);
        assert_eq!(
            (text(&kept, "status").as_str(), kept["evidence_details"]["has_evidence"].as_bool()),
            ("needs_response", Some(true))
        );
        let decided = desk.post(&path, &[("evidence[uncategorized_text]", words)]);
        assert_eq!(text(&decided, "status"), status);
        let account = desk.twin.account_of(desk.now_ms, PUBLIC);
        let totals = desk.twin.totals(&account)["eur"].clone();
        assert_eq!((totals.disputed, totals.fees), (left, 59 + 1500));
        assert_eq!(desk.refused(&path, &[("evidence[customer_name]", "Eve")]).0, 400);
        let intent = id(&desk.get("/v1/payment_intents")["data"][0]);
        let request = desk.request("POST", "/v1/refunds", &[("payment_intent", &intent)]);
        assert_eq!(desk.answer(&request).status, if status == "won" { 200 } else { 400 });
        let events = desk.events();
        assert!(events.contains(&"charge.dispute.closed".to_owned()));
        assert_eq!(events.contains(&"charge.dispute.funds_reinstated".to_owned()), status == "won");
    }
}

#[test]
fn without_evidence_the_deadline_decides() {
    let mut desk = Desk::new();
    let dispute = disputed(&mut desk, "pm_card_createDisputeProductNotReceived");
    desk.later(9 * DAY_MS - 1);
    assert_eq!(text(&desk.get(&format!("/v1/disputes/{dispute}")), "status"), "needs_response");
    desk.later(1);
    let lost = desk.get(&format!("/v1/disputes/{dispute}"));
    assert_eq!(
        (text(&lost, "status").as_str(), text(&lost, "reason").as_str()),
        ("lost", "product_not_received")
    );
    assert_eq!(lost["evidence_details"]["past_due"], true);
}

#[test]
fn an_inquiry_takes_no_money_and_a_dispute_can_be_accepted() {
    let mut desk = Desk::new();
    let inquiry = disputed(&mut desk, "pm_card_createDisputeInquiry");
    assert_eq!(text(&desk.get(&format!("/v1/disputes/{inquiry}")), "status"), "warning_needs_response");
    let account = desk.twin.account_of(desk.now_ms, PUBLIC);
    assert_eq!(desk.twin.totals(&account)["eur"].disputed, 0);
    let paid = desk.pay("pm_card_visa", "700", &[]);
    let act = Act::Dispute { charge: text(&paid, "latest_charge"), reason: "duplicate".into() };
    let dispute = id(&desk.twin.act(desk.now_ms, &act).unwrap());
    assert_eq!(text(&desk.post(&format!("/v1/disputes/{dispute}/close"), &[]), "status"), "lost");
    assert_eq!(desk.refused(&format!("/v1/disputes/{dispute}/close"), &[]).0, 400);
}
