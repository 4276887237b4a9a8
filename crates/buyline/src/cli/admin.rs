//! `buyline admin …`: what an operator does without a browser, also beside a running server.

use std::io::{IsTerminal, Read};
use std::process::ExitCode;

use app::accounts::NewUser;
use app::merchants::trust::{self, Decision};
use app::{Ctx, Random, SystemRandom, accounts, erasure, switches};
use clap::ArgMatches;
use domain::access::{Actor, Permit, RunServer};
use domain::gate::Feature;
use domain::merchant::Merchant;
use domain::view::staff::Switch;

use super::{merchant_called, work};
use crate::failure::Failure;
use crate::settings::Config;

/// Letters of a password that is made here: none that looks like another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnopqrstuvwxyz2345679";
/// How many: 100 bits.
const PASSWORD_LETTERS: usize = 20;

/// Runs one of the subcommands.
pub(super) fn run(config: &Config, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let (name, arguments) = arguments.subcommand().expect("clap asks for a command");
    let (name, arguments) = (name.to_owned(), arguments.clone());
    work(config, async move |ctx| {
        let permit = Actor::System.may(RunServer).map_err(|error| Failure::failed(error.to_string()))?;
        match name.as_str() {
            "create-user" => create_user(ctx, &permit, &arguments).await?,
            "list-merchants" => list_merchants(ctx, &permit).await?,
            "list-mails" => list_mails(ctx).await?,
            "verify-merchant" => decide(ctx, &permit, &arguments, Decision::Verify).await?,
            "suspend-merchant" => {
                let reason = text(&arguments, "reason");
                decide(ctx, &permit, &arguments, Decision::Suspend { reason }).await?;
            }
            "erase-account" => erase_account(ctx, &permit, &arguments).await?,
            "finish-erasures" => finish_erasures(ctx).await?,
            "kill-switch" => kill_switch(ctx, &permit, &arguments).await?,
            other => unreachable!("clap knows no command {other}"),
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn create_user(ctx: &Ctx, permit: &Permit<RunServer>, arguments: &ArgMatches) -> Result<(), Failure> {
    let handle = text(arguments, "HANDLE");
    let (password, is_made) = match typed_password()? {
        Some(password) => (password, false),
        None => (made_password(), true),
    };
    let user = NewUser {
        display_name: arguments.get_one::<String>("name").cloned().unwrap_or_else(|| handle.clone()),
        handle: handle.clone(),
        email: text(arguments, "email"),
        password: password.clone(),
        locale: "en".to_owned(),
        operator: arguments.get_flag("operator"),
    };
    accounts::create(ctx, permit, user)
        .await
        .map_err(|error| Failure::failed(format!("@{handle} was not created: {error}")))?;
    println!("created @{handle}");
    if is_made {
        println!("password: {password}");
    }
    Ok(())
}

/// Erases an account, waits for it, and prints the certificate.
async fn erase_account(ctx: &Ctx, permit: &Permit<RunServer>, arguments: &ArgMatches) -> Result<(), Failure> {
    let handle = text(arguments, "HANDLE");
    let account = erasure::account_called(ctx, &handle)
        .await?
        .ok_or_else(|| Failure::failed(format!("there is no account @{}", handle.trim_start_matches('@'))))?;
    let id = erasure::erase_account(ctx, permit, account, &text(arguments, "reason"))
        .await
        .map_err(|error| Failure::failed(format!("@{handle} was not erased: {error}")))?;
    let address = format!("{}/erasures/{id}/{}", ctx.base_url(), erasure::token(ctx, id));
    match erasure::finish_now(ctx, id).await.map_err(Failure::failed)? {
        Some(found) => {
            println!("erasure {id} is done");
            println!("erased: {}", found.erased);
            println!("proof:  {}", found.proof);
        }
        None => println!("erasure {id} has begun; the server goes on with it"),
    }
    println!("certificate: {address}");
    Ok(())
}

/// Takes every erasure that waits to its end, now.
async fn finish_erasures(ctx: &Ctx) -> Result<(), Failure> {
    for id in erasure::waiting(ctx).await? {
        match erasure::finish_now(ctx, id).await.map_err(Failure::failed)? {
            Some(_) => println!("erasure {id} is done"),
            None => println!("erasure {id} waits for what is open, or for the payment provider to forget"),
        }
    }
    Ok(())
}

/// The first line of standard input, where something is piped into it.
fn typed_password() -> Result<Option<String>, Failure> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        return Ok(None);
    }
    let mut text = String::new();
    input
        .read_to_string(&mut text)
        .map_err(|error| Failure::usage(format!("the password on standard input cannot be read: {error}")))?;
    Ok(text.lines().next().filter(|line| !line.is_empty()).map(str::to_owned))
}

fn made_password() -> String {
    let mut bytes = [0; PASSWORD_LETTERS];
    SystemRandom.fill(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

async fn list_merchants(ctx: &Ctx, permit: &Permit<RunServer>) -> Result<(), Failure> {
    let mut before = None;
    loop {
        let page = trust::list(ctx, permit, None, before).await?;
        for Merchant { handle, display_name, state, profile, .. } in &page {
            let currency = profile.currency.code();
            println!("@{handle}\t{}\t{}\t{currency}\t{display_name}", state.as_str(), profile.country.code());
        }
        match page.last() {
            Some(last) => before = Some(last.id),
            None => return Ok(()),
        }
    }
}

async fn list_mails(ctx: &Ctx) -> Result<(), Failure> {
    for mail in app::mails::newest(ctx, None).await? {
        println!("{} to {}: {}\n\n{}\n", mail.created_at, mail.recipient, mail.subject, mail.text.trim());
    }
    Ok(())
}

async fn decide(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    arguments: &ArgMatches,
    decision: Decision,
) -> Result<(), Failure> {
    let merchant = merchant_called(ctx, &text(arguments, "NAME")).await?;
    let done = if decision == Decision::Verify { "verified" } else { "suspended" };
    trust::decide(ctx, permit, merchant.id, decision)
        .await
        .map_err(|error| Failure::failed(format!("@{} was not {done}: {error}", merchant.handle)))?;
    println!("{done} @{}", merchant.handle);
    Ok(())
}

async fn kill_switch(ctx: &Ctx, permit: &Permit<RunServer>, arguments: &ArgMatches) -> Result<(), Failure> {
    let target = arguments.get_one::<String>("TARGET").map_or("", String::as_str);
    let (switch, what) = match (text(arguments, "KIND").as_str(), target) {
        ("server", "") => (Switch::Server, "buying on this server".to_owned()),
        ("server", _) => return Err(Failure::usage("the server's switch takes no name")),
        (kind, "") => {
            return Err(Failure::usage(format!("name the {kind}, as in: kill-switch on {kind} NAME")));
        }
        ("merchant", name) => {
            let merchant = merchant_called(ctx, name).await?;
            (Switch::Merchant(merchant.id), format!("buying from @{}", merchant.handle))
        }
        ("feature", name) => {
            let feature = Feature::from_word(name).ok_or_else(|| {
                let known: Vec<&str> = Feature::ALL.iter().map(|feature| feature.word()).collect();
                Failure::usage(format!("{name} is no feature; there are {}", known.join(", ")))
            })?;
            (Switch::Feature(feature), format!("the feature {name}"))
        }
        (_, id) => {
            let offer = id.parse().map_err(|error| Failure::usage(format!("{id} is no offer: {error}")))?;
            (Switch::Offer(offer), format!("buying by {id}"))
        }
    };
    if text(arguments, "STATE") == "on" {
        let reason = text(arguments, "reason");
        switches::throw(ctx, permit, switch, &reason)
            .await
            .map_err(|error| Failure::failed(format!("the switch was not thrown: {error}")))?;
        println!("stopped: {what}");
    } else if switches::lift(ctx, permit, switch).await? {
        println!("goes on: {what}");
    } else {
        println!("was not stopped: {what}");
    }
    Ok(())
}

fn text(arguments: &ArgMatches, name: &str) -> String {
    arguments.get_one::<String>(name).cloned().unwrap_or_default()
}
