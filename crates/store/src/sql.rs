//! Statements and what is bound to them.

use std::borrow::Cow;

use domain::ids::Id;
use postgres::types::{IsNull, ToSql, Type, private::BytesMut};

/// One statement in the words of both engines. Where they agree, write one constant: `Sql::from("…")`.
#[derive(Debug, Clone, Copy)]
pub struct Sql {
    /// The text SQLite reads.
    pub sqlite: &'static str,
    /// The text PostgreSQL reads.
    pub postgres: &'static str,
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self { sqlite: text, postgres: text }
    }
}

/// A value on its way into a statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Param<'a> {
    /// SQL NULL.
    Null,
    /// Any integer: ids, amounts in minor units, microseconds, 0 and 1.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes: hashes.
    Bytes(&'a [u8]),
    /// A list of integers: `IN (SELECT value FROM json_each($1))` in SQLite, `= ANY($1)` in PostgreSQL.
    Ints(&'a [i64]),
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<u32> for Param<'_> {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}
impl From<bool> for Param<'_> {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}
impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}
impl<'a, const N: usize> From<&'a [u8; N]> for Param<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Bytes(value)
    }
}
impl From<jiff::Timestamp> for Param<'_> {
    fn from(value: jiff::Timestamp) -> Self {
        Self::Int(value.as_microsecond())
    }
}
impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Param<'_> {
    /// An id as its number.
    pub fn id(id: impl Id) -> Self {
        Self::Int(id.raw())
    }

    /// An id or NULL.
    pub fn opt_id(id: Option<impl Id>) -> Self {
        id.map_or(Self::Null, Self::id)
    }
}

/// The text as both engines keep it. PostgreSQL refuses U+0000 in a text, and nobody means one: it becomes U+FFFD, as
/// in HTML, so that no form, file or peer can make a write fail with it.
pub(crate) fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(text) }
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Ints(values) => {
                let texts: Vec<String> = values.iter().map(i64::to_string).collect();
                return Ok(ToSqlOutput::Owned(Value::Text(format!("[{}]", texts.join(",")))));
            }
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => match storable(value) {
                Cow::Borrowed(text) => ValueRef::Text(text.as_bytes()),
                Cow::Owned(text) => return Ok(ToSqlOutput::Owned(Value::Text(text))),
            },
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => match *ty {
                Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
                _ => value.to_sql(ty, out),
            },
            Self::Text(value) => storable(value).to_sql(ty, out),
            Self::Bytes(value) => value.to_sql(ty, out),
            Self::Ints(values) => values.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

/// What a column of a batch holds, so that PostgreSQL can be sent one array per column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// BIGINT.
    Int,
    /// TEXT.
    Text,
    /// BYTEA.
    Bytes,
}

/// The placeholders of `sql` are `$1`, `$2`, … in order of first appearance. rusqlite numbers named
/// parameters by appearance, silently; PostgreSQL by their name. Only this order means the same to both.
pub(crate) fn placeholders_in_order(sql: &str) -> bool {
    let mut highest = 0;
    let bytes = sql.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'$' {
            let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let number: usize = sql[at + 1..at + 1 + digits].parse().unwrap_or(usize::MAX);
            if number > highest + 1 {
                return false;
            }
            highest = highest.max(number);
            at += digits;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_out_of_order_are_noticed() {
        assert!(placeholders_in_order("SELECT a FROM t WHERE b = $1 AND c = $2 OR d = $1"));
        assert!(!placeholders_in_order("UPDATE t SET a = $2 WHERE b = $1"));
        assert!(placeholders_in_order("SELECT 1"));
    }
}
