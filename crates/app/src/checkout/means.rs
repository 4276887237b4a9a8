//! What a purchase is paid with, as the provider knows it: saved before, or typed now.

use super::pay::{MethodChoice, Part, PayError, PayResult};
use super::view::PurchaseView;
use crate::Ctx;
use crate::payments::ask;
use crate::ports::NewMethod;

/// What all parts of a purchase are paid with.
pub(super) struct Token {
    /// The provider's token.
    pub(super) token: String,
    /// It was saved for this purchase alone, and is forgotten with it.
    is_passing: bool,
}

/// What `choice` means to the provider. What was typed is saved where the buyer asked for it; and for the moment of
/// this purchase where it is good for one payment and several merchants are to be paid.
pub(super) async fn means_of(
    ctx: &Ctx,
    view: &PurchaseView,
    choice: &MethodChoice,
) -> Result<Token, PayError> {
    let (token, remember) = match choice {
        MethodChoice::Saved(id) => {
            let saved = view.methods.iter().find(|saved| saved.id == *id).ok_or(PayError::NoSuchMethod)?;
            return Ok(Token { token: saved.token.clone(), is_passing: false });
        }
        MethodChoice::New { token, remember } => (token, *remember),
    };
    let account = view.purchase.account.filter(|_| remember);
    let is_shared = view.parts.len() > 1 && ctx.ports().payments.is_used_once(token);
    if account.is_none() && !is_shared {
        return Ok(Token { token: token.clone(), is_passing: false });
    }
    let saved =
        ask(ctx.ports().payments.save(NewMethod { token: token.clone() })).await.map_err(PayError::Method)?;
    let Some(account) = account else { return Ok(Token { token: saved.token, is_passing: true }) };
    let method = store::wallet::Method {
        id: ctx.id(),
        account,
        provider: ctx.ports().payments.name().to_owned(),
        token: saved.token,
        brand: saved.brand,
        last4: saved.last4,
        expires: saved.expires,
    };
    let (token, now) = (method.token.clone(), ctx.now());
    ctx.db().write("keep_method", move |tx| store::wallet::keep_method(tx, &method, now)).await?;
    Ok(Token { token, is_passing: false })
}

impl Token {
    /// After paying, what was saved for this purchase alone is forgotten, here and at the provider. The orders stand
    /// whether this succeeds or not.
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
        let written =
            ctx.db().write("forget_token", move |tx| store::checkouts::update_method(tx, &purchase)).await;
        if let Err(error) = written {
            tracing::warn!(%error, "a used token stayed with its purchase");
        }
    }
}
