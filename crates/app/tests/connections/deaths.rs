//! Death after every commit, on the way in and on the way out: whatever dies, the shop has each order once, and goods are right.

use buyline_app as app;

use app::connections::{self, Connect};
use domain::access::MerchantAct;
use domain::order::OrderState;
use jiff::SignedDuration;
use store::Read as _;
use testkit::house::{DieAfter, Elsewhere, On, Plan, their_parcel};

use crate::kit::{Kit, TERMS, apart, order_at, together};

/// Everything that happens to one order, as far as the process lives.
async fn live(kit: &Kit, ctx: &app::Ctx) -> Option<()> {
    let wanted = Connect { platform: "elsewhere".to_owned(), entered: Elsewhere::keys("open"), terms: TERMS };
    connections::connect(ctx, &kit.edit(), wanted).await.ok()?;
    app::jobs::drain(ctx).await.ok()?;
    if kit.shelf().await.len() < 4 {
        return None;
    }
    order_at(ctx, vec![kit.wanted("p00001", 2).await]).await?;
    kit.house.clock.advance(SignedDuration::from_mins(3));
    app::jobs::drain(ctx).await.ok()?;
    // A process whose database is gone notices at the next question only.
    ctx.db().read(store::jobs::next_due).await.ok().map(|_| ())
}

async fn die_everywhere(on: On, lives: impl Iterator<Item = u32>) {
    let mut died = 0;
    for commits in lives {
        let Some(kit) = apart(on, 4).await else { return };
        let plan = Plan { faults: Some(DieAfter::commits(commits)), ..Plan::default() };
        let mortal = kit.neighbour(2, plan);
        let is_through = live(&kit, &mortal).await.is_some();
        drop(mortal);
        died += u32::from(!is_through);
        // Whoever comes next finishes what was begun.
        let permit = kit.may(MerchantAct::ViewWebhooks);
        let listed = connections::list(kit.ctx(), &permit).await.unwrap();
        let Some((connection, _)) = listed.first() else { continue };
        kit.wait(SignedDuration::from_mins(40)).await;
        let seen = kit.seen(connection.id).await;
        assert!(seen.connection.loaded_at.is_some(), "{on:?}: dead after commit {commits}");
        assert_eq!((seen.health.waiting, seen.health.stuck), (0, 0), "{on:?}: dead after commit {commits}");
        let sold = sold(&kit).await;
        let there = i64::try_from(kit.there.orders().len()).unwrap();
        assert_eq!(there, sold, "{on:?}: dead after commit {commits}");
        let left = 10 - 2 * sold;
        let units = (kit.units("p00001").await, kit.there.units("p00001"));
        assert_eq!(units, (left, left), "{on:?}: dead after commit {commits}");
        kit.house.must_be_clean().await;
    }
    assert!(died > 0, "{on:?}: nobody died");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_commit_it_dies_after_no_order_is_left_out_and_none_is_there_twice_on_sqlite() {
    die_everywhere(On::Sqlite, 1..24).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_later_commit_it_dies_after_no_order_is_left_out_and_none_is_there_twice_on_sqlite() {
    die_everywhere(On::Sqlite, 24..48).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_commit_it_dies_after_no_order_is_left_out_and_none_is_there_twice_on_postgres() {
    die_everywhere(On::Postgres, (4..44).step_by(5)).await;
}

/// Orders that the merchant has.
async fn sold(kit: &Kit) -> i64 {
    let read = |conn: &mut store::Conn| {
        conn.one("orders", "SELECT count(*) FROM orders WHERE state = 'confirmed'", &[], |row| row.int(0))
    };
    kit.ctx().db().read(read).await.unwrap()
}

/// A shop ships one order and cancels another, and whoever hears of it dies at some commit.
async fn die_on_the_way_back(on: On, lives: impl Iterator<Item = u32>) {
    for commits in lives {
        let Some((kit, id)) = together(on, 2).await else { return };
        let (shipped, canceled) = (kit.sell("p00000", 1).await, kit.sell("p00001", 1).await);
        for (order, reference) in
            kit.there.orders().iter().map(|(theirs, _)| (&theirs.ours, &theirs.reference))
        {
            let is_shipped = *order == shipped.to_string();
            kit.there.change_order_named(reference, |theirs| {
                theirs.is_canceled = !is_shipped;
                theirs.parcels = is_shipped.then(|| their_parcel("f1")).into_iter().collect();
            });
        }
        let mortal = kit.neighbour(2, Plan { faults: Some(DieAfter::commits(commits)), ..Plan::default() });
        let told = b"open m1 order:their-1 order:their-2";
        if connections::hear(&mortal, id, &[], told).await.is_ok() {
            let _ = app::jobs::drain(&mortal).await;
        }
        drop(mortal);
        kit.wait(SignedDuration::from_mins(40)).await;
        let sent = kit.found(shipped).await;
        assert_eq!((sent.lines[0].shipped, sent.refunded.amount), (1, 0), "{on:?}: dead after {commits}");
        let ended = kit.found(canceled).await;
        assert_eq!(
            (ended.state, ended.refunded),
            (OrderState::Canceled, ended.total),
            "{on:?}: dead after {commits}"
        );
        assert_eq!(kit.there.asked("cancel"), 0, "{on:?}: dead after {commits}");
        kit.house.must_be_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_commit_it_dies_after_what_the_shop_did_happens_here_once() {
    die_on_the_way_back(On::Sqlite, 1..16).await;
    die_on_the_way_back(On::Postgres, (2..14).step_by(4)).await;
}
