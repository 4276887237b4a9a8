//! The sweeper: what a provider tells by itself may be lost, so its own lists are looked through, period by period.
//! Payments, refunds and events since the last time are recorded as if they were heard now. Money that carries this
//! server's name and belongs to no order (a database that was put back to an older copy, a row lost) is let go of.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::access::{Permit, RunServer};
use domain::hex::hex;
use domain::payment::Observed;
use jiff::{SignedDuration, Timestamp};
use store::sweeps::{self, Orphan, OrphanState};
use store::{DbError, settings};
use tokio::sync::watch;

use super::drive::ask;
use super::hear::{hear_payment, take};
use super::refund::hear_refund;
use crate::jobs::JobError;
use crate::ports::{Between, Books, LetGo, ToldPayment};
use crate::{Ctx, payees};

/// Where the server's own name is kept.
const SERVER_NAME: &str = "server_identity";
/// Between two looks whether anything is due.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// Looked through again with each sweep: clocks differ, and what was made in the last moment shows late.
const OVERLAP: SignedDuration = SignedDuration::from_mins(15);
/// How far the first sweep goes back.
const FIRST: SignedDuration = SignedDuration::from_hours(24);
/// The longest span that is looked through at once; a server that slept for a month catches up in steps.
const SPAN_MAX: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Pages of one list at most: at a hundred to a page that is more than a week's trade of a large shop.
const PAGES_MAX: usize = 1_000;
/// Payments of which the accounts are looked at; an account that nobody was paid on lately is known from before.
const PAYMENTS_LOOKED_AT: u32 = 500;

/// Payments without an order that one sweep of an account lets go of.
const ORPHANS_AT_ONCE_MAX: u32 = 100;
/// Payments without an order that an operator is shown.
const ORPHANS_SHOWN_MAX: u32 = 100;

/// What a sweep found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Accounts that were looked through.
    pub accounts: usize,
    /// Events that had not been heard.
    pub events: usize,
    /// Payments without an order.
    pub orphans: usize,
}

