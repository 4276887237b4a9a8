//! A moving picture from screenshots: small, slow, and with a dot where a finger taps.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use image::codecs::gif::{GifEncoder, Repeat};
use image::imageops::FilterType;
use image::{Delay, DynamicImage, Frame, Rgba, RgbaImage};
use testkit::browser::Browser;

/// Wide enough to read, small enough to load with a page.
const WIDTH: u32 = 720;
/// The finger's dot, in pixels of the clip.
const DOT: i64 = 13;
/// Quality of the palette, 1 is best and slowest.
const SPEED: i32 = 10;

/// A clip that is being written.
pub struct Clip {
    encoder: GifEncoder<BufWriter<File>>,
}

impl Clip {
    /// A clip in `file` that repeats for ever.
    pub fn new(file: &Path) -> Result<Self> {
        let mut encoder = GifEncoder::new_with_speed(BufWriter::new(File::create(file)?), SPEED);
        encoder.set_repeat(Repeat::Infinite)?;
        Ok(Self { encoder })
    }

    /// Shows the window as it is for so long; with a dot in the middle of what is about to be tapped.
    pub async fn frame(&mut self, browser: &Browser, shown_ms: u64, tapped: Option<&str>) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("frame.png");
        browser.screenshot(&file).await?;
        let whole = image::open(&file).context("a screenshot is a PNG")?;
        let height = whole.height() * WIDTH / whole.width();
        let mut small = whole.resize_exact(WIDTH, height, FilterType::CatmullRom).to_rgba8();
        if let Some(selector) = tapped {
            let middle = format!(
                "const box = document.querySelector(\"{selector}\").getBoundingClientRect(); \
                 return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]"
            );
            let middle = browser.ask(&middle).await?;
            let at = |index: usize| {
                middle[index].as_i64().unwrap_or(0) * i64::from(WIDTH) / i64::from(whole.width())
            };
            dot(&mut small, at(0), at(1));
        }
        let delay = Delay::from_saturating_duration(Duration::from_millis(shown_ms));
        let frame = Frame::from_parts(DynamicImage::ImageRgba8(small).into_rgba8(), 0, 0, delay);
        Ok(self.encoder.encode_frame(frame)?)
    }

    /// Everything is in the file once the encoder lets go of it.
    pub fn close(self) -> Result<()> {
        drop(self.encoder);
        Ok(())
    }
}

/// A finger: a soft disc with a rim.
fn dot(picture: &mut RgbaImage, x: i64, y: i64) {
    for dy in -DOT..=DOT {
        for dx in -DOT..=DOT {
            let distance = dx * dx + dy * dy;
            let (Ok(px), Ok(py)) = (u32::try_from(x + dx), u32::try_from(y + dy)) else { continue };
            if distance > DOT * DOT || px >= picture.width() || py >= picture.height() {
                continue;
            }
            let rim = distance > (DOT - 3) * (DOT - 3);
            let Rgba([r, g, b, a]) = *picture.get_pixel(px, py);
            let mix = |under: u8| if rim { 255 } else { under / 2 + 100 };
            picture.put_pixel(px, py, Rgba([mix(r), mix(g), mix(b), a]));
        }
    }
}
