//! Answers that are lost, and the shop killed in the middle: the order is there once, at its price.

use std::sync::Arc;

use app::ports::{Platform, PlatformError, RefundOut};
use domain::money::Money;

use super::desk::{Desk, PRICE, SHIPPING, Setup};
use crate::wire::Fault;

/// More requests than any push makes.
const REQUESTS_MAX: usize = 24;

impl Desk {
    /// The order as the merchant sees it: once, settled, at what was paid.
    async fn is_there_once(&self, order: &app::ports::OrderOut, case: &str) {
        let placed = self.placed().await;
        let ours: Vec<_> = placed
            .iter()
            .filter(|kept| {
                kept["payments"][0]["metadata"]["buyline_order"] == order.id.as_str()
                    || kept["payments"][1]["metadata"]["buyline_order"] == order.id.as_str()
            })
            .collect();
        assert_eq!(ours.len(), 1, "{case}");
        assert_eq!(ours[0]["state"], "PaymentSettled", "{case}");
        assert_eq!(ours[0]["totalWithTax"], order.total.amount, "{case}");
    }
}

#[tokio::test]
async fn whichever_answer_is_lost_the_order_is_there_once_at_its_price() {
    let Some(desk) = Desk::open(Setup::euro(1)).await else { return };
    let mut number = 0;
    let mut units = 0;
    let variant = desk.goods().await.remove(0).1;
    let full = desk.shelf().await[&variant];
    // What never arrives leaves less behind than what was done unheard: one price is enough for it.
    let cases: [(Fault, &[i64]); 2] = [(Fault::LostBefore, &[-70]), (Fault::LostAfter, &[-70, 45])];
    for (fault, differences) in cases {
        for difference in differences {
            for after in 0..REQUESTS_MAX {
                number += 1;
                units += 1;
                let case = format!("{fault:?} after {after}, {difference}");
                let order = desk.usual(number, 1, PRICE + difference, SHIPPING).await;
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
    }
    assert_eq!(full - desk.shelf().await[&variant], units, "each took its unit once");

    // The same for a refund with units.
    let order = desk.usual(900, 20, PRICE, SHIPPING).await;
    let theirs = desk.push(&order).await.unwrap();
    let shelf = desk.shelf().await[&variant];
    let mut given = 0;
    for (place, fault) in [Fault::LostBefore, Fault::LostAfter].into_iter().enumerate() {
        for after in 0..REQUESTS_MAX {
            let refund = RefundOut {
                id: format!("rfd_{place}_{after}"),
                order: theirs.reference.clone(),
                amount: Money::new(PRICE, order.total.currency),
                lines: vec![(variant.clone(), 1, true)],
                reason: String::new(),
            };
            desk.wire.strike(after, fault, || ());
            let _ = desk.shop.refund(&desk.link, &refund).await;
            let struck = desk.wire.has_struck();
            desk.shop.refund(&desk.link, &refund).await.unwrap();
            given += 1;
            let seen = desk.shop.order(&desk.link, &theirs.reference).await.unwrap().unwrap();
            let back: i64 = seen.refunds.iter().map(|refund| refund.amount.amount).sum();
            assert_eq!(
                (back, desk.shelf().await[&variant] - shelf),
                (given * PRICE, given),
                "{fault:?} after {after}"
            );
            if !struck {
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_shop_killed_in_the_middle_has_the_order_once_when_it_is_back() {
    let Some(desk) = Desk::open(Setup::euro(1)).await else { return };
    for (number, after) in [1, 5, 9].into_iter().enumerate() {
        let order = desk.usual(number as u64 + 1, 2, PRICE - 30, SHIPPING).await;
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
