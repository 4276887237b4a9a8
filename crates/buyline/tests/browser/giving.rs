//! Giving: from the Donate card in a post to thanks and receipt.

use std::time::{Duration, Instant};

use testkit::browser::{Browser, View};

use super::buyer::{DETAILS, GO, PLACED, REVIEW, VIEWS, be_a_guest, become_role, buy_button, check};
use super::world::World;

/// What the house promises: the receipt is on its way by then.
const RECEIPT_MAX: Duration = Duration::from_secs(60);
/// The Donate card of the charity that one slips into.
const CARD: &str = ".card:has([data-campaign]):has(a[href='/@refugedelamer'])";
const DONATE: &str = ".card:has(a[href='/@refugedelamer']) form[action^='/donate/'] .btn.give";
const MATCHED: &str = ".card:has(a[href='/@refugedelamer']) [data-show=matched]";
const RAISED: &str = ".card:has(a[href='/@refugedelamer']) [data-show=raised]";

#[tokio::test]
async fn a_returning_donor_gives_in_two_taps_and_the_meter_moves_in_the_browser() {
    let Some(mut browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    for view in VIEWS {
        browser.look(view).await.unwrap();
        browser.delete_all_cookies().await.unwrap();
        browser.goto(&world.url).await.unwrap();
        browser.see(CARD).await.unwrap();
        let before = browser.read(RAISED).await.unwrap();
        let left = browser.read(MATCHED).await.unwrap();
        assert!(left.contains("Maison Kervella doubles every gift until"), "{left}");
        browser
            .ask(
                "window.taps = 0; addEventListener('click', event => { if (event.isTrusted) window.taps += 1 }, true); \
                 return 1",
            )
            .await
            .unwrap();
        browser.tap(DONATE).await.unwrap();
        browser.see(REVIEW).await.unwrap();
        check(&browser, "review of a gift").await;
        let button = browser.read(&format!("{REVIEW} {GO}")).await.unwrap();
        assert!(button.contains("€10"), "the button carries the total: {button}");
        let review = browser.read(REVIEW).await.unwrap();
        assert!(review.contains("Your €10.00 becomes €20.00."), "{review}");
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        browser.see(PLACED).await.unwrap();
        assert_eq!(browser.ask("return window.taps").await.unwrap(), 2, "Donate, and Give");
        check(&browser, "thanks").await;
        let receipt = browser.read(&format!("{PLACED} a[href*='/receipt.pdf']")).await.unwrap();
        assert!(receipt.contains("Receipt 20"), "{receipt}");
        // The page below was open all the time.
        browser
            .until(&format!("document.querySelector(\"{RAISED}\").textContent !== '{before}'"))
            .await
            .unwrap();
        browser
            .until(&format!("document.querySelector(\"{MATCHED}\").textContent !== '{left}'"))
            .await
            .unwrap();
        browser.tap(&format!("{PLACED} .sheet-foot [data-close]")).await.unwrap();
        browser.until("!document.querySelector('dialog[open]') && location.pathname === '/'").await.unwrap();
    }
}

#[tokio::test]
async fn a_guest_gives_without_scripts_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    for (email, view) in [("maelle@example.org", View::PHONE), ("jonas@example.org", View::DESKTOP)] {
        browser.look(view).await.unwrap();
        be_a_guest(&browser, &world).await;
        browser.goto(&world.url).await.unwrap();
        let find = format!("return document.querySelector(\"{CARD} .card-title a\").getAttribute('href')");
        let page = browser.ask(&find).await.unwrap();
        browser.look(view.without_scripts()).await.unwrap();
        browser.goto(&world.at(page.as_str().unwrap())).await.unwrap();
        browser.tap(".chip:has(input[value='2500'])").await.unwrap();
        browser.tap("form[action^='/donate/'] .btn.give").await.unwrap();
        for (field, text) in [("email", email), ("name", "Maëlle Jaouen")] {
            browser.fill(&format!("[data-step=details] [name={field}]"), text).await.unwrap();
        }
        browser.tap("[data-step=details] .choice:has(input[value=card_ok])").await.unwrap();
        browser.tap(&format!("[data-step=details] {GO}")).await.unwrap();
        browser.tap(&format!("[data-step=review] {GO}")).await.unwrap();
        let given = Instant::now();
        let thanks = browser.read("[data-step=placed] .done").await.unwrap();
        assert!(thanks.contains("€25") && thanks.contains("Refuge de la Mer"), "{thanks}");
        // A receipt is a mail to this donor with the paper; the demo shows its mails instead of sending them.
        let mut mails = String::new();
        while !mails.contains(email) && given.elapsed() < RECEIPT_MAX {
            browser.goto(&world.at("/demo/mails")).await.unwrap();
            mails = browser.read("main").await.unwrap();
        }
        assert!(mails.contains(email), "no receipt after {:?}: {mails}", given.elapsed());
    }
}

