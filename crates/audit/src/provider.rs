//! The sandbox provider's own record of what it did: one JSON object per line, only ever appended to.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use crate::AuditError;

/// A line as the provider writes it.
#[derive(Deserialize)]
struct Entry {
    key: String,
    event: String,
    amount: i64,
    currency: String,
    #[serde(default)]
    refund_key: Option<String>,
}

/// What the provider did under one key.
#[derive(Debug, Default)]
pub(crate) struct Charge {
    pub(crate) currency: String,
    pub(crate) authorized: bool,
    pub(crate) voided: bool,
    /// How often it took money; more than once is the double charge nobody forgives.
    pub(crate) captures: u32,
    pub(crate) captured: i64,
    /// Refund key and amount, in the order they happened.
    pub(crate) refunds: Vec<(String, i64)>,
}

/// Everything the provider did, by attempt key.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) charges: HashMap<String, Charge>,
}

impl Record {
    pub(crate) fn read(path: &Path) -> Result<Self, AuditError> {
        let fail = |reason: String| AuditError::Record { file: path.display().to_string(), reason };
        let mut lines = BufReader::new(File::open(path).map_err(|error| fail(error.to_string()))?);
        let mut record = Self::default();
        let (mut line, mut number) = (String::new(), 0_u64);
        loop {
            line.clear();
            number += 1;
            if lines.read_line(&mut line).map_err(|error| fail(format!("line {number}: {error}")))? == 0 {
                return Ok(record);
            }
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str(&line) {
                Ok(entry) => record.note(entry).map_err(|reason| fail(format!("line {number}: {reason}")))?,
                // Killed while writing: the provider never answered, so nothing was done.
                Err(_) if !line.ends_with('\n') => return Ok(record),
                Err(error) => return Err(fail(format!("line {number}: {error}"))),
            }
        }
    }

    fn note(&mut self, entry: Entry) -> Result<(), String> {
        let charge = self.charges.entry(entry.key).or_default();
        charge.currency = entry.currency;
        match entry.event.as_str() {
            "authorized" => charge.authorized = true,
            "captured" => {
                charge.captures += 1;
                charge.captured += entry.amount;
            }
            "voided" => charge.voided = true,
            "refunded" => charge.refunds.push((entry.refund_key.unwrap_or_default(), entry.amount)),
            "failed" | "requires_action" => {}
            other => return Err(format!("\"{other}\" is not an event this audit knows")),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Record, AuditError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("charges.jsonl");
        std::fs::write(&path, text).unwrap();
        Record::read(&path)
    }

    #[test]
    fn a_line_cut_short_by_a_kill_counts_as_not_done() {
        let record = read(
            "{\"key\":\"a\",\"event\":\"captured\",\"amount\":5,\"currency\":\"EUR\",\"at\":1}\n{\"key\":\"b\",\"ev",
        )
        .unwrap();
        assert_eq!(record.charges.len(), 1);
        assert_eq!(record.charges["a"].captured, 5);
    }

    #[test]
    fn a_damaged_line_in_the_middle_is_an_error_with_its_number() {
        let error = read("nonsense\n{}\n").unwrap_err().to_string();
        assert!(error.contains("line 1"), "{error}");
    }
}
