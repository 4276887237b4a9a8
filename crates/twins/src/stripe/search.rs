//! The search language, as far as payment intents have it; what is new is not found for a while.

use serde_json::{Map, Value, json};

use super::doc::Doc;
use super::error::Refusal;
use super::list::limit;
use super::params::need;
use super::twin::{Cx, Twin};

#[derive(Debug, PartialEq)]
struct Clause {
    negated: bool,
    field: String,
    way: String,
    value: String,
}

impl Twin {
    pub(super) fn search_intents(&self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let query = need(p, "query")?;
        let (clauses, all) = read(query)?;
        let limit = limit(p)?;
        let seen = self.now_ms - self.settings.search_lag_ms;
        let found: Vec<&Doc> = self
            .store
            .all(&cx.account, "payment_intent")
            .rev()
            .filter(|doc| doc.int("_changed_ms") <= seen)
            .filter(|doc| {
                if all {
                    clauses.iter().all(|clause| clause.holds(doc))
                } else {
                    clauses.iter().any(|clause| clause.holds(doc))
                }
            })
            .collect();
        let start = match p.get("page").and_then(Value::as_str) {
            None => 0,
            Some(page) => {
                let at = found.iter().position(|doc| doc.id() == page);
                at.ok_or_else(|| Refusal::invalid("Invalid page token").param("page"))? + 1
            }
        };
        let end = (start + limit).min(found.len());
        let more = end < found.len();
        let data: Vec<Value> = found[start..end].iter().map(|doc| doc.shown()).collect();
        let next = more.then(|| found[end - 1].id());
        Ok(json!({
            "object": "search_result", "url": "/v1/payment_intents/search", "has_more": more,
            "next_page": next, "data": data,
        }))
    }
}

impl Clause {
    fn holds(&self, doc: &Doc) -> bool {
        let value = match self.field.strip_prefix("metadata['").and_then(|rest| rest.strip_suffix("']")) {
            Some(key) => &doc.get("metadata")[key],
            None => doc.get(&self.field),
        };
        let holds = match (value, self.way.as_str()) {
            (Value::Null, _) => self.value == "null",
            (Value::String(text), ":") => *text == self.value,
            (Value::String(text), "~") => text.contains(&self.value),
            (Value::Number(number), way) => {
                let (number, bound) = (number.as_i64().unwrap_or(0), self.value.parse().unwrap_or(i64::MAX));
                match way {
                    ">" => number > bound,
                    ">=" => number >= bound,
                    "<" => number < bound,
                    "<=" => number <= bound,
                    _ => number == bound,
                }
            }
            _ => false,
        };
        holds != self.negated
    }
}

const FIELDS: [&str; 5] = ["amount", "created", "currency", "customer", "status"];

/// Clauses, and whether all of them must hold.
fn read(query: &str) -> Result<(Vec<Clause>, bool), Refusal> {
    let wrong = |what: &str| {
        Refusal::invalid(format!("We were unable to parse your search query: {what}")).param("query")
    };
    let (mut clauses, mut joined) = (Vec::new(), Vec::new());
    let mut rest = query.trim();
    loop {
        let negated = rest.starts_with('-');
        rest = rest.strip_prefix('-').unwrap_or(rest);
        let end = match rest.strip_prefix("metadata[") {
            Some(inner) => inner.find(']').map(|at| at + "metadata[".len() + 1),
            None => rest.find([':', '~', '<', '>']),
        };
        let (field, after) = rest.split_at(end.ok_or_else(|| wrong(query))?);
        let field = field.replace('"', "'");
        if !field.starts_with("metadata['") && !FIELDS.contains(&field.as_str()) {
            let message =
                format!("Field `{field}` is an unsupported search field for resource `payment_intents`.");
            return Err(Refusal::invalid(message).param("query"));
        }
        let way = [">=", "<=", ":", "~", "<", ">"].into_iter().find(|way| after.starts_with(way));
        let way = way.ok_or_else(|| wrong(after))?;
        let (value, after) = value(&after[way.len()..]).ok_or_else(|| wrong(after))?;
        clauses.push(Clause { negated, field, way: way.to_owned(), value });
        let after = after.trim_start();
        if after.is_empty() {
            break;
        }
        let (word, next) = after.split_once(' ').unwrap_or((after, ""));
        if matches!(word, "AND" | "OR") {
            joined.push(word == "AND");
            rest = next.trim_start();
        } else {
            joined.push(true);
            rest = after;
        }
    }
    let all = joined.first().copied().unwrap_or(true);
    if joined.iter().any(|one| *one != all) {
        return Err(wrong("AND and OR cannot be combined"));
    }
    Ok((clauses, all))
}

/// A quoted or bare value, and what follows it.
fn value(text: &str) -> Option<(String, &str)> {
    for quote in ['\'', '"'] {
        if let Some(inner) = text.strip_prefix(quote) {
            let mut value = String::new();
            let mut escaped = false;
            for (at, character) in inner.char_indices() {
                match character {
                    _ if escaped => {
                        value.push(character);
                        escaped = false;
                    }
                    '\\' => escaped = true,
                    _ if character == quote => return Some((value, &inner[at + 1..])),
                    _ => value.push(character),
                }
            }
            return None;
        }
    }
    let end = text.find(' ').unwrap_or(text.len());
    (end > 0).then(|| (text[..end].to_owned(), &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_as_stripe_writes_them() {
        let (clauses, all) =
            read("metadata['order']:'o\\'1' AND -status:\"canceled\" AND amount>=100").unwrap();
        assert!(all);
        let shown: Vec<_> = clauses
            .iter()
            .map(|one| (one.negated, one.field.as_str(), one.way.as_str(), one.value.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (false, "metadata['order']", ":", "o'1"),
                (true, "status", ":", "canceled"),
                (false, "amount", ">=", "100")
            ]
        );
        assert!(!read("status:'a' OR status:'b'").unwrap().1);
        for wrong in ["", "status", "colour:'red'", "status:'a' AND currency:'usd' OR amount:1", "status:'a"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
