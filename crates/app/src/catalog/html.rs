//! Descriptions as merchants write them: HTML through an allow-list, or plain text made into paragraphs.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

/// What a description may be made of: text, lists, tables. No pictures (they have places of their own), no styles.
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "b",
            "strong",
            "i",
            "em",
            "u",
            "s",
            "small",
            "sub",
            "sup",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "h2",
            "h3",
            "h4",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "a",
            "hr",
        ]))
        .clean_content_tags(HashSet::from(["script", "style", "title", "iframe", "template", "noscript"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["https", "http", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer ugc"));
    builder
});

/// The description as it may be put into a page.
#[must_use]
pub fn clean(description: &str) -> String {
    let description = description.trim();
    if description.contains('<') {
        return ALLOWED.clean(description).to_string();
    }
    let paragraphs = description.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    paragraphs.map(|text| format!("<p>{}</p>", escape(text).replace('\n', "<br>"))).collect()
}

/// The entities that files write are read first, so that `&amp;` is one sign and not five.
fn escape(text: &str) -> String {
    ALLOWED.clean(text).to_string()
}

/// What a text field means that showed `stored` by [`plain`]: signs are signs there, and what was left as it was keeps
/// its markup.
#[must_use]
pub fn typed(text: &str, stored: &str) -> String {
    let text = text.replace("\r\n", "\n");
    if text.trim() == plain(stored) {
        return stored.to_owned();
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let paragraphs = escaped.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    paragraphs.map(|text| format!("<p>{}</p>", text.replace('\n', "<br>"))).collect()
}

/// The words of a cleaned description without its tags, for a text field and for a summary.
#[must_use]
pub fn plain(description_html: &str) -> String {
    let broken = description_html.replace("<br>", "\n").replace("</p>", "\n\n").replace("</li>", "\n");
    let text = Builder::empty().clean(&broken).to_string();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ");
    text.replace("&amp;", "&").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_styles_go_and_text_stays() {
        let cases = [
            ("<p onclick=x>Soft <b>wool</b></p><script>alert(1)</script>", "<p>Soft <b>wool</b></p>"),
            ("<img src=x onerror=alert(1)>Hi<br>", "Hi<br>"),
            ("<a href=\"javascript:alert(1)\">x</a>", "<a rel=\"nofollow noopener noreferrer ugc\">x</a>"),
            ("<div style='position:fixed'>over</div>", "over"),
        ];
        for (given, cleaned) in cases {
            assert_eq!(clean(given), cleaned, "{given}");
        }
    }

    #[test]
    fn plain_text_becomes_paragraphs() {
        assert_eq!(clean("Salt & pepper\nset\n\n5 > 4"), "<p>Salt &amp; pepper<br>set</p><p>5 &gt; 4</p>");
        assert_eq!(clean("Fish &amp; chips"), "<p>Fish &amp; chips</p>");
        assert_eq!(clean(" "), "");
    }

    #[test]
    fn what_is_typed_is_shown_as_it_was_typed() {
        let text = "Use <blue> glaze,\r\n<b>bold</b> & 3<4\r\n\r\nFish &amp; chips";
        let stored = clean(&typed(text, ""));
        assert_eq!(plain(&stored), text.replace("\r\n", "\n"));
        assert_eq!(typed(&plain(&stored), &stored), stored);
        let imported = "<p>Soft <b>wool</b></p><ul><li>warm</li></ul>";
        assert_eq!(typed(&plain(imported), imported), imported, "nobody changed it");
    }

    #[test]
    fn a_description_reads_back_as_text() {
        assert_eq!(plain("<p>Salt &amp; pepper<br>set</p><p>5 &gt; 4</p>"), "Salt & pepper\nset\n\n5 > 4");
    }
}
