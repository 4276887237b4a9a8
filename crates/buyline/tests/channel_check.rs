//! `buyline channel-check` over real connections: the partner of `docs/protocols/channel.md` passes, the receiver of
//! `webhooks.md` passes unseen, and one with another secret fails.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const CHANNEL: &str = include_str!("../../../docs/protocols/channel.md");
const WEBHOOKS: &str = include_str!("../../../docs/protocols/webhooks.md");
const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// A program of a page's, running; dropped, it ends.
struct Program(Child, u16);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Program {
    /// None where there is no Python.
    fn start(page: &str) -> Option<Self> {
        let script = page.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new("python3")
            .args(["-c", script])
            .env("SECRET", SECRET)
            .env("PORT", port.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = child else {
            println!("python3 is missing: the programs of docs/protocols were not run");
            return None;
        };
        for _ in 0..2_000 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(Self(child, port));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the program of the page does not listen");
    }

    fn check(&self, secret: &str) -> Output {
        let url = format!("http://127.0.0.1:{}/hooks", self.1);
        Command::new(env!("CARGO_BIN_EXE_buyline"))
            .args(["channel-check", &url, "--secret", secret])
            .output()
            .unwrap()
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_pages_partner_passes_every_case() {
    let Some(partner) = Program::start(CHANNEL) else { return };
    let done = partner.check(SECRET);
    let said = text(&done);
    assert!(done.status.success(), "{said}");
    assert!(said.ends_with("19 passed, 0 failed\n"), "{said}");
    assert!(!said.contains("not seen"), "{said}");
    let wrong = partner.check("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong).ends_with("4 passed, 15 failed\n"), "{}", text(&wrong));
    let bad = partner.check("no secret");
    assert_eq!(bad.status.code(), Some(2), "{}", String::from_utf8_lossy(&bad.stderr));
}

#[test]
fn a_receiver_that_makes_nothing_is_judged_by_its_statuses() {
    let Some(receiver) = Program::start(WEBHOOKS) else { return };
    let done = receiver.check(SECRET);
    let said = text(&done);
    assert!(done.status.success(), "{said}");
    assert!(said.contains("What was made of 16 of them was not seen"), "{said}");
    assert!(said.ends_with("19 passed, 0 failed\n"), "{said}");
}

#[test]
fn the_page_lists_every_case() {
    let listed: Vec<&str> = CHANNEL
        .split("| case | what must happen |")
        .nth(1)
        .unwrap()
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with("| "))
        .map(|line| line.trim_start_matches("| ").split(" |").next().unwrap())
        .collect();
    assert_eq!(listed, app::channel_check::names());
}

#[test]
fn nobody_listens_and_what_is_no_address() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let check = |url: &str| {
        Command::new(env!("CARGO_BIN_EXE_buyline")).args(["channel-check", url]).output().unwrap()
    };
    let away = check(&format!("http://127.0.0.1:{port}/"));
    assert_eq!(away.status.code(), Some(1));
    assert!(text(&away).ends_with("0 passed, 19 failed\n"), "{}", text(&away));
    for url in ["nonsense", "ftp://127.0.0.1/", "http://user:pass@127.0.0.1/"] {
        assert_eq!(check(url).status.code(), Some(2), "{url}");
    }
}
