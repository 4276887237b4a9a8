//! Orders out to shops' own programs: each event once under one id, whatever dies when; who is dead or slow delays nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

mod deaths;
mod page;
mod stock;

use buyline_app as app;

use app::checkout::Part;
use app::orders::Parcel;
use app::ports::{Answer, FetchError, FetchRefusal, Reply, Tell, Telling, Told};
use app::webhooks::{self, HookChange, HookError, Made, SendError};
use app::{Ctx, DbError};
use domain::access::{Actor, AtMerchant, MerchantAct, OwnOrder, Permit};
use domain::ids::{MerchantId, OrderId, WebhookDeliveryId, WebhookId};
use domain::order::{RefundWish, RequestKind};
use domain::webhook::{DeliveryState, HookEvent, HookState, HookSubject};
use jiff::SignedDuration;
use store::Read as _;
use testkit::house::{Endpoints, Goods, House, On, Plan, Shop, try_pay};

const URL: &str = "https://shop.example/hooks";
const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(900) };

fn may(merchant: MerchantId, act: MerchantAct) -> Permit<AtMerchant> {
    Actor::System.may(AtMerchant { merchant, act }).unwrap()
}

fn edit(shop: &Shop) -> Permit<AtMerchant> {
    may(shop.merchant, MerchantAct::EditWebhooks)
}

fn view(shop: &Shop) -> Permit<AtMerchant> {
    may(shop.merchant, MerchantAct::ViewWebhooks)
}

fn listening(on: On) -> Option<(House, Arc<Endpoints>)> {
    let endpoints = Endpoints::new();
    let house = House::planned(on, Plan { tell: Some(endpoints.clone()), ..Plan::default() })?;
    Some((house, endpoints))
}

async fn listen(ctx: &Ctx, shop: &Shop, url: &str) -> Made {
    webhooks::make(ctx, &edit(shop), url, HookEvent::ALL.to_vec()).await.unwrap()
}

/// A guest buys one; the order, if there was time for it.
async fn buy(ctx: &Ctx, shop: &Shop) -> Option<(OrderId, Permit<OwnOrder>)> {
    let start = app::checkout::Start {
        items: vec![shop.wanted(0, 1)],
        cart: None,
        locale: "en".to_owned(),
        country: None,
        currency: None,
        back: String::new(),
    };
    let started = app::checkout::start(ctx, &Actor::Anonymous, start).await.ok()?;
    let mut view =
        app::checkout::open_by_link(ctx, &Actor::Anonymous, started.purchase, &started.token).await.ok()?;
    app::checkout::set_details(ctx, &mut view, testkit::house::details()).await.ok()?;
    let outcome = try_pay(ctx, &view, "card_ok").await.ok()?;
    let Part::Placed(order) = outcome[0].1 else { return None };
    let own = OwnOrder { order, purchase: view.purchase.id, account: None };
    Some((order, Actor::Guest(view.purchase.id).may(own).unwrap()))
}

/// An order that its merchant has.
async fn sell(house: &House, shop: &Shop) -> (OrderId, Permit<OwnOrder>) {
    let sold = buy(&house.ctx, shop).await.unwrap();
    house.clock.advance(SignedDuration::from_mins(3));
    house.drain().await;
    sold
}

async fn ship(ctx: &Ctx, shop: &Shop, order: OrderId) -> Option<()> {
    let parcel = Parcel { carrier: "La Poste".to_owned(), ..Parcel::default() };
    let done =
        app::orders::fulfill(ctx, &may(shop.merchant, MerchantAct::FulfillOrders), order, parcel).await;
    done.ok().map(|_| ())
}

async fn give_back(ctx: &Ctx, shop: &Shop, order: OrderId) -> Option<()> {
    let wish = RefundWish { lines: Vec::new(), shipping: false, amount: None };
    let permit = may(shop.merchant, MerchantAct::ReturnMoney);
    let key = "once".to_owned();
    app::orders::refund(ctx, &permit, order, wish, "", key, [0; 32]).await.ok().map(|_| ())
}

/// Rows of messages: event, what it is about, id, state.
async fn rows(house: &House) -> Vec<(String, i64, i64, String)> {
    let sql = "SELECT event, about, id, state FROM webhook_deliveries ORDER BY id";
    let read = move |conn: &mut store::Conn| {
        conn.rows(sql, &[], |row| Ok((row.text(0)?, row.int(1)?, row.int(2)?, row.text(3)?)))
    };
    house.ctx.db().read(read).await.map_err(|error: DbError| error).unwrap()
}

fn header<'a>(message: &'a Telling, name: &str) -> &'a str {
    message.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str()).unwrap()
}

