//! The site adds up every order again; what it comes to is what was paid.

use app::ports::PlatformError;
use domain::money::Currency;
use twins::salesforce::Policy;

use super::carts::many;
use super::desk::Desk;

#[tokio::test]
async fn every_cart_comes_to_what_was_paid() {
    for currency in [Currency::EUR, Currency::JPY, Currency::KWD] {
        let desk = Desk::selling_in(currency, 40).await;
        for number in 0..many() {
            let order = desk.cart(number);
            let theirs =
                desk.push(&order).await.unwrap_or_else(|error| panic!("{number}: {error}\n{order:?}"));
            assert_eq!(theirs.total, Some(order.total), "{number}");
        }
    }
}

#[tokio::test]
async fn one_cent_off_and_the_order_is_not_taken() {
    let desk = Desk::open(10).await;
    let mut order = desk.cart(1);
    order.total.amount += 1;
    assert!(matches!(desk.push(&order).await, Err(PlatformError::Refused(_))), "here already");
    assert_eq!(desk.orders(), 0);
    // A site whose prices are said the other way refuses what would come to something else.
    let order = (0..).map(|number| desk.cart(number)).find(|order| !order.shipping_tax.is_zero()).unwrap();
    let other = if order.tax_included { Policy::Net } else { Policy::Gross };
    desk.twin.with(|twin, _| twin.settings.policy = other);
    let refused = desk.push(&order).await;
    assert!(
        matches!(&refused, Err(PlatformError::Refused(why)) if why.contains("orderTotal")),
        "{refused:?}"
    );
    assert_eq!(desk.orders(), 0);
}
