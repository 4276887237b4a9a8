//! Finding people, goods and posts by what they are called. Every word must be there, whole or as part of a longer
//! one; posts are searched among the newest only.

use std::sync::Arc;

use domain::access::Actor;
use domain::ids::{AccountId, PostId};
use domain::view::people::Face;
use domain::view::posts::{Card, Feed};
use jiff::SignedDuration;

use super::entries::faces;
use super::{List, Reader, TimelineError, cards, list};
use crate::Ctx;

/// Posts that are searched, from the newest.
pub const SEARCH_WINDOW: u32 = 20_000;
/// People and goods shown.
const FOUND_MAX: u32 = 12;
/// Posts whose tags are counted.
const TAGS_WINDOW: u32 = 2_000;
/// How long the list of busy shops stands.
const SHOPS_LAST: SignedDuration = SignedDuration::from_mins(1);
/// Characters of a search that are looked at.
const QUERY_CHARACTERS_MAX: usize = 100;

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// People and shops.
    pub people: Vec<Arc<Face>>,
    /// Things to buy.
    pub goods: Vec<Card>,
    /// Posts.
    pub posts: Feed,
}

/// What `text` finds for `actor`. Posts go on before `before`; people and goods stand on the first page only.
///
/// # Errors
/// [`TimelineError::Db`].
pub async fn search(
    ctx: &Ctx,
    actor: &Actor,
    text: &str,
    before: Option<PostId>,
) -> Result<Found, TimelineError> {
    let text: String = text.trim().chars().take(QUERY_CHARACTERS_MAX).collect();
    if text.is_empty() {
        return Ok(Found::default());
    }
    let posts = match text.strip_prefix('#') {
        Some(tag) if !tag.is_empty() => list(ctx, actor, &List::Tag(tag.to_lowercase()), before).await?,
        _ => list(ctx, actor, &List::Search(text.clone()), before).await?,
    };
    if before.is_some() {
        return Ok(Found { posts, ..Found::default() });
    }
    let reader = Reader::of(ctx, actor).await?;
    let named = text.trim_start_matches(['@', '#']).to_owned();
    let (accounts, offers) = ctx
        .db()
        .read(move |conn| {
            Ok::<_, store::DbError>((
                store::people::search(conn, &named, FOUND_MAX)?,
                store::posts::search_offers(conn, &named, FOUND_MAX)?,
            ))
        })
        .await?;
    let people = known(ctx, &reader, accounts).await?;
    let goods = cards(ctx, &offers, reader.account).await?;
    let goods = goods.into_iter().filter(|card| reader.sees(card.seller.account)).collect();
    Ok(Found { people, goods, posts })
}

/// Shops worth following that the reader does not follow yet.
///
/// # Errors
/// [`TimelineError::Db`].
pub async fn suggestions(ctx: &Ctx, actor: &Actor, count: usize) -> Result<Vec<Arc<Face>>, TimelineError> {
    let reader = Reader::of(ctx, actor).await?;
    let accounts = busy_shops(ctx).await?;
    let accounts = accounts
        .iter()
        .copied()
        .filter(|account| !reader.relations.follows.contains(account) && reader.account != Some(*account))
        .collect();
    let mut people = known(ctx, &reader, accounts).await?;
    people.truncate(count);
    Ok(people)
}

/// The most followed shops; counted anew once a minute, as every timeline shows some of them.
async fn busy_shops(ctx: &Ctx) -> Result<Arc<[AccountId]>, TimelineError> {
    let kept = &ctx.memory().busy_shops;
    let now = ctx.now();
    if let Some((_, known)) = kept.get(&()).filter(|(until, _)| *until > now) {
        return Ok(known);
    }
    let mark = kept.mark();
    let found: Arc<[AccountId]> =
        ctx.db().read(|conn| store::people::suggestions(conn, FOUND_MAX * 4)).await?.into();
    kept.put(mark, (), (now + SHOPS_LAST, Arc::clone(&found)));
    Ok(found)
}

/// Tags that are used most at the moment.
///
/// # Errors
/// [`TimelineError::Db`].
pub async fn tags(ctx: &Ctx) -> Result<Vec<String>, TimelineError> {
    let tags = ctx.db().read(|conn| store::posts::busy_tags(conn, TAGS_WINDOW, FOUND_MAX)).await?;
    Ok(tags.into_iter().map(|(tag, _)| tag).collect())
}

/// The faces of those the reader may see, in the order given.
async fn known(
    ctx: &Ctx,
    reader: &Reader,
    accounts: Vec<AccountId>,
) -> Result<Vec<Arc<Face>>, TimelineError> {
    let visible: Vec<_> = accounts.into_iter().filter(|account| reader.sees(*account)).collect();
    let faces = faces(ctx, visible.iter().copied()).await?;
    Ok(visible.iter().filter_map(|account| faces.get(account).cloned()).collect())
}
