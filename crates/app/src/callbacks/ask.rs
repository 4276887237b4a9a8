//! Asking a shop's program, outside any transaction: once for all who want to know the same, not again while the answer is
//! valid, and not at all while the program is known to be away.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::callback::{Breaker, Callback, OnFailure, VALID_MAX, WRONG_KEPT};
use domain::checkout::{Checkout, CheckoutState, Purchase};
use domain::ids::{CheckoutId, MerchantId, WebhookDeliveryId};
use domain::merchant::Pricing;
use domain::quote::{Answer, QuoteRequest};
use futures_util::future::join_all;
use jiff::Timestamp;
use moka::ops::compute::Op;
use moka::sync::Cache;
use parking_lot::Mutex;
use store::{DbError, callbacks};
use tokio::sync::OnceCell;
use tokio::time::timeout;

use super::question::{Key, Line, data, key};
use super::setup::opened;
use super::tally::Tally;
use super::{ANSWER_BYTES_MAX, ASKED, answer};
use crate::Ctx;
use crate::checkout::request;
use crate::ports::{FetchError, Reply, Telling};
use crate::webhooks::{envelope, headers};

/// Answers kept: a few kilobytes each at most.
const ANSWERS_KEPT_MAX: u64 = 10_000;

/// What is known of programs in this process.
pub(crate) struct State {
    slots: Cache<Key, Arc<Slot>>,
    breakers: Mutex<HashMap<MerchantId, Breaker>>,
    pub(super) tally: Tally,
}

impl Default for State {
    fn default() -> Self {
        Self { slots: Cache::new(ANSWERS_KEPT_MAX), breakers: Mutex::default(), tally: Tally::default() }
    }
}

/// What became of one question, and until when it is used again. Whoever comes while it is under way waits for it.
type Slot = OnceCell<(Outcome, Timestamp)>;

/// What became of a question; none: there is no right answer.
type Outcome = Option<Arc<Answer>>;

/// What a checkout's price is made from where its shop has a program.
#[derive(Debug, Clone)]
pub(crate) enum Heard {
    /// What it answered.
    Answered(Arc<Answer>),
    /// It did not answer rightly: our tables hold.
    FellBack,
    /// It did not answer rightly, and its shop sells nothing without its answer.
    Refused,
}

/// What was heard for the checkouts of a purchase; nothing where no shop has a program.
#[derive(Debug, Default)]
pub(crate) struct Quoted(Vec<(CheckoutId, Heard)>);

impl Quoted {
    /// What was heard for one of them; none where nobody was to be asked.
    pub(crate) fn of(&self, checkout: CheckoutId) -> Option<&Heard> {
        self.0.iter().find(|(id, _)| *id == checkout).map(|(_, heard)| heard)
    }
}

/// Asks the programs of those shops that have one, all at once, about their open checkouts.
pub(crate) async fn ask_all<'a>(
    ctx: &Ctx,
    purchase: &Purchase,
    parts: impl Iterator<Item = (&'a Checkout, &'a Arc<Pricing>)>,
) -> Quoted {
    // Most shops have none: nothing is allocated for them.
    let asked: Vec<_> = parts
        .filter(|(checkout, _)| checkout.state == CheckoutState::Open)
        .filter_map(|(checkout, pricing)| Some((checkout, pricing, pricing.callback.as_ref()?)))
        .collect();
    if asked.is_empty() {
        return Quoted::default();
    }
    let each = asked.into_iter().map(|(checkout, pricing, callback)| {
        let version = pricing.merchant.pricing_version;
        async move {
            let request = request(checkout, purchase);
            let outcome = outcome(ctx, checkout, &request, (callback, version)).await;
            let heard = match (outcome, callback.on_failure) {
                (Some(answer), _) => Heard::Answered(answer),
                (None, OnFailure::UseOurs) => Heard::FellBack,
                (None, OnFailure::Refuse) => Heard::Refused,
            };
            if !matches!(heard, Heard::Answered(_)) {
                let tally = &ctx.memory().callbacks.tally;
                tally.count(checkout.merchant, |asked| asked.fell_back += 1);
            }
            (checkout.id, heard)
        }
    });
    // Boxed, so that whoever has no program does not carry the room for it.
    Quoted(Box::pin(join_all(each)).await)
}

async fn outcome(
    ctx: &Ctx,
    checkout: &Checkout,
    request: &QuoteRequest,
    (callback, version): (&Callback, i64),
) -> Outcome {
    let now = ctx.now();
    let slot = ctx.memory().callbacks.slot(key(request, version), now);
    let (outcome, _) = slot.get_or_init(|| question(ctx, checkout, request, callback)).await;
    outcome.clone()
}

impl State {
    /// The slot of a question: the one that is under way or still valid, else an empty one.
    fn slot(&self, key: Key, now: Timestamp) -> Arc<Slot> {
        let is_over = |(_, until): &(Outcome, Timestamp)| *until <= now || *until > now + VALID_MAX;
        let found = self.slots.entry(key).and_compute_with(|known| match known {
            Some(known) if !known.value().get().is_some_and(is_over) => Op::Nop,
            Some(_) | None => Op::Put(Arc::default()),
        });
        match found.into_entry() {
            Some(entry) => entry.into_value(),
            // It was pushed out at this very moment.
            None => Arc::default(),
        }
    }

    /// A place among the questions to a program; none while it is left alone.
    fn place(&self, merchant: MerchantId, now: Timestamp) -> Option<Place<'_>> {
        let is_asked = self.breakers.lock().entry(merchant).or_default().ask(now);
        is_asked.then_some(Place { state: self, merchant, is_told: false })
    }
}

