//! What a provider tells of a dispute: kept, booked, and told to whose money it is, each once.

use domain::dispute::{Dispute, Disputed, stage};
use domain::ids::{DisputeId, JobId, MerchantId, NonprofitId, PaymentId};
use domain::ledger::{Entry, Movement};
use domain::money::Money;
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::donations::payments::GiftPayment;
use store::jobs::Job;
use store::payments::Payment;
use store::{DbError, disputes};

use crate::jobs::{Done, JobError};
use crate::mails::{self, Occasion};
use crate::payments::{ask, named};
use crate::ports::ToldDispute;
use crate::{Ctx, donations};

/// The job: fetches a dispute that an event was about, and records how it stands now.
pub(crate) async fn look_at_dispute(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (payee, reference) = named(&job.payload);
    look_at(ctx, payee, reference).await?;
    Ok(Done::Finished)
}

/// A payment of ours that a bank takes back, whatever was paid with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Collected {
    pub(super) merchant: MerchantId,
    pub(super) about: Disputed,
    pub(super) payment: PaymentId,
    pub(super) payee: String,
    pub(super) reference: String,
}

impl From<Payment> for Collected {
    fn from(payment: Payment) -> Self {
        Self {
            merchant: payment.merchant,
            about: Disputed::Order(payment.order),
            payment: payment.id,
            payee: payment.payee,
            reference: payment.reference,
        }
    }
}

impl From<GiftPayment> for Collected {
    fn from(payment: GiftPayment) -> Self {
        Self {
            merchant: payment.nonprofit.party(),
            about: Disputed::Gift(payment.donation),
            payment: payment.id,
            payee: payment.payee,
            reference: payment.reference,
        }
    }
}

/// Fetches a dispute and records how it stands now, where it is about a payment of ours.
pub(crate) async fn look_at(ctx: &Ctx, payee: &str, reference: &str) -> Result<(), JobError> {
    let Some(books) = ctx.ports().payments.books() else { return Ok(()) };
    let Some(told) = ask(books.dispute_named(payee, reference)).await? else { return Ok(()) };
    let found = ask(ctx.ports().payments.look_up_named(payee, &told.payment)).await?;
    let Some((key, seen)) = found else { return Ok(()) };
    let by_key = key.clone();
    let ordered = ctx.db().read(move |conn| store::payments::by_key(conn, &by_key)).await?;
    let collected = match ordered {
        Some(payment) => Some(Collected::from(payment)),
        None => {
            // A gift that is taken back was given: what is late is recorded first, so that there is a receipt to void.
            donations::hear_gift(ctx, payee, &key, seen).await?;
            let gift = ctx.db().read(move |conn| store::donations::payments::by_key(conn, &key)).await?;
            gift.map(Collected::from)
        }
    };
    // Another program's payment on the same account, or one of another server.
    let Some(collected) = collected.filter(|it| it.payee == payee && it.reference == told.payment) else {
        return Ok(());
    };
    Ok(hear_dispute(ctx, &collected, told).await?)
}

/// Records what was told of a dispute about a payment.
pub(super) async fn hear_dispute(ctx: &Ctx, of: &Collected, told: ToldDispute) -> Result<(), DbError> {
    let (merchant, about, now) = (of.merchant, of.about, ctx.now());
    let fresh = first_told(ctx.id(), of, &told, now);
    let (jobs, asked): ([JobId; 4], _) = (std::array::from_fn(|_| ctx.id()), ctx.asked());
    ctx.db()
        .write("hear_dispute", move |tx| {
            let gift = match about {
                Disputed::Order(order) => {
                    store::orders::lock(tx, &[(merchant, order)])?;
                    None
                }
                Disputed::Gift(gift) => store::donations::lock(tx, NonprofitId(merchant.0), gift)?,
            };
            let known = disputes::by_reference(tx, merchant, about, &told.reference)?;
            let Some((dispute, occasions)) = heard(known.as_ref(), &fresh) else { return Ok(()) };
            match known {
                None => disputes::insert(tx, &dispute)?,
                Some(_) => disputes::update(tx, &dispute)?,
            }
            let entry = |(movement, amount): &(Movement, Money)| Entry {
                merchant,
                order: about.order(),
                movement: *movement,
                source: dispute.id.0,
                amount: *amount,
            };
            let entries: Vec<Entry> = told.moved.iter().map(entry).collect();
            store::ledger::post_new(tx, &entries, now)?;
            match (about, gift) {
                (Disputed::Order(order), _) => {
                    let mails: Vec<_> = occasions
                        .into_iter()
                        .zip(jobs)
                        .map(|(occasion, id)| mails::about(id, occasion, merchant, order, dispute.id.0, now))
                        .collect();
                    store::jobs::enqueue(tx, &mails, now)?;
                    changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)
                }
                (Disputed::Gift(_), Some(gift)) => {
                    donations::gift_disputed(tx, &gift, &dispute, &occasions, (&asked, jobs, now))
                }
                (Disputed::Gift(_), None) => Ok(()),
            }
        })
        .await
}

/// The dispute as it was told now, as if it were heard of for the first time.
fn first_told(id: DisputeId, of: &Collected, told: &ToldDispute, now: Timestamp) -> Dispute {
    Dispute {
        id,
        merchant: of.merchant,
        about: of.about,
        payment: of.payment,
        reference: told.reference.clone(),
        payee: of.payee.clone(),
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

/// What becomes of what is known when `fresh` is told, and what they are to be told. Nothing when we knew better:
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
