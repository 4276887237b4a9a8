//! Goods and stock, and what was entered wrongly.

use app::ports::{Platform, PlatformError, product_of};
use domain::catalog::draft::{DraftStatus, FeedItem, StockDraft};
use domain::money::Currency;
use serde_json::json;

use super::desk::{Desk, UNITS};
use crate::load;

#[tokio::test]
async fn goods_come_in_page_by_page_and_what_was_entered_wrongly_is_said() {
    let Some(desk) = Desk::open(Currency::EUR, 51).await else { return };
    let goods = desk.goods().await;
    let items = load::all(&desk.shop, &desk.link, None).await;
    let drafts: Vec<_> = items.iter().map(|item| product_of(item).unwrap()).collect();
    assert_eq!(drafts.len(), 51);
    let mut ids: Vec<_> = drafts.iter().map(|draft| draft.external_id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 51, "each once, over the border of a page");
    let first = drafts[0];
    assert_eq!(
        (first.title.as_str(), first.status, first.variants.len()),
        ("Thing 0", DraftStatus::Active, 2)
    );
    let large = first.variants.iter().find(|variant| variant.sku.as_deref() == Some("SKU-0-L")).unwrap();
    assert_eq!((large.price.amount, large.stock), (1_500, StockDraft::Units(UNITS)));
    assert_eq!(
        (large.option_values[0].name.0.as_str(), large.option_values[0].value.as_str()),
        ("Size", "L")
    );

    // By name: what is gone is said, what has no price here has its reason.
    let (gone, free) = (goods[0].0.clone(), goods[2].clone());
    desk.ask(reqwest::Method::DELETE, &format!("/admin/products/{gone}"), serde_json::Value::Null).await;
    desk.post(
        &format!("/admin/products/{}/variants/{}", free.0, free.1),
        json!({ "prices": [{ "currency_code": "usd", "amount": 3 }] }),
    )
    .await;
    let named = desk.shop.named(&desk.link, &[gone, free.0.clone(), goods[4].0.clone()]).await.unwrap();
    assert!(named[0].item.is_none());
    assert!(
        matches!(&named[1].item, Some(FeedItem::Refused(problem)) if problem.column.ends_with("prices")),
        "{named:?}"
    );
    assert!(matches!(named[2].item, Some(FeedItem::Product(_))));

    let order = desk.usual(1, 3, 1_200, 500).await;
    let bought = order.lines[0].variant.clone();
    desk.push(&order).await.unwrap();
    let stock = desk.shop.stock(&desk.link, &[bought.clone(), "variant_none".to_owned()]).await.unwrap();
    assert_eq!(stock, [(bought, StockDraft::Units(UNITS - 3))]);

    for (word, value) in [
        ("api_key", "sk_wrong"),
        ("api_key", ""),
        ("address", "http://shop.example"),
        ("sales_channel", "Nobody's"),
    ] {
        let mut keys = desk.link.keys.clone();
        keys.set(word, value);
        let refused = desk.shop.open(&keys).await;
        assert!(matches!(refused, Err(PlatformError::Keys(_))), "{word}: {refused:?}");
    }
    let mut elsewhere = desk.link.keys.clone();
    elsewhere.set("address", format!("{}/nothing", elsewhere.get("address")));
    let refused = desk.shop.open(&elsewhere).await;
    assert!(matches!(&refused, Err(PlatformError::Keys(why)) if why.contains("/admin")), "{refused:?}");
    let again = desk.shop.open(&desk.link.keys).await.unwrap();
    assert_eq!(again.keys, desk.link.keys, "our region is found, not made anew");
}
