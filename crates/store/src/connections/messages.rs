//! What shops told by themselves: each message once, and what it gave reason to ask about.

use domain::ids::ConnectionId;
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Sql, Tx};

/// What is to be asked about. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WishKind {
    /// A product, by the platform's id.
    Product,
    /// The stock of a variant.
    Stock,
    /// An order.
    Order,
}

impl WishKind {
    /// All of them, for tables.
    pub const ALL: [Self; 3] = [Self::Product, Self::Stock, Self::Order];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Stock => "stock",
            Self::Order => "order",
        }
    }

    /// The kind with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Something to ask a shop about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What it is.
    pub kind: WishKind,
    /// The platform's id of it.
    pub name: String,
    /// When it was last given reason to.
    pub wished_at: Timestamp,
}

/// Notes that a message was heard. `false`: it was before.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn hear(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    message: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let written = tx.execute(
        "INSERT INTO connection_messages (connection_id, message_id, heard_at) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        &[Param::id(connection), message.into(), now.into()],
    )?;
    Ok(written == 1)
}

/// Forgets messages that were heard before `before`.
pub fn forget_messages(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), DbError> {
    tx.execute("DELETE FROM connection_messages WHERE heard_at < $1", &[before.into()])?;
    Ok(())
}

const WISH: Sql = Sql {
    sqlite: "INSERT INTO connection_wishes (connection_id, kind, name, wished_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (connection_id, kind, name) DO UPDATE SET wished_at = excluded.wished_at",
    postgres: "INSERT INTO connection_wishes (connection_id, kind, name, wished_at)
               SELECT u.a, u.b, u.c, u.d FROM UNNEST($1::BIGINT[], $2::TEXT[], $3::TEXT[], $4::BIGINT[]) AS u (a, b, c, d)
               ON CONFLICT (connection_id, kind, name) DO UPDATE SET wished_at = excluded.wished_at",
};

/// Wants these asked about. No two are the same.
pub fn wish(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    wanted: &[(WishKind, &str)],
    now: Timestamp,
) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 4]> = wanted
        .iter()
        .map(|(kind, name)| [Param::id(connection), kind.as_str().into(), (*name).into(), now.into()])
        .collect();
    tx.execute_rows(WISH, [Column::Int, Column::Text, Column::Text, Column::Int], &rows)?;
    Ok(())
}

/// What is to be asked about, the oldest first.
pub fn wishes(read: &mut impl Read, connection: ConnectionId, count: u32) -> Result<Vec<Wish>, DbError> {
    read.rows(
        "SELECT kind, name, wished_at FROM connection_wishes WHERE connection_id = $1 ORDER BY wished_at LIMIT $2",
        &[Param::id(connection), count.into()],
        |row| {
            Ok(Wish {
                kind: row.word(0, "kind of a wish", WishKind::from_word)?,
                name: row.text(1)?,
                wished_at: row.time(2)?,
            })
        },
    )
}

const DROP: Sql = Sql {
    sqlite: "DELETE FROM connection_wishes WHERE connection_id = $1 AND kind = $2 AND name = $3 AND wished_at = $4",
    postgres: "DELETE FROM connection_wishes w
                USING UNNEST($1::BIGINT[], $2::TEXT[], $3::TEXT[], $4::BIGINT[]) AS u (a, b, c, d)
                WHERE w.connection_id = u.a AND w.kind = u.b AND w.name = u.c AND w.wished_at = u.d",
};

/// Forgets what was asked about, unless there was reason again meanwhile.
pub fn drop_wishes(tx: &mut Tx<'_>, connection: ConnectionId, done: &[Wish]) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 4]> = done
        .iter()
        .map(|wish| {
            [Param::id(connection), wish.kind.as_str().into(), (&wish.name).into(), wish.wished_at.into()]
        })
        .collect();
    tx.execute_rows(DROP, [Column::Int, Column::Text, Column::Text, Column::Int], &rows)?;
    Ok(())
}
