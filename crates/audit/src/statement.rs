//! A provider's own statement: every movement on its accounts as the provider wrote it, one JSON object per line,
//! with what moved beside it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::Value;

use crate::AuditError;

/// What a movement is about, as far as it can be ours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Thing {
    /// A payment, by the key of its attempt.
    Payment(String),
    /// A refund, by the provider's name.
    Refund(String),
    /// A dispute, by the provider's name.
    Dispute(String),
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Payment(key) => write!(f, "payment {key}"),
            Self::Refund(name) => write!(f, "refund {name}"),
            Self::Dispute(name) => write!(f, "dispute {name}"),
        }
    }
}

/// A movement of the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) thing: Thing,
    /// The server that made the payment, or empty.
    pub(crate) server: String,
    /// In the smallest unit as the provider counts it.
    pub(crate) net: i64,
    /// In capital letters.
    pub(crate) currency: String,
    pub(crate) at_us: i64,
}

/// A statement as it was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Statement {
    /// All movements that could be ours.
    pub(crate) moved: Vec<Moved>,
    /// Accounts that could not be asked: nothing is said about them.
    pub(crate) unread: Vec<String>,
}

/// Reads one.
pub(crate) fn read(path: &Path) -> Result<Statement, AuditError> {
    let fail = |reason: String| AuditError::Record { file: path.display().to_string(), reason };
    let lines = BufReader::new(File::open(path).map_err(|error| fail(error.to_string()))?).lines();
    let mut all = Statement::default();
    for (number, line) in (1_u64..).zip(lines) {
        let line = line.map_err(|error| fail(format!("line {number}: {error}")))?;
        if line.trim().is_empty() {
            continue;
        }
        let value: Value =
            serde_json::from_str(&line).map_err(|error| fail(format!("line {number}: {error}")))?;
        all.unread.extend(value["unread"].as_str().map(str::to_owned));
        all.moved.extend(moved(&value));
    }
    Ok(all)
}

fn moved(line: &Value) -> Option<Moved> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let source = &line["source"];
    let thing = match source["object"].as_str()? {
        "charge" => Thing::Payment(text(&source["metadata"]["attempt"])),
        "refund" => Thing::Refund(text(&source["id"])),
        "dispute" => Thing::Dispute(text(&source["id"])),
        _ => return None,
    };
    if thing == Thing::Payment(String::new()) {
        return None;
    }
    Some(Moved {
        thing,
        server: text(&source["metadata"]["server"]),
        net: line["net"].as_i64()?,
        currency: text(&line["currency"]).to_uppercase(),
        at_us: line["created"].as_i64()?.saturating_mul(1_000_000),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_it_is_about_and_a_damaged_one_where_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("statement.jsonl");
        let charge = r#"{"net":90,"currency":"eur","created":5,"source":{"object":"charge","id":"ch_1","metadata":{"attempt":"k1","server":"s"}}}"#;
        let payout = r#"{"net":-90,"currency":"eur","created":5,"source":{"object":"payout","id":"po_1"}}"#;
        let unread = r#"{"unread":"key:acct_1"}"#;
        std::fs::write(&path, format!("{charge}\n\n{payout}\n{unread}\n")).unwrap();
        let read_back = read(&path).unwrap();
        assert_eq!((read_back.moved.len(), read_back.unread), (1, vec!["key:acct_1".to_owned()]));
        let moved = &read_back.moved[0];
        assert_eq!((&moved.thing, moved.net), (&Thing::Payment("k1".to_owned()), 90));
        std::fs::write(&path, format!("{charge}\nnonsense\n")).unwrap();
        assert!(read(&path).unwrap_err().to_string().contains("line 2"));
    }
}
