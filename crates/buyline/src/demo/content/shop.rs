//! A shop: who sells, on which terms, and the product file it exported.

use super::{word, words};
use domain::{country::Country, money::Currency, tax::TaxClass};
use serde::Deserialize;

/// A shop and everything its merchant would type into the studio.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// The handle of its account.
    pub handle: String,
    /// The name people see.
    pub name: String,
    /// The language it posts in, such as `fr`.
    pub language: String,
    /// What it says about itself.
    pub bio: String,
    /// Its colour, `#rrggbb`.
    pub accent: String,
    /// Whether the operator has verified it.
    pub verified: bool,
    /// Days since it signed up.
    pub joined_days_ago: u32,
    /// The name of its product file.
    pub file: String,
    /// What most of its goods are to the tax office; a product file may say otherwise for a variant.
    #[serde(deserialize_with = "word")]
    pub tax_class: TaxClass,
    /// Products at the top of its page, as the file names them.
    pub pinned: Vec<String>,
    /// The seller of record.
    pub profile: Profile,
    /// What buyers are promised.
    pub policies: Policies,
    /// Where it ships, for how much.
    #[serde(rename = "shipping")]
    pub zones: Vec<Zone>,
    /// Its tax rates.
    #[serde(rename = "tax", default)]
    pub taxes: Vec<TaxLine>,
    /// Offers that end.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// The product file, as uploaded.
    #[serde(skip)]
    pub goods: &'static [u8],
}

/// The seller of record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name in the trade register.
    pub legal_name: String,
    /// Where buyers write to.
    pub contact_email: String,
    /// A phone number, or empty.
    pub phone: String,
    /// On several lines.
    pub postal_address: String,
    /// Number in the trade register.
    pub register_number: String,
    /// Number for VAT; none where there is no such tax.
    #[serde(default)]
    pub vat_number: String,
    /// Where it is established.
    #[serde(deserialize_with = "word")]
    pub country: Country,
    /// What its prices are in.
    #[serde(deserialize_with = "word")]
    pub currency: Currency,
    /// Whether it thinks of its prices with tax.
    pub prices_include_tax: bool,
    /// So many units or fewer are low on stock.
    pub low_stock_at: u32,
}

/// What buyers are promised, in the merchant's words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    /// Days for returning goods without a reason, from delivery; 0 for none.
    pub returns_days: u16,
    /// The returns policy.
    pub returns_text: String,
    /// How and when goods are shipped.
    pub shipping_text: String,
    /// Address of the terms of sale.
    pub terms_url: String,
    /// Address of the privacy policy.
    pub privacy_url: String,
}

/// Where goods go, and what that costs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Its name in the studio.
    #[serde(rename = "zone")]
    pub name: String,
    /// The countries in it; none means the rest of the world.
    #[serde(default, deserialize_with = "words")]
    pub countries: Vec<Country>,
    /// Ways of shipping there.
    pub rates: Vec<Rate>,
}

/// A way of shipping. Amounts are minor units of the shop's currency. Either `price_minor` or `bands` is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// What buyers choose by.
    pub name: String,
    /// Earliest delivery, in working days.
    pub days_min: u16,
    /// Latest delivery, in working days.
    pub days_max: u16,
    /// The price, whatever is sent.
    pub price_minor: Option<i64>,
    /// Goods of this much or more travel free.
    pub free_above_minor: Option<i64>,
    /// Prices by weight, lightest first.
    #[serde(default)]
    pub bands: Vec<WeightBand>,
}

/// A price up to a weight.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightBand {
    /// The heaviest parcel at this price.
    pub grams_max: u64,
    /// The price.
    pub price_minor: i64,
}

/// A tax rate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxLine {
    /// Where the goods go.
    #[serde(deserialize_with = "word")]
    pub country: Country,
    /// The part of the country, or all of it.
    pub region: Option<String>,
    /// The goods it applies to.
    #[serde(deserialize_with = "word")]
    pub class: TaxClass,
    /// The rate: 2000 is 20 %.
    pub rate_basis_points: u32,
    /// Whether prices contain it.
    pub included: bool,
    /// Whether shipping is taxed like the goods.
    pub applies_to_shipping: bool,
}

/// An offer that ends: the price of the product file holds until then.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The product, as the file names it.
    pub product: String,
    /// Hours from the moment the demo begins.
    pub ends_in_hours: u32,
    /// Most units for one buyer; none means no limit.
    pub per_buyer_max: Option<u32>,
}
