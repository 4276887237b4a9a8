//! What is paid when its owner is not there: agreed to with a first gift, or saved before one.

use app::ports::{Attempt, Authorize, NewMethod, PaymentError, Payments, Presence, Saving, Seen};
use domain::payment::{Decline, Observed};
use twins::stripe::{Paper, What};

use super::{Desk, KEY, eur};

fn for_pledge(token: &str, payee: &str, key: &str) -> NewMethod {
    NewMethod {
        payee: payee.to_owned(),
        key: key.to_owned(),
        is_for_pledge: true,
        return_url: "https://shop.example/gifts/1/returned".to_owned(),
        ..NewMethod::for_visits(token)
    }
}

async fn ask_for(desk: &Desk, attempt: &Attempt, method: &str, presence: Presence) -> Seen {
    let request = Authorize {
        attempt: attempt.clone(),
        method: method.to_owned(),
        order: "don_1".to_owned(),
        return_url: "https://shop.example/gifts/1".to_owned(),
        fee_basis_points: 0,
        keep: false,
        presence,
        server: "srv_1".to_owned(),
    };
    desk.stripe.authorize(request).await.unwrap()
}

#[tokio::test]
async fn what_is_agreed_to_with_the_first_gift_pays_later_ones_without_its_owner() {
    // Typed for the operator, typed for a connected account, saved with the operator and copied there.
    for (is_connected, is_saved) in [(false, false), (true, false), (true, true)] {
        let desk = Desk::open().await;
        let payee = if is_connected {
            desk.twin.with(|twin, now_ms| twin.connect(now_ms, KEY))
        } else {
            String::new()
        };
        let for_payee = |key: &str| Attempt { payee: payee.clone(), ..desk.attempt(key, eur(1_000)) };
        // Asks for its owner unless it was set up for later, as European cards do.
        let token = match (is_saved, is_connected) {
            (true, _) => {
                let token = desk.token("4242424242424242");
                let Saving::Saved(saved) = desk.stripe.save(NewMethod::for_visits(&token)).await.unwrap()
                else {
                    panic!("this card asks nobody")
                };
                saved.token
            }
            (false, true) => desk.twin.with(|twin, now_ms| {
                let paper = Paper::card("4242424242424242");
                let token = twin.tokenize(now_ms, "pk_test_shop", Some(&payee), &paper).unwrap();
                token["id"].as_str().unwrap().to_owned()
            }),
            (false, false) => desk.token("4242424242424242"),
        };
        let first = for_payee("don_1-0");
        let held = ask_for(&desk, &first, &token, Presence::HereForMore).await;
        assert_eq!(held.observed, Observed::Authorized, "{is_connected} {is_saved}");
        let first = Attempt { reference: held.reference, ..first };
        let kept = desk.stripe.kept(first).await.unwrap().expect("it was agreed to");
        assert!(kept.token.starts_with(&payee), "{is_connected} {is_saved}: {}", kept.token);
        for month in 2..4 {
            let later = for_payee(&format!("don_{month}-0"));
            let held = ask_for(&desk, &later, &kept.token, Presence::Away).await;
            assert_eq!(held.observed, Observed::Authorized, "{is_connected} {is_saved}");
        }
    }
}

#[tokio::test]
async fn a_bank_that_wants_an_owner_who_is_away_refuses_and_says_so() {
    let desk = Desk::open().await;
    let later = desk.attempt("don_2-0", eur(1_000));
    let refused = ask_for(&desk, &later, "pm_card_authenticationRequired", Presence::Away).await;
    assert_eq!((refused.observed, refused.decline), (Observed::Failed, Some(Decline::AuthenticationFailed)));
    // The owner is back, and the bank asks.
    let again = desk.attempt("don_2-1", eur(1_000));
    let asked = ask_for(&desk, &again, "pm_card_authenticationRequired", Presence::Here).await;
    assert_eq!(asked.observed, Observed::RequiresAction);
}

#[tokio::test]
async fn another_card_is_saved_for_a_pledge_with_the_account_it_pays() {
    let desk = Desk::open().await;
    let payee = desk.twin.with(|twin, now_ms| twin.connect(now_ms, KEY));
    let token = desk.twin.with(|twin, now_ms| {
        let paper = Paper::card("5555555555554444");
        let token = twin.tokenize(now_ms, "pk_test_shop", Some(&payee), &paper).unwrap();
        token["id"].as_str().unwrap().to_owned()
    });
    let new = for_pledge(&token, &payee, "pledge-1");
    let Saving::Saved(saved) = desk.stripe.save(new).await.unwrap() else { panic!("this card asks nobody") };
    assert_eq!((saved.brand.as_str(), saved.last4.as_str()), ("Mastercard", "4444"));
    let later = Attempt { payee, ..desk.attempt("don_2-0", eur(1_000)) };
    let held = ask_for(&desk, &later, &saved.token, Presence::Away).await;
    assert_eq!(held.observed, Observed::Authorized);
}

/// What the form gives for a card that is typed for `payee`.
fn typed(desk: &Desk, number: &str, payee: &str) -> String {
    desk.twin.with(|twin, now_ms| {
        let account = Some(payee).filter(|payee| !payee.is_empty());
        let token = twin.tokenize(now_ms, "pk_test_shop", account, &Paper::card(number)).unwrap();
        token["id"].as_str().unwrap().to_owned()
    })
}

/// The customer answers the bank, wherever it asks.
fn answer(desk: &Desk, url: &str, passed: bool) {
    let secret = url.split_once("client_secret=").map_or(url, |(_, rest)| rest);
    let secret = secret.split('&').next().unwrap().to_owned();
    desk.twin.with(|twin, now_ms| twin.challenge(now_ms, &secret, passed)).unwrap();
}

