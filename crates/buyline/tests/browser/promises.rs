//! Gifts that come again and begin on a later day, with cards whose bank asks before they are kept.

use jiff::{ToSpan, Zoned};
use testkit::browser::{Browser, View};

use super::buyer::{GO, be_a_guest, check};
use super::world::World;

const DETAILS: &str = "[data-step=details]";
const REVIEW: &str = "[data-step=review]";
const CHALLENGE: &str = "[data-step=challenge]";
const PLACED: &str = "[data-step=placed]";

/// A guest on the details of a monthly gift.
async fn begin(browser: &mut Browser, world: &World, view: View) {
    browser.look(View::DESKTOP).await.unwrap();
    be_a_guest(browser, world).await;
    browser.goto(&world.at("/@refugedelamer")).await.unwrap();
    let card = ".card:has([data-campaign]):has(a[href='/@refugedelamer']) .card-title a";
    let page = browser.ask(&format!("return document.querySelector(\"{card}\").href")).await.unwrap();
    browser.look(view).await.unwrap();
    browser.goto(page.as_str().unwrap()).await.unwrap();
    browser.tap(".chip:has(input[value='2500'])").await.unwrap();
    browser.tap(".chip:has(input[value=monthly])").await.unwrap();
    browser.tap("form[action^='/donate/'] .btn.give").await.unwrap();
    for (field, text) in [("email", "maelle@example.org"), ("name", "Maëlle Jaouen")] {
        browser.fill(&format!("{DETAILS} [name={field}]"), text).await.unwrap();
    }
}

/// Chooses the day of the first gift, so many days from today.
async fn start_in(browser: &Browser, days: i32) {
    let day = Zoned::now().date().checked_add(days.days()).unwrap();
    let set = format!(
        "const field = document.querySelector('{DETAILS} [name=starts_on]'); field.value = '{day}'; \
         field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 1"
    );
    browser.ask(&set).await.unwrap();
}

async fn choose(browser: &Browser, card: &str) {
    browser.tap(&format!("{DETAILS} .choice:has(input[value={card}])")).await.unwrap();
    browser.tap(&format!("{DETAILS} {GO}")).await.unwrap();
}

/// What the next month's day is called on a page.
fn day_in_words(days: i32) -> String {
    let day = Zoned::now().date().checked_add(days.days()).unwrap();
    day.strftime("%-d %B %Y").to_string()
}

#[tokio::test]
async fn a_gift_that_begins_later_and_a_card_whose_bank_asks_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    for view in [View::PHONE, View::DESKTOP, View::PHONE.without_scripts()] {
        // A server for each: what a bank refuses counts against the browser's network, and six times are too many.
        let world = World::open();
        let day = day_in_words(40);
        begin(&mut browser, &world, view).await;
        // A day that is too far away is told beside its field, and nothing is promised.
        start_in(&browser, 500).await;
        choose(&browser, "card_challenge").await;
        let wrong = browser.read(&format!("{DETAILS} .error")).await.unwrap();
        assert!(wrong.contains("Choose a day from today"), "{wrong}");
        browser.complaints().await.unwrap();
        check(&browser, "details with a day that is too far away").await;
        start_in(&browser, 40).await;
        check(&browser, "details of a gift that begins later").await;
        choose(&browser, "card_challenge").await;
        let review = browser.read(REVIEW).await.unwrap();
        assert!(review.contains("Nothing is charged") && review.contains(&day), "{review}");
        assert!(!review.contains("becomes"), "nobody matches before there is money: {review}");
        let button = browser.read(&format!("{REVIEW} {GO}")).await.unwrap();
        assert!(button.contains("€25") && button.contains(&day), "{button}");
        check(&browser, "review of a gift that begins later").await;
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        let asked = browser.read(CHALLENGE).await.unwrap();
        assert!(asked.contains("Nothing is charged now") && asked.contains("€0.00"), "{asked}");
        check(&browser, "the bank asks about a card for later").await;
        browser.tap(&format!("{CHALLENGE} button[value=refuse]")).await.unwrap();
        let refused = browser.read(&format!("{DETAILS} .note.bad")).await.unwrap();
        assert!(refused.contains("could not be kept"), "{refused}");
        choose(&browser, "card_challenge").await;
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        browser.tap(&format!("{CHALLENGE} button[value=confirm]")).await.unwrap();
        let thanks = browser.read(PLACED).await.unwrap();
        assert!(thanks.contains("Nothing was charged") && thanks.contains(&day), "{thanks}");
        check(&browser, "arranged").await;
        browser.tap(&format!("{PLACED} a[href*='/pledges/']")).await.unwrap();
        let manage = browser.read("main").await.unwrap();
        assert!(manage.contains("The first gift is taken on") && manage.contains(&day), "{manage}");
        check(&browser, "the page of a regular gift that waits for its first day").await;
        another_card(&browser).await;
    }
}

/// A new card whose bank asks takes the place of the old one once it was answered.
async fn another_card(browser: &Browser) {
    for (answer, wanted) in [("refuse", "was not taken"), ("confirm", "paid with this")] {
        browser.tap("#method .choice:has(input[value=card_challenge])").await.unwrap();
        browser.tap("#method form > .btn").await.unwrap();
        browser.see(CHALLENGE).await.unwrap();
        check(browser, "the bank asks about another card").await;
        browser.tap(&format!("{CHALLENGE} button[value={answer}]")).await.unwrap();
        browser.see("#method").await.unwrap();
        let said = browser.read("body").await.unwrap();
        assert!(said.contains(wanted), "{answer}: {said}");
        browser.complaints().await.unwrap();
    }
}
