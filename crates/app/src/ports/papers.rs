//! Papers that people keep and print: receipts, annual statements, notices that a paper is void.

use jiff::Timestamp;

/// A paper, every word of it already in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The language of its words, as a BCP 47 tag: it chooses letter forms and the voice that reads aloud.
    pub language: String,
    /// What the paper is: its largest line, and the name a reader shows for the file.
    pub title: String,
    /// The sheet it is printed on.
    pub size: PaperSize,
    /// The issuer's mark, at the head of the first page.
    pub logo: Option<Logo>,
    /// Who issues it, a line each; the first is the name.
    pub issuer: Vec<String>,
    /// Whom it is for, a line each, where the window of an envelope shows it.
    pub recipient: Vec<String>,
    /// A word across every page, such as COPY or VOID.
    pub mark: Option<String>,
    /// What the paper says, in reading order.
    pub blocks: Vec<Block>,
    /// Small print at the foot of every page, a line each.
    pub footer: Vec<String>,
    /// When it was issued. The file carries this and no other time, so that the same paper is the same bytes.
    pub created_at: Timestamp,
}

/// The sheet a paper is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperSize {
    /// 210 by 297 millimetres.
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

/// A picture of the issuer's mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// A PNG, JPEG or WebP file.
    pub bytes: Vec<u8>,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// A part of a paper. A line feed inside a text starts a new line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A line above what belongs together.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Names and their values, a row each.
    Facts(Vec<(String, String)>),
    /// Rows under a head that is repeated on every page.
    Table {
        /// The columns, eight at most.
        columns: Vec<Column>,
        /// The rows, with a cell for every column.
        rows: Vec<Vec<String>>,
        /// A last row that sums them up, with a cell for every column.
        total: Option<Vec<String>>,
    },
    /// A paragraph that must not be overlooked.
    Emphasis(String),
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub title: String,
    /// Whether its cells end at the same edge, as amounts do.
    pub right_aligned: bool,
}

/// Makes files of papers. Blocking and heavy: call it on a thread for blocking work.
pub trait Papers: Send + Sync {
    /// Sets `paper` and gives it as a PDF file; the same paper gives the same bytes.
    ///
    /// # Errors
    /// [`PaperError`] when the paper is larger than papers may be, or a part of it cannot be set.
    fn pdf(&self, paper: &Paper) -> Result<Vec<u8>, PaperError>;
}

/// Why a paper was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A part of the paper is larger than we set.
    #[error("the paper has too many {0}")]
    TooMany(PaperPart),
    /// A row of a table has not one cell for every column.
    #[error("a row of a table has not one cell for every column")]
    Ragged,
    /// The language is not a BCP 47 tag.
    #[error("the paper's language is not a BCP 47 tag")]
    Language,
    /// The logo is neither PNG, JPEG nor WebP.
    #[error("the logo is not a PNG, JPEG or WebP picture")]
    LogoFormat,
    /// The logo has more bytes or pixels than we decode.
    #[error("the logo is too large")]
    LogoTooLarge,
    /// The logo's file is damaged.
    #[error("the logo is damaged")]
    LogoDamaged,
    /// The file could not be written; the reason is for the log.
    #[error("the paper could not be written: {0}")]
    Unwritable(String),
}

/// What a paper may have too many of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperPart {
    /// Blocks.
    Blocks,
    /// Columns of one table.
    Columns,
    /// Rows of all tables, facts among them.
    Rows,
    /// Lines of the issuer, the recipient or the footer.
    Lines,
    /// Characters, in one part or in all.
    Characters,
    /// Pages.
    Pages,
}

impl std::fmt::Display for PaperPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Blocks => "blocks",
            Self::Columns => "columns",
            Self::Rows => "rows",
            Self::Lines => "lines",
            Self::Characters => "characters",
            Self::Pages => "pages",
        })
    }
}
