//! Tap two: pay. Idempotent by the checkout: a double tap, a reload, a second tab, a retried request and a lost
//! answer all find the one order.

use std::sync::Arc;
use std::time::Duration;

use domain::checkout::{Checkout, CheckoutState, Purchase};
use domain::gate::{Asker, Feature};
use domain::ids::{AccountId, CheckoutId, MethodId, OrderId};
use domain::order::OrderState;
use domain::payee::own_key_account;
use domain::payment::{Decline, Observed, PaymentState};
use domain::place::Refusal;
use futures_util::future::join_all;
use store::DbError;
use store::payments::Payment;

use super::means::{Usable, keep_paid, means_of};
use super::place::{Once, PlaceOrder, Placed};
use super::view::{PartView, PurchaseView, payee_of};
use super::write::{first_attempt, write_order};
use crate::payments::{ask, record};
use crate::ports::{Authorize, PaymentError, Presence, Seen};
use crate::{Ctx, gates, payees, payments};

/// How long a second tap waits for the first one's outcome before it says "we are checking".
const SETTLE_WAIT: Duration = Duration::from_secs(3);
/// Between two looks while it waits.
const SETTLE_LOOK: Duration = Duration::from_millis(25);

/// How the buyer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodChoice {
    /// With a method saved before.
    Saved(MethodId),
    /// With one typed now.
    New {
        /// What the provider's form gave for it.
        token: String,
        /// Keep it for the next purchase (accounts only).
        remember: bool,
    },
}

/// Tap two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pay {
    /// How.
    pub method: MethodChoice,
    /// The price the buyer saw on each part they pay: anything else is shown again, not charged (I7).
    pub seen: Vec<(CheckoutId, u64)>,
    /// Where the buyer's bank sends the buyer back to.
    pub return_url: String,
}

/// What became of each part, in the order of the parts.
pub type PayResult = Vec<(CheckoutId, Part)>;

/// What became of one merchant's part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// It is ordered.
    Placed(OrderId),
    /// The buyer's bank wants the buyer first.
    Action {
        /// The order that waits.
        order: OrderId,
        /// Where to go.
        url: String,
    },
    /// The buyer's bank asks once before what was typed can pay several merchants. Nothing is ordered yet: the same tap
    /// again, once the bank was answered, goes on.
    Asked {
        /// Where to go.
        url: String,
    },
    /// Nobody knows yet; the page asks again by itself, and the mail tells.
    Checking(OrderId),
    /// The provider refused. Nothing was charged; another method may do.
    Declined(Decline),
    /// It may not be ordered. Nothing was charged.
    Refused(Refusal),
    /// The provider cannot be reached. Nothing was charged.
    ProviderDown,
}

