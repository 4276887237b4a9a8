//! The job that sends to one shop: orders, refunds, cancellations. One job per shop, so that one that is slow or dead delays
//! nobody else; each row by itself, so that one that is wrong delays no other.
//!
//! An order is there exactly once: before it is sent it is written down that it may be there from now on, whoever dies then; and
//! what may be there is searched first, for as long as the shop's search may lag, before it is sent again.

use domain::connection::{ConnectionState, PAUSE_MAX, SEARCHED_MAX, SendKind, SendState, pause};
use domain::ids::{ConnectionId, JobId, MerchantId, OrderId, RefundId};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::connections::{self, Claimed, Reading, Tried, WishKind};
use store::jobs::{self, Job};
use store::{DbError, Tx};

use super::link::{Mood, Shop, Unreached, note, reach};
use super::order_out::{self, Found};
use super::outbox::CANCELED_BEFORE;
use super::{back, trial, wake_sync};
use crate::Ctx;
use crate::jobs::{Done, JobError};
use crate::ports::{OrderOut, PlatformError, TheirOrder};

/// Sent at once to one shop.
const UNDER_WAY_MAX: u32 = 4;
/// What is being sent counts as lost after this: more than a search and a push may take.
const LEASE: SignedDuration = SignedDuration::from_secs(75);
/// The job begins no new round after this, so that it ends before its own lease does.
const ROUNDS_FOR: SignedDuration = SignedDuration::from_secs(20);
/// When all that may be under way is: whoever sends it looks again at its end, so this is for when they died.
const BUSY: SignedDuration = SignedDuration::from_secs(10);
/// Nothing is put off for longer; what is was put off by a clock that was ahead.
const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(2);
const _: () =
    assert!(PAUSE_MAX.as_secs() < AHEAD_MAX.as_secs() && SEARCHED_MAX.as_secs() < AHEAD_MAX.as_secs());

/// The job.
pub(crate) async fn send(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let connection = ConnectionId(job.subject);
    let until = ctx.now() + ROUNDS_FOR;
    while ctx.now() < until {
        let Some((reading, claimed)) = claim(ctx, connection).await? else { break };
        let shop = match reach(ctx, &reading).await {
            Ok(shop) => shop,
            Err(Unreached::Db(error)) => return Err(error.into()),
            Err(Unreached::Platform(error)) => {
                give_back(ctx, &reading, &claimed).await?;
                note(ctx, connection, Mood::of::<()>(&Err(error))).await?;
                break;
            }
        };
        let sent = join_all(claimed.iter().map(|each| one(ctx, &reading, &shop, each)));
        // What could not be written down is looked for when its lease ends.
        sent.await.into_iter().collect::<Result<Vec<()>, DbError>>()?;
    }
    settle(ctx, connection).await?;
    Ok(Done::Settled)
}

/// Takes what is due; none when that is nothing, or nothing may be sent now.
async fn claim(ctx: &Ctx, connection: ConnectionId) -> Result<Option<(Reading, Vec<Claimed>)>, DbError> {
    let now = ctx.now();
    ctx.db()
        .write("claim_sends", move |tx| {
            let Some(reading) = connections::lock(tx, connection)? else { return Ok(None) };
            let shop = &reading.connection;
            if shop.state != ConnectionState::On || shop.not_before > now {
                return Ok(None);
            }
            // A shop that failed is asked once before it is sent everything that waits.
            let at_once = if shop.fails > 0 { 1 } else { UNDER_WAY_MAX };
            let free = at_once.saturating_sub(connections::under_way(tx, connection, now)?);
            if free == 0 {
                return Ok(None);
            }
            let times = (now, now + LEASE, now + AHEAD_MAX);
            let claimed = connections::claim(tx, connection, free, times)?;
            Ok((!claimed.is_empty()).then_some((reading, claimed)))
        })
        .await
}

