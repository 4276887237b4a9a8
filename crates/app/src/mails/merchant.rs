//! Mails to merchants that gather several things: new orders of a short span, variants that run low.

use domain::ids::{JobId, MerchantId, VariantId};
use domain::webhook::{HookEvent, HookSubject};
use jiff::Timestamp;
use store::DbError;
use store::jobs::{Job, NewJob};
use store::todo::RunningLow;
use words::{Arg, Locale, Words};

use super::occasion::span_of;
use super::{Letter, deliver};
use crate::jobs::{Done, JobError, kind};
use crate::webhooks::{self, Happened};
use crate::{Ctx, checkout};

/// Orders listed in one mail to a merchant; the rest is a number and a link.
const LISTED_MAX: u32 = 20;

/// The job: tells a merchant about the orders of one span, and asks for a mail about what they left running low.
pub(crate) async fn send_new_orders_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let merchant = merchant_of(job)?;
    let (from, until) = span_of(job.subject);
    let (orders, locale) = ctx
        .db()
        .read(move |conn| {
            let orders = store::orders::confirmed_between(conn, merchant, from, until, LISTED_MAX)?;
            Ok::<_, DbError>((orders, store::merchants::locale_of(conn, merchant)?))
        })
        .await?;
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(Done::Finished) };
    note_running_low(ctx, merchant).await?;
    let Some(first) = orders.first() else { return Ok(Done::Finished) };
    let w = Words::of(Locale::negotiate(None, locale.as_deref()));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    let number = Arg::Text(&first.number);
    letter.subject = match i64::try_from(orders.len()).unwrap_or(i64::MAX) {
        1 => w.with("mail-new-order-subject", &[("number", number), ("total", Arg::Money(first.total))]),
        count => w.with("mail-new-orders-subject", &[("number", number), ("count", Arg::from(count))]),
    };
    for order in &orders {
        letter.rows.push((
            w.with(
                "mail-new-order-lead",
                &[("name", Arg::Text(&order.buyer_name)), ("total", Arg::Money(order.total))],
            )
            .trim_end_matches('.')
            .to_owned(),
            order.number.clone(),
        ));
    }
    letter.buttons.push((
        w.text("mail-button-studio").to_owned(),
        format!("{}/studio/{merchant}/orders", ctx.base_url()),
    ));
    let key = format!("orders-{}-{}", merchant.0, job.subject);
    deliver(ctx, &key, &pricing.merchant.profile.contact_email, &letter).await?;
    Ok(Done::Finished)
}

fn merchant_of(job: &Job) -> Result<MerchantId, JobError> {
    job.merchant.ok_or_else(|| JobError::Never("a mail to a merchant names the merchant".to_owned()))
}

/// Takes what crossed the merchant's mark and asks for one mail about it, in one transaction: once per crossing.
async fn note_running_low(ctx: &Ctx, merchant: MerchantId) -> Result<(), DbError> {
    let (id, now, ids) = (ctx.id::<JobId>(), ctx.now(), ctx.clone());
    ctx.db()
        .write("note_running_low", move |tx| {
            let low = store::todo::take_running_low(tx, merchant, now)?;
            if low.is_empty() {
                return Ok(());
            }
            let told = low.iter().map(|variant| stock_low(ids.id(), merchant, *variant, now)).collect();
            webhooks::enqueue(tx, told, now)?;
            store::jobs::enqueue(tx, &[low_stock_job(id, merchant, &low, now)], now)
        })
        .await
}

/// The job that tells the shop's programs of one falling: it is known by the job's own number, so that the next falling of the
/// same variant is another.
fn stock_low(id: JobId, merchant: MerchantId, variant: VariantId, now: Timestamp) -> NewJob {
    let subject = HookSubject::Variant(variant);
    let happened = Happened { event: HookEvent::StockLow, merchant, subject, about: id.0, at: now };
    webhooks::event_job(id, &happened)
}

fn low_stock_job(id: JobId, merchant: MerchantId, low: &[VariantId], now: Timestamp) -> NewJob {
    let numbers: Vec<String> = low.iter().map(|variant| variant.0.to_string()).collect();
    NewJob {
        id,
        kind: kind::LOW_STOCK_MAIL,
        merchant: Some(merchant),
        subject: id.0,
        payload: numbers.join(" "),
        unique_key: None,
        run_at: now,
    }
}

/// The job: tells a merchant what runs low.
pub(crate) async fn send_low_stock_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let merchant = merchant_of(job)?;
    let variants: Vec<VariantId> =
        job.payload.split(' ').filter_map(|number| number.parse().ok()).map(VariantId).collect();
    let (low, locale) = ctx
        .db()
        .read(move |conn| {
            let low = store::todo::running_low(conn, merchant, &variants)?;
            Ok::<_, DbError>((low, store::merchants::locale_of(conn, merchant)?))
        })
        .await?;
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(Done::Finished) };
    let Some(first) = low.first() else { return Ok(Done::Finished) };
    let w = Words::of(Locale::negotiate(None, locale.as_deref()));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    letter.subject = w.fill("mail-low-stock-subject", "product", first.title.as_str());
    for RunningLow { title, left, .. } in &low {
        let args = [("product", Arg::Text(title)), ("count", Arg::Int(*left))];
        letter.paragraphs.push(w.with("mail-low-stock-lead", &args));
    }
    letter.buttons.push((
        w.text("mail-button-studio").to_owned(),
        format!("{}/studio/{merchant}/products", ctx.base_url()),
    ));
    let key = format!("low-{}", job.subject);
    deliver(ctx, &key, &pricing.merchant.profile.contact_email, &letter).await?;
    Ok(Done::Finished)
}
