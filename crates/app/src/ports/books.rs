//! What a provider knows of money after it has moved: refunds that come back, and what else its own books say. Only
//! real providers keep such books; a sandbox has none.

use domain::dispute::{DisputeReason, DisputeState, Evidence};
use domain::ledger::Movement;
use domain::money::Money;
use domain::order::RefundState;
use jiff::Timestamp;

use super::{Answer, PaymentError};

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
}
