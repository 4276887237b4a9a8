//! Drives one payment of a gift to its end: state is in the rows, this reads it and does the next step.

use domain::donation::state::DonationState;
use domain::ids::{NonprofitId, PaymentId};
use domain::payment::{Observed, PaymentState};
use jiff::SignedDuration;
use store::jobs::Job;
use store::{DbError, donations};

use super::record::record;
use crate::Ctx;
use crate::jobs::{Done, JobError};
use crate::payments::ask;
use crate::ports::{PaymentError, Seen};

/// Between two looks at a payment without an outcome.
pub(super) const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(30);
/// A payment that lies further ahead than this was written by a clock that has been set back since (I30).
const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(1);

/// The job.
pub(crate) async fn drive_donation(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(party) = job.merchant else {
        return Err(JobError::Never("a gift is driven for its nonprofit".to_owned()));
    };
    let (nonprofit, id) = (NonprofitId(party.0), PaymentId(job.subject));
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(payment) = donations::payments::by_id(conn, nonprofit, id)? else { return Ok(None) };
            let donation = donations::by_id(conn, payment.donation)?;
            Ok::<_, DbError>(donation.map(|donation| (donation, payment)))
        })
        .await?;
    let Some((donation, payment)) = found else { return Ok(Done::Finished) };
    let now = ctx.now();
    let provider = &ctx.ports().payments;
    match payment.state {
        PaymentState::Captured | PaymentState::Voided | PaymentState::Failed => Ok(Done::Finished),
        PaymentState::Started | PaymentState::RequiresAction => {
            let is_over =
                now >= payment.created_at + ctx.checkout_ttl() || payment.created_at > now + AHEAD_MAX;
            let seen = if is_over {
                Some(ask(provider.void((&payment).into())).await?)
            } else {
                ask(provider.look_up((&payment).into())).await?
            };
            if let Some(seen) = seen {
                record(ctx, &payment, seen).await?;
            }
            Ok(Done::Again(if is_over { now } else { now + LOOK_AGAIN }))
        }
        PaymentState::Authorized => {
            let seen = match donation.state {
                DonationState::Paying => match ask(provider.capture((&payment).into())).await {
                    // It says so as an observation: the hold has lapsed, or it was taken before.
                    Err(PaymentError::Refused(_)) => {
                        let known = ask(provider.look_up((&payment).into())).await?;
                        known.filter(|seen| seen.observed != Observed::Authorized).unwrap_or(Seen {
                            reference: payment.reference.clone(),
                            ..super::give::nothing(&payment)
                        })
                    }
                    other => other?,
                },
                // Given otherwise, or over: nobody keeps this.
                DonationState::Open
                | DonationState::Promised
                | DonationState::Settled
                | DonationState::Ended => ask(provider.void((&payment).into())).await?,
            };
            record(ctx, &payment, seen).await?;
            Ok(Done::Again(now))
        }
    }
}
