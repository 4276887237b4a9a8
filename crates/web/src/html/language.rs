//! Choosing a language: a link, so that it works from every page.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::header;
use serde::Deserialize;
use words::Locale;

use super::cookies::Cookie;
use super::{Failure, back_or, see_other};
use crate::Web;

/// Where to go on.
#[derive(Debug, Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// Keeps the choice in a cookie and goes back.
///
/// # Errors
/// [`Failure::NotFound`] for a language we do not speak.
pub async fn choose(
    State(web): State<Web>,
    Path(tag): Path<String>,
    Query(query): Query<Back>,
) -> Result<Response, Failure> {
    let locale = Locale::from_tag(&tag).ok_or(Failure::NotFound)?;
    let mut response = see_other(back_or(&query.back, "/"));
    response.headers_mut().append(header::SET_COOKIE, Cookie::Language.set(locale.tag(), web.config()));
    Ok(response)
}
