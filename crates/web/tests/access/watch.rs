//! Sees whether anything changed in a database, cheaply.

use rusqlite::{Connection, OpenFlags};
use store::DatabaseUrl;
use testkit::house::House;

/// A look at a database before something that must not change it.
pub struct Watch {
    conn: Connection,
    version: i64,
    everything: String,
}

impl Watch {
    /// Looks for the first time.
    pub fn new(house: &House) -> Self {
        let DatabaseUrl::Sqlite(path) = &house.url else { panic!("these tests run on SQLite") };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let conn = Connection::open_with_flags(path, flags).expect("the database is there");
        let mut watch = Self { conn, version: -1, everything: String::new() };
        watch.again(house);
        watch
    }

    /// Whatever is there now is as it should be.
    pub fn again(&mut self, house: &House) {
        let version = self.version();
        if version != self.version {
            self.everything = crate::everything::of(house);
            self.version = version;
        }
    }

    /// Whether anything is another than at the last look. Without a commit nothing can be.
    pub fn changed(&mut self, house: &House) -> bool {
        if self.version() == self.version {
            return false;
        }
        let before = std::mem::take(&mut self.everything);
        self.again(house);
        before != self.everything
    }

    fn version(&self) -> i64 {
        self.conn.query_row("PRAGMA data_version", [], |row| row.get(0)).expect("a readable database")
    }
}
