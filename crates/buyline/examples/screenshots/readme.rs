//! The pictures of the README: timeline, sheet, studio, and the two taps as a moving picture.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use testkit::browser::{Browser, View};

use super::clip::Clip;
use super::demo::Demo;
use super::guest::{buy, card};
use super::studio::become_role;

/// Writes them into `out`.
pub async fn pictures(browser: &mut Browser, demo: &Demo, out: &Path) -> Result<()> {
    browser.look(View::DESKTOP).await?;
    browser.goto(&demo.at("/")).await?;
    settle().await;
    browser.screenshot(&out.join("timeline.png")).await?;
    buy(browser, "Lac du matin").await?;
    browser.see("dialog [data-step=review]").await?;
    settle().await;
    browser.screenshot(&out.join("sheet.png")).await?;
    browser.goto(&demo.at("/")).await?;
    two_taps(browser, out).await?;
    browser.goto(&demo.at("/")).await?;
    become_role(browser, "clemence").await?;
    settle().await;
    browser.screenshot(&out.join("studio.png")).await
}

/// Tap, tap, placed; the order appears at the shop opposite, which ships it.
async fn two_taps(browser: &mut Browser, out: &Path) -> Result<()> {
    let mut clip = Clip::new(&out.join("two-taps.gif"))?;
    let button = format!("{} form[action='/buy'] .btn.buy", card(browser, "Lac du matin").await?);
    settle().await;
    clip.frame(browser, 1200, None).await?;
    clip.frame(browser, 500, Some(&button)).await?;
    browser.tap(&button).await?;
    browser.see("dialog [data-step=review]").await?;
    settle().await;
    clip.frame(browser, 1600, None).await?;
    clip.frame(browser, 500, Some("dialog .btn.pay")).await?;
    browser.tap("dialog .btn.pay").await?;
    browser.see("dialog [data-step=placed]").await?;
    for _ in 0..4 {
        settle().await;
        clip.frame(browser, 700, None).await?;
        tokio::time::sleep(Duration::from_millis(600)).await;
    }
    browser.tap("dialog .sheet-foot [data-close]").await?;
    settle().await;
    clip.frame(browser, 1000, None).await?;
    // The undo window ends; the shop has its turn.
    let ship = ".opposite-orders li:first-child form[action='/demo/ship'] .btn";
    browser.see(ship).await?;
    clip.frame(browser, 600, None).await?;
    clip.frame(browser, 500, Some(ship)).await?;
    browser.tap(ship).await?;
    browser.see(".opposite-orders li:first-child .opposite-earned").await?;
    settle().await;
    clip.frame(browser, 2600, None).await?;
    clip.close()
}

async fn settle() {
    tokio::time::sleep(Duration::from_millis(400)).await;
}
