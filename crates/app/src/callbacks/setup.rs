//! How a shop's program is asked: set up, changed, given a new secret, removed.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::callback::{Asked, Callback, DEADLINE_MS_MAX, DEADLINE_MS_MIN, OnFailure, Topic};
use domain::ids::MerchantId;
use domain::webhook::ROTATION;
use store::changes::{self, ChangeKind};
use store::webhooks::SealedSecrets;
use store::{DbError, Tx, callbacks, merchants};

use crate::Ctx;
use crate::sealer::Secret;
use crate::staff_log::{self, permitted};
use crate::webhooks::{HookError, checked, host, new_secret};

/// How a program is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUp {
    /// Where it listens.
    pub url: String,
    /// What it answers.
    pub topics: Vec<Topic>,
    /// How long it is waited for.
    pub deadline_ms: u32,
    /// What holds without its answer.
    pub on_failure: OnFailure,
    /// Whether it is asked.
    pub is_on: bool,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The merchant has set up no program.
    #[error("no program is set up")]
    NotFound,
    /// A program that answers nothing is of no use.
    #[error("choose at least one of stock, shipping, tax and discounts")]
    NoTopic,
    /// The tax on a parcel depends on its price.
    #[error("tax is answered together with shipping, since the tax on a parcel depends on its price")]
    TaxAlone,
    /// Nobody waits for so long, or so shortly.
    #[error("must be from {DEADLINE_MS_MIN} to {DEADLINE_MS_MAX}")]
    Deadline,
    /// The address is none that is asked.
    #[error(transparent)]
    Url(HookError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A program with how the questions of the last day went.
pub type Standing = (Callback, Asked);

/// What was set up, and the secret where it is new.
pub struct Made {
    /// How it is asked.
    pub callback: Callback,
    /// What questions are signed with; shown once.
    pub secret: Option<Secret>,
}

/// Where a secret is sealed for.
fn place(merchant: MerchantId) -> String {
    format!("quotes of {merchant}")
}

fn seal(ctx: &Ctx, merchant: MerchantId, secret: &Secret) -> Vec<u8> {
    ctx.sealer().seal(&place(merchant), ctx.random(), secret)
}

/// The secrets that sign a question now, the newest first; none when the newest does not open.
pub(super) fn opened(ctx: &Ctx, merchant: MerchantId, sealed: &SealedSecrets) -> Option<Vec<Secret>> {
    let open = |sealed: &[u8]| ctx.sealer().open(&place(merchant), sealed);
    let mut secrets = vec![open(&sealed.newest)?];
    if let Some((old, until)) = &sealed.old
        && *until > ctx.now()
    {
        secrets.extend(open(old));
    }
    Some(secrets)
}

/// How the merchant's program is asked, and how the last day went; none when there is none.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Option<Standing>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewWebhooks);
    let now = ctx.now();
    ctx.db()
        .read(move |conn| {
            let Some(callback) = callbacks::find(conn, merchant)? else { return Ok(None) };
            Ok(Some((callback, callbacks::of_day(conn, merchant, now)?)))
        })
        .await
}

fn topics_of(mut topics: Vec<Topic>) -> Result<Vec<Topic>, SetUpError> {
    topics.sort_unstable();
    topics.dedup();
    if topics.is_empty() {
        return Err(SetUpError::NoTopic);
    }
    if topics.contains(&Topic::Tax) && !topics.contains(&Topic::Shipping) {
        return Err(SetUpError::TaxAlone);
    }
    Ok(topics)
}

/// Prices may be others now: every open checkout is priced again, and every process reads the set-up anew.
fn prices_change(tx: &mut Tx<'_>, merchant: MerchantId, now: jiff::Timestamp) -> Result<(), DbError> {
    merchants::bump_pricing(tx, merchant)?;
    changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)
}

/// Sets a program up, or changes how it is asked. The first time it gets a secret, which is shown once and lies sealed.
///
/// # Errors
/// [`SetUpError`]; nothing has changed then.
pub async fn set_up(ctx: &Ctx, permit: &Permit<AtMerchant>, wanted: SetUp) -> Result<Made, SetUpError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    if !(DEADLINE_MS_MIN..=DEADLINE_MS_MAX).contains(&wanted.deadline_ms) {
        return Err(SetUpError::Deadline);
    }
    let now = ctx.now();
    let new = Callback {
        merchant,
        url: checked(ctx, &wanted.url).map_err(SetUpError::Url)?,
        topics: topics_of(wanted.topics)?,
        deadline_ms: wanted.deadline_ms,
        on_failure: wanted.on_failure,
        is_on: wanted.is_on,
        created_at: now,
        old_secret_until: None,
        last_failure_at: None,
        last_failure: String::new(),
    };
    let secret = new_secret(ctx);
    let sealed = seal(ctx, merchant, &secret);
    let log = staff_log::line(ctx, permit.by(), merchant, "quotes.set", merchant, "");
    let detail = host(&new.url);
    let (callback, is_new) = ctx
        .db()
        .write("set_up_quotes", move |tx| {
            let is_new = callbacks::insert(tx, &new, &sealed)?;
            let before = callbacks::find(tx, merchant)?.ok_or(SetUpError::NotFound)?;
            let after = Callback {
                url: new.url.clone(),
                topics: new.topics.clone(),
                deadline_ms: new.deadline_ms,
                on_failure: new.on_failure,
                is_on: new.is_on,
                ..before.clone()
            };
            if !is_new && after == before {
                return Ok((after, false));
            }
            callbacks::change(tx, &after)?;
            prices_change(tx, merchant, now)?;
            staff_log::note_detail(tx, &log, &detail)?;
            Ok::<_, SetUpError>((after, is_new))
        })
        .await?;
    Ok(Made { callback, secret: is_new.then_some(secret) })
}

/// Gives the program a new secret, shown once; the one before signs beside it for a day.
///
/// # Errors
/// [`SetUpError::NotFound`]; nothing has changed then.
pub async fn rotate(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Made, SetUpError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let secret = new_secret(ctx);
    let sealed = seal(ctx, merchant, &secret);
    let until = ctx.now() + ROTATION;
    let log = staff_log::line(ctx, permit.by(), merchant, "quotes.rotate", merchant, "");
    let callback = ctx
        .db()
        .write("rotate_quotes", move |tx| {
            if !callbacks::rotate(tx, merchant, &sealed, until)? {
                return Err(SetUpError::NotFound);
            }
            let callback = callbacks::find(tx, merchant)?.ok_or(SetUpError::NotFound)?;
            staff_log::note_detail(tx, &log, &host(&callback.url))?;
            Ok(callback)
        })
        .await?;
    Ok(Made { callback, secret: Some(secret) })
}

/// Asks nobody any more, and forgets how questions went.
///
/// # Errors
/// [`SetUpError::NotFound`]; nothing has changed then.
pub async fn remove(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<(), SetUpError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let log = staff_log::line(ctx, permit.by(), merchant, "quotes.remove", merchant, "");
    let now = ctx.now();
    ctx.db()
        .write("remove_quotes", move |tx| {
            if !callbacks::remove(tx, merchant)? {
                return Err(SetUpError::NotFound);
            }
            prices_change(tx, merchant, now)?;
            staff_log::note_detail(tx, &log, "")?;
            Ok(())
        })
        .await
}
