//! Whether a way to pay can be used when its donor is not there: the provider is asked, and often the donor's bank asks its
//! customer first. The question is written down with the pledge before anybody is asked: a second tap, a lost answer and
//! whoever comes after a death find the one question, and the bank's page can be opened again. No money moves here.

use domain::donation::pledge::{AskedMethod, PledgeMethod};

use crate::Ctx;
use crate::payments::ask;
use crate::ports::{NewMethod, PaymentError, SavedMethod, Saving};

/// What came of a question.
pub(super) enum Kept {
    /// It can be used from now on.
    Saved(SavedMethod),
    /// The bank wants its customer there first.
    Asks(String),
    /// It cannot be used.
    Refused,
    /// Nobody knows: the provider was away, or its answer was lost. The same question finds out.
    Away,
}

/// The question about `token`: the one that is asked already, or a new one under `key`.
pub(super) fn question(known: &AskedMethod, token: &str, key: i64) -> AskedMethod {
    if known.token == token {
        return known.clone();
    }
    AskedMethod { token: token.to_owned(), key: format!("pledge-{key}"), url: String::new() }
}

/// Asks the provider, in whose account `payee` is to be paid.
pub(super) async fn ask_provider(ctx: &Ctx, asked: &AskedMethod, payee: &str, return_url: String) -> Kept {
    let new = NewMethod {
        token: asked.token.clone(),
        key: asked.key.clone(),
        payee: payee.to_owned(),
        is_for_pledge: true,
        return_url,
    };
    match ask(ctx.ports().payments.save(new)).await {
        Ok(Saving::Saved(saved)) => Kept::Saved(saved),
        Ok(Saving::Asks(challenge)) => Kept::Asks(challenge.url),
        Err(PaymentError::Refused(reason)) => {
            tracing::warn!(reason, "the payment provider does not save a way to pay for a pledge");
            Kept::Refused
        }
        Err(
            error @ (PaymentError::Unknown
            | PaymentError::Down
            | PaymentError::Busy
            | PaymentError::NotNow(_)),
        ) => {
            tracing::warn!(%error, "a way to pay a pledge could not be saved yet");
            Kept::Away
        }
    }
}

/// What was saved, as a pledge keeps it.
pub(super) fn method_of(saved: &SavedMethod) -> PledgeMethod {
    PledgeMethod {
        token: saved.token.clone(),
        brand: saved.brand.clone(),
        last4: saved.last4.clone(),
        expires: saved.expires.clone(),
    }
}
