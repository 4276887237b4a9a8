//! What goes wrong between the taps: the bank asks, the card is refused, the price moves, the last one is gone.

use testkit::browser::{Browser, View};

use super::buyer::{CHALLENGE, ENDED, GO, PLACED, REVIEW, buy_button, check, number, pay_with};
use super::shop;
use super::world::World;

async fn to_review(browser: &Browser, world: &World, product: &str) {
    browser.goto(&world.url).await.unwrap();
    browser.tap(&buy_button(browser, product).await).await.unwrap();
    browser.see(REVIEW).await.unwrap();
}

#[tokio::test]
async fn a_bank_that_asks_and_a_card_that_is_refused_are_told_in_place_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    for view in [View::PHONE, View::DESKTOP] {
        browser.look(view).await.unwrap();
        to_review(&browser, &world, "Mug Brume").await;
        pay_with(&browser, "card_insufficient_funds").await;
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        let note = browser.read(&format!("{REVIEW} .note.bad")).await.unwrap();
        assert!(
            note.contains("not charged") || note.contains("Nothing"),
            "nothing was charged, and it says so: {note}"
        );
        check(&browser, "declined").await;

        pay_with(&browser, "card_challenge").await;
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        browser.see(CHALLENGE).await.unwrap();
        check(&browser, "challenge").await;
        browser.tap(&format!("{CHALLENGE} button[value=refuse]")).await.unwrap();
        browser.see(&format!("{REVIEW} .note.bad")).await.unwrap();
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        browser.tap(&format!("{CHALLENGE} button[value=confirm]")).await.unwrap();
        browser.see(PLACED).await.unwrap();
        check(&browser, "placed after the bank asked").await;
        assert!(number(&browser).await.starts_with("BL-"));
    }
}

#[tokio::test]
async fn a_price_that_moves_between_the_taps_is_shown_and_asked_again_in_the_browser() {
    let Some(browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    let Some(shop) = shop::open(&world).await else { return };
    to_review(&browser, &world, "Lac du matin").await;
    let before = browser.read(&format!("{REVIEW} .sum .total dd")).await.unwrap();
    shop::edit(&shop, "Lac du matin").await;
    shop::set_all(&shop, "price", "26.40").await;
    shop::save(&shop).await;

    browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
    let note = browser.read(&format!("{REVIEW} .note")).await.unwrap();
    let after = browser.read(&format!("{REVIEW} .sum .total dd")).await.unwrap();
    assert_ne!(after, before, "the new total is shown: {note}");
    assert!(browser.read(&format!("{REVIEW} {GO}")).await.unwrap().contains(&after));
    check(&browser, "the price has changed").await;
    browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
    let placed = browser.read(&format!("{PLACED} .done")).await.unwrap();
    assert!(placed.contains(&after), "what was shown is what is paid: {placed}");
}

#[tokio::test]
async fn what_is_gone_meanwhile_is_said_and_nothing_is_charged_in_the_browser() {
    let Some(browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    let Some(shop) = shop::open(&world).await else { return };
    to_review(&browser, &world, "Lac du matin").await;
    shop::edit(&shop, "Lac du matin").await;
    shop::set_all(&shop, "units", "0").await;
    shop::save(&shop).await;
    browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
    let said = browser.read(ENDED).await.unwrap();
    assert!(said.contains("Sold out"), "{said}");
    check(&browser, "sold out meanwhile").await;
    browser.tap(&format!("{ENDED} .sheet-foot [data-close]")).await.unwrap();
    browser.goto(&world.at("/orders")).await.unwrap();
    assert!(!browser.read("main").await.unwrap().contains("BL-0000"), "no order came of it");
}
