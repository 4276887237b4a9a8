//! Everything people would miss, in a folder of JSON lines that any program can read. No secrets: no password, no
//! key, no token, no hash of one.

pub(crate) mod families;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use domain::ids;
use domain::ledger::Movement;
use domain::sunset::Scope;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::transfer::{self, Cell, Table};
use crate::{DatabaseUrl, DbError};
use families::{Child, FAMILIES, Family};

/// Parents that are read and written at a time.
const PAGE_ROWS: usize = 500;

/// One file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Its name in the folder.
    pub file: &'static str,
    /// How many lines it has.
    pub lines: u64,
}

/// Writes the database at `from`, as of one moment, into the empty or new folder `to`. Blocking.
///
/// # Errors
/// [`DbError::Transfer`] when the folder cannot be written or is not empty; else what the engine refused.
pub fn export(from: &DatabaseUrl, to: &Path) -> Result<Vec<Exported>, DbError> {
    let cannot =
        |error: std::io::Error| DbError::Transfer(format!("{} cannot be written: {error}", to.display()));
    std::fs::create_dir_all(to).map_err(cannot)?;
    if std::fs::read_dir(to).map_err(cannot)?.next().is_some() {
        return Err(DbError::Transfer(format!("{} is not empty; name a new folder", to.display())));
    }
    let mut source = transfer::open_snapshot(from)?;
    let tables: HashMap<String, Table> =
        Table::all().into_iter().map(|table| (table.name.clone(), table)).collect();
    let mut exported = Vec::new();
    for family in FAMILIES {
        let shape = Shape::of(family, &tables);
        let mut file = BufWriter::new(File::create(to.join(family.file)).map_err(cannot)?);
        let mut lines = 0;
        transfer::pages(&mut source, &shape.table, "", PAGE_ROWS, |conn, rows| {
            for object in shape.objects(conn, rows)? {
                serde_json::to_writer(&mut file, &object).map_err(|error| cannot(error.into()))?;
                file.write_all(b"\n").map_err(cannot)?;
                lines += 1;
            }
            Ok(())
        })?;
        file.into_inner().map_err(|error| cannot(error.into_error()))?.sync_all().map_err(cannot)?;
        exported.push(Exported { file: family.file, lines });
    }
    Ok(exported)
}

/// A family with its columns looked up.
pub(crate) struct Shape<'a> {
    pub(crate) family: &'static Family,
    pub(crate) table: Table,
    pub(crate) fields: Vec<Option<Field>>,
    pub(crate) children: Vec<(&'static Child, &'a Table, Vec<Option<Field>>)>,
}

/// How a column is written.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
}

/// How a value is written.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Plain,
    Time,
    Flag,
    Json,
    Id(&'static str),
    /// An id of what the movement in this column happened to.
    Source(usize),
    /// An id of what ends, of which this column says the kind.
    Subject(usize),
}

impl<'a> Shape<'a> {
    /// The shape of a family.
    pub(crate) fn of(family: &'static Family, tables: &'a HashMap<String, Table>) -> Self {
        let table = tables[family.table].clone();
        let children = family.children.iter().map(|child| {
            let table = &tables[child.table];
            (child, table, fields(table, child.columns))
        });
        Self { fields: fields(&table, family.columns), children: children.collect(), table, family }
    }

    /// Rows with what belongs to them.
    pub(crate) fn objects(
        &self,
        conn: &mut crate::Conn,
        rows: &[Vec<Cell>],
    ) -> Result<Vec<Map<String, Value>>, DbError> {
        let mut objects: Vec<Map<String, Value>> = rows.iter().map(|row| object(&self.fields, row)).collect();
        if self.children.is_empty() {
            return Ok(objects);
        }
        let id = place(&self.table, "id");
        let ids: Vec<i64> = rows.iter().map(|row| row[id].int()).collect();
        for (child, table, fields) in &self.children {
            let mut found: HashMap<i64, Vec<Value>> = HashMap::new();
            let parent = place(table, child.parent);
            for row in self.rows_below(conn, child, table, rows)? {
                found.entry(row[parent].int()).or_default().push(Value::Object(object(fields, &row)));
            }
            for (id, object) in ids.iter().zip(&mut objects) {
                object.insert(child.name.to_owned(), Value::Array(found.remove(id).unwrap_or_default()));
            }
        }
        debug_assert_eq!(objects.len(), rows.len(), "{}", self.family.file);
        Ok(objects)
    }

    /// The rows of one of its children that belong to `parents`.
    pub(crate) fn rows_below(
        &self,
        conn: &mut crate::Conn,
        child: &Child,
        table: &Table,
        parents: &[Vec<Cell>],
    ) -> Result<Vec<Vec<Cell>>, DbError> {
        let id = place(&self.table, "id");
        let ids: Vec<i64> = parents.iter().map(|row| row[id].int()).collect();
        let owners = self.table.place("merchant_id").map_or(Vec::new(), |at| {
            let mut owners: Vec<i64> = parents.iter().map(|row| row[at].int()).collect();
            owners.sort_unstable();
            owners.dedup();
            owners
        });
        transfer::rows_of(conn, table, child.parent, &ids, &owners)
    }
}

