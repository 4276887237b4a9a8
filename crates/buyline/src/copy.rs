//! A copy of a data folder while a server works in it: everything as of one moment. A backup is one, and so is what the
//! demo takes to its other day.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use connectors::sandbox;
use serde::Deserialize;
use store::transfer;

use crate::failure::Failure;
use crate::settings::Config;
use crate::wiring::SANDBOX_RECORD;

/// The name of the database in a copy.
pub(crate) const DATABASE: &str = "buyline.db";
/// The name of the server's key in a copy.
pub(crate) const SECRET: &str = "secret.key";

/// How pictures come into a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pictures {
    /// Each on its own: the copy outlives the disk it was made from.
    Copied,
    /// As a second name of the same file where the disk can do that: files are replaced and removed, never changed.
    Linked,
}

/// Copies everything of the server with these settings into the folder `to`, which is there and empty. Says how many
/// pictures and other files that were. Blocking.
pub(crate) fn copy_data(config: &Config, to: &Path, pictures: Pictures) -> Result<u64, Failure> {
    let cannot =
        |error: std::io::Error| Failure::failed(format!("{} cannot be written: {error}", to.display()));
    // The database before the pictures: a picture is kept before the row that names it.
    transfer::backup(&config.database, &to.join(DATABASE))?;
    let files = copy_folder(&config.data.join("files"), &to.join("files"), pictures).map_err(cannot)?;
    if config.secret_file.is_file() {
        std::fs::copy(&config.secret_file, to.join(SECRET)).map_err(cannot)?;
    }
    let record = config.data.join(SANDBOX_RECORD);
    if record.is_file() {
        // The server went on meanwhile: what the copy does not know of is left out, so that both are of one moment.
        let known = transfer::attempt_keys(&to.join(DATABASE), sandbox::NAME)?;
        copy_record(&record, &to.join(SANDBOX_RECORD), &known).map_err(cannot)?;
    }
    Ok(files)
}

/// Copies the lines of the sandbox's record that are about attempts in `known`.
fn copy_record(from: &Path, to: &Path, known: &HashSet<String>) -> std::io::Result<()> {
    #[derive(Deserialize)]
    struct Line {
        key: String,
    }
    let mut copy = BufWriter::new(File::create(to)?);
    for line in BufReader::new(File::open(from)?).lines() {
        let line = line?;
        // One that is being written has no answer yet, so nothing was done.
        if serde_json::from_str(&line).is_ok_and(|line: Line| known.contains(&line.key)) {
            writeln!(copy, "{line}")?;
        }
    }
    copy.into_inner()?.sync_all()
}

/// Copies a folder with everything below it and says how many files that were.
fn copy_folder(from: &Path, to: &Path, pictures: Pictures) -> std::io::Result<u64> {
    if !from.is_dir() {
        return Ok(0);
    }
    std::fs::create_dir_all(to)?;
    let mut files = 0;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            files += copy_folder(&entry.path(), &target, pictures)?;
            continue;
        }
        let linked = pictures == Pictures::Linked && std::fs::hard_link(entry.path(), &target).is_ok();
        let made = if linked { Ok(()) } else { std::fs::copy(entry.path(), target).map(|_| ()) };
        match made {
            Ok(()) => files += 1,
            // An upload that was given up meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_copied_or_linked_and_what_is_replaced_in_one_place_stays_in_the_other() {
        let there = tempfile::tempdir().unwrap();
        let from = there.path().join("files");
        std::fs::create_dir_all(from.join("a")).unwrap();
        std::fs::write(from.join("a/one"), "1").unwrap();
        for (name, pictures) in [("copied", Pictures::Copied), ("linked", Pictures::Linked)] {
            let to = there.path().join(name);
            assert_eq!(copy_folder(&from, &to, pictures).unwrap(), 1);
            // As the folder of files replaces what it keeps.
            std::fs::write(to.join("a/new"), "2").unwrap();
            std::fs::rename(to.join("a/new"), to.join("a/one")).unwrap();
            assert_eq!(std::fs::read_to_string(from.join("a/one")).unwrap(), "1");
            std::fs::remove_dir_all(&to).unwrap();
            assert!(from.join("a/one").is_file());
        }
    }
}
