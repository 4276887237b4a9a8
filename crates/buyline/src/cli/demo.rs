//! `buyline demo`

use std::collections::HashMap;
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::ArgMatches;
use serde_json::json;

use super::block_on;
use super::serve::{Signals, until_stopped};
use crate::demo::{self, Account};
use crate::failure::Failure;
use crate::server::{Running, Server};
use crate::settings::{Config, Found, Origin};

/// Serves the demo's world until it is told to stop; without `--data` in a folder that goes with it.
pub(super) fn demo(found: HashMap<&'static str, Found>, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let as_json = arguments.get_flag("json");
    let scratch = match found.get("data") {
        Some(_) => None,
        None => Some(tempfile::Builder::new().prefix("buyline-demo-").tempdir().map_err(|error| {
            Failure::failed(format!("no temporary folder can be made: {error}; name a folder with --data"))
        })?),
    };
    let mut found = found;
    if let Some(folder) = &scratch {
        let text = folder.path().display().to_string();
        found.insert("data", Found { text, origin: Origin::Default });
    }
    let (chose_port, chose_undo) = (found.contains_key("listen"), found.contains_key("undo-window"));
    fill_in(&mut found);
    let config = Config { demo: true, ..Config::from_found(&found)? };
    super::logging::begin(&config);
    block_on(&config.clone(), async {
        let signals = Signals::listen()?;
        let (running, accounts) = start(config.clone(), chose_port, chose_undo).await?;
        if as_json {
            print_json(&running, &config, &accounts);
        } else {
            print_words(&running, &config, &accounts, scratch.is_some());
        }
        until_stopped(running, signals).await
    })
}

/// What a demo does otherwise than a server, where nobody says anything.
fn fill_in(found: &mut HashMap<&'static str, Found>) {
    let ours = [
        // One line per request would bury the address and the log-ins.
        ("log-level", "warn"),
        ("undo-window", demo::UNDO_WINDOW_DEFAULT),
        // Its operator looked into the registers when its world began, and nobody looks again.
        ("good-standing-days", "0"),
    ];
    for (name, text) in ours {
        found.entry(name).or_insert_with(|| Found { text: text.to_owned(), origin: Origin::Default });
    }
}

/// Seeds and starts. A port that nobody chose and somebody has is not a reason to fail.
async fn start(
    config: Config,
    chose_port: bool,
    chose_undo: bool,
) -> Result<(Running, Vec<Account>), Failure> {
    let accounts = demo::prepare(&config, chose_undo).await?;
    let is_taken = !chose_port && std::net::TcpListener::bind(config.listen).is_err();
    let listen = if is_taken { SocketAddr::new(config.listen.ip(), 0) } else { config.listen };
    Ok((Server::start(Config { listen, ..config }).await?, accounts))
}

fn print_json(running: &Running, config: &Config, accounts: &[Account]) {
    let accounts = accounts
        .iter()
        .map(|account| json!({ "role": account.role, "login": account.login, "password": account.password }));
    let accounts: Vec<_> = accounts.collect();
    println!(
        "{}",
        json!({ "url": running.url, "data": config.data.display().to_string(), "accounts": accounts })
    );
}

fn print_words(running: &Running, config: &Config, accounts: &[Account], is_scratch: bool) {
    println!("\n  Buyline's demo answers on {}\n", running.url);
    println!("  Open it: you are signed in as Camille, who buys with a saved test card.");
    println!("  Slip into the other roles at the top of the page, or sign in as them:\n");
    for account in accounts {
        println!("    {:<9} {:<24} {}", account.role, account.login, account.password);
    }
    let goes = if is_scratch { "; the folder goes when you stop it" } else { "" };
    println!("\n  Its data is in {}{goes}. Ctrl-C stops it.\n", config.data.display());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demos_nonprofits_take_gifts_however_long_ago_their_world_began() {
        let mut found = HashMap::new();
        fill_in(&mut found);
        assert_eq!(found["good-standing-days"].text, "0");
        let chosen = Found { text: "7".to_owned(), origin: Origin::Default };
        let mut found = HashMap::from([("good-standing-days", chosen)]);
        fill_in(&mut found);
        assert_eq!(found["good-standing-days"].text, "7", "unless somebody says so");
    }
}
