//! The empty database that houses begin with: migrated once for each schema, and copied. Migrating anew would be a good part of
//! what most tests take; that it works from nothing is what the store's own tests show.

use std::path::{Path, PathBuf};

use store::{DatabaseUrl, Db, DbOptions, Engine, schema_fingerprint};

use crate::postgres::{TestDatabase, fresh_database_from};

/// Puts a migrated database at `path`, where that is possible: without one, whoever opens the place migrates.
pub(super) fn copy_sqlite(path: &Path) {
    let Some(templates) = beside_this_program() else { return };
    let template = templates.join(format!("house-{}.db", schema_fingerprint(Engine::Sqlite)));
    if !template.is_file() && make_sqlite(&templates, &template).is_none() {
        return;
    }
    // A copy that ends half-way must not be opened.
    if std::fs::copy(&template, path).is_err() {
        let _ = std::fs::remove_file(path);
    }
}

/// Built beside and renamed when it is whole: several tests may want it first.
fn make_sqlite(templates: &Path, template: &Path) -> Option<()> {
    std::fs::create_dir_all(templates).ok()?;
    let folder = tempfile::tempdir_in(templates).ok()?;
    let draft = folder.path().join("draft.db");
    migrated(&DatabaseUrl::Sqlite(draft.clone()));
    // Whoever closes it last brings its journal into the file.
    let journal = folder.path().join("draft.db-wal");
    if journal.metadata().is_ok_and(|found| found.len() > 0) {
        return None;
    }
    std::fs::rename(draft, template).ok()
}

/// A migrated database of its own on the private server; none where there is no PostgreSQL.
pub(super) fn fresh_postgres() -> Option<TestDatabase> {
    let name = format!("house_{}", schema_fingerprint(Engine::Postgres));
    fresh_database_from(&name, |url| migrated(&DatabaseUrl::Postgres(url.to_owned())))
}

fn migrated(url: &DatabaseUrl) {
    let options = DbOptions { inline: true, faults: None };
    drop(Db::open(url, options).expect("a fresh database opens"));
}

/// A folder in the build's own, which goes when that is cleaned.
fn beside_this_program() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let profile = program.ancestors().find(|folder| folder.join("deps").is_dir())?;
    Some(profile.join("house-templates"))
}
