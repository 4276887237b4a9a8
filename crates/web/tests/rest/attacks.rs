//! What a hostile client tries: ids of others, keys of others, doubled headers, absurd pages.

use axum::body::Body;
use buyline_web::rest::openapi::document;
use domain::access::Scope;
use http::Request;
use serde_json::{Value, json};
use testkit::house::Goods;

use crate::api::{Api, completion};
use crate::webhooks::told;

#[tokio::test]
async fn ids_of_another_merchant_in_a_body_do_nothing() {
    let api = Api::new().await;
    let rival = api.house.shop(&[Goods { title: "Cup", price: 900, units: Some(1) }]).await;
    let key = api.key_of(&rival, &Scope::ALL).await;
    let ours = api.key().await;
    let (order, _) = api.confirmed(0, 2).await;
    let (second, _) = api.confirmed(2, 1).await;
    let line = api.get(&format!("/commerce/v1/orders/{order}"), &ours).await.text("/lines/0/id");
    let product = api.shop.goods[0].product.to_string();
    let before = api.everything();

    let offer = json!({ "product": product });
    let refused = api.json("POST", "/commerce/v1/offers", &key, &offer).await.expect(422);
    assert_eq!(refused.text("/errors/0/field"), "product");
    for (body, field) in [
        (json!({ "text": "x", "offer": api.offer(0) }), "offer"),
        (json!({ "text": "x", "product": product }), "product"),
        (json!({ "text": "x", "reply_to": "pst_0000000000001" }), "reply_to"),
    ] {
        let refused = api.json("POST", "/commerce/v1/posts", &key, &body).await.expect(422);
        assert_eq!(refused.text("/errors/0/field"), field, "{body}");
    }
    let written = json!({
        "title": "Cup", "variants": [{ "id": api.variant(0), "price": { "amount": 1, "currency": "EUR" } }],
    });
    let own = format!("/commerce/v1/products/{}", rival.goods[0].product);
    api.json("PUT", &own, &key, &written).await.expect(404);
    api.json("POST", "/commerce/v1/products", &key, &written).await.expect(404);

    // A line of another order, of the same merchant even.
    let second = format!("/commerce/v1/orders/{second}");
    let lines = json!({ "lines": [{ "line": line, "quantity": 1 }] });
    for path in ["fulfillments", "refunds"] {
        let refused =
            api.keyed("POST", &format!("{second}/{path}"), &ours, Some("k"), &lines).await.expect(422);
        assert_eq!(refused.text("/errors/0/field"), "lines");
    }
    // Another merchant's order, by its id, whatever is asked.
    let theirs = format!("/commerce/v1/orders/{order}");
    api.get(&theirs, &key).await.expect(404);
    for path in ["fulfillments", "refunds", "cancel"] {
        api.keyed("POST", &format!("{theirs}/{path}"), &key, Some("k"), &json!({})).await.expect(404);
    }
    assert_eq!(api.everything(), before);
}

#[tokio::test]
async fn a_key_used_by_two_callers_is_two_keys() {
    let api = Api::new().await;
    let rival = api.house.shop(&[]).await;
    let (ours, theirs) = (api.key().await, api.key_of(&rival, &Scope::ALL).await);
    let product = json!({ "title": "Cup", "variants": [{ "price": { "amount": 900, "currency": "EUR" } }] });
    let one = api.keyed("POST", "/commerce/v1/products", &ours, Some("same"), &product).await.expect(201);
    let other = api.keyed("POST", "/commerce/v1/products", &theirs, Some("same"), &product).await.expect(201);
    assert_ne!(one.body["id"], other.body["id"]);
    assert_ne!(one.body["merchant"], other.body["merchant"]);
    let (path, token, shown) = api.checkout(0, 1).await;
    let (rival_path, rival_token, rival_shown) = api.checkout(0, 1).await;
    let placed = api.pay(&path, &token, "same", "card_ok", &shown).await.expect(200);
    let rival = api.pay(&rival_path, &rival_token, "same", "card_ok", &rival_shown).await.expect(200);
    assert_ne!(placed.body["parts"][0]["order"], rival.body["parts"][0]["order"]);
    // The price of one checkout pays no other.
    let (path, token, _) = api.checkout(0, 1).await;
    api.pay(&path, &token, "k", "card_ok", &shown).await.expect(422);
}

#[tokio::test]
async fn doubled_headers_are_not_guessed_about() {
    let api = Api::new().await;
    let key = api.key().await;
    let (order, _) = api.confirmed(0, 1).await;
    let before = api.everything();
    let bearers = [format!("Bearer {key}"), "Bearer blk_live_0".to_owned()];
    for order_of in [[0, 1], [1, 0], [0, 0]] {
        let mut request = Request::get("/commerce/v1/orders");
        for at in order_of {
            request = request.header("authorization", &bearers[at]);
        }
        api.send(request.body(Body::empty()).unwrap()).await.expect(401);
    }
    let refund = Request::post(format!("/commerce/v1/orders/{order}/refunds"))
        .header("authorization", &bearers[0])
        .header("content-type", "application/json")
        .header("idempotency-key", "a")
        .header("idempotency-key", "b");
    assert_eq!(api.send(refund.body(Body::from("{}")).unwrap()).await.expect(400).problem(), "malformed");
    for (name, value) in [
        ("x-http-method-override", "DELETE"),
        ("x-original-url", "/commerce/v1/products"),
        ("x-rewrite-url", "/commerce/v1/products"),
        ("cookie", "buyline=00"),
    ] {
        let request = Request::get("/commerce/v1/orders").header(name, value);
        api.send(request.body(Body::empty()).unwrap()).await.expect(401);
    }
    for scheme in ["Basic", "bearer ", "Bearer", "Bearer\t", "Token"] {
        let request = Request::get("/commerce/v1/orders").header("authorization", format!("{scheme} "));
        api.send(request.body(Body::empty()).unwrap()).await.expect(401);
    }
    assert_eq!(api.everything(), before);
}

