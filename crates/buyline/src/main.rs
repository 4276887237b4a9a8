//! `buyline`: see `buyline --help`, and ARCHITECTURE.md.

use std::process::ExitCode;

fn main() -> ExitCode {
    buyline::cli::main()
}
