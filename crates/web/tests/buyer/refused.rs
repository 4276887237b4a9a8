//! What cannot be ordered says so however often its page is asked for, and has a way on that helps.

use app::catalog::offers::{self, Terms};
use domain::access::{Actor, AtMerchant, MerchantAct};
use domain::ids::{MerchantId, VariantId};
use domain::money::{Currency, Money};
use domain::shipping::{ShippingRate, ShippingRateKind, ShippingTable, ShippingZone, ZoneArea};
use testkit::house::Goods;

use super::town::{Browser, DETAILS, Page, Town};

fn hidden(html: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    html.split(&start).nth(1).expect("the field").split('"').next().unwrap().to_owned()
}

async fn stock(town: &Town, variant: VariantId, units: i64) {
    let set = town.house.ctx.db().write("stock", move |tx| {
        let to = [units.into(), store::Param::id(variant)];
        tx.execute("UPDATE variants SET on_hand = reserved + $1 WHERE id = $2", &to)
    });
    set.await.unwrap();
}

/// Pays the review at `at`, and follows where that leads.
async fn pay(town: &Town, browser: &Browser, at: &str) -> Page {
    let review = town.get(browser, at).await.expect(200);
    let seen = hidden(&review.body, "seen");
    let paid = town.post(browser, &format!("{at}/pay"), &format!("seen={seen}")).await;
    if paid.status == 303 { town.get(browser, at).await.expect(200) } else { paid.expect(200) }
}

#[tokio::test]
async fn a_checkout_that_is_sold_out_says_so_until_there_is_something_again() {
    for (guest, says, way, review) in [
        (
            Browser::default(),
            "Sold out. Somebody was faster, and you were not charged.",
            "Tell me when it is back",
            "Review and pay",
        ),
        (Browser::french(), "Quelqu’un a été plus rapide", "Me prévenir du retour", "Vérifier et payer"),
    ] {
        let town = Town::new().await;
        let at = town.checkout(&guest).await;
        town.get(&guest, &at).await.expect(200).says(&[review]);
        let bowl = town.shop.goods[0];
        let seen = hidden(&town.get(&guest, &at).await.body, "seen");
        stock(&town, bowl.variant, 0).await;
        let notify = format!("href=\"/notify?product={}", bowl.product);
        let refused = town.post(&guest, &format!("{at}/pay"), &format!("seen={seen}")).await.expect(200);
        let again = town.get(&guest, &at).await.expect(200);
        for page in [refused, again] {
            assert!(!page.body.contains(review) && !page.body.contains("/pay\""), "{}", page.body);
            page.says(&[says, way, &notify]);
        }
        stock(&town, bowl.variant, 1).await;
        town.get(&guest, &at).await.expect(200).says(&[review]);
        let placed = pay(&town, &guest, &at).await;
        placed.says(&["data-step=\"placed\""]);
    }
}

#[tokio::test]
async fn a_limit_per_person_says_what_it_counts() {
    let town = Town::new().await;
    let (ctx, bowl) = (&town.house.ctx, town.shop.goods[0]);
    let permit =
        Actor::System.may(AtMerchant { merchant: town.shop.merchant, act: MerchantAct::Post }).unwrap();
    let terms = Terms { limit_per_buyer: Some(2), ..Terms::default() };
    let offer = offers::make(ctx, &permit, bowl.product, terms).await.unwrap();
    let guest = Browser::default();
    let begin = async |quantity: u32| {
        let tap = format!("offer={offer}.{}&quantity={quantity}", bowl.variant);
        let at = town.post(&guest, "/buy", &tap).await.expect(303).location().to_owned();
        town.post(&guest, &format!("{at}/details"), DETAILS).await.expect(303);
        at
    };
    let at = begin(3).await;
    let most = "At most 2 per person, in all orders together.";
    for page in [town.get(&guest, &at).await, pay(&town, &guest, &at).await] {
        assert!(!page.body.contains("already"), "{}", page.body);
        page.expect(200).says(&[most]);
    }
    let at = begin(1).await;
    pay(&town, &guest, &at).await.says(&["data-step=\"placed\""]);
    let at = begin(2).await;
    let has = "You have ordered one already. What was canceled or given back does not count.";
    for page in [town.get(&guest, &at).await, pay(&town, &guest, &at).await] {
        page.expect(200).says(&[most, has]);
    }
    town.post(&guest, &format!("{at}/quantity"), &format!("line={}&quantity=1", bowl.variant))
        .await
        .expect(303);
    pay(&town, &guest, &at).await.says(&["data-step=\"placed\""]);
    let at = begin(1).await;
    let over = town.get(&guest, &at).await.expect(200);
    assert!(!over.body.contains("/pay\""), "there is nothing left to pay for: {}", over.body);
    over.says(&[most, "You have ordered 2 already."]);
}

