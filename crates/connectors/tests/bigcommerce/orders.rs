//! An order goes out once, and what becomes of it comes back.

use app::ports::{Platform, PlatformError, RefundOut};
use domain::money::Money;
use jiff::Timestamp;
use serde_json::json;

use super::carts::settled;
use super::desk::Desk;
use super::line::BEGAN_MS;

#[tokio::test]
async fn an_order_is_found_by_our_name_and_takes_its_units_once() {
    let desk = Desk::open(10).await;
    let mut order = desk.cart(3);
    order.lines.truncate(1);
    let order = settled(order);
    let variant: u64 = order.lines[0].variant.parse().unwrap();
    let shelf = || desk.twin.with(|twin, _| twin.variants[&variant].stock);
    let before = shelf();
    assert_eq!(desk.shop.find_order(&desk.link, &order.id).await, Ok(None));
    let theirs = desk.push(&order).await.unwrap();
    assert_eq!((theirs.ours.as_str(), theirs.is_canceled), (order.id.as_str(), false));
    assert_eq!(
        before - shelf(),
        i64::from(order.lines[0].quantity),
        "the store took them off, nobody else did"
    );
    assert_eq!(
        desk.shop.find_order(&desk.link, &order.id).await.unwrap().unwrap().reference,
        theirs.reference
    );
    assert_eq!(desk.shop.order(&desk.link, "7").await, Ok(None));
    desk.twin.with(|twin, _| {
        let notes = twin.orders.values().last().unwrap().request["staff_notes"].as_str().unwrap().to_owned();
        assert!(
            notes.contains("pst_1") && notes.contains("usr_1") && notes.contains(&order.number),
            "{notes}"
        );
    });
    desk.shop.cancel(&desk.link, &theirs.reference).await.unwrap();
    desk.shop.cancel(&desk.link, &theirs.reference).await.unwrap();
    assert_eq!(shelf(), before, "back once");
    assert!(desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap().is_canceled);
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
    desk.twin.act(json!({ "act": "refund", "order": id, "amount": "1.50", "reason": "scratched" }));
    let since = Timestamp::from_millisecond(BEGAN_MS + 30_000).unwrap();
    let page = desk.shop.orders(&desk.link, since, "").await.unwrap();
    assert_eq!((page.orders.len(), page.next), (1, None));
    let seen = &page.orders[0];
    assert_eq!(seen.parcels.len(), 2);
    assert_eq!(seen.parcels[0].lines, [(order.lines[0].variant.clone(), 1)]);
    assert_eq!((seen.parcels[1].tracking_number.as_str(), seen.parcels[1].carrier.as_str()), ("1Z2", "ups"));
    let units: u32 = seen.parcels.iter().flat_map(|parcel| &parcel.lines).map(|(_, units)| units).sum();
    assert_eq!(units, order.lines.iter().map(|line| line.quantity).sum::<u32>());
    let refund = &seen.refunds[0];
    assert_eq!(
        (refund.amount.amount, refund.ours.as_deref(), refund.reason.as_str()),
        (150, None, "scratched")
    );
}

#[tokio::test]
async fn pages_of_orders_end_where_the_orders_end() {
    for (orders, pages) in [(0, 1), (24, 1), (25, 2), (26, 2), (50, 3)] {
        let desk = Desk::open(10).await;
        desk.twin.with(|twin, _| twin.settings.quota = u32::MAX);
        for number in 0..orders {
            desk.push(&desk.cart(number)).await.unwrap();
        }
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
async fn a_refund_given_here_is_written_down_there_once() {
    let desk = Desk::open(10).await;
    let order = desk.cart(8);
    let theirs = desk.push(&order).await.unwrap();
    let refund = |id: &str, amount: Money, lines| RefundOut {
        id: id.to_owned(),
        order: theirs.reference.clone(),
        amount,
        lines,
        reason: "Too large".to_owned(),
    };
    let part = refund("rfd_1", Money::new(100, order.total.currency), Vec::new());
    let first = desk.shop.refund(&desk.link, &part).await.unwrap();
    assert_eq!(desk.shop.refund(&desk.link, &part).await.as_deref(), Ok(first.as_str()), "twice is once");
    let rest = refund(
        "rfd_2",
        order.total.checked_sub(part.amount).unwrap(),
        order.lines.iter().map(|line| (line.variant.clone(), line.quantity, true)).collect(),
    );
    desk.shop.refund(&desk.link, &rest).await.unwrap();
    let seen = desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap();
    let ours: Vec<_> = seen.refunds.iter().map(|refund| (refund.ours.as_deref(), refund.amount)).collect();
    assert_eq!(ours, [(Some("rfd_1"), part.amount), (Some("rfd_2"), rest.amount)]);
    assert_eq!(seen.refunds[0].reason, "Too large");
    let beyond = refund("rfd_3", Money::new(1, order.total.currency), Vec::new());
    assert!(matches!(desk.shop.refund(&desk.link, &beyond).await, Err(PlatformError::Refused(_))));
}

#[tokio::test]
async fn units_that_come_to_the_amount_go_back_on_the_shelf() {
    let desk = Desk::open(10).await;
    let mut order = desk.cart(1);
    order.lines.truncate(1);
    let order = settled(order);
    let line = &order.lines[0];
    let theirs = desk.push(&order).await.unwrap();
    let shelf = || desk.twin.with(|twin, _| twin.variants[&line.variant.parse().unwrap()].stock);
    let before = shelf();
    let amount =
        if order.tax_included { line.subtotal } else { line.subtotal.checked_add(line.tax).unwrap() };
    let refund = RefundOut {
        id: "rfd_1".to_owned(),
        order: theirs.reference.clone(),
        amount,
        lines: vec![(line.variant.clone(), line.quantity, true)],
        reason: String::new(),
    };
    desk.shop.refund(&desk.link, &refund).await.unwrap();
    assert_eq!(shelf() - before, i64::from(line.quantity));
    let seen = desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap();
    assert_eq!(seen.refunds[0].lines, [(line.variant.clone(), line.quantity, false)]);
}

#[tokio::test]
async fn a_store_that_takes_units_when_they_leave_is_left_to_do_so() {
    let desk = Desk::open(10).await;
    desk.twin.with(|twin, _| twin.settings.takes_when_shipped = true);
    let order = desk.cart(2);
    let all = || desk.twin.with(|twin, _| twin.variants.values().map(|one| one.stock).sum::<i64>());
    let before = all();
    let theirs = desk.push(&order).await.unwrap();
    assert_eq!(all(), before);
    desk.twin
        .act(json!({ "act": "ship", "order": theirs.reference.parse::<u64>().unwrap(), "tracking": "1" }));
    let units: u32 = order.lines.iter().map(|line| line.quantity).sum();
    assert_eq!(before - all(), i64::from(units), "once");
}
