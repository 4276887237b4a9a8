//! An order goes out once, at the price that was paid.

use app::ports::{Platform, PlatformError};
use domain::money::Money;
use serde_json::{Value, json};

use super::desk::{Desk, PRICE, SHIPPING, Setup};

#[tokio::test]
async fn an_order_appears_once_with_what_was_paid_and_takes_its_units() {
    let Some(desk) = Desk::open(Setup::euro(3)).await else { return };
    let order = desk.usual(1, 3, PRICE, SHIPPING).await;
    let variant = order.lines[0].variant.clone();
    let before = desk.shelf().await[&variant];
    assert_eq!(desk.shop.find_order(&desk.link, &order.id).await, Ok(None));
    let theirs = desk.push(&order).await.unwrap();
    assert_eq!((theirs.ours.as_str(), theirs.total), (order.id.as_str(), Some(order.total)));
    assert_eq!(before - desk.shelf().await[&variant], 3, "the shop took them off, nobody else did");
    let again = desk.deliver(&order).await.unwrap();
    assert_eq!(again.reference, theirs.reference);
    let placed = desk.placed().await;
    assert_eq!(placed.len(), 1);
    assert_eq!(
        (&placed[0]["state"], &placed[0]["surcharges"]),
        (&json!("PaymentSettled"), &json!([])),
        "the shop's own prices"
    );
    assert_eq!(placed[0]["payments"][0]["metadata"]["post"], "pst_1");

    // The buyer paid less, then more, than the shop's own sum: its total is what was paid all the same.
    for (number, price, shipping) in
        [(2, PRICE - 217, SHIPPING), (3, PRICE + 33, 0), (4, PRICE, SHIPPING + 99), (5, 1, 0)]
    {
        let order = desk.usual(number, 2, price, shipping).await;
        let theirs = desk.push(&order).await.unwrap();
        assert_eq!(theirs.total, Some(order.total), "{number}");
        assert_eq!(theirs.refunds, [], "what the buyer paid less is no refund");
        let placed = desk.placed().await;
        let kept = placed.iter().find(|kept| kept["id"] == theirs.reference.as_str()).unwrap();
        assert_eq!(kept["state"], "PaymentSettled");
        let net = order.total.checked_sub(order.tax).unwrap();
        assert_eq!(
            (&kept["totalWithTax"], &kept["total"]),
            (&json!(order.total.amount), &json!(net.amount)),
            "{number}"
        );
        let payments = kept["payments"].as_array().unwrap();
        let paid: i64 = payments.iter().map(|payment| payment["amount"].as_i64().unwrap()).sum();
        let back: i64 = payments
            .iter()
            .flat_map(|payment| payment["refunds"].as_array().unwrap())
            .map(|refund| {
                assert_eq!(refund["state"], "Settled");
                refund["total"].as_i64().unwrap()
            })
            .sum();
        assert_eq!(paid - back, order.total.amount, "{number}: what was paid is what it comes to");
    }

    // More than there are is refused, and nothing is left behind.
    desk.ask(
        "mutation ($id: ID!) { updateProductVariants(input: [{ id: $id, stockOnHand: 12 }]) { id } }",
        json!({ "id": variant }),
    )
    .await;
    let left = desk.shelf().await[&variant];
    let order = desk.usual(6, u32::try_from(left).unwrap() + 1, PRICE, SHIPPING).await;
    assert_eq!(desk.push(&order).await, Err(PlatformError::SoldOut(vec![variant.clone()])));
    assert_eq!(desk.shelf().await[&variant], left);
    let drafts = desk
        .ask(
            "{ orders(options: { filter: { orderPlacedAt: { isNull: true } } }) { totalItems } }",
            Value::Null,
        )
        .await;
    assert_eq!(drafts["orders"]["totalItems"], 0, "no draft is left");

    // What the shop will never take is said in words.
    let mut abroad = desk.usual(7, 1, PRICE, SHIPPING).await;
    abroad.address.as_mut().unwrap().country = "JP".parse().unwrap();
    let refused = desk.push(&abroad).await;
    assert!(matches!(&refused, Err(PlatformError::Refused(why)) if why.contains("JP")), "{refused:?}");
    let mut gone = desk.usual(8, 1, PRICE, SHIPPING).await;
    gone.lines[0].variant = "9999".to_owned();
    assert!(matches!(desk.push(&gone).await, Err(PlatformError::Refused(_))));
    let mut wrong = desk.usual(9, 1, PRICE, SHIPPING).await;
    wrong.total = wrong.total.checked_add(Money::new(1, wrong.total.currency)).unwrap();
    assert!(matches!(&desk.push(&wrong).await, Err(PlatformError::Refused(why)) if why.contains("come to")));
    assert_eq!(desk.placed().await.len(), 5);
}

#[tokio::test]
async fn a_buyer_with_an_account_in_the_shop_and_hostile_words_change_nothing() {
    let Some(desk) = Desk::open(Setup::euro(1)).await else { return };
    let customer = json!({ "firstName": "Ada", "lastName": "L", "emailAddress": "buyer@example.com" });
    desk.ask("mutation ($input: CreateCustomerInput!) { createCustomer(input: $input, password: \"long enough 1\") { __typename } }", json!({ "input": customer })).await;
    let mut order = desk.usual(1, 1, PRICE, SHIPPING).await;
    order.lines[0].title = "\"}) { id } } mutation { deleteProduct(id: 1) {".to_owned();
    order.shipping_name = "Standard\" }) { x }".to_owned();
    let address = order.address.as_mut().unwrap();
    "${7*7} {{7*7}} ' OR 1=1 --".clone_into(&mut address.line1);
    "<script>alert(1)</script>".clone_into(&mut address.name);
    let theirs = desk.push(&order).await.unwrap();
    assert_eq!(theirs.total, Some(order.total));
    let read = desk.ask("query ($id: ID!) { order(id: $id) { shippingAddress { streetLine1 fullName } customer { emailAddress } } }", json!({ "id": theirs.reference })).await;
    assert_eq!(read["order"]["shippingAddress"]["streetLine1"], "${7*7} {{7*7}} ' OR 1=1 --");
    assert_eq!(read["order"]["customer"]["emailAddress"], "buyer@example.com");
    assert_eq!(desk.goods().await.len(), 2);
    for name in ["\" or 1", "ord_1' OR '1'='1", ""] {
        assert_eq!(desk.shop.find_order(&desk.link, name).await, Ok(None), "{name}");
    }
}
