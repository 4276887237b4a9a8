//! Who calls. The API knows no cookies, so that no page elsewhere can act in a visitor's name: whoever calls sends
//! `Authorization: Bearer` with a merchant's key or with the secret of the one thing they may touch.

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, header};

use super::problem::{Kind, Problem};
use crate::Web;

/// The secret in the `Authorization` header. With two of them nobody can say who calls, so nobody does.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().filter(|_| values.next().is_none())?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

pub(crate) fn unauthenticated(detail: &'static str) -> Problem {
    Problem::new(Kind::Unauthenticated, detail)
}

/// The secret of a checkout or a cart, unproven.
pub(crate) struct Secret(pub String);

impl FromRequestParts<Web> for Secret {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Problem> {
        let secret = bearer(&parts.headers)
            .ok_or_else(|| unauthenticated("Send the token as Authorization: Bearer <token>."))?;
        Ok(Self(secret.to_owned()))
    }
}
