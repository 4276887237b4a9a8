//! Giving: a stranger gives at once and every month, and the nonprofit's desk sees what came of it.

use anyhow::{Context, Result};
use testkit::browser::Browser;

use super::album::{Album, Extent};
use super::demo::Demo;
use super::guest::be_a_guest;
use super::studio::become_role;

/// The Donate card of the charity whose desk is one tap away in the demo.
const CARD: &str = ".card:has([data-campaign]):has(a[href='/@refugedelamer'])";
const GIVE: &str = "form[action^='/donate/'] .btn.give";
const GO: &str = ".btn.pay";

/// Takes the chapter.
pub async fn tour(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    println!("giving");
    be_a_guest(browser, demo).await?;
    browser.goto(&demo.at("/@refugedelamer")).await?;
    let campaign = path(browser, &format!("{CARD} .card-title a")).await?;
    album.page(browser, &demo.at(&campaign), "campaign", "A campaign").await?;
    album.page(browser, &demo.at(&format!("{campaign}/card")), "campaign-card", "Its card elsewhere").await?;
    promise(album, browser, &demo.at(&campaign)).await?;
    browser.goto(&demo.at("/")).await?;
    become_role(browser, "erwan").await?;
    browser.goto(&demo.at("/nonprofits")).await?;
    let desk = browser.current_url().await?.path().to_owned();
    pages(album, browser, demo, &desk).await?;
    gift(album, browser, demo, &desk).await?;
    matches(album, browser, demo, &desk).await
}

/// The pathname that the first link of `selector` leads to.
async fn path(browser: &Browser, selector: &str) -> Result<String> {
    let found =
        browser.ask(&format!("return document.querySelector(\"{selector}\")?.pathname ?? ''")).await?;
    let found = found.as_str().filter(|path| !path.is_empty());
    found.map(str::to_owned).with_context(|| format!("nothing leads to {selector}"))
}

/// Twenty-five a month: with mistakes, as it is reviewed, once it is arranged, and where it is changed.
async fn promise(album: &mut Album, browser: &mut Browser, campaign: &str) -> Result<()> {
    browser.goto(campaign).await?;
    browser.tap(".chip:has(input[value='2500'])").await?;
    browser.tap(".chip:has(input[value=monthly])").await?;
    browser.tap(GIVE).await?;
    browser.see("[data-step=details]").await?;
    album.take(browser, "gift-details", "Who gives, and how", Extent::Page).await?;
    browser.ask("for (const form of document.forms) form.noValidate = true; return 1").await?;
    browser.tap(&format!("[data-step=details] {GO}")).await?;
    browser.see("[data-step=details] .error").await?;
    album.take(browser, "gift-mistakes", "Nothing typed", Extent::Page).await?;
    for (field, text) in [("email", "maelle@example.org"), ("name", "Maëlle Jaouen")] {
        browser.fill(&format!("[data-step=details] [name={field}]"), text).await?;
    }
    browser.tap("[data-step=details] .choice:has(input[value=card_ok])").await?;
    browser.tap(&format!("[data-step=details] {GO}")).await?;
    browser.see("[data-step=review]").await?;
    album.take(browser, "gift-review", "A monthly gift before it is given", Extent::Page).await?;
    browser.tap(&format!("[data-step=review] {GO}")).await?;
    browser.see("[data-step=placed]").await?;
    album.take(browser, "gift-thanks", "Given, with its receipt", Extent::Page).await?;
    browser.tap("[data-step=placed] a[href*='/pledges/']").await?;
    browser.see("main").await?;
    album.take(browser, "pledge", "A regular gift in its donor's hands", Extent::Page).await
}

async fn pages(album: &mut Album, browser: &mut Browser, demo: &Demo, desk: &str) -> Result<()> {
    for (path, name, about) in [
        ("", "desk-today", "What came in, and what waits"),
        ("/campaigns", "desk-campaigns", "Campaigns"),
        ("/campaigns/new", "desk-campaign-new", "A new campaign"),
        ("/gifts", "desk-gifts", "Gifts"),
        ("/gifts?q=zzzz", "desk-gifts-nothing", "No gift found"),
        ("/pledges", "desk-pledges", "Regular gifts"),
        ("/donors", "desk-donors", "Donors"),
        ("/payouts", "desk-payouts", "Payouts"),
        ("/application", "desk-application", "The application"),
        ("/settings", "desk-settings", "Settings"),
        ("/settings/staff", "desk-staff", "Staff"),
        ("/settings/archive", "desk-archive", "Everything to take away"),
        ("/log", "desk-log", "What staff did"),
    ] {
        album.page(browser, &demo.at(&format!("{desk}{path}")), name, about).await?;
    }
    Ok(())
}

async fn gift(album: &mut Album, browser: &mut Browser, demo: &Demo, desk: &str) -> Result<()> {
    browser.goto(&demo.at(&format!("{desk}/gifts"))).await?;
    let gift = path(browser, "td.lead a").await?;
    for (below, name, about) in [
        ("", "desk-gift", "One gift"),
        ("/thank", "desk-thank", "Saying thanks"),
        ("/return", "desk-return", "Giving a gift back"),
    ] {
        album.page(browser, &demo.at(&format!("{gift}{below}")), name, about).await?;
    }
    Ok(())
}

async fn matches(album: &mut Album, browser: &mut Browser, demo: &Demo, desk: &str) -> Result<()> {
    browser.goto(&demo.at(&format!("{desk}/campaigns"))).await?;
    let matches = path(browser, "a[href$='/matches']").await?;
    album.page(browser, &demo.at(&matches), "desk-matches", "Who matches gifts").await?;
    album.page(browser, &demo.at(&format!("{matches}/new")), "desk-match-new", "A new sponsor").await?;
    browser.goto(&demo.at(&matches)).await?;
    let one = path(browser, "td.lead a").await?;
    album.page(browser, &demo.at(&one), "desk-match", "One sponsor's matches").await
}
