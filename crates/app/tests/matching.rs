//! Sponsors who match gifts: never above the cap, never twice, taken back with the gift, to the cent, whatever happens at
//! once or dies in between.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::donations::{self, DonationView, Given};
use app::matching::{self, EndError, MatchError, MatchForm, RaiseError};
use app::pledges::{self, Wish};
use domain::access::Actor;
use domain::donation::interval::Interval;
use domain::donation::matching::{EntryKind, MATCHES_MAX, Match, MatchPhase, MatchProblem, Outcome};
use domain::donation::state::DonationState;
use domain::ids::{MailId, MatchId};
use domain::money::{BasisPoints, Currency, Money};
use domain::nonprofit::staff::NonprofitAct;
use jiff::SignedDuration;
use store::Read;
use testkit::house::{Charity, DieAfter, House, On, Plan, give_with};

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

/// A promise to double gifts for ten days, up to so many cents.
fn doubles(house: &House, charity: &Charity, cap: i64) -> MatchForm {
    MatchForm {
        campaign: charity.campaign,
        sponsor: "Maison Kervella".to_owned(),
        link: "https://kervella.example".to_owned(),
        ratio: BasisPoints::WHOLE,
        cap: euros(cap),
        gift_cap: None,
        starts_at: None,
        ends_at: house.ctx.now() + SignedDuration::from_hours(240),
        why: "Letter of 3 November".to_owned(),
    }
}

async fn make(house: &House, charity: &Charity, form: MatchForm) -> MatchId {
    matching::make_match(&house.ctx, &charity.may(NonprofitAct::Campaign), form).await.unwrap()
}

async fn find(house: &House, charity: &Charity, id: MatchId) -> Match {
    let found = matching::find(&house.ctx, &charity.may(NonprofitAct::View), id, None).await.unwrap();
    found.unwrap().one
}

/// The rows of a promise, oldest first: what, and how many cents.
async fn rows(house: &House, charity: &Charity, id: MatchId) -> Vec<(EntryKind, i64)> {
    let found = matching::find(&house.ctx, &charity.may(NonprofitAct::View), id, None).await.unwrap();
    found.unwrap().entries.iter().rev().map(|(entry, _)| (entry.kind, entry.amount.amount)).collect()
}

async fn give(house: &House, charity: &Charity, cents: i64) -> DonationView {
    let view = charity.begin(&house.ctx, cents).await;
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    fresh(house, &view).await
}

async fn fresh(house: &House, view: &DonationView) -> DonationView {
    donations::open_by_link(&house.ctx, &Actor::Anonymous, view.donation.id, &view.token).await.unwrap()
}

async fn outcomes(house: &House, view: &DonationView) -> Vec<Outcome> {
    let found = matching::outcomes(&house.ctx, &fresh(house, view).await.donation).await.unwrap();
    found.into_iter().map(|(_, outcome)| outcome).collect()
}

async fn give_back(house: &House, charity: &Charity, view: &DonationView) {
    let permit = charity.may(NonprofitAct::ReturnGift);
    donations::give_back(&house.ctx, &permit, view.donation.id, "A mistake").await.unwrap();
    house.drain().await;
}

async fn audit(house: &House) {
    let report = house.audit().await;
    assert!(report.lines.iter().any(|line| line.invariant == "I31" && line.checked > 0), "{report}");
}

