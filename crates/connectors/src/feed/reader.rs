//! The file as an iterator of products and refused rows.

use std::collections::VecDeque;
use std::io::Read;

use domain::catalog::draft::FeedItem;
use domain::catalog::problem::{Problem, RowProblem};
use domain::money::Currency;

use super::cell::Cell;
use super::error::FeedError;
use super::format::{Format, recognise};
use super::google::{self, ATTRIBUTES, Attribute};
use super::header::{Header, is_note};
use super::item::Item;
use super::limits::{RECORD_BYTES_MAX, ROWS_MAX};
use super::records::{Broken, Record, Records, Step};
use super::seen::Seen;
use super::shopify::{Columns, Row};
use super::shopify_group::Products;
use super::text::Utf8;
use super::xml::Entries;

/// What a file may leave to the merchant's settings.
#[derive(Debug, Clone, Copy)]
pub struct FeedDefaults {
    /// The currency of prices in a Shopify file, which names none. Google and Meta feeds must name theirs.
    pub currency: Currency,
    /// Rows or entries to read before [`FeedError::TooManyRows`].
    pub rows_max: u64,
}

impl FeedDefaults {
    /// Prices in `currency`, at most [`ROWS_MAX`] rows.
    pub fn new(currency: Currency) -> FeedDefaults {
        FeedDefaults { currency, rows_max: ROWS_MAX }
    }
}

/// How far a file has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes taken from the source; the file's own size tells how many remain.
    pub bytes_read: u64,
    /// Rows or entries seen, refused ones included, the header not.
    pub rows_read: u64,
}

/// A product file being read.
///
/// Holds a few buffers, one product, and 16 bytes per name seen, whatever the size of the file. The first `Err` is
/// the last item.
pub struct Feed<R> {
    format: Format,
    rows: Rows<R>,
    ready: VecDeque<FeedItem>,
    rows_read: u64,
    rows_max: u64,
    is_over: bool,
}

enum Rows<R> {
    Shopify { table: Table<R>, columns: Box<Columns>, products: Box<Products> },
    Delimited { table: Table<R>, columns: Vec<(usize, Attribute)>, seen: Seen },
    Xml { entries: Box<Entries<R>>, seen: Seen },
}

impl<R: Read> Feed<R> {
    /// Reads the beginning of `source` and recognises its format.
    ///
    /// # Errors
    /// When the content is no text, or of no format that we read.
    pub fn open(source: R, defaults: FeedDefaults) -> Result<Feed<R>, FeedError> {
        let mut text = Utf8::open(source)?;
        let format = recognise(&mut text)?;
        let rows = match format {
            Format::Shopify { delimiter } => {
                let table = Table::open(text, delimiter)?;
                let columns = Box::new(Columns::new(&table.header));
                Rows::Shopify { table, columns, products: Box::new(Products::new(defaults.currency)) }
            }
            Format::Delimited { delimiter } => {
                let table = Table::open(text, delimiter)?;
                Rows::Delimited { columns: attribute_columns(&table.header), table, seen: Seen::default() }
            }
            Format::Xml => Rows::Xml { entries: Box::new(Entries::new(text)), seen: Seen::default() },
        };
        Ok(Feed {
            format,
            rows,
            ready: VecDeque::new(),
            rows_read: 0,
            rows_max: defaults.rows_max,
            is_over: false,
        })
    }

    /// What the file was recognised as.
    pub fn format(&self) -> Format {
        self.format
    }

    /// How far it has been read.
    pub fn progress(&self) -> Progress {
        let bytes_read = match &self.rows {
            Rows::Shopify { table, .. } | Rows::Delimited { table, .. } => table.records.bytes_read(),
            Rows::Xml { entries, .. } => entries.bytes_read(),
        };
        Progress { bytes_read, rows_read: self.rows_read }
    }

