//! A payment whose answer was lost, among hundreds or thousands of the same minutes: it is found in a few requests, or
//! closed, and nobody waits for ever.

use app::ports::{Attempt, PaymentError, Payments};
use domain::payment::Observed;
use twins::stripe::{Request, What};

use super::{Desk, KEY, eur};

/// More than are looked through before the index is asked.
const OTHERS: usize = 250;
/// More than one try looks through.
const THOUSANDS: usize = 5_100;
/// Longer than the twin's index takes, in milliseconds.
const INDEXED_MS: i64 = 61_000;
const DAY_MS: i64 = 86_400_000;
/// Longer than an attempt's payment may take to be made.
const ITS_TIME_MS: i64 = 31 * 60_000;

/// How often lists of payments were asked for.
fn lists(desk: &Desk) -> usize {
    desk.twin.with(|twin, _| twin.log().iter().filter(|it| it.operation == "PaymentIntents_list").count())
}

/// That many other payments.
fn others(desk: &Desk, many: usize) {
    desk.twin.with(|twin, _| twin.settings().check_answers = false);
    for other in 0..many {
        let key = format!("chk_other{other}-0");
        let form = [("amount", "990"), ("currency", "eur"), ("metadata[attempt]", key.as_str())];
        desk.twin.call(&Request::new("POST", "/v1/payment_intents", KEY).form(&form)).unwrap();
    }
}

/// An attempt that Stripe failed at, and whose key it keeps that failure under.
async fn failed(desk: &Desk, key: &str, acted: bool) -> Attempt {
    let attempt = desk.attempt(key, eur(2_490));
    desk.fault("PaymentIntents_create", What::Stored500 { acted });
    let failed = desk.pay(&attempt, &desk.token("4242424242424242")).await;
    assert!(matches!(failed, Err(PaymentError::Unknown)), "{key}: {failed:?}");
    attempt
}

#[tokio::test]
async fn a_failed_attempt_among_thousands_of_its_minutes_comes_to_an_end() {
    let desk = Desk::open().await;
    let made = failed(&desk, "chk_made-0", true).await;
    let nothing = failed(&desk, "chk_nothing-0", false).await;
    others(&desk, THOUSANDS);

    // Neither is within what one try looks through, and the index is too young to ask: nothing is said.
    for attempt in [&made, &nothing] {
        assert_eq!(desk.stripe.void(attempt.clone()).await, Err(PaymentError::Unknown), "{}", attempt.key);
    }
    // The next try goes on from there.
    let gone = desk.stripe.void(made).await.unwrap();
    assert_eq!(gone.observed, Observed::Voided);
    assert!(!gone.reference.is_empty(), "the one that was made");
    let mut gone = desk.stripe.void(nothing.clone()).await;
    if gone == Err(PaymentError::Unknown) {
        gone = desk.stripe.void(nothing).await;
    }
    assert_eq!(gone.unwrap().reference, "", "none was ever made");
    assert_eq!(desk.taken(), (0, 0));
}

#[tokio::test]
async fn a_failed_attempt_does_not_wait_for_all_that_a_shop_was_ever_paid() {
    let desk = Desk::open().await;
    others(&desk, THOUSANDS);
    desk.twin.advance(DAY_MS);
    let first = failed(&desk, "chk_first-0", false).await;
    let second = failed(&desk, "chk_second-0", false).await;
    let third = failed(&desk, "chk_third-0", false).await;

    // It may have been made at another time than our clock said.
    assert_eq!(desk.stripe.void(first.clone()).await, Err(PaymentError::Unknown), "its time is not over");
    desk.twin.advance(ITS_TIME_MS);
    assert_eq!(
        desk.stripe.void(second.clone()).await,
        Err(PaymentError::Unknown),
        "nothing tells what time it is"
    );
    others(&desk, 1);
    for (attempt, most) in [(first, 3), (second, 3), (third, 60)] {
        let before = lists(&desk);
        assert_eq!(desk.stripe.void(attempt.clone()).await.unwrap().reference, "", "{}", attempt.key);
        let asked = lists(&desk) - before;
        assert!(asked <= most, "{}: {asked} lists", attempt.key);
    }
}

#[tokio::test]
async fn a_lost_payment_among_hundreds_is_found_in_a_few_requests_or_closed() {
    let desk = Desk::open().await;
    desk.twin.with(|twin, _| twin.settings().check_answers = false);
    let tries =
        [("chk_lost-0", What::LostAfter), ("chk_late-0", What::LostAfter), ("chk_never-0", What::LostBefore)];
    let mut attempts = Vec::new();
    for (key, fault) in tries {
        let attempt = desk.attempt(key, eur(2_490));
        desk.fault("PaymentIntents_create", fault);
        let lost = desk.pay(&attempt, &desk.token("4242424242424242")).await;
        assert!(matches!(lost, Err(PaymentError::Unknown | PaymentError::Down)), "{key}: {lost:?}");
        attempts.push(attempt);
    }
    others(&desk, OTHERS);
    let [lost, late, never] = attempts.try_into().unwrap();

    // The index knows of nothing so new: nothing is said, and nothing is given up for it.
    assert_eq!(desk.stripe.look_up(lost.clone()).await.unwrap(), None);
    // Who gives up looks through all of them rather than leave a hold.
    let gone = desk.stripe.void(late).await.unwrap();
    assert_eq!(gone.observed, Observed::Voided);
    assert!(!gone.reference.is_empty(), "the one that was made, and not a fence beside it");

    desk.twin.advance(INDEXED_MS);
    let before = lists(&desk);
    let found = desk.stripe.look_up(lost.clone()).await.unwrap().unwrap();
    assert_eq!((found.observed, found.amount), (Observed::Authorized, eur(2_490)));
    assert_eq!(desk.stripe.void(never).await.unwrap().observed, Observed::Voided);
    assert!(lists(&desk) - before <= 4, "{} lists", lists(&desk) - before);
    let taken = desk.stripe.capture(lost).await.unwrap();
    assert_eq!(taken.observed, Observed::Captured);
    assert_eq!(desk.taken(), (1, 2_490), "once, and nothing else");
}
