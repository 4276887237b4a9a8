//! Bulk operations: a question without pages, and its file.

use buyline_twins::platform::{Model, Request};
use buyline_twins::shopify::Twin;
use serde_json::{Value, json};

use super::ask::{NOW_MS, data};

const RUN: &str = "mutation Run($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) { bulkOperation { id status } userErrors { code message } }
}";
const STATE: &str =
    "query State($id: ID!) { bulkOperation(id: $id) { status url fileSize objectCount errorCode } }";

fn run(twin: &mut Twin, query: &str) -> Value {
    data(twin, RUN, &json!({ "query": query }))["bulkOperationRunQuery"].clone()
}

fn file(twin: &mut Twin, path: &str, range: Option<&str>) -> (u16, String) {
    let mut request = Request::new("GET", path);
    if let Some(range) = range {
        request = request.header("range", range);
    }
    let answer = twin.call(NOW_MS + 10_000, &request).answer.unwrap();
    (answer.status, answer.text.unwrap_or_default())
}

const GOODS: &str = "{ products { edges { node { id title variants { edges { node { id sku } } } media { edges { node { id alt } } } } } } }";

#[test]
fn a_file_has_a_line_for_each_object_and_says_whose_it_is() {
    let mut twin = Twin::new(1, 12);
    twin.set(&json!({ "bulk_ms": 5_000 })).unwrap();
    let run_one = run(&mut twin, GOODS);
    assert_eq!(run_one["userErrors"], json!([]), "{run_one}");
    let id = run_one["bulkOperation"]["id"].clone();
    assert_eq!(run_one["bulkOperation"]["status"], "RUNNING");
    assert_eq!(run(&mut twin, GOODS)["userErrors"][0]["code"], "OPERATION_IN_PROGRESS");
    twin.pass(NOW_MS + 5_000);
    let state = data(&mut twin, STATE, &json!({ "id": id }))["bulkOperation"].clone();
    assert_eq!((&state["status"], &state["objectCount"]), (&json!("COMPLETED"), &json!("16")));
    let path = state["url"].as_str().unwrap().strip_prefix("https://files.twin.example").unwrap().to_owned();
    let (status, whole) = file(&mut twin, &path, None);
    assert_eq!((status, whole.len().to_string()), (200, state["fileSize"].as_str().unwrap().to_owned()));
    let lines: Vec<Value> = whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 16, "two products, twelve variants, two pictures");
    assert_eq!(lines[0]["id"], "gid://shopify/Product/8000");
    assert_eq!(
        lines[1],
        json!({ "id": "gid://shopify/ProductVariant/40000", "sku": "T-40000", "__parentId": lines[0]["id"] })
    );
    let (status, part) = file(&mut twin, &path, Some("bytes=3-9"));
    assert_eq!((status, part.as_str()), (206, &whole[3..=9]));
    assert_eq!(file(&mut twin, &path, Some("bytes=1000000-1000001")).0, 416);
    assert_eq!(file(&mut twin, "/files/bulk-7.jsonl", None).0, 404);
    twin.pass(NOW_MS + 8 * 86_400_000);
    assert_eq!(data(&mut twin, STATE, &json!({ "id": id }))["bulkOperation"]["status"], "EXPIRED");
}

#[test]
fn a_question_that_is_no_list_or_too_deep_is_refused_and_one_may_fail() {
    let mut twin = Twin::new(1, 12);
    let deep = "{ products { nodes { id variants { nodes { id media { nodes { id } } } } } } }";
    for query in ["{ shop { name } }", deep, "{ products { nodes { id colour } } }"] {
        let refused = run(&mut twin, query);
        assert_eq!(
            (&refused["bulkOperation"], &refused["userErrors"][0]["code"]),
            (&json!(null), &json!("INVALID"))
        );
    }
    twin.set(&json!({ "fails_bulk": true })).unwrap();
    let id = run(&mut twin, GOODS)["bulkOperation"]["id"].clone();
    let state = data(&mut twin, STATE, &json!({ "id": id }))["bulkOperation"].clone();
    assert_eq!((&state["status"], &state["url"]), (&json!("FAILED"), &json!(null)));
}
