//! Parcels: what left, and when it arrived.

use domain::ids::{AccountId, FulfillmentId, MerchantId, OrderId};
use domain::order::{Fulfillment, FulfillmentLine};
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Sql, Tx};

const SHIP_LINES: Sql = Sql {
    sqlite: "UPDATE order_lines SET shipped = shipped + $1
              WHERE merchant_id = $2 AND order_id = $3 AND id = $4
                AND requires_shipping = 1 AND shipped + refunded + $1 <= quantity",
    postgres: "UPDATE order_lines SET shipped = shipped + u.units
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[])
                   AS u (units, merchant_id, order_id, id)
                WHERE order_lines.merchant_id = u.merchant_id AND order_lines.order_id = u.order_id
                  AND order_lines.id = u.id AND requires_shipping = 1 AND shipped + refunded + u.units <= quantity",
};

const INSERT_LINES: Sql = Sql {
    sqlite: "INSERT INTO fulfillment_lines (merchant_id, fulfillment_id, order_line_id, quantity)
             VALUES ($1, $2, $3, $4)",
    postgres: "INSERT INTO fulfillment_lines (merchant_id, fulfillment_id, order_line_id, quantity)
               SELECT u.a, u.b, u.c, u.d
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[]) AS u (a, b, c, d)",
};

/// Counts the units of a parcel as shipped and writes it down. The counts are guarded: `false` means that another
/// tab shipped some of them first, and that nothing may stay; the caller gives the transaction up.
///
/// # Errors
/// What the engine refused.
pub fn insert(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    parcel: &Fulfillment,
    by: Option<AccountId>,
) -> Result<bool, DbError> {
    let units: Vec<[Param<'_>; 4]> = parcel
        .lines
        .iter()
        .map(|line| [line.quantity.into(), Param::id(merchant), Param::id(order), Param::id(line.line)])
        .collect();
    let shipped = tx.execute_rows(SHIP_LINES, [Column::Int; 4], &units)?;
    if usize::try_from(shipped).ok() != Some(parcel.lines.len()) {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO fulfillments (id, merchant_id, order_id, carrier, tracking_number, tracking_url, created_by,
                                   created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Param::id(parcel.id),
            Param::id(merchant),
            Param::id(order),
            (&parcel.carrier).into(),
            (&parcel.tracking_number).into(),
            (&parcel.tracking_url).into(),
            Param::opt_id(by),
            parcel.created_at.into(),
        ],
    )?;
    let lines: Vec<[Param<'_>; 4]> = parcel
        .lines
        .iter()
        .map(|line| [Param::id(merchant), Param::id(parcel.id), Param::id(line.line), line.quantity.into()])
        .collect();
    tx.execute_rows(INSERT_LINES, [Column::Int; 4], &lines)?;
    Ok(true)
}

/// Notes that an order has left completely, once nothing is left to ship and something was.
///
/// # Errors
/// What the engine refused.
pub fn mark_fulfilled(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE orders SET fulfilled_at = $1
          WHERE merchant_id = $2 AND id = $3 AND fulfilled_at IS NULL
            AND EXISTS (SELECT 1 FROM order_lines l
                         WHERE l.merchant_id = $2 AND l.order_id = $3 AND l.shipped > 0)
            AND NOT EXISTS (SELECT 1 FROM order_lines l
                             WHERE l.merchant_id = $2 AND l.order_id = $3 AND l.requires_shipping = 1
                               AND l.shipped + l.refunded < l.quantity)",
        &[now.into(), Param::id(merchant), Param::id(order)],
    )?;
    Ok(changed == 1)
}

/// Takes back that an order has left completely, where something is left to ship after all.
///
/// # Errors
/// What the engine refused.
pub fn unmark_fulfilled(tx: &mut Tx<'_>, merchant: MerchantId, order: OrderId) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE orders SET fulfilled_at = NULL
          WHERE merchant_id = $1 AND id = $2 AND fulfilled_at IS NOT NULL
            AND EXISTS (SELECT 1 FROM order_lines l
                         WHERE l.merchant_id = $1 AND l.order_id = $2 AND l.requires_shipping = 1
                           AND l.shipped + l.refunded < l.quantity)",
        &[Param::id(merchant), Param::id(order)],
    )?;
    Ok(changed == 1)
}

/// Notes that parcels of an order arrived: the one named, or all. Says how many did just now. When everything was
/// shipped and every parcel has arrived, the order is delivered.
///
/// # Errors
/// What the engine refused.
pub fn deliver(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    parcel: Option<FulfillmentId>,
    now: Timestamp,
) -> Result<u64, DbError> {
    let arrived = tx.execute(
        "UPDATE fulfillments SET delivered_at = $1
          WHERE merchant_id = $2 AND order_id = $3 AND delivered_at IS NULL AND (id = $4 OR $4 = 0)",
        &[now.into(), Param::id(merchant), Param::id(order), Param::Int(parcel.map_or(0, |parcel| parcel.0))],
    )?;
    tx.execute(
        "UPDATE orders SET delivered_at = $1
          WHERE merchant_id = $2 AND id = $3 AND delivered_at IS NULL AND fulfilled_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM fulfillments f
                             WHERE f.merchant_id = $2 AND f.order_id = $3 AND f.delivered_at IS NULL)",
        &[now.into(), Param::id(merchant), Param::id(order)],
    )?;
    Ok(arrived)
}

/// The parcels of an order, oldest first.
///
/// # Errors
/// What the engine refused.
pub fn of_order(
    read: &mut impl Read,
    merchant: MerchantId,
    order: OrderId,
) -> Result<Vec<Fulfillment>, DbError> {
    let rows = read.rows(
        "SELECT f.id, f.carrier, f.tracking_number, f.tracking_url, f.created_at, f.delivered_at,
                l.order_line_id, l.quantity
           FROM fulfillments f
           JOIN fulfillment_lines l ON l.merchant_id = f.merchant_id AND l.fulfillment_id = f.id
          WHERE f.merchant_id = $1 AND f.order_id = $2 ORDER BY f.id, l.order_line_id",
        &[Param::id(merchant), Param::id(order)],
        |row| {
            Ok(Fulfillment {
                id: row.id(0)?,
                carrier: row.text(1)?,
                tracking_number: row.text(2)?,
                tracking_url: row.text(3)?,
                created_at: row.time(4)?,
                delivered_at: row.opt_time(5)?,
                lines: vec![FulfillmentLine { line: row.id(6)?, quantity: row.count(7)? }],
            })
        },
    )?;
    let mut parcels: Vec<Fulfillment> = Vec::new();
    for row in rows {
        match parcels.last_mut().filter(|last| last.id == row.id) {
            Some(last) => last.lines.extend(row.lines),
            None => parcels.push(row),
        }
    }
    Ok(parcels)
}
