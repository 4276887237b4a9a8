//! What is on its way to a shop: one row for an order, for money given back, for a cancellation.

use domain::connection::{Send, SendKind, SendState};
use domain::ids::{ConnectionId, MerchantId, OrderId, SendId};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Sql, Tx};

/// Rows that are listed.
const LISTED_MAX: u32 = 100;

const KIND: &str = "kind of what goes to a shop";
const STATE: &str = "state of what goes to a shop";

/// Something to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSend {
    /// Its id.
    pub id: SendId,
    /// Whose it is.
    pub merchant: MerchantId,
    /// To which shop.
    pub connection: ConnectionId,
    /// Of which order.
    pub order: OrderId,
    /// What it is.
    pub kind: SendKind,
    /// The order, or the refund.
    pub about: i64,
}

/// Something that is to be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its id.
    pub id: SendId,
    /// Of which order.
    pub order: OrderId,
    /// What it is.
    pub kind: SendKind,
    /// The order, or the refund.
    pub about: i64,
    /// How it stood: waiting, or asked without a certain answer.
    pub was: SendState,
    /// Until when the shop may have been asked.
    pub asked_at: Option<Timestamp>,
    /// How often it was tried.
    pub tries: u32,
    /// What the shop calls it, as far as that is known.
    pub reference: String,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// How it stands.
    pub state: SendState,
    /// When it is tried next.
    pub run_at: Timestamp,
    /// Until when the shop may have been asked; none where it surely has nothing of it.
    pub asked_at: Option<Timestamp>,
    /// It counts as a try.
    pub is_try: bool,
    /// What the shop calls it: its id, the number that people read, what it adds up to. None leaves what is known.
    pub named: Option<(String, String, Option<i64>)>,
    /// What is wrong with it, or what differs.
    pub remark: String,
    /// Now.
    pub now: Timestamp,
}

/// Writes something to send, due at once. Says whether it was: the same is sent to a shop once.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert_send(tx: &mut Tx<'_>, new: &NewSend, now: Timestamp) -> Result<bool, DbError> {
    let written = tx.execute(
        "INSERT INTO connection_sends (id, merchant_id, connection_id, order_id, kind, about, state, since, run_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $7) ON CONFLICT DO NOTHING",
        &[
            Param::id(new.id),
            Param::id(new.merchant),
            Param::id(new.connection),
            Param::id(new.order),
            new.kind.as_str().into(),
            new.about.into(),
            now.into(),
        ],
    )?;
    Ok(written == 1)
}

/// How many are being sent to a shop. The connection is locked.
pub fn under_way(tx: &mut Tx<'_>, connection: ConnectionId, now: Timestamp) -> Result<u32, DbError> {
    tx.one(
        "what is being sent to a shop",
        "SELECT count(*) FROM connection_sends
          WHERE connection_id = $1 AND state IN ('waiting', 'asked') AND run_at > $2 AND is_sending = 1",
        &[Param::id(connection), now.into()],
        |row| row.count(0),
    )
}

/// Takes up to `count` that are due until `lease_until`; what is to run after `latest` was put off by a wrong clock, and is due.
/// From now on each may be there. The connection is locked.
pub fn claim(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    count: u32,
    (now, lease_until, latest): (Timestamp, Timestamp, Timestamp),
) -> Result<Vec<Claimed>, DbError> {
    tx.execute(
        "UPDATE connection_sends SET run_at = $1, is_sending = 0
          WHERE connection_id = $2 AND state IN ('waiting', 'asked') AND run_at > $3",
        &[now.into(), Param::id(connection), latest.into()],
    )?;
    let due = tx.rows(
        "SELECT id, order_id, kind, about, state, asked_at, tries, reference FROM connection_sends
          WHERE connection_id = $1 AND state IN ('waiting', 'asked') AND run_at <= $2
          ORDER BY run_at, id LIMIT $3",
        &[Param::id(connection), now.into(), count.into()],
        |row| {
            Ok(Claimed {
                id: row.id(0)?,
                order: row.id(1)?,
                kind: row.word(2, KIND, SendKind::from_word)?,
                about: row.int(3)?,
                was: row.word(4, STATE, SendState::from_word)?,
                asked_at: row.opt_time(5)?,
                tries: row.count(6)?,
                reference: row.text(7)?,
            })
        },
    )?;
    let ids: Vec<i64> = due.iter().map(|send| send.id.0).collect();
    const LEASE: Sql = Sql {
        sqlite: "UPDATE connection_sends SET state = 'asked', run_at = $1, asked_at = $1, is_sending = 1
                  WHERE id IN (SELECT value FROM json_each($2))",
        postgres: "UPDATE connection_sends SET state = 'asked', run_at = $1, asked_at = $1, is_sending = 1
                    WHERE id = ANY($2::BIGINT[])",
    };
    if !ids.is_empty() {
        tx.execute(LEASE, &[lease_until.into(), Param::Ints(&ids)])?;
    }
    Ok(due)
}

