//! The folder of a server, and the two locks in it that say who may start, use and stop it.
//!
//! `start.lock` is held by whoever starts or stops the server; `users.lock` is shared by everybody who uses it.
//! The kernel lets go of both when a process dies, so a test that is killed leaves no server behind.

use std::fs::{File, OpenOptions, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

/// How often a folder may vanish while we enter it; once is rare.
const ENTRIES_MAX: usize = 10;

/// A server's folder, by its path.
#[derive(Debug, Clone)]
pub(super) struct Folder(pub(super) PathBuf);

/// The right to use a server, until it is dropped.
#[derive(Debug)]
pub(super) struct Use {
    _users: File,
}

/// The right to start a server, until it is dropped.
pub(super) struct Start {
    _start: File,
}

impl Folder {
    /// Waits for the start lock and joins the users. Whoever stopped the server meanwhile has removed the
    /// folder, lock and all; then a new folder is made.
    pub(super) fn enter(&self) -> Result<(Start, Use)> {
        let mut refused = None;
        for _ in 0..ENTRIES_MAX {
            match self.try_enter() {
                Ok(Some(entered)) => return Ok(entered),
                Ok(None) => {}
                Err(error) => refused = Some(error),
            }
        }
        Err(refused.unwrap_or_else(|| anyhow!("{} is removed again and again", self.0.display())))
    }

    /// One try; `None` when the folder was removed while we waited for its lock.
    fn try_enter(&self) -> Result<Option<(Start, Use)>> {
        std::fs::create_dir_all(&self.0).with_context(|| self.0.display().to_string())?;
        std::fs::set_permissions(&self.0, Permissions::from_mode(0o711))?;
        let start_path = self.0.join("start.lock");
        let start = open(&start_path)?;
        start.lock()?;
        if !is_still(&start, &start_path) {
            return Ok(None);
        }
        let users = open(&self.0.join("users.lock"))?;
        users.lock_shared()?;
        Ok(Some((Start { _start: start }, Use { _users: users })))
    }

    /// The URL of the server that runs here, if one was started.
    pub(super) fn url(&self) -> Option<String> {
        std::fs::read_to_string(self.0.join("url")).ok()
    }

    /// Publishes the URL of the server that runs here, for this user only: it holds the password.
    pub(super) fn publish(&self, url: &str) -> Result<()> {
        let draft = self.0.join("url.draft");
        std::fs::write(&draft, "")?;
        std::fs::set_permissions(&draft, Permissions::from_mode(0o600))?;
        std::fs::write(&draft, url)?;
        Ok(std::fs::rename(draft, self.0.join("url"))?)
    }

    /// Removes what a server left that did not stop in order, but not the locks.
    pub(super) fn clear(&self) -> Result<()> {
        let data = self.0.join("data");
        if data.exists() {
            std::fs::remove_dir_all(data)?;
        }
        let url = self.0.join("url");
        if url.exists() {
            std::fs::remove_file(url)?;
        }
        Ok(())
    }
}

fn open(path: &Path) -> Result<File> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .with_context(|| format!("could not open {}", path.display()))
}

/// Whether `path` still names the open `file`.
fn is_still(file: &File, path: &Path) -> bool {
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(named)) => open.ino() == named.ino() && open.dev() == named.dev(),
        (Err(_), _) | (_, Err(_)) => false,
    }
}
