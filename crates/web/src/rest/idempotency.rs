//! `Idempotency-Key`: a repeated request gets the first one's answer.
//!
//! Source: draft-ietf-httpapi-idempotency-key-header; same key with another body → 422, first still running → 409,
//! none where one is needed → 400.

use app::idempotency::{Begun, KEY_CHARS_MAX, KeyError, Keyed, begin};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::body::sent;
use super::problem::{Kind, Problem};
use crate::Web;

/// When a request whose first is still running should be repeated.
const RUNNING_RETRY_S: u32 = 1;

/// The header, where it may be sent.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it describes a header, which is read by its name")]
pub(crate) struct OnceKey {
    /// Without one a repeated request is done again. New for each intent, the same for each retry.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255)]
    key: Option<String>,
}

/// The header, where money moves.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it describes a header, which is read by its name")]
pub(crate) struct MoneyKey {
    /// New for each intent, the same for each retry.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255)]
    key: String,
}

/// The key of a request that costs money.
///
/// # Errors
/// 400 without one.
pub(crate) fn needed(headers: &HeaderMap) -> Result<String, Problem> {
    key_of(headers)?.ok_or_else(|| Problem::new(Kind::KeyMissing, "Send an Idempotency-Key header."))
}

/// The key of a request, if it has one.
///
/// # Errors
/// 400 for one that is no key, and for two.
pub(crate) fn key_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all("idempotency-key").iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Problem::new(Kind::Malformed, "Send one Idempotency-Key, not several."));
    }
    let key = value.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > KEY_CHARS_MAX {
        let detail = format!("An Idempotency-Key has 1 to {KEY_CHARS_MAX} ASCII characters.");
        return Err(Problem::new(Kind::Malformed, detail));
    }
    Ok(Some(key.to_owned()))
}

/// Hash of what makes a request this request.
pub(crate) fn request_hash(pieces: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for piece in pieces {
        hash.update(piece.len().to_be_bytes());
        hash.update(piece);
    }
    hash.finalize().into()
}

/// The key was used with another body.
pub(crate) fn reused() -> Problem {
    Problem::new(Kind::KeyReused, "This Idempotency-Key was used with another request.")
}

/// The first request still runs.
pub(crate) fn still_running() -> Problem {
    Problem::new(Kind::InProgress, "The first request with this Idempotency-Key still runs.")
        .retry_after(RUNNING_RETRY_S)
}

/// Does `work` once per key: without a key, simply. A success is kept and told again; a refusal changed nothing, so
/// the key can be used again.
pub(crate) async fn once(
    web: &Web,
    headers: &HeaderMap,
    scope: String,
    raw: &[u8],
    work: impl Future<Output = Result<Response, Problem>>,
) -> Result<Response, Problem> {
    let Some(key) = key_of(headers)? else { return work.await };
    let request_hash = request_hash(&[scope.as_bytes(), raw]);
    let claim = match begin(web.ctx(), Keyed { scope, key, request_hash }).await {
        Ok(Begun::First(claim)) => claim,
        Ok(Begun::Before { status, body }) => {
            return Ok(sent(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), body));
        }
        Err(KeyError::Reused) => return Err(reused()),
        Err(KeyError::StillRunning) => return Err(still_running()),
        Err(KeyError::Lost) => {
            let detail = "The server stopped while it worked on the first request with this Idempotency-Key. See \
                          whether it was done; if not, send it with a new key.";
            return Err(Problem::new(Kind::OutcomeUnknown, detail));
        }
        Err(KeyError::Db(error)) => return Err(error.into()),
    };
    match work.await {
        Ok(response) => {
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            claim.settle(web.ctx(), parts.status.as_u16(), text).await?;
            Ok(Response::from_parts(parts, bytes.into()))
        }
        Err(problem) => {
            claim.release(web.ctx()).await?;
            Err(problem)
        }
    }
}
