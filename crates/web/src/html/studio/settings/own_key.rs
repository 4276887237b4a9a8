//! A restricted key that an owner of the shop made at the payment provider: pasted once, checked at once, never shown
//! again.

use app::payees::{self, ConnectError, KeyError, Leave};
use app::ports::PaymentError;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::MerchantId;
use domain::payee::{Account, LeftThere, Permission, Way, account_name};
use words::Words;

use super::super::desk::{id, may};
use super::payments::{self, home};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{at, whole};
use crate::html::pages::desk::{KeyForm, OtherForm};
use crate::html::parts::{FormError, Level, Tag};
use crate::html::said::say;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit};

/// Longest key; Stripe's have about a hundred characters.
const KEY_CHARS_MAX: u32 = 255;
/// The field of the publishable key.
const PUBLISHABLE: &str = "publishable_key";
/// The field of the restricted key. What is called a secret is never held for later.
const SECRET: &str = "secret_key";

/// The field by which an owner agrees to leave the account that the shop is paid on.
const LEAVE: &str = "leave";

/// What was sent and not taken.
#[derive(Debug, Default)]
pub(super) struct Tried {
    /// The publishable key. The other one is not shown again, not even to whoever typed it.
    publishable: String,
    /// What the key lacks, where it was asked.
    lacks: Option<Vec<Permission>>,
    /// The account that would be left, where its owner was asked.
    leaves: Option<String>,
    /// What is wrong.
    pub(super) errors: Vec<FormError>,
}

/// The form, with what is wrong with what was sent before.
pub(super) fn form(w: &Words, merchant: MerchantId, account: Option<&Account>, tried: &Tried) -> KeyForm {
    let has_key = account.is_some_and(|account| account.way == Way::Key);
    let title = if has_key { words::key!("payments-key-replace") } else { words::key!("payments-key-title") };
    let leave = tried.leaves.as_deref().map(|account| {
        Field::new(LEAVE, &w.fill("payments-leave-sure", "account", account)).kind(Kind::Check).optional("")
    });
    let fields = [
        Field::new(PUBLISHABLE, w.text("payments-key-publishable"))
            .hint("pk_…")
            .value(&tried.publishable)
            .limit(KEY_CHARS_MAX),
        Field::new(SECRET, w.text("payments-key-secret"))
            .kind(Kind::Password)
            .autocomplete("off")
            .hint("rk_…")
            .limit(KEY_CHARS_MAX),
    ];
    KeyForm {
        form: OtherForm {
            title: w.text(title).to_owned(),
            action: format!("{}/key", home(merchant)),
            fields: fields.into_iter().chain(leave).collect(),
            button: w.text("payments-key-button").to_owned(),
        },
        text: format!("{} {}", w.text("payments-key-text"), w.text("payments-key-means")),
        permissions: permissions(w, tried.lacks.as_deref()),
    }
}

/// What a permission is called at the provider, and whether writing is meant.
const fn at_stripe(permission: Permission) -> (&'static str, bool) {
    match permission {
        Permission::Account => ("Accounts", false),
        Permission::Payments => ("PaymentIntents", true),
        Permission::Refunds => ("Charges and Refunds", true),
        Permission::Customers => ("Customers", true),
        Permission::Methods => ("PaymentMethods", true),
        Permission::Disputes => ("Disputes", true),
        Permission::Payouts => ("Payouts", false),
        Permission::Movements => ("Balance transactions", false),
        Permission::Events => ("Events", false),
        Permission::Webhooks => ("Webhook Endpoints", true),
    }
}

/// What a permission is for.
const fn what_for(permission: Permission) -> &'static str {
    match permission {
        Permission::Account => words::key!("permission-account"),
        Permission::Payments => words::key!("permission-payments"),
        Permission::Refunds => words::key!("permission-refunds"),
        Permission::Customers => words::key!("permission-customers"),
        Permission::Methods => words::key!("permission-methods"),
        Permission::Disputes => words::key!("permission-disputes"),
        Permission::Payouts => words::key!("permission-payouts"),
        Permission::Movements => words::key!("permission-movements"),
        Permission::Events => words::key!("permission-events"),
        Permission::Webhooks => words::key!("permission-webhooks"),
    }
}

/// A permission in a sentence: "PaymentIntents, write".
pub(super) fn named(w: &Words, permission: Permission) -> String {
    let (name, writes) = at_stripe(permission);
    let right = if writes { words::key!("permission-write") } else { words::key!("permission-read") };
    w.with("permission-named", &[("name", name.into()), ("right", w.text(right).into())])
}

