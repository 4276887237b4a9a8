//! The page of quotes: without scripts, from the form to what was wrong, and what a buyer sees of it.

use domain::access::Role;
use http::StatusCode;
use testkit::house::{Endpoints, Goods, House, On, Plan};

use crate::town::Town;

const URL: &str = "https://shop.example/quotes";

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_sets_up_a_program_for_quotes_and_reads_what_was_wrong() {
    let endpoints = Endpoints::new();
    let plan = Plan { tell: Some(endpoints.clone()), ..Plan::default() };
    let house = House::planned(On::Sqlite, plan).unwrap();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let home = format!("/studio/{}/settings/quotes", shop.merchant);
    assert!(owner.get(&home).await.text.contains("Ask this program"));
    let usual = [("deadline_ms", "3000"), ("on_failure", "use-ours"), ("on", "on")];
    for (fields, said) in [
        (&[("url", "http://shop.example/"), ("stock", "on")][..], "must begin with https://"),
        (&[("url", URL)], "Choose at least one thing it answers"),
        (&[("url", URL), ("tax", "on")], "together with shipping"),
    ] {
        let wrong = owner.post(&home, &[fields, &usual].concat()).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
    }
    let late = owner.post(&home, &[("url", URL), ("stock", "on"), ("deadline_ms", "soon")]).await;
    assert!(late.text.contains("From 300 to 3") && late.text.contains("soon"), "{}", late.text);
    let fields = [&[("url", URL), ("stock", "on"), ("discounts", "on")][..], &usual].concat();
    let made = owner.post(&home, &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    assert!(made.text.contains("whsec_") && made.text.contains("is shown only now"));
    assert!(!owner.get(&home).await.text.contains("whsec_"), "the secret is shown once");

    endpoints.answer(URL, 200, "<b>no</b>");
    let ctx = &town.house.ctx;
    shop.tap(ctx, &[(0, 1)]).await;
    app::callbacks::flush(ctx).await.unwrap();
    let page = owner.get(&home).await.text;
    assert!(page.contains("Last failure") && page.contains("the answer is not read"), "{page}");
    assert_eq!(owner.post(&home, &fields).await.status, StatusCode::SEE_OTHER, "the same again");
    let rotated = owner.post(&format!("{home}/rotate"), &[]).await.text;
    assert!(rotated.contains("whsec_") && rotated.contains("signs beside it for 24 hours"));
    let removed = owner.post(&format!("{home}/remove"), &[]).await;
    assert_eq!((removed.status, removed.location.as_str()), (StatusCode::SEE_OTHER, home.as_str()));
    let log = owner.get(&format!("/studio/{}/log", shop.merchant)).await.text;
    for said in
        ["Set up a program for quotes", "Gave the program for quotes", "Removed the program for quotes"]
    {
        assert!(log.contains(said), "{said} is not in the log");
    }
    let analyst = town.staff("ana", shop.merchant, Role::Analyst).await;
    assert_eq!(analyst.get(&home).await.status, StatusCode::NOT_FOUND);
}
