//! A shop's goods become ours: as whole products, some in one transaction, owned by their connection.

use std::collections::HashMap;
use std::sync::Arc;

use domain::catalog::draft::{FeedItem, ProductDraft, StockDraft};
use domain::catalog::problem::{Problem, RowProblem};
use domain::connection::{Takes, Unsellable, sold_here};
use domain::ids::{ConnectionId, Id, MerchantId, ProductId};
use domain::money::Currency;
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::connections::{self, Reading};
use store::import_goods::{self, Source};
use store::{DbError, Tx};

use crate::Ctx;
use crate::catalog::pictures;
use crate::imports::{Outcome, Said, apply, offer, plan, refusal};

/// Products of one transaction: orders wait for no longer than these take.
const PRODUCTS_AT_ONCE: usize = 50;
/// Variants of one transaction; a product with more is alone.
const VARIANTS_AT_ONCE: usize = 1_000;

/// What came of goods that were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Came {
    /// Products that were met.
    pub(super) seen: u64,
    /// Products of which something was another than was known.
    pub(super) changed: u64,
}

/// Writes what a shop says of its products. `asked_at`: when it was asked, by our clock.
pub(super) async fn take_in(
    ctx: &Ctx,
    reading: &Reading,
    items: Vec<FeedItem>,
    asked_at: Timestamp,
) -> Result<Came, DbError> {
    let mut products: Vec<ProductDraft> = Vec::new();
    let mut refused: Vec<Unsellable> = Vec::new();
    let now = ctx.now();
    for item in items {
        match item {
            FeedItem::Product(draft) => match products.last_mut() {
                Some(last) if last.external_id == draft.external_id => last.absorb(draft),
                Some(_) | None => products.push(draft),
            },
            FeedItem::Refused(problem) => refused.push(unsellable(None, problem, now)),
        }
    }
    let currency = seller_currency(ctx, reading.connection.merchant).await?;
    products.retain(|draft| match currency.and_then(|currency| refusal(draft, currency)) {
        Some(problem) => {
            refused.push(unsellable(Some(&draft.external_id), problem, now));
            false
        }
        None => true,
    });
    let mut came = Came { seen: (products.len() + refused.len()) as u64, changed: 0 };
    take_off(ctx, reading, refused).await?;
    for batch in batches(products) {
        came.changed += write(ctx, reading, batch, asked_at).await?;
    }
    Ok(came)
}

async fn seller_currency(ctx: &Ctx, merchant: MerchantId) -> Result<Option<Currency>, DbError> {
    Ok(crate::merchants::find(ctx, merchant).await?.map(|seller| seller.profile.currency))
}

/// Platforms name a problem's place as `product: field`.
fn unsellable(name: Option<&str>, problem: RowProblem, now: Timestamp) -> Unsellable {
    let RowProblem { column, value, reason, line: _ } = problem;
    let (product, field) = match (name, column.split_once(": ")) {
        (Some(name), _) => (name.to_owned(), column),
        (None, Some((product, field))) => (product.to_owned(), field.to_owned()),
        (None, None) => (column, String::new()),
    };
    Unsellable { name: product, field, value, reason, refused_at: now }
}

/// What cannot be sold any more is taken off sale, and the reason is kept.
async fn take_off(ctx: &Ctx, reading: &Reading, mut refused: Vec<Unsellable>) -> Result<(), DbError> {
    // One reason for each; the first is as good as any.
    refused.sort_by(|one, other| one.name.cmp(&other.name));
    refused.dedup_by(|one, other| one.name == other.name);
    if refused.is_empty() {
        return Ok(());
    }
    let (id, merchant, run, now) =
        (reading.connection.id, reading.connection.merchant, reading.run, ctx.now());
    ctx.db()
        .write("refuse_goods", move |tx| {
            connections::refuse(tx, id, run, &refused)?;
            let names: Vec<&str> = refused.iter().map(|each| each.name.as_str()).collect();
            archive(tx, (merchant, id), Some(&names), now)
        })
        .await
}

/// Takes products of a shop off sale: these, or all of them.
pub(super) fn archive(
    tx: &mut Tx<'_>,
    (merchant, connection): (MerchantId, ConnectionId),
    names: Option<&[&str]>,
    now: Timestamp,
) -> Result<(), DbError> {
    let gone = import_goods::archive_there(tx, connection, names, now)?;
    tell_gone(tx, merchant, &gone, now)
}

