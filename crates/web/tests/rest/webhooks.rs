//! Webhooks over the API: made, changed, sent again, removed; and a message is the order as the API shows it.

use std::sync::Arc;

use domain::access::{Actor, AtMerchant, MerchantAct};
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::house::{Endpoints, House, On, Plan, pay_with};

use crate::api::Api;

const URL: &str = "https://shop.example/hooks";

pub(crate) async fn told() -> (Api, Arc<Endpoints>, String) {
    let endpoints = Endpoints::new();
    let plan = Plan {
        rates: app::limits::Rates::OFF,
        tell: Some(endpoints.clone()),
        orders: Some(Arc::new(buyline_web::rest::RestOrders)),
        ..Plan::default()
    };
    let house = House::planned(On::Sqlite, plan).unwrap();
    let api = Api::of(house).await;
    let secret = api.key().await;
    (api, endpoints, secret)
}

async fn sell(api: &Api) {
    let view = api.shop.tap(&api.house.ctx, &[(0, 1)]).await;
    pay_with(&api.house.ctx, &view, "card_ok").await;
    api.house.clock.advance(SignedDuration::from_mins(5));
    api.house.drain().await;
}

#[tokio::test]
async fn a_program_sets_up_its_webhook_and_is_told_the_order_as_the_api_shows_it() {
    let (api, endpoints, key) = told().await;
    let made = api.json("POST", "/commerce/v1/webhooks", &key, &json!({ "url": URL })).await.expect(201);
    let (id, secret) = (made.text("/webhook/id"), made.text("/secret"));
    assert!(secret.starts_with("whsec_") && secret.len() > 40, "{secret}");
    let path = format!("/commerce/v1/webhooks/{id}");
    let shown = api.get(&path, &key).await.expect(200);
    assert_eq!(shown.body["state"], "on");
    assert_eq!(shown.body["events"].as_array().unwrap().len(), 8);
    assert!(!shown.body.to_string().contains("whsec_"), "it is shown once");
    sell(&api).await;
    let heard = endpoints.heard(URL);
    let mut body: Value = serde_json::from_slice(&heard[0].body).unwrap();
    let data = body["data"].as_object_mut().unwrap();
    assert_eq!(data.remove("post_id"), Some(Value::Null));
    assert_eq!(data.remove("creator_id"), Some(Value::Null));
    let order = data["id"].as_str().unwrap().to_owned();
    let asked = api.get(&format!("/commerce/v1/orders/{order}"), &key).await.expect(200);
    assert_eq!(body["data"], asked.body);
    assert_eq!(body["type"], "order.placed");
    let list = api.get(&format!("{path}/deliveries"), &key).await.expect(200);
    assert_eq!(list.body["data"][0]["state"], "delivered");
    assert_eq!(list.body["data"][0]["order"], order);
    let delivery = list.text("/data/0/id");
    let again = format!("{path}/deliveries/{delivery}/resend");
    assert_eq!(api.json("POST", &again, &key, &json!({})).await.expect(200).body["messages"], 1);
    assert_eq!(api.json("POST", &again, &key, &json!({})).await.expect(200).body["messages"], 0);
    api.house.drain().await;
    assert_eq!(endpoints.heard(URL).len(), 2);
    let ping = api.json("POST", &format!("{path}/ping"), &key, &json!({})).await.expect(200);
    assert_eq!((&ping.body["taken"], &ping.body["status"]), (&json!(true), &json!(204)));
    let rotated = api.json("POST", &format!("{path}/rotate"), &key, &json!({})).await.expect(200);
    assert_ne!(rotated.text("/secret"), secret);
    let paused = api
        .json("PATCH", &path, &key, &json!({ "state": "paused", "events": ["order.placed"] }))
        .await
        .expect(200);
    assert_eq!((&paused.body["state"], &paused.body["events"]), (&json!("paused"), &json!(["order.placed"])));
    api.raw("DELETE", &path, &key, "", "").await.expect(204);
    assert_eq!(api.get(&path, &key).await.problem(), "not-found");
}

#[tokio::test]
async fn what_is_wrong_with_a_webhook_is_said_by_field_and_changes_nothing() {
    let (api, _, key) = told().await;
    let path = "/commerce/v1/webhooks";
    for (body, field) in [
        (json!({ "url": "http://shop.example/" }), "url"),
        (json!({ "url": "https://shop.example/a b" }), "url"),
        (json!({ "url": format!("https://shop.example/{}", "a".repeat(9_000)) }), "url"),
        (json!({ "url": URL, "events": [] }), "events"),
        (json!({ "url": URL, "events": ["order.placed", "order.eaten"] }), "events[1]"),
        (json!({ "url": URL, "secret": "whsec_mine" }), "secret"),
        (json!({}), "url"),
    ] {
        let answer = api.json("POST", path, &key, &body).await.expect(422);
        assert_eq!(answer.text("/errors/0/field"), field, "{body}");
    }
    let huge = json!({ "url": URL, "secret": "a".repeat(1024 * 1024) });
    assert_eq!(api.json("POST", path, &key, &huge).await.problem(), "too-large");
    assert_eq!(api.get(path, &key).await.expect(200).body["data"], json!([]));
    let made = api.json("POST", path, &key, &json!({ "url": URL })).await.expect(201);
    let path = format!("{path}/{}", made.text("/webhook/id"));
    for (body, field) in [
        (json!({ "state": "stopped" }), "state"),
        (json!({ "url": "https://a.example/\n" , "events": ["x"] }), "events[0]"),
    ] {
        assert_eq!(api.json("PATCH", &path, &key, &body).await.expect(422).text("/errors/0/field"), field);
    }
    for (body, field) in [
        (json!({}), "since"),
        (json!({ "since": "2020-01-01T00:00:00Z" }), "since"),
        (json!({ "since": "2020-01-01T00:00:00Z", "failed": true }), "failed"),
    ] {
        let answer = api.json("POST", &format!("{path}/replay"), &key, &body).await.expect(422);
        assert_eq!(answer.text("/errors/0/field"), field, "{body}");
    }
    let permit = AtMerchant { merchant: api.shop.merchant, act: MerchantAct::ViewWebhooks };
    let known = app::webhooks::list(&api.house.ctx, &Actor::System.may(permit).unwrap()).await.unwrap();
    assert_eq!((known.len(), known[0].0.url.as_str()), (1, URL));
}
