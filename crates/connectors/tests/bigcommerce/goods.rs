//! Goods and stock: pages, names, what changed, what is wrong.

use app::ports::{Platform, PlatformError, Wanted, product_of};
use domain::catalog::draft::{DraftStatus, FeedItem, StockDraft};
use jiff::Timestamp;
use serde_json::json;
use twins::bigcommerce::Tracking;

use super::desk::Desk;
use super::line::BEGAN_MS;
use super::load;

async fn all(desk: &Desk, since: Option<Timestamp>) -> Vec<FeedItem> {
    load::all(&desk.shop, &desk.link, since).await
}

fn ids(items: &[FeedItem]) -> Vec<String> {
    items.iter().map(|item| product_of(item).unwrap().external_id.clone()).collect()
}

#[tokio::test]
async fn pages_end_where_the_store_ends() {
    for (products, calls) in [(0, 1), (1, 1), (249, 1), (250, 1), (251, 2), (500, 2), (501, 3)] {
        let desk = Desk::open(products * 10).await;
        let items = all(&desk, None).await;
        assert_eq!(items.len(), usize::try_from(products).unwrap());
        assert_eq!(desk.twin.calls("GET /v3/catalog/products"), calls, "{products} products");
        let mut names = ids(&items);
        names.dedup();
        assert_eq!(names.len(), items.len(), "each once");
    }
}

