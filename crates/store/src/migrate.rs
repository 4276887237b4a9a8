//! The schema, written once and rendered for both engines.
//!
//! A migration is plain SQL with eight marks: `@id` (a key of its own), `@own` (the key of merchant-owned rows),
//! `@fk(column, table)` (a reference between merchant-owned rows), `@feed_seq` (the change feed's position), `@table`
//! (ends a table), `@keyed_table` (ends one whose rows lie in the order of their key of several columns),
//! `@append_only(table)` (its rows are neither changed nor deleted, by anybody) and `@redactable(table, column, others)` (of a
//! table that was append-only one column may be changed from now on, and none of the others). Types are PostgreSQL's `BIGINT`, `TEXT` and `BYTEA`. No other difference is admitted.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use domain::ids::ID_EPOCH_MS;

use crate::{Conn, DbError, Engine, Param, Read, existing};

/// One step of the schema, forward only.
pub struct Migration {
    /// Its number; numbers go up by one.
    pub number: i64,
    /// What it brings, as in its file name.
    pub name: &'static str,
    text: &'static str,
}

impl Migration {
    /// Its text with the marks of both engines in it.
    pub(crate) const fn text(&self) -> &'static str {
        self.text
    }
}

/// Every migration, in order.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "accounts", text: include_str!("../migrations/0001-accounts.sql") },
    Migration { number: 2, name: "merchants", text: include_str!("../migrations/0002-merchants.sql") },
    Migration { number: 3, name: "orders", text: include_str!("../migrations/0003-orders.sql") },
    Migration { number: 4, name: "work", text: include_str!("../migrations/0004-work.sql") },
    Migration { number: 5, name: "currencies", text: include_str!("../migrations/0005-currencies.sql") },
    Migration { number: 6, name: "lists", text: include_str!("../migrations/0006-lists.sql") },
    Migration { number: 7, name: "readers", text: include_str!("../migrations/0007-readers.sql") },
    Migration {
        number: 8,
        name: "open checkouts",
        text: include_str!("../migrations/0008-open-checkouts.sql"),
    },
    Migration { number: 9, name: "ledger", text: include_str!("../migrations/0009-ledger.sql") },
    Migration { number: 10, name: "payees", text: include_str!("../migrations/0010-payees.sql") },
    Migration { number: 11, name: "versions", text: include_str!("../migrations/0011-versions.sql") },
    Migration {
        number: 12,
        name: "provider events",
        text: include_str!("../migrations/0012-provider-events.sql"),
    },
    Migration {
        number: 13,
        name: "running imports",
        text: include_str!("../migrations/0013-running-imports.sql"),
    },
    Migration {
        number: 14,
        name: "import reasons",
        text: include_str!("../migrations/0014-import-reasons.sql"),
    },
    Migration {
        number: 15,
        name: "import previews",
        text: include_str!("../migrations/0015-import-previews.sql"),
    },
    Migration { number: 16, name: "sale prices", text: include_str!("../migrations/0016-sale-prices.sql") },
    Migration { number: 17, name: "image sizes", text: include_str!("../migrations/0017-image-sizes.sql") },
    Migration { number: 18, name: "invoices", text: include_str!("../migrations/0018-invoices.sql") },
    Migration { number: 19, name: "late refunds", text: include_str!("../migrations/0019-late-refunds.sql") },
    Migration { number: 20, name: "disputes", text: include_str!("../migrations/0020-disputes.sql") },
    Migration {
        number: 21,
        name: "connected accounts",
        text: include_str!("../migrations/0021-connected-accounts.sql"),
    },
    Migration {
        number: 22,
        name: "provider books",
        text: include_str!("../migrations/0022-provider-books.sql"),
    },
    Migration {
        number: 23,
        name: "beside orders",
        text: include_str!("../migrations/0023-beside-orders.sql"),
    },
    Migration { number: 24, name: "nonprofits", text: include_str!("../migrations/0024-nonprofits.sql") },
    Migration { number: 25, name: "pledges", text: include_str!("../migrations/0025-pledges.sql") },
    Migration { number: 26, name: "matches", text: include_str!("../migrations/0026-matches.sql") },
    Migration { number: 27, name: "asked", text: include_str!("../migrations/0027-asked.sql") },
    Migration { number: 28, name: "round-ups", text: include_str!("../migrations/0028-round-ups.sql") },
    Migration {
        number: 29,
        name: "more-currencies",
        text: include_str!("../migrations/0029-more-currencies.sql"),
    },
    Migration { number: 30, name: "later gifts", text: include_str!("../migrations/0030-later-gifts.sql") },
    Migration {
        number: 31,
        name: "disputed gifts",
        text: include_str!("../migrations/0031-disputed-gifts.sql"),
    },
    Migration { number: 32, name: "gates", text: include_str!("../migrations/0032-gates.sql") },
    Migration { number: 33, name: "sunsets", text: include_str!("../migrations/0033-sunsets.sql") },
    Migration { number: 34, name: "archives", text: include_str!("../migrations/0034-archives.sql") },
    Migration { number: 35, name: "ended", text: include_str!("../migrations/0035-ended.sql") },
    Migration { number: 36, name: "imports gate", text: include_str!("../migrations/0036-imports-gate.sql") },
    Migration { number: 37, name: "webhooks", text: include_str!("../migrations/0037-webhooks.sql") },
    Migration { number: 38, name: "channel", text: include_str!("../migrations/0038-channel.sql") },
    Migration { number: 39, name: "quotes", text: include_str!("../migrations/0039-quotes.sql") },
    Migration { number: 40, name: "connections", text: include_str!("../migrations/0040-connections.sql") },
];

