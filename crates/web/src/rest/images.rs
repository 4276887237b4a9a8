//! A product's pictures, for programs.

use app::catalog::pictures::{self, PICTURES_MAX, PictureProblem};
use app::pictures::{PICTURE_BYTES_MAX, UploadError};
use app::quota::Full;
use axum::body::Body as Stream;
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use futures_util::StreamExt;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

use super::body::{At, Query, nothing};
use super::catalog::Product;
use super::idempotency::{OnceKey, once};
use super::keys::Key;
use super::problem::{Kind, Problem};
use super::products::present;
use super::wire::ProductId;
use crate::Web;
use crate::uploads::Unread;

/// What a picture shows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Described {
    /// What it shows, for those who cannot see it; up to 1,500 characters.
    #[serde(default)]
    alt: String,
}

/// Add a picture to a product
///
/// The body is the picture as it is: JPEG, PNG, WebP or GIF, at most 12 MiB; it is recognised by its content. It becomes
/// the last of at most 12. What the camera wrote into it is taken out.
#[utoipa::path(post, path = "/commerce/v1/products/{product}/images", tag = "products",
    params(("product" = ProductId, Path), Described, OnceKey),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 201, description = "The product with its pictures.", body = Product)))]
pub(crate) async fn add(
    State(web): State<Web>,
    key: Key,
    At(id): At<ProductId>,
    Query(described): Query<Described>,
    headers: HeaderMap,
    body: Stream,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    if described.alt.chars().count() > pictures::ALT_CHARS_MAX {
        return Err(Problem::field("alt", format!("at most {} characters", pictures::ALT_CHARS_MAX)));
    }
    must_be_own(&web, &key, id).await?;
    // The bytes are held until the picture is kept.
    let mut room = web.room_for(key.merchant.0);
    let pieces = body.into_data_stream().boxed();
    let bytes = room.read(pieces, PICTURE_BYTES_MAX).await.map_err(|error| match error {
        Unread::TooLarge => too_large(),
        Unread::NoRoom => Problem::new(Kind::Busy, "Too many pictures are being sent at once. Try again."),
        Unread::Broken(_) => Problem::new(Kind::Malformed, "The body ended too early."),
    })?;
    if bytes.is_empty() {
        return Err(Problem::new(Kind::Malformed, "The body is empty; send the picture's bytes."));
    }
    let raw = bytes.clone();
    once(&web, &headers, format!("{} {} images {}", key.merchant, id.0, described.alt), &raw, async {
        pictures::add_to_product(web.ctx(), &permit, id.0, bytes, &described.alt).await.map_err(refused)?;
        present(&web, &key, id.0, StatusCode::CREATED).await
    })
    .await
}

/// Remove a picture from a product
///
/// Orders that show it still do. One that is gone already stays gone.
#[utoipa::path(delete, path = "/commerce/v1/products/{product}/images/{position}", tag = "products",
    params(("product" = ProductId, Path), ("position" = u32, Path, description = "Its `position`.")),
    responses((status = 204, description = "It is gone.")))]
pub(crate) async fn remove(
    State(web): State<Web>,
    key: Key,
    At((id, position)): At<(ProductId, u32)>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    must_be_own(&web, &key, id).await?;
    pictures::change(web.ctx(), &permit, id.0, position, None).await?;
    Ok(nothing())
}

async fn must_be_own(web: &Web, key: &Key, id: ProductId) -> Result<(), Problem> {
    let goods = app::catalog::goods(web.ctx(), key.merchant, id.0).await?;
    goods.map(|_| ()).ok_or_else(Problem::not_found)
}

fn too_large() -> Problem {
    let detail = format!("A picture has at most {PICTURE_BYTES_MAX} bytes.");
    Problem::new(Kind::TooLarge, detail).with("limit", PICTURE_BYTES_MAX)
}

fn refused(error: PictureProblem) -> Problem {
    let reason = error.to_string();
    match error {
        PictureProblem::UnknownProduct => Problem::not_found(),
        PictureProblem::Full(error) => full(error),
        PictureProblem::TooMany => Problem::new(Kind::StateConflict, reason).with("limit", PICTURES_MAX),
        PictureProblem::Upload(UploadError::TooLarge) => too_large(),
        PictureProblem::Upload(UploadError::Picture(_)) => {
            Problem::field("body", "must be a JPEG, PNG, WebP or GIF picture")
        }
        PictureProblem::Upload(UploadError::File(error)) => Problem::internal(&error),
        PictureProblem::Upload(UploadError::Db(error)) | PictureProblem::Db(error) => error.into(),
    }
}

/// There is no room for a shop's file.
pub(crate) fn full(error: Full) -> Problem {
    Problem::new(Kind::StateConflict, error.to_string()).with("used", error.used).with("limit", error.limit)
}
