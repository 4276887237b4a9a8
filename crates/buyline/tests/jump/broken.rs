//! What goes wrong on the way, and where there is no other day.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use buyline::{Config, Server};

use crate::february::{FOLDER, demo};
use crate::newcomer::{ARRIVES_WITHIN, Newcomer, THERE, form};
use crate::seeded::{copy_of_seeded, start};

fn until(what: impl Fn() -> bool) {
    let last = Instant::now() + ARRIVES_WITHIN;
    while !what() {
        assert!(Instant::now() < last, "it never came");
        std::thread::yield_now();
    }
}

fn at(url: &str) -> Newcomer {
    Newcomer::at(url.trim_start_matches("http://").parse().unwrap())
}

/// Begins to jump and kills the process once `is_far` says so.
fn killed_when(data: &Path, is_far: impl Fn() -> bool) {
    let (mut child, url) = start(data);
    let browser = at(&url);
    let page = browser.see("/demo/jump");
    assert_eq!(browser.send(&page, "/demo/jump", &[]).status, 303);
    until(is_far);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_demo_that_is_killed_on_the_way_or_there_wakes_up_today_and_keeps_nothing_of_it() {
    let data = copy_of_seeded();
    let folder = data.path().join(FOLDER);
    killed_when(data.path(), || folder.join("buyline.db").exists());
    assert!(folder.exists());
    killed_when(data.path(), || folder.join("buyline.db-wal").metadata().is_ok_and(|it| it.len() > 500_000));
    assert!(folder.exists());

    let (mut child, url) = start(data.path());
    assert!(!folder.exists(), "the next start removes it");
    let browser = at(&url);
    assert!(form(&browser.see("/").body, "/buy").is_some(), "today can be bought");
    let (there, _) = browser.jump();
    assert!(there.body.contains("nothing is broken"), "{}", there.body);
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).stdin(Stdio::null()).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    assert!(!folder.exists(), "a demo that is stopped there leaves nothing of it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_jump_that_fails_says_why_leaves_today_as_it_is_and_can_be_tried_again() {
    let data = copy_of_seeded();
    let folder = data.path().join(FOLDER);
    let running = Server::start(demo(data.path())).await.unwrap();
    let browser = Newcomer::at(running.addr);
    // Something stands in the way that is no folder.
    std::fs::write(&folder, "in the way").unwrap();
    let page = browser.see("/demo/jump");
    assert_eq!(browser.send(&page, "/demo/jump", &[]).status, 303);
    until(|| browser.see("/demo/jump").body.contains("The demo stays on its own day"));
    let failed = browser.see("/demo/jump");
    assert!(
        failed.body.contains("demo-other-day") && failed.body.contains("cannot be removed"),
        "{}",
        failed.body
    );
    assert!(form(&browser.see("/").body, "/buy").is_some(), "today can be bought");
    // The way back leads from nowhere.
    assert_eq!(
        browser.post("/demo/jump/back", &form(&failed.body, "/demo/jump").unwrap().fields).status,
        303
    );

    std::fs::remove_file(&folder).unwrap();
    assert_eq!(browser.send(&failed, "/demo/jump", &[]).status, 303);
    // Stopped on the way, it leaves nothing.
    until(|| folder.join("buyline.db").exists());
    running.shutdown().await.unwrap();
    assert!(!folder.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_of_somebody_else_moves_nobody() {
    let data = copy_of_seeded();
    let running = Server::start(demo(data.path())).await.unwrap();
    let browser = Newcomer::at(running.addr);
    browser.see("/");
    for path in ["/demo/jump", "/demo/jump/back"] {
        assert_eq!(browser.post(path, &[("csrf".to_owned(), "0".repeat(32))]).status, 403, "{path}");
    }
    let page = browser.see("/demo/jump");
    assert!(page.body.contains("Jump to 1 February") && !page.body.contains(THERE), "{}", page.body);
    running.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn there_is_no_other_day_outside_the_demo_and_on_a_database_that_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut servers = vec![("a server", Config::sandboxed(folder.path()))];
    let elsewhere = tempfile::tempdir().unwrap();
    let database = testkit::postgres::fresh_database();
    if let Some(database) = &database {
        let url = database.url.parse().unwrap();
        servers.push(("PostgreSQL", Config { database: url, ..demo(elsewhere.path()) }));
    }
    for (what, config) in servers {
        let running = Server::start(config).await.unwrap();
        let browser = Newcomer::at(running.addr);
        let home = browser.see("/");
        assert!(home.status == 200 && !home.body.contains("/demo/jump"), "{what}: {}", home.body);
        assert_eq!(browser.get("/demo/jump").status, 404, "{what}");
        let csrf = form(&browser.see("/sign-in").body, "/sign-in").unwrap().fields;
        for path in ["/demo/jump", "/demo/jump/back"] {
            assert_eq!(browser.post(path, &csrf).status, 404, "{what}: {path}");
        }
        running.shutdown().await.unwrap();
    }
}
