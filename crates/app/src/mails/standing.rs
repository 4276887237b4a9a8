//! The mail that tells a merchant's owners what the operator decided about their shop.

use domain::access::Role;
use domain::ids::{AccountId, MerchantId};
use domain::merchant::MerchantState;
use jiff::Timestamp;
use store::jobs::{Job, NewJob};
use store::{DbError, Tx, jobs, staff};
use words::{Arg, Locale, Words};

use super::{Letter, deliver};
use crate::jobs::{Done, JobError, kind};
use crate::{Ctx, checkout};

/// What became of a shop, as its owners are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    /// It may sell for the first time.
    Verified,
    /// It may sell again without limit.
    Reopened,
    /// It may take so many orders a day.
    Limited(u32),
    /// It may sell nothing.
    Suspended,
}

impl News {
    /// The stored words.
    fn words(self) -> (&'static str, u32) {
        match self {
            Self::Verified => ("verified", 0),
            Self::Reopened => ("reopened", 0),
            Self::Limited(most) => ("limited", most),
            Self::Suspended => ("suspended", 0),
        }
    }

    fn from_words(word: &str, most: u32) -> Option<Self> {
        Some(match word {
            "verified" => Self::Verified,
            "reopened" => Self::Reopened,
            "limited" => Self::Limited(most),
            "suspended" => Self::Suspended,
            _ => return None,
        })
    }
}

/// Asks for a mail to each owner about a decision, in its transaction: from which state into which, with the most
/// orders a day and the reason where there are any.
pub(crate) fn tell_owners(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    merchant: MerchantId,
    (from, to): (MerchantState, MerchantState),
    (most, reason): (Option<u32>, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    let news = match (from, to) {
        (_, MerchantState::New) => return Ok(()),
        (MerchantState::Limited | MerchantState::Suspended, MerchantState::Verified) => News::Reopened,
        (MerchantState::New | MerchantState::Verified, MerchantState::Verified) => News::Verified,
        (_, MerchantState::Limited) => News::Limited(most.unwrap_or(0)),
        (_, MerchantState::Suspended) => News::Suspended,
    };
    let (word, most) = news.words();
    let owners = staff::list(tx, merchant)?.into_iter().filter(|member| member.role == Role::Owner);
    let jobs: Vec<NewJob> = owners
        .map(|owner| NewJob {
            id: ctx.id(),
            kind: kind::STANDING_MAIL,
            merchant: Some(merchant),
            subject: owner.account.0,
            payload: format!("{word} {most} {reason}"),
            unique_key: None,
            run_at: now,
        })
        .collect();
    jobs::enqueue(tx, &jobs, now)
}

/// The job: tells one owner.
pub(crate) async fn send_standing_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let unreadable = || JobError::Never("a mail about a shop's standing says what became of it".to_owned());
    let merchant = job.merchant.ok_or_else(unreadable)?;
    let mut parts = job.payload.splitn(3, ' ');
    let (word, most, reason) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let most = most.and_then(|most| most.parse().ok()).ok_or_else(unreadable)?;
    let news = word.and_then(|word| News::from_words(word, most)).ok_or_else(unreadable)?;
    let owner = AccountId(job.subject);
    let found = ctx.db().read(move |conn| store::accounts::login_of(conn, owner)).await?;
    let Some(owner) = found else { return Ok(Done::Finished) };
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(Done::Finished) };
    if !owner.email_confirmed {
        return Ok(Done::Finished);
    }
    let w = Words::of(Locale::negotiate(None, Some(&owner.locale)));
    let mut letter = written(w, news, &pricing.merchant.display_name, reason);
    letter
        .buttons
        .push((w.text("mail-button-studio").to_owned(), format!("{}/studio/{merchant}", ctx.base_url())));
    deliver(ctx, &format!("standing-{}", job.id.0), &owner.email, &letter).await?;
    Ok(Done::Finished)
}

fn written(w: &Words, news: News, shop: &str, reason: &str) -> Letter {
    let shop = ("merchant", Arg::Text(shop));
    let (subject, lead) = match news {
        News::Verified => (w.text("mail-verified-subject").to_owned(), w.with("mail-verified-lead", &[shop])),
        News::Reopened => (w.with("mail-reopened-subject", &[shop]), w.with("mail-reopened-lead", &[shop])),
        News::Limited(most) => (
            w.with("mail-limited-subject", &[shop]),
            w.with("mail-limited-lead", &[shop, ("count", Arg::Int(i64::from(most)))]),
        ),
        News::Suspended => {
            (w.with("mail-suspended-subject", &[shop]), w.with("mail-suspended-lead", &[shop]))
        }
    };
    let mut letter = Letter { lang: w.locale().tag(), subject, paragraphs: vec![lead], ..Letter::default() };
    if !reason.is_empty() {
        letter.paragraphs.push(w.fill("mail-standing-reason", "reason", reason));
    }
    letter
}
