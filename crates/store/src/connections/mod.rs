//! Shops that merchants connected. What opens them lies here sealed.

mod goods;
mod health;
mod messages;
mod progress;
mod refusals;
mod seen;
mod sends;
mod units;

pub use goods::{Sample, of_order_lines, on_sale, owned, products_of_variants, sample};
pub use health::{forget_hours, health, note_asked};
pub use messages::{Wish, WishKind, drop_wishes, forget_messages, hear, wish, wishes};
pub use progress::{Progress, changes_read, set_progress, set_shrunk, swept, whole_read};
pub use refusals::{clear_refusals, forget_refusals, refusals, refuse};
pub use seen::{SeenKind, is_ours, is_seen, see};
pub use sends::{
    Claimed, NewSend, OrderSend, Tried, claim, drop_open, drop_waiting, ended_there, has_open_trial,
    insert_send, lock_order_send, next_due, of_order, open_sends, record, resend, sends_of, under_way,
};
pub use units::{Unknown, unknown_there};

use domain::connection::{Connection, ConnectionState, Pass, Takes};
use domain::ids::{ConnectionId, ImportId, JobId, MerchantId};
use domain::money::Currency;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Sql, Tx};

macro_rules! columns {
    () => {
        "id, merchant_id, platform, account, name, currency, state, takes, margin, pass, pass_seen, pass_total, \
         loaded_at, swept_at, compared_at, drift, listening_at, heard_at, next_sweep_at, next_compare_at, \
         not_before, fails, trouble, trouble_at, created_at, closed_at"
    };
}

macro_rules! reading_columns {
    () => {
        concat!(
            columns!(),
            ", keys, keys_end_at, renewing_until, sync_job, run, cursor, pass_as_of, pass_repaired, goods_as_of, \
             orders_as_of, shrunk_at"
        )
    };
}

/// A connection with what is needed to speak to its shop and to go on reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The connection.
    pub connection: Connection,
    /// What opens it, sealed.
    pub keys: Vec<u8>,
    /// When that ends by itself.
    pub keys_end_at: Option<Timestamp>,
    /// Somebody gets new keys until then.
    pub renewing_until: Timestamp,
    /// The job that reads it.
    pub sync_job: JobId,
    /// Under which number this pass notes what it met.
    pub run: ImportId,
    /// After which page this pass goes on.
    pub cursor: String,
    /// As of when its first page was true.
    pub pass_as_of: Option<Timestamp>,
    /// Products that this pass found to be another than was known.
    pub pass_repaired: u64,
    /// As of when every change of goods is known.
    pub goods_as_of: Option<Timestamp>,
    /// As of when every change of orders is known.
    pub orders_as_of: Option<Timestamp>,
    /// When a comparison last met so few products that it took none off sale.
    pub shrunk_at: Option<Timestamp>,
}

/// A connection to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConnection {
    /// Its id.
    pub id: ConnectionId,
    /// Whose it is.
    pub merchant: MerchantId,
    /// The word of its platform.
    pub platform: &'static str,
    /// The platform's own id of the shop.
    pub account: String,
    /// Its name there.
    pub name: String,
    /// What it sells in.
    pub currency: Currency,
    /// What opens it, sealed, and when that ends by itself.
    pub keys: (Vec<u8>, Option<Timestamp>),
    /// What of it is bought here.
    pub takes: Takes,
    /// Units of each variant that are not sold here.
    pub margin: u32,
    /// The job that reads it.
    pub sync_job: JobId,
    /// The number of its first pass.
    pub run: ImportId,
}

/// Keeps a new connection, which is to be loaded.
///
/// # Errors
/// [`DbError`] when the database refused, so for all functions here; [`DbError::is_unique`] where this shop is connected already.
pub fn insert(tx: &mut Tx<'_>, new: &NewConnection, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO connections (id, merchant_id, platform, account, name, currency, state, keys, keys_end_at,
                                  takes, margin, sync_job, pass, run, next_sweep_at, next_compare_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'on', $7, $8, $9, $10, $11, 'load', $12, $13, $13, $13)",
        &[
            Param::id(new.id),
            Param::id(new.merchant),
            new.platform.into(),
            (&new.account).into(),
            (&new.name).into(),
            new.currency.code().into(),
            new.keys.0.as_slice().into(),
            new.keys.1.into(),
            new.takes.as_str().into(),
            new.margin.into(),
            Param::id(new.sync_job),
            Param::id(new.run),
            now.into(),
        ],
    )?;
    Ok(())
}

