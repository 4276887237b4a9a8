//! Small work that no commit asks for: writing down what was counted, telling who waited for stock.

use std::time::Duration;

use tokio::sync::watch;

use crate::{Ctx, figures, mails};

/// Between two rounds. Views may be lost for so long when a process dies.
const ROUND: Duration = Duration::from_secs(1);
/// Rounds between two looks for stock that came back.
const RESTOCK_ROUNDS: u32 = 5;

/// Does it every second until `stop` turns true, and a last time then.
pub async fn run(ctx: Ctx, mut stop: watch::Receiver<bool>) {
    let mut round: u32 = 0;
    while !*stop.borrow() {
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(ROUND) => {}
        }
        if let Err(error) = figures::flush(&ctx).await {
            tracing::warn!(%error, "counted views could not be written; trying again");
        }
        round = round.wrapping_add(1);
        if round.is_multiple_of(RESTOCK_ROUNDS)
            && let Err(error) = mails::tell_restocked(&ctx).await
        {
            tracing::warn!(%error, "wishes for stock that came back could not be read; trying again");
        }
    }
}
