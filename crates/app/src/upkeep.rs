//! Small work that no commit asks for: writing down what was counted, telling who waited for stock, turning prices
//! whose time has come, and looking for what was left lying.

use std::time::Duration;

use tokio::sync::watch;

use crate::catalog::{pictures, sales};
use crate::{
    Ctx, archives, callbacks, channel, checkout, connections, donations, erasure, figures, gates,
    idempotency, imports, jobs, mails, nonprofits, payees, payments, pledges, sunsets, webhooks,
};

/// Between two rounds. Views may be lost for so long when a process dies.
const ROUND: Duration = Duration::from_secs(1);
/// Rounds between two looks for stock that came back.
const RESTOCK_ROUNDS: u32 = 5;
/// Rounds between two looks for what was left lying.
const TIDY_ROUNDS: u32 = 60;

/// Does it every second until `stop` turns true, and a last time then.
pub async fn run(ctx: Ctx, mut stop: watch::Receiver<bool>) {
    // It waits for a provider at times: nothing else waits for it.
    let sweeper = tokio::spawn(payments::sweep_all_along(ctx.clone(), stop.clone()));
    let mut round: u32 = 0;
    while !*stop.borrow() {
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(ROUND) => {}
        }
        every_second(&ctx).await;
        round = round.wrapping_add(1);
        if round.is_multiple_of(TIDY_ROUNDS) {
            tidy(&ctx).await;
        }
        if round.is_multiple_of(RESTOCK_ROUNDS) {
            tell_restocked(&ctx).await;
        }
    }
    sweeper.abort();
}

/// Does all of it once: for whoever moves the clock from day to day.
pub async fn once(ctx: &Ctx) {
    every_second(ctx).await;
    tidy(ctx).await;
    tell_restocked(ctx).await;
}

async fn every_second(ctx: &Ctx) {
    if let Err(error) = figures::flush(ctx).await {
        tracing::warn!(%error, "counted views could not be written; trying again");
    }
    if let Err(error) = callbacks::flush(ctx).await {
        tracing::warn!(%error, "how shops' programs were asked could not be written; trying again");
    }
    if let Err(error) = gates::write_seen(ctx).await {
        tracing::warn!(%error, "who has seen a feature could not be written; trying again");
    }
    if let Err(error) = sales::turn(ctx).await {
        tracing::warn!(%error, "prices whose time has come could not be turned; trying again");
    }
}

async fn tell_restocked(ctx: &Ctx) {
    if let Err(error) = mails::tell_restocked(ctx).await {
        tracing::warn!(%error, "wishes for stock that came back could not be read; trying again");
    }
}

/// Looks once for what was left lying.
pub async fn tidy(ctx: &Ctx) {
    if let Err(error) = gates::stop_what_fails(ctx).await {
        tracing::warn!(%error, "what features come to could not be looked at; trying again");
    }
    if let Err(error) = sunsets::look_over(ctx).await {
        tracing::warn!(%error, "what is to be told of plans could not be looked for; trying again");
    }
    if let Err(error) = erasure::forget_declarations(ctx).await {
        tracing::warn!(%error, "declarations of Gift Aid could not be forgotten; trying again");
    }
    if let Err(error) = jobs::pull_in_strays(ctx).await {
        tracing::warn!(%error, "jobs put off by a wrong clock could not be looked for; trying again");
    }
    if let Err(error) = pictures::fetch_what_waits(ctx).await {
        tracing::warn!(%error, "pictures that wait could not be looked for; trying again");
    }
    if let Err(error) = imports::forget_old_files(ctx).await {
        tracing::warn!(%error, "old product files could not be forgotten; trying again");
    }
    if let Err(error) = archives::forget_expired(ctx).await {
        tracing::warn!(%error, "old archives could not be forgotten; trying again");
    }
    if let Err(error) = channel::forget_old(ctx).await {
        tracing::warn!(%error, "old pushes of shops' own programs could not be forgotten; trying again");
    }
    if let Err(error) = callbacks::forget_old(ctx).await {
        tracing::warn!(%error, "how shops' programs were asked long ago could not be forgotten; trying again");
    }
    if let Err(error) = connections::look_over(ctx).await {
        tracing::warn!(%error, "connected shops could not be looked over; trying again");
    }
    if let Err(error) = webhooks::look_over(ctx).await {
        tracing::warn!(%error, "messages to shops' own programs could not be looked over; trying again");
    }
    if let Err(error) = idempotency::forget_old(ctx).await {
        tracing::warn!(%error, "old keys could not be forgotten; trying again");
    }
    if let Err(error) = payments::forget_old_events(ctx).await {
        tracing::warn!(%error, "old events of payment providers could not be forgotten; trying again");
    }
    if let Err(error) = payees::look_at_all(ctx).await {
        tracing::warn!(%error, "merchants' accounts could not be looked for; trying again");
    }
    if let Err(error) = donations::end_old(ctx).await {
        tracing::warn!(%error, "gifts that were begun and never given could not be ended; trying again");
    }
    if let Err(error) = donations::statements::look_over(ctx).await {
        tracing::warn!(%error, "annual statements could not be asked for; trying again");
    }
    if let Err(error) = nonprofits::standing::look_over(ctx).await {
        tracing::warn!(%error, "nonprofits to look up again could not be looked for; trying again");
    }
    if let Err(error) = pledges::look_over(ctx).await {
        tracing::warn!(%error, "pledges whose time has come could not be looked for; trying again");
    }
    if let Err(error) = checkout::forget_expired(ctx).await {
        tracing::warn!(%error, "checkouts whose time is over could not be forgotten; trying again");
    }
}
