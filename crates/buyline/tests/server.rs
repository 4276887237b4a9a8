//! A server from start to stop: what it answers to machines, whom it refuses, how it ends.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::{Read, Write};
use std::time::Duration;

use buyline::{Config, Failure, Server};
use support::{ask, connect, rest};

fn sentence(failure: &Failure) -> String {
    assert_eq!(failure.exit_code(), 1);
    failure.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_tells_machines_how_it_is_and_stops_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let running = Server::start(Config::sandboxed(folder.path())).await.unwrap();
    let addr = running.addr;
    assert!(ask(addr, "/healthz", "").await.ends_with("\r\n\r\nalive\n"));
    assert!(ask(addr, "/readyz", "").await.ends_with("\r\n\r\nready\n"));
    let figures = ask(addr, "/metrics", "").await;
    assert!(
        figures.contains("http_request_seconds_bucket{method=\"GET\",route=\"/readyz\",status=\"200\""),
        "{figures}"
    );
    assert!(figures.contains("\njobs_dead 0\n"), "{figures}");
    assert!(figures.contains("db_commit_commands_bucket"), "{figures}");
    running.shutdown().await.unwrap();
    assert!(std::net::TcpStream::connect(addr).is_err());
    assert!(
        !folder.path().join("buyline.db-wal").exists_with_content(),
        "the journal is folded into the file"
    );
}

trait ExistsWithContent {
    fn exists_with_content(&self) -> bool;
}

impl ExistsWithContent for std::path::PathBuf {
    fn exists_with_content(&self) -> bool {
        self.metadata().is_ok_and(|found| found.len() > 0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_hidden_from_whoever_comes_through_a_proxy() {
    let folder = tempfile::tempdir().unwrap();
    let running = Server::start(Config::sandboxed(folder.path())).await.unwrap();
    let answer = ask(running.addr, "/metrics", "X-Forwarded-For: 203.0.113.9\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    running.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invented_method_does_not_fill_the_figures() {
    let folder = tempfile::tempdir().unwrap();
    let running = Server::start(Config::sandboxed(folder.path())).await.unwrap();
    let addr = running.addr;
    tokio::task::spawn_blocking(move || {
        for method in ["SCRIBBLE", "SCRAWL"] {
            let mut stream = connect(addr);
            write!(stream, "{method} /readyz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").unwrap();
            assert!(rest(stream).starts_with("HTTP/1.1 405"));
        }
    })
    .await
    .unwrap();
    let figures = ask(addr, "/metrics", "").await;
    assert!(!figures.contains("SCR"), "{figures}");
    assert!(
        figures.contains("http_request_seconds_count{method=\"other\",route=\"/readyz\",status=\"405\"} 2"),
        "{figures}"
    );
    running.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_or_a_folder_in_use_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let running = Server::start(Config::sandboxed(folder.path())).await.unwrap();

    let same_folder = Server::start(Config::sandboxed(folder.path())).await.err().unwrap();
    assert!(sentence(&same_folder).starts_with("another server is at work in "), "{same_folder}");

    let elsewhere = tempfile::tempdir().unwrap();
    let same_port = Config { listen: running.addr, ..Config::sandboxed(elsewhere.path()) };
    let same_port = Server::start(same_port).await.err().unwrap();
    assert_eq!(
        sentence(&same_port),
        format!(
            "{} is in use by another program; stop it, or choose another address with --listen",
            running.addr
        )
    );
    running.shutdown().await.unwrap();
    Server::start(Config::sandboxed(folder.path())).await.unwrap().shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_or_a_database_that_cannot_be_used_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let unwritable = Server::start(Config::sandboxed(&folder.path().join("file/data"))).await.err().unwrap();
    assert!(sentence(&unwritable).contains("cannot be written"), "{unwritable}");

    let database = "postgres://nobody:hunter2@127.0.0.1:1/nothing".parse().unwrap();
    let unreachable = Config { database, ..Config::sandboxed(folder.path()) };
    let unreachable = sentence(&Server::start(unreachable).await.err().unwrap());
    assert!(unreachable.contains("PostgreSQL cannot be reached"), "{unreachable}");
    assert!(!unreachable.contains("hunter2"), "{unreachable}");

    std::fs::write(folder.path().join("secret.key"), "short").unwrap();
    let damaged = sentence(&Server::start(Config::sandboxed(folder.path())).await.err().unwrap());
    assert!(damaged.contains("is damaged"), "{damaged}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_payments_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { sandbox_payments: false, ..Config::sandboxed(folder.path()) };
    let failure = Server::start(config).await.err().unwrap();
    assert_eq!(failure.exit_code(), 2);
    assert!(failure.to_string().contains("--sandbox-payments"), "{failure}");
    assert!(!folder.path().join("buyline.db").exists(), "nothing was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_sends_its_head_too_slowly_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { head_wait: Duration::from_millis(100), ..Config::sandboxed(folder.path()) };
    let running = Server::start(config).await.unwrap();
    let addr = running.addr;
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = connect(addr);
        stream.write_all(b"GET / HTTP/1.1\r\nHost: te").unwrap();
        rest(stream)
    });
    let answer = answer.await.unwrap();
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    running.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_whose_form_trickles_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { body_wait: Duration::from_millis(300), ..Config::sandboxed(folder.path()) };
    let running = Server::start(config).await.unwrap();
    let addr = running.addr;
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = connect(addr);
        let head = "POST /buy HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\nConnection: close\r\n";
        write!(stream, "{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n").unwrap();
        // Never a long pause, and never an end: without a pace it would go on for a hundred seconds.
        let sent = (0..1_000).take_while(|_| {
            std::thread::sleep(Duration::from_millis(100));
            stream.write_all(b"a").is_ok()
        });
        let sent = sent.count();
        (sent, rest(stream))
    });
    let (sent, answer) = answer.await.unwrap();
    assert!(sent < 100, "{sent} bytes were waited for");
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    running.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_ends_before_the_server_does() {
    let folder = tempfile::tempdir().unwrap();
    let running = Server::start(Config::sandboxed(folder.path())).await.unwrap();
    let addr = running.addr;
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (stopping, is_stopping) = std::sync::mpsc::channel();
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = connect(addr);
        let head = "POST /buy HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\nExpect: 100-continue\r\n";
        write!(stream, "{head}Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n")
            .unwrap();
        // The server asks for the body only once a handler waits for it: from here on the request is under way.
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        stream.write_all(b"a=123").unwrap();
        begun.send(()).unwrap();
        is_stopping.recv().unwrap();
        stream.write_all(b"45678").unwrap();
        rest(stream)
    });
    has_begun.await.unwrap();
    let stopped = tokio::spawn(running.shutdown());
    stopping.send(()).unwrap();
    let answer = answer.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 4"), "it is answered, if only with no: {answer:?}");
    stopped.await.unwrap().unwrap();
}
