//! A Fluent message, flattened once at start so that a page only copies pieces together.
//!
//! Fluent's own parser reads the files; this module evaluates the part of the language we use (text, arguments,
//! selection by plural, number or name, references). `fluent-bundle` would carry counts as `f64` and take a lock per
//! plural; here counts stay `i64` and plurals come from ICU.

use icu::plurals::{PluralCategory, PluralRules};

use crate::Arg;

/// The pieces of a message, in order.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Message {
    pub(crate) pieces: Vec<Piece>,
}

/// One piece of a message.
#[derive(Debug, PartialEq)]
pub(crate) enum Piece {
    /// Copied.
    Text(String),
    /// `{ $name }`.
    Argument(String),
    /// `{ $name -> … }`.
    Select { argument: String, variants: Vec<(VariantKey, Message)>, default: usize },
}

/// What a variant of a selection answers to.
#[derive(Debug, PartialEq)]
pub(crate) enum VariantKey {
    /// `[0]`: exactly this number.
    Exactly(i64),
    /// `[one]`: a plural category, or a text argument of that value.
    Named(String, Option<PluralCategory>),
}

impl VariantKey {
    fn matches(&self, value: &Arg<'_>, plurals: &PluralRules) -> bool {
        match (self, value) {
            (Self::Exactly(number), Arg::Int(count)) => number == count,
            (Self::Named(_, category), Arg::Int(count)) => *category == Some(plurals.category_for(*count)),
            (Self::Named(name, _), Arg::Text(text)) => name == text,
            (Self::Exactly(_), Arg::Text(_) | Arg::Money(_)) | (Self::Named(..), Arg::Money(_)) => false,
        }
    }
}

impl Message {
    /// The text, when no argument stands in it.
    pub(crate) fn as_plain(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Appends a piece, joining neighbouring texts.
    pub(crate) fn push(&mut self, piece: Piece) {
        if let (Some(Piece::Text(last)), Piece::Text(text)) = (self.pieces.last_mut(), &piece) {
            last.push_str(text);
        } else {
            self.pieces.push(piece);
        }
    }
}

/// The variant of a selection for `value`: an exact number before a plural category, else the default (`*`).
pub(crate) fn select<'m>(
    variants: &'m [(VariantKey, Message)],
    default: usize,
    value: Option<&Arg<'_>>,
    plurals: &PluralRules,
) -> &'m Message {
    let chosen = value.and_then(|value| {
        let exact = variants
            .iter()
            .position(|(key, _)| matches!(key, VariantKey::Exactly(_)) && key.matches(value, plurals));
        exact.or_else(|| variants.iter().position(|(key, _)| key.matches(value, plurals)))
    });
    &variants[chosen.unwrap_or(default)].1
}

#[cfg(test)]
impl Message {
    /// The names of all arguments, in every variant.
    pub(crate) fn arguments(&self) -> std::collections::BTreeSet<&str> {
        let mut names = std::collections::BTreeSet::new();
        self.collect_arguments(&mut names);
        names
    }

    fn collect_arguments<'m>(&'m self, names: &mut std::collections::BTreeSet<&'m str>) {
        for piece in &self.pieces {
            match piece {
                Piece::Text(_) => {}
                Piece::Argument(name) => {
                    names.insert(name);
                }
                Piece::Select { argument, variants, .. } => {
                    names.insert(argument);
                    for (_, message) in variants {
                        message.collect_arguments(names);
                    }
                }
            }
        }
    }
}
