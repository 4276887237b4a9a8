//! What a command says when it cannot do what was asked: one sentence, and how the process ends.

use std::fmt;

/// A command that was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It was asked wrongly: an unknown setting, a value that cannot be read. Ends the process with 2.
    Usage(String),
    /// It was asked rightly and could not be done. Ends the process with 1.
    Failed(String),
}

impl Failure {
    /// A value or name that cannot be used.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self::Usage(sentence.into())
    }

    /// Something outside that said no.
    pub fn failed(sentence: impl Into<String>) -> Self {
        Self::Failed(sentence.into())
    }

    /// What the process ends with.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Failed(_) => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(sentence) | Self::Failed(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for Failure {}

impl From<app::DbError> for Failure {
    fn from(error: app::DbError) -> Self {
        Self::Failed(error.to_string())
    }
}
