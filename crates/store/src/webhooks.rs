//! Where merchants' own programs listen. Secrets lie here sealed.

use domain::ids::{MerchantId, WebhookId};
use domain::webhook::{HookEvent, HookState, WEBHOOKS_MAX, Webhook};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Sql, Tx};

macro_rules! columns {
    () => {
        "id, merchant_id, url, events, state, created_at, old_until, last_success_at, last_failure_at, last_failure"
    };
}

/// The secrets of an endpoint, sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecrets {
    /// The newest.
    pub newest: Vec<u8>,
    /// The one before it, and until when it signs.
    pub old: Option<(Vec<u8>, Timestamp)>,
}

/// What is needed to send to an endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct Locked {
    /// Where it listens.
    pub url: String,
    /// Whether it is told anything.
    pub state: HookState,
    /// What messages to it are signed with.
    pub secrets: SealedSecrets,
}

/// Keeps a new endpoint.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, hook: &Webhook, secret: &[u8]) -> Result<(), DbError> {
    let none: &[u8] = &[];
    tx.execute(
        "INSERT INTO webhooks (id, merchant_id, url, events, state, secret, old_secret, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Param::id(hook.id),
            Param::id(hook.merchant),
            (&hook.url).into(),
            (&words_of(&hook.events)).into(),
            hook.state.as_str().into(),
            secret.into(),
            none.into(),
            hook.created_at.into(),
        ],
    )?;
    Ok(())
}

/// The endpoints of `merchant`, oldest first.
pub fn list(read: &mut impl Read, merchant: MerchantId) -> Result<Vec<Webhook>, DbError> {
    read.rows(
        concat!("SELECT ", columns!(), " FROM webhooks WHERE merchant_id = $1 ORDER BY id LIMIT $2"),
        &[Param::id(merchant), i64::try_from(WEBHOOKS_MAX).unwrap_or(i64::MAX).into()],
        to_webhook,
    )
}

/// One endpoint of `merchant`.
pub fn find(read: &mut impl Read, merchant: MerchantId, id: WebhookId) -> Result<Option<Webhook>, DbError> {
    read.first(
        concat!("SELECT ", columns!(), " FROM webhooks WHERE merchant_id = $1 AND id = $2"),
        &[Param::id(merchant), Param::id(id)],
        to_webhook,
    )
}

/// Those of `merchants` who have an endpoint, or a connected shop, that wants to be told.
pub fn listening(read: &mut impl Read, merchants: &[MerchantId]) -> Result<Vec<MerchantId>, DbError> {
    let numbers: Vec<i64> = merchants.iter().map(|merchant| merchant.0).collect();
    let mut found = read.rows(LISTENING, &[Param::Ints(&numbers)], |row| row.id(0))?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

const LISTENING: Sql = Sql {
    sqlite: "SELECT merchant_id FROM webhooks
              WHERE merchant_id IN (SELECT value FROM json_each($1)) AND state <> 'stopped'
              UNION ALL
             SELECT merchant_id FROM connections
              WHERE merchant_id IN (SELECT value FROM json_each($1)) AND state <> 'closed'",
    postgres: "SELECT merchant_id FROM webhooks
                WHERE merchant_id = ANY($1::BIGINT[]) AND state <> 'stopped'
                UNION ALL
               SELECT merchant_id FROM connections
                WHERE merchant_id = ANY($1::BIGINT[]) AND state <> 'closed'",
};

const SHARE: Sql = Sql {
    sqlite: "SELECT id, events, state FROM webhooks WHERE merchant_id = $1 AND state <> 'stopped' ORDER BY id",
    postgres:
        "SELECT id, events, state FROM webhooks WHERE merchant_id = $1 AND state <> 'stopped' ORDER BY id
                  FOR SHARE",
};

/// The endpoints of `merchant` that want to be told of `event`, and whether each is on. Until the commit nobody who sends to
/// them decides that nothing is left to send.
pub fn share(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    event: HookEvent,
) -> Result<Vec<(WebhookId, bool)>, DbError> {
    let rows = tx.rows(SHARE, &[Param::id(merchant)], |row| {
        Ok((
            row.id(0)?,
            row.word(1, "events of a webhook", events_of)?,
            row.word(2, STATE, HookState::from_word)?,
        ))
    })?;
    let wanted = rows.into_iter().filter(|(_, events, _)| events.contains(&event));
    Ok(wanted.map(|(id, _, state)| (id, state == HookState::On)).collect())
}

const LOCK: Sql = Sql {
    sqlite: "SELECT url, state, secret, old_secret, old_until FROM webhooks WHERE merchant_id = $1 AND id = $2",
    postgres:
        "SELECT url, state, secret, old_secret, old_until FROM webhooks WHERE merchant_id = $1 AND id = $2
                  FOR UPDATE",
};

/// An endpoint, locked until the commit: what is sent to it and what is left is decided by one at a time. It is locked before
/// any of its messages.
pub fn lock(tx: &mut Tx<'_>, merchant: MerchantId, id: WebhookId) -> Result<Option<Locked>, DbError> {
    tx.first(LOCK, &[Param::id(merchant), Param::id(id)], |row| {
        let old = row.bytes(3)?;
        Ok(Locked {
            url: row.text(0)?,
            state: row.word(1, STATE, HookState::from_word)?,
            secrets: SealedSecrets {
                newest: row.bytes(2)?,
                old: row.opt_time(4)?.filter(|_| !old.is_empty()).map(|until| (old, until)),
            },
        })
    })
}

/// Writes where an endpoint listens, what it is told, and whether.
pub fn change(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    id: WebhookId,
    (url, events, state): (&str, &[HookEvent], HookState),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhooks SET url = $1, events = $2, state = $3 WHERE merchant_id = $4 AND id = $5",
        &[url.into(), (&words_of(events)).into(), state.as_str().into(), Param::id(merchant), Param::id(id)],
    )?;
    Ok(())
}