/// A place among the questions to a program; left without a word where the buyer hangs up.
struct Place<'a> {
    state: &'a State,
    merchant: MerchantId,
    is_told: bool,
}

impl Place<'_> {
    fn heard(mut self, is_there: bool, now: Timestamp) {
        self.is_told = true;
        self.change(|breaker| breaker.heard(is_there, now));
    }

    fn change(&self, change: impl FnOnce(&mut Breaker)) {
        let mut breakers = self.state.breakers.lock();
        let Some(breaker) = breakers.get_mut(&self.merchant) else { return };
        change(breaker);
        if breaker.is_idle() {
            breakers.remove(&self.merchant);
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if !self.is_told {
            self.change(Breaker::let_go);
        }
    }
}

/// Why there is no right answer.
enum Failure {
    /// None in time, or the program says that it cannot.
    Late(String),
    /// One that is none.
    Wrong(String),
    /// We could not ask.
    Ours(&'static str),
}

async fn question(
    ctx: &Ctx,
    checkout: &Checkout,
    request: &QuoteRequest,
    callback: &Callback,
) -> (Outcome, Timestamp) {
    let (state, merchant) = (&ctx.memory().callbacks, callback.merchant);
    let Some(place) = state.place(merchant, ctx.now()) else { return (None, ctx.now()) };
    let telling = match telling(ctx, checkout, request, callback).await {
        Ok(telling) => telling,
        Err(what) => return failed(ctx, merchant, Failure::Ours(what)),
    };
    state.tally.count(merchant, |asked| asked.asked += 1);
    let deadline = Duration::from_millis(callback.deadline_ms.into());
    let heard = timeout(deadline, ctx.ports().tell.ask(telling, ANSWER_BYTES_MAX)).await;
    let now = ctx.now();
    let read = match heard {
        Err(_) => Err(Failure::Late(format!("no answer within {} ms", callback.deadline_ms))),
        Ok(Err(FetchError::TooLarge(most))) => {
            Err(Failure::Wrong(format!("the answer has more than {most} bytes")))
        }
        Ok(Err(error)) => Err(Failure::Late(error.to_string())),
        Ok(Ok(reply)) => judge(request, callback, &reply),
    };
    place.heard(!matches!(read, Err(Failure::Late(_))), now);
    match read {
        Ok((answer, until)) => {
            state.tally.count(merchant, |asked| asked.answered += 1);
            (Some(Arc::new(answer)), now + until)
        }
        Err(failure) => failed(ctx, merchant, failure),
    }
}

fn judge(
    request: &QuoteRequest,
    callback: &Callback,
    reply: &Reply,
) -> Result<(Answer, jiff::SignedDuration), Failure> {
    match reply.status {
        200 => answer::read(request, &callback.topics, &reply.body).map_err(|wrong| {
            let place = if wrong.field.is_empty() { "the answer" } else { &wrong.field };
            Failure::Wrong(format!("{place} {}", wrong.reason))
        }),
        // It is there and says that it cannot now: the same as silence.
        429 | 500..=599 => Err(Failure::Late(format!("HTTP {}", reply.status))),
        status => Err(Failure::Wrong(format!("HTTP {status} where only 200 is an answer"))),
    }
}

fn failed(ctx: &Ctx, merchant: MerchantId, failure: Failure) -> (Outcome, Timestamp) {
    let (tally, now) = (&ctx.memory().callbacks.tally, ctx.now());
    let (what, until) = match &failure {
        Failure::Late(what) => {
            tally.count(merchant, |asked| asked.late += 1);
            (what.as_str(), now)
        }
        Failure::Wrong(what) => {
            tally.count(merchant, |asked| asked.wrong += 1);
            (what.as_str(), now + WRONG_KEPT)
        }
        Failure::Ours(what) => (*what, now),
    };
    tally.failed(merchant, now, what);
    tracing::warn!(merchant.id = %merchant, error = what, "a shop's program gave no quote");
    (None, until)
}

/// The message that asks, signed.
async fn telling(
    ctx: &Ctx,
    checkout: &Checkout,
    request: &QuoteRequest,
    callback: &Callback,
) -> Result<Telling, &'static str> {
    let merchant = callback.merchant;
    let variants: Vec<_> = request.lines.iter().map(|line| line.variant_id).collect();
    let found = ctx
        .db()
        .read(move |conn| {
            Ok::<_, DbError>((
                callbacks::secrets(conn, merchant)?,
                callbacks::names(conn, merchant, &variants)?,
            ))
        })
        .await;
    let (sealed, names) = found.map_err(|error| {
        tracing::error!(merchant.id = %merchant, %error, "what a shop's program is asked could not be read");
        "this server's database did not answer"
    })?;
    let sealed = sealed.ok_or("it was removed at this moment")?;
    let secrets = opened(ctx, merchant, &sealed)
        .ok_or("its secret does not open: it was sealed with another secret.key. Rotate it")?;
    let lines: Vec<Line<'_>> = request
        .lines
        .iter()
        .zip(&checkout.lines)
        .map(|(priced, line)| {
            let known = names.iter().find(|known| known.variant == priced.variant_id);
            Line {
                priced,
                product: line.product.to_string(),
                product_external_id: known.map_or("", |known| &known.product_external_id),
                external_id: known.map_or("", |known| &known.external_id),
                sku: &line.sku,
            }
        })
        .collect();
    let now = ctx.now();
    let body = envelope(ASKED, now, data(request, &callback.topics, &lines));
    let id = ctx.id::<WebhookDeliveryId>().to_string();
    let headers = headers(&secrets, &id, now.as_second(), &body);
    Ok(Telling { url: callback.url.clone(), headers, body })
}
