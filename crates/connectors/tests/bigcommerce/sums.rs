//! What the store adds up to is what was paid, to the smallest coin.

use app::ports::PlatformError;
use domain::money::{Currency, Money};
use twins::platform::decimal::read;

use super::carts::many;
use super::desk::Desk;

#[tokio::test]
async fn every_cart_comes_to_what_was_paid() {
    for currency in [Currency::EUR, Currency::JPY, Currency::KWD] {
        let desk = Desk::selling_in(currency, 40).await;
        desk.twin.with(|twin, _| twin.settings.quota = u32::MAX);
        for number in 0..many() {
            let order = desk.cart(number);
            let theirs =
                desk.push(&order).await.unwrap_or_else(|error| panic!("{number}: {error}\n{order:?}"));
            assert_eq!(theirs.total, Some(order.total), "{number}");
            // The store's own sum of its own lines, counted apart from what it was told.
            let (total, tax) = desk.twin.with(|twin, _| {
                let kept = twin.orders.values().last().unwrap();
                let lines: i64 = kept.lines.iter().map(|line| line.total.1).sum();
                let net: i64 = kept.lines.iter().map(|line| line.total.0).sum();
                let total = lines + kept.shipping.1;
                (total, total - net - kept.shipping.0)
            });
            let same = |money: Money| read(&serde_json::Value::String(money.to_decimal())).unwrap();
            assert_eq!((total, tax), (same(order.total), same(order.tax)), "{number}");
        }
    }
}

#[tokio::test]
async fn an_order_whose_parts_do_not_come_to_what_was_paid_is_not_sent() {
    let desk = Desk::open(10).await;
    let mut order = desk.cart(1);
    order.total.amount += 1;
    let refused = desk.push(&order).await;
    assert!(matches!(&refused, Err(PlatformError::Refused(why)) if why.contains("come to")), "{refused:?}");
    assert_eq!(desk.orders(), 0);
}
