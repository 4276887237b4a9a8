//! Which products are a shop's.

use domain::ids::{ConnectionId, ImportId, MerchantId, OrderId, ProductId};
use domain::money::Money;

use crate::{DbError, Param, Read, Sql};

/// Connections that are not closed and that sell a line of an order, each once.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn of_order_lines(
    read: &mut impl Read,
    merchant: MerchantId,
    order: OrderId,
) -> Result<Vec<ConnectionId>, DbError> {
    read.rows(
        "SELECT DISTINCT c.id
           FROM order_lines l
           JOIN products p ON p.merchant_id = l.merchant_id AND p.id = l.product_id
           JOIN connections c ON c.id = p.connection_id
          WHERE l.merchant_id = $1 AND l.order_id = $2 AND c.state <> 'closed'
          ORDER BY c.id",
        &[Param::id(merchant), Param::id(order)],
        |row| row.id(0),
    )
}

/// Products of a connection that are on sale: all, and those that `run` met.
pub fn on_sale(read: &mut impl Read, id: ConnectionId, run: ImportId) -> Result<(u64, u64), DbError> {
    read.one(
        "products of a connection",
        "SELECT count(*), CAST(coalesce(sum(CASE WHEN import_id = $1 THEN 1 ELSE 0 END), 0) AS BIGINT)
           FROM products WHERE connection_id = $2 AND status = 'active'",
        &[Param::id(run), Param::id(id)],
        |row| Ok((u64::from(row.count(0)?), u64::from(row.count(1)?))),
    )
}

/// What a shop calls these variants of its own that are known, and their products.
pub fn products_of_variants(
    read: &mut impl Read,
    merchant: MerchantId,
    id: ConnectionId,
    variants: &[&str],
) -> Result<Vec<(String, String)>, DbError> {
    const PRODUCTS: Sql = Sql {
        sqlite: "SELECT v.external_id, p.external_id
                   FROM variants v JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
                  WHERE v.merchant_id = $1 AND v.external_id IN (SELECT value FROM json_each($2))
                    AND p.connection_id = $3",
        postgres: "SELECT v.external_id, p.external_id
                     FROM variants v JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
                    WHERE v.merchant_id = $1
                      AND v.external_id IN (SELECT jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS JSONB)))
                      AND p.connection_id = $3",
    };
    let names = serde_json::to_string(variants).expect("a list of texts is JSON");
    read.rows(PRODUCTS, &[Param::id(merchant), (&names).into(), Param::id(id)], |row| {
        Ok((row.text(0)?, row.text(1)?))
    })
}

/// Which of these products belong to a connection.
pub fn owned(
    read: &mut impl Read,
    merchant: MerchantId,
    id: ConnectionId,
    products: &[ProductId],
) -> Result<Vec<ProductId>, DbError> {
    const OWNED: Sql = Sql {
        sqlite: "SELECT id FROM products
                  WHERE merchant_id = $1 AND id IN (SELECT value FROM json_each($2)) AND connection_id = $3",
        postgres: "SELECT id FROM products WHERE merchant_id = $1 AND id = ANY($2::BIGINT[]) AND connection_id = $3",
    };
    let ids: Vec<i64> = products.iter().map(|product| product.0).collect();
    read.rows(OWNED, &[Param::id(merchant), Param::Ints(&ids), Param::id(id)], |row| row.id(0))
}

/// Something of a shop that can be ordered to try it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// What the shop calls the product.
    pub product: String,
    /// What the shop calls the variant.
    pub variant: String,
    /// The stock-keeping unit.
    pub sku: String,
    /// What it is called.
    pub title: String,
    /// What it costs.
    pub price: Money,
    /// It travels.
    pub requires_shipping: bool,
}

/// Something of a shop that is on sale and in stock; none where nothing is.
pub fn sample(
    read: &mut impl Read,
    merchant: MerchantId,
    id: ConnectionId,
) -> Result<Option<Sample>, DbError> {
    read.first(
        "SELECT p.external_id, v.external_id, v.sku, p.title, v.price, v.currency, v.requires_shipping
           FROM products p
           JOIN variants v ON v.merchant_id = p.merchant_id AND v.product_id = p.id
          WHERE p.connection_id = $1 AND p.merchant_id = $2 AND p.status = 'active' AND v.status = 'active'
            AND (v.tracked = 0 OR v.on_hand > v.reserved)
          LIMIT 1",
        &[Param::id(id), Param::id(merchant)],
        |row| {
            let currency = row.word(5, "currency", |code| code.parse().ok())?;
            Ok(Sample {
                product: row.text(0)?,
                variant: row.text(1)?,
                sku: row.text(2)?,
                title: row.text(3)?,
                price: Money::new(row.int(4)?, currency),
                requires_shipping: row.flag(6)?,
            })
        },
    )
}
