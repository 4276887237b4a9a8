//! Moving money. Every call carries an attempt whose key never changes; a provider answers a repeated key with the
//! first outcome, as long as it remembers. An error without certainty is [`PaymentError::Unknown`]: look up, never
//! guess.

use domain::ledger::Movement;
use domain::money::Money;
use domain::payment::{Decline, Observed};
use domain::quote::Unpayable;
use jiff::Timestamp;

use super::Answer;
use crate::sealer::Secret;

/// One attempt to collect an order's money, as a provider is asked about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Our key: of the checkout and the try, never of the request.
    pub key: String,
    /// The provider's own name of it, once we were told.
    pub reference: String,
    /// Whose account at the provider takes the money; empty: the operator's own.
    pub payee: String,
    /// How much.
    pub amount: Money,
    /// When the provider was asked first: it remembers keys only for so long.
    pub began_at: Timestamp,
}

impl From<&store::payments::Payment> for Attempt {
    fn from(payment: &store::payments::Payment) -> Self {
        Self {
            key: payment.key.clone(),
            reference: payment.reference.clone(),
            payee: payment.payee.clone(),
            amount: payment.amount,
            began_at: payment.created_at,
        }
    }
}

/// Asks a provider to hold money.
#[derive(Debug, Clone)]
pub struct Authorize {
    /// The attempt.
    pub attempt: Attempt,
    /// The provider's token of the method: never a card number.
    pub method: String,
    /// The order's public id, for the provider's own records.
    pub order: String,
    /// Where the buyer's bank sends the buyer back to.
    pub return_url: String,
    /// What the operator keeps of a payment on a merchant's own account, in hundredths of a percent.
    pub fee_basis_points: u32,
    /// The method is to be saved with the payment, so that the bank asks once for both; see [`Payments::kept`].
    pub keep: bool,
    /// Whether somebody is there to answer a bank.
    pub presence: Presence,
    /// This server's own name: what it finds of its own in the provider's list later, and no other's.
    pub server: String,
}

/// Whether whoever pays is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// They are, for this payment.
    Here,
    /// They are, and agree that more is taken later with the same method; see [`Payments::kept`].
    HereForMore,
    /// They are not: they agreed before. A bank that wants them refuses with [`Decline::AuthenticationFailed`].
    Away,
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
    /// What the provider and the operator keep of what was taken, where it was said.
    pub kept: Vec<(Movement, Money)>,
}

/// What a provider says of one refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// It was given back.
    Done,
    /// It is on its way; the provider will tell, or is asked again.
    Pending,
    /// The buyer's bank did not take it: the money is with the merchant.
    SentBack,
}

/// A step at the buyer's bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Where to send the buyer: a path of ours, an address of the provider's, or no address but the secret with which
    /// the provider's script in the browser asks over our page.
    pub url: String,
}

/// A method the buyer typed, as a token the provider gave for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMethod {
    /// What the buyer chose: a test card's name in the sandbox, a confirmation token elsewhere. For a pledge also one that
    /// was saved for visits before.
    pub token: String,
    /// Our key of the question. Asked again under it, the provider goes on where the buyer's bank left it.
    pub key: String,
    /// Whose account at the provider it is to pay, and nobody else's; empty: the operator's own, and so everybody.
    pub payee: String,
    /// Money is taken with it later, when whoever pays is not there.
    pub is_for_pledge: bool,
    /// Where a bank with a page of its own sends its customer back to; empty: it can ask over our page only.
    pub return_url: String,
}

