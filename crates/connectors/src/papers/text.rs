//! Text on its way to the page: cleaned, shaped, and broken into lines.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::fonts::{Face, REPLACEMENT, Shape, UNITS_PER_EM};

/// What one glyph says when the text is searched, copied or read aloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The character that the font has for it.
    Itself,
    /// Something else: characters that are drawn as one, or that the font lacks.
    Text(String),
    /// Nothing: it belongs to the glyph before it.
    Nothing,
}

/// What may follow a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// Only the next glyph of the same character.
    Never,
    /// A new line, where a word is longer than the line.
    Forced,
    /// A new line, as after a hyphen.
    After,
    /// A new line, at which this space is not drawn.
    Space,
}

/// A glyph of a text, in font units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// How far the pen moves.
    pub advance: i32,
    /// How far to the right it is drawn from the pen.
    pub right: i32,
    /// How far up it is drawn from the pen.
    pub up: i32,
    /// What it says.
    pub said: Said,
    /// What may follow it.
    pub then: Break,
}

/// The characters of `text` that are drawn, one paragraph for each of its lines, line feeds taken out.
/// Nothing that is drawn is invisible: controls and marks of direction are gone, and could reorder nothing.
pub fn paragraphs(text: &str) -> Vec<String> {
    let normal: String = text.replace("\r\n", "\n").nfc().collect();
    normal.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(visible).collect()
}

/// `text` on a single line, for where there is only one.
pub fn line(text: &str) -> String {
    paragraphs(text).join(" ")
}

fn visible(text: &str) -> String {
    let kept = text.chars().filter(|character| !is_ignored(*character));
    kept.map(|character| if character == '\t' { ' ' } else { character }).collect()
}

/// Controls, marks of direction, joiners and selectors: they say how to draw, and we draw one way only.
fn is_ignored(character: char) -> bool {
    let is_control = character.is_control() && character != '\t';
    is_control
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Shapes one paragraph, as [`paragraphs`] gives them.
pub fn shape(text: &str, face: &Face, language: &str) -> Vec<Glyph> {
    let mut shown = String::with_capacity(text.len());
    // Where a character stands that the font lacks.
    let mut lost: Vec<(usize, char)> = Vec::new();
    for character in text.chars() {
        if face.has(character) {
            shown.push(character);
        } else {
            lost.push((shown.len(), character));
            shown.push(REPLACEMENT);
        }
    }
    let shapes = face.shape(&shown, language);
    let clusters: Vec<&[Shape]> = shapes.chunk_by(|one, next| one.start == next.start).collect();
    let mut glyphs = Vec::with_capacity(shapes.len());
    for (index, cluster) in clusters.iter().enumerate() {
        let start = cluster[0].start;
        let end = clusters.get(index + 1).map_or(shown.len(), |next| next[0].start);
        let words = shown.get(start..end).unwrap_or_default();
        let lost = lost.binary_search_by_key(&start, |(place, _)| *place).ok().map(|found| lost[found].1);
        let by_itself = if cluster.len() == 1 { face.character(cluster[0].id) } else { None };
        for (place, shape) in cluster.iter().enumerate() {
            glyphs.push(Glyph {
                id: shape.id,
                advance: shape.advance,
                right: shape.right,
                up: shape.up,
                said: if place == 0 { said(words, lost, by_itself) } else { Said::Nothing },
                then: if place + 1 == cluster.len() { after(words, &shown[end..]) } else { Break::Never },
            });
        }
    }
    glyphs
}

fn said(cluster: &str, lost: Option<char>, by_itself: Option<char>) -> Said {
    if let Some(character) = lost {
        // Marks that follow it have no letter to stand on, but are said all the same.
        return Said::Text(cluster.replacen(REPLACEMENT, &character.to_string(), 1));
    }
    let mut characters = cluster.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) if by_itself == Some(only) || only.is_whitespace() => Said::Itself,
        _ => Said::Text(cluster.to_owned()),
    }
}

/// A hyphen or a stroke before a figure belongs to a date or a number, which stays whole.
fn after(cluster: &str, rest: &str) -> Break {
    let is_number = rest.starts_with(|next: char| next.is_ascii_digit());
    match cluster.chars().next_back() {
        Some('\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2011}') => Break::Forced,
        Some(character) if character.is_whitespace() => Break::Space,
        Some('-' | '\u{2010}' | '\u{2013}' | '\u{2014}' | '/') if !is_number => Break::After,
        Some(_) | None => Break::Forced,
    }
}

