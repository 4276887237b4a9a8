//! The studio: what waits today, one order, one product, an import, figures.

use askama::Template;

use super::buy::ReviewRow;
use super::compose::Composer;
use super::desk::View;
use super::orders::{Parcel, TrackStep};
use crate::html::field::Field;
use crate::html::page::Page;
use crate::html::parts::{Crumbs, FormError, Level, Line, Link, Notice, Pager, Picture, Sum, Tag};
use crate::html::safe::Html;
use crate::html::table::{Action, Table};
use crate::html::ui;

/// What waits, what came, what the latest post did.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/today.html")]
pub struct Today<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// "Saturday, 22 November".
    pub title: String,
    /// Where the shop stands, and what comes next.
    pub standing: String,
    /// That everything is in step, or what is not.
    pub text: String,
    /// Counters that lead to their list.
    pub todos: Vec<Todo>,
    /// The way to the first sale; empty once it is gone.
    pub first_steps: Vec<FirstStep>,
    /// The newest orders.
    pub orders: Table,
    /// The latest post with a product.
    pub funnel: Option<Funnel>,
    /// Numbers of the day.
    pub figures: Vec<Figure>,
}

/// A counter.
#[derive(Clone, Debug)]
pub struct Todo {
    /// "4".
    pub count: String,
    /// "to ship, 1 due today".
    pub label: String,
    /// The list.
    pub href: String,
    /// Plain for nothing, warn for something, bad for something wrong.
    pub level: Level,
}

impl Todo {
    pub(super) fn class(&self) -> &'static str {
        match self.level {
            Level::Plain | Level::Info | Level::Good => "none",
            Level::Warn => "hot",
            Level::Bad => "wrong",
        }
    }
}

/// A step towards the first sale.
#[derive(Clone, Debug)]
pub struct FirstStep {
    /// "Bring your products".
    pub title: String,
    /// Why and how.
    pub text: String,
    /// The next thing to press; `None` while it waits for somebody.
    pub action: Option<Link>,
    /// Done.
    pub done: bool,
    /// The one to do now: its button is filled.
    pub next: bool,
}

/// From seen to kept.
#[derive(Clone, Debug)]
pub struct Funnel {
    /// The post.
    pub title: String,
    /// Its page.
    pub href: String,
    /// "posted 08:12".
    pub meta: String,
    /// The steps.
    pub steps: Vec<FunnelStep>,
    /// "1 868,24 €"; empty where nothing was earned.
    pub earned: String,
    /// "earned after fees, shipping and refunds".
    pub earned_text: String,
    /// What each step counts.
    pub unit: String,
}

/// A step of a funnel.
#[derive(Clone, Debug)]
pub struct FunnelStep {
    /// "Card tapped".
    pub label: String,
    /// "640".
    pub count: String,
    /// Of the first step, in tenths of a percent, 0–1000: the length of the bar.
    pub permille: u32,
    /// "13 %", of the step before; may be empty.
    pub share: String,
    /// What came after paying: drawn softer.
    pub soft: bool,
}

impl FunnelStep {
    /// The length of the bar as SVG writes it.
    fn width(&self) -> String {
        format!("{}.{}%", self.permille / 10, self.permille % 10)
    }
}

/// A number that counts.
#[derive(Clone, Debug)]
pub struct Figure {
    /// "Net".
    pub label: String,
    /// "1 868,24 €".
    pub value: String,
    /// How it is counted, or against before; may be empty.
    pub detail: String,
}

/// One order, with all that can be done about it.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/order.html")]
pub struct StudioOrder<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// "Order BL-7K3Q-92".
    pub title: String,
    /// "22 November 2025, 14:30 · from the post …".
    pub text: String,
    /// States: of the order, of the payment.
    pub states: Vec<Tag>,
    /// Requests of the buyer, failures, the undo window: said first.
    pub notices: Vec<Notice>,
    /// Requests that wait for an answer.
    pub requests: Vec<BuyerRequest>,
    /// The next thing to do; `None` when nothing waits.
    pub primary: Option<Link>,
    /// Cancel, refund, papers.
    pub others: Vec<Action>,
    /// What was bought; the `note` says what was shipped.
    pub lines: Vec<Line>,
    /// Subtotal to total, fees, earned.
    pub sums: Vec<Sum>,
    /// What moved: its date and name, its amount; the last one is what is left.
    pub money: Vec<Sum>,
    /// What was sent.
    pub parcels: Vec<Parcel>,
    /// Customer, address, payment.
    pub rows: Vec<ReviewRow>,
    /// What happened, oldest first.
    pub track: Vec<TrackStep>,
    /// Where a note goes.
    pub note_action: String,
    /// The note's field.
    pub note: Field,
}

