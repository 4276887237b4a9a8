//! What happens to an order in its shop happens here too: parcels, refunds, a cancellation. Each once, whatever is told twice, in
//! whatever order.

use std::collections::HashMap;

use domain::access::{Actor, AtMerchant, MerchantAct, Permit};
use domain::connection::{Part, SendState, part};
use domain::ids::{ConnectionId, MerchantId, OrderId, ProductId, VariantId};
use domain::order::{FulfillmentLine, Order, OrderState, RefundLine, RefundRefusal, RefundWish};
use store::connections::{self, OrderSend, Reading, SeenKind};
use store::{DbError, callbacks};

use super::Theirs;
use crate::Ctx;
use crate::orders::{
    CancelError, FulfillError, Once, Parcel, RefundError, cancel, fulfill_once, refund_once,
};
use crate::ports::{TheirOrder, TheirParcel, TheirRefund};

/// What buyers read of an order that its shop could not fill.
const SOLD_OUT: &str = "Sold out in the shop.";
/// What buyers read of an order that was canceled in its shop.
const CANCELED_THERE: &str = "Canceled by the shop.";

/// An order of ours with what of it belongs to a shop.
struct Ours {
    order: Order,
    owned: Vec<ProductId>,
    /// What the shop calls each variant.
    names: HashMap<VariantId, String>,
    send: OrderSend,
}

impl Ours {
    fn part(&self) -> Option<Part<'_>> {
        part(&self.order, |product| self.owned.contains(&product))
    }
}

/// Takes in how an order stands in its shop. What is none of ours, or none of this shop's, changes nothing.
pub(super) async fn take_in(ctx: &Ctx, reading: &Reading, theirs: &TheirOrder) -> Result<(), DbError> {
    let (merchant, connection) = (reading.connection.merchant, reading.connection.id);
    let Ok(order) = theirs.ours.parse::<OrderId>() else { return Ok(()) };
    let Some(ours) = find(ctx, (merchant, connection), order).await? else { return Ok(()) };
    match ours.send.state {
        SendState::Done if ours.send.reference == theirs.reference => {}
        // Whoever sends it finds it there first.
        SendState::Waiting | SendState::Asked | SendState::Stuck | SendState::Dropped | SendState::Done => {
            return Ok(());
        }
    }
    for parcel in &theirs.parcels {
        shipped(ctx, (merchant, connection), &ours, parcel).await?;
    }
    for refund in &theirs.refunds {
        if refund.ours.is_none() {
            refunded(ctx, (merchant, connection), &ours, refund).await?;
        }
    }
    if theirs.is_canceled && ours.order.state != OrderState::Canceled {
        canceled(ctx, (merchant, connection), &ours).await?;
    }
    Ok(())
}

async fn find(
    ctx: &Ctx,
    (merchant, connection): (MerchantId, ConnectionId),
    order: OrderId,
) -> Result<Option<Ours>, DbError> {
    ctx.db()
        .read(move |conn| {
            let Some(send) = connections::lock_order_send(conn, connection, order)? else { return Ok(None) };
            let Some(order) = store::orders::find(conn, merchant, order)? else { return Ok(None) };
            let products: Vec<ProductId> = order.lines.iter().map(|line| line.product).collect();
            let variants: Vec<VariantId> = order.lines.iter().map(|line| line.variant).collect();
            let owned = connections::owned(conn, merchant, connection, &products)?;
            let names = callbacks::names(conn, merchant, &variants)?;
            let names = names.into_iter().map(|each| (each.variant, each.external_id)).collect();
            Ok(Some(Ours { order, owned, names, send }))
        })
        .await
}

/// The server acts for the merchant, as its shop says.
fn permit(merchant: MerchantId, act: MerchantAct) -> Result<Permit<AtMerchant>, DbError> {
    Actor::System.may(AtMerchant { merchant, act }).map_err(|_| DbError::Closed)
}

async fn is_seen(
    ctx: &Ctx,
    connection: ConnectionId,
    kind: SeenKind,
    their_id: &str,
) -> Result<bool, DbError> {
    let their_id = their_id.to_owned();
    ctx.db().read(move |conn| connections::is_seen(conn, connection, kind, &their_id)).await
}

