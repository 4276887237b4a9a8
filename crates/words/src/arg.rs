//! What can stand in a sentence where its Fluent message says `{ $name }`.

use domain::money::Money;

/// A value for one argument of a message. It is formatted in the language of the message.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Shown as it is: names, titles, dates already formatted, numbers that are names (order `BL-7K3Q`).
    Text(&'a str),
    /// A count: chooses the plural form, shown with the digits grouped.
    Int(i64),
    /// An amount with its currency.
    Money(Money),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<Money> for Arg<'_> {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<i64> for Arg<'_> {
    fn from(count: i64) -> Self {
        Self::Int(count)
    }
}

impl From<u32> for Arg<'_> {
    fn from(count: u32) -> Self {
        Self::Int(i64::from(count))
    }
}

impl From<usize> for Arg<'_> {
    /// Saturates: no page shows a count past `i64::MAX`.
    fn from(count: usize) -> Self {
        Self::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }
}
