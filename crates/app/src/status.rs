//! What everybody may know of the server: what can be begun here today, and how that changed. Read from the operator's own
//! log, so that nothing has to be announced by hand; who did it and for which shops or people stays in there.

use domain::gate::Feature;
use domain::ids::AuditId;
use domain::view::staff::StaffAction;
use jiff::Timestamp;
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

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Names it for good.
    pub id: AuditId,
    /// Of what.
    pub feature: Feature,
    /// How.
    pub turn: Turn,
    /// When.
    pub at: Timestamp,
}

/// How each feature stands, in the order of [`Feature::ALL`].
///
/// # Errors
/// [`DbError`] when gates and switches cannot be read.
pub async fn now(ctx: &Ctx) -> Result<Vec<(Feature, Standing)>, DbError> {
    let gates = Gates::of(ctx).await?;
    let standing = |feature: Feature| match gates.gate(feature) {
        _ if gates.is_stopped(feature) => Standing::Stopped,
        Some(gate) if !gate.is_open && gate.rules.is_empty() => Standing::Closed,
        Some(gate) if !gate.is_open => Standing::InSteps,
        Some(_) | None => Standing::Open,
    };
    Ok(Feature::ALL.iter().map(|feature| (*feature, standing(*feature))).collect())
}

/// What changed, newest first, before the change `before`; at most [`PAGE_CHANGES`].
///
/// # Errors
/// [`DbError`] when the log cannot be read.
pub async fn changes(ctx: &Ctx, before: Option<AuditId>) -> Result<Vec<Change>, DbError> {
    let lines = ctx.db().read(move |conn| staff_actions::of_features(conn, before, PAGE_CHANGES)).await?;
    Ok(lines.iter().filter_map(change).collect())
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
    Some(Change { id: line.id, feature, turn, at: line.created_at })
}
