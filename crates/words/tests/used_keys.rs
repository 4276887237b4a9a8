//! Every key that code or a template names exists, so that no page meets a missing sentence.

use std::fs;
use std::path::{Path, PathBuf};

use buyline_words::{Locale, Words};

/// Calls whose first argument is a key, as `w.text("…")` or `words.with("…")`.
const METHODS: [&str; 6] = ["text", "with", "fill", "count", "write", "lookup"];

/// What the receiver of such a call is called. Other names are other people's `with`.
const RECEIVERS: [&str; 3] = ["w", "words", "words()"];

#[test]
fn every_key_that_is_used_exists() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("lies in crates/");
    let mut files = Vec::new();
    collect(crates, &mut files);
    let mut missing = Vec::new();
    let mut used = 0;
    for file in files {
        let Ok(content) = fs::read_to_string(&file) else { continue };
        for (line, key) in keys_in(&content) {
            used += 1;
            if !Words::of(Locale::FALLBACK).has(key) {
                missing.push(format!("{}:{line}: {key}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "add these to the .ftl files of every language:\n{}", missing.join("\n"));
    assert!(used > 0, "the search found no key at all");
}

#[test]
fn keys_are_found_where_they_stand() {
    let found = |content| keys_in(content).into_iter().map(|(_, key)| key).collect::<Vec<_>>();
    assert_eq!(found(r#"{{ w.text("card-buy") }} {{ w.count("card-left", n) }}"#), ["card-buy", "card-left"]);
    assert_eq!(found("ctx.words().with(\n    \"mail-hello\", &args)"), ["mail-hello"]);
    assert_eq!(found(r#"match s { A => key!("order-state-placed") }"#), ["order-state-placed"]);
    assert!(found(r#"row.text("x"); show.with("y"); w.context("z"); w.text(key)"#).is_empty());
}

/// The line and key of every literal key.
fn keys_in(content: &str) -> Vec<(usize, &str)> {
    let mut keys = Vec::new();
    for (at, _) in content.match_indices('(') {
        let Some(key) = literal(&content[at + 1..]) else { continue };
        if names_a_key(&content[..at]) {
            keys.push((content[..at].lines().count(), key));
        }
    }
    keys
}

/// The string literal that `rest` begins with, if it looks like a key.
fn literal(rest: &str) -> Option<&str> {
    let (literal, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
    let plausible = !literal.is_empty() && literal.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    plausible.then_some(literal)
}

/// Whether `before` ends in `key!` or in one of our methods on one of our receivers.
fn names_a_key(before: &str) -> bool {
    if let Some(before) = before.strip_suffix("key!") {
        return !before.ends_with(is_word);
    }
    METHODS.iter().any(|method| {
        let receiver = before.strip_suffix(method).and_then(|before| before.strip_suffix('.'));
        receiver.is_some_and(|before| {
            RECEIVERS.iter().any(|name| {
                before.trim_end().strip_suffix(name).is_some_and(|before| !before.ends_with(is_word))
            })
        })
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// All sources and templates under `folder`.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path()) {
        let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if entry.is_dir() {
            // Tests may name keys that are not there, on purpose.
            if name != "tests" && name != "target" {
                collect(&entry, files);
            }
        } else if ["rs", "html", "txt", "xml"]
            .iter()
            .any(|ending| entry.extension().is_some_and(|e| e == *ending))
        {
            files.push(entry);
        }
    }
}
