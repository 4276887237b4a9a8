//! `buyline sunset …`: writes plans by which something ends, looks at what they would do, shows them, and erases what they
//! ended; also beside a running server.

use std::process::ExitCode;

use app::Ctx;
use app::erasure::{self, Outlook};
use app::sunsets::{self, Foreseen, Wish};
use clap::ArgMatches;
use domain::access::{Actor, Permit, RunServer};
use domain::gate::Feature;
use domain::ids::SunsetId;
use domain::sunset::calendar::{Days, Step};
use domain::sunset::{Audience, Plan, Scope, Successor};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use words::{Locale, Words};

use super::{merchant_called, work};
use crate::failure::Failure;
use crate::settings::Config;

/// Runs one of the subcommands.
pub(super) fn run(config: &Config, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let (name, arguments) = arguments.subcommand().expect("clap asks for a command");
    let (name, arguments) = (name.to_owned(), arguments.clone());
    work(config, async move |ctx| {
        let permit = Actor::System.may(RunServer).map_err(|error| Failure::failed(error.to_string()))?;
        match name.as_str() {
            "plan" => plan(ctx, &permit, &arguments).await?,
            "check" => check(ctx, &permit, &arguments).await?,
            "show" => show(ctx, &permit, &arguments).await?,
            "erase" => erase(ctx, &permit, &arguments).await?,
            other => unreachable!("clap knows no command {other}"),
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn text(arguments: &ArgMatches, name: &str) -> String {
    arguments.get_one::<String>(name).cloned().unwrap_or_default()
}

/// What was named: `buy`, `imports`, `server`, `shop:HANDLE`, `nonprofit:HANDLE`.
async fn scope_of(ctx: &Ctx, word: &str) -> Result<Scope, Failure> {
    match word.split_once(':') {
        Some(("shop", handle)) => Ok(Scope::Shop(merchant_called(ctx, handle).await?.id)),
        Some(("nonprofit", handle)) => {
            let handle = handle.trim_start_matches('@');
            let found = app::nonprofits::of_handle(ctx, handle).await?;
            found
                .map(|it| Scope::Nonprofit(it.id))
                .ok_or_else(|| Failure::failed(format!("there is no nonprofit @{handle}")))
        }
        _ => match (word, Feature::from_word(word)) {
            ("server", _) => Ok(Scope::Server),
            (_, Some(feature)) => Ok(Scope::Feature(feature)),
            (_, None) => {
                let known: Vec<&str> = Feature::ALL.iter().map(|feature| feature.word()).collect();
                Err(Failure::usage(format!(
                    "{word} cannot end; there are {}, server, shop:HANDLE and nonprofit:HANDLE",
                    known.join(", ")
                )))
            }
        },
    }
}

/// The scope as it is typed.
async fn named(ctx: &Ctx, scope: Scope) -> Result<String, Failure> {
    Ok(match scope {
        Scope::Feature(feature) => feature.word().to_owned(),
        Scope::Server => "server".to_owned(),
        Scope::Shop(merchant) => {
            let found = app::merchants::find(ctx, merchant).await?;
            format!("shop:{}", found.map(|it| it.handle).unwrap_or_default())
        }
        Scope::Nonprofit(nonprofit) => {
            let found = app::nonprofits::find(ctx, nonprofit).await?;
            format!("nonprofit:{}", found.map(|it| it.handle).unwrap_or_default())
        }
    })
}

fn wish_of(arguments: &ArgMatches) -> Result<Wish, Failure> {
    let mut days = [Date::ZERO; 6];
    for (day, step) in days.iter_mut().zip(Step::ALL) {
        let typed = text(arguments, step.word());
        *day = typed
            .parse()
            .map_err(|_| Failure::usage(format!("--{} {typed} is no day such as 2027-02-01", step.word())))?;
    }
    let name = text(arguments, "zone");
    let zone = TimeZone::get(&name)
        .ok()
        .filter(|zone| zone.iana_name().is_some())
        .ok_or_else(|| Failure::usage(format!("--zone {name} is no time zone such as Europe/Paris")))?;
    let audience = Audience::from_word(&text(arguments, "audience")).unwrap_or(Audience::Concerned);
    let successor =
        Successor { name: text(arguments, "successor-name"), url: text(arguments, "successor-url") };
    Ok(Wish {
        days: Days(days),
        zone,
        successor: Some(successor),
        audience,
        reason: text(arguments, "public"),
    })
}

async fn plan(ctx: &Ctx, permit: &Permit<RunServer>, arguments: &ArgMatches) -> Result<(), Failure> {
    let scope = scope_of(ctx, &text(arguments, "SCOPE")).await?;
    let (wish, why) = (wish_of(arguments)?, text(arguments, "reason"));
    let id = sunsets::draft(ctx, permit, scope, wish, &why)
        .await
        .map_err(|error| Failure::failed(format!("the plan was not written: {error}")))?;
    let starts = arguments.get_flag("start");
    if starts {
        sunsets::start(ctx, permit, (id, 1), &why).await.map_err(|error| {
            Failure::failed(format!("{id} was written as a draft and not started: {error}"))
        })?;
    }
    let plan = found(ctx, permit, id).await?;
    if arguments.get_flag("json") {
        print(&json_of(ctx, &plan).await?);
        return Ok(());
    }
    println!("{} {id}", if starts { "started" } else { "written as a draft:" });
    if !starts {
        println!("look at it with \"buyline sunset check {id}\", start it in the console");
    }
    Ok(())
}

async fn found(ctx: &Ctx, permit: &Permit<RunServer>, id: SunsetId) -> Result<Plan, Failure> {
    let shown = sunsets::show(ctx, permit, id).await?;
    Ok(shown.ok_or_else(|| Failure::failed(format!("there is no plan {id}")))?.plan)
}

fn id_of(arguments: &ArgMatches) -> Result<SunsetId, Failure> {
    let typed = text(arguments, "ID");
    typed.parse().map_err(|error| Failure::usage(format!("{typed} is no plan: {error}")))
}

async fn check(ctx: &Ctx, permit: &Permit<RunServer>, arguments: &ArgMatches) -> Result<(), Failure> {
    let plan = found(ctx, permit, id_of(arguments)?).await?;
    let foreseen = sunsets::foresee(ctx, permit, &plan).await?;
    if arguments.get_flag("json") {
        let mut whole = json_of(ctx, &plan).await?;
        whole["foreseen"] = json_foreseen(&foreseen);
        print(&whole);
        return Ok(());
    }
    print_plan(ctx, &plan).await?;
    for (feature, step) in &foreseen.closes {
        println!("closes\t{}\ton {}", feature.word(), plan.calendar.day(*step));
    }
    for told in &foreseen.told {
        let day = told.at.to_zoned(plan.calendar.zone().clone()).date();
        println!("mails\t{}\tfrom {day}\tto {} accounts", told.round.word(), told.count);
    }
    for (name, count) in open(&foreseen) {
        println!("open\t{name}\t{count}");
    }
    match foreseen.hindrances.as_slice() {
        [] => println!("erasure\tmay begin now"),
        hindrances => {
            for hindrance in hindrances {
                println!("erasure\tnot yet: {hindrance}");
            }
        }
    }
    Ok(())
}

async fn show(ctx: &Ctx, permit: &Permit<RunServer>, arguments: &ArgMatches) -> Result<(), Failure> {
    let plans = match arguments.get_one::<String>("ID") {
        Some(_) => vec![found(ctx, permit, id_of(arguments)?).await?],
        None => sunsets::list(ctx, permit).await?,
    };
    if arguments.get_flag("json") {
        let mut all = Vec::new();
        for plan in &plans {
            all.push(json_of(ctx, plan).await?);
        }
        print(&json!({ "plans": all }));
        return Ok(());
    }
    for plan in &plans {
        print_plan(ctx, plan).await?;
    }
    Ok(())
}

/// Says what would go and what would stay; erases it when told to, waits for it, and prints the certificate.
async fn erase(ctx: &Ctx, permit: &Permit<RunServer>, arguments: &ArgMatches) -> Result<(), Failure> {
    let plan = found(ctx, permit, id_of(arguments)?).await?;
    let outlook = erasure::outlook(ctx, permit, &plan).await?;
    if !arguments.get_flag("yes") {
        return say_outlook(ctx, &plan, &outlook, arguments.get_flag("json")).await;
    }
    let id = erasure::erase_end(ctx, permit, plan.id, &text(arguments, "reason"))
        .await
        .map_err(|error| Failure::failed(format!("nothing was erased: {error}")))?;
    let done = erasure::finish_now(ctx, id).await.map_err(Failure::failed)?;
    let address = format!("{}/erasures/{id}/{}", ctx.base_url(), erasure::token(ctx, id));
    if arguments.get_flag("json") {
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        print(&json!({
            "erasure": id.to_string(),
            "done": done.is_some(),
            "erased": done.as_ref().map(|it| read(&it.erased)),
            "proof": done.as_ref().map(|it| read(&it.proof)),
            "certificate": address,
        }));
        return Ok(());
    }
    match done {
        Some(found) => {
            println!("erasure {id} is done");
            println!("erased: {}", found.erased);
            println!("proof:  {}", found.proof);
        }
        None => println!("erasure {id} has begun; the server goes on with it"),
    }
    println!("certificate: {address}");
    Ok(())
}

async fn say_outlook(ctx: &Ctx, plan: &Plan, outlook: &Outlook, as_json: bool) -> Result<(), Failure> {
    let Outlook { reached, hindrances } = outlook;
    if as_json {
        let hindrances: Vec<Value> =
            hindrances.iter().map(|it| json!({ "kind": it.word(), "reason": it.to_string() })).collect();
        print(&json!({
            "plan": json_of(ctx, plan).await?,
            "goes": reached.erased,
            "stays": reached.kept,
            "may_erase": hindrances.is_empty(),
            "hindrances": hindrances,
        }));
        return Ok(());
    }
    print_plan(ctx, plan).await?;
    for (table, count) in &reached.erased {
        println!("goes\t{table}\t{count}");
    }
    for (table, count) in &reached.kept {
        println!("stays\t{table}\t{count}\twithout anybody in it");
    }
    for hindrance in hindrances {
        println!("erasure\tnot yet: {hindrance}");
    }
    println!("nothing was erased: say --yes to erase it for good");
    Ok(())
}

async fn print_plan(ctx: &Ctx, plan: &Plan) -> Result<(), Failure> {
    let scope = named(ctx, plan.scope).await?;
    let zone = words::zone_name(plan.calendar.zone());
    println!("{}\t{scope}\t{}\trevision {}\t{zone}", plan.id, plan.state.word(), plan.revision);
    let w = Words::of(Locale::En);
    for (step, day) in plan.calendar.days().each() {
        println!("{day}\t{}\t{}", step.word(), w.sunset_step(plan.scope, step));
    }
    Ok(())
}

fn open(foreseen: &Foreseen) -> [(&'static str, i64); 7] {
    let Foreseen { orders, gifts, .. } = foreseen;
    [
        ("undoable", orders.undoable),
        ("to-ship", orders.to_ship),
        ("refunds", orders.refunds + gifts.refunds),
        ("requests", orders.requests),
        ("disputes", orders.disputes + gifts.disputes),
        ("gifts", gifts.paying),
        ("pledges", gifts.pledges),
    ]
}

async fn json_of(ctx: &Ctx, plan: &Plan) -> Result<Value, Failure> {
    let days: serde_json::Map<String, Value> = plan
        .calendar
        .days()
        .each()
        .map(|(step, day)| (step.word().to_owned(), json!(day.to_string())))
        .collect();
    let successor = plan.successor.as_ref().map(|it| json!({ "name": it.name, "url": it.url }));
    Ok(json!({
        "id": plan.id.to_string(),
        "scope": named(ctx, plan.scope).await?,
        "state": plan.state.word(),
        "revision": plan.revision,
        "phase": plan.phase(ctx.now()).map(Step::word),
        "zone": words::zone_name(plan.calendar.zone()),
        "days": days,
        "audience": plan.audience.word(),
        "successor": successor,
        "public_reason": plan.reason,
        "erased_at": plan.erased_at.map(|at| at.to_string()),
    }))
}

fn json_foreseen(foreseen: &Foreseen) -> Value {
    let closes: serde_json::Map<String, Value> = foreseen
        .closes
        .iter()
        .map(|(feature, step)| (feature.word().to_owned(), json!(step.word())))
        .collect();
    let mails: Vec<Value> = foreseen
        .told
        .iter()
        .map(|it| json!({ "round": it.round.word(), "from": it.at.to_string(), "accounts": it.count }))
        .collect();
    let open: serde_json::Map<String, Value> =
        open(foreseen).into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect();
    let hindrances: Vec<Value> =
        foreseen.hindrances.iter().map(|it| json!({ "kind": it.word(), "reason": it.to_string() })).collect();
    json!({ "closes": closes, "mails": mails, "open": open, "may_erase": hindrances.is_empty(), "hindrances": hindrances })
}

fn print(value: &Value) {
    println!("{value:#}");
}
