//! `cargo xtask bugs`: do the tests bite? Known bugs, kept as patches, are put into a copy of the sources one at a time;
//! each must be caught by the suite that its head names, which passes without it. One that no longer applies, or does
//! not compile, is a failure: then nobody knows whether it would be caught.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

/// What nextest ends with when tests have failed, and not the build.
const TESTS_FAILED: i32 = 100;
/// Bugs that one day tries.
const PER_DAY: usize = 3;
/// So much of a complaint says which check it was.
const REASON_MAX: usize = 160;

/// A known bug.
struct Bug {
    name: String,
    what: String,
    /// Arguments of the test runner.
    suite: Vec<String>,
    patch: PathBuf,
}

/// Tries the bugs whose names begin with one of `names`, or all; with `today` three that the date chooses, and without
/// running their suites on the sources as they are first: `cargo xtask test` just did.
///
/// # Errors
/// When one is not caught, does not apply or does not compile, or when a suite fails without any.
pub fn run(root: &Path, names: &[String], today: bool) -> Result<()> {
    let mut bugs = read(&root.join("proof/bugs"))?;
    bugs.retain(|bug| names.is_empty() || names.iter().any(|name| bug.name.starts_with(name.as_str())));
    if today {
        let days = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 86_400;
        bugs = chosen(bugs, usize::try_from(days)?);
    }
    if bugs.is_empty() {
        bail!("no bug has such a name; see proof/bugs");
    }
    let tree = root.join("target/bugs/tree");
    let suites = bugs.iter().filter(|_| !today).map(|bug| &bug.suite);
    for suite in suites.collect::<BTreeSet<_>>() {
        let began = Instant::now();
        mirror(root, &tree)?;
        if let Some(caught) = run_suite(root, &tree, suite)? {
            bail!("`{}` fails without any bug: {}: {}", suite.join(" "), caught.test, caught.reason);
        }
        println!("without a bug `{}` passes ({} s)", suite.join(" "), began.elapsed().as_secs());
    }
    let count = bugs.len();
    let mut escaped = Vec::new();
    for bug in bugs {
        let began = Instant::now();
        let outcome = attempt(root, &tree, &bug);
        println!("{} ({} s): {}", bug.name, began.elapsed().as_secs(), bug.what);
        match &outcome {
            Ok(caught) => println!("    caught by {}: {}", caught.test, caught.reason),
            Err(error) => println!("    NOT CAUGHT: {error:#}"),
        }
        if outcome.is_err() {
            escaped.push(bug.name);
        }
    }
    println!("{} of {count} caught", count - escaped.len());
    if !escaped.is_empty() {
        bail!("not caught: {}", escaped.join(", "));
    }
    Ok(())
}

/// Three in a row, others each day, so that all have their turn.
fn chosen<T>(all: Vec<T>, day: usize) -> Vec<T> {
    let count = all.len();
    let first = if count == 0 { 0 } else { day * PER_DAY % count };
    let mut chosen: Vec<(usize, T)> = all
        .into_iter()
        .enumerate()
        .map(|(at, one)| ((at + count - first) % count, one))
        .filter(|(turn, _)| *turn < PER_DAY)
        .collect();
    chosen.sort_by_key(|(turn, _)| *turn);
    chosen.into_iter().map(|(_, one)| one).collect()
}

fn read(folder: &Path) -> Result<Vec<Bug>> {
    let mut patches: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "patch"))
        .collect();
    patches.sort();
    patches.into_iter().map(read_one).collect()
}

fn read_one(patch: PathBuf) -> Result<Bug> {
    let text = std::fs::read_to_string(&patch)?;
    let head = |field: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(": "));
        line.map(str::to_owned).with_context(|| format!("{} has no line \"{field}: …\"", patch.display()))
    };
    Ok(Bug {
        name: patch.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        what: head("what")?,
        suite: head("suite")?.split(' ').map(str::to_owned).collect(),
        patch,
    })
}

/// What caught a bug.
struct Caught {
    test: String,
    /// The first thing it complained about.
    reason: String,
}

/// Puts the bug in and runs its suite.
fn attempt(root: &Path, tree: &Path, bug: &Bug) -> Result<Caught> {
    mirror(root, tree)?;
    let applied = Command::new("git")
        .current_dir(tree)
        // The copy lies inside the repository, of which git must not know here.
        .env("GIT_CEILING_DIRECTORIES", root.join("target/bugs"))
        // What changes nearby changes no bug.
        .args(["apply", "--whitespace=nowarn", "-C1"])
        .arg(&bug.patch)
        .output()?;
    if !applied.status.success() {
        bail!("the patch does not apply: {}", String::from_utf8_lossy(&applied.stderr).trim());
    }
    let caught = run_suite(root, tree, &bug.suite)?;
    caught.with_context(|| format!("every test of `{}` passed", bug.suite.join(" ")))
}

