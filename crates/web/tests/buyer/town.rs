//! A house with the pages in front of it, and browsers without scripts.

use app::accounts::sign_in_as;
use app::limits::Rates;
use axum::body::Body;
use buyline_web::{Web, WebConfig};
use domain::ids::AccountId;
use domain::view::people::AccountKind;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use parking_lot::Mutex;
use store::accounts::NewAccount;
use testkit::house::{Goods, House, On, Plan, Shop};
use tower::ServiceExt;

/// What every town sells.
pub const BOWL: Goods = Goods { title: "<b>Bowl</b>", price: 2_000, units: Some(5) };
/// Sold out.
pub const VASE: Goods = Goods { title: "Vase", price: 3_500, units: Some(0) };

/// A house, a shop, the pages.
pub struct Town {
    pub house: House,
    pub shop: Shop,
    router: axum::Router,
}

/// What somebody's browser carries.
#[derive(Default)]
pub struct Browser {
    jar: Mutex<Vec<(String, String)>>,
    french: bool,
}

impl Browser {
    /// Of somebody who reads French.
    pub fn french() -> Self {
        Self { french: true, ..Self::default() }
    }
}

/// An answer.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Page {
    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap())
    }

    /// The answer, when it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "→ {} {}", self.location(), self.body);
        self
    }

    /// The answer, when it says all of this.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.body.contains(word), "{word} is not in {}", self.body);
        }
        self
    }
}

impl Town {
    pub async fn new() -> Self {
        Self::limited(Rates::OFF).await
    }

    pub async fn limited(rates: Rates) -> Self {
        Self::on(On::Sqlite, rates).await.expect("SQLite is always there")
    }

    /// On one engine; `None` where the machine does not have it.
    pub async fn on(engine: On, rates: Rates) -> Option<Self> {
        let house = House::planned(engine, Plan { rates, ..Plan::default() })?;
        let shop = house.shop(&[BOWL, VASE]).await;
        let config = WebConfig {
            base_url: "http://shop.test".to_owned(),
            server_name: "Test".to_owned(),
            demo: false,
            test_mode: true,
            trusted_proxies: Vec::new(),
        };
        let router = buyline_web::router(Web::new(house.ctx.clone(), config));
        Some(Self { house, shop, router })
    }

    /// An account with a confirmed mail address.
    pub async fn account(&self, handle: &str, operator: bool) -> AccountId {
        let ctx = &self.house.ctx;
        let account = NewAccount {
            id: ctx.id(),
            handle: handle.to_owned(),
            display_name: handle.to_owned(),
            kind: AccountKind::Person,
            email: Some(format!("{handle}@example.org")),
            password_hash: None,
            locale: "en".to_owned(),
            operator,
            created_at: ctx.now(),
        };
        let (id, now) = (account.id, ctx.now());
        ctx.db()
            .write("account", move |tx| {
                store::accounts::insert(tx, &account)?;
                tx.execute(
                    "UPDATE accounts SET email_confirmed_at = $1 WHERE id = $2",
                    &[now.into(), store::Param::id(id)],
                )
            })
            .await
            .unwrap();
        id
    }

    /// A browser in which `account` is signed in.
    pub async fn signed_in(&self, account: AccountId) -> Browser {
        let session = sign_in_as(&self.house.ctx, account, "").await.unwrap();
        let token: String = session.token.iter().map(|byte| format!("{byte:02x}")).collect();
        Browser { jar: Mutex::new(vec![("buyline".to_owned(), token)]), french: false }
    }

    pub async fn send(&self, browser: &Browser, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let cookies: Vec<String> =
            browser.jar.lock().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT_LANGUAGE, if browser.french { "fr" } else { "en" })
            .header(header::HOST, "shop.test");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if method == "POST" {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let answer = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut jar = browser.jar.lock();
            jar.retain(|(known, _)| known != name);
            if !value.is_empty() {
                jar.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Page {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&self, browser: &Browser, path: &str) -> Page {
        self.send(browser, "GET", path, "", Vec::new()).await
    }

    /// The token of this browser's forms.
    pub async fn csrf(&self, browser: &Browser) -> String {
        let mut page = self.get(browser, "/sign-in").await;
        if page.status != StatusCode::OK {
            page = self.get(browser, "/account/security").await;
        }
        page.body
            .split("name=\"csrf\" value=\"")
            .nth(1)
            .expect("a form")
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    }

    /// Sends a form, with its token.
    pub async fn post(&self, browser: &Browser, path: &str, form: &str) -> Page {
        let csrf = self.csrf(browser).await;
        let body = format!("csrf={csrf}&{form}").into_bytes();
        self.send(browser, "POST", path, "application/x-www-form-urlencoded", body).await
    }

    /// `off_….var_…` of the goods at `index`.
    pub fn choice(&self, index: usize) -> String {
        let goods = self.shop.goods[index];
        format!("{}.{}", goods.offer, goods.variant)
    }

    /// Taps Buy on the bowl and types the details: the checkout's address.
    pub async fn checkout(&self, browser: &Browser) -> String {
        let tapped = self.post(browser, "/buy", &format!("offer={}", self.choice(0))).await.expect(303);
        let at = tapped.location().to_owned();
        self.post(browser, &format!("{at}/details"), DETAILS).await.expect(303);
        at
    }
}

/// What a buyer types.
pub const DETAILS: &str = "email=camille%40example.com&name=Camille&line1=12+rue+des+Lilas&city=Rennes\
                           &postal_code=35000&country=FR&payment=card_ok";
