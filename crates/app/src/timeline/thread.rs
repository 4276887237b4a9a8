//! One post with what it answers and what answers it.

use std::collections::{HashMap, HashSet};

use domain::access::Actor;
use domain::ids::PostId;
use domain::view::posts::{Entry, Thread};

use super::{Reader, TimelineError, entries};
use crate::Ctx;

/// Posts of a thread that are looked at.
const THREAD_POSTS_MAX: u32 = 500;
/// Posts shown above and below.
const SHOWN_MAX: usize = 100;

/// One post as `actor` sees it.
///
/// # Errors
/// [`TimelineError::NotFound`] when it is gone or the reader may not see it.
pub async fn post(ctx: &Ctx, actor: &Actor, post: PostId) -> Result<Entry, TimelineError> {
    let reader = Reader::of(ctx, actor).await?;
    entry(ctx, &reader, post).await
}

/// Visiting a post by its address is visiting its author: a mute does not stand in the way.
async fn entry(ctx: &Ctx, reader: &Reader, post: PostId) -> Result<Entry, TimelineError> {
    let author = entries::posts(ctx, &[post]).await?.pop().flatten().map(|post| post.author);
    entries(ctx, reader, &[post], author).await?.pop().ok_or(TimelineError::NotFound)
}

/// A post with what it answers and what answers it, as `actor` sees them.
///
/// # Errors
/// [`TimelineError::NotFound`] when it is gone or the reader may not see it.
pub async fn thread(ctx: &Ctx, actor: &Actor, post: PostId) -> Result<Thread, TimelineError> {
    let reader = Reader::of(ctx, actor).await?;
    let lead = entry(ctx, &reader, post).await?;
    let (root, post) = (lead.post.root, lead.post.id);
    let all = ctx.db().read(move |conn| store::posts::thread(conn, root, THREAD_POSTS_MAX)).await?;
    let mut parents: HashMap<PostId, PostId> =
        all.iter().filter_map(|(id, answered)| Some((*id, (*answered)?))).collect();
    parents.extend(lead.post.reply_to.map(|(parent, _)| (post, parent)));
    let mut above = Vec::new();
    let mut at = post;
    while let Some(parent) =
        parents.get(&at).or(lead.post.reply_to.filter(|_| at == post).map(|(id, _)| id).as_ref())
        && above.len() < SHOWN_MAX
    {
        above.push(*parent);
        at = *parent;
    }
    above.reverse();
    let mut of_thread = HashSet::from([post]);
    let mut below = Vec::new();
    for (id, answered) in &all {
        if answered.is_some_and(|answered| of_thread.contains(&answered)) && below.len() < SHOWN_MAX {
            of_thread.insert(*id);
            below.push(*id);
        }
    }
    Ok(Thread {
        above: entries(ctx, &reader, &above, None).await?,
        post: lead,
        replies: entries(ctx, &reader, &below, None).await?,
    })
}
