//! Lists: newest first, by pages, filtered.

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use super::doc::Doc;
use super::error::Refusal;
use super::twin::{Cx, Twin};

/// Pages without a limit of their own.
const LIMIT: i64 = 10;
/// No page is longer.
const LIMIT_MAX: i64 = 100;

/// What a list holds.
#[derive(Clone, Copy)]
pub(super) struct Filter<'f> {
    /// The address that the list names as its own.
    pub url: &'f str,
    /// Parameters that must equal a field.
    pub by: &'f [&'f str],
    /// What is not shown whatever was asked.
    pub hidden: fn(&Doc) -> bool,
}

impl Twin {
    pub(super) fn list(
        &self,
        cx: &Cx,
        kind: &'static str,
        filter: Filter,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let docs = self.store.made(&cx.account, kind, seconds(p)).rev();
        let kept = docs.filter(|doc| {
            !doc.is("_deleted") && !(filter.hidden)(doc) && fits(doc, filter.by, p) && in_time(doc, p)
        });
        page(kept.collect(), kind, filter.url, p)
    }
}

fn fits(doc: &Doc, by: &[&str], p: &Map<String, Value>) -> bool {
    let equal = |name: &&str| {
        let field = match *name {
            // A transaction knows its payout, and does not show it.
            "payout" => "_payout",
            "subscription" => "_subscription",
            other => other,
        };
        match (p.get(*name), doc.text("object"), *name) {
            (None, ..) => true,
            (Some(Value::String(kind)), Some("event"), "type") => {
                doc.text("type").is_some_and(|own| crate::fits::fits(kind, own))
            }
            (Some(Value::String(all)), Some("subscription"), "status") if all == "all" => true,
            (Some(wanted), ..) => doc.get(field) == wanted,
        }
    };
    let kinds = p.get("types").and_then(Value::as_array);
    let among = kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind == doc.get("type")));
    // Canceled subscriptions are listed when asked for only.
    let over = doc.text("object") == Some("subscription")
        && doc.text("status") == Some("canceled")
        && !p.contains_key("status");
    by.iter().all(equal) && among && !over
}

/// The seconds that may hold what was asked for by `created`; [`in_time`] is exact.
fn seconds(p: &Map<String, Value>) -> RangeInclusive<i64> {
    let Some(range) = p.get("created") else { return i64::MIN..=i64::MAX };
    let bound = |names: [&str; 2], otherwise| {
        let mut bounds = names.into_iter().filter_map(|name| range.get(name)?.as_i64());
        range.as_i64().or_else(|| bounds.next_back()).unwrap_or(otherwise)
    };
    bound(["gt", "gte"], i64::MIN)..=bound(["lt", "lte"], i64::MAX)
}

fn in_time(doc: &Doc, p: &Map<String, Value>) -> bool {
    ["created", "arrival_date"].iter().all(|field| match p.get(*field) {
        Some(Value::Object(range)) => range.iter().all(|(way, bound)| {
            let (value, bound) = (doc.int(field), bound.as_i64().unwrap_or(0));
            match way.as_str() {
                "gt" => value > bound,
                "gte" => value >= bound,
                "lt" => value < bound,
                _ => value <= bound,
            }
        }),
        Some(exact) => doc.get(field) == exact,
        None => true,
    })
}

/// One page of what was found, which is in the order shown.
pub(super) fn page(docs: Vec<&Doc>, kind: &str, url: &str, p: &Map<String, Value>) -> Result<Value, Refusal> {
    let limit = limit(p)?;
    let place = |param: &str| match p.get(param).and_then(Value::as_str) {
        None => Ok(None),
        Some(id) => match docs.iter().position(|doc| doc.id() == id) {
            Some(at) => Ok(Some(at)),
            None => Err(Refusal::unknown(kind, id, param)),
        },
    };
    let (from, more) = match (place("starting_after")?, place("ending_before")?) {
        (Some(_), Some(_)) => {
            let message =
                "Received both starting_after and ending_before parameters. Please pass in only one.";
            return Err(Refusal::invalid(message).code("parameters_exclusive"));
        }
        (None, Some(before)) => (before.saturating_sub(limit)..before, before > limit),
        (after, None) => {
            let start = after.map_or(0, |at| at + 1);
            let end = (start + limit).min(docs.len());
            (start..end, end < docs.len())
        }
    };
    let data: Vec<Value> = docs[from].iter().map(|doc| doc.shown()).collect();
    Ok(json!({ "object": "list", "url": url, "has_more": more, "data": data }))
}

pub(super) fn limit(p: &Map<String, Value>) -> Result<usize, Refusal> {
    let limit = p.get("limit").map_or(Some(LIMIT), Value::as_i64).unwrap_or(0);
    if !(1..=LIMIT_MAX).contains(&limit) {
        let bound = if limit < 1 { "greater than or equal to 1" } else { "less than or equal to 100" };
        let message = format!("Invalid integer: limit must be {bound} (it currently is '{limit}').");
        return Err(Refusal::invalid(message).code("parameter_invalid_integer").param("limit"));
    }
    Ok(usize::try_from(limit).expect("between one and a hundred"))
}
