//! Two shops that are paid on accounts of their own, and Stripe as its twin plays it.

use std::sync::Arc;

use app::Ctx;
use app::accounts::sign_in_as;
use app::ports::MethodForm;
use axum::Router;
use axum::body::Body;
use connectors::safe_client::{Reach, SafeClient};
use connectors::stripe::{Api, Stripe, sign};
use domain::access::{Actor, AtMerchant, MerchantAct, Permit, Person, Role};
use domain::ids::AccountId;
use domain::payee::Account;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use testkit::house::{Goods, House, On, Shop};
use tower::ServiceExt;
use twins::server::{Options, Served};
use twins::stripe::{Act, Fault, What};
use web::{Web, WebConfig};

pub const SECRET: &str = "whsec_connect";
const MUG: Goods = Goods { title: "Mug", price: 2_000, units: Some(50) };

pub struct Town {
    pub house: House,
    pub ctx: Ctx,
    pub ours: Shop,
    pub theirs: Shop,
    pub twin: Served,
    router: Router,
}

/// What a visit came to.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub html: String,
    pub policy: String,
}

impl Town {
    pub async fn on(on: On) -> Option<Self> {
        let house = House::new(on)?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let twin = twins::server::start(listener, Options::default()).unwrap();
        // One clock for both: what is looked for by its time must be found. The twin began with the machine's and never
        // goes back.
        let ahead = Timestamp::now().duration_since(house.ctx.now()) + SignedDuration::from_mins(1);
        house.clock.advance(ahead.max(SignedDuration::ZERO));
        twin.set_clock(house.ctx.now().as_millisecond(), true);
        let stripe = Arc::new(stripe(&twin, "sk_test_market").with_keys(house.keys()));
        let ctx = house.paid_apart(stripe.clone(), stripe);
        let (ours, theirs) = (house.shop(&[MUG]).await, house.shop(&[MUG]).await);
        let config = WebConfig {
            base_url: "http://buyline.test".to_owned(),
            server_name: "Test".to_owned(),
            demo: false,
            test_mode: true,
            trusted_proxies: Vec::new(),
        };
        let router = web::router(Web::new(ctx.clone(), config));
        Some(Self { house, ctx, ours, theirs, twin, router })
    }

    pub async fn sqlite() -> Self {
        Self::on(On::Sqlite).await.unwrap()
    }

    /// What a shop's owner is let do.
    pub fn owner(&self, shop: &Shop, act: MerchantAct) -> Permit<AtMerchant> {
        let staff_of = [(shop.merchant, Role::Owner)].into();
        let person = Person { account: shop.account, staff_of, nonprofits: [].into(), operator: false };
        Actor::Person(person).may(AtMerchant { merchant: shop.merchant, act }).unwrap()
    }

    /// Opens an account for the shop and finishes it, as its owner would.
    pub async fn connect(&self, shop: &Shop) -> String {
        let permit = self.owner(shop, MerchantAct::EditPayee);
        app::payees::connect(&self.ctx, &permit, "/studio/x/settings/payments").await.unwrap();
        let account = self.account(shop).await.unwrap().account;
        self.act(&Act::Onboard { account: account.clone() });
        app::payees::look(&self.ctx, &permit).await.unwrap();
        account
    }

    pub fn act(&self, act: &Act) {
        self.twin.with(|twin, now_ms| twin.act(now_ms, act)).unwrap();
    }

    pub fn capability(&self, account: &str, state: &str) {
        let (account, state) = (account.to_owned(), state.to_owned());
        self.act(&Act::Capability { account, name: "card_payments".to_owned(), state });
    }

    pub fn fault(&self, on: &str, what: What) {
        let fault = Fault { on: on.to_owned(), account: None, after: 0, times: 1, what };
        self.twin.with(|twin, _| twin.fault(fault));
    }

    pub async fn account(&self, shop: &Shop) -> Option<Account> {
        let permit = self.owner(shop, MerchantAct::EditSettings);
        app::payees::find(&self.ctx, &permit).await.unwrap()
    }

