//! What every answer carries: a strict policy with a nonce, no inline code, no copy of what is personal; and where it
//! leads to.

use buyline_web::html::routes::ROUTES;
use buyline_web::rest::routes::ROUTES as API;
use buyline_web::{Route, Who};
use domain::access::Role;
use http::{HeaderMap, StatusCode, header};

use crate::town::{Browser, Town, text};

/// The path with ids of our shop and of the buyer.
async fn path_of(town: &Town, route: &Route) -> String {
    let mut parts = Vec::new();
    for part in route.path.split('/') {
        parts.push(match part {
            "{merchant}" => town.ours.shop.merchant.to_string(),
            "{order}" if route.path.starts_with("/studio") => town.ours.sold.order.to_string(),
            "{order}" => town.bought.order.to_string(),
            "{product}" => town.ours.shop.goods[0].product.to_string(),
            "{import}" => town.ours.import.to_string(),
            "{post}" => town.post(&town.ours).await.to_string(),
            "{purchase}" => town.open.0.to_string(),
            "{token}" => town.open.1.clone(),
            "{subject}" => town.ours.shop.merchant.to_string(),
            "{at}" => "@crowd".to_owned(),
            "{tag}" if route.path.starts_with("/language") => "fr".to_owned(),
            "{what}" if route.path.starts_with("/checkout") => "contact".to_owned(),
            "{what}" if route.path.starts_with("/orders") => "withdraw".to_owned(),
            "{what}" => "limit".to_owned(),
            "{campaign}" if route.path.starts_with("/donate/") => town.charity.campaign.to_string(),
            part if part.starts_with('{') => "none".to_owned(),
            part => part.to_owned(),
        });
    }
    parts.join("/")
}

fn policy_of(headers: &HeaderMap, what: &str) -> String {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).unwrap_or_else(|| panic!("{what}: no policy"));
    let policy = policy.to_str().unwrap().to_owned();
    for part in [
        "default-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{what}: {part} in {policy}");
    }
    for hole in ["unsafe-inline", "unsafe-eval", "http:", "https:", "*", "data: 'self'"] {
        assert!(!policy.contains(hole), "{what}: {hole} in {policy}");
    }
    policy
}

/// The card that other people's pages may frame: it knows nobody, runs nothing and takes nothing.
fn framed(headers: &HeaderMap, html: &str) {
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    for part in ["default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors *"] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("script") && !policy.contains("unsafe"), "{policy}");
    assert!(!headers.contains_key(header::SET_COOKIE), "{headers:?}");
    for hole in ["<script", "csrf", "method=\"post\"", "style="] {
        assert!(!html.contains(hole), "{hole} in {html}");
    }
    assert!(html.contains("target=\"_blank\"") && html.contains("name=\"preset\""), "{html}");
}

/// Code that stands in the page itself.
fn inline_code(html: &str) -> Option<String> {
    let lower = html.to_lowercase();
    for tag in lower.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap_or_default();
        let bare = inside.split('"').step_by(2).collect::<Vec<_>>().join("\u{1}");
        let attributes = bare.split_ascii_whitespace().skip(1);
        for attribute in attributes {
            let name = attribute.split('=').next().unwrap_or_default();
            let is_handler = name.len() > 3 && name.starts_with("on") && attribute.contains('=');
            if is_handler || (name == "style" && attribute.contains('=')) {
                return Some(inside.to_owned());
            }
        }
        if inside.contains("javascript:") || inside.starts_with("style") {
            return Some(inside.to_owned());
        }
    }
    None
}

async fn check(town: &Town, route: &Route, browser: &Browser, personal: bool) {
    let path = path_of(town, route).await;
    let what = format!("{route:?} ({path})");
    if route.path == "/live" {
        return;
    }
    let page = town.get(&path, &browser.cookie).await;
    let headers = page.headers().clone();
    assert!(!page.status().is_server_error(), "{what}: {}", page.status());
    assert_eq!(headers["x-content-type-options"], "nosniff", "{what}");
    assert_eq!(headers["referrer-policy"], "strict-origin-when-cross-origin", "{what}");
    assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{what}");
    if personal {
        assert_eq!(headers["cache-control"], "no-store", "{what}");
    } else {
        let cache = headers["cache-control"].to_str().unwrap();
        assert!(cache == "no-store" || cache.starts_with("private"), "{what}: {cache}");
    }
    for cookie in headers.get_all(header::SET_COOKIE) {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{what}: {cookie}");
    }
    if let Some(to) = headers.get(header::LOCATION) {
        let to = to.to_str().unwrap();
        assert!(to.starts_with('/') && !to.starts_with("//"), "{what} leads to {to}");
        return;
    }
    let is_html =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_html {
        return;
    }
    if route.path == "/donate/{campaign}/card" {
        let first = town.get(&path, "").await;
        assert!(!first.headers().contains_key(header::SET_COOKIE), "{what} knows nobody");
        return framed(&headers, &text(page).await);
    }
    let policy = policy_of(&headers, &what);
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert!(nonce.len() >= 32, "{what}: a nonce of {} characters", nonce.len());
    let html = text(page).await;
    for script in html.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{what}: a script without the nonce: {tag}");
        assert!(tag.contains(" src=") || tag.contains("json"), "{what}: a script of its own: {tag}");
    }
    if let Some(code) = inline_code(&html) {
        panic!("{what}: code in the page: <{code}>");
    }
    for target in html.split("href=\"").skip(1).chain(html.split("action=\"").skip(1)) {
        let target = target.split('"').next().unwrap();
        assert!(!target.to_lowercase().starts_with("javascript:"), "{what}: {target}");
    }
}

