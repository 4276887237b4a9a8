//! What this process remembers of the database: sessions, relations, tails of posts, cards. Nothing here is durable;
//! everything is filled from SQL on first use and kept in step by the change feed.

mod kept;

pub use kept::{Kept, Mark};

use std::sync::Arc;

use domain::ids::MerchantId;
use domain::merchant::Pricing;
use domain::view::people::SignedIn;
use store::changes::{Change, ChangeKind};

use crate::feed::Feed;

/// Sessions kept in memory; beyond it the least used are read again.
const SESSIONS_KEPT_MAX: u64 = 50_000;

/// Merchants whose price rules are kept in memory.
const PRICINGS_KEPT_MAX: u64 = 10_000;

/// The memory of one process. One per [`Ctx`](crate::Ctx).
pub struct Memory {
    /// What was committed, as it arrives.
    pub feed: Feed,
    /// Who is behind a session, by the hash of its token.
    pub sessions: Kept<[u8; 32], Arc<SignedIn>>,
    /// What goes into a merchant's prices; compared by version before it is used.
    pub pricings: Kept<MerchantId, Arc<Pricing>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            feed: Feed::default(),
            sessions: Kept::new(SESSIONS_KEPT_MAX),
            pricings: Kept::new(PRICINGS_KEPT_MAX),
        }
    }
}

impl Memory {
    /// Forgets what `change` made old.
    pub(crate) fn apply(&self, change: &Change) {
        let Change { kind, subject, owner, .. } = *change;
        match kind {
            ChangeKind::Session => {
                self.sessions.forget_where(|_, known| {
                    if subject == 0 { known.account.0 == owner } else { known.session.0 == subject }
                });
            }
            ChangeKind::Account => self.sessions.forget_where(|_, known| known.account.0 == subject),
            ChangeKind::Merchant => {
                self.sessions.forget_where(|_, known| {
                    known.staff_of.iter().any(|(merchant, _)| merchant.0 == subject)
                });
                self.pricings.forget(&MerchantId(subject));
            }
            ChangeKind::Post
            | ChangeKind::Like
            | ChangeKind::Follow
            | ChangeKind::Block
            | ChangeKind::Offer
            | ChangeKind::Product
            | ChangeKind::Stock
            | ChangeKind::KillSwitch
            | ChangeKind::Setting
            | ChangeKind::Order => {}
        }
    }

    /// Forgets everything: changes may have been missed.
    pub(crate) fn forget_all(&self) {
        self.sessions.forget_all();
        self.pricings.forget_all();
    }
}

/// Forgets what `changes` made old and learns what they brought.
///
/// # Errors
/// [`DbError`] when what is new cannot be read; the changes must be applied again then.
pub(crate) async fn apply_all(ctx: &crate::Ctx, changes: &[Change]) -> Result<(), store::DbError> {
    let memory = ctx.memory();
    for change in changes {
        memory.apply(change);
    }
    Ok(())
}
