//! An order of ours becomes one of the shop's, in steps: a draft under our public id, an order of it, and its payment. Each
//! step sees from the order alone what comes next, so that whoever dies in the middle is followed by whoever searches.

use std::num::NonZeroU32;

use app::ports::{Link, OrderOut, PlatformError, TheirOrder};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value, json};

use super::api::{code, id, key, success};
use super::order_in::{NAME, theirs};
use super::shop::Medusa;
use super::wire::{Id, Order};
use crate::platform::goods::number;
use crate::platform::pieces::{Parts, parts};

/// Ways of shipping that are looked at.
const OPTIONS_MAX: &str = "100";

#[derive(Deserialize)]
struct Drafted {
    draft_order: Id,
}

#[derive(Deserialize)]
struct Collected {
    payment_collection: Id,
}

#[derive(Deserialize)]
struct Options {
    shipping_options: Vec<ShippingOption>,
}

#[derive(Deserialize)]
struct ShippingOption {
    id: String,
    name: String,
    #[serde(default)]
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    attribute: String,
    value: Value,
}

impl Medusa {
    pub(super) async fn create_order(
        &self,
        link: &Link,
        order: &OrderOut,
    ) -> Result<TheirOrder, PlatformError> {
        let parts = parts(order)?;
        let items = items(order, &parts);
        if has_a_variant_twice(&items) {
            // A shop looks at each line by itself, and would take more than there are.
            let gone = self.sold_out(link, order).await?;
            if !gone.is_empty() {
                return Err(PlatformError::SoldOut(gone));
            }
        }
        let body = self.draft(link, order, &parts, &items).await?;
        let answered = self.post_whatever(&link.keys, "/admin/draft-orders", &body).await?;
        if code(&answered).as_deref() == Some("insufficient_inventory") {
            return Err(PlatformError::SoldOut(self.sold_out(link, order).await?));
        }
        let made: Drafted = success(answered)?.read()?;
        // It has our name now: from here on, what is lost is searched for.
        let unknown = |error: PlatformError| PlatformError::Unknown(error.to_string());
        self.convert(link, &made.draft_order.id).await.map_err(unknown)?;
        let there = self.read_order(link, &made.draft_order.id).await.map_err(unknown)?;
        let there =
            there.ok_or_else(|| PlatformError::Unknown("the order was made and is not found".to_owned()))?;
        let paid = self.paid(link, there).await.map_err(unknown)?;
        theirs(&paid)
    }

    /// A draft becomes an order, which takes its units.
    pub(super) async fn convert(&self, link: &Link, draft: &str) -> Result<(), PlatformError> {
        let path = format!("/admin/draft-orders/{}/convert-to-order", id(draft)?);
        self.post(&link.keys, &path, &json!({})).await.map(|_| ())
    }

    /// The order with its payment written down, which is done where it was not.
    pub(super) async fn paid(&self, link: &Link, order: Order) -> Result<Order, PlatformError> {
        if order.status == "canceled" || order.payment_collections.iter().any(|one| one.status == "completed")
        {
            return Ok(order);
        }
        let open = order.payment_collections.iter().find(|one| one.status == "not_paid");
        let collection = match open {
            Some(open) => open.id.clone(),
            None => {
                let body = json!({ "order_id": order.id, "amount": order.total });
                let made: Collected =
                    self.post(&link.keys, "/admin/payment-collections", &body).await?.read()?;
                made.payment_collection.id
            }
        };
        let path = format!("/admin/payment-collections/{}/mark-as-paid", id(&collection)?);
        self.post(&link.keys, &path, &json!({ "order_id": order.id })).await?;
        let read = self.read_order(link, &order.id).await?;
        read.ok_or_else(|| PlatformError::Unknown("the order was paid and is not found".to_owned()))
    }

    async fn draft(
        &self,
        link: &Link,
        order: &OrderOut,
        parts: &Parts,
        items: &[Item<'_>],
    ) -> Result<Value, PlatformError> {
        let mut body = json!({
            "region_id": link.keys.get(key::REGION), "sales_channel_id": link.keys.get(key::CHANNEL_ID),
            "currency_code": link.currency.code().to_lowercase(), "email": order.email,
            "no_notification_order": true, "items": items, "metadata": metadata(order),
            "billing_address": address(order, true),
        });
        if order.address.is_some() {
            body["shipping_address"] = address(order, false);
        }
        if order.lines.iter().any(|line| line.requires_shipping) || !order.shipping.is_zero() {
            let option = self.shipping_option(link, &order.shipping_name).await?;
            body["shipping_methods"] = json!([{
                "name": if order.shipping_name.is_empty() { &option.name } else { &order.shipping_name },
                "shipping_option_id": option.id, "amount": number(parts.shipping.after),
            }]);
        }
        Ok(body)
    }

    /// The shop's own way of shipping of this name, or its first: by it the merchant sends the parcel.
    async fn shipping_option(&self, link: &Link, name: &str) -> Result<ShippingOption, PlatformError> {
        let fields = [("fields", "id,name,*rules"), ("limit", OPTIONS_MAX)];
        let listed: Options = self.get(&link.keys, "/admin/shipping-options", &fields).await?.read()?;
        let is_return = |option: &ShippingOption| {
            option.rules.iter().any(|rule| rule.attribute == "is_return" && rule.value == "true")
        };
        let out = listed.shipping_options.into_iter().filter(|option| !is_return(option));
        out.min_by_key(|option| option.name != name).ok_or_else(|| {
            PlatformError::Refused(
                "The shop has no way of shipping. Make one in Settings, Locations.".to_owned(),
            )
        })
    }
}

/// So many of a variant at one price.
#[derive(Debug, PartialEq, Serialize)]
struct Item<'o> {
    variant_id: &'o str,
    quantity: u32,
    unit_price: Number,
}

