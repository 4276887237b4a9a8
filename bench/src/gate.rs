//! One decision of a gate in process: gates, kill switches, plans of ends and who has seen what, all from memory.

use std::hint::black_box;
use std::time::{Duration, Instant};

use app::gates::{self, ChangeGate, Gates};
use app::sunsets::{self, Wish};
use domain::access::{Actor, RunServer};
use domain::gate::{Asker, Feature, Rule};
use domain::ids::{AccountId, MerchantId};
use domain::money::BasisPoints;
use domain::sunset::calendar::Days;
use domain::sunset::{Audience, Scope};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde_json::json;
use testkit::house::{Goods, House, On, Plan};

/// Shops that end, each by a plan of its own.
const PLANS: usize = 20;
/// Changes that another node is to hear of.
const CHANGES: i64 = 50;
/// By then it has not heard, and will not.
const SPREAD_MAX: Duration = Duration::from_secs(10);

/// Runs and prints: a house where nothing is gated, then one with rules, plans and exposures.
pub async fn run(decisions: u32) -> anyhow::Result<()> {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Lac du matin", price: 2_490, units: None }]).await;
    measure("open to all, nothing ends", &house, shop.merchant, decisions).await?;
    let permit = Actor::System.may(RunServer)?;
    let today = house.ctx.now().to_zoned(TimeZone::UTC).date();
    for _ in 0..PLANS {
        let other = house.shop(&[]).await;
        let days = [0, 10, 31, 60, 120, 150].map(|number: i64| today.saturating_add(number.days()));
        let wish = Wish {
            days: Days(days),
            zone: TimeZone::UTC,
            successor: None,
            audience: Audience::Partners,
            reason: String::new(),
        };
        let id = sunsets::draft(&house.ctx, &permit, Scope::Shop(other.merchant), wish, "Bench").await?;
        sunsets::start(&house.ctx, &permit, (id, 1), "Bench").await?;
    }
    let share = Rule { share: BasisPoints(5_000), ..Rule::everybody() };
    let countries = Rule { countries: vec!["DE".parse()?, "IT".parse()?], ..Rule::everybody() };
    for (version, change) in
        [ChangeGate::OpenByRules, ChangeGate::AddRule(countries), ChangeGate::AddRule(share)]
            .into_iter()
            .enumerate()
    {
        let version = i64::try_from(version)?;
        gates::change(&house.ctx, &permit, (Feature::Buy, version), change, "Bench").await?;
    }
    app::feed::catch_up(&house.ctx).await?;
    measure("two rules, twenty plans, half of all people", &house, shop.merchant, decisions).await?;
    for on in On::BOTH {
        if let Some(house) = House::new(on) {
            spread(&format!("{on:?}"), &house).await?;
        }
    }
    Ok(())
}

/// How long after a change another node still decides as before: a second process on the same database, which follows the
/// change feed as every server does.
async fn spread(engine: &str, house: &House) -> anyhow::Result<()> {
    let other = house.neighbour(2, Plan::default());
    let following = tokio::spawn(app::feed::follow(other.clone()));
    let permit = Actor::System.may(RunServer)?;
    let mut took = Vec::new();
    for version in 0..CHANGES {
        let (change, opens) =
            if version % 2 == 0 { (ChangeGate::OpenByRules, false) } else { (ChangeGate::OpenToAll, true) };
        gates::change(&house.ctx, &permit, (Feature::Buy, version), change, "Bench").await?;
        let began = Instant::now();
        while gates::ask(&other, Feature::Buy, &Asker::default()).await?.is_open() != opens {
            anyhow::ensure!(began.elapsed() < SPREAD_MAX, "the other node does not hear of it");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        took.push(began.elapsed().as_millis());
    }
    following.abort();
    took.sort_unstable();
    println!(
        "{}",
        json!({
            "bench": "gate", "what": "a change reaches another node", "engine": engine, "changes": took.len(),
            "median_ms": took[took.len() / 2], "longest_ms": took.last(),
        })
    );
    Ok(())
}

async fn measure(what: &str, house: &House, merchant: MerchantId, decisions: u32) -> anyhow::Result<()> {
    let ctx = &house.ctx;
    let country = "FR".parse()?;
    let asker = |number: u32| Asker {
        account: Some(AccountId((1 << 40) + i64::from(number % 10_000) * 4_096)),
        merchant: Some(merchant),
        country: Some(country),
        ..Asker::default()
    };
    // Whoever is picked is remembered once; a page decides about many cards with one look at what is kept.
    let known = Gates::of(ctx).await?;
    let mut open = 0_u32;
    for number in 0..10_000 {
        open += u32::from(known.answer(ctx, Feature::Buy, &asker(number)).is_open());
    }
    let began = Instant::now();
    for number in 0..decisions {
        black_box(known.answer(ctx, Feature::Buy, black_box(&asker(number))));
    }
    let decided = began.elapsed();
    let began = Instant::now();
    for number in 0..decisions {
        black_box(gates::ask(ctx, Feature::Buy, black_box(&asker(number))).await?);
    }
    let asked = began.elapsed();
    let each = |all: Duration| all.as_nanos() / u128::from(decisions.max(1));
    println!(
        "{}",
        json!({
            "bench": "gate", "what": what, "decisions": decisions, "open_of_10000": open,
            "decision_ns": each(decided), "decision_with_look_ns": each(asked),
        })
    );
    Ok(())
}
