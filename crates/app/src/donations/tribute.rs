//! Telling somebody that a gift was given in honour or in memory: asked for once, in the transaction in which the gift
//! settles, and carried by a job. What the donor wrote goes out as plain words: mail to strangers leads nowhere.

use domain::donation::Donation;
use domain::donation::tribute::{
    self, NOTICES_A_DAY_MAX, NOTICES_TO_ONE_MAX, Told, Tribute, TributeKind, TributeProblem, unlinked,
};
use domain::ids::{DonationId, JobId};
use jiff::{SignedDuration, Timestamp};
use store::donations::tributes;
use store::jobs::Job;
use store::{DbError, Tx};
use words::{Arg, Locale, Words};

use super::record::gift_job;
use super::view::load;
use crate::Ctx;
use crate::checkout::is_email;
use crate::jobs::{Done, JobError, kind};
use crate::mails::{Letter, deliver};

/// Notices are counted over so long.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Everything that is wrong with a tribute, for a donor who is written to at `email`.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub(super) async fn problems(
    ctx: &Ctx,
    donation: &Donation,
    email: &str,
    tribute: &Tribute,
) -> Result<Vec<TributeProblem>, DbError> {
    let mut problems = tribute::problems(tribute, is_email);
    if problems.is_empty() && tribute.notice.is_some() {
        let (mut asking, since) = (donation.clone(), ctx.now() - DAY);
        email.clone_into(&mut asking.donor.email);
        if ctx.db().read(move |conn| tributes::told_since(conn, &asking, since)).await? >= NOTICES_A_DAY_MAX {
            problems.push(TributeProblem::TooMany);
        }
    }
    Ok(problems)
}

/// The gift has just settled: asks for the notice, unless too many went out today for its donor or to who is told. How many
/// others wrote to an address, no donor is told beforehand.
pub(super) fn tell(tx: &mut Tx<'_>, donation: &Donation, job: JobId, now: Timestamp) -> Result<(), DbError> {
    let notice = donation.tribute.as_ref().and_then(|tribute| tribute.notice.as_ref());
    let Some(notice) = notice else { return Ok(()) };
    // One pledge tells once: a gift that was let go may still arrive beside the next.
    if let Some((pledge, _)) = donation.pledge
        && tributes::is_told_by(tx, pledge)?
    {
        return Ok(());
    }
    let since = now - DAY;
    let is_too_much = tributes::told_since(tx, donation, since)? >= NOTICES_A_DAY_MAX
        || tributes::told_to(tx, &notice.email, since)? >= NOTICES_TO_ONE_MAX;
    let told = if is_too_much { Told::Held } else { Told::Yes };
    tributes::set_told(tx, donation, told)?;
    if told == Told::Yes {
        let job = gift_job(kind::TRIBUTE_MAIL, job, donation, donation.id.0, now);
        store::jobs::enqueue(tx, &[job], now)?;
    }
    Ok(())
}

/// "In memory of Yann Le Bras".
#[must_use]
pub fn title(w: &Words, tribute: &Tribute) -> String {
    let key = match tribute.kind {
        TributeKind::Honor => "tribute-of-honor",
        TributeKind::Memory => "tribute-of-memory",
    };
    w.fill(key, "name", &*tribute.name)
}

/// Whether somebody was told, will be, or was not; empty where nobody is to be.
#[must_use]
pub fn notice(w: &Words, tribute: &Tribute) -> String {
    let Some(notice) = &tribute.notice else { return String::new() };
    let key = match tribute.told {
        Told::No => "tribute-will-tell",
        Told::Yes => "tribute-told",
        Told::Held => "tribute-held",
    };
    w.fill(key, "email", &*notice.email)
}

/// The job: tells whom the donor named. A gift that went back meanwhile is not told of.
pub(crate) async fn send_tribute_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(view) = load(ctx, DonationId(job.subject)).await? else { return Ok(Done::Finished) };
    let donation = &view.donation;
    let (Some(tribute), false) = (&donation.tribute, donation.is_all_back()) else {
        return Ok(Done::Finished);
    };
    let Some(notice) = &tribute.notice else { return Ok(Done::Finished) };
    let w = Words::of(Locale::from_tag(&donation.locale).unwrap_or(Locale::En));
    let donor = match donation.donor.hide_name || donation.donor.name.is_empty() {
        true => w.text("donate-somebody").to_owned(),
        false => unlinked(&donation.donor.name),
    };
    let name = unlinked(&tribute.name);
    let args = [
        ("donor", Arg::Text(&donor)),
        ("name", Arg::Text(&name)),
        ("nonprofit", Arg::Text(&view.nonprofit.display_name)),
        ("campaign", Arg::Text(&view.campaign.title)),
    ];
    let (subject, lead) = match tribute.kind {
        TributeKind::Honor => ("mail-tribute-subject-honor", "mail-tribute-lead-honor"),
        TributeKind::Memory => ("mail-tribute-subject-memory", "mail-tribute-lead-memory"),
    };
    let mut letter = Letter { lang: w.locale().tag(), subject: w.with(subject, &args), ..Letter::default() };
    letter.paragraphs.push(match notice.name.as_str() {
        "" => w.text("mail-hello-plain").to_owned(),
        to => w.fill("mail-hello", "name", &*unlinked(to)),
    });
    letter.paragraphs.push(w.with(lead, &args));
    if notice.shows_amount {
        letter.paragraphs.push(w.fill("mail-tribute-amount", "amount", donation.kept()));
    }
    let written = notice.message.lines().map(unlinked).filter(|line| !line.trim().is_empty());
    let written: Vec<String> = written.collect();
    if !written.is_empty() {
        letter.paragraphs.push(w.fill("mail-tribute-wrote", "donor", &*donor));
        letter.paragraphs.extend(written);
    }
    letter.notes.push(w.with("mail-tribute-why", &args));
    let contact = &*view.nonprofit.profile.contact_email;
    letter.notes.push(w.fill("mail-tribute-questions", "email", contact));
    deliver(ctx, &format!("tribute-{}", donation.id.0), &notice.email, &letter).await?;
    Ok(Done::Finished)
}
