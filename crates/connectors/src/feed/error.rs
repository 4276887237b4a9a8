//! What ends a file.

use std::io;

/// Why no more of a file is read. What was yielded before stands, but the file is not known to be complete.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// There is nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// A picture, a program, UTF-16 without its byte order mark.
    #[error("this is not a text file, or it is in an encoding without a byte order mark; save it as UTF-8")]
    NotText,
    /// `.xlsx` and `.ods` are ZIP archives, and so are zipped feeds.
    #[error("this is a spreadsheet or a ZIP archive; export the products as CSV")]
    Archive,
    /// gzip.
    #[error("this file is compressed; unpack it first")]
    Compressed,
    /// The XML declaration names an encoding that nobody knows.
    #[error("the encoding {0:?} is not known; save the file as UTF-8")]
    Encoding(String),
    /// Neither the columns nor the elements of a format we read.
    #[error(
        "the format is not recognised: expected a Shopify export (Handle, Title), a Google or Meta feed \
         (id, title, price, availability), or RSS or Atom"
    )]
    Unrecognised,
    /// A document type, the way to entity bombs and foreign files. No feed needs one.
    #[error("line {line}: a document type is not accepted; remove <!DOCTYPE …>")]
    Doctype {
        /// Where it stands.
        line: u64,
    },
    /// The markup cannot be followed from here on.
    #[error("line {line}: the XML is broken: {reason}")]
    Markup {
        /// Where it broke.
        line: u64,
        /// The parser's sentence.
        reason: String,
    },
    /// The file ends inside an element: the download was cut short.
    #[error("line {line}: the file ends before it is complete")]
    Truncated {
        /// The last line.
        line: u64,
    },
    /// Elements nested beyond any feed.
    #[error("line {line}: the elements are nested too deeply")]
    TooDeep {
        /// Where the limit was passed.
        line: u64,
    },
    /// A single tag, comment or text beyond any feed.
    #[error("line {line}: a single piece of this file is too long")]
    TooLong {
        /// Where the limit was passed.
        line: u64,
    },
    /// More rows than the caller allows.
    #[error("the file has more than {max} rows; split it")]
    TooManyRows {
        /// The limit.
        max: u64,
    },
    /// The file or connection failed.
    #[error("the file could not be read")]
    Io(#[from] io::Error),
}
