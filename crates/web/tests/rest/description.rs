//! The API describes itself, completely.

use std::collections::BTreeSet;

use buyline_web::rest::openapi::document;
use buyline_web::rest::problem::Kind;
use buyline_web::rest::routes::ROUTES;

use crate::api::Api;

/// Endpoints about the API itself, which it does not describe.
const ABOUT: [&str; 3] = ["/commerce/v1/openapi.json", "/commerce/v1/docs", "/problems/{problem}"];

#[test]
fn every_route_is_described_and_every_description_is_a_route() {
    let described: BTreeSet<(String, String)> = serde_json::to_value(document()).unwrap()["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys().map(|method| method.to_uppercase());
            methods.map(move |method| (path.clone(), method)).collect::<Vec<_>>()
        })
        .collect();
    let routed: BTreeSet<(String, String)> = ROUTES
        .iter()
        .filter(|route| !ABOUT.contains(&route.path))
        .map(|route| (route.path.to_owned(), route.method.to_owned()))
        .collect();
    assert_eq!(described, routed);
}

/// Calls that move money: without a key a retry could do it twice.
const MOVES_MONEY: [&str; 4] = [
    "/commerce/v1/checkouts/{checkout}/complete",
    "/commerce/v1/orders/{order}/cancel",
    "/commerce/v1/orders/{order}/refunds",
    "/commerce/v1/orders/{order}/requests/{request}/answer",
];

#[test]
fn a_key_is_required_exactly_where_money_moves() {
    let api = serde_json::to_value(document()).unwrap();
    let required: Vec<&str> = api["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, item)| {
            let parameters = item["post"]["parameters"].as_array().into_iter().flatten();
            parameters.into_iter().any(|it| it["name"] == "Idempotency-Key" && it["required"] == true)
        })
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(required, MOVES_MONEY);
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let api = serde_json::to_value(document()).unwrap();
    let items = api["paths"].as_object().unwrap().values();
    let mut names: Vec<&str> = items
        .flat_map(|item| item.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap())
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn the_description_is_as_it_was_reviewed() {
    insta::assert_json_snapshot!("openapi", serde_json::to_value(document()).unwrap());
}

#[tokio::test]
async fn the_description_can_be_fetched_and_read() {
    let api = Api::new().await;
    let json = api.get("/commerce/v1/openapi.json", "").await.expect(200);
    assert_eq!(json.body["openapi"], "3.1.0");
    let page = api.get("/commerce/v1/docs", "").await.expect(200);
    assert!(page.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    for kind in Kind::ALL {
        let page = api.get(&format!("/problems/{}", kind.name()), "").await.expect(200);
        assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    }
    assert_eq!(api.get("/problems/nonsense", "").await.expect(404).problem(), "not-found");
}
