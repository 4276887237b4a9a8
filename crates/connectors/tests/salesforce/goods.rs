//! Goods, stock and tokens of a site.

use app::ports::{Platform, PlatformError, Wanted, product_of};
use domain::catalog::draft::{FeedItem, StockDraft};
use domain::catalog::problem::Problem;
use domain::money::Currency;
use jiff::Timestamp;
use serde_json::json;

use super::desk::{Desk, entered};
use super::line::BEGAN_MS;
use super::load;

async fn all(desk: &Desk, since: Option<Timestamp>) -> Vec<FeedItem> {
    load::all(&desk.shop, &desk.link, since).await
}

#[tokio::test]
async fn pages_end_where_the_site_ends() {
    for (masters, pages) in [(0, 1), (1, 1), (23, 1), (24, 1), (25, 2), (48, 2), (49, 3)] {
        let desk = Desk::open(masters * 10).await;
        let before = desk.twin.calls("searchProducts");
        let items = all(&desk, None).await;
        assert_eq!(items.len() as u64, masters);
        assert_eq!(desk.twin.calls("searchProducts") - before, pages, "{masters} masters");
    }
}

#[tokio::test]
async fn a_first_load_asks_little_more_than_the_site_makes_necessary() {
    // A hundred thousand variants by BUYLINE_LOAD_VARIANTS; fewer by default, for the time a debug build takes.
    let variants: u64 =
        std::env::var("BUYLINE_LOAD_VARIANTS").ok().and_then(|text| text.parse().ok()).unwrap_or(4_800);
    let desk = Desk::open(variants).await;
    let before = desk.twin.with(|twin, _| twins::platform::Model::log(twin).len() as u64);
    let items = all(&desk, None).await;
    let read: usize = items.iter().map(|item| product_of(item).unwrap().variants.len()).sum();
    assert_eq!(read as u64, variants);
    let calls = desk.twin.with(|twin, _| twins::platform::Model::log(twin).len() as u64) - before;
    let masters = variants.div_ceil(10);
    // Two hundred masters a search, and 24 of anything in the shop window.
    let least = masters.div_ceil(200) + masters.div_ceil(24) + variants.div_ceil(24);
    assert!(calls * 10 <= least * 11, "{calls} calls where {least} are the least");
}

#[tokio::test]
async fn a_master_is_taken_in_with_its_variants_and_what_each_has() {
    let desk = Desk::open(20).await;
    desk.twin.with(|twin, _| {
        twin.variants.get_mut("M0000000-1").unwrap().is_endless = true;
        twin.variants.get_mut("M0000000-2").unwrap().stock = 7;
    });
    let items = all(&desk, None).await;
    let draft = product_of(&items[0]).unwrap();
    assert_eq!((draft.external_id.as_str(), draft.options[0].0.as_str()), ("M0000000", "Size"));
    assert_eq!(draft.variants[1].stock, StockDraft::NotTracked);
    assert_eq!(draft.variants[2].stock, StockDraft::Units(7));
    assert_eq!(draft.variants[2].option_values[0].value, "Size 2");
    assert_eq!(draft.images[0].url, "https://cdn.example/M0000000.jpg");
    let wanted = ["M0000000-2", "gone"].map(str::to_owned);
    let stock = desk.shop.stock(&desk.link, &wanted).await.unwrap();
    assert_eq!(stock, [("M0000000-2".to_owned(), StockDraft::Units(7))]);
}

#[tokio::test]
async fn only_what_changed_is_read_again_and_what_went_off_line_is_gone() {
    let desk = Desk::open(50).await;
    desk.twin.advance(60_000);
    desk.twin.act(json!({ "act": "price", "variant": "M0000001-5", "price": "12.34" }));
    desk.twin.act(json!({ "act": "show", "product": "M0000002", "visible": false }));
    let since = Timestamp::from_millisecond(BEGAN_MS + 30_000).unwrap();
    let changed = all(&desk, Some(since)).await;
    assert_eq!(changed.len(), 1);
    assert_eq!(product_of(&changed[0]).unwrap().variants[5].price.amount, 1_234);
    let named = desk.shop.named(&desk.link, &["M0000001".to_owned(), "M0000002".to_owned()]).await.unwrap();
    assert!(named[0].item.is_some() && named[1].item.is_none());
}

#[tokio::test]
async fn a_site_that_sells_in_another_currency_is_noticed() {
    let desk = Desk::open(10).await;
    desk.twin.with(|twin, _| "USD".clone_into(&mut twin.settings.currency));
    let items = all(&desk, None).await;
    let FeedItem::Refused(problem) = &items[0] else { panic!("{:?}", items[0]) };
    assert_eq!(problem.reason, Problem::ForeignCurrency { expected: Currency::EUR });
}

#[tokio::test]
async fn tokens_end_and_are_renewed_before_they_do() {
    let mut desk = Desk::open(10).await;
    let opened = desk.shop.open(&entered(Currency::EUR)).await.unwrap();
    let ends = opened.expires_at.unwrap();
    let left = ends.as_millisecond() - BEGAN_MS;
    assert!((27 * 60_000..30 * 60_000).contains(&left), "before the half hour is over: {left}");
    desk.twin.advance(31 * 60_000);
    let ended = desk.shop.goods(&desk.link, &Wanted::default()).await;
    assert!(matches!(ended, Err(PlatformError::Down(_))), "not the merchant's to mend: {ended:?}");
    let (keys, _) = desk.shop.renew(&desk.link).await.unwrap().unwrap();
    desk.link.keys = keys;
    assert!(desk.shop.goods(&desk.link, &Wanted::default()).await.is_ok());
    desk.twin.act(json!({ "act": "revoke" }));
    let dead = desk.shop.renew(&desk.link).await;
    assert!(matches!(dead, Err(PlatformError::Keys(_))), "now it is: {dead:?}");
}

#[tokio::test]
async fn what_was_entered_wrongly_is_said_in_words() {
    let desk = Desk::open(10).await;
    for (word, value) in [
        ("short_code", "evil.example/"),
        ("organization", "f_ecom_../x"),
        ("site", ""),
        ("client_secret", "wrong"),
        ("shopper_client_secret", "wrong\n"),
    ] {
        let mut keys = entered(Currency::EUR);
        keys.set(word, value);
        let refused = desk.shop.open(&keys).await;
        assert!(matches!(refused, Err(PlatformError::Keys(_))), "{word}: {refused:?}");
    }
    let mut keys = entered(Currency::EUR);
    keys.set("currency", "euros");
    assert!(matches!(desk.shop.open(&keys).await, Err(PlatformError::Refused(_))));
}
