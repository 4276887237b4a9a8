//! Goods and stock: pages, names, costs, what changed, what is wrong.

use app::ports::{Platform, PlatformError, Wanted, product_of};
use domain::catalog::draft::{DraftStatus, FeedItem, StockDraft};
use jiff::Timestamp;
use serde_json::json;
use twins::platform::Model;

use super::desk::{Desk, PRODUCT, VARIANT};
use super::line::BEGAN_MS;
use super::load;

/// So many products of ten variants fit into a question of a thousand points: 1 + 1 option + 5 pictures of 2 + 10 variants of 7.
const FIT: u64 = 1_000 / 82;

async fn all(desk: &Desk, since: Option<Timestamp>) -> Vec<FeedItem> {
    load::all(&desk.shop, &desk.link, since).await
}

fn ids(items: &[FeedItem]) -> Vec<String> {
    items.iter().map(|item| product_of(item).unwrap().external_id.clone()).collect()
}

#[tokio::test]
async fn pages_end_where_the_shop_ends() {
    for products in [0, 1, FIT - 1, FIT, FIT + 1, 2 * FIT, 2 * FIT + 1] {
        let desk = Desk::open(products * 10).await;
        let items = all(&desk, None).await;
        assert_eq!(items.len(), usize::try_from(products).unwrap());
        // One that is too dear tells how dear it is.
        let calls = 1 + products.div_ceil(FIT).max(1);
        assert_eq!(desk.twin.calls("Products") as u64, calls, "{products} products");
        let mut names = ids(&items);
        names.dedup();
        assert_eq!(names.len(), items.len(), "each once");
    }
}

#[tokio::test]
async fn a_first_load_asks_as_seldom_as_costs_allow() {
    // As many as are read by pages.
    let variants = 9_990;
    let desk = Desk::open(variants).await;
    let items = all(&desk, None).await;
    let read: usize = items.iter().map(|item| product_of(item).unwrap().variants.len()).sum();
    assert_eq!(read as u64, variants);
    let least = (variants / 10).div_ceil(FIT);
    assert_eq!(desk.twin.calls("Products") as u64 - 1, least, "and one that told what a page costs");
}

#[tokio::test]
async fn a_page_says_how_many_there_are_and_when_it_was_true() {
    let desk = Desk::open(300).await;
    let first = desk.shop.goods(&desk.link, &Wanted::default()).await.unwrap();
    assert_eq!(first.total, Some(30));
    assert_eq!(first.as_of.as_millisecond(), BEGAN_MS);
    let next = Wanted { since: None, cursor: first.next.unwrap() };
    let second = desk.shop.goods(&desk.link, &next).await.unwrap();
    assert_eq!(second.total, None);
    assert_eq!(ids(&second.items)[0], (PRODUCT + FIT).to_string());
    // What is deleted meanwhile moves nothing past us.
    desk.twin.act(json!({ "act": "delete", "product": PRODUCT + FIT - 1 }));
    let again = desk.shop.goods(&desk.link, &next).await.unwrap();
    assert_eq!(ids(&again.items), ids(&second.items));
}

#[tokio::test]
async fn a_product_of_very_many_variants_is_read_to_its_end() {
    let desk = Desk::open(20).await;
    desk.twin.with(|twin, _| {
        let first = twin.variants[&VARIANT].clone();
        for number in 0..225 {
            let id = 90_000 + number;
            let values = vec![format!("Size {id}")];
            twin.variants.insert(id, twins::shopify::Variant { id, values, ..first.clone() });
            twin.products.get_mut(&PRODUCT).unwrap().variants.push(id);
        }
    });
    let items = all(&desk, None).await;
    let draft = product_of(&items[0]).unwrap();
    assert_eq!(draft.variants.len(), 235);
    assert_eq!(desk.twin.calls("Variants"), 3);
    let mut seen: Vec<_> = draft.variants.iter().map(|variant| &variant.external_id).collect();
    seen.dedup();
    assert_eq!(seen.len(), 235, "each once");
}

#[tokio::test]
async fn what_no_bucket_holds_is_refused_with_its_reason_and_the_rest_comes_in() {
    let desk = Desk::open(60).await;
    desk.twin.with(|twin, _| {
        twin.set(&json!({ "points_per_second": 100 })).unwrap();
        let first = twin.variants[&VARIANT].clone();
        // The second has more than a bucket holds, the others need some waiting.
        for (place, count) in [(1, 600), (3, 150), (4, 150), (5, 150)] {
            for number in 0..count {
                let id = 90_000 + place * 1_000 + number;
                let values = vec![format!("Size {id}")];
                twin.variants.insert(id, twins::shopify::Variant { id, values, ..first.clone() });
                twin.products.get_mut(&(PRODUCT + place)).unwrap().variants.push(id);
            }
        }
    });
    let names: Vec<_> = (0..6).map(|number| (PRODUCT + number).to_string()).collect();
    let (mut items, mut named, mut wanted) = (Vec::new(), Vec::new(), Wanted::default());
    for _ in 0..100 {
        match desk.shop.goods(&desk.link, &wanted).await {
            Ok(page) => {
                items.extend(page.items);
                let Some(next) = page.next else { break };
                wanted.cursor = next;
            }
            Err(PlatformError::Busy(wait)) => desk.twin.advance(i64::try_from(wait.as_millis()).unwrap()),
            Err(other) => panic!("{other}"),
        }
    }
    for _ in 0..100 {
        match desk.shop.named(&desk.link, &names[named.len()..]).await {
            Ok(read) => named.extend(read),
            Err(PlatformError::Busy(wait)) => desk.twin.advance(i64::try_from(wait.as_millis()).unwrap()),
            Err(other) => panic!("{other}"),
        }
    }
    for items in [items, named.into_iter().map(|one| one.item.unwrap()).collect()] {
        let counts: Vec<_> =
            items.iter().map(|item| product_of(item).map(|draft| draft.variants.len())).collect();
        assert_eq!(counts, [Some(10), None, Some(10), Some(160), Some(160), Some(160)]);
        let FeedItem::Refused(problem) = &items[1] else { panic!("{:?}", items[1]) };
        assert_eq!(problem.column, "8001: variants");
    }
}

