//! A shop's program: started, killed as a power cut does it, started again on the same database and port.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a shop may take to answer first, on a machine that is busy with other tests.
const START_MAX: Duration = Duration::from_secs(150);

/// A running program, killed with the value.
pub struct Program {
    script: PathBuf,
    settings: Vec<(&'static str, String)>,
    pub port: u16,
    child: Child,
}

impl Program {
    /// Comes back when the program answers. `settings` are handed to it by the environment.
    pub fn start(script: &Path, settings: Vec<(&'static str, String)>) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = spawn(script, &settings, port);
        let mut program = Self { script: script.to_owned(), settings, port, child };
        program.wait();
        program
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub fn start_again(&mut self) {
        self.child = spawn(&self.script, &self.settings, self.port);
        self.wait();
    }

    fn wait(&mut self) {
        let given_up_at = Instant::now() + START_MAX;
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < given_up_at, "the shop does not answer");
            assert!(
                self.child.try_wait().unwrap().is_none(),
                "the shop ended by itself; its words stand above"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Lets the program do something else than to serve, and waits for its end.
pub fn chore(script: &Path, settings: &[(&'static str, String)]) {
    let ended = spawn(script, settings, 0).wait().unwrap();
    assert!(ended.success(), "{settings:?} ended with {ended}; its words stand above");
}

fn spawn(script: &Path, settings: &[(&'static str, String)], port: u16) -> Child {
    Command::new("node")
        .arg(script)
        // Where it lies its packages and settings are.
        .current_dir(script.parent().unwrap())
        .env("PORT", port.to_string())
        .envs(settings.iter().map(|(name, value)| (*name, value)))
        .stdout(Stdio::null())
        .stdin(Stdio::null())
        .spawn()
        .unwrap()
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}
