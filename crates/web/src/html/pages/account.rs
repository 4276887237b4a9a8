//! Forms by themselves (sign-in, sign-up, codes, resets) and the pages of one's account.

use askama::Template;

use crate::html::field::{Field, Kind};
use crate::html::mistakes::{at, mark};
use crate::html::page::{Page, Person, query_value};
use crate::html::parts::{FormError, Link};
use crate::html::table::Table;
use crate::html::ui;

/// One form on a page of its own.
#[derive(Clone, Debug, Template)]
#[template(path = "account/form.html")]
pub struct FormPage<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Heading and title.
    pub title: String,
    /// What it is for; may be empty.
    pub text: String,
    /// Where it goes.
    pub action: String,
    /// It is sent as a form with files.
    pub has_files: bool,
    /// Values carried along: name and value.
    pub hidden: Vec<(String, String)>,
    /// What it asks.
    pub fields: Vec<Field>,
    /// The one button.
    pub button: String,
    /// Below the button: what pressing it means; may be empty.
    pub fine_print: String,
    /// A second, quiet button with its address: "Send a new code".
    pub other: Option<Link>,
    /// Ways to neighbouring pages.
    pub links: Vec<Link>,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

impl<'a> FormPage<'a> {
    /// A form with nothing but its title, address and button.
    #[must_use]
    pub fn new(p: &'a Page, title: &str, action: &str, button: &str) -> Self {
        Self {
            p,
            title: title.to_owned(),
            text: String::new(),
            action: action.to_owned(),
            has_files: false,
            hidden: Vec::new(),
            fields: Vec::new(),
            button: button.to_owned(),
            fine_print: String::new(),
            other: None,
            links: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Signing in; `back` is where one was.
    #[must_use]
    pub fn sign_in(p: &'a Page, login: &str, back: &str) -> Self {
        let w = p.w;
        Self {
            hidden: vec![("back".to_owned(), back.to_owned())],
            fields: vec![
                Field::new("login", w.text("sign-in-login")).value(login).autocomplete("username"),
                Field::new("password", w.text("field-password"))
                    .kind(Kind::Password)
                    .autocomplete("current-password"),
            ],
            links: vec![
                link(w.text("sign-in-forgot"), "/forgot"),
                link(w.text("sign-in-create"), &with_back("/sign-up", back)),
                link(w.text("sign-in-find-order"), "/orders/find"),
            ],
            ..Self::new(p, w.text("sign-in-title"), "/sign-in", w.text("sign-in-button"))
        }
    }

    /// The same with a form, sealed, that waits for it; empty for none.
    #[must_use]
    pub fn holding(mut self, sealed: &str) -> Self {
        if !sealed.is_empty() {
            self.hidden.push(("held".to_owned(), sealed.to_owned()));
        }
        self
    }

    /// Opening an account to read and buy.
    #[must_use]
    pub fn sign_up(p: &'a Page, back: &str) -> Self {
        let w = p.w;
        Self {
            hidden: vec![("back".to_owned(), back.to_owned())],
            fields: vec![
                Field::new("display_name", w.text("sign-up-display-name")).autocomplete("name").limit(60),
                handle(p),
                Field::new("email", w.text("field-email")).kind(Kind::Email).autocomplete("email"),
                new_password(p),
            ],
            fine_print: w.text("sign-up-terms").to_owned(),
            links: vec![
                link(w.text("sign-up-have-account"), &with_back("/sign-in", back)),
                link(w.text("sign-up-merchant"), "/sell"),
            ],
            ..Self::new(p, w.text("sign-up-title"), "/sign-up", w.text("sign-up-button"))
        }
    }

    /// Opening a shop, with the owner's account where there is none yet.
    #[must_use]
    pub fn merchant_sign_up(p: &'a Page, countries: Kind, currencies: Vec<(String, String)>) -> Self {
        let w = p.w;
        let mut fields = vec![
            Field::new("shop_name", w.text("sign-up-shop-name")).autocomplete("organization").limit(60),
            handle(p),
            Field::new("legal_name", w.text("settings-legal-name")).hint(w.text("settings-legal-name-hint")),
            Field::new("contact_email", w.text("settings-contact-email")).kind(Kind::Email),
            Field::new("country", w.text("field-country")).kind(countries).autocomplete("country"),
            Field::new("currency", w.text("settings-currency")).kind(Kind::Select(currencies)),
        ];
        if p.viewer.is_none() {
            fields.push(Field::new("email", w.text("field-email")).kind(Kind::Email).autocomplete("email"));
            fields.push(new_password(p));
        }
        Self {
            text: w.text("sign-up-shop-text").to_owned(),
            fields,
            fine_print: w.text("sign-up-terms").to_owned(),
            links: vec![link(w.text("sell-for-nonprofits"), "/nonprofits/apply")],
            ..Self::new(p, w.text("sign-up-shop-title"), "/sell", w.text("sign-up-shop-button"))
        }
    }

    /// The code that was mailed; `back` is where one goes on.
    #[must_use]
    pub fn confirm(p: &'a Page, email: &str, back: &str) -> Self {
        let w = p.w;
        let code = Field::new("code", w.text("confirm-code"))
            .kind(Kind::Code)
            .autocomplete("one-time-code")
            .limit(6);
        Self {
            text: w.fill("confirm-text", "email", email),
            fields: vec![code],
            hidden: vec![("back".to_owned(), back.to_owned())],
            other: Some(link(w.text("confirm-resend"), &with_back("/confirm/resend", back))),
            ..Self::new(p, w.text("confirm-title"), "/confirm", w.text("confirm-button"))
        }
    }

    /// Asking for a link to choose a new password.
    #[must_use]
    pub fn forgot(p: &'a Page, email: &str) -> Self {
        let w = p.w;
        let email =
            Field::new("email", w.text("field-email")).kind(Kind::Email).autocomplete("email").value(email);
        Self {
            text: w.text("forgot-text").to_owned(),
            fields: vec![email],
            links: vec![link(w.text("sign-in-title"), "/sign-in")],
            ..Self::new(p, w.text("forgot-title"), "/forgot", w.text("forgot-button"))
        }
    }

    /// Choosing a new password; `token` came by mail.
    #[must_use]
    pub fn reset(p: &'a Page, token: &str) -> Self {
        let w = p.w;
        Self {
            hidden: vec![("token".to_owned(), token.to_owned())],
            fields: vec![new_password(p)],
            ..Self::new(p, w.text("reset-title"), "/reset", w.text("reset-button"))
        }
    }

    /// Finding an order again without an account.
    #[must_use]
    pub fn guest_lookup(p: &'a Page) -> Self {
        let w = p.w;
        Self {
            text: w.text("guest-lookup-text").to_owned(),
            fields: vec![Field::new("email", w.text("field-email")).kind(Kind::Email).autocomplete("email")],
            ..Self::new(p, w.text("guest-lookup-title"), "/orders/find", w.text("guest-lookup-send"))
        }
    }

    /// Puts `message` at the field called `name` and into the summary.
    #[must_use]
    pub fn wrong(mut self, name: &str, message: &str) -> Self {
        self.errors.push(at(name, message.to_owned()));
        mark(&mut self.fields, &mut self.errors);
        self
    }
}

/// `path`, from where one goes on to `back` where there is one.
#[must_use]
pub fn with_back(path: &str, back: &str) -> String {
    if back.is_empty() { path.to_owned() } else { format!("{path}?back={}", query_value(back)) }
}

fn link(label: &str, href: &str) -> Link {
    Link { label: label.to_owned(), href: href.to_owned() }
}

fn handle(p: &Page) -> Field {
    Field::new("handle", p.w.text("sign-up-handle")).hint(p.w.text("sign-up-handle-hint")).limit(30)
}

fn new_password(p: &Page) -> Field {
    Field::new("password", p.w.text("field-password"))
        .kind(Kind::Password)
        .autocomplete("new-password")
        .hint(p.w.text("sign-up-password-hint"))
}

/// The pages of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountTab {
    /// Name, picture, language.
    Profile,
    /// Addresses.
    Addresses,
    /// Cards.
    Cards,
    /// What was given.
    Gifts,
    /// Gifts that come again.
    Pledges,
    /// Password and sessions.
    Security,
    /// Blocked and muted.
    Blocks,
    /// Taking everything away, and the end.
    Data,
}

/// Name, picture, language, and the way out.
#[derive(Clone, Debug, Template)]
#[template(path = "account/profile.html")]
pub struct AccountProfile<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Always [`AccountTab::Profile`].
    pub tab: AccountTab,
    /// Display name, about, picture, language, appearance.
    pub fields: Vec<Field>,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// Saved addresses or cards.
#[derive(Clone, Debug, Template)]
#[template(path = "account/saved.html")]
pub struct Saved<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Addresses or cards.
    pub tab: AccountTab,
    /// "Addresses".
    pub title: String,
    /// What is saved.
    pub entries: Vec<SavedEntry>,
    /// "No saved addresses."
    pub empty: String,
    /// Adding one; `None` where it is added while buying.
    pub add: Option<Link>,
}

