//! One attempt to buy: who, where to, what, and the price the buyer agreed to.

use jiff::Timestamp;

use crate::country::Country;
use crate::ids::{
    AccountId, CartId, CheckoutId, ImageId, MerchantId, MethodId, OfferId, OrderId, PostId, ProductId,
    PurchaseId, RateId, VariantId,
};
use crate::money::{BasisPoints, Currency, Money};
use crate::quantity::Quantity;
use crate::quote::{Destination, Quote, QuoteLine, QuotedDiscount, Source, UnitDiscount};
use crate::tax::{TaxClass, TaxPart};

/// Where a parcel goes. Personal data: never in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostalAddress {
    /// Who receives it.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Floor, company, care of.
    pub line2: String,
    /// Town.
    pub city: String,
    /// State, province or county, or empty.
    pub region: String,
    /// Postal code, or empty where there are none.
    pub postal_code: String,
    /// Country.
    pub country: Country,
    /// For the carrier, or empty.
    pub phone: String,
}

impl PostalAddress {
    /// As much of it as decides a price.
    #[must_use]
    pub fn destination(&self) -> Destination {
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Destination {
            country: self.country,
            region: filled(&self.region),
            postal_code: filled(&self.postal_code),
        }
    }
}

/// One line of a checkout, as the buyer was shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutLine {
    /// What is described.
    pub product: ProductId,
    /// What is taken from the shelf.
    pub variant: VariantId,
    /// The offer it was tapped on.
    pub offer: Option<OfferId>,
    /// The post it was tapped in.
    pub post: Option<PostId>,
    /// How many.
    pub quantity: Quantity,
    /// The price of one, when shown.
    pub unit_price: Money,
    /// The product's name.
    pub title: String,
    /// The options chosen, "S / white", or empty.
    pub variant_title: String,
    /// The merchant's own number, or empty.
    pub sku: String,
    /// What it looks like.
    pub image: Option<ImageId>,
    /// Units are counted.
    pub tracked: bool,
    /// It travels.
    pub requires_shipping: bool,
    /// Weight of one in grams.
    pub weight_grams: u32,
    /// What kind of goods, for tax.
    pub tax_class: TaxClass,
}

impl CheckoutLine {
    /// The line as a quote asks about it.
    #[must_use]
    pub fn to_quote_line(&self) -> QuoteLine {
        QuoteLine {
            variant_id: self.variant,
            quantity: self.quantity,
            unit_price: self.unit_price,
            tax_class: self.tax_class,
            weight_grams: self.weight_grams,
            requires_shipping: self.requires_shipping,
        }
    }
}

/// The price of a checkout as it was last shown, enough to write the order from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// Tax of each line, in the order of the lines.
    pub line_taxes: Vec<Money>,
    /// The rate of each line, in the same order. Empty for what was agreed before rates were kept.
    pub line_rates: Vec<BasisPoints>,
    /// Everything by rate. Empty for what was agreed before rates were kept.
    pub tax_parts: Vec<TaxPart>,
    /// Sum of the lines.
    pub subtotal: Money,
    /// Shipping.
    pub shipping: Money,
    /// All tax.
    pub tax: Money,
    /// The tax is contained in the other amounts.
    pub tax_included: bool,
    /// What the buyer pays.
    pub total: Money,
    /// The way of shipping.
    pub rate: Option<RateId>,
    /// Its name.
    pub rate_name: String,
    /// Days until delivery at the earliest.
    pub days_min: u16,
    /// Days until delivery at the latest.
    pub days_max: u16,
    /// Of everything the buyer pays; tap two names it, so that tap one's price is the one charged (I7).
    pub fingerprint: u64,
    /// What a shop's program takes off, by line. The lines' own prices are without it.
    pub discounts: Vec<QuotedDiscount>,
    /// Who made the price.
    pub source: Source,
    /// Nobody has said where it goes: shown, never paid.
    pub provisional: bool,
}

impl Agreed {
    /// What is taken off each unit of a line, counted from zero.
    #[must_use]
    pub fn discount_of(&self, line: usize) -> Option<&UnitDiscount> {
        self.discounts.iter().find(|each| each.line == line).map(|each| &each.discount)
    }

    /// What one unit of a line costs that is `listed` at so much.
    #[must_use]
    pub fn unit_price_of(&self, line: usize, listed: Money) -> Money {
        let off = self.discount_of(line).map_or(0, |discount| discount.amount.amount);
        Money::new(listed.amount - off, listed.currency)
    }
}

impl From<&Quote> for Agreed {
    fn from(quote: &Quote) -> Self {
        let (rate, rate_name, days_min, days_max) =
            quote.shipping.as_ref().map_or((None, String::new(), 0, 0), |rate| {
                (Some(rate.id), rate.name.clone(), rate.days_min, rate.days_max)
            });
        Self {
            line_taxes: quote.lines.iter().map(|line| line.tax).collect(),
            line_rates: quote.lines.iter().map(|line| line.tax_rate).collect(),
            tax_parts: quote.tax_parts.clone(),
            subtotal: quote.subtotal,
            shipping: quote.shipping_total,
            tax: quote.tax_total,
            tax_included: quote.tax_included,
            total: quote.total,
            rate,
            rate_name,
            days_min,
            days_max,
            fingerprint: quote.fingerprint(),
            discounts: quote.discounts.clone(),
            source: quote.source,
            provisional: quote.destination_missing,
        }
    }
}

/// Where a checkout stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckoutState {
    /// It can still be changed and paid.
    Open,
    /// It has become an order.
    Ordered,
}

impl CheckoutState {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Ordered => "ordered",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Open, Self::Ordered].into_iter().find(|state| state.as_str() == word)
    }
}

/// One merchant's part of a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    /// Its id.
    pub id: CheckoutId,
    /// Who sells.
    pub merchant: MerchantId,
    /// The purchase it is part of.
    pub purchase: PurchaseId,
    /// Where it stands.
    pub state: CheckoutState,
    /// What the buyer pays in.
    pub currency: Currency,
    /// What is bought.
    pub lines: Vec<CheckoutLine>,
    /// The price last shown; `None` while it cannot be priced (region not served).
    pub agreed: Option<Agreed>,
    /// The merchant's pricing version when it was priced.
    pub pricing_version: i64,
    /// The way of shipping the buyer chose, if they did.
    pub rate: Option<RateId>,
    /// The order it became.
    pub order: Option<OrderId>,
    /// How many payments were tried and refused: part of the next payment's key.
    pub attempt: u32,
    /// How often it was written: what was decided on an older reading is refused.
    pub version: i64,
}

/// The whole attempt: one or several merchants, one buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// Its id.
    pub id: PurchaseId,
    /// The buyer's account; guests have none.
    pub account: Option<AccountId>,
    /// The cart it came from, emptied when it is placed.
    pub cart: Option<CartId>,
    /// Where the confirmation goes; empty until said.
    pub email: String,
    /// Where the goods go.
    pub address: Option<PostalAddress>,
    /// The country prices and wording are shown for, also before the address is known.
    pub country: Option<Country>,
    /// The language to write in.
    pub locale: String,
    /// A saved way to pay.
    pub method: Option<MethodId>,
    /// The provider's token of a method typed for this purchase; empty when there is none.
    pub method_token: String,
    /// Keep that method for the next purchase.
    pub remember_method: bool,
    /// The path the purchase was begun on, to go back to.
    pub back: String,
    /// The buyer wants news from the merchants.
    pub marketing_opt_in: bool,
    /// Made with a test key: never real money.
    pub is_test: bool,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it ends if it is not paid.
    pub expires_at: Timestamp,
}
