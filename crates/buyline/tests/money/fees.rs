//! Fees that are known late, and drivers that were given up.

use app::checkout::Part;
use domain::ids::JobId;
use domain::ledger::Movement;
use domain::order::OrderState;
use jiff::SignedDuration;
use testkit::house::{On, pay_with};
use twins::stripe::{Fault, What};

use super::town::Town;

#[tokio::test(flavor = "multi_thread")]
async fn fees_that_are_told_after_the_capture_are_booked_once() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.twin.with(|twin, _| twin.settings().books_late = true);
        let order = town.buy(1, "pm_card_visa").await;
        assert_eq!(town.booked(order).await, [(Movement::Charge, 2_980)], "{on:?}");
        town.hear().await;
        assert_eq!(town.booked(order).await, [(Movement::Charge, 2_980)], "told of the capture alone");
        town.pass(SignedDuration::from_secs(3));
        let events = town.events();
        for event in events.iter().chain(&events) {
            town.tell(event).await;
            town.drain().await;
        }
        let account = town.account();
        let fee = town.twin.with(|twin, _| twin.totals(&account)["eur"].fees);
        let mut booked = town.booked(order).await;
        booked.sort_by_key(|(_, amount)| -amount);
        assert_eq!(booked, [(Movement::Charge, 2_980), (Movement::ProviderFee, fee)], "{on:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_revives_a_driver_that_was_given_up() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let view = town.shop.tap(&town.ctx, &[(0, 1)]).await;
        let result = pay_with(&town.ctx, &view, "pm_card_visa").await;
        let Part::Placed(order) = result[0].1 else { panic!("{result:?}") };
        town.pass(SignedDuration::from_mins(3));
        let down = Fault {
            on: "PaymentIntents_retrieve".to_owned(),
            account: None,
            after: 0,
            times: u32::MAX,
            what: What::Down,
        };
        town.twin.with(|twin, _| twin.fault(down));
        for _ in 0..20 {
            town.drain().await;
            town.pass(SignedDuration::from_hours(4));
        }
        let dead = town.ctx.db().read(move |conn| store::jobs::dead_by_id(conn, JobId(order.0))).await;
        assert!(dead.unwrap().is_some(), "{on:?}: tried for days, and given up");
        town.twin.with(|twin, _| twin.faults().clear());
        town.hear().await;
        assert_eq!(town.order(order).await.state, OrderState::Confirmed, "{on:?}");
        town.audit().await;
    }
}
