//! The second reading: the catalog is written, some hundred products per transaction.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use domain::access::Actor;
use domain::catalog::draft::ProductDraft;
use domain::ids::{Id, ImportId, JobId, MerchantId, ProductId};
use domain::view::imports::{ImportState, Remark};
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::import_goods::{self, ImageRow, KnownVariant, Source};
use store::{DbError, Tx, imports, offers, sales, staff_actions};

use super::batches::{Batch, Batches};
use super::compare::Outcome;
use super::rows::{Known, Rows};
use super::seen::Seen;
use super::survey::{ReadError, Reader};
use super::{REMARKS_MAX, compare};
use crate::catalog::pictures;
use crate::{Ctx, staff_log};

/// Writes what `source` says. May be done again from the beginning after a crash: what was written is then "same".
pub(super) async fn write(
    ctx: &Ctx,
    reader: Reader,
    import: ImportId,
    job: Option<JobId>,
    source: Box<dyn Read + Send>,
) -> Result<(), ReadError> {
    let mut batches = Batches::open(ctx, source, reader.currency);
    let mut seen = Seen::default();
    let mut notes = 0_u32;
    let mut refused = false;
    while let Some(batch) = batches.next().await {
        let mut batch = batch?;
        refused |= !batch.refused.is_empty();
        let taken = batch.products.len();
        batch.products.retain(|draft| compare::refusal(draft, reader.currency).is_none());
        refused |= batch.products.len() < taken;
        let again: Vec<bool> =
            batch.products.iter().map(|draft| !seen.note(&draft.external_id, Outcome::Same)).collect();
        let written = one_batch(ctx, reader, import, job, Arc::new(batch), again, notes).await?;
        notes += written.notes;
        refused |= written.has_foreign;
    }
    finish(ctx, reader.merchant, import, job, !refused).await?;
    Ok(())
}

/// What became of one batch.
struct Written {
    /// Notes that it made.
    notes: u32,
    /// It named a product that another source owns.
    has_foreign: bool,
}

/// Writes one batch.
async fn one_batch(
    ctx: &Ctx,
    reader: Reader,
    import: ImportId,
    job: Option<JobId>,
    batch: Arc<Batch>,
    again: Vec<bool>,
    notes: u32,
) -> Result<Written, DbError> {
    let rows_max = batch.products.iter().map(|draft| 1 + draft.variants.len()).sum();
    // Drawn before the transaction: one that is done again uses the same.
    let fresh: Vec<i64> = (0..rows_max).map(|_| ctx.id::<ProductId>().raw()).collect();
    let now = ctx.now();
    let lease = job.map(|job| (job, now + super::jobs::LEASE));
    let merchant = reader.merchant;
    ctx.db()
        .write("import_batch", move |tx| {
            let source = Source::file(import);
            let said = Said { again: &again, is_whole: false, stock_at: None, source };
            let rows = plan(tx, merchant, &batch.products, said, &fresh, now)?;
            apply(tx, merchant, source, &rows, now)?;
            offer(tx, merchant, &rows, now)?;
            let kept = usize::try_from(REMARKS_MAX.saturating_sub(notes)).unwrap_or(0);
            let kept: &[Remark] = &rows.notes[..rows.notes.len().min(kept)];
            imports::remark(tx, merchant, import, REMARKS_MAX + notes, kept)?;
            imports::progress(tx, merchant, import, batch.bytes_read, batch.rows_read)?;
            if let Some(lease) = lease {
                store::jobs::reschedule(tx, &[lease])?;
            }
            let has_foreign = rows.taken.iter().any(|taken| taken.outcome == Outcome::Foreign);
            Ok(Written { notes: u32::try_from(kept.len()).unwrap_or(0), has_foreign })
        })
        .await
}

/// How drafts are meant.
#[derive(Clone, Copy)]
pub(crate) struct Said<'s> {
    /// Of each draft: it is a later part of a product that was named before. Those it does not say are none.
    pub(crate) again: &'s [bool],
    /// A draft is all of its product: variants that it does not name are no longer sold, and stock that it does not say
    /// stays.
    pub(crate) is_whole: bool,
    /// As of when the stock is said; where a later word is known, that one stays.
    pub(crate) stock_at: Option<Timestamp>,
    /// Who says it.
    pub(crate) source: Source,
}