#[tokio::test]
async fn each_gift_is_matched_and_the_last_one_gets_what_is_left() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let before = give(&house, &charity, 700).await;
        house.clock.advance(SignedDuration::from_secs(1));
        let id = make(&house, &charity, doubles(&house, &charity, 3_500)).await;
        let offered = async |cents| {
            let view = charity.begin(&house.ctx, cents).await;
            let offers = matching::offered(&house.ctx, &view.donation).await.unwrap();
            offers.into_iter().map(|(_, added)| added.amount).collect::<Vec<_>>()
        };
        assert_eq!(offered(2_500).await, [2_500], "{on:?}");
        let (first, second) = (give(&house, &charity, 2_500).await, give(&house, &charity, 2_500).await);
        assert_eq!(find(&house, &charity, id).await.phase(house.ctx.now()), MatchPhase::UsedUp);
        assert!(offered(2_500).await.is_empty(), "{on:?}: nothing is promised that is not there");
        let third = give(&house, &charity, 300).await;
        let told = [
            (EntryKind::Promised, 3_500),
            (EntryKind::Gift, 2_500),
            (EntryKind::Gift, 1_000),
            (EntryKind::Gift, 0),
        ];
        assert_eq!(rows(&house, &charity, id).await, told, "{on:?}");
        assert_eq!(outcomes(&house, &before).await, [], "given before it was promised");
        assert_eq!(outcomes(&house, &first).await, [Outcome::Whole(euros(2_500))]);
        assert_eq!(outcomes(&house, &second).await, [Outcome::Rest(euros(1_000))]);
        assert_eq!(outcomes(&house, &third).await, [], "begun when nothing was left, and told so");
        audit(&house).await;
    }
}

#[tokio::test]
async fn however_many_give_at_once_the_cap_is_used_to_the_cent_and_never_passed() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (charity, other) = (house.charity().await, house.charity().await);
        let id = make(&house, &charity, doubles(&house, &charity, 12_345)).await;
        let theirs = make(&house, &other, doubles(&house, &other, 100_000)).await;
        let mut begun = Vec::new();
        for index in 0..24 {
            begun.push(charity.begin(&house.ctx, 1_000 + index).await);
        }
        begun.push(other.begin(&house.ctx, 1_000).await);
        let gifts = begun.iter().map(|view| give_with(&house.ctx, view, "card_at_once"));
        for given in futures_util::future::join_all(gifts).await {
            assert_eq!(given, Given::Settled, "{on:?}");
        }
        let told = rows(&house, &charity, id).await;
        assert_eq!(told.len(), 25, "{on:?}: a row for each gift");
        assert_eq!(told[1..].iter().map(|(_, cents)| cents).sum::<i64>(), 12_345, "{on:?}");
        assert_eq!(find(&house, &charity, id).await.matched, euros(12_345));
        assert_eq!(find(&house, &other, theirs).await.matched, euros(1_000));
        audit(&house).await;
    }
}

#[tokio::test]
async fn a_gift_given_back_takes_back_what_was_added_and_frees_it_while_there_is_time() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let id = make(&house, &charity, doubles(&house, &charity, 3_000)).await;
        let (first, late) = (give(&house, &charity, 2_000).await, give(&house, &charity, 2_000).await);
        let none = give(&house, &charity, 500).await;
        give_back(&house, &charity, &first).await;
        give_back(&house, &charity, &none).await;
        assert_eq!(find(&house, &charity, id).await.left(), euros(2_000), "{on:?}");
        let again = give(&house, &charity, 1_500).await;
        assert_eq!(outcomes(&house, &again).await, [Outcome::Whole(euros(1_500))], "{on:?}");
        // After the deadline what comes back is no longer owed, and is nobody's to use.
        house.clock.advance(SignedDuration::from_hours(241));
        give_back(&house, &charity, &late).await;
        let after = give(&house, &charity, 1_000).await;
        assert_eq!(outcomes(&house, &after).await, []);
        assert_eq!(find(&house, &charity, id).await.matched, euros(1_500), "{on:?}");
        let told = [
            (EntryKind::Promised, 3_000),
            (EntryKind::Gift, 2_000),
            (EntryKind::Gift, 1_000),
            (EntryKind::Gift, 0),
            (EntryKind::Back, 2_000),
            (EntryKind::Gift, 1_500),
            (EntryKind::Back, 1_000),
        ];
        assert_eq!(rows(&house, &charity, id).await, told, "{on:?}");
        audit(&house).await;
    }
}

