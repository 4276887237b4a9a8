//! Units that were sold here and that a shop does not know of yet.

use domain::ids::ConnectionId;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Sql};

/// Units of one variant, by what the shop calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What the shop calls the product.
    pub product: String,
    /// What the shop calls the variant.
    pub variant: String,
    /// How many.
    pub units: i64,
}

/// Units of these products in orders that are not in the shop yet, or came there since `asked_at`: an answer to a question of
/// that time does not count them.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn unknown_there(
    read: &mut impl Read,
    connection: ConnectionId,
    asked_at: Timestamp,
    products: &[&str],
) -> Result<Vec<Unknown>, DbError> {
    const UNKNOWN: Sql = Sql {
        sqlite: "SELECT p.external_id, v.external_id, CAST(sum(l.quantity - l.restocked) AS BIGINT)
                   FROM connection_sends s
                   JOIN order_lines l ON l.merchant_id = s.merchant_id AND l.order_id = s.order_id
                   JOIN products p ON p.merchant_id = l.merchant_id AND p.id = l.product_id
                   JOIN variants v ON v.merchant_id = l.merchant_id AND v.id = l.variant_id
                  WHERE s.connection_id = $1 AND s.kind = 'order' AND p.connection_id = $1
                    AND s.state IN ('waiting', 'asked', 'stuck')
                    AND p.external_id IN (SELECT value FROM json_each($2))
                  GROUP BY p.external_id, v.external_id",
        postgres: "SELECT p.external_id, v.external_id, CAST(sum(l.quantity - l.restocked) AS BIGINT)
                     FROM connection_sends s
                     JOIN order_lines l ON l.merchant_id = s.merchant_id AND l.order_id = s.order_id
                     JOIN products p ON p.merchant_id = l.merchant_id AND p.id = l.product_id
                     JOIN variants v ON v.merchant_id = l.merchant_id AND v.id = l.variant_id
                    WHERE s.connection_id = $1 AND s.kind = 'order' AND p.connection_id = $1
                      AND s.state IN ('waiting', 'asked', 'stuck')
                      AND p.external_id IN (SELECT jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS JSONB)))
                    GROUP BY p.external_id, v.external_id",
    };
    const CAME: Sql = Sql {
        sqlite: "SELECT p.external_id, v.external_id, CAST(sum(l.quantity - l.restocked) AS BIGINT)
                   FROM connection_sends s
                   JOIN order_lines l ON l.merchant_id = s.merchant_id AND l.order_id = s.order_id
                   JOIN products p ON p.merchant_id = l.merchant_id AND p.id = l.product_id
                   JOIN variants v ON v.merchant_id = l.merchant_id AND v.id = l.variant_id
                  WHERE s.connection_id = $1 AND s.done_at >= $2 AND s.kind = 'order' AND p.connection_id = $1
                    AND p.external_id IN (SELECT value FROM json_each($3))
                  GROUP BY p.external_id, v.external_id",
        postgres: "SELECT p.external_id, v.external_id, CAST(sum(l.quantity - l.restocked) AS BIGINT)
                     FROM connection_sends s
                     JOIN order_lines l ON l.merchant_id = s.merchant_id AND l.order_id = s.order_id
                     JOIN products p ON p.merchant_id = l.merchant_id AND p.id = l.product_id
                     JOIN variants v ON v.merchant_id = l.merchant_id AND v.id = l.variant_id
                    WHERE s.connection_id = $1 AND s.done_at >= $2 AND s.kind = 'order' AND p.connection_id = $1
                      AND p.external_id IN (SELECT jsonb_array_elements_text(CAST(CAST($3 AS TEXT) AS JSONB)))
                    GROUP BY p.external_id, v.external_id",
    };
    let names = serde_json::to_string(products).expect("a list of texts is JSON");
    let to_unknown = |row: &crate::Row<'_>| {
        Ok(Unknown { product: row.text(0)?, variant: row.text(1)?, units: row.int(2)? })
    };
    let mut unknown = read.rows(UNKNOWN, &[Param::id(connection), (&names).into()], to_unknown)?;
    let params = [Param::id(connection), asked_at.into(), (&names).into()];
    unknown.extend(read.rows(CAME, &params, to_unknown)?);
    Ok(unknown)
}
