//! Goods and stock: pages, names, what changed, what is wrong, and what was entered wrongly.

use app::ports::{Platform, PlatformError, product_of};
use domain::catalog::draft::{DraftStatus, FeedItem, StockDraft};
use serde_json::{Value, json};

use super::desk::{Desk, PRICE, Setup, UNITS, just_now};
use crate::load;

fn ids(items: &[FeedItem]) -> Vec<String> {
    items.iter().map(|item| product_of(item).unwrap().external_id.clone()).collect()
}

#[tokio::test]
async fn goods_come_in_as_they_stand_there_page_by_page() {
    let Some(desk) = Desk::open(Setup::euro(0)).await else { return };
    let mut made = Vec::new();
    for (products, more) in [(0, 0), (1, 1), (49, 48), (50, 1), (51, 1), (101, 50)] {
        for _ in 0..more {
            made.push(desk.add_product(made.len()).await);
        }
        let items = load::all(&desk.shop, &desk.link, None).await;
        assert_eq!(ids(&items), made, "{products} products, each once");
        assert_eq!(made.len(), products);
    }
    let first = load::all(&desk.shop, &desk.link, None).await.remove(0);
    let draft = product_of(&first).unwrap();
    assert_eq!((draft.title.as_str(), draft.status), ("Thing 0", DraftStatus::Active));
    assert_eq!(draft.link.as_deref(), Some("https://window.example/products/thing-0"));
    let variant = &draft.variants[1];
    assert_eq!((variant.price.amount, variant.stock), (PRICE + 300, StockDraft::Units(UNITS)));
    assert_eq!(
        (variant.option_values[0].name.0.as_str(), variant.option_values[0].value.as_str()),
        ("Size", "L")
    );
    assert_eq!(variant.sku.as_deref(), Some("SKU-0-L"));

    // Only what changed: by itself, in a variant, by being bought.
    let since = just_now();
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let since = since + jiff::SignedDuration::from_secs(2);
    let goods = desk.goods().await;
    let variant = |place: usize| goods[place * 2].1.clone();
    desk.ask(
        "mutation ($id: ID!) { updateProduct(input: { id: $id, enabled: false }) { id } }",
        json!({ "id": made[7] }),
    )
    .await;
    desk.ask(
        "mutation ($id: ID!) { updateProductVariants(input: [{ id: $id, price: 1234 }]) { id } }",
        json!({ "id": variant(3) }),
    )
    .await;
    let order = desk.usual(1, 2, PRICE, 500).await;
    desk.push(&order).await.unwrap();
    let mut changed = load::all(&desk.shop, &desk.link, Some(since)).await;
    changed.sort_by_key(|item| product_of(item).unwrap().external_id.parse::<u64>().unwrap());
    assert_eq!(ids(&changed), [made[0].clone(), made[3].clone(), made[7].clone()]);
    let read = |place: usize| product_of(&changed[place]).unwrap();
    assert_eq!(read(0).variants[0].stock, StockDraft::Units(UNITS - 2));
    assert_eq!(read(1).variants[0].price.amount, 1_234);
    assert_eq!(read(2).status, DraftStatus::Draft);

    // By name: what is gone is said, and what cannot be bought has its reason.
    desk.ask("mutation ($id: ID!) { deleteProduct(id: $id) { result } }", json!({ "id": made[1] })).await;
    desk.ask(
        "mutation ($ids: [UpdateProductVariantInput!]!) { updateProductVariants(input: $ids) { id } }",
        json!({ "ids": [
        { "id": goods[4].1, "enabled": false }, { "id": goods[5].1, "enabled": false },
    ] }),
    )
    .await;
    let named = desk.shop.named(&desk.link, &made[..3]).await.unwrap();
    assert!(matches!(named[0].item, Some(FeedItem::Product(_))) && named[1].item.is_none());
    assert!(
        matches!(&named[2].item, Some(FeedItem::Refused(problem)) if problem.column == "3: variants"),
        "{named:?}"
    );

    // Stock by variant, as it is counted.
    desk.ask(
        "mutation ($id: ID!) { updateProductVariants(input: [{ id: $id, trackInventory: FALSE }]) { id } }",
        json!({ "id": variant(5) }),
    )
    .await;
    let wanted = [variant(0), variant(5), variant(6), "9999".to_owned()];
    let stock = desk.shop.stock(&desk.link, &wanted).await.unwrap();
    for (id, expected) in wanted.iter().zip([
        Some(StockDraft::Units(UNITS - 2)),
        Some(StockDraft::NotTracked),
        Some(StockDraft::Units(UNITS)),
        None,
    ]) {
        let said = stock.iter().find(|(known, _)| known == id).map(|(_, stock)| *stock);
        assert_eq!(said, expected, "{id}");
    }
}

