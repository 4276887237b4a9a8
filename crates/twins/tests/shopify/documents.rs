//! Documents: what is asked is answered and nothing else, pages, costs, and what is refused.

use buyline_twins::platform::Model;
use buyline_twins::shopify::Twin;
use serde_json::{Value, json};

use super::ask::{NOW_MS, answer, body, code, data, request};

#[test]
fn what_is_asked_is_answered_under_its_own_name_and_nothing_else() {
    let mut twin = Twin::new(1, 25);
    let text = "query Q($more: Boolean!) {
      here: shop { name ...Money }
      product(id: \"gid://shopify/Product/8000\") {
        __typename title variants(first: 2) { nodes { sku } } variants(first: 2) { nodes { price } }
        tags @include(if: $more) handle @skip(if: $more)
        media(first: 1) { nodes { __typename ... on MediaImage { image { url } } alt } }
      }
      gone: product(id: \"gid://shopify/Product/1\") { id }
      other: node(id: \"gid://shopify/ProductVariant/40000\") { id ... on Product { title } ... on ProductVariant { sku } }
    }
    fragment Money on Shop { currencyCode }";
    let data = data(&mut twin, text, &json!({ "more": false }));
    assert_eq!(data["here"], json!({ "name": "Twin Shop", "currencyCode": "EUR" }));
    assert_eq!(data["gone"], json!(null));
    assert_eq!(data["other"], json!({ "id": "gid://shopify/ProductVariant/40000", "sku": "T-40000" }));
    let product = &data["product"];
    let names: Vec<&String> = product.as_object().unwrap().keys().collect();
    assert_eq!(names, ["__typename", "handle", "media", "title", "variants"]);
    assert_eq!(
        product["variants"]["nodes"][0],
        json!({ "sku": "T-40000", "price": product["variants"]["nodes"][0]["price"] })
    );
    assert!(product["variants"]["nodes"][0]["price"].is_string(), "two selections under one name are one");
    assert_eq!(product["media"]["nodes"][0]["__typename"], "MediaImage");
}

#[test]
fn pages_by_cursor_hold_each_once() {
    let mut twin = Twin::new(1, 95);
    let text = "query Q($after: String) {
      products(first: 4, after: $after, sortKey: UPDATED_AT) { pageInfo { hasNextPage endCursor } edges { cursor node { id } } }
    }";
    let (mut seen, mut after, mut pages) = (Vec::new(), json!(null), 0);
    loop {
        let page = data(&mut twin, text, &json!({ "after": after }))["products"].clone();
        pages += 1;
        let edges = page["edges"].as_array().unwrap();
        seen.extend(edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()));
        assert_eq!(edges.last().unwrap()["cursor"], page["pageInfo"]["endCursor"]);
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!((seen.len(), pages), (10, 3));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 10);
}

#[test]
fn a_cost_is_told_taken_and_given_back_by_and_by() {
    let mut twin = Twin::new(1, 100);
    let text = "{ products(first: 100, sortKey: ID) { nodes { id options { name } } } }";
    let first = body(&mut twin, text, &json!({}));
    let cost = &first["extensions"]["cost"];
    assert_eq!(
        (&cost["requestedQueryCost"], &cost["actualQueryCost"]),
        (&json!(200), &json!(20)),
        "ten are there"
    );
    assert_eq!(cost["throttleStatus"]["currentlyAvailable"], 1_980);
    let dear = "{ products(first: 250, sortKey: ID) { nodes { variants(first: 10) { nodes { id } } } } }";
    let refused = body(&mut twin, dear, &json!({}));
    assert_eq!(
        refused["errors"][0]["extensions"],
        json!({ "code": "MAX_COST_EXCEEDED", "cost": 2_750, "maxCost": 1_000 })
    );
    twin.act(NOW_MS, &json!({ "act": "spend", "points": 1_900 })).unwrap();
    let throttled = answer(&mut twin, text, &json!({}));
    assert_eq!(throttled.status, 200, "an error all the same");
    let throttled = throttled.body.unwrap();
    assert_eq!(throttled["errors"][0]["extensions"]["code"], "THROTTLED");
    assert_eq!(throttled["extensions"]["cost"]["requestedQueryCost"], 200);
    assert_eq!(throttled["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"], 80);
    let later = twin.call(NOW_MS + 1_200, &request(text, &json!({}))).answer.unwrap();
    assert_eq!(later.body.unwrap()["errors"], json!(null));
}

