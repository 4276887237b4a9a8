//! Two simulated years of a thousand pledges: refusals, cards that end, banks that ask, clocks that jump ahead and back, a
//! server that is down for months and one that dies in the middle. What each pledge brought must be what the model says,
//! to the cent; receipts, ledger and provider must agree with it.

use std::sync::Arc;

use app::checkout::MethodChoice;
use app::pledges::{self, Act, Change, Wish};
use app::{Clock, Ctx};
use buyline_app as app;
use domain::donation::interval::{Interval, Until};
use domain::ids::PledgeId;
use domain::money::{Currency, Money};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use testkit::house::{Charity, DieAfter, House, On, Plan};

use super::model::{End, Model, Rhythm};
use super::weather::{BlankPapers, Weather, dice};
use super::{begin, look, set};

/// How many pledges; a thousand by default where nothing else is said.
fn size() -> usize {
    std::env::var("BUYLINE_PLEDGES").ok().and_then(|size| size.parse().ok()).unwrap_or(1_000)
}

const DAYS: i64 = 731;
/// 22 November 2026.
const FIRST: i64 = 20_779;
/// 29 February 2028.
const LEAP_DAY: i64 = FIRST + 464;
/// Days without a server, counted from the first.
const DOWN: [std::ops::Range<i64>; 2] = [100..145, 520..640];
/// On these days the clock is so many days ahead for one look, or behind.
const JUMPS: [(i64, i64); 6] = [(75, 3), (200, 45), (330, 400), (480, 800), (90, -10), (350, -40)];
const ZONES: [&str; 3] = ["UTC", "Europe/Paris", "America/New_York"];

fn at(day: i64, minutes: i64) -> Timestamp {
    Timestamp::from_second(day * 86_400 + minutes * 60).unwrap()
}

/// The look is made in the evening, when it is the same day in every zone and nine in the morning has passed.
const LOOK: i64 = 18 * 60;

struct Town {
    house: House,
    ctx: Ctx,
    weather: Arc<Weather>,
    charities: Vec<Charity>,
    pledges: Vec<(PledgeId, Model)>,
}

fn rhythm_of(index: usize) -> (Interval, Rhythm) {
    match index % 20 {
        0 => (Interval::Weekly, Rhythm::Weeks),
        1..=3 => (Interval::Quarterly, Rhythm::Months(3)),
        4 | 5 => (Interval::Yearly, Rhythm::Months(12)),
        _ => (Interval::Monthly, Rhythm::Months(1)),
    }
}

fn words_of(rhythm: Rhythm) -> Interval {
    match rhythm {
        Rhythm::Weeks => Interval::Weekly,
        Rhythm::Months(1) => Interval::Monthly,
        Rhythm::Months(3) => Interval::Quarterly,
        Rhythm::Months(_) => Interval::Yearly,
    }
}

fn end_of(index: usize, begun: i64) -> (Until, End) {
    match index % 9 {
        4 => (Until::Count(7), End::Count(7)),
        7 => {
            let last = begun + 400;
            let day = at(last, 0).to_zoned(TimeZone::UTC).date();
            (Until::Date(day), End::Day(last))
        }
        _ => (Until::Stopped, End::Never),
    }
}

/// On which day the first gift comes, where it is not the day of the promise.
fn starts_on(index: usize, begun: i64) -> Option<i64> {
    (index % 10 == 3).then(|| begun + 1 + i64::try_from(dice(index as u64, 40) % 220).unwrap())
}

fn begins_on(index: usize) -> i64 {
    if index % 50 == 7 { LEAP_DAY } else { FIRST + i64::try_from(index % 70).unwrap() }
}

impl Town {
    async fn new(on: On) -> Option<Self> {
        let house = House::new(on)?;
        let weather = Arc::new(Weather::new(house.sandbox.clone(), house.clock.clone(), FIRST));
        let ctx = house.neighbour(2, plan(&weather, None));
        let mut charities = Vec::new();
        for zone in ZONES {
            let charity = house.charity().await;
            house
                .ctx
                .db()
                .write("move_away", move |tx| {
                    let party = store::Param::id(charity.nonprofit);
                    tx.execute("UPDATE merchants SET time_zone = $1 WHERE id = $2", &[zone.into(), party])
                })
                .await
                .unwrap();
            charities.push(charity);
        }
        Some(Self { house, ctx, weather, charities, pledges: Vec::new() })
    }

