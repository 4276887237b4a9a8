//! Messages to merchants' own programs: one row per endpoint and event.

use domain::ids::{MerchantId, PostId, WebhookDeliveryId, WebhookId};
use domain::webhook::{DeliveryState, HookDelivery, HookEvent, HookHealth, HookSubject};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// A message to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDelivery {
    /// Its id.
    pub id: WebhookDeliveryId,
    /// Whose it is.
    pub merchant: MerchantId,
    /// To whom.
    pub webhook: WebhookId,
    /// What happened.
    pub event: HookEvent,
    /// To what.
    pub subject: HookSubject,
    /// The number of what it is about.
    pub about: i64,
    /// When it happened.
    pub happened_at: Timestamp,
}

/// A message that is to be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its id.
    pub id: WebhookDeliveryId,
    /// What happened.
    pub event: HookEvent,
    /// To what.
    pub subject: HookSubject,
    /// The number of what it is about.
    pub about: i64,
    /// When it happened.
    pub happened_at: Timestamp,
    /// How often it was tried before.
    pub tries: u32,
    /// Since when.
    pub since: Timestamp,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// How the message stands.
    pub state: DeliveryState,
    /// When it is tried next.
    pub run_at: Timestamp,
    /// The answer's status, if there was one.
    pub status: Option<u16>,
    /// The beginning of the answer, or why there was none.
    pub answer: String,
    /// Now.
    pub now: Timestamp,
}

/// Writes a message, due at once. Says whether it was: the same event is told to an endpoint once.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, new: &NewDelivery, now: Timestamp) -> Result<bool, DbError> {
    let written = tx.execute(
        "INSERT INTO webhook_deliveries (id, merchant_id, webhook_id, event, order_id, about, state, happened_at, since,
                                         run_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $8) ON CONFLICT DO NOTHING",
        &[
            Param::id(new.id),
            Param::id(new.merchant),
            Param::id(new.webhook),
            new.event.as_str().into(),
            new.subject.number().into(),
            new.about.into(),
            new.happened_at.into(),
            now.into(),
        ],
    )?;
    Ok(written == 1)
}

/// How many messages to an endpoint are under way. The endpoint is locked.
pub fn under_way(tx: &mut Tx<'_>, webhook: WebhookId, now: Timestamp) -> Result<u32, DbError> {
    tx.one(
        "messages under way",
        "SELECT count(*) FROM webhook_deliveries
          WHERE webhook_id = $1 AND state = 'waiting' AND run_at > $2 AND is_sending = 1",
        &[Param::id(webhook), now.into()],
        |row| row.count(0),
    )
}

/// Takes up to `count` due messages until `lease_until`; what is to run after `latest` was put off by a wrong clock, and is due.
/// The endpoint is locked.
pub fn claim(
    tx: &mut Tx<'_>,
    webhook: WebhookId,
    count: u32,
    (now, lease_until, latest): (Timestamp, Timestamp, Timestamp),
) -> Result<Vec<Claimed>, DbError> {
    tx.execute(
        "UPDATE webhook_deliveries SET run_at = $1, is_sending = 0
          WHERE webhook_id = $2 AND state = 'waiting' AND run_at > $3",
        &[now.into(), Param::id(webhook), latest.into()],
    )?;
    let mut claimed = tx.rows(
        "UPDATE webhook_deliveries SET run_at = $1, is_sending = 1
          WHERE id IN (SELECT id FROM webhook_deliveries
                        WHERE webhook_id = $2 AND state = 'waiting' AND run_at <= $3
                        ORDER BY run_at, id LIMIT $4)
          RETURNING id, event, order_id, about, happened_at, tries, since",
        &[lease_until.into(), Param::id(webhook), now.into(), count.into()],
        |row| {
            let event = row.word(1, EVENT, HookEvent::from_word)?;
            Ok(Claimed {
                id: row.id(0)?,
                event,
                subject: event.subject(row.int(2)?),
                about: row.int(3)?,
                happened_at: row.time(4)?,
                tries: row.count(5)?,
                since: row.time(6)?,
            })
        },
    )?;
    claimed.sort_unstable_by_key(|message| message.id);
    Ok(claimed)
}

