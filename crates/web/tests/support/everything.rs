//! All that a database holds, to see that nothing has changed.

use std::fmt::Write;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use store::DatabaseUrl;
use testkit::house::House;

/// Tables that a refused request may touch: who was seen when, and which process runs.
const VOLATILE: [&str; 2] = ["sessions", "nodes"];

/// Every row of every table, as text.
pub fn of(house: &House) -> String {
    let DatabaseUrl::Sqlite(path) = &house.url else { panic!("these tests run on SQLite") };
    let conn =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database is there");
    let mut tables =
        conn.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").unwrap();
    let tables: Vec<String> =
        tables.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let mut out = String::new();
    for table in tables.iter().filter(|table| !VOLATILE.contains(&table.as_str())) {
        let mut rows = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let _ = write!(out, "\n{table}");
            for column in 0..columns {
                let _ = match row.get_ref(column).unwrap() {
                    ValueRef::Null => write!(out, "|-"),
                    ValueRef::Integer(number) => write!(out, "|{number}"),
                    ValueRef::Real(number) => write!(out, "|{number}"),
                    ValueRef::Text(text) => write!(out, "|{}", String::from_utf8_lossy(text)),
                    ValueRef::Blob(bytes) => write!(out, "|{bytes:02x?}"),
                };
            }
        }
    }
    out
}
