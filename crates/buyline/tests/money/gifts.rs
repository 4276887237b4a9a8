//! Gifts that go back: refunds that a bank returns after days, refunds that somebody gives at Stripe's own desk.

use app::donations::{self, DonationView, Given};
use domain::access::Actor;
use domain::donation::receipt::ReceiptKind;
use domain::ledger::Movement;
use domain::nonprofit::staff::NonprofitAct;
use domain::order::RefundState;
use jiff::{SignedDuration, Timestamp};
use testkit::house::{Charity, HOME, On, give_with, open_charity};
use twins::stripe::{Act, Request};

use super::town::{KEY, Town, eur};

/// A gift of 25 euros that has arrived.
async fn given(town: &Town, charity: &Charity) -> DonationView {
    let view = charity.begin(&town.ctx, 2_500).await;
    assert_eq!(give_with(&town.ctx, &view, "pm_card_visa").await, Given::Settled);
    town.hear().await;
    view
}

async fn give_back(town: &Town, charity: &Charity, gift: &DonationView) {
    let may = charity.may(NonprofitAct::ReturnGift);
    donations::give_back(&town.ctx, &may, gift.donation.id, "a mistake").await.unwrap();
    town.drain().await;
}

/// What was given back of the gift, its documents, its refunds, and what the books say of them.
async fn standing(town: &Town, charity: &Charity, gift: &DonationView) -> (i64, usize, Vec<RefundState>) {
    let view = donations::open_by_link(&town.ctx, &Actor::Anonymous, gift.donation.id, &gift.token);
    let view = view.await.unwrap();
    let (nonprofit, id) = (charity.nonprofit, gift.donation.id);
    let read = move |conn: &mut store::Conn| store::donations::refunds::of_donation(conn, nonprofit, id);
    let refunds = town.ctx.db().read(read).await.unwrap();
    let voids = view.receipts.iter().filter(|receipt| receipt.kind == ReceiptKind::Void).count();
    (view.donation.refunded.amount, voids, refunds.iter().map(|refund| refund.state).collect())
}

/// Its documents: what each is, its number, its amount, and whether another one voids it.
async fn papers(town: &Town, gift: &DonationView) -> Vec<(ReceiptKind, i64, i64, bool)> {
    let view = donations::open_by_link(&town.ctx, &Actor::Anonymous, gift.donation.id, &gift.token);
    let view = view.await.unwrap();
    let of = |one: &store::donations::receipts::Receipt| {
        let is_void =
            one.kind == ReceiptKind::Donation && store::donations::receipts::is_void(&view.receipts, one);
        (one.kind, one.number.number, one.amount.amount, is_void)
    };
    let mut papers: Vec<_> = view.receipts.iter().map(of).collect();
    papers.sort_by_key(|(_, number, ..)| *number);
    papers
}

/// What its campaign's meter counts.
async fn meter(town: &Town, gift: &DonationView) -> (i64, i64) {
    let view = donations::open_by_link(&town.ctx, &Actor::Anonymous, gift.donation.id, &gift.token);
    let campaign = view.await.unwrap().campaign;
    (campaign.raised.amount, campaign.gifts)
}

