//! Reading what a shop's program answered: whole, or not at all. What is wrong is named by its field.

use domain::callback::{Topic, VALID_MAX};
use domain::catalog::problem::PRICE_MAX;
use domain::ids::RateId;
use domain::money::{BasisPoints, Money};
use domain::quote::{
    ANSWERED_RATES_MAX, Answer, AnsweredLine, AnsweredRate, AnsweredTax, QuoteRequest, UnitDiscount,
};
use domain::shipping::OfferedRate;
use jiff::SignedDuration;
use serde::Deserialize;
use sha2::{Digest, Sha256};

pub use crate::channel::Wrong;

/// Longest text that buyers read.
const TITLE_CHARS_MAX: usize = 100;
/// Longest id of a way to ship.
const RATE_ID_BYTES_MAX: usize = 100;
/// A tax of more than the price itself is none.
const RATE_MAX: u32 = 10_000;
/// Nothing travels for longer than a year.
const DAYS_MAX: u16 = 366;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(default)]
    valid_for: u32,
    tax_included: Option<bool>,
    lines: Vec<WireLine>,
    shipping: Option<Vec<WireRate>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireLine {
    available: Option<i64>,
    discount: Option<WireDiscount>,
    tax: Option<WireTax>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireDiscount {
    unit_amount: WireMoney,
    title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireTax {
    amount: WireMoney,
    rate: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRate {
    id: String,
    title: String,
    price: WireMoney,
    #[serde(default)]
    days_min: u16,
    #[serde(default)]
    days_max: u16,
    tax: Option<WireTax>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireMoney {
    amount: i64,
    currency: String,
}

/// What was asked, as far as it decides what must be answered.
struct Asked<'a> {
    request: &'a QuoteRequest,
    topics: &'a [Topic],
}

impl Asked<'_> {
    fn is_asked(&self, topic: Topic) -> bool {
        let has_destination = self.request.destination.is_some();
        let travels = || self.request.lines.iter().any(|line| line.requires_shipping);
        self.topics.contains(&topic)
            && match topic {
                Topic::Stock | Topic::Discounts => true,
                Topic::Tax => has_destination,
                Topic::Shipping => has_destination && travels(),
            }
    }

    /// A member is there exactly when it was asked.
    fn expect<T>(&self, topic: Topic, field: &str, member: Option<T>) -> Result<Option<T>, Wrong> {
        match (self.is_asked(topic), member) {
            (true, None) => Err(wrong(field, format!("is missing: {} was asked", topic.as_str()))),
            (false, Some(_)) => {
                Err(wrong(field, format!("must be left out: {} was not asked", topic.as_str())))
            }
            (_, member) => Ok(member),
        }
    }

    /// An amount in the currency that was asked, from zero to `most`.
    fn money(&self, field: &str, money: &WireMoney, most: i64) -> Result<Money, Wrong> {
        let currency = self.request.currency;
        if money.currency != currency.code() {
            return Err(wrong(
                &format!("{field}.currency"),
                format!("must be {}, as asked", currency.code()),
            ));
        }
        let amount = format!("{field}.amount");
        match money.amount {
            ..0 => Err(wrong(&amount, "is below zero")),
            above if above > most => Err(wrong(&amount, format!("is above {most}, what it belongs to"))),
            fine => Ok(Money::new(fine, currency)),
        }
    }

    fn tax(&self, field: &str, tax: Option<WireTax>, most: i64) -> Result<AnsweredTax, Wrong> {
        let none = AnsweredTax { amount: Money::zero(self.request.currency), rate: BasisPoints::ZERO };
        let Some(tax) = self.expect(Topic::Tax, field, tax)? else { return Ok(none) };
        if tax.rate > RATE_MAX {
            return Err(wrong(&format!("{field}.rate"), "is more than 10000, the whole"));
        }
        let amount = self.money(&format!("{field}.amount"), &tax.amount, most)?;
        if tax.rate == 0 && !amount.is_zero() {
            return Err(wrong(&format!("{field}.rate"), "is zero, but the tax is not"));
        }
        Ok(AnsweredTax { amount, rate: BasisPoints(tax.rate) })
    }
}

/// Reads an answer; says for how long it may be used again.
///
/// # Errors
/// The first field that is wrong.
pub(crate) fn read(
    request: &QuoteRequest,
    topics: &[Topic],
    body: &[u8],
) -> Result<(Answer, SignedDuration), Wrong> {
    let wire = parsed(body)?;
    let asked = Asked { request, topics };
    let valid = SignedDuration::from_secs(wire.valid_for.into());
    if valid > VALID_MAX {
        return Err(wrong("valid_for", format!("is above {}", VALID_MAX.as_secs())));
    }
    let tax_included = asked.expect(Topic::Tax, "tax_included", wire.tax_included)?;
    if wire.lines.len() != request.lines.len() {
        return Err(wrong("lines", format!("must have {} entries, one for each line", request.lines.len())));
    }
    let lines = wire.lines.into_iter().enumerate();
    let lines = lines.map(|(index, line)| read_line(&asked, index, line)).collect::<Result<_, Wrong>>()?;
    let shipping = match asked.expect(Topic::Shipping, "shipping", wire.shipping)? {
        Some(rates) => Some(read_rates(&asked, rates)?),
        None => topics.contains(&Topic::Shipping).then(Vec::new),
    };
    Ok((Answer { lines, shipping, tax_included }, valid))
}

fn parsed(body: &[u8]) -> Result<Wire, Wrong> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let wire = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        // The path of the whole is a dot, and one that was not found a question mark.
        let field = if field.contains(['.', '?']) && field.len() == 1 { String::new() } else { field };
        wrong(&field, unread(error.inner()))
    })?;
    reader.end().map_err(|error| wrong("", unread(&error)))?;
    Ok(wire)
}

