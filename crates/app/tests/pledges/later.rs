//! A first gift on a later day: nothing is charged before, and on the day it is taken like any other.

use app::checkout::MethodChoice;
use app::donations::shield::Trier;
use app::donations::{self, DonationView, Give, Given};
use app::pledges::{self, Act, PromiseError, Wish, WishIssue};
use app::{Clock, Ctx};
use buyline_app as app;
use domain::access::Actor;
use domain::donation::interval::{Interval, Until};
use domain::donation::pledge::PledgeState;
use domain::donation::state::DonationState;
use domain::donation::tribute::{Notice, Told, Tribute, TributeKind};
use domain::ids::MailId;
use domain::money::{Currency, Money};
use domain::payment::Decline;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use testkit::house::{Charity, DieAfter, House, On, Plan, donor, give_with};

use super::{again, days, each, given, look, open_gift, pledge_of, set, subjects, wish_later};

const JANUARY: Date = date(2027, 1, 15);
const BEGINS: &str = "Your regular gift to Sauveteurs du Port begins on 15 January 2027";

async fn raised(house: &House, charity: &Charity) -> (i64, i64) {
    let id = charity.campaign;
    let found = house.ctx.db().read(move |conn| store::campaigns::by_id(conn, id)).await.unwrap().unwrap();
    (found.raised.amount, found.gifts)
}

/// Promised with a card that asks nobody.
async fn promised(house: &House, charity: &Charity) -> (DonationView, pledges::PledgeView) {
    let gift = wish_later(&house.ctx, charity, 1_000, JANUARY).await;
    assert_eq!(give_with(&house.ctx, &gift, "card_ok").await, Given::Promised);
    house.drain().await;
    let gift = open_gift(&house.ctx, &gift).await;
    let pledge = pledge_of(&house.ctx, &gift).await;
    (gift, pledge)
}

#[tokio::test]
async fn nothing_is_charged_before_the_day_and_everything_is_as_ever_from_then_on() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let (gift, pledge) = promised(&house, &charity).await;
        assert_eq!(gift.donation.state, DonationState::Promised, "{on:?}");
        assert_eq!((pledge.pledge.state, pledge.pledge.next_day()), (PledgeState::Active, Some(JANUARY)));
        assert_eq!(pledge.pledge.method.last4, "4242");
        assert_eq!(give_with(&house.ctx, &gift, "card_ok").await, Given::Promised, "{on:?}: a late tap");
        assert!(
            std::fs::read_to_string(house.sandbox_record()).unwrap().is_empty(),
            "{on:?}: nobody was asked"
        );
        assert_eq!(subjects(&house.ctx).await, [BEGINS], "{on:?}");
        house.must_be_clean().await;
        // 14 January.
        days(&house, &house.ctx, 53).await;
        let waits = again(&house.ctx, &pledge).await;
        assert_eq!((given(&waits).len(), raised(&house, &charity).await), (0, (0, 0)), "{on:?}");
        assert_eq!(subjects(&house.ctx).await.len(), 1, "{on:?}: nobody is told twice");
        days(&house, &house.ctx, 1).await;
        assert_eq!(given(&again(&house.ctx, &pledge).await), [(0, 1_000)], "{on:?}");
        assert_eq!(raised(&house, &charity).await, (1_000, 1), "{on:?}");
        assert_eq!(open_gift(&house.ctx, &gift).await.receipts.len(), 1, "{on:?}");
        assert!(subjects(&house.ctx).await[1].starts_with("Thank you"), "{on:?}");
        days(&house, &house.ctx, 31).await;
        assert_eq!(given(&again(&house.ctx, &pledge).await), [(0, 1_000), (1, 1_000)], "{on:?}: 15 February");
        house.must_be_clean().await;
    }
}

