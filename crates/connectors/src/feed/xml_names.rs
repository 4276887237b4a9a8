//! Which elements are open, and which prefix stands for whose names.

use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

use super::limits::{DEPTH_MAX, PREFIXES_MAX};

/// Whose name an element has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Namespace {
    /// Google's product attributes.
    Google,
    /// RSS without a namespace, RSS 1.0 or Atom.
    Plain,
    /// Somebody else's; passed over.
    Other,
}

/// The elements that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct Names {
    open: Vec<String>,
    bindings: Vec<Binding>,
}

#[derive(Debug)]
struct Binding {
    depth: usize,
    prefix: String,
    namespace: Namespace,
}

/// More than [`DEPTH_MAX`] elements are open.
#[derive(Debug)]
pub(super) struct TooDeep;

impl Names {
    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Opens an element and tells whose it is.
    pub(super) fn open(&mut self, start: &BytesStart<'_>) -> Result<Namespace, TooDeep> {
        if self.open.len() == DEPTH_MAX {
            return Err(TooDeep);
        }
        self.open.push(start.name().0.to_owned());
        self.bind(start);
        Ok(self.namespace(start.name().prefix().map_or("", |prefix| prefix.into_inner())))
    }

    /// Closes the innermost element of that name and all within it. True when it was the innermost of all.
    pub(super) fn close(&mut self, name: &str) -> bool {
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return false };
        let is_innermost = at + 1 == self.open.len();
        self.truncate(at);
        is_innermost
    }

    /// Closes elements until `depth` are open.
    pub(super) fn truncate(&mut self, depth: usize) {
        self.open.truncate(depth);
        self.bindings.retain(|binding| binding.depth <= depth);
    }

    /// The name of the element that is open at `depth`, from 1.
    pub(super) fn at(&self, depth: usize) -> Option<&str> {
        self.open.get(depth.checked_sub(1)?).map(String::as_str)
    }

    fn bind(&mut self, start: &BytesStart<'_>) {
        if !start.attributes_raw().contains("xmlns") {
            return;
        }
        let depth = self.open.len();
        for attribute in start.attributes().with_checks(false).flatten() {
            let prefix = match attribute.key.0.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                Some(_) | None => continue,
            };
            if self.bindings.len() < PREFIXES_MAX {
                let uri = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
                self.bindings.push(Binding {
                    depth,
                    prefix: prefix.to_owned(),
                    namespace: namespace_of(&uri),
                });
            }
        }
    }

    /// `g` means Google's even where nobody declared it, because many shops forget to.
    fn namespace(&self, prefix: &str) -> Namespace {
        match self.bindings.iter().rev().find(|binding| binding.prefix == prefix) {
            Some(binding) => binding.namespace,
            None if prefix.is_empty() => Namespace::Plain,
            None if prefix == "g" => Namespace::Google,
            None => Namespace::Other,
        }
    }
}

fn namespace_of(uri: &str) -> Namespace {
    let uri = uri.trim().trim_end_matches('/');
    match uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")) {
        Some("base.google.com/ns/1.0") => Namespace::Google,
        Some(
            "www.w3.org/2005/Atom" | "purl.org/atom/ns#" | "purl.org/rss/1.0" | "backend.userland.com/rss2",
        ) => Namespace::Plain,
        Some(_) => Namespace::Other,
        None if uri.is_empty() => Namespace::Plain,
        None => Namespace::Other,
    }
}
