//! Where tests put their hands in. Production runs without a hook.

use std::time::Duration;

/// Called at the places where a crash or a slow database changes the outcome of a race.
pub trait Faults: Send + Sync {
    /// Before each statement of a write. May sleep, to widen every race.
    fn before_statement(&self) {}

    /// How long a caller is kept waiting before it reads, and before what it wrote is run. With an inline executor this
    /// is where others get their turn, and what they hand over meanwhile shares a commit.
    fn pause(&self) -> Duration {
        Duration::ZERO
    }

    /// After a commit is on disk and before anyone is told. Returning `false` plays a process that died here:
    /// the database answers nothing any more.
    fn after_commit(&self, names: &[&'static str]) -> bool {
        let _ = names;
        true
    }
}
