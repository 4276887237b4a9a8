//! A whole house for one test: a real database, a clock you move, a sandbox for money, goods on the shelf.

mod charity;
mod clock;
mod death;
mod elsewhere;
mod endpoints;
mod peers;
mod people;
mod shop;
mod template;

pub use charity::{Charity, HOME, Home, donor, give_with, open_charity};
pub use clock::MovableClock;
pub use death::DieAfter;
pub use elsewhere::{Elsewhere, Trouble, their_parcel, their_refund};
pub use endpoints::{Endpoints, NoTell, PlainOrders};
pub use peers::{MemoryFiles, NoFetch, fetch_from_here};
pub use people::{actor, person, person_who};
pub use shop::{Goods, Shelved, Shop, begin, begin_as, details, open_shop, pay_with, try_pay};

use std::sync::Arc;

use app::limits::Rates;
use app::ports::{Fetch, OrderForm, Papers, Payees, Payments, Platform, Ports, Tell};
use app::{Ctx, CtxParts, Db, Ids, SystemRandom, Tuning};
use connectors::feed::FeedReader;
use connectors::pictures::Codecs;
use connectors::sandbox::Sandbox;
use domain::ids::{IdMaker, MerchantId};
use jiff::SignedDuration;
use store::{DatabaseUrl, DbError, DbOptions, Faults, Read as _};

use crate::postgres::TestDatabase;

/// What every house signs and seals with.
const SERVER_KEY: [u8; 32] = [7; 32];

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// A file in a folder of its own.
    Sqlite,
    /// A database of its own on the private PostgreSQL.
    Postgres,
}

impl On {
    /// Both engines: for tests that must hold on either.
    pub const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// Everything one test needs. Dropped, it takes its folder and its database with it.
pub struct House {
    /// What use cases are handed.
    pub ctx: Ctx,
    /// The clock of `ctx`.
    pub clock: Arc<MovableClock>,
    /// The payment provider of `ctx`.
    pub sandbox: Arc<Sandbox>,
    /// Where the database is.
    pub url: DatabaseUrl,
    /// Keeps the folder alive.
    folder: tempfile::TempDir,
    /// Keeps the PostgreSQL database alive.
    _database: Option<TestDatabase>,
}

/// How a house is built.
#[derive(Default)]
pub struct Plan {
    /// A test's hands in the database.
    pub faults: Option<Arc<dyn Faults>>,
    /// Writes on the calling thread.
    pub inline: bool,
    /// What one address may do how often.
    pub rates: Rates,
    /// Who fetches what others name; nobody when not said.
    pub fetch: Option<Arc<dyn Fetch>>,
    /// Bytes that the files of one shop may take; what a server allows when not said.
    pub shop_files_bytes_max: Option<u64>,
    /// Who takes the money in a neighbour; the sandbox when not said.
    pub payments: Option<Arc<dyn Payments>>,
    /// Who sets papers; the real one when not said.
    pub papers: Option<Arc<dyn Papers>>,
    /// Who tells shops' own programs what happens; nobody when not said.
    pub tell: Option<Arc<dyn Tell>>,
    /// Who writes orders for programs; by id and number alone when not said.
    pub orders: Option<Arc<dyn OrderForm>>,
    /// Its clock; one of its own when not said.
    pub clock: Option<Arc<MovableClock>>,
    /// The platforms whose shops can be connected.
    pub platforms: Vec<Arc<dyn Platform>>,
}

impl House {
    /// A house on `on`; `None` where the machine has no PostgreSQL.
    #[must_use]
    pub fn new(on: On) -> Option<Self> {
        Self::planned(on, Plan::default())
    }

    /// A house on SQLite.
    #[must_use]
    pub fn sqlite() -> Self {
        Self::new(On::Sqlite).expect("SQLite is always there")
    }

