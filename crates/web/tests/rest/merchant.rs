//! What a merchant's programs do: goods, offers, posts, files, orders, figures.

use domain::access::Scope;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::house::On;

use crate::api::{Api, request};

const ORDERS: &str = "/commerce/v1/orders";
const PRODUCTS: &str = "/commerce/v1/products";

fn shirt() -> Value {
    json!({
        "title": "Shirt <b>", "description": "<p>Soft</p><script>alert(1)</script>", "option_names": ["Size"],
        "status": "active", "tags": ["linen"],
        "variants": [
            { "options": ["S"], "sku": "SH-S", "price": { "amount": 3_900, "currency": "EUR" }, "units": 4 },
            { "options": ["M"], "sku": "SH-M", "price": { "amount": 3_900, "currency": "EUR" },
              "compare_at": { "amount": 4_900, "currency": "EUR" } },
        ],
    })
}

#[tokio::test]
async fn a_product_is_made_priced_stocked_offered_and_bought() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let made = api.keyed("POST", PRODUCTS, &key, Some("p"), &shirt()).await.expect(201);
        assert_eq!(made.text("/title"), "Shirt <b>", "markup in a text is a text");
        assert_eq!(made.text("/description_html"), "<p>Soft</p>");
        assert_eq!(made.body["offers"][0]["limit_per_buyer"], Value::Null, "it is on sale, without limits");
        let again = api.keyed("POST", PRODUCTS, &key, Some("p"), &shirt()).await.expect(201);
        assert_eq!(again.body, made.body, "a repeat makes no second product");
        let (product, small) = (made.text("/id"), made.text("/variants/0/id"));

        let stock = format!("/commerce/v1/variants/{small}/stock");
        api.json("PUT", &stock, &key, &json!({ "units": 7 })).await.expect(200);
        let yen =
            json!({ "prices": [{ "price": { "amount": 6_400, "currency": "JPY" }, "compare_at": null }] });
        let priced =
            api.json("PUT", &format!("/commerce/v1/variants/{small}/prices"), &key, &yen).await.expect(200);
        assert_eq!(priced.body["prices"], yen["prices"]);

        let terms = json!({ "product": product, "limit_per_buyer": 2, "ends_at": "2026-12-24T12:00:00Z" });
        let offer =
            api.keyed("POST", "/commerce/v1/offers", &key, Some("o"), &terms).await.expect(201).text("/id");
        let post = json!({ "text": "New #shirt", "offer": offer });
        let post =
            api.keyed("POST", "/commerce/v1/posts", &key, Some("w"), &post).await.expect(201).text("/id");

        let shown = api
            .get(&format!("/commerce/v1/merchants/{}/products/{product}", api.shop.merchant), "")
            .await
            .expect(200);
        assert_eq!(shown.body["offers"][0]["id"], offer);
        assert_eq!(shown.body["variants"][0]["available"], 7);
        assert_eq!(shown.body["variants"][0]["prices"], yen["prices"]);
        let posts =
            api.get(&format!("/commerce/v1/merchants/{}/posts", api.shop.merchant), "").await.expect(200);
        assert_eq!((posts.text("/data/0/id"), posts.text("/data/0/offer")), (post.clone(), offer.clone()));

        let items = |offer: &str, post: &str| json!({ "items": [{ "offer": offer, "variant": small, "quantity": 3, "post": post }] });
        let own = api.json("POST", "/commerce/v1/checkouts", "", &items(&offer, &post)).await.expect(201);
        assert_eq!(own.text("/parts/0/lines/0/post"), post);
        let foreign = api
            .json(
                "POST",
                "/commerce/v1/checkouts",
                "",
                &json!({ "items": [{ "offer": api.offer(0), "quantity": 1, "post": post }] }),
            )
            .await
            .expect(201);
        assert_eq!(foreign.body["parts"][0]["lines"][0]["post"], Value::Null, "it does not carry this offer");

        let (path, token) = (format!("/commerce/v1/checkouts/{}", own.text("/id")), own.text("/token"));
        let shown = api.json("PATCH", &path, &token, &crate::api::details()).await.expect(200);
        let refused = api.pay(&path, &token, "k", "card_ok", &shown).await.expect(409);
        assert_eq!((refused.problem(), refused.body["limit"].clone()), ("limit-per-buyer", json!(2)));

        let change = format!("/commerce/v1/offers/{offer}");
        let closed = api.json("PATCH", &change, &key, &json!({ "open": false })).await.expect(200);
        assert_eq!(closed.text("/pause"), "closed");
        let refused = api.pay(&path, &token, "k2", "card_ok", &shown).await.expect(409);
        assert_eq!(refused.problem(), "offer-closed");
        let listed = api.get(&format!("{PRODUCTS}/{product}/offers"), &key).await.expect(200);
        assert_eq!(listed.text("/data/0/pause"), "closed");
        api.json("DELETE", &format!("/commerce/v1/posts/{post}"), &key, &json!({})).await.expect(204);
        api.get(&format!("/commerce/v1/posts/{post}"), "").await.expect(404);
    }
}

