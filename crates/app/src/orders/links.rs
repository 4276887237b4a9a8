//! A lost guest link is sent again, to the address the order was placed with and to no other.

use domain::hex::hex;
use std::net::IpAddr;

use sha2::{Digest, Sha256};
use store::DbError;
use store::jobs::NewJob;

use crate::Ctx;
use crate::checkout::is_email;
use crate::jobs::kind;
use crate::limits::{Act, Limit, TooMany};

/// Mails to one reader.
const TO_ADDRESS: Limit = Limit { name: "links to address", burst: 1, refill_s: 300 };

/// Why no link was sent.
#[derive(Debug, thiserror::Error)]
pub enum LinksError {
    /// Too many were asked for from the same place.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Sends the links of its newest orders to an address. Whether there are any, only the address learns: the answer
/// is the same, and takes the same time, for every address, also when it was sent a mail just now.
///
/// # Errors
/// [`LinksError`].
pub async fn send_links(ctx: &Ctx, email: &str, ip: IpAddr) -> Result<(), LinksError> {
    let email = email.trim().to_lowercase();
    let now = ctx.now();
    ctx.limit(Act::Letter, ip)?;
    if !is_email(&email) || ctx.memory().limits.take(&TO_ADDRESS, &email, now).is_err() {
        return Ok(());
    }
    let name = hex(&Sha256::digest(email.as_bytes())[..8]);
    let job = NewJob {
        id: ctx.id(),
        kind: kind::LINKS_MAIL,
        merchant: None,
        subject: now.as_microsecond(),
        payload: email,
        unique_key: Some(format!("mail-links-{name}")),
        run_at: now,
    };
    ctx.db().write("send_links", move |tx| store::jobs::enqueue(tx, std::slice::from_ref(&job), now)).await?;
    Ok(())
}
