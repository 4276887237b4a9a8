//! Pages, filters, expansion and search.

use serde_json::{Value, json};

use crate::desk::{Desk, id, text};

fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(id).collect()
}

#[test]
fn pages_go_both_ways_and_meet() {
    let mut desk = Desk::new();
    let mut made: Vec<String> = (0..5).map(|_| id(&desk.post("/v1/customers", &[]))).collect();
    made.reverse();
    let first = desk.get("/v1/customers?limit=2");
    assert_eq!(
        (ids(&first), first["has_more"].as_bool(), text(&first, "url")),
        (made[..2].to_vec(), Some(true), "/v1/customers".into())
    );
    let second = desk.get(&format!("/v1/customers?limit=2&starting_after={}", made[1]));
    assert_eq!((ids(&second), second["has_more"].as_bool()), (made[2..4].to_vec(), Some(true)));
    let last = desk.get(&format!("/v1/customers?limit=2&starting_after={}", made[3]));
    assert_eq!((ids(&last), last["has_more"].as_bool()), (made[4..].to_vec(), Some(false)));
    let back = desk.get(&format!("/v1/customers?limit=2&ending_before={}", made[4]));
    assert_eq!((ids(&back), back["has_more"].as_bool()), (made[2..4].to_vec(), Some(true)));
    let top = desk.get(&format!("/v1/customers?limit=2&ending_before={}", made[2]));
    assert_eq!((ids(&top), top["has_more"].as_bool()), (made[..2].to_vec(), Some(false)));
    for wrong in [
        "limit=0",
        "limit=101",
        "limit=x",
        "starting_after=cus_nobody",
        "starting_after=a&ending_before=b",
        "colour=red",
    ] {
        let request = desk.request("GET", &format!("/v1/customers?{wrong}"), &[]);
        assert_eq!(desk.answer(&request).status, 400, "{wrong}");
    }
}

#[test]
fn filters_leave_out_the_rest() {
    let mut desk = Desk::new();
    let early = id(&desk.pay("pm_card_visa", "1000", &[]));
    desk.later(10_000);
    let customer = id(&desk.post("/v1/customers", &[("email", "ada@mail.example")]));
    let late = desk.pay("pm_card_visa", "2000", &[("customer", &customer)]);
    let since = desk.now_ms / 1000;
    assert_eq!(ids(&desk.get(&format!("/v1/payment_intents?created[gte]={since}"))), [id(&late)]);
    assert_eq!(
        ids(&desk.get(&format!("/v1/payment_intents?created[lt]={since}"))),
        std::slice::from_ref(&early)
    );
    assert_eq!(ids(&desk.get(&format!("/v1/payment_intents?customer={customer}"))), [id(&late)]);
    assert_eq!(ids(&desk.get(&format!("/v1/charges?payment_intent={early}"))).len(), 1);
    assert_eq!(desk.get("/v1/customers?email=eve@mail.example")["data"], json!([]));
    let events = desk.get("/v1/events?type=payment_intent.*&limit=100");
    assert_eq!(ids(&events).len(), 4);
    let events = desk.get("/v1/events?types[]=charge.succeeded&types[]=customer.created");
    assert_eq!(ids(&events).len(), 3);
}

#[test]
fn what_is_asked_for_is_expanded_and_nothing_else() {
    let mut desk = Desk::new();
    let customer = id(&desk.post("/v1/customers", &[]));
    let intent = id(&desk.pay("pm_card_visa", "1000", &[("customer", &customer)]));
    desk.post("/v1/refunds", &[("payment_intent", &intent), ("amount", "100")]);
    desk.later(2_000);
    let plain = desk.get(&format!("/v1/payment_intents/{intent}"));
    assert!(plain["customer"].is_string() && plain["latest_charge"].is_string());
    let query = "expand[]=customer&expand[]=latest_charge.balance_transaction&expand[]=latest_charge.refunds&expand[]=review";
    let whole = desk.get(&format!("/v1/payment_intents/{intent}?{query}"));
    assert_eq!(whole["customer"]["object"], "customer");
    assert_eq!(whole["latest_charge"]["balance_transaction"]["amount"], 1000);
    assert_eq!(whole["latest_charge"]["refunds"]["data"][0]["amount"], 100);
    assert_eq!(whole["review"], Value::Null);
    let listed = desk.get("/v1/payment_intents?expand[]=data.customer");
    assert_eq!(listed["data"][0]["customer"]["id"], json!(customer));
    for wrong in ["amount", "nothing", "customer.a.b.c.d"] {
        let request = desk.request("GET", &format!("/v1/payment_intents/{intent}?expand[]={wrong}"), &[]);
        let answer = desk.answer(&request);
        assert_eq!((answer.status, answer.body["error"]["param"].as_str()), (400, Some("expand")), "{wrong}");
    }
}

#[test]
fn search_finds_by_metadata_after_a_while() {
    let mut desk = Desk::new();
    let intent = id(&desk.pay("pm_card_visa", "1000", &[("metadata[order]", "ord_1")]));
    desk.pay("pm_card_visa", "1000", &[("metadata[order]", "ord_2")]);
    let path = "/v1/payment_intents/search?query=metadata['order']:'ord_1'+AND+status:'succeeded'";
    assert_eq!(ids(&desk.get(path)), Vec::<String>::new(), "not at once");
    desk.later(60_000);
    assert_eq!(ids(&desk.get(path)), [intent]);
    let page = desk.get("/v1/payment_intents/search?query=amount>500&limit=1");
    let next = desk.get(&format!(
        "/v1/payment_intents/search?query=amount>500&limit=1&page={}",
        text(&page, "next_page")
    ));
    assert_eq!((ids(&page).len(), ids(&next).len(), next["has_more"].as_bool()), (1, 1, Some(false)));
    let request = desk.request("GET", "/v1/payment_intents/search?query=colour:'red'", &[]);
    assert_eq!(desk.answer(&request).status, 400);
}

#[test]
fn metadata_is_merged_emptied_and_bounded() {
    let mut desk = Desk::new();
    let path = format!(
        "/v1/customers/{}",
        id(&desk.post("/v1/customers", &[("metadata[a]", "1"), ("metadata[b]", "2")]))
    );
    assert_eq!(
        desk.post(&path, &[("metadata[a]", ""), ("metadata[c]", "3")])["metadata"],
        json!({ "b": "2", "c": "3" })
    );
    assert_eq!(desk.post(&path, &[("metadata", "")])["metadata"], json!({}));
    let long = "x".repeat(501);
    assert_eq!(desk.refused(&path, &[("metadata[a]", &long)]).0, 400);
    assert_eq!(desk.refused(&path, &[(&format!("metadata[{}]", "k".repeat(41)), "1")]).0, 400);
    let keys: Vec<String> = (0..51).map(|at| format!("metadata[k{at}]")).collect();
    let form: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "1")).collect();
    assert_eq!(desk.refused(&path, &form).0, 400);
    assert_eq!(desk.get(&path)["metadata"], json!({}));
}
