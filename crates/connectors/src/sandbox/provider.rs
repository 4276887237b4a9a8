//! The sandbox as a provider.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use app::Clock;
use app::ports::{
    Answer, Attempt, Authorize, Challenge, NewMethod, PaymentError, Payments, Presence, Returned,
    SavedMethod, Saving, Seen, TestMethod,
};
use domain::money::Money;
use domain::payment::{Decline, Observed};
use jiff::tz::TimeZone;
use parking_lot::Mutex;

use super::cards::{self, CARDS, Card, Conduct, SAVED};
use super::ledger::{Charge, Event, Ledger, Line};

/// How long the slow card takes.
const SLOW: Duration = Duration::from_secs(4);

/// A provider that moves no money.
pub struct Sandbox {
    ledger: Ledger,
    clock: Arc<dyn Clock>,
    /// How long every answer takes: to play a provider that is far away.
    delay: Duration,
    /// Saved cards that were to be forgotten.
    forgotten: Mutex<HashSet<String>>,
    /// Banks that were asked whether a card may be saved, by our key, and what their customer answered. A process that
    /// dies asks again.
    savings: Mutex<HashMap<String, Option<bool>>>,
}

impl Sandbox {
    /// A sandbox whose record is the file at `path`.
    ///
    /// # Errors
    /// When the file cannot be opened or read.
    pub fn open(path: &Path, clock: Arc<dyn Clock>, delay: Duration) -> io::Result<Self> {
        let ledger = Ledger::open(path)?;
        Ok(Self { ledger, clock, delay, forgotten: Mutex::default(), savings: Mutex::default() })
    }

    /// A sandbox that forgets when it is dropped.
    #[must_use]
    pub fn in_memory(clock: Arc<dyn Clock>) -> Self {
        Self {
            ledger: Ledger::in_memory(),
            clock,
            delay: Duration::ZERO,
            forgotten: Mutex::default(),
            savings: Mutex::default(),
        }
    }

    fn line(&self, key: &str, event: Event, amount: Money) -> Line {
        Line {
            key: key.to_owned(),
            event,
            amount: amount.amount,
            currency: amount.currency.code().to_owned(),
            method: String::new(),
            refund_key: String::new(),
            decline: String::new(),
            at: self.clock.now().as_microsecond(),
        }
    }

    /// The card as it is kept; it is not forgotten any more.
    fn keep(&self, card: &Card) -> SavedMethod {
        let token = format!("{SAVED}{}", card.token);
        self.forgotten.lock().remove(&token);
        let today = self.clock.now().to_zoned(TimeZone::UTC).date();
        SavedMethod {
            token,
            brand: card.brand.to_owned(),
            last4: card.last4.to_owned(),
            expires: match card.conduct {
                Conduct::EndsSoon => format!("{:02}/{:02}", today.month(), today.year() % 100),
                _ => "12/30".to_owned(),
            },
        }
    }

    /// Asks the bank of a card that is to pay when its owner is not there.
    async fn ask_bank(&self, card: &Card, key: &str) -> Result<Saving, PaymentError> {
        self.pause().await;
        let refused = || PaymentError::Refused("the bank did not let this card be saved".to_owned());
        match card.conduct {
            Conduct::Decline(_) => Err(refused()),
            Conduct::LoseAnswer if self.savings.lock().insert(key.to_owned(), None).is_none() => {
                Err(PaymentError::Unknown)
            }
            Conduct::Challenge => match *self.savings.lock().entry(key.to_owned()).or_insert(None) {
                None => Ok(Saving::Asks(Challenge { url: format!("/sandbox/challenge/{key}") })),
                Some(true) => Ok(Saving::Saved(self.keep(card))),
                Some(false) => Err(refused()),
            },
            Conduct::LoseAnswer
            | Conduct::Succeed
            | Conduct::TakeAtOnce
            | Conduct::Slow
            | Conduct::Down
            | Conduct::FailCapture
            | Conduct::DeclineAway
            | Conduct::ChallengeAway
            | Conduct::EndsSoon => Ok(Saving::Saved(self.keep(card))),
        }
    }

    async fn pause(&self) {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
    }

