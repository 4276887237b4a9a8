//! The outbox: work that a commit asks for. At least once, so every handler is idempotent by our own ids.

use domain::ids::{JobId, MerchantId};
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Row, Sql, Tx};

/// A job to write in the transaction of its cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its id. A job that drives one row through its states has that row's number.
    pub id: JobId,
    /// Which handler.
    pub kind: &'static str,
    /// Whose it is, for queues per merchant and for "fix and resend".
    pub merchant: Option<MerchantId>,
    /// What it is about: the number of an order, an import …
    pub subject: i64,
    /// What the handler needs beyond the subject; short.
    pub payload: String,
    /// At most one job with this key, ever waiting: one mail per order, transition and reader (F30).
    pub unique_key: Option<String>,
    /// Not before.
    pub run_at: Timestamp,
}

/// A claimed job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Which handler.
    pub kind: String,
    /// Whose it is.
    pub merchant: Option<MerchantId>,
    /// What it is about.
    pub subject: i64,
    /// What the handler needs beyond the subject.
    pub payload: String,
    /// How often it failed since its last step. A process that dies in the middle of it has not failed at it.
    pub tries: u32,
    /// Why the last try failed.
    pub last_error: String,
    /// When it is due, or was given up.
    pub run_at: Timestamp,
}

/// How the queue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueHealth {
    /// Jobs that are due or will be.
    pub waiting: i64,
    /// Jobs that are due now.
    pub due: i64,
    /// When the oldest due job was due.
    pub oldest_due: Option<Timestamp>,
    /// Jobs given up.
    pub dead: i64,
}

const INSERT: Sql = Sql {
    sqlite: "INSERT INTO jobs (id, kind, merchant_id, subject, payload, unique_key, run_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    postgres: "INSERT INTO jobs (id, kind, merchant_id, subject, payload, unique_key, run_at, created_at)
               SELECT u.id, u.kind, u.merchant_id, u.subject, u.payload, u.unique_key, u.run_at, u.created_at
                 FROM UNNEST($1::BIGINT[], $2::TEXT[], $3::BIGINT[], $4::BIGINT[], $5::TEXT[], $6::TEXT[],
                             $7::BIGINT[], $8::BIGINT[])
                   AS u (id, kind, merchant_id, subject, payload, unique_key, run_at, created_at)
               ON CONFLICT DO NOTHING",
};

/// The only way to ask for work later. A job whose unique key waits already is not written again.
///
/// # Errors
/// What the engine refused.
pub fn enqueue(tx: &mut Tx<'_>, jobs: &[NewJob], now: Timestamp) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 8]> = jobs
        .iter()
        .map(|job| {
            [
                Param::id(job.id),
                job.kind.into(),
                Param::Int(job.merchant.map_or(0, |merchant| merchant.0)),
                job.subject.into(),
                (&job.payload).into(),
                job.unique_key.as_ref().into(),
                job.run_at.into(),
                now.into(),
            ]
        })
        .collect();
    use Column::{Int, Text};
    tx.execute_rows(INSERT, [Int, Text, Int, Int, Text, Text, Int, Int], &rows)?;
    Ok(())
}

