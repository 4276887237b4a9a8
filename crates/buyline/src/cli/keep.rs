//! Commands that keep what there is: migrate, audit, export, backup, move.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use app::payees::Keys;
use app::ports::{Keyring, Payments};
use clap::ArgMatches;
use domain::payee::{account_name, own_key_account};
use jiff::Timestamp;
use serde_json::json;
use store::{DatabaseUrl, Db, DbError, DbOptions, existing, transfer};

use super::block_on;
use super::folder::{NewFolder, unwritable};
use crate::copy::{self, Pictures};
use crate::failure::Failure;
use crate::server::place;
use crate::settings::Config;
use crate::wiring::{self, SANDBOX_RECORD};

/// `buyline migrate`
pub(super) fn migrate(config: &Config) -> Result<ExitCode, Failure> {
    // Opening migrates.
    drop(Db::open(&config.database, DbOptions::default())?);
    let newest = store::MIGRATIONS.last().map_or(0, |migration| migration.number);
    println!("{} is at schema {newest}", config.database);
    Ok(ExitCode::SUCCESS)
}

/// `buyline audit`
pub(super) fn audit(config: &Config, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let named = arguments.get_one::<String>("record").map(PathBuf::from);
    let record = named.or_else(|| where_there_is_one(config.data.join(SANDBOX_RECORD)));
    if !arguments.get_flag("stripe") {
        return audit_at(&config.database, record.as_deref());
    }
    existing::must_be_current(&config.database)?;
    // It names buyers: nobody keeps it.
    let statement = config.data.join(format!("statement-{}.jsonl", std::process::id()));
    let outcome = statement_of_stripe(config, &statement).and_then(|unread| {
        let now = Timestamp::now().as_microsecond();
        let report = audit::run_against(&address(&config.database), record.as_deref(), &statement, now)
            .map_err(|error| Failure::failed(error.to_string()))?;
        Ok((report, unread))
    });
    // What was never written needs no removal.
    let _ = std::fs::remove_file(&statement);
    let (report, unread) = outcome?;
    let code = told(&report);
    for (payee, why) in &unread {
        println!(
            "{}: not compared, {why}",
            if payee.is_empty() { "your own account" } else { account_name(payee) }
        );
    }
    Ok(if report.is_clean() && !unread.is_empty() { ExitCode::from(NOT_COMPARED) } else { code })
}

/// How the audit ends where nothing is broken as far as could be seen, and an account could not be looked at.
const NOT_COMPARED: u8 = 3;

/// Writes what moved on every account that was ever paid on, as Stripe has it. Says which could not be asked, and why:
/// one that is out of reach must not keep the others from being compared.
fn statement_of_stripe(config: &Config, to: &Path) -> Result<Vec<(String, String)>, Failure> {
    let keys = config.stripe.as_ref().ok_or_else(|| {
        Failure::usage("--stripe needs --stripe-secret-key and --stripe-publishable-key in the settings")
    })?;
    // Read, never made: without it the keys that merchants brought do not open.
    let secret = if config.secret_file.is_file() { place::secret(&config.secret_file)? } else { [0; 32] };
    let payees =
        audit::payees(&address(&config.database)).map_err(|error| Failure::failed(error.to_string()))?;
    let cannot = |error: std::io::Error| unwritable(to, &error);
    let mut file = BufWriter::new(File::create(to).map_err(cannot)?);
    let db = Db::open(&config.database, DbOptions::default())?;
    let brought = Arc::new(Keys::new(db, &secret));
    let stripe = wiring::stripe(keys)?.with_keys(Arc::clone(&brought) as Arc<dyn Keyring>);
    block_on(config, async {
        let books = stripe.books().expect("Stripe keeps books");
        let mut unread = Vec::new();
        for payee in payees {
            if own_key_account(&payee).is_some() && brought.key_of(&payee).await?.is_none() {
                writeln!(file, "{}", json!({ "unread": payee })).map_err(cannot)?;
                unread.push((payee, "its owner took the key away".to_owned()));
                continue;
            }
            let begun = file.stream_position().map_err(cannot)?;
            let mut after = String::new();
            loop {
                let page = match books.statement(&payee, &after).await {
                    Ok(page) => page,
                    Err(error) => {
                        // What was written of it already is left out with it: half a statement compares with nothing.
                        file.seek(SeekFrom::Start(begun)).map_err(cannot)?;
                        file.get_ref().set_len(begun).map_err(cannot)?;
                        writeln!(file, "{}", json!({ "unread": payee })).map_err(cannot)?;
                        unread.push((payee, format!("its statement cannot be read: {error}")));
                        break;
                    }
                };
                for line in page.items {
                    writeln!(file, "{line}").map_err(cannot)?;
                }
                match page.next {
                    Some(next) => after = next,
                    None => break,
                }
            }
        }
        file.flush().map_err(cannot)?;
        Ok(unread)
    })
}

