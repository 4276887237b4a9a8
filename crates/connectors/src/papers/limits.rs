//! How large a paper may be: enough for a year of anyone's donations, and far below what could hurt the house.

use app::ports::{Block, Paper, PaperError, PaperPart};

/// Blocks of a paper.
pub const BLOCKS_MAX: usize = 200;
/// Rows of all tables of a paper, facts among them: one a day for ten years.
pub const ROWS_MAX: usize = 4_000;
/// Columns of a table: more would leave a word no room on a sheet.
pub const COLUMNS_MAX: usize = 8;
/// Characters of all parts together: about a hundred dense pages.
pub const CHARACTERS_MAX: usize = 400_000;
/// Characters of the title, of a heading, and of what a logo shows.
pub const LINE_CHARACTERS_MAX: usize = 300;
/// Characters of a column's title, so that the repeated head stays smaller than a page.
pub const COLUMN_CHARACTERS_MAX: usize = 100;
/// Characters of the mark: a word or two, drawn large.
pub const MARK_CHARACTERS_MAX: usize = 40;
/// Lines of the issuer, the recipient or the footer, so that all fit on the first page.
pub const LINES_MAX: usize = 10;
/// Characters of all lines of the issuer, the recipient or the footer, for the same reason.
pub const LINES_CHARACTERS_MAX: usize = 800;
/// Pages of a paper: many short lines make more pages than many characters do.
pub const PAGES_MAX: usize = 200;
/// Bytes of a logo's file.
pub const LOGO_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Longest edge of a logo that is decoded, in pixels.
pub const LOGO_EDGE_MAX: u32 = 8_192;
/// Pixels of a logo that are decoded: 64 MB of memory while it lasts.
pub const LOGO_PIXELS_MAX: u64 = 16_000_000;
/// Memory that the logo's decoder may take, where it asks.
pub const LOGO_DECODER_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// Longest BCP 47 tag that is asked for in practice (RFC 5646 section 4.4.1).
const LANGUAGE_BYTES_MAX: usize = 35;

/// Refuses a paper that is larger than papers may be or that cannot be set at all.
///
/// # Errors
/// [`PaperError`] for the first part that is too large or malformed; the logo is not looked at.
pub fn check(paper: &Paper) -> Result<(), PaperError> {
    check_language(&paper.language)?;
    at_most(&paper.title, LINE_CHARACTERS_MAX)?;
    at_most(paper.mark.as_deref().unwrap_or_default(), MARK_CHARACTERS_MAX)?;
    at_most(paper.logo.as_ref().map_or("", |logo| &logo.alt), LINE_CHARACTERS_MAX)?;
    for lines in [&paper.issuer, &paper.recipient, &paper.footer] {
        check_lines(lines)?;
    }
    if paper.blocks.len() > BLOCKS_MAX {
        return Err(PaperError::TooMany(PaperPart::Blocks));
    }
    let mut rows = 0;
    let mut characters = 0;
    for block in &paper.blocks {
        let (block_rows, block_characters) = measure(block)?;
        rows += block_rows;
        characters += block_characters;
    }
    if rows > ROWS_MAX {
        return Err(PaperError::TooMany(PaperPart::Rows));
    }
    if characters > CHARACTERS_MAX {
        return Err(PaperError::TooMany(PaperPart::Characters));
    }
    Ok(())
}

/// The shape of a tag, not its registry: readers ignore a language that they do not know.
fn check_language(tag: &str) -> Result<(), PaperError> {
    let is_subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let opens_with_letters = tag.bytes().take(2).filter(u8::is_ascii_alphabetic).count() == 2;
    if opens_with_letters && tag.len() <= LANGUAGE_BYTES_MAX && tag.split('-').all(is_subtag) {
        Ok(())
    } else {
        Err(PaperError::Language)
    }
}

fn check_lines(lines: &[String]) -> Result<(), PaperError> {
    let feeds: usize = lines.iter().map(|line| line.matches(['\n', '\r']).count()).sum();
    if lines.len() + feeds > LINES_MAX {
        return Err(PaperError::TooMany(PaperPart::Lines));
    }
    at_most_all(lines, LINES_CHARACTERS_MAX)
}

/// Rows and characters of a block.
fn measure(block: &Block) -> Result<(usize, usize), PaperError> {
    match block {
        Block::Heading(text) => {
            at_most(text, LINE_CHARACTERS_MAX)?;
            Ok((0, text.chars().count()))
        }
        Block::Text(text) | Block::Emphasis(text) => Ok((0, text.chars().count())),
        Block::Facts(facts) => {
            let characters =
                facts.iter().map(|(name, value)| name.chars().count() + value.chars().count()).sum();
            Ok((facts.len(), characters))
        }
        Block::Table { columns, rows, total } => {
            if columns.len() > COLUMNS_MAX {
                return Err(PaperError::TooMany(PaperPart::Columns));
            }
            for column in columns {
                at_most(&column.title, COLUMN_CHARACTERS_MAX)?;
            }
            let all = || rows.iter().chain(total);
            if all().any(|row| row.len() != columns.len()) {
                return Err(PaperError::Ragged);
            }
            Ok((all().count(), all().flatten().map(|cell| cell.chars().count()).sum()))
        }
    }
}

fn at_most(text: &str, characters_max: usize) -> Result<(), PaperError> {
    if text.chars().count() > characters_max {
        return Err(PaperError::TooMany(PaperPart::Characters));
    }
    Ok(())
}

fn at_most_all(texts: &[String], characters_max: usize) -> Result<(), PaperError> {
    if texts.iter().map(|text| text.chars().count()).sum::<usize>() > characters_max {
        return Err(PaperError::TooMany(PaperPart::Characters));
    }
    Ok(())
}
