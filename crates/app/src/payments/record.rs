//! The one place where something learned about a payment moves an order: transaction 2 of three. Tap, job,
//! webhook, sweeper and operator all end here.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{CheckoutId, JobId, MerchantId, OrderId, PaymentId, RefundId, VariantId};
use domain::ledger::{Entry, Movement};
use domain::money::Money;
use domain::order::{self, CancelReason, OrderEffect, OrderEvent, OrderState};
use domain::payment::{self, Observed, PaymentState};
use domain::webhook::{HookEvent, HookSubject};
use jiff::{SignedDuration, Timestamp};
use store::changes::{self, ChangeKind};
use store::jobs::{self, NewJob};
use store::orders::Standing;
use store::payments::Payment;
use store::stock::{self, Move};
use store::{Command, DbError, Tx, checkouts, ledger, refunds};

use crate::jobs::kind;
use crate::ports::Seen;
use crate::{mails, webhooks};

/// Between the end of the undo window and the capture: an undo that was accepted at the last moment wins.
pub(crate) const CAPTURE_AFTER_WINDOW: SignedDuration = SignedDuration::from_secs(2);
/// Ids one outcome may need: two mails, a refund and its job, a further driver, what the shop's programs are told.
pub(crate) const IDS_PER_OUTCOME: usize = 7;

/// Something learned, on its way in.
pub(crate) struct RecordOutcome {
    /// Who sells.
    pub merchant: MerchantId,
    /// Which order.
    pub order: OrderId,
    /// Which attempt.
    pub payment: PaymentId,
    /// What the provider said, if it was asked.
    pub seen: Option<Seen>,
    /// What it means to the order where the payment alone does not tell: undone, canceled, window over.
    pub event: Option<OrderEvent>,
    /// How long the buyer may undo.
    pub undo_window: SignedDuration,
    /// Now.
    pub now: Timestamp,
    /// Fresh ids for what follows.
    pub ids: [i64; IDS_PER_OUTCOME],
}

/// Where order and payment stand afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The order's state.
    pub order: OrderState,
    /// Why it ended.
    pub cancel: Option<CancelReason>,
    /// The attempt as it stands.
    pub payment: Payment,
}

impl Command for RecordOutcome {
    type Output = Option<Outcome>;
    const NAME: &'static str = "record_outcome";

    fn run(tx: &mut Tx<'_>, batch: &[Self]) -> Result<Vec<Option<Outcome>>, DbError> {
        let mut desk = Desk::load(tx, batch)?;
        let mut outputs = Vec::with_capacity(batch.len());
        for command in batch {
            outputs.push(desk.apply(command));
        }
        desk.write(tx)?;
        Ok(outputs)
    }
}

/// The rows of a batch, under lock, and what is to be written.
struct Desk {
    orders: BTreeMap<OrderId, Standing>,
    payments: BTreeMap<PaymentId, Payment>,
    changed_orders: BTreeSet<OrderId>,
    changed_payments: BTreeSet<PaymentId>,
    moves: BTreeMap<(MerchantId, VariantId), (i64, i64)>,
    jobs: Vec<NewJob>,
    /// What the shops' own programs are told, where they listen.
    told: Vec<NewJob>,
    reschedule: Vec<(JobId, Timestamp)>,
    finished: Vec<JobId>,
    reopened: Vec<(MerchantId, CheckoutId, OrderId)>,
    refunds: Vec<refunds::NewRefund>,
    booked: Vec<Entry>,
    now: Timestamp,
}

impl Desk {
    fn load(tx: &mut Tx<'_>, batch: &[RecordOutcome]) -> Result<Self, DbError> {
        let mut orders: Vec<_> = batch.iter().map(|command| (command.merchant, command.order)).collect();
        orders.sort_by_key(|(_, id)| *id);
        orders.dedup();
        let mut payments: Vec<_> = batch.iter().map(|command| (command.merchant, command.payment)).collect();
        payments.sort_by_key(|(_, id)| *id);
        payments.dedup();
        Ok(Self {
            orders: store::orders::lock(tx, &orders)?.into_iter().map(|it| (it.id, it)).collect(),
            payments: store::payments::lock(tx, &payments)?.into_iter().map(|it| (it.id, it)).collect(),
            changed_orders: BTreeSet::new(),
            changed_payments: BTreeSet::new(),
            moves: BTreeMap::new(),
            jobs: Vec::new(),
            told: Vec::new(),
            reschedule: Vec::new(),
            finished: Vec::new(),
            reopened: Vec::new(),
            refunds: Vec::new(),
            booked: Vec::new(),
            now: batch.iter().map(|command| command.now).max().unwrap_or(Timestamp::UNIX_EPOCH),
        })
    }

