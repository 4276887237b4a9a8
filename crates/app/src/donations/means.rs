//! What a gift is paid with, as the provider knows it: saved before, or typed now.

use domain::ids::AccountId;

use super::give::GiveError;
use super::view::DonationView;
use crate::Ctx;
use crate::checkout::{MethodChoice, keep_method};
use crate::payments::ask;
use crate::ports::{NewMethod, PaymentError, Saving};

/// What it is paid with, as the provider knows it, and for whom that is kept with the payment.
pub(super) async fn means(
    ctx: &Ctx,
    view: &DonationView,
    choice: &MethodChoice,
) -> Result<(String, Option<AccountId>), GiveError> {
    let (token, remember) = token_of(ctx, view, choice)?;
    let payments = &ctx.ports().payments;
    let Some(account) = view.donation.donor.account.filter(|_| remember) else {
        return Ok((token, None));
    };
    if payments.is_used_once(&token) {
        return Ok((token, Some(account)));
    }
    match ask(payments.save(NewMethod::for_visits(&token))).await.map_err(GiveError::Method)? {
        Saving::Saved(saved) => {
            let token = saved.token.clone();
            keep_method(ctx, account, saved).await?;
            Ok((token, None))
        }
        // Given without being kept: a gift is not held up for it.
        Saving::Asks(_) => Ok((token, None)),
    }
}

/// The provider's token of what was chosen, and whether what was typed is to be kept.
pub(super) fn token_of(
    ctx: &Ctx,
    view: &DonationView,
    choice: &MethodChoice,
) -> Result<(String, bool), GiveError> {
    match choice {
        MethodChoice::Saved(id) => {
            let saved = view.methods.iter().find(|saved| saved.id == *id);
            Ok((saved.ok_or(GiveError::NoSuchMethod)?.token.clone(), false))
        }
        MethodChoice::New { token, .. } if !ctx.ports().payments.takes(token) => {
            let reason = "this is nothing that the payment form gave out".to_owned();
            Err(GiveError::Method(PaymentError::Refused(reason)))
        }
        MethodChoice::New { token, remember } => Ok((token.clone(), *remember)),
    }
}