#[tokio::test]
async fn a_variant_alone_buys_nothing() {
    let api = Api::new().await;
    let alone = json!({ "items": [{ "variant": api.variant(0), "quantity": 1 }] });
    for path in ["/commerce/v1/checkouts", "/commerce/v1/carts"] {
        let refused = api.json("POST", path, "", &alone).await.expect(422);
        assert_eq!(refused.text("/errors/0/field"), "items[0].offer");
    }
}

#[tokio::test]
async fn replacing_a_product_leaves_stock_and_description_that_it_does_not_name() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let made = api.json("POST", PRODUCTS, &key, &shirt()).await.expect(201);
        let path = format!("{PRODUCTS}/{}", made.text("/id"));
        let mut change = shirt();
        change.as_object_mut().unwrap().remove("description");
        for at in 0..2 {
            change["variants"][at]["id"] = made.body["variants"][at]["id"].clone();
            change["variants"][at]["price"]["amount"] = json!(3_100);
        }
        change["variants"][0].as_object_mut().unwrap().remove("units");
        let changed = api.json("PUT", &path, &key, &change).await.expect(200);
        assert_eq!(changed.text("/description_html"), "<p>Soft</p>");
        assert_eq!(changed.body["variants"][0]["available"], 4, "a left-out count is no unlimited one");
        assert_eq!(changed.body["variants"][0]["price"]["amount"], 3_100);
        change["description"] = json!("");
        change["variants"][0]["units"] = Value::Null;
        let changed = api.json("PUT", &path, &key, &change).await.expect(200);
        assert_eq!(changed.text("/description_html"), "");
        assert_eq!(changed.body["variants"][0]["available"], Value::Null, "said, it is not counted");
    }
}

#[tokio::test]
async fn replacing_a_product_archives_the_variants_that_are_left_out() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let made = api.json("POST", PRODUCTS, &key, &shirt()).await.expect(201);
        let mut change = shirt();
        change["variants"].as_array_mut().unwrap().pop();
        change["variants"][0]["id"] = made.body["variants"][0]["id"].clone();
        change["title"] = json!("Other");
        let path = format!("{PRODUCTS}/{}", made.text("/id"));
        let changed = api.json("PUT", &path, &key, &change).await.expect(200);
        assert_eq!(
            (changed.text("/title"), changed.body["variants"].as_array().unwrap().len()),
            ("Other".into(), 1)
        );
        assert_eq!(changed.body["variants"][0]["id"], made.body["variants"][0]["id"]);
        assert_eq!(api.get(&path, &key).await.expect(200).body, changed.body);
        let mut listed = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = api.get(&format!("{PRODUCTS}?limit=3{cursor}"), &key).await.expect(200);
            listed.extend(page.body["data"].as_array().unwrap().iter().map(|it| it["title"].clone()));
            match page.body["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(listed, ["Other", "Print", "Vase", "Bowl"]);
    }
}

