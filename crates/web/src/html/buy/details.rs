//! Step 1, and changing one thing of it later.

use app::checkout::{self, DetailsError, FieldIssue, MethodChoice, PartView, PurchaseView};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::checkout::CheckoutState;
use domain::money::Money;
use http::StatusCode;
use words::Words;

use super::form::{self, Sent};
use super::{Key, address, back, href, method, open, step, summary};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::page::Section;
use crate::html::pages::buy::{Change, Details};
use crate::html::parts::{Choice, FormError, Notice};
use crate::html::view::page;
use crate::html::{Failure, Visit, mistakes, see_other};

/// The purchase still needs something before it can be reviewed.
pub(super) fn is_incomplete(view: &PurchaseView) -> bool {
    let ships = view.parts.iter().any(|part| part.checkout.lines.iter().any(|line| line.requires_shipping));
    view.purchase.email.is_empty() || (ships && view.purchase.address.is_none()) || view.method().is_none()
}

/// The details step, with what was typed and what is wrong with it.
pub(super) async fn page_of(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    sent: Option<Sent>,
    issues: &[FieldIssue],
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let images = checkout::pictures(web.ctx(), view).await?;
    let purchase = &view.purchase;
    let shop = view.parts.first().map(|part| &part.pricing.merchant);
    let country = purchase.country.or(shop.map(|shop| shop.profile.country));
    let kept = address::kept(web, visit, view).await?;
    let sent = sent.unwrap_or_else(|| {
        address::begin(Sent::of(&purchase.email, purchase.address.as_ref(), country), view, &kept)
    });
    let ships = view.parts.iter().any(|part| part.checkout.lines.iter().any(|line| line.requires_shipping));
    let p = page(web, visit, Section::Elsewhere);
    let signed_in = visit.signed_in.is_some();
    let mut response = step!(
        visit,
        Details {
            p: &p,
            action: format!("{}/details", href(view)),
            back: back(view),
            lines: view.parts.iter().flat_map(|part| summary::lines(w, part, &images)).collect(),
            total: provisional_total(w, view),
            sign_in: if signed_in {
                String::new()
            } else {
                format!("/sign-in?back={}", crate::html::encode(&href(view)))
            },
            contact: form::contact(w, &sent, issues),
            addresses: if ships { address::choices(w, &sent, &kept) } else { Vec::new() },
            address: if ships { form::address(w, &sent, issues) } else { Vec::new() },
            deliveries: Vec::new(),
            payments: method::choices(web, w, view, &sent.payment),
            new_method: method::new_method(web, view, &amounts(view)).await?,
            keep: signed_in.then(|| {
                Field::new("keep", w.text("placed-save-details")).kind(Kind::Check).value(&sent.keep)
            }),
            marketing: shop.map(|shop| {
                Field::new("marketing", &w.fill("buy-marketing", "merchant", &shop.display_name))
                    .kind(Kind::Check)
                    .hint(w.text("buy-marketing-hint"))
                    .value(if sent.marketing.is_empty() { "" } else { "on" })
            }),
            errors: form::errors(w, issues),
            notice,
        }
    )?;
    if !issues.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What each part comes to, as far as is known.
fn amounts(view: &PurchaseView) -> Vec<Money> {
    let quoted = |part: &PartView| match &part.priced {
        Ok(quote) => Some(quote.total),
        // Nobody knows yet where it goes: the goods by themselves.
        Err(_) => {
            let lines = part.checkout.lines.iter();
            let lines = lines.map(|line| line.unit_price.times(line.quantity.get()).ok());
            Money::sum(part.checkout.currency, lines.collect::<Option<Vec<_>>>()?).ok()
        }
    };
    view.parts.iter().filter_map(quoted).collect()
}

fn provisional_total(w: &Words, view: &PurchaseView) -> String {
    let total: Vec<String> =
        summary::by_currency(&amounts(view)).into_iter().map(|sum| w.money(sum)).collect();
    let total = total.join(" + ");
    let lacks_shipping = view.parts.iter().any(|part| {
        let ships = part.checkout.lines.iter().any(|line| line.requires_shipping);
        ships && part.priced.as_ref().map_or(true, |quote| quote.shipping.is_none())
    });
    if lacks_shipping { w.fill("buy-plus-shipping", "total", total.as_str()) } else { total }
}

/// Takes step 1.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn save_details(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let mut view = open(&web, &visit, &key).await?;
    let Some(whole) = address::chosen(&web, &visit, &view, &sent).await? else {
        let notice = Some(address::gone(visit.words()));
        let shown = page_of(&web, &visit, &view, Some(sent), &[], notice).await?;
        return Ok(mistakes::answer(shown, true));
    };
    if let Err(issues) = take_details(&web, &mut view, &whole).await? {
        return page_of(&web, &visit, &view, Some(sent), &issues, None).await;
    }
    if let Err(notice) = take_method(&web, &visit, &mut view, &sent).await? {
        let shown = page_of(&web, &visit, &view, Some(sent), &[], Some(notice)).await?;
        return Ok(mistakes::answer(shown, true));
    }
    Ok(see_other(&href(&view)))
}

