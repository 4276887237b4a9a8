//! The mail that offers somebody a place on a shop's staff.

use domain::ids::{JobId, MerchantId};
use jiff::Timestamp;
use store::jobs::{Job, NewJob};
use words::{Arg, Locale, Words};

use super::{Letter, deliver};
use crate::jobs::{Done, JobError, kind};
use crate::merchants::staff::token_of;
use crate::{Ctx, checkout};

/// The job that mails the invitation with this number. Its link is made when the mail is written: nothing that opens a
/// shop lies in the queue.
pub(crate) fn invitation_job(id: JobId, merchant: MerchantId, number: i64, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::INVITATION_MAIL,
        merchant: Some(merchant),
        subject: number,
        payload: String::new(),
        unique_key: Some(format!("mail-invitation-{number}")),
        run_at: now,
    }
}

/// The job: mails the invitation, if it can still be taken.
pub(crate) async fn send_invitation_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let merchant =
        job.merchant.ok_or_else(|| JobError::Never("an invitation names the shop it is to".to_owned()))?;
    let (number, now) = (job.subject, ctx.now());
    let found = ctx.db().read(move |conn| store::staff::invitation_mail(conn, merchant, number, now)).await?;
    let Some(found) = found else { return Ok(Done::Finished) };
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(Done::Finished) };
    let w = Words::of(Locale::negotiate(None, Some(&found.locale)));
    let role = found.invitation.role;
    let shop = ("merchant", Arg::Text(&pricing.merchant.display_name));
    let name = ("name", Arg::Text(&found.inviter));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    letter.subject = w.with("mail-staff-invite-subject", &[name, shop]);
    letter.paragraphs.push(w.with("mail-staff-invite-lead", &[shop, ("role", Arg::Text(w.role(role)))]));
    letter.paragraphs.push(w.role_text(role).to_owned());
    let zone = &pricing.merchant.profile.time_zone;
    let until = w.date_time_there(found.invitation.expires_at, zone);
    letter.paragraphs.push(w.fill("mail-staff-invite-until", "time", until.as_str()));
    let link = format!("{}/join/{}", ctx.base_url(), token_of(ctx, number));
    letter.buttons.push((w.text("mail-staff-invite-button").to_owned(), link));
    letter.notes.push(w.with("mail-staff-invite-not-you", &[name]));
    deliver(ctx, &format!("invitation-{number}"), &found.invitation.email, &letter).await?;
    Ok(Done::Finished)
}
