//! What donors do with a pledge, and what becomes of one whose card, bank or nonprofit says no.

use app::checkout::MethodChoice;
use app::pledges::{self, Act, ActError, Change, PledgeView, PromiseError, Wish, WishIssue};
use app::{Clock, Ctx};
use buyline_app as app;
use domain::access::Actor;
use domain::donation::interval::{Interval, Until};
use domain::donation::pledge::PledgeState;
use domain::donation::state::DonationState;
use domain::ids::MailId;
use domain::money::{Currency, Money};
use domain::nonprofit::staff::{NonprofitAct, NonprofitRole};
use domain::nonprofit::state::NonprofitState;
use jiff::SignedDuration;
use store::Read;
use testkit::house::{Charity, House, On, Plan};

use super::{DAY, again, begin, days, each, given, look, open_gift, pledge_of, subjects};

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

/// A pledge of ten euros a month that was begun on 22 November with this card.
async fn monthly(house: &House, card: &str) -> (Charity, PledgeView) {
    let charity = house.charity().await;
    let gift = begin(&house.ctx, &charity, 1_000, each(Interval::Monthly), card).await;
    (charity, pledge_of(&house.ctx, &gift).await)
}

#[tokio::test]
async fn a_gift_comes_again_each_month_with_a_receipt_and_a_mail() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (charity, pledge) = monthly(&house, "card_ok").await;
        assert_eq!((pledge.pledge.state, given(&pledge)), (PledgeState::Active, vec![(0, 1_000)]), "{on:?}");
        assert_eq!(pledge.pledge.method.last4, "4242");
        days(&house, &house.ctx, 29).await;
        assert_eq!(given(&again(&house.ctx, &pledge).await).len(), 1, "{on:?}: not before its day");
        days(&house, &house.ctx, 33).await;
        let later = again(&house.ctx, &pledge).await;
        assert_eq!(given(&later), [(0, 1_000), (1, 1_000), (2, 1_000)], "{on:?}");
        let campaign = house
            .ctx
            .db()
            .read(move |conn| store::campaigns::by_id(conn, charity.campaign))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((campaign.raised.amount, campaign.gifts), (3_000, 3), "{on:?}");
        let thanks = subjects(&house.ctx).await.iter().filter(|it| it.starts_with("Thank you")).count();
        assert_eq!(thanks, 3, "{on:?}");
        house.must_be_clean().await;
    }
}

#[tokio::test]
async fn every_letter_about_a_regular_gift_leads_to_its_end() {
    let house = House::sqlite();
    let (_, pledge) = monthly(&house, "card_declined_later").await;
    days(&house, &house.ctx, 30).await;
    let mails = house.ctx.db().read(|conn| store::mails::newest(conn, MailId(i64::MAX), 100)).await.unwrap();
    let link = format!("https://buyline.test/pledges/{}/{}", pledge.pledge.id, pledge.token);
    assert_eq!(mails.len(), 2, "the receipt of the first gift, and that the second was refused");
    for mail in mails {
        assert!(mail.text.contains(&link), "{}", mail.text);
    }
}

#[tokio::test]
async fn a_refused_gift_is_tried_four_times_told_each_time_and_let_go_at_the_next_date() {
    let house = House::sqlite();
    let (charity, pledge) = monthly(&house, "card_declined_later").await;
    days(&house, &house.ctx, 30).await;
    let owed = again(&house.ctx, &pledge).await;
    assert_eq!((owed.pledge.state, owed.owed.is_some()), (PledgeState::Active, true));
    days(&house, &house.ctx, 8).await;
    let risky = again(&house.ctx, &pledge).await;
    assert_eq!((risky.pledge.state, risky.pledge.retry_at), (PledgeState::AtRisk, None));
    let (gift, _) = risky.owed.clone().unwrap();
    assert_eq!((gift.state, gift.attempt), (DonationState::Open, 4));
    let told = subjects(&house.ctx).await;
    let count = |text: &str| told.iter().filter(|subject| subject.contains(text)).count();
    assert_eq!((count("could not be taken"), count("needs you")), (3, 1), "{told:?}");
    let listed = pledges::at_risk(&house.ctx, &charity.may(NonprofitAct::ViewDonors)).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].pledge.id, listed[0].email.as_str()), (pledge.pledge.id, "camille@example.com"));
    // The next due date begins anew, and the third one that brings nothing is the last.
    days(&house, &house.ctx, 24).await;
    let next = again(&house.ctx, &pledge).await;
    assert_eq!((next.pledge.number, next.pledge.missed), (2, 1));
    days(&house, &house.ctx, 62).await;
    let over = again(&house.ctx, &pledge).await;
    assert_eq!((over.pledge.state, given(&over)), (PledgeState::Ended, vec![(0, 1_000)]));
    assert_eq!(
        subjects(&house.ctx).await.last().unwrap(),
        "Your regular gift to Sauveteurs du Port has ended"
    );
    house.must_be_clean().await;
}

