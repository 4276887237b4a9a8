//! Pictures of the demo's goods, people and places, drawn as SVG and developed to JPEG.
//! Deterministic: a scene's bytes depend on its id alone. No fonts, no files, no network.

#![allow(clippy::float_arithmetic, reason = "drawing is geometry; no money passes here")]

pub mod ink;
pub mod letters;
pub mod pen;
pub mod raster;
pub mod shape;
pub mod stage;

mod block;
mod pots;

mod bags;
mod bakery;
mod books;
mod ceramics;
mod coffee;
mod covers;
mod heat;
mod knit;
mod perfume;
mod plants;
mod posters;
mod prints;
mod records;
mod stationery;

use pen::Pen;

/// A square picture.
pub const SQUARE: (f64, f64) = (1200.0, 1200.0);
/// A portrait picture, 4:5.
pub const PORTRAIT: (f64, f64) = (1200.0, 1500.0);

/// One picture, by name.
#[derive(Clone, Copy)]
pub struct Scene {
    /// Its name in addresses: `https://<shop>.example/i/<id>.jpg`.
    pub id: &'static str,
    size: (f64, f64),
    draw: fn(&mut Pen),
}

impl Scene {
    const fn new(id: &'static str, size: (f64, f64), draw: fn(&mut Pen)) -> Self {
        Self { id, size, draw }
    }

    /// Width and height of the picture in pixels.
    pub const fn size(&self) -> (u32, u32) {
        (self.size.0 as u32, self.size.1 as u32)
    }

    /// The scene as SVG.
    pub fn svg(&self) -> String {
        let seed =
            self.id.bytes().fold(7u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut pen = Pen::new(self.size.0, self.size.1, seed);
        (self.draw)(&mut pen);
        pen.finish()
    }

    /// The scene as JPEG.
    pub fn jpeg(&self) -> Vec<u8> {
        raster::render(&self.svg())
    }
}

/// Every scene there is, in the order of the shops.
pub fn scenes() -> impl Iterator<Item = Scene> {
    let families = [
        posters::SCENES,
        records::SCENES,
        books::SCENES,
        ceramics::SCENES,
        bakery::SCENES,
        knit::SCENES,
        coffee::SCENES,
        plants::SCENES,
        stationery::SCENES,
        perfume::SCENES,
        bags::SCENES,
        heat::SCENES,
    ];
    families.into_iter().flatten().copied()
}
