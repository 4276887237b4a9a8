//! Paying by Stripe, as its twin plays it: the card is typed into a frame of the provider's, and never into ours.

use buyline::{Config, Running, Server, StripeKeys};
use testkit::browser::{Browser, View};
use twins::server::{Options, Served};
use twins::stripe::ChargeLine;

use super::buyer::{DETAILS, GO, PLACED, REVIEW, VIEWS, buy_button, check, fill_details, number};
use super::world::World;

const CHALLENGE: &str = "dialog.sheet[open] [data-step=challenge]";

pub struct Town {
    pub twin: Served,
    pub server: Running,
    _folder: tempfile::TempDir,
}

impl Town {
    pub async fn open() -> Self {
        Self::open_as(false).await
    }

    /// A server on which each shop is paid on an account of its own.
    pub async fn of_several() -> Self {
        Self::open_as(true).await
    }

    async fn open_as(connect: bool) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let twin = twins::server::start(listener, Options::default()).unwrap();
        let folder = World::copy();
        let keys = StripeKeys {
            secret: "sk_test_shop".to_owned(),
            publishable: "pk_test_shop".to_owned(),
            webhook_secrets: Vec::new(),
            url: format!("http://{}", twin.address()),
            is_test: true,
            connect,
        };
        let config =
            Config { sandbox_payments: false, stripe: Some(keys), ..Config::sandboxed(folder.path()) };
        let server = Server::start(config).await.unwrap();
        Self { twin, server, _folder: folder }
    }

    pub fn charges(&self) -> Vec<ChargeLine> {
        self.twin.with(|twin, _| twin.charges())
    }
}

/// Opens the sheet of a product as somebody who was never here, and fills in where it goes.
async fn begin(browser: &Browser, town: &Town) {
    begin_with(browser, town, "Mug Brume").await;
}

/// The same with another product.
pub async fn begin_with(browser: &Browser, town: &Town, product: &str) {
    browser.delete_all_cookies().await.unwrap();
    browser.goto(&town.server.url).await.unwrap();
    browser.tap(&buy_button(browser, product).await).await.unwrap();
    browser.see(DETAILS).await.unwrap();
    fill_details(browser).await;
}

pub async fn type_card(browser: &Browser, number: &str) {
    browser.see("dialog[open] new-method iframe").await.unwrap().enter_frame().await.unwrap();
    for (field, value) in [("#number", number), ("#expiry", "1234"), ("#cvc", "123")] {
        browser.fill(field, value).await.unwrap();
    }
    browser.enter_parent_frame().await.unwrap();
}

pub async fn go(browser: &Browser, step: &str) {
    browser.tap(&format!("{step} {GO}")).await.unwrap();
}

#[tokio::test]
async fn a_guest_pays_with_a_card_typed_at_the_provider_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let town = Town::open().await;
    for (at, view) in VIEWS.into_iter().enumerate() {
        browser.look(view).await.unwrap();
        begin(&browser, &town).await;
        type_card(&browser, "4242 4242 4242 4242").await;
        check(&browser, "details with the provider's form").await;
        let ours = browser.ask("return document.documentElement.outerHTML").await.unwrap();
        assert!(!ours.as_str().unwrap().contains("4242"), "the page never holds the card");
        go(&browser, DETAILS).await;
        browser.see(REVIEW).await.unwrap();
        check(&browser, "review").await;
        go(&browser, REVIEW).await;
        browser.see(PLACED).await.unwrap();
        assert!(number(&browser).await.starts_with("BL-"));
        let charges = town.charges();
        assert_eq!(charges.len(), at + 1, "{charges:#?}");
        assert!(
            charges.iter().all(|charge| charge.status == "requires_capture"),
            "held, not taken: {charges:#?}"
        );
    }
}

