//! What happens by itself when its time has come.

use std::collections::BTreeMap;

use super::twin::Twin;

/// One thing that will happen.
#[derive(Debug, Clone)]
pub(super) enum Timer {
    /// A debit is paid or refused.
    Settles { intent: String },
    /// A charge captured in the background shows its place in the books.
    Booked { charge: String },
    /// A hold ends.
    HoldEnds { intent: String },
    /// A pending refund succeeds.
    RefundArrives { refund: String },
    /// A refund comes back.
    RefundReturns { refund: String },
    /// Evidence can no longer be handed in.
    EvidenceDue { dispute: String },
    /// The bank decides.
    DisputeDecided { dispute: String, won: bool },
    /// A subscription's period ends.
    PeriodEnds { subscription: String },
    /// A subscription that was never paid for ends.
    NeverPaid { subscription: String },
    /// An invoice is tried again.
    InvoiceAgain { invoice: String },
    /// Money that became available is paid out.
    PayDay { account: String },
    /// A payout is at the bank.
    PayoutArrives { payout: String },
}

/// All of them, by time.
#[derive(Debug, Clone, Default)]
pub(super) struct Timers {
    queue: BTreeMap<(i64, u64), Timer>,
    next: u64,
}

impl Timers {
    /// Sets one for `at_ms`.
    pub fn set(&mut self, at_ms: i64, timer: Timer) {
        self.next += 1;
        self.queue.insert((at_ms, self.next), timer);
    }

    /// The next one that is due.
    pub fn pop(&mut self, now_ms: i64) -> Option<(i64, Timer)> {
        let key = *self.queue.keys().next().filter(|(at_ms, _)| *at_ms <= now_ms)?;
        self.queue.remove(&key).map(|timer| (key.0, timer))
    }

    /// When the next one is due.
    pub fn next_due(&self) -> Option<i64> {
        self.queue.keys().next().map(|(at_ms, _)| *at_ms)
    }
}

impl Twin {
    pub(super) fn ring(&mut self, timer: Timer) {
        match timer {
            Timer::Settles { intent } => self.debit_settles(&intent),
            Timer::Booked { charge } => self.booked(&charge),
            Timer::HoldEnds { intent } => self.hold_ends(&intent),
            Timer::RefundArrives { refund } => self.refund_arrives(&refund),
            Timer::RefundReturns { refund } => self.refund_returns(&refund),
            Timer::EvidenceDue { dispute } => self.evidence_due(&dispute),
            Timer::DisputeDecided { dispute, won } => self.decide_dispute(&dispute, won),
            Timer::PeriodEnds { subscription } => self.period_ends(&subscription),
            Timer::NeverPaid { subscription } => self.never_paid(&subscription),
            Timer::InvoiceAgain { invoice } => self.invoice_again(&invoice),
            Timer::PayDay { account } => self.pay_day(&account),
            Timer::PayoutArrives { payout } => self.payout_arrives(&payout),
        }
    }
}
