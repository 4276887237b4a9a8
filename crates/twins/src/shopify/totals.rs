//! What an order comes to. The twin adds up by itself and refuses a payment that differs by anything; the shop would take it
//! and show money owed, which is why a difference must never be sent.

use serde_json::Value;

use crate::platform::decimal::{decimals, read, rounded, text};

/// What the parts of an order come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) total: i64,
    pub(super) tax: i64,
}

/// An amount of a bag, in the order's currency and in whole coins.
pub(super) fn of_bag(bag: &Value, currency: &str, field: &str) -> Result<i64, String> {
    let money = &bag["shopMoney"];
    if money["currencyCode"] != currency {
        return Err(format!("{field} is not in {currency}."));
    }
    let amount = read(&money["amount"]).filter(|amount| *amount >= 0);
    let amount = amount.ok_or_else(|| format!("{field} is no amount."))?;
    if rounded(amount, decimals(currency)) == amount {
        Ok(amount)
    } else {
        Err(format!("{field} has more decimals than {currency}."))
    }
}

/// The tax of lines of tax.
pub(super) fn of_taxes(lines: &Value, currency: &str) -> Result<i64, String> {
    let mut sum = 0;
    for line in lines.as_array().into_iter().flatten() {
        if read(&line["rate"]).is_none_or(|rate| rate < 0) {
            return Err("A tax line wants its rate.".to_owned());
        }
        sum += of_bag(&line["priceSet"], currency, "taxLines.priceSet")?;
    }
    Ok(sum)
}

/// Everything together: lines and shipping, each with its price and its tax.
pub(super) fn of_parts(parts: impl Iterator<Item = (i64, i64)>, taxes_included: bool) -> Sum {
    let (price, tax) = parts.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    Sum { total: if taxes_included { price } else { price + tax }, tax }
}

/// What was paid must be what the parts come to.
pub(super) fn check(paid: i64, sum: Sum) -> Result<(), String> {
    if paid == sum.total {
        return Ok(());
    }
    Err(format!("{} were paid, but the parts come to {}.", text(paid), text(sum.total)))
}
