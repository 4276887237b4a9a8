//! Lists of posts: home, everyone, what sells, a tag.

use app::timeline::{List, TimelineError, list, suggestions};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::ids::PostId;
use domain::view::posts::Feed;
use serde::Deserialize;

use super::page::{Page, Section};
use super::pages::timeline::{Empty, Tab, Timeline};
use super::parts::{Link, Pager};
use super::view::{feed_html, page, person};
use super::{Failure, Visit, composer, render};
use crate::Web;

/// Shops suggested beside a timeline.
const SUGGESTIONS: usize = 3;

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
pub struct Paging {
    /// Only what is older than this post.
    pub before: Option<String>,
}

impl Paging {
    /// The post to go on before.
    ///
    /// # Errors
    /// [`Failure::BadRequest`] when it is no post's id.
    pub fn before(&self) -> Result<Option<PostId>, Failure> {
        self.before.as_deref().map(str::parse).transpose().map_err(|_| Failure::BadRequest)
    }

    /// Ways on and back to the first page of the list at `path`, which may have a query already.
    #[must_use]
    pub fn pager(&self, path: &str, feed: &Feed) -> Pager {
        let join = if path.contains('?') { '&' } else { '?' };
        Pager {
            newer: if self.before.is_some() { path.to_owned() } else { String::new() },
            older: feed.older.map(|older| format!("{path}{join}before={older}")).unwrap_or_default(),
        }
    }
}

impl From<TimelineError> for Failure {
    fn from(error: TimelineError) -> Self {
        match error {
            TimelineError::NotFound => Self::NotFound,
            TimelineError::SignIn => Self::SignIn,
            TimelineError::Db(error) => error.into(),
        }
    }
}

/// What those one follows write; for strangers, what everyone writes.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn home(web: State<Web>, visit: Visit, paging: Query<Paging>) -> Result<Response, Failure> {
    if visit.signed_in.is_some() {
        show(&web, &visit, &paging, List::Home, Tab::Following, "/").await
    } else {
        show(&web, &visit, &paging, List::Everyone, Tab::Public, "/").await
    }
}

/// What everyone writes.
pub async fn public(web: State<Web>, visit: Visit, paging: Query<Paging>) -> Result<Response, Failure> {
    show(&web, &visit, &paging, List::Everyone, Tab::Public, "/public").await
}

/// What sells.
pub async fn shops(web: State<Web>, visit: Visit, paging: Query<Paging>) -> Result<Response, Failure> {
    show(&web, &visit, &paging, List::Shops, Tab::Shops, "/shops").await
}

/// What stands under a tag.
pub async fn tag(
    web: State<Web>,
    visit: Visit,
    Path(tag): Path<String>,
    paging: Query<Paging>,
) -> Result<Response, Failure> {
    let tag = tag.to_lowercase();
    let path = format!("/tags/{}", super::encode(&tag));
    show(&web, &visit, &paging, List::Tag(tag), Tab::None, &path).await
}

async fn show(
    web: &Web,
    visit: &Visit,
    paging: &Paging,
    which: List,
    tab: Tab,
    path: &str,
) -> Result<Response, Failure> {
    let w = visit.words();
    let feed = list(web.ctx(), &visit.actor, &which, paging.before()?).await?;
    let section = if tab == Tab::Following || path == "/" { Section::Home } else { Section::Elsewhere };
    let mut p = page(web, visit, section);
    beside(web, visit, &mut p).await?;
    let title = match &which {
        List::Home => w.text("feed-home-title").to_owned(),
        List::Tag(tag) => w.fill("feed-tag", "tag", tag),
        List::Shops => w.text("feed-shops").to_owned(),
        List::Everyone | List::Author { .. } | List::Search(_) | List::Product(..) => {
            w.text("feed-public-title").to_owned()
        }
    };
    let composer = if tab == Tab::Following && paging.before.is_none() {
        composer::inline(web, visit).await?
    } else {
        None
    };
    render(&Timeline {
        p: &p,
        title,
        tab,
        composer,
        posts: feed_html(web, visit, &feed.entries).map_err(Failure::ours)?,
        empty: Empty {
            icon: "home",
            title: w.text("feed-empty-title").to_owned(),
            text: w.text("feed-empty-text").to_owned(),
            action: Some(Link { label: w.text("feed-empty-action").to_owned(), href: "/explore".to_owned() }),
        },
        pager: paging.pager(path, &feed),
    })
}

/// What stands beside a timeline on wide screens.
///
/// # Errors
/// [`Failure`] when it cannot be read.
pub async fn beside(web: &Web, visit: &Visit, p: &mut Page) -> Result<(), Failure> {
    let faces = suggestions(web.ctx(), &visit.actor, SUGGESTIONS).await?;
    p.side.suggestions = faces.iter().map(|face| person(face, "", false)).collect();
    if visit.basket_count > 0 {
        p.side.basket = super::basket::rows_beside(web, visit).await?;
    }
    p.opposite = super::demo::beside(web, visit).await?;
    Ok(())
}
