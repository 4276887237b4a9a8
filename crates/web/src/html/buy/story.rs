//! What a purchase shows at any moment, and the taps that move it.

use app::checkout::{self, Part, PartView, Pay, PayError, PurchaseView, Start, StartError, Wanted};
use app::donations::{self, BeginError};
use app::limits::Act;
use app::orders;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::access::{Actor, OwnOrder};
use domain::checkout::CheckoutState;
use domain::ids::CheckoutId;
use domain::order::{CancelReason, Order, OrderState};
use domain::payment::{Decline, PaymentState};
use domain::quantity::Quantity;
use domain::quote::QuoteError;
use serde::Deserialize;
use words::Words;

use super::quantity::{self, Again};
use super::refusal::{self, Told};
use super::{Key, details, ended, href, open, review};
use crate::Web;
use crate::html::parts::{Level, Notice};
use crate::html::view::parse_choice;
use crate::html::{Failure, Visit, see_other};

/// What a card sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tap {
    /// `off_….var_…`.
    offer: String,
    /// The post it stands in; empty on product pages.
    post: String,
    /// How many; one when not said.
    quantity: String,
    /// Where it was tapped.
    back: String,
}

/// Tap one.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn tap(web: State<Web>, visit: Visit, Form(tap): Form<Tap>) -> Result<Response, Failure> {
    let (offer, variant) = parse_choice(&tap.offer).ok_or(Failure::NotFound)?;
    let quantity = match tap.quantity.trim() {
        "" => Quantity::ONE,
        typed => match quantity::read(&visit, typed) {
            Ok(quantity) => quantity,
            Err(wrong) => {
                let again = Again {
                    action: "/buy",
                    button: "card-buy",
                    offer: &tap.offer,
                    post: &tap.post,
                    back: &tap.back,
                };
                return quantity::ask(&web, &visit, &again, &wrong);
            }
        },
    };
    let post = tap.post.parse().ok();
    let back = match (post, crate::html::back_or(&tap.back, "")) {
        (_, back) if !back.is_empty() => back.to_owned(),
        (Some(post), _) => crate::html::view::href_of_post(post),
        (None, _) => String::new(),
    };
    let start = Start {
        items: vec![Wanted { offer, variant, quantity, post }],
        cart: None,
        locale: visit.locale.tag().to_owned(),
        country: None,
        currency: visit.currency,
        back,
    };
    web.ctx().limit(Act::Checkout, visit.ip)?;
    match checkout::start(web.ctx(), &visit.actor, start).await {
        Ok(started) => Ok(see_other(&format!("/checkout/{}/{}", started.purchase, started.token))),
        Err(StartError::Ended) => Err(Failure::Ended),
        Err(StartError::NotFound) => Err(Failure::NotFound),
        Err(StartError::Empty | StartError::TooManyMerchants) => Err(Failure::Unprocessable),
        Err(StartError::Db(error)) => Err(error.into()),
    }
}

/// What the last try met, where the purchase itself keeps no trace of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Met {
    tried: String,
}

/// The query of a page that says that the provider could not be reached.
const PROVIDER_DOWN: &str = "tried=provider-down";

/// Where the purchase stands, whatever was tapped, reloaded or gone back to.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Query(met): Query<Met>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let w = visit.words();
    let notice = (met.tried == "provider-down").then(|| Notice {
        level: Level::Bad,
        title: w.text("declined-title").to_owned(),
        text: w.text("declined-provider-down").to_owned(),
        links: Vec::new(),
    });
    show_view(&web, &visit, &view, notice).await
}

/// The address of a step's form, opened again: where the purchase stands.
pub async fn step_again(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    Ok(see_other(&href(&view)))
}

/// What a part is about, as far as its buyer is concerned.
enum Standing<'a> {
    /// It can be changed and paid. With the decline of the try before, if there was one.
    Open(Option<Decline>),
    /// The bank asks.
    Challenge,
    /// Nobody knows yet.
    Pending(&'a Order),
    /// It is ordered.
    Ordered(&'a Order),
    /// It ended.
    Ended(CancelReason),
}

fn standing(part: &PartView) -> Standing<'_> {
    let payment = part.payment.as_ref();
    match &part.order {
        None => Standing::Open(None),
        Some(order) => match order.state {
            OrderState::Placed | OrderState::Confirmed => Standing::Ordered(order),
            OrderState::Pending if payment.is_some_and(|it| it.state == PaymentState::RequiresAction) => {
                Standing::Challenge
            }
            OrderState::Pending => Standing::Pending(order),
            OrderState::Canceled => match order.cancel {
                Some(CancelReason::Declined) if part.checkout.state == CheckoutState::Open => {
                    Standing::Open(Some(payment.and_then(|it| it.decline).unwrap_or(Decline::Generic)))
                }
                Some(CancelReason::Expired) if part.checkout.state == CheckoutState::Open => {
                    Standing::Open(None)
                }
                reason => Standing::Ended(reason.unwrap_or(CancelReason::Operator)),
            },
        },
    }
}

