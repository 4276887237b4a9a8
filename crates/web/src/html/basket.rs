//! The basket: collecting from several posts and several shops.

use app::accounts::wallet;
use app::carts::{self, CartError, CartLine, CartView, LineState, Whose};
use app::checkout::{self, Wanted};
use app::limits::Act;
use axum::extract::{Form, Query, State};
use axum::response::Response;
use domain::ids::VariantId;
use domain::quantity::Quantity;
use http::header;
use serde::Deserialize;
use words::{Arg, Words};

use super::buy::quantity::{self, Again, Mistyped};
use super::cookies::Cookie;
use super::page::{Section, SideRow};
use super::pages::basket::{Basket, BasketGroup};
use super::pages::card::Seller;
use super::parts::{Level, Line, Notice, Tag};
use super::typed::Typed;
use super::view::{href_of, page, parse_choice, picture};
use super::{Failure, Visit, back_or, mistakes, render, see_other};
use crate::Web;

/// Quantities offered in a list.
const QUANTITIES_OFFERED: u32 = 10;

/// Whose basket: the account's, or the one this browser's token opens.
fn whose(visit: &Visit) -> Whose {
    Whose::of(&visit.actor, &visit.visitor)
}

/// The basket.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    shown(&web, &visit, None, None).await
}

/// The basket as it is, with what keeps the buyer from what was asked, and what was typed for a line.
async fn shown(
    web: &Web,
    visit: &Visit,
    notice: Option<String>,
    wrong: Option<(&str, &Mistyped)>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let cart = carts::view(web.ctx(), whose(visit), visit.currency).await?;
    let mut p = page(web, visit, Section::Basket);
    let is_wrong = notice.is_some() || wrong.is_some();
    if let Some(title) = notice {
        p.notice = Some(Notice { level: Level::Bad, title, text: String::new(), links: Vec::new() });
    }
    let (mut groups, totals, refused) = match &cart {
        None => (Vec::new(), Vec::new(), String::new()),
        Some(cart) => (groups(w, cart), totals(w, cart), refused(w, cart)),
    };
    p.basket_count =
        cart.iter().flat_map(|cart| &cart.sellers).flat_map(|it| &it.lines).map(|it| it.quantity.get()).sum();
    let count = p.basket_count;
    let mut lines = groups.iter_mut().flat_map(|group| &mut group.lines);
    let errors = wrong.and_then(|(line, wrong)| wrong.mark(visit, &mut lines, line)).into_iter().collect();
    let shown = render(&Basket { p: &p, groups, totals, refused, errors })?;
    Ok(mistakes::answer(remembered(web, count, shown), is_wrong))
}

/// Lets pages know whether there is something to count.
fn remembered(web: &Web, count: u32, mut response: Response) -> Response {
    let config = web.config();
    let cookie = if count > 0 { Cookie::Basket.set("1", config) } else { Cookie::Basket.clear(config) };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Per shop what is in the basket, for the column beside a timeline.
///
/// # Errors
/// [`Failure`] when it cannot be read.
pub(super) async fn rows_beside(web: &Web, visit: &Visit) -> Result<Vec<SideRow>, Failure> {
    let Some(cart) = carts::view(web.ctx(), whose(visit), visit.currency).await? else {
        return Ok(Vec::new());
    };
    let w = visit.words();
    let row = |seller: &carts::SellerLines| SideRow {
        label: w.with(
            "side-basket-line",
            &[
                ("merchant", Arg::Text(&seller.name)),
                (
                    "items",
                    Arg::Text(
                        &w.count("items", seller.lines.iter().map(|it| it.quantity.get()).sum::<u32>()),
                    ),
                ),
            ],
        ),
        value: seller.subtotals.iter().map(|sum| w.money(*sum)).collect::<Vec<_>>().join(" + "),
        href: "/basket".to_owned(),
    };
    Ok(cart.sellers.iter().map(row).collect())
}

fn groups(w: &Words, cart: &CartView) -> Vec<BasketGroup> {
    cart.sellers
        .iter()
        .map(|seller| BasketGroup {
            merchant: Seller { name: seller.name.clone(), href: href_of(&seller.handle), verified: true },
            lines: seller.lines.iter().map(|line| line_of(w, line)).collect(),
            subtotal: seller.subtotals.iter().map(|sum| w.money(*sum)).collect::<Vec<_>>().join(" + "),
        })
        .collect()
}

fn totals(w: &Words, cart: &CartView) -> Vec<String> {
    cart.totals().into_iter().map(|total| w.money(total)).collect()
}

fn refused(w: &Words, cart: &CartView) -> String {
    if cart.is_ready() { String::new() } else { w.text("basket-fix-first").to_owned() }
}

fn line_of(w: &Words, line: &CartLine) -> Line {
    let note = match line.state {
        LineState::Ready => None,
        LineState::Short { left } => Some(w.count("basket-line-fewer", left)),
        LineState::SoldOut => Some(w.text("basket-line-sold-out").to_owned()),
        LineState::OverLimit { limit } => Some(w.count("buy-error-limit", limit)),
        LineState::NotForSale => Some(w.text("buy-error-closed").to_owned()),
    };
    let quantity = line.quantity.get();
    let most = line.quantity_max.min(QUANTITIES_OFFERED).max(quantity.min(line.quantity_max));
    Line {
        id: line.variant.to_string(),
        picture: line.image.as_ref().map(|image| picture(image, &line.title)),
        title: line.title.clone(),
        href: format!("/products/{}", line.product),
        meta: if line.variant_title.is_empty() {
            w.money(line.unit_price)
        } else {
            w.with(
                "basket-line-meta",
                &[("options", Arg::Text(&line.variant_title)), ("price", Arg::Money(line.unit_price))],
            )
        },
        quantity,
        quantities: (1..=most).collect(),
        total: w.money(line.subtotal),
        note: note.map(|text| Tag { text, level: Level::Warn }),
        wrong: None,
    }
}

/// What a card sends to collect instead of buying at once.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Added {
    offer: String,
    post: String,
    quantity: String,
    back: String,
}