impl NewMethod {
    /// What was typed to be used again by whoever typed it.
    #[must_use]
    pub fn for_visits(token: &str) -> Self {
        Self {
            token: token.to_owned(),
            // What was typed is typed once.
            key: token.to_owned(),
            payee: String::new(),
            is_for_pledge: false,
            return_url: String::new(),
        }
    }
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

/// What came of saving a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// It can be used.
    Saved(SavedMethod),
    /// The buyer's bank asks first; asked again afterwards under the same key, the same token is saved.
    Asks(Challenge),
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

/// The provider's own form in the buyer's browser, where numbers are typed: its script makes a token of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodForm {
    /// The script's address.
    pub script: String,
    /// The key that the script is given; it may be seen by anybody.
    pub key: String,
    /// Hosts its frames come from.
    pub frames: Vec<String>,
    /// Hosts it connects to.
    pub connects: Vec<String>,
    /// Ways to pay that it must not offer, in the provider's words.
    pub excluded: Vec<String>,
}

/// An event that a provider told by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The provider's own name of it: the same however often it is sent.
    pub id: String,
    /// Its kind, in the provider's words.
    pub kind: String,
    /// Whose account at the provider it is about; empty: the operator's own.
    pub payee: String,
    /// What it is about, as the provider names it, or empty.
    pub reference: String,
    /// What is to be looked at.
    pub topic: Topic,
}

/// What an event is about, as far as we act on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A payment: it is fetched, and recorded as it is then.
    Payment,
    /// A refund: likewise.
    Refund,
    /// A dispute: likewise.
    Dispute,
    /// The account itself: it is fetched, and recorded as it is then.
    Account,
    /// A payout: likewise.
    Payout,
    /// Nothing that we act on.
    Nothing,
}

/// Why an event was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HearError {
    /// This provider tells nothing, or no secret is set to know it by.
    #[error("no events are taken here: set the webhook's secret first")]
    Deaf,
    /// It is not the provider's, or a replay.
    #[error("{0}")]
    Signature(String),
    /// The provider's, but nothing we can read.
    #[error("the event cannot be read: {0}")]
    Unreadable(String),
    /// About real money, told to a server that takes none, or the other way round.
    #[error("the event is of the other mode: test events are for test keys, live events for live keys")]
    OtherMode,
}

