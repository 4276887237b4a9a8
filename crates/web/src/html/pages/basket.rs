//! The basket: several posts, several merchants, one review; per merchant one order and one payment.

use askama::Template;

use super::buy::{NextStep, Passing, Pay, ReviewRow, RoundUp, Undo};
use super::card::Seller;
use crate::html::page::Page;
use crate::html::parts::{FormError, Line, Link, Notice, Sum};
use crate::html::ui;

/// What is being collected.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/basket.html")]
pub struct Basket<'a> {
    /// The frame.
    pub p: &'a Page,
    /// One block per merchant; empty shows what to do.
    pub groups: Vec<BasketGroup>,
    /// Of all merchants, before shipping: one amount per currency.
    pub totals: Vec<String>,
    /// Why checking out is not possible now; empty when it is.
    pub refused: String,
    /// What is wrong with a quantity.
    pub errors: Vec<FormError>,
}

/// What comes from one merchant.
#[derive(Clone, Debug)]
pub struct BasketGroup {
    /// Who sells.
    pub merchant: Seller,
    /// The lines; their `note` says what changed meanwhile.
    pub lines: Vec<Line>,
    /// "Subtotal".
    pub subtotal: String,
}

/// The whole basket, as it will be ordered.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/basket_review.html", blocks = ["sheet"])]
pub struct BasketReview<'a> {
    /// The frame.
    pub p: &'a Page,
    /// The basket.
    pub back: String,
    /// One block per merchant, each with its own total.
    pub groups: Vec<ReviewGroup>,
    /// What all share: delivery address, payment, contact.
    pub rows: Vec<ReviewRow>,
    /// "2 sellers: each gets its own order and is paid separately."
    pub explained: String,
    /// Of all: one amount per currency.
    pub totals: Vec<String>,
    /// The button.
    pub pay: Pay,
    /// What the law wants beside the button.
    pub law: Vec<String>,
    /// That something changed, that a card was declined.
    pub notice: Option<Notice>,
}

/// What one merchant gets.
#[derive(Clone, Debug)]
pub struct ReviewGroup {
    /// Who sells.
    pub merchant: Seller,
    /// The lines.
    pub lines: Vec<Line>,
    /// Delivery and arrival, each with its own step to change it.
    pub rows: Vec<ReviewRow>,
    /// Subtotal, shipping, tax, total.
    pub sums: Vec<Sum>,
    /// The seller's terms.
    pub policies: Vec<Link>,
    /// Why this part cannot be ordered; empty when it can.
    pub refused: String,
}

/// What was placed and what was not, said for each.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/basket_result.html", blocks = ["sheet"])]
pub struct BasketResult<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "2 orders placed", or that some are not.
    pub title: String,
    /// One sentence on what is paid.
    pub text: String,
    /// The orders.
    pub placed: Vec<PlacedPart>,
    /// The parts that failed.
    pub failed: Vec<FailedPart>,
    /// The orders that the buyer undid; `why` says what becomes of the money.
    pub undone: Vec<FailedPart>,
    /// Something to say first: that it is too late to undo.
    pub notice: Option<Notice>,
    /// What happens next.
    pub next: Vec<NextStep>,
    /// A gift that rounds the purchase up, where a shop asks for one.
    pub round_up: Option<RoundUp>,
    /// Where the rest can be tried again; empty when nothing failed.
    pub retry: String,
    /// Back to reading.
    pub back: String,
}

impl BasketResult<'_> {
    fn sign(&self) -> (&'static str, &'static str) {
        match (self.placed.is_empty(), self.failed.is_empty()) {
            (true, true) => ("idle", "undo"),
            (false, true) => ("", "check"),
            (false, false) => ("warn", "warning"),
            (true, false) => ("bad", "close"),
        }
    }
}

/// An order that is placed.
#[derive(Clone, Debug)]
pub struct PlacedPart {
    /// Who sells.
    pub merchant: String,
    /// "BL-7K3Q-92".
    pub number: String,
    /// "29,80 €".
    pub total: String,
    /// The order's page.
    pub href: String,
    /// The time to undo.
    pub undo: Option<Undo>,
    /// Afterwards: whether the shop has it.
    pub passing: Option<Passing>,
}

/// A part that was not ordered.
#[derive(Clone, Debug)]
pub struct FailedPart {
    /// Who would have sold.
    pub merchant: String,
    /// "32,00 €".
    pub total: String,
    /// Why, and that nothing was charged.
    pub why: String,
    /// It is not sent to this address: another one may help.
    pub elsewhere: bool,
    /// What can be taken out of the basket.
    pub lines: Vec<String>,
}