#[tokio::test]
async fn two_taps_at_once_and_a_lost_answer_promise_once() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let gift = wish_later(&house.ctx, &charity, 1_000, JANUARY).await;
        let lost = give_with(&house.ctx, &gift, "card_lost_answer").await;
        assert_eq!(lost, Given::ProviderDown, "{on:?}");
        let gift = open_gift(&house.ctx, &gift).await;
        assert_eq!(gift.donation.state, DonationState::Open, "{on:?}");
        let taps = [0; 3].map(|_| give_with(&house.ctx, &gift, "card_lost_answer"));
        for given in futures_util::future::join_all(taps).await {
            assert_eq!(given, Given::Promised, "{on:?}");
        }
        house.drain().await;
        assert_eq!(subjects(&house.ctx).await, [BEGINS], "{on:?}");
        let pledge = pledge_of(&house.ctx, &open_gift(&house.ctx, &gift).await).await;
        days(&house, &house.ctx, 60).await;
        assert_eq!(given(&again(&house.ctx, &pledge).await), [(0, 1_000)], "{on:?}");
        house.must_be_clean().await;
    }
}

#[tokio::test]
async fn days_that_cannot_be_promised_are_named_and_change_nothing() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let view = charity.begin(&house.ctx, 1_000).await;
    let gift = (view.donation.nonprofit, view.donation.id);
    let latest = WishIssue::StartsOn(date(2027, 11, 22));
    let later = |from: Date| Wish { starts_on: Some(from), ..each(Interval::Monthly) };
    let table = [
        (later(date(2026, 11, 21)), latest),
        (later(date(2027, 11, 23)), latest),
        (Wish { next_on: Some(date(2027, 2, 1)), ..later(JANUARY) }, WishIssue::TwoDays),
        (Wish { until: Until::Date(date(2027, 2, 14)), ..later(JANUARY) }, WishIssue::Until),
        (Wish { until: Until::Date(date(2027, 1, 1)), ..later(JANUARY) }, WishIssue::Until),
        (Wish { until: Until::Count(1), ..later(JANUARY) }, WishIssue::Until),
    ];
    for (wish, wanted) in table {
        match pledges::promise(&house.ctx, gift, Some(wish)).await {
            Err(PromiseError::Wish(issues)) => assert_eq!(issues, [wanted], "{wish:?}"),
            other => panic!("{wish:?}: {other:?}"),
        }
    }
    assert_eq!(open_gift(&house.ctx, &view).await.donation.pledge, None);
    let id = charity.campaign;
    let ends = "2027-01-14T23:00:00Z".parse::<Timestamp>().unwrap();
    let db = house.ctx.db().clone();
    let set_end = |at: Option<Timestamp>| {
        db.write("set_end", move |tx| {
            let mut found = store::campaigns::by_id(tx, id)?.unwrap();
            found.ends_at = at;
            store::campaigns::update(tx, &found).map(|_| ())
        })
    };
    set_end(Some(ends)).await.unwrap();
    match pledges::promise(&house.ctx, gift, Some(later(JANUARY))).await {
        Err(PromiseError::Wish(issues)) => assert_eq!(issues, [WishIssue::CampaignEnds(date(2027, 1, 14))]),
        other => panic!("{other:?}"),
    }
    set_end(None).await.unwrap();
    // Today is at once, and the last day that can be promised is a year ahead.
    pledges::promise(&house.ctx, gift, Some(later(date(2027, 11, 22)))).await.unwrap();
    pledges::promise(&house.ctx, gift, Some(later(date(2026, 11, 22)))).await.unwrap();
    let view = open_gift(&house.ctx, &view).await;
    assert_eq!(view.pledge.as_ref().unwrap().starts_on, None);
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
}

#[tokio::test]
async fn who_saw_another_day_than_is_promised_is_asked_again() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let at_once = charity.begin(&house.ctx, 1_000).await;
    let gift = (at_once.donation.nonprofit, at_once.donation.id);
    pledges::promise(&house.ctx, gift, Some(each(Interval::Monthly))).await.unwrap();
    let at_once = open_gift(&house.ctx, &at_once).await;
    let wish = Wish { starts_on: Some(JANUARY), ..each(Interval::Monthly) };
    pledges::promise(&house.ctx, gift, Some(wish)).await.unwrap();
    // One tab shows that it is given now, another one when it begins.
    assert_eq!(give_with(&house.ctx, &at_once, "card_ok").await, Given::Changed);
    let later = open_gift(&house.ctx, &at_once).await;
    pledges::promise(&house.ctx, gift, Some(Wish { until: Until::Count(3), ..wish })).await.unwrap();
    assert_eq!(give_with(&house.ctx, &later, "card_ok").await, Given::Changed);
    pledges::promise(&house.ctx, gift, Some(each(Interval::Monthly))).await.unwrap();
    assert_eq!(give_with(&house.ctx, &later, "card_ok").await, Given::Changed);
    assert!(std::fs::read_to_string(house.sandbox_record()).unwrap().is_empty());
    assert_eq!(open_gift(&house.ctx, &later).await.donation.state, DonationState::Open);
}