const CLAIM: Sql = Sql {
    sqlite: "UPDATE jobs SET run_at = $1
              WHERE id IN (SELECT id FROM jobs WHERE state = 'ready' AND run_at <= $2
                            ORDER BY run_at, id LIMIT $3)
              RETURNING id, kind, merchant_id, subject, payload, tries, last_error, run_at",
    postgres: "UPDATE jobs SET run_at = $1
                WHERE id IN (SELECT id FROM jobs WHERE state = 'ready' AND run_at <= $2
                              ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
                RETURNING id, kind, merchant_id, subject, payload, tries, last_error, run_at",
};

/// Takes up to `count` due jobs until `lease_until`: whoever dies meanwhile leaves them due again then.
///
/// # Errors
/// What the engine refused.
pub fn claim(
    tx: &mut Tx<'_>,
    now: Timestamp,
    lease_until: Timestamp,
    count: u32,
) -> Result<Vec<Job>, DbError> {
    tx.rows(CLAIM, &[lease_until.into(), now.into(), count.into()], from_row)
}

fn from_row(row: &Row<'_>) -> Result<Job, DbError> {
    Ok(Job {
        id: row.id(0)?,
        kind: row.text(1)?,
        merchant: row.opt_id::<MerchantId>(2)?.filter(|merchant| merchant.0 != 0),
        subject: row.int(3)?,
        payload: row.text(4)?,
        tries: row.count(5)?,
        last_error: row.text(6)?,
        run_at: row.time(7)?,
    })
}

const FINISH: Sql = Sql {
    sqlite: "DELETE FROM jobs WHERE id = $1",
    postgres: "DELETE FROM jobs WHERE id IN (SELECT u.id FROM UNNEST($1::BIGINT[]) AS u (id))",
};

/// Forgets jobs that are done.
///
/// # Errors
/// What the engine refused.
pub fn finish(tx: &mut Tx<'_>, ids: &[JobId]) -> Result<(), DbError> {
    let mut ids = ids.to_vec();
    // One order for all servers, see `stock::shift`.
    ids.sort_unstable();
    let rows: Vec<[Param<'_>; 1]> = ids.into_iter().map(|id| [Param::id(id)]).collect();
    tx.execute_rows(FINISH, [Column::Int], &rows)?;
    Ok(())
}

const RESCHEDULE: Sql = Sql {
    sqlite: "UPDATE jobs SET run_at = $1, tries = 0 WHERE id = $2",
    postgres: "UPDATE jobs SET run_at = u.run_at, tries = 0
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (run_at, id) WHERE jobs.id = u.id",
};

/// Sets when jobs run next; the step before is done, so their tries begin anew.
///
/// # Errors
/// What the engine refused.
pub fn reschedule(tx: &mut Tx<'_>, jobs: &[(JobId, Timestamp)]) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 2]> = jobs.iter().map(|(id, at)| [(*at).into(), Param::id(*id)]).collect();
    tx.execute_rows(RESCHEDULE, [Column::Int, Column::Int], &rows)?;
    Ok(())
}

/// Makes due at `now` what is to run after `latest` only: nothing is put off for so long, so it was put off by a clock
/// that was ahead. Says how many jobs that were.
///
/// # Errors
/// What the engine refused.
pub fn pull_in(tx: &mut Tx<'_>, now: Timestamp, latest: Timestamp) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE jobs SET run_at = $1 WHERE state = 'ready' AND run_at > $2",
        &[now.into(), latest.into()],
    )
}

/// Lets a failed job run again at `run_at`, remembering why it failed.
///
/// # Errors
/// What the engine refused.
pub fn retry(tx: &mut Tx<'_>, id: JobId, run_at: Timestamp, error: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE jobs SET run_at = $1, last_error = $2, tries = tries + 1 WHERE id = $3 AND state = 'ready'",
        &[run_at.into(), error.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Gives a job up until a person looks at it.
///
/// # Errors
/// What the engine refused.
pub fn bury(tx: &mut Tx<'_>, id: JobId, error: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE jobs SET state = 'dead', last_error = $1, tries = tries + 1 WHERE id = $2",
        &[error.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Sends a given-up job again. `false`: there is no such dead job.
///
/// # Errors
/// What the engine refused.
pub fn resend(tx: &mut Tx<'_>, id: JobId, now: Timestamp) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE jobs SET state = 'ready', tries = 0, run_at = $1 WHERE id = $2 AND state = 'dead'",
        &[now.into(), Param::id(id)],
    )?;
    Ok(changed == 1)
}

/// Sends the given-up jobs of one kind about one thing again; says how many there were.
///
/// # Errors
/// What the engine refused.
pub fn revive(
    tx: &mut Tx<'_>,
    kind: &str,
    merchant: MerchantId,
    subject: i64,
    now: Timestamp,
) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE jobs SET state = 'ready', tries = 0, run_at = $1
          WHERE merchant_id = $2 AND state = 'dead' AND kind = $3 AND subject = $4",
        &[now.into(), Param::id(merchant), kind.into(), subject.into()],
    )
}

/// When the next job is due.
///
/// # Errors
/// What the engine refused.
pub fn next_due(read: &mut impl Read) -> Result<Option<Timestamp>, DbError> {
    read.first("SELECT run_at FROM jobs WHERE state = 'ready' ORDER BY run_at, id LIMIT 1", &[], |row| {
        row.time(0)
    })
}

/// Jobs given up, newest first; of one merchant, or of all.
///
/// # Errors
/// What the engine refused.
pub fn dead(read: &mut impl Read, merchant: Option<MerchantId>, count: u32) -> Result<Vec<Job>, DbError> {
    read.rows(
        "SELECT id, kind, merchant_id, subject, payload, tries, last_error, run_at FROM jobs
          WHERE state = 'dead' AND (merchant_id = $1 OR $1 = 0) ORDER BY id DESC LIMIT $2",
        &[Param::Int(merchant.map_or(0, |merchant| merchant.0)), count.into()],
        from_row,
    )
}

/// How many jobs of each kind wait, the most first.
///
/// # Errors
/// What the engine refused.
pub fn kinds(read: &mut impl Read) -> Result<Vec<(String, i64)>, DbError> {
    read.rows(
        "SELECT kind, count(*) FROM jobs WHERE state = 'ready' GROUP BY kind ORDER BY count(*) DESC, kind",
        &[],
        |row| Ok((row.text(0)?, row.int(1)?)),
    )
}

/// The given-up job with this id.
///
/// # Errors
/// What the engine refused.
pub fn dead_by_id(read: &mut impl Read, id: JobId) -> Result<Option<Job>, DbError> {
    read.first(
        "SELECT id, kind, merchant_id, subject, payload, tries, last_error, run_at FROM jobs
          WHERE id = $1 AND state = 'dead'",
        &[Param::id(id)],
        from_row,
    )
}

/// How the queue stands at `now`.
///
/// # Errors
/// What the engine refused.
pub fn health(read: &mut impl Read, now: Timestamp) -> Result<QueueHealth, DbError> {
    read.one(
        "queue health",
        "SELECT count(*) FILTER (WHERE state = 'ready'),
                count(*) FILTER (WHERE state = 'ready' AND run_at <= $1),
                min(run_at) FILTER (WHERE state = 'ready' AND run_at <= $1),
                count(*) FILTER (WHERE state = 'dead')
           FROM jobs",
        &[now.into()],
        |row| {
            Ok(QueueHealth {
                waiting: row.int(0)?,
                due: row.int(1)?,
                oldest_due: row.opt_time(2)?,
                dead: row.int(3)?,
            })
        },
    )
}
