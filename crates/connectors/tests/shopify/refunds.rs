//! Money that was given back here is written down there, once.

use app::ports::{Platform, PlatformError, RefundOut};
use domain::money::Money;
use serde_json::json;

use super::desk::Desk;

fn refund(order: &str, id: &str, amount: Money, lines: Vec<(String, u32, bool)>) -> RefundOut {
    RefundOut { id: id.to_owned(), order: order.to_owned(), amount, lines, reason: "Too large".to_owned() }
}

#[tokio::test]
async fn a_refund_given_here_is_written_down_there_once() {
    let desk = Desk::open(10).await;
    let order = desk.cart(8);
    let theirs = desk.push(&order).await.unwrap().reference;
    let part = refund(&theirs, "rfd_1", Money::new(100, order.total.currency), Vec::new());
    let first = desk.shop.refund(&desk.link, &part).await.unwrap();
    assert_eq!(desk.shop.refund(&desk.link, &part).await.as_deref(), Ok(first.as_str()), "twice is once");
    let lines = order.lines.iter().map(|line| (line.variant.clone(), line.quantity, true)).collect();
    let rest = refund(&theirs, "rfd_2", order.total.checked_sub(part.amount).unwrap(), lines);
    desk.shop.refund(&desk.link, &rest).await.unwrap();
    let seen = desk.shop.order(&desk.link, &theirs).await.unwrap().unwrap();
    let ours: Vec<_> = seen.refunds.iter().map(|refund| (refund.ours.as_deref(), refund.amount)).collect();
    assert_eq!(ours, [(Some("rfd_1"), part.amount), (Some("rfd_2"), rest.amount)]);
    assert_eq!(seen.refunds[0].reason, "Too large");
    let units: u32 = seen.refunds[1].lines.iter().map(|(_, units, _)| units).sum();
    assert_eq!(units, order.lines.iter().map(|line| line.quantity).sum::<u32>());
    let beyond = refund(&theirs, "rfd_3", Money::new(1, order.total.currency), Vec::new());
    assert!(matches!(desk.shop.refund(&desk.link, &beyond).await, Err(PlatformError::Refused(_))));
    let gone = refund("7", "rfd_4", part.amount, Vec::new());
    assert!(matches!(desk.shop.refund(&desk.link, &gone).await, Err(PlatformError::Refused(_))));
}

#[tokio::test]
async fn units_go_back_on_the_shelf_whether_they_had_left_or_not() {
    let desk = Desk::open(10).await;
    let mut order = desk.small_cart(1);
    order.lines[0].quantity = 4;
    let line = order.lines[0].clone();
    let before = desk.available(&line.variant);
    let theirs = desk.push(&order).await.unwrap().reference;
    let id: u64 = theirs.parse().unwrap();
    desk.twin.act(json!({ "act": "ship", "order": id, "units": 1, "tracking": "1Z1" }));
    let amount = Money::new(1, order.total.currency);
    let lines = vec![(line.variant.clone(), 4, true)];
    desk.shop.refund(&desk.link, &refund(&theirs, "rfd_1", amount, lines)).await.unwrap();
    assert_eq!(desk.available(&line.variant), before);
    let seen = desk.shop.order(&desk.link, &theirs).await.unwrap().unwrap();
    assert!(seen.refunds[0].lines.iter().all(|(_, _, is_back)| *is_back));
    assert_eq!(seen.refunds[0].lines.iter().map(|(_, units, _)| units).sum::<u32>(), 4);
}

#[tokio::test]
async fn what_does_not_come_back_is_not_counted_back() {
    let desk = Desk::open(10).await;
    let order = desk.small_cart(1);
    let line = order.lines[0].clone();
    let theirs = desk.push(&order).await.unwrap().reference;
    let after = desk.available(&line.variant);
    let lines = vec![(line.variant.clone(), 1, false)];
    let amount = Money::new(1, order.total.currency);
    desk.shop.refund(&desk.link, &refund(&theirs, "rfd_1", amount, lines)).await.unwrap();
    assert_eq!(desk.available(&line.variant), after);
}
