//! The connector against the twin, which refuses what Stripe would refuse: every way a payment can go, and every answer
//! that can be lost on the way.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod many;
mod pledges;

use app::ports::{
    Attempt, Authorize, MethodForm, NewMethod, PaymentError, Payments, Presence, Returned, Saving, Seen,
};
use buyline_connectors::safe_client::{Reach, SafeClient};
use buyline_connectors::stripe::{Api, Stripe};
use domain::ledger::Movement;
use domain::money::{Currency, Money};
use domain::payment::{Decline, Observed};
use jiff::Timestamp;
use twins::server::{Options, Served, start};
use twins::stripe::{Fault, Paper, What};

const KEY: &str = "sk_test_shop";

fn form() -> MethodForm {
    MethodForm {
        script: String::new(),
        key: String::new(),
        frames: Vec::new(),
        connects: Vec::new(),
        excluded: Vec::new(),
    }
}

struct Desk {
    twin: Served,
    stripe: Stripe,
}

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

impl Desk {
    async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let twin = start(listener, Options::default()).unwrap();
        let http = SafeClient::new(Reach::internet_and_loopback()).unwrap();
        let api = Api::new(http, &format!("http://{}", twin.address()), KEY).unwrap();
        Self { stripe: Stripe::new(api, true, form()), twin }
    }

    fn attempt(&self, key: &str, amount: Money) -> Attempt {
        let now = self.twin.with(|_, now_ms| now_ms);
        Attempt {
            key: key.to_owned(),
            reference: String::new(),
            payee: String::new(),
            amount,
            began_at: Timestamp::from_millisecond(now).unwrap(),
        }
    }

    async fn pay(&self, attempt: &Attempt, method: &str) -> Result<Seen, PaymentError> {
        let request = Authorize {
            attempt: attempt.clone(),
            method: method.to_owned(),
            order: "ord_1".to_owned(),
            return_url: "https://shop.example/checkout/1".to_owned(),
            fee_basis_points: 250,
            keep: false,
            presence: Presence::Here,
            server: "srv_1".to_owned(),
        };
        self.stripe.authorize(request).await
    }

    fn fault(&self, on: &str, what: What) {
        let fault = Fault { on: on.to_owned(), account: None, after: 0, times: 1, what };
        self.twin.with(|twin, _| twin.fault(fault));
    }

    /// What the twin took and gave back: charges that were captured, and their sum.
    fn taken(&self) -> (usize, i64) {
        self.twin.with(|twin, _| {
            let charges = twin.charges();
            let captured = charges.iter().filter(|line| line.captured > 0);
            (captured.clone().count(), captured.map(|line| line.captured).sum())
        })
    }

    fn token(&self, number: &str) -> String {
        self.twin.with(|twin, now_ms| {
            let paper = Paper::card(number);
            let token = twin.tokenize(now_ms, "pk_test_shop", None, &paper).unwrap();
            token["id"].as_str().unwrap().to_owned()
        })
    }
}

#[tokio::test]
async fn held_taken_and_given_back_in_parts() {
    let desk = Desk::open().await;
    let attempt = desk.attempt("chk_1-0", eur(2_490));
    let held = desk.pay(&attempt, &desk.token("4242424242424242")).await.unwrap();
    assert_eq!((held.observed, held.amount), (Observed::Authorized, eur(2_490)));
    assert_eq!(desk.taken(), (0, 0));
    let attempt = Attempt { reference: held.reference, ..attempt };
    let taken = desk.stripe.capture(attempt.clone()).await.unwrap();
    assert_eq!((taken.observed, taken.amount), (Observed::Captured, eur(2_490)));
    assert!(taken.kept.iter().any(|(kind, _)| *kind == Movement::ProviderFee), "{:?}", taken.kept);
    assert_eq!(
        desk.stripe.capture(attempt.clone()).await.unwrap().observed,
        Observed::Captured,
        "twice is once"
    );
    for (key, amount) in [("rfd_1", 490), ("rfd_1", 490), ("rfd_2", 2_000)] {
        assert_eq!(desk.stripe.refund(attempt.clone(), key, eur(amount)).await, Ok(Returned::Done), "{key}");
    }
    let beyond = desk.stripe.refund(attempt.clone(), "rfd_3", eur(1)).await;
    assert!(matches!(beyond, Err(PaymentError::Refused(_))), "{beyond:?}");
    // A day later the key is forgotten, the refund is not.
    desk.twin.advance(26 * 3_600_000);
    assert_eq!(desk.stripe.refund(attempt, "rfd_2", eur(2_000)).await, Ok(Returned::Done));
    assert_eq!(desk.taken(), (1, 2_490));
}

