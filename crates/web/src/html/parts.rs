//! The small things pages are made of: pictures, links, notices, totals, choices. Plain, and ready to show.

use askama::Template;
use askama::filters::HtmlSafe;
use words::{Arg, Words};

use super::safe::{Icon, icon};

/// A picture whose place is reserved before it arrives.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Where it is.
    pub src: String,
    /// The same in other widths: `/media/…/600 600w, /media/…/1200 1200w`; may be empty.
    pub srcset: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The full picture, where there is a larger one.
    pub full_href: String,
}

/// How many hues `tokens.css` has for people without a picture.
const HUES: usize = 8;

/// A person's picture, or their initials on a colour of their own.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/avatar.html")]
pub struct Avatar {
    /// The picture; empty where there is none.
    pub src: String,
    /// Two letters.
    pub initials: String,
    /// Which of the hues, always the same for the same name.
    pub hue: usize,
}

impl Avatar {
    /// The picture at `src` (may be empty), with what stands in for it made from `name`.
    #[must_use]
    pub fn of(name: &str, src: &str) -> Self {
        let letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
        let initials = letters.take(2).flat_map(char::to_uppercase).collect();
        let hue = name.bytes().fold(7_usize, |sum, byte| (sum * 31 + usize::from(byte)) % 65_521) % HUES;
        Self { src: src.to_owned(), initials, hue }
    }
}

impl HtmlSafe for Avatar {}

/// How a thing is to be taken. Colour is never its only sign: each has an icon or a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Nothing special.
    #[default]
    Plain,
    /// Worth knowing.
    Info,
    /// Went well.
    Good,
    /// Mind this.
    Warn,
    /// Went wrong.
    Bad,
}

impl Level {
    /// The class of tags and notes.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// The icon of notes.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Plain | Self::Info => icon("info"),
            Self::Good => icon("check"),
            Self::Warn => icon("warning"),
            Self::Bad => icon("stop"),
        }
    }
}

/// A word on a coloured ground: a state.
#[derive(Clone, Debug, Template)]
#[template(source = r#"<span class="tag {{ level.class() }}">{{ text }}</span>"#, ext = "html")]
pub struct Tag {
    /// What it says.
    pub text: String,
    /// How it is to be taken.
    pub level: Level,
}

impl HtmlSafe for Tag {}

/// One thing to say: what happened, and what now.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/notice.html")]
pub struct Notice {
    /// How it is to be taken.
    pub level: Level,
    /// The one sentence.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// Ways on.
    pub links: Vec<Link>,
}

impl HtmlSafe for Notice {}

/// A way on.
#[derive(Clone, Debug)]
pub struct Link {
    /// Shown.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// A point in time, worded and exact.
#[derive(Clone, Debug)]
pub struct When {
    /// RFC 3339, for scripts and machines.
    pub iso: String,
    /// As shown: "12 min".
    pub words: String,
    /// In full: "22 November 2025, 14:32".
    pub full: String,
}

/// Where the pages of a list go on; an empty address means there is no more.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// The page before.
    pub newer: String,
    /// The page after.
    pub older: String,
}

/// A line of an order, a basket or a checkout.
#[derive(Clone, Debug)]
pub struct Line {
    /// Names the line in forms.
    pub id: String,
    /// The product's picture.
    pub picture: Option<Picture>,
    /// The product.
    pub title: String,
    /// Its page; may be empty.
    pub href: String,
    /// "Oak · 2 · sold by Atelier Nord".
    pub meta: String,
    /// How many.
    pub quantity: u32,
    /// What can be chosen as quantity; empty where it is fixed.
    pub quantities: Vec<u32>,
    /// The amount for the line.
    pub total: String,
    /// What changed about it, or why it cannot be bought.
    pub note: Option<Tag>,
    /// How many, as it was typed, and what is wrong with it.
    pub wrong: Option<super::field::Field>,
}

impl Line {
    /// How many it is can be chosen: something else than what it is now.
    pub(super) fn is_changeable(&self) -> bool {
        self.quantities.iter().any(|quantity| *quantity != self.quantity)
    }

    /// What is chosen now can no longer be had.
    pub(super) fn is_beyond(&self) -> bool {
        !self.quantities.contains(&self.quantity)
    }
}

/// A line of the sums below.
#[derive(Clone, Debug)]
pub struct Sum {
    /// "Shipping".
    pub label: String,
    /// "4,90 €".
    pub amount: String,
    /// What kind of line.
    pub kind: SumKind,
}

/// What a line of the sums is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SumKind {
    /// A part of the total.
    #[default]
    Part,
    /// Takes away from it.
    Less,
    /// The total itself, last.
    Total,
}

impl SumKind {
    /// The class of the line.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Less => "less",
            Self::Total => "total",
        }
    }
}

/// One of several: an address, a way of delivery, a card.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Sent when chosen.
    pub value: String,
    /// "Visa •••• 4242".
    pub title: String,
    /// Below it; may be empty.
    pub detail: String,
    /// At the end: a price, a mark; may be empty.
    pub aside: String,
    /// Chosen now.
    pub selected: bool,
    /// Shown, but cannot be chosen.
    pub disabled: bool,
}

/// A mistake in a form: told above it, linked to its field.
#[derive(Clone, Debug)]
pub struct FormError {
    /// The `id` of the field; empty when it is about the whole form.
    pub field: String,
    /// What the field is called; empty when it is about the whole form.
    pub label: String,
    /// What is wrong and what to do, as it stands beside the field.
    pub message: String,
}

impl FormError {
    /// The sentence away from the field, which it names.
    #[must_use]
    pub fn said(&self, w: &Words) -> String {
        if self.label.is_empty() {
            return self.message.clone();
        }
        if self.message == w.text("field-required") {
            return w.fill("field-required-named", "field", &self.label);
        }
        let args = [("field", Arg::Text(&self.label)), ("problem", Arg::Text(&self.message))];
        w.with("field-problem-named", &args)
    }
}

/// A way back: the first entries are links, the last is where one is.
#[derive(Clone, Debug, Default)]
pub struct Crumbs(pub Vec<Link>);