async fn take_details(
    web: &Web,
    view: &mut PurchaseView,
    sent: &Sent,
) -> Result<Result<(), Vec<FieldIssue>>, Failure> {
    let ships = view.parts.iter().any(|part| part.checkout.lines.iter().any(|line| line.requires_shipping));
    let Some(details) = sent.details(ships) else {
        return Ok(Err(vec![FieldIssue { field: "country", missing: checkout::Missing::Empty }]));
    };
    match checkout::set_details(web.ctx(), view, details).await {
        Ok(()) => Ok(Ok(())),
        Err(DetailsError::Fields(issues)) => Ok(Err(issues)),
        // Ordered or changed meanwhile, in another tab: the page shows what is.
        Err(DetailsError::Closed | DetailsError::Stale | DetailsError::RateNotOffered) => Ok(Ok(())),
        Err(DetailsError::Db(error)) => Err(error.into()),
    }
}

async fn take_method(
    web: &Web,
    visit: &Visit,
    view: &mut PurchaseView,
    sent: &Sent,
) -> Result<Result<(), Notice>, Failure> {
    if sent.payment.is_empty() {
        return Ok(Ok(()));
    }
    if sent.payment == method::NEW {
        return Ok(Err(wrong(visit, words::key!("buy-payment-needs-script"))));
    }
    let choice = match sent.payment.parse() {
        Ok(saved) => MethodChoice::Saved(saved),
        Err(_) => MethodChoice::New { token: sent.payment.clone(), remember: !sent.keep.is_empty() },
    };
    match checkout::choose_method(web.ctx(), view, choice).await {
        Err(DetailsError::Db(error)) => Err(error.into()),
        // Ordered meanwhile, in another tab: the page shows what is.
        Err(DetailsError::Closed)
            if view.parts.iter().all(|it| it.checkout.state == CheckoutState::Ordered) =>
        {
            Ok(Ok(()))
        }
        outcome => Ok(outcome.map_err(|_| wrong(visit, words::key!("buy-error-card-gone")))),
    }
}

/// A step with what was typed before its sender had to sign in; the first one where `what` names no other.
pub(in crate::html) async fn held(
    web: &Web,
    visit: &Visit,
    key: Key,
    what: Option<&str>,
    sent: Sent,
) -> Result<Response, Failure> {
    let view = open(web, visit, &key).await?;
    match what {
        None if is_incomplete(&view) => page_of(web, visit, &view, Some(sent), &[], None).await,
        None => Ok(see_other(&href(&view))),
        Some(what) => change_page(web, visit, &view, what, Some(sent), &[], None).await,
    }
}

/// One thing to change: shown.
pub async fn change(
    web: State<Web>,
    visit: Visit,
    Path((purchase, token, what)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &Key { purchase, token }).await?;
    change_page(&web, &visit, &view, &what, None, &[], None).await
}

