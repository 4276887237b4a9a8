//! A regular gift that begins on a later day, and a card whose bank asks before it is kept, over HTTP and without scripts.

use domain::donation::pledge::PledgeState;
use http::StatusCode;

use super::pledges::{DAY, pledge, tap, with};
use super::{mails_to, towns};
use crate::town::{Browser, between};

const SEEN: &str = "1000@2027-01-15";

/// The gift at `path` is to begin on 15 January, paid with `card`.
async fn detail(browser: &Browser<'_>, path: &str, card: &str) {
    let form = with(&[("starts_on", "2027-01-15"), ("payment", card)]);
    let saved = browser.post(&format!("{path}/details"), &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
}

/// Answers the bank that asks on the page at `shown`, below `path`; gives the page that comes then.
async fn answer(browser: &Browser<'_>, shown: &str, path: &str, answer: &str) -> (StatusCode, String) {
    let bank = browser.get(shown).await.text;
    assert!(bank.contains("Nothing is charged now") && bank.contains("€0.00"), "{bank}");
    let key = between(&bank, "name=\"key\" value=\"", "\"").unwrap().to_owned();
    let answered = browser.post(&format!("{path}/challenge"), &[("key", &*key), ("answer", answer)]).await;
    match answered.status {
        StatusCode::SEE_OTHER => (answered.status, browser.get(&answered.location).await.text),
        status => (status, answered.text),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_gift_on_a_later_day_is_reviewed_confirmed_at_the_bank_and_arranged() {
    for (on, town) in towns() {
        let campaign = town.house.charity().await.campaign.to_string();
        let guest = town.guest().await;
        let gift = tap(&guest, &campaign, "monthly").await;
        detail(&guest, &gift, "card_challenge").await;
        let review = guest.get(&gift).await.text;
        for wanted in [
            "Nothing is charged. The first gift is taken on 15 January 2027.",
            "€10.00 every month, first on 15 January 2027, until you stop it",
            "Give €10.00 from 15 January 2027",
            SEEN,
        ] {
            assert!(review.contains(wanted), "{on:?}: {wanted} in {review}");
        }
        // Who saw that it is given at once is asked again.
        let other = guest.post(&format!("{gift}/give"), &[("seen", "1000")]).await;
        assert_eq!(other.status, StatusCode::OK, "{on:?}");
        assert!(guest.get(&gift).await.text.contains("Give €10.00 from"), "{on:?}: nothing was done");

        let asked = guest.post(&format!("{gift}/give"), &[("seen", SEEN)]).await;
        assert_eq!(asked.location, gift, "{on:?}: {}", asked.text);
        let (_, refused) = answer(&guest, &gift, &gift, "refuse").await;
        assert!(refused.contains("This card could not be kept"), "{on:?}: {refused}");
        detail(&guest, &gift, "card_challenge").await;
        guest.post(&format!("{gift}/give"), &[("seen", SEEN)]).await;
        let (_, thanks) = answer(&guest, &gift, &gift, "confirm").await;
        for wanted in
            ["Your gift is arranged", "Nothing was charged", "15 January 2027", "Change, pause or stop"]
        {
            assert!(thanks.contains(wanted), "{on:?}: {wanted} in {thanks}");
        }
        assert!(!thanks.contains("receipt.pdf"), "{on:?}: nothing to receipt");
        let path = format!("/pledges/{}", between(&thanks, "href=\"/pledges/", "\"").unwrap());
        assert_eq!(pledge(&town, &path).await.state, PledgeState::Active, "{on:?}");
        let mails = mails_to(&town, "camille@example.com").await;
        assert!(
            mails[0].text.contains("Nothing was charged.") && mails[0].text.contains(&path),
            "{on:?}: {mails:?}"
        );
        // Its own page changes nothing any more.
        detail(&guest, &gift, "card_ok").await;
        guest.post(&format!("{gift}/give"), &[("seen", "1000")]).await;
        assert_eq!(pledge(&town, &path).await.method.last4, "3155", "{on:?}");
        let manage = guest.get(&path).await.text;
        assert!(manage.contains("Arranged. The first gift is taken on 15 January 2027."), "{on:?}: {manage}");
        assert!(!manage.contains("?do=confirm"), "{on:?}: nothing is due");
        guest.post(&format!("{path}/cancel"), &[]).await;
        assert_eq!(guest.get(&gift).await.location, path, "{on:?}: what became of it stands there");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_cannot_be_are_said_beside_their_field() {
    for (on, town) in towns() {
        let campaign = town.house.charity().await.campaign.to_string();
        let guest = town.guest().await;
        let gift = tap(&guest, &campaign, "monthly").await;
        for (starts, next, says) in [
            ("2026-11-21", "", "Choose a day from today to 22 November 2027"),
            ("2027-11-23", "", "Choose a day from today to 22 November 2027"),
            ("15/01/2027", "", "Choose a day, or leave it empty"),
            ("2027-01-15", "2027-02-01", "not both"),
        ] {
            let form = with(&[("starts_on", starts), ("next_on", next)]);
            let again = guest.post(&format!("{gift}/details"), &form).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?} {starts}");
            assert!(again.text.contains(says), "{on:?} {starts}: {}", again.text);
            assert!(again.text.contains(&format!("value=\"{starts}\"")), "{on:?}: it is not typed twice");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_card_whose_bank_asks_takes_the_place_of_the_old_one_once_it_is_answered() {
    for (on, town) in towns() {
        let campaign = town.house.charity().await.campaign.to_string();
        let guest = town.guest().await;
        let gift = tap(&guest, &campaign, "monthly").await;
        detail(&guest, &gift, "card_ok").await;
        guest.post(&format!("{gift}/give"), &[("seen", SEEN)]).await;
        let thanks = guest.get(&gift).await.text;
        let path = format!("/pledges/{}", between(&thanks, "href=\"/pledges/", "\"").unwrap());
        // Somebody else's browser: the link is in the mail.
        let donor = town.guest().await;
        for (said, wanted) in [("refuse", "4242"), ("confirm", "3155")] {
            let asks = donor.post(&format!("{path}/method"), &[("payment", "card_challenge")]).await;
            assert_eq!(asks.location, format!("{path}?do=bank"), "{on:?}: {}", asks.text);
            assert!(donor.get(&path).await.text.contains("Confirm the new card"), "{on:?}");
            assert_eq!(pledge(&town, &path).await.method.last4, "4242", "{on:?}: the old one stays");
            let back = donor.get(&format!("{path}/returned")).await;
            assert_eq!(back.location, format!("{path}?do=bank"), "{on:?}: back, and not answered");
            answer(&donor, &asks.location, &path, said).await;
            assert_eq!(pledge(&town, &path).await.method.last4, wanted, "{on:?} {said}");
        }
        assert_eq!(donor.get(&format!("{path}/returned")).await.location, path, "{on:?}: nobody asks");
        let forged = format!("{}/{}", path.rsplit_once('/').unwrap().0, "0".repeat(64));
        for act in ["challenge", "returned"] {
            let gone = donor.get(&format!("{forged}/{act}")).await;
            assert_eq!(gone.status, StatusCode::NOT_FOUND, "{on:?} {act}");
        }
        town.house.clock.advance(DAY * 55);
        app::pledges::look_over(&town.house.ctx).await.unwrap();
        town.house.drain().await;
        assert!(
            donor.get(&gift).await.text.contains("Thank you"),
            "{on:?}: the first gift, from a mail's link"
        );
    }
}
