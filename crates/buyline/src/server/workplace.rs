//! A context to work in: the database opened, a node number leased, the peers wired. A server answers from one; a
//! command that changes something works in one for a moment, also beside a running server.

use std::sync::Arc;

use app::payees::Keys;
use app::{Clock, Ctx, CtxParts, Db, Ids, SystemClock, SystemRandom, Tuning};
use domain::ids::IdMaker;
use jiff::SignedDuration;
use store::DbOptions;

use super::node::NodeKeeper;
use super::place;
use crate::failure::Failure;
use crate::settings::Config;
use crate::wiring;

/// A context, and what must be given back after work.
pub(crate) struct Workplace {
    /// What use cases are handed.
    pub(crate) ctx: Ctx,
    /// Keeps the node number leased.
    pub(super) node: NodeKeeper,
    /// The leased number, for log lines.
    pub(super) number: u16,
}

impl Workplace {
    /// Opens one for a command.
    pub(crate) async fn open(config: &Config) -> Result<Self, Failure> {
        Self::open_at(config, Arc::new(SystemClock)).await
    }

    /// Opens one whose time is told by `clock`.
    pub(crate) async fn open_at(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, Failure> {
        place::make(&config.data)?;
        let url = config.base_url.clone().unwrap_or_else(|| format!("http://{}", config.listen));
        Self::open_with(config, clock, DbOptions::default(), url).await
    }

    /// Opens one for the server reachable at `url`. The data folder is there.
    pub(crate) async fn open_with(
        config: &Config,
        clock: Arc<dyn Clock>,
        options: DbOptions,
        url: String,
    ) -> Result<Self, Failure> {
        let secret = place::secret(&config.secret_file)?;
        let db = open_database(config, options).await?;
        let (node, lease) = NodeKeeper::start(db.clone(), Arc::clone(&clock)).await?;
        let keys = Keys::new(db.clone(), &secret);
        let ctx = Ctx::new(CtxParts {
            db,
            ports: wiring::ports(config, &clock, keys)?,
            clock,
            random: Arc::new(SystemRandom),
            ids: Ids::new(IdMaker::new(lease.node, lease.floor)),
            secret,
            base_url: url,
            tuning: Tuning::new(signed(config.undo_window), signed(config.checkout_ttl))
                .with_rates(config.rates.clone())
                .with_shop_files_bytes_max(config.shop_files_bytes_max)
                .with_sweep_period(signed(config.sweep_period)),
        });
        // What the operator set in the console goes before what the server was started with.
        app::settings::apply(&ctx).await?;
        ctx.tuning().set_asked(Arc::clone(&config.asked));
        ctx.tuning().set_good_standing_days(config.good_standing_days);
        Ok(Self { ctx, node, number: lease.node })
    }

    /// Gives back what was taken.
    pub(crate) async fn close(self) {
        self.node.release().await;
    }
}

fn signed(span: std::time::Duration) -> SignedDuration {
    SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX)
}

/// Opening blocks: migrations, and a PostgreSQL that is slow to answer.
async fn open_database(config: &Config, options: DbOptions) -> Result<Db, Failure> {
    let url = config.database.clone();
    let opened = tokio::task::spawn_blocking(move || Db::open(&url, options)).await;
    opened
        .map_err(|error| Failure::failed(format!("the database could not be opened: {error}")))?
        .map_err(|error| Failure::failed(format!("{error} (--database is {})", config.database)))
}
