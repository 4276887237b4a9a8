//! What was counted and what was sold, for figures.

use std::collections::BTreeMap;

use domain::figures::{Counted, SoldLine, day_in, day_start};
use domain::ids::{MerchantId, PostId, ProductId};
use domain::money::{Currency, Money};
use jiff::tz::TimeZone;

use crate::batch::Command;
use crate::{Column, DbError, Param, Read, Sql, Tx};

/// Views of one merchant's product in one post on one day, to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Whose.
    pub merchant: MerchantId,
    /// What was counted.
    pub counted: Counted,
}

/// Adds what was counted since the last time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountSeen(pub Vec<Seen>);

const ADD: Sql = Sql {
    sqlite: "INSERT INTO funnel (merchant_id, day, post_id, product_id, impressions, taps, checkouts)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (merchant_id, day, post_id, product_id)
             DO UPDATE SET impressions = funnel.impressions + excluded.impressions,
                           taps = funnel.taps + excluded.taps,
                           checkouts = funnel.checkouts + excluded.checkouts",
    postgres: "INSERT INTO funnel (merchant_id, day, post_id, product_id, impressions, taps, checkouts)
               SELECT u.a, u.b, u.c, u.d, CAST(sum(u.e) AS BIGINT), CAST(sum(u.f) AS BIGINT),
                      CAST(sum(u.g) AS BIGINT)
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::BIGINT[],
                             $7::BIGINT[]) AS u (a, b, c, d, e, f, g)
                GROUP BY u.a, u.b, u.c, u.d ORDER BY u.a, u.b, u.c, u.d
               ON CONFLICT (merchant_id, day, post_id, product_id)
               DO UPDATE SET impressions = funnel.impressions + excluded.impressions,
                             taps = funnel.taps + excluded.taps,
                             checkouts = funnel.checkouts + excluded.checkouts",
};

impl Command for CountSeen {
    type Output = ();
    const NAME: &'static str = "count_seen";

    fn run(tx: &mut Tx<'_>, batch: &[Self]) -> Result<Vec<()>, DbError> {
        let rows: Vec<[Param<'_>; 7]> = batch
            .iter()
            .flat_map(|command| &command.0)
            .map(|Seen { merchant, counted }| {
                [
                    Param::id(*merchant),
                    counted.day.into(),
                    Param::Int(counted.post.map_or(0, |post| post.0)),
                    Param::id(counted.product),
                    counted.impressions.into(),
                    counted.taps.into(),
                    counted.checkouts.into(),
                ]
            })
            .collect();
        tx.execute_rows(ADD, [Column::Int; 7], &rows)?;
        Ok(vec![(); batch.len()])
    }
}

/// What was counted for a merchant from the day `from` to the day `until`, that one included.
///
/// # Errors
/// What the engine refused.
pub fn counted(
    read: &mut impl Read,
    merchant: MerchantId,
    from: i64,
    until: i64,
) -> Result<Vec<Counted>, DbError> {
    read.rows(
        "SELECT day, post_id, product_id, impressions, taps, checkouts
           FROM funnel WHERE merchant_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day, post_id, product_id",
        &[Param::id(merchant), from.into(), until.into()],
        |row| {
            Ok(Counted {
                day: row.int(0)?,
                post: row.opt_id::<PostId>(1)?.filter(|post| post.0 != 0),
                product: row.id(2)?,
                impressions: row.int(3)?,
                taps: row.int(4)?,
                checkouts: row.int(5)?,
            })
        },
    )
}

/// The lines of the orders confirmed from the day `from` to the day `until`, that one included, by the clock of `zone`;
/// the lines of an order stand together. What was paid and given back is read from the ledger. Orders made with test keys are left out unless `test`.
///
/// # Errors
/// What the engine refused.
pub fn sold(
    read: &mut impl Read,
    merchant: MerchantId,
    from: i64,
    until: i64,
    zone: &TimeZone,
    test: bool,
) -> Result<Vec<SoldLine>, DbError> {
    read.rows(
        "SELECT o.id, o.confirmed_at, l.post_id, l.product_id, l.quantity,
                l.subtotal + CASE WHEN o.tax_included = 1 THEN 0 ELSE l.tax END,
                coalesce((SELECT CAST(sum(g.amount) AS BIGINT) FROM ledger g
                           WHERE g.merchant_id = o.merchant_id AND g.order_id = o.id AND g.kind = 'charge'), 0),
                coalesce((SELECT CAST(sum(CASE WHEN g.kind = 'refund' THEN g.amount ELSE -g.amount END) AS BIGINT)
                            FROM ledger g
                           WHERE g.merchant_id = o.merchant_id AND g.order_id = o.id
                             AND g.kind IN ('refund', 'refund_failed')), 0),
                o.currency, o.delivered_at, o.state
           FROM orders o JOIN order_lines l ON l.merchant_id = o.merchant_id AND l.order_id = o.id
          WHERE o.merchant_id = $1 AND o.confirmed_at >= $2 AND o.confirmed_at < $3 AND o.is_test <= $4
          ORDER BY o.id, l.id",
        &[
            Param::id(merchant),
            day_start(from, zone).into(),
            day_start(until.saturating_add(1), zone).into(),
            test.into(),
        ],
        |row| {
            let currency: Currency = row.word(8, "currency", |word| word.parse().ok())?;
            Ok(SoldLine {
                order: row.id(0)?,
                day: day_in(row.time(1)?, zone),
                post: row.opt_id(2)?,
                product: row.id(3)?,
                quantity: row.int(4)?,
                paid: Money::new(row.int(5)?, currency),
                order_total: Money::new(row.int(6)?, currency),
                order_refunded: Money::new(row.int(7)?, currency),
                delivered: row.opt_time(9)?.is_some(),
                canceled: row.str(10)? == "canceled",
            })
        },
    )
}

const POST_WORDS: Sql = Sql {
    sqlite: "SELECT id, substr(body, 1, 200) FROM posts WHERE id IN (SELECT value FROM json_each($1))",
    postgres: "SELECT id, substr(body, 1, 200) FROM posts WHERE id = ANY($1::BIGINT[])",
};

/// The first words of posts.
///
/// # Errors
/// What the engine refused.
pub fn post_words(read: &mut impl Read, posts: &[PostId]) -> Result<BTreeMap<PostId, String>, DbError> {
    let ids: Vec<i64> = posts.iter().map(|post| post.0).collect();
    let rows = read.rows(POST_WORDS, &[Param::Ints(&ids)], |row| Ok((row.id(0)?, row.text(1)?)))?;
    Ok(rows.into_iter().collect())
}

const PRODUCT_TITLES: Sql = Sql {
    sqlite: "SELECT id, title FROM products
              WHERE merchant_id = $1 AND id IN (SELECT value FROM json_each($2))",
    postgres: "SELECT id, title FROM products WHERE merchant_id = $1 AND id = ANY($2::BIGINT[])",
};

/// The titles of a merchant's products.
///
/// # Errors
/// What the engine refused.
pub fn product_titles(
    read: &mut impl Read,
    merchant: MerchantId,
    products: &[ProductId],
) -> Result<BTreeMap<ProductId, String>, DbError> {
    let ids: Vec<i64> = products.iter().map(|product| product.0).collect();
    let params = [Param::id(merchant), Param::Ints(&ids)];
    let rows = read.rows(PRODUCT_TITLES, &params, |row| Ok((row.id(0)?, row.text(1)?)))?;
    Ok(rows.into_iter().collect())
}
