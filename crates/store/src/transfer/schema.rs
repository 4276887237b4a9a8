//! What there is to move, read from the schema itself: tables in the order of their references, their columns,
//! their keys.

use crate::engine::DatabaseUrl;
use crate::migrate::{MIGRATIONS, render};
use crate::{Column, DbError, Engine};

/// Tables that belong to a database and not to what it holds: which migrations ran, which processes run.
const OWN: [&str; 2] = ["schema_migrations", "nodes"];

/// A table as it is moved.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<TableColumn>,
    /// Indexes into `columns` of the primary key, in its order.
    pub(crate) key: Vec<usize>,
}

/// One of its columns.
#[derive(Debug, Clone)]
pub(crate) struct TableColumn {
    pub(crate) name: String,
    pub(crate) kind: Column,
}

impl Table {
    /// Every table that holds something, each after those it refers to.
    pub(crate) fn all() -> Vec<Self> {
        read().expect("the migrations of this binary are well-formed")
    }

    /// `a, b, c`
    pub(crate) fn column_names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        names.join(", ")
    }

    /// `a, b` of the key.
    pub(crate) fn key_names(&self) -> String {
        let names: Vec<&str> = self.key.iter().map(|index| self.columns[*index].name.as_str()).collect();
        names.join(", ")
    }

    /// Where the column stands in a row; none when there is no such column.
    pub(crate) fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }

    /// The column whose value means something to one PostgreSQL server only: a transaction number.
    pub(crate) fn is_local(&self, column: usize) -> bool {
        self.name == "changes" && self.columns[column].name == "xid"
    }
}

/// Reads the schema from a database in memory: SQLite lists tables as they were created, and a migration can only
/// refer to what was created before.
fn read() -> Result<Vec<Table>, DbError> {
    let conn = rusqlite::Connection::open_in_memory()?;
    for migration in MIGRATIONS {
        conn.execute_batch(&render(Engine::Sqlite, migration.text()))?;
    }
    let mut names = conn.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    names.into_iter().filter(|name| !OWN.contains(&name.as_str())).map(|name| table(&conn, name)).collect()
}

fn table(conn: &rusqlite::Connection, name: String) -> Result<Table, DbError> {
    let mut info = conn.prepare("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let mut columns = Vec::new();
    let mut key: Vec<(i64, usize)> = Vec::new();
    let mut rows = info.query([&name])?;
    while let Some(row) = rows.next()? {
        let kind = match row.get_ref(1)?.as_str().unwrap_or_default() {
            "INTEGER" => Column::Int,
            "TEXT" => Column::Text,
            "BLOB" => Column::Bytes,
            other => return Err(DbError::Schema(format!("table {name} has a column of type {other}"))),
        };
        let place: i64 = row.get(2)?;
        if place > 0 {
            key.push((place, columns.len()));
        }
        columns.push(TableColumn { name: row.get(0)?, kind });
    }
    key.sort_unstable();
    let key = key.into_iter().map(|(_, index)| index).collect();
    Ok(Table { name, columns, key })
}

/// A second name for the source of an error.
pub(crate) fn named(url: &DatabaseUrl, table: &str, error: &DbError) -> DbError {
    DbError::Transfer(format!("table {table} of {url}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_come_after_those_they_refer_to() {
        let names: Vec<String> = Table::all().into_iter().map(|table| table.name).collect();
        let place = |name: &str| names.iter().position(|known| known == name).unwrap();
        assert!(place("accounts") < place("posts"));
        assert!(place("merchants") < place("products"));
        assert!(place("orders") < place("order_lines"));
        assert!(place("payments") < place("refunds"));
    }

    #[test]
    fn every_table_has_a_key_to_page_by() {
        for table in Table::all() {
            assert!(!table.key.is_empty(), "{} has no primary key", table.name);
        }
    }
}