/// The shop's money over all its orders.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/money.html")]
pub struct StudioMoney<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// "Money".
    pub title: String,
    /// Which days, by which clock.
    pub text: String,
    /// The way to the disputes.
    pub disputes: Link,
    /// Accounts that cannot be asked about any more.
    pub notice: Option<Notice>,
    /// Last 7, 30, 90 days, all.
    pub views: Vec<View>,
    /// Sums of each currency, by its code.
    pub sums: Vec<(String, Vec<Figure>)>,
    /// Whose bank payouts go to.
    pub payouts_text: String,
    /// What was paid out.
    pub payouts: Table,
    /// What moved, newest first.
    pub lines: Table,
    /// The same as a file.
    pub csv: String,
    /// Before and after.
    pub pager: Pager,
}

/// One payout, compared with the books.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/payout.html")]
pub struct StudioPayout<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// "Payout of 24 November".
    pub title: String,
    /// Where it stands.
    pub state: Tag,
    /// That it agrees with the books, or by how much it does not.
    pub notice: Notice,
    /// Amounts and dates.
    pub rows: Vec<ReviewRow>,
    /// What it is made of.
    pub lines: Table,
    /// The same as a file.
    pub csv: String,
}

/// A payment that the buyer's bank takes back.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/dispute.html")]
pub struct StudioDispute<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// "Dispute about order BL-7K3Q-92".
    pub title: String,
    /// Where it stands.
    pub state: Tag,
    /// What that means, and until when something can be done.
    pub notice: Notice,
    /// What the bank says.
    pub reason: String,
    /// Amount, dates, the order.
    pub rows: Vec<ReviewRow>,
    /// What helps to answer.
    pub evidence: String,
    /// What goes to the bank beside the answer.
    pub sent_along: String,
    /// What was answered; empty before.
    pub answer: String,
    /// Answering; none when that cannot be done, or not by the reader.
    pub form: Option<super::desk::OtherForm>,
    /// Where accepting goes; empty likewise.
    pub accept: String,
    /// What accepting means.
    pub accepting: String,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// A buyer asks; the shop answers here.
#[derive(Clone, Debug)]
pub struct BuyerRequest {
    /// "Camille R. asks to return 1 × Lac du matin."
    pub title: String,
    /// Their words; may be empty.
    pub text: String,
    /// Where the answer goes: `decision` is `accept` or `refuse`.
    pub action: String,
    /// The answer's words.
    pub field: Field,
}

/// A product, new or known.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/product.html")]
pub struct ProductEdit<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// "New product", or its title.
    pub title: String,
    /// State.
    pub state: Option<Tag>,
    /// "Ready to sell", or what is missing.
    pub ready: Option<Notice>,
    /// Where the form goes.
    pub action: String,
    /// Title, description, status, tax class, limit, end.
    pub fields: Vec<Field>,
    /// The pictures: id, picture, description.
    pub pictures: Vec<(String, Picture, String)>,
    /// How many more may be added.
    pub pictures_free: u32,
    /// Heads of the variant table: option names, price, before, stock, SKU.
    pub variant_heads: Vec<String>,
    /// The variants.
    pub variants: Vec<VariantRow>,
    /// Posting it, archiving it.
    pub actions: Vec<Action>,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// The offers of a product.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/offers.html")]
pub struct ProductOffers<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// Heading and title.
    pub title: String,
    /// What offers are for.
    pub text: String,
    /// The offers that are there.
    pub table: Table,
    /// Making one; none for those who may only look.
    pub form: Option<super::desk::OtherForm>,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// A variant in its table.
