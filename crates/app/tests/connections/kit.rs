//! A house whose merchant has a shop elsewhere.

use std::sync::Arc;

use buyline_app as app;

use app::checkout::{self, Part, Wanted};
use app::connections::{self, Connect, Seen, Terms};
use app::{Ctx, DbError};
use domain::access::{Actor, AtMerchant, MerchantAct, Permit};
use domain::connection::Takes;
use domain::ids::{ConnectionId, MerchantId, OfferId, OrderId};
use domain::order::OrderState;
use domain::quantity::Quantity;
use jiff::SignedDuration;
use store::{Param, Read as _};
use testkit::house::{Elsewhere, House, MovableClock, On, Plan, Shop, try_pay};

pub(crate) struct Kit {
    pub(crate) house: House,
    pub(crate) there: Arc<Elsewhere>,
    pub(crate) shop: Shop,
}

pub(crate) const TERMS: Terms = Terms { takes: Takes::All, margin: 0 };

/// A house on `on` with a shop elsewhere of so many products; not connected yet.
pub(crate) async fn apart(on: On, products: usize) -> Option<Kit> {
    let clock = Arc::new(MovableClock::default());
    let there = Elsewhere::new(clock.clone(), products);
    let plan = Plan { clock: Some(clock), platforms: vec![there.clone()], ..Plan::default() };
    let house = House::planned(on, plan)?;
    let shop = house.shop(&[]).await;
    Some(Kit { house, there, shop })
}

/// The same, connected and loaded.
pub(crate) async fn together(on: On, products: usize) -> Option<(Kit, ConnectionId)> {
    let kit = apart(on, products).await?;
    let id = kit.connect(TERMS).await;
    kit.house.drain().await;
    Some((kit, id))
}

impl Kit {
    pub(crate) fn ctx(&self) -> &Ctx {
        &self.house.ctx
    }

    pub(crate) fn may(&self, act: MerchantAct) -> Permit<AtMerchant> {
        may(self.shop.merchant, act)
    }

    pub(crate) fn edit(&self) -> Permit<AtMerchant> {
        self.may(MerchantAct::EditWebhooks)
    }

    /// Another process on the same database that speaks to the same shop.
    pub(crate) fn neighbour(&self, node: u16, plan: Plan) -> Ctx {
        let platforms: Vec<Arc<dyn app::ports::Platform>> = vec![self.there.clone()];
        self.house.neighbour(node, Plan { platforms, ..plan })
    }

    pub(crate) async fn connect(&self, terms: Terms) -> ConnectionId {
        let wanted = Connect { platform: "elsewhere".to_owned(), entered: Elsewhere::keys("open"), terms };
        connections::connect(self.ctx(), &self.edit(), wanted).await.unwrap()
    }

    pub(crate) async fn seen(&self, id: ConnectionId) -> Seen {
        let permit = self.may(MerchantAct::ViewWebhooks);
        connections::view(self.ctx(), &permit, id).await.unwrap().unwrap()
    }

    /// Some time goes by, in steps as small as jobs want them.
    pub(crate) async fn wait(&self, span: SignedDuration) {
        let step = SignedDuration::from_mins(1);
        let mut left = span;
        while left > SignedDuration::ZERO {
            self.house.drain().await;
            let now = step.min(left);
            self.house.clock.advance(now);
            left -= now;
        }
        self.house.drain().await;
    }

    /// What is sold here of the shop's products: name, units that can be bought, whether it is on sale.
    pub(crate) async fn shelf(&self) -> Vec<(String, i64, bool)> {
        let sql = "SELECT p.external_id, v.on_hand - v.reserved, p.status
                     FROM products p JOIN variants v ON v.merchant_id = p.merchant_id AND v.product_id = p.id
                    WHERE p.merchant_id = $1 AND v.status = 'active' ORDER BY p.external_id, v.external_id";
        let merchant = self.shop.merchant;
        let read = move |conn: &mut store::Conn| {
            conn.rows(sql, &[Param::id(merchant)], |row| {
                Ok((row.text(0)?, row.int(1)?, row.str(2)? == "active"))
            })
        };
        self.ctx().db().read(read).await.map_err(|error: DbError| error).unwrap()
    }

    pub(crate) async fn units(&self, name: &str) -> i64 {
        self.shelf().await.into_iter().find(|(known, ..)| known == name).unwrap().1
    }

    async fn offer(&self, name: &str) -> OfferId {
        let (merchant, name) = (self.shop.merchant, name.to_owned());
        let sql = "SELECT o.id FROM offers o JOIN products p ON p.merchant_id = o.merchant_id AND p.id = o.product_id
                    WHERE p.merchant_id = $1 AND p.external_id = $2";
        let read = move |conn: &mut store::Conn| {
            conn.one("an offer", sql, &[Param::id(merchant), (&name).into()], |row| row.id(0))
        };
        self.ctx().db().read(read).await.map_err(|error: DbError| error).unwrap()
    }

    pub(crate) async fn wanted(&self, name: &str, quantity: u32) -> Wanted {
        Wanted {
            offer: self.offer(name).await,
            variant: None,
            quantity: Quantity::try_from(i64::from(quantity)).unwrap(),
            post: None,
        }
    }

    /// A guest orders these; the merchant does not have it yet.
    pub(crate) async fn order(&self, items: Vec<Wanted>) -> OrderId {
        order_at(self.ctx(), items).await.expect("it is placed")
    }

    /// A guest buys so many of one; the undo window is over and the merchant has the order.
    pub(crate) async fn sell(&self, name: &str, quantity: u32) -> OrderId {
        let order = self.order(vec![self.wanted(name, quantity).await]).await;
        self.house.clock.advance(SignedDuration::from_mins(3));
        self.house.drain().await;
        order
    }

    pub(crate) async fn state(&self, order: OrderId) -> OrderState {
        self.found(order).await.state
    }

    pub(crate) async fn found(&self, order: OrderId) -> domain::order::Order {
        let merchant = self.shop.merchant;
        let read = move |conn: &mut store::Conn| store::orders::find(conn, merchant, order);
        self.ctx().db().read(read).await.unwrap().unwrap()
    }

    /// The shop tells of something.
    pub(crate) async fn tell(&self, id: ConnectionId, message: &str) {
        let body = format!("open {message}");
        connections::hear(self.ctx(), id, &[], body.as_bytes()).await.unwrap();
        self.house.drain().await;
    }
}

/// A guest orders these in some process, if that lives long enough.
pub(crate) async fn order_at(ctx: &Ctx, items: Vec<Wanted>) -> Option<OrderId> {
    let start = checkout::Start {
        items,
        cart: None,
        locale: "en".to_owned(),
        country: None,
        currency: None,
        back: String::new(),
    };
    let actor = Actor::Anonymous;
    let started = checkout::start(ctx, &actor, start).await.ok()?;
    let mut view = checkout::open_by_link(ctx, &actor, started.purchase, &started.token).await.ok()?;
    checkout::set_details(ctx, &mut view, testkit::house::details()).await.ok()?;
    let outcome = try_pay(ctx, &view, "card_ok").await.ok()?;
    match outcome[0].1 {
        Part::Placed(order) => Some(order),
        _ => None,
    }
}

pub(crate) fn may(merchant: MerchantId, act: MerchantAct) -> Permit<AtMerchant> {
    Actor::System.may(AtMerchant { merchant, act }).unwrap()
}
