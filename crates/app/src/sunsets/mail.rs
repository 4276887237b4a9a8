//! The mail that tells one account of a plan, in its language.

use domain::ids::{AccountId, SunsetId};
use domain::sunset::Plan;
use domain::sunset::calendar::Step;
use domain::sunset::notice::Notice;
use store::DbError;
use store::jobs::Job;
use words::{Arg, Locale, Words};

use super::name_of;
use crate::Ctx;
use crate::jobs::{Done, JobError};
use crate::mails::{Letter, deliver};

/// The job: tells one account one thing. What was changed since is told by the newer one alone, and a plan that ended
/// meanwhile is not told as one that runs.
pub(crate) async fn send_sunset_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let unreadable = || JobError::Never("a mail about an end names its plan and what it tells".to_owned());
    let mut parts = job.payload.split(' ');
    let plan = parts.next().and_then(|id| id.parse().ok()).map(SunsetId).ok_or_else(unreadable)?;
    let revision: i64 = parts.next().and_then(|it| it.parse().ok()).ok_or_else(unreadable)?;
    let notice = parts.next().and_then(Notice::from_word).ok_or_else(unreadable)?;
    let account = AccountId(job.subject);
    let found = ctx
        .db()
        .read(move |conn| {
            let plan = store::sunsets::by_id(conn, plan)?;
            Ok::<_, DbError>(plan.zip(store::accounts::login_of(conn, account)?))
        })
        .await?;
    let Some((plan, reader)) = found else { return Ok(Done::Finished) };
    // Unless nobody was told yet, whoever was to be told this is told the newer one as well.
    if plan.revision != revision || !reader.email_confirmed {
        return Ok(Done::Finished);
    }
    let name = name_of(ctx, plan.scope).await?;
    let w = Words::of(Locale::negotiate(None, Some(&reader.locale)));
    let letter = written(w, notice, &plan, name.as_deref(), ctx.base_url());
    let key = mail_key(&plan, notice, account);
    deliver(ctx, &key, &reader.email, &letter).await?;
    Ok(Done::Finished)
}

/// What the mail that tells `account` of `notice` is kept and carried under: each account is told each thing once.
pub(crate) fn mail_key(plan: &Plan, notice: Notice, account: AccountId) -> String {
    format!("sunset-{}-{}-{}-{}", plan.id.0, plan.revision, notice.word(), account.0)
}

fn written(w: &'static Words, notice: Notice, plan: &Plan, name: Option<&str>, base: &str) -> Letter {
    let what = w.sunset_subject(plan.scope, name);
    let what = ("what", Arg::Text(&what));
    let day = |step: Step| w.date_of(plan.calendar.day(step));
    let (sales, export) = (day(Step::NoSales), day(Step::ExportEnds));
    let until = match notice {
        Notice::Exporting => &export,
        Notice::Announced | Notice::Changed | Notice::Ending | Notice::Withdrawn => &sales,
    };
    let arguments = [what, ("day", Arg::Text(until))];
    let (subject, lead) = match notice {
        Notice::Announced => ("mail-sunset-announced-subject", "mail-sunset-announced-lead"),
        Notice::Changed => ("mail-sunset-changed-subject", "mail-sunset-changed-lead"),
        Notice::Ending => ("mail-sunset-ending-subject", "mail-sunset-ending-lead"),
        Notice::Exporting => ("mail-sunset-exporting-subject", "mail-sunset-exporting-lead"),
        Notice::Withdrawn => ("mail-sunset-withdrawn-subject", "mail-sunset-withdrawn-lead"),
    };
    let mut letter = Letter {
        lang: w.locale().tag(),
        subject: w.with(subject, &arguments),
        paragraphs: vec![w.with(lead, &arguments)],
        ..Letter::default()
    };
    if notice == Notice::Withdrawn {
        return letter;
    }
    letter.paragraphs.push(w.text("mail-sunset-stays").to_owned());
    if !plan.reason.is_empty() {
        letter.paragraphs.push(plan.reason.clone());
    }
    for (step, day) in plan.calendar.days().each().skip(1) {
        letter.rows.push((w.sunset_step(plan.scope, step).to_owned(), w.date_of(day)));
    }
    letter.buttons.push((w.text("mail-sunset-button").to_owned(), format!("{base}/closing/{}", plan.id)));
    if let Some(successor) = &plan.successor {
        letter
            .buttons
            .push((w.fill("sunset-successor", "name", successor.name.as_str()), successor.url.clone()));
    }
    letter.notes.push(w.fill("mail-sunset-zone", "zone", words::zone_name(plan.calendar.zone())));
    letter
}
