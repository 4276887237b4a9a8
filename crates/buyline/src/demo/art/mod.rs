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
mod biscuits;
mod books;
mod ceramics;
mod coffee;
mod covers;
mod desk;
mod heat;
mod patterns;
mod sprigs;
mod towns;
mod wool;

mod banners;
mod knit;
mod marks;
mod people;
mod perfume;
mod plants;
mod posters;
mod prints;
mod records;
mod shores;
mod stationery;

use pen::Pen;

/// A square picture.
pub const SQUARE: (f64, f64) = (1200.0, 1200.0);
/// A portrait picture, 4:5.
pub const PORTRAIT: (f64, f64) = (1200.0, 1500.0);

/// The picture of an account.
pub const AVATAR: (f64, f64) = (512.0, 512.0);
/// The picture above a profile.
pub const BANNER: (f64, f64) = (1500.0, 500.0);

/// One picture, by name.
#[derive(Clone, Copy)]
pub struct Scene {
    /// Its name in addresses: `https://<shop>.example/i/<id>.jpg`.
    pub id: &'static str,
    size: (f64, f64),
    view: Option<View>,
    draw: fn(&mut Pen),
}

/// A part of another scene, looked at from near: the drawing is the same to the last line.
#[derive(Clone, Copy)]
struct View {
    of: &'static str,
    /// Left, top and width of the part; its height follows from the size of the picture.
    frame: (f64, f64, f64),
}

impl Scene {
    const fn new(id: &'static str, size: (f64, f64), draw: fn(&mut Pen)) -> Self {
        Self { id, size, view: None, draw }
    }

    /// Width and height of the picture in pixels.
    pub const fn size(&self) -> (u32, u32) {
        (self.size.0 as u32, self.size.1 as u32)
    }

    /// The scene as SVG.
    pub fn svg(&self) -> String {
        let id = self.view.map_or(self.id, |view| view.of);
        let seed = id.bytes().fold(7u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut pen = Pen::new(self.size.0, self.size.1, seed);
        (self.draw)(&mut pen);
        match self.view {
            Some(view) => pen.finish_part(view.frame),
            None => pen.finish(),
        }
    }

    /// The scene as JPEG.
    pub fn jpeg(&self) -> Vec<u8> {
        raster::render(&self.svg())
    }
}

/// Details: id, the scene it is a part of, left, top and width.
const DETAILS: [(&str, &str, (f64, f64, f64)); 12] = [
    ("nord-lac-du-matin-detail", "nord-lac-du-matin", (420.0, 420.0, 460.0)),
    ("nord-formes-libres-detail", "nord-formes-libres", (330.0, 560.0, 480.0)),
    ("nord-maisons-du-quai-detail", "nord-maisons-du-quai", (320.0, 400.0, 500.0)),
    ("disques-marees-detail", "disques-marees", (150.0, 300.0, 520.0)),
    ("terre-mug-brume-detail", "terre-mug-brume", (330.0, 620.0, 480.0)),
    ("laine-pull-aubrac-detail", "laine-pull-aubrac", (330.0, 350.0, 520.0)),
    ("kumo-carnet-seigaiha-detail", "kumo-carnet-seigaiha", (400.0, 230.0, 520.0)),
    ("lisiere-atlas-des-iles-detail", "lisiere-atlas-des-iles", (480.0, 520.0, 500.0)),
    ("cabestan-guji-detail", "cabestan-guji", (330.0, 640.0, 480.0)),
    ("slowburn-smoked-peach-detail", "slowburn-smoked-peach", (390.0, 860.0, 360.0)),
    ("layla-oud-al-layl-detail", "layla-oud-al-layl", (350.0, 640.0, 500.0)),
    ("hollow-handlebar-bag-detail", "hollow-handlebar-bag", (330.0, 420.0, 480.0)),
];

const FAMILIES: [&[Scene]; 16] = [
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
    shores::SCENES,
    marks::SCENES,
    people::SCENES,
    banners::SCENES,
];

fn drawn() -> impl Iterator<Item = Scene> {
    FAMILIES.into_iter().flatten().copied()
}

/// Every scene there is: goods in the order of the shops, charities, accounts, details.
pub fn scenes() -> impl Iterator<Item = Scene> {
    let details = DETAILS.iter().filter_map(|&(id, of, frame)| {
        drawn().find(|scene| scene.id == of).map(|scene| Scene {
            id,
            view: Some(View { of, frame }),
            ..scene
        })
    });
    drawn().chain(details)
}

/// The scene of that id.
pub fn scene(id: &str) -> Option<Scene> {
    scenes().find(|scene| scene.id == id)
}

/// The scene that an address in a product file of the demo means: `https://<shop>.example/i/<id>.jpg`.
pub fn scene_for(url: &str) -> Option<Scene> {
    let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
    host.strip_suffix(".example")?;
    scene(path.strip_prefix("i/")?.strip_suffix(".jpg")?)
}

/// The picture of the account with that handle.
pub fn avatar(handle: &str) -> Option<Scene> {
    scene(&format!("avatar-{handle}"))
}

/// The banner of the account with that handle; people need not have one.
pub fn banner(handle: &str) -> Option<Scene> {
    scene(&format!("banner-{handle}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_scene_can_be_drawn_and_has_a_name_of_its_own() {
        let all: Vec<Scene> = scenes().collect();
        let names: BTreeSet<&str> = all.iter().map(|scene| scene.id).collect();
        assert_eq!(names.len(), all.len());
        assert_eq!(
            all.len(),
            drawn().count() + DETAILS.len(),
            "every detail is a part of a scene that exists"
        );
        let pictures = raster::in_parallel(&all, |scene| raster::render_scaled(&scene.svg(), 0.05));
        assert_eq!(pictures.iter().collect::<BTreeSet<_>>().len(), all.len(), "no two pictures are alike");
    }

    #[test]
    fn a_scene_is_the_same_every_time() {
        let scene = scene("kumo-papiers-washi").unwrap();
        assert_eq!(scene.svg(), scene.svg());
    }

    #[test]
    fn only_the_demos_own_addresses_mean_a_scene() {
        let id = |url| scene_for(url).map(|scene| scene.id);
        assert_eq!(id("https://kumo.example/i/kumo-encre-indigo.jpg"), Some("kumo-encre-indigo"));
        assert_eq!(id("https://kumo.example/i/unknown.jpg"), None);
        assert_eq!(id("https://kumo.test/i/kumo-encre-indigo.jpg"), None);
        assert_eq!(id("http://kumo.example/i/kumo-encre-indigo.jpg"), None);
    }
}
