//! Pictures that people upload: decoded, stripped of what the camera wrote into them, kept in a few sizes.

use std::sync::Arc;

use bytes::Bytes;
use domain::ids::{AccountId, ImageId};
use domain::view::goods::{IMAGE_EDGES, Image};
use store::DbError;
use store::images::NewImage;
use tokio::sync::Semaphore;

use crate::Ctx;
use crate::ports::{FileError, Picture, PictureError};

/// Bytes of an uploaded picture: what a phone takes, with room.
pub const PICTURE_BYTES_MAX: usize = 12 * 1024 * 1024;

/// Pictures are decoded one after the other, for memory's sake. Those that wait hold no thread: a hundred uploads at
/// once would leave none for other work.
static TURN: Semaphore = Semaphore::const_new(1);

/// Why a picture was not kept.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// Larger than [`PICTURE_BYTES_MAX`].
    #[error("a picture file may have at most {} MB", PICTURE_BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// It is no picture we read.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The file store failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Keeps a picture that `account` uploaded, in every size.
///
/// # Errors
/// [`UploadError`]; files of a picture that could not be kept whole are taken away again by their own age.
pub async fn upload(ctx: &Ctx, account: AccountId, bytes: Bytes) -> Result<Image, UploadError> {
    let (image, bytes) = keep(ctx, bytes).await?;
    let new = NewImage { image: image.clone(), bytes, account: Some(account), merchant: None };
    let now = ctx.now();
    ctx.db().write("keep_image", move |tx| store::images::insert(tx, &new, now)).await?;
    Ok(image)
}

/// Decodes, resizes and stores; the row is the caller's. A file without a row is garbage, never a broken picture. Says how
/// many bytes all sizes take.
pub(crate) async fn keep(ctx: &Ctx, bytes: Bytes) -> Result<(Image, u64), UploadError> {
    if bytes.len() > PICTURE_BYTES_MAX {
        return Err(UploadError::TooLarge);
    }
    let sizes = decode(ctx, bytes).await?;
    let id: ImageId = ctx.id();
    let largest = sizes.iter().max_by_key(|size| size.width).ok_or(PictureError::Damaged)?;
    let image = Image {
        id,
        file_key: format!("images/{id}.{}", largest.extension),
        width: largest.width,
        height: largest.height,
    };
    let mut taken = 0_u64;
    for size in &sizes {
        taken = taken.saturating_add(size.bytes.len() as u64);
        let key = format!("images/{id}/{}.{}", size.edge, size.extension);
        ctx.ports().files.put(&key, size.bytes.clone()).await?;
    }
    Ok((image, taken))
}

async fn decode(ctx: &Ctx, bytes: Bytes) -> Result<Vec<Picture>, PictureError> {
    let turn = TURN.acquire().await.expect("the turn is never taken away");
    let pictures = Arc::clone(&ctx.ports().pictures);
    let sizes = tokio::task::spawn_blocking(move || {
        // Held where the work is: a caller that goes away does not let a second one begin.
        let _turn = turn;
        pictures.sizes(&bytes, &IMAGE_EDGES)
    });
    sizes.await.map_err(|_| PictureError::Damaged)?
}

/// The file of a picture.
///
/// # Errors
/// [`FileError::Missing`] when there is none.
pub async fn file(ctx: &Ctx, key: &str) -> Result<Bytes, FileError> {
    ctx.ports().files.get(key).await
}
