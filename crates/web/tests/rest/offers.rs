//! Offers with a time and a limit per buyer, and prices in further currencies, over the API.

use domain::money::{Currency, Money};
use domain::view::goods::{Offer, Price};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::api::{Answer, Api, completion, details};

const CHECKOUTS: &str = "/commerce/v1/checkouts";

/// Makes an offer of the bowl that begins in an hour, ends in three, two for each buyer.
async fn limited(api: &Api) -> String {
    let shelved = api.shop.goods[0];
    let (ctx, merchant) = (&api.house.ctx, api.shop.merchant);
    let now = ctx.now();
    let offer = Offer {
        id: ctx.id(),
        merchant,
        product: shelved.product,
        open: true,
        starts_at: Some(now + SignedDuration::from_hours(1)),
        ends_at: Some(now + SignedDuration::from_hours(3)),
        limit_per_buyer: Some(2),
    };
    let id = offer.id.to_string();
    ctx.db().write("offer", move |tx| store::offers::insert(tx, &offer, now)).await.unwrap();
    id
}

async fn buy(api: &Api, offer: &str, quantity: u32, email: &str, key: &str) -> Answer {
    let items = json!({ "items": [{ "offer": offer, "quantity": quantity }] });
    let created = api.json("POST", CHECKOUTS, "", &items).await.expect(201);
    let (path, token) = (format!("{CHECKOUTS}/{}", created.text("/id")), created.text("/token"));
    let mut said = details();
    said["email"] = Value::from(email);
    let shown = api.json("PATCH", &path, &token, &said).await.expect(200);
    api.pay(&path, &token, key, "card_ok", &shown).await
}

/// What the only part came to: its state, or the problem it failed by.
fn came_to(answer: &Answer) -> String {
    let part = &answer.body["parts"][0];
    let problem = part["problem"]["type"].as_str().or(answer.body["type"].as_str());
    problem.map_or_else(|| part["state"].to_string(), str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_sold_in_its_time_and_to_its_limit() {
    let api = Api::new().await;
    let offer = limited(&api).await;
    let early = buy(&api, &offer, 1, "ana@example.org", "k1").await;
    assert!(came_to(&early).ends_with("offer-closed"), "{early:?}");
    api.house.clock.advance(SignedDuration::from_hours(1));
    let greedy = buy(&api, &offer, 3, "ana@example.org", "k2").await;
    assert!(came_to(&greedy).ends_with("limit-per-buyer"), "{greedy:?}");
    assert_eq!(api.free(0).await, Some(5), "nothing was taken");
    let placed = buy(&api, &offer, 2, "ana@example.org", "k3").await;
    assert!(!came_to(&placed).starts_with("/problems"), "{placed:?}");
    let more = buy(&api, &offer, 1, "ANA@example.org", "k4").await;
    assert!(came_to(&more).ends_with("limit-per-buyer"), "{more:?}");
    let other = buy(&api, &offer, 1, "ben@example.org", "k5").await;
    assert!(!came_to(&other).starts_with("/problems"), "{other:?}");
    api.house.clock.advance(SignedDuration::from_hours(2));
    let late = buy(&api, &offer, 1, "cleo@example.org", "k6").await;
    assert!(came_to(&late).ends_with("offer-closed"), "{late:?}");
    assert_eq!(api.free(0).await, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_is_priced_in_the_currency_that_was_wished_where_the_shop_sells_in_it() {
    let api = Api::new().await;
    let (merchant, variant) = (api.shop.merchant, api.shop.goods[0].variant);
    let wish =
        |currency: &str| json!({ "currency": currency, "items": [{ "offer": api.offer(0), "quantity": 2 }] });
    let currency_of = |answer: &Answer| answer.text("/parts/0/quote/total/currency");
    let own = api.json("POST", CHECKOUTS, "", &wish("KWD")).await.expect(201);
    assert_eq!(currency_of(&own), "EUR", "the shop does not sell in dinars yet");
    let refused = api.json("POST", CHECKOUTS, "", &wish("KWT")).await.expect(422);
    assert_eq!(refused.text("/errors/0/field"), "currency");
    let written = api.house.ctx.db().write("dinars", move |tx| {
        let mut profile = store::merchants::by_id(tx, merchant)?.expect("the shop is there").profile;
        profile.more_currencies = vec!["KWD".parse().expect("dinars have a code")];
        store::merchants::update_profile(tx, merchant, &profile)?;
        let price = Price { price: Money::new(8_250, Currency::KWD), compare_at: None };
        store::variants::set_more_prices(tx, merchant, variant, &[price])?;
        tx.execute(
            "INSERT INTO shipping_rates (id, merchant_id, zone_id, name, kind, price, currency)
             SELECT 77, merchant_id, id, 'Parcel', 'flat', 1500, 'KWD' FROM shipping_zones WHERE merchant_id = $1",
            &[store::Param::id(merchant)],
        )
    });
    written.await.unwrap();
    let created = api.json("POST", CHECKOUTS, "", &wish("kwd")).await.expect(201);
    let (path, token) = (format!("{CHECKOUTS}/{}", created.text("/id")), created.text("/token"));
    let shown = api.json("PATCH", &path, &token, &details()).await.expect(200);
    assert_eq!(
        (currency_of(&shown).as_str(), shown.text("/parts/0/quote/total/amount").as_str()),
        ("KWD", "18000")
    );
    // There and back, before it is paid; what nobody sells in changes nothing, nor does what came with it.
    let turned = async |currency: &str| {
        api.json("PATCH", &path, &token, &json!({ "currency": currency, "marketing_opt_in": true })).await
    };
    assert_eq!(currency_of(&turned("EUR").await.expect(200)), "EUR");
    let unsold = turned("JPY").await.expect(422);
    assert_eq!(unsold.text("/errors/0/field"), "currency");
    assert_eq!(currency_of(&api.get(&path, &token).await.expect(200)), "EUR");
    let shown = turned("KWD").await.expect(200);
    assert_eq!(shown.text("/parts/0/quote/total/amount"), "18000");
    let paid = api
        .keyed("POST", &format!("{path}/complete"), &token, Some("k"), &completion("card_ok", &shown))
        .await;
    assert!(paid.status.is_success(), "{paid:?}");
    let orders =
        api.house.ctx.db().read(|conn| store::orders::of_email(conn, "camille@example.com", 5)).await;
    assert_eq!(orders.unwrap()[0].total, Money::new(18_000, Currency::KWD));
}
