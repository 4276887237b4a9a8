//! What a plan ended is erased: nothing of it is found, the books stay, and nobody else is touched.

use buyline_app as app;

use app::donations::{self, Given};
use app::erasure::{self, EraseError};
use app::orders;
use app::sunsets::{Hindrance, PlanError};
use domain::access::{Actor, MerchantAct};
use domain::archive::ArchiveOf;
use domain::erasure::{ErasureOf, ErasureState};
use domain::ids::SunsetId;
use domain::partner::PartnerState;
use domain::sunset::calendar::Step;
use domain::sunset::{Party, Scope};
use jiff::{SignedDuration, ToSpan};
use serde_json::Value;
use store::{DbError, Read};
use testkit::house::{DieAfter, House, On, Plan, actor, give_with, pay_with};

use crate::ending::{PLANTED, PLANTED_AID, World, may, world};
use crate::{USUAL, go_to, operator, plan, run, wish};

/// A plan for `scope`, on the day of its erasure.
pub(crate) async fn due(world: &World, scope: Scope) -> SunsetId {
    let id = run(&world.house, scope, wish(&world.house, USUAL)).await;
    go_to(&world.house, plan(&world.house, id).await.calendar.at(Step::Erasure));
    world.house.drain().await;
    app::feed::catch_up(&world.house.ctx).await.unwrap();
    id
}

async fn known(house: &House, scope: Scope) -> store::erasures::Erasure {
    let read = move |conn: &mut store::Conn| store::erasures::of(conn, ErasureOf::End(scope));
    house.ctx.db().read(read).await.map_err(|error: DbError| error).unwrap().unwrap()
}

pub(crate) async fn erase(world: &World, id: SunsetId) -> Value {
    let scope = plan(&world.house, id).await.scope;
    erasure::erase_end(&world.house.ctx, &operator(), id, "Its day has come").await.unwrap();
    world.house.settle().await;
    let found = known(&world.house, scope).await;
    assert_eq!(found.state, ErasureState::Done, "{} {:?}", found.erased, world.house.failures().await);
    assert_eq!(found.sealed, None);
    assert!(!found.proof.contains("zq") && !found.erased.contains("zq"));
    let proof: Value = serde_json::from_str(&found.proof).unwrap();
    println!(
        "{scope:?}: {} {} values, in words of others {}",
        found.erased, proof["values"], proof["in_words_of_others"]
    );
    assert!(plan(&world.house, id).await.erased_at.is_some());
    let again = erasure::erase_end(&world.house.ctx, &operator(), id, "Again").await.unwrap();
    assert_eq!(again, found.id, "asked again, it is the first");
    proof
}