    async fn charge(&self, request: Authorize) -> Result<Seen, PaymentError> {
        self.pause().await;
        if self.forgotten.lock().contains(&request.method) {
            return Err(PaymentError::Refused("this card was forgotten".to_owned()));
        }
        let card = Card::of_token(&request.method)
            .ok_or_else(|| PaymentError::Refused("the sandbox has no such test card".to_owned()))?;
        if card.conduct == Conduct::Down {
            return Err(PaymentError::Down);
        }
        let is_away = request.presence == Presence::Away;
        let decline = match card.conduct {
            Conduct::Decline(reason) => reason.as_str(),
            Conduct::DeclineAway if is_away => Decline::InsufficientFunds.as_str(),
            // Its bank was asked when it was saved.
            Conduct::Challenge if is_away && request.method.starts_with(SAVED) => "",
            Conduct::Challenge | Conduct::ChallengeAway if is_away => Decline::AuthenticationFailed.as_str(),
            Conduct::EndsSoon if is_away => Decline::ExpiredCard.as_str(),
            _ => "",
        };
        let event = match card.conduct {
            _ if !decline.is_empty() => Event::Failed,
            Conduct::TakeAtOnce => Event::Captured,
            Conduct::Challenge if !is_away => Event::RequiresAction,
            // Its owner is back because the bank wanted to see them.
            Conduct::ChallengeAway
                if request.presence == Presence::Here && request.method.starts_with(SAVED) =>
            {
                Event::RequiresAction
            }
            _ => Event::Authorized,
        };
        // A repeated key is answered with what it led to the first time; other money under it is refused.
        let charge = self.decide(&request.attempt.key, |known| match known {
            Some(_) => None,
            None => Some(Line {
                method: request.method.clone(),
                decline: decline.to_owned(),
                ..self.line(&request.attempt.key, event, request.attempt.amount)
            }),
        })?;
        let charge = charge.ok_or(PaymentError::Unknown)?;
        if charge.amount != request.attempt.amount {
            return Err(PaymentError::Refused("this key was used for another amount".to_owned()));
        }
        match card.conduct {
            Conduct::LoseAnswer => Err(PaymentError::Unknown),
            Conduct::Slow => {
                tokio::time::sleep(SLOW).await;
                Ok(seen(&request.attempt.key, &charge))
            }
            Conduct::Succeed
            | Conduct::TakeAtOnce
            | Conduct::Decline(_)
            | Conduct::Challenge
            | Conduct::Down
            | Conduct::FailCapture
            | Conduct::DeclineAway
            | Conduct::ChallengeAway
            | Conduct::EndsSoon => Ok(seen(&request.attempt.key, &charge)),
        }
    }

    fn decide(
        &self,
        key: &str,
        decide: impl FnOnce(Option<&Charge>) -> Option<Line>,
    ) -> Result<Option<Charge>, PaymentError> {
        self.ledger.decide(key, decide).map_err(|error| {
            tracing::error!(%error, "the sandbox's record cannot be written");
            PaymentError::Unknown
        })
    }
}

fn seen(key: &str, charge: &Charge) -> Seen {
    let observed = match charge.state {
        Event::RequiresAction => Observed::RequiresAction,
        Event::Authorized => Observed::Authorized,
        Event::Captured | Event::Refunded => Observed::Captured,
        Event::Voided => Observed::Voided,
        Event::Failed => Observed::Failed,
    };
    Seen {
        observed,
        amount: charge.amount,
        reference: format!("sandbox-{key}"),
        decline: charge.decline,
        challenge: (observed == Observed::RequiresAction)
            .then(|| Challenge { url: format!("/sandbox/challenge/{key}") }),
        kept: Vec::new(),
    }
}

/// Under which its payments are stored.
pub const NAME: &str = "sandbox";

impl Payments for Sandbox {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_test(&self) -> bool {
        true
    }

