//! How a checkout's lines, its agreed price and an address look inside their columns.

use domain::checkout::{Agreed, CheckoutLine, PostalAddress};
use domain::country::Country;
use domain::ids::{ImageId, OfferId, PostId, ProductId, RateId, VariantId};
use domain::money::{BasisPoints, Currency, Money};
use domain::quantity::Quantity;
use domain::quote::{QuotedDiscount, Source, UnitDiscount};
use domain::tax::{TaxClass, TaxPart};
use serde::{Deserialize, Serialize};

use crate::DbError;

#[derive(Serialize, Deserialize)]
struct Line {
    product: i64,
    variant: i64,
    offer: Option<i64>,
    post: Option<i64>,
    quantity: u32,
    unit_price: i64,
    title: String,
    variant_title: String,
    sku: String,
    image: Option<i64>,
    tracked: bool,
    ships: bool,
    grams: u32,
    tax_class: String,
}

#[derive(Serialize, Deserialize)]
struct Price {
    line_taxes: Vec<i64>,
    #[serde(default)]
    line_rates: Vec<u32>,
    #[serde(default)]
    tax_parts: Vec<TaxedAt>,
    subtotal: i64,
    shipping: i64,
    tax: i64,
    tax_included: bool,
    total: i64,
    rate: Option<i64>,
    rate_name: String,
    days_min: u16,
    days_max: u16,
    fingerprint: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    discounts: Vec<Discount>,
    #[serde(default, skip_serializing_if = "is_ours")]
    source: String,
    provisional: bool,
}

/// Line, amount off one unit, what buyers read.
#[derive(Serialize, Deserialize)]
struct Discount(usize, i64, String);

/// Most prices are our own: of those nothing is said.
fn is_ours(source: &str) -> bool {
    source.is_empty()
}

/// Rate in basis points, net, tax.
#[derive(Serialize, Deserialize)]
struct TaxedAt(u32, i64, i64);

#[derive(Serialize, Deserialize)]
struct Address {
    name: String,
    line1: String,
    line2: String,
    city: String,
    region: String,
    postal_code: String,
    country: String,
    phone: String,
}

fn broken(what: &'static str, text: &str) -> DbError {
    DbError::Value { column: 0, value: text.chars().take(40).collect(), wanted: what }
}

/// Lines as their column holds them.
pub(crate) fn write_lines(lines: &[CheckoutLine]) -> String {
    let lines: Vec<Line> = lines
        .iter()
        .map(|line| Line {
            product: line.product.0,
            variant: line.variant.0,
            offer: line.offer.map(|id| id.0),
            post: line.post.map(|id| id.0),
            quantity: line.quantity.get(),
            unit_price: line.unit_price.amount,
            title: line.title.clone(),
            variant_title: line.variant_title.clone(),
            sku: line.sku.clone(),
            image: line.image.map(|id| id.0),
            tracked: line.tracked,
            ships: line.requires_shipping,
            grams: line.weight_grams,
            tax_class: line.tax_class.as_str().to_owned(),
        })
        .collect();
    serde_json::to_string(&lines).expect("plain structs always serialize")
}

/// Lines from their column; amounts are in `currency`.
pub(crate) fn read_lines(text: &str, currency: Currency) -> Result<Vec<CheckoutLine>, DbError> {
    let lines: Vec<Line> = serde_json::from_str(text).map_err(|_| broken("list of checkout lines", text))?;
    lines
        .into_iter()
        .map(|line| {
            Ok(CheckoutLine {
                product: ProductId(line.product),
                variant: VariantId(line.variant),
                offer: line.offer.map(OfferId),
                post: line.post.map(PostId),
                quantity: Quantity::try_from(i64::from(line.quantity))
                    .map_err(|_| broken("quantity of a checkout line", &line.quantity.to_string()))?,
                unit_price: Money::new(line.unit_price, currency),
                title: line.title,
                variant_title: line.variant_title,
                sku: line.sku,
                image: line.image.map(ImageId),
                tracked: line.tracked,
                requires_shipping: line.ships,
                weight_grams: line.grams,
                tax_class: line
                    .tax_class
                    .parse::<TaxClass>()
                    .map_err(|_| broken("tax class of a checkout line", &line.tax_class))?,
            })
        })
        .collect()
}

