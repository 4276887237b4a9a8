//! Which peers this server has. The one place where a connector is chosen.

use std::sync::Arc;

use app::Clock;
use app::ports::{Fetch, Mailer, Payments, Ports};
use connectors::feed::FeedReader;
use connectors::files::Folder;
use connectors::mail::Smtp;
use connectors::pictures::Codecs;
use connectors::safe_client::{Reach, SafeClient};
use connectors::sandbox::Sandbox;

use crate::demo::DrawnPictures;
use crate::failure::Failure;
use crate::settings::Config;

/// The sandbox's own record of charges, in the data folder; `buyline audit` compares it with ours.
pub const SANDBOX_RECORD: &str = "sandbox-charges.jsonl";

/// A server that cannot take payments does not start.
///
/// # Errors
/// A sentence saying what to set.
pub fn must_have_payments(config: &Config) -> Result<(), Failure> {
    if config.sandbox_payments || config.demo {
        return Ok(());
    }
    Err(Failure::usage(
        "no payment provider is set up; this version knows the sandbox only: add --sandbox-payments to take \
         payments with test cards (no money moves, and every page says so)",
    ))
}

/// The peers of a server.
///
/// # Errors
/// A sentence naming the setting or the folder that is wrong.
pub fn ports(config: &Config, clock: &Arc<dyn Clock>) -> Result<Ports, Failure> {
    let files = config.data.join("files");
    Ok(Ports {
        payments: payments(config, clock)?,
        mailer: mailer(config)?,
        files: Arc::new(Folder::open(&files).map_err(|error| {
            Failure::failed(format!("the folder {} cannot be used: {error}", files.display()))
        })?),
        pictures: Arc::new(Codecs::default()),
        fetch: fetch(config)?,
        feeds: Arc::new(FeedReader),
    })
}

fn payments(config: &Config, clock: &Arc<dyn Clock>) -> Result<Arc<dyn Payments>, Failure> {
    let record = config.data.join(SANDBOX_RECORD);
    let sandbox = Sandbox::open(&record, Arc::clone(clock), config.sandbox_delay);
    Ok(Arc::new(sandbox.map_err(|error| {
        Failure::failed(format!("the sandbox's record {} cannot be used: {error}", record.display()))
    })?))
}

fn fetch(config: &Config) -> Result<Arc<dyn Fetch>, Failure> {
    if config.demo {
        return Ok(Arc::new(DrawnPictures));
    }
    let client = SafeClient::new(Reach::internet()).map_err(|error| Failure::failed(error.to_string()))?;
    Ok(Arc::new(client))
}

fn mailer(config: &Config) -> Result<Option<Arc<dyn Mailer>>, Failure> {
    let Some((url, from)) = &config.mail else { return Ok(None) };
    let smtp = Smtp::new(url, from).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(Some(Arc::new(smtp)))
}