#[tokio::test]
async fn a_shop_is_opened_by_key_or_password_and_what_was_entered_wrongly_is_said() {
    let Some(desk) = Desk::open(Setup::euro(1)).await else { return };
    let role = json!({ "code": "buyline", "description": "Buyline", "permissions": [
        "ReadCatalog", "ReadSettings", "ReadCustomer", "ReadOrder", "CreateOrder", "UpdateOrder", "DeleteOrder",
    ] });
    let role = desk
        .ask(
            "mutation ($input: CreateRoleInput!) { made: createRole(input: $input) { id } }",
            json!({ "input": role }),
        )
        .await;
    let key = json!({ "roleIds": [role["made"]["id"]], "translations": [{ "languageCode": "en", "name": "Buyline" }] });
    let key = desk
        .ask(
            "mutation ($input: CreateApiKeyInput!) { made: createApiKey(input: $input) { apiKey } }",
            json!({ "input": key }),
        )
        .await;
    let key = key["made"]["apiKey"].as_str().unwrap();

    // A key of a role that may just do what has to be done does all of it.
    let mut by_key = desk.entered();
    for (word, value) in [("api_key", key), ("username", ""), ("password", "")] {
        by_key.set(word, value);
    }
    let opened = desk.shop.open(&by_key).await.unwrap();
    assert_eq!((opened.expires_at, opened.account.as_str()), (None, desk.link.account.as_str()));
    let mut link = desk.link.clone();
    link.keys = opened.keys;
    assert_eq!(desk.shop.renew(&link).await, Ok(None), "a key does not end by itself");
    let order = desk.usual(1, 1, PRICE - 10, 500).await;
    let theirs = desk.shop.push_order(&link, &order).await.unwrap();
    assert_eq!(theirs.total, Some(order.total));
    desk.shop.cancel(&link, &theirs.reference).await.unwrap();

    // A session is kept while it lives, and another one comes when it has ended.
    let (renewed, until) = desk.shop.renew(&desk.link).await.unwrap().unwrap();
    assert!(renewed == desk.link.keys && until.is_some());
    let mut ended = desk.link.clone();
    ended.keys.set("session", "Bearer 0000");
    let told = desk.shop.stock(&ended, &["1".to_owned()]).await;
    assert!(matches!(told, Err(PlatformError::Down(_))), "{told:?}");
    let (renewed, _) = desk.shop.renew(&ended).await.unwrap().unwrap();
    ended.keys = renewed;
    assert_eq!(desk.shop.stock(&ended, &["1".to_owned()]).await.unwrap().len(), 1);

    for (word, value) in [
        ("password", "wrong"),
        ("password", ""),
        ("address", "http://127.0.0.1:9/admin-api/nothing?x"),
        ("address", "http://shop.example/admin-api"),
        ("channel_token", "nobody"),
    ] {
        let mut keys = desk.entered();
        keys.set(word, value);
        let refused = desk.shop.open(&keys).await;
        assert!(matches!(refused, Err(PlatformError::Keys(_))), "{word}: {refused:?}");
    }
    let mut elsewhere = desk.entered();
    elsewhere.set("address", format!("{}/nothing", elsewhere.get("address")));
    let refused = desk.shop.open(&elsewhere).await;
    assert!(matches!(&refused, Err(PlatformError::Keys(why)) if why.contains("/admin-api")), "{refused:?}");
    let mut revoked = link.clone();
    revoked.keys.set("api_key", "0000:0000");
    let dead = desk.shop.goods(&revoked, &app::ports::Wanted::default()).await;
    assert!(matches!(dead, Err(PlatformError::Keys(_))), "{dead:?}");
    assert_eq!(desk.ask("{ orders { totalItems } }", Value::Null).await["orders"]["totalItems"], 1);
}
