//! What a post may hold, and what its text means: tags, names, links.

/// Characters of a post's text: room for a story, short enough to read in a timeline.
pub const TEXT_CHARACTERS_MAX: usize = 1_000;
/// Characters of a content warning.
pub const WARNING_CHARACTERS_MAX: usize = 120;
/// Pictures in one post.
pub const PICTURES_MAX: usize = 4;
/// Characters of a picture's description.
pub const ALT_CHARACTERS_MAX: usize = 1_500;
/// Tags a post is found under; further ones are only text.
pub const TAGS_MAX: usize = 10;
/// Characters of a tag.
pub const TAG_CHARACTERS_MAX: usize = 50;
/// Characters of what a report adds.
pub const REPORT_CHARACTERS_MAX: usize = 1_000;

/// Why a post cannot be published as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostProblem {
    /// Neither text, nor picture, nor card.
    #[error("a post needs a text, a picture or a product")]
    Empty,
    /// The text is too long.
    #[error("the text has more than {TEXT_CHARACTERS_MAX} characters")]
    TextTooLong,
    /// The content warning is too long.
    #[error("the content warning has more than {WARNING_CHARACTERS_MAX} characters")]
    WarningTooLong,
    /// Too many pictures.
    #[error("a post has at most {PICTURES_MAX} pictures")]
    TooManyPictures,
    /// A description is too long.
    #[error("a description has more than {ALT_CHARACTERS_MAX} characters")]
    AltTooLong,
}

/// A text as it is kept: line ends of one kind, no control characters, no blanks around it.
#[must_use]
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    kept.trim().to_owned()
}

/// Checks what was written, cleaned already.
///
/// # Errors
/// The first [`PostProblem`].
pub fn check(text: &str, warning: &str, alts: &[String], has_card: bool) -> Result<(), PostProblem> {
    if text.is_empty() && alts.is_empty() && !has_card {
        Err(PostProblem::Empty)
    } else if text.chars().count() > TEXT_CHARACTERS_MAX {
        Err(PostProblem::TextTooLong)
    } else if warning.chars().count() > WARNING_CHARACTERS_MAX {
        Err(PostProblem::WarningTooLong)
    } else if alts.len() > PICTURES_MAX {
        Err(PostProblem::TooManyPictures)
    } else if alts.iter().any(|alt| alt.chars().count() > ALT_CHARACTERS_MAX) {
        Err(PostProblem::AltTooLong)
    } else {
        Ok(())
    }
}

/// A stretch of a post's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span<'t> {
    /// Words.
    Text(&'t str),
    /// `#tag`, with its sign.
    Tag(&'t str),
    /// `@handle`, with its sign.
    Name(&'t str),
    /// A web address.
    Link(&'t str),
}

/// The text as spans, in order; joined again they are the text.
#[must_use]
pub fn spans(text: &str) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    let mut before = None;
    while let Some(first) = text[at..].chars().next() {
        let length = if before.is_some_and(char::is_alphanumeric) { 0 } else { special_length(&text[at..]) };
        if length == 0 {
            at += first.len_utf8();
            before = Some(first);
            continue;
        }
        if plain_from < at {
            spans.push(Span::Text(&text[plain_from..at]));
        }
        let special = &text[at..at + length];
        spans.push(match first {
            '#' => Span::Tag(special),
            '@' => Span::Name(special),
            _ => Span::Link(special),
        });
        at += length;
        plain_from = at;
        before = special.chars().next_back();
    }
    if plain_from < text.len() {
        spans.push(Span::Text(&text[plain_from..]));
    }
    spans
}

/// How many bytes at the beginning of `rest` are a tag, a name or a link; 0 for none.
fn special_length(rest: &str) -> usize {
    let run = |from: usize, allowed: fn(char) -> bool| {
        rest[from..].find(|c| !allowed(c)).map_or(rest.len(), |end| from + end)
    };
    if rest.starts_with('#') {
        let end = run(1, |c| c.is_alphanumeric() || c == '_');
        let name = &rest[1..end];
        let is_tag = name.chars().any(char::is_alphabetic) && name.chars().count() <= TAG_CHARACTERS_MAX;
        return if is_tag { end } else { 0 };
    }
    if rest.starts_with('@') {
        let end = run(1, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        return if end > 2 { end } else { 0 };
    }
    let Some(scheme) = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme)) else {
        return 0;
    };
    let end = run(scheme.len(), |c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"'));
    // The full stop of a sentence and a closing bracket around the address are not of it.
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '…']);
    if address.len() > scheme.len() { address.len() } else { 0 }
}

/// The tags the post is found under: lower case, without their sign, each once.
#[must_use]
pub fn tags(text: &str) -> Vec<String> {
    let mut tags = Vec::new();
    for span in spans(text) {
        if let Span::Tag(tag) = span {
            let tag = tag[1..].to_lowercase();
            if !tags.contains(&tag) && tags.len() < TAGS_MAX {
                tags.push(tag);
            }
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_names_and_links_are_found_in_a_sentence() {
        let text = "See #Poterie, by @atelier-nord (https://nord.example/a?b=1). a#b 3#4 x@y.z #1 #été!";
        let found: Vec<Span<'_>> =
            spans(text).into_iter().filter(|span| !matches!(span, Span::Text(_))).collect();
        assert_eq!(
            found,
            [
                Span::Tag("#Poterie"),
                Span::Name("@atelier-nord"),
                Span::Link("https://nord.example/a?b=1"),
                Span::Tag("#été")
            ]
        );
        assert_eq!(tags(text), ["poterie", "été"]);
    }

    #[test]
    fn a_post_says_something_and_not_too_much() {
        let none: [String; 0] = [];
        assert_eq!(check("", "", &none, false), Err(PostProblem::Empty));
        assert_eq!(check("", "", &none, true), Ok(()));
        assert_eq!(check(&"é".repeat(TEXT_CHARACTERS_MAX), "", &none, false), Ok(()));
        assert_eq!(
            check(&"é".repeat(TEXT_CHARACTERS_MAX + 1), "", &none, false),
            Err(PostProblem::TextTooLong)
        );
        let five = vec![String::new(); 5];
        assert_eq!(check("a", "", &five, false), Err(PostProblem::TooManyPictures));
    }

    #[test]
    fn control_characters_do_not_survive() {
        assert_eq!(clean(" a\r\nb\u{0}\u{1b}[1m\rc "), "a\nb[1m\nc");
    }

    proptest! {
        #[test]
        fn spans_joined_are_the_text(text in "\\PC{0,80}") {
            let joined: String = spans(&text).into_iter().map(|span| match span {
                Span::Text(text) | Span::Tag(text) | Span::Name(text) | Span::Link(text) => text,
            }).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
