//! An order goes out once under our own number, and what becomes of it comes back.

use app::ports::{Platform, PlatformError, RefundOut};
use domain::money::Money;
use jiff::Timestamp;
use serde_json::json;
use twins::platform::{Model, What};

use super::desk::Desk;
use super::line::BEGAN_MS;
use super::storm;

#[tokio::test]
async fn an_order_pushed_twice_is_there_once() {
    let desk = Desk::open(10).await;
    let order = desk.cart(3);
    assert_eq!(desk.shop.find_order(&desk.link, &order.id).await, Ok(None));
    let theirs = desk.push(&order).await.unwrap();
    assert_eq!((theirs.ours.as_str(), theirs.reference.as_str()), (order.id.as_str(), order.id.as_str()));
    assert_eq!(desk.push(&order).await.unwrap().reference, theirs.reference, "the number is taken once");
    assert_eq!(desk.orders(), 1);
    desk.twin.with(|twin, _| {
        let text = twin.orders[&order.id].request["productItems"][0]["itemText"].as_str().unwrap().to_owned();
        assert!(text.contains("pst_1") && text.contains("usr_1") && text.contains(&order.number), "{text}");
    });
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_there_once() {
    let cases = [
        (What::LostBefore, 0),
        (What::LostAfter, 1),
        (What::Failed { status: 504, acted: true }, 1),
        (What::Failed { status: 500, acted: false }, 0),
    ];
    for (what, made) in cases {
        let desk = Desk::open(10).await;
        let order = desk.cart(4);
        desk.fault("createOrders", what.clone());
        let lost = desk.push(&order).await;
        assert!(matches!(lost, Err(PlatformError::Unknown(_))), "{what:?}: {lost:?}");
        assert_eq!(desk.orders(), made, "{what:?}");
        // Also by one who does not search first.
        desk.push(&order).await.unwrap();
        assert_eq!(desk.orders(), 1, "{what:?}");
        assert!(desk.shop.find_order(&desk.link, &order.id).await.unwrap().is_some());
    }
    let desk = Desk::open(10).await;
    desk.fault("createOrders", What::TooMany);
    assert!(matches!(desk.push(&desk.cart(5)).await, Err(PlatformError::Busy(_))));
    desk.fault("createOrders", What::MayNot);
    assert!(matches!(desk.push(&desk.cart(5)).await, Err(PlatformError::Keys(_))));
    assert_eq!(desk.orders(), 0);
}

#[tokio::test]
async fn an_order_is_confirmed_and_ready_for_export_whichever_answer_is_lost() {
    for lost in ["getOrder", "updateOrderConfirmationStatus", "updateOrderExportStatus"] {
        for what in [What::LostBefore, What::LostAfter, What::Failed { status: 500, acted: false }] {
            let desk = Desk::open(10).await;
            let order = desk.cart(4);
            desk.fault(lost, what.clone());
            let unknown = desk.push(&order).await;
            assert!(matches!(unknown, Err(PlatformError::Unknown(_))), "{lost}, {what:?}: {unknown:?}");
            assert!(desk.shop.find_order(&desk.link, &order.id).await.unwrap().is_some());
            desk.twin.with(|twin, _| {
                let kept = &twin.orders[&order.id];
                let stands = (kept.confirmation_status.as_str(), kept.export_status.as_str());
                assert_eq!(stands, ("confirmed", "ready"), "{lost}, {what:?}");
            });
        }
    }
    let desk = Desk::open(10).await;
    let order = desk.cart(4);
    desk.push(&order).await.unwrap();
    desk.twin.with(|twin, _| twin.orders.get_mut(&order.id).unwrap().export_status = "exported".to_owned());
    desk.shop.find_order(&desk.link, &order.id).await.unwrap();
    let stands = desk.twin.with(|twin, _| twin.orders[&order.id].export_status.clone());
    assert_eq!(stands, "exported", "what was exported stays so");
}

#[tokio::test]
async fn what_left_and_what_was_canceled_comes_back() {
    let desk = Desk::open(10).await;
    let (shipped, canceled) = (desk.cart(5), desk.cart(6));
    for order in [&shipped, &canceled] {
        desk.twin.with(|twin, _| {
            use twins::salesforce::Policy;
            twin.settings.policy = if order.tax_included { Policy::Gross } else { Policy::Net };
        });
        desk.push(order).await.unwrap();
    }
    desk.twin.advance(60_000);
    desk.twin.act(json!({ "act": "ship", "order": shipped.id, "tracking": "1Z1" }));
    desk.twin.act(json!({ "act": "cancel", "order": canceled.id }));
    let since = Timestamp::from_millisecond(BEGAN_MS + 30_000).unwrap();
    let page = desk.shop.orders(&desk.link, since, "").await.unwrap();
    assert_eq!((page.orders.len(), page.next), (2, None));
    let of = |id: &str| page.orders.iter().find(|order| order.ours == id).unwrap();
    let parcel = &of(&shipped.id).parcels[0];
    assert_eq!(parcel.tracking_number, "1Z1");
    let wanted: Vec<_> = shipped.lines.iter().map(|line| (line.variant.clone(), line.quantity)).collect();
    assert_eq!(parcel.lines, wanted);
    assert!(of(&canceled.id).is_canceled && !of(&shipped.id).is_canceled);
    let late = desk.shop.cancel(&desk.link, &shipped.id).await;
    assert!(matches!(late, Err(PlatformError::Refused(_))), "it left: {late:?}");
}

#[tokio::test]
async fn pages_of_orders_end_where_the_orders_end_and_others_are_left_out() {
    let desk = Desk::open(10).await;
    desk.push(&desk.cart(1)).await.unwrap();
    desk.twin.with(|twin, _| {
        let one = twin.orders.values().next().unwrap().clone();
        for number in 0..399 {
            let mut other = one.clone();
            other.number = format!("{number:08}");
            twin.orders.insert(other.number.clone(), other);
        }
    });
    let since = Timestamp::from_millisecond(BEGAN_MS).unwrap();
    let (mut seen, mut asked, mut cursor) = (0, 0, String::new());
    loop {
        let page = desk.shop.orders(&desk.link, since, &cursor).await.unwrap();
        seen += page.orders.len();
        asked += 1;
        match page.next {
            Some(next) => cursor = next,
            None => break,
        }
    }
    assert_eq!((seen, asked), (1, 3), "the last page of two full ones is empty");
}

#[tokio::test]
async fn a_refund_is_noted_once_and_a_cancellation_as_often_as_wanted() {
    let desk = Desk::open(10).await;
    let order = desk.cart(2);
    desk.push(&order).await.unwrap();
    let refund = |id: &str| RefundOut {
        id: id.to_owned(),
        order: order.id.clone(),
        amount: Money::new(150, order.total.currency),
        lines: Vec::new(),
        reason: String::new(),
    };
    desk.fault("updateOrderExternalStatus", What::LostAfter);
    assert!(desk.shop.refund(&desk.link, &refund("rfd_1")).await.is_err());
    for id in ["rfd_1", "rfd_2", "rfd_1"] {
        assert_eq!(desk.shop.refund(&desk.link, &refund(id)).await.as_deref(), Ok(id));
    }
    let noted = desk.twin.with(|twin, _| twin.orders[&order.id].external_status.clone());
    assert_eq!(noted.as_deref(), Some("refunded 1.50 EUR rfd_1; refunded 1.50 EUR rfd_2"));
    for _ in 0..2 {
        desk.shop.cancel(&desk.link, &order.id).await.unwrap();
    }
    assert!(desk.shop.order(&desk.link, &order.id).await.unwrap().unwrap().is_canceled);
    assert_eq!(desk.shop.close(&desk.link).await, Ok(()));
    assert_eq!(
        desk.twin.with(|twin, _| twin.log().iter().filter(|call| call.status == Some(500)).count()),
        0
    );
}

#[tokio::test]
async fn three_hundred_orders_through_an_outage_and_a_storm_are_there_once() {
    let desk = Desk::open(40).await;
    let orders: Vec<_> =
        (0..).map(|number| desk.cart(number)).filter(|order| order.tax_included).take(300).collect();
    desk.twin.with(|twin, _| twin.settings.policy = twins::salesforce::Policy::Gross);
    storm::weather(&desk.twin);
    storm::drained(&desk.twin, &desk.shop, &desk.link, &orders).await;
    let numbers: Vec<_> = desk.twin.with(|twin, _| twin.orders.keys().cloned().collect());
    let mut wanted: Vec<_> = orders.iter().map(|order| order.id.clone()).collect();
    wanted.sort();
    assert_eq!(numbers, wanted, "none is missing, none is there twice");
}
