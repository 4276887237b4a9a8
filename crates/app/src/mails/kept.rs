//! Mails of a server that carries none: the demo shows them on a page, an operator reads them by a command.

use domain::ids::MailId;
use store::DbError;
pub use store::mails::KeptMail;

use crate::Ctx;

/// Mails shown at once.
const MAILS_PER_PAGE: u32 = 50;

/// The newest kept mails, older than `before`. Only where nothing is carried: whoever asks is shown every mail.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn newest(ctx: &Ctx, before: Option<MailId>) -> Result<Vec<KeptMail>, DbError> {
    if ctx.ports().mailer.is_some() {
        return Ok(Vec::new());
    }
    let before = before.unwrap_or(MailId(i64::MAX));
    ctx.db().read(move |conn| store::mails::newest(conn, before, MAILS_PER_PAGE)).await
}

/// One kept mail.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn kept(ctx: &Ctx, id: MailId) -> Result<Option<KeptMail>, DbError> {
    if ctx.ports().mailer.is_some() {
        return Ok(None);
    }
    ctx.db().read(move |conn| store::mails::find(conn, id)).await
}
