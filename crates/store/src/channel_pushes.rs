//! What shops' own programs pushed: counted by the hour, and what of it was refused.

use domain::channel::{PushHealth, PushKind, Pushed, REFUSALS_MAX, Refusal};
use domain::ids::MerchantId;
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Row, Sql, Tx};

/// Microseconds of an hour.
const HOUR_US: i64 = 3_600_000_000;

/// The hour that `at` lies in.
fn hour_of(at: Timestamp) -> i64 {
    at.as_microsecond().div_euclid(HOUR_US)
}

/// Adds what came of a push to its hour.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn note(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    kind: PushKind,
    pushed: Pushed,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO channel_pushes (merchant_id, kind, hour, last_at, changed, unchanged, stale, refused)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (merchant_id, kind, hour) DO UPDATE
            SET last_at = excluded.last_at, changed = channel_pushes.changed + excluded.changed,
                unchanged = channel_pushes.unchanged + excluded.unchanged,
                stale = channel_pushes.stale + excluded.stale,
                refused = channel_pushes.refused + excluded.refused",
        &[
            Param::id(merchant),
            kind.as_str().into(),
            hour_of(now).into(),
            now.into(),
            pushed.changed.into(),
            pushed.unchanged.into(),
            pushed.stale.into(),
            pushed.refused.into(),
        ],
    )?;
    Ok(())
}

/// How the pushes of a merchant stand, of each kind that came within what is remembered. A day is the hour that goes on and
/// the 23 before it.
pub fn health(
    read: &mut impl Read,
    merchant: MerchantId,
    now: Timestamp,
) -> Result<Vec<PushHealth>, DbError> {
    let since = hour_of(now) - 23;
    read.rows(
        "SELECT kind, max(last_at),
                CAST(sum(CASE WHEN hour >= $1 THEN changed ELSE 0 END) AS BIGINT),
                CAST(sum(CASE WHEN hour >= $1 THEN unchanged ELSE 0 END) AS BIGINT),
                CAST(sum(CASE WHEN hour >= $1 THEN stale ELSE 0 END) AS BIGINT),
                CAST(sum(CASE WHEN hour >= $1 THEN refused ELSE 0 END) AS BIGINT)
           FROM channel_pushes
          WHERE merchant_id = $2
          GROUP BY kind",
        &[since.into(), Param::id(merchant)],
        |row| {
            Ok(PushHealth {
                kind: kind_of(row, 0)?,
                last_at: row.time(1)?,
                of_day: Pushed {
                    changed: row.int(2)?,
                    unchanged: row.int(3)?,
                    stale: row.int(4)?,
                    refused: row.int(5)?,
                },
            })
        },
    )
}

const REFUSE: Sql = Sql {
    sqlite: "INSERT INTO channel_refusals (merchant_id, kind, name, field, reason, refused_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (merchant_id, kind, name) DO UPDATE
                SET field = excluded.field, reason = excluded.reason, refused_at = excluded.refused_at",
    postgres: "INSERT INTO channel_refusals (merchant_id, kind, name, field, reason, refused_at)
               SELECT u.merchant_id, u.kind, u.name, u.field, u.reason, u.refused_at
                 FROM UNNEST($1::BIGINT[], $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::BIGINT[])
                   AS u (merchant_id, kind, name, field, reason, refused_at)
                ORDER BY u.name
               ON CONFLICT (merchant_id, kind, name) DO UPDATE
                  SET field = excluded.field, reason = excluded.reason, refused_at = excluded.refused_at",
};

/// Keeps what was refused; no name twice. Of more than are kept the oldest go.
pub fn refuse(tx: &mut Tx<'_>, merchant: MerchantId, refusals: &[Refusal]) -> Result<(), DbError> {
    use Column::{Int, Text};
    let rows: Vec<[Param<'_>; 6]> = refusals
        .iter()
        .map(|refusal| {
            [
                Param::id(merchant),
                refusal.kind.as_str().into(),
                (&refusal.name).into(),
                (&refusal.field).into(),
                (&refusal.reason).into(),
                refusal.refused_at.into(),
            ]
        })
        .collect();
    tx.execute_rows(REFUSE, [Int, Text, Text, Text, Text, Int], &rows)?;
    if rows.is_empty() {
        return Ok(());
    }
    tx.execute(
        "DELETE FROM channel_refusals
          WHERE merchant_id = $1
            AND refused_at < (SELECT refused_at FROM channel_refusals WHERE merchant_id = $1
                               ORDER BY refused_at DESC LIMIT 1 OFFSET $2)",
        &[Param::id(merchant), REFUSALS_MAX.into()],
    )?;
    Ok(())
}

/// Forgets that these were refused: they were pushed rightly.
pub fn mend(tx: &mut Tx<'_>, merchant: MerchantId, kind: PushKind, names: &[&str]) -> Result<(), DbError> {
    const MEND: Sql = Sql {
        sqlite: "DELETE FROM channel_refusals
                  WHERE merchant_id = $1 AND kind = $2 AND name IN (SELECT value FROM json_each($3))",
        postgres: "DELETE FROM channel_refusals
                    WHERE merchant_id = $1 AND kind = $2
                      AND name IN (SELECT jsonb_array_elements_text(CAST(CAST($3 AS TEXT) AS JSONB)))",
    };
    let names = serde_json::to_string(names).expect("a list of texts is JSON");
    tx.execute(MEND, &[Param::id(merchant), kind.as_str().into(), (&names).into()])?;
    Ok(())
}

/// What was refused since `since` and not pushed rightly after that, the newest first, at most `limit`.
pub fn refusals(
    read: &mut impl Read,
    merchant: MerchantId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<Refusal>, DbError> {
    read.rows(
        "SELECT kind, name, field, reason, refused_at
           FROM channel_refusals
          WHERE merchant_id = $1
            AND refused_at >= $2
          ORDER BY refused_at DESC, kind DESC, name DESC
          LIMIT $3",
        &[Param::id(merchant), since.into(), limit.into()],
        |row| {
            Ok(Refusal {
                kind: kind_of(row, 0)?,
                name: row.text(1)?,
                field: row.text(2)?,
                reason: row.text(3)?,
                refused_at: row.time(4)?,
            })
        },
    )
}

/// Forgets what is older than `before`.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), DbError> {
    tx.execute("DELETE FROM channel_pushes WHERE hour < $1", &[hour_of(before).into()])?;
    tx.execute("DELETE FROM channel_refusals WHERE refused_at < $1", &[before.into()])?;
    Ok(())
}

fn kind_of(row: &Row<'_>, column: usize) -> Result<PushKind, DbError> {
    row.word(column, "kind of push", PushKind::from_word)
}
