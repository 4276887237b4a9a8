//! The review: what it costs, who sells, and the one button.

use app::checkout::{self, PartView, PurchaseView};
use axum::response::Response;
use domain::checkout::CheckoutState;
use domain::ids::CheckoutId;
use domain::place::Refusal;
use domain::policy::{pay_button_wording, withdrawal_days};
use words::{Arg, Words};

use super::method::name_of;
use super::quantity::Mistyped;
use super::{back, form, href, refusal, step, summary};
use crate::Web;
use crate::html::page::Section;
use crate::html::pages::basket::{BasketReview, ReviewGroup};
use crate::html::pages::buy::{Pay, Review, ReviewRow};
use crate::html::pages::card::Seller;
use crate::html::parts::{Level, Notice};
use crate::html::view::{href_of, page};
use crate::html::{Failure, Visit, mistakes};

/// What the paying form names: which part at which price. Compared, never trusted.
pub(super) fn seen(view: &PurchaseView) -> String {
    let parts = view.parts.iter().filter_map(|part| {
        let agreed = part.checkout.agreed.as_ref()?;
        Some(format!("{}:{:016x}", part.checkout.id, agreed.fingerprint))
    });
    parts.collect::<Vec<_>>().join(",")
}

/// The review of a purchase, of one seller or of several.
pub(super) async fn page_of(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    shown(web, visit, view, notice, None).await
}

/// The review with what was typed as the quantity of a line.
pub(super) async fn wrong_quantity(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    line: &str,
    wrong: &Mistyped,
) -> Result<Response, Failure> {
    Ok(mistakes::answer(shown(web, visit, view, None, Some((line, wrong))).await?, true))
}

async fn shown(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    notice: Option<Notice>,
    wrong: Option<(&str, &Mistyped)>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let images = checkout::pictures(web.ctx(), view).await?;
    let notice = notice.or_else(|| changed(w, view));
    let p = page(web, visit, Section::Elsewhere);
    let now = web.ctx().now();
    let open: Vec<&PartView> =
        view.parts.iter().filter(|part| part.checkout.state == CheckoutState::Open).collect();
    if let [part] = open.as_slice() {
        let mut rows = shared_rows(w, web, view);
        rows.extend(currency_row(w, web, view).await?);
        if let Some(agreed) = part.checkout.agreed.as_ref().filter(|agreed| agreed.rate.is_some()) {
            rows.insert(1, arrival_row(w, view, part, agreed, now));
        }
        let mut lines = summary::lines(w, part, &images);
        let errors = wrong.and_then(|(line, wrong)| wrong.mark(visit, lines.iter_mut(), line));
        return step!(
            visit,
            Review {
                is_gift: false,
                p: &p,
                back: back(view),
                errors: errors.into_iter().collect(),
                lines,
                quantity_action: format!("{}/quantity", href(view)),
                rows,
                sums: part
                    .checkout
                    .agreed
                    .as_ref()
                    .map(|agreed| summary::sums(w, agreed))
                    .unwrap_or_default(),
                total: total(w, part),
                pay: pay_button(w, view, &open, &[]),
                law: law(w, web, part),
                policies: policies(w, part),
                notice,
            }
        );
    }
    let obstacles = checkout::obstacles(web.ctx(), view).await?;
    let groups = open
        .iter()
        .map(|part| ReviewGroup {
            merchant: Seller {
                name: part.pricing.merchant.display_name.clone(),
                href: href_of(&part.pricing.merchant.handle),
                verified: part.pricing.merchant.state.sells(),
            },
            lines: summary::lines(w, part, &images),
            rows: part
                .checkout
                .agreed
                .as_ref()
                .filter(|agreed| agreed.rate.is_some())
                .map(|agreed| vec![arrival_row(w, view, part, agreed, now)])
                .unwrap_or_default(),
            sums: part.checkout.agreed.as_ref().map(|agreed| summary::sums(w, agreed)).unwrap_or_default(),
            policies: policies(w, part),
            refused: refused(w, part, &obstacles),
        })
        .collect();
    let mut rows = shared_rows(w, web, view);
    rows.extend(currency_row(w, web, view).await?);
    step!(
        visit,
        BasketReview {
            p: &p,
            back: back(view),
            groups,
            rows,
            explained: w.count("review-multi-merchant", open.len()),
            totals: sums(&open).into_iter().map(|sum| w.money(sum)).collect(),
            pay: pay_button(w, view, &open, &obstacles),
            law: open.first().map(|part| law(w, web, part)).unwrap_or_default(),
            notice,
        }
    )
}

fn total(w: &Words, part: &PartView) -> String {
    part.checkout.agreed.as_ref().map_or_else(String::new, |agreed| w.money(agreed.total))
}

/// What is paid in all, one amount per currency. A part that cannot be priced is not paid.
fn sums(open: &[&PartView]) -> Vec<domain::money::Money> {
    let agreed = open.iter().filter_map(|part| Some(part.checkout.agreed.as_ref()?.total));
    summary::by_currency(&agreed.collect::<Vec<_>>())
}

