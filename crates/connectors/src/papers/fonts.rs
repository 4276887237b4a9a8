//! The fonts that papers are set in, and the shaping of text into their glyphs.

use std::collections::HashMap;

use harfrust::{BufferFlags, Direction, FontRef, Language, ShapeOptions, ShaperData, UnicodeBuffer};
use read_fonts::TableProvider;

/// Noto Sans, cut to Latin, Greek and Cyrillic; `assets/fonts/README.md` tells how.
const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Bold.ttf");

/// Font units in an em, in both fonts. A glyph's width in a PDF is counted in the same thousandths.
pub const UNITS_PER_EM: f32 = 1000.0;
/// Highest ink of a line above its baseline, in font units.
pub const ASCENT: f32 = 1069.0;
/// Lowest ink of a line below its baseline, in font units.
pub const DESCENT: f32 = -293.0;
/// Height of a capital letter, in font units.
pub const CAP_HEIGHT: f32 = 714.0;
/// What is shown for a character that the fonts lack.
pub const REPLACEMENT: char = '\u{fffd}';
/// The last code point that is looked up: the fonts have nothing beyond the basic plane.
const CODE_POINT_MAX: u16 = 0xfffd;

/// How heavy a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// For reading.
    Regular,
    /// For finding.
    Bold,
}

/// Both fonts.
pub struct Fonts {
    regular: Face,
    bold: Face,
}

impl Fonts {
    /// Reads the fonts that are built in.
    pub fn new() -> Self {
        Self { regular: Face::new(REGULAR), bold: Face::new(BOLD) }
    }

    /// The font of a weight.
    pub fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

/// One font.
pub struct Face {
    /// The font's file.
    pub bytes: &'static [u8],
    /// The box around all glyphs, in font units: left, bottom, right, top.
    pub bounds: [f32; 4],
    font: FontRef<'static>,
    shaping: ShaperData,
    widths: Vec<i32>,
    glyphs: HashMap<char, u16>,
    characters: HashMap<u16, char>,
}

/// A glyph where the shaper put it, in font units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Its number in the font.
    pub id: u16,
    /// Where its cluster begins in the text, in bytes.
    pub start: usize,
    /// How far the pen moves.
    pub advance: i32,
    /// How far to the right it is drawn from the pen.
    pub right: i32,
    /// How far up it is drawn from the pen.
    pub up: i32,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).expect("the font that is built in is a font");
        let (head, hmtx, cmap) = (font.head(), font.hmtx(), font.cmap());
        let head = head.expect("a font has a head");
        let hmtx = hmtx.expect("a font has widths");
        let cmap = cmap.expect("a font has characters");
        let count = font.maxp().expect("a font counts its glyphs").num_glyphs();
        let widths =
            (0..count).map(|id| i32::from(hmtx.advance(u32::from(id).into()).unwrap_or_default())).collect();
        let mut glyphs = HashMap::new();
        let mut characters = HashMap::new();
        for character in (0x20..=CODE_POINT_MAX).filter_map(|code| char::from_u32(u32::from(code))) {
            let id = cmap.map_codepoint(character).and_then(|id| u16::try_from(id.to_u32()).ok());
            if let Some(id) = id.filter(|id| *id != 0) {
                glyphs.insert(character, id);
                // The lowest character that a glyph stands for is the plain one.
                characters.entry(id).or_insert(character);
            }
        }
        let bounds = [head.x_min(), head.y_min(), head.x_max(), head.y_max()].map(f32::from);
        Self { bytes, bounds, shaping: ShaperData::new(&font), font, widths, glyphs, characters }
    }

    /// Whether the font can show `character`.
    pub fn has(&self, character: char) -> bool {
        self.glyphs.contains_key(&character)
    }

    /// The character that a glyph stands for by itself.
    pub fn character(&self, glyph: u16) -> Option<char> {
        self.characters.get(&glyph).copied()
    }

    /// The width of a glyph before kerning, in font units.
    pub fn width(&self, glyph: u16) -> i32 {
        self.widths.get(usize::from(glyph)).copied().unwrap_or_default()
    }

    /// Turns `text` into glyphs from left to right: what is written the other way is not in these fonts.
    pub fn shape(&self, text: &str, language: &str) -> Vec<Shape> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        if let Ok(language) = language.parse::<Language>() {
            buffer.set_language(language);
        }
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
        let shaper = self.shaping.shaper(&self.font).build();
        let shaped = shaper.shape(buffer, ShapeOptions::new());
        shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| Shape {
                id: u16::try_from(info.glyph_id).unwrap_or_default(),
                start: usize::try_from(info.cluster).unwrap_or_default(),
                advance: position.x_advance,
                right: position.x_offset,
                up: position.y_offset,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fonts_have_what_receipts_need() {
        let fonts = Fonts::new();
        let needed = "ąćęłńóśźż ěščřžůťďň ğışİö ạảấầậắằơưừữỵ ΑΩάϊΰώ ЖщъыэюяҐґЄїЋђЉљәғқ €£¥₺₴₸₽₪₫₹₩ \u{a0}\u{202f}\u{2009}−–—‘’„“”«»…·•№™×½\u{fffd}";
        for weight in [Weight::Regular, Weight::Bold] {
            let missing: Vec<char> =
                needed.chars().filter(|character| !fonts.face(weight).has(*character)).collect();
            assert_eq!(missing, Vec::<char>::new(), "{weight:?}");
        }
    }

    #[test]
    fn figures_have_one_width() {
        let fonts = Fonts::new();
        for weight in [Weight::Regular, Weight::Bold] {
            let shapes = fonts.face(weight).shape("0123456789", "en");
            assert!(shapes.iter().all(|shape| shape.advance == 572), "{weight:?}: {shapes:?}");
        }
    }

    #[test]
    fn letters_and_their_marks_become_one_glyph() {
        let fonts = Fonts::new();
        assert_eq!(fonts.face(Weight::Regular).shape("e\u{301}", "fr").len(), 1);
    }
}