    /// Reads one row; false at the end. What it makes is in `ready`.
    fn advance(&mut self) -> Result<bool, FeedError> {
        let has_row = match &mut self.rows {
            Rows::Shopify { table, columns, products } => {
                let has_row = table.advance()?;
                match (&table.broken, has_row) {
                    (_, false) => products.finish(&mut self.ready),
                    (Some(problem), true) => self.ready.push_back(FeedItem::Refused(problem.clone())),
                    (None, true) => {
                        products.row(
                            &Row { header: &table.header, columns, record: &table.record },
                            &mut self.ready,
                        );
                    }
                }
                has_row
            }
            Rows::Delimited { table, columns, seen } => {
                let has_row = table.advance()?;
                if has_row {
                    self.ready.push_back(match &table.broken {
                        Some(problem) => FeedItem::Refused(problem.clone()),
                        None => outcome(Ok(table.item(columns)), seen),
                    });
                }
                has_row
            }
            Rows::Xml { entries, seen } => {
                let entry = entries.next()?;
                let has_row = entry.is_some();
                self.ready.extend(entry.map(|entry| outcome(entry, seen)));
                has_row
            }
        };
        self.rows_read += u64::from(has_row);
        if self.rows_read > self.rows_max {
            self.ready.clear();
            return Err(FeedError::TooManyRows { max: self.rows_max });
        }
        Ok(has_row)
    }
}

impl<R: Read> Iterator for Feed<R> {
    type Item = Result<FeedItem, FeedError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.is_over {
            match self.advance() {
                Ok(has_row) => self.is_over = !has_row,
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

fn outcome(entry: Result<Item<'_>, RowProblem>, seen: &mut Seen) -> FeedItem {
    match entry.and_then(|item| google::draft(&item, seen)) {
        Ok(product) => FeedItem::Product(product),
        Err(problem) => FeedItem::Refused(problem),
    }
}

fn attribute_columns(header: &Header) -> Vec<(usize, Attribute)> {
    let column = |attribute: Attribute| Some((header.find(&[attribute.column().as_str()])?, attribute));
    ATTRIBUTES.iter().filter_map(|(attribute, ..)| column(*attribute)).collect()
}

/// Records below a header.
struct Table<R> {
    records: Records<R>,
    header: Header,
    record: Record,
    /// Why the row that was read last is refused as a whole.
    broken: Option<RowProblem>,
}

impl<R: Read> Table<R> {
    fn open(text: Utf8<R>, delimiter: u8) -> Result<Table<R>, FeedError> {
        let mut records = Records::new(text, delimiter);
        let mut record = Record::default();
        loop {
            match records.next(&mut record)? {
                Step::Record if record.is_blank() || is_note(record.raw()) => {}
                Step::Broken(_) if is_note(record.raw()) => {}
                Step::Record => break,
                Step::Broken(_) | Step::End => return Err(FeedError::Unrecognised),
            }
        }
        let header = Header::new(&record);
        records.set_columns(header.len());
        Ok(Table { records, header, record, broken: None })
    }

    /// Reads the next row that is not blank; false at the end.
    fn advance(&mut self) -> Result<bool, FeedError> {
        loop {
            let step = self.records.next(&mut self.record)?;
            self.broken = match step {
                Step::End => return Ok(false),
                Step::Record if self.record.is_blank() => continue,
                Step::Record => self.too_many_values(),
                Step::Broken(Broken::OpenQuote) => Some(self.refused(Problem::OpenQuote)),
                Step::Broken(Broken::TooLong) => {
                    Some(self.refused(Problem::TooLong { bytes_max: RECORD_BYTES_MAX }))
                }
            };
            return Ok(true);
        }
    }

    /// A row may end early, and blanks may follow it; values that no column is there for mean that it has slipped.
    fn too_many_values(&self) -> Option<RowProblem> {
        let (columns, found) = (self.header.len(), self.record.len());
        let has_excess = (columns..found).any(|index| !self.record.value(index).trim().is_empty());
        has_excess.then(|| self.refused(Problem::TooManyValues { columns, found }))
    }

    fn refused(&self, reason: Problem) -> RowProblem {
        RowProblem::new(self.record.line, "", self.record.raw(), reason)
    }

    fn item(&self, columns: &[(usize, Attribute)]) -> Item<'_> {
        let line = self.record.line;
        let mut item = Item::new(line);
        for (index, attribute) in columns {
            item.push(*attribute, Cell::new(line, self.header.name(*index), self.record.value(*index)));
        }
        item
    }
}
