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
    std::fs::write(folder.path().join("a-file"), "").unwrap();
    for (arguments, variables, wanted) in [
        (&["serve"][..], &[][..], "--sandbox-payments"),
        (&["serve", "--undo-window", "soon"], &[], "--undo-window is \"soon\"; it must be a span of time"),
        (&["serve", "--checkout-ttl", "20s"], &[], "must be a span of time from 1m to 30d"),
        (&["serve", "--base-url", "http://x/path"], &[], "must be without a path"),
        (
            &["audit", "--data", "a-file"],
            &[],
            "--data is \"a-file\"; it must be a folder, and this is a file",
        ),
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
    // What the provider did after the moment of the copy is not in it.
    let later = r#"{"key":"chk_later-0","event":"authorized","amount":100,"currency":"EUR","at":"2026-01-01T00:00:00Z"}"#;
    std::fs::write(folder.join("data/sandbox-charges.jsonl"), format!("{later}\n")).unwrap();
    let copied = buyline(folder, &["backup", "copy", "--data", "data"]);
    assert_eq!(copied.status.code(), Some(0), "{}", said(&copied));
    let checked = buyline(folder, &["audit", "--data", "copy"]);
    assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
    std::fs::write(folder.join("data/sandbox-charges.jsonl"), "").unwrap();
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
fn a_command_on_a_folder_without_a_database_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("goods.csv"), "id,title\n").unwrap();
    for arguments in [
        &["admin", "list-merchants"][..],
        &["admin", "list-mails"],
        &["admin", "create-user", "ada", "--email", "ada@shop.example"],
        &["import", "products", "goods.csv", "--merchant", "atelier"],
        &["audit"],
        &["export", "out/new"],
        &["backup", "out/new"],
    ] {
        let output = buyline(folder, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", said(&output));
        assert!(
            said(&output).starts_with("buyline: there is no database at buyline-data/buyline.db; "),
            "{arguments:?}: {}",
            said(&output)
        );
        assert!(said(&output).contains("buyline migrate"), "{}", said(&output));
        let left: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["goods.csv"], "{arguments:?} left something");
    }
}

/// A SQLite file in `folder` and a PostgreSQL database, where there is one; each with this binary's schema.
fn migrated(folder: &Path) -> Vec<(String, Option<testkit::postgres::TestDatabase>)> {
    let mut all = vec![("sqlite:data/buyline.db".to_owned(), None)];
    all.extend(testkit::postgres::fresh_database().map(|database| (database.url.clone(), Some(database))));
    for (url, _) in &all {
        let output = buyline(folder, &["migrate", "--database", url]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    all
}

fn spoil(folder: &Path, url: &str, sql: &'static str) {
    let url = match url.strip_prefix("sqlite:") {
        Some(path) => store::DatabaseUrl::Sqlite(folder.join(path)),
        None => url.parse().unwrap(),
    };
    let db = store::Db::open(&url, store::DbOptions::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let spoiled: Result<u64, store::DbError> =
        runtime.block_on(db.write("spoil", move |tx| tx.execute(sql, &[])));
    spoiled.unwrap();
}

#[test]
fn a_database_of_a_newer_schema_is_refused_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (url, _kept) in migrated(folder) {
        spoil(folder, &url, "INSERT INTO schema_migrations (number, name) VALUES (999, 'of tomorrow')");
        let knows = format!("knows the schemas up to {}", store::MIGRATIONS.last().unwrap().number);
        for arguments in [
            &["audit"][..],
            &["export", "out"],
            &["backup", "out"],
            &["serve", "--listen", "127.0.0.1:0", "--sandbox-payments"],
            &["migrate"],
            &["admin", "list-merchants"],
        ] {
            let output = buyline(folder, &[arguments, &["--data", "data", "--database", &url]].concat());
            let text = said(&output);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}: {text}");
            for wanted in ["is at schema 999", &knows, "use the newer Buyline"] {
                assert!(text.contains(wanted), "{arguments:?}: {wanted} is missing in {text}");
            }
            assert!(!folder.join("out").exists(), "{arguments:?} left a folder");
        }
    }
}

#[test]
fn an_export_that_fails_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (url, _kept) in migrated(folder) {
        spoil(folder, &url, "ALTER TABLE images RENAME TO lost");
        let output = buyline(folder, &["export", "deep/out", "--data", "data", "--database", &url]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(!folder.join("deep").exists(), "{}", said(&output));
    }
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
