//! The job that reads a shop: what it told of first, then the pass that goes on, page by page. Where it stands is written down
//! with every page, so that a restart goes on there.

use domain::connection::{COMPARE_EVERY, LISTEN_EVERY, Next, Pass, SWEEP_EVERY, next};
use domain::ids::{ConnectionId, ImportId, MerchantId};
use jiff::{SignedDuration, Timestamp};
use store::connections::{self, Progress, Reading, Wish, WishKind};
use store::jobs::{self, Job};
use store::{DbError, Tx, import_goods};

use super::link::{Mood, Shop, Unreached, note, reach};
use super::{back, goods};
use crate::Ctx;
use crate::imports::SHRINK_PERCENT_MAX;
use crate::jobs::{Done, JobError};
use crate::ports::{PlatformError, Wanted};

/// The job begins no new question after this, so that it ends before its own lease does.
const ROUNDS_FOR: SignedDuration = SignedDuration::from_secs(20);
/// Things asked about at once.
const WISHES_AT_ONCE: u32 = 50;
/// A shop that answered none of what it was asked about is asked again after this.
const LEFT_OUT: SignedDuration = SignedDuration::from_secs(10);
/// Changes of orders are asked for from so long before it is known that none were missed: clocks differ.
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);
/// A comparison that met too little to be believed is done again after this.
const COMPARED_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// The job.
pub(crate) async fn sync(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let connection = ConnectionId(job.subject);
    let until = ctx.now() + ROUNDS_FOR;
    while ctx.now() < until {
        let read = move |conn: &mut store::Conn| {
            let Some(reading) = connections::reading(conn, connection)? else { return Ok(None) };
            let wishes = connections::wishes(conn, connection, WISHES_AT_ONCE)?;
            Ok::<_, DbError>(Some((reading, wishes)))
        };
        let Some((reading, wishes)) = ctx.db().read(read).await? else { return Ok(Done::Finished) };
        let mood = match next(&reading.connection, !wishes.is_empty(), ctx.now()) {
            Next::Rest(_) | Next::Stop => break,
            Next::Begin(pass) => begin(ctx, &reading, pass).await,
            Next::Wishes => ask_about(ctx, &reading, wishes).await,
            Next::Page => match reading.connection.pass {
                Pass::Orders => orders_page(ctx, &reading).await,
                Pass::Load | Pass::Sweep | Pass::Compare | Pass::Idle => goods_page(ctx, &reading).await,
            },
        };
        match mood {
            Ok(()) => {}
            Err(Unreached::Platform(error)) => {
                if matches!(error, PlatformError::Refused(_)) {
                    start_anew(ctx, &reading).await?;
                }
                note(ctx, connection, Mood::of::<()>(&Err(refused(error)))).await?;
            }
            Err(Unreached::Db(error)) => return Err(error.into()),
        }
    }
    settle(ctx, connection, job).await?;
    Ok(Done::Settled)
}

/// What a shop refuses to show it may show later: reading has nothing else to try.
fn refused(error: PlatformError) -> PlatformError {
    match error {
        PlatformError::Refused(why) => PlatformError::Down(why),
        PlatformError::Unsupported | PlatformError::SoldOut(_) => PlatformError::Down(error.to_string()),
        PlatformError::Busy(_)
        | PlatformError::Down(_)
        | PlatformError::Unknown(_)
        | PlatformError::Keys(_) => error,
    }
}

/// A place in a list may not be known any more to whoever made the list: the pass begins anew.
async fn start_anew(ctx: &Ctx, reading: &Reading) -> Result<(), DbError> {
    if reading.cursor.is_empty() {
        return Ok(());
    }
    let reading = reading.clone();
    ctx.db()
        .write("start_pass_anew", move |tx| {
            if still_there(tx, &reading)?.is_none() {
                return Ok(());
            }
            start(tx, reading.connection.id, reading.connection.pass, reading.run)
        })
        .await
}