/// What `drafts` write, no two of one product unless one is a later part. The merchant's goods are locked from then on.
/// `fresh` holds an id for each product and each variant.
pub(crate) fn plan(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    drafts: &[ProductDraft],
    said: Said<'_>,
    fresh: &[i64],
    now: Timestamp,
) -> Result<Rows, DbError> {
    import_goods::lock_goods(tx, merchant)?;
    let names: Vec<&str> = drafts.iter().map(|draft| draft.external_id.as_str()).collect();
    let known = import_goods::known_products(tx, merchant, &names)?;
    let ids: Vec<ProductId> = known.iter().map(|known| known.id).collect();
    import_goods::lock_variants(tx, merchant, &ids)?;
    let variants = import_goods::known_variants(tx, merchant, &ids)?;
    let images = import_goods::known_images(tx, merchant, &ids)?;
    let mut fresh = fresh.iter().copied();
    let mut next = || fresh.next().expect("as many ids were drawn as the batch has products and variants");
    let mut rows = Rows::default();
    for (index, draft) in drafts.iter().enumerate() {
        let product = known.iter().find(|known| known.external_id == draft.external_id);
        let of = |id: ProductId| product.is_some_and(|product| product.id == id);
        let variants: Vec<KnownVariant> = variants.iter().filter(|row| of(row.product)).cloned().collect();
        let images: Vec<ImageRow> = images.iter().filter(|row| of(row.product)).cloned().collect();
        let meant = if said.is_whole {
            Cow::Owned(compare::with_known_stock(draft, &variants, said.stock_at))
        } else {
            Cow::Borrowed(draft)
        };
        let known = Known {
            product,
            variants: &variants,
            images: &images,
            is_later_part: said.again.get(index).copied().unwrap_or(false),
            is_whole: said.is_whole,
            source: said.source.connection,
        };
        rows.add(&meant, known, now, &mut next);
        if said.stock_at.is_some() {
            rows.note_stock(draft, &variants, said.stock_at);
        }
    }
    Ok(rows)
}

/// Writes what was planned, as what `source` said.
pub(crate) fn apply(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    source: Source,
    rows: &Rows,
    now: Timestamp,
) -> Result<(), DbError> {
    let run = source.run;
    import_goods::write_products(tx, merchant, source, &rows.products, now)?;
    import_goods::see_products(tx, merchant, run, &rows.seen_products)?;
    import_goods::write_variants(tx, merchant, run, &rows.variants)?;
    import_goods::see_variants(tx, merchant, run, &rows.seen_variants)?;
    import_goods::archive_variants(tx, merchant, &rows.gone)?;
    import_goods::set_units(tx, merchant, &rows.units)?;
    import_goods::replace_images(tx, merchant, &rows.pictured, &rows.images)?;
    sales::replace(tx, merchant, &rows.repriced, &rows.sales)?;
    let told: Vec<_> =
        rows.changed.iter().map(|product| (ChangeKind::Product, product.0, merchant.0)).collect();
    changes::note_all(tx, &told, now)
}

/// Offers what was named and never was offered before.
pub(crate) fn offer(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    rows: &Rows,
    now: Timestamp,
) -> Result<(), DbError> {
    let named: Vec<ProductId> = rows.offered().collect();
    offers::ensure(tx, merchant, &named, now)
}

/// Takes off sale what the file no longer names, unless a refused row may have named it, and closes the import.
async fn finish(
    ctx: &Ctx,
    merchant: MerchantId,
    import: ImportId,
    job: Option<JobId>,
    complete: bool,
) -> Result<(), DbError> {
    let line = staff_log::line(ctx, &Actor::System, merchant, "import.done", import, "");
    let fetch = pictures::fetch_job(ctx, merchant);
    let now = ctx.now();
    ctx.db()
        .write("finish_import", move |tx| {
            if complete {
                import_goods::archive_missing_variants(tx, merchant, import)?;
                let gone = import_goods::archive_missing_products(tx, merchant, import, now)?;
                let told: Vec<_> =
                    gone.iter().map(|product| (ChangeKind::Product, product.0, merchant.0)).collect();
                changes::note_all(tx, &told, now)?;
            }
            let (from, to) = (ImportState::Running, ImportState::Done);
            if imports::advance(tx, merchant, import, from, to, "", Some(now))? {
                staff_actions::note(tx, &line)?;
            }
            store::jobs::enqueue(tx, std::slice::from_ref(&fetch), now)?;
            store::jobs::finish(tx, job.as_slice())
        })
        .await?;
    tracing::info!(import.id = %import, merchant.id = %merchant, "took in import {import}");
    Ok(())
}
