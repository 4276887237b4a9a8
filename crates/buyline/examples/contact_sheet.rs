//! Draws every scene of the demo into a folder, with contact sheets to look at:
//! `cargo run -p buyline --example contact_sheet -- OUT_DIR [FILTER] [SCALE]`.

use buyline::demo::art::{self, raster};
use image::{RgbImage, imageops};
use std::{fs, path::PathBuf, time::Instant};

const COLUMNS: u32 = 4;
const CELL: u32 = 480;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "target/contact".into()));
    let filter = args.next().unwrap_or_default();
    let scale: f32 = args.next().map_or(Ok(1.0), |scale| scale.parse())?;
    fs::create_dir_all(&folder)?;
    let scenes: Vec<_> = art::scenes().filter(|scene| scene.id.contains(&filter)).collect();
    let drawn = raster::in_parallel(&scenes, |scene| {
        let started = Instant::now();
        let svg = scene.svg();
        let jpeg = raster::render_scaled(&svg, scale);
        (svg, jpeg, started.elapsed())
    });
    for (scene, (svg, jpeg, took)) in scenes.iter().zip(&drawn) {
        fs::write(folder.join(format!("{}.svg", scene.id)), svg)?;
        fs::write(folder.join(format!("{}.jpg", scene.id)), jpeg)?;
        image::load_from_memory(jpeg)?.save(folder.join(format!("{}.png", scene.id)))?;
        println!(
            "{:32} {:4} ms {:5} kB svg {:4} kB jpeg",
            scene.id,
            took.as_millis(),
            svg.len() / 1024,
            jpeg.len() / 1024
        );
    }
    for (page, pictures) in drawn.chunks(12).enumerate() {
        let rows = (pictures.len() as u32).div_ceil(COLUMNS);
        let mut sheet = RgbImage::from_pixel(COLUMNS * CELL, rows * CELL, image::Rgb([246, 244, 240]));
        for (i, (_, jpeg, _)) in pictures.iter().enumerate() {
            let small = image::load_from_memory(jpeg)?
                .resize(CELL - 12, CELL - 12, imageops::FilterType::Triangle)
                .to_rgb8();
            let (column, row) = (i as u32 % COLUMNS, i as u32 / COLUMNS);
            let (x, y) =
                (column * CELL + (CELL - small.width()) / 2, row * CELL + (CELL - small.height()) / 2);
            imageops::overlay(&mut sheet, &small, i64::from(x), i64::from(y));
        }
        sheet.save(folder.join(format!("sheet-{page}.png")))?;
    }
    Ok(())
}
