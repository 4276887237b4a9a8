//! Buying with a keyboard alone, and what a screen reader is told on the way.

use testkit::browser::{Browser, Key, View};

use super::buyer::{DETAILS, GO, PLACED, REVIEW, be_a_guest, buy_button, check, fill_details};
use super::world::World;

/// More presses than any page has places to stop at before what is looked for.
const TABS_MAX: usize = 120;

/// Presses Tab until the focus is where `selector` says; says how often.
async fn tab_to(browser: &Browser, selector: &str) -> usize {
    for pressed in 0..TABS_MAX {
        let there = format!("return document.activeElement.matches(\"{selector}\")");
        if browser.ask(&there).await.unwrap() == true {
            return pressed;
        }
        browser.press(Key::Tab).await.unwrap();
    }
    let stuck = browser.ask("return document.activeElement.outerHTML.slice(0, 300)").await.unwrap();
    panic!("Tab does not reach {selector}; it stands at {stuck}");
}

async fn said(browser: &Browser) -> String {
    let script =
        "return [...document.querySelectorAll('.vh[role=status]')].map(node => node.textContent).join(' ')";
    browser.ask(script).await.unwrap().as_str().unwrap().to_owned()
}

async fn focus_is(browser: &Browser, selector: &str) -> bool {
    browser.ask(&format!("return document.activeElement.matches(\"{selector}\")")).await.unwrap() == true
}

#[tokio::test]
async fn a_purchase_needs_only_a_keyboard_in_the_browser() {
    let Some(browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();

    browser.press(Key::Tab).await.unwrap();
    assert!(focus_is(&browser, "a.skip").await, "the first stop skips the navigation");
    browser.press(Key::Enter).await.unwrap();
    let buy = buy_button(&browser, "Lac du matin").await;
    tab_to(&browser, &buy).await;
    browser.press(Key::Enter).await.unwrap();
    browser.see(REVIEW).await.unwrap();
    assert!(focus_is(&browser, "dialog #sheet-title").await, "the step's title has the focus");
    browser.until("[...document.querySelectorAll('dialog [role=status]')].some(node => node.textContent.includes('€'))").await.unwrap();
    assert!(said(&browser).await.contains("Review"), "the step is announced: {}", said(&browser).await);

    let stops = tab_to(&browser, &format!("dialog {GO}")).await;
    assert!(stops < 12, "the paying button is {stops} stops away");
    browser.press(Key::Escape).await.unwrap();
    browser.until("!document.querySelector('dialog[open]')").await.unwrap();
    let focused = browser.ask("return document.activeElement.outerHTML.slice(0, 200)").await.unwrap();
    assert!(focus_is(&browser, &buy).await, "the focus is back on the card, not on {focused}");

    browser.press(Key::Enter).await.unwrap();
    browser.see(REVIEW).await.unwrap();
    for _ in 0..30 {
        browser.press(Key::Tab).await.unwrap();
        let inside =
            "return document.activeElement === document.body || !!document.activeElement.closest('dialog')";
        assert_eq!(browser.ask(inside).await.unwrap(), true, "Tab leaves the sheet for the page behind it");
    }
    tab_to(&browser, &format!("dialog {GO}")).await;
    browser.press(Key::Enter).await.unwrap();
    browser.see(PLACED).await.unwrap();
    assert!(focus_is(&browser, "dialog #sheet-title").await, "the title of the placed step has the focus");
    browser.until("[...document.querySelectorAll('dialog [role=status]')].some(node => node.textContent.includes('BL-'))").await.unwrap();
    check(&browser, "placed by keyboard").await;
    browser.press(Key::Escape).await.unwrap();
    browser.until("!document.querySelector('dialog[open]')").await.unwrap();
    assert!(focus_is(&browser, &buy).await, "the focus is back on the card after buying");
}

#[tokio::test]
async fn mistakes_are_named_and_back_keeps_what_was_typed_in_the_browser() {
    let Some(browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    be_a_guest(&browser, &world).await;
    browser.goto(&world.url).await.unwrap();
    browser.tap(&buy_button(&browser, "Mug Brume").await).await.unwrap();
    browser.see(DETAILS).await.unwrap();
    fill_details(&browser).await;
    // The browser's own check would stop this mail address; the server's words are what is looked at here.
    browser.ask("document.querySelector('dialog form').noValidate = true; return 1").await.unwrap();
    browser.fill("[name=email]", "maelle@nowhere").await.unwrap();
    browser.tap(&format!("{DETAILS} {GO}")).await.unwrap();
    browser.see("dialog .summary").await.unwrap();
    assert!(focus_is(&browser, ".summary").await, "the summary of mistakes has the focus");
    // Chromium notes every answer that is not a success; this one is meant.
    let noted = browser.complaints().await.unwrap();
    assert!(noted.iter().all(|line| line.contains("422")), "{noted:#?}");
    check(&browser, "details with a mistake").await;
    browser.tap("dialog .summary a").await.unwrap();
    assert!(focus_is(&browser, "[name=email]").await, "the summary leads to the field");

    browser.fill("[name=email]", "maelle@example.org").await.unwrap();
    browser.press(Key::Escape).await.unwrap();
    browser.until("!document.querySelector('dialog[open]')").await.unwrap();
    browser.tap(&buy_button(&browser, "Mug Brume").await).await.unwrap();
    browser.see(DETAILS).await.unwrap();
    let typed = browser.ask("return document.querySelector('dialog [name=line1]').value").await.unwrap();
    assert_eq!(typed, "12 rue des Carmes", "closing by accident loses nothing");
    browser.tap(&format!("{DETAILS} {GO}")).await.unwrap();
    browser.see(REVIEW).await.unwrap();
    browser.back().await.unwrap();
    browser.see(DETAILS).await.unwrap();
    let typed = browser.ask("return document.querySelector('dialog [name=name]').value").await.unwrap();
    assert_eq!(typed, "Maëlle Jaouen", "Back loses nothing");
}