/// Writes what came of a try. `false`: somebody else has written what came of it. The connection is locked.
pub fn record(tx: &mut Tx<'_>, id: SendId, tried: &Tried) -> Result<bool, DbError> {
    let done_at = (tried.state == SendState::Done).then_some(tried.now);
    let (reference, number, total) = match &tried.named {
        Some((reference, number, total)) => (Some(reference.as_str()), Some(number.as_str()), *total),
        None => (None, None, None),
    };
    let written = tx.execute(
        "UPDATE connection_sends
            SET state = $1, run_at = $2, is_sending = 0, tries = tries + $3, asked_at = $4, done_at = $5,
                reference = coalesce($6, reference), number = coalesce($7, number), total = coalesce($8, total),
                remark = $9
          WHERE id = $10 AND state IN ('waiting', 'asked')",
        &[
            tried.state.as_str().into(),
            tried.run_at.into(),
            i64::from(tried.is_try).into(),
            tried.asked_at.into(),
            done_at.into(),
            reference.into(),
            number.into(),
            total.into(),
            (&tried.remark).into(),
            Param::id(id),
        ],
    )?;
    Ok(written == 1)
}

/// When the next is due.
pub fn next_due(read: &mut impl Read, connection: ConnectionId) -> Result<Option<Timestamp>, DbError> {
    read.first(
        "SELECT run_at FROM connection_sends WHERE connection_id = $1 AND state IN ('waiting', 'asked')
          ORDER BY run_at LIMIT 1",
        &[Param::id(connection)],
        |row| row.time(0),
    )
}

/// How an order stands on its way to a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderSend {
    /// Its id.
    pub id: SendId,
    /// How it stands.
    pub state: SendState,
    /// What the shop calls it.
    pub reference: String,
    /// It was canceled there.
    pub ended_there: bool,
}

/// How an order stands on its way to a shop; none when it does not go there. In a transaction the connection is locked.
pub fn lock_order_send(
    read: &mut impl Read,
    connection: ConnectionId,
    order: OrderId,
) -> Result<Option<OrderSend>, DbError> {
    read.first(
        "SELECT id, state, reference, ended_there FROM connection_sends
          WHERE connection_id = $1 AND kind = 'order' AND about = $2",
        &[Param::id(connection), Param::id(order)],
        |row| {
            Ok(OrderSend {
                id: row.id(0)?,
                state: row.word(1, STATE, SendState::from_word)?,
                reference: row.text(2)?,
                ended_there: row.flag(3)?,
            })
        },
    )
}

/// Whether a trial is on its way to a shop. The connection is locked.
pub fn has_open_trial(tx: &mut Tx<'_>, connection: ConnectionId) -> Result<bool, DbError> {
    let open = tx.first(
        "SELECT id FROM connection_sends
          WHERE connection_id = $1 AND state IN ('waiting', 'asked') AND kind = 'trial' LIMIT 1",
        &[Param::id(connection)],
        |row| row.int(0),
    )?;
    Ok(open.is_some())
}

