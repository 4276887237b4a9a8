//! What can go wrong below a query.

/// A database said no, or could not be reached. Use cases give it meaning; most pass it on as "try again".
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// SQLite refused a statement.
    #[error("the database refused a statement: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused a statement or went away.
    #[error("the database refused a statement: {0}")]
    Postgres(#[from] postgres::Error),
    /// The commit did not reach the disk; nothing was changed.
    #[error("the change could not be written: {0}")]
    Commit(String),
    /// The connection broke at the commit, or before it: what was asked may have been done or not.
    #[error("the connection to the database broke: {0}")]
    Lost(String),
    /// More writes are waiting than the queue may hold. Nothing was changed.
    #[error("too many writes are waiting")]
    Overloaded,
    /// The database was closed, or its threads have ended.
    #[error("the database is closed")]
    Closed,
    /// A stored value does not mean what the column says.
    #[error("column {column} of a row holds {value:?}, which is not a {wanted}")]
    Value {
        /// Index of the column in the query.
        column: usize,
        /// What was found, clipped.
        value: String,
        /// What the code expected.
        wanted: &'static str,
    },
    /// A row that must exist is not there.
    #[error("a row that must exist is not there: {0}")]
    Missing(&'static str),
    /// The schema is newer than this binary, or a migration failed.
    #[error("{0}")]
    Schema(String),
    /// A move or a copy was not done; the sentence says why.
    #[error("{0}")]
    Transfer(String),
    /// The database cannot be opened; the sentence says what to do.
    #[error("{0}")]
    Open(String),
}

impl DbError {
    /// What everybody is told whose change was in the transaction that failed with this.
    pub(crate) fn for_all(&self) -> Self {
        match self {
            Self::Lost(reason) => Self::Lost(reason.clone()),
            Self::Commit(reason) => Self::Commit(reason.clone()),
            error if error.is_lost() => Self::Lost(error.to_string()),
            error => Self::Commit(error.to_string()),
        }
    }

    /// Another transaction was in the way; the same work can succeed when done again.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Postgres(error) => error.code().is_some_and(|code| {
                *code == postgres::error::SqlState::T_R_SERIALIZATION_FAILURE
                    || *code == postgres::error::SqlState::T_R_DEADLOCK_DETECTED
            }),
            Self::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)
            ),
            Self::Commit(_)
            | Self::Lost(_)
            | Self::Overloaded
            | Self::Closed
            | Self::Value { .. }
            | Self::Missing(_)
            | Self::Schema(_)
            | Self::Transfer(_)
            | Self::Open(_) => false,
        }
    }

    /// The connection itself is gone, or the database is: it restarts. What was asked may have been done.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Postgres(error) => match error.code() {
                // Connection exceptions, and the server's own ending and coming back.
                Some(code) => ["08", "57P"].iter().any(|class| code.code().starts_with(class)),
                None => {
                    let source = std::error::Error::source(error);
                    error.is_closed() || source.is_some_and(|source| source.is::<std::io::Error>())
                }
            },
            Self::Closed | Self::Lost(_) => true,
            Self::Sqlite(_)
            | Self::Commit(_)
            | Self::Overloaded
            | Self::Value { .. }
            | Self::Missing(_)
            | Self::Schema(_)
            | Self::Transfer(_)
            | Self::Open(_) => false,
        }
    }

    /// A unique index refused the row: it exists already.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        match self {
            Self::Postgres(error) => {
                error.code().is_some_and(|code| *code == postgres::error::SqlState::UNIQUE_VIOLATION)
            }
            Self::Sqlite(rusqlite::Error::SqliteFailure(failure, _)) => matches!(
                failure.extended_code,
                rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            ),
            Self::Sqlite(_)
            | Self::Commit(_)
            | Self::Lost(_)
            | Self::Overloaded
            | Self::Closed
            | Self::Value { .. }
            | Self::Missing(_)
            | Self::Schema(_)
            | Self::Transfer(_)
            | Self::Open(_) => false,
        }
    }
}
