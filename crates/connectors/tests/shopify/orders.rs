//! An order goes out once, and what becomes of it comes back.

use app::ports::{Platform, PlatformError};
use jiff::Timestamp;
use serde_json::json;

use super::carts::settled;
use super::desk::Desk;
use super::line::BEGAN_MS;

#[tokio::test]
async fn an_order_is_found_by_our_name_and_claims_its_units_once() {
    let desk = Desk::open(10).await;
    let order = desk.small_cart(3);
    let line = &order.lines[0];
    let before = desk.available(&line.variant);
    assert_eq!(desk.shop.find_order(&desk.link, &order.id).await, Ok(None));
    let theirs = desk.push(&order).await.unwrap();
    assert_eq!((theirs.ours.as_str(), theirs.is_canceled), (order.id.as_str(), false));
    assert_eq!(theirs.number, "#1001");
    assert_eq!(before - desk.available(&line.variant), i64::from(line.quantity));
    let found = desk.shop.find_order(&desk.link, &order.id).await.unwrap().unwrap();
    assert_eq!(found, theirs);
    assert_eq!(desk.shop.find_order(&desk.link, "ord_1 OR tag:buyline").await, Ok(None), "no name of ours");
    for gone in ["7", "x", ""] {
        assert_eq!(desk.shop.order(&desk.link, gone).await, Ok(None), "{gone}");
    }
    desk.shop.cancel(&desk.link, &theirs.reference).await.unwrap();
    desk.shop.cancel(&desk.link, &theirs.reference).await.unwrap();
    assert_eq!(desk.available(&line.variant), before, "back once");
    assert!(desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap().is_canceled);
}

#[tokio::test]
async fn an_order_carries_who_sold_it_and_is_found_by_its_tag_when_its_name_is_lost() {
    let desk = Desk::open(10).await;
    let mut order = desk.small_cart(3);
    order.is_test = true;
    let theirs = desk.push(&order).await.unwrap();
    let request = desk.twin.with(|twin, _| {
        let kept = twin.orders.values_mut().last().unwrap();
        let request = kept.request.clone();
        kept.request["sourceIdentifier"] = json!(null);
        request
    });
    assert_eq!(request["test"], true);
    assert_eq!(request["sourceUrl"], order.url);
    assert_eq!(request["tags"], json!(["buyline", format!("buyline-{}", order.id)]));
    assert_eq!(
        request["customAttributes"],
        json!([
            { "key": "Buyline order", "value": order.number },
            { "key": "Buyline post", "value": "pst_1" },
            { "key": "Buyline creator", "value": "usr_1" },
        ])
    );
    assert_eq!(request["transactions"][0]["receiptJson"]["payment"], order.payment.1);
    let found = desk.shop.find_order(&desk.link, &order.id).await.unwrap().unwrap();
    assert_eq!((found.reference, found.ours), (theirs.reference, order.id));
}

#[tokio::test]
async fn what_nobody_has_any_more_is_not_sold() {
    let desk = Desk::open(10).await;
    let mut order = desk.cart(5);
    order.lines.truncate(2);
    let goods = desk.goods();
    for (line, (product, variant)) in order.lines.iter_mut().zip(&goods) {
        (line.product, line.variant) = (product.clone(), variant.clone());
    }
    let order = settled(order);
    let (first, second) = (&order.lines[0], &order.lines[1]);
    desk.twin.act(json!({ "act": "stock", "variant": second.variant.parse::<u64>().unwrap(), "units": 0 }));
    let before = desk.available(&first.variant);
    let refused = desk.push(&order).await;
    assert_eq!(refused, Err(PlatformError::SoldOut(vec![second.variant.clone()])));
    assert_eq!((desk.orders(), desk.available(&first.variant)), (0, before), "nothing was taken of the rest");
    // What is sold past zero is not refused.
    desk.twin.with(|twin, _| {
        twin.variants.get_mut(&second.variant.parse().unwrap()).unwrap().sells_past_zero = true;
    });
    desk.push(&order).await.unwrap();
}

#[tokio::test]
async fn nothing_that_travels_needs_no_address_and_a_wrong_id_is_said() {
    let desk = Desk::open(10).await;
    let mut order = desk.small_cart(6);
    order.address = None;
    let nothing = domain::money::Money::zero(order.total.currency);
    (order.shipping, order.shipping_tax) = (nothing, nothing);
    let mut order = settled(order);
    desk.push(&order).await.unwrap();
    let request = desk.twin.with(|twin, _| twin.orders.values().last().unwrap().request.clone());
    assert_eq!((&request["shippingAddress"], &request["shippingLines"]), (&json!(null), &json!([])));
    order.lines[0].variant = "gid://shopify/Order/1".to_owned();
    let refused = desk.push(&order).await;
    assert!(
        matches!(&refused, Err(PlatformError::Refused(why)) if why.contains("no variant")),
        "{refused:?}"
    );
    let mut other = Desk::open(10).await;
    let euros = other.small_cart(6);
    other.link.currency = domain::money::Currency::USD;
    let refused = other.push(&euros).await;
    let Err(PlatformError::Refused(why)) = refused else { panic!("{refused:?}") };
    assert!(why.contains("sells in USD"), "{why}");
    assert_eq!(other.orders(), 0);
}

