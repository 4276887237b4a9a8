//! Mails that are kept instead of sent.

use domain::ids::MailId;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// A mail as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMail {
    /// Its id.
    pub id: MailId,
    /// The reader's address.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Plain text body.
    pub text: String,
    /// HTML body.
    pub html: String,
    /// When it was written.
    pub created_at: Timestamp,
}

/// Keeps a mail, once per `unique_key`.
///
/// # Errors
/// What the engine refused.
pub fn keep(tx: &mut Tx<'_>, unique_key: &str, mail: &KeptMail) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO mails (id, unique_key, recipient, subject, body_text, body_html, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (unique_key) DO NOTHING",
        &[
            Param::id(mail.id),
            unique_key.into(),
            (&mail.recipient).into(),
            (&mail.subject).into(),
            (&mail.text).into(),
            (&mail.html).into(),
            mail.created_at.into(),
        ],
    )?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<KeptMail, DbError> {
    Ok(KeptMail {
        id: row.id(0)?,
        recipient: row.text(1)?,
        subject: row.text(2)?,
        text: row.text(3)?,
        html: row.text(4)?,
        created_at: row.time(5)?,
    })
}

/// The newest mails, older than `before`.
///
/// # Errors
/// What the engine refused.
pub fn newest(read: &mut impl Read, before: MailId, count: u32) -> Result<Vec<KeptMail>, DbError> {
    read.rows(
        "SELECT id, recipient, subject, body_text, body_html, created_at
           FROM mails WHERE id < $1 ORDER BY id DESC LIMIT $2",
        &[Param::id(before), count.into()],
        from_row,
    )
}

/// The mail with this id.
///
/// # Errors
/// What the engine refused.
pub fn find(read: &mut impl Read, id: MailId) -> Result<Option<KeptMail>, DbError> {
    read.first(
        "SELECT id, recipient, subject, body_text, body_html, created_at FROM mails WHERE id = $1",
        &[Param::id(id)],
        from_row,
    )
}

/// The mail that was kept under `unique_key`.
///
/// # Errors
/// What the engine refused.
pub fn kept_as(read: &mut impl Read, unique_key: &str) -> Result<Option<MailId>, DbError> {
    read.first("SELECT id FROM mails WHERE unique_key = $1", &[unique_key.into()], |row| row.id(0))
}
