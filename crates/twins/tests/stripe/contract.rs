//! The contract bites: what the real API would refuse is refused, with the same envelope.

use buyline_twins::stripe::contract::{Schema, contract, text as contract_text};
use serde_json::{Value, json};

use crate::desk::{Desk, id};

/// What is posted; the status, code and parameter of the refusal.
type Row =
    (&'static str, &'static [(&'static str, &'static str)], u16, Option<&'static str>, Option<&'static str>);

const GOOD: (&str, &str) = ("amount", "1000");

const REFUSED: &[Row] = &[
    ("/v1/payment_intents", &[("currency", "eur")], 400, Some("parameter_missing"), Some("amount")),
    ("/v1/payment_intents", &[GOOD], 400, Some("parameter_missing"), Some("currency")),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("payment_method_types[]", "card")],
        400,
        Some("parameter_unknown"),
        Some("payment_method_types"),
    ),
    ("/v1/payment_intents", &[("ammount", "5")], 400, Some("parameter_unknown"), Some("ammount")),
    (
        "/v1/payment_intents",
        &[("amount", "10.00"), ("currency", "eur")],
        400,
        Some("parameter_invalid_integer"),
        Some("amount"),
    ),
    (
        "/v1/payment_intents",
        &[("amount", ""), ("currency", "eur")],
        400,
        Some("parameter_invalid_empty"),
        Some("amount"),
    ),
    ("/v1/payment_intents", &[GOOD, ("currency", "eur"), ("confirm", "yes")], 400, None, Some("confirm")),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("capture_method", "later")],
        400,
        None,
        Some("capture_method"),
    ),
    ("/v1/payment_intents", &[GOOD, ("currency", "zzz")], 400, None, Some("currency")),
    (
        "/v1/payment_intents",
        &[("amount", "49"), ("currency", "eur")],
        400,
        Some("amount_too_small"),
        Some("amount"),
    ),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("automatic_payment_methods", "true")],
        400,
        None,
        Some("automatic_payment_methods"),
    ),
    (
        "/v1/payment_intents",
        &[
            GOOD,
            ("currency", "eur"),
            ("automatic_payment_methods[enabled]", "true"),
            ("automatic_payment_methods[x]", "1"),
        ],
        400,
        Some("parameter_unknown"),
        Some("automatic_payment_methods[x]"),
    ),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("shipping[name]", "Ada")],
        400,
        Some("parameter_missing"),
        Some("shipping[address]"),
    ),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("customer", "cus_nobody")],
        400,
        Some("resource_missing"),
        Some("customer"),
    ),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("payment_method", "pm_nothing")],
        400,
        Some("resource_missing"),
        Some("payment_method"),
    ),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("application_fee_amount", "5")],
        400,
        None,
        Some("application_fee_amount"),
    ),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("off_session", "true")],
        400,
        None,
        Some("off_session"),
    ),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("confirm", "true"), ("payment_method", "pm_card_visa")],
        400,
        Some("parameter_missing"),
        Some("return_url"),
    ),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("payment_method", "pm_card_visa"), ("confirmation_token", "ctoken_1")],
        400,
        Some("parameters_exclusive"),
        None,
    ),
    ("/v1/payment_intents", &[("amount", "1"), ("amount[x]", "2")], 400, None, None),
    (
        "/v1/payment_intents",
        &[GOOD, ("currency", "eur"), ("transfer_data[destination]", "acct_1")],
        400,
        None,
        Some("transfer_data"),
    ),
    (
        "/v1/payment_methods",
        &[
            ("type", "card"),
            ("card[number]", "4242424242424242"),
            ("card[exp_month]", "12"),
            ("card[exp_year]", "34"),
        ],
        400,
        None,
        Some("card[number]"),
    ),
    ("/v1/refunds", &[("charge", "ch_1"), ("reverse_transfer", "true")], 400, None, Some("reverse_transfer")),
    ("/v1/refunds", &[("reason", "requested_by_customer")], 400, Some("parameter_missing"), None),
    (
        "/v1/refunds",
        &[("payment_intent", "pi_1"), ("charge", "ch_1")],
        400,
        Some("parameters_exclusive"),
        None,
    ),
    ("/v1/refunds", &[("charge", "ch_1")], 400, Some("resource_missing"), Some("charge")),
    ("/v1/refunds", &[("charge", "ch_1"), ("reason", "bored")], 400, None, Some("reason")),
    ("/v1/customers", &[("mail", "a@b.example")], 400, Some("parameter_unknown"), Some("mail")),
    (
        "/v1/webhook_endpoints",
        &[("url", "https://x.example")],
        400,
        Some("parameter_missing"),
        Some("enabled_events"),
    ),
    (
        "/v1/webhook_endpoints",
        &[("url", "https://x.example"), ("enabled_events[]", "payment_intent.done")],
        400,
        None,
        Some("enabled_events[0]"),
    ),
    (
        "/v1/webhook_endpoints",
        &[("url", "x.example"), ("enabled_events[]", "*")],
        400,
        Some("url_invalid"),
        Some("url"),
    ),
    ("/v1/account_links", &[("account", "acct_1")], 400, Some("parameter_missing"), Some("type")),
    (
        "/v1/subscriptions",
        &[("customer", "cus_1"), ("plan", "gold")],
        400,
        Some("parameter_unknown"),
        Some("plan"),
    ),
    ("/v1/payment_intents/pi_nothing/capture", &[], 404, Some("resource_missing"), Some("id")),
    ("/v1/payment_intents/pi_nothing/refund", &[], 404, None, None),
    ("/v1/charges", &[GOOD, ("currency", "eur")], 404, None, None),
];

