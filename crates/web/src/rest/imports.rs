//! Product files, for programs: brought, looked at, confirmed.

use app::imports::{self, BringError, ConfirmError};
use app::ports::FileError;
use axum::body::Body as Stream;
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use domain::view::imports::{Import as Stored, Remark};
use futures_util::StreamExt;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{At, Body, Query, answer, nothing};
use super::keys::Key;
use super::paging::Listed;
use super::problem::{Kind, Problem};
use super::wire::{ImportId, Instant};
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
    /// What to change.
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
    body: Stream,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let name = named.name.unwrap_or_else(|| "upload".to_owned());
    let pieces = body.into_data_stream().map(|piece| piece.map_err(|_| FileError::BrokeOff)).boxed();
    let id = imports::bring(web.ctx(), &permit, &name, pieces).await.map_err(not_brought)?;
    let (import, remarks) = imports::view(web.ctx(), &permit, id).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::ACCEPTED, &shown(import, remarks)))
}

/// Fetch a product file
///
/// As bringing one, from an address: at most 64 MiB, from public addresses only.
#[utoipa::path(post, path = "/commerce/v1/imports/url", tag = "imports", request_body = FileAddress,
    responses((status = 202, description = "The import; look at it again until its preview is there.", body = Import)))]
pub(crate) async fn bring_from_url(
    State(web): State<Web>,
    key: Key,
    body: Body<FileAddress>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    if body.value.url.chars().count() > URL_CHARS_MAX {
        return Err(Problem::field("url", format!("at most {URL_CHARS_MAX} characters")));
    }
    let id = imports::bring_from_url(web.ctx(), &permit, &body.value.url).await.map_err(not_brought)?;
    let (import, remarks) = imports::view(web.ctx(), &permit, id).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::ACCEPTED, &shown(import, remarks)))
}

/// List imports
#[utoipa::path(get, path = "/commerce/v1/imports", tag = "imports",
    responses((status = 200, description = "The last fifty, newest first.", body = Listed<Import>)))]
pub(crate) async fn list(State(web): State<Web>, key: Key) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::EditCatalog)?;
    let found = imports::list(web.ctx(), &permit).await?;
    let data: Vec<Import> = found.into_iter().map(|import| shown(import, Vec::new())).collect();
    Ok(answer(StatusCode::OK, &Listed { data, next_cursor: None }))
}

/// Look at an import
#[utoipa::path(get, path = "/commerce/v1/imports/{import}", tag = "imports", params(("import" = ImportId, Path)),
    responses((status = 200, description = "The import with what it says about rows.", body = Import)))]
pub(crate) async fn get(State(web): State<Web>, key: Key, At(id): At<ImportId>) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::EditCatalog)?;
    let (import, remarks) = imports::view(web.ctx(), &permit, id.0).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::OK, &shown(import, remarks)))
}

/// Let an import begin
#[utoipa::path(post, path = "/commerce/v1/imports/{import}/confirm", tag = "imports",
    params(("import" = ImportId, Path)), request_body = Confirmation,
    responses((status = 202, description = "It is being written.", body = Import)))]
pub(crate) async fn confirm(
    State(web): State<Web>,
    key: Key,
    At(id): At<ImportId>,
    body: Body<Confirmation>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let begun = imports::confirm(web.ctx(), &permit, id.0, body.value.removal_confirmed).await;
    begun.map_err(not_begun)?;
    let (import, remarks) = imports::view(web.ctx(), &permit, id.0).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::ACCEPTED, &shown(import, remarks)))
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
        Some((import, _)) => Err(Problem::new(Kind::StateConflict, "This import has begun or is over.")
            .with("state", import.state.as_str())),
        None => Err(Problem::not_found()),
    }
}

fn not_brought(error: BringError) -> Problem {
    match error {
        BringError::Empty => Problem::new(Kind::Malformed, "The file is empty."),
        BringError::File(FileError::TooLarge(limit)) => {
            Problem::new(Kind::TooLarge, format!("At most {limit} bytes.")).with("limit", limit)
        }
        BringError::File(FileError::BrokeOff) => Problem::new(Kind::Malformed, "The body ended too early."),
        BringError::File(error @ (FileError::Missing | FileError::Store(_))) => Problem::internal(&error),
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

fn shown(import: Stored, remarks: Vec<Remark>) -> Import {
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
        remarks: remarks
            .into_iter()
            .map(|remark| RowRemark {
                kind: remark.kind.as_str(),
                line: remark.line,
                field: remark.field,
                value: remark.value,
                reason: remark.reason,
            })
            .collect(),
    }
}
