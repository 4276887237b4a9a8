//! The first reading: what would happen, row by row, and nothing of the catalog is written.

use std::io::Read;

use domain::catalog::draft::DraftStatus;
use domain::catalog::problem::RowProblem;
use domain::ids::{ImportId, JobId, MerchantId};
use domain::money::Currency;
use domain::view::imports::{ImportCounts, Remark, RemarkKind};
use store::import_goods::{self, KnownVariant};
use store::{DbError, imports, products};
use words::Words;

use super::batches::{Batch, Batches};
use super::compare::{self, Outcome};
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

/// Whose file, and in which language its remarks are written.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) merchant: MerchantId,
    pub(super) currency: Currency,
    pub(super) words: &'static Words,
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
}

impl Tally {
    async fn add(&mut self, ctx: &Ctx, reader: Reader, batch: Batch) -> Result<(), DbError> {
        let merchant = reader.merchant;
        for problem in &batch.refused {
            self.refuse(reader.words, problem);
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
        for draft in &batch.products {
            if let Some(problem) = compare::refusal(draft, reader.currency) {
                self.refuse(reader.words, &problem);
                continue;
            }
            let known = known.iter().find(|known| known.external_id == draft.external_id);
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
                compare::product(draft, known, &of_product)
            };
            if self.seen.note(&draft.external_id, outcome) {
                let was_active = known.is_some_and(|known| known.status == DraftStatus::Active);
                let came_by_file = known.is_some_and(|known| known.import.is_some());
                self.named_active += u64::from(was_active && came_by_file);
                self.lost += u64::from(compare::is_lost(draft, known));
            }
        }
        Ok(())
    }

    fn refuse(&mut self, words: &Words, problem: &RowProblem) {
        self.refused += 1;
        if self.remarks.len() < REMARKS_MAX as usize {
            self.remarks.push(remark(words, problem));
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
        Ok(Survey { format, counts, held, remarks: self.remarks })
    }
}

/// Whether removing `removed` of `on_sale` products must be confirmed.
fn shrinks(on_sale: u64, removed: u64) -> bool {
    removed.saturating_mul(100) > on_sale.saturating_mul(SHRINK_PERCENT_MAX)
}

fn remark(words: &Words, problem: &RowProblem) -> Remark {
    Remark {
        kind: RemarkKind::Refused,
        line: problem.line,
        field: problem.column.clone(),
        value: problem.value.clone(),
        reason: words.import_problem(&problem.reason),
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
