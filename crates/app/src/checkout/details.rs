//! Step 1 of a first purchase: who, where to, which way of shipping.

use domain::checkout::{Checkout, CheckoutState, PostalAddress, Purchase};
use domain::country::Country;
use domain::ids::{CheckoutId, RateId};
use domain::money::Currency;
use store::DbError;
use store::checkouts::Repriced;

use super::price;
use super::terms::{KeptAddress, Terms};
use super::view::{OpenError, PurchaseView, load};
use crate::Ctx;
use crate::callbacks;

/// Longest text of one address field.
const FIELD_CHARS_MAX: usize = 120;
/// Longest mail address that travels (RFC 5321).
const EMAIL_CHARS_MAX: usize = 254;

/// What the buyer typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Where the confirmation goes.
    pub email: String,
    /// Where the goods go; `None` for goods that do not travel.
    pub address: Option<PostalAddress>,
    /// The buyer wants news from the merchants.
    pub marketing_opt_in: bool,
    /// Keep the address for the next purchase (accounts only).
    pub remember: bool,
}

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldIssue {
    /// The field's name in forms and in the API.
    pub field: &'static str,
    /// What is wrong.
    pub missing: Missing,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It must be filled in.
    Empty,
    /// It is not a mail address.
    NotAnEmail,
    /// It is longer than we keep.
    TooLong,
}

/// Why the details were not taken. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum DetailsError {
    /// Fields to correct.
    #[error("some fields must be corrected")]
    Fields(Vec<FieldIssue>),
    /// There is no such checkout, or it is an order already.
    #[error("this checkout can no longer be changed")]
    Closed,
    /// The way of shipping is not offered there.
    #[error("this way of shipping is not offered")]
    RateNotOffered,
    /// Somebody else changed it at the same moment.
    #[error("it was changed by somebody else at the same moment")]
    Stale,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What became of a change, for whoever goes on with what was written.
pub(super) fn written_as(checkout: &mut Checkout, done: Repriced) -> Result<(), DetailsError> {
    match done {
        Repriced::Done => {
            checkout.version += 1;
            Ok(())
        }
        Repriced::Ordered => Err(DetailsError::Closed),
        Repriced::Stale => Err(DetailsError::Stale),
    }
}

/// How often a change is made again on what somebody else wrote meanwhile.
const TRIES: usize = 4;

/// Takes who and where to; every part is priced again.
///
/// # Errors
/// See [`change_details`].
pub async fn set_details(ctx: &Ctx, view: &mut PurchaseView, details: Details) -> Result<(), DetailsError> {
    change_details(ctx, view, |_| details.clone()).await
}

/// Changes who and where to, starting from what is known; every part is priced again. Of two changes at the same moment
/// the second is made on what the first wrote. What was taken is what the order is sent to: where everything became an
/// order meanwhile, the change is refused.
///
/// # Errors
/// [`DetailsError`]; nothing has changed then.
pub async fn change_details(
    ctx: &Ctx,
    view: &mut PurchaseView,
    change: impl Fn(&Purchase) -> Details + Send,
) -> Result<(), DetailsError> {
    for _ in 1..TRIES {
        let details = change(&view.purchase);
        match try_details(ctx, view, details).await {
            Err(DetailsError::Stale) => {
                let id = view.purchase.id;
                *view = load(ctx, id).await.map_err(|error| match error {
                    OpenError::Db(error) => DetailsError::Db(error),
                    OpenError::NotFound | OpenError::SignIn => DetailsError::Closed,
                })?;
            }
            outcome => return outcome,
        }
    }
    let details = change(&view.purchase);
    try_details(ctx, view, details).await
}

