//! A donor's bank asks about a gift, takes it back, or has decided: what follows for the gift and its pledge, and the mail to
//! the nonprofit. That it is booked once is for `app::disputes`, as with orders.

use domain::dispute::{Dispute, DisputeState, Disputed};
use domain::donation::Donation;
use domain::donation::asked::AskedTable;
use domain::ids::{DisputeId, JobId, NonprofitId};
use domain::nonprofit::staff::NonprofitRole;
use jiff::Timestamp;
use store::jobs::{Job, NewJob};
use store::{DbError, Tx, nonprofit_staff};
use words::{Arg, Locale, Words};

use super::gone::count_out;
use super::view::load;
use crate::jobs::{Done, JobError, kind};
use crate::mails::{Letter, Occasion, deliver};
use crate::{Ctx, pledges};

/// In the transaction in which a dispute about a locked gift was written: `occasions` says what is new in it.
pub(crate) fn gift_disputed(
    tx: &mut Tx<'_>,
    gift: &Donation,
    dispute: &Dispute,
    occasions: &[Occasion],
    (asked, jobs, now): (&AskedTable, [JobId; 4], Timestamp),
) -> Result<(), DbError> {
    let mails: Vec<NewJob> =
        occasions.iter().zip(jobs).map(|(occasion, id)| mail_job(id, *occasion, dispute, now)).collect();
    store::jobs::enqueue(tx, &mails, now)?;
    if occasions.iter().any(|it| matches!(it, Occasion::Inquiry | Occasion::Disputed)) {
        // Who does not know the last gift, or wants it back, is not charged for the next one.
        pledges::gift_disputed(tx, gift, dispute.id, jobs[2], now)?;
    }
    if dispute.state == DisputeState::Lost {
        count_out(tx, gift, asked, jobs[3], now)?;
    }
    Ok(())
}

fn mail_job(id: JobId, occasion: Occasion, dispute: &Dispute, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::GIFT_DISPUTE_MAIL,
        merchant: Some(dispute.merchant),
        subject: dispute.id.0,
        payload: occasion.as_str().to_owned(),
        unique_key: Some(format!("mail-{}-{}", occasion.as_str(), dispute.id.0)),
        run_at: now,
    }
}

/// The job: tells the nonprofit.
pub(crate) async fn send_gift_dispute_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let occasion = Occasion::from_word(&job.payload)
        .ok_or_else(|| JobError::Never(format!("no mail is written for \"{}\"", job.payload)))?;
    let Some(party) = job.merchant else {
        return Err(JobError::Never("a mail about a dispute names its nonprofit".to_owned()));
    };
    let id = DisputeId(job.subject);
    let found = ctx
        .db()
        .read(move |conn| {
            // Its own people read it, in the language of the first of its owners.
            let people = nonprofit_staff::list(conn, NonprofitId(party.0))?;
            let owner = people.iter().find(|one| one.role == NonprofitRole::Owner);
            let login = match owner {
                Some(owner) => store::accounts::login_of(conn, owner.account)?,
                None => None,
            };
            let locale = login.map(|login| login.locale);
            Ok::<_, DbError>((store::disputes::find(conn, party, id)?, locale))
        })
        .await?;
    let (Some(dispute), locale) = found else { return Ok(Done::Finished) };
    let Disputed::Gift(gift) = dispute.about else { return Ok(Done::Finished) };
    let Some(view) = load(ctx, gift).await? else { return Ok(Done::Finished) };
    let w = Words::of(Locale::negotiate(None, locale.as_deref()));
    let donor = match view.donation.donor.name.as_str() {
        "" => w.text("donate-somebody"),
        name => name,
    };
    let args = [
        ("amount", Arg::Money(dispute.amount)),
        ("name", Arg::Text(donor)),
        ("campaign", Arg::Text(&view.campaign.title)),
    ];
    let (subject, lead) = match occasion {
        Occasion::DisputeEnded => ("mail-gift-dispute-ended-subject", None),
        Occasion::Inquiry => ("mail-gift-inquiry-subject", Some("mail-gift-inquiry-lead")),
        Occasion::Disputed => ("mail-gift-disputed-subject", Some("mail-gift-disputed-lead")),
        Occasion::Placed
        | Occasion::Shipped
        | Occasion::Canceled
        | Occasion::Refunded
        | Occasion::RefundFailed
        | Occasion::RequestReceived
        | Occasion::RequestAnswered
        | Occasion::Withdrawal
        | Occasion::RequestWaiting
        | Occasion::MerchantCanceled
        | Occasion::RefundCameBack => {
            return Err(JobError::Never(format!("a gift has no occasion \"{}\"", job.payload)));
        }
    };
    let mut letter = Letter { lang: w.locale().tag(), subject: w.with(subject, &args), ..Letter::default() };
    match lead {
        None => letter.paragraphs.push(w.dispute_state_text(&dispute).to_owned()),
        Some(lead) => {
            letter.paragraphs.push(w.with(lead, &args));
            letter.paragraphs.push(w.dispute_reason_text(&dispute).to_owned());
            if let Some(due) = dispute.due_at {
                let at = w.date_time_there(due, &view.nonprofit.profile.time_zone);
                letter.paragraphs.push(w.fill("mail-gift-disputed-due", "at", at.as_str()));
            }
            letter.paragraphs.push(w.dispute_evidence(&dispute).to_owned());
            if view.donation.pledge.is_some() {
                letter.paragraphs.push(w.text("mail-gift-disputed-pledge").to_owned());
            }
        }
    }
    let link = format!("{}/nonprofits/{}/disputes/{id}", ctx.base_url(), view.nonprofit.id);
    letter.buttons.push((w.text("dispute-order-link").to_owned(), link));
    let key = format!("{}-{}", job.payload, id.0);
    deliver(ctx, &key, &view.nonprofit.profile.contact_email, &letter).await?;
    Ok(Done::Finished)
}
