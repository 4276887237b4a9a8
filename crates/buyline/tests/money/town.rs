//! A shop that is paid by Stripe, as its twin plays it, with everything that Stripe tells brought in.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use app::checkout::Part;
use app::ports::MethodForm;
use connectors::safe_client::{Reach, SafeClient};
use connectors::stripe::{Api, Stripe, sign};
use domain::access::{Actor, AtMerchant, MerchantAct, Permit, Person, Role};
use domain::ids::{MailId, OrderId};
use domain::ledger::Movement;
use domain::money::{Currency, Money};
use domain::order::{Order, RefundWish};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use testkit::house::{Goods, House, On, Shop, pay_with};
use twins::server::{Options, Served};
use twins::stripe::{Act, Request};

const SECRET: &str = "whsec_now";
/// The key whose account is paid.
pub const KEY: &str = "sk_test_shop";

/// The shop, its server and its provider.
pub struct Town {
    pub house: House,
    pub ctx: app::Ctx,
    pub shop: Shop,
    pub twin: Served,
    told: Mutex<BTreeSet<String>>,
}

pub fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

impl Town {
    pub async fn on(on: On) -> Option<Self> {
        let house = House::new(on)?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let twin = twins::server::start(listener, Options::default()).unwrap();
        // The twin began with the machine's clock and never goes back.
        let ahead = Timestamp::now().duration_since(house.ctx.now()) + SignedDuration::from_mins(1);
        house.clock.advance(ahead.max(SignedDuration::ZERO));
        twin.set_clock(house.ctx.now().as_millisecond(), true);
        let ctx = house.paid_by(Arc::new(provider(&twin)));
        let shop = house.shop(&[Goods { title: "Mug", price: 2_490, units: Some(9) }]).await;
        Some(Self { house, ctx, shop, twin, told: Mutex::default() })
    }

    /// Time passes, for the shop and for its provider.
    pub fn pass(&self, span: SignedDuration) {
        self.house.clock.advance(span);
        self.twin.set_clock(self.ctx.now().as_millisecond(), true);
    }

    /// Does everything that is due.
    pub async fn drain(&self) {
        app::jobs::drain(&self.ctx).await.unwrap();
    }

    /// Asks the twin what its API answers.
    pub fn get(&self, path: &str) -> Value {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut request = Request::new("GET", path, KEY);
        query.clone_into(&mut request.query);
        let reply = self.twin.call(&request);
        reply.expect("no fault is set").body
    }

    /// The account that is paid, as Stripe names it.
    pub fn account(&self) -> String {
        self.get("/v1/account")["id"].as_str().unwrap().to_owned()
    }

    /// Events that were not brought yet, oldest first.
    pub fn events(&self) -> Vec<Value> {
        let page = self.get("/v1/events?limit=100");
        let mut told = self.told.lock().unwrap();
        let all = page["data"].as_array().unwrap().iter().rev();
        all.filter(|event| told.insert(event["id"].as_str().unwrap().to_owned())).cloned().collect()
    }

    /// Brings one event, signed as Stripe signs.
    pub async fn tell(&self, event: &Value) {
        let (body, now) = (event.to_string(), self.ctx.now().as_second());
        let signature = format!("t={now},v1={}", sign(SECRET, now, body.as_bytes()));
        app::payments::hear(&self.ctx, body.as_bytes(), &signature).await.unwrap();
    }

    /// Brings everything that was not brought yet, and does what follows.
    pub async fn hear(&self) {
        for event in self.events() {
            self.tell(&event).await;
        }
        self.drain().await;
    }

    /// Something happens at the provider or at a bank.
    pub fn act(&self, act: &Act) -> Value {
        self.twin.with(|twin, now_ms| twin.act(now_ms, act)).unwrap_or_else(|_| panic!("{act:?}"))
    }

    /// Buys so many and lets the time to undo pass.
    pub async fn buy(&self, units: u32, method: &str) -> OrderId {
        let view = self.shop.tap(&self.ctx, &[(0, units)]).await;
        let result = pay_with(&self.ctx, &view, method).await;
        let Part::Placed(order) = result[0].1 else { panic!("{result:?}") };
        self.pass(SignedDuration::from_mins(3));
        self.drain().await;
        order
    }

    pub async fn order(&self, id: OrderId) -> Order {
        self.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await.unwrap().unwrap()
    }

    pub fn may(&self, act: MerchantAct) -> Permit<AtMerchant> {
        let staff_of = [(self.shop.merchant, Role::Owner)].into();
        let owner = Actor::Person(Person {
            account: self.shop.account,
            staff_of,
            nonprofits: [].into(),
            operator: false,
        });
        owner.may(AtMerchant { merchant: self.shop.merchant, act }).unwrap()
    }

    pub async fn give_back(&self, order: OrderId, wish: RefundWish) -> Result<(), app::orders::RefundError> {
        let may = self.may(MerchantAct::ReturnMoney);
        let key = self.ctx.id::<domain::ids::RefundId>().to_string();
        app::orders::refund(&self.ctx, &may, order, wish, "", key, [0; 32]).await?;
        self.drain().await;
        Ok(())
    }

    /// The order's lines in the ledger: what moved, and how much.
    pub async fn booked(&self, order: OrderId) -> Vec<(Movement, i64)> {
        let merchant = self.shop.merchant;
        let lines = self.ctx.db().read(move |conn| store::ledger::of_order(conn, merchant, order)).await;
        let lines = lines.unwrap().into_iter();
        lines.map(|line| (line.entry.movement, line.entry.amount.amount)).collect()
    }

    pub async fn on_shelf(&self) -> i64 {
        let key = (self.shop.merchant, self.shop.goods[0].variant);
        let shelf = self.ctx.db().write("look", move |tx| store::stock::lock(tx, &[key])).await.unwrap();
        shelf[0].on_hand
    }

    /// Subjects of the mails written so far, oldest first.
    pub async fn subjects(&self) -> Vec<String> {
        self.drain().await;
        let mails = app::mails::newest(&self.ctx, None::<MailId>).await.unwrap();
        mails.into_iter().rev().map(|mail| mail.subject).collect()
    }

    /// Nothing is broken.
    pub async fn audit(&self) {
        let (address, now) = (self.house.address(), self.ctx.now().as_microsecond());
        let report = tokio::task::spawn_blocking(move || audit::run_at(&address, None, now)).await;
        let report = report.unwrap().unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

/// The connector, talking to the twin.
pub fn provider(twin: &Served) -> Stripe {
    let http = SafeClient::new(Reach::internet_and_loopback()).unwrap();
    let api = Api::new(http, &format!("http://{}", twin.address()), KEY).unwrap();
    let form = MethodForm {
        script: String::new(),
        key: "pk_test_shop".to_owned(),
        frames: Vec::new(),
        connects: Vec::new(),
        excluded: Vec::new(),
    };
    Stripe::new(api, true, form).hearing(vec![SECRET.to_owned()])
}
