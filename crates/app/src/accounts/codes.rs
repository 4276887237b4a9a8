//! Six-digit codes: proof that somebody reads a mail address. A code is never stored, only a seal of it: it is made
//! again from the server's key when the mail is written.

use domain::access::Actor;
use domain::ids::{AccountId, JobId};
use jiff::SignedDuration;
use store::changes::{self, ChangeKind};
use store::codes::{self, CodePurpose, NewCode};
use store::jobs::{Job, NewJob};
use store::{DbError, accounts};
use subtle::ConstantTimeEq;
use words::{Arg, Locale, Words};

use crate::jobs::{Done, JobError, kind};
use crate::limits::{Limit, TooMany};
use crate::mails::{Letter, deliver};
use crate::merchants::trust;
use crate::{Ctx, feed};

/// How long a code works.
pub const CODE_LASTS: SignedDuration = SignedDuration::from_mins(15);
/// What may be typed for one code: the chance to guess it stays at one in a hundred thousand.
const TRIES_MAX: u32 = 10;
/// Mails asked for to one address.
const MAILS: Limit = Limit { name: "code-mail", burst: 5, refill_s: 120 };

/// Why a code proved nothing.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// Wrong, used, too old, or tried too often.
    #[error("this code is wrong or too old")]
    Wrong,
    /// Too many mails.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Mails a new code to confirm the actor's address; earlier ones no longer work.
///
/// # Errors
/// [`CodeError`]; nothing was sent then.
pub async fn send_confirmation(ctx: &Ctx, actor: &Actor) -> Result<(), CodeError> {
    let account = actor.account().ok_or(CodeError::SignIn)?;
    send(ctx, account, CodePurpose::ConfirmEmail).await
}

/// Mails a code to whom it may concern; too many are quietly not sent.
pub(super) async fn send_confirmation_to(ctx: &Ctx, account: AccountId) -> Result<(), DbError> {
    match send(ctx, account, CodePurpose::ConfirmEmail).await {
        Ok(()) | Err(CodeError::SignIn | CodeError::Wrong | CodeError::TooMany(_)) => Ok(()),
        Err(CodeError::Db(error)) => Err(error),
    }
}

/// Mails a code by which the actor takes over the orders bought as a guest under its own address (F34).
///
/// # Errors
/// [`CodeError`]; nothing was sent then.
pub async fn send_claim(ctx: &Ctx, actor: &Actor) -> Result<(), CodeError> {
    let account = actor.account().ok_or(CodeError::SignIn)?;
    send(ctx, account, CodePurpose::ClaimOrders).await
}

async fn send(ctx: &Ctx, account: AccountId, purpose: CodePurpose) -> Result<(), CodeError> {
    let found = ctx.db().read(move |conn| accounts::login_of(conn, account)).await?;
    let email = found.map(|found| found.email).filter(|email| !email.is_empty()).ok_or(CodeError::Wrong)?;
    ctx.memory().limits.take(&MAILS, &email, ctx.now())?;
    let id = ctx.id::<JobId>();
    let now = ctx.now();
    let code = NewCode {
        id: id.0,
        purpose,
        email,
        account,
        code_hash: hash(ctx, id.0, &code_of(ctx, id.0)),
        expires_at: now + CODE_LASTS,
    };
    ctx.db()
        .write("send_code", move |tx| {
            codes::insert(tx, &code)?;
            store::jobs::enqueue(tx, &[job(code.id, now)], now)
        })
        .await?;
    Ok(())
}

/// The job that mails the code with this number.
pub(super) fn job(code: i64, now: jiff::Timestamp) -> NewJob {
    NewJob {
        id: JobId(code),
        kind: kind::CODE_MAIL,
        merchant: None,
        subject: code,
        payload: String::new(),
        unique_key: Some(format!("mail-code-{code}")),
        run_at: now,
    }
}

/// Six digits that only this server can make from the code's number.
fn code_of(ctx: &Ctx, id: i64) -> String {
    let seal = u128::from_be_bytes(ctx.seal("mail code", &id.to_be_bytes()));
    format!("{:06}", seal % 1_000_000)
}

/// What is stored of a code: no use without the server's key.
pub(super) fn hash(ctx: &Ctx, id: i64, code: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    let typed = [&id.to_be_bytes(), code.as_bytes()].concat();
    hash[..16].copy_from_slice(&ctx.seal("typed code", &typed));
    hash
}

