//! What ends: said in headers while it runs, refused with 410 afterwards, and never in the way of what was begun.

use app::sunsets::{self, Wish};
use domain::access::{Actor, RunServer, Scope as KeyScope};
use domain::gate::Feature;
use domain::ids::SunsetId;
use domain::sunset::calendar::{Days, Step};
use domain::sunset::{Audience, Plan, Scope, Successor};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use serde_json::json;

use crate::api::{Answer, Api, completion, details};

async fn ending(api: &Api, scope: Scope) -> Plan {
    let ctx = &api.house.ctx;
    let today = ctx.now().to_zoned(TimeZone::UTC).date();
    let wish = Wish {
        days: Days([0, 10, 31, 60, 120, 150].map(|number: i64| today.saturating_add(number.days()))),
        zone: TimeZone::UTC,
        successor: Some(Successor {
            name: "Elsewhere".to_owned(),
            url: "https://elsewhere.example/buy".to_owned(),
        }),
        audience: Audience::Partners,
        reason: String::new(),
    };
    let permit = Actor::System.may(RunServer).unwrap();
    let id: SunsetId = sunsets::draft(ctx, &permit, scope, wish, "It was decided").await.unwrap();
    sunsets::start(ctx, &permit, (id, 1), "It begins").await.unwrap();
    app::feed::catch_up(ctx).await.unwrap();
    sunsets::show(ctx, &permit, id).await.unwrap().unwrap().plan
}

fn go_to(api: &Api, plan: &Plan, step: Step) {
    let span = plan.calendar.at(step).duration_since(api.house.ctx.now());
    api.house.clock.advance(span.max(SignedDuration::ZERO));
}

fn has_headers(answer: &Answer, plan: &Plan) {
    let headers = &answer.headers;
    let since = plan.calendar.at(Step::Notice).as_second();
    assert_eq!(headers["deprecation"], format!("@{since}"), "{answer:?}");
    let ends = plan.calendar.at(Step::NoSales).strftime("%a, %d %b %Y 00:00:00 GMT").to_string();
    assert_eq!(headers["sunset"], ends, "{answer:?}");
    let links: Vec<&str> = headers.get_all("link").iter().filter_map(|it| it.to_str().ok()).collect();
    for rel in ["rel=\"deprecation\"", "rel=\"sunset\""] {
        let page = format!("/closing/{}>", plan.id);
        assert!(links.iter().any(|link| link.contains(&page) && link.contains(rel)), "{links:?}");
    }
    assert!(links.contains(&"<https://elsewhere.example/buy>; rel=\"successor-version\""), "{links:?}");
}

#[tokio::test]
async fn buying_says_when_it_ends_and_refuses_what_is_new_afterwards_with_the_same_headers() {
    let api = Api::new().await;
    let items = json!({ "items": [{ "offer": api.offer(0), "quantity": 1 }] });
    let before = api.json("POST", "/commerce/v1/carts", "", &items).await.expect(201);
    assert!(!before.headers.contains_key("sunset"));
    let plan = ending(&api, Scope::Feature(Feature::Buy)).await;
    let cart = api.json("POST", "/commerce/v1/carts", "", &items).await.expect(201);
    has_headers(&cart, &plan);
    let (order, secret) = api.confirmed(0, 1).await;
    let order = format!("/commerce/v1/orders/{order}");
    let posts = api.get(&format!("/commerce/v1/merchants/{}/posts", api.shop.merchant), "").await.expect(200);
    has_headers(&posts, &plan);

    go_to(&api, &plan, Step::NoSales);
    let (path, token) = (format!("/commerce/v1/carts/{}", cart.text("/id")), cart.text("/token"));
    for (path, token) in [
        ("/commerce/v1/carts", ""),
        ("/commerce/v1/checkouts", ""),
        (format!("{path}/items").as_str(), token.as_str()),
    ] {
        let body = if path.ends_with("items") { items["items"][0].clone() } else { items.clone() };
        let gone = api.json("POST", path, token, &body).await.expect(410);
        assert_eq!(gone.problem(), "ended", "{path}");
        has_headers(&gone, &plan);
    }
    let read = api.get(&path, &token).await.expect(200);
    has_headers(&read, &plan);
    // What was ordered before is read, shipped and given back.
    has_headers(&api.get(&order, &secret).await.expect(200), &plan);
    let key = api
        .make_key(&api.shop, &[KeyScope::OrdersRead, KeyScope::OrdersWrite, KeyScope::CatalogWrite], true)
        .await;
    api.keyed("POST", &format!("{order}/fulfillments"), &key, Some("ship"), &json!({})).await.expect(201);
    go_to(&api, &plan, Step::ReadOnly);
    let price =
        json!({ "prices": [{ "price": { "amount": 1_000, "currency": "EUR" }, "compare_at": null }] });
    let stands = api
        .json("PUT", &format!("/commerce/v1/variants/{}/prices", api.variant(0)), &key, &price)
        .await
        .expect(410);
    assert_eq!(stands.problem(), "ended");
    let back = api
        .keyed(
            "POST",
            &format!("{order}/refunds"),
            &key,
            Some("back"),
            &json!({ "everything": true, "reason": "Sorry" }),
        )
        .await;
    assert!(back.status.is_success(), "{back:?}");
    has_headers(&back, &plan);
}

#[tokio::test]
async fn a_checkout_that_was_begun_before_the_end_is_told_so_and_a_repeat_of_one_that_was_paid_its_order() {
    let api = Api::new().await;
    let plan = ending(&api, Scope::Feature(Feature::Buy)).await;
    let span = plan.calendar.at(Step::NoSales).duration_since(api.house.ctx.now());
    api.house.clock.advance(span - SignedDuration::from_mins(5));
    let items = json!({ "items": [{ "offer": api.offer(0), "quantity": 1 }] });
    let mut begun = Vec::new();
    for _ in 0..2 {
        let one = api.json("POST", "/commerce/v1/checkouts", "", &items).await.expect(201);
        let (path, token) = (format!("/commerce/v1/checkouts/{}", one.text("/id")), one.text("/token"));
        let shown = api.json("PATCH", &path, &token, &details()).await.expect(200);
        begun.push((format!("{path}/complete"), token, completion("card_ok", &shown)));
    }
    let [(paid, paid_token, paid_body), (late, late_token, late_body)] = <[_; 2]>::try_from(begun).unwrap();
    api.keyed("POST", &paid, &paid_token, Some("one"), &paid_body).await.expect(200);
    go_to(&api, &plan, Step::NoSales);
    let gone = api.keyed("POST", &late, &late_token, Some("two"), &late_body).await.expect(410);
    assert_eq!(gone.problem(), "ended");
    has_headers(&gone, &plan);
    api.keyed("POST", &paid, &paid_token, Some("one"), &paid_body).await.expect(200);
}

#[tokio::test]
async fn files_end_alone() {
    let api = Api::new().await;
    let plan = ending(&api, Scope::Feature(Feature::Imports)).await;
    go_to(&api, &plan, Step::NoSales);
    let key = api.make_key(&api.shop, &[KeyScope::CatalogWrite], true).await;
    let file = "id,title\ncup-1,Blue cup\n";
    let gone =
        api.raw("POST", "/commerce/v1/imports?name=goods.csv", &key, "application/octet-stream", file).await;
    assert_eq!(gone.status, 410, "{gone:?}");
    has_headers(&gone, &plan);
    let items = json!({ "items": [{ "offer": api.offer(0), "quantity": 1 }] });
    let cart = api.json("POST", "/commerce/v1/carts", "", &items).await.expect(201);
    assert!(!cart.headers.contains_key("sunset"));
}
