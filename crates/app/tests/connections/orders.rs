//! What goes out.

use buyline_app as app;

use app::connections::{self, ResendError, TryError};
use domain::access::MerchantAct;
use domain::connection::{ConnectionState, SendKind, SendState};
use domain::ids::ConnectionId;
use domain::order::{CancelReason, OrderState, RefundWish};
use jiff::SignedDuration;
use testkit::house::{Elsewhere, On, Trouble};

use crate::kit::together;

#[tokio::test(flavor = "multi_thread")]
async fn an_order_goes_to_its_shop_once_with_the_right_totals_and_its_number_comes_back() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 3).await else { continue };
        let order = kit.sell("p00001", 2).await;
        let there = kit.there.orders();
        let [(theirs, out)] = &there[..] else { panic!("{there:?}") };
        let ours = kit.found(order).await;
        assert_eq!((out.id.as_str(), out.total, out.tax), (&*order.to_string(), ours.total, ours.tax));
        assert_eq!((out.shipping, out.number.as_str()), (ours.shipping, ours.number.as_str()));
        let [line] = &out.lines[..] else { panic!("{out:?}") };
        assert_eq!((line.variant.as_str(), line.sku.as_str(), line.quantity), ("p00001-v", "P00001", 2));
        assert_eq!(out.email, "camille@example.com");
        assert!(out.address.is_some() && !out.payment.1.is_empty());
        assert!(out.is_test, "the sandbox moves no money");
        assert_eq!(kit.found(order).await.reference, theirs.number);
        assert_eq!((kit.there.units("p00001"), kit.units("p00001").await), (8, 8));
        let seen = kit.seen(id).await;
        assert_eq!((seen.health.waiting, seen.sent.len()), (0, 1));
        kit.wait(SignedDuration::from_mins(25)).await;
        assert_eq!((kit.there.orders().len(), kit.units("p00001").await), (1, 8));
        kit.house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_undone_never_goes_anywhere() {
    for on in On::BOTH {
        let Some((kit, _)) = together(on, 1).await else { continue };
        kit.order(vec![kit.wanted("p00000", 1).await]).await;
        kit.house.drain().await;
        assert!(kit.there.orders().is_empty(), "not within the undo window");
        kit.wait(SignedDuration::from_mins(3)).await;
        assert_eq!(kit.there.orders().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_and_a_search_that_lags_make_no_second_order() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 1).await else { continue };
        kit.there.lag(SignedDuration::from_secs(45));
        kit.there.trouble("push_order", Trouble::Lost);
        kit.sell("p00000", 1).await;
        assert_eq!(kit.seen(id).await.open[0].state, SendState::Asked);
        kit.wait(SignedDuration::from_mins(5)).await;
        assert_eq!((kit.there.orders().len(), kit.there.asked("push_order")), (1, 1));
        let seen = kit.seen(id).await;
        assert_eq!((seen.sent[0].state, seen.connection.trouble.as_str()), (SendState::Done, ""));
        // The same when it was in truth never taken: it is sent again, once the search can be believed.
        kit.there.trouble("push_order", Trouble::Down);
        kit.sell("p00000", 1).await;
        kit.wait(SignedDuration::from_mins(5)).await;
        assert_eq!(kit.there.orders().len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sold_here_and_is_not_known_there_is_not_sold_again() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 1).await else { continue };
        kit.there.trouble("push_order", Trouble::Refused("no such channel"));
        kit.sell("p00000", 4).await;
        assert_eq!(kit.units("p00000").await, 6);
        // The shop still counts ten, and says so.
        kit.tell(id, "m1 product:p00000").await;
        assert_eq!(kit.units("p00000").await, 6);
        kit.wait(SignedDuration::from_hours(25)).await;
        assert_eq!(kit.units("p00000").await, 6, "nor does the comparison of the day forget it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_order_waits_for_its_merchant_and_delays_no_other() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 2).await else { continue };
        kit.there.trouble("push_order", Trouble::Refused("the postcode is not valid"));
        let order = kit.sell("p00000", 1).await;
        kit.sell("p00001", 1).await;
        assert_eq!(kit.there.orders().len(), 1, "the next one went on");
        kit.wait(SignedDuration::from_hours(2)).await;
        let seen = kit.seen(id).await;
        let [stuck] = &seen.open[..] else { panic!("{:?}", seen.open) };
        assert_eq!((stuck.state, stuck.order, stuck.kind), (SendState::Stuck, order, SendKind::Order));
        assert_eq!(stuck.remark, "the postcode is not valid");
        assert_eq!(kit.there.asked("push_order"), 2, "not tried again by itself");
        assert!(connections::resend(kit.ctx(), &kit.edit(), id, stuck.id).await.unwrap());
        assert!(!connections::resend(kit.ctx(), &kit.edit(), id, stuck.id).await.unwrap());
        let other = connections::resend(kit.ctx(), &kit.edit(), ConnectionId(1), stuck.id).await;
        assert!(matches!(other, Err(ResendError::NotFound)));
        kit.house.drain().await;
        assert_eq!(kit.there.orders().len(), 2);
        assert_eq!(kit.seen(id).await.health.stuck, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sold_out_there_is_canceled_here_and_the_money_goes_back() {
    for on in On::BOTH {
        let Some((kit, _)) = together(on, 1).await else { continue };
        kit.there.change("p00000", true, |product| {
            product.variants[0].stock = domain::catalog::draft::StockDraft::Units(0);
        });
        let order = kit.sell("p00000", 1).await;
        kit.house.settle().await;
        let ours = kit.found(order).await;
        assert_eq!((ours.state, ours.cancel), (OrderState::Canceled, Some(CancelReason::Merchant)));
        assert_eq!(ours.refunded, ours.total);
        assert!(kit.there.orders().is_empty() && kit.there.asked("cancel") == 0);
        kit.house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn through_an_outage_of_three_days_nothing_is_lost_and_nothing_doubled() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 40).await else { continue };
        kit.there.away(true);
        for number in 0..40 {
            kit.order(vec![kit.wanted(&format!("p{number:05}"), 1).await]).await;
        }
        kit.house.clock.advance(SignedDuration::from_mins(3));
        for _ in 0..72 * 6 {
            kit.house.drain().await;
            kit.house.clock.advance(SignedDuration::from_mins(10));
        }
        let seen = kit.seen(id).await;
        assert_eq!((seen.health.waiting, seen.health.stuck), (40, 0));
        assert!(seen.connection.trouble.contains("connection refused") && seen.connection.fails > 100);
        assert!(seen.health.oldest_waiting.unwrap() < kit.ctx().now() - SignedDuration::from_hours(71));
        // It comes back, and loses every fourth answer.
        kit.there.away(false);
        kit.there.lag(SignedDuration::from_secs(50));
        for _ in 0..10 {
            kit.there.trouble("push_order", Trouble::Lost);
        }
        kit.wait(SignedDuration::from_hours(4)).await;
        let mut ids: Vec<String> = kit.there.orders().into_iter().map(|(theirs, _)| theirs.ours).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((ids.len(), kit.there.orders().len()), (40, 40));
        assert_eq!(kit.seen(id).await.health.waiting, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_end_hold_orders_back_until_there_are_new_ones_of_the_same_shop() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 1).await else { continue };
        kit.there.rekey("second");
        kit.sell("p00000", 1).await;
        let seen = kit.seen(id).await;
        assert_eq!((seen.connection.state, seen.health.waiting), (ConnectionState::Broken, 1));
        assert_eq!(seen.connection.trouble, "the shop does not know this key");
        let asked = kit.there.asked("find_order");
        kit.wait(SignedDuration::from_hours(1)).await;
        assert_eq!(kit.there.asked("find_order"), asked, "nobody knocks meanwhile");
        let wrong = connections::give_keys(kit.ctx(), &kit.edit(), id, Elsewhere::keys("third")).await;
        assert!(matches!(wrong, Err(connections::ConnectError::Platform(_))), "{wrong:?}");
        connections::give_keys(kit.ctx(), &kit.edit(), id, Elsewhere::keys("second")).await.unwrap();
        kit.house.drain().await;
        assert_eq!(kit.there.orders().len(), 1);
        assert_eq!(kit.seen(id).await.connection.state, ConnectionState::On);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_and_a_refund_here_are_told_there_once_and_come_back_as_no_second() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 2).await else { continue };
        let permit = kit.may(MerchantAct::ReturnMoney);
        let order = kit.sell("p00000", 1).await;
        kit.there.trouble("cancel", Trouble::Lost);
        app::orders::cancel(kit.ctx(), &permit, order, "").await.unwrap();
        kit.wait(SignedDuration::from_mins(30)).await;
        assert!(kit.there.orders()[0].0.is_canceled);
        assert_eq!((kit.there.asked("cancel"), kit.there.refunds().len()), (1, 0));
        assert_eq!((kit.units("p00000").await, kit.there.units("p00000")), (10, 10));
        let order = kit.sell("p00001", 2).await;
        let ours = kit.found(order).await;
        let wish = RefundWish {
            lines: vec![domain::order::RefundLine { line: ours.lines[0].id, quantity: 1, restock: true }],
            ..RefundWish::default()
        };
        kit.there.trouble("refund", Trouble::Lost);
        let key = "once".to_owned();
        app::orders::refund(kit.ctx(), &permit, order, wish, "damaged", key, [0; 32]).await.unwrap();
        kit.wait(SignedDuration::from_mins(30)).await;
        let told = kit.there.refunds();
        let [told] = &told[..] else { panic!("{told:?}") };
        assert_eq!((told.amount.amount, told.lines[0].clone()), (2_000, ("p00001-v".to_owned(), 1, true)));
        let after = kit.found(order).await;
        assert_eq!(after.refunded.amount, 2_000, "its echo gave nothing back again");
        assert!(kit.seen(id).await.open.is_empty());
        kit.house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_waits_and_is_canceled_here_never_goes_there() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 1).await else { continue };
        connections::pause(kit.ctx(), &kit.edit(), id).await.unwrap();
        let order = kit.sell("p00000", 1).await;
        let permit = kit.may(MerchantAct::ReturnMoney);
        app::orders::cancel(kit.ctx(), &permit, order, "").await.unwrap();
        kit.house.settle().await;
        connections::turn_on(kit.ctx(), &kit.edit(), id).await.unwrap();
        kit.house.settle().await;
        assert!(kit.there.orders().is_empty());
        assert!(kit.seen(id).await.open.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_here_or_there_while_an_order_is_looked_for_ends_everywhere() {
    for on in On::BOTH {
        // It is there, nobody knows, and the merchant cancels it there.
        let Some((kit, _)) = together(on, 2).await else { continue };
        kit.there.lag(SignedDuration::from_secs(50));
        kit.there.trouble("push_order", Trouble::Lost);
        let order = kit.sell("p00000", 1).await;
        kit.there.change_order(|theirs| theirs.is_canceled = true);
        kit.wait(SignedDuration::from_mins(70)).await;
        let ours = kit.found(order).await;
        assert_eq!((ours.state, ours.refunded), (OrderState::Canceled, ours.total), "{on:?}");
        // It is not there, nobody knows, and it is canceled here: it is never sent.
        let pushed = kit.there.orders().len();
        kit.there.trouble("push_order", Trouble::Unheard);
        let order = kit.sell("p00001", 1).await;
        let permit = kit.may(MerchantAct::ReturnMoney);
        app::orders::cancel(kit.ctx(), &permit, order, "").await.unwrap();
        kit.wait(SignedDuration::from_mins(70)).await;
        assert_eq!((kit.there.orders().len(), kit.there.asked("cancel")), (pushed, 0), "{on:?}");
        kit.house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_waits_for_another_row_says_nothing_about_how_a_shop_does() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 2).await else { continue };
        kit.there.trouble("push_order", Trouble::Refused("no such channel"));
        let stuck = kit.sell("p00000", 1).await;
        let wish = RefundWish { amount: Some(kit.found(stuck).await.shipping), ..RefundWish::default() };
        let permit = kit.may(MerchantAct::ReturnMoney);
        app::orders::refund(kit.ctx(), &permit, stuck, wish, "", "once".to_owned(), [0; 32]).await.unwrap();
        kit.there.away(true);
        kit.sell("p00001", 1).await;
        kit.wait(SignedDuration::from_hours(2)).await;
        let seen = kit.seen(id).await;
        assert!(seen.connection.fails > 8 && !seen.connection.trouble.is_empty(), "{:?}", seen.connection);
        kit.there.away(false);
        kit.wait(SignedDuration::from_mins(30)).await;
        assert_eq!(kit.there.orders().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_goes_all_the_way_and_is_canceled_again_whatever_answer_is_lost() {
    for on in On::BOTH {
        for lost in [None, Some("push_order"), Some("cancel")] {
            let Some((kit, id)) = together(on, 1).await else { continue };
            if let Some(lost) = lost {
                kit.there.trouble(lost, Trouble::Lost);
            }
            connections::try_out(kit.ctx(), &kit.edit(), id).await.unwrap();
            let twice = connections::try_out(kit.ctx(), &kit.edit(), id).await;
            assert!(matches!(twice, Err(TryError::Underway)));
            kit.wait(SignedDuration::from_mins(8)).await;
            let there = kit.there.orders();
            let [(theirs, out)] = &there[..] else { panic!("{on:?} {lost:?}: {there:?}") };
            assert!(theirs.is_canceled && out.is_test, "{on:?} {lost:?}");
            assert_eq!((kit.there.units("p00000"), kit.units("p00000").await), (10, 10));
            let seen = kit.seen(id).await;
            assert_eq!((seen.open.len(), seen.sent[0].remark.as_str()), (0, "taken, and canceled again"));
            let sold = kit.ctx().db().read(count).await.unwrap();
            assert_eq!(sold, 0, "it is no order here");
        }
        let Some((kit, id)) = together(on, 0).await else { continue };
        let nothing = connections::try_out(kit.ctx(), &kit.edit(), id).await;
        assert!(matches!(nothing, Err(TryError::Nothing)));
    }
}

fn count(conn: &mut store::Conn) -> Result<i64, app::DbError> {
    use store::Read as _;
    conn.one("orders", "SELECT count(*) FROM orders", &[], |row| row.int(0))
}
