//! The browser shows pages as asked, and tells what is wrong with them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::{Ipv4Addr, SocketAddr};

use buyline_testkit::browser::{Browser, Locator, Scheme, View};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const GOOD: &str = r#"<!doctype html><html lang="en"><head><title>Good</title>
<meta name="viewport" content="width=device-width">
<style nonce="n">h1 { margin: 0 } body { background: #fff; color: #111; margin: 0; height: 2000px }
@media (prefers-color-scheme: dark) { body { background: #000; color: #eee } }</style></head>
<body><main><h1>Good</h1><p id="scripts">off</p>
<script nonce="n">document.getElementById('scripts').textContent = 'on'</script></main></body></html>"#;

const BAD: &str = r#"<!doctype html><html><head><title>Bad</title></head><body><main><h1>Bad</h1>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><input>
<script>document.title = 'a script without a nonce ran'</script></main></body></html>"#;

/// Serves the two pages under a policy that allows nothing without the nonce.
async fn serve() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let read = connection.read(&mut request).await.unwrap_or(0);
                let request = String::from_utf8_lossy(&request[..read]).into_owned();
                let page = match request.split(' ').nth(1) {
                    Some("/good") => GOOD,
                    Some("/bad") => BAD,
                    _ => "",
                };
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
                     Content-Security-Policy: default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'; \
                     img-src data:\r\nConnection: close\r\n\r\n{page}",
                    page.len()
                );
                // A browser that goes away early is no concern of this server.
                let _ = connection.write_all(answer.as_bytes()).await;
            });
        }
    });
    address
}

async fn background(browser: &Browser) -> String {
    let script =
        "return getComputedStyle(document.body).backgroundColor + ' ' + innerWidth + 'x' + innerHeight";
    browser.execute(script, Vec::new()).await.unwrap().as_str().unwrap().to_owned()
}

async fn scripts(browser: &Browser) -> String {
    browser.find(Locator::Id("scripts")).await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn a_browser_has_the_size_the_colours_and_the_scripts_asked_for() {
    let Some(mut browser) = Browser::open(View::PHONE.with_scheme(Scheme::Dark)).await else { return };
    let page = format!("http://{}/good", serve().await);
    browser.goto(&page).await.unwrap();
    assert_eq!(background(&browser).await, "rgb(0, 0, 0) 390x844");
    assert_eq!(scripts(&browser).await, "on");

    browser.look(View::DESKTOP).await.unwrap();
    assert_eq!(background(&browser).await, "rgb(255, 255, 255) 1440x900");

    browser.look(View::DESKTOP.without_scripts()).await.unwrap();
    browser.goto(&page).await.unwrap();
    assert_eq!(scripts(&browser).await, "off");
    assert_eq!(browser.barriers().await.unwrap(), []);
    browser.goto(&page).await.unwrap();
    assert_eq!(scripts(&browser).await, "off", "looking for barriers must not switch scripts on");
    assert_eq!(browser.complaints().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_browser_tells_barriers_and_what_the_policy_refused() {
    let Some(browser) = Browser::open(View::DESKTOP).await else { return };
    browser.goto(&format!("http://{}/bad", serve().await)).await.unwrap();
    assert_eq!(browser.title().await.unwrap(), "Bad");

    let complaints = browser.complaints().await.unwrap();
    assert!(complaints.iter().any(|line| line.contains("Content Security Policy")), "{complaints:?}");
    assert_eq!(browser.complaints().await.unwrap(), Vec::<String>::new(), "each complaint is told once");

    let barriers = browser.barriers().await.unwrap();
    let rules: Vec<&str> = barriers.iter().map(|barrier| barrier.rule.as_str()).collect();
    assert_eq!(rules, ["html-has-lang", "image-alt", "label"], "{barriers:?}");
}

#[tokio::test]
async fn a_browser_takes_pictures_of_the_window_and_of_the_whole_page() {
    let Some(browser) = Browser::open(View::PHONE).await else { return };
    browser.goto(&format!("http://{}/good", serve().await)).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    browser.screenshot(&folder.path().join("new/window.png")).await.unwrap();
    browser.full_screenshot(&folder.path().join("page.png")).await.unwrap();
    assert_eq!(size_of_png(&folder.path().join("new/window.png")), (390, 844));
    assert_eq!(size_of_png(&folder.path().join("page.png")), (390, 2000));
}

/// Width and height from a PNG's header.
fn size_of_png(file: &std::path::Path) -> (u32, u32) {
    let bytes = std::fs::read(file).unwrap();
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}