#[tokio::test]
async fn what_is_changed_and_paused_before_the_day_holds_on_it() {
    let house = House::sqlite();
    let (_, pledge) = promised(&house, &house.charity().await).await;
    let change =
        pledges::Change { amount: Money::new(2_500, Currency::EUR), cover: true, every: Interval::Quarterly };
    pledges::change(&house.ctx, &pledge, change).await.unwrap();
    assert!(pledges::confirm(&house.ctx, &pledge).await.is_err(), "nothing is due");
    let choice = MethodChoice::New { token: "card_ok_mastercard".to_owned(), remember: false };
    pledges::pay_with(&house.ctx, &pledge, choice, (String::new(), None)).await.unwrap();
    pledges::act(&house.ctx, &pledge, Act::Pause).await.unwrap();
    days(&house, &house.ctx, 10).await;
    pledges::act(&house.ctx, &pledge, Act::Resume).await.unwrap();
    look(&house.ctx).await;
    let waits = again(&house.ctx, &pledge).await;
    assert_eq!((waits.pledge.next_day(), given(&waits).len()), (Some(JANUARY), 0));
    days(&house, &house.ctx, 45).await;
    let later = again(&house.ctx, &pledge).await;
    assert_eq!((given(&later), later.pledge.next_day()), (vec![(0, 2_500)], Some(date(2027, 4, 15))));
    assert!(later.gifts[0].0.cover.amount > 0);
    house.must_be_clean().await;
    // Whoever was paused over the day goes on with the next one.
    let (_, pledge) = promised_again(&house).await;
    pledges::act(&house.ctx, &pledge, Act::Pause).await.unwrap();
    days(&house, &house.ctx, 40).await;
    pledges::act(&house.ctx, &pledge, Act::Resume).await.unwrap();
    days(&house, &house.ctx, 1).await;
    let later = again(&house.ctx, &pledge).await;
    assert_eq!(given(&later).len(), 0, "nothing is made up for");
    house.must_be_clean().await;
}

/// Another one, that begins in a month.
async fn promised_again(house: &House) -> (DonationView, pledges::PledgeView) {
    let today = house.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let from = today.checked_add(jiff::Span::new().days(30)).unwrap();
    let gift = wish_later(&house.ctx, &house.charity().await, 1_000, from).await;
    assert_eq!(give_with(&house.ctx, &gift, "card_ok").await, Given::Promised);
    house.drain().await;
    let pledge = pledge_of(&house.ctx, &open_gift(&house.ctx, &gift).await).await;
    (gift, pledge)
}

#[tokio::test]
async fn ended_before_the_day_nothing_is_taken_and_nobody_is_remembered() {
    let house = House::sqlite();
    let (gift, pledge) = promised(&house, &house.charity().await).await;
    pledges::act(&house.ctx, &pledge, Act::Cancel).await.unwrap();
    days(&house, &house.ctx, 70).await;
    let over = again(&house.ctx, &pledge).await;
    assert_eq!((over.pledge.state, given(&over).len()), (PledgeState::Canceled, 0));
    let gift = open_gift(&house.ctx, &gift).await.donation;
    assert_eq!(
        (gift.state, gift.donor.email.as_str(), gift.donor.name.as_str()),
        (DonationState::Ended, "", "")
    );
    let token = over.pledge.method.token.clone();
    let payments: &dyn app::ports::Payments = &*house.sandbox;
    let refused = payments.authorize(app::ports::Authorize {
        attempt: app::ports::Attempt {
            key: "later".to_owned(),
            reference: String::new(),
            payee: String::new(),
            amount: Money::new(1_000, Currency::EUR),
            began_at: house.clock.now(),
        },
        method: token,
        order: String::new(),
        return_url: String::new(),
        fee_basis_points: 0,
        keep: false,
        presence: app::ports::Presence::Away,
        server: String::new(),
    });
    assert!(refused.await.is_err(), "the provider was told to forget the card");
}

