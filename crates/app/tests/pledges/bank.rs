//! A bank that wants its customer before a card is kept: for a first gift on a later day, and in place of the card that a
//! pledge is paid with.

use app::checkout::MethodChoice;
use app::donations::Given;
use app::donations::shield::Trier;
use app::pledges::{self, ActError, Paying};
use buyline_app as app;
use domain::donation::interval::Interval;
use domain::donation::state::DonationState;
use domain::payment::Decline;
use jiff::civil::date;
use testkit::house::{House, On, give_with};

use super::{again, begin, days, each, given, look, open_gift, pledge_of, wish_later};

fn typed(card: &str) -> MethodChoice {
    MethodChoice::New { token: card.to_owned(), remember: false }
}

#[tokio::test]
async fn a_first_gift_is_promised_once_the_bank_was_answered() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let gift = wish_later(&house.ctx, &house.charity().await, 1_000, date(2027, 1, 15)).await;
        for agrees in [false, true] {
            let Given::Action { url } = give_with(&house.ctx, &gift, "card_challenge").await else {
                panic!("{on:?}: this bank asks")
            };
            let asked = open_gift(&house.ctx, &gift).await;
            let question = asked.later().expect("not promised yet").asked.clone();
            assert_eq!(question.url, url, "{on:?}: its page can be opened again");
            // The same tap again is the same question.
            assert_eq!(give_with(&house.ctx, &asked, "card_challenge").await, Given::Action { url });
            let other = pledges::answer_promise(&house.ctx, &asked, ("pledge-1", true), String::new()).await;
            assert_eq!(other.unwrap(), None, "{on:?}: another question");
            let unanswered = pledges::returned_to_promise(&house.ctx, &asked, String::new()).await.unwrap();
            assert!(matches!(unanswered, Some(Given::Action { .. })), "{on:?}: back, and not answered");
            let answer = (question.key.as_str(), agrees);
            let told = pledges::answer_promise(&house.ctx, &asked, answer, String::new()).await.unwrap();
            let wanted = if agrees { Given::Promised } else { Given::Declined(Decline::Generic) };
            assert_eq!(told, Some(wanted), "{on:?}");
            let again = pledges::answer_promise(&house.ctx, &asked, answer, String::new()).await.unwrap();
            assert!(!matches!(again, Some(Given::Settled | Given::Action { .. })), "{on:?}: {again:?}");
            let state = open_gift(&house.ctx, &gift).await.donation.state;
            assert_eq!(state == DonationState::Promised, agrees, "{on:?}");
        }
        house.drain().await;
        house.must_be_clean().await;
        let pledge = pledge_of(&house.ctx, &open_gift(&house.ctx, &gift).await).await;
        days(&house, &house.ctx, 55).await;
        let later = again(&house.ctx, &pledge).await;
        assert_eq!(given(&later), [(0, 1_000)], "{on:?}: what the bank agreed to");
        house.must_be_clean().await;
    }
}

#[tokio::test]
async fn a_gift_that_is_changed_while_the_bank_asks_is_not_promised_by_its_answer() {
    let house = House::sqlite();
    let gift = wish_later(&house.ctx, &house.charity().await, 1_000, date(2027, 1, 15)).await;
    let asks = give_with(&house.ctx, &gift, "card_challenge").await;
    assert!(matches!(asks, Given::Action { .. }));
    let mut asked = open_gift(&house.ctx, &gift).await;
    let change = testkit::house::donor(domain::money::Money::new(5_000, domain::money::Currency::EUR));
    let stale = asked.clone();
    app::donations::change(&house.ctx, &mut asked, change).await.unwrap();
    let key = stale.later().unwrap().asked.key.clone();
    let told = pledges::answer_promise(&house.ctx, &stale, (&key, true), String::new()).await.unwrap();
    assert_eq!(told, Some(Given::Changed));
    assert_eq!(open_gift(&house.ctx, &gift).await.donation.state, DonationState::Open);
    assert_eq!(house.drain().await, 1, "the provider is told to forget the card");
}

#[tokio::test]
async fn the_old_card_stays_until_the_bank_of_the_new_one_was_answered() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let gift = begin(&house.ctx, &charity, 1_000, each(Interval::Monthly), "card_declined_later").await;
        let pledge = pledge_of(&house.ctx, &gift).await;
        days(&house, &house.ctx, 31).await;
        for agrees in [false, true] {
            let risky = again(&house.ctx, &pledge).await;
            let asks =
                pledges::pay_with(&house.ctx, &risky, typed("card_challenge"), (String::new(), None)).await;
            assert_eq!(asks.unwrap(), Paying::Asks, "{on:?}");
            look(&house.ctx).await;
            let asked = again(&house.ctx, &pledge).await;
            assert_eq!(asked.pledge.method.last4, "0325", "{on:?}: the old one stays");
            assert!(!asked.pledge.asked.url.is_empty(), "{on:?}");
            let back = pledges::returned_from_bank(&house.ctx, &asked, String::new()).await.unwrap();
            assert_eq!(back, Some(Paying::Asks), "{on:?}: back, and not answered");
            let key = asked.pledge.asked.key.clone();
            let told = pledges::answer_bank(&house.ctx, &asked, (&key, agrees), String::new()).await;
            match agrees {
                false => assert!(matches!(told, Err(ActError::Method)), "{on:?}: {told:?}"),
                true => assert_eq!(told.unwrap(), Some(Paying::From), "{on:?}"),
            }
            let fresh = again(&house.ctx, &pledge).await;
            let told = pledges::answer_bank(&house.ctx, &fresh, (&key, true), String::new()).await;
            assert_eq!(told.unwrap(), None, "{on:?}: answered once");
        }
        look(&house.ctx).await;
        let mended = again(&house.ctx, &pledge).await;
        assert_eq!(mended.pledge.method.last4, "3155", "{on:?}");
        assert_eq!(given(&mended), [(0, 1_000), (1, 1_000)], "{on:?}: what was owed is given with it");
        house.must_be_clean().await;
    }
}

#[tokio::test]
async fn cards_are_not_tested_by_offering_them_to_a_pledge() {
    let house = House::sqlite();
    let gift = begin(&house.ctx, &house.charity().await, 1_000, each(Interval::Monthly), "card_ok").await;
    let pledge = pledge_of(&house.ctx, &gift).await;
    let (mut refused, mut stopped) = (0, 0);
    for attempt in 0..20_u8 {
        let from =
            Trier { ip: std::net::IpAddr::from([203, attempt, 113, 7]), device: format!("bot {attempt}") };
        let from = (String::new(), Some(from));
        match pledges::pay_with(&house.ctx, &pledge, typed("card_declined"), from).await {
            Err(ActError::Method) => refused += 1,
            Err(ActError::Stopped(_)) => stopped += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((refused, stopped), (5, 15));
    assert_eq!(again(&house.ctx, &pledge).await.pledge.method.last4, "4242", "the old one stays");
}
