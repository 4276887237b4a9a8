//! `cargo xtask simulate`: builds the simulator and hands it its arguments.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::steps;

/// Runs the simulation. Built with the workspace's features, so that the tests' builds serve.
///
/// # Errors
/// When it does not build, or when a run went wrong; it prints then how to replay that run.
pub fn run(root: &Path, arguments: &[String]) -> Result<()> {
    let mut build = Command::new("cargo");
    build.current_dir(root).args(["build", "--workspace", "--bin", "simulate"]);
    let is_long = arguments.iter().any(|word| word == "--release");
    if is_long {
        build.arg("--release");
    }
    steps::run(&mut build)?;
    let program = root.join("target").join(if is_long { "release" } else { "debug" }).join("simulate");
    steps::run(Command::new(program).args(arguments.iter().filter(|word| *word != "--release")))
}
