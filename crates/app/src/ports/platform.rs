//! Shops that stay where they are: the platform a merchant sells on already. Goods are read there, paid orders are written
//! there, parcels and refunds are heard of from there.
//!
//! What a platform cannot do is said by its [`Can`] and answered by the default of the method. Nothing is decided here: when
//! to ask, what to keep and when to try again is [`crate::connections`]' business.

use domain::catalog::draft::{FeedItem, ProductDraft, StockDraft};
use domain::checkout::PostalAddress;
use domain::money::{Currency, Money};
use jiff::{SignedDuration, Timestamp};

use super::Answer;
use crate::sealer::Secret;

/// A platform as merchants and forms know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// The stable word, in addresses and in the database.
    pub word: &'static str,
    /// Its name as its makers write it.
    pub name: &'static str,
    /// What a merchant enters to connect a shop, in the order of the form.
    pub fields: &'static [Field],
    /// What it can do.
    pub can: Can,
}

/// Something a merchant enters. Its label and hint are words of the interface: `channel-field-<platform>-<field>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The stable word.
    pub word: &'static str,
    /// It opens the shop: never shown again, and masked where it is typed.
    pub is_secret: bool,
    /// It may be left empty.
    pub is_optional: bool,
}

/// What a platform can do. What it cannot, Buyline makes up for, or tells the merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Can {
    /// It tells of changes by itself; otherwise it is asked by the clock.
    pub webhooks: bool,
    /// It takes an order pushed twice under one name once, without being searched first.
    pub idempotent_push: bool,
    /// It takes units off its own stock when an order is pushed, and refuses the order when they are gone.
    pub claims_stock: bool,
    /// It takes refunds that were given here.
    pub refunds: bool,
    /// It takes a cancellation from here.
    pub cancels: bool,
    /// For so long a search may not yet find an order that was just pushed. Until it is over, nothing is pushed again.
    pub search_lag: SignedDuration,
}

/// What was entered, or what became of it: the values of a platform's fields and whatever else opens the shop. All of it is
/// kept sealed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Keys(Vec<(String, Secret)>);

impl Keys {
    /// The value of `word`; empty where there is none.
    #[must_use]
    pub fn get(&self, word: &str) -> &str {
        self.0.iter().find(|(known, _)| known == word).map_or("", |(_, value)| value.reveal())
    }

    /// Puts `value` in the place of what is there.
    pub fn set(&mut self, word: &str, value: impl Into<String>) {
        let value = Secret::new(value.into());
        match self.0.iter_mut().find(|(known, _)| known == word) {
            Some((_, kept)) => *kept = value,
            None => self.0.push((word.to_owned(), value)),
        }
    }

    /// Words and values, for sealing.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(word, value)| (word.as_str(), value.reveal()))
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(word, _)| word)).finish()
    }
}

/// A connected shop, as each call needs it.
#[derive(Debug, Clone)]
pub struct Link {
    /// What opens it.
    pub keys: Keys,
    /// The platform's own id of the shop.
    pub account: String,
    /// What prices are in where the platform does not say.
    pub currency: Currency,
    /// Our merchant, for the platform's own records.
    pub merchant: String,
}

/// New keys, and when these end; none where the old ones do not end by themselves.
pub type Renewed = Option<(Keys, Option<Timestamp>)>;

/// What a shop turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The platform's own id of the shop: one shop is connected once.
    pub account: String,
    /// Its name there.
    pub name: String,
    /// What it sells in.
    pub currency: Currency,
    /// What is kept to open it from now on.
    pub keys: Keys,
    /// When those keys end by themselves.
    pub expires_at: Option<Timestamp>,
}

/// Which part of a shop's goods is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only what changed since; all of it without.
    pub since: Option<Timestamp>,
    /// Where the page before ended; empty for the first.
    pub cursor: String,
}

/// A page of a shop's goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsPage {
    /// Products, and what of them cannot be taken in, with reasons. Parts of one product stand together.
    pub items: Vec<FeedItem>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
    /// How many products there are in all, where the platform says so.
    pub total: Option<u64>,
    /// As of when this is true, by the platform's clock.
    pub as_of: Timestamp,
}

/// How a shop's goods stand that were asked for by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The platform's id of the product.
    pub product: String,
    /// The product, or what is wrong with it; none when it is gone or not for sale through this channel.
    pub item: Option<FeedItem>,
}