async fn try_details(ctx: &Ctx, view: &mut PurchaseView, details: Details) -> Result<(), DetailsError> {
    let needs_address =
        view.parts.iter().any(|part| part.checkout.lines.iter().any(|line| line.requires_shipping));
    check(&details, needs_address)?;
    if view.parts.iter().all(|part| part.checkout.state == CheckoutState::Ordered) {
        return Err(DetailsError::Closed);
    }
    let purchase = &mut view.purchase;
    purchase.email = details.email.trim().to_lowercase();
    purchase.country = details.address.as_ref().map(|address| address.country).or(purchase.country);
    purchase.address = details.address;
    purchase.marketing_opt_in = details.marketing_opt_in;
    let purchase = purchase.clone();
    let asked = view.parts.iter().map(|part| (&part.checkout, &part.pricing));
    let quoted = callbacks::ask_all(ctx, &purchase, asked).await;
    for part in view.parts.iter_mut().filter(|part| part.checkout.state == CheckoutState::Open) {
        part.reprice(ctx, &purchase, &quoted);
        part.changed_from = None;
    }
    let open = view.parts.iter().filter(|part| part.checkout.state == CheckoutState::Open);
    let checkouts = open.map(|part| part.checkout.clone()).collect();
    let address = purchase
        .account
        .filter(|_| details.remember)
        .zip(purchase.address.clone())
        .map(|(account, address)| KeptAddress { id: ctx.id(), account, address, now: ctx.now() });
    let terms = Terms { details: Some(purchase), checkouts, address, ..Terms::default() };
    // A part that became an order keeps what it was ordered with; the others are looked at again.
    if ctx.db().submit(terms).await? != Repriced::Done {
        return Err(DetailsError::Stale);
    }
    for part in view.parts.iter_mut().filter(|part| part.checkout.state == CheckoutState::Open) {
        part.checkout.version += 1;
    }
    Ok(())
}

/// Takes the way of shipping of one part.
///
/// # Errors
/// [`DetailsError`]; nothing has changed then.
pub async fn choose_rate(
    ctx: &Ctx,
    view: &mut PurchaseView,
    checkout: CheckoutId,
    rate: RateId,
) -> Result<(), DetailsError> {
    let purchase = view.purchase.clone();
    let part = view
        .parts
        .iter_mut()
        .find(|part| part.checkout.id == checkout && part.checkout.state == CheckoutState::Open)
        .ok_or(DetailsError::Closed)?;
    let offered =
        part.priced.as_ref().is_ok_and(|quote| quote.shipping_options.iter().any(|option| option.id == rate));
    if !offered {
        return Err(DetailsError::RateNotOffered);
    }
    part.checkout.rate = Some(rate);
    part.price_again(ctx, &purchase).await;
    let done = ctx.db().submit(Terms::of(&part.checkout)).await?;
    written_as(&mut part.checkout, done)
}

/// Takes what the buyer wishes to pay in, for every part whose merchant sells all of it in that currency. The others
/// stay as they are.
///
/// # Errors
/// [`DetailsError::Closed`] when it is ordered already; nothing has changed then.
pub async fn choose_currency(
    ctx: &Ctx,
    view: &mut PurchaseView,
    currency: Currency,
) -> Result<(), DetailsError> {
    if view.parts.iter().all(|part| part.checkout.state == CheckoutState::Ordered) {
        return Err(DetailsError::Closed);
    }
    let purchase = view.purchase.clone();
    for part in view.parts.iter_mut().filter(|part| part.checkout.state == CheckoutState::Open) {
        if part.checkout.currency == currency
            || !price::turn_to(ctx, &mut part.checkout, &part.pricing, currency).await?
        {
            continue;
        }
        part.checkout.rate = None;
        part.price_again(ctx, &purchase).await;
        part.changed_from = None;
        let done = ctx.db().submit(Terms::of(&part.checkout)).await?;
        written_as(&mut part.checkout, done)?;
    }
    Ok(())
}

