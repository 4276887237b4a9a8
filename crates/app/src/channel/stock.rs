//! How many there are, pushed.

use std::collections::BTreeMap;

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::catalog::values;
use domain::channel::PushKind;
use domain::ids::{MerchantId, VariantId};
use jiff::Timestamp;
use store::changes::ChangeKind;
use store::channel_rows::{self, NamedVariant};
use store::{DbError, Tx, import_goods};

use super::named::{Row, push_rows};
pub use super::named::{RowResult, RowStatus};
use super::{Name, PushError, Unreadable, Wrong};
use crate::Ctx;
use crate::staff_log::permitted;

/// How many units there are of a variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockRow {
    /// Of which.
    pub name: Name,
    /// Units on the shelf; none: they are not counted.
    pub on_hand: Option<i64>,
    /// As of when, by the clock of whoever says it.
    pub at: Timestamp,
}

/// Takes stock in, each row for itself: absolute, never below what is promised to open orders, and only where no later word is
/// known.
///
/// # Errors
/// [`PushError`].
pub async fn push_stock(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    rows: Vec<Result<StockRow, Unreadable>>,
) -> Result<Vec<RowResult>, PushError> {
    push_rows(ctx, permitted(permit, MerchantAct::EditCatalog), rows).await
}

/// What rows of stock write: units where they are others, and as of when.
#[derive(Default)]
pub(super) struct Units {
    units: BTreeMap<VariantId, Option<i64>>,
    said: BTreeMap<VariantId, Timestamp>,
}

impl Row for StockRow {
    type Writes = Units;
    const KIND: PushKind = PushKind::Stock;
    const TOLD: ChangeKind = ChangeKind::Stock;

    fn name(&self) -> &Name {
        &self.name
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn known_at(variant: &NamedVariant) -> Option<Timestamp> {
        variant.stock_at
    }

    fn apply(&self, variant: &mut NamedVariant, writes: &mut Units) -> RowResult {
        if let Some(Err(reason)) = self.on_hand.map(values::units) {
            let wrong = Wrong { field: "on_hand".to_owned(), reason: reason.to_string() };
            return RowResult::refused(Some(variant.id), vec![wrong]);
        }
        let wanted = self.on_hand.map(|units| units.max(variant.reserved));
        let known = variant.tracked.then_some(variant.on_hand);
        writes.said.insert(variant.id, self.at);
        variant.stock_at = Some(self.at);
        let status = if wanted == known { RowStatus::Unchanged } else { RowStatus::Changed };
        if wanted != known {
            writes.units.insert(variant.id, self.on_hand);
            variant.tracked = wanted.is_some();
            variant.on_hand = wanted.unwrap_or(variant.reserved);
        }
        RowResult {
            raised_to: wanted.filter(|_| wanted != self.on_hand),
            ..RowResult::of(status, variant.id)
        }
    }

    fn write(tx: &mut Tx<'_>, merchant: MerchantId, writes: &Units) -> Result<Vec<VariantId>, DbError> {
        let units: Vec<_> = writes.units.iter().map(|(id, units)| (*id, *units)).collect();
        import_goods::set_units(tx, merchant, &units)?;
        let said: Vec<_> = writes.said.iter().map(|(id, at)| (*id, *at)).collect();
        channel_rows::set_stock_at(tx, merchant, &said)?;
        Ok(Vec::new())
    }
}