    /// A house built to a plan.
    #[must_use]
    pub fn planned(on: On, mut plan: Plan) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a test may make a temporary folder");
        let (url, database) = match on {
            On::Sqlite => {
                let path = folder.path().join("buyline.db");
                template::copy_sqlite(&path);
                (DatabaseUrl::Sqlite(path), None)
            }
            On::Postgres => {
                let database = template::fresh_postgres()?;
                (DatabaseUrl::Postgres(database.url.clone()), Some(database))
            }
        };
        let clock = plan.clock.take().unwrap_or_default();
        let sandbox = Sandbox::open(
            &folder.path().join("sandbox-charges.jsonl"),
            clock.clone(),
            std::time::Duration::ZERO,
        );
        let sandbox = Arc::new(sandbox.expect("a test may write into its folder"));
        let options = DbOptions { inline: plan.inline, faults: plan.faults.take() };
        let db = Db::open(&url, options).expect("a fresh database opens");
        let ctx = ctx(db, clock.clone(), (sandbox.clone(), None), 1, plan);
        Some(Self { ctx, clock, sandbox, url, folder, _database: database })
    }

    /// Another process on the same database and the same sandbox record: what survives a death.
    #[must_use]
    pub fn neighbour(&self, node: u16, mut plan: Plan) -> Ctx {
        let payments = plan.payments.take().unwrap_or_else(|| {
            let again = Sandbox::open(&self.sandbox_record(), self.clock.clone(), std::time::Duration::ZERO);
            Arc::new(again.expect("the record can be read again"))
        });
        let options = DbOptions { inline: plan.inline, faults: plan.faults.take() };
        let db = Db::open(&self.url, options).expect("the database opens again");
        ctx(db, self.clock.clone(), (payments, None), node, plan)
    }

    /// The same house, paid by another provider.
    #[must_use]
    pub fn paid_by(&self, payments: Arc<dyn Payments>) -> Ctx {
        ctx(
            self.ctx.db().clone(),
            self.clock.clone(),
            (payments, None),
            2,
            Plan { rates: Rates::OFF, ..Plan::default() },
        )
    }

    /// The same house, where each merchant is paid on an account of its own.
    #[must_use]
    pub fn paid_apart(&self, payments: Arc<dyn Payments>, payees: Arc<dyn Payees>) -> Ctx {
        ctx(
            self.ctx.db().clone(),
            self.clock.clone(),
            (payments, Some(payees)),
            2,
            Plan { rates: Rates::OFF, ..Plan::default() },
        )
    }

    /// The keys that merchants of this house brought, for the provider that is to ask with them.
    #[must_use]
    pub fn keys(&self) -> Arc<app::payees::Keys> {
        Arc::new(app::payees::Keys::new(self.ctx.db().clone(), &SERVER_KEY))
    }

    /// The database's address in full, for those who open it themselves.
    #[must_use]
    pub fn address(&self) -> String {
        match &self.url {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(address) => address.clone(),
        }
    }

    /// The sandbox's own record of charges.
    #[must_use]
    pub fn sandbox_record(&self) -> std::path::PathBuf {
        self.folder.path().join("sandbox-charges.jsonl")
    }

    /// A verified shop that ships everywhere, with `goods` on its shelf.
    pub async fn shop(&self, goods: &[Goods]) -> Shop {
        open_shop(&self.ctx, goods).await
    }

    /// A verified nonprofit with an open campaign.
    pub async fn charity(&self) -> Charity {
        open_charity(&self.ctx, HOME).await
    }

    /// A verified nonprofit elsewhere, with an open campaign in its currency.
    pub async fn charity_at(&self, home: Home) -> Charity {
        open_charity(&self.ctx, home).await
    }

    /// The same house, where donors are asked what stands in `table`.
    ///
    /// # Panics
    /// When the table cannot be read.
    #[must_use]
    pub fn asking(self, table: &str) -> Self {
        let table = app::asked::read(table).expect("a table that can be read");
        self.ctx.tuning().set_asked(Arc::new(table));
        self
    }

