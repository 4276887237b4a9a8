//! Papers to print: what goes into the parcel, and what goes to the accountant.

use askama::Template;

use crate::html::page::Page;
use crate::html::parts::{Line, Sum};
use crate::html::table::Table;
use crate::html::ui;

/// What goes into the parcel. No prices.
#[derive(Clone, Debug, Template)]
#[template(path = "orders/packing_slip.html")]
pub struct PackingSlip<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "BL-7K3Q-92".
    pub number: String,
    /// "Parcel 1 of 2"; empty before it is one.
    pub parcel: String,
    /// "22 November 2025".
    pub date: String,
    /// The shop: name and address, one line each.
    pub from: Vec<String>,
    /// The buyer: name and address, one line each.
    pub to: Vec<String>,
    /// "Colissimo, tracked".
    pub delivery: String,
    /// What to pack.
    pub lines: Vec<Line>,
    /// What comes in another parcel.
    pub follows: Vec<Line>,
    /// Back.
    pub back: String,
}

/// An invoice.
#[derive(Clone, Debug, Template)]
#[template(path = "orders/invoice.html")]
pub struct Invoice<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "Invoice 000042".
    pub title: String,
    /// Number, date, order, payment: name and value.
    pub facts: Vec<(String, String)>,
    /// The seller of record: name, address, VAT number, one line each.
    pub from: Vec<String>,
    /// The buyer, one line each.
    pub to: Vec<String>,
    /// Lines with quantity, price, tax, amount.
    pub table: Table,
    /// Subtotal, shipping, tax, total, refunded.
    pub sums: Vec<Sum>,
    /// Net, tax and gross of each rate.
    pub rates: Option<Table>,
    /// What the law wants below: sentences.
    pub fine_print: Vec<String>,
    /// Back.
    pub back: String,
}
