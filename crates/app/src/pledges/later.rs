//! Promising a first gift for a later day: nothing is charged, how it is paid is saved, and from then on the pledge is like
//! any other. Three phases, like a payment: the question is written down, the provider is asked, the answer is kept.

use domain::donation::Donation;
use domain::donation::pledge::{AskedMethod, Pledge, PledgeEvent, PledgeState};
use domain::donation::state::{self, DonationEvent, DonationState};
use domain::ids::{JobId, PaymentId};
use domain::money::Money;
use domain::payment::Decline;
use jiff::{SignedDuration, Timestamp};
use store::jobs::NewJob;
use store::{DbError, Tx, donations, pledges};

use super::due::tell;
use super::hear::plan_next;
use super::mail::Occasion;
use super::saving::{Kept, ask_provider, method_of, question};
use crate::Ctx;
use crate::accounts::wallet::forgetting;
use crate::checkout::keep_method;
use crate::donations::shield::Ended;
use crate::donations::{DonationView, Given, not_taking, payee_of};
use crate::ports::SavedMethod;

/// A first gift that is the last one waits so long for its donor once it is due.
const WAITS: SignedDuration = SignedDuration::from_hours(31 * 24);

/// The pledge that begins with this gift on a later day, while it is not promised yet.
pub(crate) fn later(pledge: Option<&Pledge>) -> Option<&Pledge> {
    pledge.filter(|pledge| pledge.state == PledgeState::New && pledge.starts_on.is_some())
}

/// Promises what the view shows, to be paid with `token`. The flag says that the provider was asked about it.
///
/// # Errors
/// [`DbError`] when the database refused; nothing was charged, and nothing is promised unless the gift says so.
pub(crate) async fn put_off(
    ctx: &Ctx,
    view: &DonationView,
    token: String,
    return_url: String,
) -> Result<(Given, bool), DbError> {
    let (gift, total) = (view.donation.clone(), view.donation.total());
    let plan = view.pledge.as_ref().map(|pledge| pledge.plan.clone());
    let (key, needs_payee, now) = (ctx.id::<PaymentId>().0, ctx.needs_payees(), ctx.now());
    let asked = ctx
        .db()
        .write("ask_to_promise", move |tx| {
            let (donation, mut pledge) = match locked(tx, &gift, (total, needs_payee, now))? {
                Ok(found) if Some(&found.1.plan) == plan.as_ref() => found,
                Ok(_) => return Ok(Err(Given::Changed)),
                Err(given) => return Ok(Err(given)),
            };
            pledge.asked = question(&pledge.asked, &token, key);
            as_agreed(&mut pledge, &donation);
            pledges::update(tx, &pledge)?;
            Ok::<_, DbError>(Ok(pledge.asked))
        })
        .await?;
    match asked {
        Ok(asked) => Ok((go_on(ctx, view, asked, return_url).await?, true)),
        Err(given) => Ok((given, false)),
    }
}

/// The donor is back from the bank, or answered it over the page: asks the provider again. `None`: nobody was asked.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn returned(ctx: &Ctx, view: &DonationView, return_url: String) -> Result<Option<Given>, DbError> {
    let asked = later(view.pledge.as_ref()).map(|pledge| &pledge.asked);
    match asked.filter(|asked| !asked.url.is_empty()) {
        Some(asked) => go_on(ctx, view, asked.clone(), return_url).await.map(Some),
        None => Ok(None),
    }
}

/// Takes what the donor answered at a bank that is only played, and goes on. `None`: nobody asks under this key.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn answer(
    ctx: &Ctx,
    view: &DonationView,
    (key, agrees): (&str, bool),
    return_url: String,
) -> Result<Option<Given>, DbError> {
    if later(view.pledge.as_ref()).is_none_or(|pledge| pledge.asked.key != key) {
        return Ok(None);
    }
    ctx.ports().payments.answer_saving(key, agrees);
    returned(ctx, view, return_url).await
}

async fn go_on(
    ctx: &Ctx,
    view: &DonationView,
    asked: AskedMethod,
    return_url: String,
) -> Result<Given, DbError> {
    let payee = payee_of(ctx, &view.nonprofit);
    let (given, ended) = match ask_provider(ctx, &asked, payee, return_url).await {
        // A card that may be used costs a thief nothing: it speaks for nobody.
        Kept::Saved(saved) => (keep(ctx, view, &asked, saved).await?, Ended::Nothing),
        Kept::Asks(url) => {
            note(ctx, view, AskedMethod { url: url.clone(), ..asked.clone() }).await?;
            (Given::Action { url }, Ended::AtBank)
        }
        Kept::Refused => {
            drop_question(ctx, view, asked).await?;
            (Given::Declined(Decline::Generic), Ended::Failed)
        }
        Kept::Away => (Given::ProviderDown, Ended::Nothing),
    };
    ctx.memory().shield.told(view.donation.id, ended, ctx.now());
    Ok(given)
}

