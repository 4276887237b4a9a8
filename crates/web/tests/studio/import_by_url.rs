//! A file brought by its address: what cannot be fetched is told at the field in a sentence of its own, what was typed
//! stays, and nothing has changed.

use http::StatusCode;
use testkit::house::{House, On, Plan, fetch_from_here};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::everything;
use crate::town::Town;

/// Larger than any file that is fetched.
const LARGE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 70000000\r\nConnection: close\r\n\r\n";

/// A server of files on this machine: the answer is in the path that is asked for.
async fn files() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut asked = [0; 4_096];
                let length = stream.read(&mut asked).await.unwrap_or(0);
                let asked = String::from_utf8_lossy(&asked[..length]).into_owned();
                let _ = stream.write_all(answer(asked.split(' ').nth(1).unwrap_or("/")).as_bytes()).await;
            });
        }
    });
    port
}

fn answer(path: &str) -> String {
    let whole = |kind: &str, body: &str| {
        let length = body.len();
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
    };
    match path.split_once("?to=") {
        Some((_, target)) => {
            format!(
                "HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
        }
        None if path == "/large" => LARGE.to_owned(),
        None if path == "/empty" => whole("text/csv", ""),
        None if path == "/page" => whole("text/html", "<!doctype html><title>Sign in</title>"),
        None if path == "/goods" => whole("text/csv", "Handle,Title,Variant Price\nlamp,Lamp,49.90\n"),
        None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
    }
}

/// A town whose server may fetch from this machine, too.
fn town() -> Town {
    let plan = Plan { fetch: Some(fetch_from_here()), ..Plan::default() };
    Town::of(House::planned(On::Sqlite, plan).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_cannot_be_fetched_is_told_at_its_field_and_changes_nothing() {
    const COMPLETE: &str = "Give a complete address that begins with https://.";
    const PASSWORD: &str = "Take the name and the password out of the address.";
    const PRIVATE: &str = "This address, or one it leads to, is not on the public internet.";
    const REFUSED: &str = "This address cannot be reached from here.";
    let town = town();
    let owner = town.browser("camille", false).await;
    let home = format!("/studio/{}/import", owner.open_shop("lumen").await);
    let port = files().await;
    let at = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let closed = {
        let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/goods.csv", unused.local_addr().unwrap())
    };
    let before = everything::of(&town.house);
    for (url, says) in [
        ("shop.example/goods.csv".to_owned(), COMPLETE),
        ("//shop.example/goods.csv".to_owned(), COMPLETE),
        ("https://".to_owned(), COMPLETE),
        ("<script>alert(1)</script>".to_owned(), COMPLETE),
        ("ftp://shop.example/goods.csv".to_owned(), COMPLETE),
        ("file:///etc/passwd".to_owned(), COMPLETE),
        (format!("https://shop.example/{}", "x".repeat(9_000)), COMPLETE),
        ("https://ada:secret@shop.example/goods.csv".to_owned(), PASSWORD),
        ("https://ada@shop.example/goods.csv".to_owned(), PASSWORD),
        ("http://192.168.1.1/goods.csv".to_owned(), PRIVATE),
        ("http://10.0.0.1/goods.csv".to_owned(), PRIVATE),
        ("http://169.254.169.254/latest/meta-data/".to_owned(), PRIVATE),
        ("http://[fd00::1]/goods.csv".to_owned(), PRIVATE),
        ("http://0xC0A80101/goods.csv".to_owned(), PRIVATE),
        (at("/?to=http://192.168.1.1/goods.csv"), PRIVATE),
        (at("/?to=file:///etc/passwd"), REFUSED),
        (at("/?to=http://ada:secret@shop.example/"), REFUSED),
        (at("/?to=/?to=/?to=/?to=/?to=/goods"), REFUSED),
        (at("/large"), "The file is larger than 64 MB."),
        (at("/empty"), "empty"),
        (at("/nothing"), "The address answers with the error 404."),
        (closed, "The address does not answer."),
    ] {
        let wrong = owner.post_files(&home, &[("url", &url)], None).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}: {}", wrong.text);
        assert!(wrong.text.contains(says), "{url}: {says:?} is not in {}", wrong.text);
        let shown = url.replace('<', "&#60;").replace('>', "&#62;");
        assert!(wrong.text.contains(&format!("value=\"{shown}\"")), "{url} is lost: {}", wrong.text);
        assert!(everything::of(&town.house) == before, "{url} changed something");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetched_page_is_no_product_file_and_a_fetched_file_is_one() {
    let town = town();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let home = format!("/studio/{shop}/import");
    let port = files().await;
    let bring = async |path: &str| {
        let url = format!("http://127.0.0.1:{port}{path}");
        let brought = owner.post_files(&home, &[("url", &url)], None).await;
        assert_eq!(brought.status, StatusCode::SEE_OTHER, "{path}: {}", brought.text);
        town.house.drain().await;
        owner.get(&brought.location).await.text
    };
    let page = bring("/page").await;
    assert!(page.contains("The import stopped") && !page.contains("/confirm"), "{page}");
    assert!(app::catalog::shop(&town.house.ctx, shop, 5).await.unwrap().is_empty());
    let preview = bring("/?to=/goods").await;
    assert!(preview.contains("/confirm"), "{preview}");
    assert!(app::catalog::shop(&town.house.ctx, shop, 5).await.unwrap().is_empty(), "nobody confirmed it");
}
