//! A shop that was opened, and its merchant's desk.

use std::sync::Arc;

use app::ports::{Keys, Link, OrderOut, Platform, PlatformError, TheirOrder};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use buyline_connectors::medusa::Medusa;
use buyline_connectors::safe_client::{Exchange, Outgoing, Reach, SafeClient};
use domain::money::Currency;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Value, json};
use testkit::postgres::TestDatabase;

use crate::program::{Program, chore};
use crate::usual;
use crate::wire::Wire;

/// Units of every variant when a shop opens.
pub const UNITS: i64 = 100_000;

pub struct Desk {
    pub shop: Medusa,
    pub wire: Wire,
    pub link: Link,
    pub program: Arc<Mutex<Program>>,
    pub place: String,
    http: SafeClient,
    login: String,
    _database: TestDatabase,
}

impl Desk {
    /// A shop of its own; none where Medusa is not installed.
    pub async fn open(currency: Currency, products: usize) -> Option<Self> {
        let medusa = testkit::peers::medusa()?;
        let script = medusa.clone();
        let database = testkit::postgres::fresh_database_from("medusa_2_21_2", move |url| {
            for what in ["tables", "user"] {
                chore(&script, &[("DATABASE_URL", url.to_owned()), ("CHORE", what.to_owned())]);
            }
        })?;
        let program = Program::start(&medusa, vec![("DATABASE_URL", database.url.clone())]);
        let wire = Wire::new();
        let mut desk = Self {
            shop: Medusa::new(Arc::new(wire.clone())),
            wire,
            link: Link {
                keys: Keys::default(),
                account: String::new(),
                currency,
                merchant: "mer_1".to_owned(),
            },
            place: String::new(),
            http: SafeClient::new(Reach::internet_and_loopback()).unwrap(),
            login: String::new(),
            _database: database,
            program: Arc::new(Mutex::new(program)),
        };
        let port = desk.program.lock().port;
        desk.link.keys.set("address", format!("http://127.0.0.1:{port}"));
        desk.furnish(currency, products).await;
        let opened = desk.shop.open(&desk.link.keys).await.unwrap();
        assert_eq!(opened.currency, currency);
        (desk.link.keys, desk.link.account) = (opened.keys, opened.account);
        Some(desk)
    }

    /// Has the shop's program do something, as the merchant does by the dashboard.
    pub async fn ask(&self, method: Method, path: &str, body: Value) -> Value {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if !self.login.is_empty() {
            headers.insert(AUTHORIZATION, HeaderValue::from_str(&self.login).unwrap());
        }
        let request = Outgoing {
            method,
            url: format!("{}{path}", self.link.keys.get("address")),
            headers,
            body: if body.is_null() { Vec::new() } else { body.to_string().into_bytes() }.into(),
            bytes_max: 10_000_000,
        };
        let answer = self.http.exchange(request).await.unwrap();
        let read: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        assert!(answer.status < 300, "{path}: {} {read}", answer.status);
        read
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(Method::POST, path, body).await
    }

    pub async fn get(&self, path: &str) -> Value {
        self.ask(Method::GET, path, Value::Null).await
    }

    /// A secret key, a place that sells, a way of shipping, and goods.
    async fn furnish(&mut self, currency: Currency, products: usize) {
        let who = json!({ "email": "admin@example.com", "password": "supersecret" });
        let token = self.post("/auth/user/emailpass", who).await;
        self.login = format!("Bearer {}", text(&token["token"]));
        let key = self.post("/admin/api-keys", json!({ "title": "Buyline", "type": "secret" })).await;
        self.link.keys.set("api_key", text(&key["api_key"]["token"]));
        self.login =
            format!("Basic {}", BASE64_STANDARD.encode(format!("{}:", self.link.keys.get("api_key"))));
        let code = currency.code().to_lowercase();
        let store = self.get("/admin/stores").await["stores"][0].clone();
        let supported = json!({ "supported_currencies": [{ "currency_code": code, "is_default": true }] });
        self.post(&format!("/admin/stores/{}", text(&store["id"])), supported).await;
        let place = json!({ "name": "Here", "address": { "address_1": "1 Rue", "country_code": "fr" } });
        let place = self.post("/admin/stock-locations", place).await;
        self.place = text(&place["stock_location"]["id"]);
        let at = format!("/admin/stock-locations/{}", self.place);
        self.post(&format!("{at}/sales-channels"), json!({ "add": [store["default_sales_channel_id"]] }))
            .await;
        self.post(&format!("{at}/fulfillment-providers"), json!({ "add": ["manual_manual"] })).await;
        let set = json!({ "name": "Ship", "type": "shipping" });
        let set = self.post(&format!("{at}/fulfillment-sets?fields=*fulfillment_sets"), set).await;
        let set = text(&set["stock_location"]["fulfillment_sets"][0]["id"]);
        let zone = json!({ "name": "France", "geo_zones": [{ "type": "country", "country_code": "fr" }] });
        let zone = self
            .post(&format!("/admin/fulfillment-sets/{set}/service-zones?fields=*service_zones"), zone)
            .await;
        let profile = self.get("/admin/shipping-profiles").await["shipping_profiles"][0]["id"].clone();
        let option = json!({
            "name": "Standard", "service_zone_id": zone["fulfillment_set"]["service_zones"][0]["id"],
            "shipping_profile_id": profile, "provider_id": "manual_manual", "price_type": "flat",
            "type": { "label": "Standard", "description": "By post", "code": "standard" },
            "prices": [{ "currency_code": code, "amount": 5 }],
        });
        self.post("/admin/shipping-options", option).await;
        for number in 0..products {
            self.add_product(number, &profile, &store["default_sales_channel_id"]).await;
        }
    }

