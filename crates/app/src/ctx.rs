//! What every use case is handed: database, clock, ids, randomness, ports.

use std::sync::Arc;

use domain::ids::{Id, IdMaker};
use jiff::Timestamp;
use parking_lot::Mutex;
use store::Db;

use crate::memory::Memory;
use crate::ports::Ports;

/// Tells the time. Nobody reads the clock directly, so that tests can move it.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}

/// The operating system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Gives random bytes: tokens, codes, jitter.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's randomness.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// Makes ids, one after the other, for this process.
pub struct Ids {
    maker: Mutex<IdMaker>,
}

impl Ids {
    /// Ids of `maker`.
    #[must_use]
    pub fn new(maker: IdMaker) -> Self {
        Self { maker: Mutex::new(maker) }
    }
}

/// What a [`Ctx`] is made of.
pub struct CtxParts {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The id maker of this node.
    pub ids: Ids,
    /// The peers.
    pub ports: Ports,
}

/// The context of a use case. Cheap to clone.
#[derive(Clone)]
pub struct Ctx {
    parts: Arc<CtxParts>,
    memory: Arc<Memory>,
}

impl Ctx {
    /// A context of these parts.
    #[must_use]
    pub fn new(parts: CtxParts) -> Self {
        Self { parts: Arc::new(parts), memory: Arc::default() }
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.parts.db
    }

    /// The peers.
    #[must_use]
    pub fn ports(&self) -> &Ports {
        &self.parts.ports
    }

    /// What this process remembers of the database.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Now, in UTC.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// A new id.
    #[must_use]
    pub fn id<T: Id>(&self) -> T {
        T::from_raw(self.parts.ids.maker.lock().next(self.now().as_millisecond()))
    }

    /// `N` random bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.parts.random.fill(&mut bytes);
        bytes
    }
}
