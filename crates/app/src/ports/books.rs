//! What a provider knows of money after it has moved: refunds that come back, and what else its own books say. Only
//! real providers keep such books; a sandbox has none.

use domain::dispute::{DisputeReason, DisputeState, Evidence};
use domain::ledger::Movement;
use domain::money::Money;
use domain::order::RefundState;
use domain::payout::{LineKind, PayoutState};
use jiff::Timestamp;

use super::{Answer, Heard, PaymentError, Seen};

/// A refund, as its provider tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRefund {
    /// The provider's own name of it.
    pub reference: String,
    /// Our key of it; empty where somebody gave back at the provider's own desk.
    pub key: String,
    /// The payment it is given back from, as the provider names it.
    pub payment: String,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: RefundState,
    /// When it was given back.
    pub created_at: Timestamp,
    /// What moved with it: a fee that was given back.
    pub kept: Vec<(Movement, Money)>,
}

/// A dispute, as its provider tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldDispute {
    /// The provider's own name of it.
    pub reference: String,
    /// The payment it is about, as the provider names it.
    pub payment: String,
    /// Where it stands.
    pub state: DisputeState,
    /// The bank only asks.
    pub is_inquiry: bool,
    /// Why.
    pub reason: DisputeReason,
    /// How much it is about.
    pub amount: Money,
    /// Until when an answer counts.
    pub due_at: Option<Timestamp>,
    /// An answer was sent.
    pub is_answered: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// What moved for it so far, each once: taken, asked for, given back.
    pub moved: Vec<(Movement, Money)>,
}

/// A payout, as its provider tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldPayout {
    /// The provider's own name of it.
    pub reference: String,
    /// Where it stands.
    pub state: PayoutState,
    /// How much; below zero where the provider takes from the bank.
    pub amount: Money,
    /// The provider names the movements it is made of.
    pub is_itemized: bool,
    /// Why it came back: a word of [`domain::payout::Returned`], or the provider's own words, or empty.
    pub failure: String,
    /// When it came back, where the provider says so.
    pub returned_at: Option<Timestamp>,
    /// When it left.
    pub created_at: Timestamp,
    /// When it is at the bank.
    pub arrives_at: Timestamp,
}

/// What a movement in the provider's books is about, as far as we can know it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A payment, by the provider's name and our key.
    Payment {
        /// The provider's name.
        reference: String,
        /// Our key.
        key: String,
    },
    /// A refund, by the provider's name.
    Refund(String),
    /// A dispute, by the provider's name.
    Dispute(String),
    /// An earlier payout, by the provider's name.
    Payout(String),
    /// Nothing of ours.
    Nothing,
}

/// A movement in the provider's books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldLine {
    /// The provider's own name of it.
    pub reference: String,
    /// What it is.
    pub kind: LineKind,
    /// What it does to the balance, fees deducted.
    pub net: Money,
    /// What it is about.
    pub about: About,
    /// What moved, as the provider names it.
    pub source: String,
    /// When.
    pub at: Timestamp,
}

/// A payment in the provider's own list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldPayment {
    /// The provider's own name of it.
    pub reference: String,
    /// Our key of the attempt, or empty.
    pub key: String,
    /// The server that made it, or empty.
    pub server: String,
    /// How it stands; nothing where that cannot be said yet.
    pub seen: Option<Seen>,
}

/// A page of a provider's list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
}

/// What is asked of a provider's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Between<'a> {
    /// Made at this moment or later.
    pub from: Timestamp,
    /// Made at this moment or before.
    pub until: Timestamp,
    /// Where the page begins; empty for the first.
    pub after: &'a str,
}

/// What became of money that belongs to no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetGo {
    /// Nothing was taken, and nothing is held any more.
    Voided,
    /// What was taken goes back.
    Refunded,
}

/// A provider's books. `payee` is whose account at the provider is asked about; empty: the operator's own.
pub trait Books: Send + Sync {
    /// The refund of this name; none where there is no such refund of a payment.
    fn refund_named<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<ToldRefund>, PaymentError>>;
    /// The refund that we made under `key` from the payment named `payment`.
    fn refund_of<'a>(
        &'a self,
        payee: &'a str,
        payment: &'a str,
        key: &'a str,
    ) -> Answer<'a, Result<Option<ToldRefund>, PaymentError>>;
    /// The dispute of this name; none where there is no such dispute of a payment.
    fn dispute_named<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<ToldDispute>, PaymentError>>;
    /// The provider's own page of a dispute, for those who own the account; none where there is none.
    fn dispute_page(&self, reference: &str) -> Option<String>;
    /// Sends the answer to a dispute to the bank, for good. `key` names this answer.
    fn answer_dispute<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
        key: &'a str,
        evidence: Evidence,
    ) -> Answer<'a, Result<ToldDispute, PaymentError>>;
    /// Accepts a dispute. `key` names this.
    fn accept_dispute<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
        key: &'a str,
    ) -> Answer<'a, Result<ToldDispute, PaymentError>>;
    /// The payout of this name.
    fn payout_named<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<ToldPayout>, PaymentError>>;
    /// A page of what a payout is made of, from `after` on (empty: from the beginning).
    fn payout_lines<'a>(
        &'a self,
        payee: &'a str,
        payout: &'a str,
        after: &'a str,
    ) -> Answer<'a, Result<Page<ToldLine>, PaymentError>>;
    /// Payments in the provider's own list.
    fn payments_between<'a>(
        &'a self,
        payee: &'a str,
        between: Between<'a>,
    ) -> Answer<'a, Result<Page<ToldPayment>, PaymentError>>;
    /// Refunds in the provider's own list.
    fn refunds_between<'a>(
        &'a self,
        payee: &'a str,
        between: Between<'a>,
    ) -> Answer<'a, Result<Page<ToldRefund>, PaymentError>>;
    /// Events in the provider's own list.
    fn events_between<'a>(
        &'a self,
        payee: &'a str,
        between: Between<'a>,
    ) -> Answer<'a, Result<Page<Heard>, PaymentError>>;
    /// Lets go of a payment that belongs to no order: what is held is let go of, what was taken is given back, once
    /// however often it is asked.
    fn let_go<'a>(&'a self, payee: &'a str, reference: &'a str) -> Answer<'a, Result<LetGo, PaymentError>>;
    /// A page of the provider's own statement: every movement on the account as the provider wrote it, one JSON text
    /// each with what moved beside it, for whoever compares.
    fn statement<'a>(
        &'a self,
        payee: &'a str,
        after: &'a str,
    ) -> Answer<'a, Result<Page<String>, PaymentError>>;
}
