//! Opening a shop: by an API key, or by a name and a password that bring a session.

use app::ports::{Keys, Link, Opened, PlatformError, Renewed};
use domain::money::Currency;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::api::{data, key};
use super::shop::Vendure;
use super::wire::Outcome;

/// A session is looked at so often; a shop may end one at any time.
const SESSION_LOOKED_AT: SignedDuration = SignedDuration::from_hours(1);
/// What the default channel is called, which says nothing about the shop.
const DEFAULT_CHANNEL: &str = "__default_channel__";

const SHOP: &str = "{
  activeChannel { code token defaultCurrencyCode pricesIncludeTax seller { name } }
  globalSettings { serverConfig { moneyStrategyPrecision } }
  products(options: { take: 1 }) { totalItems }
  orders(options: { take: 1 }) { totalItems }
}";

const LOGIN: &str = "mutation ($username: String!, $password: String!) {
  login(username: $username, password: $password) { __typename ... on ErrorResult { message } }
}";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Shop {
    active_channel: Channel,
    global_settings: Settings,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Channel {
    code: String,
    token: String,
    default_currency_code: String,
    prices_include_tax: bool,
    seller: Option<Seller>,
}

#[derive(Deserialize)]
struct Seller {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    server_config: ServerConfig,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ServerConfig {
    money_strategy_precision: u32,
}

#[derive(Deserialize)]
struct LoggedIn {
    login: Outcome,
}

impl Vendure {
    pub(super) async fn open_shop(&self, entered: &Keys) -> Result<Opened, PlatformError> {
        let mut keys = entered.clone();
        let mut expires_at = None;
        if keys.get(key::API_KEY).is_empty() {
            expires_at = Some(self.log_in(&mut keys).await?);
        }
        let shop: Shop = self.ask(&keys, SHOP, Value::Null).await.map_err(no_shop)?;
        let channel = shop.active_channel;
        // A shop of one channel takes any token and answers for that channel.
        let wanted = keys.get(key::CHANNEL).trim();
        if !wanted.is_empty() && wanted != channel.token {
            return Err(PlatformError::Keys(
                "The shop has no channel of this token. It stands in Settings, Channels.".to_owned(),
            ));
        }
        let currency: Currency = channel.default_currency_code.parse().map_err(|error| {
            PlatformError::Refused(format!("The shop sells in a currency that is not known here: {error}."))
        })?;
        let host = host(&keys);
        let name = match channel.seller {
            _ if channel.code != DEFAULT_CHANNEL => channel.code.clone(),
            Some(seller) if !seller.name.is_empty() => seller.name,
            Some(_) | None => host.clone(),
        };
        keys.set(key::CHANNEL, channel.token);
        keys.set(key::DECIMALS, shop.global_settings.server_config.money_strategy_precision.to_string());
        keys.set(key::TAX, if channel.prices_include_tax { key::INCLUDED } else { "added" });
        Ok(Opened { account: format!("{host}/{}", channel.code), name, currency, keys, expires_at })
    }

    /// A session that lives is kept; in the place of one that has ended comes another.
    pub(super) async fn new_session(&self, link: &Link) -> Result<Renewed, PlatformError> {
        if link.keys.get(key::PASSWORD).is_empty() {
            return Ok(None);
        }
        let mut keys = link.keys.clone();
        if self.is_alive(&keys).await {
            let told = self.told::<Value>(&keys, "{ __typename }", Value::Null).await?;
            return Ok(Some((keys, Some(told.at + SESSION_LOOKED_AT))));
        }
        let until = self.log_in(&mut keys).await?;
        Ok(Some((keys, Some(until))))
    }

    /// Puts a session into the keys; says when it is looked at again.
    async fn log_in(&self, keys: &mut Keys) -> Result<Timestamp, PlatformError> {
        let (username, password) = (keys.get(key::USERNAME).to_owned(), keys.get(key::PASSWORD).to_owned());
        if username.is_empty() || password.is_empty() {
            return Err(PlatformError::Keys(
                "Enter an API key, or the name and the password of an administrator.".to_owned(),
            ));
        }
        for word in [key::SESSION, key::COOKIE] {
            keys.set(word, "");
        }
        let variables = json!({ "username": username, "password": password });
        let request = self.request(keys, LOGIN, variables)?.harmless();
        let answered = request.send(&*self.http).await.map_err(PlatformError::from).map_err(no_shop)?;
        let at = answered.date()?;
        // A shop gives the session by a header, or as cookies, or as both.
        let bearer = answered.header("vendure-auth-token").map(|token| format!("Bearer {token}"));
        let cookies: Vec<_> = answered
            .headers("set-cookie")
            .filter_map(|cookie| cookie.split(';').next())
            .map(str::to_owned)
            .collect();
        let logged: LoggedIn = data(answered).map_err(no_shop)?;
        if logged.login.kind != "CurrentUser" {
            return Err(PlatformError::Keys(logged.login.message));
        }
        match bearer {
            Some(bearer) => keys.set(key::SESSION, bearer),
            None => keys.set(key::COOKIE, cookies.join("; ")),
        }
        Ok(at + SESSION_LOOKED_AT)
    }
}

/// Where there is something else, the address is wrong; nobody should have to guess that from `status 404`.
fn no_shop(error: PlatformError) -> PlatformError {
    match error {
        PlatformError::Refused(why) => PlatformError::Keys(format!(
            "No Admin API of Vendure answers at this address ({why}). It ends in /admin-api as a rule."
        )),
        PlatformError::Down(why) if why.contains("does not read") => PlatformError::Keys(
            "What answers at this address is no Admin API of Vendure. It ends in /admin-api as a rule."
                .to_owned(),
        ),
        other => other,
    }
}

/// The shop's host, with the port where it is an unusual one.
fn host(keys: &Keys) -> String {
    let url = Url::parse(keys.get(key::ADDRESS).trim()).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned();
    match url.and_then(|url| url.port()) {
        Some(port) => format!("{host}:{port}"),
        None => host,
    }
}
