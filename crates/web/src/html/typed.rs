//! What a form sent, by the names of its fields.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use bytes::Bytes;
use http::StatusCode;

use super::{Failure, Visit};
use crate::Web;
use crate::uploads::{Room, Unread};

/// Bytes of one text of a form with files.
const TEXT_BYTES_MAX: usize = 160 * 1024;
/// Fields of one form; beyond it nobody typed them.
const FIELDS_MAX: usize = 2_000;

/// Names and values in the order they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// The value under `name`, trimmed; empty when nothing was sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// All values under `name`, as they were sent.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All names and values, in the order they were sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A box that was ticked.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name) == "on"
    }

    /// Notes a value, as if it had been sent.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }
}

/// A form with files: its texts, and the files under one name.
#[derive(Debug)]
pub struct WithFiles {
    /// The texts.
    pub typed: Typed,
    /// The files that hold something.
    pub files: Vec<Bytes>,
    /// For each file, what its sender called it; may be empty.
    pub names: Vec<String>,
    /// For each file, the text that was sent after it: what a picture shows.
    pub alts: Vec<String>,
    /// The memory they take, until they are dropped.
    _room: Room,
}

/// Reads a form with files under `file`, each at most `bytes_max` long and followed by its text under `alt`.
///
/// # Errors
/// [`Failure::TooLarge`] and [`Failure::BadRequest`]; [`Failure::Busy`] when too much is sent at once, by the visitor or
/// by everybody.
pub async fn with_files(
    web: &Web,
    visit: &Visit,
    mut form: Multipart,
    file: &str,
    bytes_max: usize,
) -> Result<WithFiles, Failure> {
    let mut room = web.room_for(visit.actor.account().ok_or(Failure::SignIn)?.0);
    let (mut typed, mut files) = (Typed::default(), Vec::new());
    let (mut names, mut alts) = (Vec::new(), Vec::<String>::new());
    let mut last_is_kept = false;
    while let Some(field) = form.next_field().await.map_err(|error| unread(&error))? {
        let name = field.name().unwrap_or("").to_owned();
        if name == file {
            let called = field.file_name().unwrap_or("").to_owned();
            let bytes = room.read(field, bytes_max).await.map_err(|error| match error {
                Unread::TooLarge => Failure::TooLarge,
                Unread::NoRoom => Failure::Busy,
                Unread::Broken(error) => unread(&error),
            })?;
            last_is_kept = !bytes.is_empty();
            if last_is_kept {
                files.push(bytes);
                names.push(called);
                alts.push(String::new());
            }
        } else if name == "alt" {
            let text = text_of(field).await?;
            if let Some(alt) = alts.last_mut().filter(|_| last_is_kept) {
                *alt = text;
            }
        } else {
            let text = text_of(field).await?;
            room.take(text.len()).map_err(|_| Failure::Busy)?;
            typed.0.push((name, text));
        }
        if typed.0.len() + files.len() > FIELDS_MAX {
            return Err(Failure::TooLarge);
        }
    }
    Ok(WithFiles { typed, files, names, alts, _room: room })
}

/// A form that ends early, or is longer than any of ours.
fn unread(error: &MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::BadRequest,
    }
}

/// The text of a field.
///
/// # Errors
/// [`Failure::BadRequest`] when it is no UTF-8, [`Failure::TooLarge`] beyond any honest text.
pub async fn text_of(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| unread(&error))? {
        if bytes.len() + piece.len() > TEXT_BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| Failure::BadRequest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_name() {
        let typed: Typed = serde_urlencoded::from_str("a=1&b=+x+&b=y&c=on").unwrap();
        assert_eq!((typed.get("a"), typed.get("b"), typed.get("z")), ("1", "x", ""));
        assert_eq!(typed.all("b").collect::<Vec<_>>(), [" x ", "y"]);
        assert!(typed.is_on("c") && !typed.is_on("a"));
    }
}
