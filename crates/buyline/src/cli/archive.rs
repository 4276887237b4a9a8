//! `buyline export TO --archive [--of HANDLE]`: one file with everything of the server, or of one of its people, shops or
//! nonprofits, as they would get it themselves; and `buyline import archive FILE`, which takes such a file in.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use app::{archives, erasure};
use clap::ArgMatches;
use domain::access::{Actor, RunServer};
use domain::archive::ArchiveOf;
use jiff::Timestamp;
use store::{archive, existing};

use super::folder::unwritable;
use super::work;
use crate::failure::Failure;
use crate::settings::Config;

/// Writes the archive into the new file `to`.
pub(super) fn export(config: &Config, to: &Path, handle: Option<&String>) -> Result<ExitCode, Failure> {
    existing::must_be_current(&config.database)?;
    let of = match handle {
        None => ArchiveOf::Server,
        Some(handle) => archive::owner_called(&config.database, handle.trim_start_matches('@'))?
            .ok_or_else(|| Failure::failed(format!("nobody here is called {handle}")))?,
    };
    if to.exists() {
        return Err(Failure::failed(format!("{} exists already; name a new file", to.display())));
    }
    let unfinished = to.with_extension("unfinished");
    // Left by one that was stopped; there may be none.
    let _ = std::fs::remove_file(&unfinished);
    let outcome = write(config, of, &unfinished);
    if outcome.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    let made = outcome?;
    std::fs::rename(&unfinished, to).map_err(|error| unwritable(to, &error))?;
    println!("{} records in {} files are in {}", made.records, made.files, to.display());
    Ok(ExitCode::SUCCESS)
}

fn write(config: &Config, of: ArchiveOf, to: &Path) -> Result<archive::Made, Failure> {
    let cannot = |error: std::io::Error| unwritable(to, &error);
    // People's addresses come into it: for its owner's eyes only.
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(cannot)?;
    let root = config.data.join("files");
    let mut media = |key: &str| match File::open(root.join(key)) {
        Ok(file) => Ok(Some(Box::new(file) as Box<dyn Read + Send>)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    let server = config.base_url.clone().unwrap_or_default();
    let mut out = BufWriter::new(file);
    let made = archive::write(&config.database, of, (&server, Timestamp::now()), &mut media, &mut out)?;
    out.into_inner().map_err(|error| cannot(error.into_error()))?.sync_all().map_err(cannot)?;
    Ok(made)
}

/// `buyline import archive FILE`
pub(super) fn import(config: &Config, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let path = PathBuf::from(arguments.get_one::<String>("FILE").expect("clap asks for it"));
    let owner = arguments.get_one::<String>("owner").cloned();
    let ids = arguments.get_one::<String>("ids").map(PathBuf::from);
    if let Some(ids) = ids.as_ref().filter(|ids| ids.exists()) {
        return Err(Failure::failed(format!("{} exists already; name a new file", ids.display())));
    }
    work(config, async move |ctx| {
        let permit = Actor::System.may(RunServer).map_err(|error| Failure::failed(error.to_string()))?;
        let owner = match owner {
            None => None,
            Some(handle) => Some(
                erasure::account_called(ctx, &handle)
                    .await?
                    .ok_or_else(|| Failure::failed(format!("nobody here is called {handle}")))?,
            ),
        };
        let imported = archives::bring(ctx, &permit, &path, owner)
            .await
            .map_err(|error| Failure::failed(format!("{}: {error}; nothing was kept", path.display())))?;
        println!(
            "@{}: {} records live, {} are history, {} pictures",
            imported.handle,
            imported.live,
            imported.history,
            imported.pictures.len()
        );
        for (kind, count) in imported.left_out.iter().filter(|(_, count)| **count > 0) {
            println!("{count} of {kind} stayed behind: what they are about is not here");
        }
        if let Some(ids) = ids {
            let mut out = BufWriter::new(File::create(&ids).map_err(|error| unwritable(&ids, &error))?);
            for (old, new) in &imported.ids {
                writeln!(out, "{old} {new}").map_err(|error| unwritable(&ids, &error))?;
            }
            out.flush().map_err(|error| unwritable(&ids, &error))?;
            println!("old and new ids are in {}", ids.display());
        }
        Ok(ExitCode::SUCCESS)
    })
}
