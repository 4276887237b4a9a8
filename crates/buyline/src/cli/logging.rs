//! Log lines go to standard error, so that what a command answers stays alone on standard output.

use std::io::IsTerminal;
use std::sync::OnceLock;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use super::lines::Lines;
use crate::settings::{Config, LogFormat};

static LINES: OnceLock<Lines> = OnceLock::new();

/// Begins to write log lines, and makes a panic one of them.
///
/// # Panics
/// When it was begun before.
pub fn begin(config: &Config) {
    let filter: Targets = config.log_level.parse().expect("the settings read it before");
    // The picture library speaks of what our drawings do on purpose.
    let filter = filter.with_target("usvg", LevelFilter::ERROR);
    let out = LINES.get_or_init(|| Lines::to(std::io::stderr())).clone();
    let lines = match config.log_format {
        LogFormat::Text => fmt::layer()
            .with_writer(out)
            .with_target(false)
            .with_ansi(std::io::stderr().is_terminal())
            .boxed(),
        LogFormat::Json => fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .with_writer(out)
            .boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(filter)).init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let said = panic.payload_as_str().unwrap_or("no words");
        tracing::error!(place, "this is a bug, please report it: {said}");
    }));
}

/// Writes out the lines that still wait: before the process ends, and before anything else goes to standard error.
pub fn end() {
    if let Some(lines) = LINES.get() {
        lines.write_out();
    }
}
