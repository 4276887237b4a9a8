//! Pages that the studio and the console share: a list with search and filters, a form of settings, a question.

use askama::Template;

use super::timeline::Empty;
use crate::html::field::Field;
use crate::html::page::Page;
use crate::html::parts::{Crumbs, FormError, Link, Notice, Pager};
use crate::html::table::{Action, Table};
use crate::html::ui;

/// One of several views of the same list.
#[derive(Clone, Debug)]
pub struct View {
    /// "To ship".
    pub label: String,
    /// Its address.
    pub href: String,
    /// The one that is shown.
    pub current: bool,
    /// How many wait there; 0 shows nothing.
    pub waiting: u32,
}

/// A list: orders, products, posts, customers, the activity log, merchants.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/list.html")]
pub struct List<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// Heading and title.
    pub title: String,
    /// Below it: how many, or what this is; may be empty.
    pub text: String,
    /// The one filled button.
    pub primary: Option<Link>,
    /// Quiet buttons: exports.
    pub others: Vec<Link>,
    /// Views of the list; empty for none.
    pub views: Vec<View>,
    /// Where searching goes; empty hides it.
    pub search_action: String,
    /// What was searched.
    pub query: String,
    /// What can be searched for.
    pub search_hint: String,
    /// The list itself.
    pub table: Table,
    /// What stands where it is empty.
    pub empty: Empty,
    /// Before and after.
    pub pager: Pager,
}

/// Fields that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// "Returns".
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// The fields.
    pub fields: Vec<Field>,
}

/// One of several of the same kind inside a form: a shipping rate, a tax rate.
#[derive(Clone, Debug)]
pub struct Block {
    /// "France": what it is about.
    pub title: String,
    /// Its fields, side by side.
    pub fields: Vec<Field>,
    /// Where its removal goes, by a button of the same form; empty when it must stay.
    pub remove: String,
}

/// How what a page of settings is about stands, and what can be done with it at once.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Names and values.
    pub facts: Vec<(String, String)>,
    /// How far something is, in percent and words.
    pub progress: Option<(u64, String)>,
    /// Buttons.
    pub actions: Vec<Action>,
}

/// A page of settings: groups of fields, blocks that can be added to, tables below.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/settings.html")]
pub struct Settings<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// "Settings".
    pub title: String,
    /// The pages of settings.
    pub nav: Vec<View>,
    /// The heading of this page: "Shipping".
    pub heading: String,
    /// What it is for; may be empty.
    pub text: String,
    /// How it stands; none where there is only what is set.
    pub standing: Option<Standing>,
    /// Where the form goes; empty hides the form.
    pub action: String,
    /// Fields.
    pub groups: Vec<Group>,
    /// Blocks, each with its fields.
    pub blocks: Vec<Block>,
    /// Adding a block: words and address.
    pub add: Option<Link>,
    /// Tables below the form: staff, keys. Heading and table.
    pub tables: Vec<(String, Table)>,
    /// A second form: inviting somebody, making a key.
    pub other: Option<OtherForm>,
    /// Shown once, to be copied: a new key. Words and value.
    pub secret: Option<(String, String)>,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// Whose account takes the shop's money, how it stands, and what to do about it.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/payments.html")]
pub struct Payments<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// "Settings".
    pub title: String,
    /// The pages of settings.
    pub nav: Vec<View>,
    /// "Payments".
    pub heading: String,
    /// Where the money of sales goes.
    pub text: String,
    /// How the account stands, in a sentence.
    pub state: Option<Notice>,
    /// By when what is wanted must come; may be empty.
    pub deadline: String,
    /// What the provider asks for.
    pub wanted: Vec<String>,
    /// The account, what it may do, what the operator keeps.
    pub facts: Vec<(String, String)>,
    /// The one thing to do: connect, or go on.
    pub connect: Option<Link>,
    /// Looking again, letting it go.
    pub actions: Vec<Action>,
    /// Bringing a key of the owner's; none where that cannot be done, or not by the reader.
    pub key: Option<KeyForm>,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// Where a restricted key is pasted.
#[derive(Clone, Debug)]
pub struct KeyForm {
    /// The form.
    pub form: OtherForm,
    /// How such a key is made, and what it means for the shop.
    pub text: String,
    /// What it must be allowed.
    pub permissions: Table,
}

/// A second form of a page.
#[derive(Clone, Debug)]
pub struct OtherForm {
    /// Its heading.
    pub title: String,
    /// Where it goes.
    pub action: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its button.
    pub button: String,
}

/// A question before something weighty, or a form about one thing: ship, refund, suspend.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/ask.html")]
pub struct Ask<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// Heading and title.
    pub title: String,
    /// What will happen.
    pub text: String,
    /// Where it goes.
    pub action: String,
    /// Values carried along: name and value.
    pub hidden: Vec<(String, String)>,
    /// Lines with how many of each.
    pub lines: Vec<super::orders::AskLine>,
    /// Fields.
    pub fields: Vec<Field>,
    /// The button.
    pub button: String,
    /// Cannot be taken back.
    pub risky: bool,
    /// Back.
    pub back: String,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
    /// Something to say first.
    pub note: Option<Notice>,
}