/// Tells readers that products are not sold any more.
pub(super) fn tell_gone(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    gone: &[ProductId],
    now: Timestamp,
) -> Result<(), DbError> {
    let told: Vec<_> = gone.iter().map(|product| (ChangeKind::Product, product.0, merchant.0)).collect();
    changes::note_all(tx, &told, now)
}

/// Parts of a page, each small enough for one transaction.
fn batches(products: Vec<ProductDraft>) -> Vec<Vec<ProductDraft>> {
    let mut batches: Vec<Vec<ProductDraft>> = Vec::new();
    let mut variants = 0;
    for draft in products {
        let more = draft.variants.len();
        match batches.last_mut() {
            Some(batch) if batch.len() < PRODUCTS_AT_ONCE && variants + more <= VARIANTS_AT_ONCE => {
                batch.push(draft);
                variants += more;
            }
            Some(_) | None => {
                batches.push(vec![draft]);
                variants = more;
            }
        }
    }
    batches
}

/// Writes some products. Says of how many something was another.
async fn write(
    ctx: &Ctx,
    reading: &Reading,
    drafts: Vec<ProductDraft>,
    asked_at: Timestamp,
) -> Result<u64, DbError> {
    let rows_max = drafts.iter().map(|draft| 1 + draft.variants.len()).sum();
    // Drawn before the transaction: one that is done again uses the same.
    let fresh: Vec<i64> = (0..rows_max).map(|_| ctx.id::<ProductId>().raw()).collect();
    let (id, merchant) = (reading.connection.id, reading.connection.merchant);
    let (run, now) = (reading.run, ctx.now());
    let fetch = pictures::fetch_job(ctx, merchant);
    let drafts = Arc::new(drafts);
    ctx.db()
        .write("take_in_goods", move |tx| {
            let source = Source { run, connection: Some(id) };
            // What of it is bought here may have been decided anew since it was asked.
            let Some(connection) = connections::find(tx, merchant, id)? else { return Ok(0) };
            import_goods::lock_goods(tx, merchant)?;
            let drafts = for_sale_here(tx, id, (connection.margin, asked_at), &drafts)?;
            let said = Said { again: &[], is_whole: true, stock_at: None, source };
            let rows = plan(tx, merchant, &drafts, said, &fresh, now)?;
            apply(tx, merchant, source, &rows, now)?;
            if connection.takes == Takes::All {
                offer(tx, merchant, &rows, now)?;
            }
            let mut taken: Vec<&str> = Vec::new();
            let mut foreign: Vec<Unsellable> = Vec::new();
            let mut changed = 0;
            for (draft, row) in drafts.iter().zip(&rows.taken) {
                match row.outcome {
                    Outcome::Foreign => foreign.push(Unsellable {
                        name: draft.external_id.clone(),
                        field: String::new(),
                        value: draft.title.clone(),
                        reason: Problem::OtherSource,
                        refused_at: now,
                    }),
                    Outcome::Create | Outcome::Change => {
                        changed += 1;
                        taken.push(&draft.external_id);
                    }
                    Outcome::Same => taken.push(&draft.external_id),
                }
            }
            connections::clear_refusals(tx, id, &taken)?;
            connections::refuse(tx, id, run, &foreign)?;
            if !rows.pictured.is_empty() {
                store::jobs::enqueue(tx, std::slice::from_ref(&fetch), now)?;
            }
            Ok::<_, DbError>(changed)
        })
        .await
}

/// The drafts with the units that are sold here: without those that were sold here and are not known there, and without the
/// margin.
fn for_sale_here(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    (margin, asked_at): (u32, Timestamp),
    drafts: &[ProductDraft],
) -> Result<Vec<ProductDraft>, DbError> {
    let names: Vec<&str> = drafts.iter().map(|draft| draft.external_id.as_str()).collect();
    let mut unknown: HashMap<(String, String), i64> = HashMap::new();
    for each in connections::unknown_there(tx, connection, asked_at, &names)? {
        *unknown.entry((each.product, each.variant)).or_default() += each.units;
    }
    let mut drafts = drafts.to_vec();
    for draft in &mut drafts {
        for variant in &mut draft.variants {
            if let StockDraft::Units(theirs) = variant.stock {
                let key = (draft.external_id.clone(), variant.external_id.clone());
                let units = sold_here(theirs, unknown.get(&key).copied().unwrap_or(0), margin);
                variant.stock = StockDraft::Units(units);
            }
        }
    }
    Ok(drafts)
}
