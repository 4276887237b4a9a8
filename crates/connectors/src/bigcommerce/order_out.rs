//! An order of ours becomes one of the store's.

use app::ports::{Link, OrderOut, PlatformError, TheirOrder};
use domain::checkout::PostalAddress;
use reqwest::Method;
use serde::Serialize;
use serde_json::Number;

use super::api::key;
use super::shop::BigCommerce;
use super::wire::Order;
use crate::platform::pieces::{Parts, parts, pieces};

/// "Awaiting Fulfillment": paid, and to be packed.
const AWAITING_FULFILLMENT: u32 = 11;
/// What stands where the store wants something and there is nothing to say.
const NOTHING: &str = "-";

#[derive(Serialize)]
struct NewOrder<'a> {
    status_id: u32,
    channel_id: u64,
    external_source: &'static str,
    external_order_id: &'a str,
    payment_method: String,
    payment_provider_id: &'a str,
    default_currency_code: &'static str,
    staff_notes: String,
    subtotal_ex_tax: String,
    subtotal_inc_tax: String,
    shipping_cost_ex_tax: String,
    shipping_cost_inc_tax: String,
    total_ex_tax: String,
    total_inc_tax: String,
    billing_address: Address<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shipping_addresses: Vec<Address<'a>>,
    products: Vec<NewLine>,
}

#[derive(Clone, Serialize)]
struct Address<'a> {
    first_name: &'a str,
    last_name: &'a str,
    street_1: &'a str,
    street_2: &'a str,
    city: &'a str,
    state: &'a str,
    zip: &'a str,
    country_iso2: &'a str,
    phone: &'a str,
    email: &'a str,
}

#[derive(Serialize)]
struct NewLine {
    product_id: u64,
    variant_id: u64,
    quantity: u32,
    price_ex_tax: Number,
    price_inc_tax: Number,
}

impl BigCommerce {
    pub(super) async fn create_order(
        &self,
        link: &Link,
        order: &OrderOut,
    ) -> Result<TheirOrder, PlatformError> {
        let parts = parts(order)?;
        let body = new_order(link, order, &parts)?;
        let answered = self.write(&link.keys, (Method::POST, "/v2/orders"), &body, false).await?;
        let made: Order = answered.read()?;
        // The rest of a new order is known: nothing left, nothing went back.
        self.their_order(link, &made, Vec::new(), Vec::new())
    }
}

fn new_order<'a>(link: &'a Link, order: &'a OrderOut, parts: &Parts) -> Result<NewOrder<'a>, PlatformError> {
    let billing = address(link, order, order.address.as_ref());
    let travels = order.address.is_some() && order.lines.iter().any(|line| line.requires_shipping);
    let mut products = Vec::new();
    for (line, sum) in order.lines.iter().zip(&parts.lines) {
        let id = |text: &str| {
            text.parse::<u64>().map_err(|_| {
                PlatformError::Refused(format!("{} is no id of this store ({}).", line.title, line.sku))
            })
        };
        let (product_id, variant_id) = (id(&line.product)?, id(&line.variant)?);
        products.extend(pieces(*sum, line.quantity).into_iter().map(|piece| NewLine {
            product_id,
            variant_id,
            quantity: piece.quantity,
            price_ex_tax: decimal_number(&piece.before),
            price_inc_tax: decimal_number(&piece.after),
        }));
    }
    Ok(NewOrder {
        status_id: AWAITING_FULFILLMENT,
        channel_id: link
            .keys
            .get(key::CHANNEL)
            .parse()
            .map_err(|_| PlatformError::Keys("This shop has no channel yet. Connect it again.".to_owned()))?,
        external_source: "Buyline",
        external_order_id: &order.id,
        payment_method: format!("Buyline ({})", order.payment.0),
        payment_provider_id: &order.payment.1,
        default_currency_code: order.total.currency.code(),
        staff_notes: notes(order),
        subtotal_ex_tax: parts.subtotal.before.to_decimal(),
        subtotal_inc_tax: parts.subtotal.after.to_decimal(),
        shipping_cost_ex_tax: parts.shipping.before.to_decimal(),
        shipping_cost_inc_tax: parts.shipping.after.to_decimal(),
        total_ex_tax: parts.total.before.to_decimal(),
        total_inc_tax: parts.total.after.to_decimal(),
        shipping_addresses: if travels { vec![billing.clone()] } else { Vec::new() },
        billing_address: billing,
        products,
    })
}

/// What whoever packs may want to know: where it was sold and by whom.
fn notes(order: &OrderOut) -> String {
    let mut notes = format!("Buyline order {}: {}", order.number, order.url);
    if let Some(post) = &order.post {
        notes.push_str(&format!("\nSold by post {post}"));
        if let Some(creator) = &order.creator {
            notes.push_str(&format!(" of {creator}"));
        }
    }
    if !order.shipping_name.is_empty() {
        notes.push_str(&format!("\nShipping: {}", order.shipping_name));
    }
    if order.is_test {
        notes.push_str("\nThis is a test order: no money moved. Do not send anything.");
    }
    notes
}

/// The store wants an address also where nothing travels; the shop's own country stands for the buyer's then.
fn address<'a>(link: &'a Link, order: &'a OrderOut, address: Option<&'a PostalAddress>) -> Address<'a> {
    let name = address.map_or(order.buyer_name.as_str(), |address| &address.name).trim();
    let (first_name, last_name) = name.rsplit_once(' ').unwrap_or((name, NOTHING));
    let said = |part: fn(&PostalAddress) -> &String| {
        address.map(|address| part(address).trim()).filter(|text| !text.is_empty())
    };
    Address {
        first_name: if first_name.is_empty() { NOTHING } else { first_name },
        last_name,
        street_1: said(|address| &address.line1).unwrap_or(NOTHING),
        street_2: said(|address| &address.line2).unwrap_or_default(),
        city: said(|address| &address.city).unwrap_or(NOTHING),
        state: said(|address| &address.region).unwrap_or_default(),
        zip: said(|address| &address.postal_code).unwrap_or(NOTHING),
        country_iso2: address.map_or(link.keys.get(key::COUNTRY), |address| address.country.code()),
        phone: said(|address| &address.phone).unwrap_or_default(),
        email: &order.email,
    }
}

/// # Panics
/// Never: a decimal is a number.
fn decimal_number(text: &str) -> Number {
    text.parse().expect("a decimal is a number")
}
