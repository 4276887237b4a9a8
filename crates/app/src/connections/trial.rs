//! A trial: an order that nobody placed goes to the shop as every order does, and is canceled there by itself. It shows, before
//! anybody buys, that the whole way is open. No money moves, and nothing of it is an order here.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::checkout::PostalAddress;
use domain::connection::{ConnectionState, SendKind};
use domain::ids::{ConnectionId, MerchantId, OrderId, OrderLineId, SendId};
use domain::merchant::MerchantProfile;
use domain::money::Money;
use store::connections::{self, Claimed, NewSend, Reading, Sample};
use store::{DbError, staff_actions};

use super::link::Shop;
use super::send::{Came, search};
use super::wake_send;
use crate::ports::{LineOut, OrderOut, PlatformError};
use crate::staff_log::{self, permitted};
use crate::{Ctx, merchants};

/// Why nothing is tried.
#[derive(Debug, thiserror::Error)]
pub enum TryError {
    /// The merchant has no such connection, or it is not on.
    #[error("there is no such connection, or it is not on")]
    NotFound,
    /// Nothing of the shop is on sale here, so that nothing can be ordered.
    #[error("nothing of the shop is on sale and in stock")]
    Nothing,
    /// A trial is on its way.
    #[error("a trial is on its way already")]
    Underway,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Sends a trial to a shop.
///
/// # Errors
/// [`TryError`]; nothing is sent then.
pub async fn try_out(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    connection: ConnectionId,
) -> Result<(), TryError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let id: SendId = ctx.id();
    let new = NewSend { id, merchant, connection, order: OrderId(0), kind: SendKind::Trial, about: id.0 };
    let log = staff_log::line(ctx, permit.by(), merchant, "shop.try", connection, "");
    let now = ctx.now();
    ctx.db()
        .write("try_shop", move |tx| {
            let is_on = connections::lock(tx, connection)?.is_some_and(|reading| {
                reading.connection.merchant == merchant && reading.connection.state == ConnectionState::On
            });
            if !is_on {
                return Err(TryError::NotFound);
            }
            if connections::has_open_trial(tx, connection)? {
                return Err(TryError::Underway);
            }
            connections::sample(tx, merchant, connection)?.ok_or(TryError::Nothing)?;
            connections::insert_send(tx, &new, now)?;
            wake_send(tx, (merchant, connection), now)?;
            staff_actions::note(tx, &log)?;
            Ok(())
        })
        .await
}

/// Sends the trial, or finds it, and cancels it.
pub(super) async fn run(
    ctx: &Ctx,
    reading: &Reading,
    shop: &Shop,
    claimed: &Claimed,
) -> Result<Came, DbError> {
    let (merchant, connection) = (reading.connection.merchant, reading.connection.id);
    let sample = ctx.db().read(move |conn| connections::sample(conn, merchant, connection)).await?;
    let (Some(sample), Some(seller)) = (sample, merchants::find(ctx, merchant).await?) else {
        return Ok(Came::Dropped("nothing of the shop is on sale and in stock"));
    };
    let out = out(ctx, (merchant, claimed.id), &seller.profile, sample);
    let theirs = match search(ctx, shop, claimed, &out.id).await {
        Ok(Some(theirs)) => theirs,
        Ok(None) => match shop.platform.push_order(&shop.link, &out).await {
            Ok(theirs) => theirs,
            Err(error) => return Ok(Came::Failed(error)),
        },
        Err(came) => return Ok(came),
    };
    if theirs.is_canceled {
        return Ok(Came::There(Some(theirs), TRIED.to_owned()));
    }
    Ok(match shop.platform.cancel(&shop.link, &theirs.reference).await {
        Ok(()) => Came::There(Some(theirs), TRIED.to_owned()),
        Err(PlatformError::Unsupported) => Came::There(Some(theirs), BY_HAND.to_owned()),
        // It is there, and may or may not be canceled: the next try finds it first.
        Err(PlatformError::Down(why) | PlatformError::Unknown(why)) => {
            Came::Failed(PlatformError::Unknown(why))
        }
        Err(PlatformError::Busy(_)) => Came::Failed(PlatformError::Unknown("busy".to_owned())),
        Err(error) => Came::Failed(error),
    })
}

/// What is said of a trial that went all the way.
const TRIED: &str = "taken, and canceled again";
/// What is said of one that the platform does not let us cancel.
const BY_HAND: &str = "taken; this platform takes no cancellations from outside, so cancel it there";

fn out(
    ctx: &Ctx,
    (merchant, id): (MerchantId, SendId),
    seller: &MerchantProfile,
    sample: Sample,
) -> OrderOut {
    let zero = Money::zero(sample.price.currency);
    OrderOut {
        id: id.to_string(),
        number: id.to_string(),
        url: format!("{}/studio/{merchant}/settings/channels", ctx.base_url()),
        placed_at: ctx.now(),
        email: seller.contact_email.clone(),
        buyer_name: seller.legal_name.clone(),
        address: Some(own_address(seller)),
        lines: vec![LineOut {
            id: OrderLineId(id.0).to_string(),
            product: sample.product,
            variant: sample.variant,
            sku: sample.sku,
            title: sample.title,
            quantity: 1,
            unit_price: sample.price,
            subtotal: sample.price,
            tax: zero,
            requires_shipping: sample.requires_shipping,
        }],
        shipping: zero,
        shipping_name: String::new(),
        shipping_tax: zero,
        tax: zero,
        tax_included: true,
        total: sample.price,
        payment: ("trial".to_owned(), id.to_string()),
        post: None,
        creator: None,
        is_test: true,
    }
}

/// Where the seller is: a trial goes to whoever asked for it. Sellers write their address in lines, the town in the last.
fn own_address(seller: &MerchantProfile) -> PostalAddress {
    let mut lines = seller.postal_address.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("-").to_owned();
    let last = lines.next_back().unwrap_or("-");
    let (code, town) = match last.split_once(' ') {
        Some((code, town)) if code.chars().any(|it| it.is_ascii_digit()) => (code, town),
        Some(_) | None => ("", last),
    };
    PostalAddress {
        name: seller.legal_name.clone(),
        line1: first,
        line2: String::new(),
        city: town.trim().to_owned(),
        region: String::new(),
        postal_code: code.to_owned(),
        country: seller.country,
        phone: seller.phone.clone(),
    }
}