#[tokio::test]
async fn absurd_pages_are_refused_in_every_list() {
    let (api, _, key) = told().await;
    let hook = json!({ "url": "https://shop.example/hooks" });
    let webhook =
        api.json("POST", "/commerce/v1/webhooks", &key, &hook).await.expect(201).text("/webhook/id");
    let described = serde_json::to_value(document()).unwrap();
    let mut lists = 0;
    for (path, item) in described["paths"].as_object().unwrap() {
        let has = |name: &str| {
            let parameters = item["get"]["parameters"].as_array();
            parameters.is_some_and(|all| all.iter().any(|it| it["name"] == name))
        };
        if !has("cursor") {
            continue;
        }
        lists += 1;
        let path = path.replace("{merchant}", &api.shop.merchant.to_string()).replace("{webhook}", &webhook);
        let long = "x".repeat(5_000);
        let mut wrong: Vec<String> = [
            "",
            "x",
            "-1",
            "0",
            "pur_01h2xcejqtf2n",
            "ord_",
            "ord_zzzzzzzzzzzzz",
            "prd_zzzzzzzzzzzzz",
            "%00",
            "%FF",
            "%F0%9F%A6%80",
            "'%20OR%201=1--",
            &long,
        ]
        .iter()
        .map(|cursor| format!("cursor={cursor}"))
        .collect();
        wrong.push("cursor=a&cursor=b".to_owned());
        wrong.push("unknown=1".to_owned());
        if has("limit") {
            let limits = ["0", "41", "-1", "1.5", "99999999999999999999", "", "NaN", "%30%00"];
            wrong.extend(limits.iter().map(|limit| format!("limit={limit}")));
        }
        for query in wrong {
            let answer = api.get(&format!("{path}?{query}"), &key).await.expect(422);
            assert_eq!(answer.problem(), "invalid-field", "{path}?{query}");
        }
        api.get(&path, &key).await.expect(200);
    }
    assert_eq!(lists, 5, "orders, products, a merchant's products and posts, what a webhook was told");
    for search in ["%25", "%27%3B%20DROP%20TABLE%20orders--", "%5C", "%22"] {
        for path in ["/commerce/v1/orders", "/commerce/v1/products"] {
            let found = api.get(&format!("{path}?q={search}"), &key).await.expect(200);
            assert_eq!(found.body["data"], json!([]), "{path}?q={search}");
        }
    }
}

#[tokio::test]
async fn a_total_cannot_be_talked_down() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 3).await;
    let (_, _, cheaper) = api.checkout(2, 1).await;
    let complete = format!("{path}/complete");
    let fingerprint = cheaper.body["parts"][0]["quote"]["fingerprint"].clone();
    let before = api.everything();
    let mut body = completion("card_ok", &shown);
    body["parts"][0]["fingerprint"] = fingerprint;
    let refused = api.keyed("POST", &complete, &token, Some("a"), &body).await.expect(409);
    assert_eq!(refused.problem(), "price-changed");
    body["parts"] = json!([]);
    api.keyed("POST", &complete, &token, Some("b"), &body).await.expect(422);
    let mut twice = completion("card_ok", &shown);
    let part = twice["parts"][0].clone();
    twice["parts"].as_array_mut().unwrap().push(part);
    let mut wrong = completion("card_ok", &shown);
    for (pointer, value) in [
        ("/parts/0/fingerprint", json!("0000000000000000x")),
        ("/parts/0/fingerprint", json!(7)),
        ("/payment/token", json!("")),
        ("/payment/token", json!("x".repeat(501))),
        ("/payment/token", Value::Null),
    ] {
        let kept = wrong.pointer(pointer).unwrap().clone();
        *wrong.pointer_mut(pointer).unwrap() = value.clone();
        api.keyed("POST", &complete, &token, Some("c"), &wrong).await.expect(422);
        *wrong.pointer_mut(pointer).unwrap() = kept;
    }
    for url in ["http://evil.example", "javascript:alert(1)", "https://x y", "//evil.example", "https://\n"] {
        let mut body = completion("card_ok", &shown);
        body["return_url"] = json!(url);
        let refused = api.keyed("POST", &complete, &token, Some("d"), &body).await.expect(422);
        assert_eq!(refused.text("/errors/0/field"), "return_url", "{url}");
    }
    assert_eq!(api.everything(), before, "nothing was ordered, nothing was charged");
    let placed = api.keyed("POST", &complete, &token, Some("e"), &twice).await.expect(200);
    assert_eq!(placed.body["parts"].as_array().unwrap().len(), 1, "a part named twice is paid once");
}
