//! An order goes out once, at the price that was paid, in currencies with no, two and three decimals.

use app::ports::{Platform, PlatformError};
use domain::money::{Currency, Money};
use serde_json::json;

use super::desk::{Desk, UNITS};
use crate::carts::{cart, many};

#[tokio::test]
async fn an_order_appears_once_with_what_was_paid_and_takes_its_units() {
    let Some(desk) = Desk::open(Currency::EUR, 3).await else { return };
    let order = desk.usual(1, 3, 1_117, 499).await;
    let variant = order.lines[0].variant.clone();
    assert_eq!(desk.shop.find_order(&desk.link, &order.id).await, Ok(None));
    let theirs = desk.push(&order).await.unwrap();
    assert_eq!((theirs.ours.as_str(), theirs.total), (order.id.as_str(), Some(order.total)));
    assert_eq!(UNITS - desk.shelf(&variant).await, 3, "the shop keeps them for this order");
    assert_eq!(desk.deliver(&order).await.unwrap().reference, theirs.reference);
    let placed = desk.placed().await;
    assert_eq!(placed.len(), 1);
    assert_eq!(
        (&placed[0]["payment_status"], &placed[0]["metadata"]["buyline_post"]),
        (&json!("captured"), &json!("pst_1"))
    );

    let goods = desk.goods().await;
    for number in 2..many() / 50 {
        let order = cart(number, Currency::EUR, &goods);
        let theirs = desk.push(&order).await.unwrap_or_else(|error| panic!("{error}\n{order:?}"));
        assert_eq!(theirs.total, Some(order.total), "{number}");
    }

    let left = u32::try_from(desk.shelf(&variant).await).unwrap();
    let before = desk.placed().await.len();
    let order = desk.usual(900, left + 1, 1, 0).await;
    assert_eq!(desk.push(&order).await, Err(PlatformError::SoldOut(vec![variant.clone()])), "one line");
    let order = desk.usual(903, left + 1, 3, 1).await;
    let mut uneven = order.clone();
    uneven.lines[0].subtotal.amount -= 1;
    uneven.total.amount -= 1;
    assert_eq!(
        desk.push(&uneven).await,
        Err(PlatformError::SoldOut(vec![variant.clone()])),
        "a line in two prices"
    );
    let mut gone = desk.usual(901, 1, 1, 0).await;
    gone.lines[0].variant = "variant_none".to_owned();
    assert!(matches!(desk.push(&gone).await, Err(PlatformError::Refused(_) | PlatformError::Unknown(_))));
    let mut wrong = desk.usual(902, 1, 1, 0).await;
    wrong.total = wrong.total.checked_add(Money::new(1, wrong.total.currency)).unwrap();
    assert!(matches!(&desk.push(&wrong).await, Err(PlatformError::Refused(why)) if why.contains("come to")));
    assert_eq!(desk.placed().await.len(), before, "nothing is left behind");
    for name in ["ord_", "' OR 1=1 --", ""] {
        assert_eq!(desk.shop.find_order(&desk.link, name).await, Ok(None), "{name}");
    }
}

#[tokio::test]
async fn every_cart_comes_to_what_was_paid_in_yen() {
    every_cart(Currency::JPY).await;
}

#[tokio::test]
async fn every_cart_comes_to_what_was_paid_in_dinars() {
    every_cart(Currency::KWD).await;
}

async fn every_cart(currency: Currency) {
    let Some(desk) = Desk::open(currency, 3).await else { return };
    let goods = desk.goods().await;
    for number in 0..many() / 50 {
        let order = cart(number, currency, &goods);
        let theirs = desk.push(&order).await.unwrap_or_else(|error| panic!("{error}\n{order:?}"));
        assert_eq!(theirs.total, Some(order.total), "{number}");
    }
}
