//! Reading either engine, in one snapshot, with connections of our own.

use fallible_iterator::FallibleIterator;
use postgres::NoTls;
use rusqlite::OpenFlags;

use crate::AuditError;

/// A database being audited: everything is read from one snapshot, so a running server changes nothing midway.
pub(crate) enum Source {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

/// A value of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Int(i64),
    Text(String),
}

/// One payment, for an order or of a gift, with what the comparison with a provider needs.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) id: i64,
    pub(crate) provider: String,
    pub(crate) key: String,
    pub(crate) state: String,
    pub(crate) currency: String,
    pub(crate) captured: i64,
    /// What the ledger says was taken for it, less what was given back.
    pub(crate) booked: i64,
    /// The state of its order; a gift that ended without being given counts as canceled.
    pub(crate) order_state: String,
    /// A job or a refund under way, or an age below the grace: the server is still at it.
    pub(crate) in_progress: bool,
    /// Keys of refunds that are done.
    pub(crate) refunds_done: Vec<(String, i64)>,
}

/// How long the server has to find out by itself what became of a payment (I5: five minutes).
pub(crate) const GRACE_US: i64 = 5 * 60 * 1_000_000;

/// Rows that a waiting job is about. A job that drives one row has that row's number itself.
pub(crate) const BUSY: &str =
    "SELECT subject FROM jobs WHERE state = 'ready' UNION SELECT id FROM jobs WHERE state = 'ready'";

impl From<rusqlite::Error> for AuditError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.to_string())
    }
}

impl From<postgres::Error> for AuditError {
    fn from(error: postgres::Error) -> Self {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        Self::Database(format!("{error}{cause}"))
    }
}

