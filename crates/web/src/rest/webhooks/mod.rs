//! Where a merchant's own programs listen, and what they were told.

pub(crate) mod wire;

use app::webhooks::{self, HookChange, HookError, SendError};
use axum::extract::State;
use axum::response::Response;
use domain::access::{AtMerchant, MerchantAct, Permit};
use http::StatusCode;

use crate::Web;
use crate::rest::body::{At, Body, Query, answer, nothing};
use crate::rest::keys::Key;
use crate::rest::paging::{Listed, Page};
use crate::rest::problem::{Kind, Problem};
use crate::rest::wire::{WebhookDeliveryId, WebhookId};
use wire::{Delivery, NewWebhook, PingAnswer, Replay, Replayed, Webhook, WebhookChange, WebhookMade};

/// A test key must not have real orders sent anywhere, nor read of them.
fn may_see(web: &Web, key: &Key) -> Result<Permit<AtMerchant>, Problem> {
    key.may_change(web, MerchantAct::ViewWebhooks)
}

fn may_edit(web: &Web, key: &Key) -> Result<Permit<AtMerchant>, Problem> {
    key.may_change(web, MerchantAct::EditWebhooks)
}

/// List your webhooks
#[utoipa::path(get, path = "/commerce/v1/webhooks", tag = "webhooks",
    responses((status = 200, description = "All of them, oldest first.", body = Listed<Webhook>)))]
pub(crate) async fn list(State(web): State<Web>, key: Key) -> Result<Response, Problem> {
    let found = webhooks::list(web.ctx(), &may_see(&web, &key)?).await?;
    let data = found.into_iter().map(Webhook::from).collect();
    Ok(answer(StatusCode::OK, &Listed { data, next_cursor: None }))
}

/// Make a webhook
///
/// The answer holds the secret that its messages are signed with, once. It takes no `Idempotency-Key`: the secret is kept
/// nowhere in the clear.
#[utoipa::path(post, path = "/commerce/v1/webhooks", tag = "webhooks", request_body = NewWebhook,
    responses((status = 201, description = "The webhook and its secret.", body = WebhookMade)))]
pub(crate) async fn create(
    State(web): State<Web>,
    key: Key,
    body: Body<NewWebhook>,
) -> Result<Response, Problem> {
    let permit = may_edit(&web, &key)?;
    let events = wire::events(&body.value.events)?;
    let made = webhooks::make(web.ctx(), &permit, &body.value.url, events).await.map_err(refused)?;
    Ok(said(StatusCode::CREATED, made))
}

fn said(status: StatusCode, made: webhooks::Made) -> Response {
    let webhook = Webhook::from((made.webhook, domain::webhook::HookHealth::default()));
    answer(status, &WebhookMade { webhook, secret: made.secret.reveal().to_owned() })
}

/// Read a webhook
///
/// With how its messages stand.
#[utoipa::path(get, path = "/commerce/v1/webhooks/{webhook}", tag = "webhooks", params(("webhook" = WebhookId, Path)),
    responses((status = 200, description = "The webhook.", body = Webhook)))]
pub(crate) async fn get(
    State(web): State<Web>,
    key: Key,
    At(id): At<WebhookId>,
) -> Result<Response, Problem> {
    let found = webhooks::find(web.ctx(), &may_see(&web, &key)?, id.0).await.map_err(refused)?;
    Ok(answer(StatusCode::OK, &Webhook::from(found)))
}

/// Change a webhook
///
/// Its address, its events, or whether it is told anything. What waited while it was paused is sent when it is on.
#[utoipa::path(patch, path = "/commerce/v1/webhooks/{webhook}", tag = "webhooks",
    params(("webhook" = WebhookId, Path)), request_body = WebhookChange,
    responses((status = 200, description = "The webhook as it is now.", body = Webhook)))]
pub(crate) async fn change(
    State(web): State<Web>,
    key: Key,
    At(id): At<WebhookId>,
    body: Body<WebhookChange>,
) -> Result<Response, Problem> {
    let permit = may_edit(&web, &key)?;
    let WebhookChange { url, events, state } = body.value;
    let is_on = match state.as_deref() {
        None => None,
        Some("on") => Some(true),
        Some("paused") => Some(false),
        Some(_) => return Err(Problem::field("state", "must be on or paused")),
    };
    let events = events.map(|words| wire::events(&words)).transpose()?;
    let changed = webhooks::change(web.ctx(), &permit, id.0, HookChange { url, events, is_on }).await;
    let changed = changed.map_err(refused)?;
    let health = webhooks::health(web.ctx(), &permit, id.0).await?;
    Ok(answer(StatusCode::OK, &Webhook::from((changed, health))))
}

/// Remove a webhook
///
/// Nothing more is sent to it, and what is remembered of its messages goes with it.
#[utoipa::path(delete, path = "/commerce/v1/webhooks/{webhook}", tag = "webhooks",
    params(("webhook" = WebhookId, Path)), responses((status = 204, description = "It is gone.")))]
pub(crate) async fn remove(
    State(web): State<Web>,
    key: Key,
    At(id): At<WebhookId>,
) -> Result<Response, Problem> {
    webhooks::remove(web.ctx(), &may_edit(&web, &key)?, id.0).await.map_err(refused)?;
    Ok(nothing())
}

