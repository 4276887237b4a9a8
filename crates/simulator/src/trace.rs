//! What happened, in order: a hash to compare runs by, and the last lines to read when one went wrong.

use std::collections::VecDeque;

/// Lines kept for reading.
const LINES_KEPT_MAX: usize = 4_000;

/// Everything that happened in a run.
#[derive(Debug)]
pub struct Trace {
    hash: u64,
    lines: VecDeque<String>,
    is_loud: bool,
}

impl Trace {
    /// An empty one; a loud one also prints each line as it comes.
    #[must_use]
    pub fn new(is_loud: bool) -> Self {
        Self { hash: 0xcbf2_9ce4_8422_2325, lines: VecDeque::new(), is_loud }
    }

    /// Notes that something happened at `ms` (the world's time, milliseconds since 1970).
    pub fn note(&mut self, ms: i64, what: &str) {
        let line = format!("{ms} {what}");
        if self.is_loud {
            println!("{line}");
        }
        for byte in line.bytes().chain([b'\n']) {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.lines.push_back(line);
        if self.lines.len() > LINES_KEPT_MAX {
            self.lines.pop_front();
        }
    }

    /// Two runs with the same hash did the same.
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The last `count` lines.
    #[must_use]
    pub fn tail(&self, count: usize) -> String {
        let skipped = self.lines.len().saturating_sub(count);
        self.lines.iter().skip(skipped).fold(String::new(), |text, line| text + line + "\n")
    }
}
