//! Reading a source: one snapshot, page by page in the order of each table's key.

use rusqlite::types::{Value, ValueRef};

use super::{Cell, Table};
use crate::{Column, Conn, DbError, Engine, Param, Read};

/// Opens the snapshot.
pub(super) fn begin(source: &mut Conn) -> Result<(), DbError> {
    match source.engine() {
        Engine::Sqlite => source.batch("BEGIN"),
        Engine::Postgres => source.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
    }
}

/// Hands the rows of `table` that `only` admits (a condition, or nothing for all) to `each` in pages of at most
/// `rows_max` rows, with the connection to read what belongs to them.
pub(crate) fn pages(
    source: &mut Conn,
    table: &Table,
    only: &str,
    rows_max: usize,
    mut each: impl FnMut(&mut Conn, &[Vec<Cell>]) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let (columns, key) = (table.column_names(), table.key_names());
    let marks: Vec<String> = (1..=table.key.len()).map(|number| format!("${number}")).collect();
    let (whole, rest) = match only {
        "" => (String::new(), String::new()),
        only => (format!(" WHERE {only}"), format!("{only} AND ")),
    };
    let first = format!("SELECT {columns} FROM {}{whole} ORDER BY {key} LIMIT {rows_max}", table.name);
    let next = format!(
        "SELECT {columns} FROM {} WHERE {rest}({key}) > ({}) ORDER BY {key} LIMIT {rows_max}",
        table.name,
        marks.join(", ")
    );
    let mut page = page(source, table, &first, &[])?;
    while let Some(last) = page.last() {
        each(source, &page)?;
        if page.len() < rows_max {
            break;
        }
        let after: Vec<Cell> = table.key.iter().map(|index| last[*index].clone()).collect();
        page = self::page(source, table, &next, &after)?;
    }
    Ok(())
}

/// The rows of `table` whose `column` is one of `values`, in the order of its key. Rows that merchants own are found by
/// `owners` too: without them most of their indexes serve nobody.
pub(crate) fn rows_of(
    source: &mut Conn,
    table: &Table,
    column: &str,
    values: &[i64],
    owners: &[i64],
) -> Result<Vec<Vec<Cell>>, DbError> {
    let list = |values: &[i64]| values.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let owned = if owners.is_empty() || column == "merchant_id" || table.place("merchant_id").is_none() {
        String::new()
    } else {
        format!("merchant_id IN ({}) AND ", list(owners))
    };
    let sql = format!(
        "SELECT {} FROM {} WHERE {owned}{column} IN ({}) ORDER BY {}",
        table.column_names(),
        table.name,
        list(values),
        table.key_names()
    );
    page(source, table, &sql, &[])
}

fn page(source: &mut Conn, table: &Table, sql: &str, after: &[Cell]) -> Result<Vec<Vec<Cell>>, DbError> {
    match source.engine() {
        Engine::Sqlite => sqlite_page(source.sqlite_raw(), table, sql, after),
        Engine::Postgres => postgres_page(source.postgres_raw(), table, sql, after),
    }
}

fn sqlite_page(
    conn: &rusqlite::Connection,
    table: &Table,
    sql: &str,
    after: &[Cell],
) -> Result<Vec<Vec<Cell>>, DbError> {
    // Lists of ids stand in many of them: kept, each would stay in memory and serve nobody again.
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(after.iter().map(|cell| match cell {
        Cell::Null => Value::Null,
        Cell::Int(value) => Value::Integer(*value),
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Bytes(bytes) => Value::Blob(bytes.clone()),
    })))?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        let mut cells = Vec::with_capacity(table.columns.len());
        for column in 0..table.columns.len() {
            cells.push(match row.get_ref(column)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(value) => Cell::Int(value),
                ValueRef::Text(_) => Cell::Text(row.get(column)?),
                ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
                ValueRef::Real(value) => {
                    return Err(DbError::Value { column, value: value.to_string(), wanted: "whole number" });
                }
            });
        }
        page.push(cells);
    }
    Ok(page)
}

fn postgres_page(
    client: &mut postgres::Client,
    table: &Table,
    sql: &str,
    after: &[Cell],
) -> Result<Vec<Vec<Cell>>, DbError> {
    let params: Vec<Param<'_>> = after.iter().map(Cell::as_param).collect();
    let params: Vec<&(dyn postgres::types::ToSql + Sync)> =
        params.iter().map(|param| param as &(dyn postgres::types::ToSql + Sync)).collect();
    let rows = client.query(sql, &params)?;
    let mut page = Vec::with_capacity(rows.len());
    for row in rows {
        let mut cells = Vec::with_capacity(table.columns.len());
        for (index, column) in table.columns.iter().enumerate() {
            cells.push(match column.kind {
                Column::Int => row.try_get::<_, Option<i64>>(index)?.map_or(Cell::Null, Cell::Int),
                Column::Text => row.try_get::<_, Option<String>>(index)?.map_or(Cell::Null, Cell::Text),
                Column::Bytes => row.try_get::<_, Option<Vec<u8>>>(index)?.map_or(Cell::Null, Cell::Bytes),
            });
        }
        page.push(cells);
    }
    Ok(page)
}

impl Cell {
    pub(super) fn as_param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Int(value) => Param::Int(*value),
            Self::Text(text) => Param::Text(text),
            Self::Bytes(bytes) => Param::Bytes(bytes),
        }
    }
}
