//! Commands that keep what there is: migrate, audit, export, backup, move.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ArgMatches;
use jiff::Timestamp;
use store::{DatabaseUrl, Db, DbError, DbOptions, existing, transfer};

use super::block_on;
use super::folder::{NewFolder, unwritable};
use crate::failure::Failure;
use crate::settings::Config;
use crate::wiring::SANDBOX_RECORD;

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
    audit_at(&config.database, record.as_deref())
}

fn audit_at(database: &DatabaseUrl, record: Option<&Path>) -> Result<ExitCode, Failure> {
    existing::must_be_current(database)?;
    let report =
        audit::run(&address(database), record).map_err(|error| Failure::failed(error.to_string()))?;
    print!("{report}");
    if report.is_clean() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("Broken: {}", report.broken().join(", "));
    Ok(ExitCode::FAILURE)
}

/// `buyline export TO`
pub(super) fn export(config: &Config, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let to = target(arguments);
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
    let cannot = |error| unwritable(&to, &error);
    existing::must_be_known(&config.database)?;
    if to.exists() {
        return Err(Failure::failed(format!("{} exists already; name a new folder", to.display())));
    }
    let folder = NewFolder::make(&to)?;
    // The database before the pictures: a picture is kept before the row that names it.
    transfer::backup(&config.database, &to.join("buyline.db"))?;
    let files = copy_folder(&config.data.join("files"), &to.join("files")).map_err(cannot)?;
    let record = config.data.join(SANDBOX_RECORD);
    for (from, name) in [(&config.secret_file, "secret.key"), (&record, SANDBOX_RECORD)] {
        if from.is_file() {
            std::fs::copy(from, to.join(name)).map_err(cannot)?;
        }
    }
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

/// Copies a folder with everything below it and says how many files that were.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<u64> {
    if !from.is_dir() {
        return Ok(0);
    }
    std::fs::create_dir_all(to)?;
    let mut files = 0;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            files += copy_folder(&entry.path(), &target)?;
            continue;
        }
        match std::fs::copy(entry.path(), target) {
            Ok(_) => files += 1,
            // An upload that was given up meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(files)
}
