//! Writing a target: references are set aside while rows come in and checked as a whole at the end.

use postgres::types::ToSql;

use super::{Cell, Table};
use crate::{Column, Conn, DbError, Engine, Param, Read};

/// References of PostgreSQL's tables, kept beside the transaction that sets them aside.
const KEPT_REFERENCES: &str = "CREATE TEMPORARY TABLE kept_references ON COMMIT DROP AS
    SELECT conrelid::regclass AS of_table, conname AS name, pg_get_constraintdef(oid) AS definition
      FROM pg_constraint
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";

const DROP_REFERENCES: &str = "DO $$ DECLARE kept record; BEGIN
    FOR kept IN SELECT of_table, name FROM kept_references LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', kept.of_table, kept.name);
    END LOOP; END $$";

const RESTORE_REFERENCES: &str = "DO $$ DECLARE kept record; BEGIN
    FOR kept IN SELECT of_table, name, definition FROM kept_references LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', kept.of_table, kept.name, kept.definition);
    END LOOP; END $$";

/// The change feed's position goes on after the last one that was moved.
const CONTINUE_FEED: &str = "SELECT setval(pg_get_serial_sequence('changes', 'seq'),
                                           (SELECT coalesce(max(seq), 0) + 1 FROM changes), false)";

/// Opens the one transaction of the move.
pub(super) fn begin(target: &mut Conn) -> Result<(), DbError> {
    match target.engine() {
        Engine::Sqlite => target.batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE"),
        Engine::Postgres => {
            target.batch("BEGIN")?;
            target.batch(KEPT_REFERENCES)?;
            target.batch(DROP_REFERENCES)
        }
    }
}

/// Writes one page of rows.
pub(crate) fn page(target: &mut Conn, table: &Table, rows: &[Vec<Cell>]) -> Result<(), DbError> {
    match target.engine() {
        Engine::Sqlite => sqlite_page(target.sqlite_raw(), table, rows),
        Engine::Postgres => postgres_page(target.postgres_raw(), table, rows),
    }
}

/// Checks all references and commits.
pub(super) fn finish(target: &mut Conn) -> Result<(), DbError> {
    match target.engine() {
        Engine::Sqlite => {
            let dangling: Option<String> = {
                let conn = target.sqlite_raw();
                let mut check = conn.prepare("SELECT \"table\", \"parent\" FROM pragma_foreign_key_check")?;
                let mut rows = check.query([])?;
                match rows.next()? {
                    Some(row) => Some(format!("{} → {}", row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
                    None => None,
                }
            };
            if let Some(dangling) = dangling {
                return Err(DbError::Transfer(format!("a reference leads nowhere: {dangling}")));
            }
            target.batch("COMMIT; PRAGMA foreign_keys = ON; PRAGMA optimize")
        }
        Engine::Postgres => {
            target.batch(RESTORE_REFERENCES)?;
            target.batch(CONTINUE_FEED)?;
            target.batch("COMMIT")?;
            target.batch("ANALYZE")
        }
    }
}

fn sqlite_page(conn: &rusqlite::Connection, table: &Table, rows: &[Vec<Cell>]) -> Result<(), DbError> {
    let marks: Vec<String> = (1..=table.columns.len()).map(|number| format!("?{number}")).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES ({})", table.name, table.column_names(), marks.join(", "));
    let mut statement = conn.prepare_cached(&sql)?;
    for row in rows {
        let params = row.iter().enumerate().map(|(column, cell)| value(table, column, cell).as_param());
        let params: Vec<Param<'_>> = params.collect();
        statement.execute(rusqlite::params_from_iter(params))?;
    }
    Ok(())
}

/// A transaction number of another server would hide the row behind transactions that never were.
fn value<'a>(table: &Table, column: usize, cell: &'a Cell) -> &'a Cell {
    if table.is_local(column) { &Cell::Int(0) } else { cell }
}

fn postgres_page(client: &mut postgres::Client, table: &Table, rows: &[Vec<Cell>]) -> Result<(), DbError> {
    let arrays: Vec<Box<dyn ToSql + Sync + '_>> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| array(column.kind, rows.iter().map(|row| value(table, index, &row[index]))))
        .collect();
    let marks: Vec<String> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let kind = match column.kind {
                Column::Int => "BIGINT",
                Column::Text => "TEXT",
                Column::Bytes => "BYTEA",
            };
            format!("${}::{kind}[]", index + 1)
        })
        .collect();
    let columns = table.column_names();
    let sql = format!(
        "INSERT INTO {} ({columns}) SELECT {columns} FROM UNNEST({}) AS moved ({columns})",
        table.name,
        marks.join(", ")
    );
    let params: Vec<&(dyn ToSql + Sync)> =
        arrays.iter().map(|array| &**array as &(dyn ToSql + Sync)).collect();
    client.execute(&sql, &params)?;
    Ok(())
}

fn array<'a>(kind: Column, cells: impl Iterator<Item = &'a Cell>) -> Box<dyn ToSql + Sync + 'a> {
    match kind {
        Column::Int => Box::new(
            cells
                .map(|cell| match cell {
                    Cell::Int(value) => Some(*value),
                    Cell::Null | Cell::Text(_) | Cell::Bytes(_) => None,
                })
                .collect::<Vec<Option<i64>>>(),
        ),
        Column::Text => Box::new(
            cells
                .map(|cell| match cell {
                    Cell::Text(text) => Some(text.as_str()),
                    Cell::Null | Cell::Int(_) | Cell::Bytes(_) => None,
                })
                .collect::<Vec<Option<&str>>>(),
        ),
        Column::Bytes => Box::new(
            cells
                .map(|cell| match cell {
                    Cell::Bytes(bytes) => Some(bytes.as_slice()),
                    Cell::Null | Cell::Int(_) | Cell::Text(_) => None,
                })
                .collect::<Vec<Option<&[u8]>>>(),
        ),
    }
}