/// A shop multiplies and does not round, so that prices of one are whole coins.
fn items<'o>(order: &'o OrderOut, parts: &Parts) -> Vec<Item<'o>> {
    let mut items: Vec<Item<'o>> = Vec::new();
    for (line, sum) in order.lines.iter().zip(&parts.lines) {
        let Some(quantity) = NonZeroU32::new(line.quantity) else { continue };
        for price in sum.after.allocate_evenly(quantity) {
            let unit_price = number(price);
            let same =
                |item: &&mut Item<'o>| item.variant_id == line.variant && item.unit_price == unit_price;
            match items.iter_mut().find(same) {
                Some(item) => item.quantity += 1,
                None => items.push(Item { variant_id: &line.variant, quantity: 1, unit_price }),
            }
        }
    }
    items
}

fn has_a_variant_twice(items: &[Item<'_>]) -> bool {
    let mut variants: Vec<&str> = items.iter().map(|item| item.variant_id).collect();
    variants.sort_unstable();
    variants.windows(2).any(|pair| pair[0] == pair[1])
}

fn metadata(order: &OrderOut) -> Value {
    json!({
        (NAME): order.id, "buyline_number": order.number, "buyline_address": order.url,
        "buyline_post": order.post, "buyline_creator": order.creator, "buyline_test": order.is_test,
        "buyline_tax": order.tax.to_decimal(), "buyline_provider": order.payment.0,
        "buyline_payment": order.payment.1,
    })
}

/// The company of the bill has our public id: a shop searches addresses, and nothing else that we may write in.
fn address(order: &OrderOut, is_bill: bool) -> Value {
    let address = order.address.as_ref();
    let name = address.map_or(order.buyer_name.as_str(), |address| &address.name).trim();
    let (first, last) = name.rsplit_once(' ').unwrap_or(("", name));
    let mut written = json!({ "first_name": first, "last_name": last });
    if is_bill {
        written["company"] = format!("Buyline {}", order.id).into();
    }
    if let Some(address) = address {
        for (field, value) in [
            ("address_1", &address.line1),
            ("address_2", &address.line2),
            ("city", &address.city),
            ("province", &address.region),
            ("postal_code", &address.postal_code),
            ("phone", &address.phone),
        ] {
            written[field] = value.as_str().into();
        }
        written["country_code"] = address.country.code().to_lowercase().into();
    }
    written
}

#[cfg(test)]
mod tests {
    use app::ports::LineOut;
    use domain::money::{Currency, Money};

    use super::*;

    #[test]
    fn a_line_that_does_not_come_out_even_is_two_prices_and_equal_ones_are_one() {
        let euro = |amount| Money::new(amount, Currency::EUR);
        let line = |variant: &str, quantity, subtotal| LineOut {
            id: "lin_1".to_owned(),
            product: "prod_1".to_owned(),
            variant: variant.to_owned(),
            sku: String::new(),
            title: "Thing".to_owned(),
            quantity,
            unit_price: euro(0),
            subtotal: euro(subtotal),
            tax: euro(7),
            requires_shipping: true,
        };
        let mut order = OrderOut {
            id: "ord_1".to_owned(),
            number: "B1".to_owned(),
            url: String::new(),
            placed_at: jiff::Timestamp::UNIX_EPOCH,
            email: String::new(),
            buyer_name: String::new(),
            address: None,
            lines: vec![line("a", 3, 1_000), line("b", 2, 666), line("a", 1, 333)],
            shipping: euro(0),
            shipping_name: String::new(),
            shipping_tax: euro(0),
            tax: euro(21),
            tax_included: true,
            total: euro(1_999),
            payment: (String::new(), String::new()),
            post: None,
            creator: None,
            is_test: false,
        };
        let said = |order: &OrderOut| {
            let items = items(order, &parts(order).unwrap());
            let said =
                items.iter().map(|item| format!("{} {} {}", item.quantity, item.variant_id, item.unit_price));
            (said.collect::<Vec<_>>(), has_a_variant_twice(&items))
        };
        let three = ["1 a 3.34", "3 a 3.33", "2 b 3.33"].map(str::to_owned).to_vec();
        assert_eq!(said(&order), (three, true));
        order.lines = vec![line("a", 3, 999)];
        (order.total, order.tax) = (euro(999), euro(7));
        assert_eq!(said(&order), (vec!["3 a 3.33".to_owned()], false));
    }
}
