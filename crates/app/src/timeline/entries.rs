//! Rows of a list made whole: post, author, card, and what the reader did with it; from memory where it is warm.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use domain::ids::{AccountId, Id, PostId};
use domain::view::people::Face;
use domain::view::posts::{Card, DonateCard, Entry, Post};
use store::{Conn, DbError};

use super::{Reader, cards, donate_cards};
use crate::Ctx;
use crate::memory::{Kept, Marks};

/// These posts and boosts as `reader` sees them, in the order given. Left out: what is gone, what was taken back, and
/// what the reader must not see. `visited`: whose profile this is, see [`Reader::may_visit`].
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn entries(
    ctx: &Ctx,
    reader: &Reader,
    keys: &[PostId],
    visited: Option<AccountId>,
) -> Result<Vec<Entry>, DbError> {
    let rows = posts(ctx, keys).await?;
    let passed_on: Vec<PostId> = rows.iter().flatten().filter_map(|row| Some(row.boost_of?.0)).collect();
    let mut passed_on = posts(ctx, &passed_on).await?.into_iter();
    let mut shown: Vec<(Arc<Post>, Arc<Post>)> = Vec::with_capacity(rows.len());
    for row in rows.into_iter().flatten() {
        let post = if row.boost_of.is_some() { passed_on.next().flatten() } else { Some(Arc::clone(&row)) };
        let sees = |author: AccountId| {
            if visited == Some(author) { reader.may_visit(author) } else { reader.sees(author) }
        };
        if let Some(post) = post.filter(|post| sees(row.author) && sees(post.author)) {
            shown.push((row, post));
        }
    }
    let faces = faces(
        ctx,
        shown.iter().flat_map(|(row, post)| {
            [Some(row.author), Some(post.author), post.reply_to.map(|(_, author)| author)]
                .into_iter()
                .flatten()
        }),
    )
    .await?;
    let offers: Vec<_> = shown.iter().filter_map(|(_, post)| Some(post.offer?.0)).collect();
    let cards: HashMap<_, Card> =
        cards(ctx, &offers, reader.account).await?.into_iter().map(|card| (card.offer.id, card)).collect();
    let campaigns: Vec<_> = shown.iter().filter_map(|(_, post)| Some(post.campaign?.0)).collect();
    let asking: HashMap<_, DonateCard> = donate_cards(ctx, &campaigns, reader.account)
        .await?
        .into_iter()
        .map(|card| (card.campaign.id, card))
        .collect();
    let marks = marks(ctx, reader, &shown).await?;
    let whole = shown.into_iter().zip(marks).filter_map(|((row, post), marks)| {
        let author = Arc::clone(faces.get(&post.author)?);
        Some(Entry {
            key: row.id,
            boosted_by: if row.id == post.id { None } else { Some(Arc::clone(faces.get(&row.author)?)) },
            replying_to: post.reply_to.and_then(|(_, to)| faces.get(&to).cloned()),
            card: post.offer.and_then(|(offer, _)| cards.get(&offer).cloned()),
            donate: post.campaign.and_then(|(campaign, _)| asking.get(&campaign).cloned()),
            liked: marks.liked,
            boosted: marks.boosted,
            is_author: reader.is_author(post.author, author.merchant),
            author,
            post,
        })
    });
    Ok(whole.collect())
}

/// What is kept under `keys`, in their order; what is missing is read at once and kept.
pub(super) async fn recall<K, V>(
    ctx: &Ctx,
    kept: &Kept<K, V>,
    keys: &[K],
    read: impl FnOnce(&mut Conn, &[K]) -> Result<Vec<(K, V)>, DbError> + Send + 'static,
) -> Result<Vec<Option<V>>, DbError>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    let mut found: Vec<Option<V>> = keys.iter().map(|key| kept.get(key)).collect();
    let mut missing: Vec<K> = Vec::new();
    for (key, value) in keys.iter().zip(&found) {
        if value.is_none() && !missing.contains(key) {
            missing.push(key.clone());
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    let mark = kept.mark();
    let read: HashMap<K, V> = ctx.db().read(move |conn| read(conn, &missing)).await?.into_iter().collect();
    for (key, value) in keys.iter().zip(&mut found) {
        if value.is_none() {
            *value = read.get(key).cloned();
        }
    }
    for (key, value) in read {
        kept.put(mark, key, value);
    }
    Ok(found)
}

pub(super) fn raw<T: Id>(ids: &[T]) -> Vec<i64> {
    ids.iter().map(|id| id.raw()).collect()
}

/// Posts by id, in order; those taken back are `None`.
pub(super) async fn posts(ctx: &Ctx, ids: &[PostId]) -> Result<Vec<Option<Arc<Post>>>, DbError> {
    recall(ctx, &ctx.memory().posts, ids, |conn, missing| {
        let found = store::posts::by_ids(conn, &raw(missing))?;
        Ok(found.into_iter().map(|post| (post.id, Arc::new(post))).collect())
    })
    .await
}

/// Faces by account.
pub(crate) async fn faces(
    ctx: &Ctx,
    accounts: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, Arc<Face>>, DbError> {
    let mut ids: Vec<AccountId> = accounts.collect();
    ids.sort_unstable();
    ids.dedup();
    let found = recall(ctx, &ctx.memory().faces, &ids, |conn, missing| {
        let found = store::people::faces(conn, &raw(missing))?;
        Ok(found.into_iter().map(|face| (face.id, Arc::new(face))).collect())
    })
    .await?;
    Ok(found.into_iter().flatten().map(|face| (face.id, face)).collect())
}

/// What the reader did with each post, in order.
async fn marks(ctx: &Ctx, reader: &Reader, shown: &[(Arc<Post>, Arc<Post>)]) -> Result<Vec<Marks>, DbError> {
    let Some(account) = reader.account else { return Ok(vec![Marks::default(); shown.len()]) };
    let keys: Vec<(AccountId, PostId)> = shown.iter().map(|(_, post)| (account, post.id)).collect();
    let found = recall(ctx, &ctx.memory().marks, &keys, move |conn, missing| {
        let ids: Vec<i64> = missing.iter().map(|(_, post)| post.0).collect();
        let (liked, boosted) = store::posts::marks(conn, account, &ids)?;
        Ok(missing
            .iter()
            .map(|key| (*key, Marks { liked: liked.contains(&key.1), boosted: boosted.contains(&key.1) }))
            .collect())
    })
    .await?;
    Ok(found.into_iter().map(Option::unwrap_or_default).collect())
}
