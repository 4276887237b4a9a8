//! The operator's side.

use domain::nonprofit::state::NonprofitState;
use http::StatusCode;
use testkit::house::House;

use crate::town::Town;
use crate::{apply, everything, find, towns};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_operator_reads_the_signed_consent() {
    let town = Town::new();
    let owner = town.browser("anne", false).await;
    let operator = town.browser("olga", true).await;
    let id = apply(&owner).await;
    let path = format!("/console/nonprofits/{id}/consent");
    assert_eq!(operator.get(&path).await.status, StatusCode::NOT_FOUND, "none was brought");
    let home = format!("/nonprofits/{id}/application");
    owner.post_files(&home, &[("words", "")], Some(("consent", PDF))).await;
    for (who, browser) in [("the owner", &owner), ("somebody", &town.browser("bob", false).await)] {
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{who}");
    }
    let stranger = town.guest().await.get(&path).await;
    assert!(stranger.location.starts_with("/sign-in"), "{}", stranger.location);
    let files = find_keys(&town, id).await;
    for key in &files {
        let served = town.guest().await.get(&format!("/media/{key}")).await;
        assert_eq!(served.status, StatusCode::NOT_FOUND, "{key} is not among the pictures");
    }
    let read = operator.get(&path).await;
    assert_eq!((read.status, read.text.as_bytes()), (StatusCode::OK, PDF));
    assert!(operator.get("/console/log").await.text.contains("Read the signed consent"));
}

async fn find_keys(town: &Town, id: domain::ids::NonprofitId) -> Vec<String> {
    let kept = town.house.ctx.db().read(move |conn| store::nonprofits::consent(conn, id)).await.unwrap();
    let (key, _) = kept.expect("it was brought");
    vec![key]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nonprofit_is_no_shop_in_the_console() {
    for (on, town) in towns() {
        let owner = town.browser("anne", false).await;
        let operator = town.browser("olga", true).await;
        apply(&owner).await;
        let shops = operator.get("/console/merchants").await.text;
        assert!(!shops.contains("Sauveteurs"), "{on:?}: {shops}");
        let new = operator.get("/console/merchants?state=new").await.text;
        assert!(!new.contains("Sauveteurs"), "{on:?}: {new}");
        let overview = operator.get("/console").await.text;
        let counted = |href: &str| {
            let from = overview.split(&format!("href=\"{href}\"><b>")).nth(1).unwrap();
            from.split("</b>").next().unwrap().to_owned()
        };
        assert_eq!((counted("/console/merchants"), counted("/console/nonprofits")), ("0".into(), "1".into()));
        for state in ["refused", "verified", "suspended"] {
            let list = operator.get(&format!("/console/nonprofits?state={state}")).await.text;
            assert!(list.contains("No nonprofit is in this state."), "{on:?} {state}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_is_not_possible_now_changes_nothing() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let town = Town::of(house);
    let operator = town.browser("olga", true).await;
    let home = format!("/console/nonprofits/{}", charity.nonprofit);
    let before = everything::of(&town.house);
    for (what, status) in [
        ("verify", StatusCode::UNPROCESSABLE_ENTITY),
        ("refuse", StatusCode::UNPROCESSABLE_ENTITY),
        ("limit", StatusCode::NOT_FOUND),
        ("%00", StatusCode::NOT_FOUND),
    ] {
        let answer = operator.post(&format!("{home}/{what}"), &[("reason", "Late")]).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text);
    }
    let long = "é".repeat(4_001);
    for reason in ["", " \u{a0} ", &long] {
        let answer = operator.post(&format!("{home}/suspend"), &[("reason", reason)]).await;
        crate::refused(&answer, "reason", "");
        let answer = operator.post(&format!("{home}/write"), &[("words", reason)]).await;
        crate::refused(&answer, "words", "");
    }
    for id in ["1", "npo_0000000000001", "mer_0000000000001", "-1", "%ff"] {
        let answer = operator.post(&format!("/console/nonprofits/{id}/suspend"), &[("reason", "x")]).await;
        assert!(answer.status.is_client_error(), "{id}: {}", answer.status);
    }
    assert_eq!(find(&town, charity.nonprofit).await.state, NonprofitState::Verified);
    assert_eq!(everything::of(&town.house), before, "nothing has changed");
}
