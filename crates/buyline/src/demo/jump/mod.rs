//! The demo's other day. It is a world of its own, made from a copy of everything: a database, pictures and the sandbox's
//! record in a folder below the demo's, a clock that is moved there from day to day, a plan written as an operator writes
//! it. Today's world goes on beside it and is touched by nothing that happens there.

mod pass;
mod plan;

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::demo::jump::{
    AuditLine, Audited, Event, Jump, Passed, Passing, Stands, bring_sessions, stay_signed_in,
};
use app::ports::Answer;
use app::{Clock, Ctx};
use domain::ids::SessionId;
use futures_util::FutureExt;
use jiff::Timestamp;
use jiff::civil::Date;
use parking_lot::Mutex;
use store::{DatabaseUrl, DbOptions, Engine};
use tokio::task::JoinHandle;
use web::{Later, OtherDay, Web};

use super::clock::DemoClock;
use crate::copy::{self, Pictures};
use crate::failure::Failure;
use crate::server::{Door, Workplace, World, place, presented};
use crate::settings::Config;
use crate::wiring::SANDBOX_RECORD;

/// The folder of the other day's world, below the demo's.
const FOLDER: &str = "demo-other-day";
/// How long work that is under way there may take to end when nobody looks any more.
const END_WAIT: Duration = Duration::from_secs(5);

/// Removes what a demo that was killed on its other day left behind.
///
/// # Errors
/// A sentence when the folder cannot be removed.
pub(crate) fn forget_other_day(data: &Path) -> Result<(), Failure> {
    remove(&data.join(FOLDER))
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match std::fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::failed(format!(
            "the folder {} of the demo\'s other day cannot be removed: {error}; remove it by hand",
            folder.display()
        ))),
    }
}

/// Leads a demo to its other day and back. Cheap to clone; all clones are one.
#[derive(Clone)]
pub(crate) struct Jumper(Arc<Inner>);

struct Inner {
    /// What today's world was started with.
    config: Config,
    url: String,
    door: Door,
    today: Ctx,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Held while the folder of the other day is filled or emptied.
    filling: Mutex<()>,
    /// One audit at a time: each reads everything.
    auditing: tokio::sync::Mutex<()>,
}

enum State {
    Today {
        failed: Option<String>,
    },
    Passing(Passing, JoinHandle<()>),
    There(There),
    /// On the way back.
    Leaving,
}

/// The other day's world.
struct There {
    world: World,
    /// Whoever signed in there after this session did so there.
    signed_in: SessionId,
}

impl Jumper {
    /// The way of the demo with these settings; none where there can be no other day: outside the demo, and where its
    /// database is not a file of its own.
    pub(crate) fn of(
        config: &Config,
        url: &str,
        door: &Door,
        today: &Ctx,
        clock: Arc<dyn Clock>,
    ) -> Option<Self> {
        (config.demo && config.database.engine() == Engine::Sqlite).then(|| {
            Self(Arc::new(Inner {
                config: config.clone(),
                url: url.to_owned(),
                door: door.clone(),
                today: today.clone(),
                clock,
                state: Mutex::new(State::Today { failed: None }),
                filling: Mutex::default(),
                auditing: tokio::sync::Mutex::default(),
            }))
        })
    }

    /// The way as the pages of today see it.
    pub(crate) fn seen_from_today(&self) -> OtherDay {
        OtherDay { jump: Arc::new(self.clone()), later: None }
    }

    /// Today answers again, whatever becomes of the other day.
    pub(crate) fn turn_home(&self) {
        self.0.door.turn_home();
    }

    /// Ends the other day, or the way there, and leaves nothing of it.
    pub(crate) async fn close(self) {
        let before = self.put(State::Leaving);
        match before {
            State::Passing(_, task) => {
                task.abort();
                // What it was doing stops where it waits next.
                let _ = task.await;
            }
            State::There(there) => {
                there.world.end(END_WAIT).await;
            }
            State::Today { .. } | State::Leaving => {}
        }
        self.clear().await;
    }

    fn put(&self, state: State) -> State {
        std::mem::replace(&mut *self.0.state.lock(), state)
    }

