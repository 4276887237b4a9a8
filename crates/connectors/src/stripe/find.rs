//! Which PaymentIntent an attempt made, where its answer was lost: among those of its time, by Stripe's index, and where
//! neither tells, by closing its key.

use app::ports::{Attempt, PaymentError};
use jiff::SignedDuration;
use serde::Deserialize;

use super::amount::to_stripe;
use super::api::ApiError;
use super::client::Stripe;
use super::form::Form;
use super::intent::{ATTEMPT, Intent};
use super::provider::{EXPAND, PAGE, uncertain};
use super::walks::{List, Place};

/// An attempt's PaymentIntent is made within minutes of the attempt; clocks may differ a little.
const MADE_BEFORE: SignedDuration = SignedDuration::from_mins(5);
const MADE_AFTER: SignedDuration = SignedDuration::from_mins(30);
/// Stripe keeps keys for a day at least; four hours are left for clocks and for time on the way.
const KEYS_KEPT: SignedDuration = SignedDuration::from_hours(20);
/// Marks a PaymentIntent that was made to close a key only.
const FENCE: &str = "fence";
/// Pages looked through before the index is asked. A shop that is paid many times a minute has thousands of payments in the
/// time of an attempt, and after an outage hundreds of attempts to look for.
const PAGES_SOON: usize = 2;
/// Pages looked through in one try.
const PAGES_MAX: usize = 50;

/// What a look through a list came to.
enum Looked {
    Found(Box<Intent>),
    /// The list ended, and it was not in it.
    Nowhere,
    /// There are more pages.
    NotYet,
}

#[derive(Deserialize)]
struct Page {
    data: Vec<Intent>,
    has_more: bool,
}

impl Stripe {
    /// The PaymentIntent of an attempt. `None`: there is none among all that were made at its time.
    pub(super) async fn find(&self, attempt: &Attempt) -> Result<Option<Intent>, PaymentError> {
        if !attempt.reference.is_empty() {
            return self.named(attempt, &attempt.reference).await.map(Some);
        }
        match self.look(attempt, &of_its_time(attempt), &mut String::new(), PAGES_SOON).await? {
            Looked::Found(intent) => return Ok(Some(*intent)),
            Looked::Nowhere => return Ok(None),
            Looked::NotYet => {}
        }
        if let Some(intent) = self.indexed(attempt).await? {
            return Ok(Some(intent));
        }
        match self.look(attempt, &of_its_time(attempt), &mut String::new(), PAGES_MAX).await? {
            Looked::Found(intent) => Ok(Some(*intent)),
            Looked::Nowhere => Ok(None),
            Looked::NotYet => Err(PaymentError::Unknown),
        }
    }

    /// The same in a few requests, however many were made at its time. `None` says less: the index may not know of it yet.
    pub(super) async fn find_soon(&self, attempt: &Attempt) -> Result<Option<Intent>, PaymentError> {
        if !attempt.reference.is_empty() {
            return self.named(attempt, &attempt.reference).await.map(Some);
        }
        match self.look(attempt, &of_its_time(attempt), &mut String::new(), PAGES_SOON).await? {
            Looked::Found(intent) => Ok(Some(*intent)),
            Looked::Nowhere => Ok(None),
            Looked::NotYet => self.indexed(attempt).await,
        }
    }

    async fn named(&self, attempt: &Attempt, name: &str) -> Result<Intent, PaymentError> {
        let path = format!("/v1/payment_intents/{name}");
        let form = Form::new().with("expand[0]", EXPAND);
        match self.get::<Intent>(path, form, &attempt.payee).await {
            Ok(intent) => Ok(intent),
            // Stripe told us this name: it is not gone, we are asking with the keys of another account.
            Err(ApiError::Missing) => {
                tracing::error!(
                    intent = %name,
                    "Stripe does not know a payment that it made: are these the keys of another account?"
                );
                Err(PaymentError::Unknown)
            }
            Err(error) => Err(uncertain(error)),
        }
    }

    /// The PaymentIntent of an attempt among those that `made` asks for, or among all, newest first, behind the one that
    /// `after` names. A fence stands for it only where there is no other.
    async fn look(
        &self,
        attempt: &Attempt,
        made: &Form,
        after: &mut String,
        pages: usize,
    ) -> Result<Looked, PaymentError> {
        let mut fence = None;
        for _ in 0..pages {
            let form = made
                .clone()
                .number("limit", PAGE)
                .with("starting_after", after.as_str())
                .with("expand[0]", format!("data.{EXPAND}"));
            let page: Page =
                self.get("/v1/payment_intents".to_owned(), form, &attempt.payee).await.map_err(uncertain)?;
            let last = page.data.last().map(|intent| intent.id.clone());
            for found in page.data.into_iter().filter(|it| is_of(attempt, it)) {
                if !is_fence(&found) {
                    return Ok(Looked::Found(Box::new(found)));
                }
                fence = Some(found);
            }
            match last.filter(|_| page.has_more) {
                Some(last) => *after = last,
                None => return Ok(fence.map_or(Looked::Nowhere, |fence| Looked::Found(Box::new(fence)))),
            }
        }
        Ok(Looked::NotYet)
    }

    /// The PaymentIntent of an attempt by Stripe's index of what is written on payments, as it is now. The index knows of most
    /// within a minute, sometimes after an hour, and not everywhere (<https://docs.stripe.com/search>): what it does not
    /// find may be there.
    async fn indexed(&self, attempt: &Attempt) -> Result<Option<Intent>, PaymentError> {
        let query = format!("metadata['{ATTEMPT}']:'{}'", attempt.key);
        let form = Form::new().with("query", &query).number("limit", PAGE);
        let page: Page = match self.get("/v1/payment_intents/search".to_owned(), form, &attempt.payee).await {
            Ok(page) => page,
            Err(ApiError::Refused(_) | ApiError::Missing) => return Ok(None),
            Err(error) => return Err(uncertain(error)),
        };
        let (fences, others): (Vec<_>, Vec<_>) =
            page.data.into_iter().filter(|it| is_of(attempt, it)).partition(is_fence);
        match others.into_iter().chain(fences).next() {
            Some(known) => self.named(attempt, &known.id).await.map(Some),
            None => Ok(None),
        }
    }

