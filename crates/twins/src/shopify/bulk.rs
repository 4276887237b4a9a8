//! Bulk operations: a question without pages, answered into a file of lines. What stands in a list within says whose it is.
//!
//! Source: Shopify, "Perform bulk operations with the GraphQL Admin API".

use std::cell::Cell;
use std::fmt::Write as _;

use apollo_compiler::executable::{Field, Selection, SelectionSet};
use serde_json::{Map, Value, json};

use super::contract::{Judged, contract};
use super::documents::{gid, moment};
use super::error::{Refusal, user_error};
use super::graph::{CONNECTION, Found, Question, Source as _};
use super::twin::Twin;
use crate::platform::{Answer, Request};

/// Most lists in a question, and how deep they may lie within one another.
const LISTS_MAX: usize = 5;
const DEPTH_MAX: usize = 2;
/// Where files are, before their number.
pub(super) const FILES: &str = "/files/bulk-";
/// How long a file is kept.
const KEPT_MS: i64 = 7 * 24 * 3_600_000;

/// A question on its way to its file.
#[derive(Debug, Clone)]
pub(super) struct Bulk {
    id: u64,
    query: String,
    made_ms: i64,
    done_ms: i64,
    objects: i64,
    /// The lines; none where it failed.
    file: Option<String>,
}

impl Twin {
    pub(super) fn bulk_run(&mut self, arguments: &Map<String, Value>) -> Value {
        let refused = |code: &str, why: String| json!({ "bulkOperation": null, "userErrors": [user_error(Some(code), &["query"], why)] });
        if self.bulks.iter().any(|bulk| bulk.done_ms > self.now_ms) {
            return refused(
                "OPERATION_IN_PROGRESS",
                "A bulk query operation for this app and shop is already in progress.".to_owned(),
            );
        }
        let query = arguments["query"].as_str().unwrap_or_default().to_owned();
        let judged = match contract().judge(&query).and_then(|judged| shape(&judged).map(|()| judged)) {
            Ok(judged) => judged,
            Err(why) => return refused("INVALID", why),
        };
        let (file, objects) = if std::mem::take(&mut self.settings.fails_bulk) {
            (None, 0)
        } else {
            match self.lines(&judged) {
                Ok((file, objects)) => (Some(file), objects),
                Err(refusal) => return refused("INVALID", refusal.body().to_string()),
            }
        };
        let id = self.next_id();
        let done_ms = self.now_ms + self.settings.bulk_ms;
        self.bulks.push(Bulk { id, query, made_ms: self.now_ms, done_ms, objects, file });
        json!({ "bulkOperation": gid("BulkOperation", id), "userErrors": [] })
    }

    pub(super) fn bulk(&self, id: u64) -> Option<Value> {
        let bulk = self.bulks.iter().find(|bulk| bulk.id == id)?;
        let is_done = bulk.done_ms <= self.now_ms;
        let status = match (&bulk.file, is_done) {
            (_, false) => "RUNNING",
            (None, true) => "FAILED",
            (Some(_), true) if self.now_ms > bulk.done_ms + KEPT_MS => "EXPIRED",
            (Some(_), true) => "COMPLETED",
        };
        let file = bulk.file.as_ref().filter(|file| status == "COMPLETED" && !file.is_empty());
        Some(json!({
            "__typename": "BulkOperation", "id": gid("BulkOperation", id), "status": status, "type": "QUERY",
            "query": bulk.query, "createdAt": moment(bulk.made_ms),
            "completedAt": is_done.then(|| moment(bulk.done_ms)), "objectCount": bulk.objects.to_string(),
            "errorCode": if status == "FAILED" { json!("INTERNAL_SERVER_ERROR") } else { json!(null) },
            "fileSize": file.map(|file| file.len().to_string()),
            "url": file.map(|_| format!("{}{FILES}{id}.jsonl", self.settings.files_at)),
        }))
    }

