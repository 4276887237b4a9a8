//! Decodes and resizes pictures. What is written is ours alone: no metadata of the source survives.

use std::io::Cursor;

use app::ports::{Picture, PictureError, Pictures};
use bytes::Bytes;
use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits};
use parking_lot::Mutex;

/// Longest edge that is decoded.
const EDGE_MAX: u32 = 16_384;
/// Pixels that are decoded: more than a good camera makes, 160 MB of memory while it lasts.
const PIXELS_MAX: u64 = 40_000_000;
/// Memory that a decoder may take, where it asks.
const DECODER_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Quality of a JPEG, of 100: no visible loss on a product photo.
const JPEG_QUALITY: u8 = 84;

/// Decodes pictures in this process, one after the other: two at once would take twice the memory.
#[derive(Default)]
pub struct Codecs {
    turn: Mutex<()>,
}

impl Pictures for Codecs {
    fn sizes(&self, source: &[u8], edges: &[u32]) -> Result<Vec<Picture>, PictureError> {
        let _turn = self.turn.lock();
        let whole = decode(source)?;
        let has_alpha = whole.color().has_alpha() && !is_opaque(&whole);
        let raster = Raster::of(whole, has_alpha);
        edges.iter().map(|edge| raster.sized(*edge)).collect()
    }
}

fn decode(source: &[u8]) -> Result<DynamicImage, PictureError> {
    let reader =
        ImageReader::new(Cursor::new(source)).with_guessed_format().map_err(|_| PictureError::Damaged)?;
    match reader.format() {
        Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif) => {}
        Some(_) | None => return Err(PictureError::Format),
    }
    let mut decoder = reader.into_decoder().map_err(|_| PictureError::Damaged)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Damaged);
    }
    if width.max(height) > EDGE_MAX || u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(PictureError::TooLarge);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    decoder.set_limits(limits).map_err(|_| PictureError::TooLarge)?;
    // A camera held upright writes it into the metadata, which is not kept.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut whole = DynamicImage::from_decoder(decoder).map_err(|error| match error {
        image::ImageError::Limits(_) => PictureError::TooLarge,
        _ => PictureError::Damaged,
    })?;
    whole.apply_orientation(orientation);
    Ok(whole)
}

/// An alpha channel that says nothing would only cost a lossy format.
fn is_opaque(whole: &DynamicImage) -> bool {
    match whole.as_rgba8() {
        Some(pixels) => pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX),
        None => whole.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX),
    }
}

/// Pixels with eight bits a channel, three or four channels.
struct Raster {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
    has_alpha: bool,
}

impl Raster {
    fn of(whole: DynamicImage, has_alpha: bool) -> Self {
        let (width, height) = (whole.width(), whole.height());
        let pixels = if has_alpha { whole.into_rgba8().into_raw() } else { whole.into_rgb8().into_raw() };
        Self { width, height, pixels, has_alpha }
    }

    fn sized(&self, edge: u32) -> Result<Picture, PictureError> {
        let longest = self.width.max(self.height);
        let (width, height) = if longest <= edge {
            (self.width, self.height)
        } else {
            (scaled(self.width, edge, longest), scaled(self.height, edge, longest))
        };
        let resized;
        let pixels: &[u8] = if (width, height) == (self.width, self.height) {
            &self.pixels
        } else {
            resized = self.resized(width, height)?;
            &resized
        };
        let (bytes, extension) = self.encoded(pixels, width, height)?;
        Ok(Picture { width, height, edge, bytes, extension })
    }

    fn resized(&self, width: u32, height: u32) -> Result<Vec<u8>, PictureError> {
        let kind = if self.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let source = fast_image_resize::images::ImageRef::new(self.width, self.height, &self.pixels, kind)
            .map_err(|_| PictureError::Damaged)?;
        let mut target = Image::new(width, height, kind);
        Resizer::new().resize(&source, &mut target, None).map_err(|_| PictureError::Damaged)?;
        Ok(target.into_vec())
    }

    fn encoded(&self, pixels: &[u8], width: u32, height: u32) -> Result<(Bytes, &'static str), PictureError> {
        let mut out = Vec::new();
        let (outcome, extension) = if self.has_alpha {
            let encoder = WebPEncoder::new_lossless(&mut out);
            (encoder.encode(pixels, width, height, ExtendedColorType::Rgba8), "webp")
        } else {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
            (encoder.encode(pixels, width, height, ExtendedColorType::Rgb8), "jpg")
        };
        outcome.map_err(|_| PictureError::Damaged)?;
        Ok((Bytes::from(out), extension))
    }
}

fn scaled(side: u32, edge: u32, longest: u32) -> u32 {
    let scaled = (u64::from(side) * u64::from(edge) + u64::from(longest) / 2) / u64::from(longest);
    u32::try_from(scaled).unwrap_or(edge).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, alpha: u8) -> Vec<u8> {
        let pixel = image::Rgba([200, 40, 20, alpha]);
        let mut out = Cursor::new(Vec::new());
        image::RgbaImage::from_pixel(width, height, pixel).write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn sizes_are_never_enlarged_and_keep_their_shape() {
        let sizes = Codecs::default().sizes(&png(900, 600, 255), &[320, 800, 1600]).unwrap();
        let found: Vec<_> = sizes.iter().map(|size| (size.edge, size.width, size.height)).collect();
        assert_eq!(found, [(320, 320, 213), (800, 800, 533), (1600, 900, 600)]);
        assert!(sizes.iter().all(|size| size.extension == "jpg"));
        let read = image::load_from_memory(&sizes[0].bytes).unwrap();
        assert_eq!((read.width(), read.height()), (320, 213));
    }

    #[test]
    fn what_can_be_seen_through_stays_so() {
        let sizes = Codecs::default().sizes(&png(40, 20, 100), &[32]).unwrap();
        assert_eq!(sizes[0].extension, "webp");
        assert_eq!(image::load_from_memory(&sizes[0].bytes).unwrap().to_rgba8().get_pixel(3, 3).0[3], 100);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let codecs = Codecs::default();
        let cases: [(&[u8], PictureError); 4] = [
            (b"", PictureError::Format),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureError::Format),
            (b"\xff\xd8\xff\xe0broken", PictureError::Damaged),
            (&png(64, 64, 255)[..60], PictureError::Damaged),
        ];
        for (source, error) in cases {
            assert_eq!(codecs.sizes(source, &[32]).err(), Some(error), "{source:?}");
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_decoded() {
        // A header that claims 65,535 by 65,535 pixels, in a file of a few bytes.
        let mut bomb = png(8, 8, 255);
        let side = 65_535_u32.to_be_bytes();
        bomb[16..20].copy_from_slice(&side);
        bomb[20..24].copy_from_slice(&side);
        let crc = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(Codecs::default().sizes(&bomb, &[32]).err(), Some(PictureError::TooLarge));
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let mut crc = u32::MAX;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        !crc
    }

    #[test]
    fn a_single_row_of_pixels_is_kept() {
        let sizes = Codecs::default().sizes(&png(4_000, 1, 255), &[320]).unwrap();
        assert_eq!((sizes[0].width, sizes[0].height), (320, 1));
    }
}