/// Gives up what surely is not in a shop. Says whether it was so.
pub fn drop_waiting(tx: &mut Tx<'_>, id: SendId, remark: &str) -> Result<bool, DbError> {
    let dropped = tx.execute(
        "UPDATE connection_sends SET state = 'dropped', remark = $1 WHERE id = $2 AND state IN ('waiting', 'stuck')",
        &[remark.into(), Param::id(id)],
    )?;
    Ok(dropped == 1)
}

/// Gives up what is not in a shop that was let go of, and forgets what was told of it there.
pub fn drop_open(tx: &mut Tx<'_>, connection: ConnectionId, remark: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connection_sends SET state = 'dropped', remark = $1
          WHERE connection_id = $2 AND state IN ('waiting', 'asked', 'stuck')",
        &[remark.into(), Param::id(connection)],
    )?;
    Ok(())
}

/// Notes that an order was canceled in a shop.
pub fn ended_there(tx: &mut Tx<'_>, id: SendId) -> Result<(), DbError> {
    tx.execute("UPDATE connection_sends SET ended_there = 1 WHERE id = $1", &[Param::id(id)])?;
    Ok(())
}

/// Has what waits for its merchant sent again. Says whether it waited.
pub fn resend(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    id: SendId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let waits = tx.execute(
        "UPDATE connection_sends SET state = 'waiting', run_at = $1, remark = ''
          WHERE id = $2 AND connection_id = $3 AND state = 'stuck'",
        &[now.into(), Param::id(id), Param::id(connection)],
    )?;
    Ok(waits == 1)
}

macro_rules! send_columns {
    () => {
        "s.id, s.connection_id, s.kind, s.order_id, coalesce(o.number, ''), s.state, s.since, s.run_at, s.tries, \
         s.done_at, s.number, s.remark"
    };
}

/// What is not in a shop yet, what waits for its merchant first.
pub fn open_sends(read: &mut impl Read, connection: ConnectionId) -> Result<Vec<Send>, DbError> {
    let params = [Param::id(connection), LISTED_MAX.into()];
    let mut open = read.rows(STUCK, &params, to_send)?;
    open.extend(read.rows(WAITING, &params, to_send)?);
    Ok(open)
}

const STUCK: &str = concat!(
    "SELECT ",
    send_columns!(),
    " FROM connection_sends s LEFT JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id
      WHERE s.connection_id = $1 AND s.state = 'stuck' ORDER BY s.id LIMIT $2"
);
const WAITING: &str = concat!(
    "SELECT ",
    send_columns!(),
    " FROM connection_sends s LEFT JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id
      WHERE s.connection_id = $1 AND s.state IN ('waiting', 'asked') ORDER BY s.id LIMIT $2"
);

/// What went to a shop last, newest first.
pub fn sends_of(read: &mut impl Read, connection: ConnectionId) -> Result<Vec<Send>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            send_columns!(),
            " FROM connection_sends s LEFT JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id
               WHERE s.connection_id = $1 AND s.done_at IS NOT NULL ORDER BY s.done_at DESC LIMIT 20"
        ),
        &[Param::id(connection)],
        to_send,
    )
}

/// Where an order went, or goes.
pub fn of_order(read: &mut impl Read, merchant: MerchantId, order: OrderId) -> Result<Vec<Send>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            send_columns!(),
            " FROM connection_sends s LEFT JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id
               WHERE s.merchant_id = $1 AND s.order_id = $2 ORDER BY s.id"
        ),
        &[Param::id(merchant), Param::id(order)],
        to_send,
    )
}

fn to_send(row: &Row<'_>) -> Result<Send, DbError> {
    Ok(Send {
        id: row.id(0)?,
        connection: row.id(1)?,
        kind: row.word(2, KIND, SendKind::from_word)?,
        order: row.id(3)?,
        order_number: row.text(4)?,
        state: row.word(5, STATE, SendState::from_word)?,
        since: row.time(6)?,
        run_at: row.time(7)?,
        tries: row.count(8)?,
        done_at: row.opt_time(9)?,
        number: row.text(10)?,
        remark: row.text(11)?,
    })
}
