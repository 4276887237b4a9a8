//! A cart as its owner sees it, at present prices.

use domain::ids::{CartId, MerchantId, OfferId, PostId, ProductId, VariantId};
use domain::money::{Currency, Money};
use domain::quantity::Quantity;
use domain::view::goods::Image;
use jiff::Timestamp;
use store::DbError;
use store::carts::{self, ShownLine};

use super::Whose;
use crate::{Ctx, checkout};

/// What is being collected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartView {
    /// The cart.
    pub id: CartId,
    /// Its lines, seller by seller: each will be an order of its own.
    pub sellers: Vec<SellerLines>,
}

impl CartView {
    /// Everything can be bought as it is, and there is something.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.sellers.is_empty()
            && self.sellers.iter().flat_map(|seller| &seller.lines).all(|line| line.state == LineState::Ready)
    }

    /// Sums of the lines before shipping, one per currency, in the order they appear.
    #[must_use]
    pub fn totals(&self) -> Vec<Money> {
        let mut totals: Vec<Money> = Vec::new();
        for subtotal in self.sellers.iter().flat_map(|seller| &seller.subtotals) {
            add_up(&mut totals, *subtotal);
        }
        totals
    }
}

/// What comes from one seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerLines {
    /// Who sells.
    pub merchant: MerchantId,
    /// What they are called.
    pub name: String,
    /// Their handle, without the `@`.
    pub handle: String,
    /// The lines.
    pub lines: Vec<CartLine>,
    /// Sums of the lines: one, unless the seller prices in several currencies.
    pub subtotals: Vec<Money>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartLine {
    /// What is described.
    pub product: ProductId,
    /// What is bought; names the line.
    pub variant: VariantId,
    /// The offer it was tapped on.
    pub offer: Option<OfferId>,
    /// The post it was tapped in.
    pub post: Option<PostId>,
    /// How many.
    pub quantity: Quantity,
    /// The product's name.
    pub title: String,
    /// The options chosen, "S / white", or empty.
    pub variant_title: String,
    /// What it looks like.
    pub image: Option<Image>,
    /// The price of one now.
    pub unit_price: Money,
    /// The price of all of them.
    pub subtotal: Money,
    /// Most that one line may hold now: what is left, and what one buyer may have. Zero when nothing can be bought.
    pub quantity_max: u32,
    /// Whether it can be bought.
    pub state: LineState,
}

/// Whether a line can be bought as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// It can.
    Ready,
    /// Fewer are left than wanted.
    Short {
        /// How many are left.
        left: u32,
    },
    /// Nothing is left.
    SoldOut,
    /// One buyer may have fewer than wanted.
    OverLimit {
        /// How many one buyer may have.
        limit: u32,
    },
    /// It is not for sale now: the offer is over or not begun, the product was withdrawn, or the seller is closed.
    NotForSale,
}

/// What the cart holds now; `None` when there is no cart. A seller who sells all of its lines in the `wished`
/// currency shows them in it, as buying them will.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn view(ctx: &Ctx, whose: Whose, wished: Option<Currency>) -> Result<Option<CartView>, DbError> {
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(id) = whose.find(conn)? else { return Ok(None) };
            Ok::<_, DbError>(Some((id, carts::shown(conn, id)?)))
        })
        .await?;
    let Some((id, mut lines)) = found else { return Ok(None) };
    if let Some(wished) = wished {
        turn_to(ctx, &mut lines, wished).await?;
    }
    let now = ctx.now();
    let mut sellers: Vec<SellerLines> = Vec::new();
    for shown in lines {
        let merchant = shown.line.merchant;
        if sellers.last().is_none_or(|last| last.merchant != merchant) {
            sellers.push(SellerLines {
                merchant,
                name: shown.seller.clone(),
                handle: shown.handle.clone(),
                lines: Vec::new(),
                subtotals: Vec::new(),
            });
        }
        let seller = sellers.last_mut().expect("a seller was just pushed");
        let line = line(shown, ctx.needs_payees(), now)?;
        add_up(&mut seller.subtotals, line.subtotal);
        seller.lines.push(line);
    }
    Ok(Some(CartView { id, sellers }))
}

/// How many units the cart holds, for the number beside its sign.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn count(ctx: &Ctx, whose: Whose) -> Result<u32, DbError> {
    ctx.db()
        .read(move |conn| {
            let Some(cart) = whose.find(conn)? else { return Ok(0) };
            Ok(carts::lines(conn, cart)?.iter().map(|line| line.quantity.get()).sum())
        })
        .await
}

/// Prices the lines of each seller who sells all of them in `wished` in it.
async fn turn_to(ctx: &Ctx, lines: &mut [ShownLine], wished: Currency) -> Result<(), DbError> {
    // Lines come seller by seller.
    for group in lines.chunk_by_mut(|a, b| a.line.merchant == b.line.merchant) {
        let Some(merchant) = group.first().map(|shown| shown.line.merchant) else { continue };
        let Some(pricing) = checkout::pricing(ctx, merchant).await? else { continue };
        if !pricing.sells_in(wished) {
            continue;
        }
        let variants: Vec<VariantId> = group.iter().map(|shown| shown.line.variant).collect();
        let prices = ctx
            .db()
            .read(move |conn| {
                let prices =
                    variants.iter().map(|variant| checkout::price_in(conn, merchant, *variant, wished));
                prices.collect::<Result<Vec<_>, DbError>>()
            })
            .await?;
        if let Some(prices) = prices.into_iter().collect::<Option<Vec<Money>>>() {
            for (shown, price) in group.iter_mut().zip(prices) {
                shown.unit_price = price;
            }
        }
    }
    Ok(())
}

fn line(shown: ShownLine, needs_payee: bool, now: Timestamp) -> Result<CartLine, DbError> {
    let quantity = shown.line.quantity;
    let subtotal =
        shown.unit_price.times(quantity.get()).map_err(|_| DbError::Missing("a price that can be paid"))?;
    let (state, quantity_max) = state(&shown, needs_payee, now);
    Ok(CartLine {
        product: shown.product,
        variant: shown.line.variant,
        offer: shown.line.offer,
        post: shown.line.post,
        quantity,
        title: shown.title,
        variant_title: shown.variant_title,
        image: shown.image,
        unit_price: shown.unit_price,
        subtotal,
        quantity_max,
        state,
    })
}

fn state(shown: &ShownLine, needs_payee: bool, now: Timestamp) -> (LineState, u32) {
    let offer_open = shown.offer.as_ref().is_some_and(|offer| offer.is_open(now));
    if !shown.active || !shown.seller_open || !offer_open || (needs_payee && !shown.seller_takes) {
        return (LineState::NotForSale, 0);
    }
    let wanted = shown.line.quantity.get();
    let left = shown.free.map(|free| u32::try_from(free.max(0)).unwrap_or(u32::MAX));
    let limit = shown.offer.as_ref().and_then(|offer| offer.limit_per_buyer);
    let most = left.unwrap_or(u32::MAX).min(limit.unwrap_or(u32::MAX)).min(domain::quantity::QUANTITY_MAX);
    let state = match (left, limit) {
        (Some(0), _) => LineState::SoldOut,
        (Some(left), _) if left < wanted => LineState::Short { left },
        (_, Some(limit)) if limit < wanted => LineState::OverLimit { limit },
        (_, _) => LineState::Ready,
    };
    (state, most)
}

fn add_up(sums: &mut Vec<Money>, amount: Money) {
    match sums.iter_mut().find(|sum| sum.currency == amount.currency) {
        Some(sum) => sum.amount = sum.amount.saturating_add(amount.amount),
        None => sums.push(amount),
    }
}
