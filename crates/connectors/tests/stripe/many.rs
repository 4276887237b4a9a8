//! A payment whose answer was lost, among hundreds of the same minutes: it is found in a few requests, or closed.

use app::ports::{PaymentError, Payments};
use domain::payment::Observed;
use twins::stripe::{Request, What};

use super::{Desk, KEY, eur};

/// More than are looked through before the index is asked.
const OTHERS: usize = 250;
/// Longer than the twin's index takes, in milliseconds.
const INDEXED_MS: i64 = 61_000;

/// How often lists of payments were asked for.
fn lists(desk: &Desk) -> usize {
    desk.twin.with(|twin, _| twin.log().iter().filter(|it| it.operation == "PaymentIntents_list").count())
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
    for other in 0..OTHERS {
        let key = format!("chk_other{other}-0");
        let form = [("amount", "990"), ("currency", "eur"), ("metadata[attempt]", key.as_str())];
        desk.twin.call(&Request::new("POST", "/v1/payment_intents", KEY).form(&form)).unwrap();
    }
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
