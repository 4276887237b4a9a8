//! Which peers this server has. The one place where a connector is chosen.

use std::sync::Arc;
use std::time::Duration;

use app::Clock;
use app::payees::Keys;
use app::ports::{Fetch, Mailer, MethodForm, Payees, Payments, Platform, Ports, Tell};
use connectors::feed::FeedReader;
use connectors::files::Folder;
use connectors::mail::Smtp;
use connectors::pictures::Codecs;
use connectors::safe_client::{Exchange, Reach, SafeClient};
use connectors::sandbox::Sandbox;
use connectors::stripe::{self, Stripe};

use crate::demo::DrawnPictures;
use crate::failure::Failure;
use crate::settings::{Config, StripeKeys};

/// The sandbox's own record of charges, in the data folder; `buyline audit` compares it with ours.
pub const SANDBOX_RECORD: &str = "sandbox-charges.jsonl";

/// Stripe's script of the pinned version, and the hosts it needs, as Stripe's guide to Content-Security-Policy lists
/// them.
pub(crate) const STRIPE_SCRIPT: &str = "https://js.stripe.com/endive/stripe.js";
pub(crate) const STRIPE_FRAMES: [&str; 3] =
    ["https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"];
pub(crate) const STRIPE_CONNECTS: [&str; 1] = ["https://api.stripe.com"];
/// Where merchants finish their accounts.
const STRIPE_PAGES: [&str; 1] = ["https://connect.stripe.com"];
/// A bank that is asked in between takes its time.
const STRIPE_DEADLINE: Duration = Duration::from_secs(30);

/// A shop's platform that adds up a large order takes its time.
const PLATFORM_DEADLINE: Duration = Duration::from_secs(30);

/// A server that cannot take payments does not start.
///
/// # Errors
/// A sentence saying what to set.
pub fn must_have_payments(config: &Config) -> Result<(), Failure> {
    match (config.sandbox_payments || config.demo, &config.stripe) {
        (true, None) | (false, Some(_)) => Ok(()),
        (true, Some(_)) => Err(Failure::usage(
            "--sandbox-payments and --stripe-secret-key are both set; payments are taken by one of them only",
        )),
        (false, None) => Err(Failure::usage(
            "no payment provider is set up; add --stripe-secret-key and --stripe-publishable-key to take payments by \
             Stripe, or --sandbox-payments to take them with test cards (no money moves, and every page says so)",
        )),
    }
}

/// The peers of a server; `keys` are those that its merchants brought.
///
/// # Errors
/// A sentence naming the setting or the folder that is wrong.
pub fn ports(config: &Config, clock: &Arc<dyn Clock>, keys: Keys) -> Result<Ports, Failure> {
    let files = config.data.join("files");
    let (payments, payees) = payments(config, clock, keys)?;
    Ok(Ports {
        payments,
        payees,
        mailer: mailer(config)?,
        files: Arc::new(Folder::open(&files).map_err(|error| {
            Failure::failed(format!("the folder {} cannot be used: {error}", files.display()))
        })?),
        pictures: Arc::new(Codecs::default()),
        fetch: fetch(config)?,
        feeds: Arc::new(FeedReader),
        papers: Arc::new(connectors::papers::PdfPapers),
        tell: tell(config)?,
        orders: Arc::new(web::rest::RestOrders),
        platforms: platforms(config)?,
    })
}

/// Who moves money, and who opens accounts for merchants where each has one.
type Money = (Arc<dyn Payments>, Option<Arc<dyn Payees>>);

fn payments(config: &Config, clock: &Arc<dyn Clock>, keys: Keys) -> Result<Money, Failure> {
    if let Some(operator) = &config.stripe {
        let stripe = Arc::new(stripe(operator)?.with_keys(Arc::new(keys)));
        let payees = operator.connect.then(|| Arc::clone(&stripe) as Arc<dyn Payees>);
        return Ok((stripe, payees));
    }
    let record = config.data.join(SANDBOX_RECORD);
    let sandbox = Sandbox::open(&record, Arc::clone(clock), config.sandbox_delay);
    let sandbox = sandbox.map_err(|error| {
        Failure::failed(format!("the sandbox's record {} cannot be used: {error}", record.display()))
    })?;
    Ok((Arc::new(sandbox), None))
}

