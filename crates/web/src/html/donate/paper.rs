//! The papers of a gift as files.

use app::donations;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::donation::receipt::ReceiptKind;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use super::{Key, open};
use crate::Web;
use crate::html::{Failure, Visit};

/// The receipt as a file. What is fetched here is a copy: the first went with the mail.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn receipt(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    paper(&web, &visit, &key, ReceiptKind::Donation).await
}

/// The document that voids it.
pub async fn void(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    paper(&web, &visit, &key, ReceiptKind::Void).await
}

async fn paper(web: &Web, visit: &Visit, key: &Key, kind: ReceiptKind) -> Result<Response, Failure> {
    let view = open(web, visit, key).await?;
    let w = visit.words();
    let pdf = donations::receipt_pdf(web.ctx(), w, &view, kind, true).await.map_err(Failure::ours)?;
    let pdf = pdf.ok_or(Failure::NotFound)?;
    let name = w.text("receipt-file");
    let number = view.receipts.iter().find(|receipt| receipt.kind == kind).map(|receipt| receipt.number);
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{name}-{number}.pdf\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
