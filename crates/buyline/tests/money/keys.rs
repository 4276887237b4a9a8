//! The provider does not take our key for a while: nothing is over for that, and nobody is told what is not true.

use app::checkout::Part;
use domain::order::{OrderState, RefundLine, RefundState, RefundWish};
use jiff::SignedDuration;
use testkit::house::{On, try_pay};
use twins::stripe::{Fault, What};

use super::town::{Town, eur};

/// Longer than the pauses between the first tries of a job.
const A_WHILE: SignedDuration = SignedDuration::from_mins(10);

/// Every call is answered so, until the faults are cleared.
fn always(what: &What) -> Fault {
    Fault { on: "*".to_owned(), account: None, after: 0, times: u32::MAX, what: what.clone() }
}

async fn dead(town: &Town) -> Vec<store::jobs::Job> {
    town.ctx.db().read(|conn| store::jobs::dead(conn, None, 10)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_and_a_refund_wait_while_the_key_is_not_taken_and_go_on_when_it_is() {
    for on in On::BOTH {
        for what in [What::NoKey, What::MayNot] {
            let Some(town) = Town::on(on).await else { continue };
            let earlier = town.buy(1, "pm_card_visa").await;
            // One is held, one is at the bank, and then the key expires.
            let held = town.shop.tap(&town.ctx, &[(0, 1)]).await;
            let paid = try_pay(&town.ctx, &held, "pm_card_visa").await.unwrap();
            let Part::Placed(held) = paid[0].1 else { panic!("{paid:?}") };
            let asked = town.shop.tap(&town.ctx, &[(0, 1)]).await;
            let paid = try_pay(&town.ctx, &asked, "pm_card_threeDSecure2Required").await.unwrap();
            let Part::Action { order: asked, .. } = paid[0].1 else { panic!("{paid:?}") };
            town.twin.with(|twin, _| twin.fault(always(&what)));
            let line = town.order(earlier).await.lines[0].id;
            let one = RefundWish {
                lines: vec![RefundLine { line, quantity: 1, restock: true }],
                ..RefundWish::default()
            };
            town.give_back(earlier, one).await.unwrap();
            for _ in 0..4 {
                town.pass(A_WHILE);
                town.drain().await;
            }
            assert_eq!(dead(&town).await, [], "{on:?} {what:?}: nothing is given up");
            assert_eq!(town.order(held).await.state, OrderState::Placed, "{on:?} {what:?}");
            assert_eq!(town.order(asked).await.state, OrderState::Pending, "{on:?} {what:?}");
            let merchant = town.shop.merchant;
            let refunds = town
                .ctx
                .db()
                .read(move |conn| store::refunds::of_order(conn, merchant, earlier))
                .await
                .unwrap();
            assert_eq!(refunds[0].state, RefundState::Started, "{on:?} {what:?}");
            let subjects = town.subjects().await;
            let untrue = ["did not reach you", "came back", "is canceled"];
            assert!(
                !subjects.iter().any(|subject| untrue.iter().any(|word| subject.contains(word))),
                "{on:?} {what:?}: {subjects:?}"
            );
            // Whoever buys meanwhile is told that nothing was charged, and not that the card is wrong.
            let late = town.shop.tap(&town.ctx, &[(0, 1)]).await;
            let paid = try_pay(&town.ctx, &late, "pm_card_visa").await.unwrap();
            assert_eq!(paid[0].1, Part::ProviderDown, "{on:?} {what:?}");

            town.twin.with(|twin, _| twin.faults().clear());
            town.pass(SignedDuration::from_hours(4));
            town.drain().await;
            assert_eq!(town.order(held).await.state, OrderState::Confirmed, "{on:?} {what:?}");
            assert_eq!(
                town.order(asked).await.state,
                OrderState::Canceled,
                "{on:?} {what:?}: its time is over"
            );
            assert_eq!(town.order(earlier).await.refunded, eur(2_490), "{on:?} {what:?}");
            town.audit().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_the_balance_does_not_cover_waits_until_it_does() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(1, "pm_card_visa").await;
        let refunds = Fault { on: "Refunds_create".to_owned(), ..always(&What::NoBalance) };
        town.twin.with(|twin, _| twin.fault(refunds));
        let line = town.order(order).await.lines[0].id;
        let one = RefundWish {
            lines: vec![RefundLine { line, quantity: 1, restock: true }],
            ..RefundWish::default()
        };
        town.give_back(order, one).await.unwrap();
        town.pass(A_WHILE);
        town.drain().await;
        assert_eq!((dead(&town).await, town.order(order).await.refunded), (Vec::new(), eur(0)), "{on:?}");
        town.twin.with(|twin, _| twin.faults().clear());
        town.pass(SignedDuration::from_hours(4));
        town.drain().await;
        assert_eq!(town.order(order).await.refunded, eur(2_490), "{on:?}");
        town.audit().await;
    }
}

/// A server that dies again and again in the middle of its work finds it all when it stands.
#[tokio::test(flavor = "multi_thread")]
async fn deaths_in_the_middle_of_a_job_do_not_give_it_up() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let view = town.shop.tap(&town.ctx, &[(0, 1)]).await;
        let paid = try_pay(&town.ctx, &view, "pm_card_visa").await.unwrap();
        let Part::Placed(order) = paid[0].1 else { panic!("{paid:?}") };
        for _ in 0..40 {
            town.pass(SignedDuration::from_mins(3));
            let (now, until) = (town.ctx.now(), town.ctx.now() + SignedDuration::from_mins(1));
            let claimed = town
                .ctx
                .db()
                .write("claim", move |tx| store::jobs::claim(tx, now, until, 100))
                .await
                .unwrap();
            assert!(claimed.iter().any(|job| job.id.0 == order.0), "{on:?}: it is due again");
        }
        // And then the provider stumbles once.
        let once = Fault { times: 1, ..always(&What::LostBefore) };
        town.twin.with(|twin, _| twin.fault(once));
        town.pass(SignedDuration::from_mins(3));
        town.drain().await;
        assert_eq!(dead(&town).await, [], "{on:?}");
        town.pass(A_WHILE);
        town.drain().await;
        assert_eq!(town.order(order).await.state, OrderState::Confirmed, "{on:?}");
    }
}
