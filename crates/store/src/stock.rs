//! The shelf: units on hand and units promised to open orders.

use domain::ids::{MerchantId, VariantId};

use crate::{Column, DbError, Param, Sql, Tx};

/// One variant's place on the shelf, with what decides whether it may be sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// Whose.
    pub merchant: MerchantId,
    /// Which variant.
    pub variant: VariantId,
    /// Its present price in its own currency, minor units.
    pub price: i64,
    /// The currency of `price`.
    pub currency: String,
    /// It is for sale: variant and product are active.
    pub active: bool,
    /// Units are counted.
    pub tracked: bool,
    /// Units there.
    pub on_hand: i64,
    /// Units promised to open orders.
    pub reserved: i64,
}

/// Units to move. Both may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Whose.
    pub merchant: MerchantId,
    /// Which variant.
    pub variant: VariantId,
    /// Change of the units promised.
    pub reserved: i64,
    /// Change of the units there.
    pub on_hand: i64,
}

const LOCK: Sql = Sql {
    sqlite: "SELECT v.merchant_id, v.id, v.price, v.currency,
                    CASE WHEN v.status = 'active' AND p.status = 'active' THEN 1 ELSE 0 END,
                    v.tracked, v.on_hand, v.reserved
               FROM variants v JOIN products p ON p.id = v.product_id
              WHERE v.merchant_id = $1 AND v.id = $2",
    postgres: "SELECT v.merchant_id, v.id, v.price, v.currency,
                      CAST(CASE WHEN v.status = 'active' AND p.status = 'active' THEN 1 ELSE 0 END AS BIGINT),
                      v.tracked, v.on_hand, v.reserved
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, id)
                 JOIN variants v ON v.merchant_id = u.merchant_id AND v.id = u.id
                 JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
                ORDER BY v.id FOR UPDATE OF v",
};

/// Loads the shelf of these variants, locked until the commit. Keys must be sorted by variant.
///
/// # Errors
/// What the engine refused.
pub fn lock(tx: &mut Tx<'_>, keys: &[(MerchantId, VariantId)]) -> Result<Vec<Shelf>, DbError> {
    let keys: Vec<(i64, i64)> = keys.iter().map(|(merchant, variant)| (merchant.0, variant.0)).collect();
    tx.load_rows(LOCK, &keys, |row| {
        Ok(Shelf {
            merchant: row.id(0)?,
            variant: row.id(1)?,
            price: row.int(2)?,
            currency: row.text(3)?,
            active: row.flag(4)?,
            tracked: row.flag(5)?,
            on_hand: row.int(6)?,
            reserved: row.int(7)?,
        })
    })
}

const MOVE: Sql = Sql {
    sqlite: "UPDATE variants SET reserved = reserved + $1, on_hand = on_hand + $2
              WHERE merchant_id = $3 AND id = $4",
    postgres: "UPDATE variants SET reserved = variants.reserved + u.reserved,
                      on_hand = variants.on_hand + u.on_hand
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[])
                   AS u (reserved, on_hand, merchant_id, id)
                WHERE variants.merchant_id = u.merchant_id AND variants.id = u.id",
};

/// Moves units; at most one move per variant. The table's `CHECK`s are the last line: a batch that would sell
/// what is not there fails as a whole and is redone one by one.
///
/// # Errors
/// What the engine refused.
pub fn shift(tx: &mut Tx<'_>, moves: &[Move]) -> Result<(), DbError> {
    let mut moves: Vec<&Move> = moves.iter().filter(|step| step.reserved != 0 || step.on_hand != 0).collect();
    // As [`lock`] goes: servers that take rows in one order never wait for each other in a circle.
    moves.sort_unstable_by_key(|step| step.variant);
    let rows: Vec<[Param<'_>; 4]> = moves
        .into_iter()
        .map(|step| {
            [step.reserved.into(), step.on_hand.into(), Param::id(step.merchant), Param::id(step.variant)]
        })
        .collect();
    tx.execute_rows(MOVE, [Column::Int; 4], &rows)?;
    Ok(())
}
