//! The sandbox's own record: one JSON line per thing that happened, appended to a file that several processes may
//! share. What was appended survives the death of a process; the audit reads the same file with code of its own.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use domain::money::{Currency, Money};
use domain::payment::Decline;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// One line of the record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    pub key: String,
    pub event: Event,
    pub amount: i64,
    pub currency: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub refund_key: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decline: String,
    /// Microseconds since 1970.
    pub at: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Event {
    RequiresAction,
    Authorized,
    Captured,
    Voided,
    Failed,
    Refunded,
}

/// One charge as the record tells it.
#[derive(Debug, Clone)]
pub(crate) struct Charge {
    pub state: Event,
    pub amount: Money,
    pub method: String,
    pub decline: Option<Decline>,
    pub refunded: i64,
    pub refund_keys: Vec<String>,
}

/// The record, in memory and on disk.
pub(crate) struct Ledger {
    inner: Mutex<Inner>,
}

struct Inner {
    charges: HashMap<String, Charge>,
    /// `None`: kept in memory only, for tests of one process.
    file: Option<File>,
    /// How much of the file has been read into `charges`.
    read_bytes: u64,
}

impl Ledger {
    pub(crate) fn in_memory() -> Self {
        Self { inner: Mutex::new(Inner { charges: HashMap::new(), file: None, read_bytes: 0 }) }
    }

    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let ledger =
            Self { inner: Mutex::new(Inner { charges: HashMap::new(), file: Some(file), read_bytes: 0 }) };
        {
            let mut inner = ledger.inner.lock();
            inner.lock_file()?;
            let outcome = inner.catch_up();
            inner.unlock_file()?;
            outcome?;
        }
        Ok(ledger)
    }

    /// Looks at the charge under `key` and, in the same breath, appends what `decide` says happens to it. Other
    /// processes wait meanwhile, so one key is one charge whoever asks.
    pub(crate) fn decide(
        &self,
        key: &str,
        decide: impl FnOnce(Option<&Charge>) -> Option<Line>,
    ) -> io::Result<Option<Charge>> {
        let mut inner = self.inner.lock();
        inner.lock_file()?;
        let outcome = inner.catch_up().and_then(|()| {
            if let Some(line) = decide(inner.charges.get(key)) {
                inner.append(&line)?;
            }
            Ok(inner.charges.get(key).cloned())
        });
        inner.unlock_file()?;
        outcome
    }
}

impl Inner {
    fn lock_file(&self) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), File::lock)
    }

    fn unlock_file(&self) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), File::unlock)
    }

    /// Reads what others appended. Called with the file locked, so a line without its end is nobody's work in
    /// progress: its process died while it wrote, and never answered. It is cut off, or the next line would be glued
    /// to it.
    fn catch_up(&mut self) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let length = file.metadata()?.len();
        if length == self.read_bytes {
            return Ok(());
        }
        file.seek(SeekFrom::Start(self.read_bytes))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        for line in bytes[..whole].split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let line: Line = serde_json::from_slice(line).map_err(io::Error::other)?;
            apply(&mut self.charges, &line);
        }
        self.read_bytes += u64::try_from(whole).map_err(io::Error::other)?;
        if self.read_bytes < length {
            file.set_len(self.read_bytes)?;
        }
        Ok(())
    }

    fn append(&mut self, line: &Line) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            let mut bytes = serde_json::to_vec(line).map_err(io::Error::other)?;
            bytes.push(b'\n');
            file.write_all(&bytes)?;
            self.read_bytes += u64::try_from(bytes.len()).unwrap_or(0);
        }
        apply(&mut self.charges, line);
        Ok(())
    }
}

fn apply(charges: &mut HashMap<String, Charge>, line: &Line) {
    let Ok(currency) = line.currency.parse::<Currency>() else { return };
    let charge = charges.entry(line.key.clone()).or_insert_with(|| Charge {
        state: line.event,
        amount: Money::new(line.amount, currency),
        method: line.method.clone(),
        decline: Decline::from_word(&line.decline),
        refunded: 0,
        refund_keys: Vec::new(),
    });
    match line.event {
        Event::Refunded => {
            charge.refunded += line.amount;
            charge.refund_keys.push(line.refund_key.clone());
        }
        Event::RequiresAction | Event::Authorized | Event::Captured | Event::Voided | Event::Failed => {
            charge.state = line.event;
            charge.decline = Decline::from_word(&line.decline).or(charge.decline);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authorized(key: &str) -> Line {
        Line {
            key: key.to_owned(),
            event: Event::Authorized,
            amount: 2_490,
            currency: "EUR".to_owned(),
            method: "card_ok".to_owned(),
            refund_key: String::new(),
            decline: String::new(),
            at: 1,
        }
    }

    #[test]
    fn a_line_cut_short_by_a_kill_does_not_spoil_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("charges.jsonl");
        Ledger::open(&path).unwrap().decide("a", |_| Some(authorized("a"))).unwrap();
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"key\":\"b\",\"eve").unwrap();

        let ledger = Ledger::open(&path).unwrap();
        ledger.decide("c", |_| Some(authorized("c"))).unwrap();
        let again = Ledger::open(&path).unwrap();
        let known = |key: &str| again.decide(key, |_| None).unwrap().is_some();
        assert_eq!((known("a"), known("b"), known("c")), (true, false, true));
    }
}