/// Why a part cannot be paid now; empty when it can.
fn refused(w: &Words, part: &PartView, obstacles: &[(CheckoutId, Refusal)]) -> String {
    let obstacle = obstacles.iter().find(|(id, _)| *id == part.checkout.id);
    match (&part.priced, obstacle) {
        (Err(error), _) => w.quote_error(error, &part.pricing.merchant.display_name),
        (Ok(_), Some((_, obstacle))) => refusal::sentence(w, *obstacle),
        (Ok(_), None) => String::new(),
    }
}

fn pay_button(
    w: &Words,
    view: &PurchaseView,
    open: &[&PartView],
    obstacles: &[(CheckoutId, Refusal)],
) -> Pay {
    let country = view.purchase.country.or(open.first().map(|part| part.pricing.merchant.profile.country));
    let wording = country.map_or(domain::policy::PayWording::Pay, pay_button_wording);
    let amounts: Vec<String> = sums(open).into_iter().map(|sum| w.money(sum)).collect();
    let label = w.pay_button(wording, w.list(&amounts).as_str());
    let refusals: Vec<String> =
        open.iter().map(|part| refused(w, part, obstacles)).filter(|it| !it.is_empty()).collect();
    let all_refused = !open.is_empty() && refusals.len() == open.len();
    Pay {
        action: format!("{}/pay", href(view)),
        key: view.purchase.id.to_string(),
        seen: seen(view),
        label,
        refused: if all_refused { refusals.join(" ") } else { String::new() },
    }
}

/// Where it goes, how it is paid, where the confirmation goes.
fn shared_rows(w: &Words, web: &Web, view: &PurchaseView) -> Vec<ReviewRow> {
    let path = href(view);
    let mut rows = Vec::new();
    if let Some(address) = &view.purchase.address {
        let town = [address.postal_code.as_str(), address.city.as_str()].join(" ");
        let country = w.country_name(address.country);
        let parts = [address.name.as_str(), address.line1.as_str(), town.trim(), country];
        rows.push(ReviewRow {
            label: w.text("review-delivery-to").to_owned(),
            value: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
            change: format!("{path}/change/address"),
        });
    }
    rows.push(ReviewRow {
        label: w.text("review-payment").to_owned(),
        value: name_of(web, w, &view.methods, view.method().as_ref()),
        change: format!("{path}/change/payment"),
    });
    rows.push(ReviewRow {
        label: w.text("review-contact").to_owned(),
        value: view.purchase.email.clone(),
        change: format!("{path}/change/contact"),
    });
    rows
}

/// What it is paid in, where there is a choice.
async fn currency_row(w: &Words, web: &Web, view: &PurchaseView) -> Result<Option<ReviewRow>, Failure> {
    if checkout::other_currencies(web.ctx(), view).await?.is_empty() {
        return Ok(None);
    }
    let mut codes: Vec<&str> = view.parts.iter().map(|part| part.checkout.currency.code()).collect();
    codes.dedup();
    Ok(Some(ReviewRow {
        label: w.text("review-currency").to_owned(),
        value: codes.join(", "),
        change: format!("{}/change/currency", href(view)),
    }))
}

fn arrival_row(
    w: &Words,
    view: &PurchaseView,
    part: &PartView,
    agreed: &domain::checkout::Agreed,
    now: jiff::Timestamp,
) -> ReviewRow {
    let when =
        summary::arrival(w, &part.pricing.merchant.profile.time_zone, now, agreed.days_min, agreed.days_max);
    ReviewRow {
        label: w.text("review-arrives").to_owned(),
        value: format!("{when} · {}", agreed.rate_name),
        change: format!("{}/change/delivery", href(view)),
    }
}

/// What the law and the shop promise, said beside the button.
fn law(w: &Words, web: &Web, part: &PartView) -> Vec<String> {
    let policies = &part.pricing.merchant.profile.policies;
    let mut sentences = Vec::new();
    let country = part.pricing.merchant.profile.country;
    if let Some(days) = withdrawal_days(country) {
        sentences.push(w.fill("review-withdrawal", "days", u32::from(days)));
    }
    if let Some(days) = policies.returns_days {
        sentences.push(format!("{}.", w.count("review-returns-days", u32::from(days)).trim_end_matches('.')));
    }
    let window = web.ctx().undo_window();
    if !window.is_zero() {
        sentences.push(w.fill("review-undo", "duration", w.duration(window.as_secs()).as_str()));
    }
    sentences
}

fn policies(w: &Words, part: &PartView) -> Vec<crate::html::parts::Link> {
    let merchant = &part.pricing.merchant;
    let shop = merchant.display_name.as_str();
    let mut links = form::policies(w, shop, &merchant.profile.policies);
    if !merchant.profile.policies.returns_text.trim().is_empty() {
        let label = w.fill("review-returns-of", "merchant", shop);
        links.insert(
            0,
            crate::html::parts::Link { label, href: format!("/@{}/shop#seller", merchant.handle) },
        );
    }
    links
}

/// The total changed since it was last shown: said first.
fn changed(w: &Words, view: &PurchaseView) -> Option<Notice> {
    let (old, new) = view
        .parts
        .iter()
        .find_map(|part| Some((part.changed_from?, part.checkout.agreed.as_ref()?.total)))?;
    Some(Notice {
        level: Level::Warn,
        title: w.text("review-price-changed-title").to_owned(),
        text: w.with("review-price-changed", &[("old", Arg::Money(old)), ("new", Arg::Money(new))]),
        links: Vec::new(),
    })
}
