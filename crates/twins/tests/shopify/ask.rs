//! A shop, and questions to it.

use buyline_twins::platform::{Answer, Model, Request};
use buyline_twins::shopify::{TOKEN, Twin};
use serde_json::{Value, json};

pub const NOW_MS: i64 = 1_796_000_000_000;
pub const PATH: &str = "/admin/api/2026-10/graphql.json";

pub fn request(text: &str, variables: &Value) -> Request {
    let request = Request::new("POST", PATH).header("x-shopify-access-token", TOKEN);
    request.json(&json!({ "query": text, "variables": variables }))
}

pub fn answer(twin: &mut Twin, text: &str, variables: &Value) -> Answer {
    twin.call(NOW_MS, &request(text, variables)).answer.unwrap()
}

/// What was answered, whatever it was.
pub fn body(twin: &mut Twin, text: &str, variables: &Value) -> Value {
    answer(twin, text, variables).body.unwrap()
}

/// What was answered where nothing was wrong.
pub fn data(twin: &mut Twin, text: &str, variables: &Value) -> Value {
    let body = body(twin, text, variables);
    assert_eq!(body["errors"], json!(null), "{text}");
    body["data"].clone()
}

/// The code of the first error.
pub fn code(twin: &mut Twin, text: &str, variables: &Value) -> String {
    let body = body(twin, text, variables);
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

/// A paid order of three of the first variant, with tax in it, as it is sent.
pub fn order(ours: &str) -> Value {
    let bag = |amount: &str| json!({ "shopMoney": { "amount": amount, "currencyCode": "EUR" } });
    let tax = |amount: &str| json!([{ "title": "VAT", "rate": "0.2", "priceSet": bag(amount) }]);
    json!({
        "email": "buyer@example.com", "currency": "EUR", "taxesIncluded": true, "sourceIdentifier": ours,
        "tags": ["buyline"],
        "lineItems": [{
            "variantId": "gid://shopify/ProductVariant/40000", "quantity": 3, "priceSet": bag("19.99"),
            "taxLines": tax("10.00"),
        }],
        "shippingLines": [{ "title": "Post", "priceSet": bag("4.84"), "taxLines": tax("0.81") }],
        "transactions": [{ "kind": "SALE", "status": "SUCCESS", "gateway": "Buyline", "amountSet": bag("64.81") }],
    })
}

pub const CREATE: &str =
    "mutation Create($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) {
    order { id name totalPriceSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } } }
    userErrors { code message }
  }
}";

/// Makes an order that takes its units off the shelf.
pub fn create(twin: &mut Twin, order: &Value) -> Value {
    let options = json!({ "inventoryBehaviour": "DECREMENT_OBEYING_POLICY" });
    data(twin, CREATE, &json!({ "order": order, "options": options }))["orderCreate"].clone()
}
