//! Writing orders: many at a time, as the hot commands do.

use domain::ids::{CheckoutId, MerchantId, OrderId, ProductId, VariantId};
use domain::order::{CancelReason, Order, OrderState};
use jiff::Timestamp;

use crate::checkouts::write_address;
use crate::{Column, DbError, Param, Sql, Tx};

const INSERT: Sql = Sql {
    sqlite: "INSERT INTO orders (id, merchant_id, number, purchase_id, checkout_id, account_id, state, currency,
                                 subtotal, shipping, tax, tax_included, total, email, buyer_name, destination,
                                 country, locale, rate_name, days_min, days_max, post_id, marketing_opt_in, is_test,
                                 created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                     $22, $23, $24, $25)",
    postgres: "INSERT INTO orders (id, merchant_id, number, purchase_id, checkout_id, account_id, state, currency,
                                   subtotal, shipping, tax, tax_included, total, email, buyer_name, destination,
                                   country, locale, rate_name, days_min, days_max, post_id, marketing_opt_in,
                                   is_test, created_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i, u.j, u.k, u.l, u.m, u.n, u.o, u.p, u.q, u.r, u.s,
                      u.t, u.u, u.v, u.w, u.x, u.y
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::BIGINT[], $5::BIGINT[], $6::BIGINT[],
                             $7::TEXT[], $8::TEXT[], $9::BIGINT[], $10::BIGINT[], $11::BIGINT[], $12::BIGINT[],
                             $13::BIGINT[], $14::TEXT[], $15::TEXT[], $16::TEXT[], $17::TEXT[], $18::TEXT[],
                             $19::TEXT[], $20::BIGINT[], $21::BIGINT[], $22::BIGINT[], $23::BIGINT[],
                             $24::BIGINT[], $25::BIGINT[])
                   AS u (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y)",
};

const INSERT_LINES: Sql = Sql {
    sqlite: "INSERT INTO order_lines (id, merchant_id, order_id, product_id, variant_id, post_id, title,
                                      variant_title, sku, image_id, quantity, unit_price, subtotal, tax, tracked,
                                      requires_shipping, discount, discount_title)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    postgres: "INSERT INTO order_lines (id, merchant_id, order_id, product_id, variant_id, post_id, title,
                                        variant_title, sku, image_id, quantity, unit_price, subtotal, tax, tracked,
                                        requires_shipping, discount, discount_title)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i, u.j, u.k, u.l, u.m, u.n, u.o, u.p, u.q, u.r
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::BIGINT[],
                             $7::TEXT[], $8::TEXT[], $9::TEXT[], $10::BIGINT[], $11::BIGINT[], $12::BIGINT[],
                             $13::BIGINT[], $14::BIGINT[], $15::BIGINT[], $16::BIGINT[], $17::BIGINT[], $18::TEXT[])
                   AS u (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r)",
};

