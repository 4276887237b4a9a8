//! A house with its pages in front of it, and somebody's browser.

use buyline_web as web;

use app::accounts::sign_in_as;
use axum::body::Body;
use domain::access::Role;
use domain::ids::{AccountId, MerchantId};
use domain::view::people::AccountKind;
use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use store::accounts::NewAccount;
use testkit::house::House;
use tower::ServiceExt;
use web::{Web, WebConfig};

pub struct Town {
    pub house: House,
    pub router: axum::Router,
}

/// Somebody's browser: cookies and the token of their forms.
pub struct Browser<'t> {
    pub town: &'t Town,
    pub cookie: String,
    pub csrf: String,
}

/// An answer.
pub struct Page {
    pub status: StatusCode,
    pub location: String,
    pub text: String,
}

impl Town {
    pub fn new() -> Self {
        Self::of(House::sqlite())
    }

    pub fn of(house: House) -> Self {
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

    /// A guest's browser.
    pub async fn guest(&self) -> Browser<'_> {
        let mut browser = Browser { town: self, cookie: String::new(), csrf: String::new() };
        let request = Request::builder().uri("/explore").header(header::HOST, "shop.test");
        let page = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let set = page.headers().get(header::SET_COOKIE).expect("a visitor is given a cookie");
        browser.cookie = set.to_str().unwrap().split(';').next().unwrap().to_owned();
        browser.csrf = token_in(&browser.get("/sign-in").await.text);
        browser
    }

    /// Somebody who works for `shop`, as `role`.
    pub async fn staff(&self, handle: &str, shop: MerchantId, role: Role) -> Browser<'_> {
        let (browser, id) = self.person(handle, false).await;
        let now = self.house.ctx.now();
        let placed = self.house.ctx.db().write("staff", move |tx| {
            store::staff::put(tx, shop, id, role, now)?;
            store::changes::note(tx, store::changes::ChangeKind::Session, 0, id.0, now)
        });
        placed.await.unwrap();
        app::feed::catch_up(&self.house.ctx).await.unwrap();
        browser
    }

    pub async fn browser(&self, handle: &str, operator: bool) -> Browser<'_> {
        self.person(handle, operator).await.0
    }

    async fn person(&self, handle: &str, operator: bool) -> (Browser<'_>, AccountId) {
        let ctx = &self.house.ctx;
        let id: AccountId = ctx.id();
        let account = NewAccount {
            id,
            handle: handle.to_owned(),
            display_name: handle.to_owned(),
            kind: AccountKind::Person,
            email: Some(format!("{handle}@example.org")),
            password_hash: None,
            locale: "en".to_owned(),
            operator,
            created_at: ctx.now(),
        };
        ctx.db()
            .write("account", move |tx| {
                store::accounts::insert(tx, &account)?;
                tx.execute("UPDATE accounts SET email_confirmed_at = 1 WHERE id = $1", &[id.0.into()])
            })
            .await
            .unwrap();
        let session = sign_in_as(ctx, id, "").await.unwrap();
        let token: String = session.token.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut browser = Browser { town: self, cookie: format!("buyline={token}"), csrf: String::new() };
        let html = browser.get("/sell").await.text;
        browser.csrf = token_in(&html);
        (browser, id)
    }
}

impl Browser<'_> {
    pub async fn send(&self, method: &str, path: &str, kind: &str, body: Body) -> Page {
        self.send_as(method, path, kind, &[], body).await
    }

    pub async fn send_as(
        &self,
        method: &str,
        path: &str,
        kind: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "shop.test")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, kind);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).unwrap();
        let response: Response<Body> = self.town.router.clone().oneshot(request).await.unwrap();
        let location = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Page {
            status,
            location: location.unwrap_or_default(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send("GET", path, "text/plain", Body::empty()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let body = serde_urlencoded::to_string(all).unwrap();
        self.send("POST", path, "application/x-www-form-urlencoded", Body::from(body)).await
    }

    pub async fn post_files(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Page {
        let mut body = Vec::new();
        let mut part = |head: String, value: &[u8]| {
            body.extend_from_slice(
                format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(value);
            body.extend_from_slice(b"\r\n");
        };
        part("name=\"csrf\"".to_owned(), self.csrf.as_bytes());
        for (name, value) in fields {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        if let Some((name, bytes)) = file {
            part(format!("name=\"{name}\"; filename=\"upload\""), bytes);
        }
        body.extend_from_slice(b"--b--\r\n");
        self.send("POST", path, "multipart/form-data; boundary=b", Body::from(body)).await
    }

    pub async fn open_shop(&self, handle: &str) -> MerchantId {
        let opened = self
            .post(
                "/sell",
                &[
                    ("shop_name", "Lumen"),
                    ("handle", handle),
                    ("legal_name", "Lumen SARL"),
                    ("contact_email", "hello@lumen.example"),
                    ("country", "FR"),
                    ("currency", "EUR"),
                ],
            )
            .await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
        opened.location.split('/').nth(2).unwrap().parse().unwrap()
    }
}

/// The form token of a page.
pub fn token_in(html: &str) -> String {
    between(html, "name=\"csrf\" value=\"", "\"").expect("a page with a form").to_owned()
}

/// What stands between two texts, the first time.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}
