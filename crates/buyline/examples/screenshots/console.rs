//! The operator.

use anyhow::Result;
use testkit::browser::Browser;

use super::album::Album;
use super::demo::Demo;
use super::studio::become_role;

/// Takes the chapter.
pub async fn tour(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    println!("console");
    browser.goto(&demo.at("/")).await?;
    become_role(browser, "regie").await?;
    for (path, name, about) in [
        ("/console", "console", "How the server is"),
        ("/console/queue", "console-queue", "The queue"),
        ("/console/reports", "console-reports", "Reports"),
        ("/console/merchants", "console-merchants", "Merchants"),
        ("/console/switches", "console-switches", "Kill switches"),
        ("/console/settings", "console-settings", "Settings"),
        ("/console/log", "console-log", "What operators did"),
    ] {
        album.page(browser, &demo.at(path), name, about).await?;
    }
    browser.goto(&demo.at("/console/merchants")).await?;
    let merchant = browser.ask("return document.querySelector('td.lead a')?.pathname ?? ''").await?;
    if let Some(merchant) = merchant.as_str().filter(|path| !path.is_empty()) {
        album.page(browser, &demo.at(merchant), "console-merchant", "A merchant").await?;
    }
    Ok(())
}