    /// A part of a file, or all of it.
    pub(super) fn file(&self, request: &Request) -> Result<Answer, Refusal> {
        let gone = || Refusal::Status(404, "NoSuchKey".to_owned());
        let number = request.path.strip_prefix(FILES).and_then(|rest| rest.strip_suffix(".jsonl"));
        let number: u64 = number.and_then(|number| number.parse().ok()).ok_or_else(gone)?;
        let bulk = self.bulks.iter().find(|bulk| bulk.id == number && bulk.done_ms <= self.now_ms);
        let file = bulk.and_then(|bulk| bulk.file.as_deref()).ok_or_else(gone)?;
        let Some(range) = request.said("range").and_then(|range| range.strip_prefix("bytes=")) else {
            return Ok(Answer::text(200, file.to_owned()));
        };
        let (from, to) = range.split_once('-').ok_or_else(gone)?;
        let (from, to): (usize, usize) = (from.parse().map_err(|_| gone())?, to.parse().map_err(|_| gone())?);
        if from >= file.len() {
            return Err(Refusal::Status(416, "InvalidRange".to_owned()));
        }
        // The twin writes ASCII only, so that bytes are letters.
        Ok(Answer::text(206, file[from..file.len().min(to + 1)].to_owned()))
    }

    fn lines(&self, judged: &Judged) -> Result<(String, i64), Refusal> {
        let nothing = json!({});
        let question = Question { judged, variables: &nothing, source: self, objects: Cell::new(0) };
        let mut file = String::new();
        for (_, same) in question.fields_of_root("QueryRoot") {
            let mut arguments = super::arguments::of_field(same[0], &nothing)?;
            arguments.insert("first".to_owned(), Value::Null);
            match self.root(same[0].name.as_str(), &arguments)? {
                Found::Listing(listing) => {
                    for (_, node) in listing {
                        self.write_lines(&question, same[0], &node, None, &mut file)?;
                    }
                }
                Found::Value(_) => return Err(Refusal::lacking("a bulk operation over anything but a list")),
            }
        }
        Ok((file, question.objects.get()))
    }

    /// One object as a line, and what stands in its lists as lines behind it.
    fn write_lines(
        &self,
        question: &Question<'_, '_>,
        list: &Field,
        node: &Value,
        parent: Option<&str>,
        file: &mut String,
    ) -> Result<(), Refusal> {
        let object = node.as_str().and_then(|id| self.object(id)).unwrap_or_else(|| node.clone());
        let kind = object["__typename"].as_str().unwrap_or_default().to_owned();
        let set = nodes_of(&list.selection_set).ok_or_else(|| Refusal::lacking("a list without nodes"))?;
        let (own, lists) = question.apart(set, &kind);
        let mut line = question.select(&object, &kind, &[&own])?;
        question.objects.set(question.objects.get() + 1);
        if let Some(parent) = parent {
            line["__parentId"] = parent.into();
        }
        writeln!(file, "{line}").expect("text takes text");
        let id = object["id"].as_str().unwrap_or_default().to_owned();
        for list in lists {
            for node in object[list.name.as_str()].as_array().into_iter().flatten() {
                self.write_lines(question, list, node, Some(&id), file)?;
            }
        }
        Ok(())
    }
}

/// What is asked of each object of a list.
fn nodes_of(set: &SelectionSet) -> Option<&SelectionSet> {
    set.selections.iter().find_map(|selection| match selection {
        Selection::Field(field) if field.name == "nodes" => Some(&field.selection_set),
        Selection::Field(field) if field.name == "edges" => {
            field.selection_set.selections.iter().find_map(|inner| {
                let Selection::Field(node) = inner else { return None };
                (node.name == "node").then_some(&node.selection_set)
            })
        }
        _ => None,
    })
}

/// How many lists a question has, and how deep.
fn shape(judged: &Judged) -> Result<(), String> {
    fn count(judged: &Judged, set: &SelectionSet, depth: usize) -> (usize, usize) {
        let mut sum = (0, depth);
        for selection in &set.selections {
            let (inner, is_list) = match selection {
                Selection::Field(field) => {
                    (&field.selection_set, field.ty().inner_named_type().ends_with(CONNECTION))
                }
                Selection::FragmentSpread(spread) => {
                    (&judged.document().fragments[&spread.fragment_name].selection_set, false)
                }
                Selection::InlineFragment(inline) => (&inline.selection_set, false),
            };
            let below = count(judged, inner, depth + usize::from(is_list));
            sum = (sum.0 + below.0 + usize::from(is_list), sum.1.max(below.1));
        }
        sum
    }
    match count(judged, &judged.operation().selection_set, 0) {
        (0, _) => Err("Bulk queries must contain at least one connection.".to_owned()),
        (lists, _) if lists > LISTS_MAX => {
            Err("Bulk queries cannot contain more than 5 connections.".to_owned())
        }
        (_, depth) if depth > DEPTH_MAX => {
            Err("Bulk queries cannot contain connections with a nesting depth greater than 2.".to_owned())
        }
        (_, _) => Ok(()),
    }
}
