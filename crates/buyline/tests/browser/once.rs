//! One order, however often one taps, reloads, goes back or pays in another tab.

use testkit::browser::{Browser, View};

use super::buyer::{GO, PLACED, REVIEW, buy_button, check, number};
use super::world::World;

async fn orders(browser: &Browser, world: &World) -> i64 {
    browser.goto(&world.at("/orders")).await.unwrap();
    browser.see("main h1").await.unwrap();
    browser.ask("return document.querySelectorAll('a.list-row').length").await.unwrap().as_i64().unwrap()
}

#[tokio::test]
async fn taps_reloads_and_tabs_make_one_order_in_the_browser() {
    let Some(browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();
    let before = orders(&browser, &world).await;

    browser.goto(&world.url).await.unwrap();
    browser.tap(&buy_button(&browser, "Mug Brume").await).await.unwrap();
    browser.see(REVIEW).await.unwrap();
    let review = browser.current_url().await.unwrap();
    assert!(review.path().starts_with("/checkout/"), "the step has an address of its own: {review}");

    // A second tab stands at the same review.
    let first = browser.window().await.unwrap();
    let second = browser.new_window(true).await.unwrap();
    browser.switch_to_window(second.handle.clone()).await.unwrap();
    browser.goto(review.as_str()).await.unwrap();
    browser.see(".sheet-page [data-step=review]").await.unwrap();
    browser.switch_to_window(first).await.unwrap();

    // A double click, faster than any finger.
    browser
        .ask("const pay = document.querySelector('dialog .btn.pay'); pay.click(); pay.click(); return 1")
        .await
        .unwrap();
    browser.see(PLACED).await.unwrap();
    let placed = number(&browser).await;

    // Reload, where the sheet's address is by now.
    browser.refresh().await.unwrap();
    assert_eq!(number(&browser).await, placed, "a reload shows the same order");
    check(&browser, "placed, on its own page").await;

    // Back, to wherever that leads, and forward again.
    browser.back().await.unwrap();
    browser.see(".feed, [data-step]").await.unwrap();
    let again = browser.ask("return document.querySelector('.btn.pay')?.textContent ?? ''").await.unwrap();
    assert_eq!(again, "", "going back offers no second payment");

    // The other tab pays what is paid.
    browser.switch_to_window(second.handle).await.unwrap();
    browser.tap(GO).await.unwrap();
    browser.see(".sheet-page [data-step=placed]").await.unwrap();
    assert_eq!(number(&browser).await, placed, "the second tab shows the same order");
    browser.goto(review.as_str()).await.unwrap();
    assert_eq!(number(&browser).await, placed, "its address leads to the order ever after");

    assert_eq!(orders(&browser, &world).await, before + 1, "one order");
}
