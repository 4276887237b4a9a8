//! The two engines: how they are named and how a connection to each is opened.

mod postgres_engine;
mod sqlite;

pub(crate) use postgres_engine::{open as open_postgres, open_writer as open_postgres_writer};
pub(crate) use sqlite::{open_reader as open_sqlite_reader, open_writer as open_sqlite_writer};

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Embedded, the default: one machine, no set-up.
    Sqlite,
    /// When one machine is outgrown.
    Postgres,
}

/// Where the database is: `sqlite:/path/to/buyline.db` or `postgres://user@host/name`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A server. Holds a password, perhaps, so it is never printed whole.
    Postgres(String),
}

impl DatabaseUrl {
    /// Which engine answers there.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"));
        match path {
            Some("") | None => Err(format!(
                "\"{}\" is not a database address; write sqlite:/path/to/file.db or postgres://user@host/name",
                text.split('@').next_back().unwrap_or(text)
            )),
            Some(path) => Ok(Self::Sqlite(PathBuf::from(path))),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => match (url.find("://"), url.rfind('@')) {
                (Some(scheme), Some(at)) => write!(f, "{}…{}", &url[..scheme + 3], &url[at..]),
                _ => f.write_str(url),
            },
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        let url: DatabaseUrl = "postgres://shop:hunter2@db.example/buyline".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://…@db.example/buyline");
        assert_eq!(format!("{url:?}"), "postgres://…@db.example/buyline");
    }

    #[test]
    fn an_address_without_an_engine_is_refused_with_both_examples() {
        let error = "mysql://x".parse::<DatabaseUrl>().unwrap_err();
        assert!(error.contains("sqlite:") && error.contains("postgres://"), "{error}");
    }
}
