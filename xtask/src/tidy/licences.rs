//! Every crate we build on has a permissive licence and comes from the public registry.

use super::Finding;
use super::metadata::Package;
use super::spdx;

/// Licences that ask for no more than a notice.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Single crates under another licence that still asks nothing of our own files, each with its reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("webdriver", "MPL-2.0", "fantoccini's words for driving a browser; in tests only, never shipped"),
    ("cssparser", "MPL-2.0", "ammonia reads style attributes with it; used unchanged, files stay theirs"),
    ("dtoa-short", "MPL-2.0", "cssparser writes numbers with it; used unchanged, files stay theirs"),
    (
        "webpki-roots",
        "CDLA-Permissive-2.0",
        "a list of root certificates: data, with a permissive data licence",
    ),
    ("webpki-root-certs", "CDLA-Permissive-2.0", "the same list in another form"),
];

/// The MIT licence, as our own copy has it: the file of a crate that names no expression is held against its words.
const MIT: &str = include_str!("../../../LICENSE-MIT");
/// Where its words begin, behind who wrote what and when.
const MIT_BEGINS: &str = "Permission is hereby granted";

/// The public registry, as the lock file names it.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Findings for every crate with another licence or another source.
pub fn check(packages: &[Package]) -> Vec<Finding> {
    let licences = packages.iter().filter_map(check_licence);
    let sources = packages.iter().filter_map(check_source);
    licences.chain(sources).collect()
}

fn check_licence(package: &Package) -> Option<Finding> {
    let place = format!("crate {} {}", package.name, package.version);
    let named = package.licence.as_deref().or_else(|| package.licence_text.as_deref().and_then(recognised));
    let Some(expression) = named else {
        return Some(Finding::new(place, "names no licence, so it must not be used"));
    };
    let allowed = |licence: &str| {
        PERMISSIVE.contains(&licence)
            || EXCEPTIONS.iter().any(|(name, exception, _)| *name == package.name && *exception == licence)
    };
    match spdx::permits(expression, &allowed) {
        Ok(true) => None,
        Ok(false) => Some(Finding::new(place, format!("licence `{expression}` is not permissive"))),
        Err(why) => Some(Finding::new(place, format!("licence `{expression}` cannot be read: {why}"))),
    }
}

/// The licence that a text is, word for word.
fn recognised(text: &str) -> Option<&'static str> {
    let words = |text: &str| {
        let begins = text.find(MIT_BEGINS)?;
        Some(text[begins..].split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    };
    (words(text)? == words(MIT)?).then_some("MIT")
}

fn check_source(package: &Package) -> Option<Finding> {
    let fine = match &package.source {
        None => package.ours,
        Some(source) => source == REGISTRY,
    };
    (!fine).then(|| {
        let source = package.source.as_deref().unwrap_or("a path outside the workspace");
        Finding::new(format!("crate {}", package.name), format!("comes from {source}, not from crates.io"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, licence: Option<&str>, source: Option<&str>) -> Package {
        Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.map(str::to_owned),
            licence_text: None,
            source: source.map(str::to_owned),
            ours: false,
            dependencies: Vec::new(),
        }
    }

    fn advice(package: Package) -> Vec<String> {
        check(&[package]).into_iter().map(|finding| finding.advice).collect()
    }

    #[test]
    fn a_permissive_crate_from_the_registry_is_welcome() {
        assert_eq!(advice(package("serde", Some("MIT OR Apache-2.0"), Some(REGISTRY))), Vec::<String>::new());
    }

    #[test]
    fn copyleft_missing_and_unreadable_licences_are_found() {
        assert_eq!(
            advice(package("a", Some("AGPL-3.0"), Some(REGISTRY))),
            ["licence `AGPL-3.0` is not permissive"]
        );
        assert_eq!(advice(package("b", None, Some(REGISTRY))), ["names no licence, so it must not be used"]);
        assert_eq!(advice(package("c", Some("MIT AND"), Some(REGISTRY))).len(), 1);
    }

    #[test]
    fn a_licence_in_a_file_is_read_word_for_word() {
        let by_text = |text: &str| {
            let text = Some(text.to_owned());
            advice(Package { licence_text: text, ..package("a", None, Some(REGISTRY)) })
        };
        let theirs = MIT.replace("Buyline", "Somebody else").replace('\n', "\r\n");
        assert!(by_text(&theirs).is_empty());
        let less = MIT.replace("sublicense, ", "");
        assert_ne!(less, MIT);
        for text in [less.as_str(), &format!("{MIT} But not on Sundays."), "MIT License", ""] {
            assert_eq!(by_text(text), ["names no licence, so it must not be used"], "{text}");
        }
    }

    #[test]
    fn an_exception_covers_its_own_crate_only() {
        assert!(advice(package("cssparser", Some("MPL-2.0"), Some(REGISTRY))).is_empty());
        assert_eq!(advice(package("another", Some("MPL-2.0"), Some(REGISTRY))).len(), 1);
    }

    #[test]
    fn git_and_stray_paths_are_found() {
        assert_eq!(advice(package("a", Some("MIT"), Some("git+https://example.org/a"))).len(), 1);
        assert_eq!(advice(package("b", Some("MIT"), None)).len(), 1);
        let ours = Package { ours: true, ..package("ours", Some("MIT"), None) };
        assert!(advice(ours).is_empty());
    }
}
