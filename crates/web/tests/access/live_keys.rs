//! Test keys where real money moves: they reach test orders only, and change nothing of what real buyers see.

use std::sync::Arc;

use app::ports::{
    Answer, Attempt, Authorize, NewMethod, PaymentError, Payments, Ports, Returned, Saving, Seen,
};
use app::{Ctx, CtxParts, Ids, SystemRandom, Tuning};
use axum::body::Body;
use buyline_web::rest::routes::ROUTES;
use buyline_web::{Web, WebConfig, Who};
use domain::access::{MerchantAct, Scope};
use domain::ids::IdMaker;
use domain::money::Money;
use http::Request;
use jiff::SignedDuration;
use serde_json::json;
use testkit::house::{Goods, House, pay_with};
use tower::ServiceExt;

use crate::town::permit;

/// The sandbox, taken for a provider of real money.
struct Real(Arc<dyn Payments>);

impl Payments for Real {
    fn name(&self) -> &'static str {
        self.0.name()
    }
    fn is_test(&self) -> bool {
        false
    }
    fn save(&self, method: NewMethod) -> Answer<'_, Result<Saving, PaymentError>> {
        self.0.save(method)
    }
    fn forget<'a>(&'a self, token: &'a str) -> Answer<'a, Result<(), PaymentError>> {
        self.0.forget(token)
    }
    fn authorize(&self, request: Authorize) -> Answer<'_, Result<Seen, PaymentError>> {
        self.0.authorize(request)
    }
    fn capture(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        self.0.capture(attempt)
    }
    fn void(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        self.0.void(attempt)
    }
    fn refund<'a>(
        &'a self,
        attempt: Attempt,
        refund_key: &'a str,
        amount: Money,
    ) -> Answer<'a, Result<Returned, PaymentError>> {
        self.0.refund(attempt, refund_key, amount)
    }
    fn look_up(&self, attempt: Attempt) -> Answer<'_, Result<Option<Seen>, PaymentError>> {
        self.0.look_up(attempt)
    }
}

/// A process with real money on the database of `house`.
fn live(house: &House) -> Ctx {
    let ports = house.ctx.ports();
    Ctx::new(CtxParts {
        db: house.ctx.db().clone(),
        clock: house.clock.clone(),
        random: Arc::new(SystemRandom),
        ids: Ids::new(IdMaker::new(2, 0)),
        ports: Ports {
            payees: None,
            payments: Arc::new(Real(ports.payments.clone())),
            mailer: None,
            files: ports.files.clone(),
            pictures: ports.pictures.clone(),
            fetch: ports.fetch.clone(),
            feeds: ports.feeds.clone(),
            papers: ports.papers.clone(),
            tell: ports.tell.clone(),
            orders: ports.orders.clone(),
            platforms: ports.platforms.clone(),
        },
        secret: [7; 32],
        base_url: "https://shop.test".to_owned(),
        tuning: Tuning::default(),
    })
}

