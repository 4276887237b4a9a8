//! The whole house with a BigCommerce store behind it: the twin refuses what the platform's contract refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../common/line.rs"]
#[expect(dead_code, reason = "other tests look at single calls")]
mod line;
#[path = "../common/storm.rs"]
#[expect(dead_code, reason = "here the house itself sends")]
mod storm;

mod joint;

use domain::connection::{ConnectionState, SendState};
use domain::order::OrderState;
use jiff::SignedDuration;
use serde_json::json;
use testkit::house::On;
use twins::platform::Model;
use twins::post::{EventFault, EventWhat};

use joint::Joint;

#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_loaded_sold_from_and_every_order_comes_to_the_same_sum_there() {
    for on in On::BOTH {
        let Some(joint) = Joint::connect(on, 600).await else { continue };
        joint.wait(SignedDuration::from_mins(5)).await;
        let seen = joint.seen().await;
        assert!(seen.connection.loaded_at.is_some(), "{}", seen.connection.trouble);
        assert_eq!(joint.differing().await, Vec::<String>::new());
        let mut orders = Vec::new();
        for _ in 0..6 {
            orders.push(joint.buy().await);
        }
        joint.wait(SignedDuration::from_mins(6)).await;
        for order in &orders {
            let ours = joint.order(*order).await;
            let (total, count) = joint.there(*order);
            assert_eq!((total, count), (ours.total.amount, 1), "{on:?}: {order}");
            assert!(!ours.reference.is_empty(), "the store's number stands with the order");
        }
        assert!(joint.seen().await.sent.iter().all(|send| send.remark.is_empty()));
        assert_eq!(joint.differing().await, Vec::<String>::new(), "stock fell once, here and there");
        joint.house.must_be_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_merchant_does_there_happens_here() {
    for on in On::BOTH {
        let Some(joint) = Joint::connect(on, 60).await else { continue };
        joint.wait(SignedDuration::from_mins(12)).await;
        assert!(joint.seen().await.connection.listening_at.is_some());
        let (first, second) = (joint.buy().await, joint.buy().await);
        joint.wait(SignedDuration::from_mins(5)).await;
        joint.twin.act(json!({ "act": "ship", "order": joint.id_there(first), "tracking": "1Z1" }));
        joint.twin.act(json!({
            "act": "refund", "order": joint.id_there(first), "amount": "1.00", "reason": "scratched"
        }));
        joint.twin.act(json!({ "act": "cancel", "order": joint.id_there(second) }));
        joint.wait(SignedDuration::from_mins(3)).await;
        let ours = joint.order(first).await;
        assert!(ours.fulfilled_at.is_some());
        assert_eq!(ours.refunded.amount, 100);
        assert_eq!(joint.order(second).await.state, OrderState::Canceled);
        assert!(joint.seen().await.connection.heard_at.is_some(), "by messages, not by the clock");
        joint.house.must_be_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn through_a_weekend_of_bad_weather_each_order_is_there_once() {
    for on in On::BOTH {
        let Some(joint) = Joint::connect(on, 60).await else { continue };
        joint.wait(SignedDuration::from_mins(5)).await;
        joint.twin.with(|twin, _| twin.settings.search_lag_ms = 40_000);
        storm::weather(&joint.twin);
        let mut orders = Vec::new();
        for _ in 0..12 {
            orders.push(joint.buy().await);
        }
        // Three days away, then an hour of lost answers, refusals and limits.
        for _ in 0..75 {
            joint.wait(SignedDuration::from_hours(1)).await;
        }
        let seen = joint.seen().await;
        assert_eq!((seen.health.waiting, seen.health.stuck), (0, 0), "{:?}", seen.open);
        for order in orders {
            let ours = joint.order(order).await;
            assert_eq!(joint.there(order), (ours.total.amount, 1), "{on:?}");
        }
        assert!(seen.sent.iter().all(|send| send.state == SendState::Done));
        joint.house.must_be_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_are_lost_doubled_or_late_and_hooks_that_are_gone_leave_the_shelf_right() {
    for on in On::BOTH {
        let Some(joint) = Joint::connect(on, 120).await else { continue };
        joint.wait(SignedDuration::from_mins(12)).await;
        let weather = [
            EventWhat::Never,
            EventWhat::Duplicated { more: 2 },
            EventWhat::Late { ms: 90_000 },
            EventWhat::Reversed { of: 4 },
        ];
        for variant in 1_000..1_040_u64 {
            let what = weather[usize::try_from(variant).unwrap() % weather.len()].clone();
            joint.twin.with(|twin, _| {
                twin.faults().add_event(EventFault { on: "*".to_owned(), times: 1, what });
            });
            joint.twin.act(json!({ "act": "stock", "variant": variant, "units": variant % 7 }));
            joint.twin.act(
                json!({ "act": "price", "variant": variant, "price": format!("{}.50", variant % 90 + 1) }),
            );
        }
        joint.twin.act(json!({ "act": "deactivate", "hook": joint.any_hook() }));
        joint.wait(SignedDuration::from_mins(15)).await;
        assert_eq!(joint.differing().await, Vec::<String>::new(), "{on:?}: equal within one look");
        joint.wait(SignedDuration::from_hours(2)).await;
        assert!(joint.hooks_are_on(), "what was switched off is on again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_lets_go_needs_new_keys_and_sells_nothing_meanwhile() {
    let Some(joint) = Joint::connect(On::Sqlite, 30).await else { return };
    joint.wait(SignedDuration::from_mins(12)).await;
    joint.twin.act(json!({ "act": "uninstall" }));
    joint.wait(SignedDuration::from_mins(12)).await;
    assert_eq!(joint.seen().await.connection.state, ConnectionState::Broken);
    assert_eq!(joint.seen().await.health.products, 0);
}