/// The connections of `merchant`, those that were let go of among them, oldest first.
pub fn list(read: &mut impl Read, merchant: MerchantId) -> Result<Vec<Connection>, DbError> {
    read.rows(
        concat!("SELECT ", columns!(), " FROM connections WHERE merchant_id = $1 ORDER BY id"),
        &[Param::id(merchant)],
        to_connection,
    )
}

/// How many connections of `merchant` are not closed.
pub fn open_count(read: &mut impl Read, merchant: MerchantId) -> Result<u32, DbError> {
    read.one(
        "open connections",
        "SELECT count(*) FROM connections WHERE merchant_id = $1 AND state <> 'closed'",
        &[Param::id(merchant)],
        |row| row.count(0),
    )
}

/// One connection of `merchant`.
pub fn find(
    read: &mut impl Read,
    merchant: MerchantId,
    id: ConnectionId,
) -> Result<Option<Connection>, DbError> {
    read.first(
        concat!("SELECT ", columns!(), " FROM connections WHERE merchant_id = $1 AND id = $2"),
        &[Param::id(merchant), Param::id(id)],
        to_connection,
    )
}

/// One connection, with what opens it and where it is being read.
pub fn reading(read: &mut impl Read, id: ConnectionId) -> Result<Option<Reading>, DbError> {
    read.first(
        concat!("SELECT ", reading_columns!(), " FROM connections WHERE id = $1"),
        &[Param::id(id)],
        to_reading,
    )
}

const LOCK: Sql = Sql {
    sqlite: concat!("SELECT ", reading_columns!(), " FROM connections WHERE id = $1"),
    postgres: concat!("SELECT ", reading_columns!(), " FROM connections WHERE id = $1 FOR UPDATE"),
};

/// A connection, locked until the commit: how it stands, where it is read and what is sent there is decided by one at a time.
pub fn lock(tx: &mut Tx<'_>, id: ConnectionId) -> Result<Option<Reading>, DbError> {
    tx.first(LOCK, &[Param::id(id)], to_reading)
}

