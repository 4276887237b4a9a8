//! The database that every run begins with: a migrated one with one shop and one nonprofit, made once per process and copied.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use parking_lot::Mutex;
use testkit::house::{Charity, Goods, HOME, Shop, open_charity, open_shop};
use twins::stripe::Twin;

use crate::clock::WorldClock;
use crate::dice::Dice;
use crate::life::Life;
use crate::line::Shared;
use crate::weather::Weather;

/// One item that everybody wants, one that lasts a while, and one that nobody counts.
const GOODS: [Goods; 4] = [
    Goods { title: "Lac du matin", price: 2_490, units: Some(3) },
    Goods { title: "Brume", price: 1_900, units: Some(8) },
    Goods { title: "Les Lilas", price: 990, units: Some(1_000_000) },
    Goods { title: "Carte postale", price: 250, units: None },
];

/// A folder with a database of its own. Dropped, it takes the folder with it.
pub(crate) struct Shelves {
    folder: tempfile::TempDir,
    pub(crate) shop: Shop,
    pub(crate) charity: Charity,
}

impl Shelves {
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("buyline.db")
    }
}

/// A fresh copy.
pub(crate) fn fresh() -> Shelves {
    static FIRST: OnceLock<Shelves> = OnceLock::new();
    copy(FIRST.get_or_init(stock))
}

/// A copy of a database that nobody has open and whose journal is in its file.
pub(crate) fn copy(of: &Shelves) -> Shelves {
    let copy = Shelves { folder: folder(), shop: of.shop.clone(), charity: of.charity };
    std::fs::copy(of.database(), copy.database()).expect("a small file fits");
    copy
}

/// In memory where the system has a place for that: what a disk does is not tried here.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a run may make a temporary folder")
}

fn stock() -> Shelves {
    let folder = folder();
    let path = folder.path().join("buyline.db");
    let shared = Shared::new(WorldClock::default(), Twin::new(0), 0, Weather::CALM, false);
    let life = Life::start(&shared, &path, "whsec_none", Dice::new(0, "app"));
    let opened = Mutex::new(None);
    life.run(async {
        let shop = open_shop(&life.ctx, &GOODS).await;
        *opened.lock() = Some((shop, open_charity(&life.ctx, HOME).await));
    });
    life.ctx.db().checkpoint().expect("nobody else has the database open");
    drop(life);
    let (shop, charity) = opened.into_inner().expect("a fresh database takes a shop and a nonprofit");
    Shelves { folder, shop, charity }
}
