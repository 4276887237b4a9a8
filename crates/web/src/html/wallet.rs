//! The addresses and cards an account keeps: seen, added, changed, deleted at any time.

use app::accounts::wallet::{self, ADDRESSES_MAX, WalletError};
use app::checkout::{FieldIssue, Missing};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::checkout::PostalAddress;
use domain::ids::{AddressId, MethodId};
use words::Words;

use super::buy::form::{self, Sent};
use super::buy::method::card_name;
use super::page::Section;
use super::pages::account::{AccountTab, FormPage, Saved, SavedEntry};
use super::parts::{FormError, Link};
use super::said::say;
use super::view::page;
use super::{Failure, Visit, mistakes, render, see_other};
use crate::Web;

const ADDRESSES: &str = "/account/addresses";
const CARDS: &str = "/account/cards";

impl From<WalletError> for Failure {
    fn from(error: WalletError) -> Self {
        match error {
            WalletError::SignIn => Self::SignIn,
            WalletError::NotFound => Self::NotFound,
            WalletError::Full | WalletError::Fields(_) => Self::Unprocessable,
            WalletError::Db(error) => error.into(),
        }
    }
}

/// Saved addresses.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn addresses(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let kept = wallet::addresses(web.ctx(), &visit.actor).await?;
    let p = page(&web, &visit, Section::Account);
    let w = p.w;
    let entries = kept.iter().enumerate().map(|(index, (id, address))| SavedEntry {
        open: String::new(),
        icon: "map",
        title: address.name.clone(),
        detail: line_of(w, address),
        mark: mark_of(w, index, "account-address-default"),
        edit: format!("{ADDRESSES}/{id}"),
        delete: format!("{ADDRESSES}/{id}/delete"),
        prefer: if index == 0 { String::new() } else { format!("{ADDRESSES}/{id}/prefer") },
    });
    let new = Link { label: w.text("account-address-add").to_owned(), href: format!("{ADDRESSES}/new") };
    render(&Saved {
        tab: AccountTab::Addresses,
        title: w.text("account-addresses").to_owned(),
        entries: entries.collect(),
        empty: w.text("account-addresses-empty").to_owned(),
        add: (kept.len() < ADDRESSES_MAX).then_some(new),
        p: &p,
    })
}

fn mark_of(w: &Words, index: usize, key: &str) -> String {
    if index == 0 { w.lookup(key).unwrap_or_default().to_owned() } else { String::new() }
}

/// The address in one line, as people read it.
pub(super) fn line_of(w: &Words, address: &PostalAddress) -> String {
    let town = format!("{} {}", address.postal_code, address.city);
    let country = w.country_name(address.country);
    [&address.line1, &address.line2, town.trim(), &address.region, country, &address.phone]
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .collect::<Vec<&str>>()
        .join(", ")
}

/// The form for a new address.
pub async fn new_address(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let kept = wallet::addresses(web.ctx(), &visit.actor).await?;
    let country = kept.first().map(|(_, address)| address.country);
    form_page(&web, &visit, None, &Sent::of("", None, country), &[], &[])
}

/// The form of an address that is kept.
pub async fn edit_address(
    web: State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: AddressId = id.parse().map_err(|_| Failure::NotFound)?;
    let address = wallet::address(web.ctx(), &visit.actor, id).await?;
    form_page(&web, &visit, Some(id), &Sent::of("", Some(&address), None), &[], &[])
}

fn form_page(
    web: &Web,
    visit: &Visit,
    id: Option<AddressId>,
    sent: &Sent,
    issues: &[FieldIssue],
    more: &[FormError],
) -> Result<Response, Failure> {
    let p = page(web, visit, Section::Account);
    let w = p.w;
    let title = if id.is_some() { w.text("account-address-edit") } else { w.text("account-address-add") };
    let action = id.map_or_else(|| ADDRESSES.to_owned(), |id| format!("{ADDRESSES}/{id}"));
    let mut shown = FormPage::new(&p, title, &action, w.text("action-save"));
    shown.fields = form::address(w, sent, issues);
    shown.errors = form::errors(w, issues);
    shown.errors.extend_from_slice(more);
    shown.links = vec![Link { label: w.text("action-back").to_owned(), href: ADDRESSES.to_owned() }];
    let is_wrong = !shown.errors.is_empty();
    Ok(mistakes::answer(render(&shown)?, is_wrong))
}