/// A saved address or card.
#[derive(Clone, Debug, Default)]
pub struct SavedEntry {
    /// Icon.
    pub icon: &'static str,
    /// First line.
    pub title: String,
    /// The others.
    pub detail: String,
    /// The usual one: "Usual address"; may be empty.
    pub mark: String,
    /// Its page; may be empty.
    pub open: String,
    /// Its page to change it; may be empty.
    pub edit: String,
    /// Where deleting goes; may be empty.
    pub delete: String,
    /// Where making it the usual one goes; may be empty.
    pub prefer: String,
}

/// Password and where one is signed in.
#[derive(Clone, Debug, Template)]
#[template(path = "account/security.html")]
pub struct Security<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Always [`AccountTab::Security`].
    pub tab: AccountTab,
    /// Present password, new password.
    pub fields: Vec<Field>,
    /// Where one is signed in.
    pub sessions: Vec<Session>,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}

/// A device that is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    /// Sent when it is ended.
    pub id: String,
    /// "Firefox on Linux".
    pub device: String,
    /// "last seen 2 hours ago".
    pub seen: String,
    /// The one in use.
    pub current: bool,
}

/// Everything to take away, and the way to the account's end.
#[derive(Clone, Debug, Template)]
#[template(path = "account/data.html")]
pub struct Data<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Always [`AccountTab::Data`].
    pub tab: AccountTab,
    /// What an archive holds, and how long it is kept.
    pub text: String,
    /// Archives that were asked for.
    pub table: Table,
    /// Orders and gifts from before they came here.
    pub past: Table,
    /// Why none is made.
    pub errors: Vec<FormError>,
}

/// That an account was erased, and how that was proven.
#[derive(Clone, Debug, Template)]
#[template(path = "account/certificate.html")]
pub struct Certificate<'a> {
    /// The frame.
    pub p: &'a Page,
    /// How far it is.
    pub text: String,
    /// What was erased, kept and found.
    pub facts: Vec<(String, String)>,
    /// Hashes of what was searched for.
    pub digests: Vec<String>,
}

/// Whom one blocked or muted.
#[derive(Clone, Debug, Template)]
#[template(path = "account/blocks.html")]
pub struct Blocks<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Always [`AccountTab::Blocks`].
    pub tab: AccountTab,
    /// Blocked.
    pub blocked: Vec<Person>,
    /// Muted.
    pub muted: Vec<Person>,
}