/// Brings the schema up to this binary, one transaction per migration. Says how many were applied.
///
/// # Errors
/// [`DbError::Schema`] when the database is newer than the binary; else what the engine refused.
pub fn migrate(conn: &mut Conn) -> Result<u32, DbError> {
    conn.batch(&render(
        conn.engine(),
        "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT @id, name TEXT NOT NULL) @table;",
    ))?;
    let mut applied = 0;
    loop {
        begin_alone(conn)?;
        let outcome = step(conn);
        match outcome {
            Ok(true) => applied += 1,
            Ok(false) => {
                conn.batch("ROLLBACK")?;
                return Ok(applied);
            }
            Err(error) => {
                // The first cause is what the operator must read; a failing rollback adds nothing.
                let _ = conn.batch("ROLLBACK");
                return Err(error);
            }
        }
        conn.batch("COMMIT")?;
    }
}

/// Names the schema that [`migrate`] makes on `engine`: another one when any word of it changed. A test that copies a migrated
/// database knows by it whether its copy is of today.
#[must_use]
pub fn schema_fingerprint(engine: Engine) -> String {
    let mut words = DefaultHasher::new();
    for migration in MIGRATIONS {
        (migration.number, render(engine, migration.text)).hash(&mut words);
    }
    format!("{:016x}", words.finish())
}

/// Two servers that start at once must not both migrate.
fn begin_alone(conn: &mut Conn) -> Result<(), DbError> {
    match conn.engine() {
        Engine::Sqlite => conn.batch("BEGIN IMMEDIATE"),
        Engine::Postgres => conn.batch(&format!("BEGIN; SELECT pg_advisory_xact_lock({ID_EPOCH_MS})")),
    }
}

fn step(conn: &mut Conn) -> Result<bool, DbError> {
    let at =
        conn.one("newest migration", "SELECT coalesce(max(number), 0) FROM schema_migrations", &[], |row| {
            row.int(0)
        })?;
    if at > existing::newest() {
        return Err(existing::too_new("the database", at));
    }
    let Some(next) = MIGRATIONS.iter().find(|migration| migration.number == at + 1) else { return Ok(false) };
    conn.batch(&render(conn.engine(), next.text)).map_err(|error| {
        DbError::Schema(format!("migration {} ({}) failed: {error}", next.number, next.name))
    })?;
    let mut recorded = false;
    conn.visit(
        "INSERT INTO schema_migrations (number, name) VALUES ($1, $2) RETURNING number".into(),
        &[Param::Int(next.number), Param::Text(next.name)],
        &mut |_| {
            recorded = true;
            Ok(())
        },
    )?;
    Ok(recorded)
}

/// A migration in the words of `engine`.
pub(crate) fn render(engine: Engine, text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut table = String::new();
    let mut by_id = false;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("CREATE TABLE ") {
            table =
                name.trim_start_matches("IF NOT EXISTS ").split([' ', '(']).next().unwrap_or("").to_owned();
            by_id = false;
        }
        by_id |= line.contains("@own");
        out.push_str(&render_line(engine, line));
        out.push('\n');
        if line.contains("@table") && by_id && engine == Engine::Postgres {
            out.push_str(&format!("CREATE INDEX {table}_by_id ON {table} (id);\n"));
        }
    }
    out
}

