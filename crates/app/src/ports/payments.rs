//! Moving money. Every call carries a key of ours that never changes for one attempt; a provider answers a
//! repeated key with the first outcome. An error without certainty is [`PaymentError::Unknown`]: look up, never
//! guess.

use domain::money::Money;
use domain::payment::{Decline, Observed};

use super::Answer;

/// Asks a provider to hold money.
#[derive(Debug, Clone)]
pub struct Authorize {
    /// The attempt's key.
    pub key: String,
    /// How much.
    pub amount: Money,
    /// The provider's token of the method: never a card number.
    pub method: String,
    /// The order's public id, for the provider's own records.
    pub order: String,
    /// Where the buyer's bank sends the buyer back to.
    pub return_url: String,
}

/// What a provider says of one payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its state.
    pub observed: Observed,
    /// How much is held or taken.
    pub amount: Money,
    /// The provider's own name of it.
    pub reference: String,
    /// Why it refused.
    pub decline: Option<Decline>,
    /// Where the buyer must go first.
    pub challenge: Option<Challenge>,
}

/// A step at the buyer's bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Where to send the buyer; a path of ours or an address of the provider's.
    pub url: String,
}

/// A method the buyer typed, as a token the provider gave for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMethod {
    /// What the buyer chose: a test card's name in the sandbox, a confirmation token elsewhere.
    pub token: String,
}

/// What is kept of a method for the next purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedMethod {
    /// The provider's token.
    pub token: String,
    /// `Visa`, `Mastercard` …
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// `MM/YY`, or empty.
    pub expires: String,
}

/// A method that moves no money and always does the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestMethod {
    /// Its token.
    pub token: &'static str,
    /// Its brand.
    pub brand: &'static str,
    /// Its last four digits.
    pub last4: &'static str,
    /// The word for what it does: `ok`, `declined`, `challenge` …
    pub conduct: &'static str,
}

/// A payment provider.
pub trait Payments: Send + Sync {
    /// Its stable name, stored with each payment.
    fn name(&self) -> &'static str;
    /// It moves no real money: every page says so.
    fn is_test(&self) -> bool;
    /// Turns what the buyer typed into a method that can be used again.
    fn save(&self, method: NewMethod) -> Answer<'_, Result<SavedMethod, PaymentError>>;
    /// Forgets a method that was saved. Forgetting twice, or what was never known, is fine. What is held or taken with
    /// it stays as it is.
    fn forget<'a>(&'a self, token: &'a str) -> Answer<'a, Result<(), PaymentError>>;
    /// Holds money, or takes it at once where the method cannot be held.
    fn authorize(&self, request: Authorize) -> Answer<'_, Result<Seen, PaymentError>>;
    /// Takes what is held under `key`.
    fn capture<'a>(&'a self, key: &'a str, amount: Money) -> Answer<'a, Result<Seen, PaymentError>>;
    /// Lets go of what is held under `key`. Where it was taken already, says so.
    fn void<'a>(&'a self, key: &'a str) -> Answer<'a, Result<Seen, PaymentError>>;
    /// Gives back `amount` of what was taken under `key`; `refund_key` names this refund.
    fn refund<'a>(
        &'a self,
        key: &'a str,
        refund_key: &'a str,
        amount: Money,
    ) -> Answer<'a, Result<(), PaymentError>>;
    /// What the buyer answered at the bank, where the bank is only played: the sandbox's. Real banks have pages of
    /// their own and are looked up afterwards.
    fn answer_challenge<'a>(&'a self, key: &'a str, agrees: bool) -> Answer<'a, Result<Seen, PaymentError>> {
        let _ = (key, agrees);
        Box::pin(std::future::ready(Err(PaymentError::Refused("this bank has a page of its own".to_owned()))))
    }

    /// Methods to try things with; none where money is real.
    fn test_methods(&self) -> Vec<TestMethod> {
        Vec::new()
    }

    /// What the provider knows under `key`; `None` when it never heard of it.
    fn look_up<'a>(&'a self, key: &'a str) -> Answer<'a, Result<Option<Seen>, PaymentError>>;
}

/// Why a provider gave no outcome.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaymentError {
    /// No certain answer: it may have happened.
    #[error("the payment provider gave no certain answer")]
    Unknown,
    /// It certainly did nothing.
    #[error("the payment provider cannot be reached; nothing was charged")]
    Down,
    /// It understood and refused the request as such.
    #[error("the payment provider refused: {0}")]
    Refused(String),
}
