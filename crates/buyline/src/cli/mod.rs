//! The commands. Each is one file or one function: read what was asked, do it, say what was done.

mod admin;
mod archive;
mod channel_check;
mod demo;
mod folder;
mod import;
mod keep;
mod lines;
pub mod logging;
mod serve;
mod sunset;
mod tree;

use std::collections::HashMap;
use std::future::Future;
use std::path::Path;
use std::process::ExitCode;

use app::Ctx;
use clap::ArgMatches;
use clap::parser::ValueSource;
use domain::merchant::Merchant;

use crate::failure::Failure;
use crate::server::Workplace;
use crate::settings::{self, Config, Found, SETTINGS};

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    let matches = match tree::command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version come this way, too; a terminal that is gone needs neither.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let outcome = run(&matches);
    logging::end();
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("buyline: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run(matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let (name, arguments) = matches.subcommand().expect("clap asks for a command");
    if name == "settings" {
        print!("{}", settings::markdown());
        return Ok(ExitCode::SUCCESS);
    }
    if name == "channel-check" {
        return channel_check::run(arguments);
    }
    let found = found(innermost(arguments))?;
    if name == "demo" {
        return demo::demo(found, arguments);
    }
    let config = Config::from_found(&found)?;
    logging::begin(&config);
    match name {
        "serve" => serve::serve(config),
        "migrate" => keep::migrate(&config),
        "audit" => keep::audit(&config, arguments),
        "export" => keep::export(&config, arguments),
        "backup" => keep::backup(&config, arguments),
        "import" => {
            let (what, arguments) = arguments.subcommand().expect("clap asks what to import");
            if what == "archive" {
                archive::import(&config, arguments)
            } else {
                import::products(&config, arguments)
            }
        }
        "admin" => admin::run(&config, arguments),
        "sunset" => sunset::run(&config, arguments),
        "move-database" => keep::move_database(&config, arguments),
        other => unreachable!("clap knows no command {other}"),
    }
}

/// The arguments of the command that does something: `products` of `import products`.
fn innermost(arguments: &ArgMatches) -> &ArgMatches {
    arguments.subcommand().map_or(arguments, |(_, inner)| innermost(inner))
}

/// The settings of this run, as they were written.
fn found(arguments: &ArgMatches) -> Result<HashMap<&'static str, Found>, Failure> {
    let mut flags = HashMap::new();
    for setting in SETTINGS {
        // A command that has no use for a setting has no flag for it.
        let is_given = arguments.try_contains_id(setting.name).unwrap_or(false)
            && arguments.value_source(setting.name) == Some(ValueSource::CommandLine);
        if !is_given {
            continue;
        }
        let text = if setting.is_switch() {
            arguments.get_flag(setting.name).to_string()
        } else {
            arguments.get_one::<String>(setting.name).cloned().unwrap_or_default()
        };
        flags.insert(setting.name, text);
    }
    let file = arguments.get_one::<String>("config").map(Path::new);
    let mut variables = Vec::new();
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else { continue };
        if !name.starts_with("BUYLINE_") {
            continue;
        }
        let value = value
            .into_string()
            .map_err(|_| Failure::usage(format!("the variable {name} is not UTF-8 text")))?;
        variables.push((name, value));
    }
    settings::load(&flags, variables, file)
}

/// Does `task` in a context of its own, beside a server that may be running. The database must be there.
fn work(
    config: &Config,
    task: impl AsyncFnOnce(&Ctx) -> Result<ExitCode, Failure>,
) -> Result<ExitCode, Failure> {
    store::existing::must_be_known(&config.database)?;
    block_on(config, async {
        let workplace = Workplace::open(config).await?;
        let outcome = task(&workplace.ctx).await;
        workplace.close().await;
        outcome
    })
}

/// The merchant whose handle was typed.
async fn merchant_called(ctx: &Ctx, handle: &str) -> Result<Merchant, Failure> {
    app::merchants::find_by_handle(ctx, handle).await?.ok_or_else(|| {
        let handle = handle.trim_start_matches('@');
        Failure::failed(format!(
            "there is no merchant @{handle}; \"buyline admin list-merchants\" shows them all"
        ))
    })
}

/// Runs `work` to its end on threads for it.
fn block_on<T>(config: &Config, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    if let Some(threads) = config.threads {
        builder.worker_threads(threads);
    }
    let runtime = builder
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("the operating system gives no threads: {error}")))?;
    let outcome = runtime.block_on(work);
    // Blocking work that is still under way has nobody to answer any more.
    runtime.shutdown_background();
    outcome
}