fn audit_at(database: &DatabaseUrl, record: Option<&Path>) -> Result<ExitCode, Failure> {
    existing::must_be_current(database)?;
    let report =
        audit::run(&address(database), record).map_err(|error| Failure::failed(error.to_string()))?;
    Ok(told(&report))
}

/// Prints a report, and says how the command ends.
fn told(report: &audit::Report) -> ExitCode {
    print!("{report}");
    if report.is_clean() {
        return ExitCode::SUCCESS;
    }
    println!("Broken: {}", report.broken().join(", "));
    ExitCode::FAILURE
}

/// `buyline export TO`
pub(super) fn export(config: &Config, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let to = target(arguments);
    if arguments.get_flag("archive") {
        return super::archive::export(config, &to, arguments.get_one::<String>("of"));
    }
    existing::must_be_current(&config.database)?;
    let folder = NewFolder::make(&to)?;
    for file in store::export::export(&config.database, &to)? {
        println!("{:<16} {} lines", file.file, file.lines);
    }
    folder.keep();
    println!("written to {}", to.display());
    Ok(ExitCode::SUCCESS)
}

/// `buyline backup TO`
pub(super) fn backup(config: &Config, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let to = target(arguments);
    existing::must_be_known(&config.database)?;
    if to.exists() {
        return Err(Failure::failed(format!("{} exists already; name a new folder", to.display())));
    }
    let folder = NewFolder::make(&to)?;
    let files = copy::copy_data(config, &to, Pictures::Copied)?;
    folder.keep();
    println!("{} and {files} files are copied to {}", config.database, to.display());
    println!("check the copy: buyline audit --data {}", to.display());
    Ok(ExitCode::SUCCESS)
}

/// `buyline move-database --from URL --to URL`
pub(super) fn move_database(config: &Config, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let url = |name: &str| -> Result<DatabaseUrl, Failure> {
        let text = arguments.get_one::<String>(name).expect("clap asks for it");
        text.parse().map_err(|error| Failure::usage(format!("--{name} cannot be used: {error}")))
    };
    let (from, to) = (url("from")?, url("to")?);
    must_be_at_rest(config, &from)?;
    let moved = transfer::move_all(&from, &to, |table| {
        tracing::debug!(table = table.table, rows = table.rows, "moved table {}", table.table);
    })?;
    let rows: u64 = moved.iter().map(|table| table.rows).sum();
    println!("{rows} rows of {} tables moved from {from} to {to}, none missing", moved.len());
    let folder = match &from {
        DatabaseUrl::Sqlite(path) => path.parent().map(Path::to_owned),
        DatabaseUrl::Postgres(_) => Some(config.data.clone()),
    };
    let record = folder.and_then(|folder| where_there_is_one(folder.join(SANDBOX_RECORD)));
    audit_at(&to, record.as_deref())
}

/// What a server writes during a move would be lost.
fn must_be_at_rest(config: &Config, from: &DatabaseUrl) -> Result<(), Failure> {
    existing::must_be_known(from)?;
    let db = Db::open(from, DbOptions::default())?;
    let now = Timestamp::now();
    let at_work = block_on(config, async {
        let counted: Result<i64, DbError> = db.read(move |conn| store::nodes::at_work(conn, now)).await;
        Ok(counted?)
    })?;
    if at_work == 0 {
        return Ok(());
    }
    Err(Failure::failed(format!(
        "a server is at work on {from}, or was killed less than a minute ago; stop it first, or what it writes is lost"
    )))
}

/// The address with its password: for a program of our own that opens it.
fn address(database: &DatabaseUrl) -> String {
    match database {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(address) => address.clone(),
    }
}

fn target(arguments: &ArgMatches) -> PathBuf {
    PathBuf::from(arguments.get_one::<String>("TO").expect("clap asks for it"))
}

fn where_there_is_one(path: PathBuf) -> Option<PathBuf> {
    path.is_file().then_some(path)
}
