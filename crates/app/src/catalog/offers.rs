//! Makes a product buyable from posts: always, for a limited time, or a limited number each.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::catalog::draft::DraftStatus;
use domain::ids::{MerchantId, OfferId, ProductId};
use domain::merchant::MerchantState;
use domain::view::goods::Offer;
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::{DbError, Tx, offers, products, staff_actions};

use crate::Ctx;
use crate::staff_log::{self, permitted};

/// Offers of one product that are listed.
const OFFERS_LISTED_MAX: u32 = 50;
/// The most units one buyer may be limited to; beyond it a limit says nothing.
const LIMIT_PER_BUYER_MAX: u32 = 999;

/// For how long, and how many each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// Not before.
    pub starts_at: Option<Timestamp>,
    /// Not from then on.
    pub ends_at: Option<Timestamp>,
    /// Units that one buyer may have in all.
    pub limit_per_buyer: Option<u32>,
}

/// Why there is no offer.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// There is no such product, or it is not on sale.
    #[error("this product is not on sale")]
    NotOnSale,
    /// Only a verified merchant's posts may carry a Buy card (D3).
    #[error("the merchant is not verified")]
    NotVerified(MerchantState),
    /// It would end before it begins, or is over already.
    #[error("the end must be later than the beginning and than now")]
    Times,
    /// No buyer could buy, or everyone could anyway.
    #[error("a limit per buyer is from 1 to {LIMIT_PER_BUYER_MAX}")]
    Limit,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes an offer of `product` that a card can point at. An offer without terms is made once per product and used
/// again.
///
/// # Errors
/// See [`OfferError`]; nothing has changed then.
pub async fn make(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
    terms: Terms,
) -> Result<OfferId, OfferError> {
    // Both posting and editing the catalog need offers; either permit will do.
    let merchant = permit.action().merchant;
    assert!(
        matches!(permit.action().act, MerchantAct::Post | MerchantAct::EditCatalog),
        "offers are made by those who post or edit the catalog"
    );
    let now = ctx.now();
    check(terms, now)?;
    let offer = offer_of(ctx.id(), merchant, product, terms);
    let line = staff_log::line(ctx, permit.by(), merchant, "offer.make", offer.id, product.to_string());
    ctx.db()
        .write("make_offer", move |tx| {
            let made = make_in(tx, &offer, now)?;
            if made == offer.id {
                staff_actions::note(tx, &line)?;
            }
            Ok(made)
        })
        .await
}

fn check(terms: Terms, now: Timestamp) -> Result<(), OfferError> {
    let starts_at = terms.starts_at.unwrap_or(now);
    if terms.ends_at.is_some_and(|end| end <= starts_at || end <= now) {
        return Err(OfferError::Times);
    }
    if terms.limit_per_buyer.is_some_and(|limit| limit == 0 || limit > LIMIT_PER_BUYER_MAX) {
        return Err(OfferError::Limit);
    }
    Ok(())
}

fn offer_of(id: OfferId, merchant: MerchantId, product: ProductId, terms: Terms) -> Offer {
    let Terms { starts_at, ends_at, limit_per_buyer } = terms;
    Offer { id, merchant, product, open: true, starts_at, ends_at, limit_per_buyer }
}

/// Makes `offer` in the transaction of a post or an import that needs it. Gives the plain offer that is there
/// already where one is asked for again.
///
/// # Errors
/// See [`OfferError`].
pub(crate) fn make_in(tx: &mut Tx<'_>, offer: &Offer, now: Timestamp) -> Result<OfferId, OfferError> {
    let merchant = store::merchants::by_id(tx, offer.merchant)?.ok_or(OfferError::NotOnSale)?;
    if !merchant.state.may_attach_cards() {
        return Err(OfferError::NotVerified(merchant.state));
    }
    // Locked, so that two posts at once share one plain offer.
    if !products::lock(tx, offer.merchant, offer.product)? {
        return Err(OfferError::NotOnSale);
    }
    let product = products::by_id(tx, offer.merchant, offer.product)?.ok_or(OfferError::NotOnSale)?;
    if product.status != DraftStatus::Active {
        return Err(OfferError::NotOnSale);
    }
    let is_plain = offer.starts_at.is_none() && offer.ends_at.is_none() && offer.limit_per_buyer.is_none();
    if is_plain && let Some(known) = offers::plain_of_product(tx, offer.merchant, offer.product)? {
        return Ok(known);
    }
    offers::insert(tx, offer, now)?;
    changes::note(tx, ChangeKind::Offer, offer.id.0, offer.merchant.0, now)?;
    Ok(offer.id)
}

/// The offers of a product, newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn of_product(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
) -> Result<Vec<Offer>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewCatalog);
    ctx.db().read(move |conn| offers::of_product(conn, merchant, product, OFFERS_LISTED_MAX)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_nobody_could_use_are_refused() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let terms = |starts_at: Option<i64>, ends_at: Option<i64>, limit_per_buyer| Terms {
            starts_at: starts_at.map(at),
            ends_at: ends_at.map(at),
            limit_per_buyer,
        };
        let now = at(100);
        assert!(check(Terms::default(), now).is_ok());
        assert!(check(terms(Some(90), Some(110), Some(1)), now).is_ok());
        for (terms, is_time) in [
            (terms(None, Some(100), None), true),
            (terms(Some(120), Some(120), None), true),
            (terms(None, None, Some(0)), false),
            (terms(None, None, Some(1_000)), false),
        ] {
            let refused = check(terms, now);
            let expected = if is_time {
                matches!(refused, Err(OfferError::Times))
            } else {
                matches!(refused, Err(OfferError::Limit))
            };
            assert!(expected, "{terms:?}");
        }
    }
}
