//! Carts of guests: collected from several merchants, opened by their own token.

use app::carts::{self, CartError, CartLine, CartView, LineState, Whose};
use app::checkout;
use app::limits::Act;
use axum::extract::State;
use axum::response::Response;
use domain::access::Actor;
use domain::hex::hex;
use domain::ids::CartId;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::auth::Secret;
use super::body::{At, Body, answer};
use super::checkouts::wire::{Checkout, NewItem};
use super::checkouts::{locale, not_open, show, too_many};
use super::idempotency::{OnceKey, once};
use super::problem::{Kind, Problem};
use super::wire::{self, CountryCode, Money, OfferId, PostId, ProductId, Quantity, VariantId};
use crate::Web;
use crate::limits::Remote;

/// What a new cart begins with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCart {
    /// At least one.
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<NewItem>,
}

/// How many there should be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewQuantity {
    /// How many.
    quantity: Quantity,
}

/// How to begin to buy what is in the cart.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CartCheckout {
    /// The buyer's language; without it `Accept-Language` decides.
    locale: Option<String>,
    /// Where the buyer probably is, for a first price.
    country: Option<CountryCode>,
}

/// A cart at present prices. It holds no stock.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Cart {
    /// Its id.
    id: wire::CartId,
    /// Opens it, as `Authorization: Bearer`. Said once, when it is created.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// Everything can be bought as it is.
    ready: bool,
    /// One per merchant: each will be an order of its own.
    sellers: Vec<CartSeller>,
    /// Sums before shipping, one per currency.
    totals: Vec<Money>,
}

/// What comes from one merchant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CartSeller {
    /// Who sells.
    merchant: wire::MerchantId,
    /// Its handle, without the `@`.
    handle: String,
    /// What people call it.
    name: String,
    /// What is wanted.
    items: Vec<CartItem>,
}

/// One item.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CartItem {
    /// What is described.
    product: ProductId,
    /// What is bought; names the item.
    variant: VariantId,
    /// The offer it was seen as.
    offer: Option<OfferId>,
    /// The post that is credited.
    post: Option<PostId>,
    /// How many.
    quantity: Quantity,
    /// The product's name.
    title: String,
    /// The options chosen, "S / white", or empty.
    variant_title: String,
    /// The price of one.
    unit_price: Money,
    /// The price of all.
    subtotal: Money,
    /// `ready`, `short` (fewer are left), `sold_out`, `over_limit` (one buyer may have fewer) or `not_for_sale`.
    #[schema(example = "ready")]
    state: &'static str,
    /// How many may be wanted now.
    available: u32,
}

/// Begin to collect
///
/// The answer carries the token that opens this cart.
#[utoipa::path(post, path = "/commerce/v1/carts", tag = "carts", request_body = NewCart,
    responses((status = 201, description = "The cart, with its token.", body = Cart)))]
pub(crate) async fn create(
    State(web): State<Web>,
    remote: Remote,
    body: Body<NewCart>,
) -> Result<Response, Problem> {
    remote.takes(Act::Checkout, &web).map_err(too_many)?;
    if body.value.items.is_empty() {
        return Err(Problem::field("items", "must not be empty"));
    }
    let token = new_token(&web);
    let whose = whose(&token);
    for item in body.value.items {
        carts::add(web.ctx(), whose, item.into()).await.map_err(refused)?;
    }
    let view = carts::view(web.ctx(), whose, None).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::CREATED, &Cart { token: Some(token), ..shown(view) }))
}

/// Look at a cart
#[utoipa::path(get, path = "/commerce/v1/carts/{cart}", tag = "carts", params(("cart" = wire::CartId, Path)),
    responses((status = 200, description = "The cart.", body = Cart)))]
pub(crate) async fn get(
    State(web): State<Web>,
    At(cart): At<wire::CartId>,
    secret: Secret,
) -> Result<Response, Problem> {
    let (_, view) = open(&web, cart.0, &secret).await?;
    Ok(answer(StatusCode::OK, &shown(view)))
}

/// Put something into the cart
///
/// More of a variant that is there already is added to it.
#[utoipa::path(post, path = "/commerce/v1/carts/{cart}/items", tag = "carts",
    params(("cart" = wire::CartId, Path), OnceKey), request_body = NewItem,
    responses((status = 200, description = "The cart.", body = Cart)))]
pub(crate) async fn add(
    State(web): State<Web>,
    At(cart): At<wire::CartId>,
    secret: Secret,
    headers: HeaderMap,
    body: Body<NewItem>,
) -> Result<Response, Problem> {
    let (whose, _) = open(&web, cart.0, &secret).await?;
    once(&web, &headers, format!("{} items", cart.0), &body.raw, async {
        carts::add(web.ctx(), whose, body.value.into()).await.map_err(refused)?;
        present(&web, whose).await
    })
    .await
}

/// Say how many of a variant
#[utoipa::path(put, path = "/commerce/v1/carts/{cart}/items/{variant}", tag = "carts",
    params(("cart" = wire::CartId, Path), ("variant" = VariantId, Path)), request_body = NewQuantity,
    responses((status = 200, description = "The cart.", body = Cart)))]
