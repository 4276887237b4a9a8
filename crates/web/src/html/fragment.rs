//! Markup that is rendered once and shown to many: a post, compiled to segments, finished for each viewer by `push_str`.
//!
//! Templates mark what differs from viewer to viewer by HTML comments, which neither escaped text nor sanitised HTML can
//! ever contain, so nobody can write a marker into a post:
//!
//! | marker | becomes |
//! |---|---|
//! | `<!--csrf-->` | the viewer's token, safe inside an attribute |
//! | `<!--?liked-->…<!--/?-->` | its content, for those who like the post |
//! | `<!--?!liked-->…<!--/?-->` | its content, for everybody else |
//!
//! The same for `boosted` and `author` (the viewer wrote it). Conditions do not nest; a segment has at most one.

use std::ops::Range;

use thiserror::Error;

/// What one viewer is to one post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewerFlags<'a> {
    /// The form token of the viewer's session; only characters that need no escaping (checked when made).
    pub csrf: &'a str,
    /// The viewer likes the post.
    pub liked: bool,
    /// The viewer boosted the post.
    pub boosted: bool,
    /// The viewer wrote the post, or works for the merchant who did.
    pub is_author: bool,
}

/// A marker that the template got wrong.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum FragmentError {
    /// A condition of a name we do not know.
    #[error("unknown condition {0}")]
    UnknownCondition(String),
    /// A condition inside a condition, or an end without a beginning, or none at all.
    #[error("conditions do not nest and must end, at byte {0}")]
    Unbalanced(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Always,
    Liked(bool),
    Boosted(bool),
    Author(bool),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    when: When,
    text: Range<u32>,
    /// The token follows the text.
    csrf_after: bool,
}

/// Markup with its markers found: cheap to keep, cheap to finish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    html: Box<str>,
    segments: Box<[Segment]>,
}

const CSRF: &str = "<!--csrf-->";
const END: &str = "<!--/?-->";
const BEGIN: &str = "<!--?";
const CLOSE: &str = "-->";
/// Room for the token and rounding, so that finishing a fragment allocates once.
const RENDER_ROOM_BYTES: usize = 256;

impl Fragment {
    /// Finds the markers of `html`, which a template made.
    ///
    /// # Errors
    /// [`FragmentError`] when the template's markers do not fit together; a test renders every template that has some.
    pub fn compile(html: String) -> Result<Self, FragmentError> {
        let mut segments = Vec::new();
        let mut when = When::Always;
        let mut from = 0;
        while let Some(offset) = html[from..].find("<!--") {
            let at = from + offset;
            let rest = &html[at..];
            if rest.starts_with(CSRF) {
                push(&mut segments, when, from..at, true);
                from = at + CSRF.len();
            } else if rest.starts_with(END) {
                if when == When::Always {
                    return Err(FragmentError::Unbalanced(at));
                }
                push(&mut segments, when, from..at, false);
                when = When::Always;
                from = at + END.len();
            } else if let Some(name) = rest.strip_prefix(BEGIN) {
                if when != When::Always {
                    return Err(FragmentError::Unbalanced(at));
                }
                let length = name.find(CLOSE).ok_or(FragmentError::Unbalanced(at))?;
                push(&mut segments, when, from..at, false);
                when = condition(&name[..length])?;
                from = at + BEGIN.len() + length + CLOSE.len();
            } else {
                push(&mut segments, when, from..at + 4, false);
                from = at + 4;
            }
        }
        if when != When::Always {
            return Err(FragmentError::Unbalanced(html.len()));
        }
        push(&mut segments, when, from..html.len(), false);
        Ok(Self { html: html.into_boxed_str(), segments: segments.into_boxed_slice() })
    }

    /// Appends the fragment as `viewer` sees it.
    pub fn render_into(&self, out: &mut String, viewer: &ViewerFlags<'_>) {
        out.reserve(self.html.len() + RENDER_ROOM_BYTES);
        for segment in &self.segments {
            let shown = match segment.when {
                When::Always => true,
                When::Liked(wanted) => viewer.liked == wanted,
                When::Boosted(wanted) => viewer.boosted == wanted,
                When::Author(wanted) => viewer.is_author == wanted,
            };
            if shown {
                out.push_str(&self.html[segment.text.start as usize..segment.text.end as usize]);
                if segment.csrf_after {
                    out.push_str(viewer.csrf);
                }
            }
        }
    }

    /// The fragment as `viewer` sees it, by itself.
    #[must_use]
    pub fn render(&self, viewer: &ViewerFlags<'_>) -> String {
        let mut out = String::new();
        self.render_into(&mut out, viewer);
        out
    }

    /// What a cache should count it as.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.html.len() + size_of_val(&*self.segments)
    }
}

fn push(segments: &mut Vec<Segment>, when: When, text: Range<usize>, csrf_after: bool) {
    if text.is_empty() && !csrf_after {
        return;
    }
    let bound = |at: usize| u32::try_from(at).expect("a fragment is a few kilobytes");
    segments.push(Segment { when, text: bound(text.start)..bound(text.end), csrf_after });
}

fn condition(name: &str) -> Result<When, FragmentError> {
    let (wanted, plain) = match name.strip_prefix('!') {
        Some(plain) => (false, plain),
        None => (true, name),
    };
    match plain {
        "liked" => Ok(When::Liked(wanted)),
        "boosted" => Ok(When::Boosted(wanted)),
        "author" => Ok(When::Author(wanted)),
        unknown => Err(FragmentError::UnknownCondition(unknown.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(html: &str) -> Result<Fragment, FragmentError> {
        Fragment::compile(html.to_owned())
    }

    #[test]
    fn each_viewer_sees_their_own_state() {
        let html =
            r#"<i value="<!--csrf-->"></i><!--?liked-->on<!--/?--><!--?!liked-->off <!--csrf--> x<!--/?-->!"#;
        let fragment = compile(html).unwrap();
        let reader = ViewerFlags { csrf: "t0k", ..ViewerFlags::default() };
        assert_eq!(fragment.render(&reader), r#"<i value="t0k"></i>off t0k x!"#);
        assert_eq!(fragment.render(&ViewerFlags { liked: true, ..reader }), r#"<i value="t0k"></i>on!"#);
    }

    #[test]
    fn other_comments_stay() {
        let fragment = compile("a<!-- note -->b<!--?author-->c<!--/?-->").unwrap();
        assert_eq!(fragment.render(&ViewerFlags::default()), "a<!-- note -->b");
    }

    #[test]
    fn wrong_markers_are_refused() {
        assert_eq!(compile("<!--/?-->"), Err(FragmentError::Unbalanced(0)));
        assert_eq!(compile("<!--?liked-->x"), Err(FragmentError::Unbalanced(14)));
        assert_eq!(compile("<!--?liked--><!--?author-->"), Err(FragmentError::Unbalanced(13)));
        assert_eq!(compile("<!--?rich-->"), Err(FragmentError::UnknownCondition("rich".to_owned())));
    }
}
