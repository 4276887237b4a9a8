//! The demo's way to its other day, and what there is to see on it.

use askama::Template;

use crate::html::page::Page;
use crate::html::parts::{Notice, Tag};
use crate::html::table::Table;
use crate::html::ui;

/// Before the other day: what going there does, or how far the days have passed.
#[derive(Clone, Debug, Template)]
#[template(path = "demo/jump.html")]
pub struct OtherDay<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "Jump to 1 February".
    pub title: String,
    /// What it does.
    pub text: String,
    /// Why the last jump failed.
    pub failed: Option<Notice>,
    /// How far the days have passed, while they do.
    pub passing: Option<PassingDays>,
}

/// How far the days have passed.
#[derive(Clone, Debug)]
pub struct PassingDays {
    /// Of a hundred.
    pub percent: u32,
    /// "It is 14 December 2026."
    pub day: String,
    /// What happened on the way: when and what.
    pub passed: Vec<(String, String)>,
}

/// The other day.
#[derive(Clone, Debug, Template)]
#[template(path = "demo/later.html")]
pub struct LaterDay<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "It is 1 February 2027".
    pub title: String,
    /// What closed; none where no plan ends buying any more.
    pub closed: Option<Closed>,
    /// Who was told, with a mail to read.
    pub told: Option<Table>,
    /// Orders from before the end.
    pub orders: Vec<OpenOrder>,
    /// Who works at their shop, to slip into; empty for nobody.
    pub merchant: String,
    /// What takes gifts still.
    pub stays: Option<Stays>,
    /// What the audit said.
    pub audit: Checked,
}

/// What closed, and by which plan.
#[derive(Clone, Debug)]
pub struct Closed {
    /// One sentence.
    pub text: String,
    /// Its days: when and what.
    pub days: Vec<(String, String)>,
    /// What everybody reads about it.
    pub href: String,
    /// The plan in the console.
    pub plan: String,
    /// Who runs the server, to slip into; empty for nobody.
    pub operator: String,
}

/// An order from before the end.
#[derive(Clone, Debug)]
pub struct OpenOrder {
    /// Sent back when it is shipped.
    pub id: String,
    /// "BL-7K3Q-92".
    pub number: String,
    /// "24,90 €".
    pub total: String,
    /// "Karim · 1 × Lac du matin".
    pub what: String,
    /// Where it stands.
    pub states: Vec<Tag>,
    /// It waits to be shipped.
    pub can_ship: bool,
    /// Its page in the studio.
    pub desk: String,
}

/// A campaign.
#[derive(Clone, Debug)]
pub struct Stays {
    /// One sentence.
    pub text: String,
    /// Its page.
    pub href: String,
}

/// What an audit said.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The verdict.
    pub notice: Notice,
    /// Each promise in English: its number and what it says, how many rows of what were looked at.
    pub lines: Vec<(String, String)>,
}
