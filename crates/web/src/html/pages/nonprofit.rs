//! Pages of a nonprofit's desk: applying, what it lacks, one thing with all that is known of it.

use askama::Template;

use super::desk::{Group, OtherForm};
use super::studio::{Figure, FirstStep};
use crate::html::page::Page;
use crate::html::parts::{Crumbs, FormError, Link, Notice, Pager, Tag};
use crate::html::table::{Action, Table};
use crate::html::ui;

/// A nonprofit applies.
#[derive(Clone, Debug, Template)]
#[template(path = "nonprofit/apply.html")]
pub struct Apply<'a> {
    /// The frame.
    pub p: &'a Page,
    /// What is asked, in groups.
    pub groups: Vec<Group>,
    /// The registers and how each writes its numbers.
    pub registers: Vec<(String, String)>,
    /// The registers are shown at once: a number was wrong.
    pub open: bool,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// The first page of a nonprofit's desk.
#[derive(Clone, Debug, Template)]
#[template(path = "nonprofit/overview.html")]
pub struct Overview<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The nonprofit's name.
    pub title: String,
    /// Where it stands.
    pub state: Tag,
    /// How it stands with this server, and what comes next.
    pub standing: String,
    /// What it is there for; may be empty.
    pub text: String,
    /// The one filled button.
    pub primary: Option<Link>,
    /// What the operator decided, and why.
    pub notice: Option<Notice>,
    /// The way to the first gift; empty once it is gone.
    pub steps: Vec<FirstStep>,
    /// Sums of each currency, under its heading.
    pub sums: Vec<(String, Vec<Figure>)>,
    /// Campaigns, newest gifts: heading and table.
    pub tables: Vec<(String, Table)>,
}

/// One fact of a record.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Where it leads; may be empty.
    pub href: String,
}

impl Fact {
    /// A fact that leads nowhere.
    #[must_use]
    pub fn new(label: &str, value: impl Into<String>) -> Self {
        Self { label: label.to_owned(), value: value.into(), href: String::new() }
    }

    /// The same, leading to `href`.
    #[must_use]
    pub fn to(self, href: &str) -> Self {
        Self { href: href.to_owned(), ..self }
    }

    /// Its link leads to somebody else's pages.
    fn leads_away(&self) -> bool {
        self.href.starts_with("https:")
    }
}

/// One thing that was said.
#[derive(Clone, Debug)]
pub struct Said {
    /// Who said it.
    pub who: String,
    /// When.
    pub at: String,
    /// What, line by line.
    pub lines: Vec<String>,
}

/// A conversation, and the form that goes on with it.
#[derive(Clone, Debug)]
pub struct Talk {
    /// Its heading.
    pub title: String,
    /// What was said, oldest first.
    pub said: Vec<Said>,
    /// What stands where nothing was said.
    pub empty: String,
    /// Answering; none for those who may only read.
    pub form: Option<OtherForm>,
    /// The form brings a file.
    pub has_files: bool,
}

/// One thing with all that is known of it: a gift, an application, a nonprofit in the console.
#[derive(Clone, Debug, Template)]
#[template(path = "nonprofit/record.html")]
pub struct Record<'a> {
    /// The frame, with its desk.
    pub p: &'a Page,
    /// The way back; none on a page of the sidebar.
    pub crumbs: Crumbs,
    /// Heading and title.
    pub title: String,
    /// Where it stands.
    pub states: Vec<Tag>,
    /// Below the heading; may be empty.
    pub text: String,
    /// What can be done about it.
    pub actions: Vec<Action>,
    /// What is to be said first.
    pub notices: Vec<Notice>,
    /// Facts under their headings.
    pub facts: Vec<(String, Vec<Fact>)>,
    /// What was said about it.
    pub talk: Option<Talk>,
    /// Tables under their headings; those without rows are left out.
    pub tables: Vec<(String, Table)>,
    /// Older lines of the last table.
    pub pager: Pager,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

impl<'a> Record<'a> {
    /// A record with nothing but its name.
    #[must_use]
    pub fn new(p: &'a Page, title: &str) -> Self {
        Self {
            p,
            crumbs: Crumbs::default(),
            title: title.to_owned(),
            states: Vec::new(),
            text: String::new(),
            actions: Vec::new(),
            notices: Vec::new(),
            facts: Vec::new(),
            talk: None,
            tables: Vec::new(),
            pager: Pager::default(),
            errors: Vec::new(),
        }
    }
}