/// What cannot be done here is written down as seen all the same: it would fail every time.
async fn note_seen(ctx: &Ctx, theirs: Theirs, why: &str) -> Result<(), DbError> {
    tracing::warn!(
        connection.id = %theirs.connection, order.id = %theirs.order, their.id = %theirs.their_id, why,
        "what a shop did with an order could not be followed"
    );
    let now = ctx.now();
    ctx.db().write("note_seen", move |tx| theirs.note(tx, 0, now).map(|_| ())).await
}

async fn shipped(
    ctx: &Ctx,
    (merchant, connection): (MerchantId, ConnectionId),
    ours: &Ours,
    parcel: &TheirParcel,
) -> Result<(), DbError> {
    if is_seen(ctx, connection, SeenKind::Parcel, &parcel.id).await? {
        return Ok(());
    }
    let order = ours.order.id;
    let theirs = Theirs { connection, merchant, order, kind: SeenKind::Parcel, their_id: parcel.id.clone() };
    let lines = parcel_lines(ours, parcel);
    if lines.is_empty() {
        return note_seen(ctx, theirs, "nothing of it is left to ship").await;
    }
    let is_link = parcel.tracking_url.starts_with("https://") || parcel.tracking_url.starts_with("http://");
    let written = Parcel {
        lines,
        carrier: clipped(&parcel.carrier),
        tracking_number: clipped(&parcel.tracking_number),
        tracking_url: if is_link { parcel.tracking_url.clone() } else { String::new() },
        tell_buyer: true,
    };
    let permit = permit(merchant, MerchantAct::FulfillOrders)?;
    match fulfill_once(ctx, &permit, order, written, Some(theirs.clone())).await {
        Ok(_) => Ok(()),
        Err(FulfillError::Db(error)) => Err(error),
        // It ends, or it is paid back: both may still turn out otherwise.
        Err(FulfillError::Ending) => Ok(()),
        Err(error @ (FulfillError::NotFound | FulfillError::Refused(_) | FulfillError::Field(_))) => {
            note_seen(ctx, theirs, &error.to_string()).await
        }
    }
}

fn clipped(text: &str) -> String {
    text.trim().chars().take(crate::orders::TRACKING_CHARS_MAX).collect()
}

/// What of the part is in a parcel, at most what is left to ship; all that is left where the shop names nothing.
fn parcel_lines(ours: &Ours, parcel: &TheirParcel) -> Vec<FulfillmentLine> {
    let Some(part) = ours.part() else { return Vec::new() };
    if parcel.lines.is_empty() {
        let left = part.lines.iter().map(|line| FulfillmentLine { line: line.id, quantity: line.to_ship() });
        return left.filter(|line| line.quantity > 0).collect();
    }
    let mut lines: Vec<FulfillmentLine> = Vec::new();
    for (variant, quantity) in &parcel.lines {
        let mut left = *quantity;
        for line in part.lines.iter().filter(|line| ours.names.get(&line.variant) == Some(variant)) {
            let taken =
                lines.iter().filter(|each| each.line == line.id).map(|each| each.quantity).sum::<u32>();
            let quantity = left.min(line.to_ship().saturating_sub(taken));
            if quantity > 0 {
                lines.push(FulfillmentLine { line: line.id, quantity });
                left -= quantity;
            }
        }
    }
    lines
}

async fn refunded(
    ctx: &Ctx,
    (merchant, connection): (MerchantId, ConnectionId),
    ours: &Ours,
    refund: &TheirRefund,
) -> Result<(), DbError> {
    if is_seen(ctx, connection, SeenKind::Refund, &refund.id).await? {
        return Ok(());
    }
    let order = ours.order.id;
    let theirs = Theirs { connection, merchant, order, kind: SeenKind::Refund, their_id: refund.id.clone() };
    if refund.amount.currency != ours.order.total.currency || refund.amount.amount <= 0 {
        return note_seen(ctx, theirs, "it gives back nothing of what was paid here").await;
    }
    let permit = permit(merchant, MerchantAct::ReturnMoney)?;
    let mut wish =
        RefundWish { lines: refund_lines(ours, refund), shipping: false, amount: Some(refund.amount) };
    // At most twice: for the units that are left, and for the money that is left.
    for _ in 0..3 {
        let once = Once::Theirs(theirs.clone());
        match refund_once(ctx, &permit, order, (wish.clone(), &refund.reason), once).await {
            Ok(_) => return Ok(()),
            Err(RefundError::Db(error)) => return Err(error),
            Err(RefundError::Refused(
                RefundRefusal::TooMuch { left } | RefundRefusal::Disputed { left, .. },
            )) if left.amount > 0 => wish.amount = Some(left),
            Err(RefundError::Refused(RefundRefusal::TooMany { .. })) if !wish.lines.is_empty() => {
                wish.lines.clear();
            }
            Err(
                error @ (RefundError::NotFound
                | RefundError::KeyReused
                | RefundError::OutOfReach
                | RefundError::Refused(_)),
            ) => return note_seen(ctx, theirs, &error.to_string()).await,
        }
    }
    note_seen(ctx, theirs, "what is left to give back changed too often").await
}

