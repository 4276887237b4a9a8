//! Posts: what anybody may read of a merchant's, and what a merchant's programs write in its name.

use app::posts::{self, Attach, DeleteError, Publish, PublishError, publish};
use app::timeline::{self, List, TimelineError};
use axum::extract::State;
use axum::response::Response;
use domain::access::{Actor, MerchantAct};
use domain::post::PostProblem;
use domain::view::posts::Entry;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{At, Body, Query, answer, nothing};
use super::idempotency::{OnceKey, once};
use super::keys::Key;
use super::paging::{Listed, Page};
use super::problem::{Kind, Problem};
use super::wire::{Instant, MerchantId, OfferId, PostId, ProductId};
use crate::Web;

/// A post to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPost {
    /// Its text, plain: links, mentions and tags are found in it.
    #[serde(default)]
    text: String,
    /// A content warning.
    #[serde(default)]
    content_warning: String,
    /// The product it sells, by its plain offer.
    product: Option<ProductId>,
    /// The offer it sells, with its time or limit.
    offer: Option<OfferId>,
    /// The post it answers.
    reply_to: Option<PostId>,
}

/// A post that was written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostWritten {
    id: PostId,
}

/// A post.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Post {
    id: PostId,
    /// Who wrote it: a handle, without the `@`.
    author: String,
    /// Its text, plain.
    text: String,
    /// Shown before the content, or empty.
    content_warning: String,
    /// The offer of its card.
    offer: Option<OfferId>,
    /// The post it answers.
    reply_to: Option<PostId>,
    /// How many like it.
    likes: u32,
    /// How many passed it on.
    boosts: u32,
    /// How many answered.
    replies: u32,
    /// When it was written.
    created_at: Instant,
}

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Older {
    /// `next_cursor` of the page before; the first page without it.
    cursor: Option<String>,
}

/// List a merchant's posts
///
/// Newest first, without what it answered and passed on. Pages are as long as the timeline's.
#[utoipa::path(get, path = "/commerce/v1/merchants/{merchant}/posts", tag = "posts",
    params(("merchant" = MerchantId, Path), Older),
    responses((status = 200, description = "Its posts.", body = Listed<Post>)))]
pub(crate) async fn list(
    State(web): State<Web>,
    At(merchant): At<MerchantId>,
    Query(older): Query<Older>,
) -> Result<Response, Problem> {
    let before = Page { cursor: older.cursor, limit: None }.before()?;
    let found = app::merchants::find(web.ctx(), merchant.0).await?.ok_or_else(Problem::not_found)?;
    app::feed::catch_up(web.ctx()).await?;
    let list = List::Author { account: found.account, replies: false };
    let feed = timeline::list(web.ctx(), &Actor::Anonymous, &list, before).await.map_err(not_read)?;
    let own = feed.entries.iter().filter(|entry| entry.boosted_by.is_none());
    let data: Vec<Post> = own.map(shown).collect();
    Ok(answer(StatusCode::OK, &Listed { data, next_cursor: feed.older.map(|post| post.to_string()) }))
}

/// Look at a post
#[utoipa::path(get, path = "/commerce/v1/posts/{post}", tag = "posts", params(("post" = PostId, Path)),
    responses((status = 200, description = "The post, as a stranger sees it.", body = Post)))]
pub(crate) async fn get(State(web): State<Web>, At(id): At<PostId>) -> Result<Response, Problem> {
    app::feed::catch_up(web.ctx()).await?;
    let found = timeline::post(web.ctx(), &Actor::Anonymous, id.0).await.map_err(not_read)?;
    Ok(answer(StatusCode::OK, &shown(&found)))
}

/// Write a post
///
/// It stands in every follower's home at once. With a product or an offer it carries a Buy card; only a verified
/// merchant may attach one.
#[utoipa::path(post, path = "/commerce/v1/posts", tag = "posts", params(OnceKey), request_body = NewPost,
    responses((status = 201, description = "The post.", body = PostWritten)))]
pub(crate) async fn create(
    State(web): State<Web>,
    key: Key,
    headers: HeaderMap,
    body: Body<NewPost>,
) -> Result<Response, Problem> {
    key.may_change(&web, MerchantAct::Post)?;
    once(&web, &headers, format!("{} posts", key.merchant), &body.raw, async {
        let NewPost { text, content_warning, product, offer, reply_to } = body.value;
        let attach = match (product, offer) {
            (None, None) => None,
            (Some(product), None) => Some(Attach::Product(key.merchant, product.0)),
            (None, Some(offer)) => Some(Attach::Offer(offer.0)),
            (Some(_), Some(_)) => {
                return Err(Problem::field("offer", "say the product or the offer, not both"));
            }
        };
        let named = if matches!(attach, Some(Attach::Offer(_))) { "offer" } else { "product" };
        let reply_to = reply_to.map(|post| post.0);
        let post = Publish { text, warning: content_warning, attach, reply_to, ..Publish::default() };
        let id = publish(web.ctx(), &key.actor, post).await.map_err(|error| not_written(error, named))?;
        Ok(answer(StatusCode::CREATED, &PostWritten { id: id.into() }))
    })
    .await
}

/// Take a post back
///
/// Its orders stay. The boosts of it go with it.
#[utoipa::path(delete, path = "/commerce/v1/posts/{post}", tag = "posts", params(("post" = PostId, Path)),
    responses((status = 204, description = "It is gone.")))]
pub(crate) async fn delete(
    State(web): State<Web>,
    key: Key,
    At(id): At<PostId>,
) -> Result<Response, Problem> {
    key.may_change(&web, MerchantAct::Post)?;
    posts::delete(web.ctx(), &key.actor, id.0).await.map_err(|error| match error {
        DeleteError::NotFound => Problem::not_found(),
        DeleteError::Db(error) => error.into(),
    })?;
    Ok(nothing())
}

fn shown(entry: &Entry) -> Post {
    let post = &entry.post;
    Post {
        id: post.id.into(),
        author: entry.author.handle.clone(),
        text: post.text.clone(),
        content_warning: post.warning.clone(),
        offer: post.offer.map(|(offer, _)| offer.into()),
        reply_to: post.reply_to.map(|(answered, _)| answered.into()),
        likes: post.likes,
        boosts: post.boosts,
        replies: post.replies,
        created_at: post.created_at.into(),
    }
}

fn not_read(error: TimelineError) -> Problem {
    match error {
        TimelineError::SignIn | TimelineError::NotFound => Problem::not_found(),
        TimelineError::Db(error) => error.into(),
    }
}

fn not_written(error: PublishError, attached: &str) -> Problem {
    let reason = error.to_string();
    match error {
        PublishError::SignIn | PublishError::Suspended => Problem::new(Kind::Forbidden, reason),
        PublishError::Problem(problem @ PostProblem::WarningTooLong) => {
            Problem::field("content_warning", problem.to_string())
        }
        PublishError::Problem(problem) => Problem::field("text", problem.to_string()),
        PublishError::NoParent => Problem::field("reply_to", reason),
        PublishError::NoPicture => Problem::not_found(),
        PublishError::NoProduct => Problem::field(attached, "there is no such product or offer of yours"),
        PublishError::ReadOnly => Problem::new(Kind::Ended, reason),
        PublishError::NotVerified => Problem::new(Kind::MerchantNotVerified, reason),
        // A merchant's program asks for nothing.
        PublishError::NotVouchedFor | PublishError::Lapsed => Problem::new(Kind::Forbidden, reason),
        PublishError::Db(error) => error.into(),
    }
}