/// Whether anything of a purchase that is open is sold in `currency`, or is paid in it already.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn takes_currency(ctx: &Ctx, view: &PurchaseView, currency: Currency) -> Result<bool, DbError> {
    for part in view.parts.iter().filter(|part| part.checkout.state == CheckoutState::Open) {
        if part.checkout.currency == currency
            || price::turn_to(ctx, &mut part.checkout.clone(), &part.pricing, currency).await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the parts of a purchase can be paid in besides what they are priced in now: what every open part takes.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn other_currencies(ctx: &Ctx, view: &PurchaseView) -> Result<Vec<Currency>, DbError> {
    let open = || view.parts.iter().filter(|part| part.checkout.state == CheckoutState::Open);
    let Some(first) = open().next() else { return Ok(Vec::new()) };
    let mut others = Vec::new();
    for currency in first.pricing.currencies() {
        if open().all(|part| part.checkout.currency == currency) {
            continue;
        }
        let mut taken = true;
        for part in open().filter(|part| part.checkout.currency != currency) {
            taken = taken && price::turn_to(ctx, &mut part.checkout.clone(), &part.pricing, currency).await?;
        }
        if taken {
            others.push(currency);
        }
    }
    Ok(others)
}

fn check(details: &Details, needs_address: bool) -> Result<(), DetailsError> {
    let mut issues = Vec::new();
    let email = details.email.trim();
    if email.is_empty() {
        issues.push(FieldIssue { field: "email", missing: Missing::Empty });
    } else if !is_email(email) {
        issues.push(FieldIssue { field: "email", missing: Missing::NotAnEmail });
    }
    match &details.address {
        None if needs_address => issues.push(FieldIssue { field: "line1", missing: Missing::Empty }),
        None => {}
        Some(address) => issues.extend(check_address(address).err().unwrap_or_default()),
    }
    if issues.is_empty() { Ok(()) } else { Err(DetailsError::Fields(issues)) }
}

/// Says what is wrong with an address.
///
/// # Errors
/// The fields to correct.
pub(crate) fn check_address(address: &PostalAddress) -> Result<(), Vec<FieldIssue>> {
    let mut issues = Vec::new();
    let required = [
        ("name", &address.name, true),
        ("line1", &address.line1, true),
        ("line2", &address.line2, false),
        ("city", &address.city, true),
        ("region", &address.region, needs_region(address.country)),
        ("postal_code", &address.postal_code, has_postal_codes(address.country)),
        ("phone", &address.phone, false),
    ];
    for (field, value, must) in required {
        if must && value.trim().is_empty() {
            issues.push(FieldIssue { field, missing: Missing::Empty });
        } else if value.chars().count() > FIELD_CHARS_MAX {
            issues.push(FieldIssue { field, missing: Missing::TooLong });
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(issues) }
}

/// One `@` with something on both sides and a dot or a bare host after it; the code we send proves the rest.
#[must_use]
pub(crate) fn is_email(text: &str) -> bool {
    let mut halves = text.split('@');
    let (Some(local), Some(host), None) = (halves.next(), halves.next(), halves.next()) else { return false };
    text.chars().count() <= EMAIL_CHARS_MAX
        && !local.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.chars().any(|char| char.is_whitespace() || char.is_control())
}

/// Places whose parcels are sorted by state or province.
fn needs_region(country: Country) -> bool {
    matches!(country.code(), "US" | "CA" | "AU" | "BR" | "IN" | "MX")
}

/// Places without postal codes. Source: UPU, "Addressing systems", list of countries without postcodes.
fn has_postal_codes(country: Country) -> bool {
    !matches!(
        country.code(),
        "AE" | "AG"
            | "AO"
            | "AW"
            | "BF"
            | "BI"
            | "BJ"
            | "BO"
            | "BS"
            | "BW"
            | "BZ"
            | "CD"
            | "CF"
            | "CG"
            | "CI"
            | "CM"
            | "DJ"
            | "DM"
            | "ER"
            | "FJ"
            | "GA"
            | "GD"
            | "GH"
            | "GM"
            | "GQ"
            | "GY"
            | "HK"
            | "IE"
            | "JM"
            | "KI"
            | "KM"
            | "KN"
            | "KP"
            | "KW"
            | "LC"
            | "LY"
            | "ML"
            | "MO"
            | "MR"
            | "MW"
            | "NR"
            | "PA"
            | "QA"
            | "RW"
            | "SB"
            | "SC"
            | "SL"
            | "SR"
            | "ST"
            | "SY"
            | "TD"
            | "TG"
            | "TK"
            | "TO"
            | "TV"
            | "UG"
            | "VU"
            | "YE"
            | "ZW"
    )
}
