//! A large shop is read from the file that Shopify writes.

use app::ports::{Platform, PlatformError, Wanted, product_of};
use domain::catalog::draft::{DraftStatus, FeedItem};
use serde_json::json;
use twins::platform::{Fault, Model, What};

use super::desk::{Desk, PRODUCT, entered};
use super::line::BEGAN_MS;

/// As many products as a file is written for.
const LARGE: u64 = 1_000;

/// Everything, as whoever calls reads it: an answer that is lost is asked for again, and who is asked to wait waits.
async fn all(desk: &Desk) -> Vec<FeedItem> {
    let mut wanted = Wanted::default();
    let mut items = Vec::new();
    for _ in 0..10_000 {
        match desk.shop.goods(&desk.link, &wanted).await {
            Ok(page) => {
                items.extend(page.items);
                match page.next {
                    Some(next) => wanted.cursor = next,
                    None => return items,
                }
            }
            Err(PlatformError::Busy(wait)) => desk.twin.advance(i64::try_from(wait.as_millis()).unwrap()),
            Err(PlatformError::Down(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    panic!("it never ends");
}

/// A shop of many products and few variants, which is read soon.
async fn slim() -> Desk {
    let desk = Desk::open(LARGE * 10).await;
    desk.twin.with(|twin, _| twin.products.values_mut().for_each(|product| product.variants.truncate(1)));
    desk
}

fn files(desk: &Desk) -> usize {
    desk.twin.calls("Bulk")
}

#[tokio::test]
async fn a_first_load_of_a_large_shop_is_a_few_questions() {
    // A hundred thousand variants by BUYLINE_LOAD_VARIANTS; fewer by default, for the time a debug build takes.
    let variants =
        std::env::var("BUYLINE_LOAD_VARIANTS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000);
    let desk = Desk::open(variants).await;
    let first = desk.shop.goods(&desk.link, &Wanted::default()).await.unwrap();
    assert_eq!((first.items.len(), first.total), (0, Some(variants / 10)));
    assert_eq!(first.as_of.as_millisecond(), BEGAN_MS);
    let mut items = Vec::new();
    let mut wanted = Wanted { since: None, cursor: first.next.unwrap() };
    loop {
        let page = desk.shop.goods(&desk.link, &wanted).await.unwrap();
        assert!(page.items.len() <= 1_500, "a part is what is held in memory: {}", page.items.len());
        items.extend(page.items);
        match page.next {
            Some(next) => wanted.cursor = next,
            None => break,
        }
    }
    let read: usize = items.iter().map(|item| product_of(item).unwrap().variants.len()).sum();
    assert_eq!(read as u64, variants);
    let calls = desk.twin.with(|twin, _| twin.log().len());
    // Opening, what a page costs, how many there are, the file, and for each part of it where it is and what it says.
    let parts = desk.twin.calls("file");
    assert_eq!(calls, 4 + 2 * parts);
    assert!(parts as u64 <= variants / 6_000 + 1, "{parts} parts");
}

#[tokio::test]
async fn a_file_says_what_pages_say() {
    let desk = Desk::open(LARGE * 10).await;
    desk.twin.with(|twin, _| {
        let product = twin.products.get_mut(&(PRODUCT + 3)).unwrap();
        product.is_gift_card = true;
        product.pictures = (0..4).map(|number| format!("https://cdn.twin.example/{number}.jpg")).collect();
        twin.products.get_mut(&(PRODUCT + 4)).unwrap().title = "Ein Ding für Öfen, 鍋".to_owned();
    });
    desk.twin.act(json!({ "act": "price", "variant": 40_000, "price": "12.3456" }));
    let by_file = all(&desk).await;
    assert_eq!((files(&desk), desk.twin.calls("Products"), by_file.len()), (1, 2, 1_000));
    desk.twin.with(|twin, _| twin.settings.fails_bulk = true);
    let by_pages = all(&desk).await;
    assert_eq!(by_file, by_pages);
    assert!(matches!(by_file[0], FeedItem::Refused(_)), "its price has parts of a cent");
}

#[tokio::test]
async fn a_file_takes_its_time_and_one_that_fails_is_replaced_by_pages() {
    let desk = slim().await;
    desk.twin.with(|twin, _| twin.settings.bulk_ms = 25_000);
    let next = desk.shop.goods(&desk.link, &Wanted::default()).await.unwrap().next.unwrap();
    let wanted = Wanted { since: None, cursor: next };
    let busy = desk.shop.goods(&desk.link, &wanted).await;
    assert!(matches!(busy, Err(PlatformError::Busy(_))), "it is being written");
    // Another one is being written: pages say the same.
    assert_eq!(all(&desk).await.len(), 1_000);
    assert_eq!(files(&desk), 2);
    desk.twin.advance(25_000);
    assert!(!desk.shop.goods(&desk.link, &wanted).await.unwrap().items.is_empty());
    // After a week it is gone, and what was begun with it begins anew.
    desk.twin.advance(8 * 86_400_000);
    let expired = desk.shop.goods(&desk.link, &wanted).await.unwrap();
    assert_eq!((expired.items.len(), expired.next.as_deref()), (0, Some("250:0")));
    desk.twin.with(|twin, _| twin.settings.fails_bulk = true);
    assert_eq!(all(&desk).await.len(), 1_000);
}

#[tokio::test]
async fn whichever_answer_is_lost_everything_is_read_once() {
    for what in [What::LostBefore, What::LostAfter, What::Failed { status: 500, acted: true }] {
        for after in 0..7 {
            let desk = slim().await;
            let fault = Fault { on: "*".to_owned(), after, times: 1, what: what.clone() };
            desk.twin.with(|twin, _| twin.faults().add(fault));
            let items = all(&desk).await;
            assert_eq!(items.len(), 1_000, "{what:?} at {after}");
            let mut ids: Vec<_> = items.iter().map(|item| &product_of(item).unwrap().external_id).collect();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), 1_000, "{what:?} at {after}");
        }
    }
}

#[tokio::test]
async fn what_is_not_published_in_the_apps_own_listing_is_not_on_sale_in_a_file_either() {
    let desk = Desk::open(LARGE * 10).await;
    desk.twin.with(|twin, _| twin.settings.is_channel = true);
    desk.twin.act(json!({ "act": "publish", "product": PRODUCT, "published": false }));
    let desk = Desk::at(desk.twin, &entered()).await;
    let items = all(&desk).await;
    assert_eq!((files(&desk), desk.twin.calls("Products")), (1, 2));
    let status = |place: usize| product_of(&items[place]).unwrap().status;
    assert_eq!((status(0), status(1)), (DraftStatus::Draft, DraftStatus::Active));
}