#[tokio::test]
async fn every_page_carries_a_strict_policy_and_is_kept_nowhere_when_it_is_personal() {
    let town = Town::new().await;
    let stranger = town.browser(None).await;
    let buyer = town.browser(Some(town.buyer)).await;
    let owner = town.browser(Some(town.ours.owner)).await;
    let manager = town.browser(Some(town.staff(Role::Manager).await)).await;
    let operator = town.browser(Some(town.operator().await)).await;
    for route in ROUTES.iter().filter(|route| route.method == "GET") {
        for browser in [&buyer, &owner, &manager, &operator] {
            check(&town, route, browser, true).await;
        }
        // A stranger's page is personal where it holds what only they may see.
        check(&town, route, &stranger, route.who == Who::Holder || route.path.contains("{token}")).await;
    }
}

#[tokio::test]
async fn answers_of_the_api_are_kept_nowhere_and_never_taken_for_pages() {
    let town = Town::new().await;
    let key = format!("Bearer {}", town.ours.secret);
    for route in API.iter().filter(|route| route.method == "GET") {
        let path = path_of(&town, route).await;
        for bearer in [None, Some(&key)] {
            let mut request = http::Request::get(&path);
            if let Some(bearer) = bearer {
                request = request.header(header::AUTHORIZATION, bearer);
            }
            let answer = town.send(request.body(axum::body::Body::empty()).unwrap()).await;
            let what = format!("{route:?}: {}", answer.status());
            let headers = answer.headers();
            assert_eq!(headers["x-content-type-options"], "nosniff", "{what}");
            assert!(!headers.contains_key(header::SET_COOKIE), "{what}: the API knows no cookies");
            let kind = headers[header::CONTENT_TYPE].to_str().unwrap().to_owned();
            let about = ["/commerce/v1/openapi.json", "/commerce/v1/docs", "/problems/{problem}"];
            if about.contains(&route.path) && answer.status() == StatusCode::OK {
                assert!(headers[header::CACHE_CONTROL].to_str().unwrap().starts_with("public"), "{what}");
                if kind.starts_with("text/html") {
                    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
                    assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"), "{what}");
                }
            } else {
                assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{what}");
                assert!(kind == "application/json" || kind == "application/problem+json", "{what}: {kind}");
                // No page elsewhere reads it in a visitor's name.
                assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn no_form_leads_elsewhere() {
    let town = Town::new().await;
    let manager = town.browser(Some(town.staff(Role::Manager).await)).await;
    let stranger = town.browser(None).await;
    let offer = town.ours.shop.goods[0].offer;
    for back in [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/%0d%0aset-cookie:a=b",
        "/a\r\nset-cookie: a=b",
        "javascript:alert(1)",
        "https:evil.example",
        "/\t/evil.example",
        "///evil.example",
        "data:text/html,x",
    ] {
        let encoded: String = back.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for route in ROUTES {
            let path = path_of(&town, route).await;
            let browser = if matches!(route.who, Who::Anyone) { &stranger } else { &manager };
            if route.path == "/live" || route.path == "/sign-out" {
                continue;
            }
            let answer = if route.method == "GET" {
                town.get(&format!("{path}?back={encoded}"), &browser.cookie).await
            } else {
                let form = format!("csrf={}&back={encoded}&offer={offer}&post=&quantity=1", browser.csrf);
                town.post_form(&format!("{path}?back={encoded}"), &browser.cookie, form).await
            };
            let what = format!("{route:?} with back={back:?}");
            assert!(!answer.status().is_server_error(), "{what}: {}", answer.status());
            if let Some(to) = answer.headers().get(header::LOCATION) {
                let to = to.to_str().unwrap().to_owned();
                let led = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
                assert!(led && !to.bytes().any(|byte| byte.is_ascii_control()), "{what} leads to {to}");
            }
            assert!(!answer.headers().contains_key("a"), "{what}");
            let html = text(answer).await;
            for target in html.split("href=\"").skip(1).chain(html.split("action=\"").skip(1)) {
                let target = target.split('"').next().unwrap();
                assert!(!target.starts_with(back), "{what}: a link to {target}");
            }
        }
    }
}
