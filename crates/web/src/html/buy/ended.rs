//! The steps after the paying tap: the bank asks, we are asking, placed, ended.

use app::checkout::{self, PartView, PurchaseView};
use app::donations;
use axum::response::Response;
use domain::checkout::CheckoutState;
use domain::ids::CheckoutId;
use domain::merchant::Merchant;
use domain::order::{CancelReason, Order, OrderState};
use domain::place::Refusal;
use domain::quote::QuoteError;
use domain::view::orders::{AtEnd, PaymentFacts};
use words::{Arg, Words};

use super::refusal::{self, Told};
use super::{back, href, method, review, step, summary};
use crate::Web;
use crate::html::page::Section;
use crate::html::pages::basket::{BasketResult, FailedPart, PlacedPart};
use crate::html::pages::buy::{AskedFirst, Challenge, EndSign, Ended, NextStep, Pending, Placed, RoundUp};
use crate::html::parts::{Link, Notice};
use crate::html::view::page;
use crate::html::{Failure, Visit};

/// How often a page without scripts asks again.
const ASK_AGAIN_SECONDS: u32 = 2;

/// The order's page; the key opens it for guests.
pub(super) fn order_href(view: &PurchaseView, order: &Order) -> String {
    format!("/orders/{}?key={}", order.id, view.token)
}

/// The bank asks.
pub(super) async fn challenge(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    part: &PartView,
) -> Result<Response, Failure> {
    let w = visit.words();
    let merchant = part.pricing.merchant.display_name.clone();
    let payment = part.payment.as_ref().ok_or(Failure::NotFound)?;
    let text = w
        .with("challenge-text", &[("total", Arg::Money(payment.amount)), ("merchant", Arg::Text(&merchant))]);
    let p = page(web, visit, Section::Elsewhere);
    step!(
        visit,
        Challenge {
            p: &p,
            action: format!("{}/challenge", href(view)),
            back: back(view),
            bank: method::bank(web, &payment.action_url, &payment.payee).await?,
            returned: format!("{}/returned", href(view)),
            bank_name: w.text("challenge-bank").to_owned(),
            text,
            total: w.money(payment.amount),
            merchant,
            code: None,
            errors: Vec::new(),
            key: payment.key.clone(),
        }
    )
}

/// The bank asks once, before a method pays several shops; answering it sends the paying tap again.
pub(super) fn asked_first(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    seen: String,
    secret: &str,
) -> Result<Response, Failure> {
    let w = visit.words();
    let open = || view.parts.iter().filter(|part| part.checkout.state == CheckoutState::Open);
    let total = |part: &PartView| part.checkout.agreed.as_ref().map(|agreed| w.money(agreed.total));
    let p = page(web, visit, Section::Elsewhere);
    step!(
        visit,
        AskedFirst {
            p: &p,
            action: format!("{}/pay", href(view)),
            back: back(view),
            text: w.count("challenge-first-text", i64::try_from(open().count()).unwrap_or(i64::MAX)),
            shops: open()
                .map(|part| (part.pricing.merchant.display_name.clone(), total(part).unwrap_or_default()))
                .collect(),
            secret: secret.to_owned(),
            seen,
        }
    )
}

/// Nobody knows yet.
pub(super) fn pending(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    part: &PartView,
    order: &Order,
) -> Result<Response, Failure> {
    let mut p = page(web, visit, Section::Elsewhere);
    p.refresh_s = Some(ASK_AGAIN_SECONDS);
    step!(
        visit,
        Pending {
            p: &p,
            href: href(view),
            every_s: ASK_AGAIN_SECONDS,
            total: visit.words().money(order.total),
            merchant: part.pricing.merchant.display_name.clone(),
            order_href: order_href(view, order),
        }
    )
}

/// Certainty.
pub(super) async fn placed(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    part: &PartView,
    order: &Order,
) -> Result<Response, Failure> {
    let w = visit.words();
    let images = checkout::pictures(web.ctx(), view).await?;
    let now = web.ctx().now();
    let shop = &part.pricing.merchant.display_name;
    let passing = summary::passing(w, order, shop, &href(view), now);
    let mut p = page(web, visit, Section::Elsewhere);
    p.refresh_s = passing.as_ref().filter(|passing| passing.again).map(|_| ASK_AGAIN_SECONDS);
    step!(
        visit,
        Placed {
            p: &p,
            number: order.number.clone(),
            total: w.money(order.total),
            merchant: shop.clone(),
            lines: summary::order_lines(w, order, shop, &images),
            already: String::new(),
            undo: summary::undo(
                w,
                order,
                &part.pricing.merchant.profile.time_zone,
                format!("{}/undo", href(view)),
                &href(view),
                now
            ),
            passing,
            next: next(w, order, &part.pricing.merchant, now),
            round_up: round_up(web, w, view).await?,
            order_href: order_href(view, order),
            back: back(view),
            keep_href: if visit.signed_in.is_some() { String::new() } else { "/sign-up".to_owned() },
        }
    )
}