#[tokio::test]
async fn an_order_is_shipped_in_parts_delivered_and_refunded_in_part() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let (order, token) = api.confirmed(0, 3).await;
        let listed = api.get(&format!("{ORDERS}?filter=to-ship"), &key).await.expect(200);
        assert_eq!(listed.text("/data/0/id"), order);
        let path = format!("{ORDERS}/{order}");
        let found = api.get(&path, &key).await.expect(200);
        let line = found.text("/lines/0/id");

        let parcel =
            json!({ "lines": [{ "line": line, "quantity": 2 }], "carrier": "Post", "tracking_number": "1Z" });
        let ships = format!("{path}/fulfillments");
        let first = api.keyed("POST", &ships, &key, Some("1"), &parcel).await.expect(201);
        let again = api.keyed("POST", &ships, &key, Some("1"), &parcel).await.expect(201);
        assert_eq!((first.body["lines"][0]["shipped"].clone(), again.body), (json!(2), first.body.clone()));
        let too_many = api.json("POST", &ships, &key, &parcel).await.expect(422);
        assert_eq!(too_many.text("/errors/0/field"), "lines");
        let rest = api.json("POST", &ships, &key, &json!({})).await.expect(201);
        assert_eq!(rest.body["fulfillments"].as_array().unwrap().len(), 2);
        assert!(rest.body["fulfilled_at"].is_string());

        for at in [0, 1] {
            let parcel = rest.text(&format!("/fulfillments/{at}/id"));
            let arrived =
                api.json("POST", &format!("{ships}/{parcel}/delivered"), &key, &json!({})).await.expect(200);
            assert_eq!(arrived.body["delivered_at"].is_string(), at == 1);
        }
        let refused =
            api.json("POST", &format!("{ships}/ful_0000000000001/delivered"), &key, &json!({})).await;
        refused.expect(404);

        let refunds = format!("{path}/refunds");
        let part =
            json!({ "lines": [{ "line": line, "quantity": 1, "restock": true }], "reason": "Chipped" });
        assert_eq!(
            api.json("POST", &refunds, &key, &part).await.expect(400).problem(),
            "idempotency-key-missing"
        );
        for _ in 0..2 {
            let given = api.keyed("POST", &refunds, &key, Some("r"), &part).await.expect(201);
            assert_eq!(given.body["refunds"].as_array().unwrap().len(), 1);
            assert_eq!(given.body["refunds"][0]["amount"]["amount"], 2_000);
        }
        let all = json!({ "everything": true });
        let reused = api.keyed("POST", &refunds, &key, Some("r"), &all).await.expect(422);
        assert_eq!(reused.problem(), "idempotency-key-reused");
        let much = json!({ "amount": { "amount": 9_999_999, "currency": "EUR" } });
        let much = api.keyed("POST", &refunds, &key, Some("r2"), &much).await.expect(422);
        assert_eq!((much.problem(), much.body["left"]["amount"].clone()), ("exceeds-captured", json!(4_490)));
        api.house.drain().await;
        let seen = api.get(&path, &token).await.expect(200);
        assert_eq!(
            (seen.text("/refunds/0/state"), seen.body["refunded"]["amount"].clone()),
            ("done".into(), json!(2_000))
        );
    }
}

#[tokio::test]
async fn a_refund_of_everything_is_said_and_never_guessed() {
    let api = Api::new().await;
    let key = api.key().await;
    let (order, _) = api.confirmed(0, 2).await;
    let path = format!("{ORDERS}/{order}");
    let refunds = format!("{path}/refunds");
    let paid = api.get(&path, &key).await.expect(200).body["total"].clone();
    let money = json!({ "amount": 1, "currency": "EUR" });
    let before = api.everything();
    for (body, said) in [
        (json!({}), "name lines, shipping or an amount"),
        (json!({ "lines": [], "shipping": false, "everything": false }), "name lines, shipping or an amount"),
        (json!({ "reason": "Sorry" }), "name lines, shipping or an amount"),
        (json!({ "everything": true, "amount": money }), "must stand alone"),
        (json!({ "everything": true, "shipping": true }), "must stand alone"),
    ] {
        let refused = api.keyed("POST", &refunds, &key, Some("all"), &body).await.expect(422);
        assert_eq!(refused.text("/errors/0/field"), "everything", "{body}");
        assert!(refused.text("/errors/0/reason").contains(said), "{body}: {refused:?}");
        assert_eq!(api.everything(), before, "{body} changed something");
    }
    let all = json!({ "everything": true });
    let given = api.keyed("POST", &refunds, &key, Some("all"), &all).await.expect(201);
    assert_eq!(given.body["refunds"][0]["amount"], paid);
}

