//! The erasure of what a plan ended, once its day was reached and nothing is open: shop by shop, nonprofit by nonprofit, each
//! in one transaction that finds out for itself which is next.

use std::collections::BTreeMap;

use domain::access::{Permit, RunServer};
use domain::erasure::ErasureOf;
use domain::ids::{ErasureId, JobId, NonprofitId, SunsetId};
use domain::sunset::{Plan, Scope};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use store::changes::{self, ChangeKind};
use store::erasures::{self, Cleared, Erasure, Party, PartyFound, Redacted};
use store::jobs::NewJob;
use store::{DbError, Tx, staff_actions};

use super::{EraseError, Seal, Sought, run};
use crate::jobs::JobError;
use crate::sunsets::{self, Hindrance};
use crate::{Ctx, feed, posts, staff_log};

/// HM Revenue and Customs wants a declaration of Gift Aid kept for so long after the last claim by it.
const GIFT_AID_YEARS: i16 = 6;

/// People erased in one transaction at the end of the server.
const PEOPLE_AT_ONCE: u32 = 100;

/// Since when claims keep the declarations they were made by.
fn claims_since(now: Timestamp) -> Timestamp {
    let utc = now.to_zoned(jiff::tz::TimeZone::UTC);
    utc.checked_sub(GIFT_AID_YEARS.years()).map_or(Timestamp::UNIX_EPOCH, |since| since.timestamp())
}

/// What the erasure of an end would reach, in rows by table, and what stands against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// Rows that go, and rows that stay without anybody in them.
    pub reached: Redacted,
    /// Why it may not be.
    pub hindrances: Vec<Hindrance>,
}

/// Looks at what erasing what `plan` ends would do. Nothing is written.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn outlook(ctx: &Ctx, _permit: &Permit<RunServer>, plan: &Plan) -> Result<Outlook, DbError> {
    let (plan, now) = (plan.clone(), ctx.now());
    ctx.db()
        .read(move |conn| {
            Ok(Outlook {
                reached: erasures::outlook(conn, plan.scope)?,
                hindrances: sunsets::stands_against(conn, &plan, now)?,
            })
        })
        .await
}

/// The erasure of what a plan ends, if it was asked for.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn of_end(ctx: &Ctx, scope: Scope) -> Result<Option<Erasure>, DbError> {
    ctx.db().read(move |conn| erasures::of(conn, ErasureOf::End(scope))).await
}

/// The operator erases what a plan ended, and says why. Asked again, it is the first.
///
/// # Errors
/// [`EraseError`]; nothing has changed then.
pub async fn erase_end(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    plan: SunsetId,
    reason: &str,
) -> Result<ErasureId, EraseError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(EraseError::NoReason);
    }
    let (id, now): (ErasureId, _) = (ctx.id(), ctx.now());
    let line = staff_log::server_line(ctx, permit, "sunset.erase", plan, reason);
    let asked_by = permit.by().account().map_or(0, |by| by.0);
    let nothing = Seal::new(ctx, id).close(&Sought::default());
    let job: NewJob = run::job(id, ctx.id::<JobId>(), now);
    ctx.db()
        .write("begin_erasure", move |tx| {
            let plan = store::sunsets::by_id(tx, plan)?.ok_or(EraseError::Unknown)?;
            let of = ErasureOf::End(plan.scope);
            if let Some(known) = erasures::of(tx, of)? {
                return Ok(known.id);
            }
            let hindrances = sunsets::stands_against(tx, &plan, now)?;
            if !hindrances.is_empty() {
                return Err(EraseError::Hindered(hindrances));
            }
            erasures::begin(tx, id, of, asked_by, &nothing, now)?;
            staff_actions::note(tx, &line)?;
            store::jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
            Ok(id)
        })
        .await
}

/// How far a transaction came.
enum Came {
    /// A shop, a nonprofit or some people are gone; there may be more.
    SomeGone,
    /// All of it is gone.
    AllGone,
    /// Something began meanwhile that stands against it.
    Waits,
}

/// The rows. Says whether they are gone; not while something stands against it that began meanwhile.
pub(super) async fn rows(ctx: &Ctx, found: &Erasure, scope: Scope) -> Result<bool, JobError> {
    loop {
        let (id, now, house) = (found.id, ctx.now(), ctx.clone());
        let seal = Seal::new(ctx, id);
        let came = ctx.db().write("erase_end", move |tx| one_more(tx, &house, id, scope, &seal, now)).await?;
        feed::catch_up(ctx).await?;
        match came {
            Came::SomeGone => {}
            Came::AllGone => return Ok(true),
            Came::Waits => return Ok(false),
        }
    }
}

