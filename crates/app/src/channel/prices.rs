//! What goods cost, pushed.

use std::collections::BTreeMap;

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::channel::PushKind;
use domain::ids::{MerchantId, VariantId};
use domain::view::goods::Price;
use jiff::Timestamp;
use store::changes::ChangeKind;
use store::channel_rows::{self, NamedVariant};
use store::{DbError, Tx, sales, variants};

use super::draft::wrong_prices;
use super::named::{Row, RowResult, RowStatus, push_rows};
use super::{Name, PushError, Unreadable};
use crate::Ctx;
use crate::staff_log::permitted;

/// What a variant costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRow {
    /// Which.
    pub name: Name,
    /// In the shop's own currency.
    pub price: Price,
    /// All prices in further currencies; none leaves them.
    pub further: Option<Vec<Price>>,
    /// As of when, by the clock of whoever says it.
    pub at: Timestamp,
}

/// Takes prices in, each row for itself, and only where no later word is known. A sale of a variant ends when its usual price
/// becomes another.
///
/// # Errors
/// [`PushError`].
pub async fn push_prices(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    rows: Vec<Result<PriceRow, Unreadable>>,
) -> Result<Vec<RowResult>, PushError> {
    push_rows(ctx, permitted(permit, MerchantAct::EditCatalog), rows).await
}

/// What rows of prices write.
#[derive(Default)]
pub(super) struct Written {
    prices: BTreeMap<VariantId, Price>,
    further: BTreeMap<VariantId, Vec<Price>>,
    said: BTreeMap<VariantId, Timestamp>,
}

impl Row for PriceRow {
    type Writes = Written;
    const KIND: PushKind = PushKind::Prices;
    const TOLD: ChangeKind = ChangeKind::Product;

    fn name(&self) -> &Name {
        &self.name
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn known_at(variant: &NamedVariant) -> Option<Timestamp> {
        variant.price_at
    }

    fn apply(&self, variant: &mut NamedVariant, writes: &mut Written) -> RowResult {
        let own = variant.price.price.currency;
        let wrong = wrong_prices(self.price, self.further.as_deref().unwrap_or_default(), own);
        if !wrong.is_empty() {
            return RowResult::refused(Some(variant.id), wrong);
        }
        writes.said.insert(variant.id, self.at);
        variant.price_at = Some(self.at);
        if let Some(further) = &self.further {
            writes.further.insert(variant.id, further.clone());
        }
        if variant.price == self.price {
            return RowResult::of(RowStatus::Unchanged, variant.id);
        }
        writes.prices.insert(variant.id, self.price);
        variant.price = self.price;
        RowResult::of(RowStatus::Changed, variant.id)
    }

    fn write(tx: &mut Tx<'_>, merchant: MerchantId, writes: &Written) -> Result<Vec<VariantId>, DbError> {
        let prices: Vec<_> = writes.prices.iter().map(|(id, price)| (*id, *price)).collect();
        let repriced: Vec<VariantId> = writes.prices.keys().copied().collect();
        channel_rows::set_prices(tx, merchant, &prices)?;
        if !repriced.is_empty() {
            sales::replace(tx, merchant, &repriced, &[])?;
        }
        let mut also = Vec::new();
        for (variant, further) in &writes.further {
            if variants::set_more_prices(tx, merchant, *variant, further)? {
                also.push(*variant);
            }
        }
        // A checkout in a further currency is guarded by the pricing version alone (I7).
        if !also.is_empty() {
            store::merchants::bump_pricing(tx, merchant)?;
        }
        let said: Vec<_> = writes.said.iter().map(|(id, at)| (*id, *at)).collect();
        channel_rows::set_price_at(tx, merchant, &said)?;
        Ok(also)
    }
}
