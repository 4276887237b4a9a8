//! What the shop tells us of, kept as it should be: Shopify deletes a subscription when nobody answers eight times, and says
//! so to nobody.

use app::ports::{Link, PlatformError};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;

use super::operations::{HOOKS, LISTEN, UNLISTEN};
use super::shop::Shopify;
use super::wire::{Connection, UserError, refused};

/// What we are told of, and the fields that a message has: what to ask about, and what tells one message from the next.
/// Nothing of people is sent. The messages about people's data are not subscribed to: the app itself names their address.
pub(super) const TOPICS: [(&str, &[&str]); 10] = [
    ("PRODUCTS_CREATE", PRODUCT),
    ("PRODUCTS_UPDATE", PRODUCT),
    ("PRODUCTS_DELETE", &["id"]),
    ("INVENTORY_LEVELS_UPDATE", &["inventory_item_id", "location_id", "available", "updated_at"]),
    ("ORDERS_UPDATED", ORDER),
    ("ORDERS_CANCELLED", ORDER),
    ("FULFILLMENTS_CREATE", PARCEL),
    ("FULFILLMENTS_UPDATE", PARCEL),
    ("REFUNDS_CREATE", &["id", "admin_graphql_api_id", "order_id", "created_at"]),
    ("APP_UNINSTALLED", &["id", "myshopify_domain"]),
];
const PRODUCT: &[&str] = &["id", "admin_graphql_api_id", "status", "updated_at"];
const ORDER: &[&str] =
    &["id", "admin_graphql_api_id", "financial_status", "fulfillment_status", "cancelled_at", "updated_at"];
const PARCEL: &[&str] = &["id", "admin_graphql_api_id", "order_id", "status", "updated_at"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    webhook_subscriptions: Connection<Hook>,
}

/// A subscription of this very app: Shopify shows no others.
#[derive(Deserialize)]
struct Hook {
    id: String,
    topic: String,
    uri: String,
}

#[derive(Deserialize)]
struct Made {
    #[serde(rename = "webhookSubscriptionCreate")]
    payload: Payload,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    user_errors: Vec<UserError>,
}

impl Shopify {
    pub(super) async fn keep_hooks(&self, link: &Link, url: &str) -> Result<u32, PlatformError> {
        if !url.starts_with("https://") {
            return Err(PlatformError::Refused(
                "Shopify sends messages to https:// addresses only; until this server has one, the shop is asked by the \
                 clock."
                    .to_owned(),
            ));
        }
        let known = self.hooks(link).await?;
        let mut made = 0;
        for (topic, fields) in TOPICS {
            if known.iter().any(|hook| hook.topic == topic && hook.uri == url) {
                continue;
            }
            let variables = json!({ "topic": topic, "uri": url, "fields": fields });
            // Should the answer be lost, the next look finds it made.
            let answer: Made = self.ask(&link.keys, LISTEN, variables).await?.data;
            refused(&answer.payload.user_errors)?;
            made += 1;
        }
        // What led to an address that this server had before.
        self.remove(link, known.iter().filter(|hook| is_ours(hook) && hook.uri != url)).await?;
        Ok(made)
    }

    pub(super) async fn let_go(&self, link: &Link) -> Result<(), PlatformError> {
        let gone = async {
            let known = self.hooks(link).await?;
            self.remove(link, known.iter().filter(|hook| is_ours(hook))).await
        };
        match gone.await {
            // A token that is dead already opens nothing that could be closed.
            Err(PlatformError::Keys(_)) | Ok(()) => Ok(()),
            Err(other) => Err(other),
        }
    }

    async fn remove(&self, link: &Link, hooks: impl Iterator<Item = &Hook>) -> Result<(), PlatformError> {
        for hook in hooks {
            // One that is gone already is refused, and gone all the same.
            let _: IgnoredAny = self.ask(&link.keys, UNLISTEN, json!({ "id": hook.id })).await?.data;
        }
        Ok(())
    }

    async fn hooks(&self, link: &Link) -> Result<Vec<Hook>, PlatformError> {
        let listed: Listed = self.ask(&link.keys, HOOKS, json!({})).await?.data;
        Ok(listed.webhook_subscriptions.nodes)
    }
}

fn is_ours(hook: &Hook) -> bool {
    TOPICS.iter().any(|(topic, _)| *topic == hook.topic)
}
