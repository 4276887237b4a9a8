//! The demo's other day: the way there, what there is to see, the way back.

use app::demo::jump::{self, Audited, Event, Passed, Passing, Stands, Told};
use axum::extract::State;
use axum::response::Response;
use domain::gate::Feature;
use domain::order::{Order, OrderState};
use domain::sunset::calendar::Step;
use domain::sunset::{Plan, Scope};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use words::{Arg, Words};

use crate::html::page::Section;
use crate::html::pages::demo::{
    Checked, Closed, LaterDay, OpenOrder, OtherDay as OtherDayPage, PassingDays, Stays,
};
use crate::html::parts::{Level, Notice};
use crate::html::said::say;
use crate::html::studio::orders::{items, tags};
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::view::page;
use crate::html::{Failure, Visit, render, see_other};
use crate::{Later, OtherDay, Web};

/// The page of the other day, whichever day it is.
const HOME: &str = "/demo/jump";
/// How often the days are looked at while they pass, where scripts do not.
const REFRESH_SECONDS: u32 = 1;

fn other_day(web: &Web) -> Result<&OtherDay, Failure> {
    web.other_day().ok_or(Failure::NotFound)
}

/// What going there does; how far the days have passed; what there is to see.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let other = other_day(&web)?;
    if let Some(later) = other.later {
        return show_later(&web, &visit, other, later).await;
    }
    let w = visit.words();
    let mut p = page(&web, &visit, Section::Elsewhere);
    match other.jump.stands() {
        // One has arrived meanwhile: the next request is answered there.
        Stands::There => Ok(see_other(HOME)),
        Stands::Today { failed } => render(&OtherDayPage {
            title: w.text("demo-jump").to_owned(),
            text: w.text("demo-jump-text").to_owned(),
            failed: failed.map(|why| notice(Level::Bad, w.text("demo-jump-failed").to_owned(), why)),
            passing: None,
            p: &p,
        }),
        Stands::Passing(passing) => {
            p.refresh_s = Some(REFRESH_SECONDS);
            render(&OtherDayPage {
                title: w.text("demo-passing-title").to_owned(),
                text: w.text("demo-passing-text").to_owned(),
                failed: None,
                passing: Some(passing_days(w, &passing)),
                p: &p,
            })
        }
    }
}

/// Begins to let the days pass. A second tap finds them passing.
pub async fn go(web: State<Web>) -> Result<Response, Failure> {
    other_day(&web)?.jump.go();
    Ok(see_other(HOME))
}

/// Back to today.
pub async fn back(web: State<Web>) -> Result<Response, Failure> {
    other_day(&web)?.jump.back().await;
    Ok(say(&web, "demo-back-done", "/"))
}

fn notice(level: Level, title: String, text: String) -> Notice {
    Notice { level, title, text, links: Vec::new() }
}

fn passing_days(w: &Words, passing: &Passing) -> PassingDays {
    let days = |to: Date| i64::from(passing.from.until(to).map_or(0, |span| span.get_days()));
    let percent = days(passing.at) * 100 / days(passing.to).max(1);
    PassingDays {
        percent: u32::try_from(percent).unwrap_or(0).min(100),
        day: w.fill("demo-passing-day", "day", w.date_of(passing.at).as_str()),
        passed: passing.passed.iter().map(|it| (w.date_of(it.day), passed(w, it))).collect(),
    }
}

fn passed(w: &Words, passed: &Passed) -> String {
    match passed.what {
        Event::Copied => w.text("demo-passed-copied").to_owned(),
        Event::Planned => w.text("demo-passed-planned").to_owned(),
        Event::Reached(step) => w.sunset_step(Scope::Feature(Feature::Buy), step).to_owned(),
        Event::Told(round, count) => {
            let what = ("what", Arg::Text(w.sunset_round(round)));
            w.with("demo-passed-told", &[what, ("count", Arg::Int(count))])
        }
    }
}

async fn show_later(web: &Web, visit: &Visit, other: &OtherDay, later: Later) -> Result<Response, Failure> {
    let w = visit.words();
    let found = jump::look(web.ctx(), later.began).await?;
    let audited = other.jump.audit().await;
    let operator = found.operator.unwrap_or_default();
    let stays = found.campaign.map(|(campaign, nonprofit)| {
        let asks =
            [("nonprofit", Arg::Text(&nonprofit.display_name)), ("campaign", Arg::Text(&campaign.title))];
        Stays { text: w.with("demo-stays-text", &asks), href: format!("/donate/{}", campaign.id) }
    });
    let p = page(web, visit, Section::Elsewhere);
    render(&LaterDay {
        title: w.fill("demo-later-title", "day", w.date_of(later.day).as_str()),
        closed: found.plan.as_ref().map(|plan| closed(w, plan, operator)),
        told: found.plan.as_ref().filter(|_| !found.told.is_empty()).map(|plan| told(w, plan, &found.told)),
        orders: found.orders.iter().map(|order| open_order(w, order)).collect(),
        merchant: found.merchant.unwrap_or_default(),
        stays,
        audit: checked(w, audited),
        p: &p,
    })
}

