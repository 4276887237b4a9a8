//! From a tap to a paid order, on a real database, with every way a payment can end.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::checkout::{self, Part};
use app::orders::{UndoError, undo};
use domain::access::{Actor, OwnOrder};
use domain::ids::OrderId;
use domain::order::{CancelReason, Order, OrderState};
use domain::payment::{Decline, PaymentState};
use domain::place::Refusal;
use jiff::SignedDuration;
use store::DbError;
use testkit::house::{Goods, House, On, Shop, pay_with};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(3) };
const MINUTES_3: SignedDuration = SignedDuration::from_mins(3);

async fn order(house: &House, id: OrderId) -> Order {
    house.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await.unwrap().unwrap()
}

/// Units on the shelf and units promised.
async fn shelf(house: &House, shop: &Shop) -> (i64, i64) {
    use store::Read;
    let variant = shop.goods[0].variant;
    house
        .ctx
        .db()
        .read(move |conn| {
            conn.one(
                "shelf",
                "SELECT on_hand, reserved FROM variants WHERE id = $1",
                &[variant.0.into()],
                |row| Ok::<_, DbError>((row.int(0)?, row.int(1)?)),
            )
        })
        .await
        .unwrap()
}

async fn payment_state(house: &House, order: &Order) -> PaymentState {
    let (merchant, id) = (order.merchant, order.id);
    let payments =
        house.ctx.db().read(move |conn| store::payments::of_order(conn, merchant, id)).await.unwrap();
    payments[0].state
}

fn placed(part: &Part) -> OrderId {
    match part {
        Part::Placed(order) => *order,
        other => panic!("not placed: {other:?}"),
    }
}

async fn undo_as_guest(house: &House, order: &Order) -> Result<(), UndoError> {
    let own = OwnOrder { order: order.id, purchase: order.purchase, account: None };
    let permit = Actor::Guest(order.purchase).may(own).unwrap();
    undo(&house.ctx, &permit, order.merchant).await
}

#[tokio::test]
async fn a_guest_buys_and_the_money_is_taken_after_the_window_on_either_engine() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let view = shop.tap(&house.ctx, &[(0, 2)]).await;
        let total = view.parts[0].checkout.agreed.as_ref().unwrap().total;
        assert_eq!(total.amount, 2 * 2_490 + 490);
        let id = placed(&pay_with(&house.ctx, &view, "card_ok").await[0].1);
        let held = order(&house, id).await;
        assert_eq!((held.state, held.total), (OrderState::Placed, total));
        assert_eq!(shelf(&house, &shop).await, (3, 2));
        assert_eq!(payment_state(&house, &held).await, PaymentState::Authorized);
        house.drain().await;
        assert_eq!(order(&house, id).await.state, OrderState::Placed, "the undo window still runs");
        house.clock.advance(MINUTES_3);
        house.drain().await;
        let taken = order(&house, id).await;
        assert_eq!(taken.state, OrderState::Confirmed);
        assert_eq!(shelf(&house, &shop).await, (1, 0));
        assert_eq!(payment_state(&house, &taken).await, PaymentState::Captured);
        house.clock.advance(SignedDuration::from_hours(1));
        house.drain().await;
        let left =
            house.ctx.db().read(move |conn| store::jobs::health(conn, jiff::Timestamp::MAX)).await.unwrap();
        assert_eq!((left.waiting, left.dead), (0, 0), "no job is left over");
        let mails =
            house.ctx.db().read(|conn| store::mails::newest(conn, domain::ids::MailId(i64::MAX), 10)).await;
        assert_eq!(
            mails.unwrap().len(),
            3,
            "one to the buyer; to the merchant the order and that little is left"
        );
    }
}

#[tokio::test]
async fn a_second_tap_finds_the_first_order() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let taps = (0..50).map(|_| pay_with(&house.ctx, &view, "card_ok"));
    let outcomes = futures_util::future::join_all(taps).await;
    let first = placed(&outcomes[0][0].1);
    assert!(outcomes.iter().all(|outcome| placed(&outcome[0].1) == first));
    assert_eq!(shelf(&house, &shop).await, (3, 1));
}