    /// Stripe never heard of the attempt, or its request is still on the way, or it is not found among many. An unconfirmed
    /// PaymentIntent under the same key makes sure: a request that arrives later finds a key with other content and does
    /// nothing. Where the key was used already, its request has ended: it made a PaymentIntent that is found now, or it
    /// failed for good (a 500 that Stripe keeps under the key) and holds nothing.
    pub(super) async fn fence(&self, attempt: &Attempt) -> Result<Option<Intent>, PaymentError> {
        let amount = to_stripe(attempt.amount).map_err(|error| PaymentError::Refused(error.to_string()))?;
        let form = Form::new()
            .number("amount", amount)
            .with("currency", attempt.amount.currency.code().to_lowercase())
            .with(&format!("metadata[{ATTEMPT}]"), &attempt.key)
            .with(&format!("metadata[{FENCE}]"), "1")
            .with("description", "Never confirmed: closes the key of an attempt that was given up");
        match self.post::<Intent>("/v1/payment_intents".to_owned(), form, &attempt.payee, &attempt.key).await
        {
            Ok(fence) => {
                // By Stripe's clock this is not the day of the attempt: the key may have been forgotten, or our clock was
                // wrong when the attempt was dated.
                let age = fence.created - attempt.began_at.as_second();
                if (-MADE_BEFORE.as_secs()..=KEYS_KEPT.as_secs()).contains(&age) {
                    return Ok(Some(fence));
                }
                match self.look(attempt, &Form::new(), &mut String::new(), PAGES_MAX).await? {
                    Looked::Found(intent) => Ok(Some(*intent)),
                    Looked::Nowhere => Ok(Some(fence)),
                    // What a key is forgotten of is older than what the index does not know yet.
                    Looked::NotYet => Ok(self.indexed(attempt).await?.or(Some(fence))),
                }
            }
            Err(ApiError::KeyReused | ApiError::Failed(_)) => self.made_under_a_used_key(attempt).await,
            Err(error) => Err(uncertain(error)),
        }
    }

    /// What a request made that has ended, by a walk that goes on where the last try left it: what it made was there before
    /// the walk began. A fence that such a walk passes is let be: it was never confirmed.
    ///
    /// The payments of the attempt's time tell, if the clock was right that dated it. In case it was not, all others are
    /// looked through as well, but a shop that has millions does not wait for that: once that time is over by Stripe's own
    /// clock, what neither the list of that time nor the index nor thousands of the newest know of is not there. If it is
    /// all the same, it is a payment without an order, which the sweeper lets go of.
    async fn made_under_a_used_key(&self, attempt: &Attempt) -> Result<Option<Intent>, PaymentError> {
        let walks = &self.walks;
        let mut place = walks.place_of(&attempt.key);
        if place.list == List::OfItsTime {
            match self.walk(attempt, &of_its_time(attempt), &mut place).await? {
                Looked::Found(intent) => return Ok(Some(*intent)),
                Looked::Nowhere => place = Place { list: List::All, after: String::new() },
                Looked::NotYet => return Err(PaymentError::Unknown),
            }
        }
        match self.walk(attempt, &Form::new(), &mut place).await? {
            Looked::Found(intent) => Ok(Some(*intent)),
            Looked::Nowhere => Ok(None),
            Looked::NotYet => match self.indexed(attempt).await? {
                None if !self.is_over(attempt).await? => Err(PaymentError::Unknown),
                known => {
                    walks.ended(&attempt.key);
                    Ok(known)
                }
            },
        }
    }

    /// [`Self::look`] from a place on, which is remembered page by page: a try may be cut off.
    async fn walk(&self, attempt: &Attempt, made: &Form, place: &mut Place) -> Result<Looked, PaymentError> {
        for _ in 0..PAGES_MAX {
            match self.look(attempt, made, &mut place.after, 1).await? {
                Looked::NotYet => self.walks.reached(&attempt.key, place.clone()),
                Looked::Nowhere if place.list == List::OfItsTime => return Ok(Looked::Nowhere),
                ended => {
                    self.walks.ended(&attempt.key);
                    return Ok(ended);
                }
            }
        }
        Ok(Looked::NotYet)
    }

    /// Whether the time in which an attempt's PaymentIntent is made is over by Stripe's clock: others were made since.
    async fn is_over(&self, attempt: &Attempt) -> Result<bool, PaymentError> {
        let since = (attempt.began_at + MADE_AFTER).as_second();
        let form = Form::new().number("created[gt]", since).number("limit", 1);
        let page: Page =
            self.get("/v1/payment_intents".to_owned(), form, &attempt.payee).await.map_err(uncertain)?;
        Ok(!page.data.is_empty())
    }
}

fn of_its_time(attempt: &Attempt) -> Form {
    let from = (attempt.began_at - MADE_BEFORE).as_second();
    let until = (attempt.began_at + MADE_AFTER).as_second();
    Form::new().number("created[gte]", from).number("created[lte]", until)
}

fn is_of(attempt: &Attempt, intent: &Intent) -> bool {
    intent.metadata.get(ATTEMPT) == Some(&attempt.key)
}

fn is_fence(intent: &Intent) -> bool {
    intent.metadata.contains_key(FENCE)
}
