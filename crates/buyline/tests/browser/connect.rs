//! A shop connects an account of its own on the provider's pages, and is paid on it.

use testkit::browser::{Browser, View};

use super::buyer::{DETAILS, PLACED, REVIEW, check, number};
use super::stripe::{Town, begin_with, go, type_card};

/// Clémence opens the page of her shop's payments.
async fn open_payments(browser: &Browser, town: &Town) {
    browser.goto(&town.server.url).await.unwrap();
    let ctx = &town.server.ctx;
    let find = |conn: &mut store::Conn| store::people::by_handle(conn, "clemence");
    let clemence = ctx.db().read(find).await.unwrap().unwrap();
    let session = app::accounts::sign_in_as(ctx, clemence, "").await.unwrap();
    let token: String = session.token.iter().map(|byte| format!("{byte:02x}")).collect();
    browser.ask(&format!("document.cookie = 'buyline={token}; path=/'; return true")).await.unwrap();
    browser.goto(&format!("{}/studio", town.server.url)).await.unwrap();
    let find = "return document.querySelector('.app-side a[href$=\"/settings\"]').href";
    let settings = browser.ask(find).await.unwrap();
    browser.goto(&format!("{}/payments", settings.as_str().unwrap())).await.unwrap();
    browser.see(".settings").await.unwrap();
}

#[tokio::test]
async fn a_shop_connects_an_account_and_is_paid_on_it_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let town = Town::of_several().await;
    browser.goto(&town.server.url).await.unwrap();
    let closed = browser.ask("return document.querySelectorAll('buy-card .btn.buy:not([disabled])').length");
    assert_eq!(closed.await.unwrap(), 0, "nothing is sold before anybody can be paid");

    for view in [View::PHONE, View::DESKTOP] {
        browser.look(view).await.unwrap();
        open_payments(&browser, &town).await;
        check(&browser, "no account yet").await;
    }
    browser.tap(".settings form[action$='/connect'] .btn.buy").await.unwrap();
    browser.see("#twin-leave").await.unwrap();
    browser.tap("#twin-leave").await.unwrap();
    browser.see(".settings .note.bad").await.unwrap();
    for view in [View::PHONE, View::DESKTOP] {
        browser.look(view).await.unwrap();
        check(&browser, "left for later, with what is missing").await;
    }
    browser.tap(".settings form[action$='/connect'] .btn.buy").await.unwrap();
    browser.see("#twin-finish").await.unwrap();
    browser.tap("#twin-finish").await.unwrap();
    browser.see(".settings .note.good").await.unwrap();
    check(&browser, "connected").await;

    let account = browser.ask("return document.querySelector('.settings .kv dd').textContent").await.unwrap();
    let account = account.as_str().unwrap().to_owned();
    assert!(account.starts_with("acct_"), "{account}");
    for (at, card) in ["4242 4242 4242 4242", "4000 0027 6000 3184"].into_iter().enumerate() {
        begin_with(&browser, &town, "Lac du matin").await;
        type_card(&browser, card).await;
        go(&browser, DETAILS).await;
        browser.see(REVIEW).await.unwrap();
        go(&browser, REVIEW).await;
        if at == 1 {
            browser.see("#twin-challenge").await.unwrap().enter_frame().await.unwrap();
            browser.tap("#twin-pass").await.unwrap();
            browser.enter_parent_frame().await.unwrap();
        }
        browser.see(PLACED).await.unwrap();
        assert!(number(&browser).await.starts_with("BL-"));
        let charges = town.charges();
        assert_eq!(charges.len(), at + 1, "{charges:#?}");
        assert!(charges.iter().all(|charge| charge.account == account), "{charges:#?}");
    }
}
