//! Orders as the buyer sees them, signed in or by the link of the mail.

use askama::Template;

use super::buy::{Passing, ReviewRow, Undo};
use super::timeline::Empty;
use crate::html::field::Field;
use crate::html::page::Page;
use crate::html::parts::{FormError, Line, Link, Notice, Pager, Picture, Sum, Tag};
use crate::html::ui;

/// Everything one bought.
#[derive(Clone, Debug, Template)]
#[template(path = "orders/list.html")]
pub struct Orders<'a> {
    /// The frame.
    pub p: &'a Page,
    /// What was searched; empty for none.
    pub query: String,
    /// The orders, newest first.
    pub orders: Vec<OrderRow>,
    /// What stands where there is none.
    pub empty: Empty,
    /// Before and after.
    pub pager: Pager,
}

/// An order in the list.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// Its page.
    pub href: String,
    /// The first product's picture.
    pub picture: Option<Picture>,
    /// "Lac du matin and 2 more".
    pub title: String,
    /// "BL-7K3Q-92 · Atelier Nord · 22 November".
    pub meta: String,
    /// "29,80 €".
    pub total: String,
    /// How far it is, and what was given back.
    pub states: Vec<Tag>,
}

/// One order.
#[derive(Clone, Debug, Template)]
#[template(path = "orders/order.html")]
pub struct Order<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "BL-7K3Q-92".
    pub number: String,
    /// "Placed on 22 November 2025 · sold by Atelier Nord".
    pub placed: String,
    /// How far it is, and what was given back.
    pub states: Vec<Tag>,
    /// Sentences about it.
    pub state_text: String,
    /// The time to undo, while it runs.
    pub undo: Option<Undo>,
    /// Afterwards, until the shop has it.
    pub passing: Option<Passing>,
    /// From placed to delivered, each with its time.
    pub track: Vec<TrackStep>,
    /// By whose clock that is.
    pub clock: String,
    /// What was sent.
    pub parcels: Vec<Parcel>,
    /// What was ordered.
    pub lines: Vec<Line>,
    /// Subtotal to total, then what was refunded.
    pub sums: Vec<Sum>,
    /// Delivery address, payment, seller of record, and how to reach it.
    pub rows: Vec<ReviewRow>,
    /// Where a refund, a return or a withdrawal stands.
    pub cases: Vec<Notice>,
    /// Cancel, return, withdraw: only what is possible now.
    pub actions: Vec<OrderAction>,
    /// Invoice, receipt.
    pub documents: Vec<Link>,
    /// Writing to the shop.
    pub contact: Link,
    /// The post it came from.
    pub from_post: Option<Link>,
    /// Seen by the link of the mail, without an account: says to keep it.
    pub by_link: bool,
}

/// Something the buyer can do with the order.
#[derive(Clone, Debug)]
pub struct OrderAction {
    /// Icon.
    pub icon: &'static str,
    /// "Return something".
    pub label: String,
    /// "Possible until 9 December".
    pub detail: String,
    /// Its page.
    pub href: String,
}

/// A step of an order's way.
#[derive(Clone, Debug)]
pub struct TrackStep {
    /// "Shipped with La Poste".
    pub text: String,
    /// When, or when it is expected; may be empty.
    pub at: String,
    /// Where it stands.
    pub state: StepState,
}

/// Whether a step lies behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Past,
    /// Here it is.
    Now,
    /// Not yet.
    Ahead,
    /// It ended here: canceled.
    Stopped,
}

impl StepState {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Stopped => "bad",
        }
    }
}

/// What was sent in one go.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// "Parcel 1", "Parcel 1 of 2".
    pub title: String,
    /// "La Poste".
    pub carrier: String,
    /// The tracking number; may be empty.
    pub number: String,
    /// Where it can be followed; may be empty.
    pub href: String,
    /// "2 × Lac du matin".
    pub items: Vec<String>,
    /// Its packing slip, for those who pack.
    pub slip: Option<Link>,
}

/// Asking for something about an order, in one step or two: cancel, return, refund, withdraw.
/// The second step shows the same page with `fields` empty, the facts filled and its own `action`.
#[derive(Clone, Debug, Template)]
#[template(path = "orders/ask.html")]
pub struct OrderAsk<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "Cancel order BL-7K3Q-92".
    pub title: String,
    /// What will happen; may be empty.
    pub text: String,
    /// Where the form goes.
    pub action: String,
    /// Values carried to the next step: name and value.
    pub hidden: Vec<(String, String)>,
    /// What can be chosen from, each with how many; empty when it is about the whole order.
    pub lines: Vec<AskLine>,
    /// Reason, comment, name, email.
    pub fields: Vec<Field>,
    /// What was said so far, to confirm: name and value.
    pub facts: Vec<(String, String)>,
    /// "Confirm withdrawal".
    pub button: String,
    /// It cannot be taken back: the button says so by its colour.
    pub risky: bool,
    /// The order.
    pub back: Link,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// A line of which some can be sent back, shipped or paid back.
#[derive(Clone, Debug)]
pub struct AskLine {
    /// Sent as `line_<id>` with the quantity.
    pub id: String,
    /// What.
    pub line: Line,
    /// How many are asked for; 0 for none.
    pub chosen: u32,
    /// The most.
    pub max: u32,
    /// What was sent, where it is none of what can be chosen; shown again.
    pub typed: String,
    /// What is wrong with that; may be empty.
    pub error: String,
}

impl AskLine {
    /// A line with nothing wrong.
    #[must_use]
    pub fn new(id: String, line: Line, max: u32, chosen: u32) -> Self {
        Self { id, line, chosen, max, typed: String::new(), error: String::new() }
    }

    /// The `id` of its field, to which error summaries link.
    pub(in crate::html) fn field_id(&self) -> String {
        format!("line-{}", self.id)
    }
}

/// What was received, with its time: the receipt of a request.
#[derive(Clone, Debug, Template)]
#[template(path = "orders/received.html")]
pub struct Received<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "Your withdrawal has been received".
    pub title: String,
    /// "Received on 22 November 2025 at 14:32. A receipt went to …".
    pub text: String,
    /// The statement itself, and whatever else belongs on the receipt: name and value.
    pub facts: Vec<(String, String)>,
    /// What happens next: sentences.
    pub next: Vec<String>,
    /// The order.
    pub back: Link,
}
