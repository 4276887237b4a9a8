//! Giving money back at the provider. Promised in the transaction that decided it; done here, at least once; the
//! refund's own id is the provider's key, so twice is once. A bank may send back days later what was given back: the
//! books, the order and everybody who was told otherwise follow then.

use domain::dispute::Disputed;
use domain::ids::{JobId, MerchantId, OrderId, RefundId};
use domain::ledger::{Entry, Movement};
use domain::money::Money;
use domain::order::{Order, RefundState};
use domain::payment::PaymentState;
use domain::webhook::{HookEvent, HookSubject};
use jiff::{SignedDuration, Timestamp};
use store::changes::{self, ChangeKind};
use store::jobs::{Job, NewJob};
use store::refunds::{FailedFrom, NewRefund, OpenRefund, RefundedUnits};
use store::stock::Move;
use store::{DbError, Tx};

use super::drive::ask;
use super::hear::named;
use crate::jobs::{Done, JobError, kind};
use crate::money::moved_at;
use crate::ports::{PaymentError, Returned, ToldRefund};
use crate::webhooks::{self, Happened};
use crate::{Ctx, donations, mails};

/// Between two looks at a refund that is on its way; a bank may take days.
const ASK_AGAIN: SignedDuration = SignedDuration::from_mins(30);
/// What staff reads beside the job that waits for them.
pub(crate) const SENT_BACK: &str = "the payer's bank sent the refund back";

/// The job that settles a started refund.
pub(crate) fn refund_job(id: JobId, merchant: MerchantId, refund: RefundId, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::REFUND,
        merchant: Some(merchant),
        subject: refund.0,
        payload: String::new(),
        unique_key: None,
        run_at: now,
    }
}

/// Asks the provider and writes down what it said.
pub(crate) async fn settle_refund(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(merchant) = job.merchant else {
        return Err(JobError::Never("a refund is given by a merchant".to_owned()));
    };
    let id = RefundId(job.subject);
    let found = ctx.db().read(move |conn| store::refunds::find(conn, merchant, id)).await?;
    let Some(open) = found.filter(|open| open.refund.state == RefundState::Started) else {
        return Ok(Done::Finished);
    };
    let key = id.to_string();
    let attempt = (&open.payment).into();
    match ask(ctx.ports().payments.refund(attempt, &key, open.refund.amount)).await {
        Ok(Returned::Done) => {
            let told = told_of(ctx, (&open.payment.payee, &open.payment.reference), &key).await?;
            given_back(ctx, &open, told).await?;
            Ok(Done::Finished)
        }
        Ok(Returned::Pending) => Ok(Done::Again(ctx.now() + ASK_AGAIN)),
        Ok(Returned::SentBack) => {
            failed(ctx, &open, Failure::SentBack).await?;
            Err(JobError::Never(SENT_BACK.to_owned()))
        }
        Err(PaymentError::Refused(why)) => {
            failed(ctx, &open, Failure::Refused).await?;
            Err(JobError::Never(format!("the payment provider refused to give the money back: {why}")))
        }
        Err(error) => Err(error.into()),
    }
}

/// What the provider's books have about a refund that was just given back, where it keeps any.
pub(crate) async fn told_of(
    ctx: &Ctx,
    (payee, payment): (&str, &str),
    key: &str,
) -> Result<Option<ToldRefund>, PaymentError> {
    let Some(books) = ctx.ports().payments.books() else { return Ok(None) };
    ask(books.refund_of(payee, payment, key)).await
}

/// The job: fetches a refund that an event was about, and records how it stands now.
pub(crate) async fn look_at_refund(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (payee, reference) = named(&job.payload);
    look_at_named_refund(ctx, payee, reference).await?;
    Ok(Done::Finished)
}

/// Fetches a refund and records how it stands now, where it is of a payment of ours.
pub(crate) async fn look_at_named_refund(ctx: &Ctx, payee: &str, reference: &str) -> Result<(), JobError> {
    let Some(books) = ctx.ports().payments.books() else { return Ok(()) };
    match ask(books.refund_named(payee, reference)).await? {
        Some(told) => hear_refund(ctx, payee, told).await,
        None => Ok(()),
    }
}

