//! Giving money back by staff: the promise is made here under lock, the provider is asked by a job.

use std::sync::Arc;

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::dispute::Disputed;
use domain::ids::{MerchantId, OrderId, RefundId};
use domain::money::Money;
use domain::order::{Order, OrderState, RefundLine, RefundRefusal, RefundWish, plan_disputed_refund};
use domain::payment::PaymentState;
use domain::quote::Unpayable;
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::idempotency::{self, NewKey};
use store::payments::Payment;
use store::refunds::{NewRefund, RefundedUnits};
use store::{DbError, Tx};

use super::cancel::{REASON_CHARS_MAX, payment_of};
use crate::Ctx;
use crate::connections::Theirs;
use crate::idempotency::Keyed;
use crate::payees;
use crate::payments::{put_back, refund_job};
use crate::ports::Payments;
use crate::staff_log::{self, note_detail, permitted};

/// Why nothing was given back.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// The merchant has no such order, or it was never paid.
    #[error("there is no such order")]
    NotFound,
    /// The key was used with another request before.
    #[error("this key was used for another request")]
    KeyReused,
    /// Not this, or not so much.
    #[error(transparent)]
    Refused(#[from] RefundRefusal),
    /// The account it was paid on cannot be asked any more: its owner took the access or the key away.
    #[error(
        "the account it was paid on is out of reach; it can be refunded on the provider's own pages only"
    )]
    OutOfReach,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Promises money back: by lines, by amount, or everything that is left. The amount is reserved under lock, so
/// that two people at the same moment cannot give back more than was taken. The caller's key is kept in the same
/// transaction: a form sent twice and a repeated request give back once. Says how much was promised, or nothing when
/// the first request with this key promised it.
///
/// # Errors
/// [`RefundError`]; nothing has changed then.
pub async fn refund(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
    wish: RefundWish,
    reason: &str,
    key: String,
    request_hash: [u8; 32],
) -> Result<Option<Money>, RefundError> {
    let keyed = Keyed { scope: format!("{order} refund"), key, request_hash };
    refund_once(ctx, permit, order, (wish, reason), Once::Key(keyed)).await
}

/// By what money is given back once.
pub(crate) enum Once {
    /// The key of the request.
    Key(Keyed),
    /// The refund of a connected shop that it follows.
    Theirs(Theirs),
}

impl Once {
    /// Keeps it beside what is about to be promised; `false` when it was kept before.
    fn is_new(&self, tx: &mut Tx<'_>, refund: RefundId, now: Timestamp) -> Result<bool, RefundError> {
        match self {
            Self::Key(keyed) => is_new(tx, keyed, now),
            Self::Theirs(theirs) => Ok(theirs.note(tx, refund.0, now)?),
        }
    }
}

/// The same, once by a key or by what a connected shop did.
///
/// # Errors
/// [`RefundError`]; nothing has changed then.
pub(crate) async fn refund_once(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
    (wish, reason): (RefundWish, &str),
    once: Once,
) -> Result<Option<Money>, RefundError> {
    let merchant = permitted(permit, MerchantAct::ReturnMoney);
    let payment = payment_of(ctx, merchant, order).await?.ok_or(RefundError::NotFound)?;
    let can_go_back = payees::can_go_back(ctx, &payment).await?;
    let new = NewRefund {
        id: ctx.id(),
        merchant,
        order,
        payment: payment.id,
        amount: Money::zero(payment.amount.currency),
        reason: reason.trim().chars().take(REASON_CHARS_MAX).collect(),
        created_by: permit.by().account(),
    };
    let now = ctx.now();
    let job = refund_job(ctx.id(), merchant, new.id, now);
    let log = staff_log::line(ctx, permit.by(), merchant, "order.refund", order, "");
    let provider = Arc::clone(&ctx.ports().payments);
    ctx.db()
        .write("refund_order", move |tx| {
            if !once.is_new(tx, new.id, now)? {
                return Ok(None);
            }
            if !can_go_back {
                return Err(RefundError::OutOfReach);
            }
            let (found, payment) = lock(tx, merchant, order, &payment)?;
            let left =
                Money::new(payment.captured.amount - payment.refunded.amount, payment.captured.currency);
            let held = store::disputes::held(tx, merchant, Disputed::Order(order), payment.id)?;
            let held = Money::new(held, left.currency);
            let amount = plan_disputed_refund(&found, &wish, left, held)
                .map_err(|refusal| offered(refusal, provider.as_ref()))?;
            if let Some(step) = step_of(amount, provider.as_ref()) {
                return Err(RefundRefusal::Step { step }.into());
            }
            let units = units_of(&found, &wish.lines, amount == left);
            count_units(tx, &found, &units, now)?;
            let refund = NewRefund { amount, ..new.clone() };
            note_detail(tx, &log, &format!("{} {}", amount.to_decimal(), amount.currency))?;
            let id = refund.id;
            store::refunds::insert(tx, &[refund], now)?;
            store::refunds::keep_units(tx, merchant, id, &units)?;
            // Whoever gives back now has seen what failed before.
            store::refunds::forget_failed(tx, merchant, order)?;
            store::fulfillments::mark_fulfilled(tx, merchant, order, now)?;
            store::requests::finish_accepted(tx, merchant, order, now)?;
            store::jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
            changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)?;
            Ok(Some(amount))
        })
        .await
}