/// Every order's and gift's page still opens and says what it was.
pub(crate) async fn pages_open(world: &World) {
    let ctx = &world.house.ctx;
    for bought in &world.bought {
        let own = orders::open(ctx, &Actor::Guest(bought.purchase), Some(&bought.token), bought.order).await;
        let story = own.unwrap().story;
        assert_eq!(story.order.lines[0].title, "Lac du matin", "it says what was bought");
        assert!(story.order.total.amount > 0);
        let view = app::checkout::open_by_link(ctx, &Actor::Anonymous, bought.purchase, &bought.token).await;
        // Who bought it with an account signs in.
        assert!(view.is_ok() || bought.order == world.bought[0].order, "{bought:?}");
    }
    let (mine, _) = orders::mine(ctx, &actor(world.buyer), String::new(), None).await.unwrap();
    assert_eq!(mine.iter().map(|order| order.id).collect::<Vec<_>>(), [world.bought[0].order]);
    let permit = may(world.shop.merchant, MerchantAct::ViewOrders);
    let invoice = orders::invoice(ctx, &permit, world.bought[0].order).await.unwrap().unwrap();
    assert!(!invoice.seller.legal_name.is_empty(), "an invoice says who sold");
    for (gift, token) in &world.given {
        let view = donations::open_by_link(ctx, &Actor::Anonymous, *gift, token).await.unwrap();
        assert_eq!(view.donation.amount.amount, 2_500);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_erased_shop_is_found_and_the_books_and_a_second_shop_stay() {
    for on in On::BOTH {
        let Some(world) = world(on).await else { continue };
        let ctx = &world.house.ctx;
        let second = ArchiveOf::Merchant(world.other.merchant);
        world.audit().await;
        let id = due(&world, Scope::Shop(world.shop.merchant)).await;
        let (before, books) = (world.archive(second).await, world.books().await);
        assert!(world.planted(PLANTED).await.0.len() > 30, "what is planted is found before");
        let proof = erase(&world, id).await;
        assert_eq!(proof["values_left_out"], 0);
        assert!(proof["values"].as_u64().unwrap() > 30, "{proof}");
        let (tables, bytes) = world.planted(PLANTED).await;
        assert_eq!((tables, bytes), (Vec::new(), 0), "{on:?}");
        assert_eq!(world.books().await, books, "{on:?}: the books are as they were");
        assert!(world.archive(second).await == before, "{on:?}: the second shop is as it was");
        world.audit().await;
        pages_open(&world).await;
        // Nobody invoices any more for who is gone.
        let permit = may(world.shop.merchant, MerchantAct::ViewOrders);
        assert_eq!(orders::invoice(ctx, &permit, world.bought[1].order).await.unwrap(), None);
        let standing =
            app::sunsets::standing_of(ctx, Party::Shop(world.shop.merchant)).await.unwrap().unwrap();
        assert_eq!(standing.state, PartnerState::Erased, "{on:?}");
        let gone = app::merchants::find(ctx, world.shop.merchant).await.unwrap().unwrap();
        assert!(gone.handle.starts_with("gone-"));
        assert!(app::people::profile(ctx, &Actor::Anonymous, &gone.handle).await.is_err(), "no page");
        let posts = world.house.ctx.db().read(|conn| {
            conn.rows("SELECT body FROM posts WHERE deleted_at IS NULL AND offer_id IS NULL", &[], |row| {
                row.text(0)
            })
        });
        let posts: Vec<String> = posts.await.map_err(|error: DbError| error).unwrap();
        assert!(
            posts.contains(&"Look at this".to_owned()),
            "{on:?}: what others wrote stays, without its card"
        );
        // The second shop sells on.
        let view = world.other.tap(ctx, &[(0, 1)]).await;
        assert!(matches!(pay_with(ctx, &view, "card_ok").await[0].1, app::checkout::Part::Placed(_)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_nonprofit_keeps_its_receipts_and_what_the_revenue_wants_for_six_years() {
    for on in On::BOTH {
        let Some(world) = world(on).await else { continue };
        let ctx = &world.house.ctx;
        let id = due(&world, Scope::Nonprofit(world.charity.nonprofit)).await;
        let books = world.books().await;
        let still = world.archive(ArchiveOf::Nonprofit(world.still.nonprofit)).await;
        assert!(world.planted(PLANTED_AID).await.0.len() > 15, "{on:?}: what is planted is found before");
        erase(&world, id).await;
        assert_eq!(world.planted(PLANTED_AID).await, (Vec::new(), 0), "{on:?}");
        assert_eq!(world.books().await, books, "{on:?}");
        assert!(world.archive(ArchiveOf::Nonprofit(world.still.nonprofit)).await == still, "{on:?}");
        world.audit().await;
        pages_open(&world).await;
        let standing = app::sunsets::standing_of(ctx, Party::Nonprofit(world.charity.nonprofit)).await;
        assert_eq!(standing.unwrap().unwrap().state, PartnerState::Erased, "{on:?}");
        let gift = world.still.begin(ctx, 1_500).await;
        assert_eq!(give_with(ctx, &gift, "card_ok").await, Given::Settled, "{on:?}: another one goes on");
        let gift = donations::open_by_link(ctx, &Actor::Anonymous, gift.donation.id, &gift.token).await;
        assert!(!gift.unwrap().receipts.is_empty(), "{on:?}: and gives receipts");
        // Who was claimed for is kept apart, without a mail address; then they go, too.
        let declared = || async {
            let read = |conn: &mut store::Conn| {
                conn.rows(
                    "SELECT last_name || '/' || email FROM gift_aid_declarations ORDER BY 1",
                    &[],
                    |row| row.text(0),
                )
            };
            world.house.ctx.db().read(read).await.map_err(|error: DbError| error).unwrap()
        };
        assert_eq!(declared().await, ["/", "Claimedby/"], "{on:?}");
        erasure::forget_declarations(ctx).await.unwrap();
        assert_eq!(declared().await, ["/", "Claimedby/"], "{on:?}: not before its time");
        let later = ctx.now().to_zoned(jiff::tz::TimeZone::UTC).checked_add(6.years()).unwrap();
        go_to(&world.house, later.timestamp());
        erasure::forget_declarations(ctx).await.unwrap();
        assert_eq!(declared().await, ["/", "/"], "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_erased_is_refused_with_every_reason_and_nothing_changes() {
    for on in On::BOTH {
        let Some(world) = world(on).await else { continue };
        let (house, ctx) = (&world.house, &world.house.ctx);
        let scope = Scope::Shop(world.shop.merchant);
        let by = operator();
        let hindered = |id| async move {
            match erasure::erase_end(ctx, &operator(), id, "Too early").await {
                Err(EraseError::Hindered(hindrances)) => hindrances,
                other => panic!("{other:?}"),
            }
        };
        let draft = app::sunsets::draft(ctx, &by, scope, wish(house, USUAL), "x").await.unwrap();
        assert_eq!(hindered(draft).await, [Hindrance::NoPlan], "{on:?}: a draft");
        let id = run(house, scope, wish(house, USUAL)).await;
        let calendar = plan(house, id).await.calendar;
        go_to(house, calendar.at(Step::Erasure) - SignedDuration::from_secs(1));
        let view_before = world.planted(PLANTED).await.0;
        world.write("UPDATE orders SET fulfilled_at = NULL WHERE id = $1", &[world.bought[0].order.0]).await;
        world
            .write(
                "UPDATE buyer_requests SET state = 'waiting' WHERE merchant_id = $1",
                &[world.shop.merchant.0],
            )
            .await;
        world
            .write("UPDATE refunds SET state = 'started' WHERE order_id = $1", &[world.bought[1].order.0])
            .await;
        let reasons = [
            Hindrance::NotYet(calendar.day(Step::Erasure)),
            Hindrance::ToShip(1),
            Hindrance::Refunds(1),
            Hindrance::Requests(1),
        ];
        assert_eq!(hindered(id).await, reasons, "{on:?}");
        go_to(house, calendar.at(Step::Erasure));
        assert_eq!(hindered(id).await, reasons[1..], "{on:?}");
        world.write("UPDATE orders SET fulfilled_at = 1 WHERE id = $1", &[world.bought[0].order.0]).await;
        world
            .write(
                "UPDATE buyer_requests SET state = 'refused' WHERE merchant_id = $1",
                &[world.shop.merchant.0],
            )
            .await;
        assert_eq!(hindered(id).await, [Hindrance::Refunds(1)], "{on:?}");
        assert!(matches!(erasure::erase_end(ctx, &by, id, " ").await, Err(EraseError::NoReason)), "{on:?}");
        assert!(
            matches!(erasure::erase_end(ctx, &by, SunsetId(1), "x").await, Err(EraseError::Unknown)),
            "{on:?}"
        );
        assert_eq!(erasure::of_end(ctx, scope).await.unwrap(), None, "{on:?}: nothing has begun");
        assert_eq!(world.planted(PLANTED).await.0, view_before, "{on:?}: nothing has changed");
        // What begins between asking and the job delays the job, and the plan cannot be taken back meanwhile.
        world
            .write("UPDATE refunds SET state = 'done' WHERE order_id = $1", &[world.bought[1].order.0])
            .await;
        erasure::erase_end(ctx, &by, id, "Its day").await.unwrap();
        world
            .write("UPDATE refunds SET state = 'started' WHERE order_id = $1", &[world.bought[1].order.0])
            .await;
        house.drain().await;
        assert_eq!(known(house, scope).await.state, ErasureState::Erasing, "{on:?}");
        let back = app::sunsets::withdraw(ctx, &by, (id, 2), "No").await;
        assert!(matches!(back, Err(PlanError::Erased)), "{on:?}: {back:?}");
        world
            .write("UPDATE refunds SET state = 'done' WHERE order_id = $1", &[world.bought[1].order.0])
            .await;
        house.clock.advance(SignedDuration::from_hours(2));
        house.settle().await;
        assert_eq!(
            known(house, scope).await.state,
            ErasureState::Done,
            "{on:?} {:?}",
            house.failures().await
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_after_any_commit_only_delays_the_erasure_of_an_end() {
    let scope = Scope::Feature(domain::gate::Feature::Buy);
    for commits in 1..=9 {
        let world = world(On::Sqlite).await.unwrap();
        let house = &world.house;
        let id = due(&world, scope).await;
        erasure::erase_end(&house.ctx, &operator(), id, "Its day").await.unwrap();
        let dying = house.neighbour(5, Plan { faults: Some(DieAfter::commits(commits)), ..Plan::default() });
        let _ = app::jobs::drain(&dying).await;
        drop(dying);
        house.clock.advance(SignedDuration::from_mins(5));
        house.settle().await;
        let found = known(house, scope).await;
        assert_eq!(found.state, ErasureState::Done, "death after {commits}: {:?}", house.failures().await);
        let erased: Value = serde_json::from_str(&found.erased).unwrap();
        assert_eq!(erased["kept"]["merchants"], 2, "death after {commits}: each shop once: {erased}");
        world.audit().await;
        pages_open(&world).await;
    }
}