/// The width of glyphs at `size`, in points.
pub fn width(glyphs: &[Glyph], size: f32) -> f32 {
    points(glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum(), size)
}

/// The width of the longest piece that [`lines`] would rather not break, in points.
pub fn word_width(glyphs: &[Glyph], size: f32) -> f32 {
    let words = glyphs.split_inclusive(|glyph| matches!(glyph.then, Break::After | Break::Space));
    words.map(|word| width(trimmed(word), size)).fold(0.0, f32::max)
}

/// Breaks glyphs into lines no wider than `room` points, at spaces and hyphens where it can be. There is always a
/// line, and always a character in it, however narrow the room.
pub fn lines(glyphs: &[Glyph], size: f32, room: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut good, mut forced) = (0, 0, 0);
    let mut filled: i64 = 0;
    let mut index = 0;
    while index < glyphs.len() {
        let glyph = &glyphs[index];
        filled += i64::from(glyph.advance);
        let overflows = points(filled, size) > room + ROUNDING && glyph.then != Break::Space;
        let end = if good > start { good } else { forced };
        if overflows && end > start {
            lines.push(start..end);
            (start, good, forced) = (end, end, end);
            filled = 0;
            index = end;
            continue;
        }
        match glyph.then {
            Break::Never => {}
            Break::Forced => forced = index + 1,
            Break::After | Break::Space => (good, forced) = (index + 1, index + 1),
        }
        index += 1;
    }
    lines.push(start..glyphs.len());
    lines
}

/// What adding widths up in another order may differ by, in points.
const ROUNDING: f32 = 0.01;

/// `line` without the spaces at its end, which take no room.
pub fn trimmed(line: &[Glyph]) -> &[Glyph] {
    let ink = line.iter().rposition(|glyph| glyph.then != Break::Space).map_or(0, |last| last + 1);
    &line[..ink]
}

fn points(units: i64, size: f32) -> f32 {
    units as f32 * size / UNITS_PER_EM
}

#[cfg(test)]
mod tests {
    use super::super::fonts::{Fonts, Weight};
    use super::*;

    fn shaped(text: &str) -> Vec<Glyph> {
        let fonts = Fonts::new();
        shape(&paragraphs(text).concat(), fonts.face(Weight::Regular), "en")
    }

    /// The characters of each line, a glyph being a character here.
    fn broken(text: &str, room: f32) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        lines(&shaped(text), 10.0, room).into_iter().map(|line| characters[line].iter().collect()).collect()
    }

    #[test]
    fn lines_end_at_spaces_and_hyphens() {
        assert_eq!(broken("a note on well-kept books", 50.0), ["a note on ", "well-kept ", "books"]);
        assert_eq!(broken("well-kept", 30.0), ["well-", "kept"]);
        assert_eq!(broken("", 50.0), [""]);
    }

    #[test]
    fn an_amount_is_not_torn_from_its_currency() {
        assert_eq!(broken("about 1\u{202f}200\u{a0}€", 60.0), ["about ", "1\u{202f}200\u{a0}€"]);
    }

    #[test]
    fn a_date_and_a_number_stay_whole() {
        assert_eq!(broken("on 2026-01-14", 55.0), ["on ", "2026-01-14"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_and_no_room_still_ends() {
        assert_eq!(broken("mmmmmm", 20.0), ["mm", "mm", "mm"]);
        assert_eq!(broken("mmm", 0.0), ["m", "m", "m"]);
    }

    #[test]
    fn what_the_font_lacks_is_shown_and_still_says_itself() {
        let glyphs = shaped("a\u{5d0}\u{1f600}");
        assert_eq!(
            glyphs.iter().map(|glyph| glyph.said.clone()).collect::<Vec<_>>(),
            [Said::Itself, Said::Text("\u{5d0}".to_owned()), Said::Text("\u{1f600}".to_owned()),]
        );
        assert_eq!(glyphs[1].id, glyphs[2].id);
        assert!(glyphs.iter().all(|glyph| glyph.id != 0));
    }

    #[test]
    fn controls_and_marks_of_direction_are_dropped() {
        assert_eq!(paragraphs("a\0b\u{202e}c\td\u{7}\r\ne\nf"), ["abc d", "e", "f"]);
        assert_eq!(line("a\nb"), "a b");
    }
}