#[tokio::test]
async fn another_card_takes_the_gift_that_is_owed_and_those_that_follow() {
    let house = House::sqlite();
    let (_, pledge) = monthly(&house, "card_declined_later").await;
    days(&house, &house.ctx, 40).await;
    let risky = again(&house.ctx, &pledge).await;
    let choice = MethodChoice::New { token: "card_ok_mastercard".to_owned(), remember: false };
    pledges::pay_with(&house.ctx, &risky, choice, (String::new(), None)).await.unwrap();
    look(&house.ctx).await;
    let mended = again(&house.ctx, &pledge).await;
    assert_eq!((mended.pledge.state, given(&mended)), (PledgeState::Active, vec![(0, 1_000), (1, 1_000)]));
    assert_eq!(mended.pledge.method.last4, "4444");
    days(&house, &house.ctx, 31).await;
    assert_eq!(given(&again(&house.ctx, &pledge).await).len(), 3);
    house.must_be_clean().await;
}

#[tokio::test]
async fn a_bank_that_wants_its_donor_is_answered_in_one_tap() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (_, pledge) = monthly(&house, "card_challenge_later").await;
        days(&house, &house.ctx, 33).await;
        let waiting = again(&house.ctx, &pledge).await;
        assert_eq!(waiting.pledge.state, PledgeState::NeedsAuthentication, "{on:?}");
        let (gift, token) = waiting.owed.clone().unwrap();
        assert_eq!(
            (gift.state, gift.attempt),
            (DonationState::Open, 1),
            "{on:?}: asked once, not again by itself"
        );
        assert!(subjects(&house.ctx).await.contains(&"Confirm your gift to Sauveteurs du Port".to_owned()));
        let path = pledges::confirm(&house.ctx, &waiting).await.unwrap();
        assert_eq!(path, format!("/gifts/{}/{token}", gift.id));
        let view =
            app::donations::open_by_link(&house.ctx, &Actor::Anonymous, gift.id, &token).await.unwrap();
        let key = view.payment.as_ref().unwrap().key.clone();
        app::donations::answer_challenge(&house.ctx, &view, &key, true).await.unwrap();
        let given_now = again(&house.ctx, &pledge).await;
        assert_eq!(given_now.pledge.state, PledgeState::Active, "{on:?}");
        assert_eq!(given(&given_now), [(0, 1_000), (1, 1_000)], "{on:?}");
        assert!(
            matches!(pledges::confirm(&house.ctx, &given_now).await, Err(ActError::Not)),
            "nothing is owed"
        );
        house.clock.advance(SignedDuration::from_mins(5));
        house.drain().await;
        house.must_be_clean().await;
    }
}

#[tokio::test]
async fn an_account_confirms_from_the_mail_without_signing_in_and_keeps_its_wallet_closed() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let donor = charity.staff(NonprofitRole::Owner);
    let begun = app::donations::begin(&house.ctx, &donor, charity.wish(1_000)).await.unwrap();
    pledges::promise(&house.ctx, (charity.nonprofit, begun.donation), Some(each(Interval::Monthly)))
        .await
        .unwrap();
    let open = |actor: Actor, id, token: String| {
        let ctx = house.ctx.clone();
        async move { app::donations::open_by_link(&ctx, &actor, id, &token).await }
    };
    let first = open(donor.clone(), begun.donation, begun.token.clone()).await.unwrap();
    let given_first = testkit::house::give_with(&house.ctx, &first, "card_challenge_later").await;
    assert_eq!(given_first, app::donations::Given::Settled);
    let closed = open(Actor::Anonymous, begun.donation, begun.token).await;
    assert!(matches!(closed, Err(app::donations::OpenError::SignIn)), "what was typed is the account's");
    house.drain().await;
    let pledge = pledge_of(&house.ctx, &first).await;
    assert!(pledge.methods.is_empty());
    days(&house, &house.ctx, 31).await;
    let waiting = again(&house.ctx, &pledge).await;
    assert_eq!(waiting.pledge.state, PledgeState::NeedsAuthentication);
    let (gift, token) = waiting.owed.clone().unwrap();
    pledges::confirm(&house.ctx, &waiting).await.unwrap();
    let view = open(Actor::Anonymous, gift.id, token).await.unwrap();
    assert!(view.methods.is_empty());
    let key = view.payment.as_ref().unwrap().key.clone();
    app::donations::answer_challenge(&house.ctx, &view, &key, true).await.unwrap();
    assert_eq!(given(&again(&house.ctx, &pledge).await).len(), 2);
}

