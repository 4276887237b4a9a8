//! Rows of stock and prices: which variant each one means, whether it still counts, and what became of it.

use std::sync::Arc;

use domain::channel::{Age, PushKind, ROWS_AT_ONCE, ROWS_MAX, age};
use domain::ids::{MerchantId, ProductId, VariantId};
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::channel_rows::{self, NamedVariant};
use store::{DbError, Tx};

use super::note::{Came, note};
use super::{PushError, Unreadable, Wrong};
use crate::Ctx;

/// What a shop calls a variant: by its external id, with or without its product's, or by its SKU.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// The product's external id.
    pub product: Option<String>,
    /// The variant's external id.
    pub variant: Option<String>,
    /// The stock-keeping unit.
    pub sku: Option<String>,
}

impl Name {
    fn means(&self, variant: &NamedVariant) -> bool {
        let is = |said: &Option<String>, known: &str| said.as_deref().is_none_or(|said| said == known);
        variant.active
            && is(&self.product, &variant.product_external_id)
            && is(&self.variant, &variant.external_id)
            && is(&self.sku, &variant.sku)
    }

    /// The field that says most.
    fn field(&self) -> &'static str {
        if self.variant.is_some() { "variant" } else { "sku" }
    }

    /// In one line, for people.
    fn said(&self) -> String {
        let name = self.variant.as_ref().or(self.sku.as_ref()).cloned().unwrap_or_default();
        match &self.product {
            Some(product) => format!("{product} {name}"),
            None => name,
        }
    }

    /// Which of `known` is meant.
    fn find(&self, known: &[NamedVariant]) -> Result<usize, Wrong> {
        let wrong = |reason: String| Wrong { field: self.field().to_owned(), reason };
        if self.variant.is_none() && self.sku.as_ref().is_none_or(String::is_empty) {
            return Err(wrong("Say which variant: \"variant\" with its external_id, or \"sku\".".to_owned()));
        }
        let mut meant = known.iter().enumerate().filter(|(_, variant)| self.means(variant));
        let Some((index, _)) = meant.next() else {
            let reason = "Nothing on sale here is called so. Push its product first, or mend the name.";
            return Err(wrong(reason.to_owned()));
        };
        match meant.count() {
            0 => Ok(index),
            more => Err(wrong(format!(
                "{} variants are called so. Say \"product\" and \"variant\", the external ids of both.",
                more + 1
            ))),
        }
    }
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowResult {
    /// What was done.
    pub status: RowStatus,
    /// The variant that was meant.
    pub variant: Option<VariantId>,
    /// What is wrong.
    pub errors: Vec<Wrong>,
    /// More units are promised to open orders than were said; the shelf holds exactly these.
    pub raised_to: Option<i64>,
}

/// What became of a row, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowStatus {
    /// Something is another now.
    Changed,
    /// It was so already, or was heard before.
    Unchanged,
    /// A later word is known.
    Stale,
    /// It is wrong.
    Refused,
}

impl RowResult {
    pub(super) fn of(status: RowStatus, variant: VariantId) -> Self {
        Self { status, variant: Some(variant), errors: Vec::new(), raised_to: None }
    }

    pub(super) fn refused(variant: Option<VariantId>, errors: Vec<Wrong>) -> Self {
        Self { status: RowStatus::Refused, variant, errors, raised_to: None }
    }
}

/// A row that says something of a variant.
pub(super) trait Row: Clone + Send + Sync + 'static {
    /// What the rows of one batch write.
    type Writes: Default;
    const KIND: PushKind;
    const TOLD: ChangeKind;

    fn name(&self) -> &Name;
    fn at(&self) -> Timestamp;
    /// As of when the same was said of the variant before.
    fn known_at(variant: &NamedVariant) -> Option<Timestamp>;
    /// Notes in `writes` and in `variant` what this row makes of it.
    fn apply(&self, variant: &mut NamedVariant, writes: &mut Self::Writes) -> RowResult;
    /// Writes it, and says of which variants something is another that [`Row::apply`] could not know.
    fn write(tx: &mut Tx<'_>, merchant: MerchantId, writes: &Self::Writes)
    -> Result<Vec<VariantId>, DbError>;
}

/// Takes rows in, some hundred at a time, each for itself.
pub(super) async fn push_rows<R: Row>(
    ctx: &Ctx,
    merchant: MerchantId,
    rows: Vec<Result<R, Unreadable>>,
) -> Result<Vec<RowResult>, PushError> {
    if !(1..=ROWS_MAX).contains(&rows.len()) {
        return Err(PushError::Count(ROWS_MAX));
    }
    let mut results = Vec::with_capacity(rows.len());
    for batch in rows.chunks(ROWS_AT_ONCE) {
        let (batch, now): (Arc<[_]>, _) = (batch.into(), ctx.now());
        let written =
            ctx.db().write("push_rows", move |tx| write_batch::<R>(tx, merchant, &batch, now)).await?;
        results.extend(written);
    }
    Ok(results)
}

