//! Reads a paper back as another program would: its text as drawn and copied, and the structure over it.

use std::collections::HashMap;

use hayro_syntax::Pdf;
use hayro_syntax::content::ops::{BeginMarkedContentWithProperties, ShowTexts, TextFont, TypedInstruction};
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::Page;

/// The lines of every page, in the order in which they are drawn.
pub fn pages(pdf: &[u8]) -> Vec<Vec<String>> {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF file");
    pdf.pages().iter().map(lines).collect()
}

/// All lines of all pages.
pub fn text(pdf: &[u8]) -> String {
    pages(pdf).concat().join("\n")
}

fn lines(page: &Page<'_>) -> Vec<String> {
    let mut fonts: HashMap<Vec<u8>, HashMap<u16, String>> = HashMap::new();
    let (mut lines, mut line, mut font) = (Vec::new(), String::new(), Vec::new());
    // What each open marked piece says instead of its glyphs.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut operations = page.typed_operations();
    while let Some(operation) = operations.next() {
        match operation {
            TypedInstruction::TextFont(TextFont(name, _)) => {
                font = name.to_vec();
                fonts.entry(font.clone()).or_insert_with(|| {
                    let dict = page.resources().get_font(name).expect("a font that the page has");
                    unicode(&dict)
                });
            }
            TypedInstruction::BeginMarkedContentWithProperties(BeginMarkedContentWithProperties(_, said)) => {
                let said = said.clone().into_dict().and_then(|said| said.get::<Object<'_>>("ActualText"));
                let said = said.and_then(Object::into_string).map(|said| words(&said));
                line.extend(said.iter().map(String::as_str));
                open.push(said);
            }
            TypedInstruction::EndMarkedContent(_) => {
                open.pop().expect("a piece that was opened");
            }
            TypedInstruction::ShowTexts(ShowTexts(pieces)) if !open.iter().any(Option::is_some) => {
                for piece in pieces.iter::<Object<'_>>().filter_map(Object::into_string) {
                    let codes = piece.chunks_exact(2).map(|code| u16::from_be_bytes([code[0], code[1]]));
                    line.extend(codes.map(|code| fonts[&font][&code].as_str()));
                }
            }
            TypedInstruction::EndText(_) => lines.push(std::mem::take(&mut line)),
            _ => {}
        }
    }
    assert!(open.is_empty(), "a piece is still open");
    lines
}

/// A text string of PDF (ISO 32000-1 section 7.9.2.2).
fn words(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units = units.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
            String::from_utf16(&units.collect::<Vec<_>>()).expect("UTF-16")
        }
        None => String::from_utf8(bytes.to_vec()).expect("ASCII"),
    }
}

/// What the codes of a font say, from its ToUnicode map.
fn unicode(font: &Dict<'_>) -> HashMap<u16, String> {
    let map = font.get::<Stream<'_>>("ToUnicode").expect("a font that says what it shows");
    let map = String::from_utf8(map.decoded().expect("a stream").to_vec()).expect("ASCII");
    let code = |hex: &str| u16::from_str_radix(hex.trim_matches(['<', '>']), 16).expect("a code");
    let mut said = HashMap::new();
    let mut in_ranges = false;
    for line in map.lines() {
        let parts: Vec<&str> = line.split_whitespace().collect();
        in_ranges = (in_ranges || line.ends_with("beginbfrange")) && line != "endbfrange";
        match parts.as_slice() {
            [first, last, start] if in_ranges && first.starts_with('<') => {
                for (code, unit) in (code(first)..=code(last)).zip(code(start)..) {
                    said.insert(code, String::from_utf16(&[unit]).expect("UTF-16"));
                }
            }
            [one, unit] if !in_ranges && one.starts_with('<') => {
                said.insert(code(one), String::from_utf16(&[code(unit)]).expect("UTF-16"));
            }
            _ => {}
        }
    }
    said
}

/// The catalog's language and the structure, as `Document(H1 P Table(…))`.
pub fn structure(pdf: &[u8]) -> (String, String) {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF file");
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).expect("a catalog");
    let language = catalog.get::<Object<'_>>("Lang").and_then(Object::into_string).expect("a language");
    let root: Dict<'_> = catalog.get("StructTreeRoot").expect("a structure");
    let first = root.get::<Dict<'_>>(keys::K).or_else(|| root.get::<Array<'_>>(keys::K)?.iter().next());
    (words(&language), outline(&first.expect("a document")))
}

fn outline(part: &Dict<'_>) -> String {
    let role = part.get::<Name<'_>>(keys::S).expect("a role");
    let mut role = String::from_utf8(role.to_vec()).expect("ASCII");
    if let Some(alt) = part.get::<Object<'_>>("Alt").and_then(Object::into_string) {
        role.push_str(&format!("[{}]", words(&alt)));
    }
    let children = part.get::<Array<'_>>(keys::K).into_iter().flat_map(|children| {
        let parts = children.iter::<Object<'_>>().filter_map(Object::into_dict);
        parts.filter(|part| part.contains_key(keys::S)).map(|part| outline(&part)).collect::<Vec<_>>()
    });
    let children: Vec<String> = children.collect();
    if children.is_empty() { role } else { format!("{role}({})", children.join(" ")) }
}
