//! Cells of files for spreadsheets.
//!
//! Source: RFC 4180 for the form. A cell that begins like a formula is given an apostrophe in front: spreadsheets
//! would run it, and what people typed into a form must never run (OWASP, "CSV Injection").

/// Adds one cell to a line. Amounts and counts go in as plain digits, with a minus in front where they are negative: what
/// reads as a number is no formula.
pub fn push(text: &mut String, cell: &str) {
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

/// Adds a whole line.
pub fn push_row(text: &mut String, cells: &[impl AsRef<str>]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        push(text, cell.as_ref());
    }
    text.push_str("\r\n");
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
        let mut text = String::new();
        push_row(&mut text, &["Ana \"A\", B", "-12.50"]);
        assert_eq!(text, "\"Ana \"\"A\"\", B\",-12.50\r\n");
    }
}
