//! Every page of the gallery, in every language: it renders, and keeps what the policies and people rely on.

use std::collections::BTreeSet;

use words::Locale;

#[path = "../examples/gallery/samples/mod.rs"]
mod samples;

fn each(mut check: impl FnMut(&str, &str)) {
    for locale in Locale::ALL {
        for (name, html) in samples::pages(*locale) {
            check(&format!("{}/{name}", locale.tag()), &html);
        }
    }
}

/// The tags of `html` as they are written, without their brackets.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|part| part.split_once('>').map(|(tag, _)| tag))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|(value, _)| value)
}

#[test]
fn no_page_needs_what_the_content_security_policy_forbids() {
    each(|page, html| {
        for tag in tags(html) {
            assert!(attribute(tag, "style").is_none(), "{page}: inline style in <{tag}>");
            assert!(
                !tag.split(' ').any(|word| word.starts_with("on") && word.contains("=\"")),
                "{page}: handler in <{tag}>"
            );
            assert!(
                !tag.starts_with("script") || attribute(tag, "nonce").is_some(),
                "{page}: script without nonce"
            );
            assert!(!tag.starts_with("style"), "{page}: style element");
        }
    });
}

#[test]
fn ids_are_unique_and_references_lead_somewhere() {
    each(|page, html| {
        let mut ids = BTreeSet::new();
        for id in tags(html).filter_map(|tag| attribute(tag, "id")) {
            assert!(ids.insert(id), "{page}: id {id} stands twice");
        }
        for tag in tags(html) {
            for name in ["for", "aria-labelledby", "aria-describedby", "aria-controls"] {
                for id in attribute(tag, name).unwrap_or_default().split_whitespace() {
                    assert!(ids.contains(id), "{page}: {name} names {id}, which is not there, in <{tag}>");
                }
            }
            if let Some(id) = attribute(tag, "href").and_then(|href| href.strip_prefix('#')) {
                assert!(ids.contains(id), "{page}: link to #{id}, which is not there");
            }
        }
    });
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    each(|page, html| {
        for form in
            html.split("<form").skip(1).filter_map(|part| part.split_once("</form>")).map(|(form, _)| form)
        {
            let head = form.split_once('>').map_or(form, |(head, _)| head);
            if attribute(head, "method") == Some("post") {
                let token = tags(form).any(|tag| {
                    attribute(tag, "name") == Some("csrf")
                        && attribute(tag, "value").is_some_and(|v| !v.is_empty())
                });
                assert!(token, "{page}: a form without token: <form{head}>");
            }
        }
        assert!(!html.contains("<!--csrf-->") && !html.contains("<!--?"), "{page}: a marker was left over");
    });
}

#[test]
fn pictures_are_described_and_keep_their_place() {
    each(|page, html| {
        for tag in tags(html).filter(|tag| tag.starts_with("img ")) {
            assert!(attribute(tag, "alt").is_some(), "{page}: no alt in <{tag}>");
            let sized = attribute(tag, "width").is_some()
                || attribute(tag, "class").is_some()
                || tag.contains("hidden");
            assert!(sized, "{page}: no size in <{tag}>");
        }
    });
}

#[test]
fn every_page_says_its_language_title_and_content() {
    each(|page, html| {
        let (tag, _) = page.split_once('/').expect("locale first");
        assert!(html.contains(&format!("<html lang=\"{tag}\" dir=\"ltr\"")), "{page}: language");
        let title = html
            .split_once("<title>")
            .and_then(|(_, rest)| rest.split_once("</title>"))
            .map(|(title, _)| title);
        assert!(title.is_some_and(|title| !title.trim().is_empty()), "{page}: title");
        assert_eq!(html.matches("<h1").count(), 1, "{page}: one h1");
        assert!(html.contains("id=\"content\""), "{page}: the skip link leads nowhere");
    });
}
