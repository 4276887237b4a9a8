//! Where tests put their hands in. Production runs without a hook.

/// Called at the places where a crash or a slow database changes the outcome of a race.
pub trait Faults: Send + Sync {
    /// Before each statement of a write. May sleep, to widen every race.
    fn before_statement(&self) {}

    /// After a commit is on disk and before anyone is told. Returning `false` plays a process that died here:
    /// the database answers nothing any more.
    fn after_commit(&self, names: &[&'static str]) -> bool {
        let _ = names;
        true
    }
}