/// Runs the suite on the sources in `tree`: the first test that failed, if one did.
fn run_suite(root: &Path, tree: &Path, suite: &[String]) -> Result<Option<Caught>> {
    let built = root.join("target/bugs/built");
    if !built.exists() {
        for part in ["deps", "build", ".fingerprint"] {
            lend(&root.join("target/debug").join(part), &built.join("debug").join(part))?;
        }
    }
    let ran = Command::new("cargo")
        .current_dir(tree)
        // Apart, since cargo takes the same crate in two places for one: ours would be built with a bug in it.
        .env("CARGO_TARGET_DIR", built)
        // One line changes between two builds.
        .env("CARGO_INCREMENTAL", "1")
        // A peer that is missing here would look like a bug that was caught.
        .env_remove("BUYLINE_TEST_PEERS")
        .args(["nextest", "run", "--fail-fast", "--color", "never"])
        .args(suite)
        .stdin(Stdio::null())
        .output()?;
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    match ran.status.code() {
        Some(0) => Ok(None),
        Some(TESTS_FAILED) => Ok(Some(Caught { test: failed_test(&told), reason: reason(&told) })),
        _ => {
            let end: Vec<&str> = told.lines().rev().take(30).collect();
            bail!("it does not build:\n{}", end.into_iter().rev().collect::<Vec<_>>().join("\n"))
        }
    }
}

/// Links what is built of other people's crates, so that it is not built once more.
fn lend(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_ours =
            |name: &str| ["buyline", "libbuyline", "xtask"].iter().any(|ours| name.starts_with(ours));
        if name.to_str().is_none_or(is_ours) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            lend(&entry.path(), &to.join(&name))?;
        } else if from.ends_with("deps") && entry.path().extension().is_none() {
            // A test of ours: nobody else's are built.
        } else {
            std::fs::hard_link(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}

/// After the word and the time stand a counter, the crate and the test.
fn failed_test(told: &str) -> String {
    let failed = told.lines().find_map(|line| {
        let (word, rest) = line.trim().split_once(' ')?;
        ["FAIL", "TIMEOUT", "SIGABRT"].contains(&word).then_some(rest)
    });
    let test = failed.and_then(|line| line.split_whitespace().last());
    test.unwrap_or("a test").to_owned()
}

/// What a simulation found wrong first, or what a test panicked with.
fn reason(told: &str) -> String {
    let lines = told.lines().map(str::trim);
    let judged = lines.clone().skip_while(|line| !(line.starts_with("step ") && line.contains(" of seed ")));
    // An audit names the invariants that hold, too.
    let judged = judged.skip(1).take_while(|line| !line.starts_with("replay: "));
    let mut judged = judged.skip_while(|line| line.contains("  OK  "));
    let first = judged.next().filter(|line| !line.is_empty());
    let panicked = lines.skip_while(|line| !line.contains("panicked at ")).nth(1);
    first.or(panicked).unwrap_or_default().chars().take(REASON_MAX).collect()
}

/// Brings `tree` to what `root` is now. Files that are the same keep their times, so that little is built again.
fn mirror(root: &Path, tree: &Path) -> Result<()> {
    let listed = Command::new("git")
        .current_dir(root)
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .output()?;
    let listed = String::from_utf8(listed.stdout)?;
    // Without those that are deleted and not yet committed.
    let names: BTreeSet<&str> = listed.split('\0').filter(|name| root.join(name).is_file()).collect();
    let last_time = tree.with_extension("list");
    let known = std::fs::read_to_string(&last_time).unwrap_or_default();
    for gone in known.lines().filter(|name| !names.contains(name)) {
        let _ = std::fs::remove_file(tree.join(gone));
    }
    for name in &names {
        let (from, to) = (root.join(name), tree.join(name));
        let wanted = std::fs::read(&from)?;
        if std::fs::read(&to).is_ok_and(|known| known == wanted) {
            continue;
        }
        std::fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        std::fs::write(&to, wanted)?;
    }
    std::fs::write(last_time, names.into_iter().collect::<Vec<_>>().join("\n"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bug_has_its_day() {
        let mut tried = vec![0; 20];
        for day in 20_000..20_020 {
            let today = chosen((0..20).collect::<Vec<usize>>(), day);
            assert_eq!(today.len(), PER_DAY);
            today.into_iter().for_each(|bug| tried[bug] += 1);
        }
        assert!(tried.iter().all(|times| *times == 3), "{tried:?}");
    }

    #[test]
    fn a_failure_is_told_by_its_test_and_its_first_complaint() {
        let told = "        PASS [   0.1s] (1/2) buyline-app::buying one\n        FAIL [   0.3s] (2/2) buyline-app::buying two\n\
                    thread 'two' panicked at crates/app/tests/buying.rs:9:5:\nassertion failed: sold\n";
        assert_eq!(failed_test(told), "two");
        assert_eq!(reason(told), "assertion failed: sold");
        let judged = format!(
            "{told}step 3 of seed 7:\n  I1  OK    no unit (3 checked)\n  order 5 was paid 2 times\nreplay: x\n"
        );
        assert_eq!(reason(&judged), "order 5 was paid 2 times");
    }

    #[test]
    fn every_patch_says_what_it_is_and_who_catches_it() {
        let bugs = read(&crate::repository_root().join("proof/bugs")).unwrap();
        assert!(bugs.len() >= 20, "{}", bugs.len());
        assert!(bugs.iter().all(|bug| bug.suite.len() >= 2 && !bug.what.is_empty()));
    }
}
