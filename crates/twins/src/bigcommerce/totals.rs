//! What an order comes to. The twin adds up by itself and refuses sums that differ by anything; the store would take the
//! sums that are sent for true, which is why a difference must never be sent.

use serde_json::Value;

use super::error::Refusal;
use crate::platform::decimal::{decimals, read, rounded, text};

/// Reads an amount that must be there.
pub(super) fn amount(value: &Value, field: &str) -> Result<i64, Refusal> {
    read(value).filter(|amount| *amount >= 0).ok_or_else(|| invalid(field))
}

pub(super) fn invalid(field: &str) -> Refusal {
    Refusal::new(400, format!("The field '{field}' is invalid."))
}

/// What so many at so much come to, in whole units of the currency.
pub(super) fn of_line(each: i64, quantity: i64, currency: &str) -> i64 {
    rounded(each * quantity, decimals(currency))
}

/// What was sent as a sum, which must be what the parts come to; the parts' own sum where nothing was sent.
pub(super) fn sum(request: &Value, field: &str, own: i64) -> Result<i64, Refusal> {
    if request[field].is_null() {
        return Ok(own);
    }
    let sent = amount(&request[field], field)?;
    if sent == own {
        return Ok(own);
    }
    let told = format!("The field '{field}' is {}, but the parts come to {}.", text(sent), text(own));
    Err(Refusal::new(400, told))
}

/// An amount that has no more decimals than its currency.
pub(super) fn payable(amount: i64, field: &str, currency: &str) -> Result<i64, Refusal> {
    if rounded(amount, decimals(currency)) == amount { Ok(amount) } else { Err(invalid(field)) }
}