/// Why nothing was tried.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// The buyer has no such saved method.
    #[error("there is no such payment method")]
    NoSuchMethod,
    /// The provider did not take what the buyer typed.
    #[error("the payment details were not taken")]
    Method(#[source] PaymentError),
    /// The database failed before anything was tried.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why nothing was tried under a key.
#[derive(Debug, thiserror::Error)]
pub enum PayOnceError {
    /// The key was used with another request before.
    #[error("this key was used for another request")]
    KeyReused,
    /// The first request with this key still runs.
    #[error("the first request with this key still runs")]
    StillRunning,
    /// It could not be tried, with or without a key.
    #[error(transparent)]
    Pay(#[from] PayError),
}

impl From<DbError> for PayOnceError {
    fn from(error: DbError) -> Self {
        Self::Pay(PayError::Db(error))
    }
}

/// Pays under a key of the caller's. The key is kept in the transaction that writes the order: a repeated request
/// finds the one order and tells what became of it, a request of another content under the same key is refused. Where
/// nothing was ordered nothing is kept, and the key can be used again.
///
/// # Errors
/// [`PayOnceError`]; nothing was charged then.
pub async fn pay_once(
    ctx: &Ctx,
    view: &PurchaseView,
    pay: Pay,
    key: String,
    request_hash: [u8; 32],
) -> Result<PayResult, PayOnceError> {
    let scope = view.purchase.id.to_string();
    let Some(running) = ctx.memory().running.begin(&scope, &key) else {
        return Err(PayOnceError::StillRunning);
    };
    let (asked_scope, asked_key) = (scope.clone(), key.clone());
    let known = ctx.db().read(move |conn| store::idempotency::find(conn, &asked_scope, &asked_key)).await?;
    if known.as_ref().is_some_and(|known| known.request_hash != request_hash) {
        return Err(PayOnceError::KeyReused);
    }
    let once = Arc::new(Once { scope, key, request_hash, is_repeat: known.is_some() });
    let (ctx, view) = (ctx.clone(), view.clone());
    let result = tokio::spawn(async move {
        let _running = running;
        pay_parts(&ctx, view, pay, Some(once)).await
    });
    Ok(result.await.unwrap_or(Err(PayError::Db(DbError::Closed)))?)
}

/// Pays every part that is not ordered yet. The work runs in a task of its own: a buyer who closes the tab does
/// not cut it in half (F48).
///
/// # Errors
/// [`PayError`]; nothing was charged then.
pub async fn pay(ctx: &Ctx, view: &PurchaseView, pay: Pay) -> Result<PayResult, PayError> {
    let (ctx, view) = (ctx.clone(), view.clone());
    tokio::spawn(async move { pay_parts(&ctx, view, pay, None).await })
        .await
        .unwrap_or(Err(PayError::Db(DbError::Closed)))
}

async fn pay_parts(
    ctx: &Ctx,
    view: PurchaseView,
    pay: Pay,
    once: Option<Arc<Once>>,
) -> Result<PayResult, PayError> {
    let means = match means_of(ctx, &view, &pay.method).await? {
        Usable::At(means) => means,
        Usable::Once(challenge) => return asked_first(ctx, &view, &challenge.url).await,
    };
    let (method, keep_for) = (means.token.clone(), means.keep_for);
    let is_shared = view.parts.len() > 1;
    let parts = view.parts.iter().map(|part| {
        let purchase = &view.purchase;
        let checkout = &part.checkout;
        let seen = pay.seen.iter().find(|(id, _)| *id == checkout.id).map(|(_, fingerprint)| *fingerprint);
        let means =
            Means { method: &method, keep_for, is_shared, return_url: &pay.return_url, once: once.clone() };
        async move {
            let outcome = pay_part(ctx, purchase, part, seen, means).await;
            (checkout.id, outcome)
        }
    });
    let mut result = Vec::with_capacity(view.parts.len());
    for (id, outcome) in join_all(parts).await {
        result.push((id, outcome?));
    }
    means.clean_up(ctx, &view, &result).await;
    if let Some(cart) = view.purchase.cart {
        forget_cart_lines(ctx, &view, cart, &result).await;
    }
    Ok(result)
}

/// The bank asks before anything else is ordered.
async fn asked_first(ctx: &Ctx, view: &PurchaseView, url: &str) -> Result<PayResult, PayError> {
    let mut result = Vec::with_capacity(view.parts.len());
    for PartView { checkout, .. } in &view.parts {
        let part = match (checkout.state, checkout.order) {
            (CheckoutState::Ordered, Some(order)) => story_of(ctx, checkout, order).await?,
            (_, _) => Part::Asked { url: url.to_owned() },
        };
        result.push((checkout.id, part));
    }
    Ok(result)
}

/// What all parts are paid with.
struct Means<'a> {
    method: &'a str,
    keep_for: Option<AccountId>,
    /// It pays several merchants at once.
    is_shared: bool,
    return_url: &'a str,
    once: Option<Arc<Once>>,
}

async fn pay_part(
    ctx: &Ctx,
    purchase: &Purchase,
    part: &PartView,
    seen: Option<u64>,
    means: Means<'_>,
) -> Result<Part, DbError> {
    let checkout = &part.checkout;
    if let (CheckoutState::Ordered, Some(order)) = (checkout.state, checkout.order) {
        return story_of(ctx, checkout, order).await;
    }
    // A repeat is told what became of the first, also when that was refused: it never tries again.
    if let (Some(true), Some(order)) = (means.once.as_ref().map(|once| once.is_repeat), &part.order) {
        return story_of(ctx, checkout, order.id).await;
    }
    if means.is_shared && own_key_account(payee_of(ctx, &part.pricing)).is_some() {
        return Ok(Part::Refused(Refusal::PaidAlone));
    }
    let Some(agreed) = &checkout.agreed else {
        return Ok(Part::Refused(part.refusal().unwrap_or(Refusal::Incomplete)));
    };
    if seen != Some(agreed.fingerprint) {
        return Ok(Part::Refused(Refusal::Changed));
    }
    let country = purchase.address.as_ref().map(|address| address.country).or(purchase.country);
    // A download sold to someone who did not say where they are is sold where the seller is.
    let country = country.unwrap_or(part.pricing.merchant.profile.country);
    let asker = Asker {
        account: purchase.account,
        merchant: Some(checkout.merchant),
        country: Some(country),
        ..Asker::default()
    };
    let gate = gates::ask(ctx, Feature::Buy, &asker).await?;
    let order = write_order(ctx, purchase, checkout, agreed, country);
    let payment = first_attempt(ctx, part, &order, means.method);
    let command = PlaceOrder {
        offers: checkout.lines.iter().map(|line| line.offer).collect(),
        fingerprint: agreed.fingerprint,
        version: checkout.version,
        attempt: checkout.attempt,
        provisional: agreed.provisional,
        gate,
        needs_payee: ctx.needs_payees(),
        now: order.created_at,
        once: means.once,
        order: order.clone(),
        payment: payment.clone(),
    };
    match ctx.db().submit(command).await? {
        Placed::Refused(refusal) => Ok(Part::Refused(refusal)),
        Placed::Already(order) => story_of(ctx, checkout, order).await,
        Placed::Ordered => {
            // From here on there is an order: a failing database must not read as "not ordered".
            let part = authorize(ctx, &payment, means.return_url, means.keep_for).await;
            Ok(part.unwrap_or(Part::Checking(order.id)))
        }
    }
}

async fn authorize(
    ctx: &Ctx,
    payment: &Payment,
    return_url: &str,
    keep_for: Option<AccountId>,
) -> Result<Part, DbError> {
    let request = Authorize {
        attempt: payment.into(),
        method: payment.method.clone(),
        order: payment.order.to_string(),
        return_url: return_url.to_owned(),
        fee_basis_points: ctx.tuning().fee_basis_points(),
        keep: keep_for.is_some(),
        presence: Presence::Here,
        server: payments::server_name(ctx).await?,
    };
    let provider = &ctx.ports().payments;
    let seen = match ask(provider.authorize(request)).await {
        Ok(seen) => seen,
        Err(PaymentError::Unknown) => match ask(provider.look_up(payment.into())).await {
            Ok(Some(seen)) => seen,
            Ok(None) | Err(_) => return Ok(Part::Checking(payment.order)),
        },
        Err(PaymentError::Refused(reason)) => {
            tracing::warn!(order.id = %payment.order, reason, "the payment provider refused a payment");
            let decline = Decline::IncorrectDetails;
            let refused = Seen { observed: Observed::Failed, decline: Some(decline), ..nothing(payment) };
            record(ctx, payment, Some(refused), None).await?;
            if !payment.payee.is_empty() && payees::stopped_taking(ctx, &payment.payee).await {
                return Ok(Part::Refused(Refusal::MerchantClosed));
            }
            return Ok(Part::Declined(decline));
        }
        Err(error @ (PaymentError::Down | PaymentError::Busy | PaymentError::NotNow(_))) => {
            tracing::warn!(order.id = %payment.order, %error, "a payment could not be tried");
            record(ctx, payment, Some(nothing(payment)), None).await?;
            // The provider is there: it is the shop's own key that it does not take any more, or the shop took our access
            // away.
            let is_its_own =
                own_key_account(&payment.payee).is_some() || matches!(error, PaymentError::NotNow(_));
            if !payment.payee.is_empty() && is_its_own && payees::stopped_taking(ctx, &payment.payee).await {
                return Ok(Part::Refused(Refusal::MerchantClosed));
            }
            return Ok(Part::ProviderDown);
        }
    };
    let Some(outcome) = record(ctx, payment, Some(seen), None).await? else {
        return Ok(Part::Checking(payment.order));
    };
    if let (Some(account), OrderState::Placed | OrderState::Confirmed) = (keep_for, outcome.order) {
        keep_paid(ctx, account, (&outcome.payment).into()).await;
    }
    Ok(told(payment.order, &outcome.into()))
}

/// The provider holds nothing under this key, for certain.
fn nothing(payment: &Payment) -> Seen {
    Seen {
        observed: Observed::Voided,
        amount: payment.amount,
        reference: String::new(),
        decline: None,
        challenge: None,
        kept: Vec::new(),
    }
}

/// Order and attempt as far as the buyer is concerned.
struct Known {
    order: OrderState,
    payment: Payment,
}

impl From<payments::Outcome> for Known {
    fn from(outcome: payments::Outcome) -> Self {
        Self { order: outcome.order, payment: outcome.payment }
    }
}

fn told(order: OrderId, known: &Known) -> Part {
    match (known.order, known.payment.state) {
        (OrderState::Placed | OrderState::Confirmed, _) => Part::Placed(order),
        (OrderState::Pending, PaymentState::RequiresAction) => {
            Part::Action { order, url: known.payment.action_url.clone() }
        }
        (
            OrderState::Pending,
            PaymentState::Started
            | PaymentState::Authorized
            | PaymentState::Captured
            | PaymentState::Voided
            | PaymentState::Failed,
        ) => Part::Checking(order),
        (OrderState::Canceled, PaymentState::Failed) => {
            Part::Declined(known.payment.decline.unwrap_or(Decline::Generic))
        }
        (
            OrderState::Canceled,
            PaymentState::Started
            | PaymentState::RequiresAction
            | PaymentState::Authorized
            | PaymentState::Captured
            | PaymentState::Voided,
        ) => Part::Refused(Refusal::Expired),
    }
}

/// What became of an order that was there already, waiting a moment for the tap that made it.
async fn story_of(ctx: &Ctx, checkout: &Checkout, order: OrderId) -> Result<Part, DbError> {
    let merchant = checkout.merchant;
    let deadline = tokio::time::Instant::now() + SETTLE_WAIT;
    loop {
        let found = ctx
            .db()
            .read(move |conn| {
                let Some(driven) = store::orders::driven(conn, merchant, order)? else { return Ok(None) };
                let payment = store::payments::of_order(conn, merchant, order)?.into_iter().next();
                Ok::<_, DbError>(payment.map(|payment| Known { order: driven.state, payment }))
            })
            .await?;
        let part = found.map_or(Part::Checking(order), |known| told(order, &known));
        if !matches!(part, Part::Checking(_)) || tokio::time::Instant::now() >= deadline {
            return Ok(part);
        }
        tokio::time::sleep(SETTLE_LOOK).await;
    }
}

/// What was ordered leaves the cart. The orders stand whether this succeeds or not.
async fn forget_cart_lines(ctx: &Ctx, view: &PurchaseView, cart: domain::ids::CartId, result: &PayResult) {
    let bought: Vec<_> = view
        .parts
        .iter()
        .filter(|part| {
            result.iter().any(|(id, outcome)| {
                *id == part.checkout.id
                    && matches!(outcome, Part::Placed(_) | Part::Checking(_) | Part::Action { .. })
            })
        })
        .flat_map(|part| part.checkout.lines.iter().map(|line| line.variant))
        .collect();
    let outcome =
        ctx.db().write("forget_cart_lines", move |tx| store::carts::remove(tx, cart, &bought)).await;
    if let Err(error) = outcome {
        tracing::warn!(%error, "ordered lines stayed in a cart");
    }
}
