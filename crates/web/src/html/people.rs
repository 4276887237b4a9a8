//! Profiles, and following, blocking and muting from them.

use app::people::{Tie, TieError, Visited, profile, tie, untie};
use app::timeline::{List, list};
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::ids::AccountId;
use domain::view::posts::Feed;
use jiff::tz::TimeZone;
use words::Words;

use super::page::Section;
use super::pages::timeline::{Fact, Profile, ProfileTab, Relation, Stat};
use super::posts::Back;
use super::timeline::Paging;
use super::view::{feed_html, good, href_of, linked, page, person};
use super::{Failure, Visit, back_or, render, see_other};
use crate::Web;

/// Somebody's posts.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    at: Path<String>,
    paging: Query<Paging>,
) -> Result<Response, Failure> {
    tab(&web, &visit, &at, &paging, ProfileTab::Posts).await
}

/// Somebody's posts and answers.
pub async fn replies(
    web: State<Web>,
    visit: Visit,
    at: Path<String>,
    paging: Query<Paging>,
) -> Result<Response, Failure> {
    tab(&web, &visit, &at, &paging, ProfileTab::Replies).await
}

/// A shop's goods, and who sells by law.
pub async fn shop(
    web: State<Web>,
    visit: Visit,
    at: Path<String>,
    paging: Query<Paging>,
) -> Result<Response, Failure> {
    tab(&web, &visit, &at, &paging, ProfileTab::Shop).await
}

async fn tab(
    web: &Web,
    visit: &Visit,
    at: &str,
    paging: &Paging,
    tab: ProfileTab,
) -> Result<Response, Failure> {
    let handle = at.strip_prefix('@').ok_or(Failure::NotFound)?;
    let visited = profile(web.ctx(), &visit.actor, handle).await?;
    let account = visited.profile.face.id;
    let path = href_of(&visited.profile.face.handle);
    let feed = match tab {
        _ if visited.relation.blocked => Feed::default(),
        ProfileTab::Shop if visited.merchant.is_some() => Feed::default(),
        ProfileTab::Shop => return Err(Failure::NotFound),
        ProfileTab::Posts | ProfileTab::Replies => {
            let replies = tab == ProfileTab::Replies;
            list(web.ctx(), &visit.actor, &List::Author { account, replies }, paging.before()?).await?
        }
    };
    let path = match tab {
        ProfileTab::Posts => path,
        ProfileTab::Replies => format!("{path}/replies"),
        ProfileTab::Shop => format!("{path}/shop"),
    };
    let p = page(web, visit, Section::Elsewhere);
    let posts = feed_html(web, visit, &feed.entries).map_err(Failure::ours)?;
    render(&Profile { posts, pager: paging.pager(&path, &feed), tab, ..described(web, visit, &p, &visited) })
}

fn described<'p>(web: &Web, visit: &Visit, p: &'p super::page::Page, visited: &Visited) -> Profile<'p> {
    let w = visit.words();
    let now = web.ctx().now();
    let found = &visited.profile;
    let stat = |number: u32, key: &'static str| {
        // The sentence says number and word; the page sets the number apart.
        let sentence = w.count(key, number);
        let number = w.number(i64::from(number));
        Stat { label: sentence.replacen(&number, "", 1).trim().to_owned(), number }
    };
    let mut goods: Vec<_> = visited.goods.iter().map(|card| good(w, card, visit.currency, now)).collect();
    let pinned_goods = goods.iter().take(visited.pinned).cloned().collect();
    goods.truncate(120);
    Profile {
        p,
        person: person(&found.face, "", visited.relation.follows),
        cover: found.banner.as_ref().map(|image| image.path(1600)).unwrap_or_default(),
        bio: linked(&found.bio),
        stats: vec![
            stat(found.followers, words::key!("profile-followers")),
            stat(found.follows, words::key!("profile-follows")),
        ],
        facts: vec![Fact {
            icon: "clock",
            text: w.fill("profile-joined", "date", &w.date(found.joined_at, &TimeZone::UTC)),
            href: String::new(),
        }],
        relation: relation(visited),
        tab: ProfileTab::Posts,
        has_shop: visited.merchant.is_some(),
        pinned_goods,
        goods,
        imprint: visited.merchant.as_ref().map(|merchant| imprint(w, merchant)).unwrap_or_default(),
        posts: super::safe::Html::default(),
        pager: super::parts::Pager::default(),
    }
}

fn relation(visited: &Visited) -> Relation {
    match visited.relation {
        relation if relation.own => Relation::Own,
        relation if relation.blocked => Relation::Blocked,
        relation if relation.muted => Relation::Muted,
        relation if relation.follows => Relation::Following,
        _ => Relation::None,
    }
}

/// Who sells by law, where to write, what is promised (D5).
pub(super) fn imprint(w: &Words, merchant: &domain::merchant::Merchant) -> Vec<(String, String)> {
    let profile = &merchant.profile;
    let rows = [
        (words::key!("settings-legal-name"), profile.legal_name.clone()),
        (words::key!("field-address"), profile.postal_address.clone()),
        (words::key!("field-email"), profile.contact_email.clone()),
        (words::key!("field-phone"), profile.phone.clone()),
        (words::key!("settings-policy-returns"), profile.policies.returns_text.clone()),
        (words::key!("settings-shipping"), profile.policies.shipping_text.clone()),
    ];
    rows.into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(key, value)| (w.text(key).to_owned(), value))
        .collect()
}

/// Follows.
pub async fn follow(
    web: State<Web>,
    visit: Visit,
    id: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    set(&web, &visit, Tie::Follow, &id, &back).await
}

/// No longer follows.
pub async fn unfollow(
    web: State<Web>,
    visit: Visit,
    id: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    lift(&web, &visit, Tie::Follow, &id, &back).await
}

/// Blocks.
pub async fn block(
    web: State<Web>,
    visit: Visit,
    id: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    set(&web, &visit, Tie::Block, &id, &back).await
}

/// No longer blocks.
pub async fn unblock(
    web: State<Web>,
    visit: Visit,
    id: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    lift(&web, &visit, Tie::Block, &id, &back).await
}

/// Mutes.
pub async fn mute(
    web: State<Web>,
    visit: Visit,
    id: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    set(&web, &visit, Tie::Mute, &id, &back).await
}

/// No longer mutes.
pub async fn unmute(
    web: State<Web>,
    visit: Visit,
    id: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    lift(&web, &visit, Tie::Mute, &id, &back).await
}

async fn set(web: &Web, visit: &Visit, kind: Tie, id: &str, back: &Back) -> Result<Response, Failure> {
    let other: AccountId = id.parse().map_err(|_| Failure::NotFound)?;
    tie(web.ctx(), &visit.actor, kind, other).await?;
    Ok(changed(visit, back))
}

async fn lift(web: &Web, visit: &Visit, kind: Tie, id: &str, back: &Back) -> Result<Response, Failure> {
    let other: AccountId = id.parse().map_err(|_| Failure::NotFound)?;
    untie(web.ctx(), &visit.actor, kind, other).await?;
    Ok(changed(visit, back))
}

fn changed(visit: &Visit, back: &Back) -> Response {
    if visit.fragment.is_some() { super::redirect::done() } else { see_other(back_or(&back.back, "/")) }
}

impl From<TieError> for Failure {
    fn from(error: TieError) -> Self {
        match error {
            TieError::SignIn => Self::SignIn,
            TieError::NotFound => Self::NotFound,
            TieError::TooMany => Self::Conflict,
            TieError::Db(error) => error.into(),
        }
    }
}