#[tokio::test]
async fn a_server_that_was_down_on_the_day_lets_it_pass_and_keeps_who_gives() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let mut gift = wish_later(&house.ctx, &charity, 1_000, JANUARY).await;
    let notice = Notice {
        email: "jo@example.com".to_owned(),
        name: String::new(),
        message: String::new(),
        shows_amount: false,
    };
    let tribute =
        Tribute { kind: TributeKind::Honor, name: "Yann".to_owned(), notice: Some(notice), told: Told::No };
    let change = donations::Change { tribute: Some(tribute), ..donor(gift.donation.amount) };
    donations::change(&house.ctx, &mut gift, change).await.unwrap();
    let gift = open_gift(&house.ctx, &gift).await;
    assert_eq!(give_with(&house.ctx, &gift, "card_ok").await, Given::Promised);
    house.drain().await;
    let pledge = pledge_of(&house.ctx, &open_gift(&house.ctx, &gift).await).await;
    // 10 February is nearer to the 15th than to 15 January.
    set(&house, "2027-02-10T12:00:00Z".parse().unwrap());
    app::upkeep::tidy(&house.ctx).await;
    house.drain().await;
    assert_eq!(given(&again(&house.ctx, &pledge).await).len(), 0);
    days(&house, &house.ctx, 35).await;
    let later = again(&house.ctx, &pledge).await;
    assert_eq!(given(&later), [(1, 1_000), (2, 1_000)]);
    assert_eq!(later.pledge.missed, 0, "nobody refused anything");
    assert_eq!(later.gifts[0].0.donor.email, "camille@example.com");
    assert_eq!(told(&house).await, 1, "of the first gift that arrived");
    house.must_be_clean().await;
}

async fn told(house: &House) -> usize {
    let mails = house.ctx.db().read(|conn| store::mails::newest(conn, MailId(i64::MAX), 100)).await.unwrap();
    mails.iter().filter(|mail| mail.recipient == "jo@example.com").count()
}

#[tokio::test]
async fn a_first_gift_that_is_refused_is_tried_again_and_its_donor_stays_known() {
    let house = House::sqlite();
    let gift = wish_later(&house.ctx, &house.charity().await, 1_000, JANUARY).await;
    assert_eq!(give_with(&house.ctx, &gift, "card_declined_later").await, Given::Promised);
    house.drain().await;
    let pledge = pledge_of(&house.ctx, &open_gift(&house.ctx, &gift).await).await;
    days(&house, &house.ctx, 62).await;
    let risky = again(&house.ctx, &pledge).await;
    assert_eq!(risky.pledge.state, PledgeState::AtRisk);
    assert_eq!(subjects(&house.ctx).await.len(), 5, "begins, refused three times, given up");
    assert!(risky.owed.is_some());
    // The next date lets it go, and tries with the donor who is still known.
    days(&house, &house.ctx, 26).await;
    let choice = MethodChoice::New { token: "card_ok".to_owned(), remember: false };
    pledges::pay_with(&house.ctx, &risky, choice, (String::new(), None)).await.unwrap();
    look(&house.ctx).await;
    let mended = again(&house.ctx, &pledge).await;
    assert_eq!(given(&mended), [(1, 1_000)]);
    assert_eq!(mended.first.donor.email, "camille@example.com");
    house.must_be_clean().await;
}

#[tokio::test]
async fn saving_a_card_counts_as_a_try_and_the_sixth_that_fails_is_stopped() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let (mut declined, mut stopped) = (0, 0);
    for attempt in 0..20_u8 {
        let view = wish_later(&house.ctx, &charity, 1_000, JANUARY).await;
        let from =
            Trier { ip: std::net::IpAddr::from([203, attempt, 113, 7]), device: format!("bot {attempt}") };
        let give = Give {
            method: MethodChoice::New { token: "card_declined".to_owned(), remember: false },
            seen: view.donation.total(),
            from_day: Some(JANUARY),
            return_url: String::new(),
            from: Some(from),
        };
        match donations::give(&house.ctx, &view, give).await.unwrap() {
            Given::Declined(Decline::Generic) => declined += 1,
            Given::Stopped(_) => stopped += 1,
            other => panic!("{other:?}"),
        }
        assert_eq!(open_gift(&house.ctx, &view).await.donation.state, DonationState::Open);
    }
    assert_eq!((declined, stopped), (5, 15));
}

