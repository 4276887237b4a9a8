//! Who visits: session, actor, language, and the token of their forms.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

use app::DbError;
use app::accounts::sessions;
use app::carts::{self, Whose};
use app::demo::{Role, roles};
use app::sunsets;
use axum::extract::FromRequestParts;
use domain::access::Actor;
use domain::money::Currency;
use domain::sunset::Plan;
use domain::view::people::SignedIn;
use http::request::Parts;
use http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use words::{Locale, Words};

use super::cookies::{Cookie, from_hex, to_hex};
use crate::limits::address_of;
use crate::{Web, WebConfig};

/// Bytes of the token of a form: enough that it cannot be guessed.
const FORM_TOKEN_BYTES: usize = 16;

/// One request's visitor. Cheap to clone; every html handler may take it as an argument.
#[derive(Debug, Clone)]
pub struct Visit(Arc<Known>);

/// What is known of a visitor.
#[derive(Debug)]
pub struct Known {
    /// Who is signed in.
    pub signed_in: Option<Arc<SignedIn>>,
    /// Who acts.
    pub actor: Actor,
    /// The token of a browser, signed in or not: a guest's basket hangs on its hash.
    pub visitor: [u8; 16],
    /// The visitor token was made for this request and must be set.
    pub(crate) is_new: bool,
    /// The session that this request began by itself, as the demo's first one does; it must be set.
    pub(crate) entered: Option<[u8; 24]>,
    /// The token of the forms of a session that has ended, as the browser still shows it.
    pub(crate) ended: Option<String>,
    /// The token that every form of this visitor carries.
    pub csrf: String,
    /// Names this answer's scripts.
    pub nonce: String,
    /// The visitor's language.
    pub locale: Locale,
    /// What the visitor chose to see prices in, where a shop sells in it.
    pub currency: Option<Currency>,
    /// Where the visitor connects from, as far as we believe it.
    pub ip: IpAddr,
    /// Path and query of the request.
    pub path: String,
    /// The key of what the page says first.
    pub said: Option<&'static str>,
    /// Roles to slip into, in the demo.
    pub roles: Arc<[Role]>,
    /// Units in the basket.
    pub basket_count: u32,
    /// What ends here, the first to end first.
    pub closings: Arc<[Plan]>,
    /// A script asks for a part of a page: `inline` or `sheet`.
    pub fragment: Option<&'static str>,
}

impl std::ops::Deref for Visit {
    type Target = Known;
    fn deref(&self) -> &Known {
        &self.0
    }
}

impl Visit {
    /// Finds out who sends this request.
    pub(crate) async fn of(web: &Web, parts: &Parts) -> Result<Self, DbError> {
        let (headers, config) = (&parts.headers, web.config());
        let known_session = Cookie::Session.read(headers, config).and_then(from_hex::<24>);
        let known_visitor = Cookie::Visitor.read(headers, config).and_then(from_hex::<16>);
        let entered = match (known_session, known_visitor) {
            (None, None) if config.demo => super::demo::first_visit(web, parts).await?,
            (Some(_), _) | (None, _) => None,
        };
        let session = known_session.or(entered);
        let signed_in = match &session {
            Some(token) => sessions::find(web.ctx(), token).await?,
            None => None,
        };
        let visitor = known_visitor.unwrap_or_else(|| web.ctx().random());
        let ended = session.as_ref().filter(|_| signed_in.is_none()).map(|token| form_token(token));
        let csrf = match (&signed_in, &session) {
            (Some(_), Some(token)) => form_token(token),
            _ => form_token(&visitor),
        };
        let actor = signed_in.as_ref().map_or(Actor::Anonymous, |signed_in| signed_in.actor());
        let basket_count = match Cookie::Basket.read(headers, config) {
            Some(_) => carts::count(web.ctx(), Whose::of(&actor, &visitor)).await?,
            None => 0,
        };
        Ok(Self(Arc::new(Known {
            actor,
            basket_count,
            locale: locale_of(headers, config, signed_in.as_deref()),
            signed_in,
            visitor,
            is_new: known_visitor.is_none(),
            entered,
            ended,
            csrf,
            nonce: to_hex(&web.ctx().random::<16>()),
            currency: Cookie::Currency.read(headers, config).and_then(|code| code.parse().ok()),
            ip: address_of(parts, config),
            closings: sunsets::public(web.ctx()).await?.into(),
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            said: Cookie::Said.read(headers, config).and_then(super::said::known),
            roles: if config.demo { roles(web.ctx()).await? } else { [].into() },
            fragment: fragment_of(headers),
        })))
    }

    /// The same request, as one of the session `token` that it has just begun.
    pub(crate) async fn signed_in_by(&self, web: &Web, token: &sessions::Token) -> Result<Self, DbError> {
        let signed_in = sessions::find(web.ctx(), token).await?;
        let actor = signed_in.as_ref().map_or(Actor::Anonymous, |signed_in| signed_in.actor());
        Ok(Self(Arc::new(Known {
            basket_count: carts::count(web.ctx(), Whose::of(&actor, &self.visitor)).await?,
            signed_in,
            actor,
            visitor: self.visitor,
            is_new: self.is_new,
            entered: None,
            ended: None,
            csrf: form_token(token),
            nonce: self.nonce.clone(),
            locale: self.locale,
            closings: Arc::clone(&self.closings),
            currency: self.currency,
            ip: self.ip,
            path: self.path.clone(),
            said: None,
            roles: Arc::clone(&self.roles),
            fragment: None,
        })))
    }

    /// The words of the visitor's language.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }
}

impl FromRequestParts<Web> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Infallible> {
        Ok(parts
            .extensions
            .get::<Self>()
            .expect("the frame knows every visitor before a handler runs")
            .clone())
    }
}

/// The form token of a session or visitor: known only to those who know the cookie, and no use as a cookie.
pub(crate) fn form_token(cookie: &[u8]) -> String {
    let hash = Sha256::new().chain_update(b"form token\0").chain_update(cookie).finalize();
    to_hex(&hash[..FORM_TOKEN_BYTES])
}

fn locale_of(headers: &HeaderMap, config: &WebConfig, signed_in: Option<&SignedIn>) -> Locale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let chosen = Cookie::Language.read(headers, config);
    // In the demo the newcomer's own language, not that of whoever they slipped into.
    let signed_in = signed_in.filter(|_| !config.demo);
    Locale::negotiate(accepted, chosen.or(signed_in.map(|signed_in| signed_in.locale.as_str())))
}

fn fragment_of(headers: &HeaderMap) -> Option<&'static str> {
    match headers.get("x-buyline-fragment")?.as_bytes() {
        b"inline" => Some("inline"),
        b"sheet" => Some("sheet"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_of_a_form_is_not_the_cookie() {
        assert_ne!(form_token(&[1; 24]), form_token(&[2; 24]));
        assert_eq!(form_token(&[1; 24]).len(), 32);
    }
}