/// Ends the job, or says when it runs next. Whoever writes a row meanwhile waits for this, or this for them.
async fn settle(ctx: &Ctx, connection: ConnectionId) -> Result<(), DbError> {
    let (job, now) = (JobId(connection.0), ctx.now());
    ctx.db()
        .write("settle_sends", move |tx| {
            let Some(reading) = connections::lock(tx, connection)? else { return jobs::finish(tx, &[job]) };
            let shop = &reading.connection;
            let next = match shop.state {
                ConnectionState::On => connections::next_due(tx, connection)?,
                ConnectionState::Paused | ConnectionState::Broken | ConnectionState::Closed => None,
            };
            match next {
                None => jobs::finish(tx, &[job]),
                Some(due) if due.max(shop.not_before) <= now => {
                    let is_full = connections::under_way(tx, connection, now)? >= UNDER_WAY_MAX;
                    jobs::reschedule(tx, &[(job, if is_full { now + BUSY } else { now })])
                }
                Some(due) => jobs::reschedule(tx, &[(job, due.max(shop.not_before))]),
            }
        })
        .await
}

/// Rows that were taken and never sent stand as they stood.
async fn give_back(ctx: &Ctx, reading: &Reading, claimed: &[Claimed]) -> Result<(), DbError> {
    let (connection, now) = (reading.connection.id, ctx.now());
    let rows: Vec<_> = claimed.iter().map(|each| (each.id, untried(each, now))).collect();
    ctx.db()
        .write("give_back_sends", move |tx| {
            connections::lock(tx, connection)?;
            for (id, tried) in &rows {
                connections::record(tx, *id, tried)?;
            }
            Ok(())
        })
        .await
}

fn untried(claimed: &Claimed, now: Timestamp) -> Tried {
    Tried {
        state: claimed.was,
        run_at: now,
        asked_at: claimed.asked_at,
        is_try: false,
        named: None,
        remark: String::new(),
        now,
    }
}

