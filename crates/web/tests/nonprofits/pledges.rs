//! Gifts that come again over HTTP, without scripts: chosen, reviewed, begun, changed, paused and stopped.

use domain::donation::pledge::{Pledge, PledgeState};
use domain::ids::PledgeId;
use http::StatusCode;
use jiff::SignedDuration;

use super::towns;
use crate::town::{Browser, Town, between};

pub const DAY: SignedDuration = SignedDuration::from_hours(24);

const DETAILS: [(&str, &str); 10] = [
    ("amount", "10"),
    ("email", "camille@example.com"),
    ("name", "Camille R."),
    ("address", ""),
    ("payment", "card_ok"),
    ("every", "monthly"),
    ("starts_on", ""),
    ("next_on", ""),
    ("ends_on", ""),
    ("ends_count", ""),
];

pub fn with<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    DETAILS
        .iter()
        .map(|(name, right)| {
            (*name, changed.iter().find(|(field, _)| field == name).map_or(*right, |(_, other)| *other))
        })
        .collect()
}

/// Taps Donate on ten euros in a rhythm; gives the path of the gift.
pub async fn tap(browser: &Browser<'_>, campaign: &str, every: &str) -> String {
    let form = [("preset", "1000"), ("amount", ""), ("every", every)];
    let begun = browser.post(&format!("/donate/{campaign}"), &form).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    begun.location
}

