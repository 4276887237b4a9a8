//! Where it goes: one of the addresses that the account keeps, or another one.

use app::accounts::wallet::{self, WalletError};
use app::checkout::PurchaseView;
use domain::checkout::PostalAddress;
use domain::ids::AddressId;
use words::Words;

use super::form::Sent;
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::parts::{Choice, Level, Notice};
use crate::html::wallet::line_of;
use crate::html::{Failure, Visit};

/// The choice whose fields stand below.
const ANOTHER: &str = "new";

/// An address that the account keeps.
pub(super) type Kept = (AddressId, PostalAddress);

/// The addresses the buyer's account keeps, the usual one first; for that account alone, never for a mere link.
pub(super) async fn kept(web: &Web, visit: &Visit, view: &PurchaseView) -> Result<Vec<Kept>, Failure> {
    let own = view.purchase.account.is_some_and(|account| visit.actor.account() == Some(account));
    if !own {
        return Ok(Vec::new());
    }
    Ok(wallet::addresses(web.ctx(), &visit.actor).await?)
}

/// What the form begins with: the address of the purchase, as a choice where it is kept.
pub(super) fn begin(sent: Sent, view: &PurchaseView, kept: &[Kept]) -> Sent {
    let known = view.purchase.address.as_ref();
    let chosen = match known {
        Some(known) => kept.iter().find(|(_, address)| address == known),
        None => kept.first(),
    };
    match chosen {
        // The fields below are for another one.
        Some((id, address)) => {
            Sent { address: id.to_string(), ..Sent::of(&sent.email, None, Some(address.country)) }
        }
        None => Sent { address: ANOTHER.to_owned(), ..sent },
    }
}

/// The kept addresses to choose from, and another one; nothing where none is kept.
pub(super) fn choices(w: &Words, sent: &Sent, kept: &[Kept]) -> Vec<Choice> {
    if kept.is_empty() {
        return Vec::new();
    }
    let choice = |value: String, title: &str, detail: String| Choice {
        selected: value == sent.address,
        value,
        title: title.to_owned(),
        detail,
        ..Choice::default()
    };
    let mut choices: Vec<Choice> =
        kept.iter().map(|(id, address)| choice(id.to_string(), &address.name, line_of(w, address))).collect();
    choices.push(choice(ANOTHER.to_owned(), w.text("buy-address-new"), String::new()));
    if !choices.iter().any(|choice| choice.selected)
        && let Some(another) = choices.last_mut()
    {
        another.selected = true;
    }
    choices
}

/// Whether the account keeps what is typed.
pub(super) fn keep(w: &Words, sent: &Sent) -> Field {
    Field::new("keep", w.text("buy-address-save")).kind(Kind::Check).value(&sent.keep)
}

/// What was sent, with the address that was chosen in its fields; `None` when the account no longer keeps it.
pub(super) async fn chosen(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    sent: &Sent,
) -> Result<Option<Sent>, Failure> {
    if sent.address.is_empty() || sent.address == ANOTHER {
        return Ok(Some(sent.clone()));
    }
    let own = view.purchase.account.is_some_and(|account| visit.actor.account() == Some(account));
    let (Ok(id), true) = (sent.address.parse(), own) else { return Ok(None) };
    let address = match wallet::address(web.ctx(), &visit.actor, id).await {
        Ok(address) => address,
        Err(WalletError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // It is kept already, and which one is the usual is not for a purchase to change.
    Ok(Some(Sent {
        email: sent.email.clone(),
        marketing: sent.marketing.clone(),
        ..Sent::of("", Some(&address), None)
    }))
}

/// That the chosen address was deleted meanwhile.
pub(super) fn gone(w: &Words) -> Notice {
    Notice {
        level: Level::Bad,
        title: w.text("buy-address-gone").to_owned(),
        text: String::new(),
        links: Vec::new(),
    }
}
