//! Sponsors who match gifts over HTTP: entered at the desk, read by donors at every step, raised, ended, taken away as a
//! file; without scripts.

use std::time::Duration;

use app::matching::{self, MatchForm};
use axum::body::Body;
use domain::donation::matching::Match;
use domain::money::{BasisPoints, Currency, Money};
use domain::nonprofit::staff::{NonprofitAct, NonprofitRole};
use futures_util::StreamExt;
use http::{Request, StatusCode, header};
use jiff::SignedDuration;
use testkit::house::{Charity, House};
use tower::ServiceExt;

use crate::town::{Browser, Town};
use crate::{everything, member, refused, towns};

const FORM: [(&str, &str); 8] = [
    ("sponsor", "Maison Kervella"),
    ("link", "https://kervella.example/mecenat"),
    ("percent", "100"),
    ("cap", "50"),
    ("gift_cap", ""),
    ("starts_at", ""),
    ("ends_at", ""),
    ("why", "Letter of 3 November"),
];

const DETAILS: [(&str, &str); 5] = [
    ("amount", "20"),
    ("email", "camille@example.com"),
    ("name", "Camille R."),
    ("address", ""),
    ("payment", "card_ok"),
];

fn with<'a>(changed: &[(&str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let value = |name: &str, right| changed.iter().find(|(field, _)| *field == name).map_or(right, |it| it.1);
    FORM.iter().map(|(name, right)| (*name, value(name, right))).collect()
}

/// The midnight that ends the tenth day from now, as the form wants it; the nonprofit lives by UTC.
fn deadline(town: &Town) -> String {
    let day = (town.house.ctx.now() + SignedDuration::from_hours(240)).to_zoned(jiff::tz::TimeZone::UTC);
    format!("{}T00:00", day.date())
}