fn is_signed(message: &Telling, secret: &app::Secret) -> bool {
    let timestamp = header(message, "webhook-timestamp").parse().unwrap();
    let said = (header(message, "webhook-id"), timestamp, &message.body[..]);
    webhooks::is_signed(secret, said, header(message, "webhook-signature"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shops_program_is_told_of_everything_that_happens_to_its_orders_each_once() {
    for on in On::BOTH {
        let Some((house, endpoints)) = listening(on) else { continue };
        let ctx = &house.ctx;
        let shop = house.shop(&[PRINT]).await;
        let made = listen(ctx, &shop, URL).await;
        let (order, own) = sell(&house, &shop).await;
        ship(ctx, &shop, order).await.unwrap();
        let fulfills = may(shop.merchant, MerchantAct::FulfillOrders);
        for _ in 0..2 {
            assert!(app::orders::mark_delivered(ctx, &fulfills, order, None).await.unwrap());
        }
        app::orders::ask(ctx, &own, shop.merchant, RequestKind::Withdrawal, "").await.unwrap();
        house.drain().await;
        give_back(ctx, &shop, order).await.unwrap();
        house.settle().await;
        let events = endpoints.events(URL);
        let told: BTreeSet<&str> = events.iter().map(|(_, event)| event.as_str()).collect();
        let wanted = ["order.placed", "order.shipped", "order.delivered", "request.opened", "order.refunded"];
        assert_eq!(told, wanted.into());
        assert_eq!(events.len(), wanted.len(), "each once: {events:?}");
        let ids: BTreeSet<&str> = events.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids.len(), wanted.len(), "each under an id of its own");
        let heard = endpoints.heard(URL);
        assert!(heard.iter().all(|message| is_signed(message, &made.secret)));
        let body: serde_json::Value = serde_json::from_slice(&heard[0].body).unwrap();
        assert_eq!(body["data"]["id"], order.to_string());
        assert!(body["data"]["post_id"].is_null() && body["data"]["creator_id"].is_null());
        let standing = webhooks::find(ctx, &view(&shop), made.webhook.id).await.unwrap();
        assert_eq!((standing.1.waiting, standing.1.failed, standing.1.tried_of_day), (0, 0, 5));
        assert!(standing.0.last_success_at.is_some() && standing.0.last_failure_at.is_none());
        house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_order_is_never_told_and_a_canceled_one_is() {
    for on in On::BOTH {
        let Some((house, endpoints)) = listening(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        listen(&house.ctx, &shop, URL).await;
        let (_, own) = buy(&house.ctx, &shop).await.unwrap();
        app::orders::undo(&house.ctx, &own, shop.merchant).await.unwrap();
        house.clock.advance(SignedDuration::from_mins(3));
        house.settle().await;
        assert!(endpoints.heard(URL).is_empty());
        let (order, _) = sell(&house, &shop).await;
        let permit = may(shop.merchant, MerchantAct::ReturnMoney);
        app::orders::cancel(&house.ctx, &permit, order, "").await.unwrap();
        house.settle().await;
        let mut events: Vec<String> = endpoints.events(URL).into_iter().map(|(_, event)| event).collect();
        events.sort_unstable();
        assert_eq!(events, ["order.canceled", "order.placed", "order.refunded"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_without_endpoints_pays_nothing_for_them() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    sell(&house, &shop).await;
    let count = |conn: &mut store::Conn| {
        conn.one("jobs", "SELECT count(*) FROM jobs WHERE kind LIKE '%webhook%'", &[], |row| row.int(0))
    };
    assert_eq!(house.ctx.db().read(count).await.map_err(|error: DbError| error).unwrap(), 0);
    assert!(rows(&house).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_endpoint_delays_nobody_and_gets_everything_when_it_lives() {
    for on in On::BOTH {
        let Some((house, endpoints)) = listening(on) else { continue };
        let ctx = &house.ctx;
        let (ours, theirs) = (house.shop(&[PRINT]).await, house.shop(&[PRINT]).await);
        let dead = listen(ctx, &ours, "https://dead.example/").await;
        listen(ctx, &ours, URL).await;
        listen(ctx, &theirs, "https://neighbour.example/").await;
        endpoints.hang_up("https://dead.example/");
        for _ in 0..12 {
            buy(ctx, &ours).await.unwrap();
        }
        buy(ctx, &theirs).await.unwrap();
        house.clock.advance(SignedDuration::from_mins(3));
        house.drain().await;
        assert_eq!(endpoints.heard(URL).len(), 12);
        assert_eq!(endpoints.heard("https://neighbour.example/").len(), 1);
        let standing = webhooks::find(ctx, &view(&ours), dead.webhook.id).await.unwrap();
        assert_eq!((standing.1.waiting, standing.1.refused_of_day), (12, 12));
        assert_eq!(standing.0.last_failure, "no connection: the server does not answer");
        endpoints.answer("https://dead.example/", 200, "at last");
        house.settle().await;
        let ids: BTreeSet<String> =
            endpoints.events("https://dead.example/").into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), 12, "the same ids as at the tries before");
        let standing = webhooks::find(ctx, &view(&ours), dead.webhook.id).await.unwrap();
        assert_eq!((standing.1.waiting, standing.1.failed, standing.1.oldest_waiting), (0, 0, None));
    }
}

/// Takes its time, and counts how many wait for it.
#[derive(Default)]
struct Slow {
    now: AtomicUsize,
    most: AtomicUsize,
    taken: AtomicUsize,
}

impl Tell for Slow {
    fn check(&self, _: &str) -> Result<(), FetchRefusal> {
        Ok(())
    }

    fn tell(&self, _: Telling) -> Answer<'_, Result<Told, FetchError>> {
        Box::pin(async move {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            for _ in 0..200 {
                tokio::task::yield_now().await;
            }
            self.now.fetch_sub(1, Ordering::SeqCst);
            self.taken.fetch_add(1, Ordering::SeqCst);
            Ok(Told { status: 200, retry_after: None, body: String::new() })
        })
    }

    fn ask(&self, question: Telling, _: usize) -> Answer<'_, Result<Reply, FetchError>> {
        Box::pin(async move {
            let told = self.tell(question).await?;
            Ok(Reply { status: told.status, body: told.body.into() })
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_than_eight_are_under_way_to_one_endpoint_from_all_servers_together() {
    for on in On::BOTH {
        let slow = Arc::new(Slow::default());
        let plan = || Plan { tell: Some(slow.clone()), ..Plan::default() };
        let Some(house) = House::planned(on, plan()) else { continue };
        let shop = house.shop(&[PRINT]).await;
        listen(&house.ctx, &shop, URL).await;
        for _ in 0..30 {
            buy(&house.ctx, &shop).await.unwrap();
        }
        house.clock.advance(SignedDuration::from_mins(3));
        let others = [house.neighbour(3, plan()), house.neighbour(4, plan())];
        let all = [&house.ctx, &others[0], &others[1]].map(app::jobs::drain);
        futures_util::future::join_all(all).await.into_iter().for_each(|done| assert!(done.is_ok()));
        house.settle().await;
        assert!(rows(&house).await.iter().all(|(.., state)| state == "delivered"));
        assert_eq!(slow.taken.load(Ordering::SeqCst), 30, "{on:?}: each once");
        assert!(slow.most.load(Ordering::SeqCst) <= 8, "{on:?}: {}", slow.most.load(Ordering::SeqCst));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_that_they_are_gone_is_told_nothing_until_turned_on() {
    for on in On::BOTH {
        let Some((house, endpoints)) = listening(on) else { continue };
        let ctx = &house.ctx;
        let shop = house.shop(&[PRINT]).await;
        let id = listen(ctx, &shop, URL).await.webhook.id;
        endpoints.answer(URL, 410, "moved away");
        sell(&house, &shop).await;
        sell(&house, &shop).await;
        assert_eq!(endpoints.heard(URL).len(), 1, "what happens to a stopped one is not kept for it");
        let (hook, health) = webhooks::find(ctx, &view(&shop), id).await.unwrap();
        assert_eq!((hook.state, health.waiting, health.failed), (HookState::Stopped, 0, 1));
        assert_eq!(hook.last_failure, "HTTP 410");
        let refused = webhooks::resend_failed(ctx, &edit(&shop), id).await;
        assert!(matches!(refused, Err(SendError::Stopped)));
        endpoints.answer(URL, 200, "");
        let on_again = HookChange { is_on: Some(true), ..HookChange::default() };
        assert_eq!(webhooks::change(ctx, &edit(&shop), id, on_again).await.unwrap().state, HookState::On);
        assert_eq!(webhooks::resend_failed(ctx, &edit(&shop), id).await.unwrap(), 1);
        house.settle().await;
        let ids: BTreeSet<String> = endpoints.events(URL).into_iter().map(|(id, _)| id).collect();
        assert_eq!((endpoints.heard(URL).len(), ids.len()), (2, 1), "again, under the same id");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_has_three_days_and_then_waits_to_be_sent_to_again() {
    for on in On::BOTH {
        let Some((house, endpoints)) = listening(on) else { continue };
        let ctx = &house.ctx;
        let shop = house.shop(&[PRINT]).await;
        let id = listen(ctx, &shop, URL).await.webhook.id;
        endpoints.answer(URL, 500, "no\nspace <left>");
        let (order, _) = sell(&house, &shop).await;
        for _ in 0..71 {
            house.clock.advance(SignedDuration::from_hours(1));
            house.drain().await;
        }
        let page = webhooks::deliveries(ctx, &view(&shop), id, None).await.unwrap().unwrap();
        assert_eq!(page.deliveries[0].state, DeliveryState::Waiting, "not given up before");
        for _ in 0..6 {
            house.clock.advance(SignedDuration::from_hours(1));
            house.drain().await;
        }
        let page = webhooks::deliveries(ctx, &view(&shop), id, None).await.unwrap().unwrap();
        let [delivery] = &page.deliveries[..] else { panic!("one message") };
        assert_eq!(
            (delivery.state, delivery.subject, delivery.status),
            (DeliveryState::Failed, HookSubject::Order(order), Some(500))
        );
        assert_eq!(delivery.answer, "no space <left>");
        let tries = endpoints.heard(URL).len();
        house.clock.advance(SignedDuration::from_hours(5));
        house.settle().await;
        assert_eq!(endpoints.heard(URL).len(), tries, "nobody is asked any more");
        endpoints.answer(URL, 204, "");
        webhooks::resend(ctx, &edit(&shop), id, delivery.id).await.unwrap();
        assert!(matches!(
            webhooks::resend(ctx, &edit(&shop), id, delivery.id).await,
            Err(SendError::Waiting)
        ));
        house.settle().await;
        let events = endpoints.events(URL);
        assert_eq!(events.len(), tries + 1);
        assert!(events.iter().all(|(known, _)| *known == delivery.id.to_string()));
        println!("{on:?}: {tries} tries in three days");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_keeps_what_happens_and_a_replay_sends_it_again_under_the_same_ids() {
    for on in On::BOTH {
        let Some((house, endpoints)) = listening(on) else { continue };
        let ctx = &house.ctx;
        let shop = house.shop(&[PRINT]).await;
        let id = listen(ctx, &shop, URL).await.webhook.id;
        let began = ctx.now();
        let set = |is_on| HookChange { is_on: Some(is_on), ..HookChange::default() };
        webhooks::change(ctx, &edit(&shop), id, set(false)).await.unwrap();
        sell(&house, &shop).await;
        assert!(endpoints.heard(URL).is_empty());
        let (hook, health) = webhooks::find(ctx, &view(&shop), id).await.unwrap();
        assert_eq!((hook.state, health.waiting), (HookState::Paused, 1));
        webhooks::change(ctx, &edit(&shop), id, set(true)).await.unwrap();
        house.drain().await;
        assert_eq!(endpoints.heard(URL).len(), 1);
        sell(&house, &shop).await;
        assert_eq!(webhooks::replay(ctx, &edit(&shop), id, began).await.unwrap(), 2);
        house.drain().await;
        let ids: BTreeSet<String> = endpoints.events(URL).into_iter().map(|(id, _)| id).collect();
        assert_eq!((endpoints.heard(URL).len(), ids.len()), (4, 2));
        for wrong in [began - SignedDuration::from_hours(24 * 31), ctx.now() + SignedDuration::from_mins(1)] {
            assert!(matches!(webhooks::replay(ctx, &edit(&shop), id, wrong).await, Err(SendError::Span)));
        }
        house.clock.advance(SignedDuration::from_hours(24 * 31));
        app::upkeep::tidy(ctx).await;
        assert!(rows(&house).await.is_empty(), "forgotten after thirty days");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_both_secrets_sign_for_a_day() {
    for on in On::BOTH {
        let Some((house, endpoints)) = listening(on) else { continue };
        let ctx = &house.ctx;
        let shop = house.shop(&[PRINT]).await;
        let first = listen(ctx, &shop, URL).await;
        let id = first.webhook.id;
        let second = webhooks::rotate(ctx, &edit(&shop), id).await.unwrap();
        assert_ne!(first.secret, second.secret);
        sell(&house, &shop).await;
        house.clock.advance(SignedDuration::from_hours(24));
        sell(&house, &shop).await;
        let heard = endpoints.heard(URL);
        let signed = |at: usize| [&first, &second].map(|made| is_signed(&heard[at], &made.secret));
        assert_eq!((signed(0), signed(1)), ([true, true], [false, true]));
        assert_eq!(header(&heard[0], "webhook-signature").split(' ').count(), 2);
        let sealed = |conn: &mut store::Conn| {
            conn.one("secrets", "SELECT secret, old_secret FROM webhooks", &[], |row| {
                Ok([row.bytes(0)?, row.bytes(1)?].concat())
            })
        };
        let sealed = house.ctx.db().read(sealed).await.map_err(|error: DbError| error).unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"whsec_"), "nothing lies in the clear");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_asks_for_a_pause_gets_it() {
    let (house, endpoints) = listening(On::Sqlite).unwrap();
    let shop = house.shop(&[PRINT]).await;
    listen(&house.ctx, &shop, URL).await;
    endpoints.busy(URL, 600);
    sell(&house, &shop).await;
    house.clock.advance(SignedDuration::from_secs(599));
    house.drain().await;
    assert_eq!(endpoints.heard(URL).len(), 1);
    house.clock.advance(SignedDuration::from_secs(160));
    house.drain().await;
    assert_eq!(endpoints.heard(URL).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_changes_nothing_and_another_shops_endpoint_is_not_there() {
    for on in On::BOTH {
        let Some((house, endpoints)) = listening(on) else { continue };
        let ctx = &house.ctx;
        let (ours, theirs) = (house.shop(&[PRINT]).await, house.shop(&[PRINT]).await);
        let id = listen(ctx, &ours, URL).await.webhook.id;
        let all = HookEvent::ALL.to_vec();
        for url in [
            "https://a.example/\r\nX-Evil: 1",
            "https://a.example/a b",
            &format!("https://a.example/{}", "a".repeat(500)),
        ] {
            let made = webhooks::make(ctx, &edit(&ours), url, all.clone()).await;
            assert!(matches!(made, Err(HookError::Form)), "{url}");
        }
        let plain = webhooks::make(ctx, &edit(&ours), "http://a.example/", all.clone()).await;
        assert!(matches!(plain, Err(HookError::Address(FetchRefusal::Plain))));
        assert!(matches!(webhooks::make(ctx, &edit(&ours), URL, Vec::new()).await, Err(HookError::NoEvent)));
        for _ in 0..9 {
            listen(ctx, &ours, "https://more.example/").await;
        }
        assert!(matches!(webhooks::make(ctx, &edit(&ours), URL, all).await, Err(HookError::TooMany)));
        sell(&house, &ours).await;
        let before = rows(&house).await;
        let message = WebhookDeliveryId(before[0].2);
        let rival = edit(&theirs);
        assert!(matches!(webhooks::find(ctx, &view(&theirs), id).await, Err(HookError::NotFound)));
        let change = HookChange { url: Some("https://evil.example/".to_owned()), ..HookChange::default() };
        assert!(matches!(webhooks::change(ctx, &rival, id, change).await, Err(HookError::NotFound)));
        assert!(matches!(webhooks::rotate(ctx, &rival, id).await, Err(HookError::NotFound)));
        assert!(matches!(webhooks::ping(ctx, &rival, id).await, Err(HookError::NotFound)));
        assert!(matches!(webhooks::remove(ctx, &rival, id).await, Err(HookError::NotFound)));
        assert!(matches!(webhooks::resend(ctx, &rival, id, message).await, Err(SendError::NotFound)));
        assert!(matches!(webhooks::resend_failed(ctx, &rival, id).await, Err(SendError::NotFound)));
        assert!(matches!(webhooks::replay(ctx, &rival, id, ctx.now()).await, Err(SendError::NotFound)));
        assert!(webhooks::deliveries(ctx, &view(&theirs), id, None).await.unwrap().is_none());
        // A message of another endpoint of the same shop's is none of this one's.
        let own = listen_other(ctx, &ours, id).await;
        assert!(matches!(webhooks::resend(ctx, &edit(&ours), own, message).await, Err(SendError::NotFound)));
        assert_eq!(rows(&house).await, before);
        let told = endpoints.heard(URL).len();
        let pinged = webhooks::ping(ctx, &edit(&ours), id).await.unwrap();
        assert_eq!((pinged.is_taken, pinged.status), (true, Some(204)));
        assert_eq!(endpoints.events(URL)[told].1, "ping");
        webhooks::remove(ctx, &edit(&ours), id).await.unwrap();
        assert!(!rows(&house).await.iter().any(|row| row.2 == message.0));
        house.audit().await;
    }
}

/// Another endpoint of the same shop.
async fn listen_other(ctx: &Ctx, shop: &Shop, not: WebhookId) -> WebhookId {
    let all = webhooks::list(ctx, &view(shop)).await.unwrap();
    all.into_iter().map(|(hook, _)| hook.id).find(|id| *id != not).unwrap()
}
