//! The frame of the studio: which shop, in which role, and the way to every page the role may see.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::MerchantId;
use domain::merchant::{Merchant, MerchantState};
use domain::view::orders::Todo;
use domain::view::staff::Switch;
use jiff::tz::TimeZone;
use words::{Words, zone_name};

use crate::Web;
use crate::html::page::{Desk, DeskLink, Page, Section};
use crate::html::parts::{Level, Link, Notice};
use crate::html::view::{avatar, page};
use crate::html::{Failure, Visit, workplaces};

/// A page of the studio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What waits today.
    Today,
    /// Orders.
    Orders,
    /// Products.
    Products,
    /// Product files.
    Import,
    /// Customers.
    Customers,
    /// Figures.
    Figures,
    /// Money: the books, payouts.
    Money,
    /// Settings.
    Settings,
    /// The log of staff actions.
    Log,
}

/// Place, words, path below the shop's, icon, keys, and who may see it.
const PLACES: [(Place, &str, &str, &str, &str, MerchantAct); 9] = [
    (Place::Today, words::key!("studio-today"), "", "today", "g t", MerchantAct::ViewCatalog),
    (Place::Orders, words::key!("studio-orders"), "/orders", "parcel", "g o", MerchantAct::ViewOrders),
    (Place::Products, words::key!("studio-products"), "/products", "tag", "g p", MerchantAct::ViewCatalog),
    (Place::Import, words::key!("studio-import"), "/import", "upload", "g i", MerchantAct::EditCatalog),
    (
        Place::Customers,
        words::key!("studio-customers"),
        "/customers",
        "users",
        "g c",
        MerchantAct::ViewCustomers,
    ),
    (Place::Figures, words::key!("studio-figures"), "/figures", "chart", "g f", MerchantAct::ViewFigures),
    (Place::Money, words::key!("books-title"), "/money", "receipt", "g m", MerchantAct::ViewFigures),
    (
        Place::Settings,
        words::key!("studio-settings"),
        "/settings",
        "settings",
        "g s",
        MerchantAct::EditSettings,
    ),
    (Place::Log, words::key!("studio-log"), "/log", "list", "", MerchantAct::ViewAuditLog),
];

/// The frame of a page of the shop `merchant`, and the shop.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such shop, or the visitor does not work there.
pub async fn desk(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    at: Place,
) -> Result<(Page, Merchant), Failure> {
    let role = visit.actor.role_at(merchant).ok_or(Failure::NotFound)?;
    let found = app::merchants::find(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    let waiting = match visit.actor.may(AtMerchant { merchant, act: MerchantAct::ViewCatalog }) {
        Ok(permit) => app::orders::todo(web.ctx(), &permit).await?,
        Err(_) => Todo::default(),
    };
    let wanted = u32::try_from(waiting.payee).unwrap_or(u32::MAX);
    let waiting = u32::try_from(waiting.to_ship + waiting.requests).unwrap_or(u32::MAX);
    let w = visit.words();
    let others = workplaces::others(web, visit, merchant).await?;
    let face = app::people::face(web.ctx(), found.account).await?;
    let links = PLACES
        .iter()
        .filter(|(.., act)| visit.actor.may(AtMerchant { merchant, act: *act }).is_ok())
        .map(|(place, words, path, icon, keys, _)| DeskLink {
            label: w.text(words).to_owned(),
            href: format!("/studio/{merchant}{path}"),
            icon,
            waiting: match place {
                Place::Orders => waiting,
                Place::Settings => wanted,
                Place::Today
                | Place::Products
                | Place::Import
                | Place::Customers
                | Place::Figures
                | Place::Money
                | Place::Log => 0,
            },
            current: *place == at,
            keys,
        })
        .collect();
    let mut p = page(web, visit, Section::Elsewhere);
    p.desk = Some(Desk {
        title: found.display_name.clone(),
        subtitle: w.role(role).to_owned(),
        avatar: avatar(&found.display_name, face.as_ref().and_then(|face| face.avatar.as_ref())),
        links,
        others,
    });
    if p.notice.is_none() {
        let stopping = app::switches::stopping(web.ctx(), merchant, None).await?;
        p.notice = stopping
            .and_then(|switch| stopped(w, switch))
            .or_else(|| standing(w, &found))
            .or_else(|| unpaid(web, visit, &found));
    }
    Ok((p, found))
}

/// That nothing can be bought just now, whatever the shop does.
fn stopped(w: &Words, switch: Switch) -> Option<Notice> {
    let text = match switch {
        Switch::Server => words::key!("studio-stopped-server"),
        Switch::Merchant(_) => words::key!("studio-stopped-shop"),
        Switch::Offer(_) | Switch::Feature(_) => return None,
    };
    Some(Notice {
        level: Level::Bad,
        title: w.text("switch-off").to_owned(),
        text: w.text(text).to_owned(),
        links: Vec::new(),
    })
}

/// That nobody can pay the shop: there is no account, or it may not take money.
fn unpaid(web: &Web, visit: &Visit, shop: &Merchant) -> Option<Notice> {
    if !web.ctx().needs_payees() || shop.payee.takes || !shop.state.sells() {
        return None;
    }
    let w = visit.words();
    let page = AtMerchant { merchant: shop.id, act: MerchantAct::EditSettings };
    let link = visit.actor.may(page).is_ok().then(|| Link {
        label: w.text("settings-payments").to_owned(),
        href: format!("/studio/{}/settings/payments", shop.id),
    });
    Some(Notice {
        level: Level::Bad,
        title: w.text("studio-unpaid").to_owned(),
        text: w.text("studio-unpaid-means").to_owned(),
        links: link.into_iter().collect(),
    })
}

/// Why the operator limited or suspended the shop, and what that means for it.
fn standing(w: &Words, shop: &Merchant) -> Option<Notice> {
    if shop.state_reason.is_empty() {
        return None;
    }
    let means = match (shop.state, shop.orders_per_day_max) {
        (MerchantState::Limited, Some(orders)) => w.count("studio-limited-means", orders),
        (MerchantState::Suspended, _) => w.text("studio-suspended-means").to_owned(),
        (MerchantState::Limited, None) | (MerchantState::New | MerchantState::Verified, _) => String::new(),
    };
    Some(Notice {
        level: Level::Warn,
        title: w.text(super::super::console::state_key(shop.state)).to_owned(),
        text: format!("{} {means}", shop.state_reason).trim_end().to_owned(),
        links: Vec::new(),
    })
}

/// Which clock a list's times are by; nothing where the list is empty.
#[must_use]
pub fn clock(w: &Words, zone: &TimeZone, lists_something: bool) -> String {
    if lists_something { w.fill("studio-clock", "zone", zone_name(zone)) } else { String::new() }
}

/// Permission for `act` at the shop.
///
/// # Errors
/// [`Failure::NotFound`] without it.
pub fn may(visit: &Visit, merchant: MerchantId, act: MerchantAct) -> Result<Permit<AtMerchant>, Failure> {
    Ok(visit.actor.may(AtMerchant { merchant, act })?)
}

/// An id that stands in an address.
///
/// # Errors
/// [`Failure::NotFound`] when it is none.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}
