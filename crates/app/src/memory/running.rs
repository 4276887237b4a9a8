//! Requests that run in this process under a key of the caller's.

use std::collections::HashSet;
use std::sync::Arc;

use parking_lot::Mutex;

/// The keys of running requests. A repeat that comes while the first still runs is told so at once.
#[derive(Debug, Clone, Default)]
pub struct Running(Arc<Mutex<HashSet<Name>>>);

/// Scope and key.
type Name = (String, String);

/// A running request; dropped, its key is free.
#[derive(Debug)]
pub struct Run {
    all: Running,
    name: Name,
}

impl Running {
    /// Marks `key` of `scope` as running; `None` when it is already.
    #[must_use]
    pub fn begin(&self, scope: &str, key: &str) -> Option<Run> {
        let name = (scope.to_owned(), key.to_owned());
        self.0.lock().insert(name.clone()).then(|| Run { all: self.clone(), name })
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.all.0.lock().remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_runs_once_at_a_time() {
        let running = Running::default();
        let run = running.begin("a", "1").unwrap();
        assert!(running.begin("a", "1").is_none());
        assert!(running.begin("b", "1").is_some());
        drop(run);
        assert!(running.begin("a", "1").is_some());
    }
}
