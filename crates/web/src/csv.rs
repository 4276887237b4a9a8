//! Files for spreadsheets as answers; how a cell is written stands in `domain::csv`.

use axum::response::{IntoResponse, Response};
use domain::csv;
use http::header;

/// A file that is being written: lines of cells.
#[derive(Debug, Clone, Default)]
pub struct Csv {
    text: String,
}

impl Csv {
    /// A file with these heads.
    #[must_use]
    pub fn new(heads: &[&str]) -> Self {
        let mut csv = Self::default();
        csv.row(heads);
        csv
    }

    /// Adds a line. Amounts and counts go in as plain digits, with a minus in front where they are negative.
    pub fn row(&mut self, cells: &[impl AsRef<str>]) {
        csv::push_row(&mut self.text, cells);
    }

    /// The file as an answer, to be kept under `name`.
    #[must_use]
    pub fn into_answer(self, name: &str) -> Response {
        let name: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '.' { c } else { '-' })
            .collect();
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        ];
        (headers, self.text).into_response()
    }
}
