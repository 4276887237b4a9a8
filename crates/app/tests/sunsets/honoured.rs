//! I25: whatever closes, and however: no new order where buying is closed, every old one goes on to its end, and gifts
//! arrive. Every gate, every kill switch and every phase of the end of buying is tried in every state of an order.

use buyline_app as app;

use app::checkout::{Part, Start, StartError};
use app::donations::{self, Given};
use app::gates::{self, ChangeGate};
use app::orders::{self, Answer};
use app::sunsets;
use domain::access::{Actor, MerchantAct};
use domain::dispute::Disputed;
use domain::gate::Feature;
use domain::ids::OrderId;
use domain::order::{OrderState, RequestKind};
use domain::place::Refusal;
use domain::sunset::Scope;
use domain::sunset::calendar::Step;
use domain::view::orders::OrderFilter;
use domain::view::staff::Switch;
use jiff::SignedDuration;
use testkit::house::{House, On, give_with, pay_with};

use crate::place::{Bought, Place};
use crate::{USUAL, go_to, operator, plan, run, wish};

/// One way to close something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shut {
    Gate(Feature),
    Switch(Switch),
    Phase(Step),
}

impl Shut {
    /// What a new order is told.
    fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Gate(Feature::Buy) => Some(Refusal::Gated),
            Self::Switch(Switch::Server) => Some(Refusal::ServerClosed),
            Self::Switch(Switch::Merchant(_)) => Some(Refusal::MerchantClosed),
            Self::Switch(Switch::Offer(_)) => Some(Refusal::OfferClosed),
            Self::Phase(step) if step >= Step::NoSales => Some(Refusal::Ended),
            Self::Gate(_) | Self::Switch(Switch::Feature(_)) | Self::Phase(_) => None,
        }
    }

    fn stops_giving(self) -> bool {
        matches!(self, Self::Gate(Feature::Donate) | Self::Switch(Switch::Feature(Feature::Donate)))
    }
}

impl Place {
    async fn close(&self, shut: Shut) {
        match shut {
            Shut::Gate(feature) => self.turn(feature, ChangeGate::OpenByRules).await,
            Shut::Switch(switch) => {
                app::switches::throw(&self.house.ctx, &operator(), switch, "x").await.unwrap();
            }
            Shut::Phase(_) => unreachable!("time does it"),
        }
        app::feed::catch_up(&self.house.ctx).await.unwrap();
    }

    async fn turn(&self, feature: Feature, change: ChangeGate) {
        let known = self.house.ctx.db().read(move |conn| store::gates::of(conn, feature)).await.unwrap();
        let version = known.map_or(0, |gate| gate.version);
        gates::change(&self.house.ctx, &operator(), (feature, version), change, "x").await.unwrap();
    }

