//! What the shop adds up to is what was paid, in currencies with no, two and three decimals.

use app::ports::{Platform, PlatformError};
use domain::money::{Currency, Money};

use super::desk::{Desk, Setup};
use crate::carts::{cart, many};
use crate::load;

/// The most that a shop takes in one order by default.
///
/// Source: `orderItemsLimit`.
const UNITS_MAX: u32 = 999;

#[tokio::test]
async fn every_cart_comes_to_what_was_paid_in_euro() {
    every_cart(Setup::euro(5), |amount| amount).await;
}

#[tokio::test]
async fn every_cart_comes_to_what_was_paid_in_yen_that_the_shop_keeps_with_two_decimals() {
    every_cart(Setup { currency: Currency::JPY, decimals: 2, products: 5 }, |amount| amount * 100).await;
}

#[tokio::test]
async fn every_cart_comes_to_what_was_paid_in_dinars_of_three_decimals() {
    every_cart(Setup { currency: Currency::KWD, decimals: 3, products: 5 }, |amount| amount).await;
}

async fn every_cart(setup: Setup, theirs: fn(i64) -> i64) {
    let Some(desk) = Desk::open(setup).await else { return };
    let goods = desk.goods().await;
    let carts = (0..).map(|number| cart(number, setup.currency, &goods));
    let fitting = carts.filter(|cart| cart.lines.iter().map(|line| line.quantity).sum::<u32>() <= UNITS_MAX);
    for order in fitting.take(usize::try_from(many() / 60).unwrap()) {
        let pushed = desk.push(&order).await.unwrap_or_else(|error| panic!("{error}\n{order:?}"));
        assert_eq!(pushed.total, Some(order.total), "{}", order.id);
        let placed = desk.placed().await;
        let kept = placed.iter().find(|kept| kept["id"] == pushed.reference.as_str()).unwrap();
        let net = order.total.checked_sub(order.tax).unwrap();
        let said = (kept["totalWithTax"].as_i64(), kept["total"].as_i64());
        assert_eq!(said, (Some(theirs(order.total.amount)), Some(theirs(net.amount))), "{}", order.id);
    }
}

#[tokio::test]
async fn an_amount_that_the_shop_cannot_write_down_is_refused_before_anything_is_begun() {
    let Some(desk) = Desk::open(Setup { currency: Currency::KWD, decimals: 2, products: 1 }).await else {
        return;
    };
    let items = load::all(&desk.shop, &desk.link, None).await;
    let price = app::ports::product_of(&items[0]).unwrap().variants[0].price;
    assert_eq!(price, Money::new(12_000, Currency::KWD), "twelve dinars, in fils");
    let mut order = desk.usual(1, 1, 12_000, 0).await;
    desk.push(&order).await.unwrap();
    order = desk.usual(2, 1, 12_001, 0).await;
    let refused = desk.push(&order).await;
    assert!(
        matches!(&refused, Err(PlatformError::Refused(why)) if why.contains("2 decimals")),
        "{refused:?}"
    );
    assert_eq!(desk.shop.find_order(&desk.link, &order.id).await, Ok(None));
    assert_eq!(desk.placed().await.len(), 1);
}
