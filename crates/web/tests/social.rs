//! A reader's evening over HTTP: signing up, following, writing with a picture, liking, and watching a card sell out
//! on a page that is already open.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_web as web;

use std::time::Duration;

use app::feed;
use axum::body::Body;
use domain::access::{Actor, Person, Role};
use futures_util::StreamExt;
use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use testkit::house::{Goods, House, pay_with};
use tower::ServiceExt;
use web::{Web, WebConfig};

struct Site {
    house: House,
    router: axum::Router,
}

#[derive(Default)]
struct Browser {
    cookies: Vec<(String, String)>,
}

impl Site {
    fn new() -> Self {
        let house = House::sqlite();
        let config = WebConfig {
            base_url: "http://shop.test".to_owned(),
            server_name: "Test".to_owned(),
            demo: false,
            test_mode: true,
            trusted_proxies: Vec::new(),
        };
        let router = web::router(Web::new(house.ctx.clone(), config));
        Self { house, router }
    }

    async fn send(
        &self,
        browser: &mut Browser,
        request: http::request::Builder,
        body: Body,
    ) -> Response<Body> {
        let cookies: Vec<String> =
            browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::HOST, "shop.test").header(header::COOKIE, cookies.join("; "));
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            browser.cookies.retain(|(known, _)| known != name);
            browser.cookies.push((name.to_owned(), value.to_owned()));
        }
        response
    }

    async fn get(&self, browser: &mut Browser, path: &str) -> String {
        let response = self.send(browser, Request::get(path), Body::empty()).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        text(response).await
    }

    /// Sends a form with the token of the page at `from`; says where it leads.
    async fn post(&self, browser: &mut Browser, from: &str, path: &str, fields: &str) -> String {
        let csrf = token_of(&self.get(browser, from).await);
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = self.send(browser, request, Body::from(format!("csrf={csrf}&{fields}"))).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}: {}", text(response).await);
        response.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

