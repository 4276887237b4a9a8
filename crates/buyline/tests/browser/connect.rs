//! A shop connects an account of its own on the provider's pages, and is paid on it.

use domain::access::{Actor, AtMerchant, MerchantAct, Person, Role};
use domain::ids::{AccountId, MerchantId};
use store::Read;
use testkit::browser::{Browser, View};
use twins::stripe::Act;

use super::buyer::{DETAILS, PLACED, REVIEW, VIEWS, card, check, fill_details, number};
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

/// Every shop of the town has an account that takes money.
async fn connect_all(town: &Town) {
    let ctx = &town.server.ctx;
    let shops = |conn: &mut store::Conn| {
        conn.rows("SELECT id, account_id FROM merchants ORDER BY id", &[], |row| {
            Ok((MerchantId(row.int(0)?), AccountId(row.int(1)?)))
        })
    };
    for (merchant, account) in ctx.db().read(shops).await.unwrap() {
        let person = Person {
            account,
            staff_of: [(merchant, Role::Owner)].into(),
            nonprofits: [].into(),
            operator: false,
        };
        let permit = Actor::Person(person).may(AtMerchant { merchant, act: MerchantAct::EditPayee }).unwrap();
        app::payees::connect(ctx, &permit, "/studio").await.unwrap();
        let find = move |conn: &mut store::Conn| store::payees::of_merchant(conn, merchant);
        let opened = ctx.db().read(find).await.unwrap().unwrap();
        let done = Act::Onboard { account: opened.account };
        town.twin.with(|twin, now_ms| twin.act(now_ms, &done)).unwrap();
        app::payees::look(ctx, &permit).await.unwrap();
    }
}

/// The buyer agrees to what the bank asks over the page.
async fn pass(browser: &Browser) {
    browser.see("#twin-challenge").await.unwrap().enter_frame().await.unwrap();
    browser.tap("#twin-pass").await.unwrap();
    browser.enter_parent_frame().await.unwrap();
}

#[tokio::test]
async fn a_card_that_asks_its_bank_pays_a_basket_of_two_shops_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let town = Town::of_several().await;
    connect_all(&town).await;
    let mut paid = 0;
    for view in [VIEWS[0], VIEWS[3]] {
        browser.look(view).await.unwrap();
        browser.delete_all_cookies().await.unwrap();
        browser.goto(&town.server.url).await.unwrap();
        for product in ["Lac du matin", "Mug Brume"] {
            let add = format!("{} [formaction='/basket/add']", card(&browser, product).await);
            browser.tap(&add).await.unwrap();
            browser.see(&format!("{add}.done")).await.unwrap();
        }
        browser.goto(&format!("{}/basket", town.server.url)).await.unwrap();
        browser.tap("form[action='/basket/checkout'] .btn.buy").await.unwrap();
        browser.see(DETAILS).await.unwrap();
        fill_details(&browser).await;
        type_card(&browser, "4000 0025 0000 3155").await;
        go(&browser, DETAILS).await;
        browser.see(REVIEW).await.unwrap();
        go(&browser, REVIEW).await;
        // Once for the card, over the page; then for each shop on a page of the bank's, where they ask at all.
        browser.see("dialog.sheet[open] [data-step=asked-first]").await.unwrap();
        check(&browser, "the bank asks for the card").await;
        assert_eq!(town.charges().len(), paid, "nothing is charged yet");
        pass(&browser).await;
        for shop in ["Atelier Nord", "Terre & Sel"] {
            let step = browser.see("[data-step=challenge]").await.unwrap();
            let words = step.text().await.unwrap();
            assert!(words.contains(shop), "{shop}: {words}");
            browser.tap("[data-step=challenge] .challenge a.btn.buy").await.unwrap();
            browser.tap("#twin-pass").await.unwrap();
        }
        browser.see("[data-step=placed]").await.unwrap();
        check(&browser, "two orders").await;
        paid += 2;
        assert_eq!(town.charges().len(), paid, "{:#?}", town.charges());
    }
}

/// A form that was sent back: the browser notes its status, and nothing else is wrong.
async fn check_refused(browser: &Browser, state: &str) {
    let noted = browser.complaints().await.unwrap();
    assert!(noted.iter().all(|line| line.contains("422")), "{state}: {noted:#?}");
    check(browser, state).await;
}

#[tokio::test]
async fn a_shop_pastes_a_key_of_its_own_and_is_paid_by_it_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let town = Town::of_several().await;
    let key = "rk_test_atelier";
    let form = ".settings form[action$='/key']";
    let send = async |browser: &Browser, secret: &str| {
        browser.fill(&format!("{form} [name='publishable_key']"), "pk_test_atelier").await.unwrap();
        browser.fill(&format!("{form} [name='secret_key']"), secret).await.unwrap();
        browser.tap(&format!("{form} button")).await.unwrap();
    };
    let restrict = |permissions: &[&str]| {
        town.twin.with(|twin, now_ms| twin.restrict(now_ms, key, "sk_test_atelier", permissions))
    };
    let account = restrict(&["event_read", "customer_write"]);
    open_payments(&browser, &town).await;
    send(&browser, "sk_test_atelier").await;
    browser.see("#errors").await.unwrap();
    check_refused(&browser, "a key that may everything").await;
    send(&browser, key).await;
    browser.see(&format!("{form} .tag.bad")).await.unwrap();
    for view in [View::PHONE, View::DESKTOP] {
        browser.look(view).await.unwrap();
        check_refused(&browser, "a key that lacks permissions").await;
    }
    restrict(&[
        "accounts_kyc_basic_read",
        "payment_intent_write",
        "charge_write",
        "customer_write",
        "payment_method_write",
        "dispute_write",
        "payout_read",
        "balance_transaction_source_read",
        "event_read",
        "webhook_write",
    ]);
    send(&browser, key).await;
    browser.see(".settings .note.good").await.unwrap();
    check(&browser, "paid by a key of its own").await;
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
        let charges = town.charges();
        assert_eq!(charges.len(), at + 1, "{charges:#?}");
        assert!(charges.iter().all(|charge| charge.account == account), "{charges:#?}");
    }
}