/// Begins a pledge of ten euros a month; gives the path of its page.
async fn begin(browser: &Browser<'_>, campaign: &str, card: &str) -> String {
    let gift = tap(browser, campaign, "monthly").await;
    let saved = browser.post(&format!("{gift}/details"), &with(&[("payment", card)])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let given = browser.post(&format!("{gift}/give"), &[("seen", "1000")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    let thanks = browser.get(&gift).await.text;
    format!("/pledges/{}", between(&thanks, "href=\"/pledges/", "\"").unwrap())
}

pub async fn pledge(town: &Town, path: &str) -> Pledge {
    let id: PledgeId = path.split('/').nth(2).unwrap().parse().unwrap();
    town.house.ctx.db().read(move |conn| store::pledges::by_id(conn, id)).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rhythm_is_chosen_reviewed_and_begun() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        let campaign = charity.campaign.to_string();
        let guest = town.guest().await;
        let form = guest.get(&format!("/donate/{campaign}")).await.text;
        assert!(form.contains("value=\"once\" checked"), "{on:?}: once is chosen before");
        let once = tap(&guest, &campaign, "once").await;
        assert!(!guest.get(&once).await.text.contains("name=\"every\""), "{on:?}: asked nothing more");

        let gift = tap(&guest, &campaign, "monthly").await;
        assert!(guest.get(&gift).await.text.contains("name=\"ends_on\""), "{on:?}");
        let form = with(&[("ends_count", "12")]);
        assert_eq!(guest.post(&format!("{gift}/details"), &form).await.status, StatusCode::SEE_OTHER);
        let review = guest.get(&gift).await.text;
        assert!(review.contains("€10.00 every month, first today, 12 times in all"), "{on:?}: {review}");
        assert!(review.contains("You can change, pause or stop them at any time"), "{on:?}: {review}");
        guest.post(&format!("{gift}/give"), &[("seen", "1000")]).await;
        let thanks = guest.get(&gift).await.text;
        assert!(thanks.contains("€10.00 every month, first today"), "{on:?}: {thanks}");
        assert!(thanks.contains("Change, pause or stop"), "{on:?}: {thanks}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_of_a_wish_is_said_at_once_and_nothing_is_promised() {
    for (on, town) in towns() {
        let campaign = town.house.charity().await.campaign.to_string();
        let guest = town.guest().await;
        let gift = tap(&guest, &campaign, "monthly").await;
        let unread = [
            ("amount", "ten"),
            ("every", "daily"),
            ("starts_on", "soon"),
            ("next_on", "tomorrow"),
            ("ends_on", "2027-13-01"),
            ("ends_count", "-3"),
        ];
        let again = guest.post(&format!("{gift}/details"), &with(&unread)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        for field in ["amount", "every", "starts_on", "next_on", "ends_on", "ends_count"] {
            assert!(
                again.text.contains(&format!("href=\"#f-{field}\"")),
                "{on:?}: {field} in {}",
                again.text
            );
        }
        let late = [("next_on", "2030-01-01"), ("ends_count", "1")];
        let again = guest.post(&format!("{gift}/details"), &with(&late)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        for field in ["next_on", "ends_count"] {
            assert!(
                again.text.contains(&format!("href=\"#f-{field}\"")),
                "{on:?}: {field} in {}",
                again.text
            );
        }
        let both = [("ends_on", "2028-01-01"), ("ends_count", "5")];
        let again = guest.post(&format!("{gift}/details"), &with(&both)).await;
        assert!(again.text.contains("not both"), "{on:?}: {}", again.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_a_mail_asks_and_one_tap_does_it() {
    for (on, town) in towns() {
        let campaign = town.house.charity().await.campaign.to_string();
        let path = begin(&town.guest().await, &campaign, "card_ok").await;
        // Somebody else's browser: the link is in the mail.
        let other = town.guest().await;
        let asked = other.get(&format!("{path}?do=cancel")).await;
        assert_eq!(asked.status, StatusCode::OK);
        assert!(asked.text.contains("Stop giving €10.00 every month to"), "{on:?}: {}", asked.text);
        assert_eq!(pledge(&town, &path).await.state, PledgeState::Active, "{on:?}: a look ends nothing");
        assert_eq!(other.post(&format!("{path}/pause"), &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(pledge(&town, &path).await.state, PledgeState::Paused);
        assert_eq!(other.post(&format!("{path}/resume"), &[]).await.status, StatusCode::SEE_OTHER);
        for _ in 0..2 {
            assert_eq!(other.post(&format!("{path}/cancel"), &[]).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(pledge(&town, &path).await.state, PledgeState::Canceled, "{on:?}");
        let over = other.get(&path).await.text;
        assert!(over.contains("Nothing is taken any more"), "{on:?}: {over}");
        let refused = other.post(&format!("{path}/resume"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_link_changes_nothing() {
    for (on, town) in towns() {
        let campaign = town.house.charity().await.campaign.to_string();
        let guest = town.guest().await;
        let path = begin(&guest, &campaign, "card_ok").await;
        let before = pledge(&town, &path).await;
        let (front, token) = path.rsplit_once('/').unwrap();
        let forged = format!("{front}/{}", "0".repeat(token.len()));
        assert_eq!(guest.get(&forged).await.status, StatusCode::NOT_FOUND, "{on:?}");
        let form = [("amount", "2"), ("every", "weekly"), ("payment", "card_ok_mastercard")];
        for act in ["change", "method", "pause", "resume", "cancel", "confirm"] {
            let refused = guest.post(&format!("{forged}/{act}"), &form).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{on:?} {act}");
        }
        assert_eq!(pledge(&town, &path).await, before, "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn amount_rhythm_and_card_are_changed_with_all_mistakes_said() {
    for (on, town) in towns() {
        let campaign = town.house.charity().await.campaign.to_string();
        let guest = town.guest().await;
        let path = begin(&guest, &campaign, "card_ok").await;
        let wrong = guest.post(&format!("{path}/change"), &[("amount", "0"), ("every", "daily")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        for field in ["amount", "every"] {
            assert!(
                wrong.text.contains(&format!("href=\"#f-{field}\"")),
                "{on:?}: {field} in {}",
                wrong.text
            );
        }
        let changed = guest.post(&format!("{path}/change"), &[("amount", "25"), ("every", "weekly")]).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{on:?}: {}", changed.text);
        let found = pledge(&town, &path).await;
        assert_eq!((found.amount.amount, found.plan.every.as_str()), (2_500, "weekly"), "{on:?}");
        let other = guest.post(&format!("{path}/method"), &[("payment", "card_ok_mastercard")]).await;
        assert_eq!(other.status, StatusCode::SEE_OTHER, "{on:?}: {}", other.text);
        assert_eq!(pledge(&town, &path).await.method.last4, "4444");
        let none = guest.post(&format!("{path}/method"), &[("payment", "")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        // A saved token of somebody's is no way to pay by naming it.
        let named = guest.post(&format!("{path}/method"), &[("payment", "nothing_known")]).await;
        assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_wants_its_donor_is_one_tap_from_the_mail() {
    for (on, town) in towns() {
        let campaign = town.house.charity().await.campaign.to_string();
        let path = begin(&town.guest().await, &campaign, "card_challenge_later").await;
        town.house.drain().await;
        for _ in 0..31 {
            town.house.clock.advance(DAY);
            app::pledges::look_over(&town.house.ctx).await.unwrap();
            town.house.drain().await;
        }
        let donor = town.guest().await;
        let asked = donor.get(&format!("{path}?do=confirm")).await.text;
        assert!(asked.contains("Your bank may ask you to confirm"), "{on:?}: {asked}");
        let confirmed = donor.post(&format!("{path}/confirm"), &[]).await;
        assert!(confirmed.location.starts_with("/gifts/"), "{on:?}: {}", confirmed.text);
        let bank = donor.get(&confirmed.location).await.text;
        let key = between(&bank, "name=\"key\" value=\"", "\"").unwrap().to_owned();
        let answer = [("key", &*key), ("answer", "confirm")];
        donor.post(&format!("{}/challenge", confirmed.location), &answer).await;
        assert!(donor.get(&confirmed.location).await.text.contains("Thank you"), "{on:?}");
        assert_eq!(pledge(&town, &path).await.state, PledgeState::Active, "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_finds_its_regular_gifts_and_nobody_elses() {
    for (on, town) in towns() {
        let campaign = town.house.charity().await.campaign.to_string();
        let anne = town.browser("anne", false).await;
        let path = begin(&anne, &campaign, "card_ok").await;
        let list = anne.get("/account/pledges").await.text;
        assert!(list.contains(&path) && list.contains("€10.00 every month"), "{on:?}: {list}");
        let berta = town.browser("berta", false).await;
        assert!(!berta.get("/account/pledges").await.text.contains(&path), "{on:?}");
        assert_eq!(berta.get(&path).await.status, StatusCode::NOT_FOUND, "{on:?}: another account");
        assert_eq!(town.guest().await.get(&path).await.status, StatusCode::OK, "{on:?}: the mail's link");
    }
}
