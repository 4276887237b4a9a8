//! Pages that stand for themselves: errors, explanations, prose, the demo's mails, the API's documentation.

use askama::Template;

use words::Words;

use super::card::Deadline;
use crate::html::page::Page;
use crate::html::parts::{Avatar, Link, Pager, Tag, When};
use crate::html::safe::Html;
use crate::html::table::Table;
use crate::html::ui;

/// What happened, why, what now.
#[derive(Clone, Debug, Template)]
#[template(path = "errors/error.html")]
pub struct ErrorPage<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Icon: `search` for nothing there, `lock` for may not, `clock` for wait, `warning` for our mistake.
    pub icon: &'static str,
    /// "Not found".
    pub title: String,
    /// Why, and that nothing was lost.
    pub text: String,
    /// "Reference: 7K3Q"; empty for none.
    pub reference: String,
    /// Ways on; the first is the button.
    pub links: Vec<Link>,
}

/// What a problem of the API means and what to do: the page its `type` leads to.
#[derive(Clone, Debug, Template)]
#[template(path = "errors/problem.html")]
pub struct Problem<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Its path: `/problems/out-of-stock`.
    pub name: String,
    /// The HTTP status: "409 Conflict".
    pub status: String,
    /// "Out of stock".
    pub title: String,
    /// What it means.
    pub text: String,
    /// What to do.
    pub advice: String,
    /// An answer as it is sent.
    pub example: String,
}

/// Prose: about, privacy, terms.
#[derive(Clone, Debug, Template)]
#[template(path = "errors/prose.html")]
pub struct Prose<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Heading and title.
    pub title: String,
    /// Sanitised.
    pub body: Html,
}

/// What can be begun here, and how that changed.
#[derive(Clone, Debug, Template)]
#[template(path = "errors/status.html")]
pub struct Status<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Each feature as it stands.
    pub now: Table,
    /// Newest first.
    pub changes: Vec<StatusChange>,
    /// More of them.
    pub pager: Pager,
}

/// One change.
#[derive(Clone, Debug)]
pub struct StatusChange {
    /// Names it in page and feed.
    pub id: String,
    /// "Buying is open to all".
    pub text: String,
    /// The page that says more; empty: none does.
    pub href: String,
    /// When.
    pub at: When,
}

/// The demo's shop, shown opposite the timeline: what a purchase does there.
#[derive(Clone, Debug, Template)]
#[template(path = "demo/opposite.html")]
pub struct Opposite {
    /// The reader's language.
    pub w: &'static Words,
    /// The form token of the reader.
    pub csrf: String,
    /// Who works there: sent as `role`.
    pub role: String,
    /// The shop's picture.
    pub avatar: Avatar,
    /// The shop's name.
    pub shop: String,
    /// Newest first.
    pub orders: Vec<OppositeOrder>,
}

/// An order as it arrives at the shop.
#[derive(Clone, Debug)]
pub struct OppositeOrder {
    /// Sent back when it is shipped.
    pub id: String,
    /// "BL-7K3Q-92".
    pub number: String,
    /// "24,90 €".
    pub total: String,
    /// Who bought.
    pub buyer: String,
    /// "1 × Lac du matin".
    pub items: String,
    /// The first words of the post it came from; empty for none.
    pub post: String,
    /// That post.
    pub post_href: String,
    /// How long the buyer can still undo it; `None` once it is the shop's.
    pub undo: Option<Deadline>,
    /// Where it stands.
    pub states: Vec<Tag>,
    /// It waits to be shipped.
    pub can_ship: bool,
    /// "This post earned 19,42 € after fees."; empty before it is shipped.
    pub earned: String,
    /// It came a moment ago.
    pub fresh: bool,
}

/// What the demo would have mailed.
#[derive(Clone, Debug, Template)]
#[template(path = "console/mails.html")]
pub struct Mails<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Newest first.
    pub mails: Vec<MailRow>,
    /// The one that is read.
    pub open: Option<Mail>,
    /// The reader chose it: where list and mail do not fit beside each other, the mail is shown.
    pub chosen: bool,
}

/// A mail in the list.
#[derive(Clone, Debug)]
pub struct MailRow {
    /// Its address.
    pub href: String,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// When.
    pub at: When,
    /// The one that is read.
    pub current: bool,
}

/// A mail.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Subject.
    pub subject: String,
    /// To whom.
    pub to: String,
    /// From whom.
    pub from: String,
    /// When.
    pub at: String,
    /// The text part, with its links made links, sanitised.
    pub text: Html,
    /// Where the HTML part is shown by itself, in a sandbox; empty for none.
    pub html_href: String,
}

/// The API, readable.
#[derive(Clone, Debug, Template)]
#[template(path = "errors/api.html")]
pub struct ApiDocs<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "0.1.0".
    pub version: String,
    /// What it is for, keys, idempotency, errors: heading and sanitised text.
    pub intro: Vec<(String, Html)>,
    /// Operations by area.
    pub groups: Vec<ApiGroup>,
    /// The OpenAPI file.
    pub openapi_href: String,
}

/// Operations of an area.
#[derive(Clone, Debug)]
pub struct ApiGroup {
    /// "Checkout".
    pub title: String,
    /// The operations.
    pub operations: Vec<ApiOperation>,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct ApiOperation {
    /// Names it in the page.
    pub id: String,
    /// "POST".
    pub verb: String,
    /// "/commerce/v1/checkouts".
    pub path: String,
    /// One sentence.
    pub summary: String,
    /// More, plain; may be empty.
    pub description: String,
    /// The scope a key needs; empty for none.
    pub scope: String,
    /// Name, type, words.
    pub parameters: Vec<(String, String, String)>,
    /// A body as it is sent; empty for none.
    pub request: String,
    /// Status and words.
    pub answers: Vec<(String, String)>,
    /// An answer as it is sent; empty for none.
    pub response: String,
}

impl ApiOperation {
    fn verb_class(&self) -> String {
        self.verb.to_ascii_lowercase()
    }
}
