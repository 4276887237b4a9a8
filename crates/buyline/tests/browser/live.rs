//! Price and stock on pages that are open.

use std::time::Duration;

use testkit::browser::{Browser, View};

use super::buyer::card;
use super::shop;
use super::world::World;

/// What the house promises.
const LIVE_MAX: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_new_price_and_the_last_unit_reach_an_open_page_within_a_second_in_the_browser() {
    let Some(browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    let Some(shop) = shop::open(&world).await else { return };
    browser.goto(&world.url).await.unwrap();
    let card = card(&browser, "Lac du matin").await;
    // Counted in the page itself, from the moment the shop's answer is there at the latest.
    let watch = format!(
        "window.changes = []; new MutationObserver(() => window.changes.push([Date.now(), \
         document.querySelector(\"{card} [data-show=price]\").textContent, \
         document.querySelector(\"{card} [data-show=stock]\").textContent]))\
         .observe(document.querySelector(\"{card}\"), {{ subtree: true, childList: true, characterData: true }}); return 1"
    );
    browser.ask(&watch).await.unwrap();

    shop::edit(&shop, "Lac du matin").await;
    shop::set_all(&shop, "price", "21.50").await;
    shop::set_all(&shop, "units", "1").await;
    let tapped = now(&browser).await;
    shop::save(&shop).await;
    browser
        .until("window.changes.some(([, price, stock]) => price.includes('21.50') && stock === 'Last one')")
        .await
        .unwrap();
    let told = browser
        .ask("return window.changes.find(([, price, stock]) => price.includes('21.50') && stock === 'Last one')[0]")
        .await
        .unwrap()
        .as_i64()
        .unwrap();
    let took = Duration::from_millis(u64::try_from(told - tapped).unwrap_or(0));
    assert!(took < LIVE_MAX, "from the shop's tap to the open page: {took:?}");

    // One variant is gone: the choice stays, and only what is chosen cannot be bought.
    shop::set_first(&shop, "units", "0").await;
    shop::save(&shop).await;
    browser
        .until(&format!("document.querySelector(\"{card} [data-show=stock]\").textContent === 'Sold out'"))
        .await
        .unwrap();
    let choice = format!(
        "const form = document.querySelector(\"{card} form[action='/buy']\"); \
         const offers = [...form.querySelectorAll('[data-price]')]; \
         return [form.checkVisibility(), form.querySelector('.btn.buy').disabled, \
         offers.some((offer) => offer.dataset.open !== '' && !offer.disabled)].join()"
    );
    assert_eq!(
        browser.ask(&choice).await.unwrap(),
        "true,true,true",
        "shown, not to be bought, another there"
    );

    shop::set_all(&shop, "units", "0").await;
    shop::save(&shop).await;
    browser
        .until(&format!("document.querySelector(\"{card} [data-show=stock]\").textContent === 'Sold out'"))
        .await
        .unwrap();
    browser.see(&format!("{card} form[action='/notify']")).await.unwrap();
    let complaints = browser.complaints().await.unwrap();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

async fn now(browser: &Browser) -> i64 {
    browser.ask("return Date.now()").await.unwrap().as_i64().unwrap()
}