    /// The first product that a merchant offers.
    ///
    /// # Panics
    /// When it offers nothing.
    pub async fn first_good(&self, merchant: MerchantId) -> Shelved {
        let sql = "SELECT p.id, v.id, o.id FROM products p
                     JOIN variants v ON v.merchant_id = p.merchant_id AND v.product_id = p.id
                     JOIN offers o ON o.merchant_id = p.merchant_id AND o.product_id = p.id
                    WHERE p.merchant_id = $1 AND p.status = 'active' ORDER BY p.external_id LIMIT 1";
        let read = move |conn: &mut store::Conn| {
            conn.one("a good", sql, &[store::Param::id(merchant)], |row| {
                Ok(Shelved { product: row.id(0)?, variant: row.id(1)?, offer: row.id(2)? })
            })
        };
        self.ctx.db().read(read).await.map_err(|error: DbError| error).expect("something is offered")
    }

    /// Does everything that is due at the clock, and says how many jobs that were.
    pub async fn drain(&self) -> u64 {
        app::jobs::drain(&self.ctx).await.expect("the queue can be read")
    }

    /// Does everything that is due and what comes of it within minutes: some jobs look again a little later.
    pub async fn settle(&self) {
        for _ in 0..3 {
            self.drain().await;
            self.clock.advance(SignedDuration::from_mins(2));
        }
        self.drain().await;
    }

    /// Why jobs failed, a line for each.
    ///
    /// # Panics
    /// When the database cannot be read.
    pub async fn failures(&self) -> Vec<String> {
        let sql = "SELECT kind || ': ' || last_error FROM jobs WHERE last_error <> ''";
        let read = move |conn: &mut store::Conn| conn.rows(sql, &[], |row| row.text(0));
        let read = self.ctx.db().read(read).await.map_err(|error: DbError| error);
        read.expect("jobs can be read")
    }

    /// What the auditor says of it at the clock.
    ///
    /// # Panics
    /// When it cannot be read.
    pub async fn audited(&self) -> audit::Report {
        let (address, record) = (self.address(), self.sandbox_record());
        let now = self.ctx.now().as_microsecond();
        // The auditor brings a client of its own that blocks.
        let report = tokio::task::spawn_blocking(move || audit::run_at(&address, Some(&record), now));
        report.await.expect("the auditor ends").expect("the house can be read")
    }

    /// The auditor finds nothing broken.
    ///
    /// # Panics
    /// When it does.
    pub async fn must_be_clean(&self) -> audit::Report {
        let report = self.audited().await;
        assert!(report.is_clean(), "{report}");
        report
    }

    /// The same once everything that is due was done.
    ///
    /// # Panics
    /// When something is broken.
    pub async fn audit(&self) -> audit::Report {
        self.drain().await;
        self.must_be_clean().await
    }
}

fn ctx(
    db: Db,
    clock: Arc<MovableClock>,
    (payments, payees): (Arc<dyn Payments>, Option<Arc<dyn Payees>>),
    node: u16,
    plan: Plan,
) -> Ctx {
    let tuning = Tuning::default().with_rates(plan.rates);
    // Clocks of tests go by months, and most of them are about something else.
    tuning.set_good_standing_days(0);
    let files_max = plan.shop_files_bytes_max.or(tuning.shop_files_bytes_max());
    Ctx::new(CtxParts {
        db,
        clock,
        random: Arc::new(SystemRandom),
        ids: Ids::new(IdMaker::new(node, 0)),
        ports: Ports {
            payments,
            payees,
            mailer: None,
            files: Arc::new(MemoryFiles::default()),
            pictures: Arc::new(Codecs::default()),
            fetch: plan.fetch.unwrap_or_else(|| Arc::new(NoFetch)),
            feeds: Arc::new(FeedReader),
            papers: plan.papers.unwrap_or_else(|| Arc::new(connectors::papers::PdfPapers)),
            tell: plan.tell.unwrap_or_else(|| Arc::new(NoTell)),
            orders: plan.orders.unwrap_or_else(|| Arc::new(PlainOrders)),
            platforms: plan.platforms.into(),
        },
        secret: SERVER_KEY,
        base_url: "https://buyline.test".to_owned(),
        tuning: tuning.with_shop_files_bytes_max(files_max),
    })
}
