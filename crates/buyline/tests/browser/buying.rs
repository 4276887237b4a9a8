//! The main job: from a card in the timeline to "order placed".

use testkit::browser::{Browser, View};

use super::buyer::{
    DETAILS, ENDED, GO, PLACED, REVIEW, VIEWS, be_a_guest, buy_button, check, fill_details, number,
};
use super::world::World;

#[tokio::test]
async fn a_guest_buys_for_the_first_time_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    for view in VIEWS {
        browser.look(view).await.unwrap();
        be_a_guest(&browser, &world).await;
        browser.goto(&world.url).await.unwrap();
        check(&browser, "the timeline of a guest").await;
        browser.ask("window.stayed = true; return 1").await.unwrap();

        browser.tap(&buy_button(&browser, "Mug Brume").await).await.unwrap();
        browser.see(DETAILS).await.unwrap();
        check(&browser, "details").await;
        fill_details(&browser).await;
        browser.tap(&format!("{DETAILS} {GO}")).await.unwrap();

        browser.see(REVIEW).await.unwrap();
        check(&browser, "review").await;
        let button = browser.read(&format!("{REVIEW} {GO}")).await.unwrap();
        let total = browser.read(&format!("{REVIEW} .sum .total dd")).await.unwrap();
        assert!(button.contains(&total) && total.contains('€'), "the button carries the total: {button}");
        let law = browser.read(&format!("{REVIEW} .sheet-foot .legal")).await.unwrap();
        assert!(law.contains("Right of withdrawal"), "what the law asks stands beside the button: {law}");
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();

        browser.see(PLACED).await.unwrap();
        check(&browser, "placed").await;
        assert!(number(&browser).await.starts_with("BL-"));
        let next = browser.ask("return document.querySelectorAll('dialog .next li').length").await.unwrap();
        assert!(next.as_i64().unwrap() >= 2, "what happens next");
        let told = browser.read(&format!("{PLACED} .next li")).await.unwrap();
        assert!(told.contains("maelle@example.org"), "{told}");
        browser.see(&format!("{PLACED} undo-ring form")).await.unwrap();
        assert_eq!(browser.ask("return window.stayed").await.unwrap(), true, "the timeline was not left");

        browser.tap(&format!("{PLACED} .sheet-foot [data-close]")).await.unwrap();
        browser.until("!document.querySelector('dialog[open]') && location.pathname === '/'").await.unwrap();
    }
}

