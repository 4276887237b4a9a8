//! Which call is which.

use serde_json::{Value, json};

use super::STORE;
use super::error::Refusal;
use super::twin::Twin;
use crate::platform::{Answer, Request};

impl Twin {
    /// Runs a call whose body and query were checked.
    pub(super) fn run(
        &mut self,
        operation: &str,
        ids: &[&str],
        request: &Request,
        body: &Value,
    ) -> Result<Answer, Refusal> {
        let id = ids.first().and_then(|id| id.parse::<u64>().ok()).unwrap_or_default();
        match operation {
            "GET /v2/store" => Ok(self.store()),
            "GET /v3/channels" => self.list_channels(request),
            "POST /v3/channels" => self.create_channel(body),
            "GET /v3/channels/{channel_id}" => self.show_channel(id),
            "PUT /v3/channels/{channel_id}" => self.change_channel(id, body),
            "GET /v3/catalog/products" => self.list_products(request),
            "GET /v3/inventory/items" => self.list_inventory(request),
            "GET /v3/settings/inventory" => Ok(self.inventory_settings()),
            "GET /v2/orders" => self.list_orders(request),
            "POST /v2/orders" => self.create_order(body),
            "GET /v2/orders/{order_id}" => self.show_order(id),
            "PUT /v2/orders/{order_id}" => self.change_order(id, body),
            "GET /v2/orders/{order_id}/products" => self.list_lines(id, request),
            "GET /v2/orders/{order_id}/shipments" => self.list_shipments(id, request),
            "POST /v3/orders/{order_id}/payment_actions/refund_quotes" => self.quote_refund(id, body),
            "POST /v3/orders/{order_id}/payment_actions/refunds" => self.create_refund(id, body),
            "GET /v3/orders/{order_id}/payment_actions/refunds" => self.list_refunds(id),
            "GET /v3/hooks" => self.list_hooks(request),
            "POST /v3/hooks" => self.create_hook(body),
            "PUT /v3/hooks/{hook_id}" => self.change_hook(id, body),
            "DELETE /v3/hooks/{hook_id}" => self.delete_hook(id),
            other => Err(Refusal::new(501, format!("The twin does not do {other}."))),
        }
    }

    fn store(&self) -> Answer {
        Answer::new(
            200,
            json!({
                "id": STORE, "name": "The twin's store", "domain": "twin.example", "secure_url": "https://twin.example",
                "currency": self.settings.currency, "weight_units": "KGS", "timezone": { "name": "Etc/UTC" },
                "country_code": "US", "status": "live", "features": {},
            }),
        )
    }
}
