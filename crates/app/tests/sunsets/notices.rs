//! Everybody is told each thing once, whatever dies in between.

use std::collections::BTreeMap;

use buyline_app as app;

use app::sunsets;
use domain::gate::Feature;
use domain::sunset::calendar::Step;
use domain::sunset::{Audience, Scope};
use store::Read;
use testkit::house::{DieAfter, House, On, Plan};

use crate::{USUAL, go_to, operator, person, plan, run, wish};

const BUY: Scope = Scope::Feature(Feature::Buy);

/// How often each address got which subject.
pub(crate) async fn mails(house: &House) -> BTreeMap<(String, String), i64> {
    let read = |conn: &mut store::Conn| {
        conn.rows("SELECT recipient, subject, count(*) FROM mails GROUP BY recipient, subject", &[], |row| {
            Ok(((row.text(0)?, row.text(1)?), row.int(2)?))
        })
    };
    house.ctx.db().read(read).await.unwrap().into_iter().collect()
}

/// People with confirmed addresses, written in one go.
async fn crowd(house: &House, count: i64) {
    let first: domain::ids::AccountId = house.ctx.id();
    let write = move |tx: &mut store::Tx<'_>| {
        for number in 0..count {
            let (handle, email) = (format!("crowd{number}"), format!("crowd{number}@example.org"));
            tx.execute(
                "INSERT INTO accounts (id, handle, display_name, kind, email, email_confirmed_at, created_at)
                 VALUES ($1, $2, $2, 'person', $3, 1, 1)",
                &[(first.0 + number).into(), handle.as_str().into(), email.as_str().into()],
            )?;
        }
        Ok::<_, store::DbError>(())
    };
    house.ctx.db().write("crowd", write).await.unwrap();
}

async fn notices(house: &House) -> (i64, i64) {
    let read = |conn: &mut store::Conn| {
        let text = "SELECT count(*), count(DISTINCT account_id) FROM sunset_notices";
        conn.one("notices", text, &[], |row| Ok((row.int(0)?, row.int(1)?)))
    };
    house.ctx.db().read(read).await.unwrap()
}

#[tokio::test]
async fn a_change_is_told_to_whoever_was_told_and_taking_it_back_too() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        for handle in ["camille", "lou7"] {
            person(&house, handle).await;
        }
        let everybody = |numbers| sunsets::Wish { audience: Audience::Everybody, ..wish(&house, numbers) };
        let id = run(&house, BUY, everybody([2, 10, 31, 60, 120, 150])).await;
        sunsets::look_over(&house.ctx).await.unwrap();
        house.drain().await;
        assert_eq!(mails(&house).await.len(), 0, "{on:?}: its day has not come");
        go_to(&house, plan(&house, id).await.calendar.at(Step::Notice));
        for _ in 0..3 {
            sunsets::look_over(&house.ctx).await.unwrap();
            house.drain().await;
        }
        assert_eq!(notices(&house).await, (2, 2), "{on:?}");
        let day = |step| {
            let house = &house;
            async move { words::Words::of(words::Locale::En).date_of(plan(house, id).await.calendar.day(step)) }
        };
        let told = format!("Buying ends on {}", day(Step::NoSales).await);
        let camille = "camille@example.org".to_owned();
        assert_eq!(mails(&house).await[&(camille.clone(), told)], 1, "{on:?}");
        assert!(
            mails(&house).await.keys().any(|(to, it)| to.starts_with("lou7") && it.contains("prend fin le"))
        );

        // Somebody who comes later is told the new dates as if they were the first.
        person(&house, "zoe").await;
        let mut later = everybody(USUAL);
        later.days = *plan(&house, id).await.calendar.days();
        later.days.0[Step::NoSales.index()] = later.days.of(Step::ReadOnly);
        sunsets::change(&house.ctx, &operator(), (id, 2), later, "More time").await.unwrap();
        sunsets::look_over(&house.ctx).await.unwrap();
        house.drain().await;
        let ends = day(Step::NoSales).await;
        let got = mails(&house).await;
        assert_eq!(got[&(camille.clone(), format!("New dates: Buying ends on {ends}"))], 1, "{on:?}");
        assert_eq!(got[&("zoe@example.org".to_owned(), format!("Buying ends on {ends}"))], 1, "{on:?}");

        sunsets::withdraw(&house.ctx, &operator(), (id, 3), "We go on").await.unwrap();
        person(&house, "late").await;
        sunsets::look_over(&house.ctx).await.unwrap();
        house.drain().await;
        let got = mails(&house).await;
        assert_eq!(got[&(camille, "Buying does not end".to_owned())], 1, "{on:?}");
        assert!(!got.keys().any(|(to, _)| to.starts_with("late")), "{on:?}: was never told");
        assert!(got.values().all(|count| *count == 1), "{on:?}: {got:?}");
    }
}

