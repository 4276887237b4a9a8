//! A template as an answer.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::Failure;

/// The page, or our mistake.
///
/// # Errors
/// [`Failure::Ours`] when the template cannot be rendered.
pub fn render(page: &impl Template) -> Result<Response, Failure> {
    Ok(Html(page.render().map_err(Failure::ours)?).into_response())
}
