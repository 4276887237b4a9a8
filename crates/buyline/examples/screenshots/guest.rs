//! Somebody without an account: reading, signing up, buying for the first time.

use anyhow::{Context, Result};
use testkit::browser::Browser;

use super::album::{Album, Extent};
use super::demo::Demo;

/// Takes the chapter.
pub async fn tour(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    println!("guest");
    be_a_guest(browser, demo).await?;
    album.page(browser, &demo.at("/"), "guest-timeline", "What a stranger reads").await?;
    for (path, name, about) in [
        ("/sign-in", "sign-in", "Signing in"),
        ("/sign-up", "sign-up", "A new account"),
        ("/forgot", "forgot", "A forgotten password"),
        ("/orders/find", "orders-find", "A lost link to an order is sent again"),
        ("/basket", "basket-empty", "Nothing collected yet"),
        ("/nothing-is-here", "error-not-found", "An address that leads nowhere"),
        ("/commerce/v1/docs", "api-docs", "The API, readable"),
        ("/about", "about", "About this server"),
        ("/privacy", "privacy", "Privacy"),
        ("/terms", "terms", "Terms"),
    ] {
        album.page(browser, &demo.at(path), name, about).await?;
    }
    mistakes(album, browser, demo).await?;
    first_purchase(album, browser, demo).await
}

/// Comes without a session, as the demo's first visit would begin one.
pub async fn be_a_guest(browser: &Browser, demo: &Demo) -> Result<()> {
    browser.delete_all_cookies().await?;
    browser.goto(&demo.at("/sign-in")).await?;
    Ok(())
}

/// The card of `product`, as a selector.
pub async fn card(browser: &Browser, product: &str) -> Result<String> {
    let find = format!(
        "return [...document.querySelectorAll('buy-card')].find(card => \
         card.querySelector('.card-title').textContent.trim().startsWith('{product}'))?.id ?? ''"
    );
    let id = browser.ask(&find).await?;
    let id = id.as_str().filter(|id| !id.is_empty()).with_context(|| format!("no card of {product}"))?;
    Ok(format!("[id='{id}']"))
}

/// Taps Buy on the card of `product`.
pub async fn buy(browser: &Browser, product: &str) -> Result<()> {
    browser.tap(&format!("{} form[action='/buy'] .btn.buy", card(browser, product).await?)).await
}

async fn mistakes(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    browser.goto(&demo.at("/sign-up")).await?;
    browser.ask("for (const form of document.forms) form.noValidate = true; return 1").await?;
    for (field, text) in
        [("display_name", "Ada"), ("handle", "é!"), ("email", "ada@nowhere"), ("password", "short")]
    {
        browser.fill(&format!("main [name={field}]"), text).await?;
    }
    browser.tap("main form .btn.buy").await?;
    browser.see(".summary").await?;
    album
        .take(browser, "sign-up-mistakes", "Each mistake is named, linked and beside its field", Extent::Page)
        .await?;
    browser.goto(&demo.at("/sign-in")).await?;
    browser.fill("main [name=login]", "camille@example.org").await?;
    browser.fill("main [name=password]", "a guess").await?;
    browser.tap("main form .btn.buy").await?;
    browser.see(".summary, .note.bad").await?;
    album.take(browser, "sign-in-wrong", "A password that is not theirs", Extent::Page).await
}

async fn first_purchase(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    browser.goto(&demo.at("/")).await?;
    buy(browser, "Mug Brume").await?;
    browser.see("dialog [data-step=details]").await?;
    album.take(browser, "sheet-details", "The first step of a first purchase", Extent::Window).await?;
    browser.ask("document.querySelector('dialog form').noValidate = true; return 1").await?;
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog .summary").await?;
    album
        .take(browser, "sheet-details-mistakes", "What is missing, linked to its field", Extent::Window)
        .await?;
    for (field, text) in [
        ("email", "maelle@example.org"),
        ("name", "Maëlle Jaouen"),
        ("line1", "12 rue des Carmes"),
        ("postal_code", "44000"),
        ("city", "Nantes"),
    ] {
        browser.fill(&format!("dialog [name={field}]"), text).await?;
    }
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog [data-step=review]").await?;
    album.take(browser, "sheet-review-guest", "The review of a guest", Extent::Window).await?;
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog [data-step=placed]").await?;
    album
        .take(browser, "sheet-placed-guest", "Placed; an account is offered afterwards", Extent::Window)
        .await?;
    let placed = browser.current_url().await?;
    album.page(browser, placed.as_str(), "placed-page", "The same as a page by itself").await?;
    browser.tap(".sheet-foot .legal").await?;
    browser.see("main .track").await?;
    album.take(browser, "order-guest", "A guest's order, by its secret link", Extent::Page).await
}
