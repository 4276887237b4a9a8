//! A shop's own program is asked at checkout: what it answers is what is paid, to the cent; one that is slow, dead or lying
//! costs its shop the prices of the fall-back and nobody anything else.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod failing;
mod kit;
mod program;
mod setting_up;

use std::sync::Arc;

use buyline_app as app;

use app::Ctx;
use app::callbacks::{self, SetUp};
use app::checkout::{Part, PurchaseView, open_by_link, pay};
use domain::access::{Actor, AtMerchant, MerchantAct, Permit};
use domain::callback::{OnFailure, Topic};
use domain::ids::{MerchantId, OrderId};
use domain::order::{Order, RefundLine, RefundWish};
use domain::place::Refusal;
use domain::quote::{QuoteError, Source};
use jiff::SignedDuration;
use serde_json::Value;
use testkit::house::{Goods, House, On, Plan, Shop, pay_with};

use program::{Does, Program, TERMS, Terms};

const URL: &str = "https://shop.example/quotes";
const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(900) };

fn may(merchant: MerchantId, act: MerchantAct) -> Permit<AtMerchant> {
    Actor::System.may(AtMerchant { merchant, act }).unwrap()
}

fn edit(shop: &Shop) -> Permit<AtMerchant> {
    may(shop.merchant, MerchantAct::EditWebhooks)
}

fn all() -> SetUp {
    SetUp {
        url: URL.to_owned(),
        topics: Topic::ALL.to_vec(),
        deadline_ms: 300,
        on_failure: OnFailure::UseOurs,
        is_on: true,
    }
}

/// A house whose one shop has a program that does so.
async fn house(on: On, does: Does) -> Option<(House, Shop, Arc<Program>)> {
    let program = Program::new(does);
    let house = House::planned(on, Plan { tell: Some(program.clone()), ..Plan::default() })?;
    let shop = house.shop(&[PRINT]).await;
    Some((house, shop, program))
}

/// The purchase as its page shows it now.
async fn again(ctx: &Ctx, view: &PurchaseView) -> PurchaseView {
    open_by_link(ctx, &Actor::Anonymous, view.purchase.id, &view.token).await.unwrap()
}

async fn order(ctx: &Ctx, shop: &Shop, order: OrderId) -> Order {
    let merchant = shop.merchant;
    ctx.db().read(move |conn| store::orders::find(conn, merchant, order)).await.unwrap().unwrap()
}

fn placed(part: &Part) -> OrderId {
    match part {
        Part::Placed(order) => *order,
        other => panic!("{other:?}"),
    }
}

