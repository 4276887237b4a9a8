//! Telling those who wished to hear that a sold-out variant is there again.

use domain::access::Actor;
use domain::hex::hex;
use domain::ids::{JobId, MerchantId, ProductId, VariantId};
use domain::view::posts::CardSale;
use store::DbError;
use store::jobs::{Job, NewJob};
use store::restock_alerts::{self, Wish};
use words::{Arg, Locale, Words};

use super::{Letter, deliver};
use crate::checkout::is_email;
use crate::jobs::{Done, JobError, kind};
use crate::timeline::{TimelineError, product_card};
use crate::{Ctx, checkout, feed};

/// Merchants looked after in one round.
const MERCHANTS_MAX: u32 = 50;
/// Wishes taken of one merchant in one round: a rush back to the shop comes in waves.
const WISHES_MAX: usize = 100;

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wished {
    /// It is noted: one mail will come.
    Noted,
    /// It was noted before.
    Already,
    /// It can be bought at this moment, so nothing was noted.
    Back,
    /// It will not be sold again as far as anybody knows, so nothing was noted.
    Gone,
}

/// Why a wish was not taken.
#[derive(Debug, thiserror::Error)]
pub enum WishError {
    /// No such product is shown to this visitor.
    #[error("no such product is shown")]
    NotFound,
    /// That is no mail address.
    #[error("not a mail address")]
    Email,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<TimelineError> for WishError {
    fn from(error: TimelineError) -> Self {
        match error {
            TimelineError::NotFound | TimelineError::SignIn => Self::NotFound,
            TimelineError::Db(error) => Self::Db(error),
        }
    }
}

/// Notes that whoever reads `email` wants to hear, once, when `product` can be bought.
///
/// # Errors
/// [`WishError`]; nothing was noted then.
pub async fn wish(
    ctx: &Ctx,
    actor: &Actor,
    product: ProductId,
    email: &str,
    locale: Locale,
) -> Result<Wished, WishError> {
    let card = product_card(ctx, actor, product).await?;
    match card.sale(ctx.now()) {
        CardSale::Open => return Ok(Wished::Back),
        CardSale::Over | CardSale::Closed | CardSale::Ended => return Ok(Wished::Gone),
        CardSale::SoldOut | CardSale::NotYet | CardSale::NotSelling | CardSale::Stopped | CardSale::Gated => {
        }
    }
    let email = email.trim().to_lowercase();
    if !is_email(&email) {
        return Err(WishError::Email);
    }
    let wish = Wish {
        merchant: card.offer.merchant,
        product,
        reader: reader(ctx, &email),
        email,
        locale: locale.tag().to_owned(),
    };
    let now = ctx.now();
    let noted = ctx.db().write("wish", move |tx| restock_alerts::insert(tx, &wish, now)).await?;
    Ok(if noted { Wished::Noted } else { Wished::Already })
}

/// Ends every wish of the reader whom this link was mailed to. Whether there were any, nobody learns.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn stop_wishes(ctx: &Ctx, reader: &str) -> Result<(), DbError> {
    let reader = reader.to_owned();
    ctx.db().write("stop_wishes", move |tx| restock_alerts::forget(tx, &reader)).await?;
    Ok(())
}

/// What stands for an address in a link: only this server can make it.
fn reader(ctx: &Ctx, email: &str) -> String {
    hex(&ctx.seal("restock reader", email.as_bytes()))
}

/// Takes the wishes that came true and asks for their mails, in one transaction each: once per wish. Says how many.
///
/// # Errors
/// [`DbError`] when the database refused; the wishes stay then.
pub async fn tell_restocked(ctx: &Ctx) -> Result<usize, DbError> {
    let now = ctx.now();
    let merchants =
        ctx.db().read(move |conn| restock_alerts::merchants_due(conn, MERCHANTS_MAX, now)).await?;
    let mut told = 0;
    for merchant in merchants {
        let ids: Vec<JobId> = (0..WISHES_MAX).map(|_| ctx.id()).collect();
        told += ctx
            .db()
            .write("tell_restocked", move |tx| {
                let limit = u32::try_from(WISHES_MAX).expect("a round is small");
                let wishes = restock_alerts::take_due(tx, merchant, limit, now)?;
                let jobs: Vec<NewJob> = wishes
                    .iter()
                    .zip(&ids)
                    .map(|((wish, variant), id)| NewJob {
                        id: *id,
                        kind: kind::RESTOCK_MAIL,
                        merchant: Some(merchant),
                        subject: variant.0,
                        payload: format!("{} {} {}", wish.product, wish.locale, wish.email),
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

/// The job: tells one reader. What was sold again before the mail could be written is wished for anew instead.
pub(crate) async fn send_restock_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let unreadable = || JobError::Never("a mail about new stock names its product and its reader".to_owned());
    let (product, rest) = job.payload.split_once(' ').ok_or_else(unreadable)?;
    let (locale, email) = rest.split_once(' ').ok_or_else(unreadable)?;
    let product: ProductId = product.parse().map_err(|_| unreadable())?;
    let locale = Locale::negotiate(None, Some(locale));
    let merchant = job.merchant.unwrap_or(MerchantId(0));
    let variant = VariantId(job.subject);
    let found = ctx.db().read(move |conn| store::todo::running_low(conn, merchant, &[variant])).await?;
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(Done::Finished) };
    let Some(found) = found.first() else { return Ok(Done::Finished) };
    // What this process remembers of the stock may be older than the wish that came true.
    feed::catch_up(ctx).await?;
    match wish(ctx, &Actor::System, product, email, locale).await {
        Ok(Wished::Back) => {}
        Ok(Wished::Noted | Wished::Already | Wished::Gone) | Err(WishError::NotFound | WishError::Email) => {
            return Ok(Done::Finished);
        }
        Err(WishError::Db(error)) => return Err(error.into()),
    }
    let w = Words::of(locale);
    let title = ("product", Arg::Text(&found.title));
    let shop = ("merchant", Arg::Text(&pricing.merchant.display_name));
    let mut letter = Letter { lang: locale.tag(), ..Letter::default() };
    letter.subject = w.with("mail-back-in-stock-subject", &[title]);
    letter.paragraphs.push(w.with("mail-back-in-stock-lead", &[title, shop]));
    letter.paragraphs.push(w.text("mail-back-in-stock-once").to_owned());
    letter.buttons.push((w.text("card-buy").to_owned(), format!("{}/products/{product}", ctx.base_url())));
    let stop = format!("{}/notify/stop/{}", ctx.base_url(), reader(ctx, email));
    letter.notes.push(w.fill("mail-back-in-stock-stop", "link", stop.as_str()));
    deliver(ctx, &format!("restock-{}", job.id.0), email, &letter).await?;
    Ok(Done::Finished)
}
