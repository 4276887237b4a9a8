//! A shop that was opened, and its merchant's desk.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use app::ports::{Keys, Link, OrderOut, Platform, PlatformError, TheirOrder};
use buyline_connectors::safe_client::{Exchange, Outgoing, Reach, SafeClient};
use buyline_connectors::vendure::Vendure;
use domain::money::Currency;
use jiff::Timestamp;
use parking_lot::Mutex;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Value, json};
use testkit::postgres::TestDatabase;

use crate::program::Program;
use crate::usual;
use crate::wire::Wire;

/// Units of every variant when a shop opens.
pub const UNITS: i64 = 100_000;
/// What one of the first variant costs, tax included.
pub const PRICE: i64 = 1_200;
/// What shipping costs, tax included.
pub const SHIPPING: i64 = 500;

pub struct Desk {
    pub shop: Vendure,
    pub wire: Wire,
    pub link: Link,
    pub program: Arc<Mutex<Program>>,
    http: SafeClient,
    session: HeaderMap,
    tax: String,
    _database: TestDatabase,
}

/// How a shop is set up.
#[derive(Clone, Copy)]
pub struct Setup {
    pub currency: Currency,
    /// Decimals of the shop's amounts.
    pub decimals: u32,
    pub products: usize,
}

impl Setup {
    pub fn euro(products: usize) -> Self {
        Self { currency: Currency::EUR, decimals: 2, products }
    }
}

impl Desk {
    /// A shop of its own; none where Vendure is not installed.
    pub async fn open(setup: Setup) -> Option<Self> {
        let vendure = testkit::peers::vendure()?;
        let tables = {
            let vendure = vendure.clone();
            move |url: &str| {
                let url = url.to_owned();
                // Its tables are there when it answers.
                drop(Program::start(&vendure, vec![("DATABASE_URL", url)]));
            }
        };
        let database = testkit::postgres::fresh_database_from("vendure_3_7_3", tables)?;
        let settings = vec![("DATABASE_URL", database.url.clone()), ("DECIMALS", setup.decimals.to_string())];
        let program = Program::start(&vendure, settings);
        let port = program.port;
        let wire = Wire::new();
        let shop = Vendure::new(Arc::new(wire.clone()));
        let mut desk = Self {
            shop,
            wire,
            link: Link {
                keys: Keys::default(),
                account: String::new(),
                currency: setup.currency,
                merchant: "mer_1".to_owned(),
            },
            program: Arc::new(Mutex::new(program)),
            http: SafeClient::new(Reach::internet_and_loopback()).unwrap(),
            session: HeaderMap::new(),
            tax: String::new(),
            _database: database,
        };
        desk.link.keys.set("address", format!("http://127.0.0.1:{port}"));
        desk.log_in().await;
        desk.furnish(setup).await;
        let opened = desk.shop.open(&desk.entered()).await.unwrap();
        assert_eq!(opened.currency, setup.currency);
        desk.link.keys = opened.keys;
        desk.link.account = opened.account;
        Some(desk)
    }

    /// What the merchant of the shop enters.
    pub fn entered(&self) -> Keys {
        let mut keys = Keys::default();
        for (word, value) in [
            ("address", self.link.keys.get("address")),
            ("username", "superadmin"),
            ("password", "superadmin"),
            ("product_page", "https://window.example/products/{slug}"),
        ] {
            keys.set(word, value);
        }
        keys
    }

