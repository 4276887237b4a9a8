//! The last look into a nonprofit's register ends: everybody is told before, nothing new is taken after, what was begun is
//! ended, and all of it goes on with the next look.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::donations::{self, BeginError, DonationView, Given};
use app::nonprofits::{self, CampaignError, CampaignForm, CheckError, Checked};
use app::pledges::{self, Wish};
use domain::access::{Actor, Permit, RunServer};
use domain::donation::interval::{Interval, Until};
use domain::donation::pledge::PledgeState;
use domain::ids::{MailId, NonprofitId};
use domain::money::{Currency, Money};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::staff::NonprofitAct;
use domain::nonprofit::standing::{GOOD_DAYS_DEFAULT, Standing};
use domain::view::people::AccountKind;
use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use testkit::house::{Charity, DieAfter, House, On, Plan, give_with};

/// A house whose looks into registers end, as those of a server do.
fn looking(house: House) -> House {
    house.ctx.tuning().set_good_standing_days(GOOD_DAYS_DEFAULT);
    house
}

fn operator() -> Permit<RunServer> {
    Actor::System.may(RunServer).unwrap()
}

async fn found(house: &House, id: NonprofitId) -> Nonprofit {
    nonprofits::find(&house.ctx, id).await.unwrap().unwrap()
}

fn today(house: &House) -> Date {
    house.ctx.now().to_zoned(TimeZone::UTC).date()
}

fn looked(house: &House, ids: &[NonprofitId]) -> Checked {
    Checked { nonprofits: ids.to_vec(), on: today(house), note: "Looked up by Jo: active".to_owned() }
}

/// Somebody who runs the server, and the nonprofit's owner, both with an address that was confirmed.
async fn readers(house: &House, charity: &Charity) {
    let (id, owner, now) = (house.ctx.id(), charity.owner, house.ctx.now());
    house
        .ctx
        .db()
        .write("readers", move |tx| {
            let face = store::accounts::NewAccount {
                id,
                email: Some("operator@example.com".to_owned()),
                handle: "operator".to_owned(),
                display_name: "Jo".to_owned(),
                kind: AccountKind::Person,
                password_hash: None,
                locale: "en".to_owned(),
                operator: true,
                created_at: now,
            };
            store::accounts::insert(tx, &face)?;
            for account in [id, owner] {
                tx.execute(
                    "UPDATE accounts SET email_confirmed_at = $1 WHERE id = $2",
                    &[now.into(), store::Param::id(account)],
                )?;
            }
            Ok::<_, store::DbError>(())
        })
        .await
        .unwrap();
}

/// Subjects of all mails, oldest first.
async fn subjects(house: &House) -> Vec<(String, String)> {
    house.drain().await;
    let mails = app::mails::newest(&house.ctx, None::<MailId>).await.unwrap();
    mails.into_iter().rev().map(|mail| (mail.recipient, mail.subject)).collect()
}

async fn days(house: &House, days: i64) {
    for _ in 0..days {
        house.clock.advance(SignedDuration::from_hours(24));
        nonprofits::standing::look_over(&house.ctx).await.unwrap();
    }
}

async fn fresh(house: &House, view: &DonationView) -> DonationView {
    donations::open_by_link(&house.ctx, &Actor::Anonymous, view.donation.id, &view.token).await.unwrap()
}

fn campaign() -> CampaignForm {
    CampaignForm {
        title: "Another boat".to_owned(),
        story: String::new(),
        open: true,
        currency: Currency::EUR,
        goal: None,
        presets: vec![Money::new(1_000, Currency::EUR)],
        more: Vec::new(),
        designations: Vec::new(),
        image: None,
        starts_at: None,
        ends_at: None,
    }
}

