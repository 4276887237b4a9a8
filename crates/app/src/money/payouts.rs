//! Payouts: each is compared, movement by movement, with what the shop's own books say. What does not agree is fetched
//! once more, and what does not agree then is shown.

use std::collections::{BTreeMap, btree_map};

use domain::ids::{MerchantId, OrderId, PayoutId};
use domain::ledger::{Booked, Entry, Movement};
use domain::money::Money;
use domain::payout::{LineKind, Payout, PayoutLine, difference};
use jiff::{SignedDuration, Timestamp};
use store::jobs::Job;
use store::{DbError, Read, Tx, donations, ledger, payouts};

use super::moved_at;
use crate::jobs::{Done, JobError};
use crate::paid::Paid;
use crate::payments::{ask, look_at_named_refund, named};
use crate::ports::{About, Answer, Books, ToldLine, ToldPayout};
use crate::{Ctx, disputes};

/// Payouts shown.
const SHOWN_MAX: u32 = 100;
/// Pages of movements of one payout.
const PAGES_MAX: usize = 1_000;
/// Movements of one payout that are fetched once more; beyond, they are shown as they are.
const FETCHED_MAX: usize = 200;
/// Payouts that are looked at because a later one holds what came back of them, one after the other.
const CHAIN_MAX: u32 = 8;
/// Between two looks at a payout whose movements the provider does not name yet.
const ASK_AGAIN: SignedDuration = SignedDuration::from_hours(6);
/// When a payout whose movements do not add up is taken as it is.
const COMPLETE_AFTER: SignedDuration = SignedDuration::from_hours(24 * 7);

/// A payout with what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutStory {
    /// The payout.
    pub payout: Payout,
    /// Its lines, in the order they moved.
    pub lines: Vec<PayoutLine>,
    /// What orders are called, by id.
    pub numbers: BTreeMap<OrderId, String>,
}

/// The newest payouts of a merchant, each with what it and the books differ by.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn newest(ctx: &Ctx, permit: &impl Paid) -> Result<Vec<PayoutStory>, DbError> {
    let merchant = permit.sees_payouts();
    ctx.db()
        .read(move |conn| {
            let found = payouts::newest(conn, merchant, SHOWN_MAX)?;
            found.into_iter().map(|payout| with_lines(conn, payout)).collect()
        })
        .await
}

/// One payout of the merchant; `None` when there is none.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(ctx: &Ctx, permit: &impl Paid, id: PayoutId) -> Result<Option<PayoutStory>, DbError> {
    let merchant = permit.sees_payouts();
    ctx.db()
        .read(move |conn| {
            let Some(payout) = payouts::find(conn, merchant, id)? else { return Ok(None) };
            let mut story = with_lines(conn, payout)?;
            for order in story.lines.iter().filter_map(|line| line.order) {
                if let btree_map::Entry::Vacant(unknown) = story.numbers.entry(order) {
                    unknown.insert(store::orders::number(conn, merchant, order)?);
                }
            }
            Ok(Some(story))
        })
        .await
}

fn with_lines(read: &mut impl Read, payout: Payout) -> Result<PayoutStory, DbError> {
    let lines = payouts::lines(read, payout.merchant, payout.id, payout.total.currency)?;
    Ok(PayoutStory { payout, lines, numbers: BTreeMap::new() })
}

/// The job: fetches a payout that an event was about, compares it and books it.
pub(crate) async fn look_at_payout(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (payee, reference) = named(&job.payload);
    if look_at(ctx, payee, reference, CHAIN_MAX).await? {
        return Ok(Done::Finished);
    }
    Ok(Done::Again(ctx.now() + ASK_AGAIN))
}

/// Looks at a payout; `false`: the provider does not name all of its movements yet.
async fn look_at(ctx: &Ctx, payee: &str, reference: &str, chain: u32) -> Result<bool, JobError> {
    let Some(books) = ctx.ports().payments.books() else { return Ok(true) };
    let Some(told) = ask(books.payout_named(payee, reference)).await? else { return Ok(true) };
    let lines = if told.is_itemized { all_lines(books, payee, reference).await? } else { Vec::new() };
    let sum: i64 = lines.iter().map(|line| line.net.amount).sum();
    let is_whole = !told.is_itemized || sum == told.amount.amount;
    if !is_whole && ctx.now() < told.created_at + COMPLETE_AFTER {
        return Ok(false);
    }
    let standing = standing(ctx, payee, reference).await?;
    let parts = compare(ctx, payee, lines, standing.owner, chain).await?;
    book(ctx, payee, &told, parts, standing).await?;
    Ok(true)
}

