//! Whom a reader follows, and whom they must not see.

use std::collections::HashSet;

use domain::ids::AccountId;
use store::people;

/// A reader's relations, ready to ask.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// Whom they follow and are not kept from, ascending, themselves included.
    pub reads: Vec<AccountId>,
    /// Whom they follow.
    pub follows: HashSet<AccountId>,
    /// Whom they blocked.
    pub blocks: HashSet<AccountId>,
    /// Who blocked them.
    pub blocked_by: HashSet<AccountId>,
    /// Whom they muted.
    pub mutes: HashSet<AccountId>,
}

impl Relations {
    /// The relations of `account` as they were read.
    #[must_use]
    pub fn of(account: AccountId, read: people::Relations) -> Self {
        let mut relations = Self {
            reads: Vec::new(),
            follows: read.follows.into_iter().collect(),
            blocks: read.blocks.into_iter().collect(),
            blocked_by: read.blocked_by.into_iter().collect(),
            mutes: read.mutes.into_iter().collect(),
        };
        let mut reads: Vec<AccountId> =
            relations.follows.iter().copied().filter(|other| !relations.hides(*other)).collect();
        reads.push(account);
        reads.sort_unstable();
        reads.dedup();
        relations.reads = reads;
        relations
    }

    /// A block stands between the reader and `other`, whoever set it.
    #[must_use]
    pub fn is_blocked(&self, other: AccountId) -> bool {
        self.blocks.contains(&other) || self.blocked_by.contains(&other)
    }

    /// The reader does not see what `other` writes: blocked, blocked by them, or muted.
    #[must_use]
    pub fn hides(&self, other: AccountId) -> bool {
        self.is_blocked(other) || self.mutes.contains(&other)
    }
}
