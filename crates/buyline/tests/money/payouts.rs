//! Payouts, compared with the books to the cent, and the book itself.

use app::money::{Book, PayoutStory};
use domain::access::MerchantAct;
use domain::ledger::Movement;
use domain::order::RefundWish;
use domain::payout::{LineKind, PayoutState, difference};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use testkit::house::{Goods, On, pay_with};
use twins::stripe::{Act, Request};

use super::town::{KEY, Town, eur};

/// Longer than money takes to become available and to arrive.
const DAYS: SignedDuration = SignedDuration::from_hours(24 * 6);

impl Town {
    async fn payouts(&self) -> Vec<PayoutStory> {
        app::money::newest(&self.ctx, &self.may(MerchantAct::ViewFigures)).await.unwrap()
    }

    async fn book(&self) -> Book {
        let may = self.may(MerchantAct::ViewFigures);
        app::money::book(&self.ctx, &may, 90, &TimeZone::UTC, None).await.unwrap()
    }

    /// Another program charges on the same account.
    fn charge_elsewhere(&self) {
        let form = [
            ("amount", "1000"),
            ("currency", "eur"),
            ("confirm", "true"),
            ("payment_method", "pm_card_visa"),
            ("automatic_payment_methods[enabled]", "true"),
            ("automatic_payment_methods[allow_redirects]", "never"),
        ];
        let request = Request::new("POST", "/v1/payment_intents", KEY).form(&form);
        self.twin.call(&request);
    }

    /// What the provider holds for the shop, as its own books have it.
    fn provider_balance(&self) -> i64 {
        let account = self.account();
        self.twin.with(|twin, _| twin.totals(&account)["eur"].balance)
    }
}

