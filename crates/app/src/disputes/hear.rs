//! What a provider tells of a dispute: kept, booked, and told to the merchant, each once.

use domain::dispute::{Dispute, stage};
use domain::ids::DisputeId;
use domain::ledger::{Entry, Movement};
use domain::money::Money;
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::jobs::Job;
use store::payments::Payment;
use store::{DbError, disputes};

use crate::Ctx;
use crate::jobs::{Done, JobError};
use crate::mails::{self, Occasion};
use crate::payments::{ask, named};
use crate::ports::ToldDispute;

/// The job: fetches a dispute that an event was about, and records how it stands now.
pub(crate) async fn look_at_dispute(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (payee, reference) = named(&job.payload);
    look_at(ctx, payee, reference).await?;
    Ok(Done::Finished)
}

/// Fetches a dispute and records how it stands now, where it is about a payment of ours.
pub(crate) async fn look_at(ctx: &Ctx, payee: &str, reference: &str) -> Result<(), JobError> {
    let Some(books) = ctx.ports().payments.books() else { return Ok(()) };
    let Some(told) = ask(books.dispute_named(payee, reference)).await? else { return Ok(()) };
    let found = ask(ctx.ports().payments.look_up_named(payee, &told.payment)).await?;
    let Some((key, _)) = found else { return Ok(()) };
    let payment = ctx.db().read(move |conn| store::payments::by_key(conn, &key)).await?;
    // Another program's payment on the same account, or one of another server.
    let Some(payment) = payment.filter(|it| it.payee == payee && it.reference == told.payment) else {
        return Ok(());
    };
    Ok(hear_dispute(ctx, &payment, told).await?)
}

/// Records what was told of a dispute about `payment`.
pub(super) async fn hear_dispute(ctx: &Ctx, payment: &Payment, told: ToldDispute) -> Result<(), DbError> {
    let (merchant, order, now) = (payment.merchant, payment.order, ctx.now());
    let fresh = first_told(ctx.id(), payment, &told, now);
    let mail_ids = [ctx.id(), ctx.id()];
    ctx.db()
        .write("hear_dispute", move |tx| {
            store::orders::lock(tx, &[(merchant, order)])?;
            let known = disputes::by_reference(tx, merchant, &told.reference)?;
            let Some((dispute, occasions)) = heard(known.as_ref(), &fresh) else { return Ok(()) };
            match known {
                None => disputes::insert(tx, &dispute)?,
                Some(_) => disputes::update(tx, &dispute)?,
            }
            let entry = |(movement, amount): &(Movement, Money)| Entry {
                merchant,
                order: Some(order),
                movement: *movement,
                source: dispute.id.0,
                amount: *amount,
            };
            let entries: Vec<Entry> = told.moved.iter().map(entry).collect();
            store::ledger::post_new(tx, &entries, now)?;
            let mails: Vec<_> = occasions
                .into_iter()
                .zip(mail_ids)
                .map(|(occasion, id)| mails::about(id, occasion, merchant, order, dispute.id.0, now))
                .collect();
            store::jobs::enqueue(tx, &mails, now)?;
            changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)
        })
        .await
}

/// The dispute as it was told now, as if it were heard of for the first time.
fn first_told(id: DisputeId, payment: &Payment, told: &ToldDispute, now: Timestamp) -> Dispute {
    Dispute {
        id,
        merchant: payment.merchant,
        order: payment.order,
        payment: payment.id,
        reference: told.reference.clone(),
        payee: payment.payee.clone(),
        state: told.state,
        is_inquiry: told.is_inquiry,
        reason: told.reason,
        amount: told.amount,
        due_at: told.due_at,
        answer: String::new(),
        answered_at: told.is_answered.then_some(now),
        opened_at: told.opened_at,
        closed_at: told.state.is_over().then_some(now),
    }
}

/// What becomes of what is known when `fresh` is told, and what the merchant is to be told. Nothing when we knew better:
/// two looks at once may be written in the other order, and what came first stays behind.
fn heard(known: Option<&Dispute>, fresh: &Dispute) -> Option<(Dispute, Vec<Occasion>)> {
    let opened = if fresh.is_inquiry { Occasion::Inquiry } else { Occasion::Disputed };
    let Some(known) = known else { return Some((fresh.clone(), vec![opened])) };
    if stage(fresh.state, fresh.is_inquiry) < stage(known.state, known.is_inquiry) {
        return None;
    }
    let mut occasions = Vec::new();
    if known.is_inquiry && !fresh.is_inquiry {
        occasions.push(Occasion::Disputed);
    }
    if fresh.state.is_over() && !known.state.is_over() {
        occasions.push(Occasion::DisputeEnded);
    }
    let dispute = Dispute {
        id: known.id,
        answer: known.answer.clone(),
        answered_at: known.answered_at.or(fresh.answered_at),
        closed_at: known.closed_at.or(fresh.closed_at),
        ..fresh.clone()
    };
    Some((dispute, occasions))
}
