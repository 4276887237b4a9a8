//! The demo's world, seeded once for all tests of a build: seeding takes a while in a debug build.
#![allow(dead_code, clippy::unwrap_used)]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::UNIX_EPOCH;

/// A copy of it, for one test to change.
pub fn copy_of_seeded() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("buyline-demo-copy-").tempdir().unwrap();
    copy(&seeded(), folder.path());
    folder
}

/// The demo as a process of its own, and its address.
pub fn start(data: &Path) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_buyline"))
        .args(["demo", "--json", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).expect(&line);
    (child, said["url"].as_str().unwrap().to_owned())
}

/// The folder of a world that this build of the program has seeded. Seeding takes a while in a debug build, so the
/// first test does it for all, whichever process it runs in.
fn seeded() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_buyline")).metadata().unwrap();
    let built = program.modified().unwrap().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    let shelf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo-worlds");
    std::fs::create_dir_all(&shelf).unwrap();
    let lock = File::create(shelf.join("lock")).unwrap();
    lock.lock().unwrap();
    let world = shelf.join(format!("{built}-{}", program.len()));
    let done = world.join("seeded");
    if !done.exists() {
        for old in std::fs::read_dir(&shelf).unwrap().flatten().filter(|old| old.path().is_dir()) {
            std::fs::remove_dir_all(old.path()).unwrap();
        }
        let (mut child, _) = start(&world);
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(child.wait().unwrap().success());
        std::fs::write(done, "").unwrap();
    }
    world
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
