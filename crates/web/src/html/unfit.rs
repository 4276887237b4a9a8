//! Why a picture was not taken, in words for whoever chose it.

use app::pictures::{PICTURE_BYTES_MAX, UploadError};
use app::ports::PictureError;
use words::Words;

use super::Failure;

/// The sentence, where the picture is at fault.
///
/// # Errors
/// [`Failure`] when the picture is not: where it is kept failed.
pub(super) fn unfit(w: &Words, error: UploadError) -> Result<String, Failure> {
    Ok(match error {
        UploadError::TooLarge => {
            let megabytes = format!("{} MB", PICTURE_BYTES_MAX / 1024 / 1024);
            w.fill("field-file-too-big", "size", megabytes.as_str())
        }
        UploadError::Picture(PictureError::Format) => w.text("field-image-type").to_owned(),
        UploadError::Picture(PictureError::TooLarge) => w.text("field-image-pixels").to_owned(),
        UploadError::Picture(PictureError::Damaged) => w.text("field-image-damaged").to_owned(),
        UploadError::File(error) => return Err(Failure::ours(error)),
        UploadError::Db(error) => return Err(error.into()),
    })
}
