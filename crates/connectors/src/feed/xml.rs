//! Google's attributes as elements of RSS or Atom entries, one entry at a time.
//!
//! Entities other than the five of XML are never expanded and a document type ends the file, so there is nothing to
//! bomb with. An entry whose elements do not close in order is refused, and the next one is read: tags are matched
//! here rather than by the parser, which could only give up.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use domain::catalog::problem::{Problem, RowProblem};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::cell::Cell;
use super::error::FeedError;
use super::google::Attribute;
use super::item::Item;
use super::limits::{CELL_BYTES, EVENT_BYTES_MAX, FIELD_BYTES_MAX, RECORD_BYTES_MAX};
use super::text::Utf8;
use super::xml_names::{Names, Namespace};

/// An entry, or why it is refused.
type Found = Result<Item<'static>, RowProblem>;

/// Reads entries from an RSS or Atom document.
pub(super) struct Entries<R> {
    reader: Reader<Lines<R>>,
    buffer: Vec<u8>,
    names: Names,
    has_root: bool,
    entry: Option<Entry>,
}

impl<R: Read> Entries<R> {
    pub(super) fn new(text: Utf8<R>) -> Entries<R> {
        let mut reader = Reader::from_reader(Lines { text, line: 1, budget: EVENT_BYTES_MAX });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Entries { reader, buffer: Vec::new(), names: Names::default(), has_root: false, entry: None }
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.reader.get_ref().text.bytes_read()
    }

    /// The next entry; none at the end of a complete document.
    pub(super) fn next(&mut self) -> Result<Option<Found>, FeedError> {
        let mut buffer = std::mem::take(&mut self.buffer);
        loop {
            buffer.clear();
            self.reader.get_mut().budget = EVENT_BYTES_MAX;
            let event = self
                .reader
                .read_event_into(&mut buffer)
                .map_err(|error| broken(error, self.reader.get_ref()))?;
            let line = self.reader.get_ref().line;
            let found = match event {
                Event::DocType(_) => return Err(FeedError::Doctype { line }),
                Event::Eof => return self.end(line),
                Event::Start(start) => self.start(&start, line)?,
                Event::End(end) => self.close(end.name().0, line),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) => self.reference(&reference),
                Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => None,
            };
            if found.is_some() {
                self.buffer = buffer;
                return Ok(found);
            }
        }
    }

    /// A document that ends inside an element is incomplete; an entry that is open then is refused first.
    fn end(&mut self, line: u64) -> Result<Option<Found>, FeedError> {
        match self.entry.take() {
            Some(entry) => Ok(Some(Err(entry.malformed("", line)))),
            None if !self.has_root => Err(FeedError::Unrecognised),
            None if self.names.depth() == 0 => Ok(None),
            None => Err(FeedError::Truncated { line }),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, line: u64) -> Result<Option<Found>, FeedError> {
        let name = start.name();
        let unclosed = self.close_forgotten_entry(name.0, line);
        let namespace = self.names.open(start).map_err(|_| FeedError::TooDeep { line })?;
        let depth = self.names.depth();
        let local = name.local_name().into_inner();
        if depth == 1
            && !std::mem::replace(&mut self.has_root, true)
            && !matches!(local, "rss" | "feed" | "RDF")
        {
            return Err(FeedError::Unrecognised);
        }
        match &mut self.entry {
            Some(entry) if entry.field.is_none() && depth == entry.depth + 1 => {
                entry.field = field(start, namespace, local, line);
            }
            Some(_) => {}
            None if depth > 1 && namespace != Namespace::Other && matches!(local, "item" | "entry") => {
                self.entry = Some(Entry::new(line, depth));
            }
            None => {}
        }
        Ok(unclosed)
    }

    /// An entry inside an entry means that the first was not closed.
    fn close_forgotten_entry(&mut self, name: &str, line: u64) -> Option<Found> {
        let entry = self.entry.take_if(|entry| self.names.at(entry.depth) == Some(name))?;
        self.names.truncate(entry.depth - 1);
        Some(Err(entry.malformed(name, line)))
    }

    fn close(&mut self, name: &str, line: u64) -> Option<Found> {
        let in_order = self.names.close(name);
        let entry = self.entry.as_mut()?;
        if !in_order {
            entry.refuse(RowProblem::new(line, name, "", Problem::Malformed));
        }
        if self.names.depth() <= entry.depth {
            entry.keep_field();
        }
        if self.names.depth() < entry.depth { self.entry.take().map(Entry::finish) } else { None }
    }

    fn text(&mut self, text: &str) -> Option<Found> {
        if let Some(entry) = &mut self.entry {
            entry.add_text(text);
        }
        None
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Option<Found> {
        let entry = self.entry.as_mut()?;
        match resolved(reference) {
            Some(text) => entry.add_text(text.encode_utf8(&mut [0; 4])),
            None => {
                let name = reference.chars().take(32).collect();
                entry.refuse_field(Problem::UnknownEntity { name });
            }
        }
        None
    }
}

/// The entry whose elements are being read.
struct Entry {
    item: Item<'static>,
    /// Elements open around and including the entry.
    depth: usize,
    field: Option<Field>,
    bytes: usize,
    problem: Option<RowProblem>,
}

/// The attribute whose text is being read.
struct Field {
    attribute: Attribute,
    is_own: bool,
    cell: Cell<'static>,
}

impl Entry {
    fn new(line: u64, depth: usize) -> Entry {
        Entry { item: Item::new(line), depth, field: None, bytes: 0, problem: None }
    }

    /// The first problem is the one that is told.
    fn refuse(&mut self, problem: RowProblem) {
        self.problem.get_or_insert(problem);
    }

    fn refuse_field(&mut self, reason: Problem) {
        if let Some(problem) = self.field.as_ref().map(|field| field.cell.refuse(reason)) {
            self.refuse(problem);
        }
    }

    fn add_text(&mut self, text: &str) {
        let Some(field) = &mut self.field else { return };
        self.bytes += text.len();
        if field.cell.value.len() + text.len() > FIELD_BYTES_MAX || self.bytes > RECORD_BYTES_MAX {
            self.refuse_field(Problem::TooLong { bytes_max: FIELD_BYTES_MAX });
        } else {
            field.cell.value.to_mut().push_str(text);
        }
    }

    fn keep_field(&mut self) {
        let Some(field) = self.field.take() else { return };
        self.bytes += CELL_BYTES;
        if self.bytes > RECORD_BYTES_MAX {
            self.refuse(field.cell.refuse(Problem::TooLong { bytes_max: RECORD_BYTES_MAX }));
        } else if field.is_own {
            self.item.push(field.attribute, field.cell);
        } else {
            self.item.push_inherited(field.attribute, field.cell);
        }
    }

    fn malformed(self, name: &str, line: u64) -> RowProblem {
        self.problem.unwrap_or_else(|| RowProblem::new(line, name, "", Problem::Malformed))
    }

    fn finish(self) -> Found {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(self.item),
        }
    }
}

