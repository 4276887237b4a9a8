//! What every page of the gallery says, as a reader or a screen reader meets it: headings, sentences, links with where
//! they lead, forms with their fields and buttons. Markup may change freely; words and ways are reviewed.
//!
//! A change is looked at as a diff of `snapshots/`; `INSTA_UPDATE=always cargo test -p buyline-web --test outlines`
//! writes the new ones.

use words::Locale;

#[path = "../examples/gallery/samples/mod.rs"]
mod samples;

/// Drawn, not read.
const SILENT: [&str; 5] = ["svg", "script", "style", "head", "template"];

/// One line per thing that can be read or used.
#[derive(Default)]
struct Outline {
    lines: Vec<String>,
    line: String,
}

impl Outline {
    fn of(html: &str) -> String {
        let mut outline = Self::default();
        let mut silent: Option<&str> = None;
        for part in html.split('<').skip(1) {
            let (tag, text) = part.split_once('>').expect("a tag ends");
            let closes = tag.starts_with('/');
            let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
            match silent {
                Some(waiting) if closes && name == waiting => silent = None,
                Some(_) => continue,
                None if !closes && SILENT.contains(&name) => {
                    silent = Some(name);
                    continue;
                }
                None => outline.tag(name, tag, closes),
            }
            outline.text(text);
        }
        outline.end_line();
        outline.lines.join("\n")
    }

    fn tag(&mut self, name: &str, tag: &str, closes: bool) {
        let said = |attribute: &str| attribute_of(tag, attribute).unwrap_or_default().to_owned();
        match (name, closes) {
            ("a", false) => self.begin(&format!("-> {} ", said("href"))),
            ("h1" | "h2" | "h3" | "h4", false) => {
                let level = usize::from(name.as_bytes()[1] - b'0');
                self.begin(&format!("{} ", "#".repeat(level)));
            }
            ("form", false) => self.begin(&format!("form {} {}", said("method"), said("action"))),
            ("input", false) if said("type") == "hidden" => {}
            ("input", false) => {
                let (kind, name, value) = (said("type"), said("name"), said("value"));
                self.begin(&format!("input {kind} {name} \"{value}\""));
            }
            ("select" | "textarea", false) => self.begin(&format!("{name} {}", said("name"))),
            ("button", false) => self.begin(&format!("button {} ", said("aria-label"))),
            ("option", false) => self.begin("option "),
            ("img", false) => self.begin(&format!("img \"{}\"", said("alt"))),
            ("th" | "td", false) => self.line.push_str(" | "),
            ("span" | "b" | "strong" | "em" | "small" | "time" | "abbr" | "bdi" | "s" | "i", _) => {}
            _ => self.end_line(),
        }
    }

    fn begin(&mut self, with: &str) {
        self.end_line();
        self.line.push_str(with);
    }

    fn text(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
            self.line.push_str(word);
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.lines.push(line.trim_end().to_owned());
        }
    }
}

fn attribute_of<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|(value, _)| value)
}

#[test]
fn every_page_says_what_was_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, html) in samples::pages(Locale::ALL[0]) {
            insta::assert_snapshot!(name.replace('/', "-"), Outline::of(&html));
        }
    });
}

#[test]
fn an_outline_tells_words_ways_and_fields() {
    let html = "<html><head><title>x</title></head><body><h1>Your <b>order</b></h1><svg><text>no</text></svg>\
                <form method=\"post\" action=\"/pay\"><input type=\"hidden\" name=\"csrf\" value=\"1\">\
                <input type=\"text\" name=\"city\" value=\"Brest\"><button>Pay</button></form>\
                <a href=\"/\">Home</a></body></html>";
    assert_eq!(
        Outline::of(html),
        "# Your order\nform post /pay\ninput text city \"Brest\"\nbutton  Pay\n-> / Home"
    );
}