/// Every script that this page has loaded, and those written into it.
async fn scripts(browser: &Browser) -> Vec<String> {
    let find = "const loaded = performance.getEntriesByType('resource').filter((it) => it.initiatorType === 'script' || \
                /\\.m?js($|\\?)/.test(it.name)).map((it) => it.name); \
                const written = [...document.scripts].map((it) => it.src || 'inline: ' + it.textContent); \
                return [...new Set([...loaded, ...written])].sort()";
    let found = browser.ask(find).await.unwrap();
    found.as_array().unwrap().iter().map(|script| script.as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_paying_page_loads_the_scripts_of_the_inventory_in_the_browser_and_no_other() {
    let Some(browser) = Browser::open(View::DESKTOP).await else { return };
    let town = Town::open().await;
    let provider = format!("http://{}/v3/", town.twin.address());
    let known: Vec<&str> = web::html::assets::scripts().iter().map(|(name, _)| *name).collect();
    let check_scripts = async |step: &str, is_open: bool| {
        let found = scripts(&browser).await;
        let (theirs, ours): (Vec<String>, Vec<String>) =
            found.into_iter().partition(|script| *script == provider);
        assert_eq!(theirs.len(), usize::from(is_open), "{step}: the provider's script, once it is needed");
        let mut names: Vec<&str> = Vec::new();
        for script in &ours {
            let path = script
                .strip_prefix(&town.server.url)
                .unwrap_or_else(|| panic!("{step}: {script} is no script of ours"));
            let rest = path
                .strip_prefix("/assets/")
                .unwrap_or_else(|| panic!("{step}: {script} is not in the inventory"));
            names.push(rest.split_once('/').unwrap().1);
        }
        names.sort_unstable();
        let mut known = known.clone();
        known.sort_unstable();
        assert_eq!(
            names, known,
            "{step}: write docs/operating/scripts.md anew once somebody looked at what is new"
        );
    };
    browser.delete_all_cookies().await.unwrap();
    browser.goto(&town.server.url).await.unwrap();
    check_scripts("before buying", false).await;
    begin(&browser, &town).await;
    type_card(&browser, "4000 0027 6000 3184").await;
    check_scripts("details in the sheet", true).await;
    go(&browser, DETAILS).await;
    browser.see(REVIEW).await.unwrap();
    check_scripts("review", true).await;
    go(&browser, REVIEW).await;
    browser.see("#twin-challenge").await.unwrap();
    check_scripts("the bank asks", true).await;
    // The same as a page by itself.
    let page = browser.ask("return document.querySelector('dialog a.btn.wide').href").await.unwrap();
    let purchase = page.as_str().unwrap().strip_suffix("/returned").unwrap().to_owned();
    browser.goto(&purchase).await.unwrap();
    browser.see("#twin-challenge").await.unwrap();
    check_scripts("the bank asks on a page of its own", true).await;
}

#[tokio::test]
async fn a_wallet_pays_in_the_browser_and_is_hidden_where_there_is_none() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let town = Town::open().await;
    begin(&browser, &town).await;
    browser.see("dialog[open] new-method iframe").await.unwrap();
    browser.until("document.querySelector('new-method .express').hidden").await.unwrap();
    check(&browser, "no wallet at hand").await;

    town.twin.with(|twin, _| twin.settings().wallet = true);
    for (at, view) in [View::PHONE, View::DESKTOP].into_iter().enumerate() {
        browser.look(view).await.unwrap();
        begin(&browser, &town).await;
        if at == 0 {
            // A wallet opens once it is said where the goods go.
            browser.fill("dialog[open] [name=email]", "").await.unwrap();
            press_wallet(&browser).await;
            browser.until("document.activeElement?.name === 'email'").await.unwrap();
            browser.fill("dialog[open] [name=email]", "camille@example.com").await.unwrap();
        }
        check(&browser, "details with a wallet").await;
        press_wallet(&browser).await;
        browser.see(REVIEW).await.unwrap();
        go(&browser, REVIEW).await;
        browser.see(PLACED).await.unwrap();
        assert_eq!(town.charges().len(), at + 1);
    }
}

async fn press_wallet(browser: &Browser) {
    let frame = browser.see("dialog[open] new-method .express iframe").await.unwrap();
    frame.enter_frame().await.unwrap();
    browser.tap("#twin-wallet").await.unwrap();
    browser.enter_parent_frame().await.unwrap();
}

#[tokio::test]
async fn a_declined_card_a_wrong_number_and_a_bank_that_asks_in_the_browser() {
    let Some(browser) = Browser::open(View::DESKTOP).await else { return };
    let town = Town::open().await;
    begin(&browser, &town).await;
    type_card(&browser, "4242 4242 4242 4241").await;
    go(&browser, DETAILS).await;
    browser.see("dialog[open] new-method .note.bad").await.unwrap();
    check(&browser, "a wrong number").await;

    type_card(&browser, "4000 0000 0000 9995").await;
    go(&browser, DETAILS).await;
    browser.see(REVIEW).await.unwrap();
    go(&browser, REVIEW).await;
    browser.see(&format!("{DETAILS} .note.bad")).await.unwrap();
    check(&browser, "declined, and another card wanted").await;
    assert!(town.charges().is_empty());

    type_card(&browser, "4000 0027 6000 3184").await;
    go(&browser, DETAILS).await;
    browser.see(REVIEW).await.unwrap();
    go(&browser, REVIEW).await;
    browser.see(CHALLENGE).await.unwrap();
    check(&browser, "the bank asks").await;
    for (answer, step) in [("#twin-fail", DETAILS), ("#twin-pass", PLACED)] {
        browser.see("#twin-challenge").await.unwrap().enter_frame().await.unwrap();
        browser.tap(answer).await.unwrap();
        browser.enter_parent_frame().await.unwrap();
        browser.see(step).await.unwrap();
        if answer == "#twin-pass" {
            break;
        }
        type_card(&browser, "4000 0027 6000 3184").await;
        go(&browser, DETAILS).await;
        browser.see(REVIEW).await.unwrap();
        go(&browser, REVIEW).await;
        browser.see(CHALLENGE).await.unwrap();
    }
    assert!(number(&browser).await.starts_with("BL-"));
    assert_eq!(town.charges().len(), 1);
}
