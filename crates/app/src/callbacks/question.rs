//! What a shop's program is asked. Nothing of the person is in it.

use domain::callback::Topic;
use domain::money::Money;
use domain::quote::{QuoteLine, QuoteRequest};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A line as a question names it.
pub(crate) struct Line<'a> {
    /// What is priced.
    pub(crate) priced: &'a QuoteLine,
    /// Of which product, in its text form.
    pub(crate) product: String,
    /// What the shop calls the product.
    pub(crate) product_external_id: &'a str,
    /// What the shop calls the variant.
    pub(crate) external_id: &'a str,
    /// Its stock-keeping unit.
    pub(crate) sku: &'a str,
}

/// The question, as the message's `data`.
pub(crate) fn data(request: &QuoteRequest, topics: &[Topic], lines: &[Line<'_>]) -> Value {
    let lines: Vec<Value> = lines.iter().map(line).collect();
    let topics: Vec<&str> = topics.iter().map(|topic| topic.as_str()).collect();
    let destination = request.destination.as_ref().map(
        |to| json!({ "country": to.country.code(), "region": to.region, "postal_code": to.postal_code }),
    );
    json!({
        "merchant": request.merchant.to_string(), "currency": request.currency.code(), "asked": topics,
        "destination": destination, "lines": lines,
    })
}

fn line(line: &Line<'_>) -> Value {
    let priced = line.priced;
    json!({
        "product": line.product, "variant": priced.variant_id.to_string(),
        "product_external_id": line.product_external_id, "external_id": line.external_id, "sku": line.sku,
        "quantity": priced.quantity.get(), "unit_price": money(priced.unit_price),
        "tax_class": priced.tax_class.as_str(), "weight_grams": priced.weight_grams,
        "requires_shipping": priced.requires_shipping,
    })
}

fn money(money: Money) -> Value {
    json!({ "amount": money.amount, "currency": money.currency.code() })
}

/// What one question is known by: the same cart, sent there, under the same prices and the same set-up.
pub(super) type Key = [u8; 32];

/// The key of a question; `version` is that of the merchant's prices.
pub(super) fn key(request: &QuoteRequest, version: i64) -> Key {
    let lines: Vec<Line<'_>> = request
        .lines
        .iter()
        .map(|priced| Line {
            priced,
            product: String::new(),
            product_external_id: "",
            external_id: "",
            sku: "",
        })
        .collect();
    let text = format!("{version} {}", data(request, &[], &lines));
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use domain::ids::{MerchantId, RateId, VariantId};
    use domain::money::Currency;
    use domain::quantity::Quantity;
    use domain::quote::Destination;
    use domain::tax::TaxClass;

    use super::*;

    fn request() -> QuoteRequest {
        QuoteRequest {
            merchant: MerchantId(1),
            currency: Currency::EUR,
            destination: Some(Destination {
                country: "DE".parse().unwrap(),
                region: None,
                postal_code: Some("10115".to_owned()),
            }),
            lines: vec![QuoteLine {
                variant_id: VariantId(7),
                quantity: Quantity::ONE,
                unit_price: Money::new(1_990, Currency::EUR),
                tax_class: TaxClass::Standard,
                weight_grams: 900,
                requires_shipping: true,
            }],
            chosen_rate: None,
        }
    }

    #[test]
    fn whatever_may_change_the_answer_is_another_question_and_the_choice_of_shipping_is_not() {
        let changes: [fn(&mut QuoteRequest); 6] = [
            |it| it.merchant = MerchantId(2),
            |it| it.currency = Currency::USD,
            |it| it.destination = None,
            |it| it.destination.as_mut().unwrap().postal_code = None,
            |it| it.lines[0].quantity = Quantity::try_from(2).unwrap(),
            |it| it.lines[0].unit_price.amount += 1,
        ];
        let mut seen = vec![key(&request(), 1), key(&request(), 2)];
        for change in changes {
            let mut changed = request();
            change(&mut changed);
            seen.push(key(&changed, 1));
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), changes.len() + 2);
        assert_eq!(key(&QuoteRequest { chosen_rate: Some(RateId(3)), ..request() }, 1), key(&request(), 1));
    }
}
