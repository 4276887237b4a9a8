//! Writing a plan down, starting it, changing it, taking it back: each with who and why.

use domain::access::{Permit, RunServer};
use domain::erasure::ErasureOf;
use domain::ids::SunsetId;
use domain::sunset::calendar::{Calendar, Days, DaysProblem, check};
use domain::sunset::{Audience, Plan, PlanState, Scope, Successor};
use jiff::tz::TimeZone;
use store::changes::{self, ChangeKind};
use store::{DbError, Tx, staff_actions};

use crate::{Ctx, staff_log};

/// The longest reason, of a change or for the public, in characters.
pub const REASON_CHARS_MAX: usize = 500;
/// The longest name of a successor, in characters.
pub const NAME_CHARS_MAX: usize = 80;
/// The longest address of a successor, in characters.
pub const URL_CHARS_MAX: usize = 500;

/// What a plan is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// When what ends.
    pub days: Days,
    /// Where those days begin.
    pub zone: TimeZone,
    /// What takes its place.
    pub successor: Option<Successor>,
    /// Who is told by mail.
    pub audience: Audience,
    /// Why, for everybody to read.
    pub reason: String,
}

/// Why a plan was not written, changed or started.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Whoever reads the log must learn why.
    #[error("a reason is needed")]
    NoReason,
    /// A reason is longer than [`REASON_CHARS_MAX`].
    #[error("a reason has at most {REASON_CHARS_MAX} characters")]
    ReasonTooLong,
    /// The days cannot be kept.
    #[error("{}", told(.0))]
    Days(Vec<DaysProblem>),
    /// What takes its place has no name, or no address that a browser opens safely.
    #[error(
        "a successor has a name of at most {NAME_CHARS_MAX} characters and an address that begins with https://"
    )]
    Successor,
    /// There is no such shop or nonprofit.
    #[error("there is no such shop or nonprofit")]
    NoSuchParty,
    /// Another plan for the same runs.
    #[error("another plan for the same runs already: {0}")]
    Another(SunsetId),
    /// There is no such plan.
    #[error("there is no such plan")]
    NotFound,
    /// It was taken back, it has not begun, or what it ends is erased.
    #[error("the plan is {}: that cannot be done with it", .0.word())]
    State(PlanState),
    /// What it ends was erased, or is being erased: nothing of it changes any more.
    #[error("what the plan ends is erased: nothing of it can be changed any more")]
    Erased,
    /// Somebody changed it meanwhile: look at it first.
    #[error("the plan was changed meanwhile: look at it and decide again")]
    Meanwhile,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn told(problems: &[DaysProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn reason_of(text: &str) -> Result<&str, PlanError> {
    match text.trim() {
        "" => Err(PlanError::NoReason),
        long if long.chars().count() > REASON_CHARS_MAX => Err(PlanError::ReasonTooLong),
        reason => Ok(reason),
    }
}

/// What was wished for, once it makes sense; `before` is the calendar that runs already.
fn checked(ctx: &Ctx, wish: Wish, before: Option<&Calendar>) -> Result<(Calendar, Wish), PlanError> {
    let Wish { days, zone, successor, audience, reason } = wish;
    let reason = reason.trim().to_owned();
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(PlanError::ReasonTooLong);
    }
    let successor = successor
        .map(|it| Successor { name: it.name.trim().to_owned(), url: it.url.trim().to_owned() })
        .filter(|it| !(it.name.is_empty() && it.url.is_empty()));
    if successor.as_ref().is_some_and(|it| !is_fine(it)) {
        return Err(PlanError::Successor);
    }
    let today = ctx.now().to_zoned(zone.clone()).date();
    check(&days, before.map(Calendar::days), today).map_err(PlanError::Days)?;
    let far = || PlanError::Days(vec![DaysProblem::Far { step: last(), day: days.of(last()) }]);
    let calendar = Calendar::new(days, zone.clone()).ok_or_else(far)?;
    Ok((calendar, Wish { days, zone, successor, audience, reason }))
}

const fn last() -> domain::sunset::calendar::Step {
    domain::sunset::calendar::Step::Erasure
}

fn is_fine(successor: &Successor) -> bool {
    let fits = |text: &str, most: usize| {
        !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control)
    };
    let host = successor.url.strip_prefix("https://").unwrap_or_default();
    // It is written into a header as it is.
    let is_plain = successor.url.chars().all(|sign| sign.is_ascii_graphic() && !"<>\"\\^`{|}".contains(sign));
    let begins = host.starts_with(|sign: char| sign.is_ascii_alphanumeric());
    fits(&successor.name, NAME_CHARS_MAX) && fits(&successor.url, URL_CHARS_MAX) && is_plain && begins
}