#[tokio::test]
async fn parcels_and_refunds_of_the_merchants_come_back() {
    let desk = Desk::open(10).await;
    let order = desk.cart(5);
    let theirs = desk.push(&order).await.unwrap();
    let id: u64 = theirs.reference.parse().unwrap();
    desk.twin.advance(60_000);
    desk.twin.act(json!({ "act": "ship", "order": id, "units": 1, "tracking": "1Z1" }));
    desk.twin.act(json!({ "act": "ship", "order": id, "tracking": "1Z2" }));
    desk.twin
        .act(json!({ "act": "refund", "order": id, "amount": "1.50", "units": 1, "reason": "scratched" }));
    let since = Timestamp::from_millisecond(BEGAN_MS + 30_000).unwrap();
    let page = desk.shop.orders(&desk.link, since, "").await.unwrap();
    assert_eq!((page.orders.len(), page.next), (1, None));
    let seen = &page.orders[0];
    assert_eq!(seen.parcels.len(), 2);
    assert_eq!(seen.parcels[0].lines, [(order.lines[0].variant.clone(), 1)]);
    assert_eq!((seen.parcels[1].tracking_number.as_str(), seen.parcels[1].carrier.as_str()), ("1Z2", "UPS"));
    let units: u32 = seen.parcels.iter().flat_map(|parcel| &parcel.lines).map(|(_, units)| units).sum();
    assert_eq!(units, order.lines.iter().map(|line| line.quantity).sum::<u32>());
    let refund = &seen.refunds[0];
    assert_eq!(
        (refund.amount.amount, refund.ours.as_deref(), refund.reason.as_str()),
        (150, None, "scratched")
    );
    assert_eq!(refund.lines, [(order.lines[0].variant.clone(), 1, true)]);
    // What left cannot be canceled any more.
    let refused = desk.shop.cancel(&desk.link, &theirs.reference).await;
    assert!(
        matches!(&refused, Err(PlatformError::Refused(why)) if why.contains("fulfillments")),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_cancellation_takes_its_time_and_one_of_the_merchants_is_seen() {
    let desk = Desk::open(10).await;
    desk.twin.with(|twin, _| twin.settings.job_ms = 5_000);
    let ours = desk.push(&desk.small_cart(1)).await.unwrap().reference;
    let theirs = desk.push(&desk.small_cart(2)).await.unwrap().reference;
    desk.shop.cancel(&desk.link, &ours).await.unwrap();
    desk.twin.act(json!({ "act": "cancel", "order": theirs.parse::<u64>().unwrap() }));
    let is_canceled =
        async |reference: &str| desk.shop.order(&desk.link, reference).await.unwrap().unwrap().is_canceled;
    assert!(!is_canceled(&ours).await && is_canceled(&theirs).await);
    desk.twin.advance(5_000);
    assert!(is_canceled(&ours).await);
}

#[tokio::test]
async fn pages_of_orders_end_where_the_orders_end_and_nothing_else_is_read() {
    for (orders, pages) in [(0, 1), (24, 1), (25, 1), (26, 2), (50, 2), (51, 3)] {
        let desk = Desk::open(10).await;
        for number in 0..orders {
            desk.push(&desk.small_cart(number)).await.unwrap();
        }
        // An order that buyers placed in the shop itself.
        desk.push(&desk.small_cart(1_000)).await.unwrap();
        desk.twin.with(|twin, _| {
            let other = twin.orders.values_mut().last().unwrap();
            (other.request["tags"], other.request["sourceIdentifier"]) = (json!([]), json!(null));
        });
        let (mut seen, mut asked, mut cursor) = (0, 0, String::new());
        loop {
            let since = Timestamp::from_millisecond(BEGAN_MS).unwrap();
            let page = desk.shop.orders(&desk.link, since, &cursor).await.unwrap();
            seen += page.orders.len() as u64;
            asked += 1;
            match page.next {
                Some(next) => cursor = next,
                None => break,
            }
        }
        assert_eq!((seen, asked), (orders, pages));
    }
}

#[tokio::test]
async fn a_trial_shop_that_takes_five_orders_a_minute_says_so_and_takes_them_later() {
    let desk = Desk::open(10).await;
    desk.twin.with(|twin, _| twin.settings.orders_per_minute = Some(5));
    for number in 0..5 {
        desk.push(&desk.small_cart(number)).await.unwrap();
    }
    let sixth = desk.small_cart(5);
    let refused = desk.push(&sixth).await;
    assert!(matches!(refused, Err(PlatformError::Busy(_))), "{refused:?}");
    desk.twin.advance(60_000);
    desk.push(&sixth).await.unwrap();
}
