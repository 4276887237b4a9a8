//! Product files, for programs: brought, looked at, confirmed.

use app::imports::{self, BringError, ConfirmError, Seen, Shut};
use app::ports::FileError;
use axum::body::Body as Stream;
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use domain::view::imports::{Import as Stored, PreviewDetail, ProductPreview, Remark};
use futures_util::StreamExt;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use words::{Locale, Words};

use super::body::{At, Body, Query, answer, nothing};
use super::keys::Key;
use super::paging::Listed;
use super::problem::{Kind, Problem};
use super::wire::{CurrencyCode, ImportId, Instant, Money};
use crate::Web;

/// Longest address of a file; what is kept of it is shown as the import's source.
const URL_CHARS_MAX: usize = 500;

/// What the file is called.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Named {
    /// The file's name, for people.
    name: Option<String>,
}

/// Where a product file lies.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileAddress {
    /// An `https` or `http` address that anybody can fetch.
    #[schema(example = "https://shop.example/products.csv")]
    url: String,
}

/// The go-ahead.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmation {
    /// The removal that holds the import is wanted.
    #[serde(default)]
    removal_confirmed: bool,
}

/// A product file on its way in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Import {
    id: ImportId,
    /// Its file name or address.
    source: String,
    /// What it was recognised as, or empty.
    format: String,
    /// `preview` (being looked at, or waiting for the go-ahead), `held` (it would remove much), `running`, `done`,
    /// `failed` or `discarded`.
    #[schema(example = "preview")]
    state: &'static str,
    /// How much of it was read.
    percent: u64,
    rows_read: u64,
    /// New products.
    created: u64,
    /// Known products of which something is another.
    changed: u64,
    /// Known products that are as the file says.
    same: u64,
    /// Products imported before that are not in this file.
    missing: u64,
    /// Rows that were refused.
    refused: u64,
    /// Why it failed, or empty.
    message: String,
    created_at: Instant,
    /// When the step it is in came to its end.
    finished_at: Option<Instant>,
    /// What is said about rows, refused ones first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<RowRemark>,
    /// What prices without a currency are in; where one import is looked at.
    #[schema(value_type = Option<String>)]
    currency: Option<CurrencyCode>,
    /// The first twenty products that are created and the first twenty that are changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    preview: Vec<PreviewedProduct>,
}

/// A product that is created or changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewedProduct {
    /// `create` or `change`.
    #[schema(example = "create")]
    kind: &'static str,
    /// Line of the file in which it begins.
    line: u64,
    /// What the file calls it.
    external_id: String,
    title: String,
    details: Vec<PreviewedDetail>,
    /// How many details more there are.
    details_left_out: u32,
}

/// One thing that is created or changed of a product. What a detail has depends on `what`.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct PreviewedDetail {
    /// `variant` (a new one), `title`, `status`, `price`, `stock`, `gone` (a variant that the file does not have) or
    /// `other` (description, pictures, SKU and the like).
    #[schema(example = "price")]
    what: &'static str,
    /// The variant's options; empty for the only one, and where the product is meant.
    variant: String,
    /// The title or status before.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// The title or status after.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price_before: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compare_at: Option<Money>,
    /// Units before; absent when they were not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    stock_before: Option<i64>,
    /// Units after; absent when they are not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    stock: Option<i64>,
}

/// What is said about one row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowRemark {
    /// `refused` or `note`.
    #[schema(example = "refused")]
    kind: &'static str,
    /// Line of the file, from 1.
    line: u64,
    /// The column or element; empty when the row as a whole is meant.
    field: String,
    /// What stands there, cut.
    value: String,
    /// The reason as a word that stays the same; empty for rows refused by an earlier version.
    #[schema(example = "gtin-check-digit")]
    code: &'static str,
    /// What to change, in the language that `Accept-Language` asks for.
    reason: String,
}

