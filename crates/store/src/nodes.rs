//! Node numbers: each process that makes ids leases one, so that no two ids are the same.
//!
//! Three things keep twins away when clocks step back or processes are killed: a lease is one process's alone
//! while it lasts, a new lease takes the number that has rested longest, and it goes on above every id stored.

use domain::ids::NODE_BITS;
use jiff::Timestamp;

use crate::{DbError, Read, Tx};

/// How many nodes may share a database.
const NODES_MAX: i64 = 1 << NODE_BITS;

/// A leased node number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeLease {
    /// The number.
    pub node: u16,
    /// The highest id stored when it was leased: the node's ids begin above it.
    pub floor: i64,
    /// When it must have been renewed. Also the lease's mark: who renews must name it.
    pub until: Timestamp,
}

/// Leases a free node number until `until`; `None` when all of them are taken.
///
/// # Errors
/// What the engine refused.
pub fn lease(tx: &mut Tx<'_>, now: Timestamp, until: Timestamp) -> Result<Option<NodeLease>, DbError> {
    let known = tx.rows("SELECT number, leased_until FROM nodes ORDER BY leased_until", &[], |row| {
        Ok((row.int(0)?, row.time(1)?))
    })?;
    let unused = (0..NODES_MAX).filter(|number| known.iter().all(|(taken, _)| taken != number));
    let rested = known.iter().filter(|(_, until)| *until < now).map(|(number, _)| *number);
    for number in unused.chain(rested) {
        // Another process may have taken it since we looked.
        let got = tx.first(
            "INSERT INTO nodes (number, leased_until) VALUES ($1, $2)
             ON CONFLICT (number) DO UPDATE SET leased_until = excluded.leased_until
              WHERE nodes.leased_until < $3
             RETURNING number",
            &[number.into(), until.into(), now.into()],
            |row| row.int(0),
        )?;
        if got.is_some() {
            let node = u16::try_from(number).expect("node numbers are below 1,024");
            return Ok(Some(NodeLease { node, floor: highest_id(tx)?, until }));
        }
    }
    Ok(None)
}

/// Renews `lease` until `until`. `None`: it ran out and somebody else has it, so no more ids may be made.
///
/// # Errors
/// What the engine refused.
pub fn renew(tx: &mut Tx<'_>, lease: NodeLease, until: Timestamp) -> Result<Option<NodeLease>, DbError> {
    let changed = tx.execute(
        "UPDATE nodes SET leased_until = $1 WHERE number = $2 AND leased_until = $3",
        &[until.into(), i64::from(lease.node).into(), lease.until.into()],
    )?;
    Ok((changed == 1).then_some(NodeLease { until, ..lease }))
}

/// Gives `lease` back. The row stays: it tells how long the number has rested.
///
/// # Errors
/// What the engine refused.
pub fn release(tx: &mut Tx<'_>, lease: NodeLease, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE nodes SET leased_until = $1 WHERE number = $2 AND leased_until = $3",
        &[
            (now - jiff::SignedDuration::from_micros(1)).into(),
            i64::from(lease.node).into(),
            lease.until.into(),
        ],
    )?;
    Ok(())
}

/// How many processes hold a lease at `now`.
///
/// # Errors
/// What the engine refused.
pub fn at_work(read: &mut impl Read, now: Timestamp) -> Result<i64, DbError> {
    read.one("leases", "SELECT count(*) FROM nodes WHERE leased_until >= $1", &[now.into()], |row| row.int(0))
}

/// Every table whose ids are made here, in one question; each part is one look at the end of an index.
const HIGHEST_ID: &str = "SELECT coalesce(max(id), 0) FROM (
    SELECT max(id) AS id FROM images
    UNION ALL SELECT max(id) FROM accounts
    UNION ALL SELECT max(id) FROM sessions
    UNION ALL SELECT max(id) FROM codes
    UNION ALL SELECT max(id) FROM posts
    UNION ALL SELECT max(id) FROM post_reports
    UNION ALL SELECT max(id) FROM merchants
    UNION ALL SELECT max(id) FROM staff_invitations
    UNION ALL SELECT max(id) FROM api_keys
    UNION ALL SELECT max(id) FROM products
    UNION ALL SELECT max(id) FROM variants
    UNION ALL SELECT max(id) FROM offers
    UNION ALL SELECT max(id) FROM shipping_zones
    UNION ALL SELECT max(id) FROM shipping_rates
    UNION ALL SELECT max(id) FROM imports
    UNION ALL SELECT max(id) FROM carts
    UNION ALL SELECT max(id) FROM purchases
    UNION ALL SELECT max(id) FROM checkouts
    UNION ALL SELECT max(id) FROM orders
    UNION ALL SELECT max(id) FROM order_lines
    UNION ALL SELECT max(id) FROM payments
    UNION ALL SELECT max(id) FROM refunds
    UNION ALL SELECT max(id) FROM disputes
    UNION ALL SELECT max(id) FROM payouts
    UNION ALL SELECT max(id) FROM payout_others
    UNION ALL SELECT max(id) FROM nonprofit_notes
    UNION ALL SELECT max(id) FROM nonprofit_invitations
    UNION ALL SELECT max(id) FROM campaigns
    UNION ALL SELECT max(id) FROM matches
    UNION ALL SELECT max(id) FROM donations
    UNION ALL SELECT max(id) FROM pledges
    UNION ALL SELECT max(id) FROM donation_payments
    UNION ALL SELECT max(id) FROM donation_refunds
    UNION ALL SELECT max(id) FROM donation_disputes
    UNION ALL SELECT max(id) FROM fulfillments
    UNION ALL SELECT max(id) FROM buyer_requests
    UNION ALL SELECT max(id) FROM addresses
    UNION ALL SELECT max(id) FROM payment_methods
    UNION ALL SELECT max(id) FROM jobs
    UNION ALL SELECT max(id) FROM mails
    UNION ALL SELECT max(id) FROM staff_actions
    UNION ALL SELECT max(id) FROM sunset_plans
    UNION ALL SELECT max(id) FROM archives
    UNION ALL SELECT max(id) FROM erasures
    UNION ALL SELECT max(id) FROM history
    UNION ALL SELECT max(id) FROM webhooks
    UNION ALL SELECT max(id) FROM webhook_deliveries
    UNION ALL SELECT max(id) FROM connections
    UNION ALL SELECT max(id) FROM connection_sends
) highest";

/// The highest id that any table holds.
///
/// # Errors
/// What the engine refused.
pub fn highest_id(read: &mut impl Read) -> Result<i64, DbError> {
    read.one("highest id", HIGHEST_ID, &[], |row| row.int(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::Table;

    #[test]
    fn no_table_with_ids_is_forgotten() {
        for table in Table::all() {
            let has_ids = table.columns.iter().any(|column| column.name == "id");
            let asked = HIGHEST_ID.contains(&format!(" FROM {}\n", table.name));
            assert_eq!(asked, has_ids, "{}", table.name);
        }
    }
}
