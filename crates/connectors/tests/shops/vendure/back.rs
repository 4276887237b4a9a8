//! What becomes of an order comes back; what happens here is written down there.

use app::ports::{Platform, PlatformError, RefundOut};
use domain::money::Money;
use serde_json::{Value, json};

use super::desk::{Desk, PRICE, SHIPPING, Setup, just_now};

impl Desk {
    async fn line_of(&self, order: &str) -> (Value, Value) {
        let read = self
            .ask(
                "query ($id: ID!) { order(id: $id) { lines { id } payments { id } } }",
                json!({ "id": order }),
            )
            .await;
        (read["order"]["lines"][0]["id"].clone(), read["order"]["payments"][0]["id"].clone())
    }

    async fn ship(&self, order: &str, quantity: u32, tracking: &str) {
        let (line, _) = self.line_of(order).await;
        let input = json!({
            "lines": [{ "orderLineId": line, "quantity": quantity }],
            "handler": { "code": "manual-fulfillment", "arguments": [
                { "name": "method", "value": "DHL" }, { "name": "trackingCode", "value": tracking },
            ] },
        });
        let made = self.ask("mutation ($input: FulfillOrderInput!) { made: addFulfillmentToOrder(input: $input) { ... on Fulfillment { id } } }", json!({ "input": input })).await;
        self.ask("mutation ($id: ID!) { transitionFulfillmentToState(id: $id, state: \"Shipped\") { __typename } }", json!({ "id": made["made"]["id"] })).await;
    }
}

#[tokio::test]
async fn parcels_and_refunds_of_the_merchants_come_back_and_ours_are_written_down_once() {
    let Some(desk) = Desk::open(Setup::euro(1)).await else { return };
    // The buyer paid less: refunds then come out of what is left of the payment.
    let order = desk.usual(1, 3, PRICE - 50, SHIPPING).await;
    let variant = order.lines[0].variant.clone();
    let theirs = desk.push(&order).await.unwrap();
    let other = desk.usual(2, 1, PRICE + 20, SHIPPING).await;
    let other = desk.push(&other).await.unwrap();

    desk.ship(&theirs.reference, 1, "1Z1").await;
    desk.ship(&theirs.reference, 1, "1Z2").await;
    let (_, payment) = desk.line_of(&theirs.reference).await;
    let input = json!({ "amount": 150, "paymentId": payment, "reason": "scratched", "lines": [], "shipping": 0, "adjustment": 0 });
    desk.ask("mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { __typename ... on Refund { id } } }", json!({ "input": input })).await;
    let page =
        desk.shop.orders(&desk.link, just_now() - jiff::SignedDuration::from_secs(30), "").await.unwrap();
    assert_eq!(page.next, None);
    let seen = page.orders.iter().find(|seen| seen.reference == theirs.reference).unwrap();
    let parcels: Vec<_> = seen
        .parcels
        .iter()
        .map(|parcel| (parcel.carrier.as_str(), parcel.tracking_number.as_str()))
        .collect();
    assert_eq!(parcels, [("DHL", "1Z1"), ("DHL", "1Z2")]);
    assert_eq!(seen.parcels[0].lines, [(variant.clone(), 1)]);
    assert_eq!(seen.refunds.len(), 1, "{:?}", seen.refunds);
    let refund = &seen.refunds[0];
    assert_eq!(
        (refund.amount.amount, refund.ours.as_deref(), refund.reason.as_str()),
        (150, None, "scratched")
    );
    // What nobody touched since is not told again, though it is looked at.
    tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
    desk.ship(&other.reference, 1, "1Z3").await;
    let page = desk.shop.orders(&desk.link, just_now(), "").await.unwrap();
    let seen: Vec<_> = page.orders.iter().map(|order| order.reference.as_str()).collect();
    assert_eq!(
        seen,
        [other.reference.as_str()],
        "a parcel moves no date of its order, and is seen all the same"
    );

    // A refund given here: units back on the shelf, money written down, once however often it is told. While a line is
    // half gone the shop would put back two for one, so its units stay with the merchant.
    let shelf = desk.shelf().await[&variant];
    let half = RefundOut {
        id: "rfd_0".to_owned(),
        order: theirs.reference.clone(),
        amount: Money::new(1, order.total.currency),
        lines: vec![(variant.clone(), 1, true)],
        reason: String::new(),
    };
    desk.shop.refund(&desk.link, &half).await.unwrap();
    assert_eq!(desk.shelf().await[&variant], shelf);
    desk.ship(&theirs.reference, 1, "1Z4").await;
    let refund = RefundOut {
        id: "rfd_1".to_owned(),
        order: theirs.reference.clone(),
        amount: Money::new(PRICE - 50, order.total.currency),
        lines: vec![(variant.clone(), 1, true)],
        reason: "Too large".to_owned(),
    };
    let first = desk.shop.refund(&desk.link, &refund).await.unwrap();
    assert_eq!(desk.shop.refund(&desk.link, &refund).await, Ok(first), "twice is once");
    assert_eq!(desk.shelf().await[&variant] - shelf, 1, "back once");
    let seen = desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap();
    let ours: Vec<_> = seen.refunds.iter().filter(|refund| refund.ours.is_some()).collect();
    assert_eq!(ours.len(), 2);
    assert_eq!(
        (ours[1].ours.as_deref(), ours[1].amount, ours[1].reason.as_str()),
        (Some("rfd_1"), refund.amount, "Too large")
    );
    assert!(!seen.is_canceled);
    let beyond =
        RefundOut { id: "rfd_2".to_owned(), amount: order.total, lines: Vec::new(), ..refund.clone() };
    assert!(matches!(desk.shop.refund(&desk.link, &beyond).await, Err(PlatformError::Refused(_))));

    // An order that was paid in two parts gives back from both.
    let whole = RefundOut {
        id: "rfd_3".to_owned(),
        order: other.reference.clone(),
        amount: other.total.unwrap(),
        lines: Vec::new(),
        reason: String::new(),
    };
    desk.shop.refund(&desk.link, &whole).await.unwrap();
    desk.shop.refund(&desk.link, &whole).await.unwrap();
    let seen = desk.shop.order(&desk.link, &other.reference).await.unwrap().unwrap();
    let back: i64 = seen.refunds.iter().map(|refund| refund.amount.amount).sum();
    assert_eq!(
        (back, seen.refunds.iter().all(|refund| refund.ours.as_deref() == Some("rfd_3"))),
        (whole.amount.amount, true)
    );
}

