//! Death between two steps: the database lets so many commits through and then plays dead.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use store::Faults;

/// Lets so many commits through, then plays dead.
pub struct DieAfter {
    commits: AtomicU32,
}

impl DieAfter {
    /// Dead after the commit with this number, counted from one.
    #[must_use]
    pub fn commits(count: u32) -> Arc<Self> {
        Arc::new(Self { commits: AtomicU32::new(count) })
    }
}

impl Faults for DieAfter {
    fn after_commit(&self, _: &[&'static str]) -> bool {
        self.commits
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
            .is_ok_and(|before| before > 1)
    }
}
