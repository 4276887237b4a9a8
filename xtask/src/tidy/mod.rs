//! The rules of the house that neither Cargo nor clippy can keep. Each is a function from texts to findings,
//! so that its tests can feed it a bad sample; `cargo xtask tidy` and the test below run them on the repository.

mod adr;
mod direction;
mod files;
mod licences;
mod metadata;
mod protocols;
mod rust_text;
mod spdx;
mod texts;

use std::fmt;
use std::path::Path;

use anyhow::{Result, bail};

/// One place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file (with a line, where one can be named) or the crate.
    place: String,
    /// What is wrong and what to do instead.
    advice: String,
}

impl Finding {
    fn new(place: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { place: place.into(), advice: advice.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.advice)
    }
}

/// Every finding of every rule in the repository at `root`.
///
/// # Errors
/// When the repository cannot be read or `cargo metadata` fails.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let metadata = metadata::read(root)?;
    let files = files::read(root)?;
    let mut findings = licences::check(&metadata);
    findings.extend(direction::check(&metadata));
    findings.extend(adr::check(&files));
    findings.extend(protocols::check(&files));
    findings.extend(texts::check(&files));
    Ok(findings)
}

/// Prints every finding and fails when there is one.
///
/// # Errors
/// As [`check`], and when a rule is broken.
pub fn report(root: &Path) -> Result<()> {
    let findings = check(root)?;
    for finding in &findings {
        eprintln!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("tidy");
            Ok(())
        }
        count => bail!("{count} tidy rules are broken"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_repository_is_tidy() {
        let findings = super::check(&crate::repository_root()).expect("the repository can be read");
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "\n{}", lines.join("\n"));
    }
}
