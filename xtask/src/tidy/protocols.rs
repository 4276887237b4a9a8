//! The protocols under `crates/web/src` are neighbours, not relatives: none imports another, so that one can
//! change its wire form, or go, without the others noticing.

use super::Finding;
use super::files::TextFile;
use super::rust_text::{Keep, strip};

const FOLDER: &str = "crates/web/src/";

/// Every protocol that is spoken to us, present or planned.
const PROTOCOLS: &[&str] =
    &["html", "rest", "mastodon", "activitypub", "acp", "ucp", "embed", "tag", "hooks", "feeds"];

/// Findings for every import of one protocol from another.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    files.iter().filter(|file| file.is_rust()).flat_map(check_file).collect()
}

fn check_file(file: &TextFile) -> Vec<Finding> {
    let Some(below) = file.path.strip_prefix(FOLDER) else { return Vec::new() };
    let own = below.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    if !PROTOCOLS.contains(&own) {
        return Vec::new();
    }
    let depth = below.split('/').filter(|part| *part != "mod.rs").count();
    let code = strip(&file.text, Keep::Code);
    let mut findings: Vec<Finding> = Vec::new();
    for (at, root_path) in root_paths(&code, depth) {
        for module in first_modules(root_path) {
            if module != own && PROTOCOLS.contains(&module) {
                let line = code[..at].matches('\n').count() + 1;
                let advice =
                    format!("`{own}` must not import the protocol `{module}`; share through a use case");
                findings.push(Finding::new(format!("{}:{line}", file.path), advice));
            }
        }
    }
    findings
}

/// What follows each `crate::`, and each chain of `super::` long enough to climb `depth` modules up to the
/// crate's root, with its place in `code`.
fn root_paths(code: &str, depth: usize) -> impl Iterator<Item = (usize, &str)> {
    let from_crate = code.match_indices("crate::").map(|(at, word)| (at, &code[at + word.len()..]));
    let from_super = code
        .match_indices("super::")
        .filter(|(at, _)| !code[..*at].ends_with("super::"))
        .filter_map(move |(at, _)| {
            let end = code[at..].trim_start_matches("super::");
            let climbed = (code.len() - at - end.len()) / "super::".len();
            (climbed >= depth).then_some((at, end))
        });
    from_crate.chain(from_super)
}

/// The modules a path names first; several for `{a, b::c}`.
fn first_modules(path: &str) -> Vec<&str> {
    match path.strip_prefix('{') {
        None => vec![leading_word(path)],
        Some(group) => split_group(group).map(|part| leading_word(part.trim_start())).collect(),
    }
}

fn leading_word(text: &str) -> &str {
    let end = text.find(|character: char| !(character.is_alphanumeric() || character == '_'));
    &text[..end.unwrap_or(text.len())]
}

/// The parts of a `use` group at its outermost level, up to its closing brace.
fn split_group(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let mut closed = false;
    let end = group
        .find(|character| {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => closed = true,
                '}' => depth -= 1,
                _ => {}
            }
            closed
        })
        .unwrap_or(group.len());
    let mut depth = 0_usize;
    group[..end].split(move |character| {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        character == ',' && depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let file = TextFile { path: format!("{FOLDER}{path}"), text: text.to_owned() };
        check(&[file]).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn an_import_of_a_neighbour_is_found_in_every_spelling() {
        for text in [
            "use crate::rest::wire;",
            "use crate::{session, rest::wire};",
            "use crate::{session::{self, Cookie}, rest};",
            "use super::super::rest::wire;",
            "fn f() { crate::rest::wire::order(); }",
        ] {
            assert_eq!(found("html/buy.rs", text), ["crates/web/src/html/buy.rs:1"], "{text}");
        }
        assert_eq!(found("acp.rs", "\n\nuse crate::ucp::wire;"), ["crates/web/src/acp.rs:3"]);
    }

    #[test]
    fn the_own_folder_shared_modules_and_comments_are_fine() {
        for text in [
            "use crate::html::page; use crate::session;",
            "use super::{buy, restless};",
            "use super::tag; // html's own page about a tag",
            "// as crate::rest does\nlet a = \"crate::rest\";",
            "use app::rest::Thing;",
        ] {
            assert!(found("html/buy.rs", text).is_empty(), "{text}");
        }
        assert!(found("routes.rs", "use crate::{html, rest};").is_empty());
    }
}