#[tokio::test]
async fn a_product_is_taken_in_as_it_stands_there() {
    let desk = Desk::open(60).await;
    desk.twin.with(|twin, _| {
        let variant = twin.variants.get_mut(&VARIANT).unwrap();
        (variant.price, variant.compare_at, variant.available) = (149_900, Some(199_000), -3);
        variant.sells_past_zero = true;
        let shelf = twin.variants.get_mut(&(VARIANT + 1)).unwrap();
        (shelf.is_tracked, shelf.travels, shelf.grams) = (false, false, 1_250);
        twin.products.get_mut(&(PRODUCT + 4)).unwrap().is_gift_card = true;
        twin.products.get_mut(&(PRODUCT + 5)).unwrap().is_subscription = true;
    });
    for (number, status) in [(1, "DRAFT"), (2, "ARCHIVED"), (3, "UNLISTED")] {
        desk.twin.act(json!({ "act": "status", "product": PRODUCT + number, "status": status }));
    }
    let items = all(&desk, None).await;
    let drafts: Vec<_> = items.iter().map(|item| product_of(item).unwrap()).collect();
    let draft = drafts[0];
    assert_eq!((draft.external_id.as_str(), draft.vendor.as_deref()), ("8000", Some("Twin")));
    assert_eq!(draft.link.as_deref(), Some("https://twin.myshopify.com/products/thing-8000"));
    assert_eq!((draft.images.len(), draft.tags.as_slice()), (1, ["twin".to_owned()].as_slice()));
    let first = &draft.variants[0];
    assert_eq!((first.price.amount, first.compare_at.unwrap().amount), (1_499, 1_990));
    assert_eq!((first.stock, first.sells_past_zero), (StockDraft::Units(0), true), "owed units are none");
    assert_eq!((first.option_values[0].value.as_str(), first.weight_grams), ("Size 0", Some(500)));
    let second = &draft.variants[1];
    assert_eq!((second.stock, second.requires_shipping), (StockDraft::NotTracked, false));
    assert_eq!(second.weight_grams, Some(1_250));
    let statuses: Vec<_> = drafts.iter().map(|draft| draft.status).collect();
    let hidden = [DraftStatus::Draft; 3];
    assert_eq!(statuses[..3], [DraftStatus::Active, DraftStatus::Draft, DraftStatus::Archived]);
    assert_eq!(statuses[3..], hidden, "shown by a link only, a gift card, sold by subscription");
}

#[tokio::test]
async fn a_product_without_options_offers_none() {
    let desk = Desk::open(1).await;
    desk.twin.with(|twin, _| {
        twin.products.get_mut(&PRODUCT).unwrap().options = vec!["Title".to_owned()];
        twin.variants.get_mut(&VARIANT).unwrap().values = vec!["Default Title".to_owned()];
    });
    let items = all(&desk, None).await;
    let draft = product_of(&items[0]).unwrap();
    assert!(draft.options.is_empty() && draft.variants[0].option_values.is_empty());
}

#[tokio::test]
async fn where_the_app_is_a_sales_channel_its_own_listing_decides() {
    let desk = Desk::open(20).await;
    desk.twin.act(json!({ "act": "publish", "product": PRODUCT, "published": false }));
    let status = |items: &[FeedItem]| product_of(&items[0]).unwrap().status;
    assert_eq!(status(&all(&desk, None).await), DraftStatus::Active, "a custom app has no listing");
    desk.twin.with(|twin, _| twin.settings.is_channel = true);
    let desk = Desk::at(desk.twin, &super::desk::entered()).await;
    let items = all(&desk, None).await;
    assert_eq!(status(&items), DraftStatus::Draft);
    assert_eq!(product_of(&items[1]).unwrap().status, DraftStatus::Active);
}