#[tokio::test]
async fn a_gift_that_arrives_after_the_deadline_goes_through_and_its_donor_is_told() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let start = house.ctx.now() + SignedDuration::from_hours(1);
        let ends_at = start + SignedDuration::from_hours(2);
        let form = MatchForm { starts_at: Some(start), ends_at, ..doubles(&house, &charity, 9_000) };
        let id = make(&house, &charity, form).await;
        let early = give(&house, &charity, 1_000).await;
        assert_eq!(outcomes(&house, &early).await, [], "{on:?}: it has not begun");
        house.clock.advance(SignedDuration::from_hours(1));
        let begun = charity.begin(&house.ctx, 1_000).await;
        house.clock.advance(SignedDuration::from_hours(2));
        assert_eq!(give_with(&house.ctx, &begun, "card_ok").await, Given::Settled, "{on:?}");
        assert_eq!(outcomes(&house, &begun).await, [Outcome::Over], "{on:?}");
        assert_eq!(rows(&house, &charity, id).await, [(EntryKind::Promised, 9_000)], "{on:?}");
        let after = give(&house, &charity, 1_000).await;
        assert_eq!(outcomes(&house, &after).await, [], "nobody had told of it any more");
        audit(&house).await;
    }
}

#[tokio::test]
async fn a_donor_whose_match_was_used_up_meanwhile_is_told() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let id = make(&house, &charity, doubles(&house, &charity, 1_000)).await;
    let begun = charity.begin(&house.ctx, 2_000).await;
    house.clock.advance(SignedDuration::from_mins(1));
    give(&house, &charity, 1_000).await;
    assert_eq!(give_with(&house.ctx, &begun, "card_ok").await, Given::Settled);
    assert_eq!(outcomes(&house, &begun).await, [Outcome::UsedUp]);
    // The cap is raised: the next gift is matched again, and what was promised before stays in the rows.
    let permit = charity.may(NonprofitAct::Campaign);
    matching::raise_match(&house.ctx, &permit, id, euros(1_500), "Mail of 9 November").await.unwrap();
    let next = give(&house, &charity, 2_000).await;
    assert_eq!(outcomes(&house, &next).await, [Outcome::Rest(euros(500))]);
    audit(&house).await;
}

#[tokio::test]
async fn several_promises_stand_each_for_itself_in_the_order_of_their_beginnings() {
    let house = House::sqlite();
    let charity = house.charity().await;
    make(&house, &charity, doubles(&house, &charity, 500_000)).await;
    let half = MatchForm {
        sponsor: "Fondation du Large".to_owned(),
        ratio: BasisPoints(5_000),
        gift_cap: Some(euros(300)),
        ..doubles(&house, &charity, 500_000)
    };
    house.clock.advance(SignedDuration::from_mins(1));
    make(&house, &charity, half).await;
    let odd = give(&house, &charity, 333).await;
    assert_eq!(outcomes(&house, &odd).await, [Outcome::Whole(euros(333)), Outcome::Whole(euros(166))]);
    let large = give(&house, &charity, 10_000).await;
    assert_eq!(outcomes(&house, &large).await, [Outcome::Whole(euros(10_000)), Outcome::Whole(euros(300))]);
    audit(&house).await;
}

#[tokio::test]
async fn what_covers_the_fee_is_not_matched_and_the_receipt_is_for_the_donors_own_money() {
    let house = House::sqlite();
    let charity = house.charity().await;
    make(&house, &charity, doubles(&house, &charity, 500_000)).await;
    let mut view = charity.begin(&house.ctx, 2_500).await;
    let change = donations::Change { cover: true, ..testkit::house::donor(euros(2_500)) };
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    assert_eq!(outcomes(&house, &view).await, [Outcome::Whole(euros(2_500))]);
    assert_eq!(fresh(&house, &view).await.receipts[0].amount, euros(2_563));
    house.drain().await;
    let mails = house.ctx.db().read(|conn| store::mails::newest(conn, MailId(i64::MAX), 10)).await.unwrap();
    let mail = mails[0].id;
    let text = house.ctx.db().read(move |conn| {
        conn.one("mail", "SELECT body_text FROM mails WHERE id = $1", &[store::Param::id(mail)], |row| {
            row.text(0)
        })
    });
    let text = text.await.unwrap();
    assert!(text.contains("Maison Kervella adds €25.00. Your €25.00 becomes €50.00."), "{text}");
    assert!(text.contains("Your receipt is for what you gave."), "{text}");
    audit(&house).await;
}