    async fn begin_those_of(&mut self, day: i64, size: usize) {
        set(&self.house, at(day, LOOK - 60));
        for index in (0..size).filter(|index| begins_on(*index) == day) {
            let charity = self.charities[index % ZONES.len()];
            let ((every, rhythm), (until, end)) = (rhythm_of(index), end_of(index, day));
            let (every, rhythm) = if matches!(end, End::Day(_)) && every == Interval::Yearly {
                (Interval::Monthly, Rhythm::Months(1))
            } else {
                (every, rhythm)
            };
            let cents = 1_000 + i64::try_from(index).unwrap();
            let starts = starts_on(index, day);
            let first = starts.map(|day| at(day, 0).to_zoned(TimeZone::UTC).date());
            let wish = Wish { every, until, starts_on: first, next_on: None };
            let gift = begin(&self.ctx, &charity, cents, wish, &format!("typed_{index}")).await;
            let zone = TimeZone::get(ZONES[index % ZONES.len()]).unwrap();
            let now = self.house.clock.now();
            let model = Model::begun((index, FIRST), zone, (rhythm, end), cents, now);
            let model = match starts {
                Some(starts) => model.promised(starts, now),
                None => model,
            };
            self.pledges.push((gift.donation.pledge.unwrap().0, model));
        }
    }

    fn model_looks(&mut self) {
        let now = self.house.clock.now();
        for (_, model) in &mut self.pledges {
            model.look(now);
        }
    }

    /// A server dies after so many commits; another one comes and finishes what it finds.
    async fn look_and_die(&self, node: u16, commits: u32) {
        let mortal = self.house.neighbour(node, plan(&self.weather, Some(commits)));
        let _ = pledges::look_over(&mortal).await;
        let _ = app::jobs::drain(&mortal).await;
        drop(mortal);
        for minutes in [2, 40, 2, 65, 2] {
            self.house.clock.advance(SignedDuration::from_mins(minutes));
            look(&self.ctx).await;
        }
    }

    async fn view(&self, id: PledgeId) -> pledges::PledgeView {
        let pledge = self.ctx.db().read(move |conn| store::pledges::by_id(conn, id)).await.unwrap().unwrap();
        let token = pledges::link_token(&self.ctx, &pledge);
        pledges::open_by_link(&self.ctx, &domain::access::Actor::Anonymous, id, &token).await.unwrap()
    }

    /// What donors do by themselves on that day.
    async fn acts(&mut self, day: i64) {
        set(&self.house, at(day, LOOK + 150));
        let now = self.house.clock.now();
        let mut pledges = std::mem::take(&mut self.pledges);
        for (id, model) in &mut pledges {
            let index = model.index;
            let luck = |salt| i64::try_from(dice(index as u64, salt) % 300).unwrap();
            let since = day - begins_on(index);
            let does = |every: usize, rest: usize, on: i64| index % every == rest && since == on;
            if does(11, 4, 60 + luck(30)) {
                let paused = pledges::act(&self.ctx, &self.view(*id).await, Act::Pause).await;
                assert_eq!(paused.is_ok(), !model.is_over(), "{index}");
                model.pause();
            }
            if does(11, 4, 150 + luck(30)) {
                let resumed = pledges::act(&self.ctx, &self.view(*id).await, Act::Resume).await;
                assert_eq!(resumed.is_ok(), !model.is_over(), "{index}");
                model.resume(now);
            }
            if does(13, 5, 40 + luck(31)) {
                pledges::act(&self.ctx, &self.view(*id).await, Act::Cancel).await.unwrap();
                model.cancel();
            }
            if does(7, 2, 50 + luck(32)) {
                let change = Change {
                    amount: Money::new(model.amount + 700, Currency::EUR),
                    cover: false,
                    every: words_of(model.rhythm),
                };
                let changed = pledges::change(&self.ctx, &self.view(*id).await, change).await;
                assert_eq!(changed.is_ok(), !model.is_over(), "{index}");
                model.change(model.amount + 700, model.rhythm, now);
            }
            if does(17, 6, 70 + luck(33)) {
                let rhythm = match model.rhythm {
                    Rhythm::Weeks => Rhythm::Months(1),
                    Rhythm::Months(1) => Rhythm::Months(3),
                    Rhythm::Months(_) => Rhythm::Months(1),
                };
                let amount = Money::new(model.amount, Currency::EUR);
                let change = Change { amount, cover: false, every: words_of(rhythm) };
                let changed = pledges::change(&self.ctx, &self.view(*id).await, change).await;
                assert_eq!(changed.is_ok(), !model.is_over(), "{index}");
                model.change(model.amount, rhythm, now);
            }
            if does(16, 2, 300 + luck(34)) || does(16, 13, 200 + luck(34)) {
                let token = format!("new_{index}");
                let choice = MethodChoice::New { token, remember: false };
                let mended =
                    pledges::pay_with(&self.ctx, &self.view(*id).await, choice, (String::new(), None)).await;
                assert_eq!(mended.is_ok(), !model.is_over(), "{index}");
                model.replace_card(now);
            }
            if model.state == "needs_authentication" && dice(index as u64, day as u64).is_multiple_of(4) {
                let confirmed = pledges::confirm(&self.ctx, &self.view(*id).await).await;
                assert_eq!(confirmed.is_ok(), model.confirm(now), "{index} {confirmed:?}");
            }
        }
        self.pledges = pledges;
    }

