//! Whole products, pushed.

use std::collections::HashMap;
use std::sync::Arc;

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::catalog::draft::ProductDraft;
use domain::catalog::problem::Problem;
use domain::channel::{AHEAD_MAX, PRODUCTS_MAX, PushKind};
use domain::ids::{Id, MerchantId, ProductId};
use domain::view::goods::Price;
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::import_goods::Source;
use store::{DbError, Tx, channel_rows, variants};

use super::draft::{Drafted, NewProduct, Wrong, drafted};
use super::note::{Came, note};
use super::{PushError, Unreadable};
use crate::catalog::pictures;
use crate::imports::{Outcome, Said, Taken, apply, offer, plan};
use crate::staff_log::{self, note_detail, permitted};
use crate::{Ctx, merchants};

/// Products of one transaction: orders wait for no longer than these take.
const PRODUCTS_AT_ONCE: usize = 50;
/// Variants of one transaction; a product with more is alone.
const VARIANTS_AT_ONCE: usize = 1_000;

/// Products that are pushed.
#[derive(Debug, Clone, Default)]
pub struct ProductsPush {
    /// Each by itself: one that cannot be read stops no other.
    pub products: Vec<Result<NewProduct, Unreadable>>,
    /// As of when the stock in them is said; none counts always.
    pub stock_at: Option<Timestamp>,
}

/// What became of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is new.
    Created,
    /// Something of it is another.
    Changed,
    /// It is as it was.
    Unchanged,
    /// Something is wrong with it; nothing of it was written.
    Refused,
}

/// What became of one product that was pushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductResult {
    /// What the shop calls it, as far as that could be read.
    pub external_id: String,
    /// What was done.
    pub status: Status,
    /// Its id here; none when it was refused.
    pub product: Option<ProductId>,
    /// What is wrong with it.
    pub errors: Vec<Wrong>,
    /// Variants, by their place, that more units are promised of than were said, and how many those are: the shelf holds
    /// exactly them.
    pub raised: Vec<(usize, i64)>,
    /// Variants, by their place, of which a later word on stock is known; that one stays.
    pub held: Vec<usize>,
}

impl ProductResult {
    fn refused(external_id: String, errors: Vec<Wrong>) -> Self {
        Self {
            external_id,
            status: Status::Refused,
            product: None,
            errors,
            raised: Vec::new(),
            held: Vec::new(),
        }
    }
}

/// What is written in one transaction: places in the push, and what stands there.
struct Batch {
    places: Vec<usize>,
    drafts: Vec<ProductDraft>,
    prices: Vec<Vec<Option<Vec<Price>>>>,
}

/// Takes products in, each as a whole. What is pushed again is answered as unchanged; what is wrong is answered with its fields
/// and stops nothing else.
///
/// # Errors
/// [`PushError`].
pub async fn push_products(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    push: ProductsPush,
) -> Result<Vec<ProductResult>, PushError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    if !(1..=PRODUCTS_MAX).contains(&push.products.len()) {
        return Err(PushError::Count(PRODUCTS_MAX));
    }
    if push.stock_at.is_some_and(|at| at > ctx.now() + AHEAD_MAX) {
        return Err(PushError::Ahead);
    }
    let own = merchants::find(ctx, merchant).await?.ok_or(PushError::Unknown)?.profile.currency;
    let mut results: Vec<Option<ProductResult>> = Vec::with_capacity(push.products.len());
    let mut first_places: HashMap<String, usize> = HashMap::new();
    let mut good: Vec<(usize, Drafted)> = Vec::new();
    for (place, product) in push.products.iter().enumerate() {
        let product = match product {
            Ok(product) => product,
            Err(unread) => {
                let result = ProductResult::refused(unread.name.clone(), vec![unread.wrong.clone()]);
                results.push(Some(result));
                continue;
            }
        };
        let external_id = product.external_id.trim().to_owned();
        let outcome = drafted(product, own).and_then(|drafted| match first_places.get(&external_id) {
            None => Ok(drafted),
            Some(first) => Err(vec![Wrong {
                field: "external_id".to_owned(),
                reason: format!("products[{first}] has the same name; names must be unique in one call."),
            }]),
        });
        results.push(match outcome {
            Ok(drafted) => {
                first_places.insert(external_id, place);
                good.push((place, drafted));
                None
            }
            Err(errors) => Some(ProductResult::refused(external_id, errors)),
        });
    }
    let refused = came(results.iter().flatten());
    if !refused.refused.is_empty() {
        let now = ctx.now();
        ctx.db()
            .write("note_refused", move |tx| note(tx, merchant, PushKind::Products, &refused, now))
            .await?;
    }
    for batch in batches(good) {
        let (places, written) = write(ctx, permit, merchant, batch, push.stock_at).await?;
        for (place, result) in places.into_iter().zip(written) {
            results[place] = Some(result);
        }
    }
    Ok(results.into_iter().flatten().collect())
}