/// An order, or the part of it that is sold from one connected shop, on its way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderOut {
    /// Our public id, under which it is searched and never pushed twice.
    pub id: String,
    /// The number that buyer and merchant know it by.
    pub number: String,
    /// Where the merchant sees it here.
    pub url: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Where the buyer is written to.
    pub email: String,
    /// Who bought.
    pub buyer_name: String,
    /// Where it goes; none when nothing travels.
    pub address: Option<PostalAddress>,
    /// What was bought.
    pub lines: Vec<LineOut>,
    /// Shipping, as prices are said (see `tax_included`).
    pub shipping: Money,
    /// What the way of shipping is called.
    pub shipping_name: String,
    /// The tax in, or on, shipping.
    pub shipping_tax: Money,
    /// All tax.
    pub tax: Money,
    /// Prices contain their tax.
    pub tax_included: bool,
    /// What was paid for this.
    pub total: Money,
    /// The provider that took the money, and its own name of the payment.
    pub payment: (String, String),
    /// The post that sold it, if one did.
    pub post: Option<String>,
    /// Who wrote that post.
    pub creator: Option<String>,
    /// No money moved: it was paid in test mode, or is a trial that will be canceled by itself.
    pub is_test: bool,
}

/// A line of an order on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineOut {
    /// Our public id of the line.
    pub id: String,
    /// The platform's id of the product.
    pub product: String,
    /// The platform's id of the variant.
    pub variant: String,
    /// The stock-keeping unit.
    pub sku: String,
    /// What it is called.
    pub title: String,
    /// How many.
    pub quantity: u32,
    /// What one costs.
    pub unit_price: Money,
    /// What all of them cost, after discounts.
    pub subtotal: Money,
    /// The tax in, or on, that.
    pub tax: Money,
    /// It travels.
    pub requires_shipping: bool,
}

/// An order as the platform has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirOrder {
    /// The platform's id of it.
    pub reference: String,
    /// Our public id, as it was pushed.
    pub ours: String,
    /// The number that people there read.
    pub number: String,
    /// What the platform adds up to, where it says so.
    pub total: Option<Money>,
    /// It was canceled there.
    pub is_canceled: bool,
    /// What left.
    pub parcels: Vec<TheirParcel>,
    /// What was given back, or is to be given back by us.
    pub refunds: Vec<TheirRefund>,
    /// When something of it changed last, by the platform's clock.
    pub changed_at: Timestamp,
}

/// Something that left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirParcel {
    /// The platform's id of it.
    pub id: String,
    /// Who carries it.
    pub carrier: String,
    /// Its number there.
    pub tracking_number: String,
    /// Where it can be followed.
    pub tracking_url: String,
    /// What is in it: the platform's ids of variants, and how many; empty: all that is left.
    pub lines: Vec<(String, u32)>,
}

/// Money that a merchant gave back at the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirRefund {
    /// The platform's id of it.
    pub id: String,
    /// Our public id, where it is one that was given here and told there.
    pub ours: Option<String>,
    /// How much.
    pub amount: Money,
    /// For what: the platform's ids of variants, how many, and whether they are back on the shelf.
    pub lines: Vec<(String, u32, bool)>,
    /// Why, in the merchant's words.
    pub reason: String,
}

/// Money given back here, on its way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOut {
    /// Our public id, under which it is searched and never told twice.
    pub id: String,
    /// The platform's id of the order.
    pub order: String,
    /// How much.
    pub amount: Money,
    /// For what: the platform's ids of variants, how many, and whether they are back on the shelf.
    pub lines: Vec<(String, u32, bool)>,
    /// Why.
    pub reason: String,
}

/// A page of orders that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdersPage {
    /// The orders that were pushed from here; others are left out.
    pub orders: Vec<TheirOrder>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
}

/// Something a platform told by itself. Only what to ask about: bodies are never believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A product changed, came or went.
    Product(String),
    /// Stock changed: of a variant, or of what the platform counts it by. [`Platform::stock`] takes this very word and answers
    /// with the variant's own id.
    Stock(String),
    /// An order changed.
    Order(String),
    /// The shop let go of us.
    Closed,
}

/// A message from a platform that is truly its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardEvents {
    /// The platform's name of the message, by which the second copy is known.
    pub id: String,
    /// What it is about.
    pub events: Vec<Event>,
}

/// Why a platform did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlatformError {
    /// It will never take this as it is; a sentence for the merchant.
    #[error("{0}")]
    Refused(String),
    /// It does not know our keys, or not any more, or they may not do this.
    #[error("{0}")]
    Keys(String),
    /// These variants are sold out there.
    #[error("sold out in the shop")]
    SoldOut(Vec<String>),
    /// It wants to be left alone for so long. Nothing was done.
    #[error("asked to wait for {} s", .0.as_secs())]
    Busy(SignedDuration),
    /// It cannot be reached, or failed, before anything was done.
    #[error("{0}")]
    Down(String),
    /// No certain answer: it may have done it. Search before it is asked again.
    #[error("no certain answer: {0}")]
    Unknown(String),
    /// It cannot do this at all.
    #[error("this platform does not do that")]
    Unsupported,
}

