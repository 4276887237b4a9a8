//! Papers as PDF files: set, paged, tagged, and the same bytes for the same paper.
//!
//! The text is shaped by `harfrust`, the fonts are cut to the glyphs in use by `subsetter`, and the objects of the file
//! are written by `pdf-writer`. The structure follows ISO 32000-1 section 14.8, so that a screen reader meets the paper
//! in reading order, with its headings and the heads of its tables.
#![allow(clippy::float_arithmetic, reason = "setting type is geometry; amounts arrive here as words")]

mod columns;
mod embed;
mod file;
mod flow;
mod fonts;
mod head;
mod ink;
mod limits;
mod logo;
mod measures;
mod metadata;
mod sheet;
mod table;
mod tags;
mod text;

use std::sync::LazyLock;

use app::ports::{Paper, PaperError, Papers};

use fonts::Fonts;

/// The fonts, read when the first paper is set: looking up all their characters would be a part of every start otherwise.
static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::new);

/// Sets papers in this process, in the fonts that it carries.
#[derive(Debug, Clone, Copy, Default)]
pub struct PdfPapers;

impl Papers for PdfPapers {
    fn pdf(&self, paper: &Paper) -> Result<Vec<u8>, PaperError> {
        limits::check(paper)?;
        let logo = paper.logo.as_ref().map(|logo| logo::decode(&logo.bytes)).transpose()?;
        let draft = flow::set(paper, &FONTS, logo.as_ref())?;
        file::write(paper, &FONTS, draft, logo.as_ref())
    }
}
