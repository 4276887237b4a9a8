//! The desk of a nonprofit: every route × role × own and other. Its own people meet what their role may do; everybody
//! else, another nonprofit's owner and a shop's included, meets nothing.

use std::fmt::Write;

use axum::body::Body;
use buyline_web::html::routes::ROUTES;
use buyline_web::{Route, Who};
use domain::access::{Actor, Person};
use domain::ids::{AccountId, DonationId, MatchId, PayoutId};
use domain::money::{BasisPoints, Currency, Money};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct, NonprofitRole};
use domain::payout::{Payout, PayoutState};
use http::{StatusCode, header};
use testkit::house::{Charity, House, give_with};

use crate::town::{Browser, Town, request};
use crate::watch::Watch;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller {
    Team(NonprofitRole),
    /// The owner of the other nonprofit.
    Rival,
    /// The owner of a shop.
    Shop,
    Operator,
}

const CALLERS: [Caller; 7] = [
    Caller::Team(NonprofitRole::Owner),
    Caller::Team(NonprofitRole::Fundraiser),
    Caller::Team(NonprofitRole::DonorCare),
    Caller::Team(NonprofitRole::Treasurer),
    Caller::Rival,
    Caller::Shop,
    Caller::Operator,
];

/// Whose ids stand in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ids {
    Own,
    Other,
    /// Ours in `{nonprofit}`, the other's in the rest: what one of our people might try.
    Mixed,
}

/// All that belongs to one nonprofit.
struct Side {
    charity: Charity,
    /// A gift that was given.
    gift: DonationId,
    payout: PayoutId,
    /// What a sponsor promised.
    promised: MatchId,
    /// Somebody of its people.
    member: AccountId,
}

async fn side(house: &House) -> Side {
    let charity = house.charity().await;
    let payout = payout(house, &charity).await;
    let member = house.charity().await.owner;
    place(house, &charity, member, NonprofitRole::Treasurer).await;
    let promised = promised(house, &charity).await;
    Side { charity, gift: given(house, &charity).await, payout, promised, member }
}

async fn given(house: &House, charity: &Charity) -> DonationId {
    let view = charity.begin(&house.ctx, 2_500).await;
    give_with(&house.ctx, &view, "card_ok").await;
    view.donation.id
}

/// A promise that is not over: the one before is ended, so that there are never too many.
async fn promised(house: &House, charity: &Charity) -> MatchId {
    let permit = charity.may(NonprofitAct::Campaign);
    let known = charity.may(NonprofitAct::View);
    let known = app::matching::of_campaign(&house.ctx, &known, charity.campaign).await.unwrap().unwrap().1;
    for one in known.iter().skip(3).filter(|one| one.ended_at.is_none()) {
        app::matching::end_match(&house.ctx, &permit, one.id, "the next one").await.unwrap();
        house.clock.advance(jiff::SignedDuration::from_secs(1));
    }
    let form = app::matching::MatchForm {
        campaign: charity.campaign,
        sponsor: "Maison Kervella".to_owned(),
        link: String::new(),
        ratio: BasisPoints::WHOLE,
        cap: Money::new(100_000, Currency::EUR),
        gift_cap: None,
        starts_at: None,
        ends_at: house.ctx.now() + jiff::SignedDuration::from_hours(24),
        why: "A letter".to_owned(),
    };
    app::matching::make_match(&house.ctx, &permit, form).await.unwrap()
}

async fn place(house: &House, charity: &Charity, account: AccountId, role: NonprofitRole) {
    let (id, now) = (charity.nonprofit, house.ctx.now());
    let put = move |tx: &mut store::Tx<'_>| store::nonprofits::put_staff(tx, id, account, role, now);
    house.ctx.db().write("place", put).await.unwrap();
}

async fn payout(house: &House, charity: &Charity) -> PayoutId {
    let (id, now) = (house.ctx.id(), house.ctx.now());
    let payout = Payout {
        id,
        merchant: charity.nonprofit.party(),
        payee: String::new(),
        reference: format!("po_{}", charity.nonprofit),
        state: PayoutState::Paid,
        total: Money::new(100, Currency::EUR),
        amount: Money::new(100, Currency::EUR),
        is_itemized: true,
        failure: String::new(),
        created_at: now,
        arrives_at: now,
    };
    house.ctx.db().write("payout", move |tx| store::payouts::put(tx, &payout)).await.unwrap();
    id
}

/// The path with ids of `ids` filled in; what a form uses up is made anew.
async fn path_of(town: &Town, route: &Route, (ours, theirs): (&Side, &Side), ids: Ids) -> String {
    let side = if ids == Ids::Own { ours } else { theirs };
    let mut parts = Vec::new();
    for part in route.path.split('/') {
        parts.push(match part {
            "{nonprofit}" if ids == Ids::Mixed => ours.charity.nonprofit.to_string(),
            "{nonprofit}" => side.charity.nonprofit.to_string(),
            "{campaign}" => side.charity.campaign.to_string(),
            "{match}" if route.method == "POST" => promised(&town.house, &side.charity).await.to_string(),
            "{match}" => side.promised.to_string(),
            "{donation}" if route.method == "POST" => given(&town.house, &side.charity).await.to_string(),
            "{donation}" => side.gift.to_string(),
            "{dispute}" => domain::ids::DisputeId(1).to_string(),
            "{payout}" => side.payout.to_string(),
            "{account}" => {
                place(&town.house, &side.charity, side.member, NonprofitRole::Treasurer).await;
                side.member.to_string()
            }
            "{invitation}" => {
                let permit = side.charity.may(NonprofitAct::EditStaff);
                let role = NonprofitRole::Treasurer;
                let invited =
                    app::nonprofits::people::invite(&town.house.ctx, &permit, "new@example.org", role);
                invited.await.unwrap().invitation.number.to_string()
            }
            "{claim}" => "1".to_owned(),
            "{role}" => "fundraiser".to_owned(),
            // Closed, it would take no gift for the routes after it.
            "{what}" => "open".to_owned(),
            unknown if unknown.starts_with('{') => {
                panic!("{route:?}: say in tests/access/team.rs what {unknown} is")
            }
            word => word.to_owned(),
        });
    }
    parts.join("/")
}

