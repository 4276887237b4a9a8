//! What people do with a feature, next to its gate (W2): those whom a rule picked, and everybody else.

use domain::access::{Permit, RunServer};
use domain::gate::Feature;
use domain::money::BasisPoints;
use jiff::SignedDuration;
use store::DbError;
pub use store::gates::Deeds as Cohort;

use crate::Ctx;

/// What the figures cover, counted back from now.
pub const COHORTS_SPAN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Both groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cohorts {
    /// Whom a rule picked, and who therefore keeps the feature.
    pub picked: Cohort,
    /// Everybody else, guests included.
    pub others: Cohort,
}

/// What happened in the last [`COHORTS_SPAN`]; none for features for which nothing is paid.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn cohorts(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
    feature: Feature,
) -> Result<Option<Cohorts>, DbError> {
    let from = ctx.now() - COHORTS_SPAN;
    let deeds = ctx.db().read(move |conn| store::gates::deeds(conn, feature, from)).await?;
    Ok(deeds.map(|(picked, others)| Cohorts { picked, others }))
}

/// The share that `part` is of `whole`; nothing of nothing.
#[must_use]
pub fn share_of(part: i64, whole: i64) -> BasisPoints {
    let points = part.saturating_mul(i64::from(BasisPoints::WHOLE.0)) / whole.max(1);
    BasisPoints(u32::try_from(points).unwrap_or(0))
}
