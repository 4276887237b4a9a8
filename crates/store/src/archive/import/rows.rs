//! A record becomes a row: each column by its form, as `export::families` names them, and never believed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::super::unzip::Refused;
use super::ids::Ids;
use crate::transfer::{Cell, Table};
use crate::{Column, DbError, Tx};

/// Characters of one text: a long description has a tenth.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// The columns of one row that are said.
pub(super) type Fields = BTreeMap<&'static str, Cell>;

/// The fields of a record.
pub(super) fn fields(
    table: &Table,
    columns: &'static str,
    object: &Map<String, Value>,
    ids: &Ids,
) -> Result<Fields, Refused> {
    let mut fields = Fields::new();
    for column in columns.split_whitespace().filter(|column| !column.starts_with('-')) {
        let (name, form) = column.split_once(':').unwrap_or((column, ""));
        let kind = table.columns.iter().find(|known| known.name == name).map(|known| known.kind);
        let value = object.get(name).unwrap_or(&Value::Null);
        let cell = cell(form, kind, value, ids).ok_or_else(|| {
            Refused(format!("{name} of a record of {} is not what it should be", table.name))
        })?;
        fields.insert(name, cell);
    }
    Ok(fields)
}

fn cell(form: &str, kind: Option<Column>, value: &Value, ids: &Ids) -> Option<Cell> {
    Some(match (form, value) {
        (_, Value::Null) => Cell::Null,
        ("time", Value::String(text)) => Cell::Int(text.parse::<Timestamp>().ok()?.as_microsecond()),
        ("flag", Value::Bool(is)) => Cell::Int(i64::from(*is)),
        ("json", value) => Cell::Text(value.to_string()),
        ("", Value::Number(number)) if kind == Some(Column::Int) => Cell::Int(number.as_i64()?),
        ("", Value::String(text)) if kind == Some(Column::Text) && text.len() <= TEXT_BYTES_MAX => {
            Cell::Text(text.clone())
        }
        ("" | "time" | "flag", _) => return None,
        // What the id names may have stayed behind.
        (_, Value::String(text)) => ids.of(text).map_or(Cell::Null, Cell::Int),
        _ => return None,
    })
}

/// Writes rows of one table that say the same columns.
pub(super) fn insert(tx: &mut Tx<'_>, table: &Table, rows: &[Fields]) -> Result<(), DbError> {
    let Some(first) = rows.first() else { return Ok(()) };
    let columns: Vec<_> =
        table.columns.iter().filter(|column| first.contains_key(column.name.as_str())).cloned().collect();
    let cells: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| {
            columns
                .iter()
                .map(|column| row.get(column.name.as_str()).cloned().unwrap_or(Cell::Null))
                .collect()
        })
        .collect();
    let part = Table { name: table.name.clone(), columns, key: Vec::new() };
    crate::transfer::insert_page(tx.conn(), &part, &cells)
}
