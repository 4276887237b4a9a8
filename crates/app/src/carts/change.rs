//! Adding to a cart, taking out of it, and buying what is in it.

use domain::access::Actor;
use domain::country::Country;
use domain::gate::{Answer, Asker, Feature};
use domain::ids::{AccountId, VariantId};
use domain::money::Currency;
use domain::quantity::Quantity;
use store::DbError;
use store::carts::{self, CartLine};

use super::Whose;
use super::view::{LineState, view};
use crate::checkout::{Start, StartError, Started, Wanted, pick, start};
use crate::figures::{self, Card};
use crate::{Ctx, gates};

/// Lines one cart may have: more than anyone collects, few enough to show on one page.
pub const CART_LINES_MAX: u32 = 100;

/// Why a cart was not changed, or nothing was begun from it.
#[derive(Debug, thiserror::Error)]
pub enum CartError {
    /// There is no such offer or variant, or the variant is another offer's.
    #[error("this is not offered here")]
    NotFound,
    /// Buying there has ended, by a plan that everybody was told of.
    #[error("buying here has ended")]
    Ended,
    /// The cart does not hold this.
    #[error("this is not in the cart")]
    NotInCart,
    /// The cart is full.
    #[error("a cart holds at most {CART_LINES_MAX} lines")]
    Full,
    /// There is nothing in it.
    #[error("the cart is empty")]
    Empty,
    /// These cannot be bought as they are: sold out, fewer left than wanted, or not for sale now.
    #[error("some of it cannot be bought as it is")]
    NotReady(Vec<VariantId>),
    /// More sellers at once than one purchase may span.
    #[error("too many sellers at once")]
    TooManyMerchants,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<StartError> for CartError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Empty => Self::Empty,
            StartError::NotFound => Self::NotFound,
            StartError::Ended => Self::Ended,
            StartError::TooManyMerchants => Self::TooManyMerchants,
            StartError::Db(error) => Self::Db(error),
        }
    }
}

/// Puts `wanted` into the cart, which is made when there is none; more of a variant that is there already is added
/// to its line, up to the most one line may hold. Gives the variant that was put in.
///
/// # Errors
/// [`CartError`]; nothing has changed then.
pub async fn add(ctx: &Ctx, whose: Whose, wanted: Wanted) -> Result<VariantId, CartError> {
    let account = match &whose {
        Whose::Account(account) => Some(*account),
        Whose::Guest(_) => None,
    };
    let picked = ctx.db().read(move |conn| pick(conn, account, &wanted)).await?;
    let asker = Asker { merchant: Some(picked.merchant), ..Asker::default() };
    if gates::ask(ctx, Feature::Buy, &asker).await? == Answer::Ended {
        return Err(CartError::Ended);
    }
    let line = CartLine {
        merchant: picked.merchant,
        variant: picked.line.variant,
        offer: picked.line.offer,
        post: picked.line.post,
        quantity: picked.line.quantity,
    };
    let card = Card { merchant: picked.merchant, post: picked.line.post, product: picked.line.product };
    figures::tapped(ctx, card);
    let (fresh, now) = (ctx.id(), ctx.now());
    ctx.db()
        .write("add_to_cart", move |tx| {
            let cart = match whose.find(tx)? {
                Some(cart) => cart,
                None => {
                    let (account, hash) = match &whose {
                        Whose::Account(account) => (Some(*account), None),
                        Whose::Guest(hash) => (None, Some(hash)),
                    };
                    carts::insert(tx, fresh, account, hash, now)?;
                    whose.find(tx)?.ok_or(DbError::Missing("the cart that was just written"))?
                }
            };
            carts::add(tx, cart, &line, now)?;
            // Counted afterwards: adding to a line that is there is always possible.
            if carts::line_count(tx, cart)? > CART_LINES_MAX {
                return Err(CartError::Full);
            }
            Ok(line.variant)
        })
        .await
}

/// Sets how many of a variant the cart holds.
///
/// # Errors
/// [`CartError::NotInCart`] when it holds none.
pub async fn set_quantity(
    ctx: &Ctx,
    whose: Whose,
    variant: VariantId,
    quantity: Quantity,
) -> Result<(), CartError> {
    ctx.db()
        .write("set_cart_quantity", move |tx| {
            let cart = whose.find(tx)?.ok_or(CartError::NotInCart)?;
            if carts::set_quantity(tx, cart, variant, quantity)? { Ok(()) } else { Err(CartError::NotInCart) }
        })
        .await
}

/// Takes variants out of the cart. Taking out what is not there is fine.
///
/// # Errors
/// [`DbError`] when the database failed.
pub async fn remove(ctx: &Ctx, whose: Whose, variants: Vec<VariantId>) -> Result<(), DbError> {
    ctx.db()
        .write("remove_from_cart", move |tx| match whose.find(tx)? {
            Some(cart) => carts::remove(tx, cart, &variants),
            None => Ok(()),
        })
        .await
}

/// Begins a purchase of everything in the cart. What becomes an order leaves the cart when it is paid.
///
/// # Errors
/// [`CartError`]; nothing was begun then.
pub async fn start_purchase(
    ctx: &Ctx,
    actor: &Actor,
    whose: Whose,
    locale: String,
    country: Option<Country>,
    currency: Option<Currency>,
) -> Result<Started, CartError> {
    let Some(cart) = view(ctx, whose, currency).await? else { return Err(CartError::Empty) };
    let lines = || cart.sellers.iter().flat_map(|seller| &seller.lines);
    let not_ready: Vec<VariantId> =
        lines().filter(|line| line.state != LineState::Ready).map(|line| line.variant).collect();
    if !not_ready.is_empty() {
        return Err(CartError::NotReady(not_ready));
    }
    // A line without an offer is not for sale, so it is among those that are not ready.
    let items = lines()
        .filter_map(|line| {
            Some(Wanted {
                offer: line.offer?,
                variant: Some(line.variant),
                quantity: line.quantity,
                post: line.post,
            })
        })
        .collect();
    let back = "/basket".to_owned();
    Ok(start(ctx, actor, Start { items, cart: Some(cart.id), locale, country, currency, back }).await?)
}

/// Gives what a guest collected to the account that signed in. Where both hold a variant, the account's line stays.
///
/// # Errors
/// [`DbError`] when the database failed; the guest's cart is as it was then.
pub async fn hand_over(ctx: &Ctx, secret: &[u8], account: AccountId) -> Result<(), DbError> {
    let guest = Whose::Guest(crate::accounts::sessions::hash_of(secret));
    if ctx.db().read(move |conn| guest.find(conn)).await?.is_none() {
        return Ok(());
    }
    let (fresh, now) = (ctx.id(), ctx.now());
    ctx.db()
        .write("hand_over_cart", move |tx| {
            let Some(from) = guest.find(tx)? else { return Ok(()) };
            carts::insert(tx, fresh, Some(account), None, now)?;
            let own = carts::of_account(tx, account)?.ok_or(DbError::Missing("the account's cart"))?;
            carts::hand_over(tx, from, own)
        })
        .await
}