#[tokio::test]
async fn a_hold_is_let_go_and_what_was_never_heard_of_is_closed() {
    let desk = Desk::open().await;
    let attempt = desk.attempt("chk_1-0", eur(900));
    desk.pay(&attempt, "pm_card_visa").await.unwrap();
    // Without the reference too: found by the key among the payments of that time.
    assert_eq!(desk.stripe.void(attempt.clone()).await.unwrap().observed, Observed::Voided);
    assert_eq!(desk.stripe.void(attempt.clone()).await.unwrap().observed, Observed::Voided);
    assert!(matches!(desk.stripe.capture(attempt).await, Err(PaymentError::Refused(_))));
    let never = desk.attempt("chk_2-0", eur(900));
    assert_eq!(desk.stripe.look_up(never.clone()).await, Ok(None));
    assert_eq!(desk.stripe.void(never.clone()).await.unwrap().observed, Observed::Voided);
    let late = desk.pay(&never, "pm_card_visa").await;
    assert_eq!(late, Err(PaymentError::Unknown), "a request that arrives after all does nothing");
    assert_eq!(desk.stripe.look_up(never).await.unwrap().unwrap().observed, Observed::Voided);
    assert_eq!(desk.taken(), (0, 0));
}

#[tokio::test]
async fn refusals_and_challenges_say_what_the_buyer_can_do() {
    let desk = Desk::open().await;
    let cases = [
        ("pm_card_visa_chargeDeclined", Decline::Generic),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", Decline::InsufficientFunds),
        ("pm_card_chargeDeclinedExpiredCard", Decline::ExpiredCard),
        ("pm_card_chargeDeclinedIncorrectCvc", Decline::IncorrectDetails),
    ];
    for (place, (method, reason)) in cases.into_iter().enumerate() {
        let attempt = desk.attempt(&format!("chk_{place}-0"), eur(900));
        let seen = desk.pay(&attempt, method).await.unwrap();
        assert_eq!((seen.observed, seen.decline), (Observed::Failed, Some(reason)), "{method}");
    }
    let attempt = desk.attempt("chk_9-0", eur(900));
    let asked = desk.pay(&attempt, "pm_card_threeDSecure2Required").await.unwrap();
    assert_eq!(asked.observed, Observed::RequiresAction);
    assert!(asked.challenge.unwrap().url.starts_with("http"), "a page of the bank's");
    assert_eq!(desk.taken(), (0, 0));
}

