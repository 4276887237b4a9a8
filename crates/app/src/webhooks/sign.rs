//! Secrets and signatures.
//!
//! Source: Standard Webhooks 1.0.0, "Signature scheme": HMAC-SHA256 of `id.timestamp.body`, in base64 after `v1,`; the secret is
//! `whsec_` and 24 to 64 bytes in base64. Several signatures stand in one header, with a space between them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::Ctx;
use crate::sealer::Secret;

/// What a secret begins with, so that a leaked one is recognised where it lies.
const PREFIX: &str = "whsec_";
/// Bytes of a secret: as many as the digest has.
const SECRET_BYTES: usize = 32;

/// A new secret.
pub(crate) fn new_secret(ctx: &Ctx) -> Secret {
    Secret::new(format!("{PREFIX}{}", BASE64_STANDARD.encode(ctx.random::<SECRET_BYTES>())))
}

/// The signature of a message, `v1,…`; none when the secret is none.
#[must_use]
pub fn signature(secret: &Secret, id: &str, timestamp: i64, body: &[u8]) -> Option<String> {
    let digest = digest(secret, id, timestamp, body)?.finalize().into_bytes();
    Some(format!("v1,{}", BASE64_STANDARD.encode(digest)))
}

/// Whether one of the signatures in `header` is that of the message, found out in constant time.
#[must_use]
pub fn is_signed(secret: &Secret, (id, timestamp, body): (&str, i64, &[u8]), header: &str) -> bool {
    header.split(' ').filter_map(|one| one.strip_prefix("v1,")).any(|text| {
        let given = BASE64_STANDARD.decode(text).unwrap_or_default();
        digest(secret, id, timestamp, body).is_some_and(|digest| digest.verify_slice(&given).is_ok())
    })
}

fn digest(secret: &Secret, id: &str, timestamp: i64, body: &[u8]) -> Option<Hmac<Sha256>> {
    let key = BASE64_STANDARD.decode(secret.reveal().strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's libraries are tested with.
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const TIMESTAMP: i64 = 1_614_265_330;
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn secret() -> Secret {
        Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned())
    }

    #[test]
    fn the_specifications_example_is_signed_as_it_says() {
        assert_eq!(signature(&secret(), ID, TIMESTAMP, BODY).as_deref(), Some(SIGNATURE));
    }

    #[test]
    fn one_good_signature_of_several_is_enough_and_nothing_else_is() {
        let said = |header: &str| is_signed(&secret(), (ID, TIMESTAMP, BODY), header);
        assert!(said(SIGNATURE));
        assert!(said(&format!("v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= {SIGNATURE}")));
        assert!(!said("v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="));
        assert!(!said(&SIGNATURE.replace("v1,", "v1a,")));
        assert!(!said(""));
        assert!(!said("v1,"));
        assert!(!is_signed(&secret(), (ID, TIMESTAMP + 1, BODY), SIGNATURE));
        assert!(!is_signed(&secret(), ("msg_other", TIMESTAMP, BODY), SIGNATURE));
        assert!(!is_signed(&secret(), (ID, TIMESTAMP, b"{}"), SIGNATURE));
    }

    #[test]
    fn what_is_no_secret_signs_nothing() {
        for text in ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_***"] {
            let signed = signature(&Secret::new(text.to_owned()), ID, TIMESTAMP, BODY);
            assert_eq!(signed.is_some(), text == "whsec_", "{text}");
        }
    }
}
