//! Orders through bad weather, pushed as whoever calls does: search, and push what is certainly not there.

use app::ports::{Link, OrderOut, Platform, PlatformError};
use twins::platform::{Fault, Model, What};

use super::line::Line;

/// How often an order is tried; the weather ends long before.
const TRIES_MAX: u32 = 200;

/// Calls that go well between two that do not: enough that a conversation of several calls comes to its end.
const CALLS_BETWEEN: u32 = 9;

/// Sets faults that strike every few calls of any kind, for as long as they last.
pub fn weather<M: Model>(line: &Line<M>) {
    let every = [
        (3, What::LostAfter),
        (5, What::LostBefore),
        (2, What::TooMany),
        (4, What::Failed { status: 500, acted: true }),
        (6, What::Failed { status: 503, acted: false }),
    ];
    line.with(|model, now_ms| {
        for (place, (after, what)) in every.into_iter().cycle().take(400).enumerate() {
            let after = after + u32::try_from(place).unwrap() * CALLS_BETWEEN;
            model.faults().add(Fault { on: "*".to_owned(), after, times: 1, what });
        }
        model.faults().down_until_ms = now_ms + 72 * 3_600_000;
    });
}

/// Pushes until each order is known to be there. Keys that end are renewed before each try, as whoever calls does.
pub async fn drained<M: Model>(line: &Line<M>, shop: &dyn Platform, link: &Link, orders: &[OrderOut]) {
    let mut link = link.clone();
    for order in orders {
        let mut is_there = false;
        for _ in 0..TRIES_MAX {
            // Longer than any search lags and any window lasts.
            line.advance(61_000);
            if let Ok(Some((keys, _))) = shop.renew(&link).await {
                link.keys = keys;
            }
            is_there = match shop.find_order(&link, &order.id).await {
                Ok(Some(_)) => true,
                Ok(None) => shop.push_order(&link, order).await.is_ok(),
                Err(PlatformError::Refused(why)) => panic!("{why}"),
                Err(_) => {
                    line.advance(3_600_000);
                    false
                }
            };
            if is_there {
                break;
            }
        }
        assert!(is_there, "{} never arrived", order.id);
    }
}
