//! The first reading: what would happen, row by row, and nothing of the catalog is written.

use std::io::Read;

use domain::catalog::draft::{DraftStatus, ProductDraft};
use domain::catalog::problem::RowProblem;
use domain::ids::{ImportId, JobId, MerchantId};
use domain::money::Currency;
use domain::view::imports::{ImportCounts, PreviewKind, ProductPreview, Reason, Remark, RemarkKind};
use store::import_goods::{self, KnownProduct, KnownVariant};
use store::{DbError, imports, products};

use super::batches::{Batch, Batches};
use super::compare::{self, Outcome};
use super::foresee::{Foreseen, Stored};
use super::seen::Seen;
use super::{REMARKS_MAX, SHRINK_PERCENT_MAX};
use crate::Ctx;
use crate::ports::FeedFailure;

/// Why a file was not read to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// The file is at fault.
    #[error(transparent)]
    Feed(#[from] FeedFailure),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whose file, and what prices without a currency are in.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) merchant: MerchantId,
    pub(super) currency: Currency,
}

/// What a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Survey {
    /// What it was recognised as.
    pub(super) format: &'static str,
    /// Products by what happens to them.
    pub(super) counts: ImportCounts,
    /// It removes so much that someone must say so.
    pub(super) held: bool,
    /// Rows that were refused, as many as are kept.
    pub(super) remarks: Vec<Remark>,
    /// The first products that are created and changed.
    pub(super) previews: Vec<ProductPreview>,
}

/// Reads `source` to its end. Progress and remarks are noted in `row`, where there is one.
pub(super) async fn survey(
    ctx: &Ctx,
    reader: Reader,
    source: Box<dyn Read + Send>,
    row: Option<(ImportId, JobId)>,
) -> Result<Survey, ReadError> {
    let mut batches = Batches::open(ctx, source, reader.currency);
    let mut tally = Tally::default();
    let mut format = "";
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        format = batch.format;
        let (bytes_read, rows_read) = (batch.bytes_read, batch.rows_read);
        let first = u32::try_from(tally.remarks.len()).unwrap_or(REMARKS_MAX);
        tally.add(ctx, reader, batch).await?;
        if let Some((import, job)) = row {
            let fresh: Vec<Remark> = tally.remarks[first as usize..].to_vec();
            let merchant = reader.merchant;
            let lease = (job, ctx.now() + super::jobs::LEASE);
            ctx.db()
                .write("survey_import", move |tx| {
                    imports::remark(tx, merchant, import, first, &fresh)?;
                    imports::progress(tx, merchant, import, bytes_read, rows_read)?;
                    store::jobs::reschedule(tx, &[lease])
                })
                .await?;
        }
    }
    tally.finish(ctx, reader.merchant, format).await.map_err(ReadError::from)
}

#[derive(Default)]
struct Tally {
    seen: Seen,
    refused: u64,
    /// Known active products that came by an import and that the file names.
    named_active: u64,
    /// Of all that are on sale, those the file takes off.
    lost: u64,
    remarks: Vec<Remark>,
    foreseen: Foreseen,
}

/// A product of a batch that is kept to be looked at.
struct Shown<'b> {
    kind: PreviewKind,
    draft: &'b ProductDraft,
    known: Option<&'b KnownProduct>,
}

impl Tally {
    async fn add(&mut self, ctx: &Ctx, reader: Reader, batch: Batch) -> Result<(), DbError> {
        let merchant = reader.merchant;
        for problem in &batch.refused {
            self.refuse(problem);
        }
        let (known, variants, batch) = ctx
            .db()
            .read(move |conn| {
                let names: Vec<&str> =
                    batch.products.iter().map(|draft| draft.external_id.as_str()).collect();
                let known = import_goods::known_products(conn, merchant, &names)?;
                let ids: Vec<_> = known.iter().map(|known| known.id).collect();
                let variants = import_goods::known_variants(conn, merchant, &ids)?;
                Ok::<_, DbError>((known, variants, batch))
            })
            .await?;
        let mut shown: Vec<Shown<'_>> = Vec::new();
        for draft in &batch.products {
            if let Some(problem) = compare::refusal(draft, reader.currency) {
                self.refuse(&problem);
                continue;
            }
            let known = known.iter().find(|known| known.external_id == draft.external_id);
            if known.is_some_and(|known| compare::is_foreign(known, None)) {
                self.refuse(&compare::foreign(draft));
                continue;
            }
            let of_product: Vec<KnownVariant> = known.map_or_else(Vec::new, |known| {
                variants.iter().filter(|variant| variant.product == known.id).cloned().collect()
            });
            let outcome = if self.seen.has(&draft.external_id) {
                // A later part: its own variants decide.
                let same = draft
                    .variants
                    .iter()
                    .all(|variant| of_product.iter().any(|known| known.external_id == variant.external_id));
                if same { Outcome::Same } else { Outcome::Change }
            } else {
                compare::product(draft, known, &of_product, None)
            };
            if self.seen.note(&draft.external_id, outcome) {
                let was_active = known.is_some_and(|known| known.status == DraftStatus::Active);
                let came_by_file = known
                    .and_then(|known| known.import)
                    .is_some_and(|import| import != import_goods::CHANNEL);
                self.named_active += u64::from(was_active && came_by_file);
                self.lost += u64::from(compare::is_lost(draft, known));
            }
            shown.extend(self.shown(draft, known, outcome));
        }
        self.foresee(ctx, merchant, &shown, &variants).await
    }