#[tokio::test]
async fn a_second_purchase_takes_exactly_two_taps_in_the_browser() {
    let Some(mut browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    for view in VIEWS {
        browser.look(view).await.unwrap();
        browser.delete_all_cookies().await.unwrap();
        browser.goto(&world.url).await.unwrap();
        check(&browser, "the timeline of a buyer").await;
        browser
            .ask(
                "window.taps = 0; addEventListener('click', event => { if (event.isTrusted) window.taps += 1 }, true); \
                 return 1",
            )
            .await
            .unwrap();

        browser.tap(&buy_button(&browser, "Mug Brume").await).await.unwrap();
        browser.see(REVIEW).await.unwrap();
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        browser.see(PLACED).await.unwrap();
        assert_eq!(browser.ask("return window.taps").await.unwrap(), 2, "Buy, and Pay");
        check(&browser, "placed").await;
        let number = number(&browser).await;
        let ring = browser.read(&format!("{PLACED} undo-ring")).await.unwrap();
        assert!(ring.contains("s"), "the time that is left to undo: {ring}");
        browser
            .until("document.querySelector('undo-ring circle + circle').style.strokeDashoffset > 3")
            .await
            .unwrap();
        if view.width > 1000 {
            let opposite = browser.read(".opposite-orders li").await.unwrap();
            assert!(opposite.contains("Lac du matin") || !opposite.contains(&number), "{opposite}");
        }

        browser.tap(&format!("{PLACED} undo-ring form .btn")).await.unwrap();
        browser.see(ENDED).await.unwrap();
        check(&browser, "undone").await;
        browser.tap(&format!("{ENDED} .sheet-foot [data-close]")).await.unwrap();
        browser.until("!document.querySelector('dialog[open]') && location.pathname === '/'").await.unwrap();
        browser.goto(&world.at("/orders")).await.unwrap();
        let first = browser.read(".list-row").await.unwrap();
        assert!(first.contains("Mug Brume") && first.contains("Undone"), "{first}");
    }
}

#[tokio::test]
async fn a_purchase_appears_at_the_shop_opposite_and_is_shipped_there_in_the_browser() {
    let Some(browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();
    let buy = buy_button(&browser, "Lac du matin").await;
    let above =
        format!("return document.querySelector(\"{buy}\").getBoundingClientRect().bottom < innerHeight");
    assert_eq!(browser.ask(&above).await.unwrap(), true, "Buy is seen without scrolling");
    browser.tap(&buy).await.unwrap();
    browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
    browser.see(PLACED).await.unwrap();
    let number = number(&browser).await;
    let took = browser
        .until(&format!("document.querySelector('.opposite-orders li')?.textContent.includes('{number}')"))
        .await
        .unwrap();
    assert!(took.as_millis() < 1000, "the order appears opposite at once, not after {took:?}");
    let order = browser.read(".opposite-orders li").await.unwrap();
    assert!(order.contains("Il reste trois tirages"), "it names its post: {order}");
    check(&browser, "placed, with the shop opposite").await;
    let left = browser.read("buy-card [data-show=stock]").await.unwrap();
    assert_eq!(left, "2 left");

    browser.tap(&format!("{PLACED} .sheet-foot [data-close]")).await.unwrap();
    browser.tap(".opposite-orders li:first-child form[action='/demo/ship'] .btn").await.unwrap();
    let earned = browser.read(".opposite-orders li:first-child .opposite-earned").await.unwrap();
    assert!(earned.starts_with("This post earned €"), "{earned}");
    check(&browser, "shipped opposite").await;
    browser.goto(&world.at("/demo/mails")).await.unwrap();
    let mails = browser.read(".mail-list").await.unwrap();
    assert!(mails.contains(&number), "the mail that it is on its way: {mails}");
}

#[tokio::test]
async fn a_purchase_needs_no_scripts_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    for view in [View::PHONE, View::DESKTOP] {
        browser.look(view).await.unwrap();
        be_a_guest(&browser, &world).await;
        browser.goto(&world.url).await.unwrap();
        let buy = buy_button(&browser, "Mug Brume").await;
        browser.look(view.without_scripts()).await.unwrap();
        browser.goto(&world.url).await.unwrap();
        browser.tap(&buy).await.unwrap();
        browser.see(".sheet-page [data-step=details]").await.unwrap();
        check_plain(&browser, "details").await;
        fill_details(&browser).await;
        browser.tap(GO).await.unwrap();
        browser.see(".sheet-page [data-step=review]").await.unwrap();
        check_plain(&browser, "review").await;
        browser.tap(GO).await.unwrap();
        browser.see(".sheet-page [data-step=placed]").await.unwrap();
        check_plain(&browser, "placed").await;
        assert!(number(&browser).await.starts_with("BL-"));
        browser.tap("undo-ring form .btn").await.unwrap();
        browser.see(".sheet-page [data-step=ended]").await.unwrap();
        check_plain(&browser, "undone").await;
        browser.tap(".sheet-foot [data-close]").await.unwrap();
        browser.see(".feed").await.unwrap();
    }
}

/// What can be checked where scripts are off.
async fn check_plain(browser: &Browser, state: &str) {
    let barriers = browser.barriers().await.unwrap();
    assert!(barriers.is_empty(), "{state}, without scripts: {barriers:#?}");
    let complaints = browser.complaints().await.unwrap();
    assert!(complaints.is_empty(), "{state}, without scripts: {complaints:#?}");
}
