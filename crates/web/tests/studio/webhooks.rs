//! The page of webhooks: without scripts, from the form to the messages that were not taken.

use domain::access::Role;
use http::StatusCode;
use jiff::SignedDuration;
use testkit::house::{Endpoints, Goods, House, On, Plan, pay_with};

use crate::town::{Town, between};

const URL: &str = "https://shop.example/hooks";

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_sets_up_a_webhook_sees_what_was_not_taken_and_sends_it_again() {
    let endpoints = Endpoints::new();
    let plan = Plan { tell: Some(endpoints.clone()), ..Plan::default() };
    let house = House::planned(On::Sqlite, plan).unwrap();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let list = format!("/studio/{}/settings/webhooks", shop.merchant);
    for (fields, said) in [
        (&[("url", "http://shop.example/"), ("order-placed", "on")][..], "must begin with https://"),
        (&[("url", "shop.example"), ("order-placed", "on")], "Give a complete address"),
        (&[("url", URL)], "Choose at least one thing"),
    ] {
        let wrong = owner.post(&list, fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
    }
    let made = owner.post(&list, &[("url", URL), ("order-placed", "on"), ("order-shipped", "on")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    assert!(made.text.contains("whsec_") && made.text.contains("is shown only now"));
    let home = between(&made.text, &format!("action=\"{list}/"), "\"").unwrap();
    let home = format!("{list}/{}", home.split('/').next().unwrap());
    let page = owner.get(&home).await.text;
    assert!(!page.contains("whsec_"), "the secret is shown once");
    assert!(page.contains("No message taken yet"));

    endpoints.answer(URL, 500, "no <b>space</b> left");
    let pinged = owner.post(&format!("{home}/ping"), &[]).await.text;
    assert!(pinged.contains("did not take the test message") && pinged.contains("HTTP 500"), "{pinged}");
    assert!(pinged.contains("no &#60;b&#62;space") || pinged.contains("no &lt;b&gt;space"), "{pinged}");
    let ctx = &town.house.ctx;
    let view = shop.tap(ctx, &[(0, 1)]).await;
    pay_with(ctx, &view, "card_ok").await;
    town.house.clock.advance(SignedDuration::from_mins(5));
    town.house.drain().await;
    let page = owner.get(&home).await.text;
    assert!(page.contains("You have a new order") && page.contains("1 of 1"), "{page}");

    endpoints.answer(URL, 204, "");
    let saved = owner.post(&home, &[("url", URL), ("order-placed", "on")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "no tick is a pause");
    assert!(owner.get(&list).await.text.contains("Paused"));
    owner.post(&home, &[("url", URL), ("order-placed", "on"), ("on", "on")]).await;
    town.house.settle().await;
    assert_eq!(endpoints.heard(URL).len(), 3, "the test, the one that failed, the one that was taken");
    let page = owner.get(&home).await.text;
    let again = between(&page, &format!("{home}/deliveries/"), "/resend").unwrap();
    let sent = owner.post(&format!("{home}/deliveries/{again}/resend"), &[]).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, home.as_str()));
    owner.post(&format!("{home}/replay"), &[("span", "day")]).await;
    town.house.settle().await;
    assert_eq!(endpoints.heard(URL).len(), 4, "what waited already was not sent twice");
    let rotated = owner.post(&format!("{home}/rotate"), &[]).await.text;
    assert!(rotated.contains("whsec_") && rotated.contains("signs beside it for 24 hours"));
    let log = owner.get(&format!("/studio/{}/log", shop.merchant)).await.text;
    for said in ["Made a webhook", "Changed a webhook", "Gave a webhook a new secret", "shop.example"] {
        assert!(log.contains(said), "{said} is not in the log");
    }
    let removed = owner.post(&format!("{home}/remove"), &[]).await;
    assert_eq!((removed.status, removed.location.as_str()), (StatusCode::SEE_OTHER, list.as_str()));
    assert_eq!(owner.get(&home).await.status, StatusCode::NOT_FOUND);
    let analyst = town.staff("ana", shop.merchant, Role::Analyst).await;
    assert_eq!(analyst.get(&list).await.status, StatusCode::NOT_FOUND);
}