/// Writes a plan down. Nobody is told and nothing ends by it until it is started.
///
/// # Errors
/// See [`PlanError`]; nothing has changed then. So for all functions here.
pub async fn draft(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    scope: Scope,
    wish: Wish,
    why: &str,
) -> Result<SunsetId, PlanError> {
    let why = reason_of(why)?.to_owned();
    let (calendar, wish) = checked(ctx, wish, None)?;
    let id: SunsetId = ctx.id();
    let plan = Plan {
        id,
        scope,
        state: PlanState::Draft,
        revision: 1,
        calendar,
        successor: wish.successor,
        audience: wish.audience,
        reason: wish.reason,
        changed_at: ctx.now(),
        erased_at: None,
    };
    let line = staff_log::server_line(ctx, permit, "sunset.draft", id, why.clone());
    let by = permit.by().account();
    ctx.db()
        .write("draft_sunset", move |tx| {
            let known = match scope {
                Scope::Shop(merchant) => store::merchants::by_id(tx, merchant)?.is_some(),
                Scope::Nonprofit(nonprofit) => store::nonprofits::by_id(tx, nonprofit)?.is_some(),
                Scope::Feature(_) | Scope::Server => true,
            };
            if !known {
                return Err(PlanError::NoSuchParty);
            }
            keep(tx, &plan, ("draft", &why), by)?;
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await?;
    Ok(id)
}

/// Starts a draft: from now on it is followed.
pub async fn start(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    seen: (SunsetId, i64),
    why: &str,
) -> Result<(), PlanError> {
    let now = ctx.now();
    step(ctx, permit, seen, ("start", "sunset.start", why), move |tx, plan| {
        if plan.state != PlanState::Draft {
            return Err(PlanError::State(plan.state));
        }
        if let Some(other) = store::sunsets::running_of(tx, plan.scope, plan.id)? {
            return Err(PlanError::Another(other));
        }
        // Days may have gone by since it was written.
        let today = now.to_zoned(plan.calendar.zone().clone()).date();
        check(plan.calendar.days(), None, today).map_err(PlanError::Days)?;
        Ok(Plan { state: PlanState::Running, ..plan })
    })
    .await
}

/// Changes a draft, or a plan that runs: whoever was told is told of the change. What ends stays the same.
pub async fn change(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    seen: (SunsetId, i64),
    wish: Wish,
    why: &str,
) -> Result<(), PlanError> {
    let house = ctx.clone();
    step(ctx, permit, seen, ("change", "sunset.change", why), move |_, plan| {
        let before = match plan.state {
            PlanState::Draft => None,
            PlanState::Running => Some(&plan.calendar),
            PlanState::Withdrawn => return Err(PlanError::State(plan.state)),
        };
        let (calendar, wish) = checked(&house, wish.clone(), before)?;
        let Wish { successor, audience, reason, .. } = wish;
        Ok(Plan { calendar, successor, audience, reason, ..plan })
    })
    .await
}

/// Takes a plan back: everything is as before it, and whoever was told is told so.
pub async fn withdraw(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    seen: (SunsetId, i64),
    why: &str,
) -> Result<(), PlanError> {
    step(ctx, permit, seen, ("withdraw", "sunset.withdraw", why), |_, plan| match plan.state {
        PlanState::Draft | PlanState::Running => Ok(Plan { state: PlanState::Withdrawn, ..plan }),
        PlanState::Withdrawn => Err(PlanError::State(plan.state)),
    })
    .await
}

/// One change of a plan that the operator saw in a revision.
async fn step(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    (id, revision): (SunsetId, i64),
    (action, word, why): (&'static str, &'static str, &str),
    changed: impl Fn(&mut Tx<'_>, Plan) -> Result<Plan, PlanError> + Send + Sync + 'static,
) -> Result<(), PlanError> {
    let why = reason_of(why)?.to_owned();
    let line = staff_log::server_line(ctx, permit, word, id, why.clone());
    let (by, now) = (permit.by().account(), ctx.now());
    ctx.db()
        .write("change_sunset", move |tx| {
            let plan = store::sunsets::by_id(tx, id)?.ok_or(PlanError::NotFound)?;
            // From asking on: what is half erased cannot be put off.
            let is_asked = store::erasures::of(tx, ErasureOf::End(plan.scope))?.is_some();
            if plan.erased_at.is_some() || (is_asked && plan.state == PlanState::Running) {
                return Err(PlanError::Erased);
            }
            if plan.revision != revision {
                return Err(PlanError::Meanwhile);
            }
            let plan = changed(tx, plan)?;
            let plan = Plan { revision: revision + 1, changed_at: now, ..plan };
            keep(tx, &plan, (action, &why), by)?;
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await
}

fn keep(
    tx: &mut Tx<'_>,
    plan: &Plan,
    said: (&str, &str),
    by: Option<domain::ids::AccountId>,
) -> Result<(), PlanError> {
    if !store::sunsets::set(tx, plan)? {
        return Err(PlanError::Meanwhile);
    }
    store::sunsets::note_change(tx, plan, said, by)?;
    // Plans are kept in memory with the gates.
    changes::note(tx, ChangeKind::Gate, 0, 0, plan.changed_at)?;
    Ok(())
}