fn total(view: &PurchaseView) -> i64 {
    view.parts[0].checkout.agreed.as_ref().unwrap().total.amount
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_what_is_paid_and_what_the_order_says_to_the_cent() {
    for on in On::BOTH {
        let Some((house, shop, program)) = house(on, Does::Answers(TERMS)).await else { continue };
        let ctx = &house.ctx;
        let secret = callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap().secret.unwrap();
        let view = shop.tap(ctx, &[(0, 2)]).await;
        // Two at 20.00 after 4.90 off each, and 3.33 for the post; the tax is contained.
        assert_eq!(total(&view), 4_333);
        let asked = program.asked();
        let order = order(ctx, &shop, placed(&pay_with(ctx, &view, "card_ok").await[0].1)).await;
        let sums = [order.subtotal, order.shipping, order.tax, order.total].map(|sum| sum.amount);
        assert_eq!(sums, [4_000, 333, 723, 4_333]);
        let line = &order.lines[0];
        let amounts = [line.unit_price, line.discount, line.subtotal, line.tax].map(|sum| sum.amount);
        assert_eq!(amounts, [2_000, 490, 4_000, 667]);
        assert_eq!((line.discount_title.as_str(), order.rate_name.as_str()), ("Autumn", "By post"));
        assert_eq!((order.tax_included, order.days_max), (true, 3));
        // The answer was valid: paying asked nobody.
        assert_eq!(program.asked(), asked);

        let told = program.last();
        let header = |name: &str| {
            told.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str()).unwrap()
        };
        let said = (header("webhook-id"), header("webhook-timestamp").parse().unwrap(), &told.body[..]);
        assert!(app::webhooks::is_signed(&secret, said, header("webhook-signature")));
        let body: Value = serde_json::from_slice(&told.body).unwrap();
        assert_eq!(body["type"], "quote.requested");
        let data = &body["data"];
        assert_eq!(
            data["destination"],
            serde_json::json!({ "country": "FR", "region": null, "postal_code": "35000" })
        );
        assert_eq!(
            (&data["lines"][0]["quantity"], &data["lines"][0]["unit_price"]["amount"]),
            (&2.into(), &2_490.into())
        );
        let text = body.to_string().to_lowercase();
        for person in ["camille", "lilas", "rennes", "example.com"] {
            assert!(!text.contains(person), "{person} in {text}");
        }
        house.clock.advance(SignedDuration::from_mins(5));
        house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_comes_back_is_worth_what_was_paid_for_it() {
    let (house, shop, _) = house(On::Sqlite, Does::Answers(TERMS)).await.unwrap();
    let ctx = &house.ctx;
    callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap();
    let view = shop.tap(ctx, &[(0, 2)]).await;
    let id = placed(&pay_with(ctx, &view, "card_ok").await[0].1);
    house.clock.advance(SignedDuration::from_mins(5));
    house.drain().await;
    let line = order(ctx, &shop, id).await.lines[0].id;
    let wish = RefundWish {
        lines: vec![RefundLine { line, quantity: 1, restock: true }],
        shipping: false,
        amount: None,
    };
    let permit = may(shop.merchant, MerchantAct::ReturnMoney);
    app::orders::refund(ctx, &permit, id, wish, "", "once".to_owned(), [0; 32]).await.unwrap();
    house.audit().await;
    assert_eq!(order(ctx, &shop, id).await.refunded.amount, 2_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_between_two_taps_is_shown_and_asked_again() {
    for on in On::BOTH {
        let Some((house, shop, program)) = house(on, Does::Answers(TERMS)).await else { continue };
        let ctx = &house.ctx;
        callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap();
        let shown = shop.tap(ctx, &[(0, 1)]).await;
        program.now(Does::Answers(Terms { off: 390, line_tax: 300, ..TERMS }));
        // It is not asked again before its answer is over.
        assert_eq!(total(&again(ctx, &shown).await), total(&shown));
        house.clock.advance(SignedDuration::from_secs(61));
        let now = again(ctx, &shown).await;
        assert_eq!(total(&now), total(&shown) + 100);
        assert_eq!(now.parts[0].changed_from.map(|total| total.amount), Some(total(&shown)));
        // The first page's tap names the first page's price.
        let seen = shown
            .parts
            .iter()
            .map(|part| (part.checkout.id, part.checkout.agreed.as_ref().unwrap().fingerprint));
        let method = app::checkout::MethodChoice::New { token: "card_ok".to_owned(), remember: false };
        let tap = app::checkout::Pay { method, seen: seen.collect(), return_url: String::new() };
        assert_eq!(pay(ctx, &now, tap).await.unwrap()[0].1, Part::Refused(Refusal::Changed));
        let order = order(ctx, &shop, placed(&pay_with(ctx, &now, "card_ok").await[0].1)).await;
        assert_eq!(order.total.amount, total(&now));
        house.clock.advance(SignedDuration::from_mins(5));
        house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_made_the_price_is_a_part_of_what_the_buyer_agrees_to() {
    let ours =
        Terms { off: 0, line_tax: 415, shipping: 490, shipping_tax: 82, valid_for: 1, available: None };
    let (house, shop, program) = house(On::Sqlite, Does::Answers(ours)).await.unwrap();
    let ctx = &house.ctx;
    callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap();
    let shown = shop.tap(ctx, &[(0, 1)]).await;
    program.now(Does::Gone);
    house.clock.advance(SignedDuration::from_secs(2));
    let now = again(ctx, &shown).await;
    let agreed = |view: &PurchaseView| view.parts[0].checkout.agreed.clone().unwrap();
    assert_eq!(total(&now), total(&shown), "the same to the cent");
    assert_eq!((agreed(&shown).source, agreed(&now).source), (Source::Answered, Source::FellBack));
    assert_ne!(agreed(&shown).fingerprint, agreed(&now).fingerprint);
    // While the program is left alone nothing changes any more: the next tap pays.
    assert!(matches!(pay_with(ctx, &again(ctx, &now).await, "card_ok").await[0].1, Part::Placed(_)));
    house.clock.advance(SignedDuration::from_mins(5));
    house.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_shop_cannot_deliver_is_not_sold() {
    let (house, shop, program) =
        house(On::Sqlite, Does::Answers(Terms { available: Some(1), ..TERMS })).await.unwrap();
    let ctx = &house.ctx;
    callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap();
    let view = shop.tap(ctx, &[(0, 2)]).await;
    let variant = shop.goods[0].variant;
    assert_eq!(view.parts[0].priced, Err(QuoteError::SoldOut { variant, left: 1 }));
    assert_eq!(
        pay_with(ctx, &view, "card_ok").await[0].1,
        Part::Refused(Refusal::SoldOut { variant, left: 1 })
    );
    // More there do not make more here: our own shelf holds, too.
    program.now(Does::Answers(Terms { available: Some(5_000), ..TERMS }));
    let many = shop.tap(ctx, &[(0, 901)]).await;
    assert_eq!(
        pay_with(ctx, &many, "card_ok").await[0].1,
        Part::Refused(Refusal::SoldOut { variant, left: 900 })
    );
    house.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_who_want_the_same_at_once_ask_once() {
    let (house, shop, program) = house(On::Sqlite, Does::Answers(TERMS)).await.unwrap();
    let ctx = &house.ctx;
    // Long enough for a slow machine: nobody falls back here.
    callbacks::set_up(ctx, &edit(&shop), SetUp { deadline_ms: 3_000, ..all() }).await.unwrap();
    let first = shop.tap(ctx, &[(0, 1)]).await;
    house.clock.advance(SignedDuration::from_mins(2));
    let before = program.asked();
    let held = program.lets.acquire_many(1_000).await.unwrap();
    let waiting: Vec<_> = (0..50)
        .map(|_| {
            let (ctx, view) = (ctx.clone(), first.clone());
            tokio::spawn(async move { total(&again(&ctx, &view).await) })
        })
        .collect();
    while program.asked() == before {
        tokio::task::yield_now().await;
    }
    drop(held);
    for one in waiting {
        assert_eq!(one.await.unwrap(), total(&first));
    }
    assert_eq!(program.asked(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_without_a_program_asks_nobody() {
    let (house, shop, program) = house(On::Sqlite, Does::Answers(TERMS)).await.unwrap();
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    assert_eq!((total(&view), program.asked()), (2_980, 0));
    assert_eq!(view.parts[0].checkout.agreed.as_ref().unwrap().source, Source::Ours);
}