/// What the buyer may give so that the purchase is rounded up, asked for once and never chosen before.
async fn round_up(web: &Web, w: &Words, view: &PurchaseView) -> Result<Option<RoundUp>, Failure> {
    let Some(offered) = donations::round_up::offered(web.ctx(), view).await? else { return Ok(None) };
    Ok(Some(RoundUp {
        action: format!("{}/round-up", href(view)),
        title: w.fill("round-up-title", "whole", offered.whole),
        text: w.with(
            "round-up-text",
            &[
                ("campaign", Arg::Text(&offered.campaign.title)),
                ("nonprofit", Arg::Text(&offered.nonprofit.display_name)),
            ],
        ),
        button: w.fill("round-up-give", "gift", offered.gift),
    }))
}

/// What happens next, in three lines.
fn next(w: &Words, order: &Order, merchant: &Merchant, now: jiff::Timestamp) -> Vec<NextStep> {
    let shop = merchant.display_name.as_str();
    let mut steps = vec![NextStep {
        icon: "mail",
        text: w.fill("placed-next-mail", "email", &order.email),
        detail: w.text("placed-next-mail-detail").to_owned(),
        href: String::new(),
    }];
    let zone = &merchant.profile.time_zone;
    let arrival = (order.days_max > 0)
        .then(|| summary::arrival(w, zone, order.placed_at.unwrap_or(now), order.days_min, order.days_max));
    let contact = &merchant.profile.contact_email;
    // Once everything has left, or went back, nothing is packed any more.
    if order.units_to_ship() > 0 {
        steps.push(NextStep {
            icon: "box",
            text: w.fill("placed-next-pack", "merchant", shop),
            detail: arrival
                .map(|when| w.fill("placed-next-arrives", "when", when.as_str()))
                .unwrap_or_default(),
            href: String::new(),
        });
    }
    if !contact.is_empty() {
        steps.push(NextStep {
            icon: "reply",
            text: w.text("placed-next-question").to_owned(),
            detail: contact.clone(),
            href: format!("mailto:{contact}"),
        });
    }
    steps
}

/// It ended without an order.
pub(super) fn over(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    reason: CancelReason,
) -> Result<Response, Failure> {
    let w = visit.words();
    let part = view.parts.first();
    let shop = part.map_or("", |part| part.pricing.merchant.display_name.as_str());
    let at_end = part.map_or(AtEnd::NothingTaken, at_end);
    let (sign, title, text) = match reason {
        CancelReason::Undone if at_end != AtEnd::NothingTaken => {
            (EndSign::Undone, w.text("placed-undone-title").to_owned(), w.charged(at_end).to_owned())
        }
        CancelReason::Undone => (
            EndSign::Undone,
            w.text("placed-undone-title").to_owned(),
            w.fill("placed-undone", "merchant", shop),
        ),
        CancelReason::Expired => {
            (EndSign::Late, w.text("buy-expired-title").to_owned(), w.text("buy-expired-text").to_owned())
        }
        CancelReason::Declined
        | CancelReason::Merchant
        | CancelReason::Buyer
        | CancelReason::CaptureFailed
        | CancelReason::Operator => {
            let text = format!("{} {}", w.cancel_reason(reason), w.charged(at_end));
            (EndSign::Failed, w.text("order-state-canceled").to_owned(), text)
        }
    };
    ended(web, visit, view, sign, title, text, None)
}

/// An end with its way on; to the product, where nothing better is known.
pub(super) fn ended(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    sign: EndSign,
    title: String,
    text: String,
    action: Option<Link>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let p = page(web, visit, Section::Elsewhere);
    let order = view.parts.first().and_then(|part| part.order.as_ref());
    let product = view
        .parts
        .first()
        .and_then(|part| part.checkout.lines.first())
        .map_or_else(|| "/".to_owned(), |line| format!("/products/{}", line.product));
    step!(
        visit,
        Ended {
            p: &p,
            sign,
            title,
            text,
            details: order.map(|order| w.fill("order-title", "number", &order.number)).into_iter().collect(),
            order_href: order.map_or_else(String::new, |order| order_href(view, order)),
            action: action
                .unwrap_or_else(|| Link { label: w.text("buy-start-over").to_owned(), href: product }),
            in_sheet: false,
            back: back(view),
        }
    )
}

/// It may not be ordered as it stands. Nothing was charged.
pub(super) async fn refused(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    checkout: CheckoutId,
    refusal: Refusal,
) -> Result<Response, Failure> {
    if matches!(refusal, Refusal::MerchantClosed | Refusal::ServerClosed) {
        tracing::info!(checkout.id = %checkout, "a purchase was refused: selling is stopped");
    }
    match refusal::told(visit.words(), view, refusal) {
        Told::End { sign, title, text, action } => ended(web, visit, view, sign, title, text, action),
        // The review itself says what changed, with the new total on the button.
        Told::Change(notice) => review::page_of(web, visit, view, Some(notice)).await,
    }
}

