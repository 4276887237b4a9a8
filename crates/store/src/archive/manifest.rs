//! What an archive says of itself, and the words about its files.

use serde::{Deserialize, Serialize};

use super::scope::is_withheld;
use crate::export::families::FAMILIES;
use domain::archive::ArchiveOf;

/// What an archive is, in its manifest.
pub const FORMAT: &str = "buyline-archive";
/// Which archives this binary writes and reads.
pub const VERSION: u32 = 1;
/// The manifest's path: the last file that is written.
pub const MANIFEST: &str = "manifest.json";

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always [`FORMAT`].
    pub format: String,
    /// The form of the archive.
    pub version: u32,
    /// The schema of the database it came from.
    pub schema: i64,
    /// `person`, `shop`, `nonprofit` or `server`.
    pub scope: String,
    /// The id of whom it is about.
    pub subject: String,
    /// The address of the server it came from.
    pub server: String,
    /// When, in RFC 3339.
    pub made_at: String,
    /// Every file but this one.
    pub files: Vec<ManifestFile>,
}

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Its path.
    pub path: String,
    /// How many records it holds; pictures and words hold none.
    pub records: u64,
    /// Its bytes, unpacked.
    pub bytes: u64,
    /// SHA-256 of them, in hexadecimal.
    pub sha256: String,
}

/// The words in an archive.
pub(super) fn readme(of: ArchiveOf, server: &str, made_at: &str) -> String {
    format!(
        "# Archive of {}\n\nMade by {server} on {made_at}. It holds no password, no key and no card number.\n\n\
         - `data/`: JSON Lines, one record a line, with what belongs to it inside.\n\
         - `csv/`: the same records as tables for a spreadsheet, one file for each kind.\n\
         - `media/`: pictures, in every size that was kept. `images.jsonl` names them.\n\
         - `manifest.json`: every file with its bytes, records and SHA-256.\n\n\
         Another Buyline server reads it with `buyline import archive FILE`.\n\n{}",
        of.text(),
        schema(Some(of))
    )
}

/// Every file with its columns, of one kind of archive or of all, as Markdown.
#[must_use]
pub fn schema(of: Option<ArchiveOf>) -> String {
    let mut text = String::from(
        "Amounts are whole numbers of the smallest unit of the currency beside them (cents). Times are RFC 3339 in UTC. Ids \
         are texts that begin with their kind.\n",
    );
    for family in FAMILIES {
        if of.is_some_and(|of| super::scope::rows(of, family).is_none()) {
            continue;
        }
        text.push_str(&format!("\n## data/{}\n\n", family.file));
        text.push_str(&columns(of, family.table, family.columns));
        for child in family.children {
            text.push_str(&format!(
                "\n`{}`, a list in each record (csv/{}.csv):\n\n",
                child.name, child.table
            ));
            text.push_str(&columns(of, child.table, child.columns));
        }
    }
    text
}

fn columns(of: Option<ArchiveOf>, table: &str, columns: &str) -> String {
    let mut text = String::new();
    for column in columns.split_whitespace().filter(|column| !column.starts_with('-')) {
        let (name, form) = column.split_once(':').unwrap_or((column, ""));
        if of.is_some_and(|of| is_withheld(of, table, name)) {
            continue;
        }
        let form = match form {
            "" => "number or text",
            "time" => "time",
            "flag" => "true or false",
            "json" => "object",
            "source" => "id of what moved the money",
            _ => "id",
        };
        text.push_str(&format!("- `{name}`: {form}\n"));
    }
    text
}