#[tokio::test]
async fn a_card_that_ends_is_told_of_before_the_gift_it_cannot_pay() {
    let house = House::sqlite();
    let (_, pledge) = monthly(&house, "card_ends_soon").await;
    assert_eq!(pledge.pledge.method.expires, "11/26");
    days(&house, &house.ctx, 22).await;
    assert_eq!(subjects(&house.ctx).await.len(), 1, "a week before, and not earlier");
    days(&house, &house.ctx, 4).await;
    let told = subjects(&house.ctx).await;
    assert_eq!(told[1..], ["Your card ends before your next gift to Sauveteurs du Port"], "once");
}

#[tokio::test]
async fn stopping_is_one_tap_and_twice_is_once() {
    let house = House::sqlite();
    let (_, pledge) = monthly(&house, "card_ok").await;
    for _ in 0..2 {
        pledges::act(&house.ctx, &pledge, Act::Cancel).await.unwrap();
    }
    days(&house, &house.ctx, 70).await;
    let over = again(&house.ctx, &pledge).await;
    assert_eq!((over.pledge.state, given(&over).len()), (PledgeState::Canceled, 1));
    for act in [Act::Pause, Act::Resume] {
        assert!(matches!(pledges::act(&house.ctx, &over, act).await, Err(ActError::Not)));
    }
    let change = Change { amount: euros(2_000), cover: false, every: Interval::Weekly };
    assert!(matches!(pledges::change(&house.ctx, &over, change).await, Err(ActError::Not)));
    let choice = MethodChoice::New { token: "card_ok".to_owned(), remember: false };
    assert!(matches!(
        pledges::pay_with(&house.ctx, &over, choice, (String::new(), None)).await,
        Err(ActError::Not)
    ));
    assert_eq!(again(&house.ctx, &pledge).await.pledge, over.pledge, "nothing has changed");
}

#[tokio::test]
async fn a_pause_takes_nothing_and_going_on_makes_up_for_nothing() {
    let house = House::sqlite();
    let (_, pledge) = monthly(&house, "card_ok").await;
    pledges::act(&house.ctx, &pledge, Act::Pause).await.unwrap();
    days(&house, &house.ctx, 100).await;
    let paused = again(&house.ctx, &pledge).await;
    assert_eq!((paused.pledge.state, given(&paused).len()), (PledgeState::Paused, 1));
    for _ in 0..2 {
        pledges::act(&house.ctx, &paused, Act::Resume).await.unwrap();
    }
    look(&house.ctx).await;
    let resumed = again(&house.ctx, &pledge).await;
    assert_eq!((resumed.pledge.state, given(&resumed).len()), (PledgeState::Active, 1));
    // 2 March: the next due day is the 22nd, and its number is what it would have been.
    days(&house, &house.ctx, 25).await;
    assert_eq!(given(&again(&house.ctx, &pledge).await), [(0, 1_000), (4, 1_000)]);
}

#[tokio::test]
async fn another_amount_and_rhythm_hold_from_the_next_due_date_on() {
    let house = House::sqlite();
    let (_, pledge) = monthly(&house, "card_declined_later").await;
    days(&house, &house.ctx, 31).await;
    let owed = again(&house.ctx, &pledge).await;
    let change = Change { amount: euros(2_500), cover: true, every: Interval::Weekly };
    pledges::change(&house.ctx, &owed, change).await.unwrap();
    let choice = MethodChoice::New { token: "card_ok".to_owned(), remember: false };
    pledges::pay_with(&house.ctx, &owed, choice, (String::new(), None)).await.unwrap();
    look(&house.ctx).await;
    let mended = again(&house.ctx, &pledge).await;
    assert_eq!(given(&mended), [(0, 1_000), (1, 1_000)], "what is owed stays what it was");
    days(&house, &house.ctx, 14).await;
    let later = again(&house.ctx, &pledge).await;
    assert_eq!(given(&later), [(0, 1_000), (1, 1_000), (2, 2_500), (3, 2_500)]);
    assert!(later.gifts[0].0.cover.amount > 0, "the fee is covered from then on");
    for cents in [0, -100, 199, 10_000_001] {
        let change = Change { amount: euros(cents), cover: false, every: Interval::Weekly };
        assert!(
            matches!(pledges::change(&house.ctx, &later, change).await, Err(ActError::Amount(_))),
            "{cents}"
        );
    }
    assert_eq!(again(&house.ctx, &pledge).await.pledge, later.pledge, "nothing has changed");
}

