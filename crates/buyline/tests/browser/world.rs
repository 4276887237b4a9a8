//! The demo as its own process, on a copy of a world that is seeded once per build.

use std::process::Child;

use crate::seeded::{copy_of_seeded, start};

/// A demo that runs; killed when the test ends.
pub struct World {
    child: Child,
    pub url: String,
    _folder: tempfile::TempDir,
}

impl World {
    /// Starts a demo of its own.
    pub fn open() -> Self {
        let folder = Self::copy();
        let (child, url) = start(folder.path());
        Self { child, url, _folder: folder }
    }

    /// A copy of its data, for a server of another kind.
    pub fn copy() -> tempfile::TempDir {
        copy_of_seeded()
    }

    /// The address of `path`.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
