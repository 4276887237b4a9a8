//! Opening a shop: its currency, its sales channel, and a region of our own.

use app::ports::{Keys, Opened, PlatformError};
use domain::money::Currency;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::api::key;
use super::shop::Medusa;

/// What our regions are called, before their currency.
const REGION: &str = "Buyline";
/// Regions and channels that are looked at.
const NAMED_MAX: &str = "100";

#[derive(Deserialize)]
struct Stores {
    stores: Vec<Store>,
}

#[derive(Deserialize)]
struct Store {
    id: String,
    #[serde(default)]
    name: String,
    default_sales_channel_id: Option<String>,
    #[serde(default)]
    supported_currencies: Vec<Supported>,
}

#[derive(Deserialize)]
struct Supported {
    currency_code: String,
    #[serde(default)]
    is_default: bool,
}

#[derive(Deserialize)]
struct Channels {
    sales_channels: Vec<Channel>,
}

#[derive(Deserialize)]
struct Channel {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Regions {
    regions: Vec<Region>,
}

#[derive(Deserialize)]
struct Made {
    region: Region,
}

#[derive(Deserialize)]
struct Region {
    id: String,
    name: String,
    currency_code: String,
}

impl Medusa {
    pub(super) async fn open_shop(&self, entered: &Keys) -> Result<Opened, PlatformError> {
        let fields = [("fields", "id,name,default_sales_channel_id,*supported_currencies")];
        let stores: Stores = match self.get(entered, "/admin/stores", &fields).await {
            Ok(answered) => answered.read().map_err(|_| no_shop("it answers something else"))?,
            Err(PlatformError::Refused(why)) => return Err(no_shop(&why)),
            Err(other) => return Err(other),
        };
        let store = stores.stores.into_iter().next().ok_or_else(|| no_shop("it has no store"))?;
        let supported = store.supported_currencies.iter();
        let code = supported.filter(|one| one.is_default).map(|one| one.currency_code.to_uppercase()).next();
        let currency: Currency = code.unwrap_or_default().parse().map_err(|error| {
            PlatformError::Refused(format!("The shop's default currency is not known here: {error}."))
        })?;
        let channel = match entered.get(key::CHANNEL).trim() {
            "" => store.default_sales_channel_id.ok_or_else(|| {
                PlatformError::Keys(
                    "The shop has no default sales channel. Enter the name of one.".to_owned(),
                )
            })?,
            name => self.channel_named(entered, name).await?,
        };
        let mut keys = entered.clone();
        keys.set(key::REGION, self.region(entered, currency).await?);
        keys.set(key::CHANNEL_ID, channel);
        let host = Url::parse(entered.get(key::ADDRESS).trim()).ok();
        let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
        let name = if store.name.is_empty() { host.to_owned() } else { store.name };
        Ok(Opened { account: format!("{host}/{}", store.id), name, currency, keys, expires_at: None })
    }

    async fn channel_named(&self, keys: &Keys, name: &str) -> Result<String, PlatformError> {
        let fields = [("q", name), ("fields", "id,name"), ("limit", NAMED_MAX)];
        let listed: Channels = self.get(keys, "/admin/sales-channels", &fields).await?.read()?;
        let found = listed.sales_channels.into_iter().find(|channel| channel.name == name);
        found.map(|channel| channel.id).ok_or_else(|| {
            PlatformError::Keys(format!(
                "The shop has no sales channel {name}. Its name is written as it is there."
            ))
        })
    }

    /// Our region of this currency, in which the shop adds no tax: prices from here have theirs.
    async fn region(&self, keys: &Keys, currency: Currency) -> Result<String, PlatformError> {
        let name = format!("{REGION} {currency}");
        let code = currency.code().to_lowercase();
        let fields = [("q", REGION), ("fields", "id,name,currency_code"), ("limit", NAMED_MAX)];
        let listed: Regions = self.get(keys, "/admin/regions", &fields).await?.read()?;
        let mut known = listed.regions.into_iter();
        if let Some(found) = known.find(|region| region.name == name && region.currency_code == code) {
            return Ok(found.id);
        }
        let body = json!({ "name": name, "currency_code": code, "automatic_taxes": false });
        // Made twice it would be two of one name, of which the first is taken from then on.
        let made: Made = self.post(keys, "/admin/regions", &body).await?.read()?;
        Ok(made.region.id)
    }
}

fn no_shop(why: &str) -> PlatformError {
    PlatformError::Keys(format!(
        "No Medusa shop answers at this address ({why}). It is where /admin and /store are, without either."
    ))
}
