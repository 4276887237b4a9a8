//! The data folder: it must be writable, one server owns it, and it keeps the server's key.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use store::Engine;

use crate::failure::Failure;
use crate::settings::Config;

/// The name of the file that a running server holds locked.
const LOCK_FILE: &str = "serving.lock";

/// The data folder of a running server.
pub(super) struct Place {
    _lock: Option<File>,
}

impl Place {
    /// Makes the folder if it is not there and takes it.
    pub(super) fn take(config: &Config) -> Result<Self, Failure> {
        let folder = &config.data;
        make(folder)?;
        let unwritable = |error| unwritable(folder, &error);
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.join(LOCK_FILE))
            .map_err(unwritable)?;
        // Several servers on one PostgreSQL may share a folder of pictures; two on one SQLite file would each
        // remember what the other changed.
        if config.database.engine() == Engine::Postgres {
            return Ok(Self { _lock: None });
        }
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: Some(lock) }),
            Err(TryLockError::WouldBlock) => Err(Failure::failed(format!(
                "another server is at work in {}; stop it, or choose another folder with --data",
                folder.display()
            ))),
            Err(TryLockError::Error(error)) => Err(unwritable(error)),
        }
    }
}

/// Makes the folder if it is not there. People's addresses are in it: for its owner's eyes only.
pub(crate) fn make(folder: &Path) -> Result<(), Failure> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| unwritable(folder, &error))
}

fn unwritable(folder: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(format!(
        "the folder {} cannot be written: {error}; make it writable for this user, or choose another with --data",
        folder.display()
    ))
}

/// The server's key: read, or made at the first start.
pub(crate) fn secret(path: &Path) -> Result<[u8; 32], Failure> {
    let mut secret = [0; 32];
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => {
            getrandom::fill(&mut secret)
                .map_err(|error| Failure::failed(format!("no random bytes can be had: {error}")))?;
            file.write_all(&secret).and_then(|()| file.sync_all()).map_err(|error| {
                Failure::failed(format!("the key {} cannot be written: {error}", path.display()))
            })?;
            Ok(secret)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let mut bytes = Vec::new();
            File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(|error| {
                Failure::failed(format!("the key {} cannot be read: {error}", path.display()))
            })?;
            bytes.try_into().map_err(|_| {
                Failure::failed(format!(
                    "the key {} is damaged: it must be 32 bytes; restore it from a backup",
                    path.display()
                ))
            })
        }
        Err(error) => Err(Failure::failed(format!("the key {} cannot be made: {error}", path.display()))),
    }
}
