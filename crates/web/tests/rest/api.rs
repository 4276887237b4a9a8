//! A house with the API in front of it.

use app::limits::Rates;
use app::merchants::keys;
use axum::Router;
use axum::body::Body;
use buyline_web::{Web, WebConfig};
use domain::access::{Actor, AtMerchant, MerchantAct, Person, Role, Scope};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use testkit::house::{Goods, House, On, Plan, Shop};
use tower::ServiceExt;

use crate::schema;

/// What the shop of most tests has on its shelf.
const GOODS: [Goods; 3] = [
    Goods { title: "Bowl", price: 2_000, units: Some(5) },
    Goods { title: "Vase", price: 3_500, units: Some(1) },
    Goods { title: "Print", price: 1_200, units: None },
];

/// Everything a test of the API needs.
pub struct Api {
    /// The house.
    pub house: House,
    /// A shop with a bowl (20.00 €, 5 units), a vase (35.00 €, 1 unit) and a print (12.00 €, not counted).
    pub shop: Shop,
    /// The API and the pages.
    pub router: Router,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: http::HeaderMap,
    /// Its body; null when it is empty or no JSON.
    pub body: Value,
}

impl Answer {
    /// The last part of a problem's `type`.
    pub fn problem(&self) -> &str {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        assert_eq!(self.body["status"], self.status.as_u16(), "{self:?}");
        self.body["type"]
            .as_str()
            .and_then(|path| path.strip_prefix("/problems/"))
            .expect("a problem has a type")
    }

    /// The text at `pointer`.
    pub fn text(&self, pointer: &str) -> String {
        let value = self.body.pointer(pointer).unwrap_or_else(|| panic!("{pointer} in {:#}", self.body));
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }

    /// The answer, when it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.body);
        self
    }
}

fn planned(on: On, rates: Rates) -> Option<House> {
    House::planned(on, Plan { rates, ..Plan::default() })
}

impl Api {
    /// On SQLite, with the usual rate limits.
    pub async fn new() -> Self {
        Self::limited(Rates::default()).await
    }

    /// On SQLite, with these rate limits.
    pub async fn limited(rates: Rates) -> Self {
        Self::stocked(&GOODS, rates).await
    }

    /// On this engine, without rate limits; `None` where the machine has no PostgreSQL.
    pub async fn on(on: On) -> Option<Self> {
        Some(Self::in_house(planned(on, Rates::OFF)?, &GOODS).await)
    }

    /// On SQLite, with a shop of these goods.
    pub async fn stocked(goods: &[Goods], rates: Rates) -> Self {
        Self::in_house(planned(On::Sqlite, rates).expect("SQLite is always there"), goods).await
    }

    /// In this house, with the usual shop.
    pub async fn of(house: House) -> Self {
        Self::in_house(house, &GOODS).await
    }

    async fn in_house(house: House, goods: &[Goods]) -> Self {
        let shop = house.shop(goods).await;
        let config = WebConfig {
            base_url: "https://buyline.test".to_owned(),
            server_name: "Test".to_owned(),
            demo: false,
            test_mode: true,
            trusted_proxies: Vec::new(),
        };
        let router = buyline_web::router(Web::new(house.ctx.clone(), config));
        Self { house, shop, router }
    }

    /// Sends a request as it is. The answer is held against the description.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().to_string(), request.uri().to_string());
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        let kind = parts.headers.get("content-type").and_then(|kind| kind.to_str().ok());
        schema::check(&method, &path, parts.status.as_u16(), kind, &bytes);
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// `GET`, with a secret unless it is empty.
    pub async fn get(&self, path: &str, secret: &str) -> Answer {
        self.send(request("GET", path, secret, None, "").body(Body::empty()).unwrap()).await
    }

    /// A page for people.
    pub async fn page(&self, path: &str) -> String {
        let request = Request::get(path).header("host", "buyline.test").body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let bytes = response.into_body().collect().await.expect("a whole body").to_bytes();
        String::from_utf8(bytes.to_vec()).expect("pages are UTF-8")
    }

    /// Sends JSON.
    pub async fn json(&self, method: &str, path: &str, secret: &str, body: &Value) -> Answer {
        self.keyed(method, path, secret, None, body).await
    }

