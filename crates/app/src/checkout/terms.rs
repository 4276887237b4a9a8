//! What a buyer said and the prices that follow from it. Every checkout passes here two or three times before it is
//! paid, so it is written hot: all that wait at the same moment in one statement per table.

use std::collections::{BTreeMap, BTreeSet};

use domain::checkout::{Checkout, CheckoutState, PostalAddress, Purchase};
use domain::ids::{AccountId, AddressId, CheckoutId, MerchantId, PurchaseId};
use jiff::Timestamp;
use store::checkouts;
use store::{Command, DbError, Tx};

/// An address to keep for the buyer's next purchase.
pub(super) struct KeptAddress {
    pub id: AddressId,
    pub account: AccountId,
    pub address: PostalAddress,
    pub now: Timestamp,
}

/// A purchase and checkouts of it as they shall stand. Gives whether all those checkouts were still open; those that
/// were not stay as they are.
#[derive(Default)]
pub(super) struct WriteTerms {
    /// The purchase, when it changed.
    pub purchase: Option<Purchase>,
    /// The checkouts with their new prices.
    pub checkouts: Vec<Checkout>,
    /// What the buyer wants kept.
    pub address: Option<KeptAddress>,
}

impl Command for WriteTerms {
    type Output = bool;
    const NAME: &'static str = "write_terms";

    fn run(tx: &mut Tx<'_>, batch: &[Self]) -> Result<Vec<bool>, DbError> {
        // Two requests of one buyer at once: the one that came last stands, as it would in two transactions.
        let mut purchases: BTreeMap<PurchaseId, &Purchase> = BTreeMap::new();
        let mut priced: BTreeMap<CheckoutId, &Checkout> = BTreeMap::new();
        for terms in batch {
            purchases.extend(terms.purchase.iter().map(|purchase| (purchase.id, purchase)));
            priced.extend(terms.checkouts.iter().map(|checkout| (checkout.id, checkout)));
        }
        let keys: Vec<(MerchantId, CheckoutId)> =
            priced.values().map(|checkout| (checkout.merchant, checkout.id)).collect();
        let open: BTreeSet<CheckoutId> = checkouts::lock(tx, &keys)?
            .into_iter()
            .filter(|standing| standing.state == CheckoutState::Open)
            .map(|standing| standing.id)
            .collect();
        checkouts::update_purchases(tx, &purchases.into_values().collect::<Vec<_>>())?;
        priced.retain(|id, _| open.contains(id));
        checkouts::reprice(tx, &priced.into_values().collect::<Vec<_>>())?;
        for kept in batch.iter().filter_map(|terms| terms.address.as_ref()) {
            store::wallet::keep_address(tx, kept.id, kept.account, &kept.address, kept.now)?;
        }
        Ok(batch
            .iter()
            .map(|terms| terms.checkouts.iter().all(|checkout| open.contains(&checkout.id)))
            .collect())
    }
}
