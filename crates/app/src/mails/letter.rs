//! A letter: what a mail says, written once, rendered as text and as HTML.

use askama::Template;

/// One mail in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letter {
    /// Language of the letter, `en` or `fr`.
    pub lang: &'static str,
    /// Subject line.
    pub subject: String,
    /// First sentences, in order.
    pub paragraphs: Vec<String>,
    /// What was bought: name and amount.
    pub rows: Vec<(String, String)>,
    /// Links to act on: label and address.
    pub buttons: Vec<(String, String)>,
    /// What is to be kept, each under its heading.
    pub sections: Vec<Section>,
    /// Small print.
    pub notes: Vec<String>,
}

/// Lines under a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Section {
    /// The heading.
    pub title: String,
    /// What stands below it.
    pub lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    letter: &'a Letter,
}

impl Letter {
    /// As plain text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for paragraph in &self.paragraphs {
            text.push_str(paragraph);
            text.push_str("\n\n");
        }
        for (name, amount) in &self.rows {
            text.push_str(&format!("  {name}: {amount}\n"));
        }
        for (label, url) in &self.buttons {
            text.push_str(&format!("\n{label}:\n{url}\n"));
        }
        for Section { title, lines } in &self.sections {
            text.push_str(&format!("\n{title}\n"));
            for line in lines {
                text.push_str(&format!("  {line}\n"));
            }
        }
        if !self.notes.is_empty() {
            text.push_str("\n--\n");
            text.push_str(&self.notes.join("\n"));
            text.push('\n');
        }
        text
    }

    /// As HTML: one column, no pictures, no scripts, nothing fetched from elsewhere.
    pub(crate) fn html(&self) -> String {
        Html { letter: self }.render().expect("a template over plain strings renders")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_markup_are_shown_as_text() {
        let letter = Letter { paragraphs: vec!["<script>alert(1)</script>".to_owned()], ..Letter::default() };
        assert!(!letter.html().contains("<script>"));
        assert!(letter.text().contains("<script>"));
    }
}