    async fn compare(&self, when: &str) {
        for (id, model) in &self.pledges {
            let id = *id;
            let (pledge, mut gifts) = self
                .ctx
                .db()
                .read(move |conn| {
                    let pledge = store::pledges::by_id(conn, id)?.unwrap();
                    Ok::<_, store::DbError>((pledge, store::donations::of_pledge(conn, id, 1_000)?))
                })
                .await
                .unwrap();
            gifts.sort_by_key(|gift| gift.pledge);
            let mut wanted = model.gifts.clone();
            wanted.sort_unstable();
            let given: Vec<(u32, i64)> =
                gifts.iter().map(|gift| (gift.pledge.unwrap().1, gift.amount.amount)).collect();
            assert_eq!(given, wanted, "{when}: pledge {}\n{pledge:#?}\n{model:#?}", model.index);
            assert_eq!(
                pledge.state.as_str(),
                model.state,
                "{when}: pledge {}\n{pledge:#?}\n{model:#?}",
                model.index
            );
        }
    }
}

fn plan(weather: &Arc<Weather>, dies_after: Option<u32>) -> Plan {
    Plan {
        faults: dies_after.map(|commits| DieAfter::commits(commits) as Arc<dyn store::Faults>),
        payments: Some(weather.clone()),
        papers: Some(Arc::new(BlankPapers)),
        ..Plan::default()
    }
}

async fn two_years(on: On, size: usize) {
    let Some(mut town) = Town::new(on).await else { return };
    let (mut deaths, mut node) = (0, 10);
    for day in FIRST..FIRST + DAYS {
        if DOWN.iter().any(|down| down.contains(&(day - FIRST))) {
            continue;
        }
        town.begin_those_of(day, size).await;
        set(&town.house, at(day, LOOK));
        let luck = dice(99, day as u64);
        let comes_back = DOWN.iter().any(|down| down.end == day - FIRST);
        town.model_looks();
        if luck.is_multiple_of(20) && !comes_back {
            town.look_and_die(node, 1 + u32::try_from(luck % 37).unwrap()).await;
            (deaths, node) = (deaths + 1, node + 1);
        } else {
            look(&town.ctx).await;
        }
        for (_, days) in JUMPS.iter().filter(|(on, _)| FIRST + on == day) {
            set(&town.house, at(day + days, LOOK + 130));
            town.model_looks();
            look(&town.ctx).await;
            set(&town.house, at(day, LOOK + 140));
        }
        Box::pin(town.acts(day)).await;
        if (day - FIRST) % 60 == 59 {
            town.compare(&format!("day {}", day - FIRST)).await;
        }
    }
    look(&town.ctx).await;
    town.compare("in the end").await;
    town.house.must_be_clean().await;
    let gifts: usize = town.pledges.iter().map(|(_, model)| model.gifts.len()).sum();
    let over = |state| town.pledges.iter().filter(|(_, model)| model.state == state).count();
    let receipts = town
        .ctx
        .db()
        .read(|conn| {
            use store::Read;
            conn.one("receipts", "SELECT count(*) FROM receipts", &[], |row| row.count(0))
        })
        .await
        .unwrap();
    assert_eq!(usize::try_from(receipts).unwrap(), gifts, "a receipt for each gift, and none besides");
    println!(
        "{on:?}: {} pledges, {DAYS} days, {deaths} deaths, {gifts} gifts and receipts; active {}, at risk {}, \
         waiting for a bank {}, paused {}, canceled {}, ended {}",
        town.pledges.len(),
        over("active"),
        over("at_risk"),
        over("needs_authentication"),
        over("paused"),
        over("canceled"),
        over("ended"),
    );
    assert!(deaths > 10 && gifts > town.pledges.len(), "the story was one");
}

#[tokio::test]
async fn two_years_of_a_thousand_pledges_are_exact() {
    Box::pin(two_years(On::Sqlite, size())).await;
}

#[tokio::test]
async fn two_years_of_some_pledges_are_exact_on_postgres() {
    Box::pin(two_years(On::Postgres, size().min(60))).await;
}
