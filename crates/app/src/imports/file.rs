//! A file from the command line: looked at and, unless it is a dry run, written at once.

use std::io::Read;

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::ImportId;
use domain::money::Currency;
use domain::view::imports::{ImportCounts, ImportState, ProductPreview, Remark};
use store::imports::{self, NewImport};
use store::{DbError, import_previews, staff_actions};

use super::gate::{self, Shut};
use super::survey::{ReadError, Reader, survey};
use super::write::write;
use crate::Ctx;
use crate::staff_log::{self, permitted};

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// What it was recognised as: `shopify`, `google` or `xml`.
    pub format: &'static str,
    /// Products by what happened, or would happen, to them.
    pub counts: ImportCounts,
    /// Rows that were refused, as many as are kept.
    pub remarks: Vec<Remark>,
    /// The first products that are, or would be, created and changed.
    pub previews: Vec<ProductPreview>,
    /// What prices without a currency are in.
    pub currency: Currency,
    /// It would remove so much that it was not written; confirm it to do so.
    pub held: bool,
    /// The import it became; none for a dry run or when it was held.
    pub written: Option<ImportId>,
}

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportFileError {
    /// There is no such merchant.
    #[error("there is no such merchant")]
    Unknown,
    /// Another file of this merchant is being written.
    #[error("another import of this merchant is running")]
    Busy,
    /// The file cannot be read; a sentence for whoever wrote it.
    #[error("{0}")]
    File(String),
    /// Files are not taken from here now, or no more.
    #[error(transparent)]
    Shut(#[from] Shut),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<ReadError> for ImportFileError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Feed(failure) => Self::File(failure.0),
            ReadError::Db(error) => Self::Db(error),
        }
    }
}

/// How a file is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileMode {
    /// Nothing is written.
    DryRun,
    /// Written, unless it removes too much.
    Write,
    /// Written, whatever it removes.
    WriteAndRemove,
}

/// Takes in a file named `name`, read twice from `open`.
///
/// # Errors
/// See [`ImportFileError`].
pub async fn import_file(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    name: &str,
    open: impl Fn() -> std::io::Result<Box<dyn Read + Send>>,
    mode: FileMode,
) -> Result<FileReport, ImportFileError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    gate::ask(ctx, permit).await??;
    let seller = super::super::merchants::find(ctx, merchant).await?.ok_or(ImportFileError::Unknown)?;
    let reader = Reader { merchant, currency: seller.profile.currency };
    let source = || open().map_err(|error| ImportFileError::File(error.to_string()));
    let surveyed = survey(ctx, reader, source()?, None).await?;
    let held = surveyed.held && mode != FileMode::WriteAndRemove;
    let mut report = FileReport {
        format: surveyed.format,
        counts: surveyed.counts,
        remarks: surveyed.remarks,
        previews: surveyed.previews,
        currency: reader.currency,
        held,
        written: None,
    };
    if held || mode == FileMode::DryRun {
        return Ok(report);
    }
    let import: ImportId = ctx.id();
    let line = staff_log::line(ctx, permit.by(), merchant, "import.file", import, name);
    let (source_name, counts) = (name.to_owned(), report.counts);
    let (remarks, previews) = (report.remarks.clone(), report.previews.clone());
    let (format, created_by, now) = (report.format, permit.by().account(), ctx.now());
    ctx.db()
        .write("import_file", move |tx| {
            let row = NewImport {
                id: import,
                merchant,
                source: &source_name,
                file_key: "",
                bytes_total: 0,
                created_by,
            };
            imports::insert(tx, &row, now)?;
            imports::remark(tx, merchant, import, 0, &remarks)?;
            import_previews::replace(tx, merchant, import, &previews)?;
            imports::previewed(tx, merchant, import, format, &counts, false, now)?;
            let (from, to) = (ImportState::Preview, ImportState::Running);
            if !imports::advance(tx, merchant, import, from, to, "", None)? {
                return Err(ImportFileError::Busy);
            }
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await?;
    write(ctx, reader, import, None, source()?).await?;
    report.written = Some(import);
    Ok(report)
}