/// Makes the match of the form; gives its path.
async fn make(town: &Town, charity: &Charity, anne: &Browser<'_>, changed: &[(&str, &str)]) -> String {
    let ends = deadline(town);
    let mut form = with(changed);
    for field in &mut form {
        if field.0 == "ends_at" {
            field.1 = &ends;
        }
    }
    let home = format!("/nonprofits/{}/campaigns/{}/matches", charity.nonprofit, charity.campaign);
    let made = anne.post(&home, &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    made.location.split('?').next().unwrap().to_owned()
}

async fn promised(town: &Town, charity: &Charity) -> Vec<Match> {
    let permit = charity.may(NonprofitAct::View);
    matching::of_campaign(&town.house.ctx, &permit, charity.campaign).await.unwrap().unwrap().1
}

/// Taps Donate on twenty euros and says who; gives the path of the gift, which is at its review.
async fn review(guest: &Browser<'_>, charity: &Charity) -> String {
    let form = [("preset", "other"), ("amount", "20"), ("every", "once")];
    let begun = guest.post(&format!("/donate/{}", charity.campaign), &form).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let saved = guest.post(&format!("{}/details", begun.location), &DETAILS).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    begun.location
}

async fn give(guest: &Browser<'_>, gift: &str) -> String {
    let given = guest.post(&format!("{gift}/give"), &[("seen", "2000")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    guest.get(gift).await.text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_is_entered_read_at_every_step_and_accounted_for() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        let anne = member(&town, &charity, "anne", NonprofitRole::Fundraiser).await;
        let guest = town.guest().await;
        let public = format!("/donate/{}", charity.campaign);
        assert!(!guest.get(&public).await.text.contains("Who matches gifts"), "{on:?}");
        let list = anne.get(&format!("/nonprofits/{}/campaigns", charity.nonprofit)).await.text;
        assert!(list.contains(&format!("/campaigns/{}/matches", charity.campaign)), "{on:?}: the way there");
        let one = make(&town, &charity, &anne, &[]).await;

        let page = guest.get(&public).await.text;
        assert!(page.contains("Maison Kervella doubles every gift until"), "{on:?}: {page}");
        assert!(page.contains("€50 of €50 left."), "{on:?}: {page}");
        assert!(
            page.contains("href=\"https://kervella.example/mecenat\" rel=\"nofollow noopener noreferrer\"")
        );
        let gift = review(&guest, &charity).await;
        let step = guest.get(&format!("{gift}?change=1")).await.text;
        let becomes = "Maison Kervella adds €20.00. Your €20.00 becomes €40.00.";
        assert!(step.contains(becomes), "{on:?}: {step}");
        assert!(guest.get(&gift).await.text.contains(becomes), "{on:?}: the review");
        let thanks = give(&guest, &gift).await;
        for wanted in [
            "Maison Kervella adds €20.00.",
            "Your €20.00 becomes €40.00.",
            "Your receipt is for what you gave.",
            "€30 of €50 left. Sponsors have added €20 so far.",
        ] {
            assert!(thanks.contains(wanted), "{on:?}: {wanted} in {thanks}");
        }

        // The second gift is not paid for before the third: it meets a promise that is used up.
        let late = review(&guest, &charity).await;
        for _ in 0..2 {
            let other = review(&guest, &charity).await;
            town.house.clock.advance(SignedDuration::from_secs(1));
            give(&guest, &other).await;
        }
        let thanks = give(&guest, &late).await;
        assert!(thanks.contains("Other gifts used up what Maison Kervella promised"), "{on:?}: {thanks}");
        let page = guest.get(&public).await.text;
        assert!(!page.contains("doubles every gift until"), "{on:?}: nothing is left to promise");
        assert!(page.contains("Doubles every gift. €50 of €50 added so far"), "{on:?}: {page}");

        let shown = anne.get(&one).await.text;
        for wanted in ["Used up", "Asked to pay", "€50.00", "Doubles every gift.", "entries.csv"] {
            assert!(shown.contains(wanted), "{on:?}: {wanted} in {shown}");
        }
        assert!(!shown.contains("/gifts/don_"), "a fundraiser sees no donors");
        let file = anne.get(&format!("{one}/entries.csv")).await.text;
        let lines: Vec<Vec<&str>> = file.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let asked: Vec<_> = lines.iter().map(|line| (line[4], line[7], line[9], line[10])).collect();
        let wanted = [
            ("promised", "", "", "0.00"),
            ("gift", "20.00", "20.00", "20.00"),
            ("gift", "20.00", "20.00", "40.00"),
            ("gift", "20.00", "10.00", "50.00"),
            ("gift", "20.00", "0.00", "50.00"),
        ];
        assert_eq!(asked, wanted, "{on:?}: {file}");
        assert!(!file.contains("Camille"), "the file is made to be handed on");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_opened_before_the_deadline_is_sent_after_it() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        let anne = member(&town, &charity, "anne", NonprofitRole::Fundraiser).await;
        let one = make(&town, &charity, &anne, &[]).await;
        let guest = town.guest().await;
        let gift = review(&guest, &charity).await;
        let ended = anne.post(&format!("{one}/end"), &[("why", "The sponsor wrote")]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{on:?}: {}", ended.text);
        town.house.clock.advance(SignedDuration::from_secs(1));
        let thanks = give(&guest, &gift).await;
        assert!(thanks.contains("The match of Maison Kervella was over when your gift arrived"), "{thanks}");
        assert!(!guest.get(&gift).await.text.contains("becomes"), "{on:?}");
        // And who tries to change what is over reads why that cannot be.
        for (path, form) in
            [("raise", &[("cap", "90"), ("why", "more")][..]), ("end", &[("why", "again")][..])]
        {
            assert!(
                anne.get(&format!("{one}/{path}")).await.text.contains("This match was over at"),
                "{path}"
            );
            let answer = anne.post(&format!("{one}/{path}"), form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}: {path}");
            assert!(answer.text.contains("For gifts to come, make a new one."), "{path}: {}", answer.text);
        }
        let card = guest.get(&format!("/donate/{}", charity.campaign)).await.text;
        assert!(!card.contains("doubles"), "{on:?}: what is over is no reason to give");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_tells_every_mistake_at_its_field_and_changes_nothing() {
    let house = House::sqlite();
    let (charity, other) = (house.charity().await, house.charity().await);
    let town = Town::of(house);
    let anne = member(&town, &charity, "anne", NonprofitRole::Fundraiser).await;
    let care = member(&town, &charity, "care", NonprofitRole::DonorCare).await;
    let home = format!("/nonprofits/{}/campaigns/{}/matches", charity.nonprofit, charity.campaign);
    let before = everything::of(&town.house);
    let all = [("sponsor", ""), ("link", "x"), ("percent", ""), ("cap", ""), ("gift_cap", "a"), ("why", "")];
    let answer = anne.post(&home, &with(&all)).await;
    for field in ["sponsor", "link", "percent", "cap", "gift_cap", "ends_at", "why"] {
        refused(&answer, field, "");
    }
    let ends = deadline(&town);
    let long = "x".repeat(301);
    for (field, value, says) in [
        ("sponsor", "é".repeat(81).as_str(), "from 1 to 80 characters"),
        ("link", "javascript:alert(1)", "This is no web address."),
        ("percent", "0.5", "from 1 to 1000"),
        ("percent", "1000.01", "from 1 to 1000"),
        ("percent", "-100", "from 1 to 1000"),
        ("cap", "0", "more than nothing"),
        ("cap", "-5", ""),
        ("cap", "99999999999999999999", ""),
        ("cap", "1000000000.01", "at most €1,000,000,000"),
        ("gift_cap", "51", "at most the cap of all"),
        ("gift_cap", "0", "More than nothing"),
        ("starts_at", "soon", ""),
        ("ends_at", "2020-01-01T00:00", "This deadline has passed already."),
        ("ends_at", "", "Please fill this in."),
        ("why", long.as_str(), "from 1 to 300 characters"),
    ] {
        let mut form = with(&[("ends_at", ends.as_str())]);
        for typed in form.iter_mut().filter(|typed| typed.0 == field) {
            typed.1 = value;
        }
        let answer = anne.post(&home, &form).await;
        refused(&answer, field, says);
        assert!(answer.text.contains("Maison Kervella") || field == "sponsor", "what was typed stays");
    }
    // Another's campaign, and who may not edit campaigns.
    let theirs = format!("/nonprofits/{}/campaigns/{}/matches", charity.nonprofit, other.campaign);
    for path in [theirs.clone(), format!("{theirs}/new")] {
        assert_eq!(anne.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(anne.post(&theirs, &with(&[])).await.status, StatusCode::NOT_FOUND);
    assert_eq!(care.post(&home, &with(&[])).await.status, StatusCode::NOT_FOUND);
    assert_eq!(care.get(&home).await.status, StatusCode::OK, "but they may look");
    assert_eq!(everything::of(&town.house), before, "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cap_is_raised_and_never_lowered() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let town = Town::of(house);
    let anne = member(&town, &charity, "anne", NonprofitRole::Fundraiser).await;
    let one = make(&town, &charity, &anne, &[("percent", "50"), ("gift_cap", "5")]).await;
    let form = anne.get(&format!("{one}/raise")).await.text;
    assert!(form.contains("Maison Kervella has promised €50.00 so far"), "{form}");
    assert!(form.contains("Adds 50% to every gift. At most €5 is added to one gift."), "{form}");
    let before = everything::of(&town.house);
    let lower = anne.post(&format!("{one}/raise"), &[("cap", "49"), ("why", "less")]).await;
    refused(&lower, "cap", "€50.00 is promised already.");
    let silent = anne.post(&format!("{one}/raise"), &[("cap", "80"), ("why", " ")]).await;
    refused(&silent, "why", "from 1 to 300 characters");
    refused(&anne.post(&format!("{one}/raise"), &[("cap", "much"), ("why", "more")]).await, "cap", "");
    assert_eq!(everything::of(&town.house), before, "nothing has changed");
    let raised = anne.post(&format!("{one}/raise"), &[("cap", "80"), ("why", "Mail of 9 May")]).await;
    assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", raised.text);
    let [known] = &promised(&town, &charity).await[..] else { panic!("one match") };
    assert_eq!(known.cap, Money::new(8_000, Currency::EUR));
    let owner = member(&town, &charity, "owner", NonprofitRole::Owner).await;
    let log = owner.get(&format!("/nonprofits/{}/log", charity.nonprofit)).await.text;
    assert!(log.contains("Raised the cap of a match") && log.contains("€80.00 · Mail of 9 May"), "{log}");
    assert!(log.contains("Entered a match") && log.contains("Letter of 3 November"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn open_pages_are_told_what_is_left_and_a_card_says_it_too() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let town = Town::of(house);
    let form = MatchForm {
        campaign: charity.campaign,
        sponsor: "<b>Kervella</b>".to_owned(),
        link: String::new(),
        ratio: BasisPoints(20_000),
        cap: Money::new(5_000, Currency::EUR),
        gift_cap: None,
        starts_at: None,
        ends_at: town.house.ctx.now() + SignedDuration::from_hours(2),
        why: "A letter".to_owned(),
    };
    matching::make_match(&town.house.ctx, &charity.may(NonprofitAct::Campaign), form).await.unwrap();
    let owner = member(&town, &charity, "owner", NonprofitRole::Owner).await;
    let attach = [("text", "A new boat."), ("product", &*charity.campaign.to_string())];
    let posted = owner.post_files("/posts", &attach, None).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text);
    let guest = town.guest().await;
    let card = guest.get("/public").await.text;
    assert!(card.contains("data-show=\"matched\"") && card.contains("triples every gift until"), "{card}");
    assert!(!card.contains("<b>Kervella</b>"), "a name is shown as text");
    let follower = tokio::spawn(app::feed::follow(town.house.ctx.clone()));
    let follow =
        Request::get(format!("/live?campaigns={}", charity.campaign)).header(header::HOST, "shop.test");
    let live = town.router.clone().oneshot(follow.body(Body::empty()).unwrap()).await.unwrap();
    let mut events = live.into_body().into_data_stream();
    let mut told = async || {
        let event = tokio::time::timeout(Duration::from_secs(5), events.next()).await.expect("told soon");
        String::from_utf8(event.unwrap().unwrap().to_vec()).unwrap()
    };
    let first = told().await;
    assert!(first.contains("event: campaign") && first.contains("€50 of €50 left."), "{first}");
    let gift = review(&guest, &charity).await;
    give(&guest, &gift).await;
    let next = told().await;
    assert!(next.contains("€10 of €50 left. Sponsors have added €40 so far."), "{next}");
    follower.abort();
    let card = guest.get("/public").await.text;
    assert!(card.contains("€10 of €50 left. Sponsors have added €40 so far."), "{card}");
    // Nothing is written when its time is over: the card knows by itself.
    town.house.clock.advance(SignedDuration::from_hours(2));
    let card = guest.get("/public").await.text;
    assert!(!card.contains("triples") && !card.contains("Sponsors"), "{card}");
}