#[tokio::test]
async fn undo_lets_go_of_the_money_and_frees_the_stock_and_tells_the_merchant_nothing() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let id = placed(&pay_with(&house.ctx, &view, "card_ok").await[0].1);
    let held = order(&house, id).await;
    undo_as_guest(&house, &held).await.unwrap();
    undo_as_guest(&house, &held).await.expect("twice is fine");
    let undone = order(&house, id).await;
    assert_eq!((undone.state, undone.cancel), (OrderState::Canceled, Some(CancelReason::Undone)));
    assert_eq!(payment_state(&house, &undone).await, PaymentState::Voided);
    assert_eq!(shelf(&house, &shop).await, (3, 0));
    house.clock.advance(MINUTES_3);
    house.drain().await;
    assert_eq!(order(&house, id).await.state, OrderState::Canceled);
    let mails =
        house.ctx.db().read(|conn| store::mails::newest(conn, domain::ids::MailId(i64::MAX), 10)).await;
    assert!(mails.unwrap().iter().all(|mail| mail.recipient == "camille@example.com"));
}

#[tokio::test]
async fn after_the_window_undo_is_too_late() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let id = placed(&pay_with(&house.ctx, &view, "card_ok").await[0].1);
    house.clock.advance(MINUTES_3);
    let held = order(&house, id).await;
    assert!(matches!(undo_as_guest(&house, &held).await, Err(UndoError::TooLate)));
    assert_eq!(order(&house, id).await.state, OrderState::Placed);
}

#[tokio::test]
async fn a_declined_card_frees_the_stock_and_another_card_buys() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 3)]).await;
    let declined = pay_with(&house.ctx, &view, "card_insufficient_funds").await;
    assert_eq!(declined[0].1, Part::Declined(Decline::InsufficientFunds));
    assert_eq!(shelf(&house, &shop).await, (3, 0));
    let again =
        checkout::open_by_link(&house.ctx, &Actor::Anonymous, view.purchase.id, &view.token).await.unwrap();
    placed(&pay_with(&house.ctx, &again, "card_ok").await[0].1);
    assert_eq!(shelf(&house, &shop).await, (3, 3));
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_charged_once() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let id = placed(&pay_with(&house.ctx, &view, "card_lost_answer").await[0].1);
    let again =
        checkout::open_by_link(&house.ctx, &Actor::Anonymous, view.purchase.id, &view.token).await.unwrap();
    assert_eq!(placed(&pay_with(&house.ctx, &again, "card_ok").await[0].1), id);
    let record = std::fs::read_to_string(house.sandbox_record()).unwrap();
    assert_eq!(record.matches("authorized").count(), 1, "{record}");
}

#[tokio::test]
async fn a_provider_that_is_down_charges_nothing_and_holds_nothing() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    assert_eq!(pay_with(&house.ctx, &view, "card_down").await[0].1, Part::ProviderDown);
    assert_eq!(shelf(&house, &shop).await, (3, 0));
    let again =
        checkout::open_by_link(&house.ctx, &Actor::Anonymous, view.purchase.id, &view.token).await.unwrap();
    placed(&pay_with(&house.ctx, &again, "card_ok").await[0].1);
}

#[tokio::test]
async fn a_challenge_waits_for_the_buyer_and_ends_when_nobody_comes() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let Part::Action { order: id, url } = pay_with(&house.ctx, &view, "card_challenge").await[0].1.clone()
    else {
        panic!("the bank asks first")
    };
    assert_eq!(shelf(&house, &shop).await, (3, 1), "held while the buyer is at the bank");
    let key = url.rsplit('/').next().unwrap();
    app::ports::Payments::answer_challenge(&*house.sandbox, key, true).await.unwrap();
    house.clock.advance(SignedDuration::from_secs(30));
    house.drain().await;
    assert_eq!(order(&house, id).await.state, OrderState::Placed);

    let second = shop.tap(&house.ctx, &[(0, 1)]).await;
    let Part::Action { order: id, .. } = pay_with(&house.ctx, &second, "card_challenge").await[0].1 else {
        panic!("the bank asks first")
    };
    house.clock.advance(SignedDuration::from_mins(16));
    house.drain().await;
    let over = order(&house, id).await;
    assert_eq!((over.state, over.cancel), (OrderState::Canceled, Some(CancelReason::Expired)));
    assert_eq!(shelf(&house, &shop).await, (2, 0), "the first order took its unit, the second gave its back");
}

