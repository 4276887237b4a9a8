//! Keeping what others entrust to us so that the database alone opens nothing: sealed with a key made of the server's,
//! which lies beside the database and never in it. See ADR 0007.

use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::Sha256;

/// What the sealing key is made for: links and cookies are signed with others.
const PURPOSE: &[u8] = b"sealing key\0";

/// A text that is shown to nobody: neither a log nor a panic has it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for whom it is meant.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Seals and opens.
pub struct Sealer {
    key: LessSafeKey,
}

impl Sealer {
    /// With the server's key.
    #[must_use]
    pub fn new(server_key: &[u8; 32]) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(server_key).expect("HMAC takes keys of any length");
        mac.update(PURPOSE);
        let key = UnboundKey::new(&CHACHA20_POLY1305, &mac.finalize().into_bytes())
            .expect("a digest is as long as a key");
        Self { key: LessSafeKey::new(key) }
    }

    /// Seals `secret` as what `place` names, and nothing else: put elsewhere, it does not open. `nonce` is random and
    /// used once.
    #[must_use]
    pub fn seal(&self, place: &str, nonce: [u8; NONCE_LEN], secret: &Secret) -> Vec<u8> {
        let mut sealed = secret.0.as_bytes().to_vec();
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.as_bytes()),
                &mut sealed,
            )
            .expect("a short text can be sealed");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what was sealed for `place`; none when it was not, or not with this server's key.
    #[must_use]
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<Secret> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let opened = self.key.open_in_place(nonce, Aad::from(place.as_bytes()), &mut text).ok()?;
        String::from_utf8(opened.to_vec()).ok().map(Secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_with_the_same_key_and_nowhere_else() {
        let sealer = Sealer::new(&[7; 32]);
        let secret = Secret::new("rk_test_shop".to_owned());
        let sealed = sealer.seal("key of 1", [1; 12], &secret);
        assert!(!sealed.windows(4).any(|part| part == b"shop"), "nothing of it can be read");
        assert_eq!(sealer.open("key of 1", &sealed), Some(secret.clone()));
        assert_eq!(sealer.open("key of 2", &sealed), None, "another place");
        assert_eq!(Sealer::new(&[8; 32]).open("key of 1", &sealed), None, "another server");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(sealer.open("key of 1", &changed), None, "a changed byte at {at}");
            assert_eq!(sealer.open("key of 1", &sealed[..at]), None, "cut at {at}");
        }
        assert_ne!(sealer.seal("key of 1", [2; 12], &secret), sealed);
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
