//! Who is behind a browser's cookie.

use std::sync::Arc;

use domain::ids::SessionId;
use domain::view::people::SignedIn;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use store::DbError;
use store::changes::{self, ChangeKind};
use store::sessions;

use crate::Ctx;

/// A session ends when it was not used for so long.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(24 * 60);
/// How exactly "last used" is kept: a write per page would be a waste.
const SEEN_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// The secret in a browser's cookie: 192 random bits.
pub type Token = [u8; 24];

/// What is stored instead of a token.
#[must_use]
pub fn hash_of(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// Who is signed in with this token, from memory where it is known. Call [`crate::feed::catch_up`] first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(ctx: &Ctx, token: &[u8]) -> Result<Option<Arc<SignedIn>>, DbError> {
    let hash = hash_of(token);
    let now = ctx.now();
    let kept = &ctx.memory().sessions;
    if let Some(known) = kept.get(&hash).filter(|known| known.expires_at > now) {
        return Ok(Some(known));
    }
    let mark = kept.mark();
    let found = ctx.db().read(move |conn| sessions::signed_in(conn, &hash, now)).await?.map(Arc::new);
    if let Some(found) = &found {
        kept.put(mark, hash, Arc::clone(found));
        if now.duration_since(found.seen_at) > SEEN_EVERY {
            touch(ctx, found.session, found.account.0).await?;
        }
    }
    Ok(found)
}

async fn touch(ctx: &Ctx, session: SessionId, account: i64) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db()
        .write("touch_session", move |tx| {
            sessions::touch(tx, session, now, now + SESSION_LASTS)?;
            changes::note(tx, ChangeKind::Session, session.0, account, now)
        })
        .await
}
