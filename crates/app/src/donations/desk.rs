//! A nonprofit's gifts as its own people see them: one gift, sums, donors who may be written to, files, thanks. All of it
//! can be read and taken away whatever the operator decided: what was given stays the nonprofit's to account for.

use domain::access::Permit;
use domain::donation::Donation;
use domain::donation::desk::{CampaignSum, OptedIn};
use domain::ids::{DonationId, NonprofitId};
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use jiff::Timestamp;
use store::donations::refunds::GiftRefund;
use store::jobs::{Job, NewJob};
use store::{DbError, Read, campaigns, donations, staff_actions};
use words::{Arg, Locale, Words};

use super::view::{DonationView, load};
use crate::jobs::{Done, JobError, kind};
use crate::mails::{Letter, deliver};
use crate::nonprofits::{CAMPAIGNS_LISTED_MAX, permitted};
use crate::staff_log::{self, note_detail};
use crate::{Ctx, checkout};

/// What the log calls it that a donor was thanked.
const THANKED: &str = "donor.thank";
/// Donors on one page of a list.
pub const PAGE_DONORS: u32 = 100;
/// Lines of one exported file.
const EXPORTED_MAX: u32 = 100_000;
/// Characters of a thank-you message.
pub const THANKS_CHARS_MAX: usize = 4_000;

/// A gift to the nonprofit, with what was given back of it or is on its way back; none where it is another's, or not
/// given yet.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn find(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    id: DonationId,
) -> Result<Option<(DonationView, Vec<GiftRefund>)>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::ViewDonors);
    settled(ctx, nonprofit, id).await
}

async fn settled(
    ctx: &Ctx,
    nonprofit: NonprofitId,
    id: DonationId,
) -> Result<Option<(DonationView, Vec<GiftRefund>)>, DbError> {
    let view = load(ctx, id).await?;
    let is_theirs =
        |view: &DonationView| view.donation.nonprofit == nonprofit && view.donation.settled_at.is_some();
    let Some(view) = view.filter(is_theirs) else { return Ok(None) };
    let back = ctx.db().read(move |conn| donations::refunds::of_donation(conn, nonprofit, id)).await?;
    Ok(Some((view, back)))
}

/// What each campaign was given, by currency, with the campaigns' names, the newest campaign first.
pub async fn sums(ctx: &Ctx, permit: &Permit<AtNonprofit>) -> Result<Vec<(Campaign, CampaignSum)>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::View);
    ctx.db()
        .read_long(move |conn| {
            let known = campaigns::of_nonprofit(conn, nonprofit, CAMPAIGNS_LISTED_MAX)?;
            let mut sums = Vec::new();
            for sum in donations::desk::sums(conn, nonprofit)? {
                let campaign = match known.iter().find(|known| known.id == sum.campaign) {
                    Some(campaign) => Some(campaign.clone()),
                    None => campaigns::by_id(conn, sum.campaign)?,
                };
                sums.extend(campaign.map(|campaign| (campaign, sum)));
            }
            sums.sort_by_key(|(campaign, sum)| {
                (sum.is_test, std::cmp::Reverse(campaign.id.0), sum.amount.currency.code())
            });
            Ok(sums)
        })
        .await
}

/// A page of donors who let the nonprofit write to them, and where the next begins.
pub async fn donors(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    before: Option<DonationId>,
) -> Result<(Vec<OptedIn>, Option<DonationId>), DbError> {
    let nonprofit = permitted(permit, NonprofitAct::ViewDonors);
    let before = before.unwrap_or(DonationId(i64::MAX));
    let mut donors = ctx
        .db()
        .read_long(move |conn| donations::desk::opted_in(conn, nonprofit, before, PAGE_DONORS + 1))
        .await?;
    let full = usize::try_from(PAGE_DONORS).expect("a page is small");
    let next = (donors.len() > full).then(|| donors[full - 1].newest);
    donors.truncate(full);
    Ok((donors, next))
}

/// Everybody who may be written to, for a file. That a file was made is written in the log.
pub async fn export_donors(ctx: &Ctx, permit: &Permit<AtNonprofit>) -> Result<Vec<OptedIn>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::ViewDonors);
    let donors = ctx
        .db()
        .read_long(move |conn| donations::desk::opted_in(conn, nonprofit, DonationId(i64::MAX), EXPORTED_MAX))
        .await?;
    note_export(ctx, permit, nonprofit, "donors.export", donors.len()).await?;
    Ok(donors)
}

/// Every settled gift with the name of its campaign, for a file. That a file was made is written in the log.
pub async fn export_gifts(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
) -> Result<Vec<(Donation, String)>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::ViewDonors);
    let gifts = ctx
        .db()
        .read_long(move |conn| {
            let mut names = std::collections::HashMap::new();
            let mut gifts = Vec::new();
            for gift in donations::of_nonprofit(conn, nonprofit, None, EXPORTED_MAX)? {
                let name = match names.get(&gift.campaign.0) {
                    Some(name) => String::clone(name),
                    None => {
                        let name = campaigns::by_id(conn, gift.campaign)?.map(|it| it.title);
                        names.entry(gift.campaign.0).or_insert(name.unwrap_or_default()).clone()
                    }
                };
                gifts.push((gift, name));
            }
            Ok::<_, DbError>(gifts)
        })
        .await?;
    note_export(ctx, permit, nonprofit, "gifts.export", gifts.len()).await?;
    Ok(gifts)
}

