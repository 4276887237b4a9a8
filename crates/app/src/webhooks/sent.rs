//! What an endpoint was told: the list, and sending again.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::{MerchantId, WebhookDeliveryId, WebhookId};
use domain::webhook::{HookDelivery, HookState, KEPT};
use jiff::Timestamp;
use store::webhooks;
use store::{DbError, Tx, webhook_deliveries};

use super::outbox::wake;
use crate::Ctx;
use crate::staff_log::{self, note_detail, permitted};

/// Messages on one page of the list.
pub const DELIVERIES_PER_PAGE: u32 = 50;

/// A page of messages, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryPage {
    /// The messages.
    pub deliveries: Vec<HookDelivery>,
    /// Where the next page begins.
    pub next: Option<WebhookDeliveryId>,
}

/// Why nothing was sent again.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The merchant has no such endpoint, or it no such message.
    #[error("there is no such message")]
    NotFound,
    /// The endpoint said that it is gone.
    #[error("the webhook is stopped: its program answered that it is gone. Turn it on first")]
    Stopped,
    /// It waits to be sent already.
    #[error("the message waits to be sent already")]
    Waiting,
    /// Not within what is remembered.
    #[error("the span must begin within the last 30 days, and not in the future")]
    Span,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A page of the messages to an endpoint, newest first; none when the merchant has no such endpoint.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn deliveries(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    id: WebhookId,
    before: Option<WebhookDeliveryId>,
) -> Result<Option<DeliveryPage>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewWebhooks);
    let before = before.unwrap_or(WebhookDeliveryId(i64::MAX));
    ctx.db()
        .read(move |conn| {
            if webhooks::find(conn, merchant, id)?.is_none() {
                return Ok(None);
            }
            let mut deliveries = webhook_deliveries::list(conn, id, before, DELIVERIES_PER_PAGE + 1)?;
            let full = usize::try_from(DELIVERIES_PER_PAGE).unwrap_or(usize::MAX);
            let is_more = deliveries.len() > full;
            deliveries.truncate(full);
            let next = deliveries.last().filter(|_| is_more).map(|last| last.id);
            Ok(Some(DeliveryPage { deliveries, next }))
        })
        .await
}

/// One message to an endpoint; none when the merchant has no such.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn delivery(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    webhook: WebhookId,
    id: WebhookDeliveryId,
) -> Result<Option<HookDelivery>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewWebhooks);
    ctx.db()
        .read(move |conn| match webhooks::find(conn, merchant, webhook)? {
            Some(_) => webhook_deliveries::find(conn, webhook, id),
            None => Ok(None),
        })
        .await
}

/// Sends one message again, under the id it had.
///
/// # Errors
/// [`SendError`]; nothing has changed then.
pub async fn resend(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    webhook: WebhookId,
    id: WebhookDeliveryId,
) -> Result<(), SendError> {
    let (log, now) = (line(ctx, permit, webhook), ctx.now());
    let merchant = log.merchant;
    ctx.db()
        .write("resend_webhook", move |tx| {
            let is_on = ready(tx, merchant, webhook)?;
            if webhook_deliveries::find(tx, webhook, id)?.is_none() {
                return Err(SendError::NotFound);
            }
            if !webhook_deliveries::resend(tx, webhook, id, now)? {
                return Err(SendError::Waiting);
            }
            note_detail(tx, &log, "1")?;
            wake_if(tx, is_on, merchant, webhook, now)
        })
        .await
}

/// Sends all again that was given up; says how many messages that were.
///
/// # Errors
/// [`SendError`]; nothing has changed then.
pub async fn resend_failed(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    webhook: WebhookId,
) -> Result<u64, SendError> {
    let (log, now) = (line(ctx, permit, webhook), ctx.now());
    let merchant = log.merchant;
    ctx.db()
        .write("resend_failed_webhooks", move |tx| {
            let is_on = ready(tx, merchant, webhook)?;
            let sent = webhook_deliveries::resend_failed(tx, webhook, now)?;
            note_detail(tx, &log, &sent.to_string())?;
            wake_if(tx, is_on, merchant, webhook, now)?;
            Ok(sent)
        })
        .await
}

/// Sends everything again that happened from `from` on, each message under the id it had; says how many those were.
///
/// # Errors
/// [`SendError`]; nothing has changed then.
pub async fn replay(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    webhook: WebhookId,
    from: Timestamp,
) -> Result<u64, SendError> {
    let (log, now) = (line(ctx, permit, webhook), ctx.now());
    let merchant = log.merchant;
    if from > now || from < now - KEPT {
        return Err(SendError::Span);
    }
    ctx.db()
        .write("replay_webhook", move |tx| {
            let is_on = ready(tx, merchant, webhook)?;
            let sent = webhook_deliveries::replay(tx, webhook, from, now)?;
            note_detail(tx, &log, &sent.to_string())?;
            wake_if(tx, is_on, merchant, webhook, now)?;
            Ok(sent)
        })
        .await
}

fn line(ctx: &Ctx, permit: &Permit<AtMerchant>, webhook: WebhookId) -> store::staff_actions::NewAction {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    staff_log::line(ctx, permit.by(), merchant, "webhook.resend", webhook, "")
}

/// Locks an endpoint that may be sent to again, and says whether it is on.
fn ready(tx: &mut Tx<'_>, merchant: MerchantId, webhook: WebhookId) -> Result<bool, SendError> {
    match webhooks::lock(tx, merchant, webhook)?.ok_or(SendError::NotFound)?.state {
        HookState::On => Ok(true),
        HookState::Paused => Ok(false),
        HookState::Stopped => Err(SendError::Stopped),
    }
}

/// What is sent again to an endpoint that is paused waits with the rest.
fn wake_if(
    tx: &mut Tx<'_>,
    is_on: bool,
    merchant: MerchantId,
    webhook: WebhookId,
    now: Timestamp,
) -> Result<(), SendError> {
    if is_on {
        wake(tx, merchant, webhook, now)?;
    }
    Ok(())
}