/// Whatever becomes of an answer, one attempt is one payment, and looking up finds the truth.
#[tokio::test]
async fn lost_answers_never_pay_twice() {
    let faults = [
        What::LostBefore,
        What::LostAfter,
        What::Stored500 { acted: true },
        What::Stored500 { acted: false },
        What::InFlight,
        What::TooMany,
    ];
    for (place, what) in faults.into_iter().enumerate() {
        let desk = Desk::open().await;
        let attempt = desk.attempt(&format!("chk_{place}-0"), eur(2_490));
        desk.fault("PaymentIntents_create", what.clone());
        let answer = desk.pay(&attempt, "pm_card_visa").await;
        let sure = matches!(answer, Err(PaymentError::Down));
        assert_eq!(sure, what == What::TooMany, "{what:?}: {answer:?}");
        let acted = matches!(what, What::LostAfter | What::Stored500 { acted: true });
        let found = desk.stripe.look_up(attempt.clone()).await.unwrap();
        assert_eq!(found.is_some(), acted, "{what:?}");
        if acted {
            desk.fault("PaymentIntents_capture", What::LostAfter);
            assert_eq!(desk.stripe.capture(attempt.clone()).await, Err(PaymentError::Unknown));
            let seen = desk.stripe.capture(attempt.clone()).await.unwrap();
            assert_eq!((seen.observed, seen.amount), (Observed::Captured, eur(2_490)), "{what:?}");
            desk.fault("Refunds_create", What::LostAfter);
            assert_eq!(
                desk.stripe.refund(attempt.clone(), "rfd_1", eur(90)).await,
                Err(PaymentError::Unknown)
            );
            assert_eq!(desk.stripe.refund(attempt, "rfd_1", eur(90)).await, Ok(Returned::Done));
            assert_eq!(desk.taken(), (1, 2_490), "{what:?}");
        } else {
            assert_eq!(desk.stripe.void(attempt).await.unwrap().observed, Observed::Voided, "{what:?}");
            assert_eq!(desk.taken(), (0, 0), "{what:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_about_other_money_is_nobodys() {
    for what in [What::WrongAmount { by: 1 }, What::WrongCurrency { currency: "usd".to_owned() }] {
        let desk = Desk::open().await;
        let attempt = desk.attempt("chk_1-0", eur(2_490));
        desk.fault("PaymentIntents_create", what.clone());
        assert_eq!(desk.pay(&attempt, "pm_card_visa").await, Err(PaymentError::Unknown), "{what:?}");
    }
}

#[tokio::test]
async fn stripe_takes_as_much_as_was_shown_whatever_decimals_a_currency_has() {
    for (amount, currency, taken) in
        [(500, Currency::JPY, 500), (500, Currency::EUR, 500), (12_340, Currency::KWD, 12_340)]
    {
        let desk = Desk::open().await;
        let attempt = desk.attempt("chk_1-0", Money::new(amount, currency));
        desk.pay(&attempt, "pm_card_visa").await.unwrap();
        desk.stripe.capture(attempt).await.unwrap();
        assert_eq!(desk.taken(), (1, taken), "{currency}, as Stripe counts it");
    }
}

#[tokio::test]
async fn a_saved_card_pays_two_connected_shops_and_is_forgotten() {
    let desk = Desk::open().await;
    let token = desk.token("4242424242424242");
    let Saving::Saved(saved) = desk.stripe.save(NewMethod::for_visits(&token)).await.unwrap() else {
        panic!("this card asks nobody")
    };
    assert_eq!(
        (saved.brand.as_str(), saved.last4.as_str(), saved.expires.as_str()),
        ("Visa", "4242", "12/34")
    );
    for shop in 0..2 {
        let payee = desk.twin.with(|twin, now_ms| twin.connect(now_ms, KEY));
        let attempt = Attempt { payee, ..desk.attempt(&format!("chk_{shop}-0"), eur(10_000)) };
        desk.pay(&attempt, &saved.token).await.unwrap();
        let taken = desk.stripe.capture(attempt.clone()).await.unwrap();
        let fee = taken.kept.iter().find(|(kind, _)| *kind == Movement::ApplicationFee);
        assert_eq!(fee, Some(&(Movement::ApplicationFee, eur(250))), "{:?}", taken.kept);
        assert_eq!(desk.stripe.refund(attempt, &format!("rfd_{shop}"), eur(500)).await, Ok(Returned::Done));
    }
    assert_eq!(desk.taken(), (2, 20_000));
    desk.stripe.forget(&saved.token).await.unwrap();
    desk.stripe.forget(&saved.token).await.unwrap();
    let attempt = desk.attempt("chk_9-0", eur(900));
    assert!(desk.pay(&attempt, &saved.token).await.is_err(), "it is forgotten");
}

#[tokio::test]
async fn a_server_that_is_not_there_charges_nothing() {
    let http = SafeClient::new(Reach::internet_and_loopback()).unwrap();
    let api = Api::new(http, "http://127.0.0.1:9", KEY).unwrap();
    let desk = Desk { stripe: Stripe::new(api, true, form()), ..Desk::open().await };
    let attempt = desk.attempt("chk_1-0", eur(900));
    assert_eq!(desk.pay(&attempt, "pm_card_visa").await, Err(PaymentError::Down));
}

#[tokio::test]
async fn a_method_is_saved_with_the_payment_and_only_what_the_form_gave_is_taken() {
    let desk = Desk::open().await;
    let attempt = desk.attempt("chk_1-0", eur(900));
    let request = Authorize {
        attempt: attempt.clone(),
        method: desk.token("4242424242424242"),
        order: "ord_1".to_owned(),
        return_url: "https://shop.example/checkout/1".to_owned(),
        fee_basis_points: 250,
        keep: true,
        presence: Presence::Here,
        server: "srv_1".to_owned(),
    };
    let held = desk.stripe.authorize(request).await.unwrap();
    assert_eq!(held.observed, Observed::Authorized);
    let attempt = Attempt { reference: held.reference, ..attempt };
    let saved = desk.stripe.kept(attempt).await.unwrap().unwrap();
    assert_eq!((saved.brand.as_str(), saved.last4.as_str()), ("Visa", "4242"));
    let again = desk.attempt("chk_2-0", eur(700));
    assert_eq!(
        desk.pay(&again, &saved.token).await.unwrap().observed,
        Observed::Authorized,
        "and pays again"
    );
    assert!(!desk.stripe.takes(&saved.token), "but not for whoever names it");
    for token in ["pm_1PxQ", "cus_1/pm_1", "card_ok", ""] {
        assert!(!desk.stripe.takes(token), "{token}");
    }
    assert!(desk.stripe.takes(&desk.token("4242424242424242")) && desk.stripe.takes("pm_card_visa"));
    let other = desk.attempt("chk_3-0", eur(700));
    assert_eq!(desk.pay(&other, "pm_card_visa").await.unwrap().observed, Observed::Authorized);
    let other =
        Attempt { reference: desk.stripe.look_up(other.clone()).await.unwrap().unwrap().reference, ..other };
    assert_eq!(desk.stripe.kept(other).await.unwrap(), None, "nothing is kept that nobody asked to keep");
}

#[tokio::test]
async fn a_failure_that_stripe_keeps_is_overcome_with_another_key() {
    for acted in [false, true] {
        let desk = Desk::open().await;
        let held = async |key: &str| {
            let attempt = desk.attempt(key, eur(900));
            let seen = desk.pay(&attempt, "pm_card_visa").await.unwrap();
            Attempt { reference: seen.reference, ..attempt }
        };
        let (taken, freed) = (held("chk_1-0").await, held("chk_2-0").await);
        for call in ["PaymentIntents_capture", "PaymentIntents_cancel", "Refunds_create"] {
            desk.fault(call, What::Stored500 { acted });
        }
        assert_eq!(desk.stripe.capture(taken.clone()).await.unwrap().observed, Observed::Captured, "{acted}");
        assert_eq!(desk.stripe.void(freed).await.unwrap().observed, Observed::Voided, "{acted}");
        assert_eq!(desk.stripe.refund(taken.clone(), "rfd_1", eur(400)).await, Ok(Returned::Done), "{acted}");
        assert_eq!(desk.stripe.refund(taken, "rfd_1", eur(400)).await, Ok(Returned::Done), "{acted}");
        let given_back =
            desk.twin.with(|twin, _| twin.charges().iter().map(|line| line.refunded).sum::<i64>());
        assert_eq!(given_back, 400, "once, {acted}");
    }
}

#[tokio::test]
async fn a_refused_payment_is_closed_and_a_payment_of_another_account_is_not_called_gone() {
    let desk = Desk::open().await;
    let attempt = desk.attempt("chk_1-0", eur(900));
    let refused = desk.pay(&attempt, "pm_card_visa_chargeDeclined").await.unwrap();
    assert_eq!(refused.observed, Observed::Failed);
    let attempt = Attempt { reference: refused.reference, ..attempt };
    let seen = desk.stripe.look_up(attempt).await.unwrap().unwrap();
    assert_eq!(seen.observed, Observed::Voided, "nobody can confirm it with another card");
    let elsewhere =
        Attempt { reference: "pi_of_another_account".to_owned(), ..desk.attempt("chk_2-0", eur(900)) };
    for answer in [
        desk.stripe.capture(elsewhere.clone()).await.map(|_| ()),
        desk.stripe.void(elsewhere).await.map(|_| ()),
    ] {
        assert_eq!(answer, Err(PaymentError::Unknown));
    }
}

/// The payments that hold money, or wait to be confirmed.
fn open_payments(desk: &Desk) -> usize {
    let charges = desk.twin.with(|twin, _| twin.charges());
    charges.iter().filter(|line| line.status == "requires_capture").count()
}

#[tokio::test]
async fn an_attempt_is_given_up_also_when_stripe_failed_for_good_under_its_key() {
    for acted in [false, true] {
        let desk = Desk::open().await;
        let never = desk.attempt("chk_1-0", eur(900));
        desk.fault("PaymentIntents_create", What::Stored500 { acted });
        assert_eq!(desk.stripe.void(never.clone()).await.unwrap().observed, Observed::Voided, "{acted}");
        assert_eq!(desk.stripe.void(never.clone()).await.unwrap().observed, Observed::Voided, "{acted}");
        assert!(desk.pay(&never, "pm_card_visa").await.is_err(), "a request that arrives after all, {acted}");
        assert_eq!((desk.taken(), open_payments(&desk)), ((0, 0), 0), "{acted}");
    }
}

/// No clock of ours decides what is found: it may have been a day behind when the attempt was dated.
#[tokio::test]
async fn a_payment_dated_by_a_wrong_clock_is_let_go_of_before_and_after_its_key_is_forgotten() {
    for (hours_off, hours_later) in [(-24, 0), (24, 0), (-24, 26), (8_760, 26), (-8_760, 1)] {
        let desk = Desk::open().await;
        let right = desk.attempt("chk_1-0", eur(900));
        let began_at = right.began_at + jiff::SignedDuration::from_hours(hours_off);
        let attempt = Attempt { began_at, ..right };
        assert_eq!(desk.pay(&attempt, "pm_card_visa").await.unwrap().observed, Observed::Authorized);
        desk.twin.advance(hours_later * 3_600_000);
        // The cancel is done and its answer is a failure that is kept: the next look must not believe an old answer.
        desk.fault("PaymentIntents_cancel", What::Stored500 { acted: true });
        let when = format!("{hours_off} h off, {hours_later} h later");
        assert_eq!(desk.stripe.void(attempt.clone()).await.unwrap().observed, Observed::Voided, "{when}");
        assert_eq!((desk.taken(), open_payments(&desk)), ((0, 0), 0), "{when}");
    }
}

#[tokio::test]
async fn two_payments_of_one_attempt_are_both_let_go_of_by_their_names() {
    let desk = Desk::open().await;
    let attempt = desk.attempt("chk_1-0", eur(900));
    let mut names = Vec::new();
    for _ in 0..2 {
        names.push(desk.pay(&attempt, "pm_card_visa").await.unwrap().reference);
        // The key is forgotten: what is asked for again is made again.
        desk.twin.advance(25 * 3_600_000);
    }
    assert_ne!(names[0], names[1]);
    for reference in names {
        let attempt = Attempt { reference, ..attempt.clone() };
        assert_eq!(desk.stripe.void(attempt).await.unwrap().observed, Observed::Voided);
    }
    assert_eq!(open_payments(&desk), 0);
}

#[tokio::test]
async fn a_typed_card_is_known_from_others_before_any_bank_is_asked() {
    let desk = Desk::open().await;
    let (one, again, other) =
        (desk.token("4242424242424242"), desk.token("4242424242424242"), desk.token("5555555555554444"));
    let card = |token: String| async { desk.stripe.fingerprint(&{ token }, "").await };
    let known = card(one).await.unwrap();
    assert!(known.is_some() && known == card(again).await.unwrap(), "the same card, typed twice");
    assert_ne!(known, card(other.clone()).await.unwrap());
    for nothing in ["pm_card_visa", "ctoken_1/../../charges", ""] {
        assert_eq!(card(nothing.to_owned()).await.unwrap(), None, "{nothing}");
    }
    desk.fault("ConfirmationTokens_retrieve", What::LostBefore);
    assert!(card(other).await.is_err());
    assert_eq!(desk.taken(), (0, 0));
}
