//! Shipping an order, whole or in parts, and noting that it arrived.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::{FulfillmentId, MerchantId, OrderId};
use domain::order::{Fulfillment, FulfillmentLine, ParcelRefusal, plan_parcel};
use domain::webhook::{HookEvent, HookSubject};
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::{DbError, Tx};

use crate::Ctx;
use crate::connections::Theirs;
use crate::mails::{self, Occasion};
use crate::staff_log::{self, note_detail, permitted};
use crate::webhooks::{self, Happened};

/// The most letters of a carrier's name or number.
pub const TRACKING_CHARS_MAX: usize = 100;
/// The most letters of a tracking link.
pub const TRACKING_URL_CHARS_MAX: usize = 500;

/// What leaves together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parcel {
    /// The units in it; none means everything that is left.
    pub lines: Vec<FulfillmentLine>,
    /// Who carries it, or empty.
    pub carrier: String,
    /// The carrier's number, or empty.
    pub tracking_number: String,
    /// Where it can be followed: an `https` or `http` address, or empty.
    pub tracking_url: String,
    /// The buyer is told by mail.
    pub tell_buyer: bool,
}

/// Why a parcel was not written.
#[derive(Debug, thiserror::Error)]
pub enum FulfillError {
    /// The merchant has no such order.
    #[error("there is no such order")]
    NotFound,
    /// The order is being canceled.
    #[error("the order is being canceled")]
    Ending,
    /// Not this, or not so many.
    #[error(transparent)]
    Refused(#[from] ParcelRefusal),
    /// A text is too long, or the link is not one.
    #[error("the field {0} is too long or not a link")]
    Field(&'static str),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Ships. Two tabs that ship the same units: one does, the other is told what is left.
///
/// # Errors
/// [`FulfillError`]; nothing has changed then.
pub async fn fulfill(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
    parcel: Parcel,
) -> Result<Fulfillment, FulfillError> {
    let shipped = fulfill_once(ctx, permit, order, parcel, None).await?;
    Ok(shipped.ok_or(ParcelRefusal::Nothing)?)
}

/// The same for a parcel that a connected shop sent; none when it was written down before.
///
/// # Errors
/// [`FulfillError`]; nothing has changed then.
pub(crate) async fn fulfill_once(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
    parcel: Parcel,
    theirs: Option<Theirs>,
) -> Result<Option<Fulfillment>, FulfillError> {
    let merchant = permitted(permit, MerchantAct::FulfillOrders);
    check(&parcel)?;
    let now = ctx.now();
    let fulfillment = Fulfillment {
        id: ctx.id(),
        carrier: parcel.carrier.trim().to_owned(),
        tracking_number: parcel.tracking_number.trim().to_owned(),
        tracking_url: parcel.tracking_url.trim().to_owned(),
        created_at: now,
        delivered_at: None,
        lines: parcel.lines,
    };
    let mail = parcel
        .tell_buyer
        .then(|| mails::about(ctx.id(), Occasion::Shipped, merchant, order, fulfillment.id.0, now));
    let (event, about, told_id) = (HookEvent::Shipped, fulfillment.id.0, ctx.id());
    let happened = Happened { event, merchant, subject: HookSubject::Order(order), about, at: now };
    let log = staff_log::line(ctx, permit.by(), merchant, "order.ship", order, "");
    let by = permit.by().account();
    ctx.db()
        .write("fulfill_order", move |tx| {
            let mut written = fulfillment.clone();
            written.lines = lock_and_plan(tx, merchant, order, &fulfillment.lines)?;
            if let Some(theirs) = &theirs
                && !theirs.note(tx, written.id.0, now)?
            {
                return Ok(None);
            }
            if !store::fulfillments::insert(tx, merchant, order, &written, by)? {
                return Err(ParcelRefusal::Nothing.into());
            }
            store::fulfillments::mark_fulfilled(tx, merchant, order, now)?;
            store::jobs::enqueue(tx, mail.as_slice(), now)?;
            webhooks::note(tx, told_id, &happened)?;
            let units: u32 = written.lines.iter().map(|line| line.quantity).sum();
            note_detail(tx, &log, &format!("{units} {}", written.tracking_number))?;
            changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)?;
            Ok::<_, FulfillError>(Some(written))
        })
        .await
}

/// The order is locked first, so that what is planned is still so when it is written.
fn lock_and_plan(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    wanted: &[FulfillmentLine],
) -> Result<Vec<FulfillmentLine>, FulfillError> {
    store::orders::lock(tx, &[(merchant, order)])?;
    let found = store::orders::find(tx, merchant, order)?.ok_or(FulfillError::NotFound)?;
    let wished = store::orders::driven(tx, merchant, order)?.is_some_and(|it| it.cancel_wish.is_some());
    if wished {
        return Err(FulfillError::Ending);
    }
    Ok(plan_parcel(&found, wanted)?)
}

fn check(parcel: &Parcel) -> Result<(), FulfillError> {
    let url = parcel.tracking_url.trim();
    let is_link = url.is_empty() || url.starts_with("https://") || url.starts_with("http://");
    if url.chars().count() > TRACKING_URL_CHARS_MAX || !is_link || url.chars().any(char::is_whitespace) {
        return Err(FulfillError::Field("tracking_url"));
    }
    for (field, text) in [("carrier", &parcel.carrier), ("tracking_number", &parcel.tracking_number)] {
        if text.chars().count() > TRACKING_CHARS_MAX {
            return Err(FulfillError::Field(field));
        }
    }
    Ok(())
}

/// Notes that a parcel arrived, or all of an order. Noting it twice is fine. Says whether there is such a parcel.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn mark_delivered(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
    parcel: Option<FulfillmentId>,
) -> Result<bool, DbError> {
    let merchant = permitted(permit, MerchantAct::FulfillOrders);
    let now = ctx.now();
    let log = staff_log::line(ctx, permit.by(), merchant, "order.delivered", order, "");
    let tells = ctx.clone();
    ctx.db()
        .write("mark_delivered", move |tx| {
            store::orders::lock(tx, &[(merchant, order)])?;
            if store::fulfillments::deliver(tx, merchant, order, parcel, now)? > 0 {
                note_detail(tx, &log, "")?;
                changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)?;
            }
            let parcels = store::fulfillments::of_order(tx, merchant, order)?;
            let at_once = |at: Timestamp| at.as_microsecond() == now.as_microsecond();
            let arrived =
                parcels.iter().filter(|known| known.delivered_at.is_some_and(at_once)).map(|known| {
                    let (event, about) = (HookEvent::Delivered, known.id.0);
                    webhooks::event_job(
                        tells.id(),
                        &Happened { event, merchant, subject: HookSubject::Order(order), about, at: now },
                    )
                });
            webhooks::enqueue(tx, arrived.collect(), now)?;
            Ok::<_, DbError>(parcels.iter().any(|known| parcel.is_none_or(|parcel| known.id == parcel)))
        })
        .await
}
