//! Mails to those who work for a nonprofit, or are asked to.

use domain::ids::{AccountId, JobId, NonprofitId};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::staff::{NonprofitAct, NonprofitRole};
use domain::nonprofit::standing::{Standing, ends_at};
use jiff::Timestamp;
use store::jobs::{Job, NewJob};
use store::{DbError, Tx, jobs, nonprofit_staff};
use words::{Arg, Locale, Words};

use super::people::token_of;
use crate::Ctx;
use crate::jobs::{Done, JobError, kind};
use crate::mails::{Letter, deliver};

/// What the operator did, as a nonprofit's people are told. Stored as a word in a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// Donations can be taken.
    Verified,
    /// Not yet, and why.
    Refused,
    /// Not any more, and why.
    Suspended,
    /// The operator wants to know something.
    Asked,
    /// The last look into its register ends within days.
    StandingSoon,
    /// It has ended: nothing new is taken.
    StandingOver,
    /// The same, to operators.
    OperatorsSoon,
    /// The same, to operators.
    OperatorsOver,
    /// A verified one calls itself something else, to operators.
    OperatorsRenamed,
}

impl News {
    const ALL: [Self; 9] = [
        Self::Verified,
        Self::Refused,
        Self::Suspended,
        Self::Asked,
        Self::StandingSoon,
        Self::StandingOver,
        Self::OperatorsSoon,
        Self::OperatorsOver,
        Self::OperatorsRenamed,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Refused => "refused",
            Self::Suspended => "suspended",
            Self::Asked => "asked",
            Self::StandingSoon => "standing-soon",
            Self::StandingOver => "standing-over",
            Self::OperatorsSoon => "operators-soon",
            Self::OperatorsOver => "operators-over",
            Self::OperatorsRenamed => "operators-renamed",
        }
    }

    /// Somebody has looked since: what was to be told is not so any more.
    const fn is_past(self, found: &Nonprofit) -> bool {
        match self {
            Self::StandingSoon | Self::OperatorsSoon => matches!(found.standing, Standing::Good),
            Self::StandingOver | Self::OperatorsOver => !found.is_lapsed(),
            Self::Verified | Self::Refused | Self::Suspended | Self::Asked | Self::OperatorsRenamed => false,
        }
    }

    /// Where it is to be read, and done something about.
    fn path(self, id: NonprofitId) -> String {
        match self {
            Self::Verified
            | Self::Refused
            | Self::Suspended
            | Self::Asked
            | Self::StandingSoon
            | Self::StandingOver => {
                format!("/nonprofits/{id}/application")
            }
            Self::OperatorsSoon | Self::OperatorsOver => "/console/nonprofits/standing".to_owned(),
            Self::OperatorsRenamed => format!("/console/nonprofits/{id}"),
        }
    }
}

/// Asks, in the transaction of a decision, for a mail to everyone who may answer it.
pub(super) fn tell_people(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    id: NonprofitId,
    news: News,
    said: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    let answering = |role: NonprofitRole| NonprofitAct::EditProfile.role_may(role);
    let people = nonprofit_staff::list(tx, id)?.into_iter().filter(|one| answering(one.role));
    let jobs: Vec<NewJob> = people.map(|one| news_job(ctx, id, one.account, (news, said), now)).collect();
    jobs::enqueue(tx, &jobs, now)
}

/// Asks, in the transaction in which something happened to a nonprofit, for a mail to every operator.
pub(super) fn tell_operators(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    id: NonprofitId,
    news: News,
    now: Timestamp,
) -> Result<(), DbError> {
    let operators = store::accounts::operators(tx)?;
    let jobs: Vec<NewJob> =
        operators.into_iter().map(|account| news_job(ctx, id, account, (news, ""), now)).collect();
    jobs::enqueue(tx, &jobs, now)
}

fn news_job(ctx: &Ctx, id: NonprofitId, to: AccountId, (news, said): (News, &str), now: Timestamp) -> NewJob {
    NewJob {
        id: ctx.id(),
        kind: kind::NONPROFIT_MAIL,
        merchant: Some(id.party()),
        subject: to.0,
        payload: format!("{} {said}", news.as_str()),
        unique_key: None,
        run_at: now,
    }
}

/// The nonprofit that a job is about.
fn nonprofit_of(job: &Job) -> Result<NonprofitId, JobError> {
    let party =
        job.merchant.ok_or_else(|| JobError::Never("a mail about a nonprofit names it".to_owned()))?;
    Ok(NonprofitId(party.0))
}

