//! Stripe takes forms whose names nest with brackets: `metadata[order]=ord_1`.

use bytes::Bytes;
use url::form_urlencoded::byte_serialize;

/// A form being filled in.
#[derive(Debug, Clone)]
pub(super) struct Form(String);

impl Form {
    pub(super) const fn new() -> Self {
        Self(String::new())
    }

    /// Adds a field; an empty value is left out, since Stripe reads it as "unset this".
    pub(super) fn with(mut self, name: &str, value: impl AsRef<str>) -> Self {
        if !value.as_ref().is_empty() {
            if !self.0.is_empty() {
                self.0.push('&');
            }
            self.0.extend(byte_serialize(name.as_bytes()));
            self.0.push('=');
            self.0.extend(byte_serialize(value.as_ref().as_bytes()));
        }
        self
    }

    pub(super) fn number(self, name: &str, value: i64) -> Self {
        self.with(name, value.to_string())
    }

    pub(super) fn finish(self) -> Bytes {
        self.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_text_are_escaped_and_nothing_is_sent_empty() {
        let form = Form::new().number("amount", 5).with("metadata[order]", "ord 1&é").with("customer", "");
        assert_eq!(form.finish(), "amount=5&metadata%5Border%5D=ord+1%26%C3%A9");
    }
}
