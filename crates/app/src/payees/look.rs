//! Asking the provider how an account stands, and writing it down.

use domain::access::Role;
use domain::ids::{AccountId, JobId, MerchantId, NonprofitId};
use domain::nonprofit::staff::NonprofitRole;
use domain::payee::{ACCESS_GONE, KEY_GONE, KEY_LACKS, Standing};
use jiff::SignedDuration;
use store::changes::{self, ChangeKind};
use store::jobs::{Job, NewJob};
use store::{DbError, Tx, jobs, nonprofit_staff, staff};
use words::{Arg, Locale, Words};

use super::ConnectError;
use crate::jobs::{Done, JobError, kind};
use crate::mails::{Letter, deliver};
use crate::paid::Paid;
use crate::payments::{ask, named};
use crate::{Ctx, checkout, nonprofits};

/// Events can be lost: an account that nobody looked at for so long is looked at all the same.
const LOOK_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// Accounts looked at in one round.
const ROUND_ACCOUNTS_MAX: u32 = 20;

/// Asks how the merchant's account stands, at the wish of its staff.
///
/// # Errors
/// [`ConnectError`]; what is known stays as it was then.
pub async fn look(ctx: &Ctx, permit: &impl Paid) -> Result<(), ConnectError> {
    let merchant = permit.changes_account();
    let known = ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await?;
    let account = known.ok_or(ConnectError::Unknown)?.account;
    look_at(ctx, &account).await
}

/// The job: somebody told us something about an account. Whatever it was, the account is asked for.
pub(crate) async fn look_at_account(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (account, _) = named(&job.payload);
    match look_at(ctx, account).await {
        Ok(()) | Err(ConnectError::NotHere) => Ok(Done::Finished),
        Err(ConnectError::Provider(error)) => Err(error.into()),
        Err(ConnectError::Db(error)) => Err(error.into()),
        Err(error @ (ConnectError::Unknown | ConnectError::OnTheWay(_))) => {
            Err(JobError::Never(error.to_string()))
        }
    }
}

