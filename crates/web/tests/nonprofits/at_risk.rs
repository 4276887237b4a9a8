//! Regular gifts that need their donors, as the nonprofit's people see them.

use domain::nonprofit::staff::NonprofitRole;
use http::StatusCode;
use jiff::SignedDuration;

use crate::town::{Browser, Town};
use crate::{member, towns};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A guest gives ten euros a month with a card that works today.
async fn begin(guest: &Browser<'_>, campaign: &str, (name, card): (&str, &str)) {
    let form = [("preset", "1000"), ("amount", ""), ("every", "monthly")];
    let gift = guest.post(&format!("/donate/{campaign}"), &form).await.location;
    let details = [
        ("amount", "10"),
        ("email", "camille@example.com"),
        ("name", name),
        ("payment", card),
        ("every", "monthly"),
    ];
    let saved = guest.post(&format!("{gift}/details"), &details).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let given = guest.post(&format!("{gift}/give"), &[("seen", "1000")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
}

async fn days(town: &Town, days: i32) {
    for _ in 0..days {
        town.house.clock.advance(DAY);
        app::pledges::look_over(&town.house.ctx).await.unwrap();
        town.house.drain().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn gifts_that_need_their_donors_are_listed_with_what_is_wrong_and_the_next_try() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        let campaign = charity.campaign.to_string();
        let guest = town.guest().await;
        begin(&guest, &campaign, ("Camille R.", "card_ok")).await;
        begin(&guest, &campaign, ("Dominique V.", "card_declined_later")).await;
        begin(&guest, &campaign, ("Lou M.", "card_challenge_later")).await;
        town.house.drain().await;
        let home = format!("/nonprofits/{}", charity.nonprofit);
        let list = format!("{home}/pledges");
        let care = member(&town, &charity, "care", NonprofitRole::DonorCare).await;
        assert!(care.get(&list).await.text.contains("None at risk"), "{on:?}");
        assert!(!care.get(&home).await.text.contains("See which"), "{on:?}");
        days(&town, 45).await;
        let care = member(&town, &charity, "care2", NonprofitRole::DonorCare).await;
        let shown = care.get(&list).await.text;
        for wanted in [
            "Dominique V.",
            "Lou M.",
            "camille@example.com",
            "€10.00 every month",
            "A new boat",
            "Refused each time",
            "The bank wants the donor",
            "Next try",
        ] {
            assert!(shown.contains(wanted), "{on:?}: {wanted} in {shown}");
        }
        assert!(!shown.contains("Camille R."), "{on:?}: whose gift arrived is not at risk");
        let overview = care.get(&home).await.text;
        assert!(overview.contains("2 regular gifts need their donors."), "{on:?}: {overview}");
        assert!(overview.contains(&list) && care.get(&format!("{home}/gifts")).await.text.contains(&list));
        let fundraiser = member(&town, &charity, "fund", NonprofitRole::Fundraiser).await;
        assert_eq!(fundraiser.get(&list).await.status, StatusCode::NOT_FOUND, "who sees no donors");
        assert!(!fundraiser.get(&home).await.text.contains("See which"), "{on:?}");
    }
}
