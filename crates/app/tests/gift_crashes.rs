//! Stopped after every commit: whatever instant the process dies at, a gift is taken once or not at all, and has its
//! receipt exactly if it was taken.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::checkout::MethodChoice;
use app::donations::{self, Give, Given};
use domain::access::Actor;
use domain::donation::state::DonationState;
use domain::donation::tribute::{Notice, Told, Tribute, TributeKind};
use domain::ids::DonationId;
use domain::nonprofit::staff::NonprofitAct;
use jiff::SignedDuration;
use testkit::house::{Charity, DieAfter, House, On, Plan, donor};

/// What one life does: gives, perhaps gives back, and works. Gives the gift, and whether its donor was thanked.
async fn live(ctx: &app::Ctx, charity: &Charity, card: &str, back: bool) -> Option<(DonationId, bool)> {
    let actor = Actor::Anonymous;
    let begun = donations::begin(ctx, &actor, charity.wish(1_000)).await.ok()?;
    let mut view = donations::open_by_link(ctx, &actor, begun.donation, &begun.token).await.ok()?;
    let notice = Notice {
        email: "jo@example.com".to_owned(),
        name: String::new(),
        message: String::new(),
        shows_amount: false,
    };
    let tribute =
        Tribute { kind: TributeKind::Memory, name: "Yann".to_owned(), notice: Some(notice), told: Told::No };
    let change = donations::Change { tribute: Some(tribute), ..donor(view.donation.amount) };
    donations::change(ctx, &mut view, change).await.ok()?;
    let method = MethodChoice::New { token: card.to_owned(), remember: false };
    let seen = view.donation.total();
    let give =
        Give { method, seen, from_day: None, return_url: "https://buyline.test/back".to_owned(), from: None };
    let thanked = matches!(donations::give(ctx, &view, give).await, Ok(Given::Settled));
    if back {
        let permit = charity.may(NonprofitAct::ReturnGift);
        let _ = donations::give_back(ctx, &permit, begun.donation, "A mistake").await;
    }
    let _ = app::jobs::drain(ctx).await;
    Some((begun.donation, thanked))
}

async fn die_everywhere(on: On, card: &str, back: bool) {
    for commits in 1..12 {
        let Some(house) = House::new(on) else { return };
        let charity = house.charity().await;
        let faults = Some(DieAfter::commits(commits) as _);
        let mortal = house.neighbour(2, Plan { faults, ..Plan::default() });
        let told = live(&mortal, &charity, card, back).await;
        drop(mortal);
        // Someone else comes back later: every lease and every wait is over.
        for _ in 0..4 {
            house.clock.advance(SignedDuration::from_mins(40));
            house.drain().await;
        }
        let health =
            house.ctx.db().read(|conn| store::jobs::health(conn, jiff::Timestamp::MAX)).await.unwrap();
        let left = (health.waiting, health.dead);
        assert_eq!(left, (0, 0), "{on:?} {card} after {commits}: work was left over");
        if let Some((id, true)) = told {
            let gift = house.ctx.db().read(move |conn| store::donations::by_id(conn, id)).await.unwrap();
            assert_eq!(gift.unwrap().state, DonationState::Settled, "{on:?} {card} after {commits} commits");
        }
        // Who is named is told once, and exactly if the money arrived.
        if let (Some((id, _)), false) = (told, back) {
            let told = house.ctx.db().read(move |conn| {
                let gift = store::donations::by_id(conn, id)?;
                let mails = store::mails::newest(conn, domain::ids::MailId(i64::MAX), 10)?;
                Ok::<_, store::DbError>((gift, mails))
            });
            let (gift, mails) = told.await.unwrap();
            let told = gift.unwrap().tribute.is_some_and(|tribute| tribute.told == Told::Yes);
            let mails = mails.iter().filter(|mail| mail.recipient == "jo@example.com").count();
            assert_eq!(mails, usize::from(told), "{on:?} {card} after {commits} commits");
        }
        let report = house.audited().await;
        assert!(report.is_clean(), "{on:?} {card} back={back} after {commits} commits:\n{report}");
    }
}

#[tokio::test]
async fn a_gift_survives_death_after_every_commit_on_sqlite() {
    for card in [
        "card_ok",
        "card_lost_answer",
        "card_at_once",
        "card_declined",
        "card_challenge",
        "card_fail_capture",
    ] {
        die_everywhere(On::Sqlite, card, false).await;
    }
    die_everywhere(On::Sqlite, "card_ok", true).await;
}

#[tokio::test]
async fn a_gift_survives_death_after_every_commit_on_postgres() {
    die_everywhere(On::Postgres, "card_ok", true).await;
    die_everywhere(On::Postgres, "card_lost_answer", false).await;
}