    /// Whether a product is kept to be looked at, and as what. Only what is not stored yet is created, also by a later
    /// part of it.
    fn shown<'b>(
        &self,
        draft: &'b ProductDraft,
        known: Option<&'b KnownProduct>,
        outcome: Outcome,
    ) -> Option<Shown<'b>> {
        let kind = match (known, outcome) {
            (None, _) => PreviewKind::Create,
            (Some(_), Outcome::Create | Outcome::Change) => PreviewKind::Change,
            (Some(_), Outcome::Same) if self.foreseen.holds(&draft.external_id) => PreviewKind::Change,
            (Some(_), Outcome::Same | Outcome::Foreign) => return None,
        };
        self.foreseen.wants(kind, &draft.external_id).then_some(Shown { kind, draft, known })
    }

    /// Keeps what is shown; what is stored of it is read for these few only.
    async fn foresee(
        &mut self,
        ctx: &Ctx,
        merchant: MerchantId,
        shown: &[Shown<'_>],
        variants: &[KnownVariant],
    ) -> Result<(), DbError> {
        for Shown { kind, draft, known } in shown {
            if !self.foreseen.wants(*kind, &draft.external_id) {
                continue;
            }
            let Some(product) = known else {
                self.foreseen.create(draft, ctx.now());
                continue;
            };
            let id = product.id;
            let goods = ctx.db().read(move |conn| products::goods(conn, merchant, id)).await?;
            let variants: Vec<KnownVariant> =
                variants.iter().filter(|variant| variant.product == id).cloned().collect();
            if let Some(goods) = goods {
                let stored = Stored { goods: &goods, product, variants: &variants };
                self.foreseen.change(draft, stored, ctx.now());
            }
        }
        Ok(())
    }

    fn refuse(&mut self, problem: &RowProblem) {
        self.refused += 1;
        if self.remarks.len() < REMARKS_MAX as usize {
            self.remarks.push(remark(problem));
        }
    }

    async fn finish(self, ctx: &Ctx, merchant: MerchantId, format: &'static str) -> Result<Survey, DbError> {
        let (on_sale, came_by_file) = ctx
            .db()
            .read(move |conn| {
                let on_sale = u64::from(products::counts(conn, merchant)?[0]);
                Ok::<_, DbError>((on_sale, import_goods::imported_active_count(conn, merchant)?))
            })
            .await?;
        let missing = came_by_file.saturating_sub(self.named_active);
        let removed = self.lost + if self.refused == 0 { missing } else { 0 };
        let counts = ImportCounts { missing, refused: self.refused, ..self.seen.counts() };
        let held = shrinks(on_sale, removed);
        let previews = self.foreseen.finish(self.refused == 0);
        Ok(Survey { format, counts, held, remarks: self.remarks, previews })
    }
}

/// Whether removing `removed` of `on_sale` products must be confirmed.
fn shrinks(on_sale: u64, removed: u64) -> bool {
    removed.saturating_mul(100) > on_sale.saturating_mul(SHRINK_PERCENT_MAX)
}

fn remark(problem: &RowProblem) -> Remark {
    Remark {
        kind: RemarkKind::Refused,
        line: problem.line,
        field: problem.column.clone(),
        value: problem.value.clone(),
        reason: Reason::Problem(problem.reason.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removing_more_than_thirty_percent_is_held() {
        for (on_sale, removed, held) in
            [(0, 0, false), (100, 0, false), (100, 30, false), (100, 31, true), (3, 1, true), (10, 3, false)]
        {
            assert_eq!(shrinks(on_sale, removed), held, "{removed} of {on_sale}");
        }
    }
}
