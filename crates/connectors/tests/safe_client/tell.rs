//! Telling shops' programs: where they may not be, and what they may answer.

use std::time::{Duration, Instant};

use app::ports::{FetchError, FetchRefusal, Tell, Telling};
use buyline_connectors::safe_client::{Reach, SafeClient};
use bytes::Bytes;

use super::hostile::HOSTILE;
use super::server::{Say, Server};
use super::{Scripted, client};

fn local() -> SafeClient {
    client(&Scripted::new(&[&["127.0.0.1"]]), true)
}

fn message(url: &str) -> Telling {
    let headers = vec![("webhook-id", "dlv_1".to_owned()), ("webhook-signature", "v1,a v1,b".to_owned())];
    Telling { url: url.to_owned(), headers, body: Bytes::from_static(b"{\"type\":\"ping\"}") }
}

#[tokio::test]
async fn a_message_is_posted_as_json_with_its_headers() {
    let server = Server::ok("thanks").await;
    let told = local().tell(message(&server.url())).await.expect("an answer");
    assert_eq!((told.status, told.body.as_str(), told.retry_after), (200, "thanks", None));
    let heard = server.heard();
    assert!(heard.starts_with("POST / HTTP/1.1\r\n"), "{heard}");
    for line in ["content-type: application/json", "webhook-id: dlv_1", "webhook-signature: v1,a v1,b"] {
        assert!(heard.contains(&format!("{line}\r\n")), "{line} in {heard}");
    }
    assert!(heard.ends_with("{\"type\":\"ping\"}"), "{heard}");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_leads_nowhere() {
    let end = Server::ok("found").await;
    let server = Server::redirecting(&end.url()).await;
    let told = local().tell(message(&server.url())).await.expect("the redirect itself");
    assert_eq!((told.status, end.connections()), (302, 0));
}

#[tokio::test]
async fn the_status_counts_however_long_or_slow_the_rest_is() {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
    let chunks = Server::start(Say::Endless(head, "400\r\n".to_owned() + &"x".repeat(1_024) + "\r\n")).await;
    let told = local().tell(message(&chunks.url())).await.expect("the status");
    assert_eq!((told.status, told.body.len()), (200, 64 * 1024));

    let began = Instant::now();
    let stalls = Server::start(Say::Stall("HTTP/1.1 202 OK\r\ncontent-length: 99\r\n\r\nx".to_owned())).await;
    let told = local().tell(message(&stalls.url())).await.expect("the status");
    assert_eq!((told.status, told.body.as_str()), (202, "x"));
    assert!(began.elapsed() < Duration::from_secs(4), "the rest is not waited for");

    let busy = "HTTP/1.1 503 Busy\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n".to_owned();
    let told = local().tell(message(&Server::start(Say::Once(busy)).await.url())).await.expect("the status");
    assert_eq!((told.status, told.retry_after), (503, Some(120)));
}

#[tokio::test]
async fn whoever_says_nothing_is_left_at_the_deadline() {
    let reach = Reach { deadline: Duration::from_millis(100), ..Reach::internet_and_loopback() };
    let client = SafeClient::new(reach).expect("a client");
    let silent = Server::start(Say::Stall(String::new())).await;
    let outcome = client.tell(message(&silent.url())).await;
    assert!(matches!(outcome, Err(FetchError::Unreachable(_))), "{outcome:?}");
}

#[tokio::test]
async fn nothing_is_told_to_a_hostile_address() {
    let server = Server::ok("got in").await;
    let port = server.address.port().to_string();
    // Names that resolve to this machine, as rebinding would have it.
    let client = client(&Scripted::new(&[&["127.0.0.1"]]), false);
    for url in HOSTILE {
        for url in [url.to_owned(), url.replacen("http", "https", 1)] {
            let url = url.replace("PORT", &port);
            let outcome = client.tell(message(&url)).await;
            assert!(matches!(outcome, Err(FetchError::Refused(_))), "{url}: {outcome:?}");
            let outcome = client.ask(message(&url), 1_024).await;
            assert!(matches!(outcome, Err(FetchError::Refused(_))), "{url}: {outcome:?}");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_address_is_judged_by_its_words_before_it_is_kept() {
    let public = SafeClient::new(Reach::internet()).expect("a client");
    for (url, refusal) in [
        ("http://shop.example/", FetchRefusal::Plain),
        ("ftp://shop.example/", FetchRefusal::Address),
        ("shop.example", FetchRefusal::Address),
        ("https://me:secret@shop.example/", FetchRefusal::Password),
        ("https://shop.example:8443/", FetchRefusal::Port),
        ("https://10.0.0.1/", FetchRefusal::NotPublic),
        ("https://[::1]/", FetchRefusal::NotPublic),
    ] {
        assert_eq!(public.check(url), Err(refusal), "{url}");
    }
    assert_eq!(public.check("https://shop.example/hooks?token=1"), Ok(()));
    assert_eq!(local().check("http://127.0.0.1:9000/"), Ok(()));
    assert_eq!(local().check("http://10.0.0.1/"), Err(FetchRefusal::NotPublic));
}

/// More than any answer in these tests has.
const MOST: usize = 64 * 1024;

#[tokio::test]
async fn an_answer_is_read_whole_with_its_status() {
    let body = "x".repeat(MOST);
    let server = Server::ok(&body).await;
    let reply = local().ask(message(&server.url()), MOST).await.expect("an answer");
    assert_eq!((reply.status, reply.body.len()), (200, MOST));
    assert!(server.heard().starts_with("POST / HTTP/1.1\r\n"));
    let gone = "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno".to_owned();
    let reply = local().ask(message(&Server::start(Say::Once(gone)).await.url()), MOST).await;
    assert_eq!(reply.expect("an answer").status, 404);
}

#[tokio::test]
async fn an_answer_that_is_too_large_that_never_ends_or_that_leads_on_is_none() {
    let large = Server::ok(&"x".repeat(MOST + 1)).await;
    let outcome = local().ask(message(&large.url()), MOST).await;
    assert!(matches!(outcome, Err(FetchError::TooLarge(MOST))), "{outcome:?}");

    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
    let endless = Server::start(Say::Endless(head, "400\r\n".to_owned() + &"x".repeat(1_024) + "\r\n")).await;
    let outcome = local().ask(message(&endless.url()), MOST).await;
    assert!(matches!(outcome, Err(FetchError::TooLarge(MOST))), "{outcome:?}");

    let end = Server::ok("{}").await;
    let leads = Server::redirecting(&end.url()).await;
    let reply = local().ask(message(&leads.url()), MOST).await.expect("the redirect itself");
    assert_eq!((reply.status, end.connections()), (302, 0));

    // A status alone is no answer to a question: its words must come within the deadline, too.
    let reach = Reach { deadline: Duration::from_millis(100), ..Reach::internet_and_loopback() };
    let client = SafeClient::new(reach).expect("a client");
    let stalls = Server::start(Say::Stall("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nx".to_owned())).await;
    let outcome = client.ask(message(&stalls.url()), MOST).await;
    assert!(matches!(outcome, Err(FetchError::Unreachable(_))), "{outcome:?}");
}
