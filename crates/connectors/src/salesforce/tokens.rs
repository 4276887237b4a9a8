//! Tokens: three kinds, each for half an hour, got together so that they end together.

use app::ports::{Keys, Opened, PlatformError};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::money::Currency;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde::Deserialize;

use super::api::{key, name, sentence};
use super::shop::Salesforce;
use crate::platform::ask::{Answered, Ask};

/// Taken off the life of a token, so that nothing is begun with one that ends on the way.
const MARGIN: SignedDuration = SignedDuration::from_secs(120);
/// The family of shoppers' tokens.
const SHOPPERS: &str = "/shopper/auth/v1";

#[derive(Deserialize)]
struct Token {
    access_token: String,
    expires_in: i64,
}

impl Salesforce {
    pub(super) async fn open_site(&self, entered: &Keys) -> Result<Opened, PlatformError> {
        let currency: Currency =
            entered.get(key::CURRENCY).trim().to_uppercase().parse().map_err(|error| {
                PlatformError::Refused(format!(
                    "The currency is written as three letters, such as EUR: {error}."
                ))
            })?;
        let (organization, site) = (name(entered, key::ORGANIZATION)?, name(entered, key::SITE)?);
        let (keys, expires_at) = self.tokens(entered).await?;
        // That the tokens open what they are for is seen now, not at the first order.
        self.search(&keys, None, 0).await?;
        Ok(Opened {
            account: format!("{organization}/{site}"),
            name: site.to_owned(),
            currency,
            keys,
            expires_at: Some(expires_at),
        })
    }

    /// The keys with new tokens, and when the first of these ends.
    pub(super) async fn tokens(&self, keys: &Keys) -> Result<(Keys, Timestamp), PlatformError> {
        let tenant = name(keys, key::ORGANIZATION)?.trim_start_matches("f_ecom_");
        let scope = format!("SALESFORCE_COMMERCE_API:{tenant} sfcc.orders.rw sfcc.products");
        let account = format!("{}/dwsso/oauth2/access_token", self.account);
        let fields = [("grant_type", "client_credentials"), ("scope", scope.as_str())];
        let admin = self.token(account, (keys.get(key::CLIENT), keys.get(key::SECRET)), &fields).await?;
        let site = name(keys, key::SITE)?;
        let client = keys.get(key::SHOPPER_CLIENT);
        let login = (client, keys.get(key::SHOPPER_SECRET));
        let guest = [("grant_type", "client_credentials"), ("channel_id", site)];
        let shopper = self.token(self.address(keys, SHOPPERS, "/oauth2/token")?, login, &guest).await?;
        let trusted = [
            ("grant_type", "client_credentials"),
            ("hint", "ts_ext_on_behalf_of"),
            ("login_id", "guest"),
            ("idp_origin", "ecom"),
            ("client_id", client),
            ("channel_id", site),
        ];
        let address = self.address(keys, SHOPPERS, "/oauth2/trusted-system/token")?;
        let trusted = self.token(address, login, &trusted).await?;
        let mut renewed = keys.clone();
        let tokens = [(key::ADMIN, admin), (key::SHOPPER, shopper), (key::TRUSTED, trusted)];
        let ends = tokens.iter().map(|(_, (_, ends))| *ends).min().expect("there are three");
        for (word, (token, _)) in tokens {
            renewed.set(word, token);
        }
        Ok((renewed, ends))
    }

    async fn token(
        &self,
        address: String,
        (client, secret): (&str, &str),
        fields: &[(&str, &str)],
    ) -> Result<(String, Timestamp), PlatformError> {
        let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{client}:{secret}")));
        let ask = Ask::new(Method::POST, address).secret("authorization", &basic)?.form(fields).harmless();
        let answered = read(ask.send(&*self.http).await?)?;
        let date = answered.date()?;
        let token: Token = answered.read()?;
        let life = SignedDuration::from_secs(token.expires_in);
        let ends = date.checked_add(life - MARGIN).unwrap_or(date);
        Ok((token.access_token, ends))
    }
}

/// What is refused here is the clients' own name or secret, or what they may do.
fn read(answered: Answered) -> Result<Answered, PlatformError> {
    let is_conflict = answered.status() == 409;
    answered.checked(sentence, |_| None).map_err(|error| match error {
        PlatformError::Refused(why) if is_conflict => PlatformError::Down(why),
        PlatformError::Refused(why) => PlatformError::Keys(why),
        other => other,
    })
}
