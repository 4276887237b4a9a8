//! What `cargo metadata` says about our crates and everything they stand on.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A crate in the build, ours or somebody else's.
#[derive(Debug, Clone)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// The SPDX expression, where the crate names one.
    pub licence: Option<String>,
    /// The text of the file that a crate points to instead of an expression.
    pub licence_text: Option<String>,
    /// Where it comes from; `None` for a path.
    pub source: Option<String>,
    /// Whether it is a member of this workspace.
    pub ours: bool,
    pub dependencies: Vec<Dependency>,
}

/// One line of a crate's dependency list.
#[derive(Debug, Clone)]
pub struct Dependency {
    pub name: String,
    pub kind: Kind,
}

/// When a dependency is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Normal,
    Build,
    Dev,
}

/// Asks Cargo, with the lock file as it is.
///
/// # Errors
/// When Cargo fails or answers something unexpected.
pub fn read(root: &Path) -> Result<Vec<Package>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let answer = Command::new(cargo)
        .current_dir(root)
        .args(["metadata", "--format-version", "1", "--locked"])
        .output()
        .context("could not start cargo")?;
    if !answer.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&answer.stderr));
    }
    parse(&serde_json::from_slice(&answer.stdout)?)
}

fn parse(document: &Value) -> Result<Vec<Package>> {
    let members = list(document, "workspace_members")?;
    list(document, "packages")?.iter().map(|package| read_package(package, members)).collect()
}

fn read_package(package: &Value, members: &[Value]) -> Result<Package> {
    let dependencies = list(package, "dependencies")?
        .iter()
        .map(|dependency| Ok(Dependency { name: text(dependency, "name")?, kind: read_kind(dependency)? }))
        .collect::<Result<_>>()?;
    Ok(Package {
        name: text(package, "name")?,
        version: text(package, "version")?,
        licence: package["license"].as_str().map(str::to_owned),
        licence_text: licence_text(package),
        source: package["source"].as_str().map(str::to_owned),
        ours: members.contains(&package["id"]),
        dependencies,
    })
}

fn licence_text(package: &Value) -> Option<String> {
    let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
    std::fs::read_to_string(folder.join(package["license_file"].as_str()?)).ok()
}

fn read_kind(dependency: &Value) -> Result<Kind> {
    match dependency["kind"].as_str() {
        None => Ok(Kind::Normal),
        Some("build") => Ok(Kind::Build),
        Some("dev") => Ok(Kind::Dev),
        Some(other) => bail!("unknown dependency kind {other}"),
    }
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a [Value]> {
    value[key].as_array().map(Vec::as_slice).with_context(|| format!("cargo metadata has no list `{key}`"))
}

fn text(value: &Value, key: &str) -> Result<String> {
    value[key].as_str().map(str::to_owned).with_context(|| format!("cargo metadata has no text `{key}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_sources_and_kinds_are_read() {
        let document = serde_json::json!({
            "workspace_members": ["ours 0.1.0"],
            "packages": [
                { "id": "ours 0.1.0", "name": "ours", "version": "0.1.0", "license": "MIT", "source": null,
                  "dependencies": [{ "name": "theirs", "kind": null }, { "name": "proof", "kind": "dev" }] },
                { "id": "theirs 1.0.0", "name": "theirs", "version": "1.0.0", "license": null,
                  "source": "registry+somewhere", "dependencies": [] },
            ],
        });
        let packages = parse(&document).unwrap();
        assert!(packages[0].ours && !packages[1].ours);
        assert_eq!(packages[0].dependencies[0].kind, Kind::Normal);
        assert_eq!(packages[0].dependencies[1].kind, Kind::Dev);
        assert_eq!(packages[1].source.as_deref(), Some("registry+somewhere"));
        assert_eq!(packages[1].licence, None);
    }
}
