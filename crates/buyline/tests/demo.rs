//! The demo as a newcomer meets it.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A demo of its own process; killed when the test ends early.
struct Demo {
    child: Child,
    said: serde_json::Value,
}

impl Demo {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_buyline"))
            .args(["demo", "--json", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, said: serde_json::from_str(&line).expect(&line) }
    }

    fn page(&self, path: &str, headers: &str) -> String {
        let url = self.said["url"].as_str().unwrap();
        support::get(url.strip_prefix("http://").unwrap().parse().unwrap(), path, headers)
    }

    fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const BROWSER: &str = "Accept: text/html,application/xhtml+xml\r\nAccept-Language: en\r\n";

#[test]
fn a_newcomer_is_signed_in_as_a_buyer_and_the_books_are_sound() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let demo = Demo::start(&data);
    assert_eq!(demo.said["data"].as_str().unwrap(), data.to_str().unwrap());
    let roles: Vec<&str> = demo.said["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|account| account["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["buyer", "merchant", "nonprofit", "operator"]);

    let first = demo.page("/", BROWSER);
    let cookies: Vec<&str> = first.lines().filter_map(|line| line.strip_prefix("set-cookie: ")).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("buyline=")), "{cookies:?}");
    assert!(
        first.contains("Camille") && first.contains("Lac du matin"),
        "the timeline of the buyer is shown"
    );
    let program = demo.page("/", "");
    assert!(!program.contains("set-cookie: buyline="), "programs stay nobody");
    assert!(
        !demo.page("/sign-in", BROWSER).contains("set-cookie: buyline="),
        "who signs in is asked who they are"
    );
    assert_eq!(demo.stop(), Some(0));

    let report = audit::run(
        &format!("sqlite:{}", data.join("buyline.db").display()),
        Some(&data.join(buyline::SANDBOX_RECORD)),
    )
    .unwrap();
    assert!(report.is_clean(), "{report}");
    let orders = report.lines.iter().find(|line| line.of == "orders").unwrap();
    assert!(orders.checked > 30, "{report}");
    let gifts = report.lines.iter().find(|line| line.of == "gifts").unwrap();
    assert!(gifts.checked > 8, "{report}");

    let copied = folder.path().join("copied");
    for (command, of) in [("backup", &data), ("audit", &copied)] {
        let mut asked = Command::new(env!("CARGO_BIN_EXE_buyline"));
        asked.args([command, "--data"]).arg(of);
        if command == "backup" {
            asked.arg(&copied);
        }
        let output = asked.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}: {said}");
    }

    let again = Demo::start(&data);
    assert!(again.page("/", BROWSER).contains("Lac du matin"), "what was seeded is there, and not twice");
    assert_eq!(again.stop(), Some(0));
}

#[test]
fn a_folder_that_is_no_demos_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("shop");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_buyline"));
        command.args(arguments).arg("--data").arg(&data).stdin(Stdio::null()).output().unwrap()
    };
    for make in [&["migrate"][..], &["admin", "create-user", "ada", "--email", "ada@shop.example"]] {
        let made = run(make);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }
    let refused = run(&["demo", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(1));
    let sentence = String::from_utf8_lossy(&refused.stderr);
    assert!(sentence.contains("not the demo's"), "{sentence}");
}
