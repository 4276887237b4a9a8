//! What a buyer said, and the prices that follow from it. Every checkout passes here two or three times before it is
//! paid, so it is written hot: all that wait at the same moment in one statement per table.

use std::collections::BTreeMap;

use domain::checkout::{Checkout, CheckoutState, PostalAddress, Purchase};
use domain::ids::{AccountId, AddressId, CheckoutId, MerchantId, PurchaseId};
use jiff::Timestamp;
use store::checkouts::{self, Repriced};
use store::{Command, DbError, Tx, wallet};

use crate::accounts::wallet::ADDRESSES_MAX;

/// A purchase and its checkouts as they shall stand. Written whole, or not at all: each checkout must be open, and at
/// the version it was read at.
#[derive(Default)]
pub(super) struct Terms {
    /// Who and where to. The purchase's open checkouts must come along: their versions guard it.
    pub details: Option<Purchase>,
    /// How to pay.
    pub method: Option<Purchase>,
    /// The checkouts with their prices.
    pub checkouts: Vec<Checkout>,
    /// What the buyer wants kept.
    pub address: Option<KeptAddress>,
}

/// An address to keep for the buyer's next purchase.
pub(super) struct KeptAddress {
    pub id: AddressId,
    pub account: AccountId,
    pub address: PostalAddress,
    pub now: Timestamp,
}

/// State and version of each checkout, as the commands of a batch leave them one after the other.
type Standing = BTreeMap<CheckoutId, (CheckoutState, i64)>;

impl Terms {
    /// The checkouts alone.
    pub(super) fn of(checkout: &Checkout) -> Self {
        Self { checkouts: vec![checkout.clone()], ..Self::default() }
    }

    fn fits(&self, standing: &Standing) -> Repriced {
        let mut each = self.checkouts.iter().map(|checkout| match standing.get(&checkout.id) {
            Some((CheckoutState::Open, version)) if *version == checkout.version => Repriced::Done,
            Some((CheckoutState::Open, _)) => Repriced::Stale,
            Some((CheckoutState::Ordered, _)) | None => Repriced::Ordered,
        });
        each.rfind(|outcome| *outcome != Repriced::Done).unwrap_or(Repriced::Done)
    }
}

impl Command for Terms {
    type Output = Repriced;
    const NAME: &'static str = "write_terms";

    fn run(tx: &mut Tx<'_>, batch: &[Self]) -> Result<Vec<Repriced>, DbError> {
        let mut keys: Vec<(MerchantId, CheckoutId)> = batch
            .iter()
            .flat_map(|terms| terms.checkouts.iter().map(|checkout| (checkout.merchant, checkout.id)))
            .collect();
        keys.sort_unstable_by_key(|(_, checkout)| *checkout);
        keys.dedup();
        let mut standing: Standing =
            checkouts::lock(tx, &keys)?.into_iter().map(|row| (row.id, (row.state, row.version))).collect();
        // Of two commands about one purchase the later stands, as it would in two transactions.
        let mut details: BTreeMap<PurchaseId, &Purchase> = BTreeMap::new();
        let mut methods: BTreeMap<PurchaseId, &Purchase> = BTreeMap::new();
        let mut priced: BTreeMap<CheckoutId, (&Checkout, i64)> = BTreeMap::new();
        let mut kept = Vec::new();
        let mut outcomes = Vec::with_capacity(batch.len());
        for terms in batch {
            let outcome = terms.fits(&standing);
            outcomes.push(outcome);
            if outcome != Repriced::Done {
                continue;
            }
            for checkout in &terms.checkouts {
                let version = checkout.version + 1;
                standing.insert(checkout.id, (CheckoutState::Open, version));
                priced.insert(checkout.id, (checkout, version));
            }
            details.extend(terms.details.iter().map(|purchase| (purchase.id, purchase)));
            methods.extend(terms.method.iter().map(|purchase| (purchase.id, purchase)));
            kept.extend(&terms.address);
        }
        checkouts::update_details(tx, &details.into_values().collect::<Vec<_>>())?;
        checkouts::update_methods(tx, &methods.into_values().collect::<Vec<_>>())?;
        checkouts::reprice(tx, &priced.into_values().collect::<Vec<_>>())?;
        kept.into_iter().try_for_each(|address| keep(tx, address))?;
        Ok(outcomes)
    }
}

/// A full address book keeps what it has; the order goes where it was asked all the same.
fn keep(tx: &mut Tx<'_>, kept: &KeptAddress) -> Result<(), DbError> {
    let known = wallet::addresses(tx, kept.account)?;
    if known.len() < ADDRESSES_MAX || known.iter().any(|(_, known)| *known == kept.address) {
        wallet::keep_address(tx, kept.id, kept.account, &kept.address, kept.now)?;
    }
    Ok(())
}
