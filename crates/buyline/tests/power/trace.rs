//! What a server wrote to its database and when it was safe, read from a trace of its calls to the system.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A file of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kept {
    Database,
    /// The write-ahead log.
    Log,
}

/// What happened to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Write {
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        to: usize,
    },
    Removed,
    /// What was asked for before this moment lies on the disk for good.
    Synced {
        since_us: i64,
    },
}

/// One event, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Microseconds since 1970.
    pub at_us: i64,
    pub file: Kept,
    pub what: What,
}

/// The arguments that make strace write all of it down; strings in hexadecimal, so that nothing has to be unquoted.
pub fn watcher(strace: &Path, into: &Path) -> Vec<String> {
    let words = "-f -qq --seccomp-bpf -ttt -T -y -xx -s 1000000 -e \
                 trace=write,pwrite64,pwritev,fsync,fdatasync,ftruncate,unlink,rename -o";
    let mut all = vec![strace.display().to_string()];
    all.extend(words.split_whitespace().map(str::to_owned));
    all.push(into.display().to_string());
    all
}

/// Reads a trace of a server that keeps its database at `database`.
pub fn read(trace: &str, database: &Path) -> Vec<Event> {
    let log = PathBuf::from(format!("{}-wal", database.display()));
    let kept = HashMap::from([
        (hex(database.to_str().unwrap()), Kept::Database),
        (hex(log.to_str().unwrap()), Kept::Log),
    ]);
    let mut begun: HashMap<&str, (i64, String)> = HashMap::new();
    let mut events = Vec::new();
    for line in trace.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((time, call)) = rest.trim_start().split_once(' ') else { continue };
        let Some(at_us) = microseconds(time) else { continue };
        if let Some(first) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, (at_us, first.to_owned()));
        } else if let Some(resumed) = call.strip_prefix("<... ") {
            let Some((_, last)) = resumed.split_once(" resumed>") else { continue };
            let Some((at_us, first)) = begun.remove(thread) else { continue };
            events.extend(event(at_us, &format!("{first}{last}"), &kept));
        } else {
            events.extend(event(at_us, call, &kept));
        }
    }
    events.sort_by_key(|event| event.at_us);
    events
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("\\x{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    text.split("\\x").skip(1).map(|pair| u8::from_str_radix(pair, 16).expect("two digits")).collect()
}

/// Seconds with six decimals.
fn microseconds(text: &str) -> Option<i64> {
    let (seconds, rest) = text.split_once('.')?;
    Some(seconds.parse::<i64>().ok()? * 1_000_000 + rest.parse::<i64>().ok()?)
}

/// `pwrite64(12<PATH>, "BYTES", 4096, 32) = 4096 <0.000012>`, when it is about one of ours and went well.
fn event(at_us: i64, call: &str, kept: &HashMap<String, Kept>) -> Option<Event> {
    let (name, rest) = call.split_once('(')?;
    let (arguments, outcome) = rest.rsplit_once(" = ")?;
    let (result, took) = outcome.split_once(" <")?;
    let result: i64 = result.trim().parse().ok().filter(|result| *result >= 0)?;
    let took_us = microseconds(took.strip_suffix('>')?)?;
    let file = if name == "unlink" {
        *kept.get(arguments.strip_suffix(')')?.trim_matches('"'))?
    } else {
        let (_, path) = arguments.split_once('<')?;
        *kept.get(path.split_once('>')?.0)?
    };
    let numbers = || arguments.strip_suffix(')')?.rsplit(", ").next()?.parse::<usize>().ok();
    let what = match name {
        "pwrite64" => {
            let mut bytes = unhex(arguments.split('"').nth(1)?);
            bytes.truncate(usize::try_from(result).unwrap());
            What::Write { at: numbers()?, bytes }
        }
        "ftruncate" => What::Cut { to: numbers()? },
        "unlink" => What::Removed,
        "fsync" | "fdatasync" => {
            return Some(Event { at_us: at_us + took_us, file, what: What::Synced { since_us: at_us } });
        }
        other => panic!("the database is written by {other}, which nobody reads here"),
    };
    Some(Event { at_us, file, what })
}

#[test]
fn calls_of_several_threads_are_put_together() {
    let (path, log) = (hex("/d/b.db"), hex("/d/b.db-wal"));
    let trace = format!(
        "7 100.000001 pwrite64(5<{log}>, \"\\x61\\x62\", 2, 24 <unfinished ...>\n\
         8 100.000002 fdatasync(4<{path}>) = 0 <0.000010>\n\
         7 100.000003 <... pwrite64 resumed>) = 2 <0.000002>\n\
         8 100.000004 fsync(9</x>) = 0 <0.1>\n\
         7 100.000005 pwrite64(5<{log}>, \"\\x61\", 1, 0) = -1 ENOSPC (No space left on device) <0.000002>\n\
         7 100.000006 ftruncate(5<{log}>, 0) = 0 <0.000002>\n"
    );
    let event = |at_us: i64, file, what| Event { at_us: 100_000_000 + at_us, file, what };
    assert_eq!(
        read(&trace, Path::new("/d/b.db")),
        [
            event(1, Kept::Log, What::Write { at: 24, bytes: b"ab".to_vec() }),
            event(6, Kept::Log, What::Cut { to: 0 }),
            event(12, Kept::Database, What::Synced { since_us: 100_000_002 }),
        ]
    );
}