async fn change_page(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    what: &str,
    sent: Option<Sent>,
    issues: &[FieldIssue],
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let purchase = &view.purchase;
    let kept = if what == "address" { address::kept(web, visit, view).await? } else { Vec::new() };
    let sent = sent.unwrap_or_else(|| {
        let known = Sent::of(&purchase.email, purchase.address.as_ref(), purchase.country);
        // The first one is kept unless the buyer says no; a further one, a gift's, only where asked.
        let keep = if kept.is_empty() { "on".to_owned() } else { String::new() };
        Sent { keep, ..address::begin(known, view, &kept) }
    });
    let (name, title, choice_name, choices, fields) = match what {
        "contact" => ("contact", "review-contact", "", Vec::new(), form::contact(w, &sent, issues)),
        "address" => {
            let choices = address::choices(w, &sent, &kept);
            let mut fields = form::address(w, &sent, issues);
            fields.extend(visit.signed_in.is_some().then(|| address::keep(w, &sent)));
            ("address", "buy-address-title", "address", choices, fields)
        }
        "payment" => (
            "payment",
            "buy-payment-title",
            "payment",
            method::choices(web, w, view, &sent.payment),
            Vec::new(),
        ),
        "delivery" => ("delivery", "buy-delivery-title", "delivery", deliveries(w, web, view), Vec::new()),
        "currency" => ("currency", "review-currency", "currency", currencies(web, view).await?, Vec::new()),
        _ => return Err(Failure::NotFound),
    };
    let errors: Vec<FormError> = form::errors(w, issues);
    let failed = !errors.is_empty() || notice.is_some();
    let p = page(web, visit, Section::Elsewhere);
    let mut response = step!(
        visit,
        Change {
            p: &p,
            step: name,
            title: w.lookup(title).unwrap_or_default().to_owned(),
            action: format!("{}/change/{name}", href(view)),
            hidden: Vec::new(),
            back: href(view),
            choice_name,
            choices,
            new_method: match name {
                "payment" => method::new_method(web, view, &amounts(view)).await?,
                _ => None,
            },
            fields,
            button: w.text("action-save").to_owned(),
            errors,
            notice,
        }
    )?;
    if failed {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// The ways of shipping of every part; the value names the part too.
fn deliveries(w: &Words, web: &Web, view: &PurchaseView) -> Vec<Choice> {
    let now = web.ctx().now();
    let many = view.parts.len() > 1;
    view.parts
        .iter()
        .filter_map(|part| part.priced.as_ref().ok().map(|quote| (part, quote)))
        .flat_map(|(part, quote)| {
            let chosen = quote.shipping.as_ref().map(|rate| rate.id);
            quote.shipping_options.iter().map(move |rate| Choice {
                value: format!("{}.{}", part.checkout.id, rate.id),
                title: if many {
                    format!("{} · {}", part.pricing.merchant.display_name, rate.name)
                } else {
                    rate.name.clone()
                },
                detail: w.fill(
                    "buy-delivery-arrives",
                    "when",
                    summary::arrival(
                        w,
                        &part.pricing.merchant.profile.time_zone,
                        now,
                        rate.days_min,
                        rate.days_max,
                    )
                    .as_str(),
                ),
                aside: if rate.price.is_zero() {
                    w.text("sum-shipping-free").to_owned()
                } else {
                    w.money(rate.price)
                },
                selected: chosen == Some(rate.id),
                disabled: false,
            })
        })
        .collect()
}

/// What the purchase can be paid in, what it is priced in now first.
async fn currencies(web: &Web, view: &PurchaseView) -> Result<Vec<Choice>, Failure> {
    let choice = |code: &str, selected| Choice {
        value: code.to_owned(),
        title: code.to_owned(),
        selected,
        ..Choice::default()
    };
    let others = checkout::other_currencies(web.ctx(), view).await?;
    let now = view.parts.first().map(|part| part.checkout.currency);
    let mut choices: Vec<Choice> = now.iter().map(|currency| choice(currency.code(), true)).collect();
    let others = others.iter().filter(|currency| Some(**currency) != now);
    choices.extend(others.map(|currency| choice(currency.code(), false)));
    Ok(choices)
}

/// One thing to change: taken.
pub async fn save_change(
    web: State<Web>,
    visit: Visit,
    Path((purchase, token, what)): Path<(String, String, String)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let mut view = open(&web, &visit, &Key { purchase, token }).await?;
    match what.as_str() {
        "contact" | "address" => {
            let known = view.purchase.clone();
            let mut whole = Sent::of(&known.email, known.address.as_ref(), known.country);
            if what == "contact" {
                whole.email.clone_from(&sent.email);
            } else {
                let Some(chosen) = address::chosen(&web, &visit, &view, &sent).await? else {
                    let notice = Some(address::gone(visit.words()));
                    return change_page(&web, &visit, &view, &what, Some(sent), &[], notice).await;
                };
                whole = Sent { email: whole.email, ..chosen };
            }
            whole.marketing = if known.marketing_opt_in { "on".to_owned() } else { String::new() };
            if let Err(issues) = take_details(&web, &mut view, &whole).await? {
                return change_page(&web, &visit, &view, &what, Some(sent), &issues, None).await;
            }
        }
        "payment" => {
            if let Err(notice) = take_method(&web, &visit, &mut view, &sent).await? {
                return change_page(&web, &visit, &view, &what, Some(sent), &[], Some(notice)).await;
            }
        }
        "delivery" => {
            let chosen = sent
                .delivery
                .split_once('.')
                .and_then(|(checkout, rate)| Some((checkout.parse().ok()?, rate.parse().ok()?)));
            if let Some((checkout, rate)) = chosen {
                match checkout::choose_rate(web.ctx(), &mut view, checkout, rate).await {
                    // No longer offered, or ordered meanwhile: the review shows what is.
                    Ok(())
                    | Err(
                        DetailsError::Closed
                        | DetailsError::Stale
                        | DetailsError::RateNotOffered
                        | DetailsError::Fields(_),
                    ) => {}
                    Err(DetailsError::Db(error)) => return Err(error.into()),
                }
            }
        }
        "currency" => {
            // Not among the choices: they are shown again.
            let Ok(currency) = sent.currency.parse() else {
                return change_page(
                    &web,
                    &visit,
                    &view,
                    &what,
                    Some(sent),
                    &[],
                    Some(wrong(&visit, words::key!("field-choose"))),
                )
                .await;
            };
            match checkout::choose_currency(web.ctx(), &mut view, currency).await {
                Ok(())
                | Err(
                    DetailsError::Closed
                    | DetailsError::Stale
                    | DetailsError::RateNotOffered
                    | DetailsError::Fields(_),
                ) => {}
                Err(DetailsError::Db(error)) => return Err(error.into()),
            }
        }
        _ => return Err(Failure::NotFound),
    }
    Ok(see_other(&href(&view)))
}

/// What keeps the step from being taken, said first.
fn wrong(visit: &Visit, key: &'static str) -> Notice {
    Notice {
        level: crate::html::parts::Level::Bad,
        title: visit.words().text(key).to_owned(),
        text: String::new(),
        links: Vec::new(),
    }
}
