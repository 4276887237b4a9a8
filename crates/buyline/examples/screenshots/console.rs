//! The operator.

use anyhow::Result;
use testkit::browser::Browser;

use super::album::{Album, Extent};
use super::demo::Demo;
use super::guest::card;
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
        ("/console/gates", "console-gates", "Gates"),
        ("/console/gates/buy", "console-gate", "The gate of buying"),
        ("/console/nonprofits", "console-nonprofits", "Nonprofits"),
        ("/console/sunsets", "console-closings-none", "Nothing ends"),
        ("/console/sunsets/new", "console-closing-new", "Planning an end"),
        ("/console/settings", "console-settings", "Settings"),
        ("/console/log", "console-log", "What operators did"),
    ] {
        album.page(browser, &demo.at(path), name, about).await?;
    }
    browser.goto(&demo.at("/console/merchants")).await?;
    let merchant = browser.ask("return document.querySelector('td.lead a')?.pathname ?? ''").await?;
    if let Some(merchant) = merchant.as_str().filter(|path| !path.is_empty()) {
        album.page(browser, &demo.at(merchant), "console-merchant", "A merchant").await?;
        album
            .page(browser, &demo.at(&format!("{merchant}/limit")), "console-limit", "Limiting a merchant")
            .await?;
        mistakes(album, browser).await?;
    }
    album
        .page(browser, &demo.at("/console/merchants?state=suspended"), "console-merchants-none", "None so")
        .await?;
    closing(album, browser, demo).await?;
    switch(album, browser, demo).await
}

/// Buying ends on a day: the plan as a draft with what it would do, and what everybody reads once it runs.
async fn closing(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    browser.goto(&demo.at("/console/sunsets/new")).await?;
    browser.ask("for (const form of document.forms) form.noValidate = true; return 1").await?;
    browser.tap("main form .btn[type=submit], main form button.btn").await?;
    browser.see(".summary, .note.bad").await?;
    album.take(browser, "console-closing-mistakes", "Days that are none", Extent::Page).await?;
    browser.goto(&demo.at("/console/sunsets/new")).await?;
    let mut day = jiff::Zoned::now().date();
    for (field, days) in [
        ("notice", 7),
        ("no-onboarding", 14),
        ("no-sales", 40),
        ("read-only", 30),
        ("export-ends", 60),
        ("erasure", 30),
    ] {
        day = day.checked_add(jiff::Span::new().days(days))?;
        browser
            .ask(&format!("document.querySelector('main [name={field}]').value = '{day}'; return 1"))
            .await?;
    }
    browser.fill("main [name=reason]", "Buying moves to the shops' own pages").await?;
    browser.fill("main [name=why]", "The board decided on 3 November").await?;
    browser.tap("main form .btn[type=submit], main form button.btn").await?;
    browser.until("/\\/console\\/sunsets\\/sun_/.test(location.pathname)").await?;
    album.take(browser, "console-closing", "A plan before it runs: what it would do", Extent::Page).await?;
    album.page(browser, &demo.at("/closing"), "closing-none", "Nothing ends yet, to everybody").await?;
    album.page(browser, &demo.at("/status"), "status", "What is open").await
}

/// A limit that is none, without a reason.
async fn mistakes(album: &mut Album, browser: &mut Browser) -> Result<()> {
    browser.ask("for (const form of document.forms) form.noValidate = true; return 1").await?;
    browser.fill("main [name=orders]", "0").await?;
    browser.fill("main [name=reason]", "Late parcels").await?;
    browser.tap("main form .btn[type=submit], main form button.btn").await?;
    browser.see(".summary, .note.bad").await?;
    album.take(browser, "console-limit-mistakes", "A limit that is none", Extent::Page).await
}

/// Buying from one shop is closed: the switch stands on the page, with when and why.
async fn switch(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    let mut reader = super::open(album.language()).await?;
    reader.goto(&demo.at("/")).await?;
    let card = card(&reader, "Lac du matin").await?;
    browser.goto(&demo.at("/console/switches")).await?;
    browser.fill("main [name=subject]", "@ateliernord").await?;
    browser.fill("main form:has([name=subject]) [name=reason]", "Complaints about one print").await?;
    browser.ask("document.querySelector('main [name=subject]').form.requestSubmit(); return 1").await?;
    browser.see(".note.good").await?;
    album.take(browser, "console-switch-closed", "A shop that may not sell", Extent::Page).await?;
    reader.see(&format!("{card} .note[data-when=closed]")).await?;
    album.take(&mut reader, "card-suspended", "Its card on a page that is open", Extent::Window).await
}
