//! An order of ours becomes one of the site's: calculated, paid, and under our own number, which a site takes only once.

use app::ports::{Link, OrderOut, PlatformError, TheirOrder};
use domain::money::Money;
use serde_json::{Value, json};

use super::api::key;
use super::order_in::ORDERS;
use super::shop::Salesforce;
use crate::platform::goods::number;
use crate::platform::pieces::{Parts, Taxed, parts};

/// Everything goes in one parcel as far as the order says; the merchant may ship in several.
const SHIPMENT: &str = "buyline";
/// The way of paying, which the merchant makes once in Business Manager.
const PAYMENT_METHOD: &str = "BUYLINE";

impl Salesforce {
    pub(super) async fn create_order(
        &self,
        link: &Link,
        order: &OrderOut,
    ) -> Result<TheirOrder, PlatformError> {
        let body = new_order(order, &parts(order)?)?;
        let address = self.address(&link.keys, ORDERS, "/orders")?;
        let refusal = match self.send_once(&link.keys, (address, key::TRUSTED), &body).await {
            Ok(_) => None,
            // It may be refused because it is there already: then it is this very order.
            Err(PlatformError::Refused(why)) => Some(why),
            Err(other) => return Err(other),
        };
        // Whether it is there, and whether it is finished, is not known until it is read.
        let there = self.finished_order(link, &order.id).await;
        let there = there.map_err(|error| PlatformError::Unknown(error.to_string()))?;
        there.ok_or_else(|| match refusal {
            Some(why) => PlatformError::Refused(why),
            None => PlatformError::Unknown("the order was taken and is not found".to_owned()),
        })
    }
}

fn new_order(order: &OrderOut, parts: &Parts) -> Result<Value, PlatformError> {
    let tax = |sum: Taxed| {
        let tax = sum.tax().map_err(|error| PlatformError::Refused(error.to_string()))?;
        Ok::<_, PlatformError>(number(tax))
    };
    let mut items = Vec::with_capacity(order.lines.len());
    for (line, sum) in order.lines.iter().zip(&parts.lines) {
        items.push(json!({
            "productId": line.variant, "productName": clipped(&line.title), "itemText": sold_by(order, &line.title),
            "quantity": line.quantity, "shipmentId": SHIPMENT, "basePrice": number(line.unit_price),
            "grossPrice": number(sum.after), "netPrice": number(sum.before), "tax": tax(*sum)?,
        }));
    }
    // The policy of the site decides whether shipping is said with its tax; ours is the same or the sums are refused.
    let shipping: Money = if order.tax_included { parts.shipping.after } else { parts.shipping.before };
    let shipment = json!({
        "shipmentId": SHIPMENT, "shippingMethod": shipping_method(order), "shippingTotal": number(shipping),
        "taxTotal": tax(parts.shipping)?, "shippingAddress": address(order),
    });
    let payment = json!({
        "paymentMethodId": PAYMENT_METHOD,
        "paymentTransaction": { "amount": number(order.total), "transactionId": clipped(&order.payment.1) },
    });
    Ok(json!({
        "orderNo": order.id, "channelType": "marketplace", "currency": order.total.currency.code(),
        "orderTotal": number(parts.total.after), "taxTotal": tax(parts.total)?, "paymentStatus": "paid",
        "billingAddress": address(order), "paymentInstruments": [payment], "productItems": items,
        "shipments": [shipment],
    }))
}

/// Texts of an order have at most so many characters.
const TEXT_CHARS_MAX: usize = 256;

fn clipped(text: &str) -> String {
    text.chars().take(TEXT_CHARS_MAX).collect()
}

fn shipping_method(order: &OrderOut) -> String {
    if order.shipping_name.is_empty() { "Buyline".to_owned() } else { clipped(&order.shipping_name) }
}

/// Where it was sold and by whom. A custom attribute would be refused by every site that did not make it first; a line's
/// own text stands in every order's export.
fn sold_by(order: &OrderOut, title: &str) -> String {
    let mut text = format!("{title} (Buyline {}", order.number);
    if let Some(post) = &order.post {
        text.push_str(&format!(", post {post}"));
    }
    if let Some(creator) = &order.creator {
        text.push_str(&format!(" of {creator}"));
    }
    if order.is_test {
        text.push_str(", a test order: do not send it");
    }
    text.push(')');
    text
}

/// The name is wanted always; the rest where there is some.
fn address(order: &OrderOut) -> Value {
    let address = order.address.as_ref();
    let name = address.map_or(order.buyer_name.as_str(), |address| &address.name).trim();
    let (first, last) = name.rsplit_once(' ').unwrap_or(("-", name));
    let mut written = json!({ "firstName": clipped(first), "lastName": clipped(last) });
    let Some(address) = address else { return written };
    let fields = [
        ("address1", &address.line1),
        ("address2", &address.line2),
        ("city", &address.city),
        ("stateCode", &address.region),
        ("postalCode", &address.postal_code),
        ("phone", &address.phone),
    ];
    for (field, value) in fields {
        let value = value.trim();
        if !value.is_empty() {
            written[field] = clipped(value).into();
        }
    }
    written["countryCode"] = address.country.code().into();
    written
}
