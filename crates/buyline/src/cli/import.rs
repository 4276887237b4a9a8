//! `buyline import products FILE --merchant NAME`

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use app::imports::{FileMode, FileReport, import_file};
use clap::ArgMatches;
use domain::access::{Actor, AtMerchant, MerchantAct};

use super::work;
use crate::failure::Failure;
use crate::settings::Config;

/// Takes in a merchant's product file, or says what it would do.
pub(super) fn products(config: &Config, arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let path = PathBuf::from(arguments.get_one::<String>("FILE").expect("clap asks for it"));
    let handle = arguments.get_one::<String>("merchant").expect("clap asks for it").clone();
    let mode = match (arguments.get_flag("dry-run"), arguments.get_flag("confirm-removals")) {
        (true, _) => FileMode::DryRun,
        (false, true) => FileMode::WriteAndRemove,
        (false, false) => FileMode::Write,
    };
    File::open(&path).map_err(|error| cannot_read(&path, &error))?;
    work(config, async move |ctx| {
        let merchant = super::merchant_called(ctx, &handle).await?;
        let act = AtMerchant { merchant: merchant.id, act: MerchantAct::EditCatalog };
        let permit = Actor::System.may(act).map_err(|error| Failure::failed(error.to_string()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let open = || Ok(Box::new(File::open(&path)?) as Box<dyn Read + Send>);
        let report = import_file(ctx, &permit, &name, open, mode)
            .await
            .map_err(|error| Failure::failed(format!("{}: {error}", path.display())))?;
        print!("{}", told(&report, mode));
        if report.held && mode != FileMode::DryRun {
            return Err(Failure::failed(
                "nothing was written: the file lacks more than 30 % of what is on sale; if that is meant, add \
                 --confirm-removals",
            ));
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(format!("{} cannot be read: {error}", path.display()))
}

fn told(report: &FileReport, mode: FileMode) -> String {
    let counts = report.counts;
    let would = if mode == FileMode::DryRun || report.held { "would be " } else { "" };
    let mut text = format!(
        "{} file: {} products {would}created, {} changed, {} as before, {} no longer in it, {} rows refused\n",
        report.format, counts.created, counts.changed, counts.same, counts.missing, counts.refused
    );
    for remark in &report.remarks {
        let value = if remark.value.is_empty() { String::new() } else { format!(" \"{}\"", remark.value) };
        text.push_str(&format!("  line {}, {}{value}: {}\n", remark.line, remark.field, remark.reason));
    }
    text
}
