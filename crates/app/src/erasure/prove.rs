//! The proof: what was erased is searched for in every text of every table, and byte by byte in the database's own files and in
//! everything else that is kept. What is found in the words of others is told; what is found nowhere else must be found
//! nowhere.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use domain::erasure::ErasureOf;
use domain::hex::hex;
use domain::sunset::Scope;
use serde_json::{Value, json};
use store::erasures::{self, About, Erasure, Hits, Needles};
use store::{DatabaseUrl, DbError};

use super::Sought;
use crate::Ctx;
use crate::jobs::JobError;
use crate::ports::FileError;

/// Pictures are drawn anew from their pixels when they are kept, without what a camera wrote into them.
const PICTURES: &str = "images/";
/// Archives are packed; what others took away with them goes by its own date.
const ARCHIVES: &str = "archives/";

/// Nobody writes while the database is written anew. One of this size takes a few seconds, which a buyer waits; a larger one
/// waits for its operator.
const WRITTEN_ANEW_BYTES_MAX: u64 = 256 << 20;

/// Whether somebody said that buyers may be kept waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calm {
    /// Nobody said so.
    Unknown,
    /// The operator said so, by a command.
    Said,
}

/// Takes away the files and what was written elsewhere, and searches. Says whether it is proven; not while the payment
/// provider is still to be told.
pub(super) async fn prove(
    ctx: &Ctx,
    erasure: &Erasure,
    sought: Sought,
    calm: Calm,
) -> Result<bool, JobError> {
    let db = ctx.db().clone();
    let bytes = tokio::task::spawn_blocking(move || db.bytes());
    let bytes = bytes.await.map_err(|error| JobError::Later(error.to_string()))??;
    if calm == Calm::Unknown && bytes > WRITTEN_ANEW_BYTES_MAX {
        tracing::warn!(
            erasure.id = %erasure.id,
            bytes,
            "erasure {} waits for a calm hour: run \"buyline admin finish-erasures\" then", erasure.id
        );
        return Ok(false);
    }
    for key in &sought.files {
        ctx.ports().files.delete(key).await.map_err(|error| JobError::Later(error.to_string()))?;
    }
    let values: Arc<[String]> = sought.values.iter().cloned().collect();
    let (about, words) = match erasure.of {
        ErasureOf::Person(_) => (About::Person, Arc::clone(&values)),
        ErasureOf::End(_) => (About::Party, sought.names.iter().cloned().collect()),
    };
    let elsewhere: BTreeMap<&'static str, u64> = ctx
        .db()
        .write("scrub", move |tx| erasures::scrub(tx, about, &Needles::new(words.iter().map(String::as_str))))
        .await?;
    let (db, words, url) = (ctx.db().clone(), Arc::clone(&values), ctx.db().url().clone());
    let searched = tokio::task::spawn_blocking(move || {
        db.compact()?;
        let needles = Needles::new(words.iter().map(String::as_str));
        let hits = erasures::search_tables(&url, &needles)?;
        let bytes = own_files(&url, &needles, &hits.words)?;
        Ok::<_, DbError>((hits, bytes))
    });
    let (hits, bytes): (Hits, BTreeMap<&'static str, u64>) =
        searched.await.map_err(|error| JobError::Later(error.to_string()))??;
    // The provider is still to forget a card.
    let forgets = matches!(erasure.of, ErasureOf::Person(_) | ErasureOf::End(Scope::Server));
    if forgets && hits.places.contains_key("jobs.payload") {
        return Ok(false);
    }
    let (looked_at, in_files) = other_files(ctx, &values, &hits.words).await?;
    let left: u64 = bytes.values().sum::<u64>() + in_files;
    if left > 0 {
        return Err(JobError::Later(format!(
            "{left} places still hold what was erased, though no row does ({bytes:?}, {in_files} in other files)"
        )));
    }
    let digests: Vec<String> =
        values.iter().map(|value| hex(&ctx.seal("erased value", value.as_bytes()))).collect();
    let proof = json!({
        "values": digests.len(),
        "values_left_out": sought.left_out,
        "digests": digests,
        "engine": match ctx.db().url() { DatabaseUrl::Sqlite(_) => "sqlite", DatabaseUrl::Postgres(_) => "postgresql" },
        "bytes": bytes,
        "other_files_searched": looked_at,
        "other_files_hits": in_files,
        "files_deleted": sought.files.len(),
        "scrubbed": erasures::counts(&elsewhere),
        "in_words_of_others": Value::from(hits.places.into_iter().map(|(place, count)| (place, Value::from(count))).collect::<serde_json::Map<_, _>>()),
    });
    let (id, now, proof) = (erasure.id, ctx.now(), proof.to_string());
    ctx.db().write("prove_erasure", move |tx| erasures::done(tx, id, &proof, now)).await?;
    Ok(true)
}

/// SQLite's own files, by their bytes. PostgreSQL's lie on another machine, perhaps; its tables were written anew.
fn own_files(
    url: &DatabaseUrl,
    needles: &Needles<'_>,
    but: &HashSet<usize>,
) -> Result<BTreeMap<&'static str, u64>, DbError> {
    let DatabaseUrl::Sqlite(path) = url else { return Ok(BTreeMap::new()) };
    let beside = |ending: &str| {
        let mut name = path.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    let mut found = BTreeMap::new();
    for (name, path) in [("database", path.clone()), ("wal", beside("-wal")), ("journal", beside("-journal"))]
    {
        let count = match std::fs::File::open(&path) {
            Ok(file) => needles.count(file, but),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        };
        let count = count
            .map_err(|error| DbError::Transfer(format!("{} cannot be read: {error}", path.display())))?;
        found.insert(name, count);
    }
    Ok(found)
}

/// Everything in the file store but pictures and archives: how many files, and how many hits.
async fn other_files(
    ctx: &Ctx,
    values: &Arc<[String]>,
    but: &HashSet<usize>,
) -> Result<(u64, u64), JobError> {
    let failed = |error: FileError| JobError::Later(error.to_string());
    let files = &ctx.ports().files;
    let (mut looked_at, mut hits) = (0, 0);
    for key in files.keys().await.map_err(failed)? {
        if key.starts_with(PICTURES) || key.starts_with(ARCHIVES) {
            continue;
        }
        let file = match files.open(&key).await {
            Ok(file) => file,
            Err(FileError::Missing) => continue,
            Err(error) => return Err(failed(error)),
        };
        let (words, but) = (Arc::clone(values), but.clone());
        let counting = tokio::task::spawn_blocking(move || {
            Needles::new(words.iter().map(String::as_str)).count(file, &but)
        });
        looked_at += 1;
        hits += counting
            .await
            .map_err(|error| JobError::Later(error.to_string()))?
            .map_err(|error| JobError::Later(error.to_string()))?;
    }
    Ok((looked_at, hits))
}