#[tokio::test]
async fn gifts_that_come_again_are_matched_each() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let form = MatchForm {
        ends_at: house.ctx.now() + SignedDuration::from_hours(24 * 40),
        ..doubles(&house, &charity, 500_000)
    };
    let id = make(&house, &charity, form).await;
    let view = charity.begin(&house.ctx, 1_000).await;
    let wish = Wish::each(Interval::Monthly);
    pledges::promise(&house.ctx, (charity.nonprofit, view.donation.id), Some(wish)).await.unwrap();
    assert_eq!(give_with(&house.ctx, &fresh(&house, &view).await, "card_ok").await, Given::Settled);
    house.drain().await;
    for _ in 0..3 {
        house.clock.advance(SignedDuration::from_hours(24 * 31));
        pledges::look_over(&house.ctx).await.unwrap();
        house.drain().await;
    }
    let told = [(EntryKind::Promised, 500_000), (EntryKind::Gift, 1_000), (EntryKind::Gift, 1_000)];
    assert_eq!(rows(&house, &charity, id).await, told, "the third month is after the deadline");
    audit(&house).await;
}

#[tokio::test]
async fn a_promise_is_raised_and_ended_and_never_anything_else() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (charity, other) = (house.charity().await, house.charity().await);
        let id = make(&house, &charity, doubles(&house, &charity, 2_000)).await;
        give(&house, &charity, 1_500).await;
        let permit = charity.may(NonprofitAct::Campaign);
        let raise = async |cap: Money, why: &str| {
            matching::raise_match(&house.ctx, &permit, id, cap, why).await.unwrap_err()
        };
        let before = find(&house, &charity, id).await;
        for cap in [euros(2_000), euros(1_999), euros(1_400), euros(1)] {
            assert!(matches!(raise(cap, "why").await, RaiseError::NotMore(known) if known == euros(2_000)));
        }
        for cap in [euros(0), euros(-5), euros(i64::MAX), Money::new(9_000, Currency::USD)] {
            assert!(matches!(raise(cap, "why").await, RaiseError::Problem(MatchProblem::Cap)), "{cap:?}");
        }
        for why in ["", " ", &"x".repeat(301)] {
            assert!(matches!(raise(euros(9_000), why).await, RaiseError::Problem(MatchProblem::Why)));
            let ended = matching::end_match(&house.ctx, &permit, id, why).await;
            assert!(matches!(ended, Err(EndError::Problem(MatchProblem::Why))));
        }
        let theirs = other.may(NonprofitAct::Campaign);
        let stolen = matching::raise_match(&house.ctx, &theirs, id, euros(9_000), "why").await;
        assert!(matches!(stolen, Err(RaiseError::Unknown)));
        assert!(matches!(matching::end_match(&house.ctx, &theirs, id, "why").await, Err(EndError::Unknown)));
        assert_eq!(find(&house, &charity, id).await, before, "{on:?}: nothing has changed");
        matching::end_match(&house.ctx, &permit, id, "The sponsor wrote").await.unwrap();
        house.clock.advance(SignedDuration::from_secs(1));
        give(&house, &charity, 500).await;
        assert_eq!(find(&house, &charity, id).await.matched, euros(1_500), "{on:?}");
        assert!(matches!(raise(euros(9_000), "why").await, RaiseError::Over(_)));
        let twice = matching::end_match(&house.ctx, &permit, id, "again").await;
        assert!(matches!(twice, Err(EndError::Over(_))));
        let reads = charity.may(NonprofitAct::EditStaff);
        let log = app::staff_log::of_nonprofit(&house.ctx, &reads, None).await.unwrap();
        let did: Vec<_> = log.lines.iter().map(|line| (line.action.as_str(), line.detail.as_str())).collect();
        assert_eq!(did, [("match.end", "The sponsor wrote"), ("match.make", "Letter of 3 November")]);
        assert_eq!(log.names[&id.to_string()], "Maison Kervella", "{on:?}");
        audit(&house).await;
    }
}

