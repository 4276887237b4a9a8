//! From SVG to the JPEG a camera would have taken: drawn by resvg, then bloom, falloff and film grain.

use resvg::{tiny_skia, usvg};
use std::num::NonZeroUsize;

const JPEG_QUALITY: u8 = 86;
/// Bloom is computed on squares of this many pixels; it is too soft to need more.
const CELL: usize = 8;
/// Side of the repeated grain tile; a power of two.
const GRAIN: usize = 256;

/// Draws an SVG of ours as JPEG at its own size.
///
/// # Panics
/// When the SVG is not well-formed; every scene is drawn by a test.
pub fn render(svg: &str) -> Vec<u8> {
    render_scaled(svg, 1.0)
}

/// Like [`render`], scaled: a tenth for tests and placeholders.
///
/// # Panics
/// As [`render`].
pub fn render_scaled(svg: &str, scale: f32) -> Vec<u8> {
    let (width, height, rgb) = pixels(svg, scale);
    let mut out = Vec::with_capacity(rgb.len() / 8);
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY)
        .encode(&rgb, width, height, image::ExtendedColorType::Rgb8)
        .expect("the buffer has exactly width × height × 3 bytes");
    out
}

/// Draws an SVG of ours as rows of RGB bytes: (width, height, bytes).
///
/// # Panics
/// As [`render`].
pub fn pixels(svg: &str, scale: f32) -> (u32, u32, Vec<u8>) {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).expect("our scenes are well-formed SVG");
    let size = tree.size();
    let (width, height) =
        ((size.width() * scale).round().max(1.0) as u32, (size.height() * scale).round().max(1.0) as u32);
    let mut pixmap = tiny_skia::Pixmap::new(width, height).expect("a scene is never empty");
    pixmap.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let rgba = pixmap.data();
    let (w, h) = (width as usize, height as usize);
    let bloom = bloom(rgba, w, h);
    (width, height, develop(rgba, w, h, &bloom))
}

/// Calls `draw` for each item on all cores; results keep their order.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], draw: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(2, NonZeroUsize::get).min(items.len().max(1));
    let next = std::sync::atomic::AtomicUsize::new(0);
    let mut drawn: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        let Some(item) = items.get(index) else { return mine };
                        mine.push((index, draw(item)));
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("drawing does not panic")).collect()
    });
    drawn.sort_by_key(|(index, _)| *index);
    drawn.into_iter().map(|(_, result)| result).collect()
}

/// What the bright parts spill over their surroundings, per cell and channel, 0 to 255.
fn bloom(rgba: &[u8], w: usize, h: usize) -> Vec<[i32; 3]> {
    let (cw, ch) = (w.div_ceil(CELL), h.div_ceil(CELL));
    let mut cells = vec![[0i32; 3]; cw * ch];
    for (cy, row) in cells.chunks_mut(cw).enumerate() {
        for (cx, cell) in row.iter_mut().enumerate() {
            let (x, y) = ((cx * CELL + CELL / 2).min(w - 1), (cy * CELL + CELL / 2).min(h - 1));
            let at = (y * w + x) * 4;
            *cell = [0, 1, 2].map(|c| (i32::from(rgba[at + c]) - 150).max(0) * 2);
        }
    }
    for _ in 0..3 {
        cells = blurred(&cells, cw, ch, true);
        cells = blurred(&cells, cw, ch, false);
    }
    cells
}

fn blurred(cells: &[[i32; 3]], w: usize, h: usize, across: bool) -> Vec<[i32; 3]> {
    const REACH: usize = 3;
    let (lines, length) = if across { (h, w) } else { (w, h) };
    let at = |line: usize, i: usize| if across { line * w + i } else { i * w + line };
    let mut out = vec![[0; 3]; cells.len()];
    for line in 0..lines {
        for i in 0..length {
            let (from, to) = (i.saturating_sub(REACH), (i + REACH).min(length - 1));
            let mut sum = [0; 3];
            for k in from..=to {
                let cell = cells[at(line, k)];
                sum = [sum[0] + cell[0], sum[1] + cell[1], sum[2] + cell[2]];
            }
            out[at(line, i)] = sum.map(|v| v / (to - from + 1) as i32);
        }
    }
    out
}

/// Adds bloom (as a screen), a little falloff towards the corners, and grain. Integer arithmetic: this is the hot loop.
fn develop(rgba: &[u8], w: usize, h: usize, bloom: &[[i32; 3]]) -> Vec<u8> {
    let grain = grain();
    let cw = w.div_ceil(CELL);
    let last_row = h.div_ceil(CELL) - 1;
    let corner: Vec<i32> = (0..w).map(|x| falloff(x, w)).collect();
    let mut out = Vec::with_capacity(w * h * 3);
    for y in 0..h {
        let edge = falloff(y, h);
        let (cy, fy) = cell_of(y, last_row);
        for x in 0..w {
            let (cx, fx) = cell_of(x, cw - 1);
            let (cx1, cy1) = ((cx + 1).min(cw - 1), (cy + 1).min(last_row));
            let corners =
                [bloom[cy * cw + cx], bloom[cy * cw + cx1], bloom[cy1 * cw + cx], bloom[cy1 * cw + cx1]];
            let off = (corner[x] + edge) >> 6;
            let dim = 16384 - off * off;
            let speck = grain[(y % GRAIN) * GRAIN + x % GRAIN];
            let pixel = &rgba[(y * w + x) * 4..][..3];
            for (c, &value) in pixel.iter().enumerate() {
                let value = i32::from(value);
                let top = corners[0][c] * (16 - fx) + corners[1][c] * fx;
                let bottom = corners[2][c] * (16 - fx) + corners[3][c] * fx;
                let spill = (top * (16 - fy) + bottom * fy) >> 8;
                let lit = value + (255 - value) * spill / 1700;
                let tone = (lit * dim + 8192) >> 14;
                // Grain shows in the middle tones and vanishes in black and white, as on film.
                let room = tone.min(255 - tone).min(96) + 24;
                out.push((tone + ((speck * room) >> 9)).clamp(0, 255) as u8);
            }
        }
    }
    out
}

/// Cell left of or above a pixel and how far into the next, in sixteenths.
fn cell_of(pixel: usize, last: usize) -> (usize, i32) {
    let shifted = (pixel + CELL / 2).saturating_sub(CELL);
    ((shifted / CELL).min(last), (shifted % CELL * 16 / CELL) as i32)
}

/// Squared distance from the middle, 0 to 1500.
fn falloff(at: usize, length: usize) -> i32 {
    let off = (2 * at as i64 - length as i64) * 1024 / length as i64;
    (off * off * 1500 / (1024 * 1024)) as i32
}

fn grain() -> Vec<i32> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    (0..GRAIN * GRAIN)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            // Four bytes added: close enough to a bell.
            let sum: i32 = state.to_le_bytes()[..4].iter().map(|&b| i32::from(b)).sum();
            (sum - 510) / 12
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_their_order() {
        let items: Vec<u32> = (0..40).collect();
        assert_eq!(in_parallel(&items, |n| n * 2), items.iter().map(|n| n * 2).collect::<Vec<_>>());
    }

    #[test]
    fn a_scene_becomes_a_jpeg_of_its_own_size() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="50"><rect width="40" height="50"/></svg>"#;
        let picture = image::load_from_memory(&render(svg)).unwrap();
        assert_eq!((picture.width(), picture.height()), (40, 50));
    }
}
