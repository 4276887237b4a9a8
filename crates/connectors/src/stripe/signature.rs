//! `Stripe-Signature`: an HMAC over the raw bytes and the time they were signed at. Nothing of a body is read before it
//! is known to be Stripe's (I11). Source: <https://docs.stripe.com/webhooks/signatures>.

use domain::hex::hex;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How old a signature may be, in seconds, and how far ahead a clock may run.
const TOLERANCE_S: i64 = 300;
/// Longest header that is read.
const HEADER_BYTES_MAX: usize = 4_096;

/// Why a delivery is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// No header, or none of the shape `t=…,v1=…`.
    #[error("the header Stripe-Signature is missing or unreadable")]
    Unreadable,
    /// Signed with another secret, or changed on the way.
    #[error("the signature does not belong to this body and this endpoint's secret")]
    Wrong,
    /// Signed too long ago: a replay, or a clock that is wrong.
    #[error("the signature is older than five minutes; is a clock wrong?")]
    Stale,
    /// Signed in the future: our clock is behind, or theirs ahead.
    #[error("the signature is of a time more than five minutes ahead; is this server's clock behind?")]
    Ahead,
}

/// Whether `body` was signed with one of the `secrets` within five minutes of `now_s` (seconds since 1970). While
/// secrets are rotated there are two, and Stripe may send several signatures too.
///
/// # Errors
/// [`SignatureError`]; nothing of the body may be believed then.
pub fn verify(header: &str, body: &[u8], secrets: &[&str], now_s: i64) -> Result<(), SignatureError> {
    let (at, given) = parse(header).ok_or(SignatureError::Unreadable)?;
    let mut right = false;
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let expected = sign(secret, at, body);
        for signature in &given {
            // Every one is compared, and each in constant time: neither the place nor the count of a match shows.
            right |= bool::from(expected.as_bytes().ct_eq(signature.as_bytes()));
        }
    }
    if !right {
        return Err(SignatureError::Wrong);
    }
    // Only after the signature: who cannot sign learns nothing about our clock.
    if now_s.saturating_sub(at).saturating_abs() > TOLERANCE_S {
        return Err(if at > now_s { SignatureError::Ahead } else { SignatureError::Stale });
    }
    Ok(())
}

/// The time and the signatures of version 1; other versions are not ours to judge.
fn parse(header: &str) -> Option<(i64, Vec<&str>)> {
    if header.len() > HEADER_BYTES_MAX {
        return None;
    }
    let mut at = None;
    let mut given = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=')? {
            ("t", _) if at.is_some() => return None,
            ("t", value) => at = Some(value.parse().ok().filter(|at| *at > 0)?),
            ("v1", value) => given.push(value),
            (_, _) => {}
        }
    }
    at.filter(|_| !given.is_empty()).map(|at| (at, given))
}

/// The signature of `body` at `at`, in lower-case hexadecimal.
#[must_use]
pub fn sign(secret: &str, at: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(at.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_796_000_000;
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const SECRET: &str = "whsec_one";

    fn header(secret: &str, at: i64) -> String {
        format!("t={at},v1={},v0=legacy", sign(secret, at, BODY))
    }

    #[test]
    fn a_signature_as_another_program_makes_it() {
        // printf '1796000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_one
        let known = "8dc0a1fd39a46d019aa7301295ceb16e3e4f21717075cdd485cac06ba7244b78";
        assert_eq!(sign(SECRET, NOW, BODY), known);
    }

    #[test]
    fn the_one_who_knows_the_secret_is_believed_for_five_minutes() {
        for (at, expected) in [
            (NOW, Ok(())),
            (NOW - 300, Ok(())),
            (NOW + 300, Ok(())),
            (NOW - 301, Err(SignatureError::Stale)),
            (NOW + 301, Err(SignatureError::Ahead)),
        ] {
            assert_eq!(verify(&header(SECRET, at), BODY, &[SECRET], NOW), expected, "{at}");
        }
    }

    #[test]
    fn two_secrets_while_they_are_rotated() {
        let secrets = ["whsec_two", SECRET];
        assert_eq!(verify(&header(SECRET, NOW), BODY, &secrets, NOW), Ok(()));
        assert_eq!(verify(&header("whsec_two", NOW), BODY, &secrets, NOW), Ok(()));
        assert_eq!(verify(&header("whsec_three", NOW), BODY, &secrets, NOW), Err(SignatureError::Wrong));
        let both = format!("t={NOW},v1={},v1={}", sign("other", NOW, BODY), sign(SECRET, NOW, BODY));
        assert_eq!(verify(&both, BODY, &[SECRET], NOW), Ok(()));
    }

    #[test]
    fn five_hundred_forgeries() {
        let good = sign(SECRET, NOW, BODY);
        let mut tried = 0;
        let mut refused = |header: &str, body: &[u8], secrets: &[&str]| {
            tried += 1;
            assert!(verify(header, body, secrets, NOW).is_err(), "taken: {header}");
        };
        for byte in 0..BODY.len() {
            for bit in 0..8 {
                let mut body = BODY.to_vec();
                body[byte] ^= 1 << bit;
                refused(&format!("t={NOW},v1={good}"), &body, &[SECRET]);
            }
        }
        for place in 0..good.len() {
            for digit in ["0", "f", "A", "g", " "] {
                let mut forged = good.clone();
                if &forged[place..=place] != digit {
                    forged.replace_range(place..=place, digit);
                    refused(&format!("t={NOW},v1={forged}"), BODY, &[SECRET]);
                }
            }
            refused(&format!("t={NOW},v1={}", &good[..place]), BODY, &[SECRET]);
        }
        for other in [NOW - 1, NOW + 1, 0, -1] {
            refused(&format!("t={other},v1={good}"), BODY, &[SECRET]);
        }
        for header in ["", "t", "t=", "v1=", "t=1", &format!("v1={good}"), &format!("t={NOW}"), "t=x,v1=y"] {
            refused(header, BODY, &[SECRET]);
        }
        refused(&format!("t={NOW},t={NOW},v1={good}"), BODY, &[SECRET]);
        refused(&format!("t={NOW},v1={good}"), BODY, &[]);
        refused(&header("", NOW), BODY, &[""]);
        refused(&format!("t={NOW},{}v1={good}", "v1=x,".repeat(1_000)), BODY, &[SECRET]);
        assert!(tried >= 500, "{tried}");
    }
}