fn place(table: &Table, column: &str) -> usize {
    table.place(column).expect("families name columns of the schema; a test compares them")
}

/// For each column of the table, how it is written; `None` for those that stay.
fn fields(table: &Table, columns: &'static str) -> Vec<Option<Field>> {
    let mut fields: Vec<Option<Field>> = table.columns.iter().map(|_| None).collect();
    for column in columns.split_whitespace().filter(|column| !column.starts_with('-')) {
        let (name, form) = match column.split_once(':') {
            None => (column, Form::Plain),
            Some((name, "time")) => (name, Form::Time),
            Some((name, "flag")) => (name, Form::Flag),
            Some((name, "json")) => (name, Form::Json),
            Some((name, "source")) => (name, Form::Source(place(table, "kind"))),
            Some((name, "subject")) => (name, Form::Subject(place(table, "kind"))),
            Some((name, prefix)) => (name, Form::Id(prefix)),
        };
        fields[place(table, name)] = Some(Field { name, form });
    }
    fields
}

fn object(fields: &[Option<Field>], row: &[Cell]) -> Map<String, Value> {
    fields
        .iter()
        .zip(row)
        .filter_map(|(field, cell)| {
            field.as_ref().map(|field| (field.name.to_owned(), field.form.write(cell, row)))
        })
        .collect()
}

impl Form {
    /// A value as it leaves.
    pub(crate) fn write(self, cell: &Cell, row: &[Cell]) -> Value {
        match (self, cell) {
            // No id is zero: where one stands, there is none.
            (_, Cell::Null) | (Self::Id(_) | Self::Source(_) | Self::Subject(_), Cell::Int(0)) => Value::Null,
            (Self::Time, Cell::Int(value)) => Timestamp::from_microsecond(*value)
                .map_or_else(|_| Value::from(*value), |time| Value::from(time.to_string())),
            (Self::Flag, Cell::Int(value)) => Value::from(*value != 0),
            (Self::Id(prefix), Cell::Int(value)) => Value::from(ids::text(prefix, *value)),
            (Self::Source(kind), Cell::Int(value)) => match &row[kind] {
                Cell::Text(word) => Movement::from_word(word)
                    .map_or(Value::Null, |movement| Value::from(ids::text(movement.source_prefix(), *value))),
                _ => Value::Null,
            },
            (Self::Subject(kind), Cell::Int(value)) => match &row[kind] {
                Cell::Text(kind) => Scope::from_words(kind, *value).map_or(Value::Null, subject),
                _ => Value::Null,
            },
            (Self::Json, Cell::Text(text)) => {
                serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()))
            }
            (_, Cell::Int(value)) => Value::from(*value),
            (_, Cell::Text(text)) => Value::from(text.as_str()),
            // No column that leaves holds bytes: bytes are hashes here.
            (_, Cell::Bytes(_)) => Value::Null,
        }
    }
}

/// What ends, as everybody else names it: a word, or an id.
fn subject(scope: Scope) -> Value {
    match scope {
        Scope::Feature(feature) => Value::from(feature.word()),
        Scope::Shop(merchant) => Value::from(merchant.to_string()),
        Scope::Nonprofit(nonprofit) => Value::from(nonprofit.to_string()),
        Scope::Server => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A new column must be let go or kept at home knowingly.
    #[test]
    fn every_column_of_an_exported_table_leaves_or_stays_by_decision() {
        let tables: HashMap<String, Table> =
            Table::all().into_iter().map(|table| (table.name.clone(), table)).collect();
        let lists = FAMILIES.iter().flat_map(|family| {
            let own = std::iter::once((family.table, family.columns));
            own.chain(family.children.iter().map(|child| (child.table, child.columns)))
        });
        for (table, columns) in lists {
            let mut named: Vec<&str> = columns
                .split_whitespace()
                .map(|column| column.trim_start_matches('-').split(':').next().unwrap())
                .collect();
            let mut known: Vec<&str> =
                tables[table].columns.iter().map(|column| column.name.as_str()).collect();
            named.sort_unstable();
            known.sort_unstable();
            assert_eq!(named, known, "{table}");
        }
    }

    #[test]
    fn nothing_that_grants_access_leaves() {
        for family in FAMILIES {
            let lists =
                std::iter::once(family.columns).chain(family.children.iter().map(|child| child.columns));
            for column in lists.flat_map(str::split_whitespace).filter(|column| !column.starts_with('-')) {
                for word in ["hash", "token", "secret", "password", "attempt_key", "refund_key", "seed"] {
                    assert!(!column.contains(word), "{column} of {}", family.file);
                }
            }
        }
    }
}
