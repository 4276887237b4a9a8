//! The search: every text of every table, and every byte of a file, for many words at once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Read as _};

use crate::transfer::{self, Cell, Table};
use crate::{DatabaseUrl, DbError, Read as _, Sql};

/// Rows that are looked at at a time.
const PAGE_ROWS: usize = 1_000;
/// Bytes that are looked at at a time.
const CHUNK_BYTES: usize = 1 << 20;
/// What the first bytes of a word are told apart by.
const HEAD: usize = 4;

/// Where words stand, by table and column, with how many rows; and which words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// `posts.body`, and how many rows.
    pub places: BTreeMap<String, u64>,
    /// The numbers of the words that stand there.
    pub words: HashSet<usize>,
}

/// What the tables are called and made of, where that stands among what they hold.
const SCHEMA: Sql =
    Sql { sqlite: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL", postgres: "SELECT '' WHERE 1 = 0" };

/// Words that are searched for together. Each has at least four bytes; shorter ones are left out.
pub struct Needles<'a> {
    words: Vec<&'a [u8]>,
    by_head: HashMap<[u8; HEAD], Vec<usize>>,
    firsts: [bool; 256],
}

impl<'a> Needles<'a> {
    /// These words.
    pub fn new(words: impl Iterator<Item = &'a str>) -> Self {
        let words: Vec<&[u8]> = words.map(str::as_bytes).collect();
        let mut by_head: HashMap<[u8; HEAD], Vec<usize>> = HashMap::new();
        let mut firsts = [false; 256];
        for (at, word) in words.iter().enumerate() {
            if let Some(head) = word.first_chunk::<HEAD>() {
                by_head.entry(*head).or_default().push(at);
                firsts[usize::from(head[0])] = true;
            }
        }
        Self { words, by_head, firsts }
    }

    /// Which of them stand in `bytes`, each as often as it does.
    fn each(&self, bytes: &[u8], mut found: impl FnMut(usize, usize)) {
        for (at, window) in bytes.windows(HEAD).enumerate() {
            if !self.firsts[usize::from(window[0])] {
                continue;
            }
            let Some(head) = window.first_chunk::<HEAD>() else { continue };
            for word in self.by_head.get(head).into_iter().flatten() {
                if bytes[at..].starts_with(self.words[*word]) {
                    found(*word, at);
                }
            }
        }
    }

    /// Whether one of them stands in a text.
    #[must_use]
    pub fn stands_in(&self, text: &str) -> bool {
        let mut is_there = false;
        self.each(text.as_bytes(), |_, _| is_there = true);
        is_there
    }

    /// How often they stand in what `source` gives, leaving out those numbered in `but`.
    ///
    /// # Errors
    /// What reading failed with.
    pub fn count(&self, mut source: impl io::Read, but: &HashSet<usize>) -> io::Result<u64> {
        let longest = self.words.iter().map(|word| word.len()).max().unwrap_or(0);
        let (mut held, mut count) = (Vec::new(), 0);
        loop {
            let before = held.len();
            source.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut held)?;
            let is_last = held.len() == before;
            // What begins in the last bytes may go on in the next; it is looked at then.
            let until = if is_last { held.len() } else { held.len().saturating_sub(longest) };
            self.each(&held, |word, at| {
                if at < until && !but.contains(&word) {
                    count += 1;
                }
            });
            if is_last {
                return Ok(count);
            }
            held.drain(..until);
        }
    }
}

/// Searches every text of every table of the database at `url`, but for that of erasures themselves, as of one moment.
/// Blocking.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn search_tables(url: &DatabaseUrl, needles: &Needles<'_>) -> Result<Hits, DbError> {
    let mut source = transfer::open_snapshot(url)?;
    let mut hits = Hits::default();
    // The schema stands in the same file: whoever sells by "position" is no secret of it.
    source.visit(SCHEMA, &[], &mut |row| {
        let mut is_hit = false;
        needles.each(row.str(0)?.as_bytes(), |word, _| {
            is_hit = true;
            hits.words.insert(word);
        });
        if is_hit {
            *hits.places.entry("schema".to_owned()).or_default() += 1;
        }
        Ok(())
    })?;
    for table in Table::all() {
        transfer::pages(&mut source, &table, "", PAGE_ROWS, |_, page| {
            for row in page {
                for (cell, column) in row.iter().zip(&table.columns) {
                    let bytes = match cell {
                        Cell::Text(text) => text.as_bytes(),
                        Cell::Bytes(bytes) => bytes.as_slice(),
                        Cell::Null | Cell::Int(_) => continue,
                    };
                    let mut is_hit = false;
                    needles.each(bytes, |word, _| {
                        is_hit = true;
                        hits.words.insert(word);
                    });
                    if is_hit {
                        *hits.places.entry(format!("{}.{}", table.name, column.name)).or_default() += 1;
                    }
                }
            }
            Ok(())
        })?;
    }
    Ok(hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_wherever_it_stands_also_across_the_border_of_two_chunks() {
        let needles = Needles::new(["12 quai des Bois", "mara@example.org"].into_iter());
        for at in [0, 1, CHUNK_BYTES - 20, CHUNK_BYTES - 3, CHUNK_BYTES, 2 * CHUNK_BYTES - 1] {
            let mut bytes = vec![b'm'; at];
            bytes.extend_from_slice(b"mara@example.org");
            bytes.extend_from_slice(&[b'1'; 40]);
            assert_eq!(needles.count(bytes.as_slice(), &HashSet::new()).unwrap(), 1, "{at}");
            assert_eq!(needles.count(bytes.as_slice(), &HashSet::from([1])).unwrap(), 0, "{at}");
        }
        assert_eq!(needles.count(&b"mara@example.or"[..], &HashSet::new()).unwrap(), 0);
    }
}
