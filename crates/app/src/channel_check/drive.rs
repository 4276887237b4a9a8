//! Sending one message to a partner, rightly or wrongly, and asking what became of an order.

use std::time::Duration;

use bytes::Bytes;
use domain::ids::{OrderId, WebhookDeliveryId};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::time::timeout;

use super::{ASKED, Partner};
use crate::ports::Telling;
use crate::webhooks::{envelope, headers};

/// A connection that is cut is cut after this: long enough for the message to arrive, shorter than most answers take.
const CUT_AFTER: Duration = Duration::from_millis(60);
/// What a message that is too old was sent before: twice what receivers allow.
const OLD: SignedDuration = SignedDuration::from_mins(10);

/// A message with its id.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) body: Bytes,
}

/// How a message is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// As a real one is.
    Rightly,
    /// Signed by the secret and by another beside it, as in the day in which a secret is replaced.
    WithTwoSignatures,
    /// Signed with another secret.
    ByAnotherSecret,
    /// With the signature of other words.
    WithOtherWords,
    /// Without any signature.
    Unsigned,
    /// Rightly signed, ten minutes ago.
    TooOld,
}

/// What was answered.
#[derive(Debug, Clone)]
pub(super) enum Heard {
    /// A status, and the beginning of what was said.
    Status(u16, String),
    /// No answer in time.
    Late,
    /// No answer, and why.
    Nothing(String),
}

impl Heard {
    pub(super) fn is_taken(&self) -> bool {
        matches!(self, Self::Status(200..=299, _))
    }

    pub(super) fn is_refused(&self) -> bool {
        matches!(self, Self::Status(400..=499, _))
    }

    /// In words, after "it".
    pub(super) fn said(&self, deadline: Duration) -> String {
        match self {
            Self::Status(status, _) => format!("answered {status}"),
            Self::Late => format!("did not answer within {} s", deadline.as_secs_f32()),
            Self::Nothing(why) => format!("did not answer: {why}"),
        }
    }
}

/// What a partner says it made of an order. What it does not say is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Made {
    /// Orders.
    pub(super) orders: u64,
    /// Those that are not canceled.
    pub(super) open: Option<u64>,
    /// Minor units that they come to, and of which currency.
    pub(super) total: Option<(i64, String)>,
    /// Minor units that were given back.
    pub(super) refunded: Option<i64>,
}

pub(super) struct Drive<'a> {
    pub(super) partner: &'a Partner<'a>,
}

impl Drive<'_> {
    pub(super) fn now(&self) -> Timestamp {
        (self.partner.now)()
    }

    pub(super) fn fresh(&self) -> i64 {
        (self.partner.fresh)()
    }

    /// A message that was never sent.
    pub(super) fn message(&self, body: Bytes) -> Message {
        Message { id: WebhookDeliveryId(self.fresh()).to_string(), body }
    }

    pub(super) async fn send(&self, message: &Message) -> Heard {
        self.send_as(message, How::Rightly).await
    }

    pub(super) async fn send_as(&self, message: &Message, how: How) -> Heard {
        let told = self.partner.tell.tell(self.telling(message, how));
        match timeout(self.partner.deadline, told).await {
            Ok(Ok(told)) => Heard::Status(told.status, told.body),
            Ok(Err(error)) => Heard::Nothing(error.to_string()),
            Err(_) => Heard::Late,
        }
    }

    /// Sends a message and hangs up before most answers are there.
    pub(super) async fn send_and_cut(&self, message: &Message) {
        let told = self.partner.tell.tell(self.telling(message, How::Rightly));
        let _ = timeout(CUT_AFTER, told).await;
    }

    pub(super) fn telling(&self, message: &Message, how: How) -> Telling {
        let (secret, other) =
            (&self.partner.secret, crate::Secret::new(super::EXAMPLE_SECRET.replace("Mf", "Ng")));
        let (id, body) = (&message.id, &message.body);
        let now = self.now().as_second();
        let signed = |secrets: &[crate::Secret], at, body: &[u8]| headers(secrets, id, at, body);
        let headers = match how {
            How::Rightly => signed(std::slice::from_ref(secret), now, body),
            How::WithTwoSignatures => signed(&[other, secret.clone()], now, body),
            How::ByAnotherSecret => signed(&[other], now, body),
            How::WithOtherWords => signed(std::slice::from_ref(secret), now, b"{}"),
            How::Unsigned => {
                let mut headers = signed(&[], now, body);
                headers.retain(|(name, _)| *name != "webhook-signature");
                headers
            }
            How::TooOld => {
                let then = (self.now() - OLD).as_second();
                signed(std::slice::from_ref(secret), then, body)
            }
        };
        Telling { url: self.partner.url.clone(), headers, body: body.clone() }
    }

    /// What the partner made of an order; none when it does not say.
    pub(super) async fn made(&self, order: OrderId) -> Option<Made> {
        let asked = self.message(envelope(ASKED, self.now(), json!({ "id": order.to_string() })));
        let Heard::Status(200..=299, said) = self.send(&asked).await else { return None };
        let said: Value = serde_json::from_str(&said).ok()?;
        let total = |name: &str| {
            let (amount, currency) = (said[name]["amount"].as_i64()?, said[name]["currency"].as_str()?);
            Some((amount, currency.to_owned()))
        };
        Some(Made {
            orders: said["orders"].as_u64()?,
            open: said["open"].as_u64(),
            total: total("total"),
            refunded: total("refunded").map(|(amount, _)| amount),
        })
    }
}
