//! What a purchase is paid with, as the provider knows it: saved before, or typed now.

use domain::ids::AccountId;
use jiff::SignedDuration;
use store::DbError;

use super::pay::{MethodChoice, Part, PayError, PayResult};
use super::view::PurchaseView;
use crate::Ctx;
use crate::accounts::wallet::forgetting;
use crate::payments::ask;
use crate::ports::{Attempt, Challenge, NewMethod, PaymentError, SavedMethod, Saving};

/// How long what was saved for one purchase is kept, where its parts are waited for: no bank waits that long.
const PASSING_KEPT: SignedDuration = SignedDuration::from_hours(3);

/// What all parts of a purchase are paid with.
pub(super) struct Token {
    /// The provider's token.
    pub(super) token: String,
    /// It is saved with the payment, for this account.
    pub(super) keep_for: Option<AccountId>,
    /// It was saved for this purchase alone, and is forgotten with it.
    is_passing: bool,
}

/// Whether it can be paid with.
pub(super) enum Usable {
    /// Now.
    At(Token),
    /// Once the buyer's bank was answered.
    Once(Challenge),
}

/// What `choice` means to the provider. What was typed is saved where the buyer asked for it: with the payment where
/// there is one, before it where several merchants are to be paid.
pub(super) async fn means_of(
    ctx: &Ctx,
    view: &PurchaseView,
    choice: &MethodChoice,
) -> Result<Usable, PayError> {
    let of = |token: &str, keep_for, is_passing| {
        Usable::At(Token { token: token.to_owned(), keep_for, is_passing })
    };
    let (token, remember) = match choice {
        MethodChoice::Saved(id) => {
            let saved = view.methods.iter().find(|saved| saved.id == *id).ok_or(PayError::NoSuchMethod)?;
            return Ok(of(&saved.token, None, false));
        }
        MethodChoice::New { token, remember } => (token, *remember),
    };
    let payments = &ctx.ports().payments;
    if !payments.takes(token) {
        let reason = "this is nothing that the payment form gave out".to_owned();
        return Err(PayError::Method(PaymentError::Refused(reason)));
    }
    let account = view.purchase.account.filter(|_| remember);
    let is_used_once = payments.is_used_once(token);
    let is_shared = view.parts.len() > 1 && is_used_once;
    if account.is_none() && !is_shared {
        return Ok(of(token, None, false));
    }
    if is_used_once && !is_shared {
        return Ok(of(token, account, false));
    }
    let saved = match ask(payments.save(NewMethod::for_visits(token))).await.map_err(PayError::Method)? {
        Saving::Saved(saved) => saved,
        Saving::Asks(challenge) => return Ok(Usable::Once(challenge)),
    };
    let token = saved.token.clone();
    match account {
        Some(account) => keep_method(ctx, account, saved).await?,
        None => {
            forget_later(ctx, &token).await?;
            return Ok(of(&token, None, true));
        }
    }
    Ok(of(&token, None, false))
}

/// Notes before anything is paid that what was saved for one purchase goes again: whoever leaves in the middle, buyer or
/// server, leaves nothing at the provider for good.
async fn forget_later(ctx: &Ctx, token: &str) -> Result<(), DbError> {
    let now = ctx.now();
    let job = forgetting(ctx, token.to_owned(), now + PASSING_KEPT);
    ctx.db().write("forget_later", move |tx| store::jobs::enqueue(tx, std::slice::from_ref(&job), now)).await
}

/// Puts a saved method into the account's wallet.
pub(crate) async fn keep_method(ctx: &Ctx, account: AccountId, saved: SavedMethod) -> Result<(), DbError> {
    let method = store::wallet::Method {
        id: ctx.id(),
        account,
        provider: ctx.ports().payments.name().to_owned(),
        token: saved.token,
        brand: saved.brand,
        last4: saved.last4,
        expires: saved.expires,
    };
    let now = ctx.now();
    ctx.db().write("keep_method", move |tx| store::wallet::keep_method(tx, &method, now)).await
}

/// Puts what was saved with a payment into the account's wallet. What was paid stands whether this
/// succeeds or not.
pub(crate) async fn keep_paid(ctx: &Ctx, account: AccountId, attempt: Attempt) {
    let saved = match ask(ctx.ports().payments.kept(attempt)).await {
        Ok(Some(saved)) => saved,
        Ok(None) => return,
        Err(error) => {
            tracing::warn!(%error, "what was saved with a payment could not be asked for");
            return;
        }
    };
    if let Err(error) = keep_method(ctx, account, saved).await {
        tracing::warn!(%error, "what was saved with a payment is not in the wallet");
    }
}

impl Token {
    /// After paying, what was saved for this purchase alone is forgotten, here and at the provider: at once where
    /// nothing is waited for, else later. The orders stand whether this succeeds or not.
    pub(super) async fn clean_up(self, ctx: &Ctx, view: &PurchaseView, result: &PayResult) {
        let is_waited_for =
            result.iter().any(|(_, part)| matches!(part, Part::Action { .. } | Part::Checking(_)));
        if !self.is_passing || is_waited_for {
            return;
        }
        if let Err(error) = ask(ctx.ports().payments.forget(&self.token)).await {
            tracing::warn!(%error, "a method that was saved for one purchase is not forgotten");
        }
        let mut purchase = view.purchase.clone();
        purchase.method_token = String::new();
        let written = ctx
            .db()
            .write("forget_token", move |tx| store::checkouts::update_methods(tx, &[&purchase]))
            .await;
        if let Err(error) = written {
            tracing::warn!(%error, "a used token stayed with its purchase");
        }
    }
}
