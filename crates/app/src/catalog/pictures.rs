//! Pictures of products: uploaded ones at once, linked ones by a job.

use bytes::Bytes;
use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::{JobId, MerchantId, ProductId};
use domain::view::goods::Image;
use store::changes::{self, ChangeKind};
use store::images::NewImage;
use store::jobs::{Job, NewJob};
use store::{DbError, images, staff_actions};

use crate::jobs::{Done, JobError, kind};
use crate::pictures::{PICTURE_BYTES_MAX, UploadError, keep};
use crate::quota::Full;
use crate::staff_log::{self, permitted};
use crate::{Ctx, quota};

/// Characters of an alternative text that are kept.
pub const ALT_CHARS_MAX: usize = 1_500;
/// Pictures that one product may be given; a product file may bring more.
pub const PICTURES_MAX: u32 = 12;
/// Pictures fetched in one turn of the job; it comes again while there are more.
const FETCHED_AT_ONCE: u32 = 8;
/// Merchants looked after in one round of the reconciler.
const MERCHANTS_AT_ONCE: u32 = 100;
/// How often a picture is tried; after that its address is taken for wrong.
const TRIES_MAX: u32 = 4;

/// Why a picture was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PictureProblem {
    /// It is no picture, or could not be kept.
    #[error(transparent)]
    Upload(#[from] UploadError),
    /// There is no such product.
    #[error("there is no such product")]
    UnknownProduct,
    /// It has as many as it may.
    #[error("a product has at most {PICTURES_MAX} pictures; remove one first")]
    TooMany,
    /// The shop's files take as much room as they may.
    #[error(transparent)]
    Full(#[from] Full),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Puts an uploaded picture at the end of a product's pictures.
///
/// # Errors
/// See [`PictureProblem`]; nothing is kept then.
pub async fn add_to_product(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
    source: Bytes,
    alt: &str,
) -> Result<Image, PictureProblem> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    quota::room(ctx, merchant).await?.fits(source.len() as u64)?;
    let (image, bytes) = keep(ctx, source).await?;
    let alt: String = alt.trim().chars().take(ALT_CHARS_MAX).collect();
    let line = staff_log::line(ctx, permit.by(), merchant, "picture.add", product, image.id.to_string());
    let account = permit.by().account();
    let kept = NewImage { image: image.clone(), bytes, account, merchant: Some(merchant) };
    let now = ctx.now();
    ctx.db()
        .write("add_product_image", move |tx| {
            if !store::products::lock(tx, merchant, product)? {
                return Err(PictureProblem::UnknownProduct);
            }
            images::insert(tx, &kept, now)?;
            if !images::append(tx, merchant, product, kept.image.id, &alt, PICTURES_MAX)? {
                return Err(PictureProblem::TooMany);
            }
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
            Ok(())
        })
        .await?;
    Ok(image)
}

/// Changes what a product's picture is said to show, or removes it where `alt` is none. What is as before is neither
/// written nor logged.
///
/// # Errors
/// [`DbError`] when the database refused; nothing has changed then.
pub async fn change(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
    position: u32,
    alt: Option<&str>,
) -> Result<(), DbError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let alt: Option<String> = alt.map(|alt| alt.trim().chars().take(ALT_CHARS_MAX).collect());
    let action = if alt.is_some() { "picture.alt" } else { "picture.remove" };
    let line = staff_log::line(ctx, permit.by(), merchant, action, product, position.to_string());
    let now = ctx.now();
    ctx.db()
        .write("change_product_image", move |tx| {
            let changed = match &alt {
                Some(alt) => images::set_alt(tx, merchant, product, position, alt)?,
                None => images::remove(tx, merchant, product, position)?,
            };
            if changed {
                staff_actions::note(tx, &line)?;
                changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
            }
            Ok(())
        })
        .await
}

/// The job that fetches what a merchant's products link to. One waits per merchant, however much there is to fetch.
pub(crate) fn fetch_job(ctx: &Ctx, merchant: MerchantId) -> NewJob {
    NewJob {
        id: ctx.id::<JobId>(),
        kind: kind::FETCH_IMAGES,
        merchant: Some(merchant),
        subject: merchant.0,
        payload: String::new(),
        unique_key: Some(format!("fetch_images:{merchant}")),
        run_at: ctx.now(),
    }
}

/// Asks for the job wherever pictures wait without one. A reconciler: the job of an import may end just before
/// another import asks for it.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn fetch_what_waits(ctx: &Ctx) -> Result<(), DbError> {
    let wanting = ctx.db().read(|conn| images::merchants_wanting(conn, TRIES_MAX, MERCHANTS_AT_ONCE)).await?;
    if wanting.is_empty() {
        return Ok(());
    }
    let jobs: Vec<NewJob> = wanting.into_iter().map(|merchant| fetch_job(ctx, merchant)).collect();
    let now = ctx.now();
    ctx.db().write("fetch_what_waits", move |tx| store::jobs::enqueue(tx, &jobs, now)).await
}

/// Fetches a few of the pictures that a merchant's products link to, and comes again while there are more. What
/// cannot be had is tried a few times and left out; the product is sold without it.
pub(crate) async fn fetch_some(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let merchant = MerchantId(job.subject);
    // The pictures wait until there is room: the reconciler asks again.
    if quota::room(ctx, merchant).await?.left() == 0 {
        return Ok(Done::Finished);
    }
    let wanted =
        ctx.db().read(move |conn| images::wanted(conn, merchant, TRIES_MAX, FETCHED_AT_ONCE)).await?;
    if wanted.is_empty() {
        return Ok(Done::Finished);
    }
    let mut urls: Vec<String> = wanted.into_iter().map(|picture| picture.source_url).collect();
    urls.sort_unstable();
    urls.dedup();
    futures_util::future::try_join_all(urls.into_iter().map(|url| fetch_one(ctx, merchant, url))).await?;
    Ok(Done::Again(ctx.now()))
}

async fn fetch_one(ctx: &Ctx, merchant: MerchantId, url: String) -> Result<(), DbError> {
    let fetched = match ctx.ports().fetch.get(&url, PICTURE_BYTES_MAX).await {
        Ok(bytes) => keep(ctx, bytes).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let now = ctx.now();
    match fetched {
        Ok((image, bytes)) => {
            let new = NewImage { image, bytes, account: None, merchant: Some(merchant) };
            ctx.db()
                .write("keep_fetched_image", move |tx| {
                    images::insert(tx, &new, now)?;
                    let mut products = images::fill_in(tx, merchant, &url, new.image.id)?;
                    products.sort_unstable();
                    products.dedup();
                    for product in products {
                        changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
                    }
                    Ok(())
                })
                .await
        }
        Err(error) => {
            tracing::debug!(merchant.id = %merchant, %error, "a product picture could not be fetched");
            ctx.db().write("image_failed", move |tx| images::failed(tx, merchant, &url)).await
        }
    }
}