/// Ends the job, or says when it runs next. Whoever wishes for something meanwhile waits for this, or this for them.
async fn settle(ctx: &Ctx, connection: ConnectionId, job: &Job) -> Result<(), DbError> {
    let (job, now) = (job.id, ctx.now());
    ctx.db()
        .write("settle_sync", move |tx| {
            let Some(reading) = connections::lock(tx, connection)? else { return jobs::finish(tx, &[job]) };
            let has_wishes = !connections::wishes(tx, connection, 1)?.is_empty();
            match next(&reading.connection, has_wishes, now) {
                Next::Stop => jobs::finish(tx, &[job]),
                Next::Rest(at) => jobs::reschedule(tx, &[(job, at)]),
                Next::Wishes | Next::Page | Next::Begin(_) => jobs::reschedule(tx, &[(job, now)]),
            }
        })
        .await
}

/// Begins a pass.
async fn begin(ctx: &Ctx, reading: &Reading, pass: Pass) -> Result<(), Unreached> {
    let id = reading.connection.id;
    // What reads everything notes what it met under a number of its own.
    let run = if pass.is_whole() { ctx.id() } else { reading.run };
    Ok(ctx.db().write("begin_pass", move |tx| start(tx, id, pass, run)).await?)
}

fn start(tx: &mut Tx<'_>, id: ConnectionId, pass: Pass, run: ImportId) -> Result<(), DbError> {
    let progress = Progress { pass, run, cursor: "", as_of: None, seen: 0, total: None, repaired: 0 };
    connections::set_progress(tx, id, &progress)
}

/// Where a shop tells of changes.
fn hook_url(ctx: &Ctx, connection: ConnectionId) -> String {
    format!("{}/hooks/platforms/{connection}", ctx.base_url())
}

