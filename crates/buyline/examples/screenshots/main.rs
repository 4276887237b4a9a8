//! Every page and state of the running demo as pictures to look at, on a phone and a desktop, light and dark:
//! `cargo xtask screenshots`, or `cargo run -p buyline --example screenshots -- PROGRAM OUT [ONLY]`, where PROGRAM is
//! a built `buyline`. OUT gets the pictures and an `index.html` that shows them all; ONLY names the chapters to make.
//! The chapter `readme` writes the pictures of the README, OUT being `docs/pictures` then.

mod album;
mod buyer;
mod clip;
mod console;
mod demo;
mod guest;
mod readme;
mod studio;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use testkit::browser::{Browser, View};

use album::Album;
use demo::Demo;

/// The chapters, in the order a newcomer meets them.
const CHAPTERS: [&str; 4] = ["guest", "buyer", "studio", "console"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let program = PathBuf::from(arguments.next().context("name a built buyline first")?);
    let out = PathBuf::from(arguments.next().context("name a folder to write to")?);
    let only: Vec<String> = arguments.collect();
    let wanted: Vec<&str> =
        if only.is_empty() { CHAPTERS.to_vec() } else { only.iter().map(String::as_str).collect() };
    let mut album = Album::new(&out)?;
    for chapter in wanted {
        // Each chapter has a world of its own, so that what one buys is not missing in the next.
        let demo = Demo::start(&program)?;
        let mut browser =
            Browser::open(View::DESKTOP).await.context("Chromium and axe-core: cargo xtask peers")?;
        match chapter {
            "guest" => guest::tour(&mut album, &mut browser, &demo).await?,
            "buyer" => buyer::tour(&mut album, &mut browser, &demo).await?,
            "studio" => studio::tour(&mut album, &mut browser, &demo).await?,
            "console" => console::tour(&mut album, &mut browser, &demo).await?,
            "readme" => return readme::pictures(&mut browser, &demo, &out).await,
            other => bail!("there is no chapter {other}; there are {CHAPTERS:?} and readme"),
        }
    }
    album.close()
}
