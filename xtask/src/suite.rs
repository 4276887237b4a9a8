//! `cargo xtask test`: the peers, then every test there is, with one PostgreSQL cluster shared by them all.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::bugs;
use crate::peers;
use crate::steps::{self, Steps};

/// How long the shared cluster may take to stop once the last test has let go of it.
const CLUSTER_STOP_MAX: Duration = Duration::from_secs(30);

/// Installs missing peers and runs all tests; with `runner_arguments`, only what those select; with `all`, also against the
/// peers that are large.
///
/// # Errors
/// When a peer cannot be installed or a test fails; the closing summary tells which step it was.
pub fn run(root: &Path, runner_arguments: &[String], all: bool) -> Result<()> {
    let mut steps = Steps::default();
    if peers::install(root, &mut steps, all).is_ok() {
        let cluster = SharedCluster::reserve()?;
        // The summary names the failures, and the documentation's examples are worth running after a red test.
        let _ = test_steps(&mut steps, root, &cluster, runner_arguments);
        let _ = steps.take("stop the shared PostgreSQL", || cluster.release());
    }
    steps.close()
}

fn test_steps(steps: &mut Steps, root: &Path, cluster: &SharedCluster, extra: &[String]) -> Result<()> {
    let names_a_package = extra.iter().any(|word| word == "-p" || word.starts_with("--package"));
    let scope: &[&str] = if names_a_package { &[] } else { &["--workspace"] };
    if !has_nextest() {
        return steps.take("tests", || {
            steps::run(cargo(root, cluster).args(["test", "--no-fail-fast"]).args(scope).args(extra))?;
            Ok("all passed".to_owned())
        });
    }
    let tests = steps.take("tests", || {
        steps::run(cargo(root, cluster).args(["nextest", "run", "--no-fail-fast"]).args(scope).args(extra))?;
        Ok("all passed".to_owned())
    });
    if extra.is_empty() {
        steps.take("examples in the documentation", || {
            steps::run(cargo(root, cluster).args(["test", "--doc", "--workspace"]))?;
            Ok("all passed".to_owned())
        })?;
        if tests.is_ok() {
            steps.take("known bugs of the day", || {
                bugs::run(root, &[], true)?;
                Ok("all caught".to_owned())
            })?;
        }
    }
    tests
}

fn has_nextest() -> bool {
    Command::new("cargo").args(["nextest", "--version"]).output().is_ok_and(|answer| answer.status.success())
}

fn cargo(root: &Path, cluster: &SharedCluster) -> Command {
    let mut command = Command::new("cargo");
    command
        .current_dir(root)
        .env("BUYLINE_TEST_PEERS", "required")
        .env("BUYLINE_TEST_POSTGRES_DIR", &cluster.folder);
    command
}

/// A folder in which the first test that needs PostgreSQL starts a cluster. `testkit::postgres` keeps that
/// cluster as long as somebody holds the `users.lock` beside it, and so do we until the last test is through.
struct SharedCluster {
    folder: PathBuf,
    held: File,
}

impl SharedCluster {
    fn reserve() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("buyline-test-run-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        // The server runs as another user when we are root; it must be able to pass through.
        std::fs::set_permissions(&folder, Permissions::from_mode(0o711))?;
        let held = File::create(folder.join("users.lock"))?;
        held.lock_shared()?;
        Ok(Self { folder, held })
    }

    /// Lets go and waits until the cluster is stopped and its folder is gone.
    fn release(self) -> Result<String> {
        let Self { folder, held } = self;
        drop(held);
        if !folder.join("url").exists() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("could not remove {}", folder.display()))?;
            return Ok("no test needed it".to_owned());
        }
        let given_up_at = Instant::now() + CLUSTER_STOP_MAX;
        while folder.exists() {
            if Instant::now() > given_up_at {
                bail!("the cluster in {} did not stop", folder.display());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok("stopped, folder removed".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_nobody_used_leaves_nothing_behind() {
        let cluster = SharedCluster::reserve().unwrap();
        let folder = cluster.folder.clone();
        assert!(folder.join("users.lock").exists());
        cluster.release().unwrap();
        assert!(!folder.exists());
    }
}
