//! The issuer's logo: decoded here and written anew, so that nothing hidden in its file reaches the paper.

use std::io::Cursor;

use app::ports::PaperError;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::limits::{LOGO_BYTES_MAX, LOGO_DECODER_BYTES_MAX, LOGO_EDGE_MAX, LOGO_PIXELS_MAX};

/// Longest edge that is kept, in pixels: 300 dots to the inch at the largest size that a logo is drawn in.
const EDGE_KEPT: u32 = 640;

/// A logo's pixels, eight bits a channel.
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green and blue of every pixel.
    pub colors: Vec<u8>,
    /// How opaque every pixel is, where one is not.
    pub opacity: Option<Vec<u8>>,
}

/// Decodes a logo, and makes it smaller where it is larger than a printer shows.
///
/// # Errors
/// [`PaperError`] when it is not a picture we read, or a bomb.
pub fn decode(bytes: &[u8]) -> Result<Pixels, PaperError> {
    if bytes.len() > LOGO_BYTES_MAX {
        return Err(PaperError::LogoTooLarge);
    }
    let whole = whole(bytes)?;
    let whole = if whole.width().max(whole.height()) > EDGE_KEPT {
        whole.resize(EDGE_KEPT, EDGE_KEPT, FilterType::CatmullRom)
    } else {
        whole
    };
    let pixels = whole.into_rgba8();
    let colors = pixels.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect();
    let opacity: Vec<u8> = pixels.pixels().map(|pixel| pixel.0[3]).collect();
    let is_opaque = opacity.iter().all(|value| *value == u8::MAX);
    Ok(Pixels {
        width: pixels.width(),
        height: pixels.height(),
        colors,
        opacity: (!is_opaque).then_some(opacity),
    })
}

fn whole(bytes: &[u8]) -> Result<DynamicImage, PaperError> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|_| PaperError::LogoDamaged)?;
    match reader.format() {
        Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) => {}
        Some(_) | None => return Err(PaperError::LogoFormat),
    }
    let mut decoder = reader.into_decoder().map_err(|_| PaperError::LogoDamaged)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PaperError::LogoDamaged);
    }
    if width.max(height) > LOGO_EDGE_MAX || u64::from(width) * u64::from(height) > LOGO_PIXELS_MAX {
        return Err(PaperError::LogoTooLarge);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(LOGO_DECODER_BYTES_MAX);
    decoder.set_limits(limits).map_err(|_| PaperError::LogoTooLarge)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut whole = DynamicImage::from_decoder(decoder).map_err(|error| match error {
        ImageError::Limits(_) => PaperError::LogoTooLarge,
        _ => PaperError::LogoDamaged,
    })?;
    whole.apply_orientation(orientation);
    Ok(whole)
}