#[tokio::test]
async fn a_bank_that_asks_before_a_card_is_saved_is_asked_once_and_its_answer_counts() {
    for is_connected in [false, true] {
        let desk = Desk::open().await;
        let payee = match is_connected {
            true => desk.twin.with(|twin, now_ms| twin.connect(now_ms, KEY)),
            false => String::new(),
        };
        let token = typed(&desk, "4000002500003155", &payee);
        let new = for_pledge(&token, &payee, "pledge-1");
        let mut urls = Vec::new();
        for _ in 0..2 {
            let asked = desk.stripe.save(new.clone()).await.unwrap();
            let Saving::Asks(challenge) = asked else { panic!("{is_connected}: this bank asks: {asked:?}") };
            urls.push(challenge.url);
        }
        assert_eq!(urls[0], urls[1], "{is_connected}: one question");
        answer(&desk, &urls[0], true);
        let Saving::Saved(saved) = desk.stripe.save(new.clone()).await.unwrap() else {
            panic!("{is_connected}: it was answered")
        };
        assert_eq!(saved.last4, "3155");
        assert_eq!(desk.stripe.save(new).await.unwrap(), Saving::Saved(saved.clone()), "{is_connected}");
        let later = Attempt { payee: payee.clone(), ..desk.attempt("don_2-0", eur(1_000)) };
        let held = ask_for(&desk, &later, &saved.token, Presence::Away).await;
        assert_eq!(held.observed, Observed::Authorized, "{is_connected}: the bank agreed before");
        assert_eq!(desk.taken(), (0, 0), "{is_connected}: saving takes nothing");
    }
}

#[tokio::test]
async fn a_bank_that_is_told_no_and_a_card_that_is_refused_save_nothing() {
    let desk = Desk::open().await;
    let new = for_pledge(&typed(&desk, "4000002500003155", ""), "", "pledge-1");
    let Saving::Asks(challenge) = desk.stripe.save(new.clone()).await.unwrap() else { panic!("it asks") };
    answer(&desk, &challenge.url, false);
    assert!(matches!(desk.stripe.save(new).await, Err(PaymentError::Refused(_))));
    let declined = for_pledge(&typed(&desk, "4000000000000002", ""), "", "pledge-2");
    assert!(matches!(desk.stripe.save(declined).await, Err(PaymentError::Refused(_))));
}

#[tokio::test]
async fn what_was_saved_for_visits_is_asked_about_before_it_pays_a_pledge() {
    for (is_connected, number) in
        [(false, "4242424242424242"), (true, "4242424242424242"), (true, "4000002500003155")]
    {
        let desk = Desk::open().await;
        let payee = match is_connected {
            true => desk.twin.with(|twin, now_ms| twin.connect(now_ms, KEY)),
            false => String::new(),
        };
        let visits = NewMethod::for_visits(&desk.token(number));
        let known = match desk.stripe.save(visits.clone()).await.unwrap() {
            Saving::Saved(known) => known,
            Saving::Asks(challenge) => {
                answer(&desk, &challenge.url, true);
                let Saving::Saved(known) = desk.stripe.save(visits).await.unwrap() else {
                    panic!("answered")
                };
                known
            }
        };
        let new = for_pledge(&known.token, &payee, "pledge-1");
        let saved = match desk.stripe.save(new.clone()).await.unwrap() {
            Saving::Saved(saved) => saved,
            Saving::Asks(challenge) => {
                assert!(
                    challenge.url.contains("return_url="),
                    "a page of its own: no form was open: {challenge:?}"
                );
                answer(&desk, &challenge.url, true);
                let Saving::Saved(saved) = desk.stripe.save(new).await.unwrap() else { panic!("answered") };
                saved
            }
        };
        assert!(saved.token.starts_with(&payee), "{number}: {}", saved.token);
        let later = Attempt { payee: payee.clone(), ..desk.attempt("don_2-0", eur(1_000)) };
        let held = ask_for(&desk, &later, &saved.token, Presence::Away).await;
        assert_eq!(held.observed, Observed::Authorized, "{is_connected} {number}");
    }
}

#[tokio::test]
async fn a_lost_answer_about_a_card_is_found_by_asking_again() {
    let faults = [
        What::LostBefore,
        What::LostAfter,
        What::Stored500 { acted: true },
        What::Stored500 { acted: false },
    ];
    let calls = ["Customers_create", "SetupIntents_create"];
    for (call, what) in calls.into_iter().flat_map(|call| faults.clone().map(|what| (call, what))) {
        let lost = format!("{call} {what:?}");
        let desk = Desk::open().await;
        let new = for_pledge(&typed(&desk, "4242424242424242", ""), "", "pledge-1");
        desk.fault(call, what);
        // Once more where the answer was lost; what Stripe failed at for good is made under another key.
        let first = desk.stripe.save(new.clone()).await;
        let saved =
            if matches!(first, Err(PaymentError::Down)) { desk.stripe.save(new).await } else { first };
        match saved {
            Ok(Saving::Saved(saved)) => assert_eq!(saved.last4, "4242", "{lost}"),
            // What was typed is used up: it is typed again, and nothing was charged.
            Err(PaymentError::Refused(_)) if lost == "SetupIntents_create Stored500 { acted: true }" => {}
            other => panic!("{lost}: {other:?}"),
        }
        assert_eq!(desk.taken(), (0, 0), "{lost}");
    }
}