/// Writes new orders with their lines.
///
/// # Errors
/// What the engine refused; a second live order of one checkout is refused by the unique index (I6).
pub fn insert(tx: &mut Tx<'_>, orders: &[&Order]) -> Result<(), DbError> {
    let addresses: Vec<String> = orders.iter().map(|order| write_address(order.address.as_ref())).collect();
    let rows: Vec<[Param<'_>; 25]> =
        orders.iter().zip(&addresses).map(|(order, address)| order_row(order, address)).collect();
    use Column::{Int, Text};
    let columns = [
        Int, Int, Text, Int, Int, Int, Text, Text, Int, Int, Int, Int, Int, Text, Text, Text, Text, Text,
        Text, Int, Int, Int, Int, Int, Int,
    ];
    tx.execute_rows(INSERT, columns, &rows)?;
    let lines: Vec<[Param<'_>; 18]> = orders.iter().flat_map(|order| line_rows(order)).collect();
    let columns =
        [Int, Int, Int, Int, Int, Int, Text, Text, Text, Int, Int, Int, Int, Int, Int, Int, Int, Text];
    tx.execute_rows(INSERT_LINES, columns, &lines)?;
    Ok(())
}

fn order_row<'a>(order: &'a Order, address: &'a str) -> [Param<'a>; 25] {
    [
        Param::id(order.id),
        Param::id(order.merchant),
        (&order.number).into(),
        Param::id(order.purchase),
        Param::id(order.checkout),
        Param::opt_id(order.account),
        order.state.as_str().into(),
        order.total.currency.code().into(),
        order.subtotal.amount.into(),
        order.shipping.amount.into(),
        order.tax.amount.into(),
        order.tax_included.into(),
        order.total.amount.into(),
        (&order.email).into(),
        (&order.buyer_name).into(),
        address.into(),
        order.country.code().into(),
        (&order.locale).into(),
        (&order.rate_name).into(),
        u32::from(order.days_min).into(),
        u32::from(order.days_max).into(),
        Param::opt_id(order.post),
        order.marketing_opt_in.into(),
        order.is_test.into(),
        order.created_at.into(),
    ]
}

fn line_rows(order: &Order) -> impl Iterator<Item = [Param<'_>; 18]> {
    order.lines.iter().map(|line| {
        [
            Param::id(line.id),
            Param::id(order.merchant),
            Param::id(order.id),
            Param::id(line.product),
            Param::id(line.variant),
            Param::opt_id(line.post),
            (&line.title).into(),
            (&line.variant_title).into(),
            (&line.sku).into(),
            Param::opt_id(line.image),
            line.quantity.into(),
            line.unit_price.amount.into(),
            line.subtotal.amount.into(),
            line.tax.amount.into(),
            line.tracked.into(),
            line.requires_shipping.into(),
            line.discount.amount.into(),
            (&line.discount_title).into(),
        ]
    })
}

/// What decides what an event does to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub id: OrderId,
    /// Whose.
    pub merchant: MerchantId,
    /// The checkout it came from.
    pub checkout: CheckoutId,
    /// Where it stands.
    pub state: OrderState,
    /// Why it ended without a sale.
    pub cancel: Option<CancelReason>,
    /// Until when it can be undone.
    pub undo_until: Option<Timestamp>,
    /// The counted units it holds or took, without those that went back to the shelf.
    pub units: Vec<Units>,
}

/// Counted units of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Units {
    /// Of which product.
    pub product: ProductId,
    /// Of which variant.
    pub variant: VariantId,
    /// How many.
    pub quantity: i64,
}

const LOCK: Sql = Sql {
    sqlite: "SELECT o.id, o.merchant_id, o.checkout_id, o.state, o.cancel_reason, o.undo_until,
                    l.product_id, l.variant_id, l.quantity - l.restocked, l.tracked
               FROM orders o JOIN order_lines l ON l.merchant_id = o.merchant_id AND l.order_id = o.id
              WHERE o.merchant_id = $1 AND o.id = $2",
    postgres: "SELECT o.id, o.merchant_id, o.checkout_id, o.state, o.cancel_reason, o.undo_until,
                      l.product_id, l.variant_id, l.quantity - l.restocked, l.tracked
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, id)
                 JOIN orders o ON o.merchant_id = u.merchant_id AND o.id = u.id
                 JOIN order_lines l ON l.merchant_id = o.merchant_id AND l.order_id = o.id
                ORDER BY o.id FOR UPDATE OF o",
};

/// Loads orders, locked until the commit. Keys must be sorted by order.
///
/// # Errors
/// What the engine refused.
pub fn lock(tx: &mut Tx<'_>, keys: &[(MerchantId, OrderId)]) -> Result<Vec<Standing>, DbError> {
    let keys: Vec<(i64, i64)> = keys.iter().map(|(merchant, id)| (merchant.0, id.0)).collect();
    let mut standings: Vec<Standing> = Vec::with_capacity(keys.len());
    let rows = tx.load_rows(LOCK, &keys, |row| {
        let units = if row.flag(9)? {
            vec![Units { product: row.id(6)?, variant: row.id(7)?, quantity: row.int(8)? }]
        } else {
            Vec::new()
        };
        Ok(Standing {
            id: row.id(0)?,
            merchant: row.id(1)?,
            checkout: row.id(2)?,
            state: row.word(3, "order state", OrderState::from_word)?,
            cancel: CancelReason::from_word(row.str(4)?),
            undo_until: row.opt_time(5)?,
            units,
        })
    })?;
    for row in rows {
        match standings.last_mut().filter(|last| last.id == row.id) {
            Some(last) => last.units.extend(row.units),
            None => standings.push(row),
        }
    }
    Ok(standings)
}

