//! One row of an answer, whichever engine gave it.

use domain::ids::Id;
use jiff::Timestamp;

use crate::DbError;

/// A row, read by column number in the order of the query's columns.
pub enum Row<'r> {
    /// From SQLite.
    Sqlite(&'r rusqlite::Row<'r>),
    /// From PostgreSQL.
    Postgres(&'r postgres::Row),
}

impl Row<'_> {
    /// An integer that may be NULL.
    ///
    /// # Errors
    /// [`DbError`] when the column holds something else.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, DbError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// An integer.
    ///
    /// # Errors
    /// [`DbError`] when the column is NULL or holds something else. The same holds for all readers below.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A count or quantity.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn count(&self, column: usize) -> Result<u32, DbError> {
        let value = self.int(column)?;
        u32::try_from(value).map_err(|_| DbError::Value { column, value: value.to_string(), wanted: "count" })
    }

    /// 0 or 1.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn flag(&self, column: usize) -> Result<bool, DbError> {
        Ok(self.int(column)? != 0)
    }

    /// Text.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn text(&self, column: usize) -> Result<String, DbError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// Text without a copy.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn str(&self, column: usize) -> Result<&str, DbError> {
        match self {
            Self::Sqlite(row) => row
                .get_ref(column)?
                .as_str()
                .map_err(|error| DbError::Sqlite(rusqlite::Error::ToSqlConversionFailure(Box::new(error)))),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// Text that may be NULL.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, DbError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, DbError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// An id.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn id<T: Id>(&self, column: usize) -> Result<T, DbError> {
        self.int(column).map(T::from_raw)
    }

    /// An id that may be NULL.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn opt_id<T: Id>(&self, column: usize) -> Result<Option<T>, DbError> {
        Ok(self.opt_int(column)?.map(T::from_raw))
    }

    /// An instant, stored as microseconds.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn time(&self, column: usize) -> Result<Timestamp, DbError> {
        to_time(column, self.int(column)?)
    }

    /// An instant that may be NULL.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn opt_time(&self, column: usize) -> Result<Option<Timestamp>, DbError> {
        self.opt_int(column)?.map(|value| to_time(column, value)).transpose()
    }

    /// A stored word, read by `parse`; `wanted` names the type in the error.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn word<T>(
        &self,
        column: usize,
        wanted: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, DbError> {
        let text = self.str(column)?;
        parse(text).ok_or_else(|| DbError::Value { column, value: text.chars().take(40).collect(), wanted })
    }
}

fn to_time(column: usize, value: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_microsecond(value).map_err(|_| DbError::Value {
        column,
        value: value.to_string(),
        wanted: "instant in microseconds",
    })
}
