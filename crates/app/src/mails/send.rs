//! Carrying the mails about orders.

use domain::ids::OrderId;
use store::jobs::Job;
use store::mails::KeptMail;
use words::Words;

use super::occasion::Occasion;
use super::{Letter, story, write};
use crate::Ctx;
use crate::jobs::{Done, JobError};
use crate::ports::{Attachment, Mail, MailError};

/// The job: writes the mail for its occasion and hands it over.
pub(crate) async fn send_order_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (word, subject) = job.payload.split_once(' ').unwrap_or((&job.payload, ""));
    let occasion = Occasion::from_word(word)
        .ok_or_else(|| JobError::Never(format!("no mail is written for \"{word}\"")))?;
    let Some(merchant) = job.merchant else {
        return Err(JobError::Never("a mail about an order names its merchant".to_owned()));
    };
    let about = subject.parse().unwrap_or(0);
    let Some(story) = story::load(ctx, occasion, merchant, OrderId(job.subject), about).await? else {
        return Ok(Done::Finished);
    };
    let w = Words::of(story.locale);
    let mut letter = write::write(w, occasion, &story, ctx.now());
    let studio = match &story.about {
        story::About::Dispute(dispute) => {
            format!("{}/studio/{merchant}/disputes/{}", ctx.base_url(), dispute.id)
        }
        story::About::Order
        | story::About::Parcel(_)
        | story::About::Refund(_)
        | story::About::Request(_) => {
            format!("{}/studio/{merchant}/orders/{}", ctx.base_url(), story.order.id)
        }
    };
    write::finish(w, &mut letter, occasion, &story, &studio);
    let to = if occasion.is_for_merchant() {
        &story.pricing.merchant.profile.contact_email
    } else {
        &story.order.email
    };
    let key = format!("{}-{}-{subject}", occasion.as_str(), story.order.id.0);
    deliver(ctx, &key, to, &letter).await?;
    Ok(Done::Finished)
}

/// Hands a letter to the carrier, or keeps it where there is none. `key` names it for ever.
pub(crate) async fn deliver(ctx: &Ctx, key: &str, to: &str, letter: &Letter) -> Result<(), JobError> {
    deliver_with(ctx, key, to, letter, Vec::new()).await
}

/// The same with files. Where nothing is carried they are left out: the letter's links lead to them.
pub(crate) async fn deliver_with(
    ctx: &Ctx,
    key: &str,
    to: &str,
    letter: &Letter,
    attachments: Vec<Attachment>,
) -> Result<(), JobError> {
    let (text, html) = (letter.text(), letter.html());
    let Some(mailer) = &ctx.ports().mailer else {
        let mail = KeptMail {
            id: ctx.id(),
            recipient: to.to_owned(),
            subject: letter.subject.clone(),
            text,
            html,
            created_at: ctx.now(),
        };
        let key = key.to_owned();
        ctx.db().write("keep_mail", move |tx| store::mails::keep(tx, &key, &mail)).await?;
        return Ok(());
    };
    let mail = Mail {
        to: to.to_owned(),
        subject: letter.subject.clone(),
        text,
        html,
        message_id: key.to_owned(),
        attachments,
    };
    mailer.send(&mail).await.map_err(|error| match error {
        MailError::Address(_) => JobError::Never(error.to_string()),
        MailError::Later(_) => JobError::Later(error.to_string()),
    })
}