/// Bring a product file
///
/// The body is the file as it is: Shopify CSV, Google or Meta CSV and TSV, RSS or Atom; it is recognised by its
/// content. Nothing is written before it is confirmed.
#[utoipa::path(post, path = "/commerce/v1/imports", tag = "imports", params(Named),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 202, description = "The import; look at it again until its preview is there.", body = Import)))]
pub(crate) async fn bring(
    State(web): State<Web>,
    key: Key,
    Query(named): Query<Named>,
    headers: HeaderMap,
    body: Stream,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let name = named.name.unwrap_or_else(|| "upload".to_owned());
    let pieces = body.into_data_stream().map(|piece| piece.map_err(|_| FileError::BrokeOff)).boxed();
    let id = imports::bring(web.ctx(), &permit, &name, pieces).await.map_err(not_brought)?;
    let seen = imports::view(web.ctx(), &permit, id).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::ACCEPTED, &looked_at(words(&headers), seen)))
}

/// Fetch a product file
///
/// As bringing one, from an address: at most 64 MiB, from public addresses only.
#[utoipa::path(post, path = "/commerce/v1/imports/url", tag = "imports", request_body = FileAddress,
    responses((status = 202, description = "The import; look at it again until its preview is there.", body = Import)))]
pub(crate) async fn bring_from_url(
    State(web): State<Web>,
    key: Key,
    headers: HeaderMap,
    body: Body<FileAddress>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    if body.value.url.chars().count() > URL_CHARS_MAX {
        return Err(Problem::field("url", format!("at most {URL_CHARS_MAX} characters")));
    }
    let id = imports::bring_from_url(web.ctx(), &permit, &body.value.url).await.map_err(not_brought)?;
    let seen = imports::view(web.ctx(), &permit, id).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::ACCEPTED, &looked_at(words(&headers), seen)))
}

/// List imports
#[utoipa::path(get, path = "/commerce/v1/imports", tag = "imports",
    responses((status = 200, description = "The last fifty, newest first.", body = Listed<Import>)))]
pub(crate) async fn list(State(web): State<Web>, key: Key) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::EditCatalog)?;
    let found = imports::list(web.ctx(), &permit).await?;
    let data: Vec<Import> = found.into_iter().map(shown).collect();
    Ok(answer(StatusCode::OK, &Listed { data, next_cursor: None }))
}

/// Look at an import
#[utoipa::path(get, path = "/commerce/v1/imports/{import}", tag = "imports", params(("import" = ImportId, Path)),
    responses((status = 200, description = "The import with what it says about rows.", body = Import)))]
pub(crate) async fn get(
    State(web): State<Web>,
    key: Key,
    At(id): At<ImportId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::EditCatalog)?;
    let seen = imports::view(web.ctx(), &permit, id.0).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::OK, &looked_at(words(&headers), seen)))
}

/// Let an import begin
#[utoipa::path(post, path = "/commerce/v1/imports/{import}/confirm", tag = "imports",
    params(("import" = ImportId, Path)), request_body = Confirmation,
    responses((status = 202, description = "It is being written.", body = Import)))]
pub(crate) async fn confirm(
    State(web): State<Web>,
    key: Key,
    At(id): At<ImportId>,
    headers: HeaderMap,
    body: Body<Confirmation>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let begun = imports::confirm(web.ctx(), &permit, id.0, body.value.removal_confirmed).await;
    begun.map_err(not_begun)?;
    let seen = imports::view(web.ctx(), &permit, id.0).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::ACCEPTED, &looked_at(words(&headers), seen)))
}

/// Give up an import that was only looked at
#[utoipa::path(delete, path = "/commerce/v1/imports/{import}", tag = "imports", params(("import" = ImportId, Path)),
    responses((status = 204, description = "It is given up.")))]
pub(crate) async fn discard(
    State(web): State<Web>,
    key: Key,
    At(id): At<ImportId>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    if imports::discard(web.ctx(), &permit, id.0).await? {
        return Ok(nothing());
    }
    match imports::view(web.ctx(), &permit, id.0).await? {
        Some(seen) => Err(Problem::new(Kind::StateConflict, "This import has begun or is over.")
            .with("state", seen.import.state.as_str())),
        None => Err(Problem::not_found()),
    }
}