#[tokio::test]
async fn canceling_needs_a_key_and_gives_everything_back_once() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let (order, token) = api.confirmed(0, 2).await;
        let cancel = format!("{ORDERS}/{order}/cancel");
        let body = json!({ "reason": "Broken" });
        assert_eq!(
            api.json("POST", &cancel, &key, &body).await.expect(400).problem(),
            "idempotency-key-missing"
        );
        assert_eq!(api.free(0).await, Some(3), "nothing has changed");
        for once in ["a", "a", "b"] {
            let canceled = api.keyed("POST", &cancel, &key, Some(once), &body).await.expect(200);
            assert_eq!(canceled.text("/state"), "canceled");
        }
        api.house.drain().await;
        assert_eq!(api.free(0).await, Some(5));
        let seen = api.get(&format!("{ORDERS}/{order}"), &token).await.expect(200);
        assert_eq!(seen.body["refunded"], seen.body["total"]);
    }
}

#[tokio::test]
async fn a_buyer_asks_and_the_merchant_answers() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let (order, token) = api.confirmed(0, 1).await;
        let asks = format!("{ORDERS}/{order}/requests");
        let refused = api.json("POST", &asks, &token, &json!({ "kind": "gift" })).await.expect(422);
        assert_eq!(refused.text("/errors/0/field"), "kind");
        let early = api.json("POST", &asks, &token, &json!({ "kind": "return" })).await.expect(409);
        assert_eq!(early.problem(), "state-conflict");
        let ask = json!({ "kind": "cancel", "reason": "Twice <i>" });
        let asked = api.keyed("POST", &asks, &token, Some("k"), &ask).await.expect(201);
        assert_eq!((asked.text("/state"), asked.text("/reason")), ("waiting".into(), "Twice <i>".into()));
        let again = api.keyed("POST", &asks, &token, Some("k"), &ask).await.expect(201);
        assert_eq!(again.body, asked.body);
        api.json("POST", &asks, &token, &ask).await.expect(409);

        let answers = format!("{asks}/{}/answer", asked.text("/id"));
        let yes = json!({ "accept": true, "answer": "Of course" });
        assert_eq!(
            api.json("POST", &answers, &key, &yes).await.expect(400).problem(),
            "idempotency-key-missing"
        );
        let (other, _) = { api.confirmed(2, 1).await };
        let elsewhere = answers.replace(&order, &other);
        api.keyed("POST", &elsewhere, &key, Some("x"), &yes).await.expect(404);
        let done = api.keyed("POST", &answers, &key, Some("y"), &yes).await.expect(200);
        assert_eq!((done.text("/state"), done.text("/requests/0/state")), ("canceled".into(), "done".into()));
        api.keyed("POST", &answers, &key, Some("z"), &yes).await.expect(409);
    }
}

#[tokio::test]
async fn a_withdrawal_is_final_and_cannot_be_refused() {
    let api = Api::new().await;
    let key = api.key().await;
    let (order, token) = api.confirmed(0, 1).await;
    let asks = format!("{ORDERS}/{order}/requests");
    let asked = api.json("POST", &asks, &token, &json!({ "kind": "withdrawal" })).await.expect(201);
    let answers = format!("{asks}/{}/answer", asked.text("/id"));
    let no = api.keyed("POST", &answers, &key, Some("n"), &json!({ "accept": false })).await.expect(422);
    assert_eq!(no.text("/errors/0/field"), "accept");
    api.keyed("POST", &answers, &key, Some("n"), &json!({ "accept": true })).await.expect(200);
}