/// Keeps a new address.
pub async fn add_address(web: State<Web>, visit: Visit, Form(sent): Form<Sent>) -> Result<Response, Failure> {
    take(&web, &visit, None, &sent).await
}

/// Keeps what was changed.
pub async fn save_address(
    web: State<Web>,
    visit: Visit,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let id: AddressId = id.parse().map_err(|_| Failure::NotFound)?;
    take(&web, &visit, Some(id), &sent).await
}

async fn take(web: &Web, visit: &Visit, id: Option<AddressId>, sent: &Sent) -> Result<Response, Failure> {
    let Some(address) = sent.details(true).and_then(|details| details.address) else {
        let issue = FieldIssue { field: "country", missing: Missing::Empty };
        return form_page(web, visit, id, sent, &[issue], &[]);
    };
    let taken = match id {
        None => wallet::add_address(web.ctx(), &visit.actor, address).await,
        Some(id) => wallet::change_address(web.ctx(), &visit.actor, id, address).await,
    };
    match taken {
        Ok(()) => Ok(say(web, words::key!("account-saved"), ADDRESSES)),
        Err(WalletError::Fields(issues)) => form_page(web, visit, id, sent, &issues, &[]),
        Err(WalletError::Full) => {
            let full = mistakes::whole(visit.words().text("settings-too-many"));
            form_page(web, visit, id, sent, &[], &[full])
        }
        Err(other) => Err(other.into()),
    }
}

/// Makes an address the usual one.
pub async fn prefer_address(
    web: State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: AddressId = id.parse().map_err(|_| Failure::NotFound)?;
    wallet::prefer_address(web.ctx(), &visit.actor, id).await?;
    Ok(see_other(ADDRESSES))
}

/// Forgets an address.
pub async fn delete_address(
    web: State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: AddressId = id.parse().map_err(|_| Failure::NotFound)?;
    wallet::forget_address(web.ctx(), &visit.actor, id).await?;
    Ok(say(&web, words::key!("account-address-deleted"), ADDRESSES))
}

/// Saved cards.
pub async fn cards(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let kept = wallet::methods(web.ctx(), &visit.actor).await?;
    let p = page(&web, &visit, Section::Account);
    let w = p.w;
    let entries = kept.iter().enumerate().map(|(index, method)| SavedEntry {
        open: String::new(),
        icon: "card",
        title: card_name(w, &method.brand, &method.last4),
        detail: if method.expires.is_empty() {
            String::new()
        } else {
            w.fill("account-card-expires", "date", method.expires.as_str())
        },
        mark: mark_of(w, index, "account-card-default"),
        edit: String::new(),
        delete: format!("{CARDS}/{}/delete", method.id),
        prefer: if index == 0 { String::new() } else { format!("{CARDS}/{}/prefer", method.id) },
    });
    render(&Saved {
        tab: AccountTab::Cards,
        title: w.text("account-cards").to_owned(),
        entries: entries.collect(),
        empty: w.text("account-cards-empty").to_owned(),
        add: None,
        p: &p,
    })
}

/// Makes a card the usual one.
pub async fn prefer_card(web: State<Web>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id: MethodId = id.parse().map_err(|_| Failure::NotFound)?;
    wallet::prefer_method(web.ctx(), &visit.actor, id).await?;
    Ok(see_other(CARDS))
}

/// Forgets a card, here and at the provider.
pub async fn delete_card(web: State<Web>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id: MethodId = id.parse().map_err(|_| Failure::NotFound)?;
    wallet::forget_method(web.ctx(), &visit.actor, id).await?;
    Ok(say(&web, words::key!("account-card-deleted"), CARDS))
}
