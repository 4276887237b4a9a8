//! `cargo xtask screenshots`: the demo as people get it, pictured by a real browser.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::peers;
use crate::steps::{self, Steps};

/// The chapters that renew what documents show.
const OF_DOCS: [&str; 2] = ["readme", "rehearsal"];

/// Builds the release, starts the demo and writes the pictures of `chapters`, or of all.
///
/// # Errors
/// When a peer cannot be installed, something does not build, or the tour meets a page it does not expect.
pub fn take(root: &Path, chapters: &[String]) -> Result<()> {
    let mut steps = Steps::default();
    peers::install_browser(root, &mut steps)?;
    steps.take("the demo, built as people build it", || {
        steps::run(Command::new("cargo").current_dir(root).args(["build", "--release", "--bin", "buyline"]))?;
        Ok("built".to_owned())
    })?;
    let of_docs = chapters.iter().any(|chapter| OF_DOCS.contains(&chapter.as_str()));
    let out = if of_docs { "docs/pictures" } else { "target/screenshots" };
    steps.take("the tour", || {
        let mut tour = Command::new("cargo");
        tour.current_dir(root).args(["run", "--quiet", "-p", "buyline", "--example", "screenshots", "--"]);
        steps::run(tour.args(["target/release/buyline", out]).args(chapters))?;
        Ok(format!("{out}/"))
    })?;
    steps.close()
}