async fn all_lines(books: &dyn Books, payee: &str, payout: &str) -> Result<Vec<ToldLine>, JobError> {
    let (mut all, mut after) = (Vec::new(), String::new());
    for _ in 0..PAGES_MAX {
        let page = ask(books.payout_lines(payee, payout, &after)).await?;
        all.extend(page.items);
        match page.next {
            Some(next) => after = next,
            None => return Ok(all),
        }
    }
    Err(JobError::Later("a payout is made of more movements than are looked at".to_owned()))
}

/// What is decided about a payout before it is compared.
struct Standing {
    /// The shops that have a part of it already.
    known: Vec<MerchantId>,
    /// The shop that has all of it; what belongs to no order is seen by it alone.
    owner: Option<MerchantId>,
}

/// A payout that was booked keeps its parts, whoever was paid on the account since.
async fn standing(ctx: &Ctx, payee: &str, reference: &str) -> Result<Standing, DbError> {
    let (payee, reference) = (payee.to_owned(), reference.to_owned());
    let provider = ctx.ports().payments.name().to_owned();
    ctx.db()
        .read(move |conn| {
            let parts = payouts::parts(conn, &payee, &reference)?;
            let owner = match parts.as_slice() {
                [] => payouts::sole_owner(conn, &provider, &payee)?,
                [part, ..] => Some(part.merchant).filter(|_| part.amount == part.total),
            };
            Ok(Standing { known: parts.iter().map(|part| part.merchant).collect(), owner })
        })
        .await
}

/// A shop's share of a movement, and what its books say for it.
struct Share {
    merchant: MerchantId,
    order: Option<OrderId>,
    told: i64,
    booked: i64,
}

/// Each movement beside what our books say, by shop. Movements of nobody here are the sole owner's to see.
async fn compare(
    ctx: &Ctx,
    payee: &str,
    lines: Vec<ToldLine>,
    owner: Option<MerchantId>,
    chain: u32,
) -> Result<BTreeMap<MerchantId, Vec<PayoutLine>>, JobError> {
    let mut parts: BTreeMap<MerchantId, Vec<PayoutLine>> = BTreeMap::new();
    let mut fetched = 0;
    for line in lines {
        let mut shares = look(ctx, payee, &line).await?;
        let agrees = !shares.is_empty() && shares.iter().all(|share| share.told == share.booked);
        if !agrees && may_be_ours(&line.about) && fetched < FETCHED_MAX {
            fetched += 1;
            fetch(ctx, payee, &line.about, chain).await?;
            shares = look(ctx, payee, &line).await?;
        }
        if shares.is_empty() {
            let Some(merchant) = owner else {
                tracing::warn!(source = %line.source, "a payout moves money that belongs to no order of this server");
                continue;
            };
            shares.push(Share { merchant, order: None, told: line.net.amount, booked: 0 });
        }
        for Share { merchant, order, told, booked } in shares {
            parts.entry(merchant).or_default().push(PayoutLine {
                kind: line.kind,
                order,
                told: Money::new(told, line.net.currency),
                booked: Money::new(booked, line.net.currency),
                reference: line.reference.clone(),
                source: line.source.clone(),
                at: line.at,
            });
        }
    }
    Ok(parts)
}

/// What carries no name of ours is not worth a question.
const fn may_be_ours(about: &About) -> bool {
    match about {
        About::Payment { key, .. } => !key.is_empty(),
        About::Refund(_) | About::Dispute(_) | About::Payout(_) => true,
        About::Nothing => false,
    }
}