fn not_brought(error: BringError) -> Problem {
    match error {
        BringError::Shut(Shut::Ended) => {
            Problem::new(Kind::Ended, "This server takes no product files any more.")
        }
        BringError::Shut(Shut::NotOpen) => {
            Problem::new(Kind::Closed, "Product files are not open to this shop now. Nothing was taken.")
        }
        BringError::Empty => Problem::new(Kind::Malformed, "The file is empty."),
        BringError::File(FileError::TooLarge(limit)) => {
            Problem::new(Kind::TooLarge, format!("At most {limit} bytes.")).with("limit", limit)
        }
        BringError::File(FileError::BrokeOff) => Problem::new(Kind::Malformed, "The body ended too early."),
        BringError::File(error @ (FileError::Missing | FileError::Store(_))) => Problem::internal(&error),
        BringError::Full(full) => super::images::full(full),
        BringError::Fetch(error) => Problem::field("url", error.to_string()),
        BringError::Db(error) => error.into(),
    }
}

fn not_begun(error: ConfirmError) -> Problem {
    let reason = error.to_string();
    match error {
        ConfirmError::Unknown => Problem::not_found(),
        ConfirmError::NotReady => {
            Problem::new(Kind::StateConflict, reason).with("state", "preview").retry_after(1)
        }
        ConfirmError::Held => Problem::new(Kind::StateConflict, reason).with("state", "held"),
        ConfirmError::Over => Problem::new(Kind::StateConflict, reason).with("state", "over"),
        ConfirmError::Busy => Problem::new(Kind::StateConflict, reason).with("state", "busy").retry_after(5),
        ConfirmError::Db(error) => error.into(),
    }
}

fn words(headers: &HeaderMap) -> &'static Words {
    let accepted = headers.get(http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Words::of(Locale::negotiate(accepted, None))
}

fn looked_at(words: &Words, seen: Seen) -> Import {
    Import {
        remarks: seen.remarks.into_iter().map(|remark| row_remark(words, remark)).collect(),
        currency: Some(CurrencyCode(seen.currency)),
        preview: seen.previews.into_iter().map(previewed).collect(),
        ..shown(seen.import)
    }
}

fn row_remark(words: &Words, remark: Remark) -> RowRemark {
    RowRemark {
        kind: remark.kind.as_str(),
        line: remark.line,
        code: remark.reason.code(),
        reason: words.import_reason(&remark.reason),
        field: remark.field,
        value: remark.value,
    }
}

fn previewed(product: ProductPreview) -> PreviewedProduct {
    PreviewedProduct {
        kind: product.kind.as_str(),
        line: product.line,
        external_id: product.external_id,
        title: product.title,
        details: product.details.into_iter().map(previewed_detail).collect(),
        details_left_out: product.left_out,
    }
}

fn previewed_detail(detail: PreviewDetail) -> PreviewedDetail {
    let empty = PreviewedDetail::default();
    match detail {
        PreviewDetail::Variant { variant, price, compare_at, stock } => PreviewedDetail {
            what: "variant",
            variant,
            price: Some(price.into()),
            compare_at: compare_at.map(Money::from),
            stock,
            ..empty
        },
        PreviewDetail::Title { before, after } => {
            PreviewedDetail { what: "title", before: Some(before), after: Some(after), ..empty }
        }
        PreviewDetail::Status { before, after } => PreviewedDetail {
            what: "status",
            before: Some(before.as_str().to_owned()),
            after: Some(after.as_str().to_owned()),
            ..empty
        },
        PreviewDetail::Price { variant, before, after } => PreviewedDetail {
            what: "price",
            variant,
            price_before: before.map(Money::from),
            price: Some(after.into()),
            ..empty
        },
        PreviewDetail::Stock { variant, before, after } => {
            PreviewedDetail { what: "stock", variant, stock_before: before, stock: after, ..empty }
        }
        PreviewDetail::Gone { variant } => PreviewedDetail { what: "gone", variant, ..empty },
        PreviewDetail::Other => PreviewedDetail { what: "other", ..empty },
    }
}

fn shown(import: Stored) -> Import {
    Import {
        id: import.id.into(),
        percent: import.percent(),
        state: import.state.as_str(),
        rows_read: import.rows_read,
        created: import.counts.created,
        changed: import.counts.changed,
        same: import.counts.same,
        missing: import.counts.missing,
        refused: import.counts.refused,
        created_at: import.created_at.into(),
        finished_at: import.finished_at.map(Instant),
        source: import.source,
        format: import.format,
        message: import.message,
        remarks: Vec::new(),
        currency: None,
        preview: Vec::new(),
    }
}