    fn save(&self, method: NewMethod) -> Answer<'_, Result<Saving, PaymentError>> {
        Box::pin(async move {
            let card = Card::of_token(&method.token)
                .ok_or_else(|| PaymentError::Refused("the sandbox has no such test card".to_owned()))?;
            match method.is_for_pledge {
                true => self.ask_bank(card, &method.key).await,
                false => Ok(Saving::Saved(self.keep(card))),
            }
        })
    }

    fn answer_saving(&self, key: &str, agrees: bool) {
        if let Some(answer) = self.savings.lock().get_mut(key) {
            // What was answered once is answered.
            answer.get_or_insert(agrees);
        }
    }

    fn kept(&self, attempt: Attempt) -> Answer<'_, Result<Option<SavedMethod>, PaymentError>> {
        Box::pin(async move {
            let charge = self.decide(&attempt.key, |_| None)?;
            let paid = charge.filter(|it| matches!(it.state, Event::Authorized | Event::Captured));
            Ok(paid.and_then(|charge| Card::of_token(&charge.method)).map(|card| self.keep(card)))
        })
    }

    fn fingerprint<'a>(
        &'a self,
        token: &'a str,
        _: &'a str,
    ) -> Answer<'a, Result<Option<String>, PaymentError>> {
        Box::pin(async move {
            self.pause().await;
            Ok(cards::fingerprint(token))
        })
    }

    fn forget<'a>(&'a self, token: &'a str) -> Answer<'a, Result<(), PaymentError>> {
        Box::pin(async move {
            self.pause().await;
            // A card that is typed works for everybody, always.
            if token.starts_with(SAVED) {
                self.forgotten.lock().insert(token.to_owned());
            }
            Ok(())
        })
    }

    fn authorize(&self, request: Authorize) -> Answer<'_, Result<Seen, PaymentError>> {
        Box::pin(self.charge(request))
    }

    fn capture(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        Box::pin(async move {
            self.pause().await;
            let (key, amount) = (attempt.key.as_str(), attempt.amount);
            let mut refusal = None;
            let charge = self.decide(key, |known| {
                let charge = known?;
                if charge.state != Event::Authorized {
                    return None;
                }
                if amount != charge.amount {
                    refusal = Some("only what is held can be captured, whole");
                    return None;
                }
                let fails =
                    Card::of_token(&charge.method).is_some_and(|it| it.conduct == Conduct::FailCapture);
                Some(self.line(key, if fails { Event::Voided } else { Event::Captured }, charge.amount))
            })?;
            match (charge, refusal) {
                (_, Some(refusal)) => Err(PaymentError::Refused(refusal.to_owned())),
                (Some(charge), None) => Ok(seen(key, &charge)),
                (None, None) => Err(PaymentError::Refused("nothing is held under this key".to_owned())),
            }
        })
    }

    fn void(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        Box::pin(async move {
            self.pause().await;
            let key = attempt.key.as_str();
            let charge = self.decide(key, |known| match known {
                Some(charge) => matches!(charge.state, Event::Authorized | Event::RequiresAction)
                    .then(|| self.line(key, Event::Voided, charge.amount)),
                // Remembered, so that a request still on its way finds a key that is over.
                None => Some(self.line(key, Event::Voided, Money::zero(domain::money::Currency::EUR))),
            })?;
            charge.map(|charge| seen(key, &charge)).ok_or(PaymentError::Unknown)
        })
    }

    fn refund<'a>(
        &'a self,
        attempt: Attempt,
        refund_key: &'a str,
        amount: Money,
    ) -> Answer<'a, Result<Returned, PaymentError>> {
        Box::pin(async move {
            self.pause().await;
            let key = attempt.key.as_str();
            let mut refused = false;
            self.decide(key, |known| {
                let charge = known.filter(|charge| charge.state == Event::Captured);
                let Some(charge) = charge else {
                    refused = true;
                    return None;
                };
                if charge.refund_keys.iter().any(|known| known == refund_key) {
                    return None;
                }
                if charge.amount.currency != amount.currency
                    || charge.refunded + amount.amount > charge.amount.amount
                {
                    refused = true;
                    return None;
                }
                Some(Line { refund_key: refund_key.to_owned(), ..self.line(key, Event::Refunded, amount) })
            })?;
            if refused {
                return Err(PaymentError::Refused("more than was taken cannot be given back".to_owned()));
            }
            Ok(Returned::Done)
        })
    }

    fn answer_challenge<'a>(&'a self, key: &'a str, agrees: bool) -> Answer<'a, Result<Seen, PaymentError>> {
        Box::pin(async move {
            let charge = self.decide(key, |charge| {
                let charge = charge.filter(|charge| charge.state == Event::RequiresAction)?;
                let event = if agrees { Event::Authorized } else { Event::Failed };
                let decline = if agrees { "" } else { Decline::AuthenticationFailed.as_str() };
                Some(Line { decline: decline.to_owned(), ..self.line(key, event, charge.amount) })
            })?;
            charge
                .map(|charge| seen(key, &charge))
                .ok_or_else(|| PaymentError::Refused("nothing waits under this key".to_owned()))
        })
    }

    fn test_methods(&self) -> Vec<TestMethod> {
        CARDS
            .iter()
            .map(|card| TestMethod {
                token: card.token,
                brand: card.brand,
                last4: card.last4,
                conduct: card.conduct.as_str(),
            })
            .collect()
    }

    fn look_up(&self, attempt: Attempt) -> Answer<'_, Result<Option<Seen>, PaymentError>> {
        Box::pin(async move {
            self.pause().await;
            let key = attempt.key.as_str();
            Ok(self.decide(key, |_| None)?.map(|charge| seen(key, &charge)))
        })
    }
}
