//! Which format a file is in, by its content; names and content types are often wrong.

use std::io::Read;

use super::error::FeedError;
use super::google::Attribute;
use super::header::{Header, is_note};
use super::shopify::Column;
use super::text::Utf8;

/// How much of the file may go by before its header ends; wide Shopify exports have 15 KiB of metafield columns.
const HEADER_BYTES_MAX: usize = 64 * 1024;

/// What may stand between two columns.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// A format we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Shopify's product CSV, with either generation of headers.
    Shopify {
        /// What stands between two columns.
        delimiter: u8,
    },
    /// Google's or Meta's attributes as columns.
    Delimited {
        /// What stands between two columns.
        delimiter: u8,
    },
    /// Google's attributes as elements of RSS or Atom.
    Xml,
}

/// Looks at the beginning of `text` without consuming it.
pub(super) fn recognise<R: Read>(text: &mut Utf8<R>) -> Result<Format, FeedError> {
    let head = text.peek(HEADER_BYTES_MAX)?;
    let head = String::from_utf8_lossy(&head[..head.len().min(HEADER_BYTES_MAX)]);
    let head = head.trim_start();
    if head.is_empty() {
        return Err(FeedError::Empty);
    }
    if head.starts_with('<') {
        return Ok(Format::Xml);
    }
    let line = head.split(['\n', '\r']).find(|line| !line.trim().is_empty() && !is_note(line));
    let line = line.ok_or(FeedError::Unrecognised)?;
    DELIMITERS.iter().find_map(|delimiter| by_columns(line, *delimiter)).ok_or(FeedError::Unrecognised)
}

fn by_columns(line: &str, delimiter: u8) -> Option<Format> {
    let names =
        line.split(char::from(delimiter)).map(|name| name.trim().trim_matches('"').to_owned()).collect();
    let header = Header::from_names(names);
    let has = |column: Column| header.find(column.names()).is_some();
    if has(Column::Handle) && has(Column::Title) {
        return Some(Format::Shopify { delimiter });
    }
    let has = |attribute: Attribute| header.find(&[attribute.column().as_str()]).is_some();
    let is_google = has(Attribute::Id)
        && has(Attribute::Title)
        && (has(Attribute::Price) || has(Attribute::Availability));
    is_google.then_some(Format::Delimited { delimiter })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format_of(head: &str) -> Result<Format, FeedError> {
        recognise(&mut Utf8::open(head.as_bytes())?)
    }

    #[test]
    fn the_header_tells_the_format() {
        let cases = [
            ("Handle,Title,Vendor", Format::Shopify { delimiter: b',' }),
            ("Title;URL handle;Price", Format::Shopify { delimiter: b';' }),
            ("\n# a note\nid\ttitle\tprice", Format::Delimited { delimiter: b'\t' }),
            ("sep=|\nid|title|availability", Format::Delimited { delimiter: b'|' }),
            ("\"id\",\"title\",\"price\"\r\n", Format::Delimited { delimiter: b',' }),
            ("g:id,g:title,g:price\r", Format::Delimited { delimiter: b',' }),
            (" <?xml version=\"1.0\"?>", Format::Xml),
        ];
        for (head, format) in cases {
            assert_eq!(format_of(head).unwrap(), format, "{head}");
        }
    }

    #[test]
    fn other_tables_are_not_taken_for_products() {
        for head in ["id,title", "Order,Email,Total", "# only a note", "hello", "{\"id\": 1}"] {
            assert!(matches!(format_of(head), Err(FeedError::Unrecognised)), "{head}");
        }
        assert!(matches!(format_of(" \n\r\n"), Err(FeedError::Empty)));
    }
}
