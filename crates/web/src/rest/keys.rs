//! Merchants' keys: what programs of a merchant show, and what they may do with it.

use app::merchants::keys;
use app::sunsets;
use axum::extract::FromRequestParts;
use domain::access::{Actor, AtMerchant, MerchantAct, Permit};
use domain::ids::MerchantId;
use domain::partner::shop_may;
use domain::sunset::Party;
use http::request::Parts;

use super::auth::{bearer, unauthenticated};
use super::problem::{Kind, Problem};
use crate::Web;

/// A program with a merchant's key.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    /// Who acts.
    pub actor: Actor,
    /// Whose key it is.
    pub merchant: MerchantId,
    /// It reaches test orders only.
    pub is_test: bool,
    /// The shop ends by a plan that was announced: nothing new is made there.
    is_read_only: bool,
}

impl Key {
    /// Permission to do `act` at the key's own merchant.
    ///
    /// # Errors
    /// 403 when the key's scopes do not reach it.
    pub(crate) fn may(&self, act: MerchantAct) -> Result<Permit<AtMerchant>, Problem> {
        self.actor.may(AtMerchant { merchant: self.merchant, act }).map_err(|_| {
            let detail = "The scopes of this key do not reach this.";
            let problem = Problem::new(Kind::Forbidden, detail);
            match act.scope() {
                Some(scope) => problem.with("scope", scope.as_str()),
                None => problem,
            }
        })
    }

    /// Permission to change what buyers see. A test key may do that only where no real money moves.
    ///
    /// # Errors
    /// 403 when the key's scopes do not reach it, or for a test key on a live server; 410 where the shop is read-only.
    pub(crate) fn may_change(&self, web: &Web, act: MerchantAct) -> Result<Permit<AtMerchant>, Problem> {
        let permit = self.may(act)?;
        if self.is_read_only && !shop_may(act) {
            let detail =
                "This shop ends by a plan that was announced: nothing new is made or changed any more.";
            return Err(Problem::new(Kind::Ended, detail));
        }
        if self.is_test && !web.ctx().ports().payments.is_test() {
            let detail = "A test key changes nothing that real buyers see. Use a live key.";
            return Err(Problem::new(Kind::Forbidden, detail));
        }
        Ok(permit)
    }

    /// The key reaches what is (or is not) a test.
    pub(crate) fn reaches(&self, is_test: bool) -> bool {
        is_test || !self.is_test
    }
}

impl FromRequestParts<Web> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let secret = bearer(&parts.headers)
            .ok_or_else(|| unauthenticated("Send a merchant's key as Authorization: Bearer blk_live_…"))?;
        find_key(web, secret).await
    }
}

async fn find_key(web: &Web, secret: &str) -> Result<Key, Problem> {
    let holder = keys::holder(web.ctx(), secret).await?;
    let holder = holder.ok_or_else(|| unauthenticated("This key is not known, or was taken back."))?;
    match holder.actor {
        Actor::Key { merchant, .. } => {
            let is_read_only = sunsets::is_read_only(web.ctx(), Party::Shop(merchant)).await?;
            Ok(Key { actor: holder.actor, merchant, is_test: holder.is_test, is_read_only })
        }
        Actor::Anonymous | Actor::Guest(_) | Actor::Person(_) | Actor::System => {
            Err(unauthenticated("This key is not known, or was taken back."))
        }
    }
}

/// A merchant's key or the secret of one thing: for what both sides of an order may do.
pub(crate) enum Caller {
    /// A program of the merchant's.
    Key(Key),
    /// The buyer, unproven.
    Secret(String),
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let secret = bearer(&parts.headers)
            .ok_or_else(|| unauthenticated("Send a key or the checkout's token as Authorization: Bearer."))?;
        if secret.starts_with("blk_") {
            return find_key(web, secret).await.map(Self::Key);
        }
        Ok(Self::Secret(secret.to_owned()))
    }
}
