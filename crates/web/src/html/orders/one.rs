//! One order of the buyer's own.

use app::orders::{OwnStory, UndoError};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::order::{RefundState, RequestKind, RequestState, may_ask, withdrawal_from};
use domain::policy::withdrawal_last_day;
use domain::view::orders::{AtEnd, PaymentFacts};
use jiff::Timestamp;
use words::{Arg, Words, zone_name};

use super::{Key, href, open};
use crate::Web;
use crate::html::buy::summary;
use crate::html::page::Section;
use crate::html::pages::buy::ReviewRow;
use crate::html::pages::orders::{Order, OrderAction};
use crate::html::parts::{Level, Link, Notice};
use crate::html::said::say;
use crate::html::story::{order_sums, parcels, track};
use crate::html::studio::orders::tags;
use crate::html::studio::papers::invoice_of;
use crate::html::view::{href_of_post, page};
use crate::html::{Failure, Visit, render, see_other};

/// How often a page without scripts asks again.
const ASK_AGAIN_SECONDS: u32 = 2;

/// The order's page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(order): Path<String>,
    Query(key): Query<Key>,
) -> Result<Response, Failure> {
    let own = open(&web, &visit, &order, &key).await?;
    let images = app::orders::pictures(web.ctx(), &own.story.order).await?;
    let now = web.ctx().now();
    let w = visit.words();
    let order = &own.story.order;
    let shop = &own.pricing.merchant.display_name;
    let zone = &own.pricing.merchant.profile.time_zone;
    let at_end = own.story.payment.as_ref().map_or(AtEnd::NothingTaken, PaymentFacts::at_end);
    // Once the shop has it, the page itself says so.
    let passing = summary::passing(w, order, shop, "", now).filter(|passing| passing.again);
    let mut p = page(&web, &visit, Section::Orders);
    p.refresh_s = passing.as_ref().map(|_| ASK_AGAIN_SECONDS);
    let placed_on = w.date(order.placed_at.unwrap_or(order.created_at), zone);
    render(&Order {
        p: &p,
        number: order.number.clone(),
        placed: format!(
            "{} · {}",
            w.fill("order-placed-on", "date", placed_on.as_str()),
            w.fill("order-sold-by", "merchant", shop)
        ),
        states: tags(w, order),
        state_text: w.standing_text(order, at_end, shop),
        undo: summary::undo(w, order, zone, href(&own, &key, "/undo"), "", now),
        passing,
        track: track(w, &own.story, shop, zone),
        clock: w.fill("studio-clock", "zone", zone_name(zone)),
        parcels: parcels(w, &own.story),
        lines: summary::order_lines(w, order, shop, &images),
        sums: order_sums(w, order),
        rows: rows(w, &own),
        cases: cases(w, &own),
        // Where nobody sells any more, nobody answers.
        actions: if is_gone(&own) { Vec::new() } else { actions(w, &own, &key, now) },
        documents: documents(w, &own, &key),
        contact: Link {
            label: w.fill("order-contact", "merchant", shop),
            href: if is_gone(&own) {
                String::new()
            } else {
                format!("mailto:{}", own.pricing.merchant.profile.contact_email)
            },
        },
        from_post: order
            .post
            .map(|post| Link { label: w.text("order-from-post").to_owned(), href: href_of_post(post) }),
        by_link: !key.key.is_empty() && visit.signed_in.is_none(),
    })
}

fn rows(w: &Words, own: &OwnStory) -> Vec<ReviewRow> {
    let order = &own.story.order;
    let profile = &own.pricing.merchant.profile;
    let row =
        |label: &str, value: String| ReviewRow { label: label.to_owned(), value, change: String::new() };
    let mut rows = Vec::new();
    if let Some(address) = &order.address {
        rows.push(row(w.text("order-ship-to"), w.address_lines(address).join(", ")));
    }
    if !order.rate_name.is_empty() {
        rows.push(row(w.text("buy-step-delivery"), order.rate_name.clone()));
    }
    if let Some(payment) = &own.story.payment {
        rows.push(row(w.text("sorder-payment"), w.paid(payment).to_owned()));
    }
    if !is_gone(own) {
        let seller = format!("{}, {}", profile.legal_name, profile.postal_address.replace('\n', ", "));
        rows.push(row(w.text("settings-legal-name"), seller));
    }
    rows
}

/// The shop was erased: what is left of it says nothing.
fn is_gone(own: &OwnStory) -> bool {
    own.pricing.merchant.profile.contact_email.is_empty()
}

