//! What cannot be right gets a clear error that names field and reason, changes nothing and loses nothing.

use axum::body::Body;
use serde_json::{Value, json};

use crate::api::{Answer, Api, completion, details};

const CHECKOUTS: &str = "/commerce/v1/checkouts";

/// The problem, and the first field it names.
fn refusal(answer: &Answer) -> (u16, &str, &str) {
    let field = answer.body["errors"][0]["field"].as_str().unwrap_or_default();
    (answer.status.as_u16(), answer.problem(), field)
}

#[tokio::test]
async fn quantities_must_be_whole_and_from_1_to_999() {
    let api = Api::new().await;
    for quantity in [
        json!(0),
        json!(-1),
        json!(1_000),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1.5),
        json!(2.0),
        json!("2"),
        json!(null),
        json!([1]),
        json!(true),
    ] {
        let body = json!({ "items": [{ "offer": api.offer(0), "quantity": quantity }] });
        let answer = api.json("POST", CHECKOUTS, "", &body).await;
        assert_eq!(refusal(&answer), (422, "invalid-field", "items[0].quantity"), "{quantity}");
    }
    let huge =
        format!("{{\"items\":[{{\"offer\":\"{}\",\"quantity\":1{}}}]}}", api.offer(0), "0".repeat(400));
    let answer = api.raw("POST", CHECKOUTS, "", "application/json", huge).await;
    assert!(matches!(answer.status.as_u16(), 400 | 422), "{answer:?}");
}

