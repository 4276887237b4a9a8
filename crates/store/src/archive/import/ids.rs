//! Ids of another server become ids of this one. Each keeps its moment, so that what is listed by age stays in its order, and
//! takes a number that nothing here has.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Read, Seek};

use domain::ids::{COUNTER_BITS, ID_EPOCH_MS, NODE_BITS, made_at_ms, raw, text};
use jiff::Timestamp;
use serde_json::Value;

use super::super::unzip::{Opened, Refused};
use crate::transfer::Table;
use crate::{DbError, Tx};

/// Bytes of one record: an order with a thousand lines has a tenth.
const RECORD_BYTES_MAX: u64 = 8 << 20;
/// Ids that are looked up at a time.
const LOOKED_UP: usize = 500;

/// Old and new.
#[derive(Debug, Default)]
pub(super) struct Ids {
    new: HashMap<i64, i64>,
    /// Records that have no id of their own, in the order of their lines.
    nameless: Vec<i64>,
    taken: usize,
}

impl Ids {
    /// Gathers every id that something in the archive has.
    pub(super) fn gather<R: Read + Seek>(
        opened: &mut Opened<R>,
        made_at: Timestamp,
    ) -> Result<(BTreeSet<i64>, usize), Refused> {
        let mut own = BTreeSet::new();
        let mut nameless = 0;
        for path in data_files(opened) {
            lines(opened, &path, |value| {
                if value.get("id").is_none() {
                    nameless += 1;
                }
                gather_in(&value, &mut own);
                Ok(())
            })?;
        }
        // Nothing comes from after the archive: an id from the year 2150 would keep this server from making its own.
        let latest = (made_at.as_millisecond() - ID_EPOCH_MS + 1) << (NODE_BITS + COUNTER_BITS);
        if own.iter().any(|id| *id <= 0 || *id >= latest) {
            return Err(Refused("the archive holds an id from after it was made".to_owned()));
        }
        Ok((own, nameless))
    }

    /// Gives each a number of `node`'s, or of the next one where something is in the way.
    pub(super) fn assign(
        tx: &mut Tx<'_>,
        (own, nameless): &(BTreeSet<i64>, usize),
        node: i64,
        made_at: Timestamp,
    ) -> Result<Self, DbError> {
        let moment = made_at.as_millisecond();
        for step in 0..(1 << NODE_BITS) {
            let node = (node + step) % (1 << NODE_BITS);
            let mut ids = Self::default();
            let mut last = 0;
            let mut next = |ms: i64| {
                // As the maker of ids does it: a full millisecond borrows from the next.
                last = (((ms - ID_EPOCH_MS).max(0)) << COUNTER_BITS).max(last + 1);
                let (ms, counter) = (last >> COUNTER_BITS, last & ((1 << COUNTER_BITS) - 1));
                ms << (NODE_BITS + COUNTER_BITS) | node << COUNTER_BITS | counter
            };
            ids.new = own.iter().map(|old| (*old, next(made_at_ms(*old)))).collect();
            ids.nameless = (0..*nameless).map(|_| next(moment)).collect();
            if !ids.is_in_the_way(tx)? {
                return Ok(ids);
            }
        }
        Err(DbError::Transfer("no numbers are left for what the archive holds".to_owned()))
    }

    fn is_in_the_way(&self, tx: &mut Tx<'_>) -> Result<bool, DbError> {
        let all: Vec<i64> = self.new.values().chain(&self.nameless).copied().collect();
        let tables = Table::all();
        for table in tables.iter().filter(|table| table.place("id").is_some()) {
            for some in all.chunks(LOOKED_UP) {
                if !crate::transfer::rows_of(tx.conn(), table, "id", some, &[])?.is_empty() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The new number of an id's text; none for what is not in the archive.
    pub(super) fn of(&self, old: &str) -> Option<i64> {
        raw(old).and_then(|old| self.new.get(&old).copied())
    }

    /// A number for a record without an id of its own.
    pub(super) fn nameless(&mut self) -> i64 {
        let id = self.nameless[self.taken];
        self.taken += 1;
        id
    }

    /// Every pair, as people read them.
    pub(super) fn pairs(&self) -> Vec<(i64, i64)> {
        let mut pairs: Vec<(i64, i64)> = self.new.iter().map(|(old, new)| (*old, *new)).collect();
        pairs.sort_unstable();
        pairs
    }

    /// A record as it is kept here: ids are new, and those of what did not come along are none.
    pub(super) fn renamed(&self, key: &str, value: Value) -> Value {
        match value {
            // A merchant's own name for a product, whatever it looks like.
            Value::String(own) if key == "external_id" => Value::String(own),
            Value::String(old) => match (self.of(&old), raw(&old)) {
                (Some(new), _) => Value::from(text(&old[..3], new)),
                (None, Some(_)) if key == "id" || key.ends_with("_id") || key.ends_with("_by") => Value::Null,
                (None, _) => Value::String(old),
            },
            Value::Array(all) => {
                Value::Array(all.into_iter().map(|value| self.renamed(key, value)).collect())
            }
            Value::Object(all) => Value::Object(
                all.into_iter()
                    .map(|(key, value)| {
                        let value = self.renamed(&key, value);
                        (key, value)
                    })
                    .collect(),
            ),
            other => other,
        }
    }
}

fn gather_in(value: &Value, own: &mut BTreeSet<i64>) {
    match value {
        Value::Object(all) => {
            if let Some(id) = all.get("id").and_then(Value::as_str).and_then(raw) {
                own.insert(id);
            }
            all.values().for_each(|value| gather_in(value, own));
        }
        Value::Array(all) => all.iter().for_each(|value| gather_in(value, own)),
        _ => {}
    }
}

/// The files with records.
pub(super) fn data_files<R>(opened: &Opened<R>) -> Vec<String> {
    let paths = opened.manifest.files.iter().map(|file| &file.path);
    paths.filter(|path| path.starts_with("data/")).cloned().collect()
}

/// Hands every record of a file on.
pub(super) fn lines<R: Read + Seek>(
    opened: &mut Opened<R>,
    path: &str,
    mut each: impl FnMut(Value) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut source = BufReader::new(opened.reader(path)?);
    let mut number = 0;
    loop {
        let mut line = Vec::new();
        let count = source.by_ref().take(RECORD_BYTES_MAX).read_until(b'\n', &mut line)?;
        if count == 0 {
            return Ok(());
        }
        number += 1;
        if !line.ends_with(b"\n") {
            return Err(Refused(format!(
                "line {number} of {path} is longer than a record can be, or breaks off"
            )));
        }
        let value = serde_json::from_slice(&line)
            .map_err(|error| Refused(format!("line {number} of {path} cannot be understood: {error}")))?;
        each(value)?;
    }
}
