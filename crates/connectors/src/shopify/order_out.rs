//! An order of ours becomes one of the shop's. Shopify adds up by itself: prices of one unit are whole coins, and tax is said
//! line by line, so that it comes to what was paid.

use app::ports::{LineOut, Link, OrderOut, PlatformError, TheirOrder};
use domain::checkout::PostalAddress;
use domain::money::Money;
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::operations::PUSH;
use super::order_in::their_order;
use super::shop::Shopify;
use super::wire::{Order, UserError, global, refused};
use crate::platform::pieces::{coins, parts};

/// Where an order comes from, and the tag that all of ours have.
pub(super) const SOURCE: &str = "buyline";
/// What a tax is called where no more is known of it.
const TAX: &str = "Tax";
/// Decimals of a rate.
const RATE_ONE: i128 = 10_000;
/// Units that are not there.
const CLAIM_FAILED: &str = "INVENTORY_CLAIM_FAILED";
/// How a shop on trial begins to say that it takes five orders a minute; there is no code for it.
const TOO_MANY: &str = "Too many attempts";
/// Until it takes more.
const TRIAL_PAUSE: SignedDuration = SignedDuration::from_secs(60);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pushed {
    order_create: Payload,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    order: Option<Order>,
    user_errors: Vec<UserError>,
}

/// The tag of one order, by which it is found beside its name of ours.
pub(super) fn tag(ours: &str) -> String {
    format!("{SOURCE}-{ours}")
}

impl Shopify {
    pub(super) async fn create_order(
        &self,
        link: &Link,
        order: &OrderOut,
    ) -> Result<TheirOrder, PlatformError> {
        parts(order)?;
        if order.total.currency != link.currency {
            return Err(PlatformError::Refused(format!(
                "The shop sells in {}, and this order is in {}.",
                link.currency.code(),
                order.total.currency.code()
            )));
        }
        let options = json!({
            "inventoryBehaviour": "DECREMENT_OBEYING_POLICY", "sendReceipt": false, "sendFulfillmentReceipt": false,
        });
        let variables = json!({ "order": new_order(order)?, "options": options });
        let pushed: Pushed = self.act(&link.keys, PUSH, variables).await?;
        let payload = pushed.order_create;
        if payload.user_errors.iter().any(|error| error.code.as_deref() == Some(CLAIM_FAILED)) {
            return Err(PlatformError::SoldOut(self.sold_out(link, order).await));
        }
        if payload.user_errors.iter().any(|error| error.message.starts_with(TOO_MANY)) {
            return Err(PlatformError::Busy(TRIAL_PAUSE));
        }
        refused(&payload.user_errors)?;
        let made =
            payload.order.ok_or_else(|| PlatformError::Unknown("an answer without its order".to_owned()))?;
        // The rest of a new order is known: nothing left, nothing went back.
        their_order(&made, Vec::new(), Vec::new())
    }

    /// Which variants are sold out: Shopify does not say it, its shelves do. All of the order's where these say nothing else.
    async fn sold_out(&self, link: &Link, order: &OrderOut) -> Vec<String> {
        let mut variants: Vec<String> = order.lines.iter().map(|line| line.variant.clone()).collect();
        variants.sort_unstable();
        variants.dedup();
        let wanted = |variant: &str| -> i64 {
            order
                .lines
                .iter()
                .filter(|line| line.variant == variant)
                .map(|line| i64::from(line.quantity))
                .sum()
        };
        let known = self.stock_of(link, &variants).await.unwrap_or_default();
        let lacking: Vec<String> = variants
            .iter()
            .filter(|variant| match known.iter().find(|(id, _)| id == *variant) {
                Some((_, domain::catalog::draft::StockDraft::Units(units))) => *units < wanted(variant),
                Some(_) => false,
                None => true,
            })
            .cloned()
            .collect();
        if lacking.is_empty() { variants } else { lacking }
    }
}

fn new_order(order: &OrderOut) -> Result<Value, PlatformError> {
    let mut lines = Vec::new();
    for line in &order.lines {
        lines.extend(new_lines(line, order.tax_included)?);
    }
    let address = order.address.as_ref().map(address);
    let mut shipping = Vec::new();
    if address.is_some() || !order.shipping.is_zero() {
        let title = if order.shipping_name.is_empty() { "Shipping" } else { &order.shipping_name };
        shipping.push(json!({
            "title": title, "priceSet": bag(order.shipping),
            "taxLines": tax_lines(order.shipping, order.shipping_tax, order.tax_included),
        }));
    }
    let (first_name, last_name) = names(&order.buyer_name);
    let currency = order.total.currency.code();
    let mut new = json!({
        "sourceName": SOURCE, "sourceIdentifier": order.id, "sourceUrl": order.url,
        "processedAt": order.placed_at.to_string(), "currency": currency, "presentmentCurrency": currency,
        "taxesIncluded": order.tax_included, "test": order.is_test, "email": order.email,
        "customer": { "toUpsert": { "email": order.email, "firstName": first_name, "lastName": last_name } },
        "tags": [SOURCE, tag(&order.id)], "customAttributes": attributes(order),
        "lineItems": lines, "shippingLines": shipping,
        "transactions": [{
            "kind": "SALE", "status": "SUCCESS", "gateway": format!("Buyline ({})", order.payment.0),
            "amountSet": bag(order.total), "processedAt": order.placed_at.to_string(), "test": order.is_test,
            "receiptJson": { "payment": order.payment.1, "order": order.number },
        }],
    });
    if let Some(address) = address {
        new["shippingAddress"] = address.clone();
        new["billingAddress"] = address;
    }
    if order.is_test {
        new["note"] = "This is a test order: no money moved. Do not send anything.".into();
    }
    Ok(new)
}

