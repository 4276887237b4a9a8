//! Totals that a payment provider cannot charge: known before anybody pays, and said then.

use crate::money::{Currency, Money};

/// Why a provider cannot charge a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unpayable {
    /// Less than it charges.
    #[error("less than {least}, the least that can be paid by card", least = shown(.0))]
    TooSmall(Money),
    /// More than it charges.
    #[error("more than {most}, the most that can be paid by card", most = shown(.0))]
    TooLarge(Money),
    /// It charges whole steps of this much.
    #[error("only multiples of {step} can be paid by card", step = shown(.0))]
    Step(Money),
    /// It does not charge in this currency.
    #[error("{0} cannot be paid by card")]
    Currency(Currency),
}

fn shown(money: &Money) -> String {
    format!("{} {}", money.to_decimal(), money.currency)
}
