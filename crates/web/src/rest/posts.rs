//! Posts with a Buy card, written by a merchant's programs in the merchant's name.

use app::posts::{Attach, Publish, PublishError, publish};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{Body, answer};
use super::idempotency::once;
use super::keys::Key;
use super::problem::{Kind, Problem};
use super::wire::{OfferId, PostId, ProductId};
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
}

/// A post that was written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostWritten {
    id: PostId,
}

/// Write a post
///
/// It stands in every follower's home at once. With a product or an offer it carries a Buy card; only a verified
/// merchant may attach one.
#[utoipa::path(post, path = "/commerce/v1/posts", tag = "posts", request_body = NewPost,
    responses((status = 201, description = "The post.", body = PostWritten)))]
pub(crate) async fn create(
    State(web): State<Web>,
    key: Key,
    headers: HeaderMap,
    body: Body<NewPost>,
) -> Result<Response, Problem> {
    key.may_change(&web, MerchantAct::Post)?;
    once(&web, &headers, format!("{} posts", key.merchant), &body.raw, async {
        let NewPost { text, content_warning, product, offer } = body.value;
        let attach = match (product, offer) {
            (None, None) => None,
            (Some(product), None) => Some(Attach::Product(key.merchant, product.0)),
            (None, Some(offer)) => Some(Attach::Offer(offer.0)),
            (Some(_), Some(_)) => {
                return Err(Problem::field("offer", "say the product or the offer, not both"));
            }
        };
        let post = Publish { text, warning: content_warning, attach, ..Publish::default() };
        let id = publish(web.ctx(), &key.actor, post).await.map_err(refused)?;
        Ok(answer(StatusCode::CREATED, &PostWritten { id: id.into() }))
    })
    .await
}

fn refused(error: PublishError) -> Problem {
    match error {
        PublishError::SignIn | PublishError::Suspended => Problem::new(Kind::Forbidden, error.to_string()),
        PublishError::Problem(problem) => Problem::field("text", problem.to_string()),
        PublishError::NoParent | PublishError::NoPicture => Problem::not_found(),
        PublishError::NoProduct => Problem::field("product", "there is no such product or offer of yours"),
        PublishError::NotVerified => Problem::new(Kind::MerchantNotVerified, error.to_string()),
        PublishError::Db(error) => error.into(),
    }
}