pub(crate) async fn set_quantity(
    State(web): State<Web>,
    At((cart, variant)): At<(wire::CartId, VariantId)>,
    secret: Secret,
    body: Body<NewQuantity>,
) -> Result<Response, Problem> {
    let (whose, _) = open(&web, cart.0, &secret).await?;
    carts::set_quantity(web.ctx(), whose, variant.0, body.value.quantity.0).await.map_err(refused)?;
    present(&web, whose).await
}

/// Take a variant out of the cart
#[utoipa::path(delete, path = "/commerce/v1/carts/{cart}/items/{variant}", tag = "carts",
    params(("cart" = wire::CartId, Path), ("variant" = VariantId, Path)),
    responses((status = 200, description = "The cart.", body = Cart)))]
pub(crate) async fn remove(
    State(web): State<Web>,
    At((cart, variant)): At<(wire::CartId, VariantId)>,
    secret: Secret,
) -> Result<Response, Problem> {
    let (whose, _) = open(&web, cart.0, &secret).await?;
    carts::remove(web.ctx(), whose, vec![variant.0]).await?;
    present(&web, whose).await
}

/// Begin to buy everything in the cart
#[utoipa::path(post, path = "/commerce/v1/carts/{cart}/checkout", tag = "carts",
    params(("cart" = wire::CartId, Path), OnceKey), request_body = CartCheckout,
    responses((status = 201, description = "The checkout, with its token.", body = Checkout)))]
pub(crate) async fn check_out(
    State(web): State<Web>,
    At(cart): At<wire::CartId>,
    remote: Remote,
    secret: Secret,
    headers: HeaderMap,
    body: Body<CartCheckout>,
) -> Result<Response, Problem> {
    remote.takes(Act::Checkout, &web).map_err(too_many)?;
    let (whose, _) = open(&web, cart.0, &secret).await?;
    once(&web, &headers, format!("{} checkout", cart.0), &body.raw, async {
        let locale = locale(&headers, body.value.locale.as_deref()).to_owned();
        let country = body.value.country.map(|country| country.0);
        let started = carts::start_purchase(web.ctx(), &Actor::Anonymous, whose, locale, country, None)
            .await
            .map_err(refused)?;
        let view = checkout::open_by_link(web.ctx(), &Actor::Anonymous, started.purchase, &started.token)
            .await
            .map_err(not_open)?;
        Ok(answer(StatusCode::CREATED, &show::checkout(&view, Some(&started.token))))
    })
    .await
}

/// The cart that this secret opens, if it is the one that was named.
async fn open(web: &Web, cart: CartId, secret: &Secret) -> Result<(Whose, CartView), Problem> {
    let whose = whose(&secret.0);
    let view = carts::view(web.ctx(), whose, None).await?;
    view.filter(|view| view.id == cart).map(|view| (whose, view)).ok_or_else(Problem::not_found)
}

async fn present(web: &Web, whose: Whose) -> Result<Response, Problem> {
    let view = carts::view(web.ctx(), whose, None).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::OK, &shown(view)))
}

fn whose(token: &str) -> Whose {
    Whose::of(&Actor::Anonymous, token.as_bytes())
}

fn new_token(web: &Web) -> String {
    hex(&web.ctx().random::<16>())
}

fn refused(error: CartError) -> Problem {
    match error {
        CartError::NotFound => {
            Problem::field("offer", "an offer or variant is not known, or the variant is not the offer's")
        }
        CartError::Ended => Problem::new(Kind::Ended, "Buying here has ended."),
        CartError::NotInCart => Problem::not_found(),
        CartError::Full | CartError::TooManyMerchants => Problem::new(Kind::StateConflict, error.to_string()),
        CartError::Empty => Problem::new(Kind::StateConflict, error.to_string()).with("state", "empty"),
        CartError::NotReady(variants) => {
            let variants: Vec<String> = variants.iter().map(ToString::to_string).collect();
            Problem::new(Kind::OutOfStock, "Some of it cannot be bought as it is: look at the cart.")
                .with("variants", variants)
        }
        CartError::Db(error) => error.into(),
    }
}

fn shown(view: CartView) -> Cart {
    Cart {
        id: view.id.into(),
        token: None,
        ready: view.is_ready(),
        totals: view.totals().into_iter().map(Into::into).collect(),
        sellers: view
            .sellers
            .into_iter()
            .map(|seller| CartSeller {
                merchant: seller.merchant.into(),
                handle: seller.handle,
                name: seller.name,
                items: seller.lines.into_iter().map(item).collect(),
            })
            .collect(),
    }
}

fn item(line: CartLine) -> CartItem {
    CartItem {
        product: line.product.into(),
        variant: line.variant.into(),
        offer: line.offer.map(Into::into),
        post: line.post.map(Into::into),
        quantity: Quantity(line.quantity),
        title: line.title,
        variant_title: line.variant_title,
        unit_price: line.unit_price.into(),
        subtotal: line.subtotal.into(),
        state: match line.state {
            LineState::Ready => "ready",
            LineState::Short { .. } => "short",
            LineState::SoldOut => "sold_out",
            LineState::OverLimit { .. } => "over_limit",
            LineState::NotForSale => "not_for_sale",
        },
        available: line.quantity_max,
    }
}
