//! The fonts of a paper inside its file, cut to the glyphs in use.

use std::io::Write;

use app::ports::PaperError;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use sha2::{Digest, Sha256};

use super::fonts::{ASCENT, CAP_HEIGHT, DESCENT, Face, Fonts, REPLACEMENT, Weight};
use super::ink::Used;

const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
const CMAP_NAME: Name<'static> = Name(b"Custom");

/// The objects of one font.
#[derive(Debug, Clone, Copy)]
pub struct FontRefs {
    /// The font that pages name.
    pub font: Ref,
    /// The font with the glyphs' own numbers below it.
    pub descendant: Ref,
    /// Its measures.
    pub descriptor: Ref,
    /// Its file.
    pub file: Ref,
    /// What its glyphs say.
    pub unicode: Ref,
}

/// Writes one font.
///
/// # Errors
/// [`PaperError::Unwritable`] when the font cannot be cut.
pub fn font(
    pdf: &mut Pdf,
    refs: &FontRefs,
    fonts: &Fonts,
    used: &Used,
    weight: Weight,
) -> Result<(), PaperError> {
    let (face, glyphs) = (fonts.face(weight), used.glyphs(weight));
    let file = subsetter::subset(face.bytes, 0, glyphs)
        .map_err(|error| PaperError::Unwritable(format!("the font was not cut: {error}")))?;
    let name = name(weight, &file);
    pdf.type0_font(refs.font)
        .base_font(Name(name.as_bytes()))
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(refs.descendant)
        .to_unicode(refs.unicode);
    let mut descendant = pdf.cid_font(refs.descendant);
    descendant.subtype(CidFontType::Type2).base_font(Name(name.as_bytes())).system_info(SYSTEM);
    descendant
        .font_descriptor(refs.descriptor)
        .default_width(0.0)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    let widths = glyphs.remapped_gids().map(|glyph| face.width(glyph) as f32);
    descendant.widths().consecutive(0, widths);
    descendant.finish();
    let [left, bottom, right, top] = face.bounds;
    pdf.font_descriptor(refs.descriptor)
        .name(Name(name.as_bytes()))
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(0.0)
        .ascent(ASCENT)
        .descent(DESCENT)
        .cap_height(CAP_HEIGHT)
        .stem_v(match weight {
            Weight::Regular => 80.0,
            Weight::Bold => 140.0,
        })
        .font_file2(refs.file);
    let length = i32::try_from(file.len()).unwrap_or(i32::MAX);
    let packed = packed(&file)?;
    pdf.stream(refs.file, &packed).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
    let unicode = unicode(face, glyphs.remapped_gids());
    let unicode = self::packed(&unicode)?;
    pdf.cmap(refs.unicode, &unicode).name(CMAP_NAME).system_info(SYSTEM).filter(Filter::FlateDecode);
    Ok(())
}

/// A font that holds only some glyphs has six letters before its name (ISO 32000-1 section 9.6.4); ours follow from
/// the glyphs.
fn name(weight: Weight, file: &[u8]) -> String {
    let letters: String = Sha256::digest(file)[..6].iter().map(|byte| char::from(b'A' + byte % 26)).collect();
    let name = match weight {
        Weight::Regular => "NotoSans-Regular",
        Weight::Bold => "NotoSans-Bold",
    };
    format!("{letters}+{name}")
}

fn unicode(face: &Face, glyphs: impl Iterator<Item = u16>) -> Vec<u8> {
    let mut cmap = UnicodeCmap::new(CMAP_NAME, SYSTEM);
    // The first is the empty glyph, which is never shown.
    for (code, glyph) in (0_u16..).zip(glyphs).skip(1) {
        cmap.pair(code, face.character(glyph).unwrap_or(REPLACEMENT));
    }
    cmap.finish().to_vec()
}

/// Bytes of a stream, packed; the same bytes give the same.
///
/// # Errors
/// [`PaperError::Unwritable`]; memory does not refuse to be written to.
pub fn packed(bytes: &[u8]) -> Result<Vec<u8>, PaperError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map_err(|error| PaperError::Unwritable(format!("a stream was not packed: {error}")))
}
