//! Which calls or events a fault is meant for, and how many.

/// Whether a name fits a pattern that may end in `*`.
#[must_use]
pub fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}

/// The pattern of a fault that names none.
pub(crate) fn any() -> String {
    "*".to_owned()
}

/// How often a fault strikes that does not say.
pub(crate) fn once() -> u32 {
    1
}