#[tokio::test]
async fn where_money_is_real_a_test_key_reaches_no_real_order_and_changes_no_catalog() {
    let house = House::sqlite();
    let ctx = live(&house);
    let shop = house.shop(&[Goods { title: "Bowl", price: 2_000, units: Some(9) }]).await;
    let view = shop.tap(&ctx, &[(0, 1)]).await;
    pay_with(&ctx, &view, "card_ok").await;
    house.clock.advance(SignedDuration::from_mins(5));
    app::jobs::drain(&ctx).await.unwrap();
    let orders = permit(&shop, MerchantAct::ViewOrders);
    let filter = domain::view::orders::OrderFilter::All;
    let order =
        app::orders::list(&ctx, &orders, filter, String::new(), None).await.unwrap().orders[0].clone();
    assert!(!order.is_test);

    let keys = permit(&shop, MerchantAct::EditStaff);
    let make = async |is_test| {
        app::merchants::keys::make(&ctx, &keys, "x", Scope::ALL.to_vec(), is_test).await.unwrap().1
    };
    let (real, test) = (make(false).await, make(true).await);
    let config = WebConfig {
        base_url: "https://shop.test".to_owned(),
        server_name: "Test".to_owned(),
        demo: false,
        test_mode: false,
        trusted_proxies: Vec::new(),
    };
    let router = buyline_web::router(Web::new(ctx.clone(), config));
    let call = async |method: &str, path: &str, key: &str, body: String| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json")
            .header("idempotency-key", "k")
            .body(Body::from(body))
            .unwrap();
        router.clone().oneshot(request).await.unwrap().status().as_u16()
    };
    let path = format!("/commerce/v1/orders/{}", order.id);
    assert_eq!(call("GET", &path, &real, String::new()).await, 200);
    assert_eq!(call("GET", &path, &test, String::new()).await, 404);
    let before = crate::everything::of(&house);
    for step in ["fulfillments", "cancel", "refunds"] {
        assert_eq!(call("POST", &format!("{path}/{step}"), &test, "{}".to_owned()).await, 404, "{step}");
    }
    let goods = shop.goods[0];
    let price = json!({ "amount": 1, "currency": "EUR" });
    let bodies = json!({
        "PUT /commerce/v1/channel/products": { "products": [{ "external_id": "x" }] },
        "DELETE /commerce/v1/channel/products/{external_id}": {},
        "PATCH /commerce/v1/channel/stock": { "rows": [{ "sku": "x" }] },
        "PATCH /commerce/v1/channel/prices": { "rows": [{ "sku": "x" }] },
        "POST /commerce/v1/products": { "title": "x", "variants": [{ "price": price }] },
        "PUT /commerce/v1/products/{product}": { "title": "x", "variants": [{ "price": price }] },
        "POST /commerce/v1/products/{product}/images": {},
        "DELETE /commerce/v1/products/{product}/images/{position}": {},
        "PUT /commerce/v1/variants/{variant}/stock": { "units": 1 },
        "PUT /commerce/v1/variants/{variant}/prices": { "prices": [] },
        "PUT /commerce/v1/products/{product}/sale": { "ends_at": "2999-01-01T00:00:00Z", "percent_off": 10 },
        "DELETE /commerce/v1/products/{product}/sale": {},
        "POST /commerce/v1/offers": { "product": goods.product.to_string() },
        "PATCH /commerce/v1/offers/{offer}": { "open": false },
        "POST /commerce/v1/imports": {},
        "POST /commerce/v1/imports/url": { "url": "https://shop.example" },
        "DELETE /commerce/v1/imports/{import}": {},
        "POST /commerce/v1/imports/{import}/confirm": {},
        "POST /commerce/v1/posts": { "text": "x" },
        "DELETE /commerce/v1/posts/{post}": {},
    });
    let mut tried = 0;
    for route in ROUTES {
        let changes = matches!(route.who, Who::Key(MerchantAct::EditCatalog | MerchantAct::Post));
        if !changes || route.method == "GET" {
            continue;
        }
        let body = &bodies[format!("{} {}", route.method, route.path)];
        assert!(body.is_object(), "{route:?}: say what it takes");
        let path = route
            .path
            .replace("{product}", &goods.product.to_string())
            .replace("{variant}", &goods.variant.to_string())
            .replace("{offer}", &goods.offer.to_string())
            .replace("{external_id}", "x")
            .replace("{position}", "1")
            .replace("{import}", "imp_0000000000001")
            .replace("{post}", "pst_0000000000001");
        assert_eq!(call(route.method, &path, &test, body.to_string()).await, 403, "{route:?}");
        tried += 1;
    }
    assert_eq!(tried, bodies.as_object().unwrap().len());
    assert_eq!(crate::everything::of(&house), before);
    // What real money bought stays out of its list; what it may read it reads.
    assert_eq!(call("GET", "/commerce/v1/products", &test, String::new()).await, 200);
    assert_eq!(
        call("PATCH", &format!("/commerce/v1/offers/{}", goods.offer), &real, "{\"open\":false}".to_owned())
            .await,
        200
    );
}
