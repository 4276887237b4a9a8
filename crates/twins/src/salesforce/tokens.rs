//! Tokens: of the API client for the merchant's side, of shoppers for the shop window, and of a trusted system for orders.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::error::Refusal;
use super::twin::Twin;
use super::{CLIENT, SECRET, SITE};
use crate::platform::{Answer, Request};

/// How long a token opens anything.
pub(super) const LIFE_MS: i64 = 30 * 60_000;
/// Where the API client gets its tokens.
pub(super) const ACCOUNT_PATH: &str = "/dwsso/oauth2/access_token";

/// What a token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The merchant's side: `AmOAuth2`.
    Admin,
    /// The shop window: `ShopperToken`.
    Shopper,
    /// Orders of third parties: `ShopperTokenTsob`.
    Trusted,
}

impl Kind {
    /// What a call asks for.
    ///
    /// Source: `security` of each operation.
    pub(super) fn of(operation: &str) -> Option<Kind> {
        match operation {
            "getAccessToken" | "getTrustedSystemAccessToken" => None,
            "createOrders" => Some(Kind::Trusted),
            "getProducts" | "getAvailability" => Some(Kind::Shopper),
            _ => Some(Kind::Admin),
        }
    }
}

impl Twin {
    /// Whose token a request has.
    pub(super) fn admits(&self, operation: &str, request: &Request) -> Result<(), Refusal> {
        let Some(wanted) = Kind::of(operation) else { return Ok(()) };
        let given =
            request.said("authorization").and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
        match self.tokens.get(given) {
            Some((kind, until_ms)) if *kind == wanted && self.now_ms < *until_ms && !self.is_revoked => {
                Ok(())
            }
            _ => Err(Refusal::new(
                401,
                "unauthorized",
                "The token is missing, has ended, or is of another kind.",
            )),
        }
    }

    fn is_client(&self, request: &Request) -> Result<(), Refusal> {
        let expected = format!("Basic {}", BASE64_STANDARD.encode(format!("{CLIENT}:{SECRET}")));
        if self.is_revoked || request.said("authorization") != Some(expected.as_str()) {
            return Err(Refusal::new(401, "invalid_client", "Client authentication failed."));
        }
        Ok(())
    }

    /// `POST /dwsso/oauth2/access_token` at Account Manager.
    pub(super) fn admin_token(&mut self, request: &Request) -> Result<Answer, Refusal> {
        self.is_client(request)?;
        if request.field("grant_type").as_deref() != Some("client_credentials") {
            return Err(Refusal::new(400, "unsupported_grant_type", "The grant type is not supported."));
        }
        let scope = request.field("scope").unwrap_or_default();
        let tenant = super::ORGANIZATION.trim_start_matches("f_ecom_");
        for needed in [&format!("SALESFORCE_COMMERCE_API:{tenant}"), "sfcc.orders.rw", "sfcc.products"] {
            if !scope.split(' ').any(|one| one == needed) {
                return Err(Refusal::new(400, "invalid_scope", format!("The scope lacks {needed}.")));
            }
        }
        let token = self.issue(Kind::Admin);
        Ok(Answer::new(
            200,
            json!({ "access_token": token, "scope": scope, "token_type": "Bearer", "expires_in": LIFE_MS / 1000 - 1 }),
        ))
    }

    /// A guest's token, for the private client.
    pub(super) fn shopper_token(&mut self, request: &Request, form: &Value) -> Result<Answer, Refusal> {
        self.is_client(request)?;
        if form["grant_type"] != "client_credentials" || form["channel_id"] != SITE {
            return Err(Refusal::bad(
                "A guest of this site is asked for by client_credentials and its channel_id.",
            ));
        }
        Ok(self.shopper(Kind::Shopper))
    }

    /// A token on behalf of a shopper, for a trusted system.
    pub(super) fn trusted_token(&mut self, request: &Request, form: &Value) -> Result<Answer, Refusal> {
        self.is_client(request)?;
        if form["client_id"] != CLIENT || form["channel_id"] != SITE {
            return Err(Refusal::bad("client_id and channel_id are not those of this site."));
        }
        Ok(self.shopper(Kind::Trusted))
    }

    fn shopper(&mut self, kind: Kind) -> Answer {
        let token = self.issue(kind);
        let body = json!({
            "access_token": token, "id_token": "", "refresh_token": self.chance.letters(20), "expires_in": LIFE_MS / 1000,
            "refresh_token_expires_in": 2_592_000, "token_type": "Bearer", "usid": self.chance.letters(20),
            "customer_id": self.chance.letters(20), "enc_user_id": self.chance.letters(20), "idp_access_token": "",
        });
        Answer::new(200, body)
    }

    fn issue(&mut self, kind: Kind) -> String {
        let token = self.chance.letters(40);
        self.tokens.insert(token.clone(), (kind, self.now_ms + LIFE_MS));
        token
    }
}