fn token_of(html: &str) -> String {
    html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_reader_signs_up_follows_a_shop_and_sees_its_card() {
    let site = Site::new();
    let ctx = &site.house.ctx;
    let shop = site.house.shop(&[Goods { title: "Lac du matin", price: 2_490, units: Some(3) }]).await;
    let seller = Actor::Person(Person {
        account: shop.account,
        staff_of: [(shop.merchant, Role::Owner)].into(),
        nonprofits: [].into(),
        operator: false,
    });
    let post = app::posts::Publish {
        text: "Fresh <b>prints</b> #prints".to_owned(),
        attach: Some(app::posts::Attach::Offer(shop.goods[0].offer)),
        ..app::posts::Publish::default()
    };
    let post = app::posts::publish(ctx, &seller, post).await.unwrap();

    let mut reader = Browser::default();
    let fields =
        "display_name=Camille&handle=camille&email=camille%40example.org&password=four+quiet+words+here";
    let to = site.post(&mut reader, "/sign-up", "/sign-up", fields).await;
    assert_eq!(to, "/confirm?back=/");
    assert!(!site.get(&mut reader, "/").await.contains("Lac du matin"), "nobody is followed yet");
    site.post(&mut reader, "/", &format!("/accounts/{}/follow", shop.account), "back=/").await;
    let home = site.get(&mut reader, "/").await;
    for wanted in ["Lac du matin", "24.90", "3 left", "Fresh &#60;b&#62;prints", "/tags/prints"] {
        assert!(home.contains(wanted), "{wanted} is missing");
    }
    assert!(home.contains("aria-pressed=\"false\""));
    site.post(&mut reader, "/", &format!("/posts/{post}/like"), "back=/").await;
    assert!(site.get(&mut reader, "/").await.contains("aria-pressed=\"true\""), "the like is seen at once");
    let thread = site.get(&mut reader, &format!("/posts/{post}")).await;
    assert!(thread.contains("Lac du matin"));
    site.post(&mut reader, "/", &format!("/accounts/{}/block", shop.account), "back=/").await;
    for path in ["/", "/public", "/shops", "/tags/prints", "/explore?q=lac"] {
        let page = site.get(&mut reader, path).await;
        assert!(!page.contains("Fresh &#60;b&#62;prints"), "{path} shows whom the reader blocked");
    }
    let gone = site.send(&mut reader, Request::get(format!("/posts/{post}")), Body::empty()).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_card_on_an_open_page_sells_out_within_a_second() {
    let site = Site::new();
    let ctx = site.house.ctx.clone();
    let shop = site.house.shop(&[Goods { title: "Print", price: 100, units: Some(1) }]).await;
    let follower = tokio::spawn(feed::follow(ctx.clone()));
    let path = format!("/live?offers={}", shop.goods[0].offer);
    let live = site.send(&mut Browser::default(), Request::get(path), Body::empty()).await;
    assert_eq!(live.headers()[header::CONTENT_TYPE], "text/event-stream");
    let mut events = live.into_body().into_data_stream();
    let first = String::from_utf8(events.next().await.unwrap().unwrap().to_vec()).unwrap();
    assert!(first.contains("event: offer") && first.contains("\"open\":true"), "{first}");
    // Placed by another process on the same database.
    let elsewhere = site.house.neighbour(2, testkit::house::Plan::default());
    let view = shop.tap(&elsewhere, &[(0, 1)]).await;
    pay_with(&elsewhere, &view, "card_ok").await;
    let next =
        tokio::time::timeout(Duration::from_secs(1), events.next()).await.expect("told within a second");
    let next = String::from_utf8(next.unwrap().unwrap().to_vec()).unwrap();
    assert!(next.contains("\"open\":false") && next.contains("Sold out"), "{next}");
    follower.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_takes_everything_away_in_parts_and_leaves_for_good() {
    let site = Site::new();
    let mut reader = Browser::default();
    let fields =
        "display_name=Camille&handle=camille&email=camille%40example.org&password=four+quiet+words+here";
    site.post(&mut reader, "/sign-up", "/sign-up", fields).await;
    let to = site.post(&mut reader, "/account/data", "/account/data", "").await;
    assert_eq!(to, "/account/data");
    assert!(site.get(&mut reader, "/account/data").await.contains("Being made"));
    site.house.drain().await;
    let page = site.get(&mut reader, "/account/data").await;
    let path =
        format!("/archives/{}", page.split("href=\"/archives/").nth(1).unwrap().split('"').next().unwrap());
    let whole = site.send(&mut reader, Request::get(&path), Body::empty()).await;
    assert_eq!(
        (whole.status(), &whole.headers()[header::ACCEPT_RANGES]),
        (StatusCode::OK, &"bytes".parse().unwrap())
    );
    let tag = whole.headers()[header::ETAG].clone();
    let whole = whole.into_body().collect().await.unwrap().to_bytes();
    let rest = Request::get(&path).header(header::RANGE, "bytes=100-").header(header::IF_RANGE, &tag);
    let rest = site.send(&mut reader, rest, Body::empty()).await;
    assert_eq!(rest.status(), StatusCode::PARTIAL_CONTENT);
    let said = format!("bytes 100-{}/{}", whole.len() - 1, whole.len());
    assert_eq!(rest.headers()[header::CONTENT_RANGE].to_str().unwrap(), said);
    assert_eq!(rest.into_body().collect().await.unwrap().to_bytes(), whole[100..]);
    let behind = Request::get(&path).header(header::RANGE, format!("bytes={}-", whole.len()));
    let behind = site.send(&mut reader, behind, Body::empty()).await;
    assert_eq!(behind.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    let stranger = site.send(&mut Browser::default(), Request::get(&path), Body::empty()).await;
    assert_eq!(stranger.status(), StatusCode::SEE_OTHER, "a stranger is asked to sign in");

    let csrf = token_of(&site.get(&mut reader, "/account/erase").await);
    let kind = "application/x-www-form-urlencoded";
    for wrong in ["password=four+quiet+words+here", "have_all=on&password=wrong"] {
        let request = Request::post("/account/erase").header(header::CONTENT_TYPE, kind);
        let refused = site.send(&mut reader, request, Body::from(format!("csrf={csrf}&{wrong}"))).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let sent = "have_all=on&password=four+quiet+words+here";
    let certificate = site.post(&mut reader, "/account/erase", "/account/erase", sent).await;
    assert!(site.get(&mut Browser::default(), &certificate).await.contains("is being erased"));
    site.house.drain().await;
    let page = site.get(&mut Browser::default(), &certificate).await;
    assert!(page.contains("Erased and searched for on") && !page.contains("amille"), "{page}");
    let gone = site.send(&mut reader, Request::get("/@camille"), Body::empty()).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    let gone = site.send(&mut reader, Request::get(&path), Body::empty()).await;
    assert_eq!(gone.status(), StatusCode::SEE_OTHER, "signed out");
}
