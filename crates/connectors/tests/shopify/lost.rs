//! Answers that are lost: what certainly did nothing is called so, what may have done something is searched for.

use app::ports::{Platform, PlatformError, RefundOut, Wanted};
use domain::money::Money;
use twins::platform::{Fault, Model, What};

use super::desk::{Desk, HOOK};
use super::storm;

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_there_once() {
    let cases = [
        (What::LostBefore, 0),
        (What::LostAfter, 1),
        (What::Failed { status: 500, acted: true }, 1),
        (What::Failed { status: 502, acted: false }, 0),
    ];
    for (what, made) in cases {
        let desk = Desk::open(10).await;
        let order = desk.cart(4);
        desk.fault("Push", what.clone());
        let lost = desk.push(&order).await;
        assert!(matches!(lost, Err(PlatformError::Unknown(_))), "{what:?}: {lost:?}");
        assert_eq!(desk.orders(), made, "{what:?}");
        // As whoever calls does: search, and push only what is not there.
        if desk.shop.find_order(&desk.link, &order.id).await.unwrap().is_none() {
            desk.push(&order).await.unwrap();
        }
        assert_eq!(desk.orders(), 1, "{what:?}");
    }
}

#[tokio::test]
async fn what_was_turned_away_did_nothing_and_says_so() {
    let desk = Desk::open(10).await;
    let order = desk.cart(4);
    desk.fault("Push", What::TooMany);
    assert!(matches!(desk.push(&order).await, Err(PlatformError::Busy(_))));
    desk.fault("Push", What::NoKey);
    assert!(matches!(desk.push(&order).await, Err(PlatformError::Keys(_))));
    desk.fault("Push", What::MayNot);
    assert!(matches!(desk.push(&order).await, Err(PlatformError::Keys(_))));
    assert_eq!(desk.orders(), 0);
    desk.twin.with(|twin, now_ms| twin.faults().down_until_ms = now_ms + 72 * 3_600_000);
    let down = desk.shop.goods(&desk.link, &Wanted::default()).await;
    assert!(matches!(down, Err(PlatformError::Down(_))), "reading can be done again: {down:?}");
    desk.twin.advance(72 * 3_600_000);
    desk.push(&order).await.unwrap();
}

#[tokio::test]
async fn a_search_that_lags_finds_nothing_for_no_longer_than_is_waited() {
    let desk = Desk::open(10).await;
    let lag = desk.shop.about().can.search_lag;
    desk.twin.with(|twin, _| twin.settings.search_lag_ms = i64::try_from(lag.as_millis()).unwrap());
    let order = desk.cart(4);
    desk.push(&order).await.unwrap();
    assert_eq!(desk.shop.find_order(&desk.link, &order.id).await, Ok(None), "not yet");
    desk.twin.advance(i64::try_from(lag.as_millis()).unwrap());
    assert!(desk.shop.find_order(&desk.link, &order.id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_refund_whose_answer_is_lost_is_written_down_once() {
    for what in [What::LostBefore, What::LostAfter] {
        let desk = Desk::open(10).await;
        let order = desk.cart(8);
        let theirs = desk.push(&order).await.unwrap();
        let refund = RefundOut {
            id: "rfd_1".to_owned(),
            order: theirs.reference.clone(),
            amount: Money::new(100, order.total.currency),
            lines: Vec::new(),
            reason: String::new(),
        };
        desk.fault("GiveBack", what.clone());
        let lost = desk.shop.refund(&desk.link, &refund).await;
        assert!(matches!(lost, Err(PlatformError::Unknown(_))), "{what:?}: {lost:?}");
        desk.shop.refund(&desk.link, &refund).await.unwrap();
        let back = desk.twin.with(|twin, _| twin.orders.values().last().unwrap().refunded());
        assert_eq!(back, 10_000, "one of something, in ten-thousandths: {what:?}");
    }
}

#[tokio::test]
async fn a_cancellation_whose_answer_is_lost_is_done_once() {
    for what in [What::LostBefore, What::LostAfter] {
        let desk = Desk::open(10).await;
        let order = desk.small_cart(8);
        let before = desk.available(&order.lines[0].variant);
        let theirs = desk.push(&order).await.unwrap().reference;
        desk.fault("Cancel", what.clone());
        let lost = desk.shop.cancel(&desk.link, &theirs).await;
        assert!(matches!(lost, Err(PlatformError::Unknown(_))), "{what:?}: {lost:?}");
        desk.shop.cancel(&desk.link, &theirs).await.unwrap();
        assert_eq!(desk.available(&order.lines[0].variant), before, "{what:?}");
    }
}

/// Every single call of a whole conversation is lost once, before and after it was done; trying again mends all of it.
#[tokio::test]
async fn whichever_answer_is_lost_trying_again_comes_to_the_same_end() {
    for what in [What::LostBefore, What::LostAfter] {
        for lost in 0..25 {
            let desk = Desk::open(10).await;
            let fault = Fault { on: "*".to_owned(), after: lost, times: 1, what: what.clone() };
            desk.twin.with(|twin, _| twin.faults().add(fault));
            for _ in 0..2 {
                let _ = desk.shop.listen(&desk.link, HOOK).await;
            }
            assert_eq!(desk.twin.with(|twin, _| twin.hooks.len()), 10, "each once, {what:?} at {lost}");
            for _ in 0..2 {
                let _ = desk.shop.close(&desk.link).await;
            }
            assert_eq!(desk.twin.with(|twin, _| twin.hooks.len()), 0, "{what:?} at {lost}");
        }
    }
}

#[tokio::test]
async fn three_hundred_orders_through_an_outage_and_a_storm_are_there_once() {
    let desk = Desk::open(40).await;
    desk.twin.with(|twin, _| twin.settings.search_lag_ms = 60_000);
    let orders: Vec<_> = (0..300).map(|number| desk.cart(number)).collect();
    storm::weather(&desk.twin);
    storm::drained(&desk.twin, &desk.shop, &desk.link, &orders).await;
    let mut names: Vec<_> = desk.twin.with(|twin, _| {
        let named = twin.orders.values().map(|order| order.request["sourceIdentifier"].as_str().unwrap());
        named.map(str::to_owned).collect()
    });
    names.sort();
    let mut wanted: Vec<_> = orders.iter().map(|order| order.id.clone()).collect();
    wanted.sort();
    assert_eq!(names, wanted, "none is missing, none is there twice");
}
