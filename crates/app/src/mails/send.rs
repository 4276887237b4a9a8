//! Writing and carrying the mails about orders.

use std::sync::Arc;

use domain::ids::{MerchantId, OrderId, RefundId};
use domain::merchant::Pricing;
use domain::money::Money;
use domain::order::{CancelReason, Order};
use jiff::tz::TimeZone;
use store::DbError;
use store::jobs::Job;
use store::mails::KeptMail;
use words::{Arg, Locale, Words};

use super::Letter;
use super::occasion::{Occasion, span_of};
use crate::checkout::link_token;
use crate::jobs::{Done, JobError};
use crate::ports::{Mail, MailError};
use crate::{Ctx, checkout};

/// Orders listed in one mail to a merchant; the rest is a number and a link.
const LISTED_MAX: u32 = 20;

/// Everything a mail about an order may speak of.
struct Story {
    order: Order,
    pricing: Arc<Pricing>,
    /// Opens the order for its buyer, without an account.
    link: String,
    /// The refund the mail is about.
    refund: Option<Money>,
}

/// The job: writes the mail for its occasion and hands it over.
pub(crate) async fn send_order_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (word, subject) = job.payload.split_once(' ').unwrap_or((&job.payload, ""));
    let occasion = Occasion::from_word(word)
        .ok_or_else(|| JobError::Never(format!("no mail is written for \"{word}\"")))?;
    let Some(merchant) = job.merchant else {
        return Err(JobError::Never("a mail about an order names its merchant".to_owned()));
    };
    let refund = subject.parse().ok().map(RefundId);
    let Some(story) = story(ctx, merchant, OrderId(job.subject), refund).await? else {
        return Ok(Done::Finished);
    };
    let locale = Locale::negotiate(None, Some(&story.order.locale));
    let letter = write(ctx, Words::of(locale), occasion, &story);
    let to = if occasion.is_for_merchant() {
        &story.pricing.merchant.profile.contact_email
    } else {
        &story.order.email
    };
    let key = format!("{}-{}-{subject}", occasion.as_str(), story.order.id.0);
    deliver(ctx, &key, to, &letter).await?;
    Ok(Done::Finished)
}

async fn story(
    ctx: &Ctx,
    merchant: MerchantId,
    id: OrderId,
    refund: Option<RefundId>,
) -> Result<Option<Story>, JobError> {
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(order) = store::orders::find(conn, merchant, id)? else { return Ok(None) };
            let seed = store::checkouts::purchase(conn, order.purchase)?.map(|(_, seed)| seed);
            let refund = match refund {
                Some(refund) => store::refunds::find(conn, merchant, refund)?.map(|open| open.refund.amount),
                None => None,
            };
            Ok::<_, DbError>(Some((order, seed, refund)))
        })
        .await?;
    let Some((order, seed, refund)) = found else { return Ok(None) };
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(None) };
    let token = seed.map(|seed| link_token(ctx, order.purchase, &seed)).unwrap_or_default();
    let link = format!("{}/orders/{}?key={token}", ctx.base_url(), order.id);
    Ok(Some(Story { order, pricing, link, refund }))
}

fn write(ctx: &Ctx, w: &'static Words, occasion: Occasion, story: &Story) -> Letter {
    let Story { order, pricing, .. } = story;
    let number = ("number", Arg::Text(&order.number));
    let shop = ("merchant", Arg::Text(&pricing.merchant.display_name));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    if !occasion.is_for_merchant() {
        letter.paragraphs.push(match order.buyer_name.as_str() {
            "" => w.text("mail-hello-plain").to_owned(),
            name => w.fill("mail-hello", "name", name),
        });
    }
    match occasion {
        Occasion::Placed => {
            letter.subject = w.with("mail-placed-subject", &[number, shop]);
            letter
                .paragraphs
                .push(w.with("mail-placed-lead", &[number, shop, ("total", Arg::Money(order.total))]));
            if let Some(until) = order.undo_until.filter(|_| order.can_undo(ctx.now())) {
                let time = format!("{} UTC", w.time(until, &TimeZone::UTC));
                letter.paragraphs.push(w.fill("mail-placed-undo", "time", time.as_str()));
                letter.buttons.push((w.text("mail-button-undo").to_owned(), story.link.clone()));
            }
            letter.paragraphs.push(w.text("mail-placed-next").to_owned());
        }
        Occasion::Canceled => write_canceled(w, &mut letter, story),
        Occasion::Refunded => {
            let amount = ("amount", Arg::Money(story.refund.unwrap_or(order.refunded)));
            letter.subject = w.with("mail-refunded-subject", &[amount, number]);
            letter.paragraphs.push(w.with("mail-refunded-lead", &[shop, amount, number]));
            letter.paragraphs.push(w.text("mail-refunded-when").to_owned());
        }
        Occasion::MerchantCanceled => {
            let reason = w.cancel_reason(order.cancel.unwrap_or(CancelReason::CaptureFailed));
            letter.subject = w.with("mail-order-canceled-subject", &[number]);
            letter
                .paragraphs
                .push(w.with("mail-order-canceled-lead", &[number, ("reason", Arg::Text(reason))]));
        }
    }
    finish(w, &mut letter, occasion, story);
    letter
}

