//! Decoding and resizing pictures that people upload or merchants link to.

use bytes::Bytes;

/// A picture in one size.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The longest edge asked for: the name of the size.
    pub edge: u32,
    /// The file, always WebP or JPEG written by us, without the source's metadata.
    pub bytes: Bytes,
    /// `webp` or `jpg`.
    pub extension: &'static str,
}

/// Makes sizes of a picture. Blocking and heavy: call it on a thread for blocking work.
pub trait Pictures: Send + Sync {
    /// Decodes `source` and writes it with each longest edge in `edges` (never enlarged).
    ///
    /// # Errors
    /// [`PictureError`] when it is not a picture we read, or a bomb.
    fn sizes(&self, source: &[u8], edges: &[u32]) -> Result<Vec<Picture>, PictureError>;
}

/// Why a picture was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Neither JPEG, PNG, WebP nor GIF.
    #[error("this is not a JPEG, PNG, WebP or GIF picture")]
    Format,
    /// More pixels than we decode.
    #[error("the picture has too many pixels")]
    TooLarge,
    /// The file is damaged.
    #[error("the picture is damaged")]
    Damaged,
}