/// Sweeps whenever it is due, until `stop` turns true.
pub async fn follow(ctx: Ctx, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = sweep_due(&ctx).await {
            tracing::warn!(%error, "the payment provider's lists could not be looked through; trying again");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Looks through the lists of every account that is due. Two servers never do the same account at once: whoever moves
/// its time on does it.
///
/// # Errors
/// [`JobError`] when the provider or the database did not answer; what was not looked through is, the next time.
pub async fn sweep_due(ctx: &Ctx) -> Result<Swept, JobError> {
    let mut swept = Swept::default();
    let Some(books) = ctx.ports().payments.books() else { return Ok(swept) };
    let (now, period) = (ctx.now(), ctx.sweep_period());
    if period.is_zero() {
        return Ok(swept);
    }
    let server = server_name(ctx).await?;
    let new = new_accounts(ctx).await?;
    let due = ctx
        .db()
        .write("claim_sweeps", move |tx| {
            for payee in &new {
                sweeps::begin(tx, payee, now - FIRST, now)?;
            }
            sweeps::claim(tx, now, now + period)
        })
        .await?;
    // An account that cannot be reached (its owner took our access away) keeps no other waiting.
    let mut failed = None;
    for (payee, since) in due {
        match one_account(ctx, books, &server, &payee, since).await {
            Ok(one) => {
                swept.accounts += 1;
                swept.orphans += one.orphans;
                swept.events += one.events;
            }
            Err(error) => {
                tracing::warn!(payee, %error, "an account's lists could not be looked through");
                failed.get_or_insert(error);
            }
        }
    }
    failed.map_or(Ok(swept), Err)
}

/// Looks through the lists of one account, from a little before `since` on.
async fn one_account(
    ctx: &Ctx,
    books: &dyn Books,
    server: &str,
    payee: &str,
    since: Timestamp,
) -> Result<Swept, JobError> {
    if !payees::is_reached(ctx, payee).await? {
        // Its owner took the key away: nothing can be asked, until there is one again.
        return Ok(Swept::default());
    }
    let from = since - OVERLAP;
    let until = ctx.now().min(since + SPAN_MAX);
    let orphans = payments(ctx, books, payee, server, (from, until)).await?;
    let_go_of_orphans(ctx, books, payee).await?;
    refunds(ctx, books, payee, (from, until)).await?;
    let events = events(ctx, books, payee, (from, until)).await?;
    let done = payee.to_owned();
    ctx.db().write("note_sweep", move |tx| sweeps::done(tx, &done, until)).await?;
    Ok(Swept { accounts: 1, events, orphans })
}

/// The operator's own account, and those that somebody was paid on lately, as far as they are new to the sweeper.
async fn new_accounts(ctx: &Ctx) -> Result<BTreeSet<String>, DbError> {
    ctx.db()
        .read(|conn| {
            let known: BTreeSet<String> = sweeps::known(conn)?.into_iter().collect();
            let lately = store::payouts::lately_paid(conn, PAYMENTS_LOOKED_AT)?;
            let all = lately.into_iter().map(|(_, payee)| payee).chain([String::new()]);
            Ok(all.filter(|payee| !known.contains(payee)).collect())
        })
        .await
}

/// Payments: what is ours is recorded, what is ours and belongs to no order is noted. Says how many those were.
async fn payments(
    ctx: &Ctx,
    books: &dyn Books,
    payee: &str,
    server: &str,
    (from, until): (Timestamp, Timestamp),
) -> Result<usize, JobError> {
    let mut orphans = 0;
    let mut after = String::new();
    for _ in 0..PAGES_MAX {
        let page = ask(books.payments_between(payee, Between { from, until, after: &after })).await?;
        for told in page.items {
            // Another server's, another program's: whatever it is, it is not ours to move.
            if told.server == server && !told.key.is_empty() {
                orphans += usize::from(one(ctx, payee, told).await?);
            }
        }
        match page.next {
            Some(next) => after = next,
            None => return Ok(orphans),
        }
    }
    Err(too_many())
}

/// Records a payment of ours; `true`: it belongs to no order.
async fn one(ctx: &Ctx, payee: &str, told: ToldPayment) -> Result<bool, JobError> {
    let Some(seen) = told.seen.clone() else { return Ok(false) };
    let key = told.key.clone();
    let known = ctx
        .db()
        .read(move |conn| {
            let ordered = store::payments::by_key(conn, &key)?.is_some();
            Ok::<_, DbError>(ordered || store::donations::payments::by_key(conn, &key)?.is_some())
        })
        .await?;
    if known {
        hear_payment(ctx, payee, told.key, seen).await?;
        return Ok(false);
    }
    let holds = match seen.observed {
        Observed::Authorized | Observed::Captured | Observed::RequiresAction => true,
        Observed::Voided | Observed::Failed => false,
    };
    if !holds {
        return Ok(false);
    }
    let orphan = Orphan {
        payee: payee.to_owned(),
        reference: told.reference.clone(),
        key: told.key,
        amount: seen.amount,
        state: OrphanState::Found,
        found_at: ctx.now(),
    };
    let is_new = ctx.db().write("find_orphan", move |tx| sweeps::find_orphan(tx, &orphan)).await?;
    if is_new {
        tracing::error!(
            payment = %told.reference,
            amount = %seen.amount.to_decimal(),
            currency = %seen.amount.currency,
            "the provider has a payment of this server that belongs to no order; it is let go of or given back"
        );
    }
    Ok(is_new)
}

/// Lets go of whatever was found on an account and is not let go of yet, now or in an earlier sweep.
async fn let_go_of_orphans(ctx: &Ctx, books: &dyn Books, payee: &str) -> Result<(), DbError> {
    let of = payee.to_owned();
    let open = ctx.db().read(move |conn| sweeps::open_orphans(conn, &of, ORPHANS_AT_ONCE_MAX)).await?;
    for reference in open {
        settle(ctx, books, payee, &reference).await?;
    }
    Ok(())
}

async fn settle(ctx: &Ctx, books: &dyn Books, payee: &str, reference: &str) -> Result<(), DbError> {
    let state = match ask(books.let_go(payee, reference)).await {
        Ok(LetGo::Voided) => OrphanState::Voided,
        Ok(LetGo::Refunded) => OrphanState::Refunded,
        // It stays among what was found, and the next sweep tries again: a bank may be at it, a buyer may dispute it.
        Err(error) => {
            tracing::error!(payment = reference, %error, "a payment without an order cannot be let go of yet");
            return Ok(());
        }
    };
    let (payee, reference, now) = (payee.to_owned(), reference.to_owned(), ctx.now());
    ctx.db()
        .write("settle_orphan", move |tx| sweeps::settle_orphan(tx, &payee, &reference, state, now))
        .await?;
    Ok(())
}

async fn refunds(
    ctx: &Ctx,
    books: &dyn Books,
    payee: &str,
    (from, until): (Timestamp, Timestamp),
) -> Result<(), JobError> {
    let mut after = String::new();
    for _ in 0..PAGES_MAX {
        let page = ask(books.refunds_between(payee, Between { from, until, after: &after })).await?;
        for told in page.items {
            hear_refund(ctx, payee, told).await?;
        }
        match page.next {
            Some(next) => after = next,
            None => return Ok(()),
        }
    }
    Err(too_many())
}

/// Events that were told and never arrived; says how many.
async fn events(
    ctx: &Ctx,
    books: &dyn Books,
    payee: &str,
    (from, until): (Timestamp, Timestamp),
) -> Result<usize, JobError> {
    let mut missed = 0;
    let mut after = String::new();
    for _ in 0..PAGES_MAX {
        let page = ask(books.events_between(payee, Between { from, until, after: &after })).await?;
        for heard in page.items {
            missed += usize::from(take(ctx, heard).await?);
        }
        match page.next {
            Some(next) => after = next,
            None => return Ok(missed),
        }
    }
    Err(too_many())
}

fn too_many() -> JobError {
    JobError::Later("the provider's list is longer than is looked through at once".to_owned())
}

/// The newest payments that belonged to no order, and what became of each.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn orphans(ctx: &Ctx, _permit: &Permit<RunServer>) -> Result<Vec<Orphan>, DbError> {
    ctx.db().read(|conn| sweeps::orphans(conn, ORPHANS_SHOWN_MAX)).await
}

/// What this server calls itself at payment providers: made once, kept in the database, shared by all servers on it. Two
/// servers with databases of their own on one account never settle each other's payments.
pub(crate) async fn server_name(ctx: &Ctx) -> Result<String, DbError> {
    let named = ctx.memory().server_name.get_or_try_init(|| async {
        let kept = ctx.db().read(|conn| settings::get(conn, SERVER_NAME)).await?;
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let digits = hex(&ctx.random::<10>());
        let fresh = format!("srv_{digits}");
        ctx.db()
            .write("name_server", move |tx| {
                settings::set_once(tx, SERVER_NAME, &fresh)?;
                settings::get(tx, SERVER_NAME)?.ok_or(DbError::Missing("the name just kept"))
            })
            .await
    });
    named.await.cloned()
}