/// What is sent where an empty form would be refused for another reason.
fn form_of(route: &Route) -> &'static str {
    match route.path {
        "/nonprofits/{nonprofit}/gifts/{donation}/thank" => "&message=Thank+you",
        "/nonprofits/{nonprofit}/settings/staff" => "&email=you%40example.org&role=treasurer",
        _ => "",
    }
}

/// Whether the caller may, by the table of roles alone.
fn may((ours, theirs): (&Side, &Side), route: &Route, caller: Caller, ids: Ids) -> bool {
    let Who::Team(act) = route.who else { panic!("{route:?} is none of the desk's") };
    let nonprofits = match caller {
        Caller::Team(role) => vec![(ours.charity.nonprofit, role)],
        Caller::Rival => vec![(theirs.charity.nonprofit, NonprofitRole::Owner)],
        Caller::Shop | Caller::Operator => Vec::new(),
    };
    let person = Person {
        account: ours.member,
        staff_of: [].into(),
        nonprofits: nonprofits.into(),
        operator: caller == Caller::Operator,
    };
    let nonprofit = if ids == Ids::Other { theirs.charity.nonprofit } else { ours.charity.nonprofit };
    Actor::Person(person).may(AtNonprofit { nonprofit, act }).is_ok() && ids != Ids::Mixed
}

async fn visitors(town: &Town, (ours, theirs): (&Side, &Side)) -> Vec<(Caller, Browser)> {
    let mut visitors = Vec::new();
    for caller in CALLERS {
        let account = match caller {
            Caller::Team(role) => {
                let account = town.house.charity().await.owner;
                place(&town.house, &ours.charity, account, role).await;
                account
            }
            Caller::Rival => theirs.charity.owner,
            Caller::Shop => town.ours.owner,
            Caller::Operator => town.operator().await,
        };
        visitors.push((caller, town.browser(Some(account)).await));
    }
    visitors
}

fn multipart(csrf: &str) -> String {
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    format!("{}{}--b--\r\n", part("csrf", csrf), part("words", "hello"))
}

#[tokio::test]
async fn every_role_meets_its_own_pages_of_the_desk_and_nobody_else_any() {
    let town = Town::new().await;
    let (ours, theirs) = (side(&town.house).await, side(&town.house).await);
    let sides = (&ours, &theirs);
    let visitors = visitors(&town, sides).await;
    let mut watch = Watch::new(&town.house);
    let mut table = String::new();
    let mut count = 0;
    for route in ROUTES.iter().filter(|route| matches!(route.who, Who::Team(_))) {
        let inside = route.path.matches('{').count() > 1;
        let tried = if inside { &[Ids::Own, Ids::Other, Ids::Mixed][..] } else { &[Ids::Own, Ids::Other] };
        for ids in tried {
            let _ = write!(table, "{} {} {ids:?}:", route.method, route.path);
            for (caller, browser) in &visitors {
                let path = path_of(&town, route, sides, *ids).await;
                watch.again(&town.house);
                let takes_files = route.path.ends_with("/application") || route.path.ends_with("/logo");
                let has_files = takes_files && route.method == "POST";
                let mut sent = request(route.method, &path, &browser.cookie);
                let body = match route.method {
                    "GET" => Body::empty(),
                    _ if has_files => {
                        let kind = header::HeaderValue::from_static("multipart/form-data; boundary=b");
                        sent.headers_mut().expect("a good request").insert(header::CONTENT_TYPE, kind);
                        Body::from(multipart(&browser.csrf))
                    }
                    _ => Body::from(format!("csrf={}{}", browser.csrf, form_of(route))),
                };
                let answer = town.send(sent.body(body).unwrap()).await;
                let status = answer.status();
                let what = format!("{route:?} {ids:?} for {caller:?}: {status}");
                count += 1;
                if may(sides, route, *caller, *ids) {
                    assert!(!matches!(status.as_u16(), 401 | 403 | 405 | 500..), "{what}");
                    let _ = write!(table, " {caller:?}={}", status.as_u16());
                    watch.again(&town.house);
                } else {
                    assert_eq!(status, StatusCode::NOT_FOUND, "{what}");
                    assert!(!watch.changed(&town.house), "{what}, and something has changed");
                }
            }
            table.push('\n');
        }
    }
    assert!(count > 400, "the list was read: {count}");
    // Who is let in, and what they are told: reviewed by reading. A new route fails here until it was.
    insta::assert_snapshot!("team", table);
}