#[tokio::test]
async fn only_what_changed_is_read_again_and_what_is_gone_is_said() {
    let desk = Desk::open(50).await;
    desk.twin.advance(60_000);
    desk.twin.act(json!({ "act": "price", "variant": VARIANT + 15, "price": "12.34" }));
    let since = Timestamp::from_millisecond(BEGAN_MS + 30_000).unwrap();
    let changed = all(&desk, Some(since)).await;
    assert_eq!(ids(&changed), ["8001"]);
    assert_eq!(product_of(&changed[0]).unwrap().variants[5].price.amount, 1_234);
    desk.twin.act(json!({ "act": "delete", "product": PRODUCT + 2 }));
    let names = ["8001", "8002", "../1", "40000"].map(str::to_owned);
    let named = desk.shop.named(&desk.link, &names).await.unwrap();
    let there: Vec<_> = named.iter().map(|one| (one.product.as_str(), one.item.is_some())).collect();
    assert_eq!(there, [("8001", true), ("8002", false), ("../1", false), ("40000", false)]);
}

#[tokio::test]
async fn fifty_products_are_asked_for_in_parts_that_are_not_too_dear() {
    let desk = Desk::open(500).await;
    let names: Vec<_> = (0..50).map(|number| (PRODUCT + number).to_string()).collect();
    let named = desk.shop.named(&desk.link, &names).await.unwrap();
    assert_eq!(named.iter().map(|one| &one.product).collect::<Vec<_>>(), names.iter().collect::<Vec<_>>());
    assert!(named.iter().all(|one| one.item.is_some()));
    assert_eq!(desk.twin.calls("Named"), 50_usize.div_ceil(6));
}

#[tokio::test]
async fn what_was_read_before_the_bucket_was_empty_is_not_thrown_away() {
    let desk = Desk::open(500).await;
    desk.twin.with(|twin, _| twin.set(&json!({ "points_per_second": 100 })).unwrap());
    let mut left: Vec<_> = (0..50).map(|number| (PRODUCT + number).to_string()).collect();
    let mut rounds = 0;
    while !left.is_empty() {
        rounds += 1;
        assert!(rounds < 20, "it comes to an end");
        match desk.shop.named(&desk.link, &left).await {
            Ok(named) => left.retain(|id| named.iter().all(|one| one.product != *id)),
            Err(PlatformError::Busy(wait)) => desk.twin.advance(i64::try_from(wait.as_millis()).unwrap()),
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn a_price_with_parts_of_a_cent_is_refused_with_its_reason_and_the_rest_comes_in() {
    let desk = Desk::open(20).await;
    desk.twin.act(json!({ "act": "price", "variant": VARIANT, "price": "12.3456" }));
    let items = all(&desk, None).await;
    let FeedItem::Refused(problem) = &items[0] else { panic!("{:?}", items[0]) };
    assert_eq!((problem.column.as_str(), problem.value.as_str()), ("8000: price", "12.3456"));
    assert!(product_of(&items[1]).is_some());
}

#[tokio::test]
async fn stock_is_told_by_variants_and_by_what_messages_name() {
    let desk = Desk::open(30).await;
    desk.twin.with(|twin, _| {
        twin.variants.get_mut(&VARIANT).unwrap().available = 7;
        twin.variants.get_mut(&(VARIANT + 1)).unwrap().is_tracked = false;
        twin.variants.get_mut(&(VARIANT + 2)).unwrap().available = 4;
    });
    let wanted = ["40000", "40001", "item-70040002", "99", "x"].map(str::to_owned);
    let stock = desk.shop.stock(&desk.link, &wanted).await.unwrap();
    let said: Vec<_> = stock.iter().map(|(id, stock)| (id.as_str(), *stock)).collect();
    assert_eq!(
        said,
        [("40000", StockDraft::Units(7)), ("40001", StockDraft::NotTracked), ("40002", StockDraft::Units(4))]
    );
}

#[tokio::test]
async fn an_empty_bucket_says_how_long_to_wait() {
    let desk = Desk::open(200).await;
    desk.twin.with(|twin, _| twin.set(&json!({ "points_per_second": 100 })).unwrap());
    desk.twin.act(json!({ "act": "spend", "points": 1_950 }));
    let names: Vec<_> = (0..10).map(|number| (PRODUCT + number).to_string()).collect();
    let busy = desk.shop.named(&desk.link, &names).await;
    let Err(PlatformError::Busy(wait)) = busy else { panic!("{busy:?}") };
    // 492 points are asked for, 50 are there, 100 come back in a second.
    assert_eq!(wait.as_secs(), 5);
    desk.twin.advance(5_000);
    assert!(desk.shop.named(&desk.link, &names).await.is_ok());
}

#[tokio::test]
async fn a_filled_cart_stands_in_the_merchants_own_shop() {
    let desk = Desk::open(10).await;
    let cart = |lines: &[(&str, u32)]| {
        let lines: Vec<_> = lines.iter().map(|(variant, units)| ((*variant).to_owned(), *units)).collect();
        desk.shop.hand_over(&desk.link, &lines)
    };
    assert_eq!(
        cart(&[("40000", 2), ("40001", 1)]).as_deref(),
        Some("https://twin.myshopify.com/cart/40000:2,40001:1")
    );
    assert_eq!(cart(&[("40000", 2), ("../x", 1)]), None, "a part of a cart is no cart");
    assert_eq!(cart(&[]), None);
}
