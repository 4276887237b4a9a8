//! `buyline import products FILE --merchant NAME`

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use app::imports::{FileMode, FileReport, import_file};
use clap::ArgMatches;
use domain::access::{Actor, AtMerchant, MerchantAct};
use domain::view::imports::{PreviewKind, ProductPreview};
use words::{Locale, Words};

use super::work;
use crate::failure::Failure;
use crate::settings::Config;

/// Refused rows that are printed: as many as products of each kind.
const SHOWN_MAX: usize = app::imports::PREVIEWS_MAX;

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
    text.push_str(&format!("prices without a currency are in {}\n", report.currency));
    if mode == FileMode::DryRun || report.held {
        text.push_str(&previewed(report, PreviewKind::Create, "would be created", counts.created));
        text.push_str(&previewed(report, PreviewKind::Change, "would be changed", counts.changed));
    }
    let words = Words::of(Locale::En);
    for remark in report.remarks.iter().take(SHOWN_MAX) {
        let value = if remark.value.is_empty() { String::new() } else { format!(" \"{}\"", remark.value) };
        let reason = words.import_reason(&remark.reason);
        text.push_str(&format!("  line {}, {}{value}: {reason}\n", remark.line, remark.field));
    }
    text + &more(words, counts.refused, report.remarks.len().min(SHOWN_MAX))
}

/// The first products of one kind, and how many more there are.
fn previewed(report: &FileReport, kind: PreviewKind, headline: &str, all: u64) -> String {
    let words = Words::of(Locale::En);
    let products: Vec<&ProductPreview> =
        report.previews.iter().filter(|preview| preview.kind == kind).collect();
    if products.is_empty() {
        return String::new();
    }
    let mut text = format!("{headline}:\n");
    for product in &products {
        text.push_str(&format!("  line {}, {} ({})\n", product.line, product.title, product.external_id));
        for detail in &product.details {
            let told = words.import_detail(detail);
            let before = if told.before.is_empty() { String::new() } else { format!("{} -> ", told.before) };
            text.push_str(&format!("    {}: {before}{}\n", told.what, told.after));
        }
        if product.left_out > 0 {
            text.push_str(&format!("    {}\n", words.count("import-more-details", product.left_out)));
        }
    }
    text + &more(words, all, products.len())
}

/// "and 1,234 more"; nothing when all were shown.
fn more(words: &Words, all: u64, shown: usize) -> String {
    let left = all.saturating_sub(u64::try_from(shown).unwrap_or(u64::MAX));
    if left == 0 {
        return String::new();
    }
    format!("  {}\n", words.count("import-more", i64::try_from(left).unwrap_or(i64::MAX)))
}