/// Records what the provider tells of a refund: ours, or one that somebody gave at the provider's own desk.
pub(super) async fn hear_refund(ctx: &Ctx, payee: &str, told: ToldRefund) -> Result<(), JobError> {
    let (key, reference) = (told.key.clone(), told.reference.clone());
    let found = ctx
        .db()
        .read(move |conn| {
            let known = if key.is_empty() { None } else { store::refunds::by_key(conn, &key)? };
            match known {
                Some(known) => Ok(Some(known)),
                None => store::refunds::by_reference(conn, &reference),
            }
        })
        .await?;
    let ours = found.filter(|open| open.payment.payee == payee && open.payment.reference == told.payment);
    match ours {
        Some(open) if open.refund.amount != told.amount => {
            tracing::error!(
                refund.id = %open.refund.id,
                "the provider told of a refund of another amount than was asked for; nothing is recorded"
            );
            Ok(())
        }
        Some(open) => match (open.refund.state, told.state) {
            (RefundState::Started, RefundState::Done) => Ok(given_back(ctx, &open, Some(told)).await?),
            (RefundState::Started | RefundState::Done, RefundState::Failed) => {
                Ok(failed(ctx, &open, Failure::Told).await?)
            }
            // It was given up, and something moved: it is tried again.
            (RefundState::Started, RefundState::Started) => Ok(revive(ctx, &open).await?),
            (RefundState::Done, RefundState::Started | RefundState::Done) | (RefundState::Failed, _) => {
                Ok(())
            }
        },
        None if donations::hear_gift_refund(ctx, payee, &told).await? => Ok(()),
        None if told.state == RefundState::Failed => Ok(()),
        None => given_elsewhere(ctx, payee, told).await,
    }
}

async fn revive(ctx: &Ctx, open: &OpenRefund) -> Result<(), DbError> {
    let (merchant, id, now) = (open.payment.merchant, open.refund.id, ctx.now());
    ctx.db()
        .write("revive_refund", move |tx| {
            store::jobs::revive(tx, kind::REFUND, merchant, id.0, now).map(|_| ())
        })
        .await
}

/// Writes down that a refund was given back, and what moved with it; the buyer is told.
async fn given_back(ctx: &Ctx, open: &OpenRefund, told: Option<ToldRefund>) -> Result<(), DbError> {
    let (merchant, order, id) = (open.payment.merchant, open.order, open.refund.id);
    let now = ctx.now();
    let (mail_id, told_id) = (ctx.id(), ctx.id());
    let happened = Happened {
        event: HookEvent::Refunded,
        merchant,
        subject: HookSubject::Order(order),
        about: id.0,
        at: now,
    };
    let entry =
        move |movement, amount| Entry { merchant, order: Some(order), movement, source: id.0, amount };
    let mut booked = vec![entry(Movement::Refund, open.refund.amount)];
    let (mut reference, mut at) = (String::new(), now);
    if let Some(told) = told {
        at = moved_at(told.created_at, now);
        booked.extend(told.kept.iter().map(|(movement, amount)| entry(*movement, *amount)));
        reference = told.reference;
    }
    ctx.db()
        .write("settle_refund", move |tx| {
            if store::refunds::give_back(tx, merchant, id, &reference, now)? {
                store::ledger::post(tx, &booked, at)?;
                let mail = mails::refund_job(mail_id, merchant, order, id, now);
                store::jobs::enqueue(tx, &[mail], now)?;
                webhooks::note(tx, told_id, &happened)?;
                changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)?;
            }
            Ok(())
        })
        .await
}

/// How it became known that a refund failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// The provider would not do it: the buyer's bank never heard of it, and neither need the buyer.
    Refused,
    /// The buyer's bank did not take it.
    SentBack,
    /// The same, and nobody works on it any more: an event said so.
    Told,
}

/// Writes down that a refund failed for good. Where nobody works on it any more, staff gets it as work to look at.
async fn failed(ctx: &Ctx, open: &OpenRefund, failure: Failure) -> Result<(), DbError> {
    let (merchant, order, id) = (open.payment.merchant, open.order, open.refund.id);
    let now = ctx.now();
    let mails = match failure {
        // Who waits for it sees it among the errors, with what the provider said.
        Failure::Refused => Vec::new(),
        Failure::SentBack | Failure::Told => vec![
            mails::about(ctx.id(), mails::Occasion::RefundFailed, merchant, order, id.0, now),
            mails::about(ctx.id(), mails::Occasion::RefundCameBack, merchant, order, id.0, now),
        ],
    };
    let work = refund_job(ctx.id(), merchant, id, now);
    let (told_id, subject) = (ctx.id(), HookSubject::Order(order));
    let happened = Happened { event: HookEvent::RefundFailed, merchant, subject, about: id.0, at: now };
    let came_back = Entry {
        merchant,
        order: Some(order),
        movement: Movement::RefundFailed,
        source: id.0,
        amount: open.refund.amount,
    };
    ctx.db()
        .write("fail_refund", move |tx| {
            store::orders::lock(tx, &[(merchant, order)])?;
            let Some(from) = store::refunds::fail(tx, merchant, id, now)? else { return Ok(()) };
            if from == FailedFrom::Done {
                store::ledger::post(tx, &[came_back], now)?;
            }
            if let Some(order) = store::orders::find(tx, merchant, order)? {
                give_units_up(tx, &order, id, now)?;
            }
            store::jobs::enqueue(tx, &mails, now)?;
            webhooks::note(tx, told_id, &happened)?;
            if failure == Failure::Told {
                store::jobs::enqueue(tx, std::slice::from_ref(&work), now)?;
                store::jobs::bury(tx, work.id, SENT_BACK)?;
            }
            changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)
        })
        .await
}