/// The agreed price as its column holds it; empty when there is none.
pub(crate) fn write_agreed(agreed: Option<&Agreed>) -> String {
    agreed.map_or_else(String::new, |agreed| {
        let price = Price {
            line_taxes: agreed.line_taxes.iter().map(|tax| tax.amount).collect(),
            line_rates: agreed.line_rates.iter().map(|rate| rate.0).collect(),
            tax_parts: taxed_at(&agreed.tax_parts),
            subtotal: agreed.subtotal.amount,
            shipping: agreed.shipping.amount,
            tax: agreed.tax.amount,
            tax_included: agreed.tax_included,
            total: agreed.total.amount,
            rate: agreed.rate.map(|id| id.0),
            rate_name: agreed.rate_name.clone(),
            days_min: agreed.days_min,
            days_max: agreed.days_max,
            fingerprint: agreed.fingerprint,
            discounts: agreed
                .discounts
                .iter()
                .map(|each| Discount(each.line, each.discount.amount.amount, each.discount.title.clone()))
                .collect(),
            source: match agreed.source {
                Source::Ours => String::new(),
                Source::Answered | Source::FellBack => agreed.source.as_str().to_owned(),
            },
            provisional: agreed.provisional,
        };
        serde_json::to_string(&price).expect("plain structs always serialize")
    })
}

/// The agreed price from its column.
pub(crate) fn read_agreed(text: &str, currency: Currency) -> Result<Option<Agreed>, DbError> {
    if text.is_empty() {
        return Ok(None);
    }
    let price: Price = serde_json::from_str(text).map_err(|_| broken("agreed price", text))?;
    let money = |amount| Money::new(amount, currency);
    Ok(Some(Agreed {
        line_taxes: price.line_taxes.into_iter().map(money).collect(),
        line_rates: price.line_rates.into_iter().map(BasisPoints).collect(),
        tax_parts: parts_of(price.tax_parts, currency),
        subtotal: money(price.subtotal),
        shipping: money(price.shipping),
        tax: money(price.tax),
        tax_included: price.tax_included,
        total: money(price.total),
        rate: price.rate.map(RateId),
        rate_name: price.rate_name,
        days_min: price.days_min,
        days_max: price.days_max,
        fingerprint: price.fingerprint,
        discounts: price
            .discounts
            .into_iter()
            .map(|Discount(line, amount, title)| QuotedDiscount {
                line,
                discount: UnitDiscount { amount: money(amount), title },
            })
            .collect(),
        source: match price.source.as_str() {
            "" => Source::Ours,
            word => Source::from_word(word).ok_or_else(|| broken("source of a price", word))?,
        },
        provisional: price.provisional,
    }))
}

fn taxed_at(parts: &[TaxPart]) -> Vec<TaxedAt> {
    parts.iter().map(|part| TaxedAt(part.rate.0, part.net.amount, part.tax.amount)).collect()
}

fn parts_of(parts: Vec<TaxedAt>, currency: Currency) -> Vec<TaxPart> {
    let money = |amount| Money::new(amount, currency);
    let part =
        |TaxedAt(rate, net, tax)| TaxPart { rate: BasisPoints(rate), net: money(net), tax: money(tax) };
    parts.into_iter().map(part).collect()
}

/// Rates and amounts of an invoice.
#[derive(Serialize, Deserialize)]
struct Rates {
    lines: Vec<u32>,
    parts: Vec<TaxedAt>,
}

/// What is taxed at which rate, as an invoice's column holds it.
pub(crate) fn write_rates(lines: &[BasisPoints], parts: &[TaxPart]) -> String {
    let rates = Rates { lines: lines.iter().map(|rate| rate.0).collect(), parts: taxed_at(parts) };
    serde_json::to_string(&rates).expect("plain structs always serialize")
}

/// The same from its column.
pub(crate) fn read_rates(
    text: &str,
    currency: Currency,
) -> Result<(Vec<BasisPoints>, Vec<TaxPart>), DbError> {
    let rates: Rates = serde_json::from_str(text).map_err(|_| broken("rates of an invoice", text))?;
    Ok((rates.lines.into_iter().map(BasisPoints).collect(), parts_of(rates.parts, currency)))
}

/// An address as its column holds it; empty when there is none.
#[must_use]
pub fn write_address(address: Option<&PostalAddress>) -> String {
    address.map_or_else(String::new, |address| {
        let address = Address {
            name: address.name.clone(),
            line1: address.line1.clone(),
            line2: address.line2.clone(),
            city: address.city.clone(),
            region: address.region.clone(),
            postal_code: address.postal_code.clone(),
            country: address.country.code().to_owned(),
            phone: address.phone.clone(),
        };
        serde_json::to_string(&address).expect("plain structs always serialize")
    })
}

/// An address from its column.
///
/// # Errors
/// [`DbError::Value`] when the column holds something else.
pub fn read_address(text: &str) -> Result<Option<PostalAddress>, DbError> {
    if text.is_empty() {
        return Ok(None);
    }
    // The text is personal: the error names the kind, never the value.
    let address: Address = serde_json::from_str(text).map_err(|_| broken("postal address", ""))?;
    Ok(Some(PostalAddress {
        country: address.country.parse::<Country>().map_err(|_| broken("country", &address.country))?,
        name: address.name,
        line1: address.line1,
        line2: address.line2,
        city: address.city,
        region: address.region,
        postal_code: address.postal_code,
        phone: address.phone,
    }))
}
