//! Who bought from a merchant.

use domain::ids::{MerchantId, OrderId};
use domain::money::{Currency, Money};
use domain::view::orders::Customer;

use crate::{DbError, Param, Read};

/// The customers of a merchant, those with the newest orders first: whose newest order is older than `before`, at
/// most `count`. What they spent is summed in `currency`.
///
/// # Errors
/// What the engine refused.
pub fn list(
    read: &mut impl Read,
    merchant: MerchantId,
    currency: Currency,
    only_opted_in: bool,
    before: OrderId,
    count: u32,
) -> Result<Vec<Customer>, DbError> {
    read.rows(
        "SELECT c.email, o.buyer_name, c.orders, c.spent, o.marketing_opt_in, c.since, c.newest
           FROM (SELECT email, count(*) AS orders, max(id) AS newest, min(confirmed_at) AS since,
                        CAST(coalesce(sum(total - refunded) FILTER (WHERE currency = $1 AND state = 'confirmed'), 0)
                             AS BIGINT) AS spent
                   FROM orders WHERE merchant_id = $2 AND confirmed_at IS NOT NULL AND email <> ''
                  GROUP BY email) c
           JOIN orders o ON o.merchant_id = $2 AND o.id = c.newest
          WHERE c.newest < $3 AND (o.marketing_opt_in = 1 OR $4 = 0)
          ORDER BY c.newest DESC LIMIT $5",
        &[
            currency.code().into(),
            Param::id(merchant),
            Param::id(before),
            only_opted_in.into(),
            count.into(),
        ],
        |row| {
            Ok(Customer {
                email: row.text(0)?,
                name: row.text(1)?,
                orders: row.int(2)?,
                spent: Money::new(row.int(3)?, currency),
                opted_in: row.flag(4)?,
                since: row.time(5)?,
                last_order: row.id(6)?,
            })
        },
    )
}
