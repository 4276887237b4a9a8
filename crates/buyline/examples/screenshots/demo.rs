//! The demo that is looked at.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// A demo in a temporary folder; stopped when dropped.
pub struct Demo {
    child: Child,
    url: String,
}

impl Demo {
    /// Seeds and starts one, which takes a few seconds.
    pub fn start(program: &Path) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["demo", "--json", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} could not be started", program.display()))?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output is piped")?).read_line(&mut line)?;
        let said: serde_json::Value = serde_json::from_str(&line).context("the demo did not start")?;
        let url = said["url"].as_str().context("the demo has no address")?.to_owned();
        Ok(Self { child, url })
    }

    /// The address of `path`.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Asked to stop, it takes its folder along.
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
