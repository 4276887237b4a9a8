//! The first products that an import creates and changes, as they were foreseen.

use domain::catalog::draft::DraftStatus;
use domain::ids::{ImportId, MerchantId};
use domain::money::{Currency, Money};
use domain::view::imports::{PreviewDetail, PreviewKind, ProductPreview};
use serde::{Deserialize, Serialize};

use crate::{Column, DbError, Param, Read, Sql, Tx};

/// How a detail looks inside its column.
#[derive(Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Detail {
    Variant { variant: String, price: i64, currency: String, compare_at: Option<i64>, stock: Option<i64> },
    Title { before: String, after: String },
    Status { before: String, after: String },
    Price { variant: String, before: Option<i64>, after: i64, currency: String },
    Stock { variant: String, before: Option<i64>, after: Option<i64> },
    Gone { variant: String },
    Other,
}

impl Detail {
    fn of(detail: &PreviewDetail) -> Self {
        match detail.clone() {
            PreviewDetail::Variant { variant, price, compare_at, stock } => Self::Variant {
                variant,
                price: price.amount,
                currency: price.currency.code().to_owned(),
                compare_at: compare_at.map(|money| money.amount),
                stock,
            },
            PreviewDetail::Title { before, after } => Self::Title { before, after },
            PreviewDetail::Status { before, after } => {
                Self::Status { before: before.as_str().to_owned(), after: after.as_str().to_owned() }
            }
            PreviewDetail::Price { variant, before, after } => Self::Price {
                variant,
                before: before.map(|money| money.amount),
                after: after.amount,
                currency: after.currency.code().to_owned(),
            },
            PreviewDetail::Stock { variant, before, after } => Self::Stock { variant, before, after },
            PreviewDetail::Gone { variant } => Self::Gone { variant },
            PreviewDetail::Other => Self::Other,
        }
    }

    /// None for a currency or a status that this binary does not know.
    fn known(self) -> Option<PreviewDetail> {
        Some(match self {
            Self::Variant { variant, price, currency, compare_at, stock } => {
                let currency: Currency = currency.parse().ok()?;
                let compare_at = compare_at.map(|amount| Money::new(amount, currency));
                PreviewDetail::Variant { variant, price: Money::new(price, currency), compare_at, stock }
            }
            Self::Title { before, after } => PreviewDetail::Title { before, after },
            Self::Status { before, after } => PreviewDetail::Status {
                before: DraftStatus::from_word(&before)?,
                after: DraftStatus::from_word(&after)?,
            },
            Self::Price { variant, before, after, currency } => {
                let currency: Currency = currency.parse().ok()?;
                let before = before.map(|amount| Money::new(amount, currency));
                PreviewDetail::Price { variant, before, after: Money::new(after, currency) }
            }
            Self::Stock { variant, before, after } => PreviewDetail::Stock { variant, before, after },
            Self::Gone { variant } => PreviewDetail::Gone { variant },
            Self::Other => PreviewDetail::Other,
        })
    }
}

const INSERT: Sql = Sql {
    sqlite: "INSERT INTO import_previews (merchant_id, import_id, kind, position, line, external_id, title, details,
                                          details_left_out)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    postgres: "INSERT INTO import_previews (merchant_id, import_id, kind, position, line, external_id, title,
                                            details, details_left_out)
               SELECT u.merchant_id, u.import_id, u.kind, u.position, u.line, u.external_id, u.title, u.details,
                      u.left_out
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::BIGINT[], $5::BIGINT[], $6::TEXT[],
                             $7::TEXT[], $8::TEXT[], $9::BIGINT[])
                   AS u (merchant_id, import_id, kind, position, line, external_id, title, details, left_out)",
};

/// Keeps what an import was foreseen to do, in place of what was kept of it before.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn replace(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    previews: &[ProductPreview],
) -> Result<(), DbError> {
    use Column::{Int, Text};
    tx.execute(
        "DELETE FROM import_previews WHERE merchant_id = $1 AND import_id = $2",
        &[Param::id(merchant), Param::id(import)],
    )?;
    let details: Vec<String> = previews
        .iter()
        .map(|preview| {
            let details: Vec<Detail> = preview.details.iter().map(Detail::of).collect();
            serde_json::to_string(&details).expect("texts and numbers are JSON")
        })
        .collect();
    let rows: Vec<[Param<'_>; 9]> = (1_i64..)
        .zip(previews.iter().zip(&details))
        .map(|(position, (preview, details))| {
            [
                Param::id(merchant),
                Param::id(import),
                preview.kind.as_str().into(),
                position.into(),
                i64::try_from(preview.line).unwrap_or(i64::MAX).into(),
                (&preview.external_id).into(),
                (&preview.title).into(),
                details.into(),
                preview.left_out.into(),
            ]
        })
        .collect();
    tx.execute_rows(INSERT, [Int, Int, Text, Int, Int, Text, Text, Text, Int], &rows)?;
    Ok(())
}

/// What an import was foreseen to change, then what to create, each in the order of the file.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn of_import(
    read: &mut impl Read,
    merchant: MerchantId,
    import: ImportId,
) -> Result<Vec<ProductPreview>, DbError> {
    read.rows(
        "SELECT kind, line, external_id, title, details, details_left_out
           FROM import_previews
          WHERE merchant_id = $1
            AND import_id = $2
          ORDER BY kind, position",
        &[Param::id(merchant), Param::id(import)],
        |row| {
            let text = row.str(4)?;
            let details: Vec<Detail> = serde_json::from_str(text).map_err(|_| DbError::Value {
                column: 4,
                value: text.chars().take(40).collect(),
                wanted: "details of a preview",
            })?;
            Ok(ProductPreview {
                kind: row.word(0, "kind of preview", PreviewKind::from_word)?,
                line: u64::try_from(row.int(1)?).unwrap_or_default(),
                external_id: row.text(2)?,
                title: row.text(3)?,
                details: details.into_iter().filter_map(Detail::known).collect(),
                left_out: row.count(5)?,
            })
        },
    )
}