    /// Sends JSON under an idempotency key.
    pub async fn keyed(
        &self,
        method: &str,
        path: &str,
        secret: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Answer {
        let request = request(method, path, secret, key, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Sends bytes that need not be JSON.
    pub async fn raw(
        &self,
        method: &str,
        path: &str,
        secret: &str,
        kind: &str,
        body: impl Into<Body>,
    ) -> Answer {
        self.send(request(method, path, secret, None, kind).body(body.into()).unwrap()).await
    }

    /// The offer of the goods at `index`, in its text form.
    pub fn offer(&self, index: usize) -> String {
        self.shop.goods[index].offer.to_string()
    }

    /// The variant of the goods at `index`, in its text form.
    pub fn variant(&self, index: usize) -> String {
        self.shop.goods[index].variant.to_string()
    }

    /// A checkout of `quantity` of the goods at `index`, with its details: path, token, answer.
    pub async fn checkout(&self, index: usize, quantity: u32) -> (String, String, Answer) {
        let items = json!({ "items": [{ "offer": self.offer(index), "quantity": quantity }] });
        let created = self.json("POST", "/commerce/v1/checkouts", "", &items).await.expect(201);
        let (path, token) =
            (format!("/commerce/v1/checkouts/{}", created.text("/id")), created.text("/token"));
        let updated = self.json("PATCH", &path, &token, &details()).await.expect(200);
        (path, token, updated)
    }

    /// Pays what `shown` shows with a test card.
    pub async fn pay(&self, path: &str, token: &str, key: &str, card: &str, shown: &Answer) -> Answer {
        let body = completion(card, shown);
        self.keyed("POST", &format!("{path}/complete"), token, Some(key), &body).await
    }

    /// A key of `shop` with these scopes.
    pub async fn key_of(&self, shop: &Shop, scopes: &[Scope]) -> String {
        self.make_key(shop, scopes, false).await
    }

    /// A key of the shop that may do everything.
    pub async fn key(&self) -> String {
        self.key_of(&self.shop, &Scope::ALL).await
    }

    /// A key of `shop`, live or for tests.
    pub async fn make_key(&self, shop: &Shop, scopes: &[Scope], is_test: bool) -> String {
        let staff_of = [(shop.merchant, Role::Owner)].into();
        let owner =
            Actor::Person(Person { account: shop.account, staff_of, nonprofits: [].into(), operator: false });
        let permit = owner.may(AtMerchant { merchant: shop.merchant, act: MerchantAct::EditStaff }).unwrap();
        keys::make(&self.house.ctx, &permit, "Test", scopes.to_vec(), is_test).await.expect("a key is made").1
    }

    /// An order that its merchant has: its id and the buyer's token.
    pub async fn confirmed(&self, index: usize, quantity: u32) -> (String, String) {
        let (path, token, shown) = self.checkout(index, quantity).await;
        let order =
            self.pay(&path, &token, "pay", "card_ok", &shown).await.expect(200).text("/parts/0/order");
        self.settle().await;
        (order, token)
    }

    /// Lets the undo window pass and does all that is due.
    pub async fn settle(&self) {
        self.house.clock.advance(jiff::SignedDuration::from_mins(5));
        self.house.drain().await;
    }

    /// Every row of every table, as text: to see that nothing has changed.
    pub fn everything(&self) -> String {
        crate::everything::of(&self.house)
    }

    /// How many units of the goods at `index` may still be bought.
    pub async fn free(&self, index: usize) -> Option<i64> {
        let variant = self.shop.goods[index].variant;
        let picked = self.house.ctx.db().read(move |conn| store::selling::picked(conn, variant)).await;
        picked.expect("a readable database").expect("goods on the shelf").free
    }
}

/// Who a guest says they are.
pub fn details() -> Value {
    json!({
        "email": "camille@example.com",
        "address": {
            "name": "Camille R.", "line1": "12 rue des Lilas", "city": "Rennes", "postal_code": "35000",
            "country": "FR",
        },
    })
}

/// The body that pays what `shown` shows.
pub fn completion(card: &str, shown: &Answer) -> Value {
    let parts: Vec<Value> = shown.body["parts"]
        .as_array()
        .expect("a checkout has parts")
        .iter()
        .map(|part| json!({ "id": part["id"], "fingerprint": part["quote"]["fingerprint"] }))
        .collect();
    json!({ "payment": { "token": card }, "parts": parts })
}

pub fn request(
    method: &str,
    path: &str,
    secret: &str,
    key: Option<&str>,
    kind: &str,
) -> http::request::Builder {
    let mut request = Request::builder().method(method).uri(path);
    if !secret.is_empty() {
        request = request.header("authorization", format!("Bearer {secret}"));
    }
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    if !kind.is_empty() {
        request = request.header("content-type", kind);
    }
    request
}
