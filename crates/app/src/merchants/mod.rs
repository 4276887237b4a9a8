//! Merchants: how they begin, what they say about themselves, who works for them, how far they are trusted.

pub mod keys;
pub mod profile;
pub mod rates;
pub mod sign_up;
pub mod staff;
pub mod trust;

use domain::ids::MerchantId;
use domain::merchant::{Merchant, Pricing};
use store::DbError;

use crate::Ctx;

/// The merchant with this id.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(ctx: &Ctx, merchant: MerchantId) -> Result<Option<Merchant>, DbError> {
    ctx.db().read(move |conn| store::merchants::by_id(conn, merchant)).await
}

/// The merchant whose account has this handle, with or without the `@`.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find_by_handle(ctx: &Ctx, handle: &str) -> Result<Option<Merchant>, DbError> {
    let handle = handle.trim_start_matches('@').to_owned();
    ctx.db()
        .read(move |conn| match store::merchants::of_handle(conn, &handle)? {
            Some(merchant) => store::merchants::by_id(conn, merchant),
            None => Ok(None),
        })
        .await
}

/// The merchant with its shipping and tax.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn pricing(ctx: &Ctx, merchant: MerchantId) -> Result<Option<Pricing>, DbError> {
    ctx.db().read(move |conn| store::merchants::pricing(conn, merchant)).await
}