const FILE: &str = "id,title,price,availability,link,image_link,description\n\
    a1,Cup,9.00 EUR,in stock,https://shop.example/a1,https://shop.example/a1.jpg,A cup\n\
    a2,Jug,dear,in stock,https://shop.example/a2,https://shop.example/a2.jpg,A jug\n";

#[tokio::test]
async fn a_file_is_looked_at_confirmed_and_written_and_its_refused_rows_are_named() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let brought = api
            .raw("POST", "/commerce/v1/imports?name=goods.csv", &key, "application/octet-stream", FILE)
            .await
            .expect(202);
        let path = format!("/commerce/v1/imports/{}", brought.text("/id"));
        let confirm = format!("{path}/confirm");
        assert_eq!(api.json("POST", &confirm, &key, &json!({})).await.expect(409).text("/state"), "preview");
        api.house.drain().await;
        let preview = api.get(&path, &key).await.expect(200);
        assert_eq!(
            (
                preview.text("/state"),
                preview.text("/created"),
                preview.text("/refused"),
                preview.text("/percent")
            ),
            ("preview".into(), "1".into(), "1".into(), "100".into())
        );
        let remark = &preview.body["remarks"][0];
        assert_eq!(
            (&remark["kind"], &remark["line"], &remark["field"]),
            (&json!("refused"), &json!(3), &json!("price"))
        );
        assert_eq!((&remark["value"], &remark["code"]), (&json!("dear"), &json!("currency")));
        assert_eq!(
            (preview.text("/currency"), preview.text("/preview/0/title")),
            ("EUR".into(), "Cup".into())
        );
        assert_eq!(preview.body["preview"][0]["details"][0]["price"]["amount"], 900);
        api.json("POST", &confirm, &key, &json!({})).await.expect(202);
        api.house.drain().await;
        assert_eq!(api.get(&path, &key).await.expect(200).text("/state"), "done");
        let listed = api.get(&format!("{PRODUCTS}?q=Cup"), &key).await.expect(200);
        assert_eq!(listed.text("/data/0/title"), "Cup");
        let late = api.json("DELETE", &path, &key, &json!({})).await.expect(409);
        assert_eq!(late.text("/state"), "done");
        assert_eq!(
            api.get("/commerce/v1/imports", &key).await.expect(200).text("/data/0/source"),
            "goods.csv"
        );
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_fetched_or_is_empty_names_its_field() {
    let api = Api::new().await;
    let key = api.key().await;
    let before = api.everything();
    let url = "/commerce/v1/imports/url";
    for address in ["http://127.0.0.1/x.csv", "", "file:///etc/passwd"] {
        let refused = api.json("POST", url, &key, &json!({ "url": address })).await.expect(422);
        assert_eq!(refused.text("/errors/0/field"), "url");
    }
    api.raw("POST", "/commerce/v1/imports", &key, "application/octet-stream", "").await.expect(400);
    assert_eq!(api.everything(), before);
}

fn picture() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

#[tokio::test]
async fn pictures_are_added_once_per_key_and_removed() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let images = format!("{PRODUCTS}/{}/images", api.shop.goods[0].product);
        let kind = "application/octet-stream";
        let named = format!("{images}?alt=A%20bowl");
        for _ in 0..2 {
            let sent = request("POST", &named, &key, Some("once"), kind).body(picture().into()).unwrap();
            let shown = api.send(sent).await.expect(201);
            assert_eq!(shown.body["images"].as_array().unwrap().len(), 1, "{}", shown.body);
            assert_eq!(
                (shown.text("/images/0/alt"), shown.text("/images/0/position")),
                ("A bowl".into(), "1".into())
            );
        }
        for _ in 1..12 {
            api.raw("POST", &images, &key, kind, picture()).await.expect(201);
        }
        let full = api.raw("POST", &images, &key, kind, picture()).await.expect(409);
        assert_eq!((full.problem(), full.text("/limit")), ("state-conflict", "12".into()));
        let empty = json!({});
        for _ in 0..2 {
            api.json("DELETE", &format!("{images}/1"), &key, &empty).await.expect(204);
        }
        api.raw("POST", &images, &key, kind, picture()).await.expect(201);
    }
}

