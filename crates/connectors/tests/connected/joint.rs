//! A house and a store's twin whose clocks go together.

use std::sync::Arc;

use app::checkout::{self, Part, Wanted};
use app::connections::{self, Connect, Seen, Terms};
use app::ports::{Keys, Platform};
use buyline_connectors::bigcommerce::BigCommerce;
use domain::access::{Actor, AtMerchant, MerchantAct, Permit};
use domain::connection::Takes;
use domain::ids::{ConnectionId, OrderId};
use domain::order::Order;
use domain::quantity::Quantity;
use jiff::{SignedDuration, Timestamp};
use store::{Param, Read as _};
use testkit::house::{House, MovableClock, On, Plan, Shop, details, try_pay};
use twins::bigcommerce::{CLIENT_SECRET, STORE, TOKEN, Tracking, Twin};
use twins::platform::Model;

use super::line::{BEGAN_MS, Line};

pub struct Joint {
    pub house: House,
    pub twin: Line<Twin>,
    shop: Shop,
    id: ConnectionId,
}

impl Joint {
    pub async fn connect(on: On, variants: u64) -> Option<Self> {
        let twin = Line::new(Twin::new(7, variants));
        let clock = Arc::new(MovableClock::default());
        let began = Timestamp::from_millisecond(BEGAN_MS).unwrap();
        clock.advance(began.duration_since(app::Clock::now(&*clock)));
        let platform: Arc<dyn Platform> =
            Arc::new(BigCommerce::new(Arc::new(twin.clone()), "https://api.example/"));
        let house =
            House::planned(on, Plan { clock: Some(clock), platforms: vec![platform], ..Plan::default() })?;
        let shop = house.shop(&[]).await;
        let mut entered = Keys::default();
        entered.set("store_hash", STORE);
        entered.set("access_token", TOKEN);
        entered.set("client_secret", CLIENT_SECRET);
        let terms = Terms { takes: Takes::All, margin: 0 };
        let wanted = Connect { platform: "bigcommerce".to_owned(), entered, terms };
        let id =
            connections::connect(&house.ctx, &may(&shop, MerchantAct::EditWebhooks), wanted).await.unwrap();
        Some(Self { house, twin, shop, id })
    }

    pub async fn seen(&self) -> Seen {
        let permit = may(&self.shop, MerchantAct::ViewWebhooks);
        connections::view(&self.house.ctx, &permit, self.id).await.unwrap().unwrap()
    }

    /// Time goes by, here and there, and what the store tells arrives.
    pub async fn wait(&self, span: SignedDuration) {
        let minutes = span.as_secs() / 60;
        let step = if minutes > 30 { 5 } else { 1 };
        for _ in 0..minutes / step {
            self.house.drain().await;
            self.house.clock.advance(SignedDuration::from_mins(step));
            self.twin.advance(step * 60_000);
            for told in self.twin.with(|twin, now_ms| twin.due(now_ms)) {
                let heard =
                    connections::hear(&self.house.ctx, self.id, &told.headers, told.body.as_bytes()).await;
                let status = if heard.is_ok() { 200 } else { 401 };
                self.twin.with(|twin, now_ms| twin.delivered(now_ms, told.id, Some(status)));
            }
        }
        self.house.drain().await;
    }

    /// A guest buys two of something that there are enough of.
    pub async fn buy(&self) -> OrderId {
        let merchant = self.shop.merchant;
        let sql = "SELECT o.id, v.id FROM offers o
                     JOIN products p ON p.merchant_id = o.merchant_id AND p.id = o.product_id
                     JOIN variants v ON v.merchant_id = p.merchant_id AND v.product_id = p.id
                    WHERE p.merchant_id = $1 AND p.status = 'active' AND v.status = 'active'
                      AND v.tracked = 1 AND v.on_hand - v.reserved >= 3 ORDER BY v.on_hand - v.reserved DESC LIMIT 1";
        let read = move |conn: &mut store::Conn| {
            conn.one("something to buy", sql, &[Param::id(merchant)], |row| Ok((row.id(0)?, row.id(1)?)))
        };
        let (offer, variant) = self.house.ctx.db().read(read).await.unwrap();
        let quantity = Quantity::try_from(2).unwrap();
        let start = checkout::Start {
            items: vec![Wanted { offer, variant: Some(variant), quantity, post: None }],
            cart: None,
            locale: "en".to_owned(),
            country: None,
            currency: None,
            back: String::new(),
        };
        let (ctx, actor) = (&self.house.ctx, Actor::Anonymous);
        let started = checkout::start(ctx, &actor, start).await.unwrap();
        let mut view = checkout::open_by_link(ctx, &actor, started.purchase, &started.token).await.unwrap();
        checkout::set_details(ctx, &mut view, details()).await.unwrap();
        let outcome = try_pay(ctx, &view, "card_ok").await.unwrap();
        let Part::Placed(order) = outcome[0].1 else { panic!("{outcome:?}") };
        order
    }

    pub async fn order(&self, order: OrderId) -> Order {
        let merchant = self.shop.merchant;
        let read = move |conn: &mut store::Conn| store::orders::find(conn, merchant, order);
        self.house.ctx.db().read(read).await.unwrap().unwrap()
    }

    /// What an order comes to in the store, tax included, and how often it is there.
    pub fn there(&self, order: OrderId) -> (i64, usize) {
        let name = order.to_string();
        self.twin.with(|twin, _| {
            let found: Vec<_> = twin.orders.values().filter(|it| it.external == name).collect();
            // The store keeps ten-thousandths.
            (found.first().map_or(0, |it| it.total.1 / 100), found.len())
        })
    }

    pub fn id_there(&self, order: OrderId) -> u64 {
        let name = order.to_string();
        self.twin.with(|twin, _| twin.orders.values().find(|it| it.external == name).unwrap().id)
    }

    pub fn any_hook(&self) -> u64 {
        self.twin.with(|twin, _| *twin.hooks.keys().next().unwrap())
    }

    pub fn hooks_are_on(&self) -> bool {
        self.twin.with(|twin, _| twin.hooks.values().all(|hook| hook.is_active))
    }

    /// Variants whose stock here is another than there, less what the store does not know of.
    pub async fn differing(&self) -> Vec<String> {
        let merchant = self.shop.merchant;
        let sql = "SELECT v.external_id, v.on_hand FROM variants v
                     JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
                    WHERE v.merchant_id = $1 AND v.tracked = 1 AND v.status = 'active' AND p.status = 'active'";
        let read = move |conn: &mut store::Conn| {
            conn.rows(sql, &[Param::id(merchant)], |row| Ok((row.text(0)?, row.int(1)?)))
        };
        let here = self.house.ctx.db().read(read).await.unwrap();
        assert!(!here.is_empty());
        self.twin.with(|twin, _| {
            let differs = here.iter().filter(|(name, units)| {
                let there = &twin.variants[&name.parse::<u64>().unwrap()];
                twin.products[&there.product].tracking == Tracking::Variant && there.stock.max(0) != *units
            });
            differs.map(|(name, units)| format!("{name}: {units} here")).collect()
        })
    }
}

fn may(shop: &Shop, act: MerchantAct) -> Permit<AtMerchant> {
    Actor::System.may(AtMerchant { merchant: shop.merchant, act }).unwrap()
}
