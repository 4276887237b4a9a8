//! Checks the invariants on a database, on either engine, and against the provider's own record of charges.
//!
//! Lives here: SQL and rules written a second time, from the schema alone. Never here: an import of the crates
//! that keep the invariants. What they get wrong this crate must be able to see.
//!
//! Invariants carry the numbers of the charter: I1 no oversell, I2 reservations, I4 at most one charge, I5 money
//! and orders agree, I6 one of each, I7 the price shown is the price paid, I8 exact sums, I9 bounded refunds, I10 the ledger,
//! I22 gifts and their receipts, I31 what sponsors add to gifts.

mod checks;
mod names;
mod provider;
mod report;
mod source;
mod statement;

pub use report::{Finding, Line, Report};

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use provider::Record;
use source::Source;

/// Why nothing could be audited.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The address names no engine we can read.
    #[error("\"{0}\" is not a database address; write sqlite:/path/to/file.db or postgres://user@host/name")]
    Address(String),
    /// The database cannot be read.
    #[error("the database cannot be read: {0}")]
    Database(String),
    /// The provider's record cannot be read.
    #[error("the record of charges {file} cannot be read: {reason}")]
    Record {
        /// Its path.
        file: String,
        /// What was wrong.
        reason: String,
    },
}

/// Audits the database at `url` as of now. `sandbox_log` is the sandbox provider's own record; without it only
/// our side of the money is checked.
///
/// # Errors
/// [`AuditError`] when the database or the record cannot be read; broken invariants are no errors but lines.
pub fn run(url: &str, sandbox_log: Option<&Path>) -> Result<Report, AuditError> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_micros());
    run_at(url, sandbox_log, i64::try_from(now).unwrap_or(i64::MAX))
}

/// [`run`] with the clock at `now_us` (microseconds since 1970), for servers whose clock was moved.
///
/// # Errors
/// See [`run`].
pub fn run_at(url: &str, sandbox_log: Option<&Path>, now_us: i64) -> Result<Report, AuditError> {
    audit(url, sandbox_log, None, now_us)
}

/// [`run_at`], and the ledger compared with the provider's own `statement`: its movements as the provider wrote them, one
/// JSON object per line. What moved within the last minutes is left out: one side may not know of it yet.
///
/// # Errors
/// See [`run`].
pub fn run_against(
    url: &str,
    sandbox_log: Option<&Path>,
    statement: &Path,
    now_us: i64,
) -> Result<Report, AuditError> {
    audit(url, sandbox_log, Some(statement), now_us)
}

/// Whose accounts at a provider money was ever taken on; empty: the operator's own.
///
/// # Errors
/// [`AuditError`] when the database cannot be read.
pub fn payees(url: &str) -> Result<Vec<String>, AuditError> {
    let mut source = Source::open(url)?;
    let mut payees = Vec::new();
    source.visit(
        "SELECT payee FROM payments WHERE provider <> 'sandbox'
          UNION SELECT payee FROM donation_payments WHERE provider <> 'sandbox' ORDER BY payee",
        |row| {
            payees.push(row[0].text());
        },
    )?;
    source.close()?;
    Ok(payees)
}

fn audit(
    url: &str,
    sandbox_log: Option<&Path>,
    statement: Option<&Path>,
    now_us: i64,
) -> Result<Report, AuditError> {
    // A server may be at work. What the provider did before the snapshot we must know of; what we know of in the
    // snapshot, the provider did before the second reading.
    let before = sandbox_log.map(Record::read).transpose()?;
    let mut source = Source::open(url)?;
    let payments = source.payments(now_us)?;
    let mut lines = checks::all(&mut source, now_us)?;
    let books = statement.map(|_| checks::books(&mut source)).transpose()?;
    source.close()?;
    if let (Some(books), Some(path)) = (books, statement) {
        checks::against_statement(&mut lines, books, &statement::read(path)?, now_us);
    }
    let after = sandbox_log.map(Record::read).transpose()?;
    if let (Some(before), Some(after)) = (before, after) {
        checks::against_record(&mut lines, &payments, &before, &after);
    }
    Ok(Report { lines, compared_with_provider: sandbox_log.is_some() || statement.is_some() })
}
