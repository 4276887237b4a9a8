//! Paying a pledge with something else from now on. What is typed now is saved first, and its bank may ask; until it is saved
//! the old way to pay stays.

use domain::donation::pledge::{AskedMethod, PledgeEvent, PledgeMethod};
use domain::ids::PaymentId;

use super::change::{ActError, forget, locked};
use super::saving::{Kept, ask_provider, method_of, question};
use super::view::PledgeView;
use crate::Ctx;
use crate::accounts::wallet::forgetting;
use crate::checkout::{MethodChoice, keep_method};
use crate::donations::payee_of;
use crate::donations::shield::{Ended, Trier};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paying {
    /// The next gifts are paid with it.
    From,
    /// The bank asks first: where, stands with the pledge.
    Asks,
}

/// Pays with something else from now on. A gift that is owed is tried with it at once.
///
/// # Errors
/// [`ActError`]; nothing has changed then.
pub async fn pay_with(
    ctx: &Ctx,
    view: &PledgeView,
    choice: MethodChoice,
    (return_url, from): (String, Option<Trier>),
) -> Result<Paying, ActError> {
    if view.pledge.state.is_over() {
        return Err(ActError::Not);
    }
    let (token, remember) = match choice {
        MethodChoice::Saved(id) => {
            let saved = view.methods.iter().find(|saved| saved.id == id).ok_or(ActError::NoSuchMethod)?;
            let method = PledgeMethod {
                token: saved.token.clone(),
                brand: saved.brand.clone(),
                last4: saved.last4.clone(),
                expires: saved.expires.clone(),
            };
            put(ctx, view, method, None).await?;
            return Ok(Paying::From);
        }
        MethodChoice::New { token, remember } => (token, remember),
    };
    if !ctx.ports().payments.takes(&token) {
        return Err(ActError::Method);
    }
    if let Some(trier) = &from {
        // Its bank is asked about a card, as for a gift.
        let is_known = view.pledge.account.is_some();
        let admitted = ctx.memory().shield.admit((trier, "", is_known), view.pledge.first, ctx.now());
        admitted.map_err(ActError::Stopped)?;
    }
    let key = ctx.id::<PaymentId>().0;
    let asked = question(&view.pledge.asked, &token, key);
    let written = asked.clone();
    let noted = locked(ctx, view, "ask_for_method", move |_, pledge| {
        if pledge.state.is_over() {
            return Err(ActError::Not);
        }
        pledge.asked.clone_from(&written);
        Ok(())
    })
    .await;
    if let Err(error) = noted {
        ctx.memory().shield.told(view.pledge.first, Ended::Nothing, ctx.now());
        return Err(error);
    }
    go_on(ctx, view, asked, (return_url, remember)).await
}

/// The donor is back from the bank, or answered it over the page: asks the provider again. `None`: nobody was asked.
///
/// # Errors
/// [`ActError`]; nothing has changed then.
pub async fn returned(ctx: &Ctx, view: &PledgeView, return_url: String) -> Result<Option<Paying>, ActError> {
    let asked = view.pledge.asked.clone();
    if asked.url.is_empty() {
        return Ok(None);
    }
    go_on(ctx, view, asked, (return_url, false)).await.map(Some)
}

/// Takes what the donor answered at a bank that is only played, and goes on. `None`: nobody asks under this key.
///
/// # Errors
/// [`ActError`]; nothing has changed then.
pub async fn answer(
    ctx: &Ctx,
    view: &PledgeView,
    (key, agrees): (&str, bool),
    return_url: String,
) -> Result<Option<Paying>, ActError> {
    if view.pledge.asked.key != key {
        return Ok(None);
    }
    ctx.ports().payments.answer_saving(key, agrees);
    returned(ctx, view, return_url).await
}

async fn go_on(
    ctx: &Ctx,
    view: &PledgeView,
    asked: AskedMethod,
    (return_url, remember): (String, bool),
) -> Result<Paying, ActError> {
    let payee = payee_of(ctx, &view.nonprofit);
    let key = asked.key.clone();
    let (done, ended) = match ask_provider(ctx, &asked, payee, return_url).await {
        Kept::Saved(saved) => {
            let done = put(ctx, view, method_of(&saved), Some(key)).await;
            if let (Some(account), Ok(())) = (view.pledge.account.filter(|_| remember), &done) {
                keep_method(ctx, account, saved).await?;
            }
            (done.map(|()| Paying::From), Ended::Nothing)
        }
        Kept::Asks(url) => {
            let noted = answered(ctx, view, key, AskedMethod { url, ..asked }).await;
            (noted.map(|()| Paying::Asks), Ended::AtBank)
        }
        Kept::Refused => {
            let noted = answered(ctx, view, key, AskedMethod::default()).await;
            (noted.and(Err(ActError::Method)), Ended::Failed)
        }
        Kept::Away => (Err(ActError::ProviderDown), Ended::Nothing),
    };
    ctx.memory().shield.told(view.pledge.first, ended, ctx.now());
    done
}

/// Puts `method` in the place of the old one; what was asked about under `key`, unless something else was since.
async fn put(
    ctx: &Ctx,
    view: &PledgeView,
    method: PledgeMethod,
    key: Option<String>,
) -> Result<(), ActError> {
    let provider = ctx.ports().payments.name().to_owned();
    let (now, forgets) = (ctx.now(), forgetting(ctx, String::new(), ctx.now()));
    let unused = forgetting(ctx, method.token.clone(), now);
    let refused = method.clone();
    let done = locked(ctx, view, "pay_pledge_with", move |tx, pledge| {
        let is_this = key.as_ref().is_none_or(|key| pledge.asked.key == *key);
        // Another tab was first with the same answer.
        if !is_this && pledge.method == method {
            return Ok(());
        }
        if pledge.state.is_over() || !is_this {
            return Err(ActError::Not);
        }
        if pledge.method.token != method.token {
            forget(tx, pledge, &forgets, now)?;
        }
        (pledge.provider, pledge.method) = (provider.clone(), method.clone());
        pledge.asked = AskedMethod::default();
        pledge.told = 0;
        if pledge.apply(PledgeEvent::Mended) && pledge.owed.is_some() && !pledge.waits_for_first() {
            pledge.retry_at = Some(now);
        }
        Ok(())
    })
    .await;
    if matches!(done, Err(ActError::Not)) && !refused.token.is_empty() {
        // What was saved for nothing is forgotten, unless it is kept for something else: the job looks.
        let name = "forget_unused_method";
        ctx.db().write(name, move |tx| store::jobs::enqueue(tx, std::slice::from_ref(&unused), now)).await?;
    }
    done
}

/// Writes what became of the question under `key`, where that is still the one that is asked.
async fn answered(ctx: &Ctx, view: &PledgeView, key: String, asked: AskedMethod) -> Result<(), ActError> {
    locked(ctx, view, "ask_bank_for_method", move |_, pledge| {
        if pledge.asked.key == key {
            pledge.asked.clone_from(&asked);
        }
        Ok(())
    })
    .await
}