/// Why a message is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotTheirs(pub &'static str);

/// A platform. One call is one conversation with it, at most half a minute long; none is repeated in here.
pub trait Platform: Send + Sync {
    /// What it is.
    fn about(&self) -> &'static About;

    /// Opens the shop with what was entered, and says which it is.
    fn open<'a>(&'a self, entered: &'a Keys) -> Answer<'a, Result<Opened, PlatformError>>;

    /// New keys in the place of such as end by themselves; none where these do not.
    fn renew<'a>(&'a self, _link: &'a Link) -> Answer<'a, Result<Renewed, PlatformError>> {
        Box::pin(async { Ok(None) })
    }

    /// A page of the shop's goods.
    fn goods<'a>(
        &'a self,
        link: &'a Link,
        wanted: &'a Wanted,
    ) -> Answer<'a, Result<GoodsPage, PlatformError>>;

    /// These products as they are now, at most fifty. One that is left out could not be read this time and is asked for again.
    fn named<'a>(
        &'a self,
        link: &'a Link,
        products: &'a [String],
    ) -> Answer<'a, Result<Vec<Named>, PlatformError>>;

    /// How many there are of these variants now, at most a hundred, each named by its id or as [`Event::Stock`] named it; left
    /// out is what is not known there.
    fn stock<'a>(
        &'a self,
        link: &'a Link,
        variants: &'a [String],
    ) -> Answer<'a, Result<Vec<(String, StockDraft)>, PlatformError>>;

    /// The order that was pushed under our public id.
    fn find_order<'a>(
        &'a self,
        link: &'a Link,
        ours: &'a str,
    ) -> Answer<'a, Result<Option<TheirOrder>, PlatformError>>;

    /// Writes a paid order. Whoever calls has searched for it.
    fn push_order<'a>(
        &'a self,
        link: &'a Link,
        order: &'a OrderOut,
    ) -> Answer<'a, Result<TheirOrder, PlatformError>>;

    /// An order by the platform's id; none when it is gone.
    fn order<'a>(
        &'a self,
        link: &'a Link,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<TheirOrder>, PlatformError>>;

    /// Orders of ours that changed since.
    fn orders<'a>(
        &'a self,
        link: &'a Link,
        since: Timestamp,
        cursor: &'a str,
    ) -> Answer<'a, Result<OrdersPage, PlatformError>>;

    /// Tells of money given back here, once per [`RefundOut::id`]; says the platform's id of it.
    fn refund<'a>(
        &'a self,
        _link: &'a Link,
        _refund: &'a RefundOut,
    ) -> Answer<'a, Result<String, PlatformError>> {
        Box::pin(async { Err(PlatformError::Unsupported) })
    }

    /// Cancels an order there and puts its units back.
    fn cancel<'a>(&'a self, _link: &'a Link, _reference: &'a str) -> Answer<'a, Result<(), PlatformError>> {
        Box::pin(async { Err(PlatformError::Unsupported) })
    }

    /// Has the platform tell of changes at `url`, whatever it was told before; what was switched off is switched on. Says how
    /// many of those had to be made anew.
    fn listen<'a>(&'a self, _link: &'a Link, _url: &'a str) -> Answer<'a, Result<u32, PlatformError>> {
        Box::pin(async { Ok(0) })
    }

    /// Reads a message that claims to be the platform's; names of headers are in small letters. No network.
    ///
    /// # Errors
    /// [`NotTheirs`] when it is not, is too old, or says nothing that can be read.
    fn hear(
        &self,
        _link: &Link,
        _headers: &[(String, String)],
        _body: &[u8],
        _now: Timestamp,
    ) -> Result<HeardEvents, NotTheirs> {
        Err(NotTheirs("this platform sends no messages"))
    }

    /// Lets go of the shop: subscriptions end, keys are revoked where that can be done.
    fn close<'a>(&'a self, _link: &'a Link) -> Answer<'a, Result<(), PlatformError>> {
        Box::pin(async { Ok(()) })
    }

    /// Where a filled cart stands in the merchant's own shop: platform ids of variants and how many.
    fn hand_over(&self, _link: &Link, _lines: &[(String, u32)]) -> Option<String> {
        None
    }
}

/// The product of an item, where it can be taken in.
#[must_use]
pub fn product_of(item: &FeedItem) -> Option<&ProductDraft> {
    match item {
        FeedItem::Product(draft) => Some(draft),
        FeedItem::Refused(_) => None,
    }
}