#[tokio::test]
async fn a_promise_that_nobody_can_mean_is_refused() {
    let house = House::sqlite();
    let (charity, other) = (house.charity().await, house.charity().await);
    let permit = charity.may(NonprofitAct::Campaign);
    let refused = async |form: MatchForm| {
        matching::make_match(&house.ctx, &permit, form).await.expect_err("nobody can mean it")
    };
    let form = || doubles(&house, &charity, 1_000);
    let past = house.ctx.now() - SignedDuration::from_hours(1);
    for (form, problem) in [
        (MatchForm { sponsor: " ".to_owned(), ..form() }, MatchProblem::Sponsor),
        (MatchForm { link: "kervella".to_owned(), ..form() }, MatchProblem::Link),
        (MatchForm { ratio: BasisPoints(0), ..form() }, MatchProblem::Ratio),
        (MatchForm { cap: euros(-1), ..form() }, MatchProblem::Cap),
        (MatchForm { gift_cap: Some(euros(1_001)), ..form() }, MatchProblem::GiftCap),
        (MatchForm { ends_at: past, ..form() }, MatchProblem::Expired),
        (MatchForm { why: String::new(), ..form() }, MatchProblem::Why),
    ] {
        let error = refused(form).await;
        assert!(matches!(&error, MatchError::Problems(all) if all == &[problem]), "{problem:?}: {error}");
    }
    let elsewhere = MatchForm { campaign: other.campaign, ..form() };
    assert!(matches!(refused(elsewhere).await, MatchError::Unknown));
    for _ in 0..MATCHES_MAX {
        make(&house, &charity, form()).await;
    }
    assert!(matches!(refused(form()).await, MatchError::TooMany));
    let kept =
        house.ctx.db().read(|conn| conn.one("n", "SELECT count(*) FROM matches", &[], |row| row.int(0)));
    assert_eq!(kept.await.unwrap(), 5);
}

#[tokio::test]
async fn a_promise_never_reaches_back_to_a_gift_that_was_given_before_it() {
    let house = House::sqlite();
    let charity = house.charity().await;
    // The clock of another server was ahead when it saw the gift arrive.
    house.clock.advance(SignedDuration::from_mins(10));
    give(&house, &charity, 1_000).await;
    house.clock.advance(-SignedDuration::from_mins(10));
    let past = house.ctx.now() - SignedDuration::from_hours(5);
    let form = MatchForm { starts_at: Some(past), ..doubles(&house, &charity, 9_000) };
    let id = make(&house, &charity, form).await;
    assert!(find(&house, &charity, id).await.starts_at > house.ctx.now() + SignedDuration::from_mins(9));
    house.clock.advance(SignedDuration::from_mins(11));
    give(&house, &charity, 1_000).await;
    assert_eq!(find(&house, &charity, id).await.matched, euros(1_000));
    // And one that is ended by a clock that is behind ends after what it matched.
    house.clock.advance(-SignedDuration::from_mins(5));
    let permit = charity.may(NonprofitAct::Campaign);
    matching::end_match(&house.ctx, &permit, id, "The sponsor wrote").await.unwrap();
    audit(&house).await;
}

#[tokio::test]
async fn where_no_real_money_moves_a_real_promise_is_not_touched() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let id = make(&house, &charity, doubles(&house, &charity, 9_000)).await;
    assert!(find(&house, &charity, id).await.is_test, "made where no real money moves");
    let real = house.ctx.db().write("real", |tx| tx.execute("UPDATE matches SET is_test = 0", &[]));
    real.await.unwrap();
    give(&house, &charity, 1_000).await;
    assert_eq!(find(&house, &charity, id).await.matched, euros(0));
    audit(&house).await;
}

