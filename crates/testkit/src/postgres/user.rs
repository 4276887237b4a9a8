//! PostgreSQL refuses to run as root, so root hands it to another user.

use std::ffi::OsStr;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// Who runs the server.
pub(super) enum ServerUser {
    /// Whoever runs the tests.
    Ourselves,
    /// Another user, because we are root.
    Other {
        /// Numeric user id.
        uid: u32,
        /// Numeric group id.
        gid: u32,
    },
}

impl ServerUser {
    /// Ourselves, or for root `postgres` where that user exists and `nobody` where not.
    pub(super) fn choose() -> Result<Self> {
        if our_uid()? != 0 {
            return Ok(Self::Ourselves);
        }
        let accounts = std::fs::read_to_string("/etc/passwd").context("could not read the list of users")?;
        let (uid, gid) = account(&accounts, "postgres")
            .or_else(|| account(&accounts, "nobody"))
            .context("root cannot run PostgreSQL, and neither `postgres` nor `nobody` exists")?;
        Ok(Self::Other { uid, gid })
    }

    /// Gives `path` to this user, closed to everybody else.
    pub(super) fn own(&self, path: &Path) -> Result<()> {
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
        if let Self::Other { uid, gid } = self {
            chown(path, Some(*uid), Some(*gid))?;
        }
        Ok(())
    }

    /// The words in front of a command that make it run as this user.
    pub(super) fn prefix(&self) -> Vec<String> {
        match self {
            Self::Ourselves => Vec::new(),
            Self::Other { uid, gid } => {
                vec![format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".to_owned()]
            }
        }
    }

    /// `program` as this user.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("setpriv");
        command.args(self.prefix()).arg("--").arg(program);
        command
    }

    /// A folder for temporary things that this user can reach.
    pub(super) fn temporary_folder(&self) -> PathBuf {
        let preferred = std::env::temp_dir();
        match self {
            Self::Other { .. } if !everybody_may_pass(&preferred) => PathBuf::from("/var/tmp"),
            Self::Ourselves | Self::Other { .. } => preferred,
        }
    }
}

/// The user id of this process.
pub(super) fn our_uid() -> Result<u32> {
    Ok(std::fs::metadata("/proc/self").context("could not read our own user id")?.uid())
}

/// Whether any user may pass through `folder` and all the folders above it.
fn everybody_may_pass(folder: &Path) -> bool {
    folder
        .ancestors()
        .filter(|part| !part.as_os_str().is_empty())
        .all(|part| std::fs::metadata(part).is_ok_and(|found| found.mode() & 0o001 != 0))
}

/// User and group id of `name` in the text of the user list.
fn account(accounts: &str, name: &str) -> Option<(u32, u32)> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == name).then_some(())?;
        let (uid, gid) = (fields.nth(1)?, fields.next()?);
        Some((uid.parse().ok()?, gid.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_from_the_user_list() {
        let accounts = "root:x:0:0:root:/r:/bin/sh\npostgres:x:101:104::/v:/bin/sh\n";
        assert_eq!(account(accounts, "postgres"), Some((101, 104)));
        assert_eq!(account(accounts, "post"), None);
    }
}