#[tokio::test]
async fn what_is_no_picture_changes_nothing() {
    let api = Api::new().await;
    let key = api.key().await;
    let images = format!("{PRODUCTS}/{}/images", api.shop.goods[0].product);
    let before = api.everything();
    let kind = "application/octet-stream";
    let cases: [(&str, Vec<u8>, u16, &str); 4] = [
        ("", Vec::new(), 400, "malformed"),
        ("", b"<svg onload=alert(1)>".to_vec(), 422, "invalid-field"),
        ("", vec![0; 12 * 1024 * 1024 + 1], 413, "too-large"),
        ("?alt=a&width=3", picture(), 422, "invalid-field"),
    ];
    for (query, bytes, status, problem) in cases {
        let refused = api.raw("POST", &format!("{images}{query}"), &key, kind, bytes).await.expect(status);
        assert_eq!(refused.problem(), problem, "{query}");
    }
    let long = format!("{images}?alt={}", "a".repeat(1_501));
    let refused = api.raw("POST", &long, &key, kind, picture()).await.expect(422);
    assert_eq!(refused.text("/errors/0/field"), "alt");
    let elsewhere = format!("{PRODUCTS}/prd_0000000000001/images");
    api.raw("POST", &elsewhere, &key, kind, picture()).await.expect(404);
    assert_eq!(api.everything(), before);
}

#[tokio::test]
async fn figures_tell_what_posts_and_products_earned() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let post = json!({ "text": "Bowls", "offer": api.offer(0) });
        let post = api.json("POST", "/commerce/v1/posts", &key, &post).await.expect(201).text("/id");
        let items = json!({ "items": [{ "offer": api.offer(0), "quantity": 2, "post": post }] });
        let begun = api.json("POST", "/commerce/v1/checkouts", "", &items).await.expect(201);
        let (path, token) = (format!("/commerce/v1/checkouts/{}", begun.text("/id")), begun.text("/token"));
        let shown = api.json("PATCH", &path, &token, &crate::api::details()).await.expect(200);
        api.pay(&path, &token, "k", "card_ok", &shown).await.expect(200);
        api.settle().await;
        let orders = api.get(&format!("{path}/orders"), &token).await.expect(200);
        assert_eq!(orders.text("/data/0/state"), "confirmed");
        let report = api.get("/commerce/v1/reports/figures?days=7", &key).await.expect(200);
        assert_eq!(report.body["total"]["orders"], 1);
        assert_eq!(report.body["posts"][0]["post"], post);
        assert_eq!(report.body["posts"][0]["figures"]["earned"][0]["gross"]["amount"], 4_000);
        for days in ["0", "367", "-1", "x", ""] {
            let wrong = api.get(&format!("/commerce/v1/reports/figures?days={days}"), &key).await.expect(422);
            assert_eq!(wrong.problem(), "invalid-field");
        }
    }
}

#[tokio::test]
async fn a_key_that_may_only_write_orders_is_told_no_more_than_their_ids() {
    let api = Api::new().await;
    let key = api.key_of(&api.shop, &[Scope::OrdersWrite]).await;
    let (order, _) = api.confirmed(0, 1).await;
    let path = format!("{ORDERS}/{order}");
    let shipped = api.raw("POST", &format!("{path}/fulfillments"), &key, "application/json", "{}").await;
    assert_eq!(shipped.status, 201);
    assert_eq!(shipped.body, json!({ "id": order }));
    assert_eq!(api.get(&path, &key).await.expect(403).text("/scope"), "orders:read");
}

