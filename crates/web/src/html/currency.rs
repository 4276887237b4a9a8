//! Choosing a currency: a link, so that it works from every page. A shop that does not sell in it shows its own.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::money::Currency;
use http::header;

use super::cookies::Cookie;
use super::posts::Back;
use super::{Failure, back_or, see_other};
use crate::Web;

/// Keeps the choice in a cookie and goes back.
///
/// # Errors
/// [`Failure::NotFound`] for a currency there is not.
pub async fn choose(
    State(web): State<Web>,
    Path(code): Path<String>,
    Query(query): Query<Back>,
) -> Result<Response, Failure> {
    let currency: Currency = code.parse().map_err(|_| Failure::NotFound)?;
    let mut response = see_other(back_or(&query.back, "/"));
    let cookie = Cookie::Currency.set(currency.code(), web.config());
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
