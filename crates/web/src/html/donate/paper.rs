//! The papers of a gift as files.

use app::donations;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::donation::receipt::ReceiptKind;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;

use super::{Key, open};
use crate::Web;
use crate::html::{Failure, Visit};

/// Which document of a gift is wanted; the newest where none is named.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AskedPaper {
    pub(in crate::html) number: String,
}

/// The receipt as a file. What is fetched here is a copy: the first went with the mail.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn receipt(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Query(asked): Query<AskedPaper>,
) -> Result<Response, Failure> {
    paper(&web, &visit, &key, (ReceiptKind::Donation, &asked.number)).await
}

/// The document that voids it.
pub async fn void(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Query(asked): Query<AskedPaper>,
) -> Result<Response, Failure> {
    paper(&web, &visit, &key, (ReceiptKind::Void, &asked.number)).await
}

async fn paper(
    web: &Web,
    visit: &Visit,
    key: &Key,
    (kind, wanted): (ReceiptKind, &str),
) -> Result<Response, Failure> {
    let view = open(web, visit, key).await?;
    let w = visit.words();
    let receipt = donations::receipt_of(&view, kind, wanted).ok_or(Failure::NotFound)?;
    let pdf = donations::receipt_pdf(web.ctx(), w, &view, receipt, true).await.map_err(Failure::ours)?;
    let name = w.text("receipt-file");
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{name}-{}.pdf\"", receipt.number)),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