async fn note_export(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    nonprofit: NonprofitId,
    action: &'static str,
    count: usize,
) -> Result<(), DbError> {
    let log = staff_log::line(ctx, permit.by(), nonprofit.party(), action, "", "");
    let count = count.to_string();
    ctx.db().write("log_export", move |tx| note_detail(tx, &log, &count)).await
}

/// Why nobody was thanked.
#[derive(Debug, thiserror::Error)]
pub enum ThankError {
    /// There is no such settled gift to this nonprofit.
    #[error("there is no such gift")]
    Unknown,
    /// Nothing was said.
    #[error("write something")]
    Empty,
    /// Too much was said.
    #[error("a message has at most {THANKS_CHARS_MAX} characters")]
    TooLong,
    /// The donor left no address, or it was erased.
    #[error("the donor has no mail address")]
    NoAddress,
    /// Somebody has: one mail about one gift is a thank-you, a second one is something else.
    #[error("the donor was thanked for this gift already")]
    Already,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Writes to the donor of one gift, about that gift and once: a thank-you needs no consent to be written to about other
/// things.
/// The message is kept in the job until it is carried, and nowhere after.
///
/// # Errors
/// See [`ThankError`]; nothing is sent then.
pub async fn thank(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    id: DonationId,
    message: &str,
) -> Result<(), ThankError> {
    let nonprofit = permitted(permit, NonprofitAct::WriteDonor);
    let message = message.trim().to_owned();
    if message.is_empty() {
        return Err(ThankError::Empty);
    }
    if message.chars().count() > THANKS_CHARS_MAX {
        return Err(ThankError::TooLong);
    }
    let (view, _) = settled(ctx, nonprofit, id).await?.ok_or(ThankError::Unknown)?;
    if !checkout::is_email(&view.donation.donor.email) {
        return Err(ThankError::NoAddress);
    }
    let now = ctx.now();
    let job = NewJob {
        id: ctx.id(),
        kind: kind::THANK_MAIL,
        merchant: Some(nonprofit.party()),
        subject: id.0,
        payload: message,
        unique_key: None,
        run_at: now,
    };
    let line = staff_log::line(ctx, permit.by(), nonprofit.party(), THANKED, id, "");
    ctx.db()
        .write("thank_donor", move |tx| {
            store::nonprofits::lock(tx, nonprofit)?;
            if thanked_at(tx, nonprofit, id)?.is_some() {
                return Err(ThankError::Already);
            }
            store::jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await
}

/// When the donor of a gift was thanked for it.
fn thanked_at(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    id: DonationId,
) -> Result<Option<Timestamp>, DbError> {
    let lines = staff_actions::about(read, nonprofit.party(), THANKED, &id.to_string(), 1)?;
    Ok(lines.first().map(|line| line.created_at))
}

/// When the donor of a gift was thanked for it, for the nonprofit's people.
///
/// # Errors
/// [`DbError`] when the log cannot be read.
pub async fn thanked(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    id: DonationId,
) -> Result<Option<Timestamp>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::ViewDonors);
    ctx.db().read(move |conn| thanked_at(conn, nonprofit, id)).await
}

/// The job: carries the message. Who answers it writes to the nonprofit.
pub(crate) async fn send_thanks(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(view) = load(ctx, DonationId(job.subject)).await? else { return Ok(Done::Finished) };
    let donor = &view.donation.donor;
    if donor.email.is_empty() {
        return Ok(Done::Finished);
    }
    let w = Words::of(Locale::from_tag(&view.donation.locale).unwrap_or(Locale::En));
    let nonprofit = ("nonprofit", Arg::Text(&view.nonprofit.display_name));
    let campaign = ("campaign", Arg::Text(&view.campaign.title));
    let mut letter = Letter {
        lang: w.locale().tag(),
        subject: w.with("mail-thanks-subject", &[nonprofit]),
        ..Letter::default()
    };
    letter.paragraphs.push(match donor.name.as_str() {
        "" => w.text("mail-hello-plain").to_owned(),
        name => w.fill("mail-hello", "name", name),
    });
    letter.paragraphs.extend(job.payload.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
    letter.paragraphs.push(view.nonprofit.display_name.clone());
    let amount = ("amount", Arg::Money(view.donation.total()));
    letter.notes.push(w.with("mail-thanks-why", &[nonprofit, amount, campaign]));
    letter.notes.push(w.fill("mail-thanks-reply", "email", &*view.nonprofit.profile.contact_email));
    deliver(ctx, &format!("thanks-{}", job.id.0), &donor.email, &letter).await?;
    Ok(Done::Finished)
}
