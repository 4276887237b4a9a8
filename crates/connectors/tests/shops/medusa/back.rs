//! What becomes of an order comes back; what happens here is written down there.

use app::ports::{Platform, PlatformError, RefundOut};
use domain::money::{Currency, Money};
use serde_json::json;

use super::desk::{Desk, UNITS, ago, text};

#[tokio::test]
async fn parcels_refunds_and_cancellations_go_both_ways() {
    let Some(desk) = Desk::open(Currency::EUR, 1).await else { return };
    let order = desk.usual(1, 3, 1_200, 500).await;
    let variant = order.lines[0].variant.clone();
    let theirs = desk.push(&order).await.unwrap();
    let path = format!("/admin/orders/{}", theirs.reference);
    let read = desk.get(&format!("{path}?fields=*items,*payment_collections.payments")).await;
    let (line, payment) = (
        read["order"]["items"][0]["id"].clone(),
        text(&read["order"]["payment_collections"][0]["payments"][0]["id"]),
    );
    tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
    let items = json!([{ "id": line, "quantity": 2 }]);
    let made = desk
        .post(
            &format!("{path}/fulfillments?fields=*fulfillments"),
            json!({ "location_id": desk.place, "items": items }),
        )
        .await;
    let parcel = text(&made["order"]["fulfillments"][0]["id"]);
    let seen = desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap();
    assert_eq!(seen.parcels, [], "packed is not sent");
    let label = json!({ "tracking_number": "1Z1", "tracking_url": "https://post.example/1Z1", "label_url": "https://post.example/label" });
    desk.post(
        &format!("{path}/fulfillments/{parcel}/shipments"),
        json!({ "items": items, "labels": [label] }),
    )
    .await;
    desk.post(&format!("/admin/payments/{payment}/refund"), json!({ "amount": 1.5, "note": "scratched" }))
        .await;
    let page = desk.shop.orders(&desk.link, ago(2), "").await.unwrap();
    assert_eq!((page.orders.len(), &page.next), (1, &None));
    let seen = &page.orders[0];
    assert_eq!(seen.parcels[0].lines, [(variant.clone(), 2)]);
    assert_eq!(
        (seen.parcels[0].tracking_number.as_str(), seen.parcels[0].tracking_url.as_str()),
        ("1Z1", "https://post.example/1Z1")
    );
    assert_eq!(
        (seen.refunds[0].amount.amount, seen.refunds[0].ours.as_deref(), seen.refunds[0].reason.as_str()),
        (150, None, "scratched")
    );
    tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
    assert_eq!(desk.shop.orders(&desk.link, ago(1), "").await.unwrap().orders, [], "nobody touched it since");

    let refund = RefundOut {
        id: "rfd_1".to_owned(),
        order: theirs.reference.clone(),
        amount: Money::new(1_200, Currency::EUR),
        lines: vec![(variant.clone(), 1, true)],
        reason: "Too large".to_owned(),
    };
    let first = desk.shop.refund(&desk.link, &refund).await.unwrap();
    assert_eq!(desk.shop.refund(&desk.link, &refund).await, Ok(first), "twice is once");
    let seen = desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap();
    let ours: Vec<_> = seen.refunds.iter().filter(|refund| refund.ours.as_deref() == Some("rfd_1")).collect();
    assert_eq!((ours.len(), ours[0].amount, ours[0].reason.as_str()), (1, refund.amount, "Too large"));
    let beyond = RefundOut { id: "rfd_2".to_owned(), amount: order.total, ..refund };
    assert!(matches!(desk.shop.refund(&desk.link, &beyond).await, Err(PlatformError::Refused(_))));

    // Canceled here: units are back once, and the shop's own refund of everything is none of the merchant's.
    let before = desk.shelf(&variant).await;
    let order = desk.usual(2, 4, 1_000, 0).await;
    let theirs = desk.push(&order).await.unwrap();
    desk.shop.cancel(&desk.link, &theirs.reference).await.unwrap();
    desk.shop.cancel(&desk.link, &theirs.reference).await.unwrap();
    assert_eq!(desk.shelf(&variant).await, before, "back once");
    let seen = desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap();
    assert_eq!((seen.is_canceled, seen.refunds.len()), (true, 0));
    let all = RefundOut {
        id: "rfd_3".to_owned(),
        order: theirs.reference,
        amount: order.total,
        lines: Vec::new(),
        reason: String::new(),
    };
    desk.shop.refund(&desk.link, &all).await.unwrap();
    // And there.
    let order = desk.usual(3, 1, 1_000, 0).await;
    let theirs = desk.push(&order).await.unwrap();
    desk.post(&format!("/admin/orders/{}/cancel", theirs.reference), json!({})).await;
    let page = desk.shop.orders(&desk.link, ago(30), "").await.unwrap();
    assert!(
        page.orders.iter().any(|seen| seen.ours == order.id && seen.is_canceled && seen.refunds.is_empty())
    );
    assert_eq!(desk.shop.order(&desk.link, "order_none").await, Ok(None));
    assert!(desk.shelf(&variant).await < UNITS);
}