/// Writes a new secret; the one before signs beside it until `old_until`.
pub fn rotate(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    id: WebhookId,
    secret: &[u8],
    old_until: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhooks SET old_secret = secret, old_until = $1, secret = $2 WHERE merchant_id = $3 AND id = $4",
        &[old_until.into(), secret.into(), Param::id(merchant), Param::id(id)],
    )?;
    Ok(())
}

/// Notes that an endpoint took a message.
pub fn note_success(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    id: WebhookId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhooks SET last_success_at = $1 WHERE merchant_id = $2 AND id = $3",
        &[now.into(), Param::id(merchant), Param::id(id)],
    )?;
    Ok(())
}

/// Notes that an endpoint did not take a message, and where it stands after that.
pub fn note_failure(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    id: WebhookId,
    (why, state): (&str, HookState),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhooks SET last_failure_at = $1, last_failure = $2, state = $3 WHERE merchant_id = $4 AND id = $5",
        &[now.into(), why.into(), state.as_str().into(), Param::id(merchant), Param::id(id)],
    )?;
    Ok(())
}

/// Removes an endpoint and what it was told.
pub fn remove(tx: &mut Tx<'_>, merchant: MerchantId, id: WebhookId) -> Result<(), DbError> {
    tx.execute("DELETE FROM webhook_deliveries WHERE webhook_id = $1", &[Param::id(id)])?;
    tx.execute(
        "DELETE FROM webhooks WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(id)],
    )?;
    Ok(())
}

/// Pauses every endpoint of the server: for a copy of it, whose days nobody elsewhere is told of.
pub fn pause_all(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute("UPDATE webhooks SET state = 'paused' WHERE state = 'on'", &[])?;
    Ok(())
}

/// Endpoints that have messages to send and that nobody works for: a job was given up, or lost with a clock.
pub fn stranded(read: &mut impl Read) -> Result<Vec<(MerchantId, WebhookId)>, DbError> {
    read.rows(
        "SELECT w.merchant_id, w.id FROM webhooks w
          WHERE w.state = 'on'
            AND EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting')
            AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = w.id AND j.state = 'ready')
          LIMIT 100",
        &[],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}

const STATE: &str = "state of a webhook";

fn words_of(events: &[HookEvent]) -> String {
    let words: Vec<&str> = events.iter().map(|event| event.as_str()).collect();
    words.join(" ")
}

fn events_of(words: &str) -> Option<Vec<HookEvent>> {
    words.split_whitespace().map(HookEvent::from_word).collect()
}

fn to_webhook(row: &Row<'_>) -> Result<Webhook, DbError> {
    Ok(Webhook {
        id: row.id(0)?,
        merchant: row.id(1)?,
        url: row.text(2)?,
        events: row.word(3, "events of a webhook", events_of)?,
        state: row.word(4, STATE, HookState::from_word)?,
        created_at: row.time(5)?,
        old_secret_until: row.opt_time(6)?,
        last_success_at: row.opt_time(7)?,
        last_failure_at: row.opt_time(8)?,
        last_failure: row.text(9)?,
    })
}
