//! Several accounts: each sees its own, and the platform only what it is let into.

use buyline_twins::stripe::{Act, Paper, Request};
use serde_json::json;

use crate::desk::{Desk, PUBLIC, SECRET, id, text};

#[test]
fn accounts_do_not_see_each_other() {
    let mut desk = Desk::connected();
    let first = desk.account.clone().unwrap();
    let second = desk.twin.connect(desk.now_ms, SECRET);
    let customer = id(&desk.post("/v1/customers", &[]));
    let intent = id(&desk.pay("pm_card_visa", "1000", &[]));
    let stranger = Request::new("GET", &format!("/v1/customers/{customer}"), "sk_test_stranger");
    assert_eq!(desk.answer(&stranger).status, 404);
    assert_eq!(desk.answer(&stranger.clone().on(&first)).status, 403, "not connected to that key");
    for account in [None, Some(second)] {
        desk.account = account;
        for path in [format!("/v1/customers/{customer}"), format!("/v1/payment_intents/{intent}")] {
            let request = desk.request("GET", &path, &[]);
            let answer = desk.answer(&request);
            assert_eq!(
                (answer.status, answer.body["error"]["code"].as_str()),
                (404, Some("resource_missing"))
            );
        }
        assert_eq!(desk.get("/v1/payment_intents")["data"], json!([]));
        assert_eq!(desk.refused("/v1/refunds", &[("payment_intent", &intent)]).0, 400);
    }
    assert_eq!(desk.twin.charges()[0].refunded, 0);
}

#[test]
fn a_direct_charge_gives_the_platform_its_share() {
    let mut desk = Desk::connected();
    let account = desk.account.clone().unwrap();
    let paid = desk.pay("pm_card_visa", "1000", &[("application_fee_amount", "100")]);
    let charge = format!("/v1/charges/{}", text(&paid, "latest_charge"));
    assert_eq!(desk.get(&charge)["balance_transaction"], json!(null), "captured in the background");
    desk.later(2_000);
    assert_eq!(desk.events().last().map(String::as_str), Some("charge.updated"));
    let charge = desk.get(&format!("{charge}?expand[]=balance_transaction"));
    let movement = &charge["balance_transaction"];
    assert_eq!(
        (movement["amount"].as_i64(), movement["fee"].as_i64(), movement["net"].as_i64()),
        (Some(1000), Some(159), Some(841))
    );
    desk.account = None;
    let fee = desk.get("/v1/application_fees")["data"][0].clone();
    assert_eq!((fee["amount"].as_i64(), fee["account"].as_str()), (Some(100), Some(account.as_str())));
    let back = desk.post(&format!("/v1/application_fees/{}/refunds", id(&fee)), &[("amount", "30")]);
    assert_eq!(back["amount"], 30);
    assert_eq!(
        desk.refused(&format!("/v1/application_fees/{}/refunds", id(&fee)), &[("amount", "71")]).0,
        400
    );
    let platform = desk.twin.account_of(desk.now_ms, PUBLIC);
    assert_eq!(desk.twin.totals(&platform)["eur"].earned, 70);
    assert_eq!(desk.twin.totals(&account)["eur"].fees, 59 + 70);
}

#[test]
fn a_method_saved_with_the_platform_is_copied_to_each_merchant() {
    let mut desk = Desk::connected();
    let merchant = desk.account.take();
    let customer = id(&desk.post("/v1/customers", &[]));
    let token = desk.token(Paper::card("4242424242424242").with("return_url", json!("https://x.example")));
    let form = [("customer", customer.as_str()), ("confirm", "true"), ("confirmation_token", token.as_str())];
    let method = text(&desk.post("/v1/setup_intents", &form), "payment_method");
    desk.account = merchant;
    let (status, _) = desk.refused("/v1/payment_methods", &[("payment_method", &method)]);
    assert_eq!(status, 400, "the customer must be named");
    let copy = desk.post("/v1/payment_methods", &[("payment_method", &method), ("customer", &customer)]);
    assert_ne!(id(&copy), method);
    assert_eq!(copy["card"]["last4"], "4242");
    assert_eq!(text(&desk.pay(&id(&copy), "1000", &[]), "status"), "succeeded");
    assert_eq!(
        desk.refused(
            "/v1/payment_intents",
            &[("amount", "1000"), ("currency", "eur"), ("payment_method", &method)]
        )
        .0,
        400
    );
}