/// The units of a failed refund were not given back for. What never left is taken off the shelf again and is to be
/// shipped; what was sold to somebody else meanwhile, or came back from the buyer, stays as it is.
fn give_units_up(tx: &mut Tx<'_>, order: &Order, refund: RefundId, now: Timestamp) -> Result<(), DbError> {
    let mut units = store::refunds::units_of(tx, order.merchant, refund)?;
    let line_of = |each: &RefundedUnits| order.lines.iter().find(|line| line.id == each.line);
    // As `stock::lock` goes, so that nobody waits in a circle.
    units.sort_by_key(|each| line_of(each).map(|line| line.variant));
    let mut freed = Vec::with_capacity(units.len());
    for each in units {
        let Some(line) = line_of(&each) else { continue };
        if each.restocked > 0 && line.refunded_unshipped() == 0 {
            continue;
        }
        if each.restocked > 0 && line.tracked && order.state.took_stock() {
            let units = i64::from(each.restocked);
            let shelf = store::stock::lock(tx, &[(order.merchant, line.variant)])?;
            if shelf.first().is_none_or(|shelf| shelf.on_hand - shelf.reserved < units) {
                continue;
            }
            let off = Move { merchant: order.merchant, variant: line.variant, reserved: 0, on_hand: -units };
            store::stock::shift(tx, &[off])?;
            changes::note(tx, ChangeKind::Stock, line.product.0, order.merchant.0, now)?;
        }
        freed.push(each);
    }
    store::refunds::uncount_units(tx, order.merchant, &freed)?;
    store::fulfillments::unmark_fulfilled(tx, order.merchant, order.id)?;
    Ok(())
}

/// What became of the wish to give back again what had failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// It is on its way, or there was nothing left to do.
    Sent,
    /// Less than that is left of what was taken.
    NotSoMuch(Money),
}

/// Promises again what a refund that failed should have given back, as a refund of its own: the provider's answer
/// about the old one stands for ever. `work` is the job that asked staff to look; it is done with.
pub(crate) fn again(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    old: RefundId,
    work: JobId,
    (id, job): (RefundId, JobId),
    now: Timestamp,
) -> Result<Again, DbError> {
    let Some(open) = store::refunds::find(tx, merchant, old)? else { return Ok(Again::Sent) };
    match open.refund.state {
        RefundState::Started => {
            store::jobs::resend(tx, work, now)?;
            return Ok(Again::Sent);
        }
        RefundState::Done => {
            store::jobs::finish(tx, &[work])?;
            return Ok(Again::Sent);
        }
        RefundState::Failed => {}
    }
    store::orders::lock(tx, &[(merchant, open.order)])?;
    let Some(payment) = store::payments::lock(tx, &[(merchant, open.payment.id)])?.pop() else {
        return Ok(Again::Sent);
    };
    let held = store::disputes::held(tx, merchant, Disputed::Order(open.order), payment.id)?;
    let left = payment.captured.amount - payment.refunded.amount - held;
    let left = Money::new(left.max(0), payment.captured.currency);
    if held > 0 && left.is_zero() {
        return Ok(Again::NotSoMuch(left));
    }
    if left.amount > 0 && left.amount < open.refund.amount.amount {
        return Ok(Again::NotSoMuch(left));
    }
    store::jobs::finish(tx, &[work])?;
    if left.amount <= 0 {
        return Ok(Again::Sent);
    }
    let refund = NewRefund {
        id,
        merchant,
        order: open.order,
        payment: payment.id,
        amount: open.refund.amount,
        reason: open.refund.reason,
        created_by: None,
    };
    store::refunds::insert(tx, &[refund], now)?;
    count_again(tx, merchant, open.order, (old, id), now)?;
    store::jobs::enqueue(tx, &[refund_job(job, merchant, id, now)], now)?;
    changes::note(tx, ChangeKind::Order, open.order.0, merchant.0, now)?;
    Ok(Again::Sent)
}