fn write_batch<R: Row>(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    batch: &[Result<R, Unreadable>],
    now: Timestamp,
) -> Result<Vec<RowResult>, DbError> {
    let names = || batch.iter().flatten().map(R::name);
    let by_id: Vec<&str> = names().filter_map(|name| name.variant.as_deref()).collect();
    let by_sku = names().filter(|name| name.variant.is_none());
    let by_sku: Vec<&str> = by_sku.filter_map(|name| name.sku.as_deref()).collect();
    let found = channel_rows::find(tx, merchant, &by_id, &by_sku)?;
    let mut known = channel_rows::lock(tx, merchant, &found)?;
    let mut writes = R::Writes::default();
    let mut results: Vec<RowResult> = Vec::with_capacity(batch.len());
    for row in batch {
        results.push(match row {
            Ok(row) => one::<R>(row, &mut known, &mut writes, now),
            Err(unread) => RowResult::refused(None, vec![unread.wrong.clone()]),
        });
    }
    let also = R::write(tx, merchant, &writes)?;
    for result in &mut results {
        if result.status == RowStatus::Unchanged && result.variant.is_some_and(|id| also.contains(&id)) {
            result.status = RowStatus::Changed;
        }
    }
    let is_changed = |variant: &&NamedVariant| {
        let mut own = results.iter().filter(|result| result.variant == Some(variant.id));
        own.any(|result| result.status == RowStatus::Changed)
    };
    let mut products: Vec<ProductId> =
        known.iter().filter(is_changed).map(|variant| variant.product).collect();
    products.sort_unstable();
    products.dedup();
    let told: Vec<_> = products.iter().map(|product| (R::TOLD, product.0, merchant.0)).collect();
    changes::note_all(tx, &told, now)?;
    note(tx, merchant, R::KIND, &came(batch, &results), now)?;
    Ok(results)
}

fn one<R: Row>(row: &R, known: &mut [NamedVariant], writes: &mut R::Writes, now: Timestamp) -> RowResult {
    let index = match row.name().find(known) {
        Ok(index) => index,
        Err(wrong) => return RowResult::refused(None, vec![wrong]),
    };
    let variant = &mut known[index];
    match age(R::known_at(variant), row.at(), now) {
        Age::Newer => row.apply(variant, writes),
        Age::Heard => RowResult::of(RowStatus::Unchanged, variant.id),
        Age::Stale => RowResult::of(RowStatus::Stale, variant.id),
        Age::Ahead => {
            let reason = "This is in the future; check the clock of whoever says it.".to_owned();
            RowResult::refused(Some(variant.id), vec![Wrong { field: "at".to_owned(), reason }])
        }
    }
}

fn came<R: Row>(batch: &[Result<R, Unreadable>], results: &[RowResult]) -> Came {
    let mut came = Came::default();
    for (row, result) in batch.iter().zip(results) {
        let name = match row {
            Ok(row) => row.name().said(),
            Err(unread) => unread.name.clone(),
        };
        match result.status {
            RowStatus::Changed => came.pushed.changed += 1,
            RowStatus::Unchanged => came.pushed.unchanged += 1,
            RowStatus::Stale => came.pushed.stale += 1,
            RowStatus::Refused => came.pushed.refused += 1,
        }
        match (result.status, result.errors.first()) {
            (RowStatus::Refused, Some(wrong)) => came.refused.push((name, wrong.clone())),
            _ => came.right.push(name),
        }
    }
    came
}

#[cfg(test)]
mod tests {
    use domain::money::{Currency, Money};
    use domain::view::goods::Price;

    use super::*;

    fn variant(product: &str, external_id: &str, sku: &str) -> NamedVariant {
        NamedVariant {
            id: VariantId(1),
            product: ProductId(1),
            product_external_id: product.to_owned(),
            external_id: external_id.to_owned(),
            sku: sku.to_owned(),
            active: true,
            tracked: true,
            on_hand: 1,
            reserved: 0,
            price: Price { price: Money::new(1, Currency::EUR), compare_at: None },
            has_sale: false,
            stock_at: None,
            price_at: None,
        }
    }

    #[test]
    fn a_name_means_one_variant_or_is_refused() {
        let gone = NamedVariant { active: false, ..variant("mug", "gone", "GONE") };
        let known =
            [variant("lamp", "s", "LAMP-S"), variant("mug", "s", "MUG"), variant("cup", "c", "MUG"), gone];
        let find = |product: Option<&str>, variant: Option<&str>, sku: Option<&str>| {
            let own = |text: Option<&str>| text.map(str::to_owned);
            let name = Name { product: own(product), variant: own(variant), sku: own(sku) };
            name.find(&known).map_err(|wrong| wrong.field)
        };
        assert_eq!(find(Some("mug"), Some("s"), None), Ok(1));
        assert_eq!(find(None, None, Some("LAMP-S")), Ok(0));
        assert_eq!(find(Some("cup"), None, Some("MUG")), Ok(2));
        assert_eq!(find(None, Some("s"), None), Err("variant".to_owned()), "two are called so");
        assert_eq!(find(None, None, Some("MUG")), Err("sku".to_owned()), "two are called so");
        assert_eq!(find(None, Some("gone"), None), Err("variant".to_owned()), "not on sale");
        assert_eq!(find(Some("lamp"), None, None), Err("sku".to_owned()), "it says which product only");
        assert_eq!(find(None, None, Some("")), Err("sku".to_owned()));
    }
}