#[test]
fn an_account_is_connected_step_by_step() {
    let mut desk = Desk::new();
    let account =
        desk.post("/v1/accounts", &[("type", "standard"), ("country", "FR"), ("email", "shop@mail.example")]);
    assert_eq!(
        (account["charges_enabled"].as_bool(), account["details_submitted"].as_bool()),
        (Some(false), Some(false))
    );
    assert!(!account["requirements"]["currently_due"].as_array().unwrap().is_empty());
    let account = id(&account);
    let form = [
        ("account", account.as_str()),
        ("type", "account_onboarding"),
        ("refresh_url", "https://b.example/again"),
        ("return_url", "https://b.example/back"),
    ];
    let link = text(&desk.post("/v1/account_links", &form), "url");
    let link = link.rsplit('/').next().unwrap().to_owned();
    assert!(format!("{:?}", desk.twin.onboarding(desk.now_ms, &link).unwrap()).starts_with("Form"));
    assert!(
        format!("{:?}", desk.twin.onboarding(desk.now_ms, &link).unwrap()).starts_with("Again"),
        "a link works once"
    );
    desk.account = Some(account.clone());
    let form = [("amount", "1000"), ("currency", "eur")];
    assert_eq!(desk.refused("/v1/payment_intents", &form).1["code"], "capability_not_active");
    desk.twin.act(desk.now_ms, &Act::Onboard { account: account.clone() }).unwrap();
    assert_eq!(desk.get("/v1/account")["charges_enabled"], true);
    desk.post("/v1/payment_intents", &form);
    let lost =
        Act::Capability { account: account.clone(), name: "card_payments".into(), state: "inactive".into() };
    desk.twin.act(desk.now_ms, &lost).unwrap();
    assert_eq!(desk.refused("/v1/payment_intents", &form).1["code"], "capability_not_active");
    desk.twin.act(desk.now_ms, &Act::Deauthorize { account }).unwrap();
    let (status, error) = desk.refused("/v1/payment_intents", &form);
    assert_eq!((status, error["code"].as_str()), (403, Some("account_invalid")));
}

#[test]
fn a_setup_holds_in_the_country_it_was_made_for() {
    let mut desk = Desk::new();
    let french = id(&desk.post("/v1/accounts", &[("type", "standard"), ("country", "FR")]));
    desk.twin.act(desk.now_ms, &Act::Onboard { account: french.clone() }).unwrap();
    let customer = id(&desk.post("/v1/customers", &[]));
    for (on_behalf_of, status) in [(None, 402), (Some(french.as_str()), 200)] {
        desk.account = None;
        let card = Paper::card("4000002500003155").with("return_url", json!("https://x.example"));
        let token = desk.token(card);
        let mut form =
            vec![("customer", customer.as_str()), ("confirm", "true"), ("confirmation_token", &token)];
        form.extend(on_behalf_of.map(|account| ("on_behalf_of", account)));
        let setup = desk.post("/v1/setup_intents", &form);
        let setup = desk.twin.challenge(desk.now_ms, &text(&setup, "client_secret"), true).unwrap();
        desk.account = Some(french.clone());
        let copied =
            [("payment_method", setup["payment_method"].as_str().unwrap()), ("customer", customer.as_str())];
        let copy = id(&desk.post("/v1/payment_methods", &copied));
        let form = [
            ("amount", "1000"),
            ("currency", "eur"),
            ("confirm", "true"),
            ("off_session", "true"),
            ("payment_method", copy.as_str()),
            ("return_url", "https://x.example"),
        ];
        let request = desk.request("POST", "/v1/payment_intents", &form);
        assert_eq!(desk.answer(&request).status, status, "{on_behalf_of:?}");
    }
    desk.account = None;
    assert_eq!(
        desk.refused("/v1/setup_intents", &[("on_behalf_of", "acct_nobody")]).1["param"],
        "on_behalf_of"
    );
}

#[test]
fn a_domain_is_registered_once_for_each_account() {
    let mut desk = Desk::connected();
    let form = [("domain_name", "shop.example")];
    let first = desk.post("/v1/payment_method_domains", &form);
    assert_eq!(
        (first["enabled"].as_bool(), text(&first["apple_pay"], "status").as_str()),
        (Some(true), "active")
    );
    assert_eq!(desk.post("/v1/payment_method_domains", &form), first);
    assert_eq!(
        desk.refused("/v1/payment_method_domains", &[("domain_name", "https://shop.example/")]).0,
        400
    );
    let path = format!("/v1/payment_method_domains/{}", id(&first));
    assert_eq!(desk.post(&path, &[("enabled", "false")])["enabled"], false);
    desk.account = None;
    assert_eq!(desk.get("/v1/payment_method_domains?domain_name=shop.example")["data"], json!([]));
}
