//! Tables of the studio and the console: dense on wide screens, cards on phones.

use askama::Template;
use askama::filters::HtmlSafe;

use super::parts::{Picture, Tag};

/// A table, ready to show: `{{ table }}`.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/table.html")]
pub struct Table {
    /// What it lists, for screen readers.
    pub caption: String,
    /// Heads, in order.
    pub columns: Vec<Column>,
    /// One per thing.
    pub rows: Vec<Row>,
    /// Sums below; empty for none.
    pub foot: Vec<Cell>,
    /// The form token, where cells have actions.
    pub csrf: String,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its head.
    pub label: String,
    /// Holds numbers or buttons: to the end of the line.
    pub numeric: bool,
}

/// A line of the table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// As many as there are columns; the first names the thing.
    pub cells: Vec<Cell>,
    /// Came just now: lit for a moment.
    pub fresh: bool,
}

/// What stands in a cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// The thing itself.
    Lead {
        /// Its name.
        title: String,
        /// Below; may be empty.
        detail: String,
        /// Its page; may be empty.
        href: String,
        /// Its picture.
        picture: Option<Picture>,
    },
    /// Words.
    Text(String),
    /// An amount or a count.
    Number(String),
    /// A state.
    State(Tag),
    /// How far something is, in more than one respect.
    States(Vec<Tag>),
    /// What a person or a file wrote, exactly.
    Code(String),
    /// Buttons.
    Actions(Vec<Action>),
}

/// A button of a cell: a form of its own.
#[derive(Clone, Debug)]
pub struct Action {
    /// "Resend".
    pub label: String,
    /// Where it goes.
    pub href: String,
    /// A link, not a form.
    pub is_link: bool,
    /// Cannot be taken back.
    pub risky: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(label: &str) -> Self {
        Self { label: label.to_owned(), numeric: false }
    }

    /// A column of buttons.
    #[must_use]
    pub fn buttons(label: &str) -> Self {
        Self::numbers(label)
    }

    /// A column of numbers.
    #[must_use]
    pub fn numbers(label: &str) -> Self {
        Self { label: label.to_owned(), numeric: true }
    }
}

impl Cell {
    /// The thing itself, with its page.
    #[must_use]
    pub fn lead(title: &str, href: &str) -> Self {
        Self::Lead { title: title.to_owned(), detail: String::new(), href: href.to_owned(), picture: None }
    }

    /// Words.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// An amount or a count.
    #[must_use]
    pub fn number(text: &str) -> Self {
        Self::Number(text.to_owned())
    }
}

impl Table {
    /// Each cell with the head of its column, which phones show beside it.
    fn labelled<'a>(&'a self, cells: &'a [Cell]) -> impl Iterator<Item = (&'a str, &'a Cell)> {
        let labels = self.columns.iter().map(|column| column.label.as_str()).chain(std::iter::repeat(""));
        labels.zip(cells)
    }
}

impl HtmlSafe for Table {}
