//! Opening a store and letting go of it: our channel of type marketplace, made or found.

use app::ports::{Keys, Link, Opened, PlatformError};
use reqwest::Method;
use serde_json::json;

use super::api::{key, success};
use super::shop::BigCommerce;
use super::wire::{Channel, Data, Paged, Store};

/// What our channel is called; name, platform and type together are unique in a store.
const NAME: &str = "Buyline";
const KIND: &str = "marketplace";
const PLATFORM: &str = "custom";
/// Channels of this type that are looked at.
const CHANNELS_MAX: &str = "250";

impl BigCommerce {
    pub(super) async fn open_store(&self, entered: &Keys) -> Result<Opened, PlatformError> {
        if entered.get(key::SECRET).is_empty() {
            return Err(PlatformError::Keys(
                "The client secret is missing: it is shown once, together with the access token.".to_owned(),
            ));
        }
        let store: Store = self.get(entered, "/v2/store", &[]).await?.read()?;
        let currency = store.currency.parse().map_err(|error| {
            PlatformError::Refused(format!("The store sells in a currency that is not known here: {error}."))
        })?;
        let channel = self.our_channel(entered).await?;
        let mut keys = entered.clone();
        for (word, value) in [
            (key::CHANNEL, channel.to_string()),
            (key::WINDOW, store.secure_url),
            (key::WEIGHT, store.weight_units),
            (key::COUNTRY, store.country_code),
        ] {
            keys.set(word, value);
        }
        let account = entered.get(key::STORE).to_owned();
        let name = if store.name.is_empty() { account.clone() } else { store.name };
        Ok(Opened { account, name, currency, keys, expires_at: None })
    }

    async fn our_channel(&self, keys: &Keys) -> Result<u64, PlatformError> {
        if let Some(found) = self.find_channel(keys).await? {
            return Ok(found);
        }
        let body = json!({ "name": NAME, "type": KIND, "platform": PLATFORM, "status": "connected" });
        let made = self.ask(keys, Method::POST, "/v3/channels", &[])?.harmless().json(&body);
        let answered = made.send(&*self.http).await?;
        // Somebody connected the same store at this moment.
        if answered.status() == 409 {
            let found = self.find_channel(keys).await?;
            return found
                .ok_or_else(|| PlatformError::Down("the channel exists and is not listed".to_owned()));
        }
        Ok(success(answered)?.read::<Data<Channel>>()?.data.id)
    }

    /// Our channel, switched on again if it was off.
    async fn find_channel(&self, keys: &Keys) -> Result<Option<u64>, PlatformError> {
        let fields = [("type:in", KIND), ("limit", CHANNELS_MAX)];
        let listed: Paged<Channel> = self.get(keys, "/v3/channels", &fields).await?.read()?;
        let is_ours = |channel: &&Channel| {
            channel.name == NAME && channel.platform == PLATFORM && channel.status != "terminated"
        };
        let Some(found) = listed.data.iter().find(is_ours) else { return Ok(None) };
        if found.status != "connected" {
            self.set_channel(keys, &found.id.to_string(), "connected").await?;
        }
        Ok(Some(found.id))
    }

    async fn set_channel(&self, keys: &Keys, id: &str, status: &str) -> Result<(), PlatformError> {
        let path = format!("/v3/channels/{id}");
        self.write(keys, (Method::PUT, &path), &json!({ "status": status }), true).await.map(|_| ())
    }

    pub(super) async fn let_go(&self, link: &Link) -> Result<(), PlatformError> {
        let gone = async {
            self.remove_hooks(link).await?;
            self.set_channel(&link.keys, link.keys.get(key::CHANNEL), "disconnected").await
        };
        match gone.await {
            // A token that is dead already opens nothing that could be closed.
            Err(PlatformError::Keys(_)) | Ok(()) => Ok(()),
            Err(other) => Err(other),
        }
    }
}
