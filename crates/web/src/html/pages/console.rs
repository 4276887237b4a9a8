//! The console: merchants, reports, kill switches, the queue.

use askama::Template;

use super::desk::OtherForm;
use super::studio::{Figure, Todo};
use crate::html::field::Field;
use crate::html::page::Page;
use crate::html::parts::{Crumbs, FormError, Notice, Pager, Tag};
use crate::html::table::{Action, Table};
use crate::html::ui;

/// What needs the operator.
#[derive(Clone, Debug, Template)]
#[template(path = "console/overview.html")]
pub struct Overview<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// "Everything runs.", or how much needs you.
    pub text: String,
    /// Counters that lead to their list.
    pub todos: Vec<Todo>,
    /// Orders, sales, active merchants of the day.
    pub figures: Vec<Figure>,
    /// What runs: database, mail, provider. Name, state.
    pub health: Vec<(String, Tag)>,
    /// What operators and merchants did lately.
    pub log: Table,
}

/// What banks take back from any shop, and payments that belong to no order.
#[derive(Clone, Debug, Template)]
#[template(path = "console/money.html")]
pub struct Money<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// Disputes that are not over.
    pub disputes: Table,
    /// Payments without an order, and what became of them.
    pub orphans: Table,
}

/// One merchant: who it is, how it does, what may be done.
#[derive(Clone, Debug, Template)]
#[template(path = "console/merchant.html")]
pub struct Merchant<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// Name.
    pub title: String,
    /// State.
    pub state: Tag,
    /// Seller of record, contact, country, since: name and value.
    pub facts: Vec<(String, String)>,
    /// Sales, refund rate, open reports.
    pub figures: Vec<Figure>,
    /// What is missing before it may be verified.
    pub notice: Option<Notice>,
    /// Verify, limit, suspend, restore: each asks on a page of its own.
    pub actions: Vec<Action>,
    /// What its staff did, and what operators did to it.
    pub log: Table,
    /// Older lines.
    pub pager: Pager,
}

/// Reports that wait.
#[derive(Clone, Debug, Template)]
#[template(path = "console/reports.html")]
pub struct Reports<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// Oldest first.
    pub reports: Vec<ReportCase>,
}

/// One report.
#[derive(Clone, Debug)]
pub struct ReportCase {
    /// "Fraud or counterfeit".
    pub reason: Tag,
    /// "Post by Studio Ohm".
    pub about: String,
    /// The post or account.
    pub href: String,
    /// The beginning of the post; may be empty.
    pub excerpt: String,
    /// What the reporter wrote; may be empty.
    pub comment: String,
    /// "Reported by Lou, 2 hours ago".
    pub from: String,
    /// Dismiss, remove the post, suspend the author.
    pub actions: Vec<Action>,
}

/// For whom features are open.
#[derive(Clone, Debug, Template)]
#[template(path = "console/gates.html")]
pub struct Gates<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// Every feature.
    pub table: Table,
}

/// For whom one feature is open.
#[derive(Clone, Debug, Template)]
#[template(path = "console/gate.html")]
pub struct Gate<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// "Buying".
    pub title: String,
    /// Open to all, by rules, closed.
    pub state: Tag,
    /// The rules, numbered.
    pub rules: Table,
    /// What comes of it; without rows for what nothing is paid for.
    pub cohorts: Table,
    /// What can be changed.
    pub forms: Vec<OtherForm>,
    /// What is wrong with one of them.
    pub errors: Vec<FormError>,
}

/// A plan by which something ends.
#[derive(Clone, Debug, Template)]
#[template(path = "console/sunset.html")]
pub struct Sunset<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// "Buying".
    pub title: String,
    /// Draft, runs, taken back.
    pub state: Tag,
    /// Whether anything may be erased, and why not.
    pub text: String,
    /// Its days, who is told, what is open, what was done.
    pub tables: Vec<Table>,
    /// What can be changed.
    pub forms: Vec<OtherForm>,
    /// What is wrong with one of them.
    pub errors: Vec<FormError>,
}

/// What can be switched off at once.
#[derive(Clone, Debug, Template)]
#[template(path = "console/switches.html")]
pub struct Switches<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The server first, then merchants and offers that are switched off.
    pub switches: Vec<Switch>,
    /// Closing another one: kind, which, why.
    pub fields: Vec<Field>,
}

/// One switch.
#[derive(Clone, Debug)]
pub struct Switch {
    /// "Whole server".
    pub title: String,
    /// Why and since when; may be empty.
    pub detail: String,
    /// Open or closed.
    pub state: Tag,
    /// Where changing it goes.
    pub action: String,
    /// "Close buying", "Open buying".
    pub button: String,
    /// It is open: closing asks why.
    pub is_open: bool,
}

/// What waits to be done, and what was given up.
#[derive(Clone, Debug, Template)]
#[template(path = "console/queue.html")]
pub struct Queue<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// "12 jobs wait. The oldest waits for 3 s."
    pub text: String,
    /// Per kind: waiting, oldest, tries.
    pub waiting: Table,
    /// Given up, each with "Fix and resend".
    pub dead: Table,
    /// Sending all again; empty when there is nothing.
    pub resend_all: String,
}