/// What whoever packs may want to know: its number here, where it was sold and by whom.
fn attributes(order: &OrderOut) -> Value {
    let said = [
        ("Buyline order", Some(&order.number)),
        ("Buyline post", order.post.as_ref()),
        ("Buyline creator", order.creator.as_ref()),
    ];
    let known = said.into_iter().filter_map(|(key, value)| Some(json!({ "key": key, "value": value? })));
    known.collect()
}

/// A line by whole coins: one, or two whose units differ by the smallest coin.
fn new_lines(line: &LineOut, tax_included: bool) -> Result<Vec<Value>, PlatformError> {
    let variant = global("ProductVariant", &line.variant).ok_or_else(|| {
        PlatformError::Refused(format!("{} is no variant of this shop ({}).", line.title, line.sku))
    })?;
    let parts = coins(line.subtotal, line.quantity);
    let weights: Vec<u64> = parts.iter().map(|(units, _)| u64::from(*units)).collect();
    let taxes = line.tax.allocate(&weights);
    let lines = parts.into_iter().zip(taxes).map(|((units, price), tax)| {
        let sum = price.times(units).unwrap_or(line.subtotal);
        json!({
            "variantId": variant, "quantity": units, "priceSet": bag(price),
            "requiresShipping": line.requires_shipping, "taxLines": tax_lines(sum, tax, tax_included),
        })
    });
    Ok(lines.collect())
}

fn bag(money: Money) -> Value {
    let said = json!({ "amount": money.to_decimal(), "currencyCode": money.currency.code() });
    json!({ "shopMoney": said })
}

/// The tax in, or on, an amount; none where there is none.
fn tax_lines(amount: Money, tax: Money, tax_included: bool) -> Value {
    if tax.is_zero() {
        return json!([]);
    }
    json!([{ "title": TAX, "rate": rate(amount, tax, tax_included), "priceSet": bag(tax), "channelLiable": false }])
}

/// The rate that an amount and its tax come from, for people to read: the tax itself is what counts.
fn rate(amount: Money, tax: Money, tax_included: bool) -> String {
    let tax_units = i128::from(tax.amount);
    let before = i128::from(amount.amount) - if tax_included { tax_units } else { 0 };
    let rate = if before > 0 { (tax_units * RATE_ONE + before / 2) / before } else { 0 };
    format!("{}.{:04}", rate / RATE_ONE, rate % RATE_ONE)
}

fn names(name: &str) -> (&str, &str) {
    name.trim().rsplit_once(' ').unwrap_or(("", name.trim()))
}

fn address(address: &PostalAddress) -> Value {
    let (first_name, last_name) = names(&address.name);
    let said = [
        ("firstName", first_name),
        ("lastName", last_name),
        ("address1", &address.line1),
        ("address2", &address.line2),
        ("city", &address.city),
        ("provinceCode", province(&address.region)),
        ("zip", &address.postal_code),
        ("countryCode", address.country.code()),
        ("phone", &address.phone),
    ];
    let known = said.into_iter().filter(|(_, value)| !value.trim().is_empty());
    Value::Object(known.map(|(name, value)| (name.to_owned(), value.trim().into())).collect())
}

/// A region where it is a code; Shopify refuses an order for one that it does not know.
fn province(region: &str) -> &str {
    let is_code = (1..=3).contains(&region.len()) && region.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_code { region } else { "" }
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;

    #[test]
    fn a_rate_is_that_of_amount_and_tax() {
        let eur = |amount| Money::new(amount, Currency::EUR);
        assert_eq!(rate(eur(11_900), eur(1_900), true), "0.1900");
        assert_eq!(rate(eur(10_000), eur(1_900), false), "0.1900");
        assert_eq!(rate(eur(100), eur(250), false), "2.5000");
        assert_eq!(rate(eur(5), eur(5), true), "0.0000");
    }

    #[test]
    fn a_region_that_is_no_code_is_left_away() {
        assert_eq!((province("NY"), province("Île-de-France"), province("Bayern")), ("NY", "", ""));
    }
}