#[tokio::test]
async fn a_cancellation_puts_units_back_once_and_comes_back_when_the_merchant_does_it() {
    let Some(desk) = Desk::open(Setup::euro(1)).await else { return };
    let order = desk.usual(1, 4, PRICE + 10, SHIPPING).await;
    let variant = order.lines[0].variant.clone();
    let full = desk.shelf().await[&variant];
    let theirs = desk.push(&order).await.unwrap();
    desk.shop.cancel(&desk.link, &theirs.reference).await.unwrap();
    desk.shop.cancel(&desk.link, &theirs.reference).await.unwrap();
    assert_eq!(desk.shelf().await[&variant], full, "back once");
    assert!(desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap().is_canceled);
    let refund = RefundOut {
        id: "rfd_1".to_owned(),
        order: theirs.reference.clone(),
        amount: order.total,
        lines: vec![(variant.clone(), 4, true)],
        reason: String::new(),
    };
    desk.shop.refund(&desk.link, &refund).await.unwrap();
    assert_eq!(desk.shelf().await[&variant], full, "they were back already");

    let order = desk.usual(2, 1, PRICE, SHIPPING).await;
    let theirs = desk.push(&order).await.unwrap();
    desk.ask(
        "mutation ($id: ID!) { cancelOrder(input: { orderId: $id, reason: \"broken\" }) { __typename } }",
        json!({ "id": theirs.reference }),
    )
    .await;
    let page =
        desk.shop.orders(&desk.link, just_now() - jiff::SignedDuration::from_secs(30), "").await.unwrap();
    assert!(page.orders.iter().any(|seen| seen.ours == order.id && seen.is_canceled));
    assert_eq!(desk.shop.order(&desk.link, "9999").await, Ok(None));

    // Pages of orders end where the orders end; orders of the shop's own are nobody's business here.
    desk.ask("mutation { createDraftOrder { id } }", Value::Null).await;
    for number in 3..=51 {
        let order = desk.usual(number, 1, PRICE, SHIPPING).await;
        desk.push(&order).await.unwrap();
    }
    let (mut seen, mut asked, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = desk
            .shop
            .orders(&desk.link, just_now() - jiff::SignedDuration::from_mins(10), &cursor)
            .await
            .unwrap();
        seen.extend(page.orders.into_iter().map(|order| order.ours));
        asked += 1;
        match page.next {
            Some(next) => cursor = next,
            None => break,
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!((seen.len(), asked), (51, 2));
}
