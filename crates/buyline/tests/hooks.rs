//! What Stripe tells by itself: taken once, whoever else brings something is refused, and what follows is looked up.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use app::checkout::Part;
use app::ports::MethodForm;
use axum::Router;
use axum::body::Body;
use connectors::safe_client::{Reach, SafeClient};
use connectors::stripe::{Api, Stripe, sign};
use domain::order::OrderState;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use store::Read;
use testkit::house::{Goods, House, On, Shop, pay_with};
use tower::ServiceExt;
use twins::server::{Options, Served};
use twins::stripe::{Fault, What};
use web::{Web, WebConfig};

const SECRET: &str = "whsec_now";
const OLD_SECRET: &str = "whsec_before";

/// A shop that is paid by Stripe, as its twin plays it.
struct Town {
    house: House,
    ctx: app::Ctx,
    shop: Shop,
    twin: Served,
    router: Router,
}

impl Town {
    async fn on(on: On) -> Option<Self> {
        let house = House::new(on)?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let twin = twins::server::start(listener, Options::default()).unwrap();
        // One clock for both: what is looked for by its time must be found.
        twin.set_clock(house.ctx.now().as_millisecond(), true);
        let http = SafeClient::new(Reach::internet_and_loopback()).unwrap();
        let api = Api::new(http, &format!("http://{}", twin.address()), "sk_test_shop").unwrap();
        let form = MethodForm {
            script: String::new(),
            key: "pk_test_shop".to_owned(),
            frames: Vec::new(),
            connects: Vec::new(),
            excluded: Vec::new(),
        };
        let stripe = Stripe::new(api, true, form).hearing(vec![SECRET.to_owned(), OLD_SECRET.to_owned()]);
        let ctx = house.paid_by(Arc::new(stripe));
        let shop = house.shop(&[Goods { title: "Mug", price: 2_490, units: Some(9) }]).await;
        let config = WebConfig {
            base_url: "https://shop.test".to_owned(),
            server_name: "Test".to_owned(),
            demo: false,
            test_mode: true,
            trusted_proxies: Vec::new(),
        };
        let router = web::router(Web::new(ctx.clone(), config));
        Some(Self { house, ctx, shop, twin, router })
    }

    fn event(id: &str, kind: &str, object: &Value) -> String {
        json!({ "id": id, "object": "event", "type": kind, "livemode": false, "data": { "object": object } })
            .to_string()
    }

