//! Papers as nobody should ask for them: each is set or refused with a reason, and none brings the house down.

use std::io::Cursor;

use app::ports::{Block, Column, Logo, Paper, PaperError, PaperPart, Papers};
use buyline_connectors::papers::PdfPapers;
use image::{DynamicImage, ImageFormat};
use proptest::prelude::*;

use super::{reader, samples};

fn set(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    PdfPapers.pdf(paper)
}

/// What is read back of a paper with one text.
fn read(words: &str) -> Vec<String> {
    let mut page = reader::pages(&set(&samples::of(Block::Text(words.to_owned()))).unwrap()).concat();
    assert_eq!(page.pop().unwrap(), "1 / 1");
    page
}

fn column() -> Column {
    Column { title: "Amount".to_owned(), right_aligned: true }
}

#[test]
fn an_empty_paper_is_a_numbered_page() {
    assert_eq!(reader::pages(&set(&samples::empty()).unwrap()), [["1 / 1"]]);
}

#[test]
fn a_word_without_end_is_broken_and_nothing_of_it_is_lost() {
    let word = "m".repeat(10_000);
    let pages = reader::pages(&set(&samples::of(Block::Text(word.clone()))).unwrap());
    assert!(pages.len() > 3, "{} pages", pages.len());
    let read: String = pages.concat().into_iter().filter(|line| line.starts_with('m')).collect();
    assert!(read == word);
    let cells = vec![vec![word.clone(), word], vec!["a".to_owned(), "b".to_owned()]];
    set(&samples::of(Block::Table { columns: vec![column(), column()], rows: cells, total: None })).unwrap();
}

#[test]
fn controls_are_dropped_and_what_the_font_lacks_is_still_said() {
    assert_eq!(read("a\0b\u{1b}[31m\u{7f}\u{202e}c"), ["ab[31mc"]);
    assert_eq!(read("שלום مرحبا 漢字 😀👩\u{200d}👧 \u{fffe}"), ["שלום مرحبا 漢字 😀👩👧 \u{fffe}"]);
    assert_eq!(read("e\u{301} q\u{301}\u{323}"), ["é q\u{323}\u{301}"]);
    let stacked = format!("a{}", "\u{301}".repeat(5_000));
    set(&samples::of(Block::Text(stacked))).unwrap();
}

#[test]
fn what_is_no_logo_is_refused() {
    let with =
        |bytes: Vec<u8>| set(&Paper { logo: Some(Logo { bytes, alt: String::new() }), ..samples::empty() });
    assert_eq!(with(b"<svg/>".to_vec()).unwrap_err(), PaperError::LogoFormat);
    assert_eq!(with(Vec::new()).unwrap_err(), PaperError::LogoFormat);
    assert_eq!(with(samples::logo().bytes[..200].to_vec()).unwrap_err(), PaperError::LogoDamaged);
    assert_eq!(with(vec![0; 3 * 1024 * 1024]).unwrap_err(), PaperError::LogoTooLarge);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let mut bytes = Vec::new();
        DynamicImage::new_rgb8(900, 3).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        with(bytes).unwrap();
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    let mut bytes = Vec::new();
    DynamicImage::new_luma8(8_000, 2_001).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    assert!(bytes.len() < 2 * 1024 * 1024, "a small file of many pixels: {} bytes", bytes.len());
    let paper = Paper { logo: Some(Logo { bytes, alt: String::new() }), ..samples::empty() };
    assert_eq!(set(&paper).unwrap_err(), PaperError::LogoTooLarge);
}

#[test]
fn every_limit_refuses() {
    let too_many = |paper: Paper| match set(&paper).unwrap_err() {
        PaperError::TooMany(part) => part,
        other => panic!("{other}"),
    };
    let text = || Block::Text("a".to_owned());
    let fact = || (String::new(), String::new());
    let lines = |count: usize| vec!["a".to_owned(); count];
    let table = |columns: usize, rows: usize| Block::Table {
        columns: vec![column(); columns],
        rows: vec![lines(columns); rows],
        total: None,
    };
    let cases = [
        (Paper { blocks: vec![text(); 201], ..samples::empty() }, PaperPart::Blocks),
        (samples::of(table(9, 1)), PaperPart::Columns),
        (samples::of(table(1, 4_001)), PaperPart::Rows),
        (samples::of(Block::Facts(vec![fact(); 4_001])), PaperPart::Rows),
        (samples::of(Block::Text("a".repeat(400_001))), PaperPart::Characters),
        (samples::of(Block::Text("\n".repeat(100_000))), PaperPart::Pages),
        (samples::of(Block::Heading("a".repeat(301))), PaperPart::Characters),
        (Paper { title: "a".repeat(301), ..samples::empty() }, PaperPart::Characters),
        (Paper { mark: Some("a".repeat(41)), ..samples::empty() }, PaperPart::Characters),
        (Paper { issuer: lines(11), ..samples::empty() }, PaperPart::Lines),
        (Paper { recipient: vec!["\n".repeat(10)], ..samples::empty() }, PaperPart::Lines),
        (Paper { footer: vec!["a".repeat(801)], ..samples::empty() }, PaperPart::Characters),
    ];
    for (paper, part) in cases {
        assert_eq!(too_many(paper), part);
    }
}

#[test]
fn a_ragged_table_and_a_language_that_is_none_are_refused() {
    let ragged = Block::Table { columns: vec![column()], rows: vec![Vec::new()], total: None };
    assert_eq!(set(&samples::of(ragged)).unwrap_err(), PaperError::Ragged);
    for language in ["", "e", "en_US", "en-", "1234", "en) /Evil true"] {
        let paper = Paper { language: language.to_owned(), ..samples::empty() };
        assert_eq!(set(&paper).unwrap_err(), PaperError::Language, "{language}");
    }
    set(&Paper { language: "zh-Hant-TW".to_owned(), ..samples::empty() }).unwrap();
}

#[test]
fn the_largest_head_and_foot_leave_room_for_the_text() {
    let lines = vec!["W".repeat(79); 10];
    let paper = Paper {
        title: "W".repeat(300),
        mark: Some("W".repeat(40)),
        logo: Some(samples::logo()),
        issuer: lines.clone(),
        recipient: lines.clone(),
        footer: lines,
        ..samples::statement(30)
    };
    let pages = reader::pages(&set(&paper).unwrap());
    assert!(pages.len() < 10, "{} pages", pages.len());
    let rows = pages.iter().flatten().filter(|line| line.starts_with("RT-2025-")).count();
    assert_eq!(rows, 30);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_words_anywhere_make_a_paper(words in "\\PC{0,60}|[\\x00-\\u{10ffff}]{0,60}") {
        let cells = vec![words.clone(), words.clone()];
        let paper = Paper {
            title: words.clone(),
            issuer: vec![words.clone().replace(['\n', '\r'], "")],
            mark: Some(words.chars().take(40).collect()),
            blocks: vec![
                Block::Heading(words.clone()),
                Block::Text(words.clone()),
                Block::Emphasis(words.clone()),
                Block::Facts(vec![(words.clone(), words)]),
                Block::Table { columns: vec![column(), column()], rows: vec![cells.clone()], total: Some(cells) },
            ],
            ..samples::empty()
        };
        let pdf = set(&paper).unwrap();
        prop_assert!(!reader::pages(&pdf).is_empty());
    }
}