/// The job: tells one of its people.
pub(crate) async fn send_nonprofit_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let id = nonprofit_of(job)?;
    let (word, said) = job.payload.split_once(' ').unwrap_or((&job.payload, ""));
    let news = News::ALL.into_iter().find(|news| news.as_str() == word);
    let news = news.ok_or_else(|| JobError::Never("a mail about a decision says which".to_owned()))?;
    let reader = AccountId(job.subject);
    let found = ctx
        .db()
        .read(move |conn| {
            let login = store::accounts::login_of(conn, reader)?;
            Ok::<_, DbError>((login, store::nonprofits::by_id(conn, id)?))
        })
        .await?;
    let (Some(reader), Some(nonprofit)) = found else { return Ok(Done::Finished) };
    if !reader.email_confirmed || news.is_past(&nonprofit) {
        return Ok(Done::Finished);
    }
    let w = Words::of(Locale::negotiate(None, Some(&reader.locale)));
    let end = nonprofit.standing_at.and_then(|at| ends_at(at, ctx.good_standing_days()));
    let end = end.map_or_else(String::new, |end| w.date(end, &nonprofit.profile.time_zone));
    let (subject, lead) = match news {
        News::StandingSoon => ("mail-standing-soon-subject", "mail-standing-soon-lead"),
        News::StandingOver => ("mail-standing-over-subject", "mail-standing-over-lead"),
        News::OperatorsSoon => ("mail-standing-soon-subject", "mail-standing-soon-operators"),
        News::OperatorsOver => ("mail-standing-over-subject", "mail-standing-over-operators"),
        News::OperatorsRenamed => ("mail-renamed-subject", "mail-renamed-lead"),
        News::Verified => ("mail-nonprofit-verified-subject", "mail-nonprofit-verified-lead"),
        News::Refused => ("mail-nonprofit-refused-subject", "mail-nonprofit-refused-lead"),
        News::Suspended => ("mail-nonprofit-suspended-subject", "mail-nonprofit-suspended-lead"),
        News::Asked => ("mail-nonprofit-asked-subject", "mail-nonprofit-asked-lead"),
    };
    let args = [("nonprofit", Arg::Text(&nonprofit.display_name)), ("date", Arg::Text(&end))];
    let mut letter = Letter {
        lang: w.locale().tag(),
        subject: w.with(subject, &args),
        paragraphs: vec![w.with(lead, &args)],
        ..Letter::default()
    };
    if !said.is_empty() {
        letter.paragraphs.push(w.fill("mail-nonprofit-said", "words", said));
    }
    let link = format!("{}{}", ctx.base_url(), news.path(id));
    letter.buttons.push((w.text("mail-nonprofit-button").to_owned(), link));
    deliver(ctx, &format!("nonprofit-{}", job.id.0), &reader.email, &letter).await?;
    Ok(Done::Finished)
}

/// The job that mails the invitation with this number. Its link is made when the mail is written: nothing that opens a
/// nonprofit's desk lies in the queue.
pub(super) fn invitation_job(id: JobId, nonprofit: NonprofitId, number: i64, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::NONPROFIT_INVITATION,
        merchant: Some(nonprofit.party()),
        subject: number,
        payload: String::new(),
        unique_key: Some(format!("mail-nonprofit-invitation-{number}")),
        run_at: now,
    }
}

/// The job: mails the invitation, if it can still be taken.
pub(crate) async fn send_nonprofit_invitation(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let id = nonprofit_of(job)?;
    let (number, now) = (job.subject, ctx.now());
    let found = ctx
        .db()
        .read(move |conn| {
            let mail = nonprofit_staff::invitation_mail(conn, id, number, now)?;
            Ok::<_, DbError>(mail.zip(store::nonprofits::by_id(conn, id)?))
        })
        .await?;
    let Some((mail, nonprofit)) = found else { return Ok(Done::Finished) };
    let w = Words::of(Locale::negotiate(None, Some(&mail.locale)));
    let role = mail.invitation.role;
    let to = ("nonprofit", Arg::Text(&nonprofit.display_name));
    let name = ("name", Arg::Text(&mail.inviter));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    letter.subject = w.with("mail-nonprofit-invite-subject", &[name, to]);
    letter
        .paragraphs
        .push(w.with("mail-nonprofit-invite-lead", &[to, ("role", Arg::Text(w.nonprofit_role(role)))]));
    letter.paragraphs.push(w.nonprofit_role_text(role).to_owned());
    let until = w.date_time_there(mail.invitation.expires_at, &nonprofit.profile.time_zone);
    letter.paragraphs.push(w.fill("mail-staff-invite-until", "time", until.as_str()));
    let link = format!("{}/nonprofits/join/{}", ctx.base_url(), token_of(ctx, number));
    letter.buttons.push((w.text("mail-staff-invite-button").to_owned(), link));
    letter.notes.push(w.with("mail-staff-invite-not-you", &[name]));
    deliver(ctx, &format!("nonprofit-invitation-{number}"), &mail.invitation.email, &letter).await?;
    Ok(Done::Finished)
}