#[derive(Clone, Debug)]
pub struct VariantRow {
    /// "Oak".
    pub name: String,
    /// Price, price before, stock, SKU: fields named with the variant's id.
    pub fields: Vec<Field>,
}

/// Choosing what to import, with what was imported before.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/import.html")]
pub struct Import<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// Where the form goes.
    pub action: String,
    /// The address of a feed.
    pub url: Field,
    /// "Prices without a currency are in EUR".
    pub currency: String,
    /// "The files of this shop take 12 MiB of 2,048 MiB"; none without a limit.
    pub room: Option<String>,
    /// Earlier imports.
    pub history: Table,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// What an import will do, does, or did.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/import_run.html")]
pub struct ImportRun<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back.
    pub crumbs: Crumbs,
    /// "What will happen", "Importing", "Import finished".
    pub title: String,
    /// "shop.csv · recognised as Shopify CSV".
    pub text: String,
    /// While it runs: how far, 0–100, and "12 400 of 100 000 rows".
    pub progress: Option<(u32, String)>,
    /// This page's address, which is asked again while it runs.
    pub href: String,
    /// Created, changed, unchanged, refused.
    pub counts: Vec<ImportCount>,
    /// That it shrinks the catalog, that it stopped.
    pub notice: Option<Notice>,
    /// Confirming; `None` while it runs and afterwards.
    pub confirm: Option<ImportConfirm>,
    /// "Prices without a currency are in EUR".
    pub currency: String,
    /// What is refused, created and changed: the first of each.
    pub lists: Vec<ImportList>,
    /// Where it leads afterwards.
    pub next: Option<Link>,
}

/// The first of what an import creates, changes or refuses.
#[derive(Clone, Debug)]
pub struct ImportList {
    /// Its table; the caption is its headline.
    pub table: Table,
    /// "and 1,234 more"; empty when these are all.
    pub more: String,
    /// All of it as a file; empty for none.
    pub file: String,
}

/// A number of an import.
#[derive(Clone, Debug)]
pub struct ImportCount {
    /// "120".
    pub count: String,
    /// "products will be created".
    pub label: String,
    /// How it is to be taken.
    pub level: Level,
}

/// The button that starts an import.
#[derive(Clone, Debug)]
pub struct ImportConfirm {
    /// Where it goes.
    pub action: String,
    /// "Import", or "Yes, remove them".
    pub button: String,
    /// It removes much: the button says so by its colour.
    pub risky: bool,
}

/// Writing a post for the shop.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/compose.html")]
pub struct StudioCompose<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The place to write.
    pub composer: Composer,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// What the shop earned, from which posts.
#[derive(Clone, Debug, Template)]
#[template(path = "studio/figures.html")]
pub struct Figures<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// "1 November to 22 November · days are counted in Europe/Paris".
    pub text: String,
    /// Last 7, 30, 90 days.
    pub periods: Vec<View>,
    /// Currencies, where there is more than one.
    pub currencies: Vec<View>,
    /// Gross, net, orders, refunds.
    pub figures: Vec<Figure>,
    /// Of all posts together.
    pub funnel: Option<Funnel>,
    /// Charts, each with its table.
    pub charts: Vec<Chart>,
    /// By post, by product: heading, table, CSV.
    pub tables: Vec<FigureTable>,
    /// How numbers are counted: sentences.
    pub definitions: Vec<(String, String)>,
}

/// A drawn chart and the same as a table.
#[derive(Clone, Debug)]
pub struct Chart {
    /// "By day".
    pub title: String,
    /// "in euros, net".
    pub unit: String,
    /// Drawn on the server, with a `<title>`; classes `s1`, `s2`, `area`, `axis`, `grid` take the page's colours.
    pub svg: Html,
    /// The same numbers.
    pub table: Table,
}

/// A table of figures with its file.
#[derive(Clone, Debug)]
pub struct FigureTable {
    /// "By post".
    pub title: String,
    /// The table.
    pub table: Table,
    /// The same as CSV.
    pub csv: String,
}
