//! From `.ftl` files to messages, with every reference resolved.

use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, PatternElement};
use fluent_syntax::unicode::unescape_unicode_to_string;
use icu::plurals::PluralCategory;
use rustc_hash::FxHashMap;
use thiserror::Error;

use crate::message::{Message, Piece, VariantKey};

/// What is wrong with a `.ftl` file. Tests build every language, so a reader never meets one.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum BundleError {
    /// The file is not Fluent.
    #[error("{file}.ftl does not parse: {reason}")]
    Syntax {
        /// Name of the file, without its ending.
        file: String,
        /// What the parser says.
        reason: String,
    },
    /// The same key stands twice in one language.
    #[error("{key} is defined twice")]
    Twice {
        /// The key.
        key: String,
    },
    /// The message uses a part of Fluent that we do not evaluate, or refers to something that is not there.
    #[error("{key}: {reason}")]
    Message {
        /// The key.
        key: String,
        /// What is not understood.
        reason: String,
    },
}

/// How deep messages may refer to messages; deeper is taken for a circle.
const REFERENCE_DEPTH_MAX: u8 = 4;

type Patterns = FxHashMap<String, ast::Pattern<&'static str>>;

/// Reads the files of one language.
///
/// # Errors
/// [`BundleError`] for the first thing that is wrong.
pub(crate) fn read(files: &[(&str, &'static str)]) -> Result<FxHashMap<String, Message>, BundleError> {
    let mut patterns = Patterns::default();
    for (file, content) in files {
        let resource = fluent_syntax::parser::parse(*content).map_err(|(_, errors)| BundleError::Syntax {
            file: (*file).to_owned(),
            reason: format!("{errors:?}"),
        })?;
        for entry in resource.body {
            let Some((key, pattern)) = named_pattern(entry)? else { continue };
            if patterns.insert(key.clone(), pattern).is_some() {
                return Err(BundleError::Twice { key });
            }
        }
    }
    let messages = patterns.iter().filter(|(key, _)| !key.starts_with('-'));
    messages.map(|(key, pattern)| Ok((key.clone(), flatten(key, pattern, &patterns, 0)?))).collect()
}

/// A message under its key, a term under its key with the leading `-`; comments are nothing.
fn named_pattern(
    entry: Entry<&'static str>,
) -> Result<Option<(String, ast::Pattern<&'static str>)>, BundleError> {
    match entry {
        Entry::Message(message) => {
            let key = message.id.name.to_owned();
            match message.value {
                Some(pattern) if message.attributes.is_empty() => Ok(Some((key, pattern))),
                _ => Err(BundleError::Message {
                    key,
                    reason: "a message is a value without attributes".to_owned(),
                }),
            }
        }
        Entry::Term(term) => Ok(Some((format!("-{}", term.id.name), term.value))),
        Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {
            Ok(None)
        }
    }
}

fn flatten(
    key: &str,
    pattern: &ast::Pattern<&'static str>,
    patterns: &Patterns,
    depth: u8,
) -> Result<Message, BundleError> {
    let mut message = Message::default();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => message.push(Piece::Text((*value).to_owned())),
            PatternElement::Placeable { expression } => {
                place(key, expression, patterns, depth, &mut message)?;
            }
        }
    }
    Ok(message)
}

fn place(
    key: &str,
    expression: &Expression<&'static str>,
    patterns: &Patterns,
    depth: u8,
    into: &mut Message,
) -> Result<(), BundleError> {
    let refuse = |reason: String| BundleError::Message { key: key.to_owned(), reason };
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            into.push(Piece::Text(unescape_unicode_to_string(value).into_owned()));
        }
        Expression::Inline(InlineExpression::NumberLiteral { value }) => {
            into.push(Piece::Text((*value).to_owned()));
        }
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            into.push(Piece::Argument(id.name.to_owned()));
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => {
            place(key, expression, patterns, depth, into)?;
        }
        Expression::Inline(InlineExpression::MessageReference { id, attribute: None }) => {
            refer(key, id.name.to_owned(), patterns, depth, into)?;
        }
        Expression::Inline(InlineExpression::TermReference { id, attribute: None, arguments: None }) => {
            refer(key, format!("-{}", id.name), patterns, depth, into)?;
        }
        Expression::Inline(other) => return Err(refuse(format!("not supported: {other:?}"))),
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let default = variants.iter().position(|variant| variant.default);
            let default = default.ok_or_else(|| refuse("a selection without a default".to_owned()))?;
            let variants = variants
                .iter()
                .map(|variant| {
                    Ok((variant_key(key, &variant.key)?, flatten(key, &variant.value, patterns, depth)?))
                })
                .collect::<Result<_, BundleError>>()?;
            into.push(Piece::Select { argument: id.name.to_owned(), variants, default });
        }
        Expression::Select { selector, .. } => return Err(refuse(format!("cannot select by {selector:?}"))),
    }
    Ok(())
}

fn refer(
    key: &str,
    target: String,
    patterns: &Patterns,
    depth: u8,
    into: &mut Message,
) -> Result<(), BundleError> {
    let refuse = |reason: String| BundleError::Message { key: key.to_owned(), reason };
    if depth == REFERENCE_DEPTH_MAX {
        return Err(refuse(format!("references go in a circle at {target}")));
    }
    let pattern =
        patterns.get(&target).ok_or_else(|| refuse(format!("refers to {target}, which is not there")))?;
    for piece in flatten(key, pattern, patterns, depth + 1)?.pieces {
        into.push(piece);
    }
    Ok(())
}

fn variant_key(key: &str, variant: &ast::VariantKey<&'static str>) -> Result<VariantKey, BundleError> {
    match variant {
        ast::VariantKey::Identifier { name } => {
            Ok(VariantKey::Named((*name).to_owned(), PluralCategory::get_for_cldr_string(name)))
        }
        ast::VariantKey::NumberLiteral { value } => value.parse().map(VariantKey::Exactly).map_err(|_| {
            BundleError::Message { key: key.to_owned(), reason: format!("{value} is not a whole number") }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(content: &'static str) -> String {
        read(&[("test", content)]).expect_err("refused").to_string()
    }

    #[test]
    fn references_are_resolved_and_texts_joined() {
        let messages =
            read(&[("a", "-brand = Buyline\nwelcome = { -brand }{\"\\u00A0\"}!\nhello = { welcome } Hi")]);
        let messages = messages.expect("parses");
        assert_eq!(messages["hello"].as_plain(), Some("Buyline\u{a0}! Hi"));
        assert!(!messages.contains_key("-brand"));
    }

    #[test]
    fn a_bad_file_is_refused_with_its_reason() {
        assert!(error("a = { $").starts_with("test.ftl does not parse"));
        assert_eq!(error("a = 1\na = 2"), "a is defined twice");
        assert_eq!(error("a = { b }"), "a: refers to b, which is not there");
        assert!(error("a = { a }").contains("references go in a circle"));
        assert!(error("a = { NUMBER($n) }").contains("not supported"));
        assert!(error("a = x\n  .title = y").contains("without attributes"));
    }
}