    /// Every state of an order is reached, then it closes, then each order goes on to its end.
    async fn round(&self, on: On, shut: Shut) {
        let ctx = &self.house.ctx;
        let named = |what: &str| format!("{on:?}: {shut:?}: {what}");
        let running = match shut {
            Shut::Phase(step) => {
                let id = run(&self.house, Scope::Feature(Feature::Buy), wish(&self.house, USUAL)).await;
                let calendar = plan(&self.house, id).await.calendar;
                // Orders are placed just before the day begins, whatever is open then.
                let before = calendar.at(step) - SignedDuration::from_mins(20);
                if ctx.now() < before && step <= Step::NoSales {
                    go_to(&self.house, before);
                }
                Some((id, calendar.at(step)))
            }
            Shut::Gate(_) | Shut::Switch(_) => None,
        };
        let begun = self.shop.tap(ctx, &[(0, 1)]).await;
        let mut confirmed = Vec::new();
        for _ in 0..9 {
            confirmed.push(self.buy().await);
        }
        let undone_before = self.buy().await;
        orders::undo(ctx, &self.own(&undone_before), self.shop.merchant).await.unwrap();
        self.house.clock.advance(SignedDuration::from_mins(10));
        self.house.drain().await;
        let [to_ship, to_part, to_cancel, shipped, returned, delivered, partly, refunded, asked] =
            <[Bought; 9]>::try_from(confirmed).ok().unwrap();
        for shipped in [&shipped, &returned, &delivered] {
            self.ship(shipped.order).await;
        }
        orders::mark_delivered(ctx, &self.may(MerchantAct::FulfillOrders), delivered.order, None)
            .await
            .unwrap();
        self.give_back(partly.order, Some(500)).await;
        self.give_back(refunded.order, None).await;
        self.inquire(asked.order).await;
        self.house.drain().await;
        let (undoing, staying) = (self.buy().await, self.buy().await);

        // It closes. A day of a plan begins while orders can still be undone where they could be placed just before.
        match running {
            None => self.close(shut).await,
            Some((_, at)) if ctx.now() < at => {
                if at.duration_since(ctx.now()) < SignedDuration::from_hours(1) {
                    self.house.clock.advance(SignedDuration::from_mins(9) + SignedDuration::from_secs(30));
                    let (late_undo, late_stay) = (self.buy().await, self.buy().await);
                    go_to(&self.house, at);
                    orders::undo(ctx, &self.own(&late_undo), self.shop.merchant).await.unwrap();
                    self.house.clock.advance(SignedDuration::from_mins(10));
                    self.house.drain().await;
                    assert_eq!(
                        self.order(late_undo.order).await.state,
                        OrderState::Canceled,
                        "{}",
                        named("undone")
                    );
                    assert_eq!(
                        self.order(late_stay.order).await.state,
                        OrderState::Confirmed,
                        "{}",
                        named("taken")
                    );
                } else {
                    go_to(&self.house, at);
                }
            }
            Some(_) => {}
        }
        app::feed::catch_up(ctx).await.unwrap();

        // Nothing new, where it is closed; everything as before, where it is not.
        let start = Start {
            items: vec![self.shop.wanted(0, 1)],
            cart: None,
            locale: "en".to_owned(),
            country: None,
            currency: None,
            back: String::new(),
        };
        let started = app::checkout::start(ctx, &Actor::Anonymous, start).await;
        let has_ended = shut.refusal() == Some(Refusal::Ended);
        assert_eq!(matches!(started, Err(StartError::Ended)), has_ended, "{}", named("a new purchase"));
        // What was begun before is kept for a day.
        let again = if ctx.now() < begun.purchase.expires_at {
            let open = app::checkout::open_by_link(ctx, &Actor::Anonymous, begun.purchase.id, &begun.token);
            Some(open.await.unwrap())
        } else if has_ended {
            None
        } else {
            Some(self.shop.tap(ctx, &[(0, 1)]).await)
        };
        if let Some(again) = again {
            let part = pay_with(ctx, &again, "card_ok").await.remove(0).1;
            match shut.refusal() {
                Some(refusal) => assert_eq!(part, Part::Refused(refusal), "{}", named("a new order")),
                None => assert!(matches!(part, Part::Placed(_)), "{}: {part:?}", named("a new order")),
            }
        }
        if shut.stops_giving() {
            let gift = donations::begin(ctx, &Actor::Anonymous, self.charity.wish(1_000)).await;
            assert!(matches!(gift, Err(donations::BeginError::NotOpen)), "{}", named("a gift"));
        } else {
            let gift = self.charity.begin(ctx, 1_000).await;
            assert_eq!(give_with(ctx, &gift, "card_ok").await, Given::Settled, "{}", named("a gift"));
        }

        // What was begun goes on to its end.
        if self.order(undoing.order).await.state == OrderState::Placed
            && self.order(undoing.order).await.undo_until.is_some_and(|until| ctx.now() < until)
        {
            orders::undo(ctx, &self.own(&undoing), self.shop.merchant).await.unwrap();
            self.house.drain().await;
            assert_eq!(self.order(undoing.order).await.state, OrderState::Canceled, "{}", named("undone"));
        }
        self.house.clock.advance(SignedDuration::from_mins(10));
        self.house.drain().await;
        assert_eq!(self.order(staying.order).await.state, OrderState::Confirmed, "{}", named("captured"));
        self.ship(to_ship.order).await;
        self.give_back(to_part.order, Some(490)).await;
        orders::cancel(ctx, &self.may(MerchantAct::ReturnMoney), to_cancel.order, "").await.unwrap();
        orders::mark_delivered(ctx, &self.may(MerchantAct::FulfillOrders), shipped.order, None)
            .await
            .unwrap();
        let wish =
            orders::ask(ctx, &self.own(&returned), self.shop.merchant, RequestKind::Withdrawal, "").await;
        let fulfill = self.may(MerchantAct::FulfillOrders);
        orders::answer(ctx, &fulfill, returned.order, wish.unwrap().id, Answer::Accept, "").await.unwrap();
        self.give_back(returned.order, None).await;
        self.give_back(delivered.order, None).await;
        self.give_back(partly.order, None).await;
        self.house.drain().await;
        let whole = self.order(to_ship.order).await.total.amount;
        for (bought, back, what) in [
            (&to_part, 490, "given back in part"),
            (&to_cancel, whole, "canceled"),
            (&returned, whole, "returned"),
            (&delivered, whole, "given back after its arrival"),
            (&partly, whole, "the rest given back"),
            (&refunded, whole, "given back before"),
            (&undone_before, 0, "undone before"),
        ] {
            assert_eq!(self.order(bought.order).await.refunded.amount, back, "{}", named(what));
        }
        assert!(self.order(to_ship.order).await.fulfilled_at.is_some(), "{}", named("shipped"));
        assert!(self.order(shipped.order).await.delivered_at.is_some(), "{}", named("delivered"));
        let permit = self.may(MerchantAct::ViewOrders);
        let listed = orders::list(ctx, &permit, OrderFilter::All, String::new(), None);
        let listed: Vec<OrderId> = listed.await.unwrap().orders.iter().map(|order| order.id).collect();
        let held = app::disputes::list(ctx, &self.may(MerchantAct::ViewOrders), None).await.unwrap();
        assert!(
            held.cases.iter().any(|case| case.dispute.about == Disputed::Order(asked.order)),
            "{}",
            named("disputed")
        );
        for bought in [
            &to_ship, &to_part, &to_cancel, &shipped, &returned, &delivered, &partly, &refunded, &asked,
            &staying,
        ] {
            assert!(listed.contains(&bought.order), "{}", named("stands in the list that is exported"));
            assert!(
                orders::open_by_link(ctx, bought.order, &bought.token).await.is_ok(),
                "{}",
                named("its page")
            );
        }
        assert!(orders::open_by_link(ctx, undone_before.order, &undone_before.token).await.is_ok());

        // And open again, for the next one.
        match (shut, running) {
            (Shut::Gate(feature), _) => self.turn(feature, ChangeGate::OpenToAll).await,
            (Shut::Switch(switch), _) => {
                app::switches::lift(ctx, &operator(), switch).await.unwrap();
            }
            (Shut::Phase(_), Some((id, _))) => {
                sunsets::withdraw(ctx, &operator(), (id, 2), "x").await.unwrap();
            }
            (Shut::Phase(_), None) => unreachable!("it runs"),
        }
        app::feed::catch_up(ctx).await.unwrap();
    }
}

async fn all(on: On) {
    let Some(house) = House::new(on) else { return };
    let place = Place::on(house).await;
    let gates = Feature::ALL.iter().map(|feature| Shut::Gate(*feature));
    let switches = [
        Switch::Server,
        Switch::Merchant(place.shop.merchant),
        Switch::Offer(place.shop.goods[0].offer),
        Switch::Feature(Feature::Selling),
        Switch::Feature(Feature::Donate),
        Switch::Feature(Feature::Asking),
        Switch::Feature(Feature::Pledges),
        Switch::Feature(Feature::RoundUp),
        Switch::Feature(Feature::Imports),
    ];
    let phases = Step::ALL.iter().map(|step| Shut::Phase(*step));
    for shut in gates.chain(switches.map(Shut::Switch)).chain(phases) {
        place.round(on, shut).await;
    }
    place.audit().await;
}

#[tokio::test]
async fn whatever_closes_no_order_is_lost_and_gifts_arrive() {
    all(On::Sqlite).await;
}

#[tokio::test]
async fn whatever_closes_no_order_is_lost_and_gifts_arrive_on_postgres() {
    all(On::Postgres).await;
}