/// What keeps a part from being bought whatever is typed, said at once: nobody types a card for it.
fn unpayable(w: &Words, view: &PurchaseView) -> Option<Notice> {
    view.parts.iter().find_map(|part| match &part.priced {
        Err(error @ (QuoteError::Unpayable(_) | QuoteError::SoldOut { .. } | QuoteError::NotAnswered)) => {
            Some(Notice {
                level: Level::Bad,
                title: w.quote_error(error, &part.pricing.merchant.display_name),
                text: String::new(),
                links: Vec::new(),
            })
        }
        Ok(_) | Err(_) => None,
    })
}

async fn show_view(
    web: &Web,
    visit: &Visit,
    view: &PurchaseView,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let standings: Vec<Standing<'_>> = view.parts.iter().map(standing).collect();
    for (part, standing) in view.parts.iter().zip(&standings) {
        match standing {
            Standing::Challenge => return ended::challenge(web, visit, view, part).await,
            Standing::Pending(order) => return ended::pending(web, visit, view, part, order),
            Standing::Open(_) | Standing::Ordered(_) | Standing::Ended(_) => {}
        }
    }
    let open = standings.iter().any(|standing| matches!(standing, Standing::Open(_)));
    let ordered = standings.iter().any(|standing| matches!(standing, Standing::Ordered(_)));
    if open && !ordered {
        let declined = standings.iter().find_map(|standing| match standing {
            Standing::Open(decline) => *decline,
            Standing::Challenge | Standing::Pending(_) | Standing::Ordered(_) | Standing::Ended(_) => None,
        });
        let notice = notice.or_else(|| {
            declined.map(|decline| Notice {
                level: Level::Bad,
                title: w.text("declined-title").to_owned(),
                text: format!("{} {}", w.declined(decline), w.text("declined-nothing-charged")),
                links: Vec::new(),
            })
        });
        let notice = notice.or_else(|| unpayable(w, view));
        let obstacles = checkout::obstacles(web.ctx(), view).await?;
        let notice = match (view.parts.as_slice(), obstacles.as_slice()) {
            ([_], [(_, refusal)]) => match refusal::told(w, view, *refusal) {
                Told::End { sign, title, text, action } => {
                    return ended::ended(web, visit, view, sign, title, text, action);
                }
                Told::Change(obstacle) => notice.or(Some(obstacle)),
            },
            _ => notice,
        };
        if details::is_incomplete(view) {
            // Before anybody types a card that cannot pay all of it.
            let notice = notice.or_else(|| refusal::alone(w, view, &obstacles));
            return details::page_of(web, visit, view, None, &[], notice).await;
        }
        return review::page_of(web, visit, view, notice).await;
    }
    if let [Standing::Ended(reason)] = standings.as_slice() {
        return ended::over(web, visit, view, *reason);
    }
    if let ([part], [Standing::Ordered(order)]) = (view.parts.as_slice(), standings.as_slice()) {
        return ended::placed(web, visit, view, part, order).await;
    }
    ended::several(web, visit, view, notice).await
}

/// How many of a line.
#[derive(Debug, Clone, Deserialize)]
pub struct HowMany {
    line: String,
    quantity: String,
}

/// Changes how many are bought.
pub async fn quantity(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<HowMany>,
) -> Result<Response, Failure> {
    let mut view = open(&web, &visit, &key).await?;
    let variant = sent.line.parse().map_err(|_| Failure::NotFound)?;
    let quantity = match quantity::read(&visit, &sent.quantity) {
        Ok(quantity) => quantity,
        Err(wrong) => return review::wrong_quantity(&web, &visit, &view, &sent.line, &wrong).await,
    };
    match checkout::set_quantity(web.ctx(), &mut view, variant, quantity).await {
        Ok(()) | Err(checkout::DetailsError::Closed | checkout::DetailsError::Stale) => {
            Ok(see_other(&href(&view)))
        }
        Err(checkout::DetailsError::Fields(_) | checkout::DetailsError::RateNotOffered) => {
            Err(Failure::Unprocessable)
        }
        Err(checkout::DetailsError::Db(error)) => Err(error.into()),
    }
}

/// The paying tap.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Paying {
    /// The price the buyer saw, per part.
    seen: String,
}