#[tokio::test]
async fn everybody_is_told_before_nothing_new_is_taken_after_and_a_look_brings_it_back() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let house = looking(house);
        let charity = house.charity().await;
        readers(&house, &charity).await;
        days(&house, 22).await;
        assert_eq!(found(&house, charity.nonprofit).await.standing, Standing::Good, "{on:?}");
        assert_eq!(subjects(&house).await, [], "{on:?}");
        days(&house, 2).await;
        assert_eq!(found(&house, charity.nonprofit).await.standing, Standing::Soon, "{on:?}");
        nonprofits::standing::look_over(&house.ctx).await.unwrap();
        let told = subjects(&house).await;
        let mut to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to.len(), 2, "{on:?} {told:?}");
        assert!(to.contains(&"operator@example.com"), "{on:?} {told:?}");
        assert!(told.iter().all(|(_, subject)| subject.contains("ends on")), "{on:?} {told:?}");

        // What was begun before is ended after.
        let begun = charity.begin(&house.ctx, 2_500).await;
        days(&house, 5).await;
        house.clock.advance(SignedDuration::from_hours(12));
        // The gift may be given for a day.
        let under_way = charity.begin(&house.ctx, 1_000).await;
        house.clock.advance(SignedDuration::from_hours(13));
        nonprofits::standing::look_over(&house.ctx).await.unwrap();
        let lapsed = found(&house, charity.nonprofit).await;
        assert!(lapsed.is_lapsed() && !lapsed.takes_donations(), "{on:?}");
        assert_eq!(subjects(&house).await.len(), 4, "{on:?}: once each");
        let refused = donations::begin(&house.ctx, &Actor::Anonymous, charity.wish(1_000)).await;
        assert!(matches!(refused, Err(BeginError::NotTaking)), "{on:?} {refused:?}");
        let may = charity.may(NonprofitAct::Campaign);
        let made = nonprofits::make_campaign(&house.ctx, &may, campaign()).await;
        assert!(matches!(made, Err(CampaignError::Lapsed)), "{on:?} {made:?}");
        let given = give_with(&house.ctx, &fresh(&house, &under_way).await, "card_ok").await;
        assert_eq!(given, Given::Settled, "{on:?}: it was under way");
        assert_eq!(
            give_with(&house.ctx, &fresh(&house, &begun).await, "card_ok").await,
            Given::Over,
            "{on:?}"
        );

        // A look that is recorded for many at once brings it back.
        let other = house.charity().await;
        let both = looked(&house, &[charity.nonprofit, other.nonprofit]);
        nonprofits::record_checks(&house.ctx, &operator(), both).await.unwrap();
        let back = found(&house, charity.nonprofit).await;
        assert!(back.takes_donations() && back.standing == Standing::Good, "{on:?}");
        assert_eq!(back.standing_at, Some(house.ctx.now()), "{on:?}");
        nonprofits::make_campaign(&house.ctx, &may, campaign()).await.unwrap();
        charity.begin(&house.ctx, 1_000).await;
        let due = nonprofits::standings(&house.ctx, &operator()).await.unwrap();
        assert_eq!(due.len(), 2, "{on:?}");
        let may = operator();
        let log = app::staff_log::about_nonprofit(&house.ctx, &may, charity.nonprofit, None);
        let log = log.await.unwrap();
        assert_eq!(log.lines.iter().filter(|line| line.action == "nonprofit.check").count(), 1, "{on:?}");
    }
}

#[tokio::test]
async fn a_look_that_cannot_be_right_changes_nothing() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let house = looking(house);
        let charity = house.charity().await;
        let before = found(&house, charity.nonprofit).await.standing_at;
        house.clock.advance(SignedDuration::from_hours(24 * 5));
        let good = looked(&house, &[charity.nonprofit]);
        let day = |days: i64| today(&house).checked_add(jiff::Span::new().days(days)).unwrap();
        let refused = |checked: Checked| {
            let house = &house;
            async move { nonprofits::record_checks(&house.ctx, &operator(), checked).await.unwrap_err() }
        };
        let nobody = refused(Checked { nonprofits: Vec::new(), ..good.clone() }).await;
        assert!(matches!(nobody, CheckError::Nobody), "{on:?} {nobody:?}");
        let many = (0..201).map(NonprofitId).collect();
        assert!(matches!(refused(Checked { nonprofits: many, ..good.clone() }).await, CheckError::Nobody));
        let ahead = refused(Checked { on: day(2), ..good.clone() }).await;
        assert!(matches!(ahead, CheckError::Ahead), "{on:?} {ahead:?}");
        let old = refused(Checked { on: day(-31), ..good.clone() }).await;
        assert!(matches!(old, CheckError::TooOld(30)), "{on:?} {old:?}");
        let silent = refused(Checked { note: "  ".to_owned(), ..good.clone() }).await;
        assert!(matches!(silent, CheckError::Note), "{on:?} {silent:?}");
        let unknown = vec![charity.nonprofit, NonprofitId(7)];
        let unknown = refused(Checked { nonprofits: unknown, ..good.clone() }).await;
        assert!(matches!(unknown, CheckError::NotVerified), "{on:?} {unknown:?}");
        assert_eq!(
            found(&house, charity.nonprofit).await.standing_at,
            before,
            "{on:?}: all of it or nothing"
        );
        // An older look takes nothing back.
        nonprofits::record_checks(&house.ctx, &operator(), good.clone()).await.unwrap();
        let known = found(&house, charity.nonprofit).await.standing_at;
        nonprofits::record_checks(&house.ctx, &operator(), Checked { on: day(-3), ..good }).await.unwrap();
        assert_eq!(found(&house, charity.nonprofit).await.standing_at, known, "{on:?}");
    }
}