fn amount(minor: i64) -> RefundWish {
    RefundWish { amount: Some(eur(minor)), ..RefundWish::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_agrees_with_the_books_to_the_cent_also_where_nothing_was_told_before() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(2, "pm_card_visa").await;
        town.give_back(order, amount(1_000)).await.unwrap();
        town.buy(1, "pm_card_visa").await;
        let charge = town.get("/v1/charges?limit=1")["data"][0]["id"].as_str().unwrap().to_owned();
        town.act(&Act::Dispute { charge, reason: "general".to_owned() });
        // Only the payouts are heard of: what else happened is fetched because it does not agree.
        town.pass(DAYS);
        for event in town.events() {
            if event["type"].as_str().unwrap().starts_with("payout.") {
                town.tell(&event).await;
            }
        }
        town.drain().await;
        let stories = town.payouts().await;
        assert!(!stories.is_empty(), "{on:?}");
        for story in &stories {
            assert_eq!(story.payout.state, PayoutState::Paid, "{on:?}");
            assert_eq!(difference(&story.payout, &story.lines), eur(0), "{on:?} {story:?}");
            assert!(story.lines.iter().all(|line| line.difference().is_zero()), "{on:?} {story:?}");
        }
        let kinds: Vec<LineKind> =
            stories.iter().flat_map(|story| &story.lines).map(|line| line.kind).collect();
        for kind in [LineKind::Charge, LineKind::Refund, LineKind::Dispute] {
            assert!(kinds.contains(&kind), "{on:?} {kinds:?}");
        }
        let book = town.book().await;
        assert_eq!(book.sums.len(), 1);
        assert_eq!(book.sums[0].balance.amount, town.provider_balance(), "{on:?}");
        let paid_out: i64 = stories.iter().map(|story| story.payout.amount.amount).sum();
        assert_eq!(book.sums[0].moved[&Movement::Payout], eur(paid_out), "{on:?}");
        assert_eq!(book.sums[0].moved[&Movement::Charge], eur(2 * 2_490 + 490 + 2_980), "{on:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_no_order_is_shown_as_a_difference_and_a_payout_that_comes_back_is_booked_back() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.buy(1, "pm_card_visa").await;
        town.charge_elsewhere();
        town.pass(DAYS);
        town.hear().await;
        let stories = town.payouts().await;
        assert_eq!(stories.len(), 1, "{on:?} {stories:?}");
        let story = &stories[0];
        let foreign: Vec<_> = story.lines.iter().filter(|line| !line.difference().is_zero()).collect();
        assert_eq!(foreign.len(), 1, "{on:?} {story:?}");
        assert_eq!((foreign[0].order, foreign[0].booked), (None, eur(0)));
        assert_eq!(difference(&story.payout, &story.lines), foreign[0].told, "{on:?}");
        assert_eq!(story.payout.amount, story.payout.total, "the only shop sees all of it");
        let book = town.book().await;
        assert_eq!(book.sums[0].moved[&Movement::OtherIn], foreign[0].told, "{on:?}");
        assert_eq!(book.sums[0].balance.amount, town.provider_balance(), "{on:?}: all of it is explained");

        town.act(&Act::FailPayout { payout: story.payout.reference.clone() });
        town.hear().await;
        let story = town.payouts().await.remove(0);
        assert_eq!(story.payout.state, PayoutState::Failed, "{on:?}");
        assert_eq!(story.payout.failure, "account_closed", "{on:?}");
        let sums = town.book().await.sums.remove(0);
        assert_eq!(sums.balance.amount, town.provider_balance(), "{on:?}");
        let moved = sums.moved;
        assert_eq!(moved[&Movement::PayoutFailed], story.payout.amount, "{on:?}");
        assert_eq!(moved[&Movement::Payout], story.payout.amount, "booked once: {on:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_goes_out_with_the_next_payout_and_is_no_difference() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.buy(1, "pm_card_visa").await;
        town.pass(DAYS);
        town.hear().await;
        let first = town.payouts().await.remove(0).payout;
        town.act(&Act::FailPayout { payout: first.reference.clone() });
        // That it came back is not told: the next payout shows it.
        town.events();
        town.buy(1, "pm_card_visa").await;
        town.pass(DAYS);
        town.hear().await;
        let stories = town.payouts().await;
        assert!(stories.len() > 1, "{on:?} {stories:?}");
        for story in &stories {
            assert_eq!(difference(&story.payout, &story.lines), eur(0), "{on:?} {story:?}");
            assert_eq!(story.payout.amount, story.payout.total, "{on:?}");
        }
        let again = stories.iter().flat_map(|story| &story.lines);
        let again: Vec<_> = again.filter(|line| line.kind == LineKind::PayoutReturned).collect();
        assert_eq!(again.len(), 1, "{on:?} {stories:?}");
        assert_eq!((again[0].told, again[0].booked), (first.amount, first.amount), "{on:?}");
        assert_eq!(town.book().await.sums[0].balance.amount, town.provider_balance(), "{on:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_stays_as_it_was_booked_whoever_is_paid_where_since() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(1, "pm_card_visa").await;
        town.charge_elsewhere();
        town.pass(DAYS);
        town.hear().await;
        let booked = town.payouts().await.remove(0).payout;
        assert_eq!(booked.amount, booked.total, "{on:?}");

        // More trade than anybody looks through, on another account.
        let merchant = town.shop.merchant;
        let of = town.ctx.db().read(move |conn| store::payments::of_order(conn, merchant, order)).await;
        let one = of.unwrap().remove(0);
        let (ctx, now) = (town.ctx.clone(), town.ctx.now());
        let elsewhere: Vec<_> = (0..501)
            .map(|number| store::payments::Payment {
                id: ctx.id(),
                key: format!("{}-elsewhere-{number}", one.key),
                payee: "acct_elsewhere".to_owned(),
                state: domain::payment::PaymentState::Failed,
                ..one.clone()
            })
            .collect();
        let put = move |tx: &mut store::Tx<'_>| {
            store::payments::insert(tx, &elsewhere.iter().collect::<Vec<_>>(), now)
        };
        town.ctx.db().write("elsewhere", put).await.unwrap();
        town.buy(1, "pm_card_visa").await;
        town.charge_elsewhere();
        town.pass(DAYS);
        town.hear().await;
        let stories = town.payouts().await;
        assert_eq!(stories.len(), 2, "{on:?}: a quiet shop is paid out too: {stories:?}");
        assert!(stories.iter().all(|it| it.payout.amount == it.payout.total), "{on:?} {stories:?}");

        // Another shop begins to be paid on the same account.
        let other = town.house.shop(&[Goods { title: "Cap", price: 990, units: Some(3) }]).await;
        let view = other.tap(&town.ctx, &[(0, 1)]).await;
        pay_with(&town.ctx, &view, "pm_card_visa").await;
        town.pass(SignedDuration::from_mins(3));
        town.drain().await;
        town.act(&Act::FailPayout { payout: booked.reference.clone() });
        town.hear().await;
        let found = town.payouts().await.into_iter().find(|it| it.payout.id == booked.id).unwrap().payout;
        assert_eq!((found.state, found.amount), (PayoutState::Failed, booked.amount), "{on:?}");
        let moved = town.book().await.sums.remove(0).moved;
        assert_eq!(moved[&Movement::PayoutFailed], booked.amount, "{on:?}: what went out comes back");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_booked_when_it_moved_and_not_when_it_was_heard_of() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(1, "pm_card_visa").await;
        let intent = town.get("/v1/charges?limit=1")["data"][0]["payment_intent"].clone();
        let form = [("payment_intent", intent.as_str().unwrap()), ("amount", "980")];
        town.twin.call(&Request::new("POST", "/v1/refunds", KEY).form(&form));
        let given_at = town.ctx.now().as_second();
        town.pass(SignedDuration::from_hours(10));
        app::payments::sweep_due(&town.ctx).await.unwrap();
        town.drain().await;
        let merchant = town.shop.merchant;
        let lines = town.ctx.db().read(move |conn| store::ledger::of_order(conn, merchant, order)).await;
        let refund = lines.unwrap().into_iter().find(|it| it.entry.movement == Movement::Refund).unwrap();
        assert_eq!(refund.at.as_second(), given_at, "{on:?}");

        town.pass(DAYS);
        town.hear().await;
        let payout = town.payouts().await.remove(0).payout;
        town.pass(SignedDuration::from_hours(1));
        town.act(&Act::FailPayout { payout: payout.reference.clone() });
        let returned_at = town.ctx.now().as_second();
        town.pass(SignedDuration::from_hours(1));
        town.hear().await;
        let lines = town.book().await.lines;
        // The oldest of each: what came back goes out again at midnight, which may have passed.
        let at =
            |movement| lines.iter().rev().find(|it| it.booked.entry.movement == movement).unwrap().booked.at;
        assert_eq!(at(Movement::Payout), payout.created_at, "{on:?}");
        assert_eq!(at(Movement::PayoutFailed).as_second(), returned_at, "{on:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_book_pages_without_losing_or_repeating_a_line() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let merchant = town.shop.merchant;
        let now = town.ctx.now();
        let entries: Vec<_> = (0..250)
            .map(|source| domain::ledger::Entry {
                merchant,
                order: None,
                movement: Movement::Payout,
                source,
                amount: eur(source + 1),
            })
            .collect();
        town.ctx.db().write("book", move |tx| store::ledger::post(tx, &entries, now)).await.unwrap();
        let may = town.may(MerchantAct::ViewFigures);
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = app::money::book(&town.ctx, &may, 30, &TimeZone::UTC, after).await.unwrap();
            seen.extend(page.lines.iter().map(|line| line.booked.entry.source));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let newest_first: Vec<i64> = (0..250).rev().collect();
        assert_eq!(seen, newest_first, "{on:?}");
        let file = app::money::all_lines(&town.ctx, &may, 30, &TimeZone::UTC).await.unwrap();
        assert_eq!(file.len(), 250, "{on:?}");
    }
}