#[test]
fn what_the_contract_forbids_is_refused_as_stripe_refuses_it() {
    for (path, form, status, code, param) in REFUSED {
        let mut desk = Desk::new();
        let (found, error) = desk.refused(path, form);
        let found = (found, error["code"].as_str(), error["param"].as_str());
        assert_eq!(found, (*status, *code, *param), "{path} {form:?}\n{error:#}");
        assert_eq!(error["type"], "invalid_request_error", "{path} {form:?}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
        if let Some(code) = code {
            let page = format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-"));
            assert_eq!(error["doc_url"], page);
        }
        assert!(error["request_log_url"].as_str().unwrap().contains("req_"));
        assert!(desk.twin.charges().is_empty() && desk.get("/v1/payment_intents")["data"] == json!([]));
        assert_eq!(desk.events(), Vec::<String>::new(), "nothing happened");
    }
}

#[test]
fn keys_and_versions_are_checked() {
    let mut desk = Desk::new();
    let mut status = |change: &dyn Fn(&mut buyline_twins::stripe::Request)| {
        let mut request = desk.request("GET", "/v1/balance", &[]);
        change(&mut request);
        let answer = desk.answer(&request);
        (answer.status, answer.body["error"]["code"].as_str().map(str::to_owned))
    };
    assert_eq!(status(&|_| {}), (200, None));
    assert_eq!(status(&|request| request.key = None), (401, None));
    assert_eq!(status(&|request| request.key = Some("sk_live_real".into())), (401, None));
    assert_eq!(status(&|request| request.key = Some("sk_test_".into())), (401, None));
    assert_eq!(
        status(&|request| request.key = Some("pk_test_platform".into())),
        (403, Some("secret_key_required".into()))
    );
    assert_eq!(status(&|request| request.key = Some("rk_test_platform".into())), (200, None));
    assert_eq!(status(&|request| request.version = None), (400, None));
    assert_eq!(status(&|request| request.version = Some("2022-11-15".into())), (400, None));
    assert_eq!(
        status(&|request| request.account = Some("acct_other".into())),
        (403, Some("account_invalid".into()))
    );
}

#[test]
fn each_answer_names_its_request_version_account_and_key() {
    let mut desk = Desk::connected();
    let request = desk.request("POST", "/v1/customers", &[("name", "Ada")]).once("k1");
    let answer = desk.answer(&request);
    let header = |name: &str| {
        let found = answer.headers.iter().find(|(header, _)| *header == name);
        found.map(|(_, value)| value.clone()).unwrap_or_else(|| panic!("no {name}"))
    };
    assert!(header("request-id").starts_with("req_"));
    assert_eq!(header("stripe-version"), "2026-10-28.endive");
    assert_eq!(Some(header("stripe-account")), desk.account);
    assert_eq!(header("idempotency-key"), "k1");
}

/// The checker of our own and a full one agree, about every object that the twin ever answers with.
#[test]
fn every_answer_validates_with_a_checker_that_is_not_ours() {
    let whole: Value = serde_json::from_str(contract_text()).unwrap();
    let schema = |name: &str| {
        let mut root = json!({ "$ref": format!("#/components/schemas/{name}") });
        root["components"] = whole["components"].clone();
        jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&root).unwrap()
    };
    let mut desk = Desk::connected();
    crate::money::a_busy_month(&mut desk);
    let calls = [
        ("/v1/payment_intents", "PaymentIntent"),
        ("/v1/charges", "Charge"),
        ("/v1/refunds", "Refund"),
        ("/v1/customers", "Customer"),
        ("/v1/disputes", "Dispute"),
        ("/v1/payouts", "Payout"),
        ("/v1/balance_transactions", "BalanceTransaction"),
        ("/v1/subscriptions?status=all", "Subscription"),
        ("/v1/invoices", "Invoice"),
        ("/v1/setup_intents", "SetupIntent"),
        ("/v1/payment_methods", "PaymentMethod"),
        ("/v1/events", "Event"),
        ("/v1/products", "Product"),
        ("/v1/prices", "Price"),
    ];
    for (path, name) in calls {
        let validator = schema(name);
        let join = if path.contains('?') { '&' } else { '?' };
        let page = desk.get(&format!("{path}{join}limit=100"));
        let data = page["data"].as_array().unwrap();
        assert!(!data.is_empty(), "the busy month made no {name}");
        for object in data {
            let wrong: Vec<String> = validator
                .iter_errors(object)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{name}: {wrong:#?}\n{object:#}");
        }
    }
    desk.account = None;
    let fees = desk.get("/v1/application_fees")["data"].clone();
    let validator = schema("ApplicationFee");
    assert!(
        !fees.as_array().unwrap().is_empty()
            && fees.as_array().unwrap().iter().all(|fee| validator.is_valid(fee))
    );
}

#[test]
fn the_checker_finds_what_is_missing_unknown_or_of_the_wrong_kind() {
    let mut desk = Desk::new();
    let customer = desk.post("/v1/customers", &[("email", "ada@mail.example")]);
    let schema = contract().named("Customer").unwrap();
    assert_eq!(contract().wrong(schema, &customer), Vec::<String>::new());
    let with = |name: &str, value: Value| {
        let mut other = customer.clone();
        if value == json!("gone") {
            other.as_object_mut().unwrap().remove(name);
        } else {
            other[name] = value;
        }
        contract().wrong(schema, &other).len()
    };
    assert_eq!(with("email", json!("gone")), 1);
    assert_eq!(with("balance", json!("0")), 1);
    assert_eq!(with("colour", json!("red")), 1);
    assert_eq!(with("object", json!("buyer")), 1);
    assert_eq!(with("created", json!(1.5)), 1);
}

#[test]
fn every_call_of_the_contract_is_answered() {
    for operation in contract().operations() {
        let mut desk = Desk::new();
        let customer = desk.post("/v1/customers", &[]);
        let Schema::Object { .. } = contract().resolve(&operation.takes) else {
            panic!("{}", operation.name)
        };
        let path = operation.path().replace("{id}", "nothing_1");
        let request = desk.request(&operation.method, &path, &[]);
        let answer = desk.answer(&request);
        assert!([200, 400, 403, 404].contains(&answer.status), "{}: {answer:?}", operation.name);
        let url = answer.body["error"]["message"].as_str().unwrap_or_default();
        assert!(!url.starts_with("Unrecognized request URL"), "{}", operation.name);
        assert_eq!(id(&customer).get(..4), Some("cus_"));
    }
}
