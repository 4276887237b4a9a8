//! The first record of a delimited file: which column is which, whatever its spelling.

use super::records::Record;

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Header {
    names: Vec<String>,
    normalized: Vec<String>,
}

impl Header {
    pub(super) fn new(record: &Record) -> Header {
        Header::from_names((0..record.len()).map(|index| record.value(index).trim().to_owned()).collect())
    }

    pub(super) fn from_names(names: Vec<String>) -> Header {
        let normalized = names.iter().map(|name| normalized(name)).collect();
        Header { names, normalized }
    }

    /// How many columns there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The first column that has one of the `accepted` names, which are written as [`normalized`] returns them.
    pub(super) fn find(&self, accepted: &[&str]) -> Option<usize> {
        accepted.iter().find_map(|wanted| self.normalized.iter().position(|name| name == wanted))
    }

    /// The column as the file writes it.
    pub(super) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }
}

/// One spelling for `Image Link`, `image_link` and `g:image-link`: lower case, single blanks.
pub(super) fn normalized(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("g:").unwrap_or(&name);
    let words: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || matches!(c, '_' | '-'))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Whether a line above the header is a note: Meta's template explains its columns behind `#`, and spreadsheets
/// name their delimiter with `sep=`.
pub(super) fn is_note(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches('"');
    line.starts_with('#') || line.starts_with("sep=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_has_many_spellings() {
        for name in ["Image Link", " image_link ", "g:image-link", "IMAGE  LINK"] {
            assert_eq!(normalized(name), "image link");
        }
        assert_eq!(normalized("Compare-at price"), normalized("Compare At Price"));
    }

    #[test]
    fn the_first_of_two_equal_columns_counts() {
        let header = Header::from_names(vec!["x".into(), "Price".into(), "price".into()]);
        assert_eq!(header.find(&["price"]), Some(1));
        assert_eq!(header.find(&["id"]), None);
    }
}