/// The attribute that an element directly inside an entry begins, if we read it.
fn field(start: &BytesStart<'_>, namespace: Namespace, local: &str, line: u64) -> Option<Field> {
    let attribute = match (namespace, local) {
        (Namespace::Google, name) => Attribute::from_name(name)?,
        (Namespace::Plain, "id") => Attribute::Id,
        (Namespace::Plain, "title") => Attribute::Title,
        (Namespace::Plain, "description" | "summary" | "content") => Attribute::Description,
        (Namespace::Plain, "link") => Attribute::Link,
        (Namespace::Plain | Namespace::Other, _) => return None,
    };
    // Atom writes its link as an attribute, RSS as text.
    let value = match attribute {
        Attribute::Link if namespace == Namespace::Plain => href(start)?,
        _ => String::new(),
    };
    let cell = Cell { line, column: Cow::Owned(local.to_owned()), value: Cow::Owned(value) };
    Some(Field { attribute, is_own: namespace == Namespace::Google, cell })
}

/// The address of an Atom link to the page itself, empty for an RSS link, none for links to other things.
fn href(start: &BytesStart<'_>) -> Option<String> {
    let mut address = String::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
        match attribute.key.0 {
            "href" => address = value.into_owned(),
            "rel" if value != "alternate" => return None,
            _ => {}
        }
    }
    Some(address)
}

/// The character that a reference stands for. Only XML's own five names are known.
fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    match &**reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}

fn broken<R: Read>(error: quick_xml::Error, lines: &Lines<R>) -> FeedError {
    let line = lines.line;
    match error {
        quick_xml::Error::Io(_) if lines.budget == 0 => FeedError::TooLong { line },
        quick_xml::Error::Io(error) => FeedError::Io(io::Error::new(error.kind(), error)),
        _ if lines.text.is_ended() => FeedError::Truncated { line },
        error => FeedError::Markup { line, reason: error.to_string() },
    }
}

/// Counts lines, and stops the parser from gathering more than [`EVENT_BYTES_MAX`] into one event.
struct Lines<R> {
    text: Utf8<R>,
    line: u64,
    budget: usize,
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.budget == 0 {
            return Err(io::Error::other("one piece of markup is too long"));
        }
        let budget = self.budget;
        self.text.fill_buf().map(|bytes| &bytes[..bytes.len().min(budget)])
    }

    fn consume(&mut self, count: usize) {
        let consumed = self.text.fill_buf().map_or(&[][..], |bytes| &bytes[..count.min(bytes.len())]);
        self.line += consumed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.budget = self.budget.saturating_sub(count);
        self.text.consume(count);
    }
}