/// A payment provider.
pub trait Payments: Send + Sync {
    /// Its stable name, stored with each payment.
    fn name(&self) -> &'static str;
    /// It moves no real money: every page says so.
    fn is_test(&self) -> bool;
    /// Turns what the buyer typed into a method that can be used again.
    fn save(&self, method: NewMethod) -> Answer<'_, Result<Saving, PaymentError>>;
    /// What was saved with a payment that was made with [`Authorize::keep`], once the bank agreed to it.
    fn kept(&self, attempt: Attempt) -> Answer<'_, Result<Option<SavedMethod>, PaymentError>> {
        let _ = attempt;
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Forgets a method that was saved. Forgetting twice, or what was never known, is fine. What is held or taken with
    /// it stays as it is.
    fn forget<'a>(&'a self, token: &'a str) -> Answer<'a, Result<(), PaymentError>>;
    /// Holds money, or takes it at once where the method cannot be held.
    fn authorize(&self, request: Authorize) -> Answer<'_, Result<Seen, PaymentError>>;
    /// Takes what is held.
    fn capture(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>>;
    /// Lets go of what is held. Where it was taken already, says so.
    fn void(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>>;
    /// Gives back `amount` of what was taken; `refund_key` names this refund. Asked again while it is on its way, says
    /// how it stands.
    fn refund<'a>(
        &'a self,
        attempt: Attempt,
        refund_key: &'a str,
        amount: Money,
    ) -> Answer<'a, Result<Returned, PaymentError>>;
    /// What the buyer answered at the bank, where the bank is only played: the sandbox's. Real banks have pages of
    /// their own and are looked up afterwards.
    fn answer_challenge<'a>(&'a self, key: &'a str, agrees: bool) -> Answer<'a, Result<Seen, PaymentError>> {
        let _ = (key, agrees);
        Box::pin(std::future::ready(Err(PaymentError::Refused("this bank has a page of its own".to_owned()))))
    }

    /// What whoever pays answered at the bank when a method was to be saved under `key`, where the bank is only played. The
    /// same question again is answered by it.
    fn answer_saving(&self, key: &str, agrees: bool) {
        let _ = (key, agrees);
    }

    /// Methods to try things with; none where money is real.
    fn test_methods(&self) -> Vec<TestMethod> {
        Vec::new()
    }

    /// The form in which buyers type a new method; none where [`Payments::test_methods`] stand in for it.
    fn method_form(&self) -> Option<&MethodForm> {
        None
    }

    /// `amount` as the provider's form in the browser counts it; none when it cannot charge that.
    fn form_amount(&self, amount: Money) -> Option<i64> {
        Some(amount.amount)
    }

    /// Whether the provider can charge exactly this much.
    ///
    /// # Errors
    /// [`Unpayable`], for the buyer to read before paying.
    fn can_charge(&self, amount: Money) -> Result<(), Unpayable> {
        let _ = amount;
        Ok(())
    }

    /// `token` is one that the provider's form gives to whoever types, and not the name of something that was saved for
    /// somebody: nobody may pay with that by naming it.
    fn takes(&self, token: &str) -> bool {
        let _ = token;
        true
    }

    /// `token` is good for one payment, and for none when that one is declined.
    fn is_used_once(&self, token: &str) -> bool {
        let _ = token;
        false
    }

    /// What tells the card that was typed as `token` from others, before any bank is asked about it: the same whenever the same
    /// card is typed, whoever types it, to pay whoever is paid on `payee`. `None`: it is no card, or nothing tells it apart.
    fn fingerprint<'a>(
        &'a self,
        token: &'a str,
        payee: &'a str,
    ) -> Answer<'a, Result<Option<String>, PaymentError>> {
        let _ = (token, payee);
        Box::pin(std::future::ready(Ok(None)))
    }

    /// What was saved as `token` can pay whoever is paid on `payee`; empty: the operator.
    fn serves(&self, token: &str, payee: &str) -> bool {
        let _ = (token, payee);
        true
    }

    /// Reads an event that somebody brings as the provider's, when it is the provider's.
    ///
    /// # Errors
    /// [`HearError`]; nothing of the event may be believed then.
    fn hear(&self, body: &[u8], signature: &str, now: Timestamp) -> Result<Heard, HearError> {
        let _ = (body, signature, now);
        Err(HearError::Deaf)
    }

    /// Reads an event that somebody brings as the provider's about `payee`, told to the webhook at that account alone and
    /// signed with one of its own `secrets`.
    ///
    /// # Errors
    /// [`HearError`], likewise.
    fn hear_from(
        &self,
        payee: &str,
        secrets: &[Secret],
        body: &[u8],
        signature: &str,
        now: Timestamp,
    ) -> Result<Heard, HearError> {
        let _ = (payee, secrets, body, signature, now);
        Err(HearError::Deaf)
    }

    /// What the provider knows under its own name for a payment, with our key of the attempt; `None` when it knows none
    /// of ours.
    fn look_up_named<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<(String, Seen)>, PaymentError>> {
        let _ = (payee, reference);
        Box::pin(std::future::ready(Ok(None)))
    }

    /// The provider's own books, where it keeps any.
    fn books(&self) -> Option<&dyn super::Books> {
        None
    }

    /// What the provider knows of the attempt; `None` when it never heard of it.
    fn look_up(&self, attempt: Attempt) -> Answer<'_, Result<Option<Seen>, PaymentError>>;
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
    /// Too much is under way there already. Nothing was sent.
    #[error("too much is under way at the payment provider; nothing was charged")]
    Busy,
    /// It certainly did nothing and says why, and what it says may be mended: it does not take our key at the moment, or
    /// the balance is too low. The same request is good later.
    #[error("the payment provider does not do it now: {0}")]
    NotNow(String),
    /// It understood and refused the request as such.
    #[error("the payment provider refused: {0}")]
    Refused(String),
}
