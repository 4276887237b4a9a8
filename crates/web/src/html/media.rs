//! Stored pictures. Their address changes with their content, so browsers may keep them for ever.

use app::ports::FileError;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, StatusCode, header};

use crate::Web;

/// Only pictures are shown: what else lies in the file store is nobody's business.
const FOLDER: &str = "images/";

/// One size of one picture.
pub async fn show(web: State<Web>, Path(key): Path<String>) -> Response {
    let kind = match key.rsplit_once('.') {
        Some((_, "webp")) => "image/webp",
        Some((_, "jpg")) => "image/jpeg",
        Some((_, "png")) => "image/png",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    if !key.starts_with(FOLDER) || key.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match app::pictures::file(web.ctx(), &key).await {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
            ];
            (headers, bytes).into_response()
        }
        Err(FileError::Missing) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a picture could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
