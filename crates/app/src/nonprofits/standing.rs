//! The last look into a nonprofit's register: it ends after so many days, everybody is told before, and operators write down
//! that they have looked again, for many at once.

use domain::access::{Actor, Permit, RunServer};
use domain::ids::NonprofitId;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::standing::{Standing, ends_at, standing};
use domain::nonprofit::state::NonprofitState;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use store::changes::{self, ChangeKind};
use store::{DbError, nonprofits, staff_actions};

use super::mail::{News, tell_operators, tell_people};
use crate::{Ctx, staff_log};

/// Nonprofits that are looked at in one round. What is left is found by the next one.
const FOUND_MAX: u32 = 500;
/// Nonprofits on the operator's list, and in one form.
pub const LISTED_MAX: u32 = 200;
/// Characters of what was seen.
pub const CHECK_NOTE_CHARS_MAX: usize = 500;
/// A look that lies further back says nothing about today, also where looks never end.
const BACK_DAYS_MAX: u32 = 366;

/// Looks once whether the look into somebody's register ends, or has: each is told once, in the transaction that notes it.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn look_over(ctx: &Ctx) -> Result<(), DbError> {
    let (days, now) = (ctx.good_standing_days(), ctx.now());
    let known = ctx.db().read(move |conn| nonprofits::standings(conn, days, now, FOUND_MAX)).await?;
    for id in known {
        note(ctx, id, days).await?;
    }
    Ok(())
}

async fn note(ctx: &Ctx, id: NonprofitId, days: u32) -> Result<(), DbError> {
    let (house, now) = (ctx.clone(), ctx.now());
    ctx.db()
        .write("note_standing", move |tx| {
            nonprofits::lock(tx, id)?;
            let Some(found) = nonprofits::by_id(tx, id)? else { return Ok(()) };
            let is = standing(found.standing_at, days, now);
            if found.state != NonprofitState::Verified || is == found.standing {
                return Ok(());
            }
            nonprofits::set_standing(tx, id, is)?;
            // What became better was asked for by whoever wrote it down.
            let news = match is {
                Standing::Good => None,
                Standing::Soon if found.standing == Standing::Over => None,
                Standing::Soon => Some((News::StandingSoon, News::OperatorsSoon)),
                Standing::Over => Some((News::StandingOver, News::OperatorsOver)),
            };
            if let Some((people, operators)) = news {
                tell_people(tx, &house, id, people, "", now)?;
                tell_operators(tx, &house, id, operators, now)?;
            }
            changes::note(tx, ChangeKind::Nonprofit, id.0, id.0, now)
        })
        .await
}

/// Verified nonprofits with the day on which the last look ends, those that end first first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn due(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
) -> Result<Vec<(Nonprofit, Option<Timestamp>)>, DbError> {
    let days = ctx.good_standing_days();
    let found = ctx.db().read(|conn| nonprofits::by_standing(conn, LISTED_MAX)).await?;
    let with_end = |found: Nonprofit| {
        let end = found.standing_at.and_then(|at| ends_at(at, days));
        (found, end)
    };
    Ok(found.into_iter().map(with_end).collect())
}

/// That somebody looked into registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Whose entries were seen in good standing.
    pub nonprofits: Vec<NonprofitId>,
    /// On which day.
    pub on: Date,
    /// Who looked, where, and what was seen.
    pub note: String,
}

/// Why nothing was written down.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Nobody is named, or more than one form takes.
    #[error("choose from 1 to {LISTED_MAX} nonprofits")]
    Nobody,
    /// One of them is not vouched for any more, or there is no such nonprofit.
    #[error("one of these nonprofits is not verified")]
    NotVerified,
    /// The day lies ahead.
    #[error("a look cannot be of a day that has not come")]
    Ahead,
    /// The look would be over already.
    #[error("a look is good for {0} days; this one is older")]
    TooOld(u32),
    /// Nothing is said about it, or too much.
    #[error("say in 1 to {CHECK_NOTE_CHARS_MAX} characters who looked, and what was seen")]
    Note,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Writes down that registers were looked into, all of it or nothing. A look that is older than the last one known changes
/// nothing about that nonprofit but its log.
///
/// # Errors
/// See [`CheckError`]; nothing has changed then.
pub async fn record_checks(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    checked: Checked,
) -> Result<(), CheckError> {
    let Checked { nonprofits: mut ids, on, note } = checked;
    ids.sort_by_key(|id| id.0);
    ids.dedup();
    if ids.is_empty() || ids.len() > LISTED_MAX as usize {
        return Err(CheckError::Nobody);
    }
    let note = note.trim().to_owned();
    if !(1..=CHECK_NOTE_CHARS_MAX).contains(&note.chars().count()) {
        return Err(CheckError::Note);
    }
    let (days, now) = (ctx.good_standing_days(), ctx.now());
    let looked_at = moment_of(on, now).ok_or(CheckError::Ahead)?;
    let most = if days == 0 { BACK_DAYS_MAX } else { days };
    if now >= looked_at + SignedDuration::from_hours(24 * i64::from(most)) {
        return Err(CheckError::TooOld(most));
    }
    let detail = format!("{on}: {note}");
    let lines: Vec<_> = ids
        .iter()
        .map(|id| {
            let line = staff_log::server_line(ctx, permit, "nonprofit.check", id, detail.clone());
            let own = staff_log::line(ctx, &Actor::System, id.party(), "nonprofit.check", id, detail.clone());
            (*id, line, own)
        })
        .collect();
    ctx.db()
        .write("record_checks", move |tx| {
            for (id, line, own) in &lines {
                nonprofits::lock(tx, *id).map_err(|_| CheckError::NotVerified)?;
                let found = nonprofits::by_id(tx, *id)?.filter(|it| it.state == NonprofitState::Verified);
                let found = found.ok_or(CheckError::NotVerified)?;
                if found.standing_at.is_none_or(|known| known < looked_at) {
                    nonprofits::set_checked(tx, *id, looked_at, standing(Some(looked_at), days, now))?;
                }
                staff_actions::note(tx, line)?;
                staff_actions::note(tx, own)?;
                changes::note(tx, ChangeKind::Nonprofit, id.0, id.0, now)?;
            }
            Ok(())
        })
        .await
}

/// When a look of a day counts from: its beginning, and not before for one of today; `None` for a day that has not come.
fn moment_of(on: Date, now: Timestamp) -> Option<Timestamp> {
    let today = now.to_zoned(TimeZone::UTC).date();
    if on > today {
        // It may be tomorrow already where the operator is.
        return (on == today.tomorrow().ok()?).then_some(now);
    }
    if on == today {
        return Some(now);
    }
    Some(on.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
