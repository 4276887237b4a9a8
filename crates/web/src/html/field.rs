//! A field of a form: label, hint, error and the right keyboard, wired for screen readers.

use askama::Template;
use askama::filters::HtmlSafe;
use words::Words;

use super::ui;

/// What kind of field; decides element, keyboard and checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    #[default]
    Text,
    /// An email address.
    Email,
    /// A telephone number.
    Tel,
    /// A web address.
    Url,
    /// Hidden characters.
    Password,
    /// A whole number.
    Number,
    /// An amount as people write it: "24,90".
    Amount,
    /// Digits of a code.
    Code,
    /// A day.
    Date,
    /// A day and a time, local to the shop's zone.
    DateTime,
    /// Several lines.
    Area,
    /// One of a list: value and label.
    Select(Vec<(String, String)>),
    /// Yes or no.
    Check,
    /// A file; what it may be (`accept`).
    File(&'static str),
}

impl Kind {
    /// One of the countries, by their names in the reader's language. Nobody's is taken for granted: the first entry
    /// is none and asks to choose.
    #[must_use]
    pub fn country(w: &Words) -> Self {
        let none = (String::new(), w.text("field-country-choose").to_owned());
        let known = w.countries().iter().map(|it| (it.country.code().to_owned(), it.name.to_string()));
        Self::Select(std::iter::once(none).chain(known).collect())
    }
}

/// How wide a field stands beside others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// The whole line.
    #[default]
    Full,
    /// Half of it.
    Half,
    /// A third.
    Third,
    /// Two thirds.
    TwoThirds,
}

/// A field, ready to show: `{{ field }}`.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    /// Its `name`, and the start of its `id`.
    pub name: String,
    /// What it asks for.
    pub label: String,
    /// What it holds.
    pub value: String,
    /// What kind.
    pub kind: Kind,
    /// Help below the label; may be empty.
    pub hint: String,
    /// What is wrong with it; may be empty.
    pub error: String,
    /// The standard's token: `street-address`, `postal-code`, …; empty turns it off.
    pub autocomplete: &'static str,
    /// The word shown when it may stay empty; `None` when it must be filled.
    pub optional: Option<String>,
    /// The most characters; 0 for no limit of its own.
    pub length_max: u32,
    /// Beside others.
    pub width: Width,
    /// Set when the same name stands more than once on a page.
    pub id_suffix: String,
}

impl Field {
    /// A required line of text.
    #[must_use]
    pub fn new(name: &str, label: &str) -> Self {
        Self { name: name.to_owned(), label: label.to_owned(), ..Self::default() }
    }

    /// Another kind.
    #[must_use]
    pub fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// What it holds; for a check box, `on`.
    #[must_use]
    pub fn value(self, value: &str) -> Self {
        Self { value: value.to_owned(), ..self }
    }

    /// Help below the label.
    #[must_use]
    pub fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }

    /// What is wrong with it.
    #[must_use]
    pub fn error(self, error: &str) -> Self {
        Self { error: error.to_owned(), ..self }
    }

    /// What browsers may fill in.
    #[must_use]
    pub fn autocomplete(self, token: &'static str) -> Self {
        Self { autocomplete: token, ..self }
    }

    /// May stay empty; `word` says so.
    #[must_use]
    pub fn optional(self, word: &str) -> Self {
        Self { optional: Some(word.to_owned()), ..self }
    }

    /// The most characters.
    #[must_use]
    pub fn limit(self, length_max: u32) -> Self {
        Self { length_max, ..self }
    }

    /// Beside others.
    #[must_use]
    pub fn width(self, width: Width) -> Self {
        Self { width, ..self }
    }

    /// Its `id`, to which error summaries link.
    #[must_use]
    pub fn id(&self) -> String {
        format!("f-{}{}", self.name, self.id_suffix)
    }

    fn class(&self) -> &'static str {
        match self.width {
            Width::Full => "",
            Width::Half => "half",
            Width::Third => "third",
            Width::TwoThirds => "two-thirds",
        }
    }

    fn input_type(&self) -> &'static str {
        match &self.kind {
            Kind::Email => "email",
            Kind::Tel => "tel",
            Kind::Url => "url",
            Kind::Password => "password",
            Kind::Date => "date",
            Kind::DateTime => "datetime-local",
            Kind::Check => "checkbox",
            Kind::File(_) => "file",
            Kind::Text | Kind::Number | Kind::Amount | Kind::Code | Kind::Area | Kind::Select(_) => "text",
        }
    }

    fn input_mode(&self) -> &'static str {
        match &self.kind {
            Kind::Number | Kind::Code => "numeric",
            Kind::Amount => "decimal",
            Kind::Text
            | Kind::Email
            | Kind::Tel
            | Kind::Url
            | Kind::Password
            | Kind::Date
            | Kind::DateTime
            | Kind::Area
            | Kind::Select(_)
            | Kind::Check
            | Kind::File(_) => "",
        }
    }

    fn described_by(&self) -> String {
        let id = self.id();
        match (self.hint.is_empty(), self.error.is_empty()) {
            (true, true) => String::new(),
            (false, true) => format!("{id}-hint"),
            (true, false) => format!("{id}-error"),
            (false, false) => format!("{id}-hint {id}-error"),
        }
    }
}

impl HtmlSafe for Field {}