#[tokio::test]
async fn a_pledge_ends_by_itself_after_its_last_gift() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let wish = Wish { until: Until::Count(3), ..each(Interval::Weekly) };
    let gift = begin(&house.ctx, &charity, 1_000, wish, "card_ok").await;
    let pledge = pledge_of(&house.ctx, &gift).await;
    days(&house, &house.ctx, 40).await;
    let over = again(&house.ctx, &pledge).await;
    assert_eq!((over.pledge.state, given(&over).len()), (PledgeState::Ended, 3));
}

#[tokio::test]
async fn the_second_gift_comes_on_the_day_that_was_chosen() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let wish = Wish { next_on: Some(jiff::civil::date(2026, 12, 1)), ..each(Interval::Monthly) };
    let gift = begin(&house.ctx, &charity, 1_000, wish, "card_ok").await;
    let pledge = pledge_of(&house.ctx, &gift).await;
    days(&house, &house.ctx, 9).await;
    assert_eq!(given(&again(&house.ctx, &pledge).await).len(), 2, "1 December");
    days(&house, &house.ctx, 30).await;
    assert_eq!(given(&again(&house.ctx, &pledge).await).len(), 2, "31 December");
    days(&house, &house.ctx, 1).await;
    assert_eq!(given(&again(&house.ctx, &pledge).await).len(), 3, "1 January");
}

#[tokio::test]
async fn wishes_that_cannot_be_kept_are_all_named_and_nothing_is_promised() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let view = charity.begin(&house.ctx, 1_000).await;
    let gift = (view.donation.nonprofit, view.donation.id);
    let day = |month, day| jiff::civil::date(2026, month, day);
    let latest = WishIssue::NextOn(day(12, 22));
    let table = [
        (Until::Count(1), None, vec![WishIssue::Until]),
        (Until::Count(5_001), None, vec![WishIssue::Until]),
        (Until::Date(day(12, 21)), None, vec![WishIssue::Until]),
        (Until::Stopped, Some(day(11, 22)), vec![latest]),
        (Until::Stopped, Some(day(12, 23)), vec![latest]),
        (Until::Count(0), Some(day(1, 1)), vec![latest, WishIssue::Until]),
    ];
    for (until, next_on, wanted) in table {
        let wish = Wish { until, next_on, ..each(Interval::Monthly) };
        match pledges::promise(&house.ctx, gift, Some(wish)).await {
            Err(PromiseError::Wish(issues)) => assert_eq!(issues, wanted, "{wish:?}"),
            other => panic!("{wish:?}: {other:?}"),
        }
    }
    assert_eq!(open_gift(&house.ctx, &view).await.donation.pledge, None);
    // Promised, and then given once after all.
    pledges::promise(&house.ctx, gift, Some(each(Interval::Yearly))).await.unwrap();
    pledges::promise(&house.ctx, gift, None).await.unwrap();
    assert_eq!(open_gift(&house.ctx, &view).await.donation.pledge, None);
    let kept = house
        .ctx
        .db()
        .read(|conn| conn.one("pledges", "SELECT count(*) FROM pledges", &[], |row| row.int(0)));
    assert_eq!(kept.await.unwrap(), 0);
}

#[tokio::test]
async fn a_suspended_nonprofit_and_a_closed_campaign_take_nothing_and_say_so() {
    for closes in [true, false] {
        let house = House::sqlite();
        let (charity, pledge) = monthly(&house, "card_ok").await;
        set_open(&house, &charity, closes, false).await;
        days(&house, &house.ctx, 31).await;
        let held = again(&house.ctx, &pledge).await;
        assert_eq!((held.pledge.state, held.pledge.is_held), (PledgeState::Paused, true), "{closes}");
        assert_eq!(given(&held).len(), 1);
        let told = subjects(&house.ctx).await;
        assert_eq!(told.last().unwrap(), "Your regular gift to Sauveteurs du Port is paused");
        assert!(matches!(pledges::act(&house.ctx, &held, Act::Resume).await, Err(ActError::NotTaking)));
        // Taken again: only the donor goes on, and nothing is made up for.
        set_open(&house, &charity, closes, true).await;
        days(&house, &house.ctx, 31).await;
        assert_eq!(given(&again(&house.ctx, &pledge).await).len(), 1, "{closes}");
        pledges::act(&house.ctx, &held, Act::Resume).await.unwrap();
        days(&house, &house.ctx, 31).await;
        assert_eq!(given(&again(&house.ctx, &pledge).await).len(), 2, "{closes}");
    }
}

