//! Telling those who wished to hear that a sold-out variant is there again.

use domain::ids::{JobId, MerchantId, VariantId};
use store::DbError;
use store::jobs::{Job, NewJob};
use words::{Arg, Locale, Words};

use super::{Letter, deliver};
use crate::jobs::{Done, JobError, kind};
use crate::{Ctx, checkout};

/// Merchants looked after in one round.
const MERCHANTS_MAX: u32 = 50;
/// Wishes taken of one merchant in one round: a rush back to the shop comes in waves.
const WISHES_MAX: usize = 100;

/// Takes the wishes that came true and asks for their mails, in one transaction each: once per wish. Says how many.
///
/// # Errors
/// [`DbError`] when the database refused; the wishes stay then.
pub async fn tell_restocked(ctx: &Ctx) -> Result<usize, DbError> {
    let merchants = ctx.db().read(|conn| store::restock_alerts::merchants_due(conn, MERCHANTS_MAX)).await?;
    let mut told = 0;
    for merchant in merchants {
        let ids: Vec<JobId> = (0..WISHES_MAX).map(|_| ctx.id()).collect();
        let now = ctx.now();
        told += ctx
            .db()
            .write("tell_restocked", move |tx| {
                let limit = u32::try_from(WISHES_MAX).expect("a round is small");
                let wishes = store::restock_alerts::take_due(tx, merchant, limit)?;
                let jobs: Vec<NewJob> = wishes
                    .iter()
                    .zip(&ids)
                    .map(|((email, locale, variant), id)| NewJob {
                        id: *id,
                        kind: kind::RESTOCK_MAIL,
                        merchant: Some(merchant),
                        subject: variant.0,
                        payload: format!("{locale} {email}"),
                        unique_key: None,
                        run_at: now,
                    })
                    .collect();
                store::jobs::enqueue(tx, &jobs, now)?;
                Ok::<_, DbError>(jobs.len())
            })
            .await?;
    }
    Ok(told)
}

/// The job: tells one reader.
pub(crate) async fn send_restock_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (locale, email) = job
        .payload
        .split_once(' ')
        .ok_or_else(|| JobError::Never("a mail about new stock names its reader".to_owned()))?;
    let merchant = job.merchant.unwrap_or(MerchantId(0));
    let variant = VariantId(job.subject);
    let found = ctx.db().read(move |conn| store::todo::running_low(conn, merchant, &[variant])).await?;
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(Done::Finished) };
    let Some(found) = found.first() else { return Ok(Done::Finished) };
    let w = Words::of(Locale::negotiate(None, Some(locale)));
    let product = ("product", Arg::Text(&found.title));
    let shop = ("merchant", Arg::Text(&pricing.merchant.display_name));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    letter.subject = w.with("mail-back-in-stock-subject", &[product]);
    letter.paragraphs.push(w.with("mail-back-in-stock-lead", &[product, shop]));
    let shop_page = format!("{}/@{}/shop", ctx.base_url(), pricing.merchant.handle);
    letter.buttons.push((w.text("card-buy").to_owned(), shop_page));
    deliver(ctx, &format!("restock-{}", job.id.0), email, &letter).await?;
    Ok(Done::Finished)
}
