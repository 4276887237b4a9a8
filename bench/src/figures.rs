//! Latencies, and what a process used.

use std::time::Duration;

use anyhow::Context;

/// Latencies of one run, in microseconds.
#[derive(Default)]
pub struct Latencies(Vec<u64>);

impl Latencies {
    /// Remembers one.
    pub fn push(&mut self, taken: Duration) {
        self.0.push(u64::try_from(taken.as_micros()).unwrap_or(u64::MAX));
    }

    /// Takes over another run's.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The latency that `percent` of all stay below, in milliseconds with two decimals.
    pub fn percentile_ms(&mut self, percent: usize) -> f64 {
        if self.0.is_empty() {
            return 0.0;
        }
        self.0.sort_unstable();
        let index = (self.0.len() * percent / 100).min(self.0.len() - 1);
        ms(self.0[index])
    }

    /// The slowest, in milliseconds.
    pub fn slowest_ms(&self) -> f64 {
        ms(self.0.iter().copied().max().unwrap_or(0))
    }
}

#[expect(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "figures for people, never money")]
fn ms(micros: u64) -> f64 {
    (micros as f64 / 10.0).round() / 100.0
}

/// `count` per second of `span`.
#[expect(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "figures for people, never money")]
pub fn per_second(count: usize, span: Duration) -> f64 {
    (count as f64 / span.as_secs_f64() * 10.0).round() / 10.0
}

/// `total` shared by `count`, in milliseconds with three decimals.
#[expect(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "figures for people, never money")]
pub fn each_ms(total: Duration, count: usize) -> f64 {
    (total.as_secs_f64() * 1_000_000.0 / count.max(1) as f64).round() / 1_000.0
}

/// Processor time a process has used, its own and the system's for it.
pub fn cpu_of(pid: u32) -> anyhow::Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let fields: Vec<&str> = stat.rsplit_once(')').context("a stat line")?.1.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>()? + fields[12].parse::<u64>()?;
    // Linux counts in hundredths of a second for every program.
    Ok(Duration::from_millis(ticks * 10))
}

/// Memory a process holds, in megabytes.
pub fn resident_mb_of(pid: u32) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("a resident size")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
    Ok(kilobytes / 1_024)
}
