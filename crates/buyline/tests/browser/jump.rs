//! The demo's last step: to 1 February and back, by whoever holds a phone. What its pages are made of is looked at in every
//! window by `contrast`, which shows each template.

use testkit::browser::{Browser, View};

use super::buyer::{buy_button, check};
use super::world::World;

/// Days pass in seconds; a debug build on a busy machine takes longer than what else is waited for.
const LOOKS: usize = 12;

/// Waits for the page of the other day: it comes by itself.
async fn arrive(browser: &Browser) {
    for _ in 0..LOOKS {
        if browser.until("document.querySelector('#later')").await.is_ok() {
            return;
        }
    }
    browser.see("#later").await.unwrap();
}

#[tokio::test]
async fn a_newcomer_jumps_to_the_first_of_february_and_back_in_the_browser() {
    let Some(browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    browser.goto(&world.at("/demo/jump")).await.unwrap();
    check(&browser, "before the jump").await;
    browser.goto(&world.url).await.unwrap();
    buy_button(&browser, "Mug Brume").await;

    browser.tap(".roles button[formaction='/demo/jump']").await.unwrap();
    arrive(&browser).await;
    check(&browser, "1 February").await;

    browser.goto(&world.url).await.unwrap();
    check(&browser, "the timeline of 1 February").await;
    let card = browser.read(".card-link").await.unwrap();
    assert!(card.contains("Buying here ended on 1 February"), "{card}");
    let forms = browser.ask("return document.querySelectorAll('form[action=\"/buy\"]').length").await;
    assert_eq!(forms.unwrap(), 0, "no card buys");
    // Posts of minutes ago are of last year there: scripts count by the clock of the page.
    let ages = "return [...document.querySelectorAll('time[data-age]')].map(it => it.textContent).join('|')";
    let ages = browser.ask(ages).await.unwrap();
    assert!(!ages.as_str().unwrap().contains("min"), "{ages}");

    browser.tap(".roles button[formaction='/demo/jump/back']").await.unwrap();
    browser.until("!document.documentElement.dataset.ahead").await.unwrap();
    check(&browser, "back again").await;
    buy_button(&browser, "Mug Brume").await;
}
