//! What a shop did, written down here once, in one transaction with what follows from it.

use domain::ids::{ConnectionId, MerchantId, OrderId};
use jiff::Timestamp;
use store::connections::{self, SeenKind};
use store::{DbError, Tx};

/// A parcel or a refund of a shop, by its id there.
#[derive(Debug, Clone)]
pub(crate) struct Theirs {
    /// Which shop.
    pub(crate) connection: ConnectionId,
    /// Whose it is.
    pub(crate) merchant: MerchantId,
    /// Of which order.
    pub(crate) order: OrderId,
    /// What it is.
    pub(crate) kind: SeenKind,
    /// What the shop calls it.
    pub(crate) their_id: String,
}

impl Theirs {
    /// Notes that it is `ours` here. `false`: it was written down before.
    pub(crate) fn note(&self, tx: &mut Tx<'_>, ours: i64, now: Timestamp) -> Result<bool, DbError> {
        let named = (self.connection, self.kind, self.their_id.as_str());
        connections::see(tx, named, (self.merchant, self.order, ours), now)
    }
}