async fn set_open(house: &House, charity: &Charity, campaign_only: bool, open: bool) {
    let (campaign, nonprofit) = (charity.campaign, charity.nonprofit);
    house
        .ctx
        .db()
        .write("set_open", move |tx| {
            if campaign_only {
                let mut found = store::campaigns::by_id(tx, campaign)?.unwrap();
                found.open = open;
                return store::campaigns::update(tx, &found).map(|_| ());
            }
            let (from, state) = if open {
                (NonprofitState::Suspended, NonprofitState::Verified)
            } else {
                (NonprofitState::Verified, NonprofitState::Suspended)
            };
            let decided = store::nonprofits::Decided { state, reason: "", by: None, in_standing: false };
            store::nonprofits::decide(tx, nonprofit, from, decided, jiff::Timestamp::UNIX_EPOCH).map(|_| ())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_forged_link_opens_nothing() {
    let house = House::sqlite();
    let (_, pledge) = monthly(&house, "card_ok").await;
    let other = begin(&house.ctx, &house.charity().await, 1_000, each(Interval::Yearly), "card_ok").await;
    let other = pledge_of(&house.ctx, &other).await;
    let gift_token = pledge.gifts[0].1.clone();
    for token in ["", "0", &other.token, &gift_token, &pledge.token[1..], &format!("{}0", pledge.token)] {
        let opened = pledges::open_by_link(&house.ctx, &Actor::Anonymous, pledge.pledge.id, token).await;
        assert!(matches!(opened, Err(app::donations::OpenError::NotFound)), "{token}");
    }
}

#[tokio::test]
async fn a_provider_that_is_down_costs_no_try_and_no_gift() {
    let house = House::sqlite();
    let (_, pledge) = monthly(&house, "card_ok").await;
    let choice = MethodChoice::New { token: "card_down".to_owned(), remember: false };
    pledges::pay_with(&house.ctx, &pledge, choice, (String::new(), None)).await.unwrap();
    days(&house, &house.ctx, 31).await;
    let waiting = again(&house.ctx, &pledge).await;
    assert_eq!((waiting.pledge.state, given(&waiting).len()), (PledgeState::Active, 1));
    assert_eq!(waiting.pledge.retry_at, Some(house.clock.now() + SignedDuration::from_hours(1)));
    assert_eq!(subjects(&house.ctx).await.len(), 1, "nobody is told of what nobody refused");
    let choice = MethodChoice::New { token: "card_ok".to_owned(), remember: false };
    pledges::pay_with(&house.ctx, &waiting, choice, (String::new(), None)).await.unwrap();
    look(&house.ctx).await;
    assert_eq!(given(&again(&house.ctx, &pledge).await), [(0, 1_000), (1, 1_000)]);
}

#[tokio::test]
async fn two_servers_charge_a_due_date_once() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (_, pledge) = monthly(&house, "card_ok").await;
        let other = house.neighbour(3, Plan::default());
        house.clock.advance(DAY * 31);
        for _ in 0..2 {
            let (one, two) = tokio::join!(look_twice(&house.ctx), look_twice(&other));
            let ((), ()) = (one, two);
        }
        assert_eq!(given(&again(&house.ctx, &pledge).await), [(0, 1_000), (1, 1_000)], "{on:?}");
        house.must_be_clean().await;
    }
}

async fn look_twice(ctx: &Ctx) {
    look(ctx).await;
    look(ctx).await;
}

#[tokio::test]
async fn a_card_forgotten_in_the_wallet_stays_with_the_pledge_that_is_paid_with_it() {
    let house = House::sqlite();
    let (_, pledge) = monthly(&house, "card_ok").await;
    let pays = |ctx: Ctx, token: String| async move {
        ctx.db().read(move |conn| store::pledges::pays_with(conn, "sandbox", &token)).await.unwrap()
    };
    let token = pledge.pledge.method.token.clone();
    assert!(pays(house.ctx.clone(), token.clone()).await);
    pledges::act(&house.ctx, &pledge, Act::Cancel).await.unwrap();
    assert!(!pays(house.ctx.clone(), token).await, "it ends with the pledge");
    assert_eq!(house.drain().await, 1, "and the provider is told to forget it");
}
