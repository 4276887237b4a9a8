//! The way of a try past the shield: a crowd waits for its turn, and which card it is, the provider is asked last.

use std::time::Duration;

use super::shield::{Stopped, Trier};
use super::view::{DonationView, payee_of};
use crate::Ctx;
use crate::checkout::MethodChoice;

/// How long a try waits to hear which card it is.
const FINGERPRINT_WAIT: Duration = Duration::from_secs(2);
/// How long somebody in a crowd waits for a turn.
const CROWD_WAIT: Duration = Duration::from_secs(5);
/// Between two looks while they wait.
const CROWD_LOOK: Duration = Duration::from_millis(200);

/// Lets a try through to the provider, or says how long to wait. A crowd waits here for its turn.
pub(super) async fn pass_shield(
    ctx: &Ctx,
    view: &DonationView,
    trier: &Trier,
    method: &MethodChoice,
) -> Result<bool, Stopped> {
    // Ways to pay are kept once they were paid with.
    let is_known = view.donation.donor.account.is_some() && !view.methods.is_empty();
    let mut card = match method {
        MethodChoice::Saved(id) => id.to_string(),
        MethodChoice::New { .. } => String::new(),
    };
    let shield = &ctx.memory().shield;
    let gift = view.donation.id;
    let deadline = tokio::time::Instant::now() + CROWD_WAIT;
    let may_wait = |stopped: &Stopped| stopped.is_crowd && tokio::time::Instant::now() < deadline;
    let mut asked_of = match method {
        MethodChoice::Saved(_) => None,
        MethodChoice::New { token, .. } => Some(token),
    };
    loop {
        match shield.admit((trier, &card, is_known), gift, ctx.now()) {
            Err(stopped) if may_wait(&stopped) => tokio::time::sleep(CROWD_LOOK).await,
            // The other limits let it through: once for this try it is asked which card it is.
            Ok(true) if let Some(token) = asked_of.take() => {
                let Some(fingerprint) = fingerprint(ctx, view, token).await else { return Ok(true) };
                match shield.identify(gift, &fingerprint, ctx.now()) {
                    Ok(()) => return Ok(true),
                    Err(stopped) if may_wait(&stopped) => card = fingerprint,
                    Err(stopped) => return Err(stopped),
                }
            }
            other => return other,
        }
    }
}

/// Which card a donor has typed, as the provider tells cards apart. Nothing where it does not say so in time: the other limits
/// hold, and no gift is held up for it. It is counted by and never written anywhere.
async fn fingerprint(ctx: &Ctx, view: &DonationView, token: &str) -> Option<String> {
    let payments = &ctx.ports().payments;
    if !payments.takes(token) {
        return None;
    }
    let asked = payments.fingerprint(token, payee_of(ctx, &view.nonprofit));
    match tokio::time::timeout(FINGERPRINT_WAIT, asked).await {
        Ok(Ok(known)) => known,
        Ok(Err(error)) => {
            tracing::debug!(%error, "the provider did not say which card a gift is tried with");
            None
        }
        Err(_) => None,
    }
}