/// Tap two.
pub async fn pay(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<Paying>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let open_parts = view.parts.iter().any(|part| part.checkout.state == CheckoutState::Open);
    let method = view.method();
    let (Some(method), true) = (method, open_parts) else { return Ok(see_other(&href(&view))) };
    web.ctx().limit(Act::Payment, visit.ip)?;
    let paying = Pay {
        method,
        seen: parse_seen(&sent.seen),
        return_url: format!("{}{}/returned", web.config().base_url, href(&view)),
    };
    let result = match checkout::pay(web.ctx(), &view, paying).await {
        Ok(result) => result,
        Err(PayError::NoSuchMethod | PayError::Method(_)) => {
            return details::page_of(
                &web,
                &visit,
                &view,
                None,
                &[],
                Some(declined(&visit, Decline::IncorrectDetails)),
            )
            .await;
        }
        Err(PayError::Db(error)) => return Err(error.into()),
    };
    let asked = result.iter().find_map(|(_, part)| match part {
        Part::Asked { url } => Some(url),
        Part::Placed(_)
        | Part::Action { .. }
        | Part::Checking(_)
        | Part::Declined(_)
        | Part::Refused(_)
        | Part::ProviderDown => None,
    });
    if let Some(secret) = asked {
        return ended::asked_first(&web, &visit, &view, sent.seen, secret);
    }
    let refused = result.iter().find_map(|(id, part)| match part {
        Part::Refused(refusal) => Some((*id, *refusal)),
        Part::Placed(_)
        | Part::Action { .. }
        | Part::Asked { .. }
        | Part::Checking(_)
        | Part::Declined(_)
        | Part::ProviderDown => None,
    });
    if let Some((id, refusal)) = refused
        && view.parts.len() == 1
    {
        let fresh = open(&web, &visit, &key).await?;
        return ended::refused(&web, &visit, &fresh, id, refusal).await;
    }
    // Reload-safe: the answer is a page that can be asked for again.
    if result.iter().any(|(_, part)| *part == Part::ProviderDown) {
        return Ok(see_other(&format!("{}?{PROVIDER_DOWN}", href(&view))));
    }
    Ok(see_other(&href(&view)))
}

fn declined(visit: &Visit, decline: Decline) -> Notice {
    let w = visit.words();
    Notice {
        level: Level::Bad,
        title: w.text("declined-title").to_owned(),
        text: w.declined(decline).to_owned(),
        links: Vec::new(),
    }
}

/// `chk_…:fingerprint,…` as the review wrote it. What does not read is a price nobody saw.
fn parse_seen(text: &str) -> Vec<(CheckoutId, u64)> {
    text.split(',')
        .filter_map(|part| {
            let (id, fingerprint) = part.split_once(':')?;
            Some((id.parse().ok()?, u64::from_str_radix(fingerprint, 16).ok()?))
        })
        .collect()
}

/// Which order to undo; the only one when not said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Undoing {
    order: String,
}

/// Begins the gift that rounds this purchase up: its own review comes next.
pub async fn round_up(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    web.ctx().limit(Act::Checkout, visit.ip)?;
    match donations::round_up::begin(web.ctx(), &visit.actor, &view, view.purchase.back.clone()).await {
        Ok(begun) => Ok(see_other(&format!("/gifts/{}/{}", begun.donation, begun.token))),
        Err(BeginError::Db(error)) => Err(error.into()),
        // Nothing is offered any more; the page shows what is.
        Err(
            BeginError::NotFound
            | BeginError::Paused(_)
            | BeginError::NotTaking
            | BeginError::NotOpen
            | BeginError::Currency(_)
            | BeginError::Amount(_)
            | BeginError::Designation,
        ) => Ok(see_other(&href(&view))),
    }
}

/// Undoes an order of this purchase.
pub async fn undo(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<Undoing>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let wanted = sent.order.parse().ok();
    let order = view
        .parts
        .iter()
        .filter_map(|part| part.order.as_ref())
        .find(|order| wanted.is_none_or(|wanted| order.id == wanted))
        .ok_or(Failure::NotFound)?;
    let own = OwnOrder { order: order.id, purchase: order.purchase, account: order.account };
    // The link's secret was proven when the purchase was opened.
    let permit = Actor::Guest(view.purchase.id).may(own)?;
    match orders::undo(web.ctx(), &permit, order.merchant).await {
        Ok(()) | Err(orders::UndoError::Underway) => Ok(see_other(&href(&view))),
        Err(orders::UndoError::TooLate) => {
            let fresh = open(&web, &visit, &key).await?;
            let notice = Notice {
                level: Level::Warn,
                title: visit.words().text("buy-error-undo-over").to_owned(),
                text: String::new(),
                links: Vec::new(),
            };
            show_view(&web, &visit, &fresh, Some(notice)).await
        }
        Err(orders::UndoError::Db(error)) => Err(error.into()),
    }
}

/// The buyer comes back from their bank's page.
pub async fn returned(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    checkout::returned(web.ctx(), &view).await?;
    Ok(see_other(&href(&view)))
}

/// What the buyer answers at the sandbox's bank.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    key: String,
    answer: String,
}

/// Takes the answer given at a bank that is only played.
pub async fn answer_challenge(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<Answer>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    checkout::answer_challenge(web.ctx(), &view, &sent.key, sent.answer == "confirm").await?;
    Ok(see_other(&href(&view)))
}
