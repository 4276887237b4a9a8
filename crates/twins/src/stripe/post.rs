//! Webhooks as Stripe signs them, and when it tries again.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::wire::Delivery;
use crate::post::Waiting;

/// When a refused delivery is tried again, after the first try; for three days, as with live keys.
pub const RETRIES_S: [i64; 11] =
    [60, 300, 1_800, 7_200, 18_000, 36_000, 36_000, 43_200, 43_200, 43_200, 28_800];

/// The header of a body that leaves at `seconds`: one `v1` for each secret, and the `v0` that means nothing.
#[must_use]
pub fn signature(secrets: &[String], seconds: i64, body: &str) -> String {
    let mut header = format!("t={seconds}");
    for secret in secrets {
        header.push_str(",v1=");
        header.push_str(&hex(secret, &format!("{seconds}.{body}")));
    }
    header.push_str(",v0=");
    header.push_str(&hex("whsec_not_a_secret", &format!("{seconds}.{body}")));
    header
}

fn hex(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key may have any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A delivery, signed at the moment it leaves.
pub(super) fn sign(
    (id, waiting): (u64, Waiting),
    url: &str,
    secrets: &[String],
    account: Option<String>,
    body: String,
    seconds: i64,
) -> Delivery {
    Delivery {
        id,
        url: url.to_owned(),
        endpoint: waiting.endpoint,
        event: waiting.event,
        kind: waiting.kind,
        account,
        signature: signature(secrets, seconds, &body),
        body,
        attempt: waiting.attempt,
    }
}