#[tokio::test]
async fn a_hold_that_cannot_be_captured_cancels_the_order_and_tells_both() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let id = placed(&pay_with(&house.ctx, &view, "card_fail_capture").await[0].1);
    house.clock.advance(MINUTES_3);
    house.drain().await;
    let failed = order(&house, id).await;
    assert_eq!((failed.state, failed.cancel), (OrderState::Canceled, Some(CancelReason::CaptureFailed)));
    assert_eq!(shelf(&house, &shop).await, (3, 0));
    let mails =
        house.ctx.db().read(|conn| store::mails::newest(conn, domain::ids::MailId(i64::MAX), 10)).await;
    let mails = mails.unwrap();
    assert!(
        mails.iter().any(|mail| mail.recipient == "camille@example.com" && mail.subject.contains("canceled"))
    );
    assert!(mails.iter().any(|mail| mail.recipient.starts_with("shop") && mail.subject.contains("canceled")));
}

#[tokio::test]
async fn a_method_that_cannot_be_held_is_charged_at_once_and_undo_gives_it_back() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let id = placed(&pay_with(&house.ctx, &view, "card_at_once").await[0].1);
    let held = order(&house, id).await;
    undo_as_guest(&house, &held).await.unwrap();
    house.drain().await;
    let undone = order(&house, id).await;
    assert_eq!((undone.state, undone.refunded), (OrderState::Canceled, undone.total));
    assert_eq!(shelf(&house, &shop).await, (3, 0));

    let second = shop.tap(&house.ctx, &[(0, 1)]).await;
    let id = placed(&pay_with(&house.ctx, &second, "card_at_once").await[0].1);
    house.clock.advance(MINUTES_3);
    house.drain().await;
    assert_eq!(order(&house, id).await.state, OrderState::Confirmed);
}

#[tokio::test]
async fn a_price_that_changed_between_the_taps_is_shown_again_and_not_charged() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let variant = shop.goods[0].variant;
    house
        .ctx
        .db()
        .write("dearer", move |tx| {
            tx.execute("UPDATE variants SET price = 9990 WHERE id = $1", &[variant.0.into()]).map(|_| ())
        })
        .await
        .unwrap();
    assert_eq!(pay_with(&house.ctx, &view, "card_ok").await[0].1, Part::Refused(Refusal::Changed));
    assert_eq!(shelf(&house, &shop).await, (3, 0));
    let again =
        checkout::open_by_link(&house.ctx, &Actor::Anonymous, view.purchase.id, &view.token).await.unwrap();
    assert_eq!(again.parts[0].changed_from.unwrap().amount, 2_490 + 490);
    assert_eq!(again.parts[0].checkout.agreed.as_ref().unwrap().total.amount, 9_990 + 490);
    placed(&pay_with(&house.ctx, &again, "card_ok").await[0].1);
}

#[tokio::test]
async fn the_last_units_are_never_sold_twice_and_every_loser_is_told() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[Goods { units: Some(5), ..PRINT }]).await;
        let mut views = Vec::new();
        for _ in 0..40 {
            views.push(shop.tap(&house.ctx, &[(0, 1)]).await);
        }
        let outcomes =
            futures_util::future::join_all(views.iter().map(|view| pay_with(&house.ctx, view, "card_ok")))
                .await;
        let sold = outcomes.iter().filter(|outcome| matches!(outcome[0].1, Part::Placed(_))).count();
        let told = outcomes
            .iter()
            .filter(|outcome| matches!(outcome[0].1, Part::Refused(Refusal::SoldOut { left: 0, .. })))
            .count();
        assert_eq!((sold, told), (5, 35));
        assert_eq!(shelf(&house, &shop).await, (5, 5));
    }
}