/// What one life does.
async fn live(ctx: &Ctx, charity: &Charity, card: &str) -> Option<(DonationView, bool)> {
    let actor = Actor::Anonymous;
    let begun = donations::begin(ctx, &actor, charity.wish(1_000)).await.ok()?;
    let mut view = donations::open_by_link(ctx, &actor, begun.donation, &begun.token).await.ok()?;
    let change = donor(view.donation.amount);
    donations::change(ctx, &mut view, change).await.ok()?;
    let wish = Wish { starts_on: Some(JANUARY), ..each(Interval::Monthly) };
    pledges::promise(ctx, (view.donation.nonprofit, view.donation.id), Some(wish)).await.ok()?;
    let view = donations::open_by_link(ctx, &actor, begun.donation, &begun.token).await.ok()?;
    let give = |view: &DonationView| Give {
        method: MethodChoice::New { token: card.to_owned(), remember: false },
        seen: view.donation.total(),
        from_day: Some(JANUARY),
        return_url: String::new(),
        from: None,
    };
    let mut is_promised = matches!(donations::give(ctx, &view, give(&view)).await, Ok(Given::Promised));
    let asked = donations::open_by_link(ctx, &actor, begun.donation, &begun.token).await.ok()?;
    if let Some(pledge) = asked.later()
        && !pledge.asked.url.is_empty()
    {
        let key = pledge.asked.key.clone();
        let answered = pledges::answer_promise(ctx, &asked, (&key, true), String::new()).await;
        is_promised = matches!(answered, Ok(Some(Given::Promised)));
    }
    let _ = app::jobs::drain(ctx).await;
    Some((view, is_promised))
}

async fn die_everywhere(on: On, card: &str) {
    for commits in 1..12 {
        let Some(house) = House::new(on) else { return };
        let charity = house.charity().await;
        let faults = Some(DieAfter::commits(commits) as _);
        let mortal = house.neighbour(2, Plan { faults, ..Plan::default() });
        let lived = live(&mortal, &charity, card).await;
        drop(mortal);
        for _ in 0..3 {
            house.clock.advance(SignedDuration::from_mins(40));
            house.drain().await;
        }
        let promised = house.ctx.db().read(|conn| {
            use store::Read;
            let sql = "SELECT count(*) FROM donations WHERE is_promised = 1";
            conn.one("promised", sql, &[], |row| row.count(0))
        });
        let promised = usize::try_from(promised.await.unwrap()).unwrap();
        if let Some((view, true)) = &lived {
            assert_eq!(promised, 1, "{on:?} {card} after {commits}: {:?}", view.donation.id);
        }
        house.must_be_clean().await;
        assert_eq!(subjects(&house.ctx).await.len(), promised, "{on:?} {card} after {commits}: one letter");
        set(&house, "2027-01-15T12:00:00Z".parse().unwrap());
        for _ in 0..2 {
            app::upkeep::tidy(&house.ctx).await;
            house.drain().await;
            house.clock.advance(SignedDuration::from_mins(40));
        }
        house.drain().await;
        let raised = raised(&house, &charity).await;
        assert_eq!(raised.1, i64::try_from(promised).unwrap(), "{on:?} {card} after {commits}: {raised:?}");
        house.must_be_clean().await;
        let health = house.ctx.db().read(|conn| store::jobs::health(conn, Timestamp::MAX)).await.unwrap();
        assert_eq!(
            (health.waiting, health.dead),
            (0, 0),
            "{on:?} {card} after {commits}: work was left over"
        );
    }
}

#[tokio::test]
async fn a_promise_survives_death_after_every_commit_on_sqlite() {
    for card in ["card_ok", "card_challenge", "card_lost_answer"] {
        Box::pin(die_everywhere(On::Sqlite, card)).await;
    }
}

#[tokio::test]
async fn a_promise_survives_death_after_every_commit_on_postgres() {
    Box::pin(die_everywhere(On::Postgres, "card_challenge")).await;
}
