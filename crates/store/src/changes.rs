//! The one change feed: what other nodes, caches and open pages must know, noted in the transaction that does it.
//!
//! Ids are not commit order. SQLite has one writer, so there `seq` is the order of commits. On PostgreSQL a row with
//! a lower `seq` may become visible after one with a higher: the reader keeps everything from the oldest transaction
//! that was still open in view, and remembers what it has given already. So nothing is missed, nothing is given
//! twice, and a long transaction holds nobody up.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{Column, DbError, Engine, Param, Read, Sql, Tx};

/// Changes given at once; the reader comes back for more.
pub const CHANGES_READ_MAX: u32 = 2_000;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal,)+) => {
        /// What changed; says what `subject` and `owner` of a [`Change`] are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ChangeKind {
            $($(#[$doc])* $kind,)+
        }

        impl ChangeKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// The stored word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)+
                }
            }

            /// The kind with this stored word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
            }
        }
    };
}

kinds! {
    /// A post was written, deleted, or its counts changed. Subject: post; owner: author.
    Post = "post",
    /// Somebody liked or boosted a post, or took it back. Subject: post; owner: who did.
    Like = "like",
    /// An account's face or standing changed. Subject and owner: account.
    Account = "account",
    /// Somebody follows or no longer follows. Subject: whom; owner: who does.
    Follow = "follow",
    /// A block or mute was set or lifted. Subject: whom; owner: who did.
    Block = "block",
    /// An offer was opened, closed or given another time. Subject: offer; owner: merchant.
    Offer = "offer",
    /// A product's text, pictures, variants or prices changed. Subject: product; owner: merchant.
    Product = "product",
    /// Units were taken, freed or counted. Subject: product; owner: merchant.
    Stock = "stock",
    /// A merchant's standing, policies or staff changed. Subject and owner: merchant.
    Merchant = "merchant",
    /// A kill switch was thrown or taken back. Subject: its subject, 0 for the server; owner: 0.
    KillSwitch = "kill_switch",
    /// A session began, ended or its person's roles changed. Subject: session, 0 for all of them; owner: account.
    Session = "session",
    /// A setting of the server changed. Subject and owner: 0.
    Setting = "setting",
    /// An order took a step. Subject: order; owner: merchant.
    Order = "order",
    /// A nonprofit's standing or people changed. Subject and owner: nonprofit.
    Nonprofit = "nonprofit",
    /// A gate was opened, closed or given other rules. Subject and owner: 0.
    Gate = "gate",
    /// A campaign changed, or its meter moved. Subject: campaign; owner: nonprofit.
    Campaign = "campaign",
}

/// One entry of the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub seq: i64,
    /// What changed.
    pub kind: ChangeKind,
    /// Which of its kind.
    pub subject: i64,
    /// Whose.
    pub owner: i64,
}

/// Notes one change in the transaction that makes it.
///
/// # Errors
/// [`DbError`] as the engine gives it.
pub fn note(
    tx: &mut Tx<'_>,
    kind: ChangeKind,
    subject: i64,
    owner: i64,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO changes (kind, subject, owner, created_at) VALUES ($1, $2, $3, $4)",
        &[kind.as_str().into(), subject.into(), owner.into(), now.into()],
    )
    .map(|_| ())
}

const NOTE_ALL: Sql = Sql {
    sqlite: "INSERT INTO changes (kind, subject, owner, created_at) VALUES ($1, $2, $3, $4)",
    postgres: "INSERT INTO changes (kind, subject, owner, created_at)
               SELECT kind, subject, owner, created_at
                 FROM UNNEST($1::TEXT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[])
                   AS given (kind, subject, owner, created_at)",
};

/// Notes many changes at once, as hot batches do.
///
/// # Errors
/// [`DbError`] as the engine gives it.
pub fn note_all(tx: &mut Tx<'_>, changes: &[(ChangeKind, i64, i64)], now: Timestamp) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 4]> = changes
        .iter()
        .map(|(kind, subject, owner)| [kind.as_str().into(), (*subject).into(), (*owner).into(), now.into()])
        .collect();
    tx.execute_rows(NOTE_ALL, [Column::Text, Column::Int, Column::Int, Column::Int], &rows).map(|_| ())
}