async fn look(ctx: &Ctx, payee: &str, line: &ToldLine) -> Result<Vec<Share>, DbError> {
    let (about, kind, net) = (line.about.clone(), line.kind, line.net);
    let payee = payee.to_owned();
    ctx.db()
        .read(move |conn| {
            let found = match &about {
                About::Payment { key, .. } if key.is_empty() => None,
                About::Payment { key, .. } => match store::payments::by_key(conn, key)? {
                    Some(payment) => Some((payment.merchant, Some(payment.order), payment.id.0)),
                    None => donations::payments::by_key(conn, key)?
                        .map(|payment| (payment.nonprofit.party(), None, payment.id.0)),
                },
                About::Refund(name) => match store::refunds::by_reference(conn, name)? {
                    Some(open) => Some((open.payment.merchant, Some(open.order), open.refund.id.0)),
                    None => donations::refunds::by_reference(conn, name)?
                        .map(|refund| (refund.nonprofit.party(), None, refund.id.0)),
                },
                About::Dispute(name) => store::disputes::by_name(conn, name)?
                    .map(|dispute| (dispute.merchant, dispute.about.order(), dispute.id.0)),
                About::Payout(name) => {
                    let parts = payouts::parts(conn, &payee, name)?;
                    return Ok(parts.iter().map(|part| came_back(part, net)).collect());
                }
                About::Nothing => None,
            };
            let Some((merchant, order, source)) = found else { return Ok(Vec::new()) };
            let booked = match order {
                Some(order) => ledger::of_order(conn, merchant, order)?,
                None => ledger::of_source(conn, merchant, source, parts_of(kind))?,
            };
            let own = |line: &&Booked| {
                line.entry.source == source
                    && line.entry.amount.currency == net.currency
                    && parts_of(kind).contains(&line.entry.movement)
            };
            let booked = booked.iter().filter(own).map(|line| line.entry.on_balance().amount).sum();
            Ok(vec![Share { merchant, order, told: net.amount, booked }])
        })
        .await
}

/// A shop's part of a payout that came back, which is in the ledger since it is known to have come back.
const fn came_back(part: &Payout, net: Money) -> Share {
    let told = if part.amount.amount == part.total.amount { net.amount } else { part.amount.amount };
    let booked = if part.state.came_back() { part.amount.amount } else { 0 };
    Share { merchant: part.merchant, order: None, told, booked }
}

/// Which movements of ours one movement of the provider's is made of: of an order or of a gift.
const fn parts_of(kind: LineKind) -> &'static [Movement] {
    match kind {
        LineKind::Charge => {
            &[Movement::Charge, Movement::Donation, Movement::ProviderFee, Movement::ApplicationFee]
        }
        LineKind::Refund => &[Movement::Refund, Movement::DonationRefund, Movement::ApplicationFeeRefund],
        LineKind::RefundFailed => &[Movement::RefundFailed, Movement::DonationRefundFailed],
        LineKind::Dispute => &[Movement::Dispute, Movement::DisputeFee],
        LineKind::DisputeWon => &[Movement::DisputeWon, Movement::DisputeFeeBack],
        // What came back of a payout stands with the payout itself.
        LineKind::PayoutReturned | LineKind::Fee | LineKind::Other => &[],
    }
}

/// Fetches what a movement is about once more: perhaps it was never told.
async fn fetch(ctx: &Ctx, payee: &str, about: &About, chain: u32) -> Result<(), JobError> {
    match about {
        About::Payment { reference, .. } => crate::payments::look_at(ctx, payee, reference).await,
        About::Refund(name) => look_at_named_refund(ctx, payee, name).await,
        About::Dispute(name) => disputes::look_at(ctx, payee, name).await,
        About::Payout(name) if chain > 0 => look_back(ctx, payee, name, chain - 1).await.map(|_| ()),
        About::Payout(_) | About::Nothing => Ok(()),
    }
}

/// Looks at an earlier payout. On the heap, since a look may call for another one.
fn look_back<'a>(
    ctx: &'a Ctx,
    payee: &'a str,
    reference: &'a str,
    chain: u32,
) -> Answer<'a, Result<bool, JobError>> {
    Box::pin(look_at(ctx, payee, reference, chain))
}

/// A shop's part of a payout, on its way into the books.
struct Draft {
    payout: Payout,
    lines: Vec<PayoutLine>,
    /// For what is found beside orders, if anything is.
    other: i64,
}