#[test]
fn what_the_contract_does_not_know_is_refused_and_what_the_twin_does_not_know_is_said_aloud() {
    let mut twin = Twin::new(1, 10);
    let nothing = json!({});
    for text in [
        "",
        "{ shop { colour } }",
        "{ products(first: 1) { nodes { id } } } { shop { id } }",
        "query Q($a: Int) { shop { id } }",
    ] {
        assert_eq!(code(&mut twin, text, &nothing), "INVALID", "{text}");
    }
    for (text, why) in [
        ("{ products(first: 1) { nodes { totalInventory } } }", "Product.totalInventory"),
        ("{ collections(first: 1) { nodes { id } } }", "QueryRoot.collections"),
        ("{ products(first: 1, query: \"colour:red\") { nodes { id } } }", "products by colour"),
        ("{ products(last: 1, first: 1) { nodes { id } } }", "pages by last"),
        (
            "mutation { orderOpen(input: { id: \"gid://shopify/Order/1\" }) { order { id } } }",
            "Mutation.orderOpen",
        ),
    ] {
        let text = text
            .replace("products(first: 1", "products(sortKey: ID, first: 1")
            .replace("products(last", "products(sortKey: ID, last");
        let lacking = answer(&mut twin, &text, &nothing);
        assert_eq!(lacking.status, 501, "{text}");
        let said = lacking.body.unwrap()["errors"].as_str().unwrap().to_owned();
        assert!(said.contains(why), "{said}");
    }
    assert_eq!(
        code(&mut twin, "{ products { nodes { id } } }", &nothing),
        "INVALID",
        "a connection wants first"
    );
}

#[test]
fn a_token_that_is_not_good_and_a_path_that_is_none_are_refused() {
    let mut twin = Twin::new(1, 10);
    let mut asked = request("{ shop { id } }", &json!({}));
    asked.headers[0].1 = "wrong".to_owned();
    assert_eq!(twin.call(NOW_MS, &asked).answer.unwrap().status, 401);
    asked.path = "/admin/api/2020-01/graphql.json".to_owned();
    assert_eq!(twin.call(NOW_MS, &asked).answer.unwrap().status, 404);
    assert!(twin.orders.is_empty());
}

#[test]
fn products_are_published_where_the_app_is_a_sales_channel() {
    let mut twin = Twin::new(1, 10);
    let text = "mutation P($id: ID!, $input: [PublicationInput!]!) {
      publishableUnpublish(id: $id, input: $input) { userErrors { message } }
    }";
    let place = json!([{ "publicationId": "gid://shopify/Publication/1" }]);
    let variables = json!({ "id": "gid://shopify/Product/8000", "input": place });
    let errors = |answer: &Value| answer["publishableUnpublish"]["userErrors"].as_array().unwrap().len();
    assert_eq!(errors(&data(&mut twin, text, &variables)), 1, "a custom app has no publication");
    twin.set(&json!({ "is_channel": true })).unwrap();
    let asks = "{ product(id: \"gid://shopify/Product/8000\") { publishedOnPublication(publicationId: \"gid://shopify/Publication/1\") } }";
    assert_eq!(data(&mut twin, asks, &json!({}))["product"]["publishedOnPublication"], true);
    assert_eq!(errors(&data(&mut twin, text, &variables)), 0);
    assert_eq!(data(&mut twin, asks, &json!({}))["product"]["publishedOnPublication"], false);
    let channel = "mutation { channelCreate(input: { specificationHandle: \"b\", accountId: \"1\", accountName: \"B\" }) { channel { id } userErrors { message } } }";
    assert_eq!(data(&mut twin, channel, &json!({}))["channelCreate"]["channel"], json!(null));
}
