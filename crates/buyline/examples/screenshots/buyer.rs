//! Camille, who buys with a saved card: the timeline, every kind of card, every state of the sheet, what comes after.

use anyhow::{Context, Result};
use serde_json::json;
use testkit::browser::{Browser, Key};

use super::album::{Album, Extent};
use super::demo::Demo;
use super::guest::{buy, card};

/// Cards worth a look of their own: the product, the picture's name, what is special.
const CARDS: [(&str, &str, &str); 7] = [
    ("Pull Aubrac", "card-many-variants", "More variants than fit as chips"),
    ("Seigaiha notebook", "card-no-decimals", "A currency without decimals"),
    ("Oud al-Layl", "card-three-decimals", "A currency with three decimals"),
    ("Maisons du quai", "card-deadline", "An offer that ends"),
    ("Marées", "card-two-options", "Two options as chips"),
    ("Roll-top pannier", "card-sold-out-variant", "One variant is sold out"),
    ("Monstera deliciosa", "card-price-range", "Prices that differ by variant"),
];

/// Takes the chapter.
pub async fn tour(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    println!("buyer");
    browser.goto(&demo.at("/")).await?;
    album.take(browser, "timeline", "The first thing a newcomer sees", Extent::Window).await?;
    album.take(browser, "timeline-long", "The timeline further down", Extent::Page).await?;
    album.forced(browser, "timeline-forced", "The timeline in a contrast theme").await?;
    pages(album, browser, demo).await?;
    cards(album, browser, demo).await?;
    sheet(album, browser, demo).await?;
    trouble(album, browser, demo).await?;
    basket(album, browser, demo).await?;
    orders(album, browser, demo).await
}

async fn pages(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    for (path, name, about) in [
        ("/public", "public", "What everyone writes"),
        ("/explore", "explore", "People, goods and tags"),
        ("/explore?q=lac", "search", "A search"),
        ("/explore?q=zzzz", "search-nothing", "A search without a result"),
        ("/tags/jazz", "tag", "A tag"),
        ("/@ateliernord", "profile-shop", "A shop's profile"),
        ("/@ateliernord/shop", "profile-goods", "Its goods, and who sells"),
        ("/@camille", "profile-own", "One's own profile"),
        ("/account", "account", "Account"),
        ("/account/addresses", "account-addresses", "Saved addresses"),
        ("/account/cards", "account-cards", "Saved cards"),
        ("/account/security", "account-security", "Password and devices"),
        ("/account/blocks", "account-blocks", "Blocked and muted"),
        ("/compose", "compose", "Writing a post"),
        ("/sell", "sell", "Opening a shop"),
        ("/demo/mails", "mails", "What would have been mailed"),
    ] {
        album.page(browser, &demo.at(path), name, about).await?;
    }
    browser.goto(&demo.at("/")).await?;
    let post = href(browser, "article .who-sub a[href^='/posts/']").await?;
    album.page(browser, &demo.at(&post), "thread", "A post with its answers").await?;
    album.page(browser, &demo.at(&format!("{post}/report")), "report", "Reporting a post").await
}

async fn cards(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    for (product, name, about) in CARDS {
        let product =
            href(browser, &format!("{} .card-title a", find(browser, demo, product).await?)).await?;
        album.page(browser, &demo.at(&product), name, about).await?;
    }
    Ok(())
}

/// The card of `product`, wherever in the timeline its post stands.
async fn find(browser: &Browser, demo: &Demo, product: &str) -> Result<String> {
    let mut page = "/".to_owned();
    loop {
        browser.goto(&demo.at(&page)).await?;
        if let Ok(card) = card(browser, product).await {
            return Ok(card);
        }
        page =
            href(browser, ".pager a[rel=next]").await.with_context(|| format!("no post sells {product}"))?;
    }
}

async fn href(browser: &Browser, selector: &str) -> Result<String> {
    let script = format!(
        "const link = document.querySelector(\"{selector}\"); return link ? link.pathname + link.search : ''"
    );
    let found = browser.ask(&script).await?;
    let found = found.as_str().unwrap_or_default();
    anyhow::ensure!(!found.is_empty(), "no link {selector}");
    Ok(found.to_owned())
}

async fn sheet(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    browser.goto(&demo.at("/")).await?;
    buy(browser, "Lac du matin").await?;
    browser.see("dialog [data-step=review]").await?;
    album.take(browser, "sheet-review", "The review: one tap from the card", Extent::Window).await?;
    album.forced(browser, "sheet-review-forced", "The review in a contrast theme").await?;
    for (what, about) in
        [("address", "Another address"), ("payment", "Another card"), ("contact", "Another mail address")]
    {
        browser.tap(&format!("dialog a[href$='/change/{what}']")).await?;
        browser.see(&format!("dialog [data-step={what}]")).await?;
        album.take(browser, &format!("sheet-change-{what}"), about, Extent::Window).await?;
        browser.tap("dialog [data-back]").await?;
        browser.see("dialog [data-step=review]").await?;
    }
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog [data-step=placed]").await?;
    album
        .take(browser, "sheet-placed", "Placed: number, undo ring, what happens next", Extent::Window)
        .await?;
    album.forced(browser, "sheet-placed-forced", "Placed, in a contrast theme").await?;
    browser.tap("dialog undo-ring .btn").await?;
    browser.see("dialog [data-step=ended]").await?;
    album.take(browser, "sheet-undone", "Undone", Extent::Window).await?;
    browser.press(Key::Escape).await
}