#[tokio::test]
async fn a_basket_of_two_shops_says_which_part_is_placed_and_which_is_not() {
    let house = House::sqlite();
    let (one, two) = (house.shop(&[PRINT]).await, house.shop(&[Goods { units: Some(1), ..PRINT }]).await);
    let wanted = |shop: &Shop| checkout::Wanted {
        offer: shop.goods[0].offer,
        variant: None,
        quantity: domain::quantity::Quantity::ONE,
        post: None,
    };
    let start = checkout::Start {
        items: vec![wanted(&one), wanted(&two)],
        cart: None,
        locale: "fr".to_owned(),
        country: None,
        currency: None,
        back: String::new(),
    };
    let started = checkout::start(&house.ctx, &Actor::Anonymous, start).await.unwrap();
    let mut view = checkout::open_by_link(&house.ctx, &Actor::Anonymous, started.purchase, &started.token)
        .await
        .unwrap();
    checkout::set_details(&house.ctx, &mut view, testkit::house::details()).await.unwrap();
    let rival = two.tap(&house.ctx, &[(0, 1)]).await;
    placed(&pay_with(&house.ctx, &rival, "card_ok").await[0].1);
    let outcome = pay_with(&house.ctx, &view, "card_ok").await;
    placed(&outcome[0].1);
    assert!(matches!(outcome[1].1, Part::Refused(Refusal::SoldOut { left: 0, .. })));
    assert_eq!(shelf(&house, &one).await, (3, 1));
}

#[tokio::test]
async fn what_is_shown_when_it_begins_is_what_a_look_shows() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT, Goods { units: None, ..PRINT }]).await;
    let items = [0, 1].map(|at| checkout::Wanted {
        offer: shop.goods[at].offer,
        variant: None,
        quantity: domain::quantity::Quantity::ONE,
        post: None,
    });
    for country in [None, "FR".parse().ok()] {
        let start = checkout::Start {
            items: items.to_vec(),
            cart: None,
            locale: "fr".to_owned(),
            country,
            currency: None,
            back: String::new(),
        };
        let begun = checkout::start(&house.ctx, &Actor::Anonymous, start).await.unwrap();
        let look = checkout::open_by_link(&house.ctx, &Actor::Anonymous, begun.purchase, &begun.token).await;
        assert_eq!(format!("{:#?}", begun.view), format!("{:#?}", look.unwrap()));
    }
}

#[tokio::test]
async fn a_wrong_link_opens_nothing() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let other = shop.tap(&house.ctx, &[(0, 1)]).await;
    assert!(
        checkout::open_by_link(&house.ctx, &Actor::Anonymous, view.purchase.id, &other.token).await.is_err()
    );
    assert!(checkout::open_by_link(&house.ctx, &Actor::Anonymous, view.purchase.id, "").await.is_err());
}

#[tokio::test]
async fn what_nobody_bought_is_forgotten_with_its_address_and_orders_stay() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[Goods { title: "Lac du matin", price: 2_490, units: Some(3) }]).await;
        let bought = shop.tap(&house.ctx, &[(0, 1)]).await;
        pay_with(&house.ctx, &bought, "card_ok").await;
        let declined = shop.tap(&house.ctx, &[(0, 1)]).await;
        pay_with(&house.ctx, &declined, "card_declined").await;
        let left = shop.tap(&house.ctx, &[(0, 1)]).await;
        house.drain().await;
        assert_eq!(checkout::forget_expired(&house.ctx).await.unwrap(), 0, "{on:?}: it may still be bought");
        house.clock.advance(SignedDuration::from_hours(25));
        assert_eq!(checkout::forget_expired(&house.ctx).await.unwrap(), 1, "{on:?}");
        for (view, kept) in [(&bought, true), (&declined, true), (&left, false)] {
            let id = view.purchase.id;
            let found = house.ctx.db().read(move |conn| store::checkouts::purchase(conn, id)).await.unwrap();
            assert_eq!(found.is_some(), kept, "{on:?}");
        }
    }
}