fn one_more(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    id: ErasureId,
    scope: Scope,
    seal: &Seal,
    now: Timestamp,
) -> Result<Came, JobError> {
    let Some(known) = erasures::by_id(tx, id)? else { return Ok(Came::AllGone) };
    // No plan, no day, or something open: whoever asked is asked again when it has ended.
    let Some(plan) = store::sunsets::running(tx, scope)? else { return Ok(Came::Waits) };
    if !sunsets::stands_against(tx, &plan, now)?.is_empty() {
        return Ok(Came::Waits);
    }
    let before = run::sought(ctx, &known)?;
    let Some(party) = erasures::next_party(tx, scope)? else {
        if scope == Scope::Server && people(tx, ctx, (id, &known, &before), seal)? {
            return Ok(Came::SomeGone);
        }
        let before = before.and_party(&erasures::collect_scope(tx, scope)?);
        let gone = erasures::erase_scope(tx, scope)?;
        erasures::erased(tx, id, &seal.close(&before), &and(&known.erased, &gone).to_string())?;
        store::sunsets::set_erased(tx, plan.id, now)?;
        // Plans are kept in memory with the gates.
        changes::note(tx, ChangeKind::Gate, 0, 0, now)?;
        return Ok(Came::AllGone);
    };
    let found = erasures::collect_party(tx, party, claims_since(now))?;
    let sought = before.and_party(&found);
    for post in erasures::live_posts(tx, party.face)? {
        posts::gone(tx, post, now)?;
    }
    let cleared = erasures::erase_party(tx, party, &found, (claims_since(now), now))?;
    erasures::progress(tx, id, &seal.close(&sought), &and(&known.erased, &cleared.redacted).to_string())?;
    tell(tx, party, &cleared, now)?;
    Ok(Came::SomeGone)
}

/// Some more people, as each of them could have been erased. Says whether there were any.
fn people(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (id, known, before): (ErasureId, &Erasure, &Sought),
    seal: &Seal,
) -> Result<bool, DbError> {
    let accounts = erasures::next_people(tx, PEOPLE_AT_ONCE)?;
    let (mut sought, mut counted) = (before.clone(), known.erased.clone());
    for account in &accounts {
        let Some((found, redacted)) = run::redact_person(tx, ctx, *account)? else { continue };
        sought = sought.and_party(&PartyFound {
            values: found.values,
            files: found.files,
            ..PartyFound::default()
        });
        counted = and(&counted, &redacted).to_string();
    }
    if !accounts.is_empty() {
        erasures::progress(tx, id, &seal.close(&sought), &counted)?;
    }
    Ok(!accounts.is_empty())
}

/// What was counted until now, and more.
fn and(before: &str, more: &Redacted) -> Value {
    let mut sum: BTreeMap<&str, BTreeMap<String, u64>> = BTreeMap::new();
    let before: Value = serde_json::from_str(before).unwrap_or_default();
    for (kind, more) in [("erased", &more.erased), ("kept", &more.kept)] {
        let counts = sum.entry(kind).or_default();
        for (table, count) in before[kind].as_object().into_iter().flatten() {
            counts.insert(table.clone(), count.as_u64().unwrap_or(0));
        }
        for (table, count) in more {
            *counts.entry((*table).to_owned()).or_default() += count;
        }
    }
    json!(sum)
}

/// What pages and other nodes keep in memory of it is forgotten.
fn tell(tx: &mut Tx<'_>, party: Party, cleared: &Cleared, now: Timestamp) -> Result<(), DbError> {
    let (id, face) = (party.id.0, party.face.0);
    changes::note(tx, ChangeKind::Account, face, face, now)?;
    changes::note(tx, ChangeKind::Session, 0, face, now)?;
    changes::note(tx, ChangeKind::Merchant, id, id, now)?;
    if party.gives {
        let id = NonprofitId(id).0;
        changes::note(tx, ChangeKind::Nonprofit, id, id, now)?;
    }
    for offer in &cleared.offers {
        changes::note(tx, ChangeKind::Offer, offer.0, id, now)?;
    }
    for product in &cleared.products {
        changes::note(tx, ChangeKind::Product, product.0, id, now)?;
    }
    for campaign in &cleared.campaigns {
        changes::note(tx, ChangeKind::Campaign, campaign.0, id, now)?;
    }
    for (post, author) in &cleared.posts {
        changes::note(tx, ChangeKind::Post, post.0, author.0, now)?;
    }
    Ok(())
}

/// Forgets the declarations of Gift Aid that were kept for erased nonprofits, once their time is over.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn forget_declarations(ctx: &Ctx) -> Result<(), DbError> {
    let since = claims_since(ctx.now());
    // A look before the lock: an idle server must not write.
    for party in ctx.db().read(move |conn| erasures::declarations_due(conn, since)).await? {
        ctx.db()
            .write("forget_declarations", move |tx| erasures::clear_declarations(tx, party, since))
            .await?;
    }
    Ok(())
}
