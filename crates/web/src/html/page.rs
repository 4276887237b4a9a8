//! What every page knows: whose it is, in which language, and what stands around its content.

use app::ports::MethodForm;
use askama::Template;
use words::{Arg, Locale, Words};

use super::assets;
use super::parts::{Avatar, Notice};
use super::safe::Html;

/// The frame of a page. Handlers fill it once per request; every template reads it as `p`.
#[derive(Clone, Debug)]
pub struct Page {
    /// The reader's language.
    pub w: &'static Words,
    /// Names this answer's scripts in its Content-Security-Policy.
    pub nonce: String,
    /// The form token of the session.
    pub csrf: String,
    /// Who reads, when signed in.
    pub viewer: Option<Viewer>,
    /// Scheme and host of this server without a slash at the end: `https://shop.example`.
    pub base: String,
    /// Path and query of this page, for coming back to it.
    pub path: String,
    /// What the operator calls this server.
    pub server_name: String,
    /// Payments are not real.
    pub test_mode: bool,
    /// The payment provider's form in the browser, where there is one.
    pub method_form: Option<MethodForm>,
    /// The entry of the navigation that is lit.
    pub section: Section,
    /// One thing to say above the content, after an action that led here.
    pub notice: Option<Notice>,
    /// What ends that this page has to do with.
    pub closing: Option<Notice>,
    /// The demo's roles to slip into; empty outside the demo.
    pub roles: Vec<DemoRole>,
    /// The demo's other day; none outside the demo, and where it can have none.
    pub other_day: Option<OtherDay>,
    /// Units in the basket.
    pub basket_count: u32,
    /// Reload the page after so many seconds where scripts do not run; for states that end by themselves.
    pub refresh_s: Option<u32>,
    /// What stands beside the timeline on wide screens.
    pub side: Side,
    /// The demo's shop opposite the timeline, on wide screens; `None` everywhere else.
    pub opposite: Option<Html>,
    /// The frame of the studio or the console; `None` on public pages.
    pub desk: Option<Desk>,
}

/// The answer to "Add to basket" with `X-Buyline-Fragment: inline`: the counts of the navigation, replaced in place.
#[derive(Clone, Copy, Debug, Template)]
#[template(path = "parts/basket_count.html")]
pub struct BasketCount {
    /// Units in the basket.
    pub count: u32,
}

/// The person who reads.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Shown name.
    pub name: String,
    /// `@camille`.
    pub handle: String,
    /// Their profile.
    pub href: String,
    /// Their picture.
    pub avatar: Avatar,
    /// Works for a merchant or a nonprofit: the way to it is offered.
    pub has_studio: bool,
    /// Operates this server: the console is offered.
    pub is_operator: bool,
}

/// The entries of the navigation on public pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// The reader's timeline.
    Home,
    /// Search and discovery.
    Explore,
    /// What is being collected.
    Basket,
    /// What was bought.
    Orders,
    /// The reader's own account.
    Account,
    /// None of them.
    #[default]
    Elsewhere,
}

/// A role of the demo, one tap away.
#[derive(Clone, Debug)]
pub struct DemoRole {
    /// Sent as `role`.
    pub key: String,
    /// "Camille, a buyer".
    pub label: String,
    /// "Buyer".
    pub short: String,
    /// The icon of the role.
    pub icon: &'static str,
    /// The role one is in.
    pub current: bool,
}

/// The demo's other day, as a page knows it.
#[derive(Clone, Debug)]
pub enum OtherDay {
    /// It is today; the other day can be gone to.
    Ahead,
    /// It is the other day.
    Come {
        /// "1 February 2027".
        day: String,
        /// How many seconds the clock of this page is ahead of the reader's own.
        ahead_s: i64,
    },
}

/// The column beside the timeline.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Per merchant: "Atelier Nord · 1 item", "24,90 €".
    pub basket: Vec<SideRow>,
    /// Offers that begin soon: title and when.
    pub soon: Vec<SideRow>,
    /// The reader's latest orders: title and state.
    pub orders: Vec<SideRow>,
    /// Shops worth following.
    pub suggestions: Vec<Person>,
}

/// A line of the side column.
#[derive(Clone, Debug)]
pub struct SideRow {
    /// Left.
    pub label: String,
    /// Right, stronger.
    pub value: String,
    /// Where it leads.
    pub href: String,
}

/// Somebody to follow, in lists of people.
#[derive(Clone, Debug)]
pub struct Person {
    /// Sent back when followed.
    pub id: String,
    /// Shown name.
    pub name: String,
    /// `@atelier-nord`.
    pub handle: String,
    /// Their profile.
    pub href: String,
    /// Their picture.
    pub avatar: Avatar,
    /// A verified shop or charity.
    pub verified: bool,
    /// One line about them; may be empty.
    pub about: String,
    /// The reader follows them.
    pub following: bool,
}

/// The frame of the studio and of the console.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The shop's name, or the server's.
    pub title: String,
    /// Below it: the role of the reader, already worded.
    pub subtitle: String,
    /// The shop's picture.
    pub avatar: Avatar,
    /// The way to every page of it, grouped.
    pub links: Vec<DeskLink>,
    /// Other shops and nonprofits of the reader: name and address.
    pub others: Vec<(String, String)>,
}

/// One entry of the sidebar.
#[derive(Clone, Debug)]
pub struct DeskLink {
    /// Shown.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Icon.
    pub icon: &'static str,
    /// How many wait there; 0 shows nothing.
    pub waiting: u32,
    /// The page one is on.
    pub current: bool,
    /// Keys that lead there: `g o`.
    pub keys: &'static str,
}

/// Arguments that scripts fill in later keep their braces.
const PATTERN_ARGUMENTS: [(&str, Arg<'static>); 6] = [
    ("time", Arg::Text("{time}")),
    ("n", Arg::Text("{n}")),
    ("d", Arg::Text("{d}")),
    ("h", Arg::Text("{h}")),
    ("m", Arg::Text("{m}")),
    ("s", Arg::Text("{s}")),
];

impl Page {
    /// The reader works for a shop or a nonprofit already.
    #[must_use]
    pub fn has_studio(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.has_studio)
    }

    /// The address of a file of ours: `asset("app.css")`.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::href(name)
    }

    /// The sentence under `key` with `{n}` and the like left for a script to fill in.
    #[must_use]
    pub fn pattern(&self, key: &str) -> String {
        self.w.with(key, &PATTERN_ARGUMENTS)
    }

    /// Whether the navigation entry of `section` is lit.
    #[must_use]
    pub fn at(&self, section: Section) -> bool {
        self.section == section
    }

    /// The other languages this page can be read in.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        let others = Locale::ALL.iter().filter(|locale| **locale != self.w.locale());
        others
            .map(|locale| Language {
                tag: locale.tag(),
                name: self.w.lookup(&format!("language-{}", locale.tag())).unwrap_or(locale.tag()),
                href: format!("/language/{}?back={}", locale.tag(), query_value(&self.path)),
            })
            .collect()
    }
}

/// A language to change to.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its BCP 47 tag.
    pub tag: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// Where choosing it leads: this page again.
    pub href: String,
}

/// `text` as the value of a query parameter.
#[must_use]
pub fn query_value(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}