fn read_line(asked: &Asked<'_>, index: usize, line: WireLine) -> Result<AnsweredLine, Wrong> {
    let field = |name: &str| format!("lines[{index}].{name}");
    let of = &asked.request.lines[index];
    let available = match (line.available, asked.is_asked(Topic::Stock)) {
        (Some(_), false) => {
            return Err(wrong(&field("available"), "must be left out: stock was not asked"));
        }
        (None, _) => None,
        (Some(units), true) => Some(
            u32::try_from(units)
                .map_err(|_| wrong(&field("available"), "must be from 0 to 4294967295, or null"))?,
        ),
    };
    let discount = match (line.discount, asked.is_asked(Topic::Discounts)) {
        (Some(_), false) => {
            return Err(wrong(&field("discount"), "must be left out: discounts were not asked"));
        }
        (None, _) => None,
        (Some(discount), true) => {
            let name = field("discount.unit_amount");
            let amount = asked.money(&name, &discount.unit_amount, of.unit_price.amount)?;
            let title = title(&field("discount.title"), &discount.title)?;
            Some(UnitDiscount { amount, title }).filter(|discount| !discount.amount.is_zero())
        }
    };
    let off = discount.as_ref().map_or(0, |discount| discount.amount.amount);
    let subtotal = (of.unit_price.amount - off).saturating_mul(of.quantity.get().into());
    Ok(AnsweredLine { available, discount, tax: asked.tax(&field("tax"), line.tax, subtotal)? })
}

fn read_rates(asked: &Asked<'_>, rates: Vec<WireRate>) -> Result<Vec<AnsweredRate>, Wrong> {
    if rates.len() > ANSWERED_RATES_MAX {
        return Err(wrong("shipping", format!("must have at most {ANSWERED_RATES_MAX} entries")));
    }
    let mut read: Vec<AnsweredRate> = Vec::with_capacity(rates.len());
    for (index, rate) in rates.into_iter().enumerate() {
        let field = |name: &str| format!("shipping[{index}].{name}");
        if rate.id.is_empty() || rate.id.len() > RATE_ID_BYTES_MAX {
            return Err(wrong(&field("id"), format!("must have from 1 to {RATE_ID_BYTES_MAX} bytes")));
        }
        let id = rate_id(asked.request, &rate.id);
        if read.iter().any(|known| known.rate.id == id) {
            return Err(wrong(&field("id"), "stands twice in the answer"));
        }
        if rate.days_min > rate.days_max || rate.days_max > DAYS_MAX {
            return Err(wrong(&field("days_max"), format!("must be from days_min to {DAYS_MAX}")));
        }
        let price = asked.money(&field("price"), &rate.price, PRICE_MAX)?;
        read.push(AnsweredRate {
            tax: asked.tax(&field("tax"), rate.tax, price.amount)?,
            rate: OfferedRate {
                id,
                name: title(&field("title"), &rate.title)?,
                price,
                days_min: rate.days_min,
                days_max: rate.days_max,
            },
        });
    }
    Ok(read)
}

/// The number of a way to ship by the shop's own name for it: the same whenever the shop says the same, so that a choice
/// outlives the answer it was made from. Two that fall together are found out above.
fn rate_id(request: &QuoteRequest, name: &str) -> RateId {
    let digest = Sha256::digest(format!("{} {name}", request.merchant.0).as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    // Ids are not negative.
    RateId(i64::from_be_bytes(first) & i64::MAX)
}

fn title(field: &str, text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > TITLE_CHARS_MAX || text.chars().any(char::is_control) {
        let reason = format!("must have from 1 to {TITLE_CHARS_MAX} characters, none of them for control");
        return Err(wrong(field, reason));
    }
    Ok(text.to_owned())
}

fn wrong(field: &str, reason: impl Into<String>) -> Wrong {
    Wrong { field: field.to_owned(), reason: reason.into() }
}

/// Of the reader's sentence what is ours, and the names of members; a text that was sent stands in it between quotes.
fn unread(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let ours: Vec<&str> = said.split('"').step_by(2).collect();
    format!("is not read: {}", domain::webhook::kept_answer(&ours.join("…")))
}

#[cfg(test)]
mod tests;