const UPDATE: Sql = Sql {
    sqlite: "UPDATE orders SET state = $1, cancel_reason = $2, undo_until = $3,
                    placed_at = CASE WHEN $1 = 'placed' THEN coalesce(placed_at, $4) ELSE placed_at END,
                    confirmed_at = CASE WHEN $1 = 'confirmed' THEN coalesce(confirmed_at, $4) ELSE confirmed_at END,
                    canceled_at = CASE WHEN $1 = 'canceled' THEN coalesce(canceled_at, $4) ELSE canceled_at END
              WHERE merchant_id = $5 AND id = $6",
    postgres: "UPDATE orders SET state = u.state, cancel_reason = u.cancel_reason, undo_until = u.undo_until,
                      placed_at = CASE WHEN u.state = 'placed' THEN coalesce(orders.placed_at, u.at)
                                       ELSE orders.placed_at END,
                      confirmed_at = CASE WHEN u.state = 'confirmed' THEN coalesce(orders.confirmed_at, u.at)
                                          ELSE orders.confirmed_at END,
                      canceled_at = CASE WHEN u.state = 'canceled' THEN coalesce(orders.canceled_at, u.at)
                                         ELSE orders.canceled_at END
                 FROM UNNEST($1::TEXT[], $2::TEXT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::BIGINT[])
                   AS u (state, cancel_reason, undo_until, at, merchant_id, id)
                WHERE orders.merchant_id = u.merchant_id AND orders.id = u.id",
};

/// Writes where orders stand now.
///
/// # Errors
/// What the engine refused.
pub fn update(tx: &mut Tx<'_>, orders: &[&Standing], now: Timestamp) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 6]> = orders
        .iter()
        .map(|order| {
            [
                order.state.as_str().into(),
                Param::Text(order.cancel.map_or("", CancelReason::as_str)),
                order.undo_until.into(),
                now.into(),
                Param::id(order.merchant),
                Param::id(order.id),
            ]
        })
        .collect();
    use Column::{Int, Text};
    tx.execute_rows(UPDATE, [Text, Text, Int, Int, Int, Int], &rows)?;
    Ok(())
}

/// Writes down that the order is to end for `reason`, before the provider is asked to let go of the money; the
/// job that drives the order finishes it should we die meanwhile. `false`: it is too late, or it was wished
/// already.
///
/// # Errors
/// What the engine refused.
pub fn note_cancel_wish(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    reason: CancelReason,
    before: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE orders SET cancel_wish = $1
          WHERE merchant_id = $2 AND id = $3 AND state = 'placed' AND cancel_wish = '' AND undo_until > $4",
        &[reason.as_str().into(), Param::id(merchant), Param::id(order), before.into()],
    )?;
    Ok(changed == 1)
}

/// Ends the undo window of a placed order at `until`, when it would end later.
///
/// # Errors
/// What the engine refused.
pub fn shorten_window(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    until: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE orders SET undo_until = $1
          WHERE merchant_id = $2 AND id = $3 AND state = 'placed' AND undo_until > $4",
        &[until.into(), Param::id(merchant), Param::id(order), until.into()],
    )?;
    Ok(())
}

/// Like [`note_cancel_wish`], by staff, whose wish no window ends.
///
/// # Errors
/// What the engine refused.
pub fn note_staff_cancel_wish(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    reason: CancelReason,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE orders SET cancel_wish = $1
          WHERE merchant_id = $2 AND id = $3 AND state = 'placed' AND cancel_wish = ''",
        &[reason.as_str().into(), Param::id(merchant), Param::id(order)],
    )?;
    Ok(changed == 1)
}

/// Keeps what staff tells the buyer about the end of an order.
///
/// # Errors
/// What the engine refused.
pub fn set_cancel_note(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    note: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE orders SET cancel_note = $1 WHERE merchant_id = $2 AND id = $3",
        &[note.into(), Param::id(merchant), Param::id(order)],
    )?;
    Ok(())
}
