//! What changes something is finished, also when whoever asked hangs up in the middle (F48).

use axum::body::Body;
use axum::middleware::Next;
use axum::response::Response;
use http::{Method, Request};
use tracing::Instrument;

/// Handlers that only read are dropped with their connection; the others run in a task of their own, so that what was
/// begun is done, and what was done is written down under its key.
pub(crate) async fn finish(request: Request<Body>, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only at the end of the process; its connections are closed already.
            Err(_) => Response::new(Body::empty()),
        },
    }
}