/// Each permission with what it is for; marked, where a key was looked at.
pub(in crate::html) fn permissions(w: &Words, lacks: Option<&[Permission]>) -> Table {
    let rows = Permission::ALL.into_iter().map(|permission| {
        let state = lacks.map(|lacks| {
            let (key, level) = match lacks.contains(&permission) {
                true => (words::key!("permission-missing"), Level::Bad),
                false => (words::key!("permission-there"), Level::Good),
            };
            Cell::State(Tag { text: w.text(key).to_owned(), level })
        });
        let cells = [Cell::lead(&named(w, permission), ""), Cell::text(w.text(what_for(permission)))];
        Row { cells: cells.into_iter().chain(state).collect(), fresh: false }
    });
    let columns = [Column::words(w.text("permission-col")), Column::words(w.text("permission-col-for"))];
    let state = lacks.map(|_| Column::words(w.text("col-state")));
    Table {
        caption: w.text("permission-title").to_owned(),
        columns: columns.into_iter().chain(state).collect(),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Takes a key.
///
/// # Errors
/// [`Failure`].
pub async fn bring(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditPayee)?;
    let (publishable, secret) = (typed.get(PUBLISHABLE).trim(), typed.get(SECRET).trim());
    let leave = if typed.is_on(LEAVE) { Leave::Sure } else { Leave::Ask };
    let error = match payees::bring_key(web.ctx(), &permit, publishable, secret, leave).await {
        Ok(()) => return Ok(say(&web, words::key!("payments-key-done"), &home(merchant))),
        Err(error) => error,
    };
    let tried = Tried { publishable: publishable.to_owned(), ..refused(&web, visit.words(), error)? };
    payments::page(&web, &visit, merchant, tried).await
}

/// Why a key was not taken, where it belongs.
fn refused(web: &Web, w: &Words, error: KeyError) -> Result<Tried, Failure> {
    let is_test = web.ctx().ports().payments.is_test();
    let mode =
        if is_test { words::key!("payments-key-mode-test") } else { words::key!("payments-key-mode-live") };
    let mut leaves = None;
    let (error, lacks) = match error {
        KeyError::TooMighty => (at(SECRET, w.text("payments-key-mighty").to_owned()), None),
        KeyError::NoKey => (at(SECRET, w.text("payments-key-none").to_owned()), None),
        KeyError::NotPublishable => (at(PUBLISHABLE, w.text("payments-key-no-publishable").to_owned()), None),
        KeyError::OtherMode => (at(SECRET, w.text(mode).to_owned()), None),
        KeyError::TwoAccounts => (at(PUBLISHABLE, w.text("payments-key-two-accounts").to_owned()), None),
        KeyError::Anothers => (at(SECRET, w.text("payments-key-anothers").to_owned()), None),
        KeyError::Leaves(left) => {
            let (account, there) = *left;
            let text = leaving(w, &account, there);
            leaves = Some(account_name(&account.account).to_owned());
            (whole(&text), None)
        }
        KeyError::Unknown => (at(SECRET, w.text("payments-key-unknown").to_owned()), None),
        KeyError::Lacks(lacks) => (at(SECRET, w.text("payments-key-lacks").to_owned()), Some(lacks)),
        KeyError::Connect(ConnectError::NotHere | ConnectError::Unknown) => return Err(Failure::NotFound),
        KeyError::Connect(ConnectError::Db(error)) => return Err(error.into()),
        KeyError::Connect(ConnectError::OnTheWay(orders)) => {
            (whole(&w.count("payments-on-the-way", orders)), None)
        }
        KeyError::Connect(ConnectError::Provider(PaymentError::Refused(reason))) => {
            (whole(&w.fill("payments-key-refused", "reason", reason.as_str())), None)
        }
        KeyError::Connect(ConnectError::Provider(_)) => (whole(w.text("payments-provider-down")), None),
    };
    Ok(Tried { lacks, leaves, errors: vec![error], ..Tried::default() })
}

/// What cannot be done any more once the shop is paid on the account of another key, and how to go on all the same.
fn leaving(w: &Words, account: &Account, there: LeftThere) -> String {
    let is_gone = account.standing.is_out_of_reach();
    let mut said = vec![w.fill("payments-leave", "account", account_name(&account.account))];
    match account.way {
        Way::Onboarded if !is_gone => said.push(w.text("payments-leave-connected").to_owned()),
        Way::Onboarded | Way::Key => {
            said.push(w.text("payments-leave-lost").to_owned());
            said.extend(payments::counted(w, there, is_gone));
        }
    }
    said.push(w.text("payments-leave-again").to_owned());
    said.join(" ")
}
