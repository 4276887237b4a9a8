//! What the shop adds up to is what was paid, to the smallest coin.

use app::ports::PlatformError;
use domain::money::{Currency, Money};
use twins::platform::decimal::read;

use super::carts::many;
use super::desk::Desk;

#[tokio::test]
async fn every_cart_comes_to_what_was_paid() {
    for currency in [Currency::EUR, Currency::JPY, Currency::KWD] {
        let desk = Desk::selling_in(currency, 40).await;
        for number in 0..many() {
            let order = desk.cart(number);
            desk.twin.advance(1_000);
            desk.twin.with(|twin, _| {
                for variant in twin.variants.values_mut() {
                    variant.available = 1_000_000;
                }
            });
            let theirs =
                desk.push(&order).await.unwrap_or_else(|error| panic!("{number}: {error}\n{order:?}"));
            assert_eq!(theirs.total, Some(order.total), "{number}");
            // The shop's own sum of its own lines, counted apart from what it was told.
            let (total, tax, units) = desk.twin.with(|twin, _| {
                let kept = twin.orders.values().last().unwrap();
                let lines: i64 = kept.lines.iter().map(|line| line.price * line.quantity).sum();
                let shipping: i64 = kept.shipping.iter().map(|(_, price, _)| price).sum();
                let tax: i64 = kept.lines.iter().map(|line| line.tax).sum();
                let tax = tax + kept.shipping.iter().map(|(_, _, tax)| tax).sum::<i64>();
                let on_top = if order.tax_included { 0 } else { tax };
                let units: i64 = kept.lines.iter().map(|line| line.quantity).sum();
                (lines + shipping + on_top, tax, units)
            });
            let same = |money: Money| read(&serde_json::Value::String(money.to_decimal())).unwrap();
            assert_eq!((total, tax), (same(order.total), same(order.tax)), "{number}");
            assert_eq!(
                units,
                order.lines.iter().map(|line| i64::from(line.quantity)).sum::<i64>(),
                "{number}"
            );
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
