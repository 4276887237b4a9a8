//! The site's contract notices a wrong field, and the twin refuses what it notices.

use serde_json::{Value, json};
use twins::salesforce::contract::contract;

use super::desk::Desk;

/// A body of each call that has one, as the connector sends it.
fn bodies() -> Vec<(&'static str, Value)> {
    let address = json!({ "firstName": "A", "lastName": "B", "countryCode": "FR" });
    vec![
        (
            "createOrders",
            json!({
                "orderNo": "ord_1", "channelType": "marketplace", "currency": "EUR", "orderTotal": 1.5, "taxTotal": 0.5,
                "paymentStatus": "paid", "billingAddress": address,
                "paymentInstruments": [{ "paymentMethodId": "BUYLINE" }],
                "productItems": [{
                    "productId": "M", "quantity": 1, "shipmentId": "b", "basePrice": 1.5, "grossPrice": 1.5, "netPrice": 1,
                    "tax": 0.5,
                }],
                "shipments": [{
                    "shipmentId": "b", "shippingMethod": "s", "shippingTotal": 0, "taxTotal": 0, "shippingAddress": address,
                }],
            }),
        ),
        ("updateOrderStatus", json!({ "status": "cancelled" })),
        ("updateOrderExternalStatus", json!({ "status": "refunded" })),
        (
            "searchProducts",
            json!({
                "limit": 24, "offset": 0, "sorts": [{ "field": "id" }],
                "query": { "termQuery": { "fields": ["type"], "operator": "one_of", "values": ["item"] } },
            }),
        ),
    ]
}

#[test]
fn a_wrong_field_fails_in_every_body() {
    for (operation, body) in bodies() {
        let operation = contract().named(operation).unwrap();
        assert_eq!(operation.wrong_body(&body), Vec::<String>::new(), "{}", operation.name);
        let mut wrong = body.clone();
        wrong["colour"] = json!("red");
        assert!(!operation.wrong_body(&wrong).is_empty(), "an unknown field in {}", operation.name);
        for name in body.as_object().unwrap().keys() {
            let mut wrong = body.clone();
            wrong[name] = json!({ "not": ["this"] });
            assert!(!operation.wrong_body(&wrong).is_empty(), "{name} of {}", operation.name);
        }
    }
    let mut custom = bodies().remove(0).1;
    custom["c_own"] = json!("fine");
    assert!(contract().named("createOrders").unwrap().wrong_body(&custom).is_empty(), "a custom attribute");
    let too_many: Vec<_> = (0..25).map(|number| number.to_string()).collect();
    let fields = [("siteId".to_owned(), "S".to_owned()), ("productIds".to_owned(), too_many.join(","))];
    assert!(!contract().named("getAvailability").unwrap().wrong_query(&fields).is_empty());
}

#[tokio::test]
async fn nothing_that_was_sent_was_refused_by_the_contract() {
    let desk = Desk::open(30).await;
    let order = desk.cart(1);
    desk.push(&order).await.unwrap();
    desk.twin.with(|twin, _| {
        use twins::platform::Model;
        assert!(
            twin.log().iter().all(|call| call.status.is_some_and(|status| status < 400)),
            "{:?}",
            twin.log()
        );
    });
}