    fn folder(&self) -> PathBuf {
        self.0.config.data.join(FOLDER)
    }

    /// What the other day's world is opened with. Nothing of it leaves the house: its mails are kept.
    fn config(&self) -> Config {
        let folder = self.folder();
        Config {
            database: DatabaseUrl::Sqlite(folder.join(copy::DATABASE)),
            secret_file: folder.join(copy::SECRET),
            data: folder,
            mail: None,
            ..self.0.config.clone()
        }
    }

    /// Lets the days pass and lets the other day answer. A failure leaves today as it is.
    async fn leap(self, day: Date) {
        // A panic is a mistake of ours, and no reason to leave a page that never ends.
        let made = AssertUnwindSafe(Box::pin(self.make(day))).catch_unwind().await;
        let made = made.unwrap_or_else(|_| Err(Failure::failed("something went wrong on the way")));
        let failed = match made {
            Ok(made) => return self.arrive(made),
            Err(failure) => failure.to_string(),
        };
        tracing::warn!(error = %failed, "the demo stays on its own day");
        self.clear().await;
        self.put(State::Today { failed: Some(failed) });
    }

    /// The other day answers, unless whoever closed the demo meanwhile wants nothing of it any more.
    fn arrive(&self, made: Made) {
        let mut state = self.0.state.lock();
        if matches!(*state, State::Passing(..)) {
            *state = State::There(made.there);
            self.0.door.turn(made.router);
        }
    }

    /// Makes the other day's world.
    async fn make(&self, day: Date) -> Result<Made, Failure> {
        let config = self.config();
        let this = self.clone();
        let copied = tokio::task::spawn_blocking(move || this.copy());
        copied
            .await
            .map_err(|error| Failure::failed(format!("everything could not be copied: {error}")))??;
        let clock = Arc::new(DemoClock::at(self.0.today.now()));
        let opened =
            Workplace::open_with(&config, clock.clone(), DbOptions::default(), self.0.url.clone()).await;
        let workplace = opened?;
        let lived = Box::pin(self.live_until(day, &workplace.ctx, &clock)).await;
        let (later, signed_in) = match lived {
            Ok(lived) => lived,
            Err(failure) => {
                workplace.close().await;
                return Err(failure);
            }
        };
        let world = World::begin(workplace);
        let other_day = OtherDay { jump: Arc::new(self.clone()), later: Some(later) };
        let shown = presented(&config, &self.0.url, &world.ctx);
        let web = Web::with_other_day(world.ctx.clone(), shown, Some(other_day));
        let router = world.router(web, &config, &self.0.door);
        Ok(Made { there: There { world, signed_in }, router })
    }

    /// Copies everything into the folder of the other day. Whoever closes the demo meanwhile waits for it, and where it
    /// has not begun by then, it does not.
    fn copy(&self) -> Result<u64, Failure> {
        let _filling = self.0.filling.lock();
        if !matches!(*self.0.state.lock(), State::Passing(..)) {
            return Err(Failure::failed("the demo was closed"));
        }
        let folder = self.folder();
        remove(&folder)?;
        place::make(&folder)?;
        copy::copy_data(&self.0.config, &folder, Pictures::Linked)
    }

    /// Leaves nothing in the folder of the other day.
    async fn clear(&self) {
        let this = self.clone();
        let cleared = tokio::task::spawn_blocking(move || {
            let _filling = this.0.filling.lock();
            remove(&this.folder())
        });
        if let Ok(Err(error)) = cleared.await {
            tracing::warn!(%error, "the next start of the demo removes it");
        }
    }

