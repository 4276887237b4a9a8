//! What every use case is handed: database, clock, ids, randomness, ports.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use domain::donation::asked::AskedTable;
use domain::ids::{Id, IdMaker};
use domain::nonprofit::standing::GOOD_DAYS_DEFAULT;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use parking_lot::{Mutex, RwLock};
use sha2::Sha256;
use store::Db;

use crate::asked;
use crate::limits::{Act, Rates, TooMany};
use crate::memory::Memory;
use crate::ports::Ports;
use crate::quota::SHOP_FILES_BYTES_MAX;
use crate::sealer::Sealer;

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
    /// The server's key: what its links and cookies are signed with. Kept beside the database, never in it.
    pub secret: [u8; 32],
    /// Scheme and host of this server without a slash at the end, for links in mails.
    pub base_url: String,
    /// What an operator sets.
    pub tuning: Tuning,
}

/// What an operator sets, and may change while the server runs.
#[derive(Debug)]
pub struct Tuning {
    undo_window_ms: AtomicI64,
    checkout_ttl_ms: AtomicI64,
    fee_basis_points: AtomicU32,
    rates: Rates,
    shop_files_bytes_max: Option<u64>,
    sweep_period: SignedDuration,
    good_standing_days: AtomicU32,
    asked: RwLock<Arc<AskedTable>>,
}

impl Tuning {
    /// How long a buyer may undo, and how long a checkout waits to be paid.
    #[must_use]
    pub fn new(undo_window: SignedDuration, checkout_ttl: SignedDuration) -> Self {
        let tuning = Self {
            undo_window_ms: AtomicI64::new(0),
            checkout_ttl_ms: AtomicI64::new(0),
            fee_basis_points: AtomicU32::new(0),
            rates: Rates::default(),
            shop_files_bytes_max: Some(SHOP_FILES_BYTES_MAX),
            sweep_period: SWEEP_PERIOD_DEFAULT,
            good_standing_days: AtomicU32::new(GOOD_DAYS_DEFAULT),
            asked: RwLock::new(asked::built_in()),
        };
        tuning.set_undo_window(undo_window);
        tuning.set_checkout_ttl(checkout_ttl);
        tuning
    }

    /// With other limits for what one place may do. They stay while the server runs.
    #[must_use]
    pub fn with_rates(self, rates: Rates) -> Self {
        Self { rates, ..self }
    }

    /// With another limit for what the files of one shop take; none for no limit. It stays while the server runs.
    #[must_use]
    pub fn with_shop_files_bytes_max(self, limit: Option<u64>) -> Self {
        Self { shop_files_bytes_max: limit, ..self }
    }

    /// With another time between two looks through the payment provider's lists; zero for none.
    #[must_use]
    pub fn with_sweep_period(self, period: SignedDuration) -> Self {
        Self { sweep_period: period, ..self }
    }

    /// From now on a look into a nonprofit's register is good for so many days; zero: for ever.
    pub fn set_good_standing_days(&self, days: u32) {
        self.good_standing_days.store(days, Ordering::Relaxed);
    }

    /// From now on donors are asked what stands in this table.
    pub fn set_asked(&self, asked: Arc<AskedTable>) {
        *self.asked.write() = asked;
    }

    /// Bytes that the files of one shop may take; none for no limit.
    #[must_use]
    pub fn shop_files_bytes_max(&self) -> Option<u64> {
        self.shop_files_bytes_max
    }

    /// What the operator keeps of a sale on a merchant's own account, in hundredths of a percent.
    #[must_use]
    pub fn fee_basis_points(&self) -> u32 {
        self.fee_basis_points.load(Ordering::Relaxed)
    }

    /// From now on the operator keeps so much.
    pub fn set_fee_basis_points(&self, basis_points: u32) {
        self.fee_basis_points.store(basis_points, Ordering::Relaxed);
    }

    /// From now on buyers may undo for so long.
    pub fn set_undo_window(&self, window: SignedDuration) {
        self.undo_window_ms.store(millis(window), Ordering::Relaxed);
    }

    /// From now on checkouts wait for so long.
    pub fn set_checkout_ttl(&self, ttl: SignedDuration) {
        self.checkout_ttl_ms.store(millis(ttl), Ordering::Relaxed);
    }
}

impl Default for Tuning {
    fn default() -> Self {
        Self::new(UNDO_WINDOW_DEFAULT, CHECKOUT_TTL_DEFAULT)
    }
}

/// Long enough to notice a mistake, short enough not to hold up a parcel.
pub const UNDO_WINDOW_DEFAULT: SignedDuration = SignedDuration::from_mins(2);
/// Long enough to find the card and to talk to the bank.
pub const CHECKOUT_TTL_DEFAULT: SignedDuration = SignedDuration::from_mins(15);

/// An orphan is found within one period; a list of the last quarter of an hour is one request or two.
pub const SWEEP_PERIOD_DEFAULT: SignedDuration = SignedDuration::from_mins(15);

fn millis(span: SignedDuration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX).max(0)
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

    /// Each merchant is paid on an account of its own, and one without cannot be paid.
    #[must_use]
    pub fn needs_payees(&self) -> bool {
        self.parts.ports.payees.is_some()
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

    /// Scheme and host of this server, for links in mails.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.parts.base_url
    }

    /// How long a buyer may undo an order.
    #[must_use]
    pub fn undo_window(&self) -> SignedDuration {
        SignedDuration::from_millis(self.parts.tuning.undo_window_ms.load(Ordering::Relaxed))
    }

    /// Between two looks through the payment provider's lists; zero for none.
    #[must_use]
    pub fn sweep_period(&self) -> SignedDuration {
        self.parts.tuning.sweep_period
    }

    /// Days that a look into a nonprofit's register is good for; zero: for ever.
    #[must_use]
    pub fn good_standing_days(&self) -> u32 {
        self.parts.tuning.good_standing_days.load(Ordering::Relaxed)
    }

    /// What donors are asked by the law of a nonprofit's country.
    #[must_use]
    pub fn asked(&self) -> Arc<AskedTable> {
        Arc::clone(&self.parts.tuning.asked.read())
    }

    /// How long a checkout waits to be paid.
    #[must_use]
    pub fn checkout_ttl(&self) -> SignedDuration {
        SignedDuration::from_millis(self.parts.tuning.checkout_ttl_ms.load(Ordering::Relaxed))
    }

    /// One more `act` by whoever is at `ip`.
    ///
    /// # Errors
    /// [`TooMany`] when that place did it too often lately.
    pub fn limit(&self, act: Act, ip: IpAddr) -> Result<(), TooMany> {
        self.memory.limits.take_at(&self.parts.tuning.rates, act, ip, self.now())
    }

    /// What an operator sets.
    #[must_use]
    pub fn tuning(&self) -> &Tuning {
        &self.parts.tuning
    }

    /// 128 bits that only this server can make from `data`; `purpose` keeps one use from standing for another.
    #[must_use]
    pub fn seal(&self, purpose: &str, data: &[u8]) -> [u8; 16] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.parts.secret).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(data);
        let digest = mac.finalize().into_bytes();
        std::array::from_fn(|index| digest[index])
    }

    /// Seals what others entrust to this server, and opens it again.
    #[must_use]
    pub fn sealer(&self) -> Sealer {
        Sealer::new(&self.parts.secret)
    }

    /// `N` random bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.parts.random.fill(&mut bytes);
        bytes
    }
}
