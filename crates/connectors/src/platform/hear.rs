//! What the headers of a message say.

/// The value of a header. One that stands there twice is not the sender's.
pub(crate) fn said<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    let mut found = headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
    found.next().filter(|_| found.next().is_none())
}
