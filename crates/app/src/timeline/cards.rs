//! What can be bought from a post: joined when the page is made, so price and stock are live.

use std::sync::Arc;

use domain::access::Actor;
use domain::catalog::draft::DraftStatus;
use domain::gate::{Asker, Feature};
use domain::ids::{AccountId, MerchantId, OfferId, ProductId};
use domain::merchant::MerchantState;
use domain::view::goods::{Goods, Offer};
use domain::view::posts::{Card, CardSeller};
use store::{Conn, DbError};

use super::entries::recall;
use super::{Reader, TimelineError};
use crate::gates::Gates;
use crate::{Ctx, switches};

/// The cards of these offers as `reader` sees them, in no order; offers that are gone have none.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn cards(ctx: &Ctx, offers: &[OfferId], reader: Option<AccountId>) -> Result<Vec<Card>, DbError> {
    if offers.is_empty() {
        return Ok(Vec::new());
    }
    let memory = ctx.memory();
    let mut wanted = offers.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let offers: Vec<Arc<Offer>> = recall(ctx, &memory.offers, &wanted, |conn, missing| {
        missing.iter().map(|offer| Ok((*offer, store::offers::by_id(conn, *offer)?.map(Arc::new)))).collect()
    })
    .await?
    .into_iter()
    .flatten()
    .flatten()
    .collect();
    let products: Vec<ProductId> = offers.iter().map(|offer| offer.product).collect();
    let owners: Vec<(ProductId, MerchantId)> =
        offers.iter().map(|offer| (offer.product, offer.merchant)).collect();
    let goods = recall(ctx, &memory.goods, &products, move |conn, missing| {
        missing.iter().map(|product| Ok((*product, read_goods(conn, *product, &owners)?))).collect()
    })
    .await?;
    let merchants: Vec<MerchantId> = offers.iter().map(|offer| offer.merchant).collect();
    let needs_payee = ctx.needs_payees();
    let sellers = recall(ctx, &memory.sellers, &merchants, move |conn, missing| {
        missing.iter().map(|merchant| Ok((*merchant, read_seller(conn, *merchant, needs_payee)?))).collect()
    })
    .await?;
    let switches = switches::thrown(ctx).await?;
    let gates = Gates::of(ctx).await?;
    let own = trials(ctx, reader, &sellers).await?;
    let whole = offers.into_iter().zip(goods).zip(sellers).filter_map(|((offer, goods), seller)| {
        let stopped = switches.server
            || switches.merchants.contains(&offer.merchant)
            || switches.offers.contains(&offer.id);
        // Where the parcel goes is not known yet.
        let asker = Asker { account: reader, merchant: Some(offer.merchant), ..Asker::default() };
        let is_gated = !stopped && !gates.answer(ctx, Feature::Buy, &asker).shows();
        let closing = gates.closing(ctx, Feature::Buy, &asker);
        let is_trial = own.contains(&offer.merchant);
        Some(Card { goods: goods??, seller: seller??, stopped, is_gated, closing, is_trial, offer })
    });
    Ok(whole.collect())
}

/// Those of `sellers` that nobody vouched for yet, and that `reader` works for: they may try to buy there.
async fn trials(
    ctx: &Ctx,
    reader: Option<AccountId>,
    sellers: &[Option<Option<Arc<CardSeller>>>],
) -> Result<Vec<MerchantId>, DbError> {
    let new = sellers.iter().flatten().flatten().filter(|seller| seller.state == MerchantState::New);
    let new: Vec<MerchantId> = new.map(|seller| seller.merchant).collect();
    let Some(reader) = reader.filter(|_| !new.is_empty()) else { return Ok(Vec::new()) };
    ctx.db()
        .read(move |conn| {
            let mut own = Vec::new();
            for merchant in new {
                if store::staff::works_for(conn, merchant, reader)? {
                    own.push(merchant);
                }
            }
            Ok(own)
        })
        .await
}

/// The card of one offer as `reader` sees it.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn card(ctx: &Ctx, offer: OfferId, reader: Option<AccountId>) -> Result<Option<Card>, DbError> {
    Ok(cards(ctx, &[offer], reader).await?.pop())
}

/// The card by which a product is sold on its own page.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn card_of_product(
    ctx: &Ctx,
    merchant: MerchantId,
    product: ProductId,
    reader: Option<AccountId>,
) -> Result<Option<Card>, DbError> {
    let offer = ctx.db().read(move |conn| store::offers::shown_of_product(conn, merchant, product)).await?;
    match offer {
        Some(offer) => card(ctx, offer, reader).await,
        None => Ok(None),
    }
}

fn read_goods(
    conn: &mut Conn,
    product: ProductId,
    owners: &[(ProductId, MerchantId)],
) -> Result<Option<Arc<Goods>>, DbError> {
    let Some((_, merchant)) = owners.iter().find(|(known, _)| *known == product) else { return Ok(None) };
    Ok(store::products::goods(conn, *merchant, product)?.map(Arc::new))
}

fn read_seller(
    conn: &mut Conn,
    merchant: MerchantId,
    needs_payee: bool,
) -> Result<Option<Arc<CardSeller>>, DbError> {
    let Some(found) = store::merchants::pricing(conn, merchant)? else { return Ok(None) };
    let currencies = found.currencies();
    // Where nothing is collected, nothing is included.
    let prices_include_tax = found.merchant.profile.prices_include_tax && !found.tax.is_empty();
    let found = found.merchant;
    let face = store::people::faces(conn, &[found.account.0])?.pop();
    Ok(Some(Arc::new(CardSeller {
        merchant,
        account: found.account,
        handle: found.handle,
        name: found.display_name,
        state: found.state,
        suspended: face.is_none_or(|face| face.suspended),
        unpayable: needs_payee && !found.payee.takes,
        low_stock_at: found.profile.low_stock_at,
        prices_include_tax,
        currencies,
    })))
}

/// A product's card on its own page, as `actor` may see it.
///
/// # Errors
/// [`TimelineError::NotFound`] when it is not shown, or its seller and the reader are kept apart.
pub async fn product_card(ctx: &Ctx, actor: &Actor, product: ProductId) -> Result<Card, TimelineError> {
    let reader = Reader::of(ctx, actor).await?;
    let merchant = ctx.db().read(move |conn| store::products::merchant_of(conn, product)).await?;
    let Some(merchant) = merchant else { return Err(TimelineError::NotFound) };
    let card = card_of_product(ctx, merchant, product, reader.account).await?;
    card.filter(|card| {
        card.goods.product.status == DraftStatus::Active
            && reader.may_visit(card.seller.account)
            && reader.may_browse(merchant, card.seller.state)
    })
    .ok_or(TimelineError::NotFound)
}
