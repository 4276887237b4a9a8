//! Opening PostgreSQL.

use std::time::Duration;

use postgres::{Config, NoTls};

use crate::{Conn, DbError};

/// How long to wait for a server that does not answer.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// Oldest server whose SQL we speak.
const VERSION_MIN: i64 = 150_000;

/// Every write finds its rows by key, many at a time, in tables that grow by thousands of rows a minute. A plan kept
/// from when a table was small would read all of it; by its indexes the cost of a batch does not grow.
const WRITE_BY_INDEX: &str =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

/// A connection that writes.
pub(crate) fn open_writer(url: &str) -> Result<Conn, DbError> {
    let mut conn = open(url)?;
    conn.batch(WRITE_BY_INDEX)?;
    Ok(conn)
}

/// A connection that reads. `url` may hold a password, so no error repeats it.
pub(crate) fn open(url: &str) -> Result<Conn, DbError> {
    let mut config: Config = url
        .parse()
        .map_err(|error| DbError::Open(format!("the PostgreSQL address is not well-formed: {error}")))?;
    config.connect_timeout(CONNECT_WAIT);
    config.application_name("buyline");
    let mut client = config.connect(NoTls).map_err(|error| {
        DbError::Open(format!(
            "PostgreSQL cannot be reached ({}). Is the server running, and do host, user and database exist?",
            sentence(&error)
        ))
    })?;
    let version: String = client.query_one("SHOW server_version_num", &[])?.get(0);
    if version.parse::<i64>().unwrap_or(0) < VERSION_MIN {
        return Err(DbError::Open(format!("PostgreSQL 15 or newer is needed, the server says {version}")));
    }
    client.batch_execute("SET TIME ZONE 'UTC'; SET client_min_messages = warning")?;
    Ok(Conn::postgres(client))
}

fn sentence(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