    fn apply(&mut self, command: &RecordOutcome) -> Option<Outcome> {
        let payment = self.payments.get_mut(&command.payment)?;
        let mut event = command.event;
        if let Some(seen) = &command.seen
            && let Some(step) = payment::observe(payment.state, seen.observed)
        {
            payment.state = step.state;
            let taken_before = payment.captured;
            write_seen(payment, seen);
            if payment.captured != taken_before {
                self.booked.push(booked(payment, Movement::Charge, payment.captured));
                self.booked.extend(seen.kept.iter().map(|(kind, amount)| booked(payment, *kind, *amount)));
            }
            self.changed_payments.insert(payment.id);
            event = event.or(step.event);
        }
        if let Some(event) = event {
            self.move_order(command, event);
        }
        let order = self.orders.get(&command.order)?;
        Some(Outcome {
            order: order.state,
            cancel: order.cancel,
            payment: self.payments.get(&command.payment)?.clone(),
        })
    }

    fn move_order(&mut self, command: &RecordOutcome, event: OrderEvent) {
        let Some(order) = self.orders.get_mut(&command.order) else { return };
        let Some(step) = order::apply(order.state, event) else { return };
        let before = order.state;
        order.state = step.state;
        order.cancel = step.cancel.or(order.cancel);
        self.changed_orders.insert(command.order);
        let mut ids = command.ids.iter().copied();
        let mut fresh = move || ids.next().expect("an outcome asks for fewer ids than it was given");
        for effect in step.effects {
            self.follow(command, *effect, before, &mut fresh);
        }
        if let Some(event) = heard_of(before, step.state) {
            let (merchant, order, at) = (command.merchant, command.order, self.now);
            let happened = webhooks::Happened {
                event,
                merchant,
                subject: HookSubject::Order(order),
                about: order.0,
                at,
            };
            self.told.push(webhooks::event_job(JobId(fresh()), &happened));
        }
        self.settle_ended(command, &mut fresh);
    }

    fn follow(
        &mut self,
        command: &RecordOutcome,
        effect: OrderEffect,
        before: OrderState,
        fresh: &mut impl FnMut() -> i64,
    ) {
        let order = self.orders.get_mut(&command.order).expect("the order that just moved is on the desk");
        let driver = JobId(order.id.0);
        match effect {
            OrderEffect::TellBuyerPlaced => {
                self.jobs.push(mails::job(
                    JobId(fresh()),
                    mails::Occasion::Placed,
                    order.merchant,
                    order.id,
                    self.now,
                ));
            }
            OrderEffect::CaptureAfterUndo => {
                let until = command.now + command.undo_window;
                order.undo_until = Some(until);
                let after = if command.undo_window.is_zero() { until } else { until + CAPTURE_AFTER_WINDOW };
                self.reschedule.push((driver, after));
            }
            OrderEffect::FreeStock => {
                let (reserved, on_hand) = if before.took_stock() { (0, 1) } else { (-1, 0) };
                for unit in &order.units {
                    let entry = self.moves.entry((order.merchant, unit.variant)).or_default();
                    entry.0 += reserved * unit.quantity;
                    entry.1 += on_hand * unit.quantity;
                }
            }
            OrderEffect::TakeStock => {
                for unit in &order.units {
                    let entry = self.moves.entry((order.merchant, unit.variant)).or_default();
                    entry.0 -= unit.quantity;
                    entry.1 -= unit.quantity;
                }
                self.finished.push(driver);
            }
            OrderEffect::TellMerchant => {
                self.jobs.push(mails::new_orders_job(JobId(fresh()), order.merchant, command.now));
            }
            OrderEffect::TellBuyerCanceled => {
                self.jobs.push(mails::job(
                    JobId(fresh()),
                    mails::Occasion::Canceled,
                    order.merchant,
                    order.id,
                    self.now,
                ));
            }
            OrderEffect::TellMerchantCanceled => {
                self.jobs.push(mails::job(
                    JobId(fresh()),
                    mails::Occasion::MerchantCanceled,
                    order.merchant,
                    order.id,
                    self.now,
                ));
            }
            // What is to be given back is decided from the payment, below.
            OrderEffect::GiveMoneyBack => {}
        }
    }

