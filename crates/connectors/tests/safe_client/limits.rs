//! What an answer may cost: bytes, time, redirects.

use std::sync::Arc;
use std::time::Duration;

use app::ports::{Fetch, FetchError};
use buyline_connectors::safe_client::{Outgoing, REDIRECTS_MAX, Reach, SafeClient};
use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};

use super::server::{Say, Server};
use super::{Scripted, client};

fn local() -> SafeClient {
    client(&Scripted::new(&[&["127.0.0.1"]]), true)
}

#[tokio::test]
async fn an_answer_within_the_limits_is_read_whole() {
    let server = Server::ok("0123456789").await;
    assert_eq!(local().get(&server.url(), 10).await.expect("ten bytes"), "0123456789");
}

#[tokio::test]
async fn redirects_are_followed_up_to_the_limit() {
    let end = Server::ok("found").await;
    let mut hops = vec![Server::redirecting(&end.url()).await];
    for _ in 1..REDIRECTS_MAX {
        let next = Server::redirecting(&hops[hops.len() - 1].url()).await;
        hops.push(next);
    }
    assert_eq!(local().get(&hops[REDIRECTS_MAX - 1].url(), 10).await.expect("three redirects"), "found");

    let one_more = Server::redirecting(&hops[REDIRECTS_MAX - 1].url()).await;
    assert!(matches!(local().get(&one_more.url(), 10).await, Err(FetchError::Refused(_))));

    let circle = Server::redirecting("/").await;
    assert!(matches!(local().get(&circle.url(), 10).await, Err(FetchError::Refused(_))));
    assert_eq!(circle.connections(), REDIRECTS_MAX + 1);
}

#[tokio::test]
async fn an_answer_beyond_its_limit_is_cut_off() {
    let announced = Server::ok("0123456789").await;
    assert!(matches!(local().get(&announced.url(), 9).await, Err(FetchError::TooLarge(9))));

    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
    let chunks = Server::start(Say::Endless(head, "400\r\n".to_owned() + &"x".repeat(1_024) + "\r\n")).await;
    assert!(matches!(local().get(&chunks.url(), 100_000).await, Err(FetchError::TooLarge(100_000))));

    let head = "HTTP/1.1 200 OK\r\n\r\n".to_owned();
    let unannounced = Server::start(Say::Endless(head, "x".repeat(1_024))).await;
    assert!(matches!(local().get(&unannounced.url(), 100_000).await, Err(FetchError::TooLarge(100_000))));
}

#[tokio::test]
async fn a_server_that_says_nothing_is_left_at_the_deadline() {
    let reach = Reach { deadline: Duration::from_millis(100), ..Reach::internet_and_loopback() };
    let client = SafeClient::with_lookup(reach, Arc::new(Scripted::default())).expect("a client");
    for head in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx"] {
        let server = Server::start(Say::Stall(head.to_owned())).await;
        let outcome = client.get(&server.url(), 1_000).await;
        assert!(matches!(outcome, Err(FetchError::Unreachable(_))), "{head:?}: {outcome:?}");
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn other_statuses_and_broken_answers_are_told_apart() {
    let missing =
        Server::start(Say::Once("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".into())).await;
    assert!(matches!(local().get(&missing.url(), 10).await, Err(FetchError::Status(404))));

    let nonsense = Server::start(Say::Once("SSH-2.0-OpenSSH_9.9\r\n".into())).await;
    assert!(matches!(local().get(&nonsense.url(), 10).await, Err(FetchError::Unreachable(_))));

    let short = Server::start(Say::Once("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx".into())).await;
    assert!(matches!(local().get(&short.url(), 1_000).await, Err(FetchError::Unreachable(_))));

    let closed = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let closed = format!("http://{}/", closed.expect("a port that was free"));
    assert!(matches!(local().get(&closed, 10).await, Err(FetchError::NoConnection(_))));
}

#[tokio::test]
async fn what_is_posted_is_not_posted_again_elsewhere() {
    let end = Server::ok("found").await;
    let server = Server::redirecting(&end.url()).await;
    let request = Outgoing {
        method: Method::POST,
        url: server.url(),
        headers: HeaderMap::from_iter([(reqwest::header::AUTHORIZATION, HeaderValue::from_static("secret"))]),
        body: Bytes::from_static(b"{}"),
        bytes_max: 10,
    };
    let answer = local().send(request).await.expect("the redirect itself");
    assert_eq!((answer.status, end.connections()), (302, 0));
}
