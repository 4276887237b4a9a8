//! The binary as an operator uses it: what it prints and what it ends with.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn buyline(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_buyline"));
    command.current_dir(folder).args(arguments);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A server of its own process; killed when the test ends early.
struct Served {
    child: Child,
    addr: std::net::SocketAddr,
}

impl Served {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0", "--sandbox-payments", "--data", "data"];
        all.extend(arguments);
        let mut child = command(folder, &all).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let addr = line.trim().strip_prefix("Buyline answers on http://").expect(&line).parse().unwrap();
        Self { child, addr }
    }

    /// Asks it to stop and gives what it ended with.
    fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_is_asked_wrongly_ends_with_two_and_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, variables, wanted) in [
        (&["serve"][..], &[][..], "--sandbox-payments"),
        (&["serve", "--undo-window", "soon"], &[], "--undo-window is \"soon\"; it must be a span of time"),
        (&["audit"], &[("BUYLINE_DATABSE", "x")], "did you mean BUYLINE_DATABASE?"),
        (&["audit", "--database", "oracle:x"], &[], "is not a database address"),
        (&["audit", "--config", "nothing.toml"], &[], "nothing.toml cannot be read"),
    ] {
        let output = command(folder.path(), arguments).envs(variables.iter().copied()).output().unwrap();
        let text = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.starts_with("buyline: ") && text.contains(wanted), "{arguments:?}: {text}");
        assert_eq!(text.lines().count(), 1, "{text}");
    }
    std::fs::write(folder.path().join("buyline.toml"), "lissten = \"x\"").unwrap();
    let output = buyline(folder.path(), &["audit"]);
    assert_eq!(said(&output), "buyline: lissten in buyline.toml is not a setting; did you mean listen?\n");
}

#[test]
fn a_served_database_is_audited_copied_exported_and_moved() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let served = Served::start(folder, &[]);
    assert!(support::get(served.addr, "/healthz", "").ends_with("alive\n"));

    let audited = buyline(folder, &["audit", "--data", "data"]);
    assert_eq!(audited.status.code(), Some(0), "{}", said(&audited));
    assert!(said(&audited).starts_with("I1  OK"), "{}", said(&audited));
    let copied = buyline(folder, &["backup", "copy", "--data", "data"]);
    assert_eq!(copied.status.code(), Some(0), "{}", said(&copied));
    let moved = ["move-database", "--from", "sqlite:data/buyline.db", "--to", "sqlite:new.db"];
    let refused = buyline(folder, &moved);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("a server is at work"), "{}", said(&refused));

    assert_eq!(served.stop(), Some(0));
    let moved = buyline(folder, &moved);
    assert_eq!(moved.status.code(), Some(0), "{}", said(&moved));
    let exported = buyline(folder, &["export", "out", "--data", "copy"]);
    assert_eq!(exported.status.code(), Some(0), "{}", said(&exported));
    assert!(folder.join("out/orders.jsonl").is_file());
    assert_eq!(Served::start(folder, &["--data", "copy"]).stop(), Some(0), "a copy can be served");
}

#[test]
fn a_database_moves_to_postgres_and_is_served_there() {
    let Some(database) = testkit::postgres::fresh_database() else { return };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let migrated = buyline(folder, &["migrate", "--data", "data"]);
    assert_eq!(migrated.status.code(), Some(0), "{}", said(&migrated));
    let moved = buyline(
        folder,
        &["move-database", "--from", "sqlite:buyline-data/buyline.db", "--to", &database.url],
    );
    assert_eq!(moved.status.code(), Some(1));
    assert!(said(&moved).contains("there is no database at buyline-data/buyline.db"), "{}", said(&moved));
    let moved =
        buyline(folder, &["move-database", "--from", "sqlite:data/buyline.db", "--to", &database.url]);
    assert_eq!(moved.status.code(), Some(0), "{}", said(&moved));
    let served = Served::start(folder, &["--database", &database.url]);
    assert!(support::get(served.addr, "/readyz", "").ends_with("ready\n"));
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn a_broken_invariant_ends_the_audit_with_one() {
    let folder = tempfile::tempdir().unwrap();
    buyline(folder.path(), &["migrate", "--data", "data"]);
    let record = "{\"key\":\"lost\",\"event\":\"captured\",\"amount\":5,\"currency\":\"EUR\",\"at\":1}\n";
    std::fs::write(folder.path().join("data/sandbox-charges.jsonl"), record).unwrap();
    let audited = buyline(folder.path(), &["audit", "--data", "data"]);
    assert_eq!(audited.status.code(), Some(1), "{}", said(&audited));
    assert!(said(&audited).contains("charge lost: the provider took money"), "{}", said(&audited));
    assert!(said(&audited).ends_with("Broken: I4, I10\n"), "{}", said(&audited));
}

#[test]
fn help_shows_examples_and_settings_with_their_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let help = said(&buyline(folder.path(), &["serve", "--help"]));
    for wanted in ["Examples:", "--undo-window <SPAN>", "[default: 2m]", "BUYLINE_"] {
        assert!(help.contains(wanted), "{wanted} is missing in\n{help}");
    }
}