/// What came of one row.
pub(super) enum Came {
    /// The shop has it.
    There(Option<TheirOrder>, String),
    /// It is not to be sent any more.
    Dropped(&'static str),
    /// Not yet, and it stands as it stood. The shop was not asked.
    Later(Timestamp),
    /// The same after the shop had nothing of it, which its search may not know yet.
    Unsearched(Timestamp),
    /// The shop did not take it.
    Failed(PlatformError),
}

async fn one(ctx: &Ctx, reading: &Reading, shop: &Shop, claimed: &Claimed) -> Result<(), DbError> {
    let (merchant, connection) = (reading.connection.merchant, reading.connection.id);
    let found = order_out::find(ctx, merchant, connection, claimed.order).await?;
    let came = match (found, claimed.kind) {
        (_, SendKind::Trial) => trial::run(ctx, reading, shop, claimed).await?,
        (None, _) => Came::Dropped("the order is not there any more"),
        (Some(found), SendKind::Order) => order(ctx, shop, claimed, &found).await?,
        (Some(found), SendKind::Refund) => refund(ctx, reading, shop, claimed, &found).await?,
        (Some(_), SendKind::Cancel) => cancel(ctx, reading, shop, claimed).await?,
    };
    record(ctx, reading, claimed, came).await
}

async fn order(ctx: &Ctx, shop: &Shop, claimed: &Claimed, found: &Found) -> Result<Came, DbError> {
    let Some(out) = found.out(ctx) else {
        return Ok(Came::Dropped("nothing of the order is sold from this shop any more"));
    };
    Ok(match search(ctx, shop, claimed, &out.id).await {
        Ok(Some(theirs)) => there(theirs, &out),
        // It ended here while nobody knew whether it was there.
        Ok(None) if found.is_canceled() => Came::Dropped(CANCELED_BEFORE),
        Ok(None) => match shop.platform.push_order(&shop.link, &out).await {
            Ok(theirs) => there(theirs, &out),
            Err(error) => Came::Failed(error),
        },
        Err(came) => came,
    })
}

/// The order that the shop has under our name; none where it surely has none, and may be sent it.
pub(super) async fn search(
    ctx: &Ctx,
    shop: &Shop,
    claimed: &Claimed,
    ours: &str,
) -> Result<Option<TheirOrder>, Came> {
    let can = shop.platform.about().can;
    if can.idempotent_push {
        return Ok(None);
    }
    match shop.platform.find_order(&shop.link, ours).await {
        Ok(Some(theirs)) => return Ok(Some(theirs)),
        Ok(None) => {}
        Err(error) => return Err(Came::Failed(before(claimed, error))),
    }
    let lag = can.search_lag.min(SEARCHED_MAX);
    match claimed.asked_at.filter(|_| claimed.was == SendState::Asked) {
        Some(asked_at) if ctx.now() < asked_at + lag => Err(Came::Unsearched(asked_at + lag)),
        Some(_) | None => Ok(None),
    }
}

/// A question that changes nothing leaves a row as it stood, however it was answered.
fn before(claimed: &Claimed, error: PlatformError) -> PlatformError {
    match (claimed.was, error) {
        (SendState::Waiting, PlatformError::Unknown(why)) => PlatformError::Down(why),
        (_, error) => error,
    }
}

fn there(theirs: TheirOrder, out: &OrderOut) -> Came {
    let remark = match theirs.total {
        Some(total) if total != out.total => {
            format!("the shop adds it up to {total}, and {} was paid", out.total)
        }
        Some(_) | None => String::new(),
    };
    Came::There(Some(theirs), remark)
}

async fn refund(
    ctx: &Ctx,
    reading: &Reading,
    shop: &Shop,
    claimed: &Claimed,
    found: &Found,
) -> Result<Came, DbError> {
    let reference = match known_there(ctx, reading, claimed).await? {
        Ok(reference) => reference,
        Err(came) => return Ok(came),
    };
    let refund = RefundId(claimed.about);
    let Some(out) = found.refund(ctx, refund, &reference).await? else {
        return Ok(Came::Dropped("none of the money was for goods of this shop"));
    };
    Ok(match shop.platform.refund(&shop.link, &out).await {
        Ok(_) => Came::There(None, String::new()),
        Err(PlatformError::Unsupported) => Came::Dropped("this platform takes no refunds from outside"),
        Err(error) => Came::Failed(error),
    })
}

async fn cancel(ctx: &Ctx, reading: &Reading, shop: &Shop, claimed: &Claimed) -> Result<Came, DbError> {
    let reference = match known_there(ctx, reading, claimed).await? {
        Ok(reference) => reference,
        Err(came) => return Ok(came),
    };
    if claimed.was == SendState::Asked {
        // Asked before without a certain answer: what is canceled already is not canceled again.
        match shop.platform.order(&shop.link, &reference).await {
            Ok(Some(theirs)) if theirs.is_canceled => return Ok(Came::There(None, String::new())),
            Ok(Some(_)) => {}
            Ok(None) => return Ok(Came::Dropped("the order is gone from the shop")),
            Err(error) => return Ok(Came::Failed(error)),
        }
    }
    Ok(match shop.platform.cancel(&shop.link, &reference).await {
        Ok(()) => Came::There(None, String::new()),
        Err(PlatformError::Unsupported) => {
            Came::Dropped("this platform takes no cancellations from outside; cancel the order there")
        }
        Err(error) => Came::Failed(error),
    })
}

/// What the shop calls the order that something is about; or what becomes of that while it does not have the order.
async fn known_there(
    ctx: &Ctx,
    reading: &Reading,
    claimed: &Claimed,
) -> Result<Result<String, Came>, DbError> {
    let (connection, order) = (reading.connection.id, claimed.order);
    let send = ctx.db().read(move |conn| connections::lock_order_send(conn, connection, order)).await?;
    Ok(match send {
        Some(send) => match send.state {
            SendState::Done => Ok(send.reference),
            SendState::Waiting | SendState::Asked => Err(Came::Later(ctx.now() + pause(1))),
            // Its merchant takes their time.
            SendState::Stuck => Err(Came::Later(ctx.now() + PAUSE_MAX)),
            SendState::Dropped => Err(Came::Dropped("the shop never had the order")),
        },
        None => Err(Came::Dropped("the shop never had the order")),
    })
}

async fn record(ctx: &Ctx, reading: &Reading, claimed: &Claimed, came: Came) -> Result<(), DbError> {
    let now = ctx.now();
    let mut sold_out = false;
    let (tried, mood) = match &came {
        Came::There(theirs, remark) => {
            let named = theirs.as_ref().map(|theirs| {
                (theirs.reference.clone(), theirs.number.clone(), theirs.total.map(|total| total.amount))
            });
            (tried(SendState::Done, (now, None), named, remark, now), Some(Mood::Well))
        }
        // Nobody asked the shop: that says nothing about how it does.
        Came::Dropped(why) => (tried(SendState::Dropped, (now, None), None, why, now), None),
        Came::Later(at) => (Tried { run_at: *at, ..untried(claimed, now) }, None),
        Came::Unsearched(at) => (Tried { run_at: *at, ..untried(claimed, now) }, Some(Mood::Well)),
        Came::Failed(error) => {
            let mood = Mood::of::<()>(&Err(error.clone()));
            let tried = match error {
                // It does not say that it is there, and it does not say that it is not.
                PlatformError::Unknown(why) => {
                    tried(SendState::Asked, (now + pause(claimed.tries + 1), Some(now)), None, why, now)
                }
                PlatformError::Busy(wait) => Tried { run_at: now + *wait, ..untried(claimed, now) },
                PlatformError::Down(_) | PlatformError::Keys(_) => untried(claimed, now),
                PlatformError::SoldOut(_) => {
                    sold_out = true;
                    tried(SendState::Dropped, (now, None), None, "sold out in the shop", now)
                }
                PlatformError::Refused(_) | PlatformError::Unsupported => {
                    tried(SendState::Stuck, (now, None), None, &error.to_string(), now)
                }
            };
            (tried, Some(mood))
        }
    };
    let is_settled = match claimed.kind {
        SendKind::Order if sold_out => {
            back::sold_out(ctx, reading.connection.merchant, claimed.order).await?
        }
        SendKind::Trial => !sold_out,
        SendKind::Order | SendKind::Refund | SendKind::Cancel => true,
    };
    // A trial, or an order that could not be canceled: its merchant must look.
    let tried = if is_settled { tried } else { Tried { state: SendState::Stuck, ..tried } };
    let theirs = match came {
        Came::There(theirs, _) => theirs,
        Came::Dropped(_) | Came::Later(_) | Came::Unsearched(_) | Came::Failed(_) => None,
    };
    write(ctx, reading, claimed, tried, mood, theirs).await
}

fn tried(
    state: SendState,
    (run_at, asked_at): (Timestamp, Option<Timestamp>),
    named: Option<(String, String, Option<i64>)>,
    remark: &str,
    now: Timestamp,
) -> Tried {
    Tried { state, run_at, asked_at, is_try: true, named, remark: remark.to_owned(), now }
}

async fn write(
    ctx: &Ctx,
    reading: &Reading,
    claimed: &Claimed,
    tried: Tried,
    mood: Option<Mood>,
    theirs: Option<TheirOrder>,
) -> Result<(), DbError> {
    let (connection, merchant) = (reading.connection.id, reading.connection.merchant);
    let (claimed, now) = (claimed.clone(), ctx.now());
    ctx.db()
        .write("record_send", move |tx| {
            let Some(locked) = connections::lock(tx, connection)? else { return Ok(()) };
            if let Some(mood) = &mood {
                mood.note(tx, &locked, now)?;
            }
            if !connections::record(tx, claimed.id, &tried)? {
                return Ok(());
            }
            if let (SendKind::Order, SendState::Done, Some(theirs)) = (claimed.kind, tried.state, &theirs) {
                refer(tx, (merchant, claimed.order), theirs)?;
                if theirs.is_canceled || !theirs.parcels.is_empty() || !theirs.refunds.is_empty() {
                    // Something happened to it while it was looked for: whoever read of that knew nothing of it yet.
                    let wanted = [(WishKind::Order, theirs.reference.as_str())];
                    connections::wish(tx, connection, &wanted, now)?;
                    wake_sync(tx, (merchant, connection, locked.sync_job), now)?;
                }
            }
            Ok(())
        })
        .await
}

/// The shop's own number stands with the order, where no other does.
fn refer(
    tx: &mut Tx<'_>,
    (merchant, order): (MerchantId, OrderId),
    theirs: &TheirOrder,
) -> Result<(), DbError> {
    let Ok(number) = domain::channel::reference(&theirs.number) else { return Ok(()) };
    let is_free = store::orders::lock_reference(tx, merchant, order)?.is_some_and(|known| known.is_empty())
        && store::orders::of_reference(tx, merchant, &number)?.is_none();
    if is_free { store::orders::set_reference(tx, merchant, order, &number) } else { Ok(()) }
}
