//! Steps with a name, a duration and an outcome, and the table that closes a run.

use std::ffi::OsStr;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The steps taken so far, in order.
#[derive(Default)]
pub struct Steps {
    taken: Vec<Taken>,
}

struct Taken {
    name: String,
    outcome: Result<String, String>,
    duration: Duration,
}

impl Steps {
    /// Runs one step and notes how long it took; `work` answers with a few words for the summary.
    ///
    /// # Errors
    /// Whatever `work` fails with, under the step's name.
    pub fn take(&mut self, name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
        println!("==> {name}");
        let started = Instant::now();
        let result = work();
        let duration = started.elapsed();
        let outcome = match &result {
            Ok(words) => Ok(words.clone()),
            Err(error) => Err(format!("{error:#}")),
        };
        match &outcome {
            Ok(words) => println!("    {words} ({})", seconds(duration)),
            Err(reason) => println!("    FAILED: {reason} ({})", seconds(duration)),
        }
        self.taken.push(Taken { name: name.to_owned(), outcome, duration });
        result.map(|_| ()).with_context(|| name.to_owned())
    }

    /// Prints one line per step and says whether all of them went well.
    ///
    /// # Errors
    /// Names how many steps failed.
    pub fn close(self) -> Result<()> {
        let width = self.taken.iter().map(|step| step.name.len()).max().unwrap_or(0);
        println!("\n==> summary");
        for Taken { name, outcome, duration } in &self.taken {
            let (mark, words) = match outcome {
                Ok(words) => ("ok    ", words),
                Err(reason) => ("FAILED", reason),
            };
            println!("    {mark}  {name:width$}  {:>9}  {words}", seconds(*duration));
        }
        let total: Duration = self.taken.iter().map(|step| step.duration).sum();
        let failed = self.taken.iter().filter(|step| step.outcome.is_err()).count();
        println!("    {} steps in {}", self.taken.len(), seconds(total));
        match failed {
            0 => Ok(()),
            1 => bail!("one step failed"),
            many => bail!("{many} steps failed"),
        }
    }
}

/// Runs `command` with its output on ours and fails when it fails.
///
/// # Errors
/// When the program cannot be started or exits with anything but zero.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    println!("    $ {shown}");
    let status = command.status().with_context(|| format!("could not start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` ended with {status}");
    }
    Ok(())
}

/// The path of `program` among the folders of `PATH`.
pub fn on_path(program: &str) -> Option<std::path::PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// `command` as a person would type it.
fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A duration in seconds with one decimal, without floats.
fn seconds(duration: Duration) -> String {
    format!("{}.{} s", duration.as_secs(), duration.subsec_millis() / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_run_but_not_the_steps_after_it() {
        let mut steps = Steps::default();
        assert!(steps.take("first", || bail!("broken")).is_err());
        assert!(steps.take("second", || Ok("fine".to_owned())).is_ok());
        assert_eq!(steps.close().unwrap_err().to_string(), "one step failed");
    }

    #[test]
    fn durations_read_in_tenths_of_a_second() {
        assert_eq!(seconds(Duration::from_millis(61_290)), "61.2 s");
    }

    #[test]
    fn a_failing_program_is_an_error_that_names_the_command() {
        let error = run(Command::new("false").arg("now")).unwrap_err();
        assert!(error.to_string().contains("`false now` ended with"), "{error}");
    }
}