/// Writes each shop's part down, and books it once; what came back is booked back.
async fn book(
    ctx: &Ctx,
    payee: &str,
    told: &ToldPayout,
    mut parts: BTreeMap<MerchantId, Vec<PayoutLine>>,
    standing: Standing,
) -> Result<(), DbError> {
    let Standing { known, owner } = standing;
    for merchant in known.iter().copied().chain(owner) {
        parts.entry(merchant).or_default();
    }
    if let Some(owner) = owner {
        // It has all of it: nobody else can have a part.
        parts.retain(|merchant, _| *merchant == owner);
    }
    let draft = |(merchant, lines): (MerchantId, Vec<PayoutLine>)| {
        let sum = lines.iter().map(|line| line.told.amount).sum();
        let amount = if owner.is_some() { told.amount } else { Money::new(sum, told.amount.currency) };
        let payout = Payout {
            id: ctx.id(),
            merchant,
            payee: payee.to_owned(),
            reference: told.reference.clone(),
            state: told.state,
            total: told.amount,
            amount,
            is_itemized: told.is_itemized,
            failure: told.failure.clone(),
            created_at: told.created_at,
            arrives_at: told.arrives_at,
        };
        Draft { payout, lines, other: ctx.id::<PayoutId>().0 }
    };
    let drafts: Vec<Draft> = parts.into_iter().map(draft).collect();
    let (returned_at, now) = (told.returned_at, ctx.now());
    ctx.db()
        .write("book_payout", move |tx| {
            drafts.iter().try_for_each(|draft| book_part(tx, draft, returned_at, now))
        })
        .await
}

fn book_part(
    tx: &mut Tx<'_>,
    draft: &Draft,
    returned_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), DbError> {
    let merchant = draft.payout.merchant;
    payouts::put(tx, &draft.payout)?;
    let known = payouts::by_reference(tx, merchant, &draft.payout.reference)?;
    let payout = known.ok_or(DbError::Missing("the payout just written"))?;
    payouts::put_lines(tx, merchant, payout.id, &draft.lines)?;
    let left_at = moved_at(payout.created_at, now);
    let (out, back) = directions(&payout);
    ledger::post_new(tx, &[entry(&payout, out)], left_at)?;
    if payout.state.came_back() {
        let back_at = returned_at.map_or(now, |at| moved_at(at, now)).max(left_at);
        ledger::post_new(tx, &[entry(&payout, back)], back_at)?;
    }
    book_others(tx, draft, &payout, (left_at, now))
}

/// Books what the payout holds and its orders do not explain, so that what is left on the balance is what the provider
/// holds. What was booked of it before counts: a payout that is told again moves the books by what is new alone.
fn book_others(
    tx: &mut Tx<'_>,
    draft: &Draft,
    payout: &Payout,
    (left_at, now): (Timestamp, Timestamp),
) -> Result<(), DbError> {
    let (booked, times) = payouts::others(tx, payout.merchant, payout.id)?;
    let found = difference(payout, &draft.lines);
    let left = Money::new(found.amount - booked, found.currency);
    if left.is_zero() {
        return Ok(());
    }
    let movement = if left.amount > 0 { Movement::OtherIn } else { Movement::OtherOut };
    let amount = Money::new(left.amount.abs(), left.currency);
    let entry = Entry { source: draft.other, amount, ..entry(payout, movement) };
    payouts::put_other(tx, draft.other, (payout.merchant, payout.id), left, now)?;
    ledger::post_new(tx, &[entry], if times == 0 { left_at } else { now }).map(|_| ())
}

/// What a payout moves in the books, and what it moves when it comes back; one that takes from the bank the other way
/// round.
const fn directions(payout: &Payout) -> (Movement, Movement) {
    if payout.amount.amount >= 0 {
        (Movement::Payout, Movement::PayoutFailed)
    } else {
        (Movement::PayoutTaken, Movement::Payout)
    }
}

const fn entry(payout: &Payout, movement: Movement) -> Entry {
    Entry {
        merchant: payout.merchant,
        order: None,
        movement,
        source: payout.id.0,
        amount: Money::new(payout.amount.amount.abs(), payout.amount.currency),
    }
}
