//! The demo's last step: 1 February, when buying has ended, and back.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use testkit::browser::{Browser, View};

use super::album::{Album, Extent};
use super::demo::Demo;
use super::studio::become_role;

/// Looks for the page of the other day, which comes by itself after some seconds.
const LOOKS: usize = 12;
/// Fades are over and lazy pictures are there.
const SETTLE: Duration = Duration::from_millis(400);

/// Takes the chapter.
pub async fn tour(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    println!("february");
    album.page(browser, &demo.at("/demo/jump"), "jump", "Before the jump").await?;
    go(browser, demo).await?;
    album
        .take(browser, "february", "1 February: what closed, who was told, what goes on", Extent::Page)
        .await?;
    for (path, name, about) in [
        ("/", "february-timeline", "Cards are links"),
        ("/orders", "february-orders", "Orders of before"),
        ("/closing", "february-closing", "What everybody reads"),
        ("/status", "february-status", "What is open"),
        ("/demo/mails", "february-mails", "Every mail"),
    ] {
        album.page(browser, &demo.at(path), name, about).await?;
    }
    browser.goto(&demo.at("/closing")).await?;
    let plan =
        browser.ask("return document.querySelector(\"main a[href^='/closing/']\")?.pathname ?? ''").await?;
    if let Some(plan) = plan.as_str().filter(|path| !path.is_empty()) {
        album.page(browser, &demo.at(plan), "february-plan", "One plan, to everybody").await?;
    }
    browser.goto(&demo.at("/")).await?;
    become_role(browser, "regie").await?;
    album.page(browser, &demo.at("/console/sunsets"), "february-console", "The operator's plans").await?;
    browser.goto(&demo.at("/")).await?;
    browser.tap(".roles button[formaction='/demo/jump/back']").await?;
    browser.see(".roles button[formaction='/demo/jump']").await?;
    album.take(browser, "february-back", "Today again", Extent::Window).await
}

/// The pictures of the rehearsal's walk-through.
pub async fn pictures(browser: &mut Browser, demo: &Demo, out: &Path) -> Result<()> {
    browser.look(View::DESKTOP).await?;
    go(browser, demo).await?;
    shot(browser, out, "february").await?;
    browser.goto(&demo.at("/")).await?;
    shot(browser, out, "february-cards").await?;
    browser.goto(&demo.at("/closing")).await?;
    shot(browser, out, "february-closing").await
}

async fn shot(browser: &mut Browser, out: &Path, name: &str) -> Result<()> {
    tokio::time::sleep(SETTLE).await;
    browser.screenshot(&out.join(format!("{name}.png"))).await
}

async fn go(browser: &Browser, demo: &Demo) -> Result<()> {
    browser.goto(&demo.at("/")).await?;
    browser.tap(".roles button[formaction='/demo/jump']").await?;
    for _ in 0..LOOKS {
        if browser.until("document.querySelector('#later')").await.is_ok() {
            return Ok(());
        }
    }
    browser.see("#later").await.map(drop).context("1 February did not come")
}
