//! What an offer and a post have to say about a sale, whichever protocol asks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use buyline_app as app;

use app::carts::{self, LineState, Whose};
use app::checkout::{self, Part, PurchaseView, Start, Wanted};
use app::posts::{Attach, Publish, publish};
use domain::access::{Actor, Person, Role};
use domain::ids::{OfferId, PostId};
use domain::place::Refusal;
use domain::quantity::Quantity;
use testkit::house::{Goods, House, Shop, details, pay_with};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(9) };
const CUP: Goods = Goods { title: "Cup", price: 900, units: Some(9) };

async fn post(house: &House, shop: &Shop, offer: OfferId) -> PostId {
    let staff_of = [(shop.merchant, Role::Owner)].into();
    let actor =
        Actor::Person(Person { account: shop.account, staff_of, nonprofits: [].into(), operator: false });
    let attach = Some(Attach::Offer(offer));
    publish(&house.ctx, &actor, Publish { text: "New".to_owned(), attach, ..Publish::default() })
        .await
        .unwrap()
}

fn wanted(offer: OfferId, post: Option<PostId>) -> Wanted {
    Wanted { offer, variant: None, quantity: Quantity::ONE, post }
}

async fn begun(house: &House, item: Wanted) -> PurchaseView {
    let start = Start {
        items: vec![item],
        cart: None,
        locale: "en".to_owned(),
        country: None,
        currency: None,
        back: String::new(),
    };
    let started = checkout::start(&house.ctx, &Actor::Anonymous, start).await.unwrap();
    let mut view = checkout::open_by_link(&house.ctx, &Actor::Anonymous, started.purchase, &started.token)
        .await
        .unwrap();
    checkout::set_details(&house.ctx, &mut view, details()).await.unwrap();
    view
}

fn credited(view: &PurchaseView) -> Option<PostId> {
    view.parts[0].checkout.lines[0].post
}

#[tokio::test]
async fn a_post_is_credited_for_the_offer_it_carries_and_for_no_other() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT, CUP]).await;
    let rival = house.shop(&[CUP]).await;
    let own = post(&house, &shop, shop.goods[0].offer).await;
    let of_another_offer = post(&house, &shop, shop.goods[1].offer).await;
    let of_a_rival = post(&house, &rival, rival.goods[0].offer).await;
    let taken_back = post(&house, &shop, shop.goods[0].offer).await;
    house
        .ctx
        .db()
        .write("delete", move |tx| {
            store::posts::delete(tx, taken_back, "2026-11-22T12:00:00Z".parse().unwrap())
        })
        .await
        .unwrap();
    let offer = shop.goods[0].offer;
    assert_eq!(credited(&begun(&house, wanted(offer, Some(own))).await), Some(own));
    for stranger in [of_another_offer, of_a_rival, taken_back, PostId(1)] {
        let view = begun(&house, wanted(offer, Some(stranger))).await;
        assert_eq!(credited(&view), None, "sold, and nobody is credited");
    }
}

#[tokio::test]
async fn a_cart_credits_a_post_for_the_offer_it_carries_only() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT, CUP]).await;
    let own = post(&house, &shop, shop.goods[0].offer).await;
    let whose = Whose::of(&Actor::Anonymous, b"secret");
    carts::add(&house.ctx, whose, wanted(shop.goods[0].offer, Some(own))).await.unwrap();
    carts::add(&house.ctx, whose, wanted(shop.goods[1].offer, Some(own))).await.unwrap();
    let cart = carts::view(&house.ctx, whose, None).await.unwrap().unwrap();
    let mut posts: Vec<_> =
        cart.sellers[0].lines.iter().map(|line| (line.title.as_str(), line.post)).collect();
    posts.sort_unstable();
    assert_eq!(posts, [("Cup", None), ("Lac du matin", Some(own))]);
}

#[tokio::test]
async fn what_was_begun_without_an_offer_is_not_sold() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = begun(&house, wanted(shop.goods[0].offer, None)).await;
    let (named, nameless) = (format!("\"offer\":{}", shop.goods[0].offer.0), "\"offer\":null");
    let changed = house
        .ctx
        .db()
        .write("forget_offer", move |tx| {
            tx.execute(
                "UPDATE checkouts SET lines = replace(lines, $1, $2)",
                &[(&named).into(), nameless.into()],
            )
        })
        .await
        .unwrap();
    assert_eq!(changed, 1);
    let mut view =
        checkout::open_by_link(&house.ctx, &Actor::Anonymous, view.purchase.id, &view.token).await.unwrap();
    checkout::set_details(&house.ctx, &mut view, details()).await.unwrap();
    assert_eq!(view.parts[0].checkout.lines[0].offer, None);
    let outcome = pay_with(&house.ctx, &view, "card_ok").await;
    assert!(matches!(outcome[0].1, Part::Refused(Refusal::OfferClosed)), "{outcome:?}");
}

#[tokio::test]
async fn a_line_of_a_cart_without_an_offer_is_not_for_sale() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let whose = Whose::of(&Actor::Anonymous, b"secret");
    carts::add(&house.ctx, whose, wanted(shop.goods[0].offer, None)).await.unwrap();
    house
        .ctx
        .db()
        .write("forget_offer", |tx| tx.execute("UPDATE cart_lines SET offer_id = NULL", &[]))
        .await
        .unwrap();
    let cart = carts::view(&house.ctx, whose, None).await.unwrap().unwrap();
    assert_eq!(cart.sellers[0].lines[0].state, LineState::NotForSale);
    let refused =
        carts::start_purchase(&house.ctx, &Actor::Anonymous, whose, "en".to_owned(), None, None).await;
    assert!(matches!(refused, Err(carts::CartError::NotReady(_))));
}

#[tokio::test]
async fn what_a_buyer_has_already_counts_against_the_limit_of_an_offer() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let limited =
        house.ctx.db().write("limit", |tx| tx.execute("UPDATE offers SET limit_per_buyer = 2", &[]));
    assert_eq!(limited.await.unwrap(), 1);
    for has in 0..3 {
        let view = shop.tap(&house.ctx, &[(0, 1)]).await;
        let outcome = pay_with(&house.ctx, &view, "card_ok").await;
        match outcome[0].1 {
            Part::Placed(_) => assert!(has < 2, "one by one, they have had three of two"),
            Part::Refused(Refusal::OverLimit { limit: 2, has: 2 }) => assert_eq!(has, 2),
            ref other => panic!("{other:?}"),
        }
    }
}
