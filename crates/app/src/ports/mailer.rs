//! Carrying mail.

use super::Answer;

/// A mail, ready to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The reader's address.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain text body.
    pub text: String,
    /// HTML body saying the same.
    pub html: String,
    /// Stable name of the mail: a carrier that supports it drops twins.
    pub message_id: String,
    /// Files that come with it.
    pub attachments: Vec<Attachment>,
}

/// A file that comes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Carries mail to the next server.
pub trait Mailer: Send + Sync {
    /// Hands `mail` over. An error means "perhaps not": it is tried again, at least once is said aloud.
    fn send<'a>(&'a self, mail: &'a Mail) -> Answer<'a, Result<(), MailError>>;
}

/// Why a mail did not go.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address can never work.
    #[error("the address was refused: {0}")]
    Address(String),
    /// Later, perhaps.
    #[error("the mail server did not take it: {0}")]
    Later(String),
}
