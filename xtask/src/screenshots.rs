//! `cargo xtask screenshots`: the demo as people get it, pictured by a real browser.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::peers;
use crate::steps::{self, Steps};

/// The chapter that renews what the README shows.
const README: &str = "readme";

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
    let readme = chapters.iter().any(|chapter| chapter == README);
    let out = if readme { "docs/pictures" } else { "target/screenshots" };
    steps.take("the tour", || {
        let mut tour = Command::new("cargo");
        tour.current_dir(root).args(["run", "--quiet", "-p", "buyline", "--example", "screenshots", "--"]);
        steps::run(tour.args(["target/release/buyline", out]).args(chapters))?;
        Ok(format!("{out}/"))
    })?;
    steps.close()
}
