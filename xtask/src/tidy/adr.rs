//! Every decision record is in the list, and the list names only records that exist.

use super::Finding;
use super::files::TextFile;

const FOLDER: &str = "docs/adr/";
const LIST: &str = "docs/adr/README.md";

/// Findings for records that are not listed and for listed ones that are gone.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    let records: Vec<&str> = files
        .iter()
        .filter_map(|file| file.path.strip_prefix(FOLDER))
        .filter(|name| name.ends_with(".md") && *name != "README.md")
        .collect();
    let list = files.iter().find(|file| file.path == LIST).map_or("", |file| file.text.as_str());
    let linked: Vec<&str> = links(list).filter(|link| is_record(link)).collect();
    let unlisted = records
        .iter()
        .filter(|record| !linked.contains(record))
        .map(|record| Finding::new(format!("{FOLDER}{record}"), format!("is not listed in {LIST}")));
    let gone = linked
        .iter()
        .filter(|link| !records.contains(link))
        .map(|link| Finding::new(LIST, format!("lists {link}, which does not exist")));
    unlisted.chain(gone).collect()
}

/// The targets of Markdown links.
fn links(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// Whether a link names a record: four digits, a dash, a sentence.
fn is_record(link: &str) -> bool {
    link.ends_with(".md") && link.len() > 5 && link.bytes().take(4).all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn an_unlisted_record_and_a_dangling_entry_are_found() {
        let files = [
            file(LIST, "| [1](0001-one.md) |\n| [2](0002-gone.md) | [house](../../STYLE.md)"),
            file("docs/adr/0001-one.md", ""),
            file("docs/adr/0003-new.md", ""),
        ];
        let found: Vec<String> = check(&files).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "docs/adr/0003-new.md: is not listed in docs/adr/README.md",
                "docs/adr/README.md: lists 0002-gone.md, which does not exist",
            ]
        );
    }
}
