//! Kill switches: one sentence of the operator's stops buying by an offer, from a merchant, or on the server, or anything
//! new of another feature.

use std::sync::Arc;

use domain::access::{AtMerchant, MerchantAct, Permit, RunServer};
use domain::ids::{MerchantId, OfferId};
use domain::view::posts::Switches;
use domain::view::staff::{Switch, Thrown};
use store::changes::{self, ChangeKind};
use store::{DbError, kill_switches, offers, staff_actions};

use crate::Ctx;
use crate::staff_log::{self, permitted};

/// The longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 500;

/// Why a switch was not thrown.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    /// Whoever is stopped must be able to read why.
    #[error("a reason is needed")]
    NoReason,
    /// The reason is longer than [`REASON_CHARS_MAX`].
    #[error("a reason has at most {REASON_CHARS_MAX} characters")]
    ReasonTooLong,
    /// There is no such offer or merchant.
    #[error("there is nothing of that name to stop")]
    Unknown,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Stops buying, at once and for everybody.
///
/// # Errors
/// See [`SwitchError`]; nothing has changed then.
pub async fn throw(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    switch: Switch,
    reason: &str,
) -> Result<(), SwitchError> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(SwitchError::NoReason);
    }
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(SwitchError::ReasonTooLong);
    }
    let line = staff_log::server_line(ctx, permit, "switch.throw", name_of(switch), reason.clone());
    let (by, now) = (permit.by().account(), ctx.now());
    ctx.db()
        .write("throw_switch", move |tx| {
            let known = match switch {
                Switch::Server | Switch::Feature(_) => true,
                Switch::Merchant(merchant) => store::merchants::pricing_version(tx, merchant)?.is_some(),
                Switch::Offer(offer) => offers::by_id(tx, offer)?.is_some(),
            };
            if !known {
                return Err(SwitchError::Unknown);
            }
            kill_switches::throw(tx, switch, &reason, by, now)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::KillSwitch, switch.words().1, 0, now)?;
            Ok(())
        })
        .await
}

/// Lets buying go on. Says whether the switch was thrown.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn lift(ctx: &Ctx, permit: &Permit<RunServer>, switch: Switch) -> Result<bool, DbError> {
    let line = staff_log::server_line(ctx, permit, "switch.lift", name_of(switch), "");
    let now = ctx.now();
    ctx.db()
        .write("lift_switch", move |tx| {
            let lifted = kill_switches::lift(tx, switch)?;
            if lifted {
                staff_actions::note(tx, &line)?;
                changes::note(tx, ChangeKind::KillSwitch, switch.words().1, 0, now)?;
            }
            Ok(lifted)
        })
        .await
}

/// A merchant's own stop for one of its offers: it closes the offer, or opens it again.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn set_offer_open(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    offer: OfferId,
    open: bool,
) -> Result<bool, DbError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let action = if open { "offer.open" } else { "offer.close" };
    let line = staff_log::line(ctx, permit.by(), merchant, action, offer, "");
    let now = ctx.now();
    ctx.db()
        .write("set_offer_open", move |tx| {
            let changed = offers::set_open(tx, merchant, offer, open)?;
            if changed {
                staff_actions::note(tx, &line)?;
                changes::note(tx, ChangeKind::Offer, offer.0, merchant.0, now)?;
            }
            Ok(changed)
        })
        .await
}

/// All switches that are thrown, for the operator.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(ctx: &Ctx, _permit: &Permit<RunServer>) -> Result<Vec<Thrown>, DbError> {
    ctx.db().read(kill_switches::list).await
}

/// Every switch that is thrown, from memory where they are known.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn thrown(ctx: &Ctx) -> Result<Arc<Switches>, DbError> {
    let kept = &ctx.memory().switches;
    if let Some(known) = kept.get(&()) {
        return Ok(known);
    }
    let mark = kept.mark();
    let thrown = ctx.db().read(kill_switches::list).await?;
    let mut switches = Switches::default();
    for one in thrown {
        match one.switch {
            Switch::Server => switches.server = true,
            Switch::Merchant(merchant) => switches.merchants.push(merchant),
            Switch::Offer(offer) => switches.offers.push(offer),
            Switch::Feature(feature) => switches.features.push(feature),
        }
    }
    let switches = Arc::new(switches);
    kept.put(mark, (), Arc::clone(&switches));
    Ok(switches)
}

/// Which switch stops buying from `merchant` by `offer`; the checkout asks before every order.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn stopping(
    ctx: &Ctx,
    merchant: MerchantId,
    offer: Option<OfferId>,
) -> Result<Option<Switch>, DbError> {
    ctx.db().read(move |conn| kill_switches::stopping(conn, merchant, offer)).await
}

fn name_of(switch: Switch) -> String {
    match switch {
        Switch::Server => "server".to_owned(),
        Switch::Merchant(merchant) => merchant.to_string(),
        Switch::Offer(offer) => offer.to_string(),
        Switch::Feature(feature) => feature.word().to_owned(),
    }
}
