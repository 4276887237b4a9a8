//! Restricted keys that merchants made for us on accounts of their own: what they may do, and our webhook there.

use app::Secret;
use app::ports::{Brought, Listening, PaymentError};
use domain::payee::{Permission, Standing};
use reqwest::Method;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::api::{Api, ApiError, Call, VERSION};
use super::client::Stripe;
use super::event::of_an_account;
use super::form::Form;
use super::payees::Account;
use super::provider::{KEYS_MAX, PAGE, early, nth};

/// What asks for each permission without doing anything: reading a page, or writing to what there is not. Stripe looks at
/// the key before it looks for the object. The account is asked first, and apart.
const PROBES: [(Permission, Method, &str); 9] = [
    (Permission::Payments, Method::POST, "/v1/payment_intents/pi_none/cancel"),
    (Permission::Refunds, Method::POST, "/v1/refunds/re_none"),
    (Permission::Customers, Method::POST, "/v1/customers/cus_none"),
    (Permission::Methods, Method::POST, "/v1/payment_methods/pm_none/detach"),
    (Permission::Disputes, Method::POST, "/v1/disputes/dp_none"),
    (Permission::Payouts, Method::GET, "/v1/payouts"),
    (Permission::Movements, Method::GET, "/v1/balance_transactions"),
    (Permission::Events, Method::GET, "/v1/events"),
    (Permission::Webhooks, Method::POST, "/v1/webhook_endpoints/we_none"),
];

#[derive(Deserialize)]
struct Endpoint {
    id: String,
    #[serde(default)]
    url: String,
    /// Told with the endpoint's making alone.
    #[serde(default)]
    secret: String,
}

#[derive(Deserialize)]
struct Endpoints {
    data: Vec<Endpoint>,
}

/// What a call with a merchant's key came to, as far as the key is concerned.
enum Said<T> {
    /// The key may ask this.
    May(Option<T>),
    /// It may not.
    MayNot,
    /// It is none, or none any more.
    NoKey,
}

fn said<T>(answer: Result<T, ApiError>) -> Result<Said<T>, PaymentError> {
    match answer {
        Ok(answer) => Ok(Said::May(Some(answer))),
        Err(ApiError::Refused(it)) if it.is_of_the_key() => Ok(Said::NoKey),
        Err(ApiError::Refused(it)) if it.is_of_a_permission() => Ok(Said::MayNot),
        // What was written to is not there, as was meant.
        Err(ApiError::Missing | ApiError::Refused(_)) => Ok(Said::May(None)),
        Err(error) => Err(early(error)),
    }
}

fn call(method: Method, path: &str) -> Call<'static> {
    let form = if method == Method::GET && path != "/v1/account" {
        Form::new().number("limit", 1)
    } else {
        Form::new()
    };
    Call { method, path: path.to_owned(), form, account: "", idempotency_key: "" }
}

impl Stripe {
    pub(super) async fn look_at_key(&self, key: &Secret) -> Result<Brought, PaymentError> {
        let api = self.by(key).map_err(early)?;
        let account = match said(api.call::<Account>(call(Method::GET, "/v1/account")).await)? {
            Said::NoKey => return Ok(Brought::Unknown),
            Said::MayNot | Said::May(None) => None,
            Said::May(Some(account)) => Some(account),
        };
        let mut lacks = Vec::new();
        if account.is_none() {
            lacks.push(Permission::Account);
        }
        for (permission, method, path) in PROBES {
            match said(api.call::<IgnoredAny>(call(method, path)).await)? {
                Said::May(_) => {}
                Said::MayNot => lacks.push(permission),
                Said::NoKey => return Ok(Brought::Unknown),
            }
        }
        match account {
            Some(account) if lacks.is_empty() => {
                Ok(Brought::Good { account: account.id.clone(), standing: account.standing() })
            }
            Some(_) | None => Ok(Brought::Lacks(lacks)),
        }
    }

    /// How an account stands, as its owner's key lets us see it.
    pub(super) async fn standing_by_key(&self, payee: &str) -> Result<Option<Standing>, PaymentError> {
        let Some(key) = self.key_of(payee).await? else { return Ok(None) };
        Ok(Some(match self.look_at_key(&key).await? {
            Brought::Unknown => Standing::key_gone(),
            Brought::Lacks(permissions) => Standing::key_lacks(&permissions),
            Brought::Good { standing, .. } => standing,
        }))
    }

    pub(super) async fn listen_at(
        &self,
        key: &Secret,
        url: &str,
        once: &str,
    ) -> Result<Listening, PaymentError> {
        let api = self.by(key).map_err(early)?;
        for again in 0..KEYS_MAX {
            let mut form = Form::new().with("url", url).with("api_version", VERSION);
            for (at, kind) in of_an_account().enumerate() {
                form = form.with(&format!("enabled_events[{at}]"), kind);
            }
            let path = "/v1/webhook_endpoints".to_owned();
            let once = nth(once, again);
            let made: Result<Endpoint, ApiError> = api
                .call(Call { method: Method::POST, path, form, account: "", idempotency_key: &once })
                .await;
            let made = match made {
                Ok(made) => made,
                // That key gets the same answer for a day; another one is used.
                Err(ApiError::Failed(_)) => continue,
                Err(error) => return Err(early(error)),
            };
            // A key answers a day long as it did first, also about a webhook that was taken away since.
            let path = format!("/v1/webhook_endpoints/{}", made.id);
            match api.call::<Endpoint>(Call { path, ..call(Method::GET, "/v1/account") }).await {
                Ok(_) => return Ok(Listening { id: made.id, secret: Secret::new(made.secret) }),
                Err(ApiError::Missing) => {}
                Err(error) => return Err(early(error)),
            }
        }
        Err(PaymentError::Down)
    }

    pub(super) async fn stop_at(&self, key: &Secret, url: &str, but: &str) -> Result<(), PaymentError> {
        let api = self.by(key).map_err(early)?;
        for endpoint in endpoints(&api).await?.into_iter().filter(|it| it.url == url && it.id != but) {
            let path = format!("/v1/webhook_endpoints/{}", endpoint.id);
            match api.call::<IgnoredAny>(Call { path, ..call(Method::DELETE, "") }).await {
                Ok(_) | Err(ApiError::Missing) => {}
                Err(error) => return Err(early(error)),
            }
        }
        Ok(())
    }
}

/// All webhooks of an account: it has sixteen at most.
async fn endpoints(api: &Api) -> Result<Vec<Endpoint>, PaymentError> {
    let form = Form::new().number("limit", PAGE);
    let path = "/v1/webhook_endpoints".to_owned();
    let found: Endpoints = api.call(Call { form, path, ..call(Method::GET, "") }).await.map_err(early)?;
    Ok(found.data)
}
