//! Every query finds its rows by an index, on both engines: no text of the store reads a whole table or sorts what an
//! index could have served, unless it stands below with its reason.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod allowed;
mod texts;

use buyline_store::{Db, DbOptions};
use postgres::{Client, NoTls};
use texts::{Engines, Text};

/// The most parameters one text has, and more.
const PARAMS_MAX: usize = 64;

fn highest_param(sql: &str) -> usize {
    (1..=PARAMS_MAX).rev().find(|number| sql.contains(&format!("${number}"))).unwrap_or(0)
}

/// A part of a text: `concat!` makes the whole at compile time, and this reader of sources cannot.
fn is_part(error: &str) -> bool {
    error.contains("incomplete input") || error.contains("at end of input")
}

/// What a plan does badly: words for the message.
fn sqlite_faults(conn: &rusqlite::Connection, text: &Text) -> Vec<String> {
    let mut statement = match conn.prepare(&format!("EXPLAIN QUERY PLAN {}", text.sql)) {
        Ok(statement) => statement,
        Err(error) if is_part(&error.to_string()) => return Vec::new(),
        Err(error) => panic!("{}:{}: {error}\n{}", text.file, text.line, text.sql),
    };
    let mut steps = Vec::new();
    // Not bound: a plan is made for any value.
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get::<_, String>(3).unwrap());
    }
    let is_fault = |step: &String| {
        let scans = step.starts_with("SCAN ")
            // A scan along an index in its order, of a small result or of a constant row, is what was wanted.
            && !step.contains("USING COVERING INDEX")
            && !step.contains("USING INDEX")
            && !step.starts_with("SCAN CONSTANT")
            && !step.contains("VIRTUAL TABLE")
            && !step.starts_with("SCAN (");
        scans || step.starts_with("USE TEMP B-TREE FOR ORDER BY")
    };
    steps.into_iter().filter(is_fault).collect()
}

fn postgres_faults(client: &mut Client, text: &Text) -> Vec<String> {
    let at = |error: &postgres::Error| {
        let cause = error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
        format!("{}:{}: {cause}\n{}", text.file, text.line, text.sql)
    };
    if let Err(error) = client.batch_execute(&format!("PREPARE plan AS {}", text.sql)) {
        let said = at(&error);
        assert!(is_part(&said), "{said}");
        return Vec::new();
    }
    let nulls = vec!["NULL"; highest_param(&text.sql)].join(", ");
    let call = if nulls.is_empty() { "plan".to_owned() } else { format!("plan ({nulls})") };
    let rows = client
        .simple_query(&format!("EXPLAIN (COSTS OFF) EXECUTE {call}"))
        .unwrap_or_else(|error| panic!("{}", at(&error)));
    client.batch_execute("DEALLOCATE plan").unwrap();
    let steps = rows.into_iter().filter_map(|row| match row {
        postgres::SimpleQueryMessage::Row(row) => row.get(0).map(|step| step.trim().to_owned()),
        _ => None,
    });
    steps.filter(|step| step.contains("Seq Scan on ")).collect()
}

/// Texts with faults that nothing below explains, worded for who must mend them.
fn unexplained(found: Vec<(Text, Vec<String>)>) -> Vec<String> {
    found
        .into_iter()
        .filter(|(text, faults)| !faults.is_empty() && !allowed::explains(text))
        .map(|(text, faults)| {
            format!("src/{}:{}: {}\n{}\n", text.file, text.line, faults.join("; "), text.sql)
        })
        .collect()
}

#[test]
fn sqlite_finds_every_row_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plans.db");
    drop(Db::open(&format!("sqlite:{}", path.display()).parse().unwrap(), DbOptions::default()).unwrap());
    let conn = rusqlite::Connection::open(&path).unwrap();
    let texts = texts::all();
    assert!(texts.len() > 200, "only {} texts were found", texts.len());
    let found = texts.into_iter().filter(|text| text.on != Engines::Postgres).map(|text| {
        let faults = sqlite_faults(&conn, &text);
        (text, faults)
    });
    let wrong = unexplained(found.collect());
    assert!(wrong.is_empty(), "add an index, or the reason to tests/plans/allowed.rs:\n{}", wrong.join("\n"));
}

#[test]
fn postgres_finds_every_row_by_an_index() {
    let Some(database) = testkit::postgres::fresh_database() else { return };
    drop(Db::open(&database.url.parse().unwrap(), DbOptions::default()).unwrap());
    let mut client = Client::connect(&database.url, NoTls).unwrap();
    // Empty tables are cheapest read whole, so that is made dear: what is left had no other way.
    client.batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").unwrap();
    let found = texts::all().into_iter().filter(|text| text.on != Engines::Sqlite).map(|text| {
        let faults = postgres_faults(&mut client, &text);
        (text, faults)
    });
    let wrong = unexplained(found.collect());
    assert!(wrong.is_empty(), "add an index, or the reason to tests/plans/allowed.rs:\n{}", wrong.join("\n"));
}

#[test]
fn every_reason_is_still_needed() {
    let texts = texts::all();
    for (file, part, reason) in allowed::REASONS {
        let known = texts.iter().any(|text| text.file == *file && allowed::flat(&text.sql).contains(part));
        assert!(known, "no text of {file} contains {part:?} any more: take out \"{reason}\"");
    }
}
