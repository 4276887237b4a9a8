//! Log lines on their way out: gathered for a moment, so that a busy server does not ask the operating system once
//! per line. What warns goes out at once, and takes along what came before it.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// How long a line may wait for others. A process that is killed loses the lines of this moment, and no older ones.
const GATHER: Duration = Duration::from_millis(50);
/// Bytes held at most. Whoever brings more writes them out, and waits for a reader that is slow.
const HELD_MAX: usize = 64 * 1024;

/// Where lines go; a copy leads to the same place.
#[derive(Clone)]
pub struct Lines(Arc<Inner>);

struct Inner {
    held: Mutex<Vec<u8>>,
    /// Told when a first line is held.
    begun: Condvar,
    /// Taken before `held` by whoever writes: what came first goes out first.
    out: Mutex<Box<dyn Write + Send>>,
}

impl Lines {
    /// Lines to `out`, by a thread that lives as long as the process.
    ///
    /// # Panics
    /// When the operating system gives no thread.
    #[must_use]
    pub fn to(out: impl Write + Send + 'static) -> Self {
        let lines = Self(Arc::new(Inner {
            held: Mutex::default(),
            begun: Condvar::new(),
            out: Mutex::new(Box::new(out)),
        }));
        let theirs = lines.clone();
        let bring = move || loop {
            theirs.wait();
            std::thread::sleep(GATHER);
            theirs.write_out();
        };
        std::thread::Builder::new().name("log".to_owned()).spawn(bring).expect("a thread for log lines");
        lines
    }

    /// Writes out what is held. What cannot be written is gone: there is nowhere to say so.
    pub fn write_out(&self) {
        let mut out = lock(&self.0.out);
        let lines = std::mem::take(&mut *lock(&self.0.held));
        let _ = out.write_all(&lines).and_then(|()| out.flush());
    }

    /// Waits until something is held.
    fn wait(&self) {
        let held = lock(&self.0.held);
        let held = self.0.begun.wait_while(held, |held| held.is_empty());
        drop(held);
    }

    fn hold(&self, line: &[u8], is_urgent: bool) {
        let mut held = lock(&self.0.held);
        let is_first = held.is_empty();
        held.extend_from_slice(line);
        let is_full = held.len() >= HELD_MAX;
        drop(held);
        if is_urgent || is_full {
            self.write_out();
        } else if is_first {
            self.0.begun.notify_one();
        }
    }
}

/// A thread that panicked while it held this left whole lines in it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One line being written.
pub struct Line<'a> {
    lines: &'a Lines,
    is_urgent: bool,
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lines.hold(bytes, self.is_urgent);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { lines: self, is_urgent: true }
    }

    fn make_writer_for(&'a self, about: &Metadata<'_>) -> Line<'a> {
        Line { lines: self, is_urgent: *about.level() <= Level::WARN }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// What was written, and in how many calls.
    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<String>>>);

    impl Paper {
        fn calls(&self) -> Vec<String> {
            lock(&self.0).clone()
        }

        fn until(&self, is_so: impl Fn(&[String]) -> bool) -> Vec<String> {
            let began = Instant::now();
            while !is_so(&self.calls()) && began.elapsed() < Duration::from_secs(20) {
                std::thread::sleep(Duration::from_millis(1));
            }
            self.calls()
        }
    }

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if !bytes.is_empty() {
                lock(&self.0).push(String::from_utf8(bytes.to_vec()).expect("text"));
            }
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_go_out_together_and_by_themselves() {
        let paper = Paper::default();
        let lines = Lines::to(paper.clone());
        let all: String = (0..100).map(|number| format!("line {number}\n")).collect();
        for line in all.split_inclusive('\n') {
            lines.hold(line.as_bytes(), false);
        }
        let calls = paper.until(|calls| calls.concat().len() == all.len());
        assert_eq!(calls.concat(), all);
        assert!(calls.len() < 100, "{} calls for a hundred lines", calls.len());
    }

    #[test]
    fn a_warning_goes_out_at_once_and_after_what_came_before() {
        let paper = Paper::default();
        let lines = Lines::to(paper.clone());
        lines.hold(b"asked\n", false);
        lines.hold(b"failed\n", true);
        assert_eq!(paper.calls().concat(), "asked\nfailed\n");
    }

    #[test]
    fn what_is_held_has_a_bound() {
        let paper = Paper::default();
        let lines = Lines::to(paper.clone());
        lines.hold(&vec![b'x'; HELD_MAX], false);
        assert_eq!(paper.calls().concat().len(), HELD_MAX);
    }
}
