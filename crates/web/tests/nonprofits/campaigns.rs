//! Campaigns: what cannot be asked for, changing one, closing it.

use domain::nonprofit::staff::NonprofitRole;
use http::StatusCode;
use testkit::house::House;

use crate::town::Town;
use crate::{everything, member, refused};

const FORM: [(&str, &str); 8] = [
    ("title", "A new boat"),
    ("story", ""),
    ("designations", ""),
    ("currency", "EUR"),
    ("goal", ""),
    ("presets", "10\n25"),
    ("starts_at", ""),
    ("ends_at", ""),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_tells_every_mistake_at_once_and_changes_nothing() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let town = Town::of(house);
    let anne = member(&town, &charity, "anne", NonprofitRole::Fundraiser).await;
    let home = format!("/nonprofits/{}/campaigns", charity.nonprofit);
    let before = everything::of(&town.house);
    let all = [
        ("title", ""),
        ("story", ""),
        ("designations", &"x".repeat(81)),
        ("currency", "EUR"),
        ("goal", "-5"),
        ("presets", ""),
        ("starts_at", "2030-01-02T10:00"),
        ("ends_at", "2030-01-01T10:00"),
    ];
    let answer = anne.post(&home, &all).await;
    for field in ["title", "designations", "goal", "presets", "ends_at"] {
        refused(&answer, field, "");
    }
    let many = "1\n2\n3\n4\n5\n6\n7";
    let (long, lines) = ("é".repeat(121), "a\n".repeat(13));
    for (field, value, says) in [
        ("title", long.as_str(), "from 1 to 120 characters"),
        ("story", &"x".repeat(5_001), "At most 5,000 characters."),
        ("goal", "0", "more than nothing"),
        ("goal", "a lot", ""),
        ("goal", "99999999999999999999", ""),
        ("presets", "10\nten", "“ten”"),
        ("presets", "1", "The least gift is €2"),
        ("presets", "0", "The least gift is €2"),
        ("presets", "-10", ""),
        ("presets", "10.001", ""),
        ("presets", "100001", "The largest gift"),
        ("presets", many, "from 1 to 6 amounts"),
        ("designations", &lines, "At most 12 purposes"),
        ("currency", "XXX", ""),
        ("starts_at", "soon", ""),
        ("ends_at", "2030-13-01T10:00", ""),
    ] {
        let form = FORM.map(|(name, right)| (name, if name == field { value } else { right }));
        let answer = anne.post(&home, &form).await;
        refused(&answer, field, says);
    }
    assert_eq!(everything::of(&town.house), before, "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_is_changed_and_closed_and_its_currency_stays() {
    let house = House::sqlite();
    let (charity, other) = (house.charity().await, house.charity().await);
    let town = Town::of(house);
    let anne = member(&town, &charity, "anne", NonprofitRole::Fundraiser).await;
    let home = format!("/nonprofits/{}/campaigns", charity.nonprofit);
    let one = format!("{home}/{}", charity.campaign);
    let shown = anne.get(&one).await.text;
    assert!(shown.contains("A new boat") && shown.contains("5,000") && !shown.contains("name=\"currency\""));
    let form = FORM.map(|(name, right)| match name {
        "title" => (name, "Two boats"),
        "currency" => (name, "JPY"),
        "ends_at" => (name, "2030-06-01T12:00"),
        _ => (name, right),
    });
    assert_eq!(anne.post(&one, &form).await.status, StatusCode::SEE_OTHER);
    let found =
        || async { app::nonprofits::campaign(&town.house.ctx, charity.campaign).await.unwrap().unwrap().0 };
    let campaign = found().await;
    assert_eq!((campaign.title.as_str(), campaign.currency.code()), ("Two boats", "EUR"));
    assert_eq!(campaign.ends_at.unwrap().to_string(), "2030-06-01T12:00:00Z", "by the nonprofit's clock");
    assert!(anne.get(&one).await.text.contains("value=\"2030-06-01T12:00\""), "the form has it again");
    assert_eq!(anne.post(&format!("{one}/close"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!found().await.open);
    let public = town.guest().await.get(&format!("/donate/{}", charity.campaign)).await.text;
    assert!(public.contains("takes no gifts any more"), "{public}");
    assert_eq!(anne.post(&format!("{one}/open"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(found().await.open);
    // Another nonprofit's campaign is not there, whatever is tried.
    let before = everything::of(&town.house);
    let theirs = format!("{home}/{}", other.campaign);
    assert_eq!(anne.get(&theirs).await.status, StatusCode::NOT_FOUND);
    assert_eq!(anne.post(&theirs, &FORM).await.status, StatusCode::NOT_FOUND);
    assert_eq!(anne.post(&format!("{theirs}/close"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(everything::of(&town.house), before, "nothing has changed");
}
