//! A new folder that a command fills: whole in the end, or not there.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// A folder being filled. Dropped before it is kept, it goes again with everything in it.
pub(super) struct NewFolder<'a> {
    path: &'a Path,
    /// The highest folder that was made for it; none where an empty folder was there.
    made: Option<PathBuf>,
    is_whole: bool,
}

impl<'a> NewFolder<'a> {
    /// Makes the folder, or takes an empty one. People's addresses come into it: for its owner's eyes only.
    pub(super) fn make(path: &'a Path) -> Result<Self, Failure> {
        let made =
            path.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).last();
        let made = made.map(Path::to_owned);
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(|error| unwritable(path, &error))?;
        let mut inside = fs::read_dir(path).map_err(|error| unwritable(path, &error))?;
        if inside.next().is_some() {
            return Err(Failure::failed(format!("{} is not empty; name a new folder", path.display())));
        }
        Ok(Self { path, made, is_whole: false })
    }

    /// Everything is in it.
    pub(super) fn keep(mut self) {
        self.is_whole = true;
    }
}

impl Drop for NewFolder<'_> {
    fn drop(&mut self) {
        if self.is_whole {
            return;
        }
        // The first cause is what the operator must read; a failing removal adds nothing.
        if let Some(made) = &self.made {
            let _ = fs::remove_dir_all(made);
            return;
        }
        for entry in fs::read_dir(self.path).into_iter().flatten().flatten() {
            let _ = if entry.path().is_dir() {
                fs::remove_dir_all(entry.path())
            } else {
                fs::remove_file(entry.path())
            };
        }
    }
}

/// The sentence about a folder that cannot be written.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(format!("{} cannot be written: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_was_not_filled_goes_with_those_above_it_that_were_made_for_it() {
        let there = tempfile::tempdir().unwrap();
        let path = there.path().join("a/b");
        let folder = NewFolder::make(&path).unwrap();
        fs::write(path.join("half"), "x").unwrap();
        drop(folder);
        assert!(!there.path().join("a").exists() && there.path().is_dir());

        fs::create_dir(there.path().join("empty")).unwrap();
        let path = there.path().join("empty");
        let folder = NewFolder::make(&path).unwrap();
        fs::create_dir(path.join("files")).unwrap();
        fs::write(path.join("files/half"), "x").unwrap();
        drop(folder);
        assert_eq!(fs::read_dir(&path).unwrap().count(), 0, "what was there stays, what came into it goes");
    }

    #[test]
    fn a_filled_folder_stays_and_is_not_filled_again() {
        let there = tempfile::tempdir().unwrap();
        let path = there.path().join("full");
        let folder = NewFolder::make(&path).unwrap();
        fs::write(path.join("whole"), "x").unwrap();
        folder.keep();
        let refused = NewFolder::make(&path).err().unwrap().to_string();
        assert!(refused.ends_with("full is not empty; name a new folder"), "{refused}");
        assert!(path.join("whole").is_file());
    }
}
