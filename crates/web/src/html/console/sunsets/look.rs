//! What a plan would do and has done, in tables.

use std::collections::HashMap;

use app::sunsets::{Foreseen, Hindrance, PlanChange, RoundStands};
use domain::ids::AccountId;
use domain::sunset::Plan;
use domain::sunset::calendar::Step;
use words::Words;

use super::super::desk::in_utc;
use crate::html::table::{Cell, Column, Row, Table};

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, fresh: false }
}

/// Whether anything may be erased now, and why not.
pub(super) fn erasure(w: &Words, foreseen: &Foreseen) -> String {
    if foreseen.hindrances.is_empty() {
        return w.text("sunset-erasure-may").to_owned();
    }
    let said: Vec<String> = foreseen.hindrances.iter().map(|it| hindrance(w, *it)).collect();
    format!("{} {}.", w.text("sunset-erasure-not"), said.join("; "))
}

fn hindrance(w: &Words, one: Hindrance) -> String {
    let counted = |key: &str, count: i64| {
        format!("{}{} {}", w.lookup(key).unwrap_or_default(), w.text("colon"), w.number(count))
    };
    match one {
        Hindrance::NoPlan => w.text("sunset-hindrance-no-plan").to_owned(),
        Hindrance::NotYet(day) => w.fill("sunset-hindrance-not-yet", "day", w.date_of(day).as_str()),
        Hindrance::Erased => w.text("sunset-hindrance-erased").to_owned(),
        Hindrance::Undoable(count) => counted(words::key!("sunset-open-undoable"), count),
        Hindrance::ToShip(count) => counted(words::key!("sunset-open-to-ship"), count),
        Hindrance::Refunds(count) => counted(words::key!("sunset-open-refunds"), count),
        Hindrance::Requests(count) => counted(words::key!("sunset-open-requests"), count),
        Hindrance::Disputes(count) => counted(words::key!("sunset-open-disputes"), count),
        Hindrance::Gifts(count) => counted(words::key!("sunset-open-gifts"), count),
        Hindrance::Pledges(count) => counted(words::key!("sunset-open-pledges"), count),
    }
}

/// Every table of a plan's page, with its heading.
pub(super) fn tables(
    w: &Words,
    plan: &Plan,
    foreseen: &Foreseen,
    (changes, by): (&[PlanChange], &HashMap<AccountId, String>),
    rounds: &[RoundStands],
) -> Vec<Table> {
    let mut tables = vec![days(w, plan), mails(w, plan, foreseen), open(w, foreseen)];
    if !rounds.is_empty() {
        tables.push(told(w, rounds));
    }
    tables.push(done(w, changes, by));
    tables
}

fn days(w: &Words, plan: &Plan) -> Table {
    let rows = Step::ALL.iter().map(|step| {
        row(vec![
            Cell::lead(&w.date_of(plan.calendar.day(*step)), ""),
            Cell::text(w.sunset_step(plan.scope, *step)),
        ])
    });
    Table {
        caption: w.text("closing-caption").to_owned(),
        columns: vec![Column::words(w.text("closing-day")), Column::words(w.text("closing-event"))],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn mails(w: &Words, plan: &Plan, foreseen: &Foreseen) -> Table {
    let zone = plan.calendar.zone();
    let rows = foreseen.told.iter().map(|it| {
        row(vec![
            Cell::lead(w.sunset_round(it.round), ""),
            Cell::text(&w.date(it.at, zone)),
            Cell::number(&w.number(it.count)),
        ])
    });
    Table {
        caption: w.text("sunset-mails").to_owned(),
        columns: vec![
            Column::words(w.text("sunset-mail-told")),
            Column::words(w.text("sunset-mail-when")),
            Column::numbers(w.text("sunset-mail-count")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn open(w: &Words, foreseen: &Foreseen) -> Table {
    let Foreseen { orders, gifts, counted, .. } = foreseen;
    let rows = [
        ("sunset-open-undoable", orders.undoable),
        ("sunset-open-to-ship", orders.to_ship),
        ("sunset-open-refunds", orders.refunds + gifts.refunds),
        ("sunset-open-requests", orders.requests),
        ("sunset-open-disputes", orders.disputes + gifts.disputes),
        ("sunset-open-gifts", gifts.paying),
        ("sunset-open-pledges", gifts.pledges),
        ("sunset-partners-count", counted.partners),
        ("sunset-customers-count", counted.customers),
        ("sunset-others-count", counted.others),
    ];
    let rows = rows.iter().map(|(key, count)| {
        row(vec![Cell::lead(w.lookup(key).unwrap_or_default(), ""), Cell::number(&w.number(*count))])
    });
    Table {
        caption: w.text("sunset-open").to_owned(),
        columns: vec![Column::words(w.text("sunset-foreseen")), Column::numbers(w.text("sunset-mail-count"))],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn told(w: &Words, rounds: &[RoundStands]) -> Table {
    let rows = rounds.iter().map(|it| {
        let ended = it.ended_at.map(|at| in_utc(w, at)).unwrap_or_default();
        row(vec![
            Cell::lead(w.sunset_round(it.round), ""),
            Cell::number(&w.number(it.revision)),
            Cell::number(&w.number(it.told)),
            Cell::text(&ended),
        ])
    });
    Table {
        caption: w.text("sunset-mail-progress").to_owned(),
        columns: vec![
            Column::words(w.text("sunset-mail-told")),
            Column::numbers(w.text("sunset-revision")),
            Column::numbers(w.text("sunset-mail-count")),
            Column::words(w.text("sunset-mail-finished")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn done(w: &Words, changes: &[PlanChange], by: &HashMap<AccountId, String>) -> Table {
    let rows = changes.iter().map(|it| {
        let action = match it.action.as_str() {
            "start" => w.text("sunset-action-start"),
            "change" => w.text("sunset-action-change"),
            "withdraw" => w.text("sunset-action-withdraw"),
            _ => w.text("sunset-action-draft"),
        };
        let who = it.by.and_then(|by_whom| by.get(&by_whom)).map_or("system", String::as_str);
        row(vec![
            Cell::Lead {
                title: action.to_owned(),
                detail: format!("{who} · {}", in_utc(w, it.at)),
                href: String::new(),
                picture: None,
            },
            Cell::text(&it.reason),
            Cell::Code(it.days.clone()),
        ])
    });
    Table {
        caption: w.text("sunset-changes").to_owned(),
        columns: vec![
            Column::words(w.text("sunset-changes")),
            Column::words(w.text("sunset-why")),
            Column::words(w.text("closing-day")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}
