//! The repository's own text files.

use std::path::Path;

use anyhow::{Context, Result};

/// A text file, by its path below the root with `/` between the parts.
#[derive(Debug, Clone)]
pub struct TextFile {
    pub path: String,
    pub text: String,
}

impl TextFile {
    /// Whether this is Rust that is compiled into a crate, tests beneath included.
    pub fn is_crate_source(&self) -> bool {
        self.is_rust() && self.path.contains("/src/")
    }

    /// Whether this is Rust at all.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

/// Endings of files that people read and write.
const TEXT: &[&str] = &[
    "css", "csv", "ftl", "html", "js", "json", "md", "rs", "sh", "snap", "sql", "svg", "toml", "tsv", "txt",
    "xml", "yaml", "yml",
];

/// Folders whose content is not ours or not kept.
const SKIPPED: &[&str] = &[".git", "target", "node_modules", "buyline-data"];

/// Reads every text file below `root`.
///
/// # Errors
/// When a folder or a file cannot be read.
pub fn read(root: &Path) -> Result<Vec<TextFile>> {
    let mut files = Vec::new();
    read_folder(root, root, &mut files)?;
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(files)
}

fn read_folder(root: &Path, folder: &Path, files: &mut Vec<TextFile>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !SKIPPED.contains(&name) {
                read_folder(root, &path, files)?;
            }
        } else if is_text(&path) {
            let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
            let below = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            // Fixtures with a foreign encoding are read as well as they can be: the rules look for ASCII.
            files.push(TextFile { path: below, text: String::from_utf8_lossy(&bytes).into_owned() });
        }
    }
    Ok(())
}

fn is_text(path: &Path) -> bool {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some(ending) => TEXT.contains(&ending),
        // Scripts such as `.ci/run` have no ending.
        None => path.parent().and_then(Path::file_name).is_some_and(|name| name == ".ci"),
    }
}
