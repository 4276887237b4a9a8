//! The books: every movement adds up, payouts to the cent, amounts as each currency has them.

use buyline_twins::stripe::{Act, Paper};
use serde_json::{Value, json};

use crate::desk::{DAY_MS, Desk, PUBLIC, id, text};

/// A month in which everything happens once.
pub fn a_busy_month(desk: &mut Desk) {
    let customer =
        id(&desk.post("/v1/customers", &[("email", "ada@mail.example"), ("address[city]", "Paris")]));
    let own = [
        ("customer", customer.as_str()),
        ("setup_future_usage", "off_session"),
        ("application_fee_amount", "50"),
    ];
    let first = desk.pay("pm_card_visa", "2000", &own);
    desk.post(
        "/v1/refunds",
        &[("payment_intent", &id(&first)), ("amount", "500"), ("refund_application_fee", "true")],
    );
    let held =
        desk.pay("pm_card_mastercard", "3000", &[("capture_method", "manual"), ("metadata[order]", "ord_2")]);
    desk.later(DAY_MS);
    desk.post(&format!("/v1/payment_intents/{}/capture", id(&held)), &[("amount_to_capture", "2500")]);
    let fails = desk.pay("pm_card_refundFail", "700", &[]);
    desk.post("/v1/refunds", &[("payment_intent", &id(&fails))]);
    desk.pay("pm_card_createDispute", "900", &[]);
    desk.pay("pm_card_createDisputeInquiry", "800", &[]);
    let asked = desk.pay("pm_card_authenticationRequired", "1100", &[]);
    desk.twin.challenge(desk.now_ms, &text(&asked, "client_secret"), true).unwrap();
    let declined = [
        ("amount", "1000"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("return_url", "https://shop.example"),
        ("payment_method", "pm_card_visa_chargeDeclined"),
    ];
    desk.refused("/v1/payment_intents", &declined);
    for kind in ["ideal", "bancontact", "klarna", "paypal"] {
        let form = [
            ("amount", "1000"),
            ("currency", "eur"),
            ("confirm", "true"),
            ("return_url", "https://shop.example"),
            ("payment_method_data[type]", kind),
        ];
        let sent = desk.post("/v1/payment_intents", &form);
        desk.twin.challenge(desk.now_ms, &text(&sent, "client_secret"), true).unwrap();
    }
    let token = desk.token(Paper::card("4242424242424242").with("return_url", json!("https://shop.example")));
    let setup =
        [("customer", customer.as_str()), ("confirm", "true"), ("confirmation_token", token.as_str())];
    desk.post("/v1/setup_intents", &setup);
    let product = id(&desk.post("/v1/products", &[("name", "Monthly gift")]));
    desk.post(
        "/v1/subscriptions",
        &[
            ("customer", &customer),
            ("default_payment_method", &text(&first, "payment_method")),
            ("items[0][price_data][currency]", "eur"),
            ("items[0][price_data][product]", &product),
            ("items[0][price_data][recurring][interval]", "month"),
            ("items[0][price_data][unit_amount]", "500"),
            ("application_fee_percent", "2.5"),
            ("off_session", "true"),
        ],
    );
    for _ in 0..40 {
        desk.later(DAY_MS);
    }
}

#[test]
fn a_busy_month_adds_up() {
    let mut desk = Desk::connected();
    a_busy_month(&mut desk);
    let account = desk.account.clone().unwrap();
    let lines = desk.twin.charges();
    let own: Vec<_> = lines.iter().filter(|line| line.account == account).collect();
    let totals = desk.twin.totals(&account)["eur"].clone();
    let of_lines: i64 = own.iter().map(|line| line.captured).sum();
    assert_eq!(totals.charged, of_lines);
    assert_eq!(totals.refunded, own.iter().map(|line| line.refunded).sum::<i64>());
    assert_eq!(totals.refunded, 500, "the refund that came back does not count");
    assert_eq!(totals.disputed, 900, "lost for want of evidence; the inquiry took nothing");
    let platform = desk.twin.account_of(desk.now_ms, PUBLIC);
    let share: i64 = own.iter().map(|line| line.application_fee).sum();
    assert_eq!(desk.twin.totals(&platform)["eur"].earned, share);
    // 50 less a quarter of it for the refund, and 2.5 % of two months' gifts of 500, rounded half up.
    assert_eq!(share, 50 - 12 + 13 + 13);
}

#[test]
fn a_payout_is_the_sum_of_its_movements_to_the_cent() {
    let mut desk = Desk::connected();
    a_busy_month(&mut desk);
    let payouts = desk.get("/v1/payouts?limit=100")["data"].clone();
    let payouts = payouts.as_array().unwrap();
    assert!(payouts.len() >= 2 && payouts.iter().all(|payout| payout["status"] == "paid"));
    let mut reconciled = 0;
    for payout in payouts {
        let page = desk.get(&format!("/v1/balance_transactions?payout={}&limit=100", id(payout)));
        let movements = page["data"].as_array().unwrap();
        let (own, others): (Vec<&Value>, Vec<&Value>) =
            movements.iter().partition(|one| one["type"] == "payout");
        assert_eq!(own.len(), 1);
        assert_eq!(own[0]["net"].as_i64().unwrap(), -payout["amount"].as_i64().unwrap());
        let sum: i64 = others.iter().map(|one| one["net"].as_i64().unwrap()).sum();
        assert_eq!(Some(sum), payout["amount"].as_i64());
        reconciled += sum;
    }
    let account = desk.account.clone().unwrap();
    assert_eq!(desk.twin.totals(&account)["eur"].paid_out, reconciled);
}

#[test]
fn money_is_available_after_two_days_and_paid_out_the_same_day() {
    let mut desk = Desk::new();
    desk.pay("pm_card_visa", "1000", &[]);
    let pending = desk.get("/v1/balance");
    assert_eq!(
        (pending["pending"][0]["amount"].as_i64(), pending["available"][0]["amount"].as_i64()),
        (Some(941), Some(0))
    );
    desk.later(DAY_MS);
    assert_eq!(desk.get("/v1/payouts")["data"], json!([]));
    desk.later(DAY_MS);
    let payouts = desk.get("/v1/payouts");
    assert_eq!(
        (payouts["data"][0]["amount"].as_i64(), payouts["data"][0]["status"].as_str()),
        (Some(941), Some("pending"))
    );
    let account = desk.twin.account_of(desk.now_ms, PUBLIC);
    let failed = desk.twin.act(desk.now_ms, &Act::FailPayout { payout: id(&payouts["data"][0]) }).unwrap();
    assert_eq!(
        (text(&failed, "status").as_str(), failed["failure_code"].as_str()),
        ("failed", Some("account_closed"))
    );
    assert_eq!(desk.twin.totals(&account)["eur"].paid_out, 0);
    assert!(desk.events().contains(&"payout.failed".to_owned()));
}

#[test]
fn a_payout_by_hand_needs_the_money() {
    let mut desk = Desk::new();
    desk.pay("pm_card_visa", "1000", &[]);
    let form = [("amount", "500"), ("currency", "eur")];
    let (status, error) = desk.refused("/v1/payouts", &form);
    assert_eq!((status, error["code"].as_str()), (400, Some("balance_insufficient")));
}
