//! Search, and what to discover without one.

use app::timeline::{List, list, search, suggestions, tags};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::view::posts::{Card, CardSale};
use serde::Deserialize;

use super::page::Section;
use super::pages::timeline::Explore;
use super::parts::Link;
use super::timeline::Paging;
use super::view::{feed_html, good, page, person};
use super::{Failure, Visit, encode, render};
use crate::Web;

/// Shops suggested.
const SUGGESTIONS: usize = 12;

/// Goods shown to those who look for nothing in particular.
const GOODS: usize = 12;

/// What shops posted last and still sell.
async fn on_sale(web: &Web, visit: &Visit) -> Result<Vec<Card>, Failure> {
    let feed = list(web.ctx(), &visit.actor, &List::Shops, None).await?;
    let mut goods: Vec<Card> = Vec::new();
    for card in feed.entries.into_iter().filter_map(|entry| entry.card) {
        let is_open = card.sale(web.ctx().now()) == CardSale::Open;
        if is_open && !goods.iter().any(|known| known.goods.product.id == card.goods.product.id) {
            goods.push(card);
        }
    }
    goods.truncate(GOODS);
    Ok(goods)
}

/// Characters of a search that are looked at; the field takes no more.
const QUERY_CHARACTERS_MAX: usize = 200;

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    /// Words, a handle or a tag.
    #[serde(default)]
    q: String,
    /// Only posts older than this one.
    before: Option<String>,
}

/// People, goods, tags and posts that match; without words, shops and tags of the moment.
///
/// # Errors
/// [`Failure`] when they cannot be read.
pub async fn show(web: State<Web>, visit: Visit, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let query: String = wanted.q.chars().take(QUERY_CHARACTERS_MAX).collect();
    let w = visit.words();
    let (ctx, actor) = (web.ctx(), &visit.actor);
    let paging = Paging { before: wanted.before };
    let found = search(ctx, actor, &query, paging.before()?).await?;
    let blank = query.trim().is_empty();
    let people = if blank { suggestions(ctx, actor, SUGGESTIONS).await? } else { found.people };
    let tags = if blank { tags(ctx).await? } else { Vec::new() };
    let goods = if blank { on_sale(&web, &visit).await? } else { found.goods };
    let count = people.len() + goods.len() + found.posts.entries.len();
    let path = format!("/explore?q={}", encode(&query));
    render(&Explore {
        p: &page(&web, &visit, Section::Explore),
        summary: if count == 0 {
            w.fill("state-no-results", "query", &query)
        } else {
            w.count("results", count)
        },
        query,
        people: people.iter().map(|face| person(face, "", false)).collect(),
        goods: goods.iter().map(|card| good(w, card, visit.currency, ctx.now())).collect(),
        tags: tags
            .iter()
            .map(|tag| Link { label: w.fill("feed-tag", "tag", tag), href: format!("/tags/{}", encode(tag)) })
            .collect(),
        posts: feed_html(&web, &visit, &found.posts.entries).map_err(Failure::ours)?,
        pager: paging.pager(&path, &found.posts),
    })
}
