//! What everybody may know of the server: what can be begun here today, and how that changed. Read from the operator's own
//! log and from the plans of what ends, so that nothing has to be announced by hand; who did it and for which shops or
//! people stays in there.

use domain::gate::{Asker, Feature};
use domain::ids::{AuditId, SunsetId, made_at_ms};
use domain::sunset::calendar::{Calendar, Step};
use domain::sunset::story::{Act, Chapter, Deed, story};
use domain::sunset::{self, Plan, Scope};
use domain::view::staff::StaffAction;
use jiff::Timestamp;
use jiff::civil::Date;
use store::sunsets::PlanChange;
use store::{DbError, staff_actions};

use crate::Ctx;
use crate::gates::Gates;

/// Changes on one page.
pub const PAGE_CHANGES: u32 = 30;

/// Whether something new of a feature can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// By everybody.
    Open,
    /// By some, who become more.
    InSteps,
    /// By nobody yet, or by nobody any more.
    Closed,
    /// By nobody for now: it was stopped.
    Stopped,
    /// By nobody: it has ended.
    Ended,
}

/// How a feature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Which.
    pub feature: Feature,
    /// How it stands.
    pub standing: Standing,
    /// The day on which it ends, where people were told of one.
    pub ends_on: Option<Date>,
}

/// What happened to a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It was opened to all.
    Opened,
    /// It is open by rules only.
    Restricted,
    /// Its rules are others.
    Ruled,
    /// It was stopped.
    Stopped,
    /// It is stopped no more.
    Resumed,
}

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Something happened to a feature.
    Feature(Feature, Turn),
    /// Something happened to the plan of an end.
    End {
        /// Which plan.
        plan: SunsetId,
        /// What ends.
        scope: Scope,
        /// What happened.
        chapter: Chapter,
        /// Its page is there to be read.
        has_page: bool,
    },
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Names it for good.
    pub id: String,
    /// What.
    pub news: News,
    /// When.
    pub at: Timestamp,
}

/// Some changes, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Them.
    pub list: Vec<Change>,
    /// Where older ones begin, if there are any.
    pub older: Option<AuditId>,
}

/// How each feature stands, in the order of [`Feature::ALL`].
///
/// # Errors
/// [`DbError`] when gates and switches cannot be read.
pub async fn now(ctx: &Ctx) -> Result<Vec<Now>, DbError> {
    let gates = Gates::of(ctx).await?;
    let now = |feature: Feature| {
        let closing = gates.closing(ctx, feature, &Asker::default());
        let standing = match gates.gate(feature) {
            _ if closing.is_some_and(|closing| closing.is_over(ctx.now())) => Standing::Ended,
            _ if gates.is_stopped(feature) => Standing::Stopped,
            Some(gate) if !gate.is_open && gate.rules.is_empty() => Standing::Closed,
            Some(gate) if !gate.is_open => Standing::InSteps,
            Some(_) | None => Standing::Open,
        };
        Now { feature, standing, ends_on: closing.map(|closing| closing.day) }
    };
    Ok(Feature::ALL.iter().map(|feature| now(*feature)).collect())
}

/// What changed, newest first, before the change `before` of the log: at most [`PAGE_CHANGES`] of that, and what happened
/// to plans in the same time.
///
/// # Errors
/// [`DbError`] when the log cannot be read.
pub async fn changes(ctx: &Ctx, before: Option<AuditId>) -> Result<Changes, DbError> {
    let (lines, plans) = ctx
        .db()
        .read(move |conn| {
            let lines = staff_actions::of_features(conn, before, PAGE_CHANGES)?;
            let mut plans = Vec::new();
            for plan in store::sunsets::list(conn)? {
                // The end of one shop or one nonprofit is told at its own desk and in its cards.
                if matches!(plan.scope, Scope::Feature(_) | Scope::Server) {
                    let deeds = store::sunsets::changes_of(conn, plan.id)?;
                    plans.push((plan, deeds));
                }
            }
            Ok::<_, DbError>((lines, plans))
        })
        .await?;
    let is_full = u32::try_from(lines.len()).is_ok_and(|count| count == PAGE_CHANGES);
    let older = lines.last().filter(|_| is_full).map(|last| last.id);
    let (from, until) = (older.map(made_at), before.map(made_at));
    let is_here = |at: Timestamp| from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until);
    let mut list: Vec<Change> = lines.iter().filter_map(change).collect();
    for (plan, deeds) in &plans {
        list.extend(told_of(ctx, plan, deeds).filter(|change| is_here(change.at)));
    }
    list.sort_by_key(|change| std::cmp::Reverse(change.at));
    Ok(Changes { list, older })
}

fn made_at(id: AuditId) -> Timestamp {
    Timestamp::from_millisecond(made_at_ms(id.0)).unwrap_or(Timestamp::MAX)
}

/// What everybody saw of a plan, oldest first; `deeds` are newest first.
fn told_of(ctx: &Ctx, plan: &Plan, deeds: &[PlanChange]) -> impl Iterator<Item = Change> {
    let deeds: Vec<Deed> = deeds
        .iter()
        .rev()
        .filter_map(|deed| {
            let (act, calendar) = (Act::from_word(&deed.action)?, Calendar::from_words(&deed.days)?);
            Some(Deed { revision: deed.revision, act, calendar, at: deed.at })
        })
        .collect();
    let (id, scope, has_page) = (plan.id, plan.scope, plan.is_public(ctx.now()));
    story(&deeds, ctx.now()).into_iter().filter(move |chapter| says_something(scope, chapter.turn)).map(
        move |chapter| {
            let word = match chapter.turn {
                sunset::story::Turn::Announced => "announced",
                sunset::story::Turn::Changed => "changed",
                sunset::story::Turn::Withdrawn => "withdrawn",
                sunset::story::Turn::Came(step) => step.word(),
            };
            Change {
                id: format!("{id}-{}-{word}", chapter.revision),
                news: News::End { plan: id, scope, chapter, has_page },
                at: chapter.at,
            }
        },
    )
}

/// A day on which nothing of `scope` changes is no news.
fn says_something(scope: Scope, turn: sunset::story::Turn) -> bool {
    let begins = |step| Feature::ALL.iter().any(|feature| scope.closes_from(*feature) == Some(step));
    match turn {
        sunset::story::Turn::Came(step @ (Step::NoOnboarding | Step::NoSales)) => begins(step),
        sunset::story::Turn::Came(_)
        | sunset::story::Turn::Announced
        | sunset::story::Turn::Changed
        | sunset::story::Turn::Withdrawn => true,
    }
}

/// A line of the log, if this build knows what it is about: a newer one's feature is not told of.
fn change(line: &StaffAction) -> Option<Change> {
    // The switch of the whole server stops buying, and nothing else.
    let feature = match line.subject.as_str() {
        "server" => Feature::Buy,
        word => Feature::from_word(word)?,
    };
    let turn = match line.action.as_str() {
        "gate.open" => Turn::Opened,
        "gate.restrict" => Turn::Restricted,
        "gate.rule" | "gate.drop_rule" => Turn::Ruled,
        "switch.throw" => Turn::Stopped,
        "switch.lift" => Turn::Resumed,
        _ => return None,
    };
    Some(Change { id: line.id.to_string(), news: News::Feature(feature, turn), at: line.created_at })
}