/// A second tab, or a page that stayed open, shows the try before: its tap is a repeat of that try and no new one.
#[tokio::test]
async fn a_page_from_before_a_declined_try_is_told_of_that_try_and_its_key_is_used_once() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let old = shop.tap(&house.ctx, &[(0, 1)]).await;
        assert!(matches!(pay_with(&house.ctx, &old, "card_declined").await[0].1, Part::Declined(_)));
        assert!(matches!(pay_with(&house.ctx, &old, "card_ok").await[0].1, Part::Declined(_)), "{on:?}");
        assert_eq!(shelf(&house, &shop).await, (3, 0), "nothing is held for it, {on:?}");
        let (purchase, token) = (old.purchase.id, old.token.clone());
        let fresh = checkout::open_by_link(&house.ctx, &Actor::Anonymous, purchase, &token).await.unwrap();
        let order = placed(&pay_with(&house.ctx, &fresh, "card_ok").await[0].1);
        assert_eq!(placed(&pay_with(&house.ctx, &old, "card_ok").await[0].1), order, "{on:?}");
        house.clock.advance(MINUTES_3);
        house.drain().await;
        house.must_be_clean().await;
    }
}

/// Nobody waits a year because the clock once was a year ahead, or a day (I30).
#[tokio::test]
async fn an_order_placed_while_the_clock_was_ahead_is_finished_when_it_is_right_again() {
    for (card, ahead) in
        [("card_ok", 365), ("card_at_once", 365), ("card_lost_answer", 365), ("card_challenge", 1)]
    {
        let house = House::sqlite();
        let shop = house.shop(&[PRINT]).await;
        let view = shop.tap(&house.ctx, &[(0, 1)]).await;
        let ahead = SignedDuration::from_hours(24 * ahead);
        house.clock.advance(ahead);
        let view = {
            let (purchase, token) = (view.purchase.id, view.token.clone());
            checkout::open_by_link(&house.ctx, &Actor::Anonymous, purchase, &token).await.unwrap()
        };
        let outcome = pay_with(&house.ctx, &view, card).await;
        house.clock.advance(-ahead);
        for _ in 0..3 {
            app::upkeep::tidy(&house.ctx).await;
            house.drain().await;
            house.clock.advance(SignedDuration::from_mins(16));
        }
        house.drain().await;
        let health =
            house.ctx.db().read(|conn| store::jobs::health(conn, jiff::Timestamp::MAX)).await.unwrap();
        assert_eq!((health.waiting, health.dead), (0, 0), "{card} {outcome:?}");
        let (_, reserved) = shelf(&house, &shop).await;
        assert_eq!(reserved, 0, "{card} {outcome:?}");
        house.must_be_clean().await;
    }
}

/// Whoever closes the tab in the middle has bought all the same: nothing but the page went away (F48).
#[tokio::test]
async fn a_buyer_who_hangs_up_has_bought_as_if_they_had_stayed() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    // Polled once and dropped, as a server drops a handler whose caller is gone.
    let cut = tokio::time::timeout(std::time::Duration::ZERO, pay_with(&house.ctx, &view, "card_ok")).await;
    assert!(cut.is_err(), "it takes longer than that");
    let mut commits = house.ctx.db().commits();
    let placed = async {
        loop {
            let (purchase, token) = (view.purchase.id, view.token.clone());
            let now = checkout::open_by_link(&house.ctx, &Actor::Anonymous, purchase, &token).await.unwrap();
            if now.parts[0].order.as_ref().is_some_and(|order| order.state == OrderState::Placed) {
                return;
            }
            commits.changed().await.unwrap();
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), placed).await.expect("nobody cut it in half");
}
