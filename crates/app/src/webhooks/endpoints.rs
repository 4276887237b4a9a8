//! Endpoints: made, changed, paused, given a new secret, removed.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::{JobId, MerchantId, WebhookId};
use domain::webhook::{
    HookAct, HookEvent, HookHealth, HookState, ROTATION, URL_CHARS_MAX, WEBHOOKS_MAX, Webhook, hook_after,
};
use jiff::SignedDuration;
use store::jobs;
use store::webhooks;
use store::{DbError, Read, staff_actions, webhook_deliveries};

use super::outbox::wake;
use super::sign::new_secret;
use crate::Ctx;
use crate::ports::FetchRefusal;
use crate::sealer::Secret;
use crate::staff_log::{self, permitted};

/// The span of which the share of errors is told.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Why nothing was done to an endpoint.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// The merchant has no such endpoint.
    #[error("there is no such webhook")]
    NotFound,
    /// More endpoints than anyone keeps apart.
    #[error("at most {WEBHOOKS_MAX} webhooks; remove one first")]
    TooMany,
    /// An endpoint that is told nothing is of no use.
    #[error("choose at least one event")]
    NoEvent,
    /// The address is too long or holds what no address holds.
    #[error("an address has at most {URL_CHARS_MAX} characters and no spaces")]
    Form,
    /// Nothing is sent to this address.
    #[error("nothing is sent to this address: {0}")]
    Address(FetchRefusal),
    /// Its secret was sealed with another key than this server's.
    #[error("the secret of this webhook does not open any more; rotate it")]
    Sealed,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// An endpoint with how its messages stand.
pub type Standing = (Webhook, HookHealth);

/// A new endpoint or a new secret; the secret is shown once.
pub struct Made {
    /// The endpoint.
    pub webhook: Webhook,
    /// What its messages are signed with.
    pub secret: Secret,
}

/// What is to change of an endpoint; what is none stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HookChange {
    /// Where it listens.
    pub url: Option<String>,
    /// What it is told.
    pub events: Option<Vec<HookEvent>>,
    /// Whether it is told anything: turned on, or paused.
    pub is_on: Option<bool>,
}

/// Where a secret is sealed for.
fn place(webhook: WebhookId) -> String {
    format!("secret of {webhook}")
}

fn seal(ctx: &Ctx, webhook: WebhookId, secret: &Secret) -> Vec<u8> {
    ctx.sealer().seal(&place(webhook), ctx.random(), secret)
}

/// Opens what was sealed for this endpoint.
pub(super) fn open(ctx: &Ctx, webhook: WebhookId, sealed: &[u8]) -> Option<Secret> {
    ctx.sealer().open(&place(webhook), sealed)
}

/// The address as it is kept. What a reader of addresses would silently drop is refused: nobody means it.
pub(crate) fn checked(ctx: &Ctx, url: &str) -> Result<String, HookError> {
    let url = url.trim();
    if url.chars().count() > URL_CHARS_MAX || url.chars().any(|it| it.is_whitespace() || it.is_control()) {
        return Err(HookError::Form);
    }
    ctx.ports().tell.check(url).map_err(HookError::Address)?;
    Ok(url.to_owned())
}

fn events_of(mut events: Vec<HookEvent>) -> Result<Vec<HookEvent>, HookError> {
    events.sort_unstable();
    events.dedup();
    if events.is_empty() { Err(HookError::NoEvent) } else { Ok(events) }
}

/// The merchant's endpoints, oldest first, and how their messages stand.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Vec<Standing>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewWebhooks);
    let day = ctx.now() - DAY;
    ctx.db()
        .read(move |conn| {
            let mut standing = Vec::new();
            for webhook in webhooks::list(conn, merchant)? {
                let health = webhook_deliveries::health(conn, webhook.id, day)?;
                standing.push((webhook, health));
            }
            Ok(standing)
        })
        .await
}

/// One endpoint, and how its messages stand.
///
/// # Errors
/// [`HookError::NotFound`] also for another merchant's.
pub async fn find(ctx: &Ctx, permit: &Permit<AtMerchant>, id: WebhookId) -> Result<Standing, HookError> {
    let merchant = permitted(permit, MerchantAct::ViewWebhooks);
    let day = ctx.now() - DAY;
    ctx.db()
        .read(move |conn| {
            let webhook = known(conn, merchant, id)?;
            let health = webhook_deliveries::health(conn, id, day)?;
            Ok((webhook, health))
        })
        .await
}

/// How the messages to an endpoint stand that was changed just now.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn health(ctx: &Ctx, permit: &Permit<AtMerchant>, id: WebhookId) -> Result<HookHealth, DbError> {
    permitted(permit, MerchantAct::EditWebhooks);
    let day = ctx.now() - DAY;
    ctx.db().read(move |conn| webhook_deliveries::health(conn, id, day)).await
}

