//! How somebody looks in lists and beside what they wrote.

use domain::ids::AccountId;
use domain::view::people::Face;
use store::DbError;

use crate::Ctx;

/// The face of an account; none when there is no such account.
///
/// # Errors
/// [`DbError`] when it cannot be read.
pub async fn face(ctx: &Ctx, account: AccountId) -> Result<Option<Face>, DbError> {
    ctx.db().read(move |conn| Ok(store::people::faces(conn, &[account.0])?.pop())).await
}
