//! What was never told is found in Stripe's own lists, and payments that belong to no order are let go of.

use app::payments::{OrphanState, sweep_due};
use domain::access::{Actor, RunServer};
use domain::dispute::Disputed;
use domain::order::OrderState;
use jiff::SignedDuration;
use store::sweeps::Orphan;
use testkit::house::On;
use twins::stripe::{Act, Fault, Request, What};

use super::town::{KEY, Town, eur};

const PERIOD: SignedDuration = SignedDuration::from_mins(15);

impl Town {
    async fn server_name(&self) -> String {
        let kept = self.ctx.db().read(|conn| store::settings::get(conn, "server_identity")).await;
        kept.unwrap().expect("it is named with the first payment")
    }

    /// Somebody makes a payment at Stripe that no order here knows of.
    fn make_payment(&self, server: &str, attempt: &str, capture: &str) -> String {
        let form = [
            ("amount", "1990"),
            ("currency", "eur"),
            ("confirm", "true"),
            ("payment_method", "pm_card_visa"),
            ("capture_method", capture),
            ("automatic_payment_methods[enabled]", "true"),
            ("automatic_payment_methods[allow_redirects]", "never"),
            ("metadata[attempt]", attempt),
            ("metadata[server]", server),
        ];
        let form: Vec<_> = form.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let request = Request::new("POST", "/v1/payment_intents", KEY).form(&form);
        let reply = self.twin.call(&request).unwrap();
        reply.body["id"].as_str().unwrap().to_owned()
    }

    /// What was taken by a payment and not given back, and whether anything is held.
    fn left_of(&self, intent: &str) -> (i64, bool) {
        let lines = self.twin.with(|twin, _| twin.charges());
        let line = lines.iter().find(|line| line.payment_intent == intent).unwrap();
        (line.captured - line.refunded, line.status == "requires_capture")
    }

    async fn orphans(&self) -> Vec<Orphan> {
        let may = Actor::System.may(RunServer).unwrap();
        app::payments::orphans(&self.ctx, &may).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_orphan_is_found_within_one_period_and_let_go_of_once() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(1, "pm_card_visa").await;
        let server = town.server_name().await;
        let (held, taken) = (
            town.make_payment(&server, "chk_9-0", "manual"),
            town.make_payment(&server, "chk_8-0", "automatic"),
        );
        let others = [
            town.make_payment("srv_of_another", "chk_7-0", "automatic"),
            town.make_payment("", "", "automatic"),
            town.make_payment("", "chk_6-0", "automatic"),
        ];
        // Two servers on one database: one of them does it.
        let neighbour = town.house.paid_by(std::sync::Arc::new(super::town::provider(&town.twin)));
        let (one, two) = tokio::join!(sweep_due(&town.ctx), sweep_due(&neighbour));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(
            (one.accounts + two.accounts, one.orphans + two.orphans),
            (1, 2),
            "{on:?} {one:?} {two:?}"
        );
        assert_eq!((town.left_of(&held), town.left_of(&taken)), ((0, false), (0, false)), "{on:?}");
        for other in &others {
            assert_eq!(town.left_of(other), (1_990, false), "{on:?}: it is not ours to move");
        }
        let mut found: Vec<_> =
            town.orphans().await.into_iter().map(|it| (it.reference, it.amount, it.state)).collect();
        found.sort_by_key(|(reference, ..)| *reference != held);
        let wanted = [(held, eur(1_990), OrphanState::Voided), (taken, eur(1_990), OrphanState::Refunded)];
        assert_eq!(found, wanted, "{on:?}");
        assert_eq!(town.order(order).await.state, OrderState::Confirmed, "what has an order stays");

        assert_eq!(sweep_due(&town.ctx).await.unwrap().accounts, 0, "not due yet");
        let refunds = town.get("/v1/refunds?limit=100")["data"].as_array().unwrap().len();
        town.pass(PERIOD);
        let again = sweep_due(&town.ctx).await.unwrap();
        assert_eq!((again.accounts, again.orphans), (1, 0), "{on:?}");
        assert_eq!(town.get("/v1/refunds?limit=100")["data"].as_array().unwrap().len(), refunds);
        town.drain().await;
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_told_is_heard_by_the_sweep() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(1, "pm_card_visa").await;
        let intent =
            town.get("/v1/charges?limit=1")["data"][0]["payment_intent"].as_str().unwrap().to_owned();
        // A refund at Stripe's own desk, and a dispute: no webhook arrives.
        let form = [("payment_intent", intent.as_str()), ("amount", "980")];
        let request = Request::new("POST", "/v1/refunds", KEY).form(&form);
        town.twin.call(&request);
        let charge = town.get("/v1/charges?limit=1")["data"][0]["id"].as_str().unwrap().to_owned();
        town.act(&Act::Dispute { charge, reason: "general".to_owned() });

        // The provider fails in the middle: nothing counts as looked through, and the next sweep does it all.
        let fault =
            Fault { on: "Events_list".to_owned(), account: None, after: 0, times: 1, what: What::LostBefore };
        town.twin.with(|twin, _| twin.fault(fault));
        assert!(sweep_due(&town.ctx).await.is_err(), "{on:?}");
        town.pass(PERIOD);
        let swept = sweep_due(&town.ctx).await.unwrap();
        assert!(swept.events > 3, "{on:?} {swept:?}");
        town.drain().await;
        assert_eq!(town.order(order).await.refunded, eur(980), "{on:?}");
        let merchant = town.shop.merchant;
        let held =
            town.ctx.db().read(move |conn| store::disputes::of(conn, merchant, Disputed::Order(order))).await;
        assert_eq!(held.unwrap()[0].amount, eur(2_000), "{on:?}");
        town.pass(PERIOD);
        assert_eq!(sweep_due(&town.ctx).await.unwrap().events, 0, "heard once");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_orphan_that_cannot_be_let_go_of_yet_is_tried_again_and_keeps_nothing_else_waiting() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.buy(1, "pm_card_visa").await;
        let server = town.server_name().await;
        let taken = town.make_payment(&server, "chk_9-0", "automatic");
        let charge = town.get("/v1/charges?limit=1")["data"][0]["id"].as_str().unwrap().to_owned();
        town.act(&Act::Dispute { charge, reason: "general".to_owned() });
        let swept = sweep_due(&town.ctx).await.unwrap();
        assert!(swept.orphans == 1 && swept.events > 3, "{on:?} {swept:?}: what came after it was looked at");
        let states = |found: Vec<Orphan>| found.into_iter().map(|it| it.state).collect::<Vec<_>>();
        assert_eq!(states(town.orphans().await), [OrphanState::Found], "{on:?}: the bank holds the money");
        // Long after it was made, and past the time for which Stripe keeps an answer.
        let dispute = town.get("/v1/disputes?limit=1")["data"][0]["id"].as_str().unwrap().to_owned();
        town.act(&Act::Decide { dispute, won: true });
        town.pass(SignedDuration::from_hours(30));
        assert_eq!(sweep_due(&town.ctx).await.unwrap().orphans, 0, "{on:?}: it was found before");
        assert_eq!(states(town.orphans().await), [OrphanState::Refunded], "{on:?}");
        assert_eq!(town.left_of(&taken), (0, false), "{on:?}");
    }
}