/// Parts of a push, each small enough for one transaction.
fn batches(good: Vec<(usize, Drafted)>) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    let mut variants = 0;
    for (place, Drafted { draft, prices }) in good {
        let more = draft.variants.len();
        let is_full = batches
            .last()
            .is_none_or(|batch| batch.drafts.len() >= PRODUCTS_AT_ONCE || variants + more > VARIANTS_AT_ONCE);
        if is_full {
            batches.push(Batch { places: Vec::new(), drafts: Vec::new(), prices: Vec::new() });
            variants = 0;
        }
        variants += more;
        if let Some(batch) = batches.last_mut() {
            batch.places.push(place);
            batch.drafts.push(draft);
            batch.prices.push(prices);
        }
    }
    batches
}

async fn write(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    merchant: MerchantId,
    batch: Batch,
    stock_at: Option<Timestamp>,
) -> Result<(Vec<usize>, Vec<ProductResult>), DbError> {
    let rows_max = batch.drafts.iter().map(|draft| 1 + draft.variants.len()).sum();
    // Drawn before the transaction: one that is done again uses the same.
    let fresh: Vec<i64> = (0..rows_max).map(|_| ctx.id::<ProductId>().raw()).collect();
    let fetch = pictures::fetch_job(ctx, merchant);
    let log = staff_log::line(ctx, permit.by(), merchant, "channel.push", merchant, "");
    let now = ctx.now();
    let batch = Arc::new(batch);
    let written = batch.clone();
    let results = ctx
        .db()
        .write("push_products", move |tx| {
            let source = Source::CHANNEL;
            let said = Said { again: &[], is_whole: true, stock_at, source };
            let rows = plan(tx, merchant, &written.drafts, said, &fresh, now)?;
            apply(tx, merchant, source, &rows, now)?;
            offer(tx, merchant, &rows, now)?;
            if let Some(at) = stock_at {
                let said: Vec<_> = rows.stocked.iter().map(|variant| (*variant, at)).collect();
                channel_rows::set_stock_at(tx, merchant, &said)?;
            }
            let repriced = set_further_prices(tx, merchant, &rows.taken, &written.prices, now)?;
            let results: Vec<ProductResult> = written
                .drafts
                .iter()
                .zip(&rows.taken)
                .map(|(draft, taken)| result(draft, taken, repriced.contains(&taken.product)))
                .collect();
            if !rows.pictured.is_empty() {
                store::jobs::enqueue(tx, std::slice::from_ref(&fetch), now)?;
            }
            let came = came(results.iter());
            if came.pushed.changed > 0 {
                note_detail(tx, &log, &came.pushed.changed.to_string())?;
            }
            note(tx, merchant, PushKind::Products, &came, now)?;
            Ok::<_, DbError>(results)
        })
        .await?;
    Ok((batch.places.clone(), results))
}

fn result(draft: &ProductDraft, taken: &Taken, is_repriced: bool) -> ProductResult {
    let status = match (taken.outcome, is_repriced) {
        (Outcome::Foreign, _) => {
            let wrong = Wrong { field: "external_id".to_owned(), reason: Problem::OtherSource.to_string() };
            return ProductResult::refused(draft.external_id.clone(), vec![wrong]);
        }
        (Outcome::Create, _) => Status::Created,
        (Outcome::Change, _) | (Outcome::Same, true) => Status::Changed,
        (Outcome::Same, false) => Status::Unchanged,
    };
    ProductResult {
        external_id: draft.external_id.clone(),
        status,
        product: Some(taken.product),
        errors: Vec::new(),
        raised: taken.raised.clone(),
        held: taken.held.clone(),
    }
}

fn came<'r>(results: impl Iterator<Item = &'r ProductResult>) -> Came {
    let mut came = Came::default();
    for result in results {
        match result.status {
            Status::Created | Status::Changed => came.pushed.changed += 1,
            Status::Unchanged => came.pushed.unchanged += 1,
            Status::Refused => {
                came.pushed.refused += 1;
                came.refused
                    .extend(result.errors.first().map(|wrong| (result.external_id.clone(), wrong.clone())));
                continue;
            }
        }
        came.right.push(result.external_id.clone());
    }
    came
}

/// Writes what variants cost in further currencies, where that was said. Says of which products something is another.
fn set_further_prices(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    taken: &[Taken],
    prices: &[Vec<Option<Vec<Price>>>],
    now: Timestamp,
) -> Result<Vec<ProductId>, DbError> {
    let mut repriced: Vec<ProductId> = Vec::new();
    for (product, prices) in taken.iter().zip(prices) {
        for (variant, prices) in product.variants.iter().zip(prices) {
            if let Some(prices) = prices
                && variants::set_more_prices(tx, merchant, *variant, prices)?
                && repriced.last() != Some(&product.product)
            {
                repriced.push(product.product);
            }
        }
    }
    if !repriced.is_empty() {
        // A checkout in a further currency is guarded by the pricing version alone (I7).
        store::merchants::bump_pricing(tx, merchant)?;
        let told: Vec<_> =
            repriced.iter().map(|product| (ChangeKind::Product, product.0, merchant.0)).collect();
        changes::note_all(tx, &told, now)?;
    }
    Ok(repriced)
}
