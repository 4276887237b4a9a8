//! The world of `buyline demo`: shops, people, posts, and goods that are drawn.
//!
//! Content is data under `crates/buyline/demo/`: for each shop a product file in a format that shops really
//! export, and what the shop says about itself; beside them the people and what they post. The addresses of
//! pictures in the product files lead nowhere; [`art::scene_for`] knows which scene each of them means.

pub mod art;
mod clock;
pub mod content;
mod jump;
mod peers;
mod seed;

pub(crate) use jump::{Jumper, forget_other_day};
pub(crate) use peers::DrawnPictures;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::failure::Failure;
use crate::server::Workplace;
use crate::settings::Config;
use clock::DemoClock;
use seed::{PASSWORD, Plan, ROLES};

/// How long a newcomer's order can be undone where nobody says otherwise: the shop opposite should have its turn
/// within the first minute.
pub(crate) const UNDO_WINDOW_DEFAULT: &str = "30s";
/// Before anybody in the world did anything.
const WORLD_BEGINS: SignedDuration = SignedDuration::from_hours(450 * 24);

/// Somebody to sign in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// `buyer`, `merchant` or `operator`.
    pub(crate) role: &'static str,
    /// What is typed as name.
    pub(crate) login: String,
    /// What is typed as password.
    pub(crate) password: &'static str,
}

/// Fills the data folder of `config` with the demo's world, unless it is there. Says who can sign in. Where the undo
/// window is chosen, it goes before what an earlier run of the demo kept.
///
/// # Errors
/// A sentence: the folder holds something else, cannot be written, or the world could not be made.
pub(crate) async fn prepare(config: &Config, undo_is_chosen: bool) -> Result<Vec<Account>, Failure> {
    let begins = Timestamp::now();
    let clock = Arc::new(DemoClock::at(begins - WORLD_BEGINS));
    let workplace = Workplace::open_at(config, clock.clone()).await?;
    let world = content::load();
    let seeded = match state(&workplace).await? {
        State::Seeded if undo_is_chosen => {
            app::settings::forget_undo_window(&workplace.ctx).await.map_err(Failure::from)
        }
        State::Seeded => Ok(()),
        State::Foreign => Err(Failure::failed(format!(
            "{} holds a server\'s data that is not the demo\'s; name another folder with --data",
            config.database
        ))),
        State::Empty => seed::seed(&workplace.ctx, &clock, &world, Plan { begins }).await,
    };
    workplace.close().await;
    seeded?;
    let accounts = ROLES.iter().map(|role| Account {
        role: role.role,
        login: format!("{}@example.org", role.handle),
        password: PASSWORD,
    });
    Ok(accounts.collect())
}

enum State {
    Empty,
    Seeded,
    Foreign,
}

async fn state(workplace: &Workplace) -> Result<State, Failure> {
    let found = workplace.ctx.db().read(|conn| {
        let roles = store::settings::get(conn, app::demo::ROLES_SETTING)?;
        Ok::<_, app::DbError>((roles.is_some(), store::nodes::highest_id(conn)? > 0))
    });
    Ok(match found.await? {
        (true, _) => State::Seeded,
        (false, true) => State::Foreign,
        (false, false) => State::Empty,
    })
}

#[cfg(test)]
mod tests {
    use app::settings;
    use domain::access::{Actor, RunServer};

    use super::*;
    use crate::server::{Running, Server};

    const NONE: SignedDuration = SignedDuration::ZERO;

    async fn started(folder: &tempfile::TempDir, window: SignedDuration, is_chosen: bool) -> Running {
        let undo_window = window.unsigned_abs();
        let config = Config { demo: true, undo_window, ..Config::sandboxed(folder.path()) };
        prepare(&config, is_chosen).await.unwrap();
        Server::start(config).await.unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_world_is_made_under_any_undo_window_and_the_one_asked_for_is_in_force() {
        let folder = tempfile::tempdir().unwrap();
        let without = started(&folder, NONE, true).await;
        assert_eq!(without.ctx.undo_window(), NONE);
        // What an operator sets in the console goes before the default of the next start, and never before what the
        // next start was told.
        let kept = settings::load(&without.ctx).await.unwrap();
        assert_eq!(kept.undo_seconds, 0, "the console shows what is in force");
        let permit = Actor::System.may(RunServer).unwrap();
        let wanted = settings::ServerSettings { undo_seconds: 60, ..kept };
        settings::change(&without.ctx, &permit, wanted).await.unwrap();
        without.shutdown().await.unwrap();

        let by_default = started(&folder, SignedDuration::from_secs(30), false).await;
        assert_eq!(by_default.ctx.undo_window(), SignedDuration::from_secs(60));
        by_default.shutdown().await.unwrap();

        let told = started(&folder, SignedDuration::from_mins(7), true).await;
        assert_eq!(told.ctx.undo_window(), SignedDuration::from_mins(7));
        assert_eq!(settings::load(&told.ctx).await.unwrap().undo_seconds, 420);
        told.shutdown().await.unwrap();
    }
}