fn known(read: &mut impl Read, merchant: MerchantId, id: WebhookId) -> Result<Webhook, HookError> {
    webhooks::find(read, merchant, id)?.ok_or(HookError::NotFound)
}

/// Makes an endpoint. Its secret is shown once; it lies sealed.
///
/// # Errors
/// [`HookError`]; nothing has changed then.
pub async fn make(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    url: &str,
    events: Vec<HookEvent>,
) -> Result<Made, HookError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let webhook = Webhook {
        id: ctx.id(),
        merchant,
        url: checked(ctx, url)?,
        events: events_of(events)?,
        state: HookState::On,
        created_at: ctx.now(),
        old_secret_until: None,
        last_success_at: None,
        last_failure_at: None,
        last_failure: String::new(),
    };
    let secret = new_secret(ctx);
    let sealed = seal(ctx, webhook.id, &secret);
    let log = staff_log::line(ctx, permit.by(), merchant, "webhook.make", webhook.id, host(&webhook.url));
    let kept = webhook.clone();
    ctx.db()
        .write("make_webhook", move |tx| {
            if webhooks::list(tx, merchant)?.len() >= WEBHOOKS_MAX {
                return Err(HookError::TooMany);
            }
            webhooks::insert(tx, &kept, &sealed)?;
            staff_actions::note(tx, &log)?;
            Ok(())
        })
        .await?;
    Ok(Made { webhook, secret })
}

/// The host of an address: what the log shows, for the rest of it may be a secret of the shop's.
pub(crate) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned()
}

/// Changes an endpoint. What waited while it was paused is sent when it is turned on.
///
/// # Errors
/// [`HookError`]; nothing has changed then.
pub async fn change(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    id: WebhookId,
    change: HookChange,
) -> Result<Webhook, HookError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let url = change.url.map(|url| checked(ctx, &url)).transpose()?;
    let events = change.events.map(events_of).transpose()?;
    let (log, now) = (staff_log::line(ctx, permit.by(), merchant, "webhook.change", id, ""), ctx.now());
    ctx.db()
        .write("change_webhook", move |tx| {
            webhooks::lock(tx, merchant, id)?.ok_or(HookError::NotFound)?;
            let before = known(tx, merchant, id)?;
            let act = change.is_on.map(|is_on| if is_on { HookAct::TurnOn } else { HookAct::Pause });
            let state = act.and_then(|act| hook_after(before.state, act)).unwrap_or(before.state);
            let after = Webhook {
                url: url.clone().unwrap_or_else(|| before.url.clone()),
                events: events.clone().unwrap_or_else(|| before.events.clone()),
                state,
                ..before.clone()
            };
            if after == before {
                return Ok(after);
            }
            webhooks::change(tx, merchant, id, (&after.url, &after.events, after.state))?;
            if after.state == HookState::On {
                wake(tx, merchant, id, now)?;
            }
            staff_log::note_detail(tx, &log, &format!("{} {}", after.state.as_str(), host(&after.url)))?;
            Ok(after)
        })
        .await
}

/// Gives an endpoint a new secret, shown once; the one before signs beside it for a day.
///
/// # Errors
/// [`HookError`]; nothing has changed then.
pub async fn rotate(ctx: &Ctx, permit: &Permit<AtMerchant>, id: WebhookId) -> Result<Made, HookError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let secret = new_secret(ctx);
    let sealed = seal(ctx, id, &secret);
    let until = ctx.now() + ROTATION;
    let log = staff_log::line(ctx, permit.by(), merchant, "webhook.rotate", id, "");
    let webhook = ctx
        .db()
        .write("rotate_webhook", move |tx| {
            webhooks::lock(tx, merchant, id)?.ok_or(HookError::NotFound)?;
            webhooks::rotate(tx, merchant, id, &sealed, until)?;
            let webhook = known(tx, merchant, id)?;
            staff_log::note_detail(tx, &log, &host(&webhook.url))?;
            Ok::<_, HookError>(webhook)
        })
        .await?;
    Ok(Made { webhook, secret })
}

/// Removes an endpoint and what is remembered of its messages.
///
/// # Errors
/// [`HookError`]; nothing has changed then.
pub async fn remove(ctx: &Ctx, permit: &Permit<AtMerchant>, id: WebhookId) -> Result<(), HookError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let log = staff_log::line(ctx, permit.by(), merchant, "webhook.remove", id, "");
    ctx.db()
        .write("remove_webhook", move |tx| {
            let endpoint = webhooks::lock(tx, merchant, id)?.ok_or(HookError::NotFound)?;
            webhooks::remove(tx, merchant, id)?;
            jobs::finish(tx, &[JobId(id.0)])?;
            staff_log::note_detail(tx, &log, &host(&endpoint.url))?;
            Ok(())
        })
        .await
}
