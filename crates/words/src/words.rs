//! The words of one language: built once, shared by every thread, never changed.

use std::fmt::Write as _;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::message::{Message, Piece, select};
use crate::number::Formatters;
use crate::{Arg, BundleError, CountryName, Locale, bundle, countries, money};

/// The sentences, formats and names of one language.
///
/// A sentence without arguments costs one hash lookup; one with arguments is joined from pieces prepared at start.
/// Fluent's isolation marks are left out: pages isolate user text by `dir="auto"`, and mails stay plain.
#[derive(Debug)]
pub struct Words {
    pub(crate) locale: Locale,
    /// Sentences without arguments.
    plain: FxHashMap<String, String>,
    /// Sentences with arguments.
    open: FxHashMap<String, Message>,
    pub(crate) formatters: Formatters,
    pub(crate) affixes: money::AffixTable,
    pub(crate) countries: Vec<CountryName>,
}

impl Words {
    /// The words of `locale`. The first call for a language builds it, a few milliseconds; call it once at start.
    #[must_use]
    pub fn of(locale: Locale) -> &'static Self {
        const LANGUAGES: usize = Locale::ALL.len();
        static BUILT: [OnceLock<Words>; LANGUAGES] = [const { OnceLock::new() }; LANGUAGES];
        BUILT[locale as usize]
            .get_or_init(|| Self::build(locale).expect("the tests build every language we ship"))
    }

    /// The language itself, for `lang=""` and for links that keep it.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    fn build(locale: Locale) -> Result<Self, BundleError> {
        let mut plain = FxHashMap::default();
        let mut open = FxHashMap::default();
        for (key, message) in bundle::read(locale.files())? {
            match message.as_plain() {
                Some(text) => {
                    plain.insert(key, text.to_owned());
                }
                None => {
                    open.insert(key, message);
                }
            }
        }
        let formatters = Formatters::new(locale);
        let affixes = money::AffixTable::new(&plain, &open);
        let countries = countries::sorted(&plain, locale);
        Ok(Self { locale, plain, open, formatters, affixes, countries })
    }

    /// The sentence under `key`, which takes no arguments.
    ///
    /// # Panics
    /// In debug builds and tests when there is no such sentence; in release the English one, or the key, is shown.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.lookup(key).unwrap_or_else(|| {
            debug_assert!(false, "no sentence without arguments under {key} in {}", self.locale.tag());
            self.elsewhere().and_then(|fallback| fallback.lookup(key)).unwrap_or(key)
        })
    }

    /// The sentence under `key` if there is one, for keys made at run time (an error code of a peer, say).
    #[must_use]
    pub fn lookup(&self, key: &str) -> Option<&str> {
        self.plain.get(key).map(String::as_str)
    }

    /// Whether there is a sentence under `key`, with or without arguments.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.plain.contains_key(key) || self.open.contains_key(key)
    }

    /// The sentence under `key` with its arguments filled in: `w.with("card-left", &[("count", Arg::Int(3))])`.
    ///
    /// # Panics
    /// In debug builds and tests when the sentence or one of its arguments is missing; release shows what there is.
    #[must_use]
    pub fn with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut out = String::with_capacity(SENTENCE_BYTES_USUAL);
        self.write(&mut out, key, args);
        out
    }

    /// [`Words::with`] for a sentence with one argument: `w.fill("pay-button", "total", total)`.
    #[must_use]
    pub fn fill<'a>(&self, key: &str, name: &str, value: impl Into<Arg<'a>>) -> String {
        self.with(key, &[(name, value.into())])
    }

    /// [`Words::with`] for a sentence about `$count` things: `w.count("card-left", 3)`.
    #[must_use]
    pub fn count<'a>(&self, key: &str, count: impl Into<Arg<'a>>) -> String {
        self.fill(key, "count", count)
    }

    /// What a thing is called and what is said of it, by the colon of the language: "Role: …", « Rôle : … ».
    #[must_use]
    pub fn beside(&self, label: &str, said: &str) -> String {
        format!("{label}{} {said}", self.text("colon"))
    }

    /// [`Words::with`], appended to `out`.
    pub fn write(&self, out: &mut String, key: &str, args: &[(&str, Arg<'_>)]) {
        if let Some(message) = self.open.get(key) {
            self.write_message(out, key, message, args);
        } else if let Some(text) = self.lookup(key) {
            out.push_str(text);
        } else {
            debug_assert!(false, "no sentence under {key} in {}", self.locale.tag());
            match self.elsewhere() {
                Some(fallback) => fallback.write(out, key, args),
                None => out.push_str(key),
            }
        }
    }

    fn write_message(&self, out: &mut String, key: &str, message: &Message, args: &[(&str, Arg<'_>)]) {
        let mut after_name = false;
        for piece in &message.pieces {
            // A name that ends in a full stop ends the sentence, too: "… of Slow Burn Co.", not "Co..".
            let ends_twice = after_name && out.ends_with('.');
            after_name = false;
            match piece {
                Piece::Text(text) => {
                    out.push_str(if ends_twice { text.strip_prefix('.').unwrap_or(text) } else { text });
                }
                Piece::Argument(name) => match argument(args, name) {
                    Some(value) => {
                        after_name = matches!(value, Arg::Text(_));
                        self.write_argument(out, value);
                    }
                    None => {
                        debug_assert!(false, "{key} needs the argument {name}");
                        out.push('…');
                    }
                },
                Piece::Select { argument: name, variants, default } => {
                    let value = argument(args, name);
                    debug_assert!(value.is_some(), "{key} needs the argument {name}");
                    let variant = select(variants, *default, value, &self.formatters.plurals);
                    self.write_message(out, key, variant, args);
                }
            }
        }
    }

    fn write_argument(&self, out: &mut String, value: &Arg<'_>) {
        match value {
            Arg::Text(text) => out.push_str(text),
            Arg::Int(count) => {
                write!(out, "{}", self.formatters.decimal.format(&(*count).into()))
                    .expect("a String takes everything");
            }
            Arg::Money(money) => self.write_money(out, *money),
        }
    }

    /// Where a sentence that is missing here is looked up.
    fn elsewhere(&self) -> Option<&'static Self> {
        (self.locale != Locale::FALLBACK).then(|| Self::of(Locale::FALLBACK))
    }
}

/// What most sentences fit in, so that they are allocated once.
const SENTENCE_BYTES_USUAL: usize = 64;

fn argument<'x, 'a>(args: &'x [(&str, Arg<'a>)], name: &str) -> Option<&'x Arg<'a>> {
    args.iter().find(|(given, _)| *given == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_the_same_keys_with_the_same_arguments() {
        let english = Words::of(Locale::FALLBACK);
        let keys = |words: &Words| -> BTreeSet<String> {
            let open = words.open.iter().map(|(key, message)| format!("{key} {:?}", message.arguments()));
            words.plain.keys().cloned().chain(open).filter(|key| !key.starts_with("currency-")).collect()
        };
        let expected = keys(english);
        for locale in Locale::ALL {
            let given = keys(Words::of(*locale));
            let missing: Vec<_> = expected.difference(&given).collect();
            let extra: Vec<_> = given.difference(&expected).collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "{}: missing {missing:#?}, extra {extra:#?}",
                locale.tag()
            );
        }
    }

    #[test]
    fn a_sentence_follows_the_plural_of_its_language() {
        let (en, fr) = (Words::of(Locale::En), Words::of(Locale::Fr));
        assert_eq!(en.count("items", 1_i64), "1 item");
        assert_eq!(en.count("items", 0_i64), "0 items");
        assert_eq!(en.count("items", 1200_i64), "1,200 items");
        assert_eq!(fr.count("items", 0_i64), "0 article");
        assert_eq!(fr.count("items", 1200_i64), "1\u{202f}200 articles");
    }

    #[test]
    fn text_arguments_are_shown_as_they_are() {
        let en = Words::of(Locale::En);
        assert_eq!(en.fill("sold-by", "merchant", "<b>{ $x }</b>"), "Sold by <b>{ $x }</b>");
    }

    #[test]
    fn a_name_that_ends_in_a_full_stop_ends_the_sentence_too() {
        let placed = |locale, name: &str| Words::of(locale).fill("placed-passed", "merchant", name);
        assert_eq!(placed(Locale::En, "Slow Burn Co."), "Slow Burn Co. has the order.");
        let told = |locale, name: &str| Words::of(locale).fill("order-contact", "merchant", name);
        assert_eq!(told(Locale::En, "Slow Burn Co."), "Write to Slow Burn Co.");
        for locale in [Locale::En, Locale::Fr] {
            let w = Words::of(locale);
            let args = [("total", Arg::from("1")), ("merchant", Arg::from("Slow Burn Co."))];
            let lead = w.with("mail-request-accepted-lead", &args);
            assert!(!lead.contains(".."), "{lead}");
            let named = w.fill("field-required-named", "field", "Co.");
            assert!(!named.contains("..") && named.contains("Co."), "{named}");
        }
    }

    #[test]
    #[should_panic(expected = "no sentence without arguments under no-such-key in fr")]
    fn a_missing_sentence_fails_the_test_that_needs_it() {
        let _ = Words::of(Locale::Fr).text("no-such-key");
    }

    #[test]
    #[should_panic(expected = "items needs the argument count")]
    fn a_missing_argument_fails_the_test_that_forgot_it() {
        let _ = Words::of(Locale::En).with("items", &[]);
    }

    #[test]
    fn french_keeps_its_punctuation_with_the_word_before_it() {
        let words = Words::of(Locale::Fr);
        let texts = words.plain.iter().map(|(key, text)| (key, text.as_str()));
        let pieces =
            words.open.iter().flat_map(|(key, message)| texts_of(message).into_iter().map(move |t| (key, t)));
        for (key, text) in texts.chain(pieces) {
            assert!(!text.contains('\''), "{key}: the apostrophe is ’: {text}");
            for mark in [" :", " ;", " !", " ?", " »", "« ", " %", " €"] {
                assert!(!text.contains(mark), "{key}: a no-break space belongs in {mark:?}: {text}");
            }
            let bare =
                |(at, _): (usize, &str)| text[..at].chars().next_back().is_some_and(char::is_alphabetic);
            assert!(
                !text.match_indices(['!', '?', ';']).any(bare),
                "{key}: a no-break space is missing: {text}"
            );
        }
    }

    fn texts_of(message: &Message) -> Vec<&str> {
        let mut texts = Vec::new();
        for piece in &message.pieces {
            match piece {
                Piece::Text(text) => texts.push(text.as_str()),
                Piece::Argument(_) => {}
                Piece::Select { variants, .. } => {
                    for (_, variant) in variants {
                        texts.extend(texts_of(variant));
                    }
                }
            }
        }
        texts
    }
}