/// Confirms the actor's mail address by the code that was sent there.
///
/// # Errors
/// [`CodeError`]; the address is not confirmed then. Each wrong code counts as a try.
pub async fn confirm_email(ctx: &Ctx, actor: &Actor, typed: &str) -> Result<(), CodeError> {
    let account = actor.account().ok_or(CodeError::SignIn)?;
    let email = prove(ctx, account, CodePurpose::ConfirmEmail, typed).await?;
    let now = ctx.now();
    ctx.db()
        .write("confirm_email", move |tx| {
            if accounts::confirm_email(tx, account, &email, now)? {
                changes::note(tx, ChangeKind::Account, account.0, account.0, now)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    // The contact may have been the last thing that a shop of theirs lacked.
    if let Actor::Person(person) = actor {
        for (merchant, _) in person.staff_of.iter() {
            trust::verify_if_complete(ctx, *merchant).await?;
        }
    }
    Ok(feed::catch_up(ctx).await?)
}

/// Takes over the orders bought as a guest under the actor's address. Says how many.
///
/// # Errors
/// [`CodeError`]; nothing was taken over then. Each wrong code counts as a try.
pub async fn claim_orders(ctx: &Ctx, actor: &Actor, typed: &str) -> Result<u64, CodeError> {
    let account = actor.account().ok_or(CodeError::SignIn)?;
    let email = prove(ctx, account, CodePurpose::ClaimOrders, typed).await?;
    Ok(ctx.db().write("claim_orders", move |tx| accounts::claim_orders(tx, account, &email)).await?)
}

/// Uses up the code that was typed, and gives the address it was sent to. A wrong one costs a try.
async fn prove(
    ctx: &Ctx,
    account: AccountId,
    purpose: CodePurpose,
    typed: &str,
) -> Result<String, CodeError> {
    let found = ctx.db().read(move |conn| accounts::login_of(conn, account)).await?;
    let email = found.map(|found| found.email).filter(|email| !email.is_empty()).ok_or(CodeError::Wrong)?;
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let (now, address, server) = (ctx.now(), email.clone(), ctx.clone());
    let right = ctx
        .db()
        .write("type_code", move |tx| {
            let Some(waiting) = codes::try_once(tx, purpose, &address, TRIES_MAX, now)? else {
                return Ok(false);
            };
            let wanted = hash(&server, waiting.id, &digits);
            let right: bool = wanted.ct_eq(&waiting.code_hash).into();
            // A wrong code commits as well: the try must count.
            Ok::<_, DbError>(right && waiting.account == account && codes::use_up(tx, waiting.id, now)?)
        })
        .await?;
    if right { Ok(email) } else { Err(CodeError::Wrong) }
}

/// The job: mails a code, or a link to choose a new password.
pub(crate) async fn send_code_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let id = job.subject;
    let Some(waiting) = ctx.db().read(move |conn| codes::by_id(conn, id)).await? else {
        return Ok(Done::Finished);
    };
    let w = Words::of(Locale::negotiate(None, Some(&waiting.locale)));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    let minutes = CODE_LASTS.as_mins();
    match waiting.purpose {
        CodePurpose::ConfirmEmail | CodePurpose::ClaimOrders => {
            let code = code_of(ctx, id);
            let code = ("code", Arg::Text(&code));
            letter.subject = w.with("mail-confirm-subject", &[code]);
            letter.paragraphs.push(w.with("mail-confirm-lead", &[code]));
            letter.paragraphs.push(w.count("mail-confirm-ends", minutes));
        }
        CodePurpose::ResetPassword => {
            letter.subject = w.text("mail-reset-subject").to_owned();
            letter.paragraphs.push(w.count("mail-reset-lead", minutes));
            letter.paragraphs.push(w.text("mail-reset-not-you").to_owned());
            letter.buttons.push((w.text("mail-reset-button").to_owned(), super::reset::link(ctx, id)));
        }
    }
    let host = ctx.base_url().split_once("://").map_or(ctx.base_url(), |(_, host)| host);
    letter.notes.push(w.fill("mail-why-account", "host", host));
    deliver(ctx, &format!("code-{id}"), &waiting.email, &letter).await?;
    Ok(Done::Finished)
}