/// How far a reader has come. Begin with [`now`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPosition {
    /// SQLite: everything up to it was given. PostgreSQL: every transaction before it has ended and was given.
    horizon: i64,
    /// PostgreSQL: what was given of the transactions from the horizon on, as (xid, seq).
    given: BTreeSet<(i64, i64)>,
}

/// Where the feed is now: a reader that begins here is given what commits from now on.
///
/// # Errors
/// [`DbError`] as the engine gives it.
pub fn now(read: &mut impl Read) -> Result<FeedPosition, DbError> {
    let mut position = FeedPosition { horizon: 0, given: BTreeSet::new() };
    match read.engine() {
        Engine::Sqlite => {
            position.horizon =
                read.one("end of the feed", "SELECT coalesce(max(seq), 0) FROM changes", &[], |row| {
                    row.int(0)
                })?;
        }
        Engine::Postgres => {
            position.horizon = oldest_open(read)?;
            // Reading once marks what is visible already as given.
            while !next(read, &mut position)?.is_empty() {}
        }
    }
    Ok(position)
}

/// What was committed since `position`, at most [`CHANGES_READ_MAX`] entries, and moves it on. Empty: up to date.
///
/// # Errors
/// [`DbError`] as the engine gives it; the position is then unchanged.
pub fn next(read: &mut impl Read, position: &mut FeedPosition) -> Result<Vec<Change>, DbError> {
    match read.engine() {
        Engine::Sqlite => next_by_seq(read, position),
        Engine::Postgres => next_by_transaction(read, position),
    }
}

fn next_by_seq(read: &mut impl Read, position: &mut FeedPosition) -> Result<Vec<Change>, DbError> {
    let changes = read.rows(
        "SELECT seq, kind, subject, owner FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2",
        &[position.horizon.into(), CHANGES_READ_MAX.into()],
        to_change,
    )?;
    if let Some(last) = changes.last() {
        position.horizon = last.seq;
    }
    Ok(changes)
}

/// The horizon is read first: whatever ends between the two statements is seen by the second and given once.
fn next_by_transaction(read: &mut impl Read, position: &mut FeedPosition) -> Result<Vec<Change>, DbError> {
    let horizon = oldest_open(read)?;
    let mut fresh = Vec::new();
    let mut after = (position.horizon, 0);
    loop {
        let mut rows = 0;
        let mut last = after;
        let given = &position.given;
        read.visit(
            "SELECT seq, kind, subject, owner, xid FROM changes
              WHERE (xid, seq) > ($1, $2) ORDER BY xid, seq LIMIT $3"
                .into(),
            &[after.0.into(), after.1.into(), CHANGES_READ_MAX.into()],
            &mut |row| {
                rows += 1;
                last = (row.int(4)?, row.int(0)?);
                if !given.contains(&last) {
                    fresh.push((last, to_change(row)?));
                }
                Ok(())
            },
        )?;
        after = last;
        if rows < CHANGES_READ_MAX {
            break;
        }
    }
    position.given.extend(fresh.iter().map(|(key, _)| *key));
    position.given = position.given.split_off(&(horizon, 0));
    position.horizon = horizon;
    fresh.sort_unstable_by_key(|(_, change)| change.seq);
    Ok(fresh.into_iter().map(|(_, change)| change).collect())
}

fn oldest_open(read: &mut impl Read) -> Result<i64, DbError> {
    read.one(
        "oldest open transaction",
        "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS BIGINT)",
        &[],
        |row| row.int(0),
    )
}

fn to_change(row: &crate::Row<'_>) -> Result<Change, DbError> {
    Ok(Change {
        seq: row.int(0)?,
        kind: row.word(1, "kind of change", ChangeKind::from_word)?,
        subject: row.int(2)?,
        owner: row.int(3)?,
    })
}

/// Forgets entries from before `before`. Readers that slept longer must forget what they remember instead.
///
/// # Errors
/// [`DbError`] as the engine gives it.
pub fn prune(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.execute("DELETE FROM changes WHERE created_at < $1", &[before.into()])
}
