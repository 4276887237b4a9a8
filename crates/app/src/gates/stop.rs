//! A feature whose orders or gifts go wrong too often closes by itself (W2), with the figures as its reason.

use domain::access::{Actor, RunServer};
use domain::gate::{AutoStop, Feature};
use domain::view::staff::Switch;
use jiff::SignedDuration;
use store::DbError;
use store::gates::Deeds;

use super::Gates;
use super::cohort::share_of;
use crate::Ctx;
use crate::switches::{self, SwitchError};

/// The figures of so long decide.
const LOOKED_AT: SignedDuration = SignedDuration::from_hours(24);

/// Looks at every gate that closes by itself, and throws the kill switch of those that must.
pub(crate) async fn stop_what_fails(ctx: &Ctx) -> Result<(), DbError> {
    let gates = Gates::of(ctx).await?;
    for feature in Feature::ALL {
        let Some(conditions) = gates.gate(*feature).and_then(|gate| gate.auto_stop) else { continue };
        if gates.switches.stops(*feature) {
            continue;
        }
        let (feature, from) = (*feature, ctx.now() - LOOKED_AT);
        let deeds = ctx.db().read(move |conn| store::gates::deeds(conn, feature, from)).await?;
        let Some((picked, others)) = deeds else { continue };
        if let Some(reason) = reason_to_stop(conditions, sum(picked, others)) {
            tracing::error!(feature = feature.word(), %reason, "a feature was closed by itself");
            let permit = Actor::System.may(RunServer).map_err(|_| DbError::Closed)?;
            match switches::throw(ctx, &permit, Switch::Feature(feature), &reason).await {
                Err(SwitchError::Db(error)) => return Err(error),
                Ok(()) | Err(SwitchError::NoReason | SwitchError::ReasonTooLong | SwitchError::Unknown) => {}
            }
        }
    }
    Ok(())
}

fn sum(one: Deeds, other: Deeds) -> Deeds {
    Deeds {
        tried: one.tried + other.tried,
        done: one.done + other.done,
        given_back: one.given_back + other.given_back,
        failed: one.failed + other.failed,
    }
}

fn reason_to_stop(conditions: AutoStop, deeds: Deeds) -> Option<String> {
    if deeds.tried < i64::from(conditions.least) {
        return None;
    }
    let given_back = share_of(deeds.given_back, deeds.done);
    if conditions.refunded.is_some_and(|limit| given_back >= limit) {
        return Some(format!("{} of {} were given back within a day", deeds.given_back, deeds.done));
    }
    let failed = share_of(deeds.failed, deeds.tried);
    if conditions.failed.is_some_and(|limit| failed >= limit) {
        return Some(format!("{} of {} tries were refused within a day", deeds.failed, deeds.tried));
    }
    None
}

#[cfg(test)]
mod tests {
    use domain::money::BasisPoints;

    use super::*;

    #[test]
    fn it_stops_at_the_share_and_not_before_there_is_enough_to_tell() {
        let conditions =
            AutoStop { least: 20, refunded: Some(BasisPoints(2_000)), failed: Some(BasisPoints(5_000)) };
        let deeds = |tried, done, given_back, failed| Deeds { tried, done, given_back, failed };
        let cases = [
            (deeds(19, 10, 10, 9), false),
            (deeds(20, 20, 3, 0), false),
            (deeds(20, 20, 4, 0), true),
            (deeds(20, 11, 0, 9), false),
            (deeds(20, 10, 0, 10), true),
            (deeds(20, 0, 0, 0), false),
        ];
        for (deeds, stops) in cases {
            assert_eq!(reason_to_stop(conditions, deeds).is_some(), stops, "{deeds:?}");
        }
    }
}
