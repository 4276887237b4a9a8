//! What the store tells us of, kept as it should be: made where it is missing, switched on where it was switched off.

use app::ports::{Keys, Link, PlatformError};
use domain::hex::hex;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::json;
use sha2::Sha256;

use super::api::key;
use super::shop::BigCommerce;
use super::wire::{Hook, Paged};

/// What we are told of.
pub(super) const SCOPES: [&str; 11] = [
    "store/product/created",
    "store/product/updated",
    "store/product/deleted",
    "store/product/inventory/updated",
    "store/sku/inventory/updated",
    "store/order/updated",
    "store/order/statusUpdated",
    "store/order/refund/created",
    "store/shipment/created",
    "store/shipment/updated",
    "store/app/uninstalled",
];
/// The header by which our hooks are known among those of other programs, and by which a message is known a second time.
pub(super) const HEADER: &str = "x-buyline-hook";
/// Hooks that are looked at; the store allows fewer.
const HOOKS_MAX: &str = "250";

/// What stands in [`HEADER`]: made of the token, so that whoever learns the client secret alone still forges nothing.
///
/// # Panics
/// Never: HMAC takes keys of any length.
pub(super) fn proof(keys: &Keys) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(keys.get(key::TOKEN).as_bytes())
        .expect("HMAC takes keys of any length");
    mac.update(b"buyline hook\0");
    mac.update(keys.get(key::STORE).as_bytes());
    hex(&mac.finalize().into_bytes())
}

impl BigCommerce {
    pub(super) async fn keep_hooks(&self, link: &Link, url: &str) -> Result<u32, PlatformError> {
        if !url.starts_with("https://") {
            return Err(PlatformError::Refused(
                "BigCommerce sends messages to https:// addresses only; until this server has one, the shop is asked by \
                 the clock."
                    .to_owned(),
            ));
        }
        let known = self.hooks(link).await?;
        let proof = proof(&link.keys);
        let mut mended = 0;
        for scope in SCOPES {
            let found = known.iter().find(|hook| hook.scope == scope && hook.destination == url);
            let headers = json!({ HEADER: proof });
            match found {
                Some(hook) if hook.is_active && is_proven(hook, &proof) => continue,
                Some(hook) => {
                    let path = format!("/v3/hooks/{}", hook.id);
                    let body = json!({ "is_active": true, "headers": headers });
                    self.write(&link.keys, (Method::PUT, &path), &body, true).await?;
                }
                None => {
                    let body =
                        json!({ "scope": scope, "destination": url, "is_active": true, "headers": headers });
                    // Should the answer be lost, the next look finds it made.
                    self.write(&link.keys, (Method::POST, "/v3/hooks"), &body, true).await?;
                }
            }
            mended += 1;
        }
        // What led to an address that this server had before.
        for hook in known.iter().filter(|hook| is_ours(hook) && hook.destination != url) {
            self.delete(&link.keys, &format!("/v3/hooks/{}", hook.id)).await?;
        }
        Ok(mended)
    }

    pub(super) async fn remove_hooks(&self, link: &Link) -> Result<(), PlatformError> {
        for hook in self.hooks(link).await?.iter().filter(|hook| is_ours(hook)) {
            self.delete(&link.keys, &format!("/v3/hooks/{}", hook.id)).await?;
        }
        Ok(())
    }

    async fn hooks(&self, link: &Link) -> Result<Vec<Hook>, PlatformError> {
        let listed: Paged<Hook> = self.get(&link.keys, "/v3/hooks", &[("limit", HOOKS_MAX)]).await?.read()?;
        Ok(listed.data)
    }
}

fn headers(hook: &Hook) -> impl Iterator<Item = (&String, &String)> {
    hook.headers.iter().flatten().filter(|(name, _)| name.eq_ignore_ascii_case(HEADER))
}

fn is_ours(hook: &Hook) -> bool {
    headers(hook).next().is_some()
}

fn is_proven(hook: &Hook, proof: &str) -> bool {
    headers(hook).any(|(_, value)| value == proof)
}