/// Writes what came of a try. `false`: the message is gone, or somebody else has written what came of it. The endpoint is
/// locked.
pub fn record(tx: &mut Tx<'_>, id: WebhookDeliveryId, tried: &Tried) -> Result<bool, DbError> {
    let delivered_at = (tried.state == DeliveryState::Delivered).then_some(tried.now);
    let written = tx.execute(
        "UPDATE webhook_deliveries SET state = $1, run_at = $2, is_sending = 0, tries = tries + 1, tried_at = $3,
                status = $4, answer = $5, delivered_at = $6
          WHERE id = $7 AND state = 'waiting'",
        &[
            tried.state.as_str().into(),
            tried.run_at.into(),
            tried.now.into(),
            tried.status.map(i64::from).into(),
            (&tried.answer).into(),
            delivered_at.into(),
            Param::id(id),
        ],
    )?;
    Ok(written == 1)
}

/// When the next message to an endpoint is due; none when none waits. The endpoint is locked.
pub fn next_due(tx: &mut Tx<'_>, webhook: WebhookId) -> Result<Option<Timestamp>, DbError> {
    tx.first(
        "SELECT run_at FROM webhook_deliveries WHERE webhook_id = $1 AND state = 'waiting'
          ORDER BY run_at, id LIMIT 1",
        &[Param::id(webhook)],
        |row| row.time(0),
    )
}

/// Gives up all that waits for an endpoint that is gone; says how much that was.
pub fn give_up(tx: &mut Tx<'_>, webhook: WebhookId) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE webhook_deliveries SET state = 'failed', is_sending = 0 WHERE webhook_id = $1 AND state = 'waiting'",
        &[Param::id(webhook)],
    )
}

/// Sends one message again, however it stands. `false`: there is none by this id, or it waits already.
pub fn resend(
    tx: &mut Tx<'_>,
    webhook: WebhookId,
    id: WebhookDeliveryId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE webhook_deliveries SET state = 'waiting', tries = 0, since = $1, run_at = $1, is_sending = 0
          WHERE id = $2 AND webhook_id = $3 AND state <> 'waiting'",
        &[now.into(), Param::id(id), Param::id(webhook)],
    )?;
    Ok(changed == 1)
}

/// Sends all that was given up again; says how much that was.
pub fn resend_failed(tx: &mut Tx<'_>, webhook: WebhookId, now: Timestamp) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE webhook_deliveries SET state = 'waiting', tries = 0, since = $1, run_at = $1, is_sending = 0
          WHERE webhook_id = $2 AND state = 'failed'",
        &[now.into(), Param::id(webhook)],
    )
}

/// Sends all again that happened from `from` on and does not wait already; says how much that was.
pub fn replay(tx: &mut Tx<'_>, webhook: WebhookId, from: Timestamp, now: Timestamp) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE webhook_deliveries SET state = 'waiting', tries = 0, since = $1, run_at = $1, is_sending = 0
          WHERE webhook_id = $2 AND happened_at >= $3 AND state <> 'waiting'",
        &[now.into(), Param::id(webhook), from.into()],
    )
}

/// The messages to an endpoint before `before`, newest first.
pub fn list(
    read: &mut impl Read,
    webhook: WebhookId,
    before: WebhookDeliveryId,
    count: u32,
) -> Result<Vec<HookDelivery>, DbError> {
    read.rows(
        "SELECT d.id, d.webhook_id, d.event, d.order_id, coalesce(o.number, p.title, ''), d.about, d.state, d.happened_at, d.run_at, d.tries,
                d.tried_at, d.status, d.answer, d.delivered_at
           FROM webhook_deliveries d
           LEFT JOIN orders o ON o.merchant_id = d.merchant_id AND o.id = d.order_id
           LEFT JOIN variants v ON v.merchant_id = d.merchant_id AND v.id = d.order_id
           LEFT JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
          WHERE d.webhook_id = $1 AND d.id < $2 ORDER BY d.id DESC LIMIT $3",
        &[Param::id(webhook), Param::id(before), count.into()],
        to_delivery,
    )
}

