//! The Buy card: what a post or a product page carries when something can be bought there.
//!
//! It holds forms, and so the marker of the form token; render it through [`Fragment`](crate::html::fragment::Fragment).
//! Each offer's field carries price, stock and state as `data-` attributes, so that choosing a variant and the live feed
//! change the card in place (`assets/js/card.js`).

use std::fmt::{self, Write as _};

use askama::Template;
use askama::filters::HtmlSafe;
use words::Words;

use crate::html::parts::{Level, Picture};
use crate::html::ui;

/// At most so many offers stand as chips; more become a list to choose from.
const CHIPS_MAX: usize = 5;
/// The characters of all chips together; beyond, a list is easier to read.
const CHIP_CHARACTERS_MAX: usize = 44;

/// One product as it can be bought here.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/card.html")]
pub struct Card {
    /// The reader's language.
    pub w: &'static Words,
    /// Its `id` in the page, unique: `card-<post>`.
    pub id: String,
    /// The post that carries it, for attribution; empty on product pages.
    pub post: String,
    /// The product.
    pub product: String,
    /// The product's page, or the seller's own where the card is only a link.
    pub href: String,
    /// The product's title.
    pub title: String,
    /// Its first picture.
    pub picture: Option<Picture>,
    /// How the picture is cut.
    pub shape: Shape,
    /// Who sells.
    pub seller: Seller,
    /// Below the price: "VAT included, plus shipping from 4,90 €"; may be empty.
    pub price_note: String,
    /// What can be chosen: "Frame". Shown when there is more than one offer.
    pub options_label: String,
    /// The variants with their prices; at least one unless the card is a link.
    pub offers: Vec<Offer>,
    /// More in words: "Arrives Tue–Thu", "2 per person".
    pub facts: Vec<String>,
    /// A limited time, counted down.
    pub deadline: Option<Deadline>,
    /// The button says so.
    pub preorder: bool,
    /// What the card can do.
    pub state: CardState,
}

/// How the picture is cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// As it is, up to a limit of height.
    #[default]
    Natural,
    /// 1:1.
    Square,
    /// 4:5.
    Tall,
}

impl Shape {
    const fn class(self) -> &'static str {
        match self {
            Self::Natural => "natural",
            Self::Square => "square",
            Self::Tall => "tall",
        }
    }
}

/// Who sells.
#[derive(Clone, Debug)]
pub struct Seller {
    /// Shown name.
    pub name: String,
    /// The profile.
    pub href: String,
    /// Checked by the operator.
    pub verified: bool,
}

/// One variant at its price.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    /// Sent as `offer`.
    pub id: String,
    /// What tells it from the others: "Oak, 40 × 50".
    pub label: String,
    /// "24,90 €".
    pub price: String,
    /// The price before, struck through; empty without one.
    pub was: String,
    /// "3 left", "Sold out", "In stock"; may be empty.
    pub stock: String,
    /// How the stock is to be taken.
    pub level: Level,
    /// Can be bought now.
    pub open: bool,
    /// Chosen at first. Exactly one of a card, an open one where there is one.
    pub selected: bool,
}

/// An end or a beginning that is counted down.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// RFC 3339.
    pub iso: String,
    /// What is left now: "2 d 4 h 12 min".
    pub words: String,
    /// Before what is left: "ends in ".
    pub before: String,
    /// After it; may be empty.
    pub after: String,
    /// What stands there when the time has come: "This offer has ended".
    pub over: String,
}

/// What a card can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardState {
    /// Can be bought.
    Open,
    /// All is sold; offers to write when it is back.
    SoldOut,
    /// Begins at its deadline; offers to write then.
    Upcoming,
    /// Not sold now, and why: closed, paused, not shipped there.
    Closed {
        /// Already worded.
        why: String,
    },
    /// Continues in the merchant's own checkout.
    Handover {
        /// Its host.
        host: String,
    },
    /// Not sold here: a plain link, also for sellers who are not verified or suspended.
    Link {
        /// The host it leads to; empty when it stays here.
        host: String,
        /// Already worded; may be empty.
        why: String,
    },
}

/// Stands for the time left while a sentence is taken apart; no sentence contains it.
const LEFT_MARK: &str = "\u{1}";

impl Deadline {
    /// The sentence under `key` (`card-ends-in`, `card-starts-in`) taken apart around what is left, `seconds` from now.
    #[must_use]
    pub fn new(w: &Words, key: &str, over_key: &str, iso: &str, seconds: i64) -> Self {
        let sentence = w.fill(key, "duration", LEFT_MARK);
        let (before, after) = sentence.split_once(LEFT_MARK).unwrap_or((&sentence, ""));
        Self {
            iso: iso.to_owned(),
            words: w.duration(seconds),
            before: before.to_owned(),
            after: after.to_owned(),
            over: w.text(over_key).to_owned(),
        }
    }
}

impl Card {
    fn title_id(&self) -> String {
        format!("{}-t", self.id)
    }

    /// The offer shown at first.
    #[must_use]
    pub fn chosen(&self) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.selected).or_else(|| self.offers.first())
    }

    fn can_buy(&self) -> bool {
        self.state != CardState::SoldOut && self.offers.iter().any(|offer| offer.open)
    }

    fn price(&self) -> &str {
        self.chosen().map_or("", |offer| &offer.price)
    }

    fn was(&self) -> &str {
        self.chosen().map_or("", |offer| &offer.was)
    }

    fn stock(&self) -> &str {
        self.chosen().map_or("", |offer| &offer.stock)
    }

    fn stock_class(&self) -> &'static str {
        self.chosen().map_or("", |offer| stock_class(offer.level))
    }

    fn as_chips(&self) -> bool {
        let characters: usize = self.offers.iter().map(|offer| offer.label.chars().count()).sum();
        self.offers.len() <= CHIPS_MAX && characters <= CHIP_CHARACTERS_MAX
    }

    fn has_price_range(&self) -> bool {
        self.offers.windows(2).any(|pair| pair[0].price != pair[1].price)
    }
}

impl HtmlSafe for Card {}

/// The class of the stock's tag, which scripts know too.
const fn stock_class(level: Level) -> &'static str {
    match level {
        Level::Plain | Level::Info => "plain",
        Level::Good => "ok",
        Level::Warn => "few",
        Level::Bad => "bad",
    }
}

impl Offer {
    /// What `card.js` reads: the attributes of the field that stands for the offer.
    fn data(&self) -> OfferData<'_> {
        OfferData(self)
    }
}

struct OfferData<'a>(&'a Offer);

impl fmt::Display for OfferData<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offer = self.0;
        let open = if offer.open { "1" } else { "" };
        let level = stock_class(offer.level);
        write!(out, r#"data-offer="{}" data-price="{}""#, Quoted(&offer.id), Quoted(&offer.price))?;
        write!(out, r#" data-was="{}" data-stock="{}""#, Quoted(&offer.was), Quoted(&offer.stock))?;
        write!(out, r#" data-level="{level}" data-open="{open}""#)
    }
}

impl HtmlSafe for OfferData<'_> {}

/// Text inside a quoted attribute.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            '"' => out.write_str("&#34;"),
            '&' => out.write_str("&#38;"),
            '<' => out.write_str("&#60;"),
            '>' => out.write_str("&#62;"),
            other => out.write_char(other),
        })
    }
}
