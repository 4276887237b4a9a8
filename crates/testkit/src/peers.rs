//! Where the real programs are that tests talk to, and what happens when one is missing.

use std::path::{Path, PathBuf};

/// The oldest PostgreSQL the house supports.
const POSTGRES_MAJOR_MIN: u32 = 15;

/// Where Debian puts PostgreSQL's server programs, one folder per major version.
const POSTGRES_LIBRARY: &str = "/usr/lib/postgresql";

/// Where `cargo xtask peers` puts what it does not install into the system.
const INSTALLED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/peers");

/// A browser and the program that drives it.
#[derive(Debug, Clone)]
pub struct Chromium {
    /// The browser.
    pub browser: PathBuf,
    /// Its WebDriver server, of the same version.
    pub driver: PathBuf,
}

/// The folder with `initdb` and `postgres` of the newest supported PostgreSQL.
///
/// # Panics
/// When there is none and `BUYLINE_TEST_PEERS=required`.
pub fn postgres() -> Option<PathBuf> {
    let found = std::fs::read_dir(POSTGRES_LIBRARY).ok().and_then(|versions| {
        versions
            .flatten()
            .filter_map(|entry| {
                Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
            })
            .filter(|(major, programs)| *major >= POSTGRES_MAJOR_MIN && programs.join("initdb").is_file())
            .max()
            .map(|(_, programs)| programs)
    });
    present("PostgreSQL 15 or newer", found)
}

/// Chromium with its driver.
///
/// # Panics
/// When one of them is missing and `BUYLINE_TEST_PEERS=required`.
pub fn chromium() -> Option<Chromium> {
    let found =
        on_path("chromium").and_then(|browser| Some(Chromium { browser, driver: on_path("chromedriver")? }));
    present("Chromium with chromedriver", found)
}

/// The script that finds barriers in a page.
///
/// # Panics
/// When it is missing and `BUYLINE_TEST_PEERS=required`.
pub fn axe() -> Option<PathBuf> {
    let script = Path::new(INSTALLED).join("node_modules/axe-core/axe.min.js");
    present("axe-core", script.is_file().then_some(script))
}

/// A stand-in for Stripe by others, from PyPI.
///
/// # Panics
/// When it is missing and `BUYLINE_TEST_PEERS=required`.
pub fn localstripe() -> Option<PathBuf> {
    let program = Path::new(INSTALLED).join("localstripe/bin/localstripe");
    present("localstripe", program.is_file().then_some(program))
}

/// The script that starts a Vendure shop, run by Node where it lies.
pub fn vendure() -> Option<PathBuf> {
    large("Vendure", shop("vendure", "node_modules/@vendure/core/dist/index.js"))
}

/// The script that starts a Medusa shop, run by Node where it lies.
pub fn medusa() -> Option<PathBuf> {
    large("Medusa", shop("medusa", "node_modules/@medusajs/medusa/dist/index.js"))
}

/// A program whose packages are many: only `cargo xtask test --all` brings it, and where it is missing the test is cut short
/// whatever else is required.
fn large(name: &str, found: Option<PathBuf>) -> Option<PathBuf> {
    if found.is_none() {
        eprintln!("not run here: {name} is missing; `cargo xtask peers --all` installs it");
    }
    found
}

fn shop(word: &str, proof: &str) -> Option<PathBuf> {
    let folder = Path::new(INSTALLED).join(word);
    let is_there = folder.join(proof).is_file() && on_path("node").is_some();
    is_there.then(|| folder.join("start.cjs"))
}

/// What a process asks of the system, seen and disturbed from outside.
///
/// # Panics
/// When it is missing and `BUYLINE_TEST_PEERS=required`.
pub fn strace() -> Option<PathBuf> {
    present("strace", on_path("strace"))
}

/// Whether a missing peer must fail the test that needs it.
pub fn required() -> bool {
    std::env::var("BUYLINE_TEST_PEERS").is_ok_and(|value| value == "required")
}

/// Passes `found` on; says that the test is cut short when there is nothing.
fn present<T>(peer: &str, found: Option<T>) -> Option<T> {
    if found.is_none() {
        assert!(!required(), "{peer} is missing; `cargo xtask peers` installs it");
        eprintln!("not run here: {peer} is missing; `cargo xtask peers` installs it");
    }
    found
}

fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}