/// The gift and its pledge, both locked, where it can be promised at this moment.
fn locked(
    tx: &mut Tx<'_>,
    gift: &Donation,
    (total, needs_payee, now): (Money, bool, Timestamp),
) -> Result<Result<(Donation, Pledge), Given>, DbError> {
    let Some(donation) = donations::lock(tx, gift.nonprofit, gift.id)? else { return Ok(Err(Given::Over)) };
    match donation.state {
        DonationState::Promised => return Ok(Err(Given::Promised)),
        DonationState::Open if donation.is_payable(now) => {}
        DonationState::Open | DonationState::Ended => return Ok(Err(Given::Over)),
        DonationState::Paying | DonationState::Settled => return Ok(Err(Given::Changed)),
    }
    let pledge = match donation.pledge {
        Some((pledge, 0)) => pledges::lock(tx, gift.nonprofit, pledge)?,
        Some(_) | None => None,
    };
    let Some(pledge) =
        pledge.filter(|pledge| gift.pledge == donation.pledge && later(Some(pledge)).is_some())
    else {
        return Ok(Err(Given::Changed));
    };
    if donation.total() != total {
        return Ok(Err(Given::Changed));
    }
    Ok(match not_taking(tx, &donation, needs_payee, now)? {
        Some(given) => Err(given),
        None => Ok((donation, pledge)),
    })
}

/// What the donor agrees to: each gift is like the first.
fn as_agreed(pledge: &mut Pledge, donation: &Donation) {
    (pledge.amount, pledge.cover) = (donation.amount, donation.cover);
    pledge.designation.clone_from(&donation.designation);
}

/// What was saved pays the gifts from their first day on. Where it cannot be promised any more, it is forgotten again.
async fn keep(
    ctx: &Ctx,
    view: &DonationView,
    asked: &AskedMethod,
    saved: SavedMethod,
) -> Result<Given, DbError> {
    let (gift, provider) = (view.donation.clone(), ctx.ports().payments.name().to_owned());
    let (needs_payee, now) = (ctx.needs_payees(), ctx.now());
    let (mail, forgets) = (ctx.id::<JobId>(), forgetting(ctx, saved.token.clone(), now));
    let (asked, method) = (asked.clone(), method_of(&saved));
    let given = ctx
        .db()
        .write("promise_later", move |tx| {
            // The bank was asked about what the pledge says since: a gift that was changed meanwhile is another.
            let total = match gift.pledge {
                Some((pledge, _)) => pledges::by_id(tx, pledge)?.map(|pledge| pledge.total()),
                None => None,
            };
            let total = total.unwrap_or(gift.total());
            let found = locked(tx, &gift, (total, needs_payee, now))?;
            let (mut donation, mut pledge) = match found {
                Ok((donation, pledge)) if pledge.asked.key == asked.key => (donation, pledge),
                Ok(_) => return forgotten(tx, &forgets, now, Given::Changed),
                Err(Given::Promised) => return Ok(Given::Promised),
                Err(given) => return forgotten(tx, &forgets, now, given),
            };
            let (Some(step), Some(first)) =
                (state::apply(donation.state, DonationEvent::PutOff), pledge.starts_on)
            else {
                return forgotten(tx, &forgets, now, Given::Over);
            };
            as_agreed(&mut pledge, &donation);
            pledge.apply(PledgeEvent::Began);
            (pledge.plan.anchor, pledge.plan.shift, pledge.number) = (first, 0, 0);
            pledge.owed = Some(donation.id);
            (pledge.provider, pledge.method) = (provider.clone(), method.clone());
            pledge.asked = AskedMethod::default();
            plan_next(&mut pledge, now);
            donation.state = step.state;
            donation.method_token = String::new();
            donation.expires_at = pledge.plan.due(1).unwrap_or(now + WAITS);
            donations::set_state(tx, &donation)?;
            donations::set_due(tx, &donation)?;
            pledges::update(tx, &pledge)?;
            tell(tx, &pledge, Occasion::Promised, "", mail, now)?;
            Ok::<_, DbError>(Given::Promised)
        })
        .await?;
    let account = view.donation.donor.account.filter(|_| view.donation.remember);
    if let (Some(account), Given::Promised) = (account, &given) {
        keep_method(ctx, account, saved).await?;
    }
    Ok(given)
}

/// Nothing was promised: the provider forgets what was saved for it.
fn forgotten(tx: &mut Tx<'_>, job: &NewJob, now: Timestamp, given: Given) -> Result<Given, DbError> {
    store::jobs::enqueue(tx, std::slice::from_ref(job), now)?;
    Ok(given)
}

/// Where the bank asks.
async fn note(ctx: &Ctx, view: &DonationView, asked: AskedMethod) -> Result<(), DbError> {
    answered(ctx, view, asked.key.clone(), asked, false).await
}

/// Nobody is asked any more: what was typed is used up.
async fn drop_question(ctx: &Ctx, view: &DonationView, asked: AskedMethod) -> Result<(), DbError> {
    answered(ctx, view, asked.key, AskedMethod::default(), true).await
}

/// Writes what became of the question under `key`, where that is still the one that is asked.
async fn answered(
    ctx: &Ctx,
    view: &DonationView,
    key: String,
    asked: AskedMethod,
    is_used_up: bool,
) -> Result<(), DbError> {
    let gift = view.donation.clone();
    ctx.db()
        .write("ask_bank_to_promise", move |tx| {
            let Some(mut donation) = donations::lock(tx, gift.nonprofit, gift.id)? else { return Ok(()) };
            let Some((id, _)) = donation.pledge else { return Ok(()) };
            let Some(mut pledge) = pledges::lock(tx, gift.nonprofit, id)? else { return Ok(()) };
            if pledge.state != PledgeState::New || pledge.asked.key != key {
                return Ok(());
            }
            pledge.asked.clone_from(&asked);
            pledges::update(tx, &pledge)?;
            if is_used_up && donation.state == DonationState::Open {
                donation.method_token = String::new();
                donations::set_state(tx, &donation)?;
            }
            Ok(())
        })
        .await
}