/// Where requests and refunds stand.
fn cases(w: &Words, own: &OwnStory) -> Vec<Notice> {
    let shop = &own.pricing.merchant.display_name;
    let case = |level, title: String, text: String| Notice { level, title, text, links: Vec::new() };
    let mut cases = Vec::new();
    if let Some(request) = own.story.requests.last() {
        let (level, title) = match (request.kind, request.state) {
            (RequestKind::Cancel, RequestState::Waiting) => {
                (Level::Info, w.fill("order-cancel-requested", "merchant", shop))
            }
            (RequestKind::Return, RequestState::Waiting) => {
                (Level::Info, w.fill("return-asked", "merchant", shop))
            }
            (RequestKind::Withdrawal, RequestState::Waiting | RequestState::Accepted) => {
                (Level::Info, w.text("withdraw-done-title").to_owned())
            }
            (RequestKind::Return, RequestState::Accepted) => {
                (Level::Good, w.fill("return-accepted", "merchant", shop))
            }
            (RequestKind::Cancel, RequestState::Accepted) => {
                (Level::Good, w.with("mail-request-accepted-lead", &[("merchant", Arg::Text(shop))]))
            }
            (RequestKind::Return, RequestState::Refused) => {
                (Level::Warn, w.fill("return-refused", "merchant", shop))
            }
            (RequestKind::Cancel | RequestKind::Withdrawal, RequestState::Refused) => {
                let args = [("merchant", Arg::Text(shop)), ("reason", Arg::Text(&request.answer))];
                (Level::Warn, w.with("mail-request-refused-lead", &args))
            }
            (_, RequestState::Done) => (Level::Plain, String::new()),
        };
        if !title.is_empty() {
            let mut said =
                if request.kind == RequestKind::Return { request.answer.clone() } else { String::new() };
            let comes_back = own.story.order.lines.iter().any(|line| line.shipped > 0);
            if comes_back && request.state == RequestState::Accepted && request.kind != RequestKind::Cancel {
                let to = w.return_address(&own.pricing.merchant.profile);
                said = if said.is_empty() { to } else { format!("{said} {to}") };
            }
            cases.push(case(level, title, said));
        }
    }
    for refund in &own.story.refunds {
        match refund.state {
            RefundState::Started => {
                let title = w.fill("refund-pending", "amount", refund.amount);
                cases.push(case(Level::Info, title, w.text("refund-takes").to_owned()));
            }
            RefundState::Done => {
                let date = w.date(refund.created_at, &own.pricing.merchant.profile.time_zone);
                let args = [("amount", Arg::Money(refund.amount)), ("date", Arg::Text(&date))];
                let title = w.with("refund-done", &args);
                cases.push(case(Level::Good, title, w.text("refund-takes").to_owned()));
            }
            RefundState::Failed => {
                let title = w.fill("refund-failed", "amount", refund.amount);
                cases.push(case(Level::Warn, title, w.fill("refund-failed-text", "merchant", shop)));
            }
        }
    }
    cases
}

/// What the buyer can ask for now. While one request is open there is no second but a withdrawal, which needs nobody's
/// consent.
fn actions(w: &Words, own: &OwnStory, key: &Key, now: Timestamp) -> Vec<OrderAction> {
    let order = &own.story.order;
    let asked = || own.story.requests.iter().filter(|request| !request.state.is_over());
    let days = own.pricing.merchant.profile.policies.returns_days_for(order.country);
    let open = |kind| {
        let is_taken = match kind {
            RequestKind::Cancel | RequestKind::Return => asked().next().is_some(),
            RequestKind::Withdrawal => asked().any(|request| request.kind == RequestKind::Withdrawal),
        };
        !is_taken && may_ask(order, kind, days, now).is_ok()
    };
    let action = |icon, label: &str, detail: String, path: &str| OrderAction {
        icon,
        label: label.to_owned(),
        detail,
        href: href(own, key, path),
    };
    let mut actions = Vec::new();
    if open(RequestKind::Cancel) {
        actions.push(action("close", w.text("order-cancel-request"), String::new(), "/cancel"));
    }
    if open(RequestKind::Return) {
        actions.push(action("back", w.text("return-title"), String::new(), "/return"));
    }
    if open(RequestKind::Withdrawal) {
        let until = withdrawal_from(order)
            .and_then(|from| withdrawal_last_day(from, order.country))
            .map(|last| w.fill("withdraw-until", "date", w.date_of(last).as_str()));
        actions.push(action("undo", w.text("withdraw-button"), until.unwrap_or_default(), "/withdraw"));
    }
    actions
}

fn documents(w: &Words, own: &OwnStory, key: &Key) -> Vec<Link> {
    if !own.story.has_invoice() {
        return Vec::new();
    }
    vec![Link { label: w.text("order-invoice").to_owned(), href: href(own, key, "/invoice") }]
}

/// The invoice, as the buyer prints it. Opened the first time, it is given its number.
pub async fn invoice(
    web: State<Web>,
    visit: Visit,
    Path(order): Path<String>,
    Query(key): Query<Key>,
) -> Result<Response, Failure> {
    let own = open(&web, &visit, &order, &key).await?;
    let merchant = own.story.order.merchant;
    let issued =
        app::orders::own_invoice(web.ctx(), &own.permit, merchant).await?.ok_or(Failure::NotFound)?;
    let p = page(&web, &visit, Section::Orders);
    let back = href(&own, &key, "");
    let zone = &own.pricing.merchant.profile.time_zone;
    render(&invoice_of(&p, visit.words(), &own.story.order, &issued, zone, back))
}

/// Undoes the order while its window runs.
pub async fn undo(
    web: State<Web>,
    visit: Visit,
    Path(order): Path<String>,
    Query(key): Query<Key>,
) -> Result<Response, Failure> {
    let own = open(&web, &visit, &order, &key).await?;
    let back = href(&own, &key, "");
    match app::orders::undo(web.ctx(), &own.permit, own.story.order.merchant).await {
        Ok(()) | Err(UndoError::Underway) => Ok(see_other(&back)),
        Err(UndoError::TooLate) => Ok(say(&web, "buy-error-undo-over", &back)),
        Err(UndoError::Db(error)) => Err(error.into()),
    }
}
