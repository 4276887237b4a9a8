//! Parts of lists: connections by cursor, and lists that say how many of them are wanted.

use apollo_compiler::executable::Field;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

use super::error::Refusal;
use super::graph::Found;

/// Nodes in order, each with what its cursor is made of: texts that sort as the nodes do.
pub(super) type Listing = Vec<(String, Value)>;

/// The most that a page holds.
const PAGE_MAX: usize = 250;

/// So many as `first` says, behind `after`.
pub(super) fn cut(mut listing: Listing, arguments: &Map<String, Value>) -> Result<Value, Refusal> {
    let size = size(arguments)?.ok_or_else(|| Refusal::invalid("A connection wants first."))?;
    for other in ["before", "last"] {
        if arguments.get(other).is_some_and(|value| !value.is_null()) {
            return Err(Refusal::lacking(format_args!("pages by {other}")));
        }
    }
    if arguments.get("reverse") == Some(&Value::Bool(true)) {
        return Err(Refusal::lacking("lists in reverse"));
    }
    let mut is_behind = false;
    if let Some(after) = arguments.get("after").and_then(Value::as_str) {
        let after = BASE64_STANDARD.decode(after).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let after = after.ok_or_else(|| Refusal::invalid("The cursor is not one of this list."))?;
        let before = listing.len();
        listing.retain(|(key, _)| *key > after);
        is_behind = listing.len() < before;
    }
    let has_next = listing.len() > size;
    listing.truncate(size);
    let cursor = |at: Option<&(String, Value)>| at.map(|(key, _)| BASE64_STANDARD.encode(key));
    let page_info = json!({
        "hasNextPage": has_next, "hasPreviousPage": is_behind,
        "startCursor": cursor(listing.first()), "endCursor": cursor(listing.last()),
    });
    let edges: Vec<Value> = listing
        .iter()
        .map(|(key, node)| json!({ "cursor": BASE64_STANDARD.encode(key), "node": node }))
        .collect();
    let nodes: Vec<Value> = listing.into_iter().map(|(_, node)| node).collect();
    Ok(json!({ "nodes": nodes, "edges": edges, "pageInfo": page_info }))
}

/// How many are wanted; none where nothing is said.
pub(super) fn size(arguments: &Map<String, Value>) -> Result<Option<usize>, Refusal> {
    let Some(first) = arguments.get("first").filter(|first| !first.is_null()) else { return Ok(None) };
    let first = first.as_u64().and_then(|first| usize::try_from(first).ok());
    match first {
        Some(first) if (1..=PAGE_MAX).contains(&first) => Ok(Some(first)),
        _ => Err(Refusal::invalid(format!("first is a number from 1 to {PAGE_MAX}."))),
    }
}

/// What a field's own arguments leave of it. An argument that means something to the API and nothing to the twin is refused.
pub(super) fn narrowed(
    kind: &str,
    field: &Field,
    value: Value,
    arguments: &Map<String, Value>,
) -> Result<Found, Refusal> {
    let name = field.name.as_str();
    if field.ty().inner_named_type().ends_with(super::graph::CONNECTION) {
        let plain =
            ["first", "last", "after", "before", "reverse", "sortKey", "includeInactive", "includeRemovals"];
        if let Some((other, _)) =
            arguments.iter().find(|(key, value)| !plain.contains(&key.as_str()) && !value.is_null())
        {
            return Err(Refusal::lacking(format_args!("{kind}.{name}({other}:)")));
        }
        return Ok(Found::Value(value));
    }
    let given: Vec<&str> =
        arguments.iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.as_str()).collect();
    match (name, value, given.as_slice()) {
        (_, value, []) => Ok(Found::Value(value)),
        // Whatever is said of nothing, it stays that.
        (_, Value::Null, _) => Ok(Found::Value(Value::Null)),
        (_, Value::Array(mut items), ["first"]) => {
            items.truncate(size(arguments)?.unwrap_or(usize::MAX));
            Ok(Found::Value(items.into()))
        }
        // Where it is sold, by the ids of publications.
        ("publishedOnPublication", Value::Array(places), ["publicationId"]) => {
            Ok(Found::Value(places.contains(&arguments["publicationId"]).into()))
        }
        ("quantities", Value::Array(all), ["names"]) => {
            let names = &arguments["names"];
            let wanted = |one: &Value| names.as_array().is_some_and(|names| names.contains(&one["name"]));
            Ok(Found::Value(all.into_iter().filter(wanted).collect()))
        }
        (_, _, given) => Err(Refusal::lacking(format_args!("{kind}.{name}({})", given.join(", ")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(first: u64, after: Option<&str>) -> Value {
        let listing = (0..5).map(|place| (format!("{place:03}"), json!(place))).collect();
        let arguments = json!({ "first": first, "after": after });
        cut(listing, arguments.as_object().unwrap()).unwrap()
    }

    #[test]
    fn a_list_is_read_page_by_page_to_its_end() {
        let first = page(2, None);
        assert_eq!((&first["nodes"], &first["pageInfo"]["hasNextPage"]), (&json!([0, 1]), &json!(true)));
        let last = page(3, first["pageInfo"]["endCursor"].as_str());
        assert_eq!((&last["nodes"], &last["pageInfo"]["hasNextPage"]), (&json!([2, 3, 4]), &json!(false)));
        assert_eq!(page(3, last["pageInfo"]["endCursor"].as_str())["nodes"], json!([]));
    }

    #[test]
    fn a_page_without_a_size_or_beyond_the_most_is_refused() {
        for first in [json!(null), json!(0), json!(251), json!(-1)] {
            let arguments = json!({ "first": first });
            assert!(cut(Vec::new(), arguments.as_object().unwrap()).is_err(), "{arguments}");
        }
    }
}
