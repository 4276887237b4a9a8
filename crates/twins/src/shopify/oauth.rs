//! Tokens: the one that was made for the merchant, those got by the app's name and secret, and those that end and are
//! followed by the next.
//!
//! Source: Shopify, "Using the client credentials grant", "About offline access tokens", and the changelog of 28 August 2026:
//! the key to a token is good until its successor is used.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::error::Refusal;
use super::twin::Twin;
use super::{CLIENT, CLIENT_SECRET, SHOP, TOKEN};
use crate::platform::{Answer, Request};

/// A token that was got by the app's own name and secret lives so long.
const DAY_S: i64 = 86_399;
/// A token that another follows lives so long.
const HOUR_S: i64 = 3_600;

/// The tokens that are good.
#[derive(Debug, Clone, Default)]
pub(super) struct Tokens {
    /// Token → when it ends.
    ends: BTreeMap<String, i64>,
    codes: Vec<String>,
    /// The key to the next token, and the one before.
    refresh: Option<String>,
    before: Option<String>,
    pub(super) is_revoked: bool,
}

impl Tokens {
    /// Whether a token opens the shop now.
    pub(super) fn is_good(&self, token: Option<&str>, now_ms: i64) -> bool {
        let Some(token) = token.filter(|_| !self.is_revoked) else { return false };
        token == TOKEN || self.ends.get(token).is_some_and(|ends| now_ms < *ends)
    }
}

impl Twin {
    /// `POST /admin/oauth/access_token`
    pub(super) fn token(&mut self, request: &Request) -> Result<Answer, Refusal> {
        let wrong =
            |why: &str| Ok(Answer::new(400, json!({ "error": "invalid_request", "error_description": why })));
        let ids = (request.field("client_id"), request.field("client_secret"));
        if ids != (Some(CLIENT.to_owned()), Some(CLIENT_SECRET.to_owned())) || self.tokens.is_revoked {
            return wrong("The app is not known, or not installed in this shop.");
        }
        if let Some(code) = request.field("code") {
            let Some(place) = self.tokens.codes.iter().position(|known| *known == code) else {
                return wrong("The authorization code was not found or was already used.");
            };
            self.tokens.codes.remove(place);
            return Ok(self.next_pair());
        }
        match (request.field("grant_type").as_deref(), request.field("refresh_token")) {
            (Some("client_credentials"), _) => {
                let token = self.new_token(DAY_S);
                Ok(Answer::new(200, json!({ "access_token": token, "scope": "", "expires_in": DAY_S })))
            }
            (Some("refresh_token"), Some(refresh)) if Some(&refresh) == self.tokens.refresh.as_ref() => {
                self.tokens.before = Some(refresh);
                Ok(self.next_pair())
            }
            // Its successor was not used yet: the answer may have been lost.
            (Some("refresh_token"), Some(refresh)) if Some(&refresh) == self.tokens.before.as_ref() => {
                Ok(self.next_pair())
            }
            (Some("refresh_token"), _) => wrong("Token has been expired or revoked."),
            _ => wrong("The grant is not known."),
        }
    }

    fn new_token(&mut self, life_s: i64) -> String {
        let token = self.chance.id("shpat");
        self.tokens.ends.insert(token.clone(), self.now_ms + life_s * 1_000);
        token
    }

    fn next_pair(&mut self) -> Answer {
        let token = self.new_token(HOUR_S);
        let refresh = self.chance.id("shprt");
        self.tokens.refresh = Some(refresh.clone());
        Answer::new(
            200,
            json!({ "access_token": token, "scope": "", "expires_in": HOUR_S, "refresh_token": refresh }),
        )
    }

    /// A merchant says yes; what their browser brings back.
    pub(super) fn consent(&mut self, state: &str) -> Value {
        let code = self.chance.letters(32);
        self.tokens.codes.push(code.clone());
        let seconds = (self.now_ms / 1_000).to_string();
        let fields = [("code", code.as_str()), ("shop", SHOP), ("state", state), ("timestamp", &seconds)];
        json!({ "query": signed_query(CLIENT_SECRET, &fields) })
    }
}

/// A query that is signed as Shopify signs what a browser brings back. The fields are in the order of their names.
///
/// # Panics
/// Never: a key may have any length.
#[must_use]
pub fn signed_query(secret: &str, fields: &[(&str, &str)]) -> String {
    let text = fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key may have any length");
    mac.update(text.as_bytes());
    let mut query = format!("{text}&hmac=");
    for byte in mac.finalize().into_bytes() {
        write!(query, "{byte:02x}").expect("text takes text");
    }
    query
}
