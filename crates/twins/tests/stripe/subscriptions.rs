//! Subscriptions with inline prices: paid first, renewed, failing, ended.

use serde_json::Value;

use crate::desk::{DAY_MS, Desk, id, text};

fn subscribe(desk: &mut Desk, method: Option<&str>, more: &[(&str, &str)]) -> (String, Value) {
    let customer = id(&desk.post("/v1/customers", &[]));
    let product = id(&desk.post("/v1/products", &[("name", "Monthly gift")]));
    let mut form = vec![
        ("customer", customer.as_str()),
        ("items[0][price_data][currency]", "eur"),
        ("items[0][price_data][product]", product.as_str()),
        ("items[0][price_data][recurring][interval]", "month"),
        ("items[0][price_data][unit_amount]", "500"),
    ];
    form.extend(more);
    let saved = method.map(|card| {
        id(&desk.post(&format!("/v1/payment_methods/{card}/attach"), &[("customer", &customer)]))
    });
    if let Some(saved) = &saved {
        form.push(("default_payment_method", saved));
    }
    let subscription = desk.post("/v1/subscriptions", &form);
    (customer, subscription)
}

fn status(desk: &mut Desk, subscription: &Value) -> String {
    text(&desk.get(&format!("/v1/subscriptions/{}", id(subscription))), "status")
}

#[test]
fn a_first_invoice_is_paid_in_the_browser_and_the_next_without_it() {
    let mut desk = Desk::new();
    let more = [
        ("payment_behavior", "default_incomplete"),
        ("payment_settings[save_default_payment_method]", "on_subscription"),
        ("expand[]", "latest_invoice.confirmation_secret"),
    ];
    let (customer, subscription) = subscribe(&mut desk, None, &more);
    assert_eq!(text(&subscription, "status"), "incomplete");
    let secret = text(&subscription["latest_invoice"]["confirmation_secret"], "client_secret");
    let intent = secret.split("_secret_").next().unwrap().to_owned();
    desk.post(&format!("/v1/payment_intents/{intent}/confirm"), &[("payment_method", "pm_card_visa")]);
    assert_eq!(status(&mut desk, &subscription), "active");
    for _ in 0..31 {
        desk.later(DAY_MS);
    }
    let invoices = desk.get(&format!("/v1/invoices?customer={customer}"));
    let paid: Vec<_> = invoices["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(one, "status"), text(one, "billing_reason")))
        .collect();
    assert_eq!(
        paid,
        [("paid".into(), "subscription_cycle".into()), ("paid".into(), "subscription_create".to_owned())]
    );
    assert_eq!(desk.twin.charges().iter().map(|line| line.captured).sum::<i64>(), 1000);
    let events = desk.events();
    assert_eq!(events.iter().filter(|kind| *kind == "invoice.paid").count(), 2);
}

#[test]
fn a_first_invoice_that_is_never_paid_ends_it() {
    let mut desk = Desk::new();
    let (_, subscription) = subscribe(&mut desk, None, &[("payment_behavior", "default_incomplete")]);
    desk.later(DAY_MS);
    assert_eq!(status(&mut desk, &subscription), "incomplete_expired");
    assert_eq!(text(&desk.get("/v1/invoices")["data"][0], "status"), "void");
    assert_eq!(text(&desk.get("/v1/payment_intents")["data"][0], "status"), "canceled");
}

#[test]
fn a_renewal_that_fails_is_tried_again_and_then_ends() {
    let mut desk = Desk::new();
    let (customer, subscription) = subscribe(&mut desk, Some("pm_card_visa"), &[("off_session", "true")]);
    assert_eq!(text(&subscription, "status"), "active");
    let poor =
        id(&desk.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", &[("customer", &customer)]));
    desk.post(&format!("/v1/subscriptions/{}", id(&subscription)), &[("default_payment_method", &poor)]);
    desk.later(31 * DAY_MS);
    assert_eq!(status(&mut desk, &subscription), "past_due");
    desk.later(20 * DAY_MS);
    let ended = desk.get(&format!("/v1/subscriptions/{}", id(&subscription)));
    assert_eq!(
        (text(&ended, "status").as_str(), ended["cancellation_details"]["reason"].as_str()),
        ("canceled", Some("payment_failed"))
    );
    let events = desk.events();
    assert_eq!(events.iter().filter(|kind| *kind == "invoice.payment_failed").count(), 4);
    assert_eq!(events.last().map(String::as_str), Some("customer.subscription.deleted"));
    assert_eq!(desk.twin.charges().len(), 1);
}

#[test]
fn it_ends_now_or_with_its_period() {
    let mut desk = Desk::new();
    let (_, now) = subscribe(&mut desk, Some("pm_card_visa"), &[("off_session", "true")]);
    let (_, later) = subscribe(&mut desk, Some("pm_card_visa"), &[("off_session", "true")]);
    let request = desk.request("DELETE", &format!("/v1/subscriptions/{}", id(&now)), &[]);
    assert_eq!(text(&desk.answer(&request).body, "status"), "canceled");
    assert_eq!(desk.answer(&request).status, 404);
    desk.post(&format!("/v1/subscriptions/{}", id(&later)), &[("cancel_at_period_end", "true")]);
    assert_eq!(status(&mut desk, &later), "active");
    desk.later(31 * DAY_MS);
    assert_eq!(status(&mut desk, &later), "canceled");
    assert_eq!(desk.twin.charges().len(), 2);
}

#[test]
fn what_is_not_modelled_is_refused() {
    let mut desk = Desk::new();
    let customer = id(&desk.post("/v1/customers", &[]));
    for (name, value) in [("trial_period_days", "7"), ("collection_method", "send_invoice")] {
        let (status, error) = desk.refused("/v1/subscriptions", &[("customer", &customer), (name, value)]);
        assert_eq!((status, error["param"].as_str()), (400, Some(name)));
    }
}