/// The lines of the part that a refund names, at most what was not given back for yet.
fn refund_lines(ours: &Ours, refund: &TheirRefund) -> Vec<RefundLine> {
    let Some(part) = ours.part() else { return Vec::new() };
    let mut lines: Vec<RefundLine> = Vec::new();
    for (variant, quantity, restock) in &refund.lines {
        let mut left = *quantity;
        for line in part.lines.iter().filter(|line| ours.names.get(&line.variant) == Some(variant)) {
            let quantity = left.min(line.quantity.saturating_sub(line.refunded));
            if quantity > 0 && lines.iter().all(|each| each.line != line.id) {
                lines.push(RefundLine { line: line.id, quantity, restock: *restock });
                left -= quantity;
            }
        }
    }
    lines
}

/// An order of one shop is canceled with it. Of an order of several, the money for this shop's part goes back; so it does where
/// something has left already.
async fn canceled(
    ctx: &Ctx,
    (merchant, connection): (MerchantId, ConnectionId),
    ours: &Ours,
) -> Result<(), DbError> {
    let order = ours.order.id;
    let their_id = format!("canceled {order}");
    let theirs = Theirs { connection, merchant, order, kind: SeenKind::Refund, their_id };
    if is_seen(ctx, connection, SeenKind::Refund, &theirs.their_id).await? {
        return Ok(());
    }
    let id = ours.send.id;
    // Written down first: the shop must not be told of its own cancellation.
    ctx.db()
        .write("ended_there", move |tx| {
            connections::lock(tx, connection)?;
            connections::ended_there(tx, id)
        })
        .await?;
    let Some(part) = ours.part() else { return Ok(()) };
    if part.is_whole(&ours.order) && end(ctx, merchant, ours.order.id, CANCELED_THERE).await? {
        return Ok(());
    }
    let lines = part.lines.iter().map(|line| RefundLine {
        line: line.id,
        quantity: line.quantity.saturating_sub(line.refunded),
        restock: line.shipped == 0,
    });
    let lines: Vec<RefundLine> = lines.filter(|line| line.quantity > 0).collect();
    if lines.is_empty() {
        return note_seen(ctx, theirs, "all of it was given back already").await;
    }
    let wish = RefundWish { lines, shipping: part.shipping.amount > 0, amount: None };
    let permit = permit(merchant, MerchantAct::ReturnMoney)?;
    match refund_once(ctx, &permit, order, (wish, CANCELED_THERE), Once::Theirs(theirs.clone())).await {
        Ok(_) => Ok(()),
        Err(RefundError::Db(error)) => Err(error),
        Err(error) => note_seen(ctx, theirs, &error.to_string()).await,
    }
}

/// Cancels an order that its shop cannot fill. Says whether it ends.
pub(super) async fn sold_out(ctx: &Ctx, merchant: MerchantId, order: OrderId) -> Result<bool, DbError> {
    end(ctx, merchant, order, SOLD_OUT).await
}

async fn end(ctx: &Ctx, merchant: MerchantId, order: OrderId, note: &str) -> Result<bool, DbError> {
    let permit = permit(merchant, MerchantAct::ReturnMoney)?;
    match cancel(ctx, &permit, order, note).await {
        Ok(()) | Err(CancelError::Underway) => Ok(true),
        Err(CancelError::Db(error)) => Err(error),
        Err(
            error @ (CancelError::NotFound
            | CancelError::Shipped
            | CancelError::Disputed
            | CancelError::OutOfReach
            | CancelError::NotYet),
        ) => {
            tracing::warn!(order.id = %order, %error, "an order that its shop ended could not be canceled here");
            Ok(false)
        }
    }
}
