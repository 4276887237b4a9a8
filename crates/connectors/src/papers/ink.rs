//! Glyphs as the operators of a page, and which glyphs a paper has used.

use pdf_writer::{Content, Name, Str, TextStr};
use subsetter::GlyphRemapper;

use super::fonts::{Fonts, UNITS_PER_EM, Weight};
use super::text::{Glyph, Said};

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// How heavy it is.
    pub weight: Weight,
    /// Size of the type, in points.
    pub size: f32,
    /// From one baseline to the next, in points.
    pub leading: f32,
    /// From black, 0, to white, 1.
    pub gray: f32,
}

/// The glyphs that a paper uses, with the numbers they have in its own, smaller fonts.
pub struct Used {
    regular: GlyphRemapper,
    bold: GlyphRemapper,
}

impl Used {
    /// None yet.
    pub fn new() -> Self {
        Self { regular: GlyphRemapper::new(), bold: GlyphRemapper::new() }
    }

    /// The glyphs of one font.
    pub fn glyphs(&self, weight: Weight) -> &GlyphRemapper {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    fn code(&mut self, weight: Weight, glyph: u16) -> [u8; 2] {
        match weight {
            Weight::Regular => self.regular.remap(glyph),
            Weight::Bold => self.bold.remap(glyph),
        }
        .to_be_bytes()
    }
}

/// The name of a font in the resources of every page.
pub fn font_name(weight: Weight) -> Name<'static> {
    match weight {
        Weight::Regular => Name(b"R"),
        Weight::Bold => Name(b"B"),
    }
}

/// Draws `glyphs` where `matrix` puts the start of their baseline.
pub fn show(
    content: &mut Content,
    used: &mut Used,
    fonts: &Fonts,
    style: &Style,
    matrix: [f32; 6],
    glyphs: &[Glyph],
) {
    content.begin_text();
    content.set_font(font_name(style.weight), style.size).set_fill_gray(style.gray);
    content.set_text_matrix(matrix);
    for said in glyphs.chunk_by(is_said_together) {
        let instead = match &said[0].said {
            Said::Text(text) => Some(text),
            Said::Itself | Said::Nothing => None,
        };
        if let Some(text) = instead {
            let mut mark = content.begin_marked_content_with_properties(Name(b"Span"));
            mark.properties().actual_text(TextStr(text));
        }
        for piece in said.chunk_by(|one, next| one.up == next.up) {
            content.set_rise(piece[0].up as f32 * style.size / UNITS_PER_EM);
            show_piece(content, used, fonts, style.weight, piece);
        }
        if instead.is_some() {
            content.end_marked_content();
        }
    }
    content.end_text();
}

/// Whether `next` says its own character as `one` does, or belongs to what `one` says.
fn is_said_together(one: &Glyph, next: &Glyph) -> bool {
    match next.said {
        Said::Itself => one.said == Said::Itself,
        Said::Text(_) => false,
        Said::Nothing => true,
    }
}

fn show_piece(content: &mut Content, used: &mut Used, fonts: &Fonts, weight: Weight, piece: &[Glyph]) {
    let mut operation = content.show_positioned();
    let mut items = operation.items();
    let mut codes = Vec::new();
    // How far the pen still has to go back, in font units: what PDF calls an adjustment.
    let mut back = 0;
    for glyph in piece {
        back -= glyph.right;
        if back != 0 {
            flush(&mut items, &mut codes);
            items.adjust(back as f32);
        }
        codes.extend(used.code(weight, glyph.id));
        back = fonts.face(weight).width(glyph.id) + glyph.right - glyph.advance;
    }
    flush(&mut items, &mut codes);
    if back != 0 {
        items.adjust(back as f32);
    }
}

fn flush(items: &mut pdf_writer::writers::PositionedItems<'_>, codes: &mut Vec<u8>) {
    if !codes.is_empty() {
        items.show(Str(codes));
        codes.clear();
    }
}
