//! A buyer's own orders: by account, or by the secret link of a purchase.

use std::sync::Arc;

use domain::access::{Actor, OwnOrder, Permit};
use domain::ids::OrderId;
use domain::merchant::Pricing;
use domain::order::Order;
use domain::view::orders::OrderStory;
use store::DbError;

use super::list::{ORDERS_PER_PAGE, page_end, story};
use super::open::OpenOrderError;
use crate::Ctx;
use crate::checkout::{Tables, link_token};

/// An order opened by its buyer.
#[derive(Debug, Clone)]
pub struct OwnStory {
    /// The order with everything that happened to it.
    pub story: OrderStory,
    /// Who sells.
    pub pricing: Arc<Pricing>,
    /// Proof that whoever asked may act on it.
    pub permit: Permit<OwnOrder>,
    /// The secret of its link, for links on the buyer's own pages.
    pub key: String,
}

/// A page of the orders that the actor's account bought, newest first, and where the next begins; `text` is looked
/// for in numbers and in what was bought. Nobody's for actors without an account.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn mine(
    ctx: &Ctx,
    actor: &Actor,
    text: String,
    before: Option<OrderId>,
) -> Result<(Vec<Order>, Option<OrderId>), DbError> {
    let Some(account) = actor.account() else { return Ok((Vec::new(), None)) };
    let before = before.unwrap_or(OrderId(i64::MAX));
    let mut orders = ctx
        .db()
        .read(move |conn| store::orders::of_account(conn, account, &text, before, ORDERS_PER_PAGE + 1))
        .await?;
    let next = page_end(&mut orders);
    Ok((orders, next))
}

/// Opens an order for its buyer: the account that bought it, or whoever holds the `key` of its link.
///
/// # Errors
/// [`OpenOrderError::NotFound`] also for somebody else's order and for a wrong key.
pub async fn open(
    ctx: &Ctx,
    actor: &Actor,
    key: Option<&str>,
    id: OrderId,
) -> Result<OwnStory, OpenOrderError> {
    let tables = Tables::of(ctx);
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(known) = store::orders::key_of(conn, id)? else { return Ok(None) };
            let seed = store::checkouts::purchase(conn, known.purchase)?.map(|(_, seed)| seed);
            let story = story(conn, known.merchant, id)?;
            let pricing = tables.merchant(conn, known.merchant)?;
            let shown = story.zip(seed).zip(pricing);
            Ok::<_, DbError>(shown.map(|((story, seed), pricing)| (known, story, seed, pricing)))
        })
        .await?;
    let (known, story, seed, pricing) = found.ok_or(OpenOrderError::NotFound)?;
    let token = link_token(ctx, known.purchase, &seed);
    let own = OwnOrder { order: id, purchase: known.purchase, account: known.account };
    // Constant time: the comparison must not tell how much of a guess was right.
    let holds_key =
        key.is_some_and(|key| bool::from(subtle::ConstantTimeEq::ct_eq(key.as_bytes(), token.as_bytes())));
    let permit = if holds_key { Actor::Guest(known.purchase).may(own) } else { actor.may(own) }?;
    Ok(OwnStory { story, pricing, permit, key: token })
}
