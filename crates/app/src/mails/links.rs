//! The mail that sends lost links again.

use domain::order::Order;
use store::DbError;
use store::jobs::Job;
use words::{Arg, Locale, Words};

use super::{Letter, deliver};
use crate::Ctx;
use crate::checkout::link_token;
use crate::jobs::{Done, JobError};

/// Orders whose links one mail holds.
const LINKS_MAX: u32 = 10;

/// The job: sends the links of an address's newest orders to that address. None: nothing is sent.
pub(crate) async fn send_links_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let email = job.payload.clone();
    let found = ctx
        .db()
        .read(move |conn| {
            let mut found = Vec::new();
            for order in store::orders::of_email(conn, &email, LINKS_MAX)? {
                let seed = store::checkouts::purchase(conn, order.purchase)?.map(|(_, seed)| seed);
                found.extend(seed.map(|seed| (order, seed)));
            }
            Ok::<_, DbError>(found)
        })
        .await?;
    let Some((newest, _)) = found.first() else { return Ok(Done::Finished) };
    let w = Words::of(Locale::negotiate(None, Some(&newest.locale)));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    letter.subject = w.with("mail-guest-link-subject", &[("number", Arg::Text(&newest.number))]);
    letter.paragraphs.push(w.text("mail-guest-link-lead").to_owned());
    for (order, seed) in &found {
        letter.buttons.push(button(ctx, w, order, seed));
    }
    deliver(ctx, &format!("links-{}", job.id.0), &job.payload, &letter).await?;
    Ok(Done::Finished)
}

fn button(ctx: &Ctx, w: &Words, order: &Order, seed: &[u8]) -> (String, String) {
    let token = link_token(ctx, order.purchase, seed);
    let label = w.with("order-title", &[("number", Arg::Text(&order.number))]);
    (label, format!("{}/orders/{}?key={token}", ctx.base_url(), order.id))
}
