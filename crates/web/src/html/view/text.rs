//! Plain text that people wrote, with its links.

use askama::filters::{Html as Escaper, escape};
use domain::post::{Span, spans};

use crate::html::redirect::encode;
use crate::html::safe::Html;

/// Characters of a link that are shown; the address itself stays whole.
const LINK_CHARACTERS_SHOWN: usize = 40;

/// `text` with its tags, names and addresses as links, its paragraphs as paragraphs, and everything else as text.
#[must_use]
pub fn linked(text: &str) -> Html {
    if text.is_empty() {
        return Html::default();
    }
    let mut out = String::with_capacity(text.len() * 2);
    out.push_str("<p>");
    for span in spans(text) {
        match span {
            Span::Text(text) => paragraphs(&mut out, text),
            Span::Tag(tag) => {
                let name = encode(&tag[1..].to_lowercase());
                out.push_str(&format!(r#"<a href="/tags/{name}">{}</a>"#, escaped(tag)));
            }
            Span::Name(name) => {
                out.push_str(&format!(r#"<a href="/{}">{}</a>"#, encode_handle(name), escaped(name)));
            }
            Span::Link(link) => {
                let shown = link.trim_start_matches("https://").trim_start_matches("http://");
                let mut clipped: String = shown.chars().take(LINK_CHARACTERS_SHOWN).collect();
                if clipped.len() < shown.len() {
                    clipped.push('…');
                }
                out.push_str(&format!(
                    r#"<a href="{}" rel="noopener nofollow ugc">{}</a>"#,
                    escaped(link),
                    escaped(&clipped)
                ));
            }
        }
    }
    out.push_str("</p>");
    Html::trusted(out)
}

fn paragraphs(out: &mut String, text: &str) {
    let safe = escaped(text);
    for (index, paragraph) in safe.split("\n\n").enumerate() {
        if index > 0 {
            out.push_str("</p><p>");
        }
        out.push_str(&paragraph.trim_start_matches('\n').replace('\n', "<br>"));
    }
}

fn encode_handle(name: &str) -> String {
    format!("@{}", name[1..].to_ascii_lowercase())
}

/// `text` as it may stand in markup and between quotes.
pub fn escaped(text: &str) -> String {
    escape(text, Escaper).map(|safe| safe.to_string()).unwrap_or_default()
}

/// The beginning of `text` on one line.
#[must_use]
pub fn excerpt(text: &str, characters_max: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut clipped: String = line.chars().take(characters_max).collect();
    if clipped.len() < line.len() {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_post_is_text() {
        let html = linked("<script>alert(1)</script> <!--csrf--> #Été @Nord https://x.example/?a=1&b=\"2")
            .to_string();
        assert!(!html.contains("<script") && !html.contains("<!--"), "{html}");
        assert!(html.contains(r#"<a href="/tags/%C3%A9t%C3%A9">#Été</a>"#), "{html}");
        assert!(html.contains(r#"<a href="/@nord">@Nord</a>"#), "{html}");
        assert!(html.contains(r#"href="https://x.example/?a=1&#38;b=""#), "{html}");
    }

    #[test]
    fn paragraphs_are_kept() {
        assert_eq!(linked("a\nb\n\nc").to_string(), "<p>a<br>b</p><p>c</p>");
    }
}
