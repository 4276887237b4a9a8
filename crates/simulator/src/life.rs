//! One life of the server: a runtime with a clock that stands still, the application on the database that outlives it,
//! and a death after a certain commit. What the runtime holds is gone with it, as a process's memory is.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use app::limits::Rates;
use app::ports::{MethodForm, Ports};
use app::{Ctx, CtxParts, Db, Ids, Tuning};
use connectors::feed::FeedReader;
use connectors::pictures::Codecs;
use connectors::stripe::{Api, Stripe};
use domain::ids::IdMaker;
use futures_util::future::{Either, select};
use jiff::SignedDuration;
use parking_lot::Mutex;
use store::{DatabaseUrl, DbError, DbOptions, Faults};
use testkit::house::{MemoryFiles, NoFetch, NoTell, PlainOrders};
use tokio::runtime::Runtime;
use tokio::sync::Notify;

use crate::dice::{Dice, SeededRandom};
use crate::line::{Line, Shared};

/// The key of our account at the provider.
pub(crate) const KEY: &str = "sk_test_shop";
/// What the buyers' browsers are given.
pub(crate) const PUBLISHABLE_KEY: &str = "pk_test_shop";
/// How long a node number is leased for. A process that died leaves it to run out.
const NODE_LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Callers wait this long at most for their turn at the database: enough for others to come in between.
const PAUSE_MS_MAX: u64 = 12;

/// Whether the server is alive, and when it is to die.
#[derive(Default)]
pub struct Pulse {
    commits: AtomicU64,
    last: AtomicU64,
    dead: AtomicBool,
    died: Notify,
}

impl Pulse {
    pub(crate) fn is_dead(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    /// Commits of this life.
    pub(crate) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Dies after so many more commits.
    pub(crate) fn die_after(&self, commits: u64) {
        self.last.store(self.commits() + commits, Ordering::Relaxed);
    }

    /// Lives on.
    pub(crate) fn live_on(&self) {
        self.last.store(0, Ordering::Relaxed);
    }
}

/// The hands in the database: turns for others, and the death.
struct Hands {
    shared: Arc<Shared>,
    pulse: Arc<Pulse>,
}

impl Faults for Hands {
    fn pause(&self) -> Duration {
        self.shared.roll(|dice, _| dice.up_to_ms(PAUSE_MS_MAX))
    }

    fn after_commit(&self, names: &[&'static str]) -> bool {
        let commits = self.pulse.commits.fetch_add(1, Ordering::Relaxed) + 1;
        let dies = commits == self.pulse.last.load(Ordering::Relaxed);
        self.shared.note(&format!("commit {}{}", names.join("+"), if dies { ", and death" } else { "" }));
        if dies {
            self.pulse.dead.store(true, Ordering::Relaxed);
            self.pulse.died.notify_one();
        }
        !dies
    }
}

/// A server at work.
pub struct Life {
    runtime: Option<Runtime>,
    /// What use cases are handed.
    pub ctx: Ctx,
    pub(crate) pulse: Arc<Pulse>,
    shared: Arc<Shared>,
    heard_by: Arc<Mutex<Option<Ctx>>>,
}

impl Life {
    /// Starts a server on the database at `path`; `webhook_secret` is what the provider signs with. Its randomness comes
    /// from `random`.
    pub(crate) fn start(shared: &Arc<Shared>, path: &Path, webhook_secret: &str, random: Dice) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime without threads asks the system for nothing");
        let pulse = Arc::new(Pulse::default());
        let hands = Hands { shared: Arc::clone(shared), pulse: Arc::clone(&pulse) };
        let options = DbOptions { inline: true, faults: Some(Arc::new(hands)) };
        let url = DatabaseUrl::Sqlite(path.to_owned());
        let db = Db::open(&url, options).expect("a database that was closed by a death opens again");
        let heard_by = Arc::new(Mutex::new(None));
        let line = Line { shared: Arc::clone(shared), pulse: Arc::clone(&pulse), ctx: Arc::clone(&heard_by) };
        let api = Api::new(line, "https://api.stripe.test", KEY).expect("a key without odd characters");
        let stripe = Stripe::new(api, true, form()).hearing(vec![webhook_secret.to_owned()]);
        let now = app::Clock::now(&*shared.clock);
        let lease = runtime.block_on(async {
            shared.clock.enter();
            let leased = db
                .write("lease_node", move |tx| store::nodes::lease(tx, now, now + NODE_LEASE))
                .await
                .map_err(|error: DbError| error.to_string());
            shared.clock.leave();
            leased
        });
        let lease = lease.expect("a server that starts writes its lease").expect("a node number is free");
        // Its clock is a year ahead at times, and nobody looks into registers here.
        let tuning = Tuning::default().with_rates(Rates::OFF);
        tuning.set_good_standing_days(0);
        let ctx = Ctx::new(CtxParts {
            db,
            clock: shared.clock.clone(),
            random: Arc::new(SeededRandom::new(random)),
            ids: Ids::new(IdMaker::new(lease.node, lease.floor)),
            ports: Ports {
                payments: Arc::new(stripe),
                payees: None,
                mailer: None,
                files: Arc::new(MemoryFiles::default()),
                pictures: Arc::new(Codecs::default()),
                fetch: Arc::new(NoFetch),
                feeds: Arc::new(FeedReader),
                papers: Arc::new(connectors::papers::PdfPapers),
                tell: Arc::new(NoTell),
                orders: Arc::new(PlainOrders),
                platforms: Arc::new([]),
            },
            secret: [7; 32],
            base_url: "https://buyline.test".to_owned(),
            tuning,
        });
        *heard_by.lock() = Some(ctx.clone());
        Self { runtime: Some(runtime), ctx, pulse, shared: Arc::clone(shared), heard_by }
    }

    /// Runs `work` until it is done or the server dies. Says whether it is still alive.
    pub(crate) fn run(&self, work: impl Future<Output = ()>) -> bool {
        let runtime = self.runtime.as_ref().expect("a life has its runtime until it is dropped");
        runtime.block_on(async {
            self.shared.clock.enter();
            let died = std::pin::pin!(self.pulse.died.notified());
            let work = std::pin::pin!(work);
            let ended = select(work, died).await;
            self.shared.clock.leave();
            matches!(ended, Either::Left(_)) && !self.pulse.is_dead()
        })
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.pulse.dead.store(true, Ordering::Relaxed);
        // It holds the line that holds it.
        self.heard_by.lock().take();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn form() -> MethodForm {
    MethodForm {
        script: String::new(),
        key: PUBLISHABLE_KEY.to_owned(),
        frames: Vec::new(),
        connects: Vec::new(),
        excluded: Vec::new(),
    }
}