    /// Writes the plan and lets the days pass until `day`. Gives how the clock runs on from there, and the newest
    /// session of those who came along.
    async fn live_until(
        &self,
        day: Date,
        ctx: &Ctx,
        clock: &DemoClock,
    ) -> Result<(Later, SessionId), Failure> {
        let (zone, began) = (plan::zone(), plan::arrival(day)?);
        let today = ctx.now().to_zoned(zone.clone()).date();
        self.tell(today, vec![Passed { day: today, what: Event::Copied }]);
        let signed_in = stay_signed_in(ctx, began).await?;
        // Real programs are not told of days that never were.
        ctx.db().write("pause_webhooks", store::webhooks::pause_all).await?;
        ctx.db().write("pause_quotes", store::callbacks::pause_all).await?;
        ctx.db().write("pause_shops", store::connections::pause_all).await?;
        let plan = plan::write(ctx, day).await?;
        self.tell(today, vec![Passed { day: today, what: Event::Planned }]);
        let days = pass::Days { ctx, clock, zone: &zone, plan: &plan };
        days.pass(began, |day, news| self.tell(day, news)).await?;
        bring_sessions(&self.0.today, ctx, signed_in).await?;
        let came_along = ctx.db().read(store::sessions::newest).await?;
        let ahead = clock.run_on(Arc::clone(&self.0.clock));
        Ok((Later { ahead, began, day }, came_along))
    }

    /// Notes how far the days have passed.
    fn tell(&self, at: Date, mut news: Vec<Passed>) {
        if let State::Passing(passing, _) = &mut *self.0.state.lock() {
            passing.at = at;
            passing.passed.append(&mut news);
        }
    }

    /// The time on the other day; none on the way and where nobody is there.
    fn now_there(&self) -> Option<Timestamp> {
        match &*self.0.state.lock() {
            State::There(there) => Some(there.world.ctx.now()),
            State::Today { .. } | State::Passing(..) | State::Leaving => None,
        }
    }

    fn today(&self) -> Date {
        self.0.today.now().to_zoned(plan::zone()).date()
    }

    /// Back to today, in a task of its own: a browser that goes away must not leave it half done.
    async fn leave(self) {
        let Some(there) = self.take() else { return };
        if let Err(error) = bring_sessions(&there.world.ctx, &self.0.today, there.signed_in).await {
            tracing::warn!(%error, "who signed in on the other day must do so again");
        }
        self.turn_home();
        there.world.end(END_WAIT).await;
        self.clear().await;
        self.put(State::Today { failed: None });
    }

    /// Takes the other day's world to end it; none where there is none.
    fn take(&self) -> Option<There> {
        let mut state = self.0.state.lock();
        match std::mem::replace(&mut *state, State::Leaving) {
            State::There(there) => Some(there),
            other @ (State::Today { .. } | State::Passing(..) | State::Leaving) => {
                *state = other;
                None
            }
        }
    }
}

struct Made {
    there: There,
    router: axum::Router,
}

impl Jump for Jumper {
    fn stands(&self) -> Stands {
        match &*self.0.state.lock() {
            State::Today { failed } => Stands::Today { failed: failed.clone() },
            State::Leaving => Stands::Today { failed: None },
            State::Passing(passing, _) => Stands::Passing(passing.clone()),
            State::There(_) => Stands::There,
        }
    }

    fn day(&self) -> Date {
        plan::february(self.today())
    }

    fn go(&self) {
        let mut state = self.0.state.lock();
        if matches!(*state, State::Today { .. }) {
            let (today, day) = (self.today(), self.day());
            let passing = Passing { from: today, at: today, to: day, passed: Vec::new() };
            // It waits for this lock before it says anything.
            let task = tokio::spawn(self.clone().leap(day));
            *state = State::Passing(passing, task);
        }
    }

    fn back(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            // A failure in it was logged there; the door leads home already.
            let _ = tokio::spawn(self.clone().leave()).await;
        })
    }

    fn audit(&self) -> Answer<'_, Result<Audited, String>> {
        Box::pin(async move {
            let _turn = self.0.auditing.lock().await;
            let now = self.now_there().ok_or("the demo is on its own day")?;
            let folder = self.folder();
            let audited = tokio::task::spawn_blocking(move || {
                let record = Some(folder.join(SANDBOX_RECORD)).filter(|record| record.is_file());
                let url = format!("sqlite:{}", folder.join(copy::DATABASE).display());
                audit::run_at(&url, record.as_deref(), now.as_microsecond())
            });
            let report =
                audited.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
            let lines = report.lines.into_iter().map(|line| AuditLine {
                invariant: line.invariant,
                promise: line.promise,
                checked: line.checked,
                broken: line.broken,
            });
            Ok(Audited { lines: lines.collect() })
        })
    }
}
