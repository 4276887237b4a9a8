//! What is still open: it is honoured to its end, and nothing is erased before.

use domain::ids::{MerchantId, NonprofitId};

use super::Whose;
use crate::{DbError, Param, Read};

/// What is open of orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenOrders {
    /// Being paid, or in their undo window.
    pub undoable: i64,
    /// Confirmed, and not shipped in full.
    pub to_ship: i64,
    /// Money on its way back.
    pub refunds: i64,
    /// Wishes to cancel, return or withdraw that are not settled.
    pub requests: i64,
    /// Banks that ask.
    pub disputes: i64,
}

/// What is open of gifts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenGifts {
    /// Being paid.
    pub paying: i64,
    /// Money on its way back.
    pub refunds: i64,
    /// Banks that ask.
    pub disputes: i64,
    /// Gifts that come again, until they are ended.
    pub pledges: i64,
}

macro_rules! orders {
    ($whose:literal) => {
        concat!(
            "SELECT (SELECT count(*) FROM orders WHERE ",
            $whose,
            "state IN ('pending', 'placed')),
                    (SELECT count(*) FROM orders WHERE ",
            $whose,
            "state = 'confirmed' AND fulfilled_at IS NULL AND refunded < total),
                    (SELECT count(*) FROM refunds WHERE ",
            $whose,
            "state = 'started'),
                    (SELECT count(*) FROM buyer_requests WHERE ",
            $whose,
            "state IN ('waiting', 'accepted')),
                    (SELECT count(*) FROM disputes WHERE ",
            $whose,
            "state IN ('waiting', 'under_review'))"
        )
    };
}

macro_rules! gifts {
    ($whose:literal) => {
        concat!(
            "SELECT (SELECT count(*) FROM donations WHERE ",
            $whose,
            "state = 'paying'),
                    (SELECT count(*) FROM donation_refunds WHERE ",
            $whose,
            "state = 'started'),
                    (SELECT count(*) FROM donation_disputes WHERE ",
            $whose,
            "state IN ('waiting', 'under_review')),
                    (SELECT count(*) FROM pledges WHERE ",
            $whose,
            "state IN ('active', 'needs_authentication', 'at_risk', 'paused'))"
        )
    };
}

/// Counts what is open of orders.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn open_orders(read: &mut impl Read, whose: Whose<MerchantId>) -> Result<OpenOrders, DbError> {
    let counted = match whose {
        Whose::Nobody => None,
        Whose::All => read.first(orders!(""), &[], columns::<5>)?,
        Whose::One(merchant) => {
            read.first(orders!("merchant_id = $1 AND "), &[Param::id(merchant)], columns)?
        }
    };
    let [undoable, to_ship, refunds, requests, disputes] = counted.unwrap_or_default();
    Ok(OpenOrders { undoable, to_ship, refunds, requests, disputes })
}

/// Counts what is open of gifts.
pub fn open_gifts(read: &mut impl Read, whose: Whose<NonprofitId>) -> Result<OpenGifts, DbError> {
    let counted = match whose {
        Whose::Nobody => None,
        Whose::All => read.first(gifts!(""), &[], columns::<4>)?,
        Whose::One(nonprofit) => {
            read.first(gifts!("merchant_id = $1 AND "), &[Param::id(nonprofit)], columns)?
        }
    };
    let [paying, refunds, disputes, pledges] = counted.unwrap_or_default();
    Ok(OpenGifts { paying, refunds, disputes, pledges })
}

fn columns<const N: usize>(row: &crate::Row<'_>) -> Result<[i64; N], DbError> {
    let mut counted = [0; N];
    for (column, count) in counted.iter_mut().enumerate() {
        *count = row.int(column)?;
    }
    Ok(counted)
}

/// An order at `merchant` was paid: before somebody vouches for a shop, by one of its own people.
pub fn has_paid_order(read: &mut impl Read, merchant: MerchantId) -> Result<bool, DbError> {
    let order = read.first(
        "SELECT id FROM orders WHERE merchant_id = $1 AND confirmed_at IS NOT NULL LIMIT 1",
        &[Param::id(merchant)],
        |row| row.int(0),
    )?;
    Ok(order.is_some())
}