/// Looks at accounts that nobody looked at for a day.
///
/// # Errors
/// [`DbError`] when the database cannot be read; what a provider does not answer is asked in the next round.
pub async fn look_at_all(ctx: &Ctx) -> Result<(), DbError> {
    if !ctx.needs_payees() {
        return Ok(());
    }
    let before = ctx.now() - LOOK_EVERY;
    let old =
        ctx.db().read(move |conn| store::payees::not_looked_at(conn, before, ROUND_ACCOUNTS_MAX)).await?;
    for account in old {
        match look_at(ctx, &account).await {
            Err(ConnectError::Db(error)) => return Err(error),
            Err(error) => tracing::warn!(payee = %account, %error, "an account could not be looked at"),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Looks at an account that a payment was just refused on, and says whether nobody can pay it. What cannot be found out
/// now is found out later.
pub(crate) async fn stopped_taking(ctx: &Ctx, account: &str) -> bool {
    if let Err(error) = look_at(ctx, account).await {
        tracing::warn!(payee = %account, %error, "an account could not be looked at");
        return false;
    }
    let named = account.to_owned();
    let found = ctx.db().read(move |conn| store::payees::takes(conn, &named)).await;
    matches!(found, Ok(false))
}

pub(super) async fn look_at(ctx: &Ctx, account: &str) -> Result<(), ConnectError> {
    let payees = ctx.ports().payees.as_ref().ok_or(ConnectError::NotHere)?;
    let named = account.to_owned();
    let merchants = ctx.db().read(move |conn| store::payees::merchants_of(conn, &named)).await?;
    if merchants.is_empty() {
        // Another server's account, or one that was let go.
        return Ok(());
    }
    let standing = ask(payees.look(account)).await?.unwrap_or_else(Standing::gone);
    let (house, account, now) = (ctx.clone(), account.to_owned(), ctx.now());
    ctx.db()
        .write("record_payee", move |tx| {
            for merchant in &merchants {
                let was = store::payees::record(tx, *merchant, &account, &standing, now)?;
                let Some(took) = was else { continue };
                if took != standing.charges_enabled {
                    tracing::info!(
                        merchant.id = %merchant,
                        "{}", if took { "a merchant cannot be paid any more" } else { "a merchant can be paid" }
                    );
                    changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
                }
                if took && !standing.charges_enabled {
                    tell(tx, &house, *merchant, &standing)?;
                }
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// Asks for a mail to each owner: the shop or the nonprofit cannot be paid any more.
fn tell(tx: &mut Tx<'_>, ctx: &Ctx, merchant: MerchantId, standing: &Standing) -> Result<(), DbError> {
    let now = ctx.now();
    let owners = staff::list(tx, merchant)?.into_iter().filter(|member| member.role == Role::Owner);
    let mut owners: Vec<AccountId> = owners.map(|owner| owner.account).collect();
    let people = nonprofit_staff::list(tx, NonprofitId(merchant.0))?.into_iter();
    owners.extend(people.filter(|one| one.role == NonprofitRole::Owner).map(|one| one.account));
    let jobs: Vec<NewJob> = owners
        .into_iter()
        .map(|owner| NewJob {
            id: ctx.id::<JobId>(),
            kind: kind::PAYEE_MAIL,
            merchant: Some(merchant),
            subject: owner.0,
            payload: standing.disabled_reason.clone(),
            unique_key: None,
            run_at: now,
        })
        .collect();
    jobs::enqueue(tx, &jobs, now)
}

/// The job: tells one owner that their shop, or their nonprofit, cannot be paid.
pub(crate) async fn send_payee_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let merchant = job.merchant.ok_or_else(|| JobError::Never("a mail about a shop names it".to_owned()))?;
    let owner = AccountId(job.subject);
    let found = ctx.db().read(move |conn| store::accounts::login_of(conn, owner)).await?;
    let Some(owner) = found.filter(|owner| owner.email_confirmed) else { return Ok(Done::Finished) };
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(Done::Finished) };
    let w = Words::of(Locale::negotiate(None, Some(&owner.locale)));
    let nonprofit = NonprofitId(merchant.0);
    if let Some(found) = nonprofits::find(ctx, nonprofit).await? {
        let name = ("nonprofit", Arg::Text(&found.display_name));
        let letter = Letter {
            lang: w.locale().tag(),
            subject: w.with("mail-nonprofit-payee-subject", &[name]),
            paragraphs: vec![w.with("mail-nonprofit-payee-lead", &[name])],
            buttons: vec![(
                w.text("mail-payee-button").to_owned(),
                format!("{}/nonprofits/{nonprofit}/settings/payments", ctx.base_url()),
            )],
            ..Letter::default()
        };
        deliver(ctx, &format!("payee-{}", job.id.0), &owner.email, &letter).await?;
        return Ok(Done::Finished);
    }
    let shop = pricing.merchant.display_name.as_str();
    let why = match job.payload.as_str() {
        ACCESS_GONE => w.text("mail-payee-gone"),
        KEY_GONE => w.text("mail-payee-key-gone"),
        KEY_LACKS => w.text("mail-payee-key-lacks"),
        _ => w.text("mail-payee-asked"),
    };
    let letter = Letter {
        lang: w.locale().tag(),
        subject: w.with("mail-payee-subject", &[("merchant", Arg::Text(shop))]),
        paragraphs: vec![w.with("mail-payee-lead", &[("merchant", Arg::Text(shop))]), why.to_owned()],
        buttons: vec![(
            w.text("mail-payee-button").to_owned(),
            format!("{}/studio/{merchant}/settings/payments", ctx.base_url()),
        )],
        ..Letter::default()
    };
    deliver(ctx, &format!("payee-{}", job.id.0), &owner.email, &letter).await?;
    Ok(Done::Finished)
}