    /// Has the shop's program do something, as the merchant does by the dashboard.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let (status, headers, body) = self.send(query, variables).await;
        assert!(body["errors"].is_null(), "{status} {headers:?} {query}: {body}");
        body["data"].clone()
    }

    async fn send(&self, query: &str, variables: Value) -> (u16, HeaderMap, Value) {
        let mut headers = self.session.clone();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let request = Outgoing {
            method: Method::POST,
            url: format!("{}/admin-api", self.link.keys.get("address").trim_end_matches("/admin-api")),
            headers,
            body: json!({ "query": query, "variables": variables }).to_string().into(),
            bytes_max: 10_000_000,
        };
        let answer = self.http.exchange(request).await.unwrap();
        (answer.status, answer.headers, serde_json::from_slice(&answer.body).unwrap())
    }

    async fn log_in(&mut self) {
        let login = "mutation { login(username: \"superadmin\", password: \"superadmin\") { __typename } }";
        let (_, headers, _) = self.send(login, Value::Null).await;
        let token = headers["vendure-auth-token"].to_str().unwrap();
        self.session.insert(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}")).unwrap());
    }

    /// A country, a tax of a fifth in every price, one way of shipping, and goods.
    async fn furnish(&mut self, setup: Setup) {
        let country = self
            .ask("mutation { made: createCountry(input: { code: \"FR\", enabled: true, translations: [{ languageCode: en, name: \"France\" }] }) { id } }", Value::Null)
            .await;
        let zone = self
            .ask("mutation ($ids: [ID!]) { made: createZone(input: { name: \"Here\", memberIds: $ids }) { id } }", json!({ "ids": [country["made"]["id"]] }))
            .await["made"]["id"]
            .clone();
        let tax = self
            .ask(
                "mutation { made: createTaxCategory(input: { name: \"Usual\", isDefault: true }) { id } }",
                Value::Null,
            )
            .await["made"]["id"]
            .clone();
        self.ask("mutation ($zone: ID!, $tax: ID!) { createTaxRate(input: { name: \"VAT\", enabled: true, value: 20, categoryId: $tax, zoneId: $zone }) { id } }", json!({ "zone": zone, "tax": tax }))
            .await;
        self.tax = tax.as_str().unwrap().to_owned();
        let currency = setup.currency.code();
        let channel = json!({
            "id": "1", "defaultTaxZoneId": zone, "defaultShippingZoneId": zone, "pricesIncludeTax": true,
            "defaultCurrencyCode": currency, "availableCurrencyCodes": [currency],
        });
        self.ask(
            "mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { __typename } }",
            json!({ "input": channel }),
        )
        .await;
        let shipping = json!({
            "code": "standard", "fulfillmentHandler": "manual-fulfillment",
            "checker": { "code": "default-shipping-eligibility-checker", "arguments": [{ "name": "orderMinimum", "value": "0" }] },
            "calculator": { "code": "default-shipping-calculator", "arguments": [
                { "name": "rate", "value": SHIPPING.to_string() }, { "name": "includesTax", "value": "auto" },
                { "name": "taxRate", "value": "20" },
            ] },
            "translations": [{ "languageCode": "en", "name": "Standard", "description": "" }],
        });
        self.ask(
            "mutation ($input: CreateShippingMethodInput!) { createShippingMethod(input: $input) { id } }",
            json!({ "input": shipping }),
        )
        .await;
        for number in 0..setup.products {
            self.add_product(number).await;
        }
    }

    /// A product in two sizes.
    pub async fn add_product(&self, number: usize) -> String {
        let text = json!([{ "languageCode": "en", "name": format!("Thing {number}"), "slug": format!("thing-{number}"), "description": "<p>Good</p>" }]);
        let product = self
            .ask(
                "mutation ($input: CreateProductInput!) { made: createProduct(input: $input) { id } }",
                json!({ "input": { "enabled": true, "translations": text } }),
            )
            .await["made"]["id"]
            .clone();
        let named = |name: &str| json!([{ "languageCode": "en", "name": name }]);
        let group = json!({
            "code": format!("size-{number}"), "translations": named("Size"),
            "options": [{ "code": "s", "translations": named("S") }, { "code": "l", "translations": named("L") }],
        });
        let group = self
            .ask("mutation ($input: CreateProductOptionGroupInput!) { made: createProductOptionGroup(input: $input) { id options { id } } }", json!({ "input": group }))
            .await["made"]
            .clone();
        self.ask("mutation ($product: ID!, $group: ID!) { addOptionGroupToProduct(productId: $product, optionGroupId: $group) { id } }", json!({ "product": product, "group": group["id"] }))
            .await;
        let variants: Vec<Value> = ["S", "L"]
            .into_iter()
            .enumerate()
            .map(|(place, size)| {
                json!({
                    "productId": product, "sku": format!("SKU-{number}-{size}"), "price": PRICE + 300 * place as i64,
                    "taxCategoryId": self.tax, "optionIds": [group["options"][place]["id"]],
                    "stockOnHand": UNITS, "trackInventory": "TRUE",
                    "translations": named(&format!("Thing {number} {size}")),
                })
            })
            .collect();
        self.ask("mutation ($input: [CreateProductVariantInput!]!) { createProductVariants(input: $input) { id } }", json!({ "input": variants }))
            .await;
        product.as_str().unwrap().to_owned()
    }

    /// Product and variant ids of the shop, by variant.
    pub async fn goods(&self) -> Vec<(String, String)> {
        let listed = self
            .ask(
                "{ productVariants(options: { sort: { id: ASC }, take: 1000 }) { items { id productId } } }",
                Value::Null,
            )
            .await;
        let items = listed["productVariants"]["items"].as_array().unwrap().clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        items.iter().map(|item| (text(&item["productId"]), text(&item["id"]))).collect()
    }

    /// An order of one line at the shop's own prices, so many minor units of the currency each.
    pub async fn usual(&self, number: u64, quantity: u32, price: i64, shipping: i64) -> OrderOut {
        let goods = self.goods().await;
        usual((number, self.link.currency), &goods, (quantity, price, shipping))
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

    /// Orders that were placed, with all that was paid for each: what the merchant sees.
    pub async fn placed(&self) -> Vec<Value> {
        let listed = self
            .ask("{ orders(options: { filter: { orderPlacedAt: { isNull: false } }, take: 1000 }) { items { id code state total totalWithTax surcharges { price priceWithTax } payments { amount state metadata refunds { total state } } } } }", Value::Null)
            .await;
        listed["orders"]["items"].as_array().unwrap().clone()
    }

    /// Units of each variant that may still be sold.
    pub async fn shelf(&self) -> BTreeMap<String, i64> {
        let listed = self
            .ask("{ productVariants(options: { take: 1000 }) { items { id stockLevels { stockOnHand stockAllocated } } } }", Value::Null)
            .await;
        let items = listed["productVariants"]["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|item| {
                let level = &item["stockLevels"][0];
                let free = level["stockOnHand"].as_i64().unwrap() - level["stockAllocated"].as_i64().unwrap();
                (item["id"].as_str().unwrap().to_owned(), free)
            })
            .collect()
    }
}

/// A moment ago by this machine's clock, which is the shop's too.
pub fn just_now() -> Timestamp {
    Timestamp::now() - jiff::SignedDuration::try_from(Duration::from_secs(1)).unwrap()
}