fn write_canceled(w: &Words, letter: &mut Letter, story: &Story) {
    let order = &story.order;
    let number = ("number", Arg::Text(&order.number));
    let shop = ("merchant", Arg::Text(&story.pricing.merchant.display_name));
    let reason = order.cancel.unwrap_or(CancelReason::Operator);
    if reason == CancelReason::Undone {
        letter.subject = w.with("mail-undone-subject", &[number]);
        letter.paragraphs.push(w.with("mail-undone-lead", &[number, shop]));
        return;
    }
    letter.subject = w.with("mail-canceled-subject", &[number]);
    letter.paragraphs.push(w.with("mail-canceled-lead", &[number, shop]));
    letter.paragraphs.push(match reason {
        CancelReason::Buyer => w.text("mail-canceled-by-you").to_owned(),
        CancelReason::CaptureFailed | CancelReason::Declined => w.text("mail-canceled-payment").to_owned(),
        CancelReason::Merchant | CancelReason::Operator | CancelReason::Expired | CancelReason::Undone => {
            w.with("mail-canceled-by-merchant", &[shop, ("reason", Arg::Text(w.cancel_reason(reason)))])
        }
    });
    letter.paragraphs.push(if order.confirmed_at.is_some() {
        w.fill("mail-canceled-refund", "amount", order.total)
    } else {
        w.text("mail-canceled-nothing-charged").to_owned()
    });
}

/// What every mail about an order ends with: its lines, a way to the order, who sells, why this mail.
fn finish(w: &Words, letter: &mut Letter, occasion: Occasion, story: &Story) {
    let Story { order, pricing, .. } = story;
    for line in &order.lines {
        let options = if line.variant_title.is_empty() { "" } else { ", " };
        let name = format!("{} × {}{options}{}", line.quantity, line.title, line.variant_title);
        letter.rows.push((name, w.money(line.subtotal)));
    }
    if letter.buttons.is_empty() && !occasion.is_for_merchant() {
        letter.buttons.push((w.text("mail-button-order").to_owned(), story.link.clone()));
    }
    letter.notes.push(w.with("mail-why", &[("number", Arg::Text(&order.number))]));
    let profile = &pricing.merchant.profile;
    let address = profile.postal_address.replace('\n', ", ");
    let seller = [("merchant", Arg::Text(&profile.legal_name)), ("address", Arg::Text(&address))];
    letter.notes.push(w.with("mail-seller", &seller));
    if order.is_test {
        letter.notes.push(w.text("mail-test-mode").to_owned());
    }
}

/// The job: tells a merchant about the orders of one span.
pub(crate) async fn send_new_orders_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(merchant) = job.merchant else {
        return Err(JobError::Never("a mail about orders names its merchant".to_owned()));
    };
    let (from, until) = span_of(job.subject);
    let orders = ctx
        .db()
        .read(move |conn| store::orders::confirmed_between(conn, merchant, from, until, LISTED_MAX))
        .await?;
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(Done::Finished) };
    let Some(first) = orders.first() else { return Ok(Done::Finished) };
    let w = Words::of(Locale::FALLBACK);
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    letter.subject = w.with(
        "mail-new-order-subject",
        &[("number", Arg::Text(&first.number)), ("total", Arg::Money(first.total))],
    );
    for order in &orders {
        letter.rows.push((
            w.with(
                "mail-new-order-lead",
                &[("name", Arg::Text(&order.buyer_name)), ("total", Arg::Money(order.total))],
            ),
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

/// Hands a letter to the carrier, or keeps it where there is none. `key` names it for ever.
pub(crate) async fn deliver(ctx: &Ctx, key: &str, to: &str, letter: &Letter) -> Result<(), JobError> {
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
    let mail =
        Mail { to: to.to_owned(), subject: letter.subject.clone(), text, html, message_id: key.to_owned() };
    mailer.send(&mail).await.map_err(|error| match error {
        MailError::Address(_) => JobError::Never(error.to_string()),
        MailError::Later(_) => JobError::Later(error.to_string()),
    })
}
