//! The demo's switch of roles, its shop opposite the timeline, and its other day.

pub mod jump;

use std::sync::Arc;

use domain::access::{Actor, AtMerchant, MerchantAct, Person};
use domain::ids::{MerchantId, OrderId, PostId};
use domain::merchant::Merchant;
use domain::order::Order;
use domain::view::people::Face;
use store::{DbError, accounts};

use crate::Ctx;
use crate::accounts::{SignedInNow, sign_in_as};
use crate::figures::{Named, report};
use crate::orders::{FulfillError, Parcel, fulfill};

/// The setting that names the roles: `camille:buyer atelier-nord:merchant …`, handle and role.
pub const ROLES_SETTING: &str = "demo_roles";
/// Orders shown of the shop's side.
const OPPOSITE_ORDERS: u32 = 4;
/// Days that a post's earnings are looked for in.
const OPPOSITE_DAYS: i64 = 30;

/// What one may be in the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    /// Reads and buys.
    Buyer,
    /// Sells.
    Merchant,
    /// Asks for gifts.
    Nonprofit,
    /// Runs the server.
    Operator,
}

/// Somebody to slip into.
#[derive(Debug, Clone)]
pub struct Role {
    /// Who.
    pub face: Arc<Face>,
    /// As what.
    pub kind: RoleKind,
}

/// The roles of this demo, from memory where they are known.
///
/// # Errors
/// [`DbError`] when they cannot be read.
pub async fn roles(ctx: &Ctx) -> Result<Arc<[Role]>, DbError> {
    let kept = &ctx.memory().demo_roles;
    if let Some(known) = kept.get(&()) {
        return Ok(known);
    }
    let mark = kept.mark();
    let read = ctx
        .db()
        .read(|conn| {
            let setting = store::settings::get(conn, ROLES_SETTING)?.unwrap_or_default();
            let mut roles = Vec::new();
            for (handle, kind) in setting.split_whitespace().filter_map(|pair| pair.split_once(':')) {
                let Some(account) = store::people::by_handle(conn, handle)? else { continue };
                let kind = match kind {
                    "merchant" => RoleKind::Merchant,
                    "nonprofit" => RoleKind::Nonprofit,
                    "operator" => RoleKind::Operator,
                    _ => RoleKind::Buyer,
                };
                let face = store::people::faces(conn, &[account.0])?.pop();
                roles.extend(face.map(|face| Role { face: Arc::new(face), kind }));
            }
            Ok::<_, DbError>(roles)
        })
        .await?;
    let roles: Arc<[Role]> = read.into();
    kept.put(mark, (), Arc::clone(&roles));
    Ok(roles)
}

/// Signs in as one of the roles; none when `handle` is not one of them.
///
/// # Errors
/// [`DbError`] when the session cannot be kept.
pub async fn slip_into(ctx: &Ctx, handle: &str, user_agent: &str) -> Result<Option<SignedInNow>, DbError> {
    let roles = roles(ctx).await?;
    let Some(role) = roles.iter().find(|role| role.face.handle == handle) else { return Ok(None) };
    let account = role.face.id;
    let known = ctx.db().read(move |conn| accounts::login_of(conn, account)).await?;
    match known {
        Some(known) if !known.suspended => Ok(Some(sign_in_as(ctx, account, user_agent).await?)),
        Some(_) | None => Ok(None),
    }
}

/// The merchant role's shop, and who works there; none where the demo has no such role.
async fn shop_of_the_role(ctx: &Ctx) -> Result<Option<(MerchantId, Actor)>, DbError> {
    let roles = roles(ctx).await?;
    let Some(role) = roles.iter().find(|role| role.kind == RoleKind::Merchant) else { return Ok(None) };
    let account = role.face.id;
    let staff_of = ctx.db().read(move |conn| store::sessions::staff_of(conn, account)).await?;
    let Some((merchant, _)) = staff_of.first() else { return Ok(None) };
    let merchant = *merchant;
    Ok(Some((
        merchant,
        Actor::Person(Person { account, staff_of: staff_of.into(), nonprofits: [].into(), operator: false }),
    )))
}

/// The shop's side of the demo, shown opposite the timeline: what a purchase does there.
#[derive(Debug, Clone)]
pub struct Opposite {
    /// The shop.
    pub shop: Merchant,
    /// Its face.
    pub face: Option<Face>,
    /// Who slips into it.
    pub role: Arc<Face>,
    /// The newest orders, those that can still be undone too.
    pub orders: Vec<Order>,
    /// What its posts earned.
    pub earned: Named,
}

/// Looks at the shop's side; none where the demo has none.
///
/// # Errors
/// [`DbError`] when it cannot be read.
pub async fn opposite(ctx: &Ctx) -> Result<Option<Opposite>, DbError> {
    let Some((merchant, actor)) = shop_of_the_role(ctx).await? else { return Ok(None) };
    let Some(shop) = crate::merchants::find(ctx, merchant).await? else { return Ok(None) };
    let Ok(permit) = actor.may(AtMerchant { merchant, act: MerchantAct::ViewFigures }) else {
        return Ok(None);
    };
    let mut earned = report(ctx, &permit, OPPOSITE_DAYS).await?;
    let account = shop.account;
    let (orders, words, face) = ctx
        .db()
        .read(move |conn| {
            let orders = store::orders::placed_with_merchant(conn, merchant, OPPOSITE_ORDERS)?;
            // The report does not know the post of an order whose first tap is being counted at this moment.
            let posts: Vec<PostId> = orders.iter().filter_map(|order| order.post).collect();
            let words = store::figures::post_words(conn, &posts)?;
            Ok::<_, DbError>((orders, words, store::people::faces(conn, &[account.0])?.pop()))
        })
        .await?;
    earned.posts.extend(words);
    let roles = roles(ctx).await?;
    let role = roles.iter().find(|role| role.kind == RoleKind::Merchant).map(|role| Arc::clone(&role.face));
    Ok(role.map(|role| Opposite { shop, face, role, orders, earned }))
}

/// Whether orders of this merchant are shown opposite.
///
/// # Errors
/// [`DbError`] when it cannot be read.
pub async fn stands_opposite(ctx: &Ctx) -> Result<Option<MerchantId>, DbError> {
    Ok(shop_of_the_role(ctx).await?.map(|(merchant, _)| merchant))
}

/// Ships an order of the shop opposite as its own people would: whole, with a number to follow, and a mail.
///
/// # Errors
/// As [`fulfill`]; also [`FulfillError::NotFound`] where there is no shop opposite.
pub async fn ship_opposite(ctx: &Ctx, order: OrderId) -> Result<(), FulfillError> {
    let (merchant, actor) = shop_of_the_role(ctx).await?.ok_or(FulfillError::NotFound)?;
    let permit = actor
        .may(AtMerchant { merchant, act: MerchantAct::FulfillOrders })
        .map_err(|_| FulfillError::NotFound)?;
    let parcel = Parcel {
        carrier: "Colissimo".to_owned(),
        tracking_number: format!("6A{:011}", order.0.unsigned_abs() % 100_000_000_000),
        tell_buyer: true,
        ..Parcel::default()
    };
    fulfill(ctx, &permit, order, parcel).await.map(|_| ())
}