/// Reminds a shop to tell of changes by itself, once it is loaded and every hour: what it switched off is switched on.
async fn listen(ctx: &Ctx, reading: &Reading, shop: &Shop) -> Result<(), Unreached> {
    let now = ctx.now();
    let connection = &reading.connection;
    if connection.listening_at.is_some_and(|at| now < at + LISTEN_EVERY) {
        return Ok(());
    }
    if !shop.platform.about().can.webhooks {
        return Ok(());
    }
    let id = connection.id;
    let listening_at = match shop.platform.listen(&shop.link, &hook_url(ctx, id)).await {
        Ok(made_anew) => {
            if made_anew > 0 && connection.listening_at.is_some() {
                tracing::warn!(connection.id = %id, made_anew, "a shop had stopped telling of changes");
            }
            Some(now)
        }
        // A server that the platform cannot reach is told nothing; it asks by the clock.
        Err(PlatformError::Refused(_) | PlatformError::Unsupported) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(ctx.db().write("set_listening", move |tx| connections::set_listening(tx, id, listening_at)).await?)
}

async fn goods_page(ctx: &Ctx, reading: &Reading) -> Result<(), Unreached> {
    let connection = &reading.connection;
    let shop = reach(ctx, reading).await?;
    let wanted = Wanted {
        since: reading.goods_as_of.filter(|_| !connection.pass.is_whole()),
        cursor: reading.cursor.clone(),
    };
    let asked_at = ctx.now();
    let page = shop.platform.goods(&shop.link, &wanted).await?;
    let came = goods::take_in(ctx, reading, page.items, asked_at).await?;
    let (reading, now) = (reading.clone(), ctx.now());
    let (next_cursor, total, page_as_of) = (page.next, page.total, page.as_of);
    ctx.db()
        .write("read_goods_page", move |tx| {
            let Some(locked) = still_there(tx, &reading)? else { return Ok(()) };
            Mood::Well.note(tx, &locked, now)?;
            let as_of = reading.pass_as_of.unwrap_or(page_as_of);
            let progress = Progress {
                pass: reading.connection.pass,
                run: reading.run,
                cursor: next_cursor.as_deref().unwrap_or_default(),
                as_of: Some(as_of),
                seen: reading.connection.pass_seen + came.seen,
                total: total.or(reading.connection.pass_total),
                repaired: reading.pass_repaired + came.changed,
            };
            match next_cursor {
                Some(_) => connections::set_progress(tx, reading.connection.id, &progress),
                None => end_goods(tx, &reading, &progress, as_of, now),
            }
        })
        .await?;
    Ok(())
}

/// The connection, locked, where it still is at the page that was read: its merchant may have paused it, or let go of it.
fn still_there(tx: &mut Tx<'_>, read: &Reading) -> Result<Option<Reading>, DbError> {
    let locked = connections::lock(tx, read.connection.id)?;
    Ok(locked.filter(|now| {
        now.connection.pass == read.connection.pass && now.run == read.run && now.cursor == read.cursor
    }))
}

/// All pages of goods were read: what a whole pass did not meet is gone, and orders are asked about next.
fn end_goods(
    tx: &mut Tx<'_>,
    reading: &Reading,
    progress: &Progress<'_>,
    as_of: Timestamp,
    now: Timestamp,
) -> Result<(), DbError> {
    let connection = &reading.connection;
    let id = connection.id;
    if progress.pass.is_whole() {
        let (on_sale, met) = connections::on_sale(tx, id, reading.run)?;
        let missing = on_sale - met;
        let is_much = missing.saturating_mul(100) > on_sale.saturating_mul(SHRINK_PERCENT_MAX);
        if is_much && reading.shrunk_at.is_none() {
            // A shop that answers with half of itself is ill more often than it is halved: it is believed the second time.
            tracing::warn!(connection.id = %id, missing, on_sale, "a shop named so little that nothing was taken off sale");
            connections::set_shrunk(tx, id, Some(now))?;
            connections::whole_read(tx, id, (progress.repaired, now + COMPARED_AGAIN), now)?;
        } else {
            let gone = import_goods::archive_missing_there(tx, id, reading.run, now)?;
            goods::tell_gone(tx, connection.merchant, &gone, now)?;
            connections::forget_refusals(tx, id, reading.run)?;
            connections::set_shrunk(tx, id, None)?;
            connections::whole_read(tx, id, (progress.repaired + missing, now + COMPARE_EVERY), now)?;
        }
    }
    connections::changes_read(tx, id, Some(as_of), None)?;
    start(tx, id, Pass::Orders, reading.run)
}

async fn orders_page(ctx: &Ctx, reading: &Reading) -> Result<(), Unreached> {
    let shop = reach(ctx, reading).await?;
    if reading.cursor.is_empty() {
        listen(ctx, reading, &shop).await?;
    }
    let since = reading.orders_as_of.unwrap_or(reading.connection.created_at) - OVERLAP;
    let began = reading.pass_as_of.unwrap_or_else(|| ctx.now());
    let page = shop.platform.orders(&shop.link, since, &reading.cursor).await?;
    for theirs in &page.orders {
        back::take_in(ctx, reading, theirs).await?;
    }
    let (reading, now) = (reading.clone(), ctx.now());
    ctx.db()
        .write("read_orders_page", move |tx| {
            let Some(locked) = still_there(tx, &reading)? else { return Ok(()) };
            Mood::Well.note(tx, &locked, now)?;
            let id = reading.connection.id;
            if let Some(next) = &page.next {
                let progress = Progress {
                    pass: Pass::Orders,
                    run: reading.run,
                    cursor: next,
                    as_of: Some(began),
                    seen: 0,
                    total: None,
                    repaired: 0,
                };
                return connections::set_progress(tx, id, &progress);
            }
            connections::changes_read(tx, id, None, Some(began))?;
            connections::swept(tx, id, now + SWEEP_EVERY, now)?;
            start(tx, id, Pass::Idle, reading.run)
        })
        .await?;
    Ok(())
}

/// Asks about what the shop told of: bodies are never believed.
async fn ask_about(ctx: &Ctx, reading: &Reading, wishes: Vec<Wish>) -> Result<(), Unreached> {
    let shop = reach(ctx, reading).await?;
    let (id, merchant) = (reading.connection.id, reading.connection.merchant);
    let of =
        |kind: WishKind| wishes.iter().filter(move |wish| wish.kind == kind).map(|wish| wish.name.clone());
    let variants: Vec<String> = of(WishKind::Stock).collect();
    let mut products: Vec<String> = of(WishKind::Product).collect();
    if !variants.is_empty() {
        let known = products_of(ctx, (merchant, id), variants.clone()).await?;
        let is_known = |name: &String| known.iter().any(|(variant, _)| variant == name);
        let others: Vec<String> = variants.into_iter().filter(|name| !is_known(name)).collect();
        products.extend(known.into_iter().map(|(_, product)| product));
        if !others.is_empty() {
            // Some platforms name stock by an id of its own, which they alone can trace to a variant.
            let traced = shown(shop.platform.stock(&shop.link, &others).await)?.unwrap_or_default();
            let traced = traced.into_iter().map(|(variant, _)| variant).collect();
            let traced = products_of(ctx, (merchant, id), traced).await?;
            products.extend(traced.into_iter().map(|(_, product)| product));
        }
    }
    products.sort_unstable();
    products.dedup();
    let mut left: Vec<String> = Vec::new();
    for some in products.chunks(WISHES_AT_ONCE as usize) {
        left.extend(ask_products(ctx, reading, &shop, some).await?);
    }
    if !left.is_empty() && left.len() == products.len() {
        return Err(PlatformError::Busy(LEFT_OUT).into());
    }
    for reference in of(WishKind::Order) {
        if let Some(theirs) = shown(shop.platform.order(&shop.link, &reference).await)?.flatten() {
            back::take_in(ctx, reading, &theirs).await?;
        }
    }
    let now = ctx.now();
    ctx.db()
        .write("drop_wishes", move |tx| {
            let Some(locked) = connections::lock(tx, id)? else { return Ok(()) };
            Mood::Well.note(tx, &locked, now)?;
            connections::drop_wishes(tx, id, &wishes)?;
            let left: Vec<_> = left.iter().map(|name| (WishKind::Product, name.as_str())).collect();
            connections::wish(tx, id, &left, now)
        })
        .await?;
    Ok(())
}

/// What the shop calls these variants of its own that are known, and their products.
async fn products_of(
    ctx: &Ctx,
    (merchant, id): (MerchantId, ConnectionId),
    variants: Vec<String>,
) -> Result<Vec<(String, String)>, DbError> {
    let read = move |conn: &mut store::Conn| {
        let names: Vec<&str> = variants.iter().map(String::as_str).collect();
        connections::products_of_variants(conn, merchant, id, &names)
    };
    ctx.db().read(read).await
}

/// What a shop does not show is not asked about again: the next comparison finds out.
fn shown<T>(answer: Result<T, PlatformError>) -> Result<Option<T>, PlatformError> {
    match answer {
        Ok(shown) => Ok(Some(shown)),
        Err(PlatformError::Refused(_) | PlatformError::Unsupported | PlatformError::SoldOut(_)) => Ok(None),
        Err(
            error @ (PlatformError::Busy(_)
            | PlatformError::Down(_)
            | PlatformError::Unknown(_)
            | PlatformError::Keys(_)),
        ) => Err(error),
    }
}

/// Asks about products. Says which the shop did not get to.
async fn ask_products(
    ctx: &Ctx,
    reading: &Reading,
    shop: &Shop,
    products: &[String],
) -> Result<Vec<String>, Unreached> {
    let asked_at = ctx.now();
    let Some(named) = shown(shop.platform.named(&shop.link, products).await)? else { return Ok(Vec::new()) };
    let is_answered = |name: &String| named.iter().any(|each| each.product == *name);
    let left: Vec<String> = products.iter().filter(|name| !is_answered(name)).cloned().collect();
    let (id, merchant) = (reading.connection.id, reading.connection.merchant);
    let mut items = Vec::new();
    let mut gone: Vec<String> = Vec::new();
    for each in named {
        match each.item {
            Some(item) => items.push(item),
            None => gone.push(each.product),
        }
    }
    goods::take_in(ctx, reading, items, asked_at).await?;
    if !gone.is_empty() {
        let now = ctx.now();
        ctx.db()
            .write("archive_gone", move |tx| {
                let names: Vec<&str> = gone.iter().map(String::as_str).collect();
                connections::clear_refusals(tx, id, &names)?;
                goods::archive(tx, (merchant, id), Some(&names), now)
            })
            .await?;
    }
    Ok(left)
}