    /// A product in two sizes, for twelve and fifteen.
    async fn add_product(&self, number: usize, profile: &Value, channel: &Value) {
        let code = self.link.currency.code().to_lowercase();
        let variants: Vec<Value> = [("S", 12), ("L", 15)]
            .into_iter()
            .map(|(size, price)| {
                json!({
                    "title": size, "sku": format!("SKU-{number}-{size}"), "manage_inventory": true,
                    "options": { "Size": size }, "prices": [{ "amount": price, "currency_code": code }],
                })
            })
            .collect();
        let product = json!({
            "title": format!("Thing {number}"), "status": "published", "shipping_profile_id": profile,
            "options": [{ "title": "Size", "values": ["S", "L"] }], "sales_channels": [{ "id": channel }],
            "variants": variants,
        });
        let made = self
            .post("/admin/products?fields=id,variants.id,variants.inventory_items.inventory_item_id", product)
            .await;
        for variant in made["product"]["variants"].as_array().unwrap() {
            let item = text(&variant["inventory_items"][0]["inventory_item_id"]);
            let level = json!({ "location_id": self.place, "stocked_quantity": UNITS });
            self.post(&format!("/admin/inventory-items/{item}/location-levels"), level).await;
        }
    }

    /// Product and variant ids of the shop.
    pub async fn goods(&self) -> Vec<(String, String)> {
        let listed = self.get("/admin/product-variants?fields=id,product_id&limit=1000&order=sku").await;
        let variants = listed["variants"].as_array().unwrap().clone();
        variants.iter().map(|one| (text(&one["product_id"]), text(&one["id"]))).collect()
    }

    pub async fn usual(&self, number: u64, quantity: u32, price: i64, shipping: i64) -> OrderOut {
        usual((number, self.link.currency), &self.goods().await, (quantity, price, shipping))
    }

    pub async fn push(&self, order: &OrderOut) -> Result<TheirOrder, PlatformError> {
        self.shop.push_order(&self.link, order).await
    }

    /// As whoever calls does: search, and push what is not there.
    pub async fn deliver(&self, order: &OrderOut) -> Result<TheirOrder, PlatformError> {
        match self.shop.find_order(&self.link, &order.id).await? {
            Some(there) => Ok(there),
            None => self.push(order).await,
        }
    }

    /// Orders as the merchant sees them, drafts included.
    pub async fn placed(&self) -> Vec<Value> {
        let fields = "fields=id,metadata,status,total,payment_status,*payment_collections";
        let orders = self.get(&format!("/admin/orders?limit=1000&{fields}")).await;
        let drafts = self.get(&format!("/admin/draft-orders?limit=1000&{fields}")).await;
        let both = [&orders["orders"], &drafts["draft_orders"]];
        both.into_iter().flat_map(|list| list.as_array().unwrap().clone()).collect()
    }

    /// Units of a variant that may still be sold.
    pub async fn shelf(&self, variant: &str) -> i64 {
        let path = format!(
            "/admin/product-variants?id[]={variant}&fields=*inventory_items.inventory.location_levels"
        );
        let listed = self.get(&path).await;
        listed["variants"][0]["inventory_items"][0]["inventory"]["location_levels"][0]["available_quantity"]
            .as_i64()
            .unwrap()
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// Some time ago by this machine's clock, which is the shop's too.
pub fn ago(seconds: i64) -> Timestamp {
    Timestamp::now() - SignedDuration::from_secs(seconds)
}