/// Neither a wrong statement nor a person at a console changes what was booked: triggers refuse it, and on PostgreSQL
/// the right to do so is taken away too.
fn append_only(engine: Engine, table: &str) -> String {
    match engine {
        Engine::Sqlite => ["UPDATE", "DELETE"]
            .map(|act| {
                let name = act.to_lowercase();
                format!(
                    "CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {table} \
                     BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END;"
                )
            })
            .join("\n"),
        Engine::Postgres => format!(
            "CREATE OR REPLACE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '{table} is only ever added to'; END $$;\n\
             CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows();\n\
             REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC, CURRENT_USER;"
        ),
    }
}

/// Of an append-only table one column holds personal data, which goes with the person; the `others` stay as they are.
fn redactable(engine: Engine, table: &str, column: &str, others: &str) -> String {
    let others = others.split_whitespace().collect::<Vec<_>>().join(", ");
    match engine {
        Engine::Sqlite => format!(
            "DROP TRIGGER {table}_no_update;\n\
             CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {others} ON {table} \
             BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END;"
        ),
        Engine::Postgres => format!(
            "DROP TRIGGER {table}_only_grows ON {table};\n\
             CREATE TRIGGER {table}_only_grows BEFORE DELETE OR TRUNCATE OR UPDATE OF {others} ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows();\n\
             GRANT UPDATE ({column}) ON {table} TO CURRENT_USER;"
        ),
    }
}

/// SQLite builds a table of its own, and drops it again, for each list of more than two words that a row is checked
/// against; comparing word by word it builds none.
fn compared(line: &str) -> String {
    let parts = || {
        let (before, rest) = line.split_once("CHECK (")?;
        let (column, rest) = rest.split_once(" IN (")?;
        let (words, after) = rest.split_once("))")?;
        Some((before, column, words, after))
    };
    let Some((before, column, words, after)) = parts() else { return line.to_owned() };
    let each: Vec<String> = words.split(", ").map(|word| format!("{column} = {word}")).collect();
    format!("{before}CHECK ({}){after}", each.join(" OR "))
}

fn render_line(engine: Engine, line: &str) -> String {
    if let Some(table) = line.strip_prefix("@append_only(") {
        return append_only(engine, table.trim_end().trim_end_matches([')', ';']));
    }
    if let Some(named) = line.strip_prefix("@redactable(") {
        let mut parts = named.trim_end().trim_end_matches([')', ';']).split(", ");
        let mut part = || parts.next().expect("@redactable(table, column, others)");
        return redactable(engine, part(), part(), part());
    }
    let line = match (engine, line.find("@fk(")) {
        (_, None) => line.to_owned(),
        (engine, Some(at)) => {
            let end = line[at..].find(')').expect("@fk( is closed on its line") + at;
            let (column, target) = line[at + 4..end].split_once(", ").expect("@fk(column, table)");
            let key = match engine {
                Engine::Sqlite => format!("FOREIGN KEY ({column}) REFERENCES {target} (id)"),
                Engine::Postgres => {
                    format!("FOREIGN KEY (merchant_id, {column}) REFERENCES {target} (merchant_id, id)")
                }
            };
            format!("{}{key}{}", &line[..at], &line[end + 1..])
        }
    };
    match engine {
        Engine::Sqlite => compared(&line)
            .replace("BIGINT @id", "INTEGER PRIMARY KEY")
            .replace("@own", "id INTEGER PRIMARY KEY, merchant_id INTEGER NOT NULL REFERENCES merchants (id)")
            .replace("@feed_seq", "seq INTEGER PRIMARY KEY AUTOINCREMENT, xid INTEGER NOT NULL DEFAULT 0")
            .replace(" @table", " STRICT")
            .replace(" @keyed_table", " STRICT, WITHOUT ROWID")
            .replace("BIGINT", "INTEGER")
            .replace("BYTEA", "BLOB"),
        Engine::Postgres => line
            .replace("BIGINT @id", "BIGINT PRIMARY KEY")
            .replace(
                "@own",
                "id BIGINT NOT NULL, merchant_id BIGINT NOT NULL REFERENCES merchants (id), \
                 PRIMARY KEY (merchant_id, id)",
            )
            .replace(
                "@feed_seq",
                "seq BIGSERIAL NOT NULL, \
                 xid BIGINT NOT NULL DEFAULT CAST(CAST(pg_current_xact_id() AS text) AS BIGINT), \
                 PRIMARY KEY (xid, seq)",
            )
            .replace(" @table", "")
            .replace(" @keyed_table", ""),
    }
}
