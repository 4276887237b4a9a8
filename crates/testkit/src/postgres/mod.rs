//! A PostgreSQL server of the tests' own.
//!
//! [`fresh_database`] gives a test an empty database of its own, dropped with the value. The server behind it
//! is shared by every test of a run, in this process or another: the first one starts it, the last one to end,
//! however it ends, lets it stop. [`Cluster::private`] starts a server for one test that wants to hurt it.
//!
//! Databases use the `C` locale, so that text sorts by bytes as it does in SQLite.

mod cluster;
mod database;
mod folder;
mod user;

pub use cluster::{Cluster, Fsync};
pub use database::TestDatabase;

/// An empty database on the shared server; `None` without PostgreSQL.
///
/// May be called from asynchronous tests too; it blocks for the moment it takes.
///
/// # Panics
/// When the server cannot be started, or PostgreSQL is missing and `BUYLINE_TEST_PEERS=required`.
pub fn fresh_database() -> Option<TestDatabase> {
    Cluster::shared().map(Cluster::fresh_database)
}

/// A copy of a database that `build` fills once per `fingerprint` and server, which is much quicker than to
/// run the migrations for every test. The fingerprint must change with whatever `build` does; `build` gets the
/// URL of an empty database and must have closed its connections when it returns.
///
/// # Panics
/// As [`fresh_database`], and when `build` panics.
pub fn fresh_database_from(fingerprint: &str, build: impl FnOnce(&str) + Send) -> Option<TestDatabase> {
    Cluster::shared().map(|cluster| cluster.fresh_database_from(fingerprint, build))
}

/// Runs `work` on a thread without an asynchronous runtime, where the synchronous client may be used.
fn off_runtime<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        scope.spawn(work).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