/// Several sellers: exactly which is placed and which is not.
pub(super) async fn several(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let now = web.ctx().now();
    let obstacles = checkout::obstacles(web.ctx(), view).await?;
    let mut may_retry = false;
    let mut placed = Vec::new();
    let mut failed = Vec::new();
    let mut undone = Vec::new();
    for part in &view.parts {
        let shop = part.pricing.merchant.display_name.clone();
        let zone = &part.pricing.merchant.profile.time_zone;
        let live = part.order.as_ref().filter(|order| order.state != OrderState::Canceled);
        match live {
            Some(order) => {
                let action = format!("{}/undo", href(view));
                placed.push(PlacedPart {
                    number: order.number.clone(),
                    total: w.money(order.total),
                    href: order_href(view, order),
                    undo: summary::undo(w, order, zone, action, &href(view), now),
                    passing: summary::passing(w, order, &shop, &href(view), now),
                    merchant: shop,
                });
            }
            None if is_undone(part) => undone.push(FailedPart {
                total: part.order.as_ref().map_or_else(String::new, |order| w.money(order.total)),
                why: match at_end(part) {
                    AtEnd::NothingTaken => w.fill("placed-undone", "merchant", shop.as_str()),
                    taken => w.charged(taken).to_owned(),
                },
                merchant: shop,
                elsewhere: false,
                lines: Vec::new(),
            }),
            None => {
                let obstacle = obstacles.iter().find(|(id, _)| *id == part.checkout.id);
                may_retry |= part.priced.is_ok() && obstacle.is_none();
                failed.push(FailedPart {
                    total: part
                        .checkout
                        .agreed
                        .as_ref()
                        .map_or_else(String::new, |agreed| w.money(agreed.total)),
                    why: why(w, part, obstacle.map(|(_, refusal)| *refusal)),
                    merchant: shop,
                    elsewhere: matches!(part.priced, Err(QuoteError::Shipping(_))),
                    lines: part.checkout.lines.iter().map(|line| line.variant.to_string()).collect(),
                });
            }
        }
    }
    let names = |list: Vec<&String>| w.list(&list.into_iter().cloned().collect::<Vec<_>>());
    let (title, text) = match (placed.is_empty(), failed.is_empty()) {
        (false, true) => (w.text("placed-title").to_owned(), String::new()),
        (_, false) => (
            w.text("basket-some-placed-title").to_owned(),
            w.with(
                "basket-some-placed",
                &[
                    ("placed", Arg::Text(&names(placed.iter().map(|part| &part.merchant).collect()))),
                    ("failed", Arg::Text(&names(failed.iter().map(|part| &part.merchant).collect()))),
                ],
            ),
        ),
        (true, true) => (w.text("placed-undone-title").to_owned(), String::new()),
    };
    let mut p = page(web, visit, Section::Elsewhere);
    let waits = placed.iter().any(|part| part.passing.as_ref().is_some_and(|passing| passing.again));
    p.refresh_s = waits.then_some(ASK_AGAIN_SECONDS);
    step!(
        visit,
        BasketResult {
            p: &p,
            title,
            text,
            placed,
            retry: if may_retry { "/basket".to_owned() } else { String::new() },
            failed,
            undone,
            notice,
            next: Vec::new(),
            round_up: round_up(web, w, view).await?,
            back: back(view),
        }
    )
}

/// Money was taken for it, whatever became of it since.
fn at_end(part: &PartView) -> AtEnd {
    part.payment.as_ref().map_or(AtEnd::NothingTaken, |payment| {
        let (state, captured, refunded) = (payment.state, payment.captured, payment.refunded);
        PaymentFacts { state, captured, refunded }.at_end()
    })
}

/// Ordered, and taken back by the buyer.
fn is_undone(part: &PartView) -> bool {
    part.order.as_ref().is_some_and(|order| order.cancel == Some(CancelReason::Undone))
}

fn why(w: &Words, part: &PartView, obstacle: Option<Refusal>) -> String {
    let declined = part.payment.as_ref().and_then(|payment| payment.decline);
    let reason = match (&part.priced, obstacle, declined) {
        (Err(error), ..) => w.quote_error(error, &part.pricing.merchant.display_name),
        (Ok(_), Some(refusal), _) => refusal::sentence(w, refusal),
        (Ok(_), None, Some(decline)) => w.declined(decline).to_owned(),
        (Ok(_), None, None) => String::new(),
    };
    format!("{} {reason}", w.text("basket-result-failed")).trim_end().to_owned()
}