async fn booked(town: &Town, charity: &Charity, movement: Movement) -> i64 {
    let party = charity.nonprofit.party();
    let ever = (Timestamp::UNIX_EPOCH, town.ctx.now() + SignedDuration::from_hours(1));
    let sums = town.ctx.db().read(move |conn| store::ledger::sums(conn, party, ever, true)).await.unwrap();
    sums.iter().filter(|(of, _)| *of == movement).map(|(_, sum)| sum.amount).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_that_a_bank_sends_back_days_later_is_booked_back_once_and_can_be_given_back_again() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let charity = open_charity(&town.ctx, HOME).await;
        let gift = given(&town, &charity).await;
        give_back(&town, &charity, &gift).await;
        town.hear().await;
        assert_eq!(standing(&town, &charity, &gift).await, (2_500, 1, vec![RefundState::Done]), "{on:?}");
        town.audit().await;

        town.pass(SignedDuration::from_hours(24 * 5));
        let refund = town.get("/v1/refunds?limit=1")["data"][0]["id"].as_str().unwrap().to_owned();
        town.act(&Act::FailRefund { refund });
        let told_twice = town.events();
        for event in told_twice.iter().chain(&told_twice) {
            town.tell(event).await;
        }
        town.drain().await;
        assert_eq!(standing(&town, &charity, &gift).await, (2_500, 1, vec![RefundState::Failed]), "{on:?}");
        assert_eq!(booked(&town, &charity, Movement::DonationRefund).await, 2_500);
        assert_eq!(booked(&town, &charity, Movement::DonationRefundFailed).await, 2_500, "{on:?}: once");
        town.audit().await;

        give_back(&town, &charity, &gift).await;
        town.hear().await;
        let states = vec![RefundState::Failed, RefundState::Done];
        assert_eq!(standing(&town, &charity, &gift).await, (2_500, 1, states), "{on:?}: voided once");
        assert_eq!(booked(&town, &charity, Movement::DonationRefund).await, 5_000);
        let back: i64 = town.twin.with(|twin, _| twin.charges().iter().map(|line| line.refunded).sum());
        assert_eq!(back, eur(2_500).amount, "{on:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_that_is_given_back_at_the_providers_desk_voids_its_receipt() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let charity = open_charity(&town.ctx, HOME).await;
        let gift = given(&town, &charity).await;
        let intent =
            town.get("/v1/charges?limit=1")["data"][0]["payment_intent"].as_str().unwrap().to_owned();
        let give = |amount: &str| {
            let form = [("payment_intent", intent.as_str()), ("amount", amount)];
            town.twin.call(&Request::new("POST", "/v1/refunds", KEY).form(&form))
        };
        let before = papers(&town, &gift).await;
        assert_eq!(before, [(ReceiptKind::Donation, 1, 2_500, false)], "{on:?}");
        // A part first: its receipt is voided, and another one is about the rest.
        give("500").expect("no fault is set");
        let events = town.events();
        for event in events.iter().rev().chain(&events) {
            town.tell(event).await;
        }
        town.drain().await;
        assert_eq!(standing(&town, &charity, &gift).await, (500, 1, vec![RefundState::Done]), "{on:?}");
        let after = [
            (ReceiptKind::Donation, 1, 2_500, true),
            (ReceiptKind::Void, 2, 2_500, false),
            (ReceiptKind::Donation, 3, 2_000, false),
        ];
        assert_eq!(papers(&town, &gift).await, after, "{on:?}");
        assert_eq!(meter(&town, &gift).await, (2_000, 1), "{on:?}");
        let subjects = town.subjects().await;
        let told = "€5.00 from Sauveteurs du Port is on its way back";
        assert_eq!(subjects.iter().filter(|it| **it == told).count(), 1, "{on:?} {subjects:?}");
        town.audit().await;
        give("700").expect("no fault is set");
        town.hear().await;
        assert_eq!(papers(&town, &gift).await.len(), 5, "{on:?}");
        assert_eq!(meter(&town, &gift).await, (1_300, 1), "{on:?}");
        town.audit().await;
        give("1300").expect("no fault is set");
        town.hear().await;
        let all = vec![RefundState::Done, RefundState::Done, RefundState::Done];
        assert_eq!(standing(&town, &charity, &gift).await, (2_500, 3, all), "{on:?}");
        assert!(
            papers(&town, &gift).await.iter().all(|(kind, _, _, void)| *kind == ReceiptKind::Void || *void)
        );
        assert_eq!(meter(&town, &gift).await, (0, 0), "{on:?}");
        assert_eq!(booked(&town, &charity, Movement::DonationRefund).await, 2_500);
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_after_a_part_went_back_can_be_given_back_from_here() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let charity = open_charity(&town.ctx, HOME).await;
        let gift = given(&town, &charity).await;
        let intent =
            town.get("/v1/charges?limit=1")["data"][0]["payment_intent"].as_str().unwrap().to_owned();
        let form = [("payment_intent", intent.as_str()), ("amount", "500")];
        town.twin.call(&Request::new("POST", "/v1/refunds", KEY).form(&form)).expect("no fault is set");
        town.hear().await;
        give_back(&town, &charity, &gift).await;
        town.hear().await;
        let both = vec![RefundState::Done, RefundState::Done];
        assert_eq!(standing(&town, &charity, &gift).await, (2_500, 2, both), "{on:?}");
        town.audit().await;
    }
}