/// Writes how a connection stands, and what it was told last.
pub fn set_state(
    tx: &mut Tx<'_>,
    id: ConnectionId,
    state: ConnectionState,
    trouble: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    let since = (!trouble.is_empty()).then_some(now);
    tx.execute(
        "UPDATE connections SET state = $1, trouble = $2, trouble_at = $3, not_before = 0, fails = 0 WHERE id = $4",
        &[state.as_str().into(), trouble.into(), since.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Lets go of a connection: what opened it is forgotten.
pub fn close(tx: &mut Tx<'_>, id: ConnectionId, now: Timestamp) -> Result<(), DbError> {
    let none: &[u8] = &[];
    tx.execute(
        "UPDATE connections
            SET state = 'closed', keys = $1, keys_end_at = NULL, pass = 'idle', cursor = '', listening_at = NULL,
                trouble = '', trouble_at = NULL, closed_at = $2
          WHERE id = $3",
        &[none.into(), now.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Writes what of a shop is bought here.
pub fn set_terms(tx: &mut Tx<'_>, id: ConnectionId, takes: Takes, margin: u32) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connections SET takes = $1, margin = $2 WHERE id = $3",
        &[takes.as_str().into(), margin.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Takes the right to get new keys until `until`; `false` where somebody has it.
pub fn begin_renewal(
    tx: &mut Tx<'_>,
    id: ConnectionId,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, DbError> {
    let taken = tx.execute(
        "UPDATE connections SET renewing_until = $1 WHERE id = $2 AND renewing_until <= $3",
        &[until.into(), Param::id(id), now.into()],
    )?;
    Ok(taken == 1)
}

/// Writes what opens a connection from now on, and lets others get new keys again.
pub fn set_keys(
    tx: &mut Tx<'_>,
    id: ConnectionId,
    (keys, end_at): (&[u8], Option<Timestamp>),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connections SET keys = $1, keys_end_at = $2, renewing_until = 0 WHERE id = $3 AND state <> 'closed'",
        &[keys.into(), end_at.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Notes that a shop answered: whatever was wrong is over.
pub fn answered(tx: &mut Tx<'_>, id: ConnectionId) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connections SET fails = 0, not_before = 0, trouble = '', trouble_at = NULL
          WHERE id = $1 AND state = 'on' AND (fails > 0 OR trouble <> '' OR not_before > 0)",
        &[Param::id(id)],
    )?;
    Ok(())
}

/// Notes that a shop is not to be asked before `not_before`; with `trouble`, that it failed.
pub fn hold(
    tx: &mut Tx<'_>,
    id: ConnectionId,
    not_before: Timestamp,
    trouble: Option<&str>,
    now: Timestamp,
) -> Result<(), DbError> {
    match trouble {
        None => tx.execute(
            "UPDATE connections SET not_before = $1 WHERE id = $2 AND not_before < $1",
            &[not_before.into(), Param::id(id)],
        )?,
        Some(trouble) => tx.execute(
            "UPDATE connections
                SET not_before = $1, fails = fails + 1, trouble = $2, trouble_at = coalesce(trouble_at, $3)
              WHERE id = $4",
            &[not_before.into(), trouble.into(), now.into(), Param::id(id)],
        )?,
    };
    Ok(())
}

/// Has a shop asked what changed, or all of it compared, as soon as nothing else is read.
pub fn ask_soon(tx: &mut Tx<'_>, id: ConnectionId, whole: bool, now: Timestamp) -> Result<(), DbError> {
    if whole {
        tx.execute(
            "UPDATE connections SET next_compare_at = $1 WHERE id = $2",
            &[now.into(), Param::id(id)],
        )?;
    }
    tx.execute("UPDATE connections SET next_sweep_at = $1 WHERE id = $2", &[now.into(), Param::id(id)])?;
    Ok(())
}

/// Notes since when a shop is to tell of changes by itself.
pub fn set_listening(
    tx: &mut Tx<'_>,
    id: ConnectionId,
    listening_at: Option<Timestamp>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connections SET listening_at = $1 WHERE id = $2",
        &[listening_at.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Notes that a shop told something.
pub fn set_heard(tx: &mut Tx<'_>, id: ConnectionId, now: Timestamp) -> Result<(), DbError> {
    tx.execute("UPDATE connections SET heard_at = $1 WHERE id = $2", &[now.into(), Param::id(id)])?;
    Ok(())
}

/// Connections that are on, whose jobs somebody must have lost: a job was given up, or lost with a clock.
pub fn stranded(read: &mut impl Read) -> Result<Vec<(MerchantId, ConnectionId)>, DbError> {
    read.rows(
        "SELECT c.merchant_id, c.id FROM connections c
          WHERE c.state = 'on'
            AND (NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = c.sync_job AND j.state = 'ready')
                 OR (EXISTS (SELECT 1 FROM connection_sends s
                              WHERE s.connection_id = c.id AND s.state IN ('waiting', 'asked'))
                     AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = c.id AND j.state = 'ready')))",
        &[],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}

/// Pauses every connection of the server: for a copy of it, whose orders go nowhere.
pub fn pause_all(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute("UPDATE connections SET state = 'paused' WHERE state IN ('on', 'broken')", &[])?;
    Ok(())
}

fn opt_count(row: &Row<'_>, column: usize) -> Result<Option<u64>, DbError> {
    Ok(row.opt_int(column)?.and_then(|value| u64::try_from(value).ok()))
}

fn to_connection(row: &Row<'_>) -> Result<Connection, DbError> {
    Ok(Connection {
        id: row.id(0)?,
        merchant: row.id(1)?,
        platform: row.text(2)?,
        account: row.text(3)?,
        name: row.text(4)?,
        currency: row.word(5, "currency", |code| code.parse().ok())?,
        state: row.word(6, "state of a connection", ConnectionState::from_word)?,
        takes: row.word(7, "choice of a connection", Takes::from_word)?,
        margin: row.count(8)?,
        pass: row.word(9, "pass of a connection", Pass::from_word)?,
        pass_seen: u64::from(row.count(10)?),
        pass_total: opt_count(row, 11)?,
        loaded_at: row.opt_time(12)?,
        swept_at: row.opt_time(13)?,
        compared_at: row.opt_time(14)?,
        drift: u64::from(row.count(15)?),
        listening_at: row.opt_time(16)?,
        heard_at: row.opt_time(17)?,
        next_sweep_at: row.time(18)?,
        next_compare_at: row.time(19)?,
        not_before: row.time(20)?,
        fails: row.count(21)?,
        trouble: row.text(22)?,
        trouble_at: row.opt_time(23)?,
        created_at: row.time(24)?,
        closed_at: row.opt_time(25)?,
    })
}

fn to_reading(row: &Row<'_>) -> Result<Reading, DbError> {
    Ok(Reading {
        connection: to_connection(row)?,
        keys: row.bytes(26)?,
        keys_end_at: row.opt_time(27)?,
        renewing_until: row.time(28)?,
        sync_job: row.id(29)?,
        run: row.id(30)?,
        cursor: row.text(31)?,
        pass_as_of: row.opt_time(32)?,
        pass_repaired: u64::from(row.count(33)?),
        goods_as_of: row.opt_time(34)?,
        orders_as_of: row.opt_time(35)?,
        shrunk_at: row.opt_time(36)?,
    })
}