impl Source {
    pub(crate) fn open(url: &str) -> Result<Self, AuditError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let mut client = postgres::Client::connect(url, NoTls)?;
            client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            return Ok(Self::Postgres(Box::new(client)));
        }
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"));
        let path = path
            .filter(|path| !path.is_empty())
            .ok_or_else(|| AuditError::Address(url.split('@').next_back().unwrap_or(url).to_owned()))?;
        // Not read-only: a database in WAL mode that nobody has open needs its shared memory made.
        let conn = rusqlite::Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(|error| AuditError::Database(format!("{path}: {error}")))?;
        conn.busy_timeout(std::time::Duration::from_secs(10))?;
        conn.pragma_update(None, "query_only", true)?;
        conn.execute_batch("BEGIN")?;
        Ok(Self::Sqlite(conn))
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    pub(crate) fn close(self) -> Result<(), AuditError> {
        match self {
            Self::Sqlite(conn) => Ok(conn.execute_batch("ROLLBACK")?),
            Self::Postgres(mut client) => Ok(client.batch_execute("ROLLBACK")?),
        }
    }

    /// Calls `each` for every row; a NULL integer is 0, a NULL text is empty.
    pub(crate) fn visit(&mut self, sql: &str, mut each: impl FnMut(Vec<Cell>)) -> Result<(), AuditError> {
        match self {
            Self::Sqlite(conn) => {
                let mut statement = conn.prepare(sql)?;
                let width = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let mut cells = Vec::with_capacity(width);
                    for column in 0..width {
                        cells.push(match row.get_ref(column)? {
                            rusqlite::types::ValueRef::Integer(value) => Cell::Int(value),
                            rusqlite::types::ValueRef::Null => Cell::Int(0),
                            rusqlite::types::ValueRef::Text(text) => {
                                Cell::Text(String::from_utf8_lossy(text).into_owned())
                            }
                            other => Cell::Text(format!("{other:?}")),
                        });
                    }
                    each(cells);
                }
                Ok(())
            }
            Self::Postgres(client) => {
                let mut rows = client.query_raw(sql, std::iter::empty::<i64>())?;
                while let Some(row) = rows.next()? {
                    let mut cells = Vec::with_capacity(row.len());
                    for (column, kind) in row.columns().iter().enumerate() {
                        cells.push(match kind.type_().name() {
                            "int8" => Cell::Int(row.get::<_, Option<i64>>(column).unwrap_or(0)),
                            "int4" => Cell::Int(row.get::<_, Option<i32>>(column).map_or(0, i64::from)),
                            _ => Cell::Text(row.get::<_, Option<String>>(column).unwrap_or_default()),
                        });
                    }
                    each(cells);
                }
                Ok(())
            }
        }
    }

    /// The one number a counting query gives.
    pub(crate) fn count(&mut self, sql: &str) -> Result<u64, AuditError> {
        let mut count = 0;
        self.visit(sql, |row| count = u64::try_from(row[0].int()).unwrap_or(0))?;
        Ok(count)
    }

    /// Every payment, for the comparison with a provider's record.
    pub(crate) fn payments(&mut self, now_us: i64) -> Result<Vec<Payment>, AuditError> {
        let mut refunds: std::collections::HashMap<i64, Vec<(String, i64)>> =
            std::collections::HashMap::new();
        self.visit(
            "SELECT payment_id, refund_key, amount FROM refunds WHERE state = 'done'
              UNION ALL SELECT payment_id, refund_key, amount FROM donation_refunds WHERE state = 'done'",
            |row| refunds.entry(row[0].int()).or_default().push((row[1].text(), row[2].int())),
        )?;
        let mut booked: std::collections::HashMap<i64, i64> = std::collections::HashMap::new();
        self.visit(
            "SELECT coalesce(r.payment_id, g.source_id),
                    CASE WHEN g.kind IN ('charge', 'refund_failed') THEN g.amount ELSE -g.amount END
               FROM ledger g
               LEFT JOIN refunds r ON r.merchant_id = g.merchant_id AND r.id = g.source_id AND g.kind <> 'charge'
              WHERE g.kind IN ('charge', 'refund', 'refund_failed')
             UNION ALL
             SELECT coalesce(r.payment_id, g.source_id),
                    CASE g.kind WHEN 'donation' THEN g.amount ELSE -g.amount END
               FROM ledger g
               LEFT JOIN donation_refunds r ON r.merchant_id = g.merchant_id AND r.id = g.source_id
                                           AND g.kind = 'donation_refund'
              WHERE g.kind IN ('donation', 'donation_refund')",
            |row| *booked.entry(row[0].int()).or_default() += row[1].int(),
        )?;
        let fresh = now_us.saturating_sub(GRACE_US);
        let mut payments = Vec::new();
        let sql = format!(
            "SELECT p.id, p.provider, p.attempt_key, p.state, p.currency, p.captured, o.state,
                    CASE WHEN p.updated_at > {fresh}
                           OR p.id IN ({BUSY})
                           OR p.order_id IN ({BUSY})
                           OR p.id IN (SELECT payment_id FROM refunds WHERE state = 'started')
                         THEN 1 ELSE 0 END
               FROM payments p
               JOIN orders o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
              UNION ALL
             SELECT p.id, p.provider, p.attempt_key, p.state, p.currency, p.captured,
                    CASE d.state WHEN 'ended' THEN 'canceled' ELSE d.state END,
                    CASE WHEN p.updated_at > {fresh}
                           OR p.id IN ({BUSY})
                           OR p.id IN (SELECT payment_id FROM donation_refunds WHERE state = 'started')
                         THEN 1 ELSE 0 END
               FROM donation_payments p
               JOIN donations d ON d.merchant_id = p.merchant_id AND d.id = p.donation_id"
        );
        self.visit(&sql, |row| {
            let id = row[0].int();
            payments.push(Payment {
                id,
                provider: row[1].text(),
                key: row[2].text(),
                state: row[3].text(),
                currency: row[4].text(),
                captured: row[5].int(),
                booked: booked.remove(&id).unwrap_or(0),
                order_state: row[6].text(),
                in_progress: row[7].int() == 1,
                refunds_done: refunds.remove(&id).unwrap_or_default(),
            });
        })?;
        Ok(payments)
    }
}

impl Cell {
    pub(crate) fn int(&self) -> i64 {
        match self {
            Self::Int(value) => *value,
            Self::Text(_) => 0,
        }
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Int(value) => value.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}
