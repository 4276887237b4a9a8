//! Delimited text (RFC 4180), record by record, with a way back from a broken one.
//!
//! The `csv` crate reads a quotation mark that is never closed as one value up to the end of the file, however
//! large: one slip would swallow all rows behind it. Here such a record is refused as soon as it is known to be
//! broken (text after the closing mark, too many values, too long, end of file), and reading goes on with the next
//! line. For records that are not broken both agree; a test holds them against each other.

use std::borrow::Cow;
use std::io::{BufRead, Read};
use std::ops::Range;

use super::error::FeedError;
use super::limits::RECORD_BYTES_MAX;
use super::text::Utf8;

/// The first bytes wanted for a record; doubled until the record is complete.
const WINDOW_BYTES: usize = 16 * 1024;

/// The values of one record.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Line the record begins in, counted from 1.
    pub(super) line: u64,
    raw: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Clone)]
struct Cell {
    range: Range<usize>,
    has_doubled_quotes: bool,
}

impl Record {
    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The value in column `index`; empty beyond the last.
    pub(super) fn value(&self, index: usize) -> Cow<'_, str> {
        let Some(cell) = self.cells.get(index) else { return Cow::Borrowed("") };
        let value = self.raw.get(cell.range.clone()).unwrap_or_default();
        if cell.has_doubled_quotes { Cow::Owned(value.replace("\"\"", "\"")) } else { Cow::Borrowed(value) }
    }

    /// Nothing but blanks, as spreadsheets leave behind.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| self.raw.get(cell.range.clone()).unwrap_or_default().trim().is_empty())
    }

    /// The record as the file has it.
    pub(super) fn raw(&self) -> &str {
        &self.raw
    }
}

/// What the next lines of the file are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A record was read.
    Record,
    /// The line was given up; `Record` holds it as its only value.
    Broken(Broken),
    /// There is nothing more.
    End,
}

/// Why a line was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// A quotation mark was not closed.
    OpenQuote,
    /// Longer than [`RECORD_BYTES_MAX`].
    TooLong,
}

/// Reads records from `text`.
pub(super) struct Records<R> {
    text: Utf8<R>,
    delimiter: u8,
    /// Records of several lines with more values than this are taken to be broken.
    columns_max: usize,
    line: u64,
}

impl<R: Read> Records<R> {
    pub(super) fn new(text: Utf8<R>, delimiter: u8) -> Records<R> {
        Records { text, delimiter, columns_max: usize::MAX, line: 1 }
    }

    pub(super) fn set_columns(&mut self, columns: usize) {
        self.columns_max = columns;
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.text.bytes_read()
    }

    /// Reads the next record or broken line into `record`.
    pub(super) fn next(&mut self, record: &mut Record) -> Result<Step, FeedError> {
        record.line = self.line;
        let mut wanted = WINDOW_BYTES;
        loop {
            let window = self.text.peek(wanted)?;
            let ended = window.len() < wanted;
            let window = &window[..window.len().min(RECORD_BYTES_MAX)];
            if window.is_empty() {
                return Ok(Step::End);
            }
            match scan(window, self.delimiter, ended, &mut record.cells) {
                Scan::Complete { content, next } => {
                    let lines = lines_in(&window[..next]);
                    if lines > 1 && record.cells.len() > self.columns_max {
                        return self.give_up(record, Broken::OpenQuote);
                    }
                    record.raw.clear();
                    record.raw.push_str(&String::from_utf8_lossy(&window[..content]));
                    self.line += lines;
                    self.text.consume(next);
                    return Ok(Step::Record);
                }
                Scan::Broken => return self.give_up(record, Broken::OpenQuote),
                Scan::More { quoted } if window.len() == RECORD_BYTES_MAX => {
                    let broken = if quoted { Broken::OpenQuote } else { Broken::TooLong };
                    return self.give_up(record, broken);
                }
                Scan::More { .. } => wanted = wanted.saturating_mul(2).min(RECORD_BYTES_MAX),
            }
        }
    }

    /// Skips one line and keeps its beginning as the record's only value.
    fn give_up(&mut self, record: &mut Record, broken: Broken) -> Result<Step, FeedError> {
        record.raw.clear();
        loop {
            let window = self.text.peek(WINDOW_BYTES)?;
            let ended = window.len() < WINDOW_BYTES;
            let end = line_end(window, ended);
            let line = &window[..end.unwrap_or(window.len())];
            if record.raw.is_empty() {
                record.raw.push_str(String::from_utf8_lossy(line).trim_end());
            }
            // Without a line end a trailing carriage return may still be half of one.
            let skipped = match end {
                None if !ended && line.ends_with(b"\r") => line.len() - 1,
                _ => line.len(),
            };
            self.text.consume(skipped);
            if end.is_some() || ended {
                self.line += u64::from(end.is_some());
                record.cells.clear();
                record.cells.push(Cell { range: 0..record.raw.len(), has_doubled_quotes: false });
                return Ok(Step::Broken(broken));
            }
        }
    }
}

enum Scan {
    /// The record takes `content` bytes; the next one begins at `next`.
    Complete { content: usize, next: usize },
    /// The window ends before the record does.
    More { quoted: bool },
    /// No reading of the quotation marks makes sense.
    Broken,
}

