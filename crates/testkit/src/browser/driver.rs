//! The WebDriver server that starts the browser and, whatever happens to the test, ends it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};

/// How long chromedriver may take until it listens.
const START_MAX: Duration = Duration::from_secs(30);

/// How long the browser may take to close.
const CLOSE_MAX: Duration = Duration::from_secs(10);

/// A running chromedriver.
#[derive(Debug)]
pub(super) struct Driver {
    process: Child,
    port: u16,
    /// The session to end before the driver does.
    pub(super) session: Option<String>,
}

impl Driver {
    /// Starts `program` on a port of its choice.
    pub(super) fn start(program: &Path) -> Result<Self> {
        // The driver ends with the thread that started it at the latest, and takes the browser along.
        let mut process = Command::new("setpriv")
            .args(["--pdeathsig=TERM", "--"])
            .arg(program)
            .args(["--port=0", "--log-level=SEVERE"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("could not start chromedriver")?;
        let output = process.stdout.take().context("chromedriver's output is piped")?;
        match read_port(output) {
            Ok(port) => Ok(Self { process, port, session: None }),
            Err(error) => {
                process.kill().and_then(|()| process.wait()).context("chromedriver could not be stopped")?;
                Err(error)
            }
        }
    }

    /// Where it listens.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Closes the browser; plain and blocking, because this also runs while a failed test unwinds.
    fn end_session(&self, session: &str) -> std::io::Result<()> {
        let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        connection.set_read_timeout(Some(CLOSE_MAX))?;
        let host = format!("127.0.0.1:{}", self.port);
        write!(
            connection,
            "DELETE /session/{session} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )?;
        // The answer comes once the browser has gone; what it says does not matter any more.
        let mut answer = [0; 12];
        connection.read_exact(&mut answer)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(session) = self.session.take()
            && let Err(error) = self.end_session(&session)
        {
            eprintln!("the browser did not close in order: {error}");
        }
        if let Err(error) = self.process.kill().and_then(|()| self.process.wait()) {
            eprintln!("chromedriver could not be stopped: {error}");
        }
    }
}

/// The port from the line in which chromedriver tells it. A thread reads its output to the end, so that it
/// never waits for us nor we for it.
fn read_port(output: ChildStdout) -> Result<u16> {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(port) = port_in(&line) {
                // Whoever asked may have given up meanwhile.
                let _ = tell.send(port);
            }
        }
    });
    told.recv_timeout(START_MAX).context("chromedriver did not tell its port")
}

/// Reads `ChromeDriver was started successfully on port 40123.`
fn port_in(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_line_that_tells_it() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 40123."), Some(40123));
        assert_eq!(port_in("Starting ChromeDriver 148.0 on port 0"), None);
    }
}
