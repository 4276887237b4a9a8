//! The server's own settings, changed by the operator while it runs.

use domain::access::{Permit, RunServer};
use jiff::SignedDuration;
use store::changes::{self, ChangeKind};
use store::{DbError, settings, staff_actions};

use crate::{Ctx, staff_log};

/// The shortest undo window, in seconds: none at all.
pub const UNDO_SECONDS_MIN: u32 = 0;
/// The longest undo window, in seconds: a hold on a card lasts days, a buyer's second thought does not.
pub const UNDO_SECONDS_MAX: u32 = 3_600;
/// The most that an operator keeps of a sale, in hundredths of a percent.
pub const FEE_BASIS_POINTS_MAX: u32 = 5_000;
/// The longest name or contact, in characters.
pub const TEXT_CHARS_MAX: usize = 200;

const SELF_SERVE_MERCHANTS: &str = "self_serve_merchants";
const UNDO_SECONDS: &str = "undo_seconds";
const SIGN_UP_OPEN: &str = "sign_up_open";
const SERVER_NAME: &str = "server_name";
const CONTACT: &str = "contact";
const FEE_BASIS_POINTS: &str = "fee_basis_points";

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerSettings {
    /// A merchant with a complete profile is verified at once, without the operator.
    pub self_serve_merchants: bool,
    /// How long a buyer can undo an order, in seconds.
    pub undo_seconds: u32,
    /// Everyone may open an account.
    pub sign_up_open: bool,
    /// What the operator calls the server; empty: as it was started.
    pub server_name: String,
    /// How the operator can be reached, or empty.
    pub contact: String,
    /// What the operator keeps of each sale, where merchants are paid on accounts of their own, in hundredths of a
    /// percent. It is the merchant's affair: no price changes with it.
    pub fee_basis_points: u32,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            self_serve_merchants: false,
            undo_seconds: 120,
            sign_up_open: true,
            server_name: String::new(),
            contact: String::new(),
            fee_basis_points: 0,
        }
    }
}

impl ServerSettings {
    /// What the rows say. Who never set the undo window has the one that `works` now.
    fn of(rows: Vec<(String, String)>, works: SignedDuration) -> Self {
        let undo_seconds = u32::try_from(works.as_secs()).unwrap_or(u32::MAX);
        let mut found = Self { undo_seconds, ..Self::default() };
        for (name, value) in rows {
            match name.as_str() {
                SELF_SERVE_MERCHANTS => found.self_serve_merchants = value == "1",
                UNDO_SECONDS => found.undo_seconds = value.parse().unwrap_or(found.undo_seconds),
                SIGN_UP_OPEN => found.sign_up_open = value == "1",
                SERVER_NAME => found.server_name = value,
                CONTACT => found.contact = value,
                FEE_BASIS_POINTS => found.fee_basis_points = value.parse().unwrap_or(0),
                // A newer binary's setting.
                _ => {}
            }
        }
        found
    }

    fn rows(&self) -> [(&'static str, String); 6] {
        [
            (SELF_SERVE_MERCHANTS, u8::from(self.self_serve_merchants).to_string()),
            (UNDO_SECONDS, self.undo_seconds.to_string()),
            (SIGN_UP_OPEN, u8::from(self.sign_up_open).to_string()),
            (SERVER_NAME, self.server_name.trim().to_owned()),
            (CONTACT, self.contact.trim().to_owned()),
            (FEE_BASIS_POINTS, self.fee_basis_points.to_string()),
        ]
    }
}

/// The settings as they are now.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn load(ctx: &Ctx) -> Result<ServerSettings, DbError> {
    let works = ctx.undo_window();
    ctx.db().read(move |conn| settings::all(conn).map(|rows| ServerSettings::of(rows, works))).await
}

/// Why settings were not changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The undo window is outside of what is allowed.
    #[error("the undo window is from {UNDO_SECONDS_MIN} to {UNDO_SECONDS_MAX} seconds")]
    UndoSeconds,
    /// The operator would keep more than [`FEE_BASIS_POINTS_MAX`].
    #[error("a fee is at most {FEE_BASIS_POINTS_MAX} hundredths of a percent")]
    Fee,
    /// The setting of this name is longer than [`TEXT_CHARS_MAX`].
    #[error("{0} is longer than {TEXT_CHARS_MAX} characters")]
    TooLong(&'static str),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Changes the settings; what is as before is not written.
///
/// # Errors
/// See [`SettingsError`]; nothing has changed then.
pub async fn change(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    wanted: ServerSettings,
) -> Result<(), SettingsError> {
    if wanted.undo_seconds > UNDO_SECONDS_MAX {
        return Err(SettingsError::UndoSeconds);
    }
    if wanted.fee_basis_points > FEE_BASIS_POINTS_MAX {
        return Err(SettingsError::Fee);
    }
    for (name, text) in [(SERVER_NAME, &wanted.server_name), (CONTACT, &wanted.contact)] {
        if text.trim().chars().count() > TEXT_CHARS_MAX {
            return Err(SettingsError::TooLong(name));
        }
    }
    let lines = wanted.rows().map(|(name, value)| {
        let line = staff_log::server_line(ctx, permit, "settings.change", name, value.clone());
        (name, value, line)
    });
    let (now, works) = (ctx.now(), ctx.undo_window());
    let wanted_fee = wanted.fee_basis_points;
    let wanted_undo = SignedDuration::from_secs(i64::from(wanted.undo_seconds));
    ctx.db()
        .write("change_settings", move |tx| {
            let before = ServerSettings::of(settings::all(tx)?, works).rows();
            for ((name, value, line), (_, kept)) in lines.iter().zip(&before) {
                if value != kept && settings::set(tx, name, value)? {
                    staff_actions::note(tx, line)?;
                    changes::note(tx, ChangeKind::Setting, 0, 0, now)?;
                }
            }
            Ok::<_, SettingsError>(())
        })
        .await?;
    ctx.tuning().set_undo_window(wanted_undo);
    ctx.tuning().set_fee_basis_points(wanted_fee);
    Ok(())
}

/// Forgets the undo window that an operator set: the one that a server is started with is in force again.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn forget_undo_window(ctx: &Ctx) -> Result<(), DbError> {
    ctx.db().write("forget_undo_window", |tx| settings::forget(tx, UNDO_SECONDS)).await
}

/// Lets this process work by the settings: when it starts, and when another process changed them. A server whose
/// operator never set anything keeps what it was started with.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn apply(ctx: &Ctx) -> Result<(), DbError> {
    let (undo, fee) = ctx
        .db()
        .read(|conn| {
            Ok::<_, DbError>((settings::get(conn, UNDO_SECONDS)?, settings::get(conn, FEE_BASIS_POINTS)?))
        })
        .await?;
    ctx.tuning().set_fee_basis_points(fee.and_then(|fee| fee.parse().ok()).unwrap_or(0));
    if let Some(seconds) = undo.and_then(|seconds| seconds.parse::<u32>().ok()) {
        ctx.tuning().set_undo_window(SignedDuration::from_secs(i64::from(seconds)));
    }
    Ok(())
}