/// Finds the cells of the record that `window` begins with.
fn scan(window: &[u8], delimiter: u8, ended: bool, cells: &mut Vec<Cell>) -> Scan {
    cells.clear();
    let mut at = 0;
    loop {
        let (cell, after) = match window.get(at) {
            Some(b'"') => match quoted_cell(window, at + 1) {
                Some(found) => found,
                None if ended => return Scan::Broken,
                None => return Scan::More { quoted: true },
            },
            _ => plain_cell(window, at, delimiter),
        };
        cells.push(cell);
        match window.get(after) {
            Some(byte) if *byte == delimiter => at = after + 1,
            Some(b'\n') => return Scan::Complete { content: after, next: after + 1 },
            Some(b'\r') => match window.get(after + 1) {
                Some(b'\n') => return Scan::Complete { content: after, next: after + 2 },
                None if !ended => return Scan::More { quoted: false },
                _ => return Scan::Complete { content: after, next: after + 1 },
            },
            Some(_) => return Scan::Broken,
            None if ended => return Scan::Complete { content: after, next: after },
            None => return Scan::More { quoted: false },
        }
    }
}

fn plain_cell(window: &[u8], start: usize, delimiter: u8) -> (Cell, usize) {
    let is_end = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r');
    let end = window[start..].iter().position(is_end).map_or(window.len(), |length| start + length);
    (Cell { range: start..end, has_doubled_quotes: false }, end)
}

/// The cell after an opening mark, and where its closing mark ends; none when the window ends first.
fn quoted_cell(window: &[u8], start: usize) -> Option<(Cell, usize)> {
    let mut has_doubled_quotes = false;
    let mut at = start;
    loop {
        let mark = at + window.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if window.get(mark + 1) == Some(&b'"') {
            has_doubled_quotes = true;
            at = mark + 2;
        } else {
            return Some((Cell { range: start..mark, has_doubled_quotes }, mark + 1));
        }
    }
}

/// Where the line after the first one begins.
fn line_end(window: &[u8], ended: bool) -> Option<usize> {
    let at = window.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
    match (window[at], window.get(at + 1)) {
        (b'\r', Some(b'\n')) => Some(at + 2),
        (b'\r', None) if !ended => None,
        _ => Some(at + 1),
    }
}

/// Line ends: `\n`, `\r\n`, or `\r` alone as old spreadsheets write it.
fn lines_in(bytes: &[u8]) -> u64 {
    let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.count() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn records(bytes: &[u8], columns: usize) -> Vec<(u64, Result<Vec<String>, Broken>)> {
        let mut records = Records::new(Utf8::open(bytes).unwrap(), b',');
        records.set_columns(columns);
        let mut record = Record::default();
        let mut found = Vec::new();
        loop {
            let values = match records.next(&mut record).unwrap() {
                Step::Record => Ok((0..record.len()).map(|index| record.value(index).into_owned()).collect()),
                Step::Broken(broken) => Err(broken),
                Step::End => return found,
            };
            found.push((record.line, values));
        }
    }

    fn row(line: u64, values: &[&str]) -> (u64, Result<Vec<String>, Broken>) {
        (line, Ok(values.iter().map(|value| (*value).to_owned()).collect()))
    }

    #[test]
    fn quotes_line_ends_and_delimiters_follow_rfc_4180() {
        let text = "a,\"b \"\"c\"\", d\"\r\n\"two\nlines\",5\" pipe\rlast,";
        assert_eq!(
            records(text.as_bytes(), 9),
            [row(1, &["a", "b \"c\", d"]), row(2, &["two\nlines", "5\" pipe"]), row(4, &["last", ""])]
        );
    }

    #[test]
    fn an_open_quote_costs_its_own_line_only() {
        let open = (2, Err(Broken::OpenQuote));
        let text = "a,b\n\"x,1\ny,2\nz,\"3\"\n";
        assert_eq!(
            records(text.as_bytes(), 2),
            [row(1, &["a", "b"]), open.clone(), row(3, &["y", "2"]), row(4, &["z", "3"])]
        );
        // The stray mark finds a partner further down, but then there are too many values.
        let text = "a,b\nx,\"1\ny,2\nz,\",3,4\nw,5\n";
        let found = records(text.as_bytes(), 2);
        assert_eq!(found[1], open);
        assert_eq!(found[2], row(3, &["y", "2"]));
        assert_eq!(found.last().unwrap(), &row(5, &["w", "5"]));
    }

    #[test]
    fn a_record_beyond_the_limit_is_given_up_and_the_next_one_read() {
        let text =
            format!("a,b\n{},1\n\"{}\nz,3\n", "x".repeat(3 * RECORD_BYTES_MAX), "y".repeat(RECORD_BYTES_MAX));
        assert_eq!(
            records(text.as_bytes(), 2),
            [
                row(1, &["a", "b"]),
                (2, Err(Broken::TooLong)),
                (3, Err(Broken::OpenQuote)),
                row(4, &["z", "3"])
            ]
        );
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_is_read_back(
            rows in prop::collection::vec(prop::collection::vec("[a-c\",\r\n ö]{0,6}", 3), 1..9),
        ) {
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let found: Vec<_> = records(&bytes, 3).into_iter().map(|(_, values)| values.unwrap()).collect();
            prop_assert_eq!(found, rows);
        }
    }
}
