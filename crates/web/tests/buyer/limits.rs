//! How often one address may do what costs: told kindly, on the pages as over the API.

use app::limits::{Act, Rate, Rates};
use jiff::SignedDuration;

use super::town::{Browser, Town};

const TWO: Rate = Rate { count: 2, per: SignedDuration::from_mins(1) };

#[tokio::test]
async fn who_begins_too_many_checkouts_is_told_how_long_to_wait() {
    let town = Town::limited(Rates::OFF.with(Act::Checkout, Some(TWO))).await;
    let guest = Browser::default();
    let form = format!("offer={}", town.choice(0));
    town.post(&guest, "/buy", &form).await.expect(303);
    town.post(&guest, "/basket/add", &form).await.expect(303);
    let refused =
        town.post(&guest, "/buy", &form).await.expect(429).says(&["Too fast", "Please wait 31\u{a0}s"]);
    let wait: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(wait, 31);
    town.post(&Browser::default(), "/basket/checkout", "").await.expect(429);
    town.house.clock.advance(SignedDuration::from_secs(wait));
    town.post(&guest, "/buy", &form).await.expect(303);
}

#[tokio::test]
async fn who_tries_too_many_payments_waits_and_keeps_the_checkout() {
    let town = Town::limited(Rates::OFF.with(Act::Payment, Some(TWO))).await;
    let guest = Browser::default();
    let at = town.checkout(&guest).await;
    for _ in 0..2 {
        town.post(&guest, &format!("{at}/pay"), "seen=").await;
    }
    town.post(&guest, &format!("{at}/pay"), "seen=").await.expect(429).says(&["Too fast"]);
    town.get(&guest, &at).await.expect(200).says(&["12 rue des Lilas", "24.90"]);
}

#[tokio::test]
async fn passwords_links_and_accounts_are_counted_each_by_itself() {
    let rates = [Act::SignIn, Act::SignUp, Act::Letter]
        .into_iter()
        .fold(Rates::OFF, |rates, act| rates.with(act, Some(TWO)));
    let town = Town::limited(rates).await;
    let guest = Browser::default();
    for (path, form) in [
        ("/sign-in", "login=nobody&password=wrong-password"),
        ("/orders/find", "email=a%40example.org"),
        ("/sign-up", "display_name=A&handle=ab&email=x%40example.org&password=long-enough-7x"),
    ] {
        let mut answers = Vec::new();
        for _ in 0..3 {
            answers.push(town.post(&guest, path, form).await.status.as_u16());
            // Signing up signs in; the next stranger sits at the same address.
            town.post(&guest, "/sign-out", "").await;
        }
        assert!(answers[0] != 429 && answers[1] != 429 && answers[2] == 429, "{path}: {answers:?}");
    }
    town.post(&guest, "/forgot", "email=a%40example.org").await.expect(429);
}