async fn pay_with(browser: &Browser, token: &str) -> Result<()> {
    browser.tap("dialog [data-step=review] a[href$='/change/payment']").await?;
    browser.tap(&format!("dialog .choice:has(input[value={token}])")).await?;
    browser.tap("dialog [data-step=payment] .btn.pay").await?;
    browser.see("dialog [data-step=review]").await.map(drop)
}

async fn trouble(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    browser.goto(&demo.at("/")).await?;
    buy(browser, "Mug Brume").await?;
    browser.see("dialog [data-step=review]").await?;
    pay_with(browser, "card_insufficient_funds").await?;
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog .note.bad").await?;
    album
        .take(
            browser,
            "sheet-declined",
            "Declined: what to try, and that nothing was charged",
            Extent::Window,
        )
        .await?;
    pay_with(browser, "card_challenge").await?;
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog [data-step=challenge]").await?;
    album.take(browser, "sheet-challenge", "The bank asks, in place", Extent::Window).await?;
    browser.tap("dialog button[value=refuse]").await?;
    browser.see("dialog [data-step=review] .note.bad").await?;
    pay_with(browser, "card_slow").await?;
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog .btn.pay[aria-disabled=true]").await?;
    album.take(browser, "sheet-paying", "Paying, in words", Extent::Window).await?;
    browser.see("dialog .note.good[id^=passing]").await?;
    album.take(browser, "sheet-shop-has-it", "The time to undo is over", Extent::Window).await?;
    browser.press(Key::Escape).await?;

    offline(browser, true).await?;
    buy(browser, "Marées").await?;
    browser.see(".note.lost").await?;
    album
        .take(
            browser,
            "card-offline",
            "The connection is gone: the card says so and offers to try again",
            Extent::Window,
        )
        .await?;
    offline(browser, false).await?;
    browser.tap(".note.lost .btn").await?;
    browser.see("dialog [data-step=review]").await?;
    offline(browser, true).await?;
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog .note.lost").await?;
    album
        .take(
            browser,
            "sheet-offline",
            "The connection is gone while paying: no second charge",
            Extent::Window,
        )
        .await?;
    offline(browser, false).await?;
    browser.goto(&demo.at("/")).await?;
    Ok(())
}

async fn offline(browser: &Browser, is_offline: bool) -> Result<()> {
    let conditions = json!({
        "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
    });
    browser.tool("Network.enable", json!({})).await?;
    browser.tool("Network.emulateNetworkConditions", conditions).await.map(drop)
}

async fn basket(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    browser.goto(&demo.at("/")).await?;
    for product in ["Mug Brume", "Handlebar bag", "Lac du matin"] {
        browser.tap(&format!("{} .btn.icon", card(browser, product).await?)).await?;
        browser.until("!document.querySelector('form[data-busy]')").await?;
    }
    album.page(browser, &demo.at("/basket"), "basket", "Collected from three posts").await?;
    browser.tap("main .btn.pay").await?;
    browser.see("dialog [data-step=review]").await?;
    album.take(browser, "basket-review", "One review, an order per shop", Extent::Window).await?;
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog [data-step=placed]").await?;
    album.take(browser, "basket-placed", "Exactly which are placed", Extent::Window).await
}

async fn orders(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    album.page(browser, &demo.at("/orders"), "orders", "What was bought").await?;
    album
        .page(browser, &demo.at("/orders?q=zzzz"), "orders-nothing", "Looking for an order that is not there")
        .await?;
    browser.goto(&demo.at("/orders")).await?;
    let new = href(browser, "a.list-row").await?;
    album.page(browser, &demo.at(&new), "order-new", "An order that can be undone").await?;
    browser.goto(&demo.at("/orders")).await?;
    let old = browser.ask("return [...document.querySelectorAll('a.list-row')].at(-1).pathname").await?;
    let old = old.as_str().unwrap_or_default().to_owned();
    for (page, name, about) in [
        ("", "order-delivered", "An order that arrived"),
        ("/return", "order-return", "Sending something back"),
        ("/withdraw", "order-withdraw", "The right of withdrawal, in two steps"),
        ("/cancel", "order-cancel", "Asking to cancel"),
        ("/invoice", "invoice", "An invoice to print"),
    ] {
        album.page(browser, &demo.at(&format!("{old}{page}")), name, about).await?;
    }
    album.printed(browser, "invoice-printed", "The invoice on paper").await?;
    browser.goto(&demo.at("/demo/mails")).await?;
    let mail = href(browser, "a.mail-row").await?;
    album.page(browser, &demo.at(&mail), "mails-open", "A mail as it arrives").await
}