/// Collects.
pub async fn add(web: State<Web>, visit: Visit, Form(sent): Form<Added>) -> Result<Response, Failure> {
    let (offer, variant) = parse_choice(&sent.offer).ok_or(Failure::NotFound)?;
    let quantity = match sent.quantity.trim() {
        "" => Quantity::ONE,
        typed => match quantity::read(&visit, typed) {
            Ok(quantity) => quantity,
            Err(wrong) => {
                let again = Again {
                    action: "/basket/add",
                    button: "card-add-to-basket",
                    offer: &sent.offer,
                    post: &sent.post,
                    back: &sent.back,
                };
                return quantity::ask(&web, &visit, &again, &wrong);
            }
        },
    };
    web.ctx().limit(Act::Checkout, visit.ip)?;
    let wanted = Wanted { offer, variant, quantity, post: sent.post.parse().ok() };
    match carts::add(web.ctx(), whose(&visit), wanted).await {
        Ok(_) => {}
        Err(CartError::Full) => return shown(&web, &visit, Some(full(&visit)), None).await,
        Err(error) => return Err(error.into()),
    }
    Ok(remembered(&web, quantity.get(), see_other(back_or(&sent.back, "/basket"))))
}

/// One line, and how many of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LineSent {
    line: String,
    quantity: String,
}

/// Sets how many.
pub async fn quantity(
    web: State<Web>,
    visit: Visit,
    Form(sent): Form<LineSent>,
) -> Result<Response, Failure> {
    let variant: VariantId = sent.line.parse().map_err(|_| Failure::NotFound)?;
    let quantity = match quantity::read(&visit, &sent.quantity) {
        Ok(quantity) => quantity,
        Err(wrong) => return shown(&web, &visit, None, Some((&sent.line, &wrong))).await,
    };
    match carts::set_quantity(web.ctx(), whose(&visit), variant, quantity).await {
        // Taken out in another tab: the basket shows what there is.
        Ok(()) | Err(CartError::NotInCart) => Ok(see_other("/basket")),
        Err(error) => Err(error.into()),
    }
}

/// Takes lines out.
pub async fn remove(web: State<Web>, visit: Visit, Form(sent): Form<Typed>) -> Result<Response, Failure> {
    let lines = sent.all("line").map(|line| line.parse().map_err(|_| Failure::NotFound));
    let lines = lines.collect::<Result<Vec<VariantId>, Failure>>()?;
    if lines.is_empty() {
        return Err(Failure::NotFound);
    }
    carts::remove(web.ctx(), whose(&visit), lines).await?;
    Ok(see_other("/basket"))
}

/// Which step to begin with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Beginning {
    to: String,
}

/// Begins to buy everything that is collected.
pub async fn check_out(
    web: State<Web>,
    visit: Visit,
    Query(beginning): Query<Beginning>,
) -> Result<Response, Failure> {
    web.ctx().limit(Act::Checkout, visit.ip)?;
    let locale = visit.locale.tag().to_owned();
    let started =
        carts::start_purchase(web.ctx(), &visit.actor, whose(&visit), locale, None, visit.currency).await;
    match started {
        Ok(started) => {
            let at = format!("/checkout/{}/{}", started.purchase, started.token);
            // Where an address is filled in, another one is asked for; else the first step asks anyway.
            let asks = beginning.to == "address"
                && visit.signed_in.is_some()
                && !wallet::addresses(web.ctx(), &visit.actor).await?.is_empty();
            Ok(see_other(&if asks { format!("{at}/change/address") } else { at }))
        }
        // What is in the way is said on the basket itself.
        Err(CartError::Empty | CartError::NotReady(_)) => Ok(see_other("/basket")),
        Err(CartError::TooManyMerchants) => {
            let w = visit.words();
            let many = w.count("basket-too-many-shops", checkout::MERCHANTS_MAX);
            shown(&web, &visit, Some(many), None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// That nothing more goes in.
fn full(visit: &Visit) -> String {
    visit.words().count("basket-full", carts::CART_LINES_MAX)
}

impl From<CartError> for Failure {
    fn from(error: CartError) -> Self {
        match error {
            CartError::Ended => Self::Ended,
            CartError::NotFound | CartError::NotInCart => Self::NotFound,
            CartError::Full | CartError::Empty | CartError::NotReady(_) | CartError::TooManyMerchants => {
                Self::Unprocessable
            }
            CartError::Db(error) => error.into(),
        }
    }
}
