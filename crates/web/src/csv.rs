//! Files for spreadsheets.
//!
//! Source: RFC 4180 for the form. A cell that begins like a formula is given an apostrophe in front: spreadsheets
//! would run it, and what people typed into a form must never run (OWASP, "CSV Injection").

use axum::response::{IntoResponse, Response};
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

    /// Adds a line. Amounts and counts go in as plain digits, with a minus in front where they are negative: what
    /// reads as a number is no formula.
    pub fn row(&mut self, cells: &[impl AsRef<str>]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            push(&mut self.text, cell.as_ref());
        }
        self.text.push_str("\r\n");
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

fn push(text: &mut String, cell: &str) {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(cell);
    let quoted = risky || cell.contains([',', '"', '\n', '\r']);
    if !quoted {
        text.push_str(cell);
        return;
    }
    text.push('"');
    if risky {
        text.push('\'');
    }
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_never_run_as_formulas() {
        for bad in ["=1+1", "+1", "@SUM(A1)", "-1+cmd", "\tx", "\rx", "--1", "-"] {
            let mut text = String::new();
            push(&mut text, bad);
            assert!(text.starts_with("\"'"), "{bad:?} became {text:?}");
        }
        let mut csv = Csv::new(&["name", "amount"]);
        csv.row(&["Ana \"A\", B", "-12.50"]);
        assert_eq!(csv.text, "name,amount\r\n\"Ana \"\"A\"\", B\",-12.50\r\n");
    }
}