#[tokio::test]
async fn rows_are_only_ever_added_to_and_nothing_goes_above_the_cap() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        make(&house, &charity, doubles(&house, &charity, 9_000)).await;
        give(&house, &charity, 1_000).await;
        for act in [
            "UPDATE match_entries SET amount = 1",
            "DELETE FROM match_entries",
            "UPDATE matches SET matched = 9001",
            "UPDATE matches SET cap = 999",
            "INSERT INTO match_entries (merchant_id, match_id, number, kind, donation_id, amount, left_after, happened_at)
             SELECT merchant_id, match_id, 9, kind, donation_id, amount, left_after, happened_at FROM match_entries
              WHERE kind = 'gift'",
        ] {
            let refused = house.ctx.db().write("tamper", move |tx| tx.execute(act, &[])).await;
            assert!(refused.is_err(), "{on:?} took {act}");
        }
        audit(&house).await;
    }
}

/// One life: gives, perhaps gives back, and works.
async fn live(ctx: &app::Ctx, charity: &Charity, card: &str, back: bool) {
    let actor = Actor::Anonymous;
    let Ok(begun) = donations::begin(ctx, &actor, charity.wish(1_000)).await else { return };
    let Ok(mut view) = donations::open_by_link(ctx, &actor, begun.donation, &begun.token).await else {
        return;
    };
    let change = testkit::house::donor(view.donation.amount);
    if donations::change(ctx, &mut view, change).await.is_err() {
        return;
    }
    let method = app::checkout::MethodChoice::New { token: card.to_owned(), remember: false };
    let seen = view.donation.total();
    let give = donations::Give {
        method,
        seen,
        from_day: None,
        return_url: "https://buyline.test/back".to_owned(),
        from: None,
    };
    let _ = donations::give(ctx, &view, give).await;
    if back {
        let permit = charity.may(NonprofitAct::ReturnGift);
        let _ = donations::give_back(ctx, &permit, begun.donation, "A mistake").await;
    }
    let _ = app::jobs::drain(ctx).await;
}

async fn die_everywhere(on: On, card: &str, back: bool) {
    for commits in 1..12 {
        let Some(house) = House::new(on) else { return };
        let charity = house.charity().await;
        let id = make(&house, &charity, doubles(&house, &charity, 700)).await;
        let faults = Some(DieAfter::commits(commits) as _);
        let mortal = house.neighbour(2, Plan { faults, ..Plan::default() });
        live(&mortal, &charity, card, back).await;
        drop(mortal);
        for _ in 0..4 {
            house.clock.advance(SignedDuration::from_mins(40));
            house.drain().await;
        }
        let permit = charity.may(NonprofitAct::ViewDonors);
        let gifts = donations::donations_of(&house.ctx, &permit, None, 10).await.unwrap();
        let kept = gifts.iter().filter(|gift| gift.refunded.is_zero()).count();
        assert!(gifts.iter().all(|gift| gift.state == DonationState::Settled));
        let wanted = if kept == 0 { 0 } else { 700 };
        let added = find(&house, &charity, id).await.matched;
        assert_eq!(added, euros(wanted), "{on:?} {card} back={back} after {commits} commits");
        audit(&house).await;
    }
}

#[tokio::test]
async fn a_match_survives_death_after_every_commit_on_sqlite() {
    for card in ["card_ok", "card_lost_answer", "card_at_once"] {
        die_everywhere(On::Sqlite, card, false).await;
    }
    die_everywhere(On::Sqlite, "card_ok", true).await;
}

#[tokio::test]
async fn a_match_survives_death_after_every_commit_on_postgres() {
    die_everywhere(On::Postgres, "card_ok", true).await;
    die_everywhere(On::Postgres, "card_lost_answer", false).await;
}