/// Counts the units of the old refund for the new one, as far as they are not counted.
fn count_again(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    (old, new): (RefundId, RefundId),
    now: Timestamp,
) -> Result<(), DbError> {
    let Some(order) = store::orders::find(tx, merchant, order)? else { return Ok(()) };
    let mut units = Vec::new();
    for each in store::refunds::units_of(tx, merchant, old)? {
        let Some(line) = order.lines.iter().find(|line| line.id == each.line) else { continue };
        let quantity = each.quantity.min(line.quantity.saturating_sub(line.refunded));
        let restocked = each.restocked.min(quantity);
        if quantity > 0 {
            units.push(RefundedUnits { line: each.line, quantity, restocked });
        }
    }
    if units.is_empty() || !store::refunds::count_units(tx, merchant, order.id, &units)? {
        return Ok(());
    }
    store::refunds::keep_units(tx, merchant, new, &units)?;
    put_back(tx, &order, &units, now)?;
    store::fulfillments::mark_fulfilled(tx, merchant, order.id, now).map(|_| ())
}

/// Puts those units on the shelf that go back there.
pub(crate) fn put_back(
    tx: &mut Tx<'_>,
    order: &Order,
    units: &[RefundedUnits],
    now: Timestamp,
) -> Result<(), DbError> {
    // An order that has ended has put its units back already.
    if !order.state.took_stock() {
        return Ok(());
    }
    for each in units.iter().filter(|each| each.restocked > 0) {
        let Some(line) = order.lines.iter().find(|line| line.id == each.line && line.tracked) else {
            continue;
        };
        let back = Move {
            merchant: order.merchant,
            variant: line.variant,
            reserved: 0,
            on_hand: i64::from(each.restocked),
        };
        store::stock::shift(tx, &[back])?;
        changes::note(tx, ChangeKind::Stock, line.product.0, order.merchant.0, now)?;
    }
    Ok(())
}

/// Money that somebody gave back at the provider's own desk, of a payment of ours: it is written down as ours are.
async fn given_elsewhere(ctx: &Ctx, payee: &str, told: ToldRefund) -> Result<(), JobError> {
    let found = ask(ctx.ports().payments.look_up_named(payee, &told.payment)).await?;
    let Some((key, _)) = found else { return Ok(()) };
    let asked = key.clone();
    let payment = ctx.db().read(move |conn| store::payments::by_key(conn, &asked)).await?;
    if payment.is_none() {
        return donations::gift_given_back_elsewhere(ctx, payee, key, told).await;
    }
    let ours = payment.filter(|it| it.payee == payee && it.state == PaymentState::Captured);
    let Some(payment) = ours.filter(|it| it.reference == told.payment) else { return Ok(()) };
    let (merchant, order, id, now) = (payment.merchant, payment.order, ctx.id::<RefundId>(), ctx.now());
    let amount = told.amount;
    let reference = told.reference.clone();
    let is_kept = ctx
        .db()
        .write("note_refund_given_elsewhere", move |tx| {
            store::orders::lock(tx, &[(merchant, order)])?;
            if store::refunds::by_reference(tx, &reference)?.is_some() {
                return Ok(true);
            }
            let Some(payment) = store::payments::lock(tx, &[(merchant, payment.id)])?.pop() else {
                return Ok(true);
            };
            if payment.captured.amount - payment.refunded.amount < amount.amount {
                return Ok(false);
            }
            let reason = String::new();
            let refund =
                NewRefund { id, merchant, order, payment: payment.id, amount, reason, created_by: None };
            store::refunds::insert(tx, &[refund], now)?;
            store::refunds::name(tx, merchant, id, &reference)?;
            Ok::<_, DbError>(true)
        })
        .await?;
    if !is_kept {
        // A refund of ours that is on its way will be refused, and gives its promise up then.
        return Err(JobError::Later("more was given back at the provider than is left here".to_owned()));
    }
    let reference = told.reference.clone();
    let open = ctx.db().read(move |conn| store::refunds::by_reference(conn, &reference)).await?;
    match open {
        Some(open) if told.state == RefundState::Done => Ok(given_back(ctx, &open, Some(told)).await?),
        Some(_) | None => Ok(()),
    }
}