/// Sends to Germany alone.
async fn only_germany(town: &Town, merchant: MerchantId) {
    let ctx = &town.house.ctx;
    let table = ShippingTable::new(vec![ShippingZone {
        id: ctx.id(),
        name: "DE".to_owned(),
        area: ZoneArea::Countries(vec!["DE".parse().unwrap()]),
        rates: vec![ShippingRate {
            id: ctx.id(),
            name: "Paket".to_owned(),
            kind: ShippingRateKind::Flat { price: Money::new(490, Currency::EUR) },
            days_min: 1,
            days_max: 3,
        }],
    }])
    .unwrap();
    let set = ctx.db().write("shipping", move |tx| store::shipping::replace(tx, merchant, &table));
    set.await.unwrap();
}

/// A basket of two shops, of which the second sends to Germany alone, paid with an address in France; the lamp that
/// was not ordered.
async fn half_placed(town: &Town, browser: &Browser) -> (Page, VariantId) {
    let second = town.house.shop(&[Goods { title: "Lamp", price: 3_000, units: Some(3) }]).await;
    only_germany(town, second.merchant).await;
    let lamp = second.goods[0];
    town.post(browser, "/basket/add", &format!("offer={}", town.choice(0))).await.expect(303);
    town.post(browser, "/basket/add", &format!("offer={}.{}", lamp.offer, lamp.variant)).await.expect(303);
    let at = town.post(browser, "/basket/checkout", "").await.expect(303).location().to_owned();
    town.post(browser, &format!("{at}/details"), &format!("{DETAILS}&address=new&keep=on")).await.expect(303);
    (pay(town, browser, &at).await, lamp.variant)
}

#[tokio::test]
async fn what_is_not_sent_to_an_address_goes_to_another_one_or_out_of_the_basket() {
    let town = Town::new().await;
    let camille = town.signed_in(town.account("camille", false).await).await;
    let (page, lamp) = half_placed(&town, &camille).await;
    assert!(!page.body.contains("Try the rest again"), "nothing has changed: {}", page.body);
    let elsewhere = "action=\"/basket/checkout?to=address\"";
    page.says(&["does not ship to France", elsewhere, "Send to another address", "Remove from the basket"]);
    let asked = town.post(&camille, "/basket/checkout?to=address", "").await.expect(303);
    let at = asked.location().strip_suffix("/change/address").expect("the address is asked for").to_owned();
    town.get(&camille, asked.location()).await.expect(200).says(&["name=\"line1\""]);
    let berlin = "address=new&name=Camille&line1=Kantstr.+1&city=Berlin&postal_code=10623&country=DE";
    town.post(&camille, &format!("{at}/change/address"), berlin).await.expect(303);
    town.post(
        &camille,
        &format!("{at}/details"),
        &format!("{berlin}&email=camille%40example.org&payment=card_ok"),
    )
    .await
    .expect(303);
    pay(&town, &camille, &at).await.says(&["data-step=\"placed\""]);

    let guest = Browser::default();
    let (page, other) = half_placed(&town, &guest).await;
    assert_ne!(lamp, other);
    page.says(&[&format!("name=\"line\" value=\"{other}\"")]);
    town.get(&guest, "/basket").await.says(&["Lamp"]);
    town.post(&guest, "/basket/remove", &format!("line={other}")).await.expect(303);
    let basket = town.get(&guest, "/basket").await.expect(200);
    assert!(!basket.body.contains("Lamp"), "{}", basket.body);
    town.post(&guest, "/basket/remove", "line=everything").await.expect(404);
    town.post(&guest, "/basket/remove", "").await.expect(404);
}

#[tokio::test]
async fn a_basket_says_before_it_is_paid_what_is_sold_out_meanwhile() {
    let town = Town::new().await;
    let guest = Browser::default();
    let second = town.house.shop(&[Goods { title: "Lamp", price: 3_000, units: Some(3) }]).await;
    let lamp = second.goods[0];
    town.post(&guest, "/basket/add", &format!("offer={}", town.choice(0))).await.expect(303);
    town.post(&guest, "/basket/add", &format!("offer={}.{}", lamp.offer, lamp.variant)).await.expect(303);
    let at = town.post(&guest, "/basket/checkout", "").await.expect(303).location().to_owned();
    town.post(&guest, &format!("{at}/details"), DETAILS).await.expect(303);
    stock(&town, lamp.variant, 0).await;
    let says = "Sold out. Somebody was faster, and you were not charged.";
    town.get(&guest, &at).await.expect(200).says(&["Review and pay", says]);
    let page = pay(&town, &guest, &at).await;
    assert!(!page.body.contains("Try the rest again"), "{}", page.body);
    page.says(&["Some orders are placed, some are not", says, "Remove from the basket"]);
    stock(&town, lamp.variant, 2).await;
    town.get(&guest, &at).await.expect(200).says(&["Try the rest again"]);
}
