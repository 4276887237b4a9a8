//! Passwords as hashes: argon2id, on a thread for heavy work, a few at a time.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Hashes made at once: each takes 19 MiB and tens of milliseconds of a core.
/// Source: OWASP Password Storage Cheat Sheet, argon2id with m = 19 MiB, t = 2, p = 1: the crate's default.
const HASHES_AT_ONCE: usize = 2;

static ROOM: Semaphore = Semaphore::const_new(HASHES_AT_ONCE);

/// The hash of a password nobody has: a sign-in for an unknown account takes as long as one for a known.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    Argon2::default()
        .hash_password(b"nobody has this password")
        .expect("the default parameters are sound")
        .to_string()
});

/// The hash of `password`, with a salt of its own.
pub async fn hash(password: String) -> String {
    let _room = ROOM.acquire().await.expect("the semaphore is never closed");
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .expect("the default parameters are sound")
            .to_string()
    })
    .await
    .expect("hashing does not panic")
}

/// Whether `password` is the one behind `hash`; takes as long when there is no hash.
pub(crate) async fn is_right(password: String, hash: Option<String>) -> bool {
    let _room = ROOM.acquire().await.expect("the semaphore is never closed");
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let Ok(parsed) = PasswordHash::new(&hash) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known
    })
    .await
    .expect("verifying does not panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_only() {
        let hash = hash("four quiet words here".to_owned()).await;
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(is_right("four quiet words here".to_owned(), Some(hash.clone())).await);
        assert!(!is_right("four quiet words".to_owned(), Some(hash)).await);
        assert!(!is_right("nobody has this password".to_owned(), None).await);
    }
}