/// The step that an amount does not keep to, where the provider moves whole steps in its currency. The rest of what it
/// charges, the least and the most, is no matter of what goes back.
fn step_of(amount: Money, provider: &dyn Payments) -> Option<Money> {
    match provider.can_charge(amount) {
        Err(Unpayable::Step(step)) => Some(step),
        Err(Unpayable::TooSmall(_) | Unpayable::TooLarge(_) | Unpayable::Currency(_)) | Ok(()) => None,
    }
}

/// A refusal that offers no more than the provider can give back.
fn offered(refusal: RefundRefusal, provider: &dyn Payments) -> RefundRefusal {
    let whole = |left: Money| match step_of(left, provider) {
        Some(step) if step.amount > 0 => Money::new(left.amount - left.amount % step.amount, left.currency),
        Some(_) | None => left,
    };
    match refusal {
        RefundRefusal::TooMuch { left } => RefundRefusal::TooMuch { left: whole(left) },
        RefundRefusal::Disputed { held, left } => RefundRefusal::Disputed { held, left: whole(left) },
        RefundRefusal::Nothing
        | RefundRefusal::UnknownLine(_)
        | RefundRefusal::TooMany { .. }
        | RefundRefusal::Step { .. }
        | RefundRefusal::Currency => refusal,
    }
}

/// Keeps the key beside what is about to be promised; `false` when it was kept before, with the same request.
fn is_new(tx: &mut Tx<'_>, keyed: &Keyed, now: Timestamp) -> Result<bool, RefundError> {
    let Keyed { scope, key, request_hash } = keyed;
    let new = NewKey { scope, key, request_hash, status: KEPT_WITH_REFUND, response: "" };
    if idempotency::put(tx, &[new], now)? == 1 {
        return Ok(true);
    }
    let known = idempotency::find(tx, scope, key)?.ok_or(DbError::Missing("the key just met"))?;
    if known.request_hash == request_hash { Ok(false) } else { Err(RefundError::KeyReused) }
}

/// The status under which a key is kept beside its refund; the answer is made from the order.
const KEPT_WITH_REFUND: u16 = 201;

fn lock(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    payment: &Payment,
) -> Result<(Order, Payment), RefundError> {
    store::orders::lock(tx, &[(merchant, order)])?;
    let payment = store::payments::lock(tx, &[(merchant, payment.id)])?
        .pop()
        .filter(|payment| payment.state == PaymentState::Captured)
        .ok_or(RefundError::NotFound)?;
    let order = store::orders::find(tx, merchant, order)?.ok_or(RefundError::NotFound)?;
    match order.state {
        OrderState::Confirmed | OrderState::Canceled => Ok((order, payment)),
        // Within the undo window it is the buyer's alone, also where the money was taken at once; it can be canceled.
        OrderState::Pending | OrderState::Placed => Err(RefundError::NotFound),
    }
}

/// The units that are given back for: those that were named; and, where nothing is left to give back, all others, so that
/// nobody ships what was paid back. What never left goes back on the shelf by itself then.
fn units_of(order: &Order, wished: &[RefundLine], is_all: bool) -> Vec<RefundedUnits> {
    let units = order.lines.iter().map(|line| {
        let named = wished.iter().find(|wish| wish.line == line.id);
        let quantity = named.map_or(0, |wish| wish.quantity);
        let rest = if is_all { line.quantity.saturating_sub(line.refunded + quantity) } else { 0 };
        let unsent = line.to_ship().saturating_sub(quantity);
        let restocked = if named.is_some_and(|wish| wish.restock) { quantity } else { 0 };
        RefundedUnits { line: line.id, quantity: quantity + rest, restocked: restocked + rest.min(unsent) }
    });
    units.filter(|each| each.quantity > 0).collect()
}

/// Counts the units as given back for, and puts those on the shelf that go back there.
fn count_units(
    tx: &mut Tx<'_>,
    order: &Order,
    units: &[RefundedUnits],
    now: Timestamp,
) -> Result<(), RefundError> {
    if !store::refunds::count_units(tx, order.merchant, order.id, units)? {
        return Err(RefundRefusal::Nothing.into());
    }
    Ok(put_back(tx, order, units, now)?)
}