#[tokio::test]
async fn a_reminder_goes_a_week_before_and_one_that_comes_too_late_does_not() {
    let house = House::sqlite();
    person(&house, "camille").await;
    let everybody = sunsets::Wish { audience: Audience::Everybody, ..wish(&house, USUAL) };
    let id = run(&house, BUY, everybody).await;
    let calendar = plan(&house, id).await.calendar;
    let tell = || async {
        sunsets::look_over(&house.ctx).await.unwrap();
        house.drain().await;
        mails(&house).await.len()
    };
    assert_eq!(tell().await, 1);
    go_to(&house, calendar.days_before(Step::NoSales, 8));
    assert_eq!(tell().await, 1);
    go_to(&house, calendar.days_before(Step::NoSales, 7));
    assert_eq!(tell().await, 2);
    go_to(&house, calendar.at(Step::ExportEnds));
    assert_eq!(tell().await, 2, "nothing ran while there was time to remind");
}

#[tokio::test]
async fn a_death_after_each_commit_tells_nobody_twice_and_leaves_nobody_out() {
    for on in On::BOTH {
        for commits in [1, 2, 3, 4, 40] {
            let Some(house) = House::new(on) else { continue };
            crowd(&house, 700).await;
            let everybody = sunsets::Wish { audience: Audience::Everybody, ..wish(&house, USUAL) };
            run(&house, BUY, everybody).await;
            let mortal =
                house.neighbour(5, Plan { faults: Some(DieAfter::commits(commits)), ..Plan::default() });
            let _ = sunsets::look_over(&mortal).await;
            let _ = app::jobs::drain(&mortal).await;
            drop(mortal);
            // Its lease ends; whoever comes next goes on from what was committed.
            house.clock.advance(jiff::SignedDuration::from_mins(2));
            sunsets::look_over(&house.ctx).await.unwrap();
            house.drain().await;
            assert_eq!(notices(&house).await, (700, 700), "{on:?}: dead after {commits}");
            let got = mails(&house).await;
            assert_eq!(got.len(), 700, "{on:?}: dead after {commits}");
            assert!(got.values().all(|count| *count == 1), "{on:?}: dead after {commits}");
        }
    }
}

/// How many accounts: `BUYLINE_NOTICES=100000` for the bar of the issue.
#[tokio::test]
async fn a_large_audience_is_told_exactly_once_by_two_processes_one_of_which_dies_again_and_again() {
    let count = std::env::var("BUYLINE_NOTICES").ok().and_then(|it| it.parse().ok()).unwrap_or(3_000);
    let house = House::sqlite();
    crowd(&house, count).await;
    let everybody = sunsets::Wish { audience: Audience::Everybody, ..wish(&house, USUAL) };
    run(&house, BUY, everybody).await;
    let begun = std::time::Instant::now();
    let mut deaths = 0;
    for node in 0..12_u16 {
        let commits = 3 + u32::from(node) * 5;
        let mortal =
            house.neighbour(20 + node, Plan { faults: Some(DieAfter::commits(commits)), ..Plan::default() });
        let (one, _) = tokio::join!(
            async {
                let looked = sunsets::look_over(&mortal).await.is_ok();
                looked && app::jobs::drain(&mortal).await.is_ok()
            },
            sunsets::look_over(&house.ctx),
        );
        deaths += i32::from(!one);
        house.clock.advance(jiff::SignedDuration::from_mins(2));
    }
    sunsets::look_over(&house.ctx).await.unwrap();
    house.drain().await;
    assert_eq!(notices(&house).await, (count, count));
    let got = mails(&house).await;
    assert_eq!(i64::try_from(got.len()).unwrap(), count);
    assert!(got.values().all(|count| *count == 1));
    println!(
        "{count} accounts told exactly once with {deaths} deaths in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
}