/// Give a webhook a new secret
///
/// The one before signs beside it for 24 hours.
#[utoipa::path(post, path = "/commerce/v1/webhooks/{webhook}/rotate", tag = "webhooks",
    params(("webhook" = WebhookId, Path)),
    responses((status = 200, description = "The webhook and its new secret.", body = WebhookMade)))]
pub(crate) async fn rotate(
    State(web): State<Web>,
    key: Key,
    At(id): At<WebhookId>,
) -> Result<Response, Problem> {
    let made = webhooks::rotate(web.ctx(), &may_edit(&web, &key)?, id.0).await.map_err(refused)?;
    Ok(said(StatusCode::OK, made))
}

/// Send a test message
///
/// At once, and once; the answer says what was answered.
#[utoipa::path(post, path = "/commerce/v1/webhooks/{webhook}/ping", tag = "webhooks",
    params(("webhook" = WebhookId, Path)),
    responses((status = 200, description = "What was answered.", body = PingAnswer)))]
pub(crate) async fn ping(
    State(web): State<Web>,
    key: Key,
    At(id): At<WebhookId>,
) -> Result<Response, Problem> {
    let pinged = webhooks::ping(web.ctx(), &may_edit(&web, &key)?, id.0).await.map_err(refused)?;
    Ok(answer(StatusCode::OK, &PingAnswer::from(pinged)))
}

/// List what a webhook was told
#[utoipa::path(get, path = "/commerce/v1/webhooks/{webhook}/deliveries", tag = "webhooks",
    params(("webhook" = WebhookId, Path), Page),
    responses((status = 200, description = "Messages, newest first.", body = Listed<Delivery>)))]
pub(crate) async fn deliveries(
    State(web): State<Web>,
    key: Key,
    At(id): At<WebhookId>,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let permit = may_see(&web, &key)?;
    let (limit, before) = (page.limit()?, page.before()?);
    let found = webhooks::deliveries(web.ctx(), &permit, id.0, before).await?;
    let found = found.ok_or_else(Problem::not_found)?.deliveries;
    let listed = Listed::cut(found, limit, |delivery| delivery.id.to_string(), Delivery::from);
    Ok(answer(StatusCode::OK, &listed))
}

/// Send a message again
///
/// Under the id it had.
#[utoipa::path(post, path = "/commerce/v1/webhooks/{webhook}/deliveries/{delivery}/resend", tag = "webhooks",
    params(("webhook" = WebhookId, Path), ("delivery" = WebhookDeliveryId, Path)),
    responses((status = 200, description = "How much is sent.", body = Replayed)))]
pub(crate) async fn resend(
    State(web): State<Web>,
    key: Key,
    At((id, delivery)): At<(WebhookId, WebhookDeliveryId)>,
) -> Result<Response, Problem> {
    let done = webhooks::resend(web.ctx(), &may_edit(&web, &key)?, id.0, delivery.0).await;
    let messages = match done {
        Ok(()) => 1,
        // Asking twice is fine.
        Err(SendError::Waiting) => 0,
        Err(error) => return Err(not_sent(error)),
    };
    Ok(answer(StatusCode::OK, &Replayed { messages }))
}

/// Send much again
///
/// Everything that happened since an instant, or everything that was given up; each message under the id it had.
#[utoipa::path(post, path = "/commerce/v1/webhooks/{webhook}/replay", tag = "webhooks",
    params(("webhook" = WebhookId, Path)), request_body = Replay,
    responses((status = 200, description = "How much is sent.", body = Replayed)))]
pub(crate) async fn replay(
    State(web): State<Web>,
    key: Key,
    At(id): At<WebhookId>,
    body: Body<Replay>,
) -> Result<Response, Problem> {
    let permit = may_edit(&web, &key)?;
    let sent = match (body.value.since, body.value.failed) {
        (Some(since), false) => webhooks::replay(web.ctx(), &permit, id.0, since.0).await,
        (None, true) => webhooks::resend_failed(web.ctx(), &permit, id.0).await,
        (None, false) => {
            return Err(Problem::field("since", "must be there, or failed must be true"));
        }
        (Some(_), true) => return Err(Problem::field("failed", "must stand alone: without since")),
    };
    Ok(answer(StatusCode::OK, &Replayed { messages: sent.map_err(not_sent)? }))
}

pub(super) fn refused(error: HookError) -> Problem {
    let reason = error.to_string();
    match error {
        HookError::NotFound => Problem::not_found(),
        HookError::TooMany => Problem::new(Kind::StateConflict, reason),
        HookError::NoEvent => Problem::field("events", reason),
        HookError::Form | HookError::Address(_) => Problem::field("url", reason),
        HookError::Sealed => Problem::new(Kind::StateConflict, reason).with("state", "sealed"),
        HookError::Db(error) => error.into(),
    }
}

fn not_sent(error: SendError) -> Problem {
    let reason = error.to_string();
    match error {
        SendError::NotFound => Problem::not_found(),
        SendError::Stopped => Problem::new(Kind::StateConflict, reason).with("state", "stopped"),
        SendError::Waiting => Problem::new(Kind::StateConflict, reason).with("state", "waiting"),
        SendError::Span => Problem::field("since", reason),
        SendError::Db(error) => error.into(),
    }
}
