//! What an order comes to. The site does not calculate prices; it adds up what was sent and refuses whatever differs.

use serde_json::Value;

use super::error::Refusal;
use crate::platform::decimal::{decimals, read, rounded, text};

/// Whether prices of the site contain their tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// They do.
    Gross,
    /// They do not.
    Net,
}

/// Checks an order's sums.
///
/// Source: the descriptions of `orderTotal`, `taxTotal` and `shippingTotal` in orders-oas 1.5.2.
pub(super) fn check(order: &Value, policy: Policy) -> Result<(), Refusal> {
    let currency = order["currency"].as_str().unwrap_or_default();
    let amount = |value: &Value, field: &str| {
        let read = read(value).filter(|amount| rounded(*amount, decimals(currency)) == *amount);
        read.ok_or_else(|| Refusal::bad(format!("{field} is no amount of {currency}: {value}.")))
    };
    let (mut total, mut tax) = (0, 0);
    for item in order["productItems"].as_array().into_iter().flatten() {
        let (gross, net) =
            (amount(&item["grossPrice"], "grossPrice")?, amount(&item["netPrice"], "netPrice")?);
        let own = amount(&item["tax"], "tax")?;
        if gross - net != own {
            return Err(Refusal::bad("grossPrice less netPrice is not tax."));
        }
        total += gross;
        tax += own;
    }
    for shipment in order["shipments"].as_array().into_iter().flatten() {
        let own = amount(&shipment["taxTotal"], "taxTotal")?;
        total += amount(&shipment["shippingTotal"], "shippingTotal")?;
        total += match policy {
            Policy::Gross => 0,
            Policy::Net => own,
        };
        tax += own;
    }
    for adjustment in order["orderPriceAdjustments"].as_array().into_iter().flatten() {
        total += amount(&adjustment["grossPrice"], "grossPrice")?;
        tax += amount(&adjustment["tax"], "tax")?;
    }
    same("invalid-order-total", "orderTotal", amount(&order["orderTotal"], "orderTotal")?, total)?;
    same("invalid-tax-total", "taxTotal", amount(&order["taxTotal"], "taxTotal")?, tax)
}

fn same(kind: &'static str, field: &str, sent: i64, own: i64) -> Result<(), Refusal> {
    if sent == own {
        return Ok(());
    }
    let told = format!("The passed {field} {} is not equal to the calculated {}.", text(sent), text(own));
    Err(Refusal::new(400, kind, told))
}