#[tokio::test]
async fn orders_are_listed_page_by_page_without_gaps() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let mut orders = Vec::new();
        for _ in 0..5 {
            orders.push(api.confirmed(2, 1).await.0);
            api.house.clock.advance(SignedDuration::from_mins(1));
        }
        orders.reverse();
        let mut found = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = api.get(&format!("{ORDERS}?limit=2{cursor}"), &key).await.expect(200);
            found.extend(
                page.body["data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()),
            );
            match page.body["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, orders);
    }
}

/// Turns the shop into one that sells in `currency`.
async fn sell_in(api: &Api, currency: &'static str) {
    api.house
        .ctx
        .db()
        .write("sell_in", move |tx| {
            tx.execute("UPDATE merchants SET currency = $1", &[currency.into()])?;
            tx.execute("UPDATE variants SET currency = $1", &[currency.into()])
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn currencies_without_decimals_and_with_three_just_work() {
    for currency in ["JPY", "KWD"] {
        let api = Api::new().await;
        let key = api.key().await;
        sell_in(&api, currency).await;
        let money = |amount: i64| json!({ "amount": amount, "currency": currency });
        let (path, token, shown) = api.checkout(0, 3).await;
        assert_eq!(shown.body["parts"][0]["quote"]["total"], money(6_490), "{currency}");
        let order = api.pay(&path, &token, "k", "card_ok", &shown).await.expect(200).text("/parts/0/order");
        api.settle().await;
        let refund = json!({ "amount": money(1) });
        let path = format!("{ORDERS}/{order}/refunds");
        let given = api.keyed("POST", &path, &key, Some("r"), &refund).await.expect(201);
        assert_eq!(given.body["refunds"][0]["amount"], money(1));
        let other = json!({ "amount": { "amount": 1, "currency": "EUR" } });
        let wrong = api.keyed("POST", &path, &key, Some("s"), &other).await.expect(422);
        assert_eq!(wrong.text("/errors/0/field"), "amount.currency");
        let product =
            json!({ "title": "Cup", "variants": [{ "price": { "amount": 1, "currency": "EUR" } }] });
        let foreign = api.json("POST", PRODUCTS, &key, &product).await.expect(422);
        assert_eq!(foreign.text("/errors/0/field"), "variants[0].price");
    }
}

#[tokio::test]
async fn prices_that_no_total_could_hold_are_refused_or_said_to_be_no_price() {
    let api = Api::new().await;
    let key = api.key().await;
    for amount in [i64::MAX, i64::MAX / 2, 1_000_000_000_000_000] {
        let product = json!({ "title": "Moon", "status": "active",
            "variants": [{ "price": { "amount": amount, "currency": "EUR" } }] });
        let refused = api.json("POST", PRODUCTS, &key, &product).await.expect(422);
        assert_eq!(refused.text("/errors/0/field"), "variants[0].price", "{amount}");
    }
}

const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>";

#[tokio::test]
async fn scripts_in_texts_are_shown_as_texts_on_the_pages() {
    let api = Api::new().await;
    let key = api.key().await;
    let product = json!({ "title": SCRIPT, "brand": SCRIPT, "tags": [SCRIPT], "status": "active",
        "description": SCRIPT, "option_names": [SCRIPT],
        "variants": [{ "options": [SCRIPT], "sku": SCRIPT, "price": { "amount": 100, "currency": "EUR" } }] });
    let product = api.json("POST", PRODUCTS, &key, &product).await.expect(201);
    assert_eq!((product.text("/title"), product.text("/variants/0/sku")), (SCRIPT.into(), SCRIPT.into()));
    assert!(
        !product.text("/description_html").contains("alert")
            || !product.text("/description_html").contains('<')
    );
    let post = json!({ "text": SCRIPT, "content_warning": SCRIPT, "product": product.text("/id") });
    let post = api.json("POST", "/commerce/v1/posts", &key, &post).await.expect(201);
    for path in [format!("/posts/{}", post.text("/id")), format!("/products/{}", product.text("/id"))] {
        let page = api.page(&path).await;
        assert!(page.contains("&lt;script&gt;") || page.contains("&#60;script&#62;"), "{path}");
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{path}");
    }
}
