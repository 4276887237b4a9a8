//! The operator opens and closes: every change with its reason, in the log.

use domain::access::{Permit, RunServer};
use domain::gate::{AutoStop, Feature, Gate, RULES_MAX, Rule, RuleProblem};
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::{DbError, staff_actions};

use crate::switches::REASON_CHARS_MAX;
use crate::{Ctx, staff_log};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeGate {
    /// Opens to all; the rules stay for later.
    OpenToAll,
    /// Opens by the rules alone.
    OpenByRules,
    /// Adds a rule at the end.
    AddRule(Rule),
    /// Takes the rule with this number away, counted from 0.
    DropRule(usize),
    /// Closes it by itself under these conditions; none for never.
    AutoStop(Option<AutoStop>),
}

impl ChangeGate {
    const fn action(&self) -> &'static str {
        match self {
            Self::OpenToAll => "gate.open",
            Self::OpenByRules => "gate.restrict",
            Self::AddRule(_) => "gate.rule",
            Self::DropRule(_) => "gate.drop_rule",
            Self::AutoStop(_) => "gate.auto_stop",
        }
    }
}

/// Why a gate was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Whoever reads the log must learn why.
    #[error("a reason is needed")]
    NoReason,
    /// The reason is longer than [`REASON_CHARS_MAX`].
    #[error("a reason has at most {REASON_CHARS_MAX} characters")]
    ReasonTooLong,
    /// The rule makes no sense.
    #[error(transparent)]
    Rule(#[from] RuleProblem),
    /// There is no rule of that number.
    #[error("there is no such rule")]
    NoSuchRule,
    /// Somebody changed the gate meanwhile: look at it first.
    #[error("the gate was changed meanwhile: look at it and decide again")]
    Meanwhile,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Changes the gate of a feature, which the operator saw in `version`; 0 where none was set.
///
/// # Errors
/// See [`ChangeError`]; nothing has changed then.
pub async fn change(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    (feature, version): (Feature, i64),
    change: ChangeGate,
    reason: &str,
) -> Result<(), ChangeError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ChangeError::NoReason);
    }
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(ChangeError::ReasonTooLong);
    }
    let line = staff_log::server_line(ctx, permit, change.action(), feature.word(), reason);
    let now = ctx.now();
    ctx.db()
        .write("change_gate", move |tx| {
            let mut gate = store::gates::of(tx, feature)?.unwrap_or_else(|| Gate::open_to_all(feature));
            if gate.version != version {
                return Err(ChangeError::Meanwhile);
            }
            apply(&mut gate, change.clone(), now)?;
            gate.version += 1;
            if !store::gates::set(tx, &gate, now)? {
                return Err(ChangeError::Meanwhile);
            }
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Gate, 0, 0, now)?;
            Ok(())
        })
        .await
}

fn apply(gate: &mut Gate, change: ChangeGate, now: Timestamp) -> Result<(), ChangeError> {
    match change {
        ChangeGate::OpenToAll => gate.is_open = true,
        ChangeGate::OpenByRules => gate.is_open = false,
        ChangeGate::AddRule(rule) => {
            rule.check()?;
            if rule.until.is_some_and(|until| until <= now) {
                return Err(RuleProblem::Over.into());
            }
            if gate.rules.len() >= RULES_MAX {
                return Err(RuleProblem::Full.into());
            }
            gate.rules.push(rule);
        }
        ChangeGate::DropRule(number) => {
            if number >= gate.rules.len() {
                return Err(ChangeError::NoSuchRule);
            }
            gate.rules.remove(number);
        }
        ChangeGate::AutoStop(conditions) => gate.auto_stop = conditions,
    }
    Ok(())
}
