//! Forgetting what nobody bought: an open checkout holds no stock, but it holds a name and an address.

use store::DbError;

use crate::Ctx;

/// Checkouts forgotten at once, so that the one writer is not held up.
const FORGOTTEN_AT_ONCE: u32 = 1_000;

/// Forgets checkouts whose time is over, with the addresses in them. A reconciler: it goes on where it stopped.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn forget_expired(ctx: &Ctx) -> Result<u64, DbError> {
    let now = ctx.now();
    let forget = move |tx: &mut store::Tx<'_>| store::checkouts::forget_expired(tx, now, FORGOTTEN_AT_ONCE);
    ctx.db().write("forget_checkouts", forget).await
}