#[tokio::test]
async fn a_campaign_page_and_its_steps_can_be_read_by_everybody_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    for view in VIEWS {
        browser.look(view).await.unwrap();
        be_a_guest(&browser, &world).await;
        browser.goto(&world.url).await.unwrap();
        check(&browser, "a timeline with a Donate card").await;
        browser.tap(DONATE).await.unwrap();
        browser.see(DETAILS).await.unwrap();
        check(&browser, "details of a gift").await;
        browser
            .ask("document.querySelectorAll('dialog details').forEach(part => part.open = true); return 1")
            .await
            .unwrap();
        check(&browser, "details of a gift, all of them open").await;
        browser.tap(&format!("{DETAILS} {GO}")).await.unwrap();
        browser.see(&format!("{DETAILS} .error")).await.unwrap();
        // The browser notes the status of what was refused; nothing else may be noted.
        let noted = browser.complaints().await.unwrap();
        assert!(noted.iter().all(|line| line.contains("422")), "{noted:#?}");
        check(&browser, "details with mistakes").await;
        browser.goto(&world.at("/@refugedelamer")).await.unwrap();
        browser.tap(&format!("{CARD} .card-title a")).await.unwrap();
        browser.see("main form[action^='/donate/'] .btn.give").await.unwrap();
        check(&browser, "the page of a campaign").await;
    }
}

#[tokio::test]
async fn a_purchase_is_rounded_up_for_a_campaign_that_its_shop_chose_in_the_browser() {
    let Some(mut browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();
    let find = format!("return document.querySelector(\"{CARD} .card-title a\").href");
    let campaign = browser.ask(&find).await.unwrap();
    become_role(&browser, "clemence").await;
    browser.goto(&world.at("/studio")).await.unwrap();
    let studio = browser.current_url().await.unwrap();
    browser.goto(&format!("{studio}/settings/giving")).await.unwrap();
    browser.fill("[name=campaign]", "https://elsewhere.example/@refuge").await.unwrap();
    browser.tap("main form .btn.buy").await.unwrap();
    browser.see("main .error").await.unwrap();
    browser.complaints().await.unwrap();
    browser.fill("[name=campaign]", campaign.as_str().unwrap()).await.unwrap();
    browser.tap("main form .btn.buy").await.unwrap();
    let chosen = browser.read("main form").await.unwrap();
    assert!(chosen.contains("Refuge de la Mer"), "{chosen}");
    check(&browser, "a campaign that is chosen").await;

    become_role(&browser, "camille").await;
    for view in [VIEWS[0], VIEWS[3]] {
        browser.look(view).await.unwrap();
        browser.goto(&world.url).await.unwrap();
        let buy = buy_button(&browser, "Lac du matin").await;
        browser.tap(&buy).await.unwrap();
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        browser.see(&format!("{PLACED} .btn.give")).await.unwrap();
        check(&browser, "placed, and asked to round up").await;
        browser.tap(&format!("{PLACED} .btn.give")).await.unwrap();
        browser.see(&format!("{REVIEW} form[action*='/gifts/']")).await.unwrap();
        check(&browser, "review of what rounds up").await;
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        let receipt = browser.read(&format!("{PLACED} a[href*='/receipt.pdf']")).await.unwrap();
        assert!(receipt.contains("Receipt 20"), "{receipt}");
    }
}