fn closed(w: &Words, plan: &Plan, operator: String) -> Closed {
    let told_on = w.date_of(plan.calendar.day(Step::Notice));
    let days = plan.calendar.days();
    Closed {
        text: w.fill("demo-closed-text", "day", told_on.as_str()),
        days: days.each().map(|(step, day)| (w.date_of(day), step_of(w, plan, step))).collect(),
        href: format!("/closing/{}", plan.id),
        plan: format!("/console/sunsets/{}", plan.id),
        operator,
    }
}

fn step_of(w: &Words, plan: &Plan, step: Step) -> String {
    w.sunset_step(plan.scope, step).to_owned()
}

fn told(w: &Words, plan: &Plan, told: &[Told]) -> Table {
    let zone: &TimeZone = plan.calendar.zone();
    let rows = told.iter().map(|it| Row {
        cells: vec![
            Cell::lead(w.sunset_round(it.round.round), ""),
            Cell::Text(w.date(it.round.began_at, zone)),
            Cell::Number(w.number(it.round.told)),
            Cell::Actions(
                it.mail.map(|mail| read_one(w, format!("/demo/mails?id={mail}"))).into_iter().collect(),
            ),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("demo-told").to_owned(),
        columns: vec![
            Column::words(w.text("sunset-mails")),
            Column::words(w.text("closing-day")),
            Column::numbers(w.text("demo-told-count")),
            Column::buttons(""),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn read_one(w: &Words, href: String) -> Action {
    Action { label: w.text("demo-told-read").to_owned(), href, is_link: true, risky: false }
}

fn open_order(w: &Words, order: &Order) -> OpenOrder {
    OpenOrder {
        id: order.id.to_string(),
        number: order.number.clone(),
        total: w.money(order.total),
        what: format!("{} · {}", order.buyer_name, items(order)),
        states: tags(w, order),
        can_ship: order.state == OrderState::Confirmed && order.units_to_ship() > 0,
        desk: format!("/studio/{}/orders/{}", order.merchant, order.id),
    }
}

fn checked(w: &Words, audited: Result<Audited, String>) -> Checked {
    let audited = match audited {
        Ok(audited) => audited,
        Err(reason) => {
            let title = w.fill("demo-audit-failed", "reason", reason.as_str());
            return Checked { notice: notice(Level::Bad, title, String::new()), lines: Vec::new() };
        }
    };
    let number = |count: u64| Arg::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let promises = u64::try_from(audited.lines.len()).unwrap_or(0);
    let arguments = [
        ("checked", number(audited.checked())),
        ("promises", number(promises)),
        ("broken", number(audited.broken())),
    ];
    let notice = match audited.broken() {
        0 => notice(Level::Good, w.with("demo-audit-clean", &arguments), String::new()),
        _ => notice(Level::Bad, w.with("demo-audit-broken", &arguments), String::new()),
    };
    let lines = audited.lines.iter().map(|line| {
        let counts = [("count", number(line.checked)), ("broken", number(line.broken))];
        let key = if line.broken == 0 { "demo-audit-checked" } else { "demo-audit-checked-broken" };
        (promise(w, line.invariant).unwrap_or(line.promise).to_owned(), w.with(key, &counts))
    });
    Checked { notice, lines: lines.collect() }
}

/// An invariant in words of the reader; none for one that is newer than these words.
fn promise<'w>(w: &'w Words, invariant: &str) -> Option<&'w str> {
    let key = match invariant {
        "I1" => words::key!("promise-i1"),
        "I2" => words::key!("promise-i2"),
        "I4" => words::key!("promise-i4"),
        "I5" => words::key!("promise-i5"),
        "I6" => words::key!("promise-i6"),
        "I7" => words::key!("promise-i7"),
        "I8" => words::key!("promise-i8"),
        "I9" => words::key!("promise-i9"),
        "I10" => words::key!("promise-i10"),
        "I22" => words::key!("promise-i22"),
        "I31" => words::key!("promise-i31"),
        _ => return None,
    };
    Some(w.text(key))
}
