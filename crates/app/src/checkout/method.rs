//! Choosing how to pay, before paying.

use domain::checkout::CheckoutState;
use domain::ids::MethodId;
use domain::order::OrderState;
use domain::payment::PaymentState;
use store::DbError;

use super::details::{DetailsError, written_as};
use super::means::keep_paid;
use super::pay::MethodChoice;
use super::terms::Terms;
use super::view::PurchaseView;
use crate::Ctx;

/// Remembers how the buyer will pay this purchase.
///
/// # Errors
/// [`DetailsError::Closed`] when it is ordered already, or the saved method is not the buyer's.
pub async fn choose_method(
    ctx: &Ctx,
    view: &mut PurchaseView,
    choice: MethodChoice,
) -> Result<(), DetailsError> {
    if view.parts.iter().all(|part| part.checkout.state == CheckoutState::Ordered) {
        return Err(DetailsError::Closed);
    }
    let purchase = &mut view.purchase;
    match choice {
        MethodChoice::Saved(id) => {
            if !view.methods.iter().any(|method| method.id == id) {
                return Err(DetailsError::Closed);
            }
            purchase.method = Some(id);
            purchase.method_token = String::new();
            purchase.remember_method = false;
        }
        MethodChoice::New { token, remember } => {
            purchase.method = None;
            purchase.method_token = token;
            purchase.remember_method = remember;
        }
    }
    let method = Some(purchase.clone());
    ctx.db().submit(Terms { method, ..Terms::default() }).await?;
    Ok(())
}

impl PurchaseView {
    /// How the buyer chose to pay, if they did.
    #[must_use]
    pub fn method(&self) -> Option<MethodChoice> {
        let purchase = &self.purchase;
        if !purchase.method_token.is_empty() {
            return Some(MethodChoice::New {
                token: purchase.method_token.clone(),
                remember: purchase.remember_method,
            });
        }
        let saved: MethodId = purchase.method?;
        self.methods.iter().any(|method| method.id == saved).then_some(MethodChoice::Saved(saved))
    }
}

/// Takes what the buyer answered at a bank that is only played, and records what came of it.
///
/// # Errors
/// [`DbError`]; a key that is not this purchase's, or waits for nothing, changes nothing.
pub async fn answer_challenge(
    ctx: &Ctx,
    view: &PurchaseView,
    key: &str,
    agrees: bool,
) -> Result<(), DbError> {
    let waiting =
        view.parts.iter().filter_map(|part| part.payment.as_ref()).find(|payment| payment.key == key);
    let Some(payment) = waiting else { return Ok(()) };
    match crate::payments::ask(ctx.ports().payments.answer_challenge(key, agrees)).await {
        Ok(seen) => crate::payments::record(ctx, payment, Some(seen), None).await.map(|_| ()),
        // The driver looks again; the page says that we are checking.
        Err(error) => {
            tracing::warn!(%error, "a challenge was not answered");
            Ok(())
        }
    }
}

/// The buyer is back from a bank's own page: asks the provider how the payments that waited for them stand, and records
/// it.
///
/// # Errors
/// [`DbError`]. A provider that does not answer changes nothing: the driver asks again.
pub async fn returned(ctx: &Ctx, view: &PurchaseView) -> Result<(), DbError> {
    let waiting = view.parts.iter().filter_map(|part| part.payment.as_ref());
    for payment in waiting.filter(|payment| payment.state == PaymentState::RequiresAction) {
        match crate::payments::ask(ctx.ports().payments.look_up(payment.into())).await {
            Ok(Some(seen)) => {
                let outcome = crate::payments::record(ctx, payment, Some(seen), None).await?;
                let account = view.purchase.account.filter(|_| view.purchase.remember_method);
                if let Some((outcome, account)) = outcome.zip(account)
                    && outcome.order == OrderState::Placed
                {
                    keep_paid(ctx, account, (&outcome.payment).into()).await;
                }
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a payment could not be looked up when its buyer came back"),
        }
    }
    Ok(())
}

/// Sets how many of a line are bought, and prices its part again.
///
/// # Errors
/// [`DetailsError::Closed`] when the line is not part of an open checkout.
pub async fn set_quantity(
    ctx: &Ctx,
    view: &mut PurchaseView,
    variant: domain::ids::VariantId,
    quantity: domain::quantity::Quantity,
) -> Result<(), DetailsError> {
    let purchase = view.purchase.clone();
    let part = view
        .parts
        .iter_mut()
        .filter(|part| part.checkout.state == CheckoutState::Open)
        .find(|part| part.checkout.lines.iter().any(|line| line.variant == variant))
        .ok_or(DetailsError::Closed)?;
    for line in part.checkout.lines.iter_mut().filter(|line| line.variant == variant) {
        line.quantity = quantity;
    }
    part.price_again(ctx, &purchase).await;
    let done = ctx.db().submit(Terms::of(&part.checkout)).await?;
    written_as(&mut part.checkout, done)
}

/// The pictures of what is bought, for pages; programs do not ask.
///
/// # Errors
/// What the database refused.
pub async fn pictures(ctx: &Ctx, view: &PurchaseView) -> Result<Vec<domain::view::goods::Image>, DbError> {
    let ids: Vec<i64> = view
        .parts
        .iter()
        .flat_map(|part| part.checkout.lines.iter().filter_map(|line| line.image.map(|image| image.0)))
        .collect();
    ctx.db().read(move |conn| store::selling::pictures(conn, &ids)).await
}
