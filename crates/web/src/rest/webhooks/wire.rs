//! Webhooks as the API speaks of them.

use app::webhooks::{Pinged, Standing};
use domain::webhook::{HookDelivery, HookEvent, HookSubject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::problem::Problem;
use crate::rest::wire::{Instant, OrderId, VariantId, WebhookDeliveryId, WebhookId};

/// Where a program of the merchant's listens.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where it listens.
    #[schema(example = "https://shop.example/buyline")]
    pub url: String,
    /// What it is told.
    #[schema(example = json!(["order.placed", "order.canceled"]))]
    pub events: Vec<String>,
    /// `on`, `paused` (by you; what happens meanwhile waits) or `stopped` (it answered 410; turn it on again).
    #[schema(example = "on")]
    pub state: &'static str,
    /// When it was made.
    pub created_at: Instant,
    /// Until when the secret before the newest signs beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_secret_until: Option<Instant>,
    /// When it last took a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_success_at: Option<Instant>,
    /// When it last did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_failure_at: Option<Instant>,
    /// Why not, or empty.
    #[schema(example = "HTTP 500")]
    pub last_failure: String,
    /// Messages that wait to be sent.
    pub waiting: i64,
    /// When what the oldest of them tells happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest_waiting_at: Option<Instant>,
    /// Messages given up.
    pub failed: i64,
    /// Messages tried within the last 24 hours.
    pub tried_of_day: i64,
    /// Those of them that it did not take.
    pub refused_of_day: i64,
}

/// A webhook with its secret, said once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookMade {
    /// The webhook.
    pub webhook: Webhook,
    /// What its messages are signed with. Keep it; it is not shown again.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: String,
}

/// A webhook to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWebhook {
    /// Where it listens: `https`, on the public internet, on port 443.
    #[schema(example = "https://shop.example/buyline")]
    pub url: String,
    /// What it is told; everything when left out.
    #[serde(default = "every_event")]
    pub events: Vec<String>,
}

fn every_event() -> Vec<String> {
    HookEvent::ALL.into_iter().map(|event| event.as_str().to_owned()).collect()
}

/// What is to change of a webhook; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookChange {
    /// Where it listens.
    pub url: Option<String>,
    /// What it is told.
    pub events: Option<Vec<String>>,
    /// `on` or `paused`.
    pub state: Option<String>,
}

/// What is to be sent again: what happened since then, or what was given up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Replay {
    /// Everything that happened from then on; at most 30 days ago.
    pub since: Option<Instant>,
    /// Everything that was given up.
    #[serde(default)]
    pub failed: bool,
}

/// How much is sent again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Replayed {
    /// Messages.
    pub messages: u64,
}

/// What was answered to a test message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PingAnswer {
    /// It was taken.
    pub taken: bool,
    /// The status of the answer; null when there was none.
    pub status: Option<u16>,
    /// The beginning of the answer, or why there was none.
    pub answer: String,
}

/// One message to a webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Delivery {
    /// Its id: the `webhook-id` that the program is told it by.
    pub id: WebhookDeliveryId,
    /// What happened.
    #[schema(example = "order.placed")]
    pub event: &'static str,
    /// To which order; left out where it happened to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// What people call the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_number: Option<String>,
    /// To which variant; left out where it happened to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    /// `waiting`, `delivered` or `failed` (given up).
    #[schema(example = "delivered")]
    pub state: &'static str,
    /// When it happened.
    pub happened_at: Instant,
    /// When it is tried next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_try_at: Option<Instant>,
    /// How often it was tried since it was last asked for.
    pub tries: u32,
    /// When it was last tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tried_at: Option<Instant>,
    /// The status of the last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The beginning of the last answer, or why there was none.
    pub answer: String,
    /// When it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Instant>,
}

impl From<Standing> for Webhook {
    fn from((webhook, health): Standing) -> Self {
        Self {
            id: webhook.id.into(),
            url: webhook.url,
            events: webhook.events.iter().map(|event| event.as_str().to_owned()).collect(),
            state: webhook.state.as_str(),
            created_at: webhook.created_at.into(),
            old_secret_until: webhook.old_secret_until.map(Instant),
            last_success_at: webhook.last_success_at.map(Instant),
            last_failure_at: webhook.last_failure_at.map(Instant),
            last_failure: webhook.last_failure,
            waiting: health.waiting,
            oldest_waiting_at: health.oldest_waiting.map(Instant),
            failed: health.failed,
            tried_of_day: health.tried_of_day,
            refused_of_day: health.refused_of_day,
        }
    }
}

impl From<HookDelivery> for Delivery {
    fn from(delivery: HookDelivery) -> Self {
        let waits = delivery.state == domain::webhook::DeliveryState::Waiting;
        let (order, order_number, variant) = match delivery.subject {
            HookSubject::Order(order) => (Some(order.into()), Some(delivery.name), None),
            HookSubject::Variant(variant) => (None, None, Some(variant.into())),
        };
        Self {
            id: delivery.id.into(),
            event: delivery.event.as_str(),
            order,
            order_number,
            variant,
            state: delivery.state.as_str(),
            happened_at: delivery.happened_at.into(),
            next_try_at: waits.then_some(Instant(delivery.run_at)),
            tries: delivery.tries,
            tried_at: delivery.tried_at.map(Instant),
            status: delivery.status,
            answer: delivery.answer,
            delivered_at: delivery.delivered_at.map(Instant),
        }
    }
}

impl From<Pinged> for PingAnswer {
    fn from(pinged: Pinged) -> Self {
        Self { taken: pinged.is_taken, status: pinged.status, answer: pinged.answer }
    }
}

/// The events that these words name.
///
/// # Errors
/// 422 for the first that is none.
pub(super) fn events(words: &[String]) -> Result<Vec<HookEvent>, Problem> {
    let known = |(at, word): (usize, &String)| {
        HookEvent::from_word(word).ok_or_else(|| {
            let names: Vec<&str> = HookEvent::ALL.iter().map(|event| event.as_str()).collect();
            Problem::field(format!("events[{at}]"), format!("must be one of {}", names.join(", ")))
        })
    };
    words.iter().enumerate().map(known).collect()
}
