//! The world of `buyline demo`: shops, people, posts, and goods that are drawn.
//!
//! Content is data under `crates/buyline/demo/`: for each shop a product file in a format that shops really
//! export, and what the shop says about itself; beside them the people and what they post. The addresses of
//! pictures in the product files lead nowhere; [`art::scene_for`] knows which scene each of them means.

pub mod art;
pub mod content;
mod peers;
mod seed;

pub(crate) use peers::DrawnPictures;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::failure::Failure;
use crate::server::Workplace;
use crate::settings::Config;
use seed::{PASSWORD, Plan, ROLES, SeedClock};

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

/// Fills the data folder of `config` with the demo's world, unless it is there. Says who can sign in.
///
/// # Errors
/// A sentence: the folder holds something else, cannot be written, or the world could not be made.
pub(crate) async fn prepare(config: &Config) -> Result<Vec<Account>, Failure> {
    let begins = Timestamp::now();
    let clock = Arc::new(SeedClock::at(begins - WORLD_BEGINS));
    let workplace = Workplace::open_at(config, clock.clone()).await?;
    let world = content::load();
    let seeded = match state(&workplace).await? {
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