#[tokio::test]
async fn a_regular_gift_waits_for_the_look_its_donor_is_told_once_and_it_goes_on_by_itself() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let house = looking(house);
        let charity = house.charity().await;
        let view = charity.begin(&house.ctx, 1_000).await;
        let wish = Wish { every: Interval::Monthly, until: Until::Stopped, starts_on: None, next_on: None };
        pledges::promise(&house.ctx, (charity.nonprofit, view.donation.id), Some(wish)).await.unwrap();
        assert_eq!(give_with(&house.ctx, &fresh(&house, &view).await, "card_ok").await, Given::Settled);
        house.drain().await;
        let pledge = || async {
            let gift = fresh(&house, &view).await;
            pledges::of_gift(&house.ctx, &gift.donation).await.unwrap().unwrap()
        };
        let gifts = || async {
            let found = nonprofits::campaign(&house.ctx, charity.campaign).await.unwrap().unwrap();
            found.0.gifts
        };
        house.ctx.tuning().set_good_standing_days(20);
        for _ in 0..40 {
            house.clock.advance(SignedDuration::from_hours(24));
            nonprofits::standing::look_over(&house.ctx).await.unwrap();
            pledges::look_over(&house.ctx).await.unwrap();
            house.drain().await;
        }
        let held = pledge().await;
        assert_eq!((held.state, held.is_held, gifts().await), (PledgeState::Active, true, 1), "{on:?}");
        let waits =
            |told: &[(String, String)]| told.iter().filter(|(_, subject)| subject.ends_with("waits")).count();
        assert_eq!(waits(&subjects(&house).await), 1, "{on:?}");
        let looked = looked(&house, &[charity.nonprofit]);
        nonprofits::record_checks(&house.ctx, &operator(), looked).await.unwrap();
        house.clock.advance(SignedDuration::from_hours(2));
        pledges::look_over(&house.ctx).await.unwrap();
        house.drain().await;
        let on_again = pledge().await;
        assert_eq!(
            (on_again.state, on_again.is_held, gifts().await),
            (PledgeState::Active, false, 2),
            "{on:?}"
        );
        assert_eq!(waits(&subjects(&house).await), 1, "{on:?}");
    }
}

#[tokio::test]
async fn zero_days_are_for_ever_also_for_whom_a_look_had_ended() {
    let house = looking(House::sqlite());
    let charity = house.charity().await;
    days(&house, 31).await;
    assert!(found(&house, charity.nonprofit).await.is_lapsed());
    house.ctx.tuning().set_good_standing_days(0);
    nonprofits::standing::look_over(&house.ctx).await.unwrap();
    assert!(found(&house, charity.nonprofit).await.takes_donations());
}

#[tokio::test]
async fn a_death_after_any_commit_tells_nobody_twice_and_forgets_nobody() {
    for commits in 1..6 {
        let house = looking(House::sqlite());
        let charity = house.charity().await;
        readers(&house, &charity).await;
        house.clock.advance(SignedDuration::from_hours(24 * 31));
        let faults = Some(DieAfter::commits(commits) as _);
        let mortal = house.neighbour(2, Plan { faults, ..Plan::default() });
        mortal.tuning().set_good_standing_days(GOOD_DAYS_DEFAULT);
        let _ = nonprofits::standing::look_over(&mortal).await;
        let _ = app::jobs::drain(&mortal).await;
        drop(mortal);
        for _ in 0..3 {
            house.clock.advance(SignedDuration::from_mins(40));
            nonprofits::standing::look_over(&house.ctx).await.unwrap();
            house.drain().await;
        }
        assert!(found(&house, charity.nonprofit).await.is_lapsed(), "after {commits} commits");
        let told = subjects(&house).await;
        assert_eq!(told.len(), 2, "after {commits} commits: {told:?}");
    }
}

#[tokio::test]
async fn the_operator_sees_whose_name_a_new_one_looks_like() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let house = looking(house);
        let charity = house.charity().await;
        let (trick, other) = (house.charity().await, house.charity().await);
        let rename = |id: NonprofitId, account, name: &'static str| {
            let house = &house;
            async move {
                let known = found(house, id).await;
                let mut profile = known.profile.clone();
                name.clone_into(&mut profile.legal_name);
                house
                    .ctx
                    .db()
                    .write("rename", move |tx| {
                        store::nonprofits::set_profile(tx, (id, account), name, &profile, "")
                    })
                    .await
                    .unwrap();
            }
        };
        rename(trick.nonprofit, trick.account, "Sаuveteurs-du-P0rt (officiel)").await;
        rename(other.nonprofit, other.account, "Hospice de la Baie").await;
        let alike = |id: NonprofitId| {
            let house = &house;
            async move {
                let known = found(house, id).await;
                let alike = nonprofits::lookalikes(&house.ctx, &operator(), &known).await.unwrap();
                alike.into_iter().map(|one| one.party).collect::<Vec<_>>()
            }
        };
        assert_eq!(alike(trick.nonprofit).await, [charity.nonprofit.party()], "{on:?}");
        assert_eq!(alike(other.nonprofit).await, [], "{on:?}");
    }
}
