//! Every page and state of the running demo as pictures to look at, on a phone and a desktop, light and dark:
//! `cargo xtask screenshots`, or `cargo run -p buyline --example screenshots -- PROGRAM OUT [ONLY]`, where PROGRAM is
//! a built `buyline`. OUT gets the pictures and an `index.html` that shows them all; ONLY names the chapters to make and
//! the languages to make them in: `guest studio fr`.
//! The chapters `readme` and `rehearsal` write the pictures of the README and of `docs/operating/rehearsal.md`, OUT being
//! `docs/pictures` then.

mod album;
mod buyer;
mod clip;
mod console;
mod demo;
mod february;
mod giving;
mod guest;
mod readme;
mod studio;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::json;
use testkit::browser::{Browser, View};

use album::Album;
use demo::Demo;

/// The chapters, in the order a newcomer meets them.
const CHAPTERS: [&str; 6] = ["guest", "buyer", "studio", "giving", "console", "february"];
/// The languages of the house; every chapter is taken in each.
const LANGUAGES: [&str; 2] = ["en", "fr"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let program = PathBuf::from(arguments.next().context("name a built buyline first")?);
    let out = PathBuf::from(arguments.next().context("name a folder to write to")?);
    let (languages, chapters): (Vec<String>, Vec<String>) =
        arguments.partition(|argument| LANGUAGES.contains(&argument.as_str()));
    let mut album = Album::new(&out)?;
    for language in LANGUAGES.into_iter().filter(|language| asked(&languages, language)) {
        album.speak(language);
        for chapter in &or_all(&chapters) {
            // Each chapter has a world of its own, so that what one buys is not missing in the next.
            let demo = Demo::start(&program)?;
            let mut browser = open(language).await?;
            match chapter.as_str() {
                "guest" => guest::tour(&mut album, &mut browser, &demo).await?,
                "buyer" => buyer::tour(&mut album, &mut browser, &demo).await?,
                "studio" => studio::tour(&mut album, &mut browser, &demo).await?,
                "giving" => giving::tour(&mut album, &mut browser, &demo).await?,
                "console" => console::tour(&mut album, &mut browser, &demo).await?,
                "february" => february::tour(&mut album, &mut browser, &demo).await?,
                "rehearsal" => return february::pictures(&mut browser, &demo, &out).await,
                "readme" => return readme::pictures(&mut browser, &demo, &out).await,
                other => bail!("there is no chapter {other}; there are {CHAPTERS:?}, readme and rehearsal"),
            }
        }
    }
    album.close()
}

fn asked(named: &[String], one: &str) -> bool {
    named.is_empty() || named.iter().any(|name| name == one)
}

fn or_all(named: &[String]) -> Vec<String> {
    if named.is_empty() { CHAPTERS.map(str::to_owned).to_vec() } else { named.to_vec() }
}

/// A browser of somebody who reads `language`: the demo answers everybody in their browser's.
pub async fn open(language: &str) -> Result<Browser> {
    let browser = Browser::open(View::DESKTOP).await.context("Chromium and axe-core: cargo xtask peers")?;
    browser.tool("Network.enable", json!({})).await?;
    let headers = json!({ "headers": { "Accept-Language": language } });
    browser.tool("Network.setExtraHTTPHeaders", headers).await?;
    Ok(browser)
}