    /// Everything that is due, by the one that Stripe pays.
    pub async fn drain(&self) {
        app::jobs::drain(&self.ctx).await.unwrap();
    }

    /// Stripe tells that something became of an account.
    pub async fn tell(&self, id: &str, kind: &str, account: &str, secret: &str) -> StatusCode {
        let object = json!({ "object": "account", "id": account });
        let body = json!({
            "id": id, "object": "event", "type": kind, "livemode": false, "account": account,
            "data": { "object": object },
        });
        let (body, now) = (body.to_string(), self.ctx.now().as_second());
        let signature = format!("t={now},v1={}", sign(secret, now, body.as_bytes()));
        self.deliver("/hooks/stripe", body, &signature).await
    }

    /// Stripe tells at `path` what its twin has signed.
    pub async fn deliver(&self, path: &str, body: String, signature: &str) -> StatusCode {
        let request = Request::post(path).header("stripe-signature", signature);
        self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap().status()
    }

    /// A page, as somebody who is signed in sees it.
    pub async fn see(&self, who: AccountId, path: &str) -> Answer {
        self.visit("GET", who, path, "").await
    }

    /// A form, sent by somebody who is signed in.
    pub async fn send(&self, who: AccountId, path: &str, form: &str) -> Answer {
        self.visit("POST", who, path, form).await
    }

    async fn visit(&self, method: &str, who: AccountId, path: &str, form: &str) -> Answer {
        let session = sign_in_as(&self.ctx, who, "").await.unwrap();
        let token: String = session.token.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut cookie = format!("buyline={token}");
        let mut form = form.to_owned();
        if method == "POST" {
            let page = self.ask("GET", "/account/security", &cookie, String::new()).await;
            let csrf = page.2.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
            form = format!("csrf={csrf}&{form}");
            if !page.1.is_empty() {
                cookie.push_str(&format!("; {}", page.1));
            }
        }
        let (parts, _, html) = self.ask(method, path, &cookie, form).await;
        let location = parts.headers.get(header::LOCATION).map_or("", |it| it.to_str().unwrap()).to_owned();
        let policy = parts.headers.get(header::CONTENT_SECURITY_POLICY);
        let policy = policy.map_or("", |it| it.to_str().unwrap()).to_owned();
        Answer { status: parts.status, location, html, policy }
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        cookie: &str,
        form: String,
    ) -> (http::response::Parts, String, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "buyline.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookie);
        let answer = self.router.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let set = parts.headers.get(header::SET_COOKIE).map_or("", |it| it.to_str().unwrap());
        let set = set.split(';').next().unwrap_or_default().to_owned();
        let html = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
        (parts, set, html)
    }

    /// Somebody on a shop's staff.
    pub async fn member(&self, shop: &Shop, name: &str, role: Role) -> AccountId {
        let (account, merchant, name) = (self.ctx.id::<AccountId>(), shop.merchant, name.to_owned());
        let now = self.ctx.now();
        self.ctx
            .db()
            .write("hire", move |tx| {
                tx.execute(
                    "INSERT INTO accounts (id, handle, display_name, kind, email, email_confirmed_at, created_at)
                     VALUES ($1, $2, $2, 'person', $3, $4, $5)",
                    &[
                        store::Param::id(account),
                        (&name).into(),
                        (&format!("{name}@example.com")).into(),
                        now.into(),
                        now.into(),
                    ],
                )?;
                store::staff::put(tx, merchant, account, role, now)
            })
            .await
            .unwrap();
        account
    }
}

/// Stripe with this key, where each merchant has an account of its own.
pub fn stripe(twin: &Served, key: &str) -> Stripe {
    let http = SafeClient::new(Reach::internet_and_loopback()).unwrap();
    let base = format!("http://{}", twin.address());
    let api = Api::new(http, &base, key).unwrap();
    let form = MethodForm {
        script: String::new(),
        key: "pk_test_market".to_owned(),
        frames: Vec::new(),
        connects: Vec::new(),
        excluded: Vec::new(),
    };
    Stripe::new(api, true, form).hearing(vec![SECRET.to_owned()]).leading_to(vec![base])
}