/// Stripe, or the twin that stands in for it. A twin may be on this machine; Stripe is on the internet.
pub(crate) fn stripe(keys: &StripeKeys) -> Result<Stripe, Failure> {
    let owned = |hosts: &[&str]| hosts.iter().map(|host| (*host).to_owned()).collect();
    let (reach, form) = if keys.is_stripe() {
        let form = MethodForm {
            script: STRIPE_SCRIPT.to_owned(),
            key: keys.publishable.clone(),
            frames: owned(&STRIPE_FRAMES),
            connects: owned(&STRIPE_CONNECTS),
            excluded: owned(&stripe::TAKES_DAYS),
        };
        (Reach::internet(), form)
    } else {
        let form = MethodForm {
            script: format!("{}/v3/", keys.url),
            key: keys.publishable.clone(),
            frames: vec![keys.url.clone()],
            connects: vec![keys.url.clone()],
            excluded: owned(&stripe::TAKES_DAYS),
        };
        (Reach::internet_and_loopback(), form)
    };
    let reach = Reach { deadline: STRIPE_DEADLINE, ..reach };
    let http = SafeClient::new(reach).map_err(|error| Failure::failed(error.to_string()))?;
    let api = stripe::Api::new(http, &keys.url, &keys.secret).map_err(Failure::usage)?;
    let pages = if keys.is_stripe() { owned(&STRIPE_PAGES) } else { vec![keys.url.clone()] };
    Ok(Stripe::new(api, keys.is_test, form).hearing(keys.webhook_secrets.clone()).leading_to(pages))
}

fn fetch(config: &Config) -> Result<Arc<dyn Fetch>, Failure> {
    if config.demo {
        return Ok(Arc::new(DrawnPictures));
    }
    let client = SafeClient::new(Reach::internet()).map_err(|error| Failure::failed(error.to_string()))?;
    Ok(Arc::new(client))
}

/// A demo that nobody but this machine can reach.
fn is_alone(config: &Config) -> bool {
    config.demo
        && config.listen.ip().is_loopback()
        && config.base_url.is_none()
        && config.trusted_proxies.is_empty()
}

/// Who tells shops' programs what happens. Only a demo that nobody but this machine can reach may tell programs on it: on any
/// other server that would be a door into its network.
fn tell(config: &Config) -> Result<Arc<dyn Tell>, Failure> {
    let reach = if is_alone(config) { Reach::internet_and_loopback() } else { Reach::internet() };
    let client = SafeClient::new(reach).map_err(|error| Failure::failed(error.to_string()))?;
    Ok(Arc::new(client))
}

/// The platforms whose shops can be connected; merchants name addresses of theirs, so only the internet is reached.
fn platforms(config: &Config) -> Result<Arc<[Arc<dyn Platform>]>, Failure> {
    let reach = if is_alone(config) { Reach::internet_and_loopback() } else { Reach::internet() };
    let http = SafeClient::new(Reach { deadline: PLATFORM_DEADLINE, ..reach });
    let http = http.map_err(|error| Failure::failed(error.to_string()))?;
    if !config.platform_twins.is_empty() && !is_alone(config) {
        return Err(Failure::usage(
            "--platform-twins is for a demo that only this machine reaches: on any other server a merchant's keys go to \
             their platform alone",
        ));
    }
    let http: Arc<dyn Exchange> = Arc::new(http);
    let twins = &config.platform_twins;
    Ok(connectors::platforms(&http, |word| {
        twins.iter().find(|(known, _)| known == word).map(|(_, url)| url.as_str())
    }))
}

fn mailer(config: &Config) -> Result<Option<Arc<dyn Mailer>>, Failure> {
    let Some((url, from)) = &config.mail else { return Ok(None) };
    let smtp = Smtp::new(url, from).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(Some(Arc::new(smtp)))
}
