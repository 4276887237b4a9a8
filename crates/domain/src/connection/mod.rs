//! Shops that stay where they are: how a connection stands, what is on its way there, what is sold of its stock.

mod next;
mod part;
mod send;
mod state;
mod units;

pub use next::{Next, next};
pub use part::{Part, part};
pub use send::{PAUSE_MAX, SEARCHED_MAX, SendKind, SendState, pause};
pub use state::{ConnectionAct, ConnectionState, Pass, Takes, connection_after};
pub use units::sold_here;

use jiff::{SignedDuration, Timestamp};

use crate::catalog::problem::Problem;
use crate::ids::{ConnectionId, MerchantId, OrderId, SendId};
use crate::money::Currency;

/// Shops that one merchant may connect.
pub const CONNECTIONS_MAX: usize = 20;
/// Units that may be kept back of each variant.
pub const MARGIN_MAX: u32 = 1_000;
/// How often a shop is asked what changed, whatever it tells by itself.
pub const SWEEP_EVERY: SignedDuration = SignedDuration::from_mins(10);
/// How often all of a shop is compared with what is known of it.
pub const COMPARE_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// How often a shop is reminded to tell of changes by itself: what it switched off is switched on then.
pub const LISTEN_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// Messages are known by their ids for so long: longer than any platform sends one again.
pub const MESSAGES_KEPT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// A connected shop, without what opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// Whose it is.
    pub merchant: MerchantId,
    /// The word of its platform.
    pub platform: String,
    /// The platform's own id of the shop.
    pub account: String,
    /// Its name there.
    pub name: String,
    /// What it sells in.
    pub currency: Currency,
    /// How it stands.
    pub state: ConnectionState,
    /// What of it is bought here.
    pub takes: Takes,
    /// Units of each variant that are not sold here.
    pub margin: u32,
    /// What is being read of it.
    pub pass: Pass,
    /// Products that this pass has read.
    pub pass_seen: u64,
    /// How many there are in all, where the platform says so.
    pub pass_total: Option<u64>,
    /// When all of it had been read for the first time.
    pub loaded_at: Option<Timestamp>,
    /// When it was last known what had changed.
    pub swept_at: Option<Timestamp>,
    /// When all of it was last compared.
    pub compared_at: Option<Timestamp>,
    /// How many products that comparison found to be another than was known, and mended.
    pub drift: u64,
    /// When it was last reminded to tell of changes by itself; none where it does not.
    pub listening_at: Option<Timestamp>,
    /// When it last did.
    pub heard_at: Option<Timestamp>,
    /// When it will be asked what changed.
    pub next_sweep_at: Timestamp,
    /// When all of it will be compared.
    pub next_compare_at: Timestamp,
    /// Nothing is asked before.
    pub not_before: Timestamp,
    /// How often in a row it could not be reached.
    pub fails: u32,
    /// What was wrong last, in words for the merchant; empty when nothing is.
    pub trouble: String,
    /// Since when.
    pub trouble_at: Option<Timestamp>,
    /// When it was connected.
    pub created_at: Timestamp,
    /// When it was let go of.
    pub closed_at: Option<Timestamp>,
}

/// How a connected shop did within the last day, and what is on its way there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ConnectionHealth {
    /// Questions asked.
    pub asked: i64,
    /// Those that failed.
    pub failed: i64,
    /// Those that it wanted to have later.
    pub busy: i64,
    /// What waits to be sent there.
    pub waiting: i64,
    /// Since when the oldest of that waits.
    pub oldest_waiting: Option<Timestamp>,
    /// What waits for the merchant.
    pub stuck: i64,
    /// Products that are known of it and sold here.
    pub products: i64,
    /// Products that cannot be sold here.
    pub refused: i64,
}

/// Something on its way to a connected shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    /// Its id.
    pub id: SendId,
    /// To which shop.
    pub connection: ConnectionId,
    /// What it is.
    pub kind: SendKind,
    /// Of which order.
    pub order: OrderId,
    /// What people call that.
    pub order_number: String,
    /// How it stands.
    pub state: SendState,
    /// Since when it is to be sent.
    pub since: Timestamp,
    /// When it is tried next.
    pub run_at: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// The number that people there read.
    pub number: String,
    /// What is wrong with it, or what differs there.
    pub remark: String,
}

/// A product of a connected shop that cannot be sold here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsellable {
    /// What the shop calls it.
    pub name: String,
    /// Which part of it is at fault; empty for all of it.
    pub field: String,
    /// What stands there.
    pub value: String,
    /// Why.
    pub reason: Problem,
    /// Since when.
    pub refused_at: Timestamp,
}