#[tokio::test]
async fn a_first_load_asks_as_seldom_as_the_store_allows() {
    // A hundred thousand variants by BUYLINE_LOAD_VARIANTS; fewer by default, for the time a debug build takes.
    let variants =
        std::env::var("BUYLINE_LOAD_VARIANTS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000);
    let desk = Desk::open(variants).await;
    let page = desk.shop.goods(&desk.link, &Wanted::default()).await.unwrap();
    assert_eq!(page.total, Some(variants / 10));
    let items = all(&desk, None).await;
    let read: usize = items.iter().map(|item| product_of(item).unwrap().variants.len()).sum();
    assert_eq!(read as u64, variants);
    let least = usize::try_from(variants / 10).unwrap().div_ceil(250);
    assert_eq!(desk.twin.calls("GET /v3/catalog/products") - 1, least);
}

#[tokio::test]
async fn a_page_that_is_too_long_is_asked_for_in_smaller_parts() {
    let desk = Desk::open(2_500).await;
    desk.twin.with(|twin, _| {
        for product in twin.products.values_mut() {
            product.description = "x".repeat(100_000);
        }
    });
    let items = all(&desk, None).await;
    assert_eq!(items.len(), 250);
    // 250 of them are 25 MB and refused; then 125, and the other 125.
    assert_eq!(desk.twin.calls("GET /v3/catalog/products"), 3);
}

#[tokio::test]
async fn a_product_is_taken_in_as_it_stands_there() {
    let desk = Desk::open(20).await;
    desk.twin.with(|twin, _| {
        let variant = twin.variants.get_mut(&1_000).unwrap();
        (variant.price, variant.sale, variant.stock) = (Some(199_000), Some(149_900), -3);
        twin.products.get_mut(&101).unwrap().is_visible = false;
    });
    let items = all(&desk, None).await;
    let draft = product_of(&items[0]).unwrap();
    assert_eq!((draft.external_id.as_str(), draft.status), ("100", DraftStatus::Active));
    assert_eq!(draft.link.as_deref(), Some("https://twin.example/thing-100/"));
    let first = &draft.variants[0];
    assert_eq!((first.price.amount, first.compare_at.unwrap().amount), (1_499, 1_990));
    assert_eq!((first.stock, first.weight_grams), (StockDraft::Units(0), Some(500)), "owed units are none");
    assert_eq!(first.option_values[0].value, "Size 0");
    assert_eq!(product_of(&items[1]).unwrap().status, DraftStatus::Draft);
}

#[tokio::test]
async fn only_what_changed_is_read_again_and_what_is_gone_is_said() {
    let desk = Desk::open(50).await;
    desk.twin.advance(60_000);
    desk.twin.act(json!({ "act": "price", "variant": 1_015, "price": "12.34" }));
    let since = Timestamp::from_millisecond(BEGAN_MS + 30_000).unwrap();
    let changed = all(&desk, Some(since)).await;
    assert_eq!(ids(&changed), ["101"]);
    assert_eq!(product_of(&changed[0]).unwrap().variants[5].price.amount, 1_234);
    desk.twin.act(json!({ "act": "delete", "product": 102 }));
    let named = desk.shop.named(&desk.link, &["101".to_owned(), "102".to_owned()]).await.unwrap();
    assert!(named[0].item.is_some() && named[1].item.is_none());
}

#[tokio::test]
async fn a_price_with_parts_of_a_cent_is_refused_with_its_reason_and_the_rest_comes_in() {
    let desk = Desk::open(20).await;
    desk.twin.act(json!({ "act": "price", "variant": 1_000, "price": "12.3456" }));
    let items = all(&desk, None).await;
    let FeedItem::Refused(problem) = &items[0] else { panic!("{:?}", items[0]) };
    assert_eq!((problem.column.as_str(), problem.value.as_str()), ("100: price", "12.3456"));
    assert!(product_of(&items[1]).is_some());
}

#[tokio::test]
async fn stock_is_what_all_places_have_by_the_products_way_of_counting() {
    let desk = Desk::open(30).await;
    desk.twin.with(|twin, _| {
        twin.variants.get_mut(&1_000).unwrap().stock = 7;
        let shared = twin.products.get_mut(&101).unwrap();
        (shared.tracking, shared.stock) = (Tracking::Product, 4);
        twin.products.get_mut(&102).unwrap().tracking = Tracking::None;
    });
    let wanted = ["1000", "1010", "1020", "99"].map(str::to_owned);
    let stock = desk.shop.stock(&desk.link, &wanted).await.unwrap();
    let said: Vec<_> = stock.iter().map(|(id, stock)| (id.as_str(), *stock)).collect();
    assert_eq!(
        said,
        [("1000", StockDraft::Units(7)), ("1010", StockDraft::Units(4)), ("1020", StockDraft::NotTracked)]
    );
}

#[tokio::test]
async fn the_quota_that_all_apps_share_says_how_long_to_wait() {
    let desk = Desk::open(10).await;
    desk.twin.advance(10_000);
    desk.twin.act(json!({ "act": "spend", "requests": 150 }));
    let busy = desk.shop.goods(&desk.link, &Wanted::default()).await;
    let Err(PlatformError::Busy(wait)) = busy else { panic!("{busy:?}") };
    assert_eq!(wait.as_secs(), 20);
    desk.twin.advance(20_000);
    assert!(desk.shop.goods(&desk.link, &Wanted::default()).await.is_ok());
}

#[tokio::test]
async fn what_was_entered_wrongly_is_said_in_words() {
    let desk = Desk::open(10).await;
    for (word, value) in
        [("access_token", "wrong"), ("store_hash", "other/../twin0store"), ("client_secret", "")]
    {
        let mut keys = super::desk::entered();
        keys.set(word, value);
        let refused = desk.shop.open(&keys).await;
        assert!(matches!(refused, Err(PlatformError::Keys(_))), "{word}: {refused:?}");
    }
    desk.twin.act(json!({ "act": "revoke" }));
    let dead = desk.shop.goods(&desk.link, &Wanted::default()).await;
    assert!(matches!(dead, Err(PlatformError::Keys(_))), "{dead:?}");
    assert_eq!(desk.shop.close(&desk.link).await, Ok(()), "nothing is left to be closed");
}

#[tokio::test]
async fn a_store_is_connected_once_however_often_it_is_opened() {
    let desk = Desk::open(10).await;
    desk.shop.open(&super::desk::entered()).await.unwrap();
    let ours = || {
        desk.twin.with(|twin, _| {
            let ours = twin.channels.values().filter(|channel| channel["name"] == "Buyline");
            ours.map(|channel| channel["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        })
    };
    assert_eq!(ours(), ["connected"]);
    desk.shop.close(&desk.link).await.unwrap();
    assert_eq!(ours(), ["disconnected"]);
    desk.shop.open(&super::desk::entered()).await.unwrap();
    assert_eq!(ours(), ["connected"]);
}