    /// An order that has ended keeps no money: what is held is let go, what was taken is given back.
    fn settle_ended(&mut self, command: &RecordOutcome, fresh: &mut impl FnMut() -> i64) {
        let order = &self.orders[&command.order];
        if order.state != OrderState::Canceled {
            return;
        }
        let driver = JobId(order.id.0);
        let payment = &self.payments[&command.payment];
        match payment.state {
            PaymentState::Started | PaymentState::RequiresAction | PaymentState::Authorized => {
                self.jobs.push(NewJob {
                    id: driver,
                    kind: kind::DRIVE_ORDER,
                    merchant: Some(order.merchant),
                    subject: order.id.0,
                    payload: String::new(),
                    unique_key: None,
                    run_at: command.now,
                });
                self.reschedule.push((driver, command.now));
            }
            PaymentState::Captured => {
                let left = payment.captured.amount - payment.refunded.amount;
                if left > 0 {
                    let refund = RefundId(fresh());
                    self.refunds.push(refunds::NewRefund {
                        id: refund,
                        merchant: order.merchant,
                        order: order.id,
                        payment: payment.id,
                        amount: Money::new(left, payment.amount.currency),
                        reason: order.cancel.map_or("", CancelReason::as_str).to_owned(),
                        created_by: None,
                    });
                    self.jobs.push(crate::payments::refund_job(
                        JobId(fresh()),
                        order.merchant,
                        refund,
                        command.now,
                    ));
                }
                self.finished.push(driver);
            }
            PaymentState::Voided | PaymentState::Failed => {
                if matches!(order.cancel, Some(CancelReason::Declined | CancelReason::Expired)) {
                    self.reopened.push((order.merchant, order.checkout, order.id));
                }
                self.finished.push(driver);
            }
        }
    }

    fn write(self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        let payments: Vec<&Payment> = self.changed_payments.iter().map(|id| &self.payments[id]).collect();
        store::payments::update(tx, &payments, self.now)?;
        let orders: Vec<&Standing> = self.changed_orders.iter().map(|id| &self.orders[id]).collect();
        store::orders::update(tx, &orders, self.now)?;
        checkouts::reopen(tx, &self.reopened)?;
        let moves: Vec<Move> = self
            .moves
            .iter()
            .map(|((merchant, variant), (reserved, on_hand))| Move {
                merchant: *merchant,
                variant: *variant,
                reserved: *reserved,
                on_hand: *on_hand,
            })
            .collect();
        stock::shift(tx, &moves)?;
        refunds::insert(tx, &self.refunds, self.now)?;
        ledger::post(tx, &self.booked, self.now)?;
        jobs::enqueue(tx, &self.jobs, self.now)?;
        webhooks::enqueue(tx, self.told, self.now)?;
        jobs::reschedule(tx, &self.reschedule)?;
        jobs::finish(tx, &self.finished)?;
        let mut told: BTreeSet<(i64, i64)> = BTreeSet::new();
        let mut notes = Vec::new();
        for order in &orders {
            notes.push((ChangeKind::Order, order.id.0, order.merchant.0));
            if !order.state.holds_stock() {
                for unit in &order.units {
                    if told.insert((unit.product.0, order.merchant.0)) {
                        notes.push((ChangeKind::Stock, unit.product.0, order.merchant.0));
                    }
                }
            }
        }
        changes::note_all(tx, &notes, self.now)
    }
}

/// What a step of an order is to the shop's own programs, which know it from when the merchant has it.
fn heard_of(before: OrderState, after: OrderState) -> Option<HookEvent> {
    match (before, after) {
        (OrderState::Pending | OrderState::Placed | OrderState::Canceled, OrderState::Confirmed) => {
            Some(HookEvent::Placed)
        }
        (OrderState::Confirmed, OrderState::Canceled) => Some(HookEvent::Canceled),
        (
            OrderState::Pending | OrderState::Placed | OrderState::Canceled,
            OrderState::Pending | OrderState::Placed | OrderState::Canceled,
        )
        | (OrderState::Confirmed, OrderState::Pending | OrderState::Placed | OrderState::Confirmed) => None,
    }
}

/// What happened to a payment, for the books.
fn booked(payment: &Payment, movement: Movement, amount: Money) -> Entry {
    let (merchant, order) = (payment.merchant, Some(payment.order));
    Entry { merchant, order, movement, source: payment.id.0, amount }
}

fn write_seen(payment: &mut Payment, seen: &Seen) {
    payment.reference.clone_from(&seen.reference);
    payment.action_url = seen.challenge.as_ref().map_or_else(String::new, |challenge| challenge.url.clone());
    payment.decline = seen.decline;
    if seen.observed == Observed::Captured {
        payment.captured = seen.amount;
    }
}