    async fn post(&self, path: &str, signature: &str, body: impl Into<Body>) -> (StatusCode, String) {
        let request = Request::post(path).header("stripe-signature", signature).body(body.into()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    fn signed(&self, secret: &str, body: &str) -> String {
        let now = self.ctx.now().as_second();
        format!("t={now},v1={}", sign(secret, now, body.as_bytes()))
    }

    async fn tell(&self, body: &str) -> (StatusCode, String) {
        self.post("/hooks/stripe", &self.signed(SECRET, body), body.to_owned()).await
    }

    /// Everything that is due, by the one that Stripe pays.
    async fn drain(&self) {
        app::jobs::drain(&self.ctx).await.unwrap();
    }

    async fn events(&self) -> i64 {
        let sql = "SELECT CAST(count(*) AS BIGINT) FROM provider_events";
        self.ctx.db().read(move |conn| conn.one("a count", sql, &[], |row| row.int(0))).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_lost_is_made_good_by_the_event_however_often_it_comes() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        for call in ["PaymentIntents_create", "PaymentIntents_list"] {
            let fault =
                Fault { on: call.to_owned(), account: None, after: 0, times: 1, what: What::LostAfter };
            town.twin.with(|twin, _| twin.fault(fault));
        }
        let view = town.shop.tap(&town.ctx, &[(0, 1)]).await;
        let result = pay_with(&town.ctx, &view, "pm_card_visa").await;
        let Part::Checking(order) = result[0].1 else { panic!("nobody knows yet: {result:?}") };
        let intent = town.twin.with(|twin, _| twin.charges()[0].payment_intent.clone());

        let object = json!({ "object": "payment_intent", "id": intent });
        let body = Town::event("evt_1", "payment_intent.amount_capturable_updated", &object);
        for _ in 0..3 {
            assert_eq!(town.tell(&body).await.0, StatusCode::OK);
            town.drain().await;
        }
        assert_eq!(town.events().await, 1, "once, however often it is sent");
        let merchant = town.shop.merchant;
        let state = town.ctx.db().read(move |conn| store::orders::driven(conn, merchant, order)).await;
        assert_eq!(state.unwrap().unwrap().state, OrderState::Placed);
        assert_eq!(town.twin.with(|twin, _| twin.charges()).len(), 1, "and nothing was charged again");
        drop(town.house);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_about_another_amount_or_currency_books_nothing() {
    for fault in [What::WrongAmount { by: -100 }, What::WrongCurrency { currency: "usd".to_owned() }] {
        let town = Town::on(On::Sqlite).await.unwrap();
        let wrong =
            Fault { on: "PaymentIntents_create".to_owned(), account: None, after: 0, times: 1, what: fault };
        town.twin.with(|twin, _| twin.fault(wrong));
        let view = town.shop.tap(&town.ctx, &[(0, 1)]).await;
        let result = pay_with(&town.ctx, &view, "pm_card_visa").await;
        let Part::Checking(order) = result[0].1 else { panic!("nobody believes that: {result:?}") };
        let intent = town.twin.with(|twin, _| twin.charges()[0].payment_intent.clone());
        let object = json!({ "object": "payment_intent", "id": intent });
        town.tell(&Town::event("evt_1", "payment_intent.amount_capturable_updated", &object)).await;
        app::jobs::drain(&town.ctx).await.unwrap();
        let merchant = town.shop.merchant;
        let order = town.ctx.db().read(move |conn| store::orders::driven(conn, merchant, order)).await;
        assert_eq!(order.unwrap().unwrap().state, OrderState::Pending);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_pays_with_what_somebody_else_has_saved_by_naming_it() {
    let town = Town::on(On::Sqlite).await.unwrap();
    for token in ["cus_1/pm_1", "pm_1PxQ", "pi_1", "card_ok"] {
        let view = town.shop.tap(&town.ctx, &[(0, 1)]).await;
        let refused = testkit::house::try_pay(&town.ctx, &view, token).await;
        assert!(matches!(refused, Err(app::checkout::PayError::Method(_))), "{token}: {refused:?}");
    }
    assert!(town.twin.with(|twin, _| twin.charges()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_from_stripe_is_refused_and_kept_nowhere() {
    let town = Town::on(On::Sqlite).await.unwrap();
    let object = json!({ "object": "payment_intent", "id": "pi_1" });
    let body = Town::event("evt_1", "payment_intent.succeeded", &object);
    let good = town.signed(SECRET, &body);
    let now = town.ctx.now().as_second();
    let stale = format!("t={},v1={}", now - 301, sign(SECRET, now - 301, body.as_bytes()));
    let ahead = format!("t={},v1={}", now + 301, sign(SECRET, now + 301, body.as_bytes()));
    let other = body.replace("pi_1", "pi_2");
    let odd = body.replace("pi_1", "../accounts/x?a=b");
    let live = body.replace("\"livemode\":false", "\"livemode\":true");
    let cases: [(&str, String, String, &str); 10] = [
        ("no signature", String::new(), body.clone(), "missing or unreadable"),
        ("nonsense", "t=1".to_owned(), body.clone(), "missing or unreadable"),
        ("another secret", town.signed("whsec_other", &body), body.clone(), "does not belong"),
        ("another body", good.clone(), other, "does not belong"),
        ("too old", stale, body.clone(), "older than five minutes"),
        ("too early", ahead, body.clone(), "more than five minutes ahead"),
        ("a way elsewhere", town.signed(SECRET, &odd), odd, "none of Stripe's names"),
        ("real money", town.signed(SECRET, &live), live, "other mode"),
        ("no event", town.signed(SECRET, "{}"), "{}".to_owned(), "cannot be read"),
        ("no JSON", town.signed(SECRET, "a=b"), "a=b".to_owned(), "cannot be read"),
    ];
    for (what, signature, body, said) in cases {
        let (status, text) = town.post("/hooks/stripe", &signature, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{what}: {text}");
        assert!(text.contains(said), "{what}: {text}");
    }
    let huge = "a".repeat(600 * 1024);
    assert_eq!(town.post("/hooks/stripe", &good, huge).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(town.post("/hooks/paypal", &good, body.clone()).await.0, StatusCode::NOT_FOUND);
    assert_eq!(town.events().await, 0);

    // While a secret is replaced, both are known; and what is not ours changes nothing.
    assert_eq!(town.post("/hooks/stripe", &town.signed(OLD_SECRET, &body), body).await.0, StatusCode::OK);
    let foreign = json!({ "object": "charge", "id": "ch_9", "payment_intent": "pi_of_somebody_else" });
    assert_eq!(town.tell(&Town::event("evt_2", "charge.updated", &foreign)).await.0, StatusCode::OK);
    let unused = Town::event("evt_3", "invoice.paid", &json!({ "object": "invoice", "id": "in_1" }));
    assert_eq!(town.tell(&unused).await.0, StatusCode::OK);
    town.drain().await;
    assert_eq!(town.events().await, 3);
    let health = town.ctx.db().read(store::jobs::kinds).await.unwrap();
    assert!(health.is_empty(), "nothing waits: {health:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_stripe_or_without_its_secret_says_so() {
    let house = House::sqlite();
    let config = WebConfig {
        base_url: "https://shop.test".to_owned(),
        server_name: "Test".to_owned(),
        demo: false,
        test_mode: true,
        trusted_proxies: Vec::new(),
    };
    let router = web::router(Web::new(house.ctx.clone(), config));
    for (path, status) in [("/hooks/stripe", 404), ("/hooks/sandbox", 503)] {
        let request = Request::post(path).body(Body::from("{}")).unwrap();
        assert_eq!(router.clone().oneshot(request).await.unwrap().status(), status, "{path}");
    }
}