/// One message to an endpoint.
pub fn find(
    read: &mut impl Read,
    webhook: WebhookId,
    id: WebhookDeliveryId,
) -> Result<Option<HookDelivery>, DbError> {
    read.first(
        "SELECT d.id, d.webhook_id, d.event, d.order_id, coalesce(o.number, p.title, ''), d.about, d.state, d.happened_at, d.run_at, d.tries,
                d.tried_at, d.status, d.answer, d.delivered_at
           FROM webhook_deliveries d
           LEFT JOIN orders o ON o.merchant_id = d.merchant_id AND o.id = d.order_id
           LEFT JOIN variants v ON v.merchant_id = d.merchant_id AND v.id = d.order_id
           LEFT JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
          WHERE d.id = $1 AND d.webhook_id = $2",
        &[Param::id(id), Param::id(webhook)],
        to_delivery,
    )
}

/// How the messages to an endpoint stand; those of the day were tried after `day`.
pub fn health(read: &mut impl Read, webhook: WebhookId, day: Timestamp) -> Result<HookHealth, DbError> {
    let (waiting, oldest_waiting) = read.one(
        "waiting messages",
        "SELECT count(*), min(happened_at) FROM webhook_deliveries WHERE webhook_id = $1 AND state = 'waiting'",
        &[Param::id(webhook)],
        |row| Ok((row.int(0)?, row.opt_time(1)?)),
    )?;
    let failed = read.one(
        "failed messages",
        "SELECT count(*) FROM webhook_deliveries WHERE webhook_id = $1 AND state = 'failed'",
        &[Param::id(webhook)],
        |row| row.int(0),
    )?;
    let (tried_of_day, refused_of_day) = read.one(
        "messages of the day",
        "SELECT count(*), count(*) FILTER (WHERE state <> 'delivered') FROM webhook_deliveries
          WHERE webhook_id = $1 AND tried_at > $2",
        &[Param::id(webhook), day.into()],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )?;
    Ok(HookHealth { waiting, oldest_waiting, failed, tried_of_day, refused_of_day })
}

/// Forgets up to `count` messages about what happened before `before`; says how many those were.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp, count: u32) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE happened_at < $1 LIMIT $2)",
        &[before.into(), count.into()],
    )
}

/// Who wrote a post, as the text form of their account.
pub fn creator(read: &mut impl Read, post: PostId) -> Result<Option<String>, DbError> {
    read.first("SELECT author_id FROM posts WHERE id = $1", &[Param::id(post)], |row| {
        Ok(row.id::<domain::ids::AccountId>(0)?.to_string())
    })
}

const EVENT: &str = "event of a webhook";

fn to_delivery(row: &Row<'_>) -> Result<HookDelivery, DbError> {
    let event = row.word(2, EVENT, HookEvent::from_word)?;
    Ok(HookDelivery {
        id: row.id(0)?,
        webhook: row.id(1)?,
        event,
        subject: event.subject(row.int(3)?),
        name: row.text(4)?,
        about: row.int(5)?,
        state: row.word(6, "state of a message", DeliveryState::from_word)?,
        happened_at: row.time(7)?,
        run_at: row.time(8)?,
        tries: row.count(9)?,
        tried_at: row.opt_time(10)?,
        status: row.opt_int(11)?.and_then(|status| u16::try_from(status).ok()),
        answer: row.text(12)?,
        delivered_at: row.opt_time(13)?,
    })
}
