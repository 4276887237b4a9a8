//! Answers that are lost, and the shop killed in the middle: the order is there once, at its price.

use std::sync::Arc;

use app::ports::{OrderOut, Platform, PlatformError};
use domain::money::Currency;

use super::desk::{Desk, UNITS};
use crate::wire::Fault;

/// More requests than any push makes.
const REQUESTS_MAX: usize = 12;

impl Desk {
    /// The order as the merchant sees it: once, paid, at what was paid.
    async fn is_there_once(&self, order: &OrderOut, case: &str) {
        let placed = self.placed().await;
        let ours: Vec<_> =
            placed.iter().filter(|kept| kept["metadata"]["buyline_order"] == order.id.as_str()).collect();
        assert_eq!(ours.len(), 1, "{case}");
        assert_eq!(ours[0]["payment_status"], "captured", "{case}");
        let collections = ours[0]["payment_collections"].as_array().unwrap();
        assert_eq!(collections.len(), 1, "{case}");
    }
}

#[tokio::test]
async fn whichever_answer_is_lost_the_order_is_there_once_at_its_price() {
    let Some(desk) = Desk::open(Currency::EUR, 1).await else { return };
    let (mut number, variant) = (0, desk.goods().await.remove(0).1);
    for fault in [Fault::LostBefore, Fault::LostAfter] {
        for after in 0..REQUESTS_MAX {
            number += 1;
            let case = format!("{fault:?} after {after}");
            let order = desk.usual(number, 1, 1_117, 499).await;
            desk.wire.strike(after, fault, || ());
            let pushed = desk.push(&order).await;
            let struck = desk.wire.has_struck();
            if struck {
                assert!(
                    matches!(pushed, Err(PlatformError::Down(_) | PlatformError::Unknown(_))),
                    "{case}: {pushed:?}"
                );
            }
            let theirs = desk.deliver(&order).await.unwrap();
            assert_eq!(theirs.total, Some(order.total), "{case}");
            desk.is_there_once(&order, &case).await;
            if !struck {
                break;
            }
            assert!(after + 1 < REQUESTS_MAX, "a push is shorter than that");
        }
    }
    assert_eq!(UNITS - desk.shelf(&variant).await, i64::try_from(number).unwrap(), "each took its unit once");
}

#[tokio::test]
async fn a_shop_killed_in_the_middle_has_the_order_once_when_it_is_back() {
    let Some(desk) = Desk::open(Currency::EUR, 1).await else { return };
    for (number, after) in [1, 2, 4].into_iter().enumerate() {
        let order = desk.usual(number as u64 + 1, 2, 1_117, 499).await;
        let program = Arc::clone(&desk.program);
        desk.wire.strike(after, Fault::LostAfter, move || program.lock().kill());
        let pushed = desk.push(&order).await;
        assert!(
            matches!(pushed, Err(PlatformError::Down(_) | PlatformError::Unknown(_))),
            "{after}: {pushed:?}"
        );
        let away = desk.shop.find_order(&desk.link, &order.id).await;
        assert!(matches!(away, Err(PlatformError::Down(_))), "{after}: {away:?}");
        let program = Arc::clone(&desk.program);
        tokio::task::spawn_blocking(move || program.lock().start_again()).await.unwrap();
        let theirs = desk.deliver(&order).await.unwrap();
        assert_eq!(theirs.total, Some(order.total), "{after}");
        desk.is_there_once(&order, &format!("killed after {after}")).await;
    }
    assert_eq!(desk.placed().await.len(), 3);
}