#[tokio::test]
async fn what_is_not_json_is_refused_with_its_place() {
    let api = Api::new().await;
    for text in
        ["", "{", "[1,2", "{\"items\":[}", "{\"items\":[]} {}", "nonsense", "{'items':1}", "\u{feff}{}"]
    {
        let answer = api.raw("POST", CHECKOUTS, "", "application/json", text).await;
        assert_eq!(refusal(&answer), (400, "malformed", ""), "{text}");
        assert!(answer.text("/detail").contains("line "), "{answer:?}");
    }
    for text in ["[]", "[[]]", "null", "7", "\"x\""] {
        let answer = api.raw("POST", CHECKOUTS, "", "application/json", text).await;
        assert_eq!(refusal(&answer), (422, "invalid-field", "body"), "{text}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(
        api.raw("POST", CHECKOUTS, "", "application/json", deep).await.expect(400).problem(),
        "malformed"
    );
}

#[tokio::test]
async fn other_media_types_and_encodings_are_refused() {
    let api = Api::new().await;
    let body = json!({ "items": [{ "offer": api.offer(0), "quantity": 1 }] }).to_string();
    for kind in
        ["", "text/plain", "application/json; charset=iso-8859-1", "application/x-www-form-urlencoded"]
    {
        let answer = api.raw("POST", CHECKOUTS, "", kind, body.clone()).await.expect(415);
        assert_eq!(answer.problem(), "unsupported-media-type", "{kind}");
    }
    let latin = [b"{\"items\":[],\"locale\":\"fran\xe7ais\"}".as_slice()].concat();
    assert_eq!(
        api.raw("POST", CHECKOUTS, "", "application/json", latin).await.expect(400).problem(),
        "malformed"
    );
}

#[tokio::test]
async fn huge_bodies_are_refused_whether_they_say_so_or_not() {
    let api = Api::new().await;
    let huge = format!("{{\"items\":[],\"locale\":\"{}\"}}", "x".repeat(300 * 1024));
    let whole = api.raw("POST", CHECKOUTS, "", "application/json", huge.clone()).await.expect(413);
    assert_eq!(whole.problem(), "too-large");
    let pieces =
        huge.into_bytes().chunks(8_192).map(<[u8]>::to_vec).map(Ok::<_, std::io::Error>).collect::<Vec<_>>();
    let streamed = Body::from_stream(futures_util::stream::iter(pieces));
    let streamed = api.raw("POST", CHECKOUTS, "", "application/json", streamed).await.expect(413);
    assert_eq!(streamed.problem(), "too-large");
}

#[tokio::test]
async fn a_price_or_total_of_the_clients_own_is_refused() {
    let api = Api::new().await;
    let offer = api.offer(0);
    for (body, field) in [
        (json!({ "items": [{ "offer": offer, "quantity": 1, "price": 1 }] }), "items[0].price"),
        (
            json!({ "items": [{ "offer": offer, "quantity": 1, "unit_price": { "amount": 1 } }] }),
            "items[0].unit_price",
        ),
        (json!({ "items": [{ "offer": offer, "quantity": 1 }], "total": 1 }), "total"),
    ] {
        let answer = api.json("POST", CHECKOUTS, "", &body).await;
        assert_eq!(refusal(&answer), (422, "invalid-field", field));
        assert!(answer.text("/errors/0/reason").contains("unknown field"), "{answer:?}");
    }
    let (path, token, shown) = api.checkout(0, 1).await;
    let mut body = completion("card_ok", &shown);
    body["parts"][0]["total"] = json!({ "amount": 1, "currency": "EUR" });
    let answer = api.keyed("POST", &format!("{path}/complete"), &token, Some("k"), &body).await;
    assert_eq!(refusal(&answer), (422, "invalid-field", "parts[0].total"));
    assert_eq!(api.free(0).await, Some(5));
}

#[tokio::test]
async fn a_wrong_parameter_of_a_query_is_named_and_told_in_words_of_its_own() {
    let api = Api::new().await;
    let key = api.key().await;
    for (query, field, reason) in [
        ("limit=many", "limit", "must be a whole number in range"),
        ("limit=", "limit", "must be a whole number in range"),
        ("limit=-1", "limit", "must be a whole number in range"),
        ("q=lamp&limit=99999999999", "limit", "must be a whole number in range"),
        ("limit=41", "limit", "must be from 1 to 40"),
        ("limit=2&limit=3", "limit", "duplicate field: must stand once"),
        ("limit=2&q=a%00b", "q", "must not hold the character U+0000"),
        (
            "page=2",
            "page",
            "unknown field: known here are \"filter\", \"q\", \"reference\", \"cursor\", \"limit\"",
        ),
        ("filter=lost", "filter", "is not one of the filters"),
    ] {
        let answer = api.get(&format!("/commerce/v1/orders?{query}"), &key).await;
        assert_eq!(refusal(&answer), (422, "invalid-field", field), "{query}");
        assert_eq!(answer.text("/errors/0/reason"), reason, "{query}");
    }
}

#[tokio::test]
async fn reasons_speak_of_json_and_never_of_rust() {
    let api = Api::new().await;
    let offer = api.offer(0);
    for (body, field, reason) in [
        (json!({ "items": 7 }), "items", "must be a list, not the number 7"),
        (json!({ "items": [7] }), "items[0]", "must be an object, not the number 7"),
        (
            json!({ "items": [{ "offer": 7, "quantity": 1 }] }),
            "items[0].offer",
            "must be an id that begins with \"off_\", not the number 7",
        ),
        (
            json!({ "items": [{ "offer": offer, "quantity": "2" }] }),
            "items[0].quantity",
            "must be a whole number from 1 to 999, not a text",
        ),
        (
            json!({ "items": [], "locale": null, "country": 3 }),
            "country",
            "must be an ISO 3166 code of two letters, not the number 3",
        ),
        (json!({ "items": [{ "offer": offer }] }), "items[0].quantity", "must be there"),
    ] {
        let answer = api.json("POST", CHECKOUTS, "", &body).await;
        assert_eq!(refusal(&answer), (422, "invalid-field", field), "{body}");
        assert_eq!(answer.text("/errors/0/reason"), reason, "{body}");
    }
}

#[tokio::test]
async fn a_field_that_stands_twice_is_refused() {
    let api = Api::new().await;
    let body = format!("{{\"items\":[{{\"offer\":\"{}\",\"quantity\":1,\"quantity\":5}}]}}", api.offer(0));
    let answer = api.raw("POST", CHECKOUTS, "", "application/json", body).await.expect(422);
    assert!(answer.text("/errors/0/reason").contains("duplicate field"), "{answer:?}");
}

#[tokio::test]
async fn unknown_and_foreign_ids_are_refused() {
    let api = Api::new().await;
    let other = api.house.shop(&[testkit::house::Goods { title: "Cup", price: 900, units: Some(1) }]).await;
    let unknown = "off_0000000000001";
    for (item, field) in [
        (json!({ "offer": unknown, "quantity": 1 }), "items"),
        (json!({ "variant": api.variant(0), "quantity": 1 }), "items[0].offer"),
        (json!({ "offer": api.offer(0), "variant": "var_0000000000001", "quantity": 1 }), "items"),
        (
            json!({ "offer": api.offer(0), "variant": other.goods[0].variant.to_string(), "quantity": 1 }),
            "items",
        ),
        (json!({ "quantity": 1 }), "items[0].offer"),
        (json!({ "offer": api.offer(0) }), "items[0].quantity"),
        (json!({ "offer": api.variant(0), "quantity": 1 }), "items[0].offer"),
        (json!({ "offer": "off_", "quantity": 1 }), "items[0].offer"),
        (json!({ "offer": 7, "quantity": 1 }), "items[0].offer"),
        (json!([api.offer(0), null, 1, null]), "items[0]"),
    ] {
        let answer = api.json("POST", CHECKOUTS, "", &json!({ "items": [item] })).await;
        assert_eq!(refusal(&answer), (422, "invalid-field", field), "{item}");
    }
    let (path, token, shown) = api.checkout(0, 1).await;
    let (_, _, others) = api.checkout(2, 1).await;
    let foreign =
        json!({ "shipping": [{ "part": others.text("/parts/0/id"), "rate": "rat_0000000000001" }] });
    let answer = api.json("PATCH", &path, &token, &foreign).await;
    assert_eq!(refusal(&answer), (422, "invalid-field", "shipping[0].part"));
    let rate = json!({ "shipping": [{ "part": shown.text("/parts/0/id"), "rate": "rat_0000000000001" }] });
    let answer = api.json("PATCH", &path, &token, &rate).await;
    assert_eq!(refusal(&answer), (422, "invalid-field", "shipping[0].rate"));
    let answer = api
        .keyed("POST", &format!("{path}/complete"), &token, Some("k"), &completion("card_ok", &others))
        .await;
    assert_eq!(refusal(&answer), (422, "invalid-field", "parts"));
    for id in ["pur_0000000000001", "pur_", "1", "%00", "ord_0000000000001"] {
        assert_eq!(
            api.get(&format!("{CHECKOUTS}/{id}"), &token).await.expect(404).problem(),
            "not-found",
            "{id}"
        );
    }
}

#[tokio::test]
async fn each_wrong_field_of_an_address_is_named() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let wrong = |change: fn(&mut Value)| {
        let mut body = details();
        change(&mut body);
        body
    };
    for (body, field) in [
        (wrong(|body| body["email"] = json!("nobody")), "email"),
        (wrong(|body| body["email"] = json!("")), "email"),
        (wrong(|body| body["address"]["city"] = json!(" ")), "address.city"),
        (wrong(|body| body["address"]["postal_code"] = json!("")), "address.postal_code"),
        (wrong(|body| body["address"]["name"] = json!("x".repeat(500))), "address.name"),
        (wrong(|body| body["address"]["country"] = json!("Atlantis")), "address.country"),
        (wrong(|body| body["address"]["planet"] = json!("Mars")), "address.planet"),
    ] {
        let answer = api.json("PATCH", &path, &token, &body).await;
        assert_eq!(refusal(&answer), (422, "invalid-field", field));
    }
    assert_eq!(
        api.get(&path, &token).await.expect(200).body["address"],
        shown.body["address"],
        "nothing was changed"
    );
}

#[tokio::test]
async fn html_in_a_text_stays_a_text() {
    let api = Api::new().await;
    let (path, token, _) = api.checkout(0, 1).await;
    let mut body = details();
    body["address"]["name"] = json!("<script>alert(1)</script>");
    let shown = api.json("PATCH", &path, &token, &body).await.expect(200);
    assert_eq!(shown.text("/address/name"), "<script>alert(1)</script>");
    assert_eq!(shown.headers["content-type"], "application/json");
    assert_eq!(shown.headers["x-content-type-options"], "nosniff");
}

#[tokio::test]
async fn addresses_and_methods_that_are_not_there_say_so_as_problems() {
    let api = Api::new().await;
    assert_eq!(api.get("/commerce/v1/nothing", "").await.expect(404).problem(), "not-found");
    let answer = api.json("DELETE", CHECKOUTS, "", &json!({})).await.expect(405);
    assert_eq!(answer.problem(), "method-not-allowed");
    assert!(answer.headers.contains_key("allow"));
}

#[tokio::test]
async fn a_key_that_is_no_key_is_refused() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let long = "k".repeat(300);
    let answer = api.pay(&path, &token, &long, "card_ok", &shown).await.expect(400);
    assert_eq!(answer.problem(), "malformed");
}
