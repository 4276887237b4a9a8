//! The real programs the tests talk to, brought when they are missing: PostgreSQL's server programs and
//! Chromium with its driver and strace from Debian, axe-core, Vendure and Medusa from npm and localstripe from PyPI into
//! `target/peers`.
//!
//! Nothing of what is installed is started here: the tests start what they need, privately.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::steps::{Steps, on_path, run};

/// The oldest PostgreSQL the house supports.
const POSTGRES_MAJOR_MIN: u32 = 15;

/// Where Debian puts the server programs, one folder per major version.
const POSTGRES_LIBRARY: &str = "/usr/lib/postgresql";

/// Read by Debian's PostgreSQL packages when they are set up.
const CLUSTER_SETTINGS: &str = "/etc/postgresql-common/createcluster.conf";

/// Installs each peer that is missing, with `all` also the large ones; a second call finds them all and does nothing.
///
/// # Errors
/// The first peer that could not be installed, with what to do about it.
pub fn install(root: &Path, steps: &mut Steps, all: bool) -> Result<()> {
    let mut debian = Debian::default();
    if all {
        steps.take("peer: Vendure", || vendure(root, &mut debian))?;
        steps.take("peer: Medusa", || medusa(root, &mut debian))?;
    }
    steps.take("peer: PostgreSQL", || postgres(&mut debian))?;
    steps.take("peer: Chromium and its driver", || chromium(&mut debian))?;
    steps.take("peer: axe-core", || axe(root, &mut debian))?;
    steps.take("peer: localstripe", || localstripe(root, &mut debian))?;
    steps.take("peer: strace", || strace(&mut debian))
}

/// Installs what it takes to picture pages: a browser, and letters as readable as most people's.
///
/// # Errors
/// As [`install`].
pub fn install_browser(root: &Path, steps: &mut Steps) -> Result<()> {
    let mut debian = Debian::default();
    steps.take("peer: Chromium and its driver", || chromium(&mut debian))?;
    steps.take("peer: Noto fonts", || fonts(&mut debian))?;
    steps.take("peer: axe-core", || axe(root, &mut debian))
}

/// Where Debian puts the fonts that stand in for a desktop's own.
const FONT: &str = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";

fn fonts(debian: &mut Debian) -> Result<String> {
    if !Path::new(FONT).is_file() {
        debian.install(&["fonts-noto-core"])?;
    }
    Ok(format!("present: {FONT}"))
}

fn postgres(debian: &mut Debian) -> Result<String> {
    if let Some(found) = postgres_programs(Path::new(POSTGRES_LIBRARY)) {
        return Ok(format!("present: {}", found.display()));
    }
    forbid_service_cluster(Path::new(CLUSTER_SETTINGS))?;
    debian.install(&["postgresql"])?;
    let found = postgres_programs(Path::new(POSTGRES_LIBRARY)).with_context(|| {
        format!("Debian's PostgreSQL is older than {POSTGRES_MAJOR_MIN}; Debian 12 or newer is needed")
    })?;
    Ok(format!("installed: {}", found.display()))
}

/// The newest folder under `library` that holds a supported server.
fn postgres_programs(library: &Path) -> Option<PathBuf> {
    std::fs::read_dir(library)
        .ok()?
        .flatten()
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(major, programs)| *major >= POSTGRES_MAJOR_MIN && programs.join("initdb").is_file())
        .max()
        .map(|(_, programs)| programs)
}

/// Keeps the package from making and starting a cluster as a system service. A machine whose owner has
/// written these settings already keeps them.
fn forbid_service_cluster(settings: &Path) -> Result<()> {
    if settings.exists() {
        return Ok(());
    }
    let folder = settings.parent().context("the settings file lies in a folder")?;
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(settings, "create_main_cluster = false\n"))
        .with_context(|| format!("could not write {}; run as root", settings.display()))
}

fn chromium(debian: &mut Debian) -> Result<String> {
    let present = || Some((on_path("chromium")?, on_path("chromedriver")?));
    let mut how = "present";
    if present().is_none() {
        debian.install(&["chromium", "chromium-driver"])?;
        how = "installed";
    }
    let (browser, driver) =
        present().context("the packages were installed, yet the programs are not on PATH")?;
    try_out(&browser)?;
    Ok(format!("{how}: {}, {}", browser.display(), driver.display()))
}

/// Shows one empty page. The first start on a machine reads hundreds of megabytes from its disk: here that
/// takes the time it takes, and a browser that cannot start at all is told of before any test.
fn try_out(browser: &Path) -> Result<()> {
    let profile = tempfile::Builder::new().prefix("buyline-browser-").tempdir()?;
    let output = Command::new(browser)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg("about:blank")
        .output()
        .with_context(|| format!("could not start {}", browser.display()))?;
    if !output.status.success() {
        bail!(
            "{} shows no page ({}): {}",
            browser.display(),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(())
}

fn strace(debian: &mut Debian) -> Result<String> {
    if on_path("strace").is_none() {
        debian.install(&["strace"])?;
    }
    let program = on_path("strace").context("the package was installed, yet the program is not on PATH")?;
    Ok(format!("present: {}", program.display()))
}

fn axe(root: &Path, debian: &mut Debian) -> Result<String> {
    let files = ["package.json", LOCK_FILE];
    npm(root, debian, ("", &files), "node_modules/axe-core/axe.min.js")
}

/// A shop that the connector is tried against. It is run beside our tests only: its licence (GPL-3.0) and ours do not mix.
fn vendure(root: &Path, debian: &mut Debian) -> Result<String> {
    let files = ["package.json", LOCK_FILE, "start.cjs"];
    npm(root, debian, ("vendure", &files), "node_modules/@vendure/core/dist/index.js")
}

/// Another one, of a thousand packages: two minutes and 700 MB.
fn medusa(root: &Path, debian: &mut Debian) -> Result<String> {
    let files = ["package.json", LOCK_FILE, "medusa-config.js", "start.cjs"];
    npm(root, debian, ("medusa", &files), "node_modules/@medusajs/medusa/dist/index.js")
}

/// What the lock file of a folder names; it is there when `proof` is.
fn npm(root: &Path, debian: &mut Debian, (name, files): (&str, &[&str]), proof: &str) -> Result<String> {
    let (wanted, folder) = (root.join("xtask/peers").join(name), root.join("target/peers").join(name));
    let proof = folder.join(proof);
    if proof.is_file() && files.iter().all(|file| same_text(&wanted.join(file), &folder.join(file))) {
        return Ok(format!("present: {}", shown_below(root, &proof)));
    }
    if on_path("npm").is_none() {
        debian.install(&["npm"])?;
    }
    std::fs::create_dir_all(&folder)?;
    for name in files {
        std::fs::copy(wanted.join(name), folder.join(name))
            .with_context(|| format!("could not copy {name}"))?;
    }
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
        .arg(&folder))?;
    if !proof.is_file() {
        bail!("npm ended well, yet {} is missing", shown_below(root, &proof));
    }
    Ok(format!("installed: {}", shown_below(root, &proof)))
}

/// A stand-in for Stripe by others. It is run beside our tests only: its licence (GPL-3.0) and ours do not mix.
fn localstripe(root: &Path, debian: &mut Debian) -> Result<String> {
    let wanted = root.join("xtask/peers").join(REQUIREMENTS);
    let folder = root.join("target/peers/localstripe");
    let program = folder.join("bin/localstripe");
    if program.is_file() && same_text(&wanted, &folder.join(REQUIREMENTS)) {
        return Ok(format!("present: {}", shown_below(root, &program)));
    }
    let environment = || run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
    if on_path("python3").is_none() || environment().is_err() {
        // Debian keeps the module in a package of its own.
        debian.install(&["python3", "python3-venv"])?;
        environment()?;
    }
    run(Command::new(folder.join("bin/pip"))
        .args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"])
        .arg(&wanted))?;
    if !program.is_file() {
        bail!("pip ended well, yet {} is missing", shown_below(root, &program));
    }
    std::fs::copy(&wanted, folder.join(REQUIREMENTS)).context("could not note what was installed")?;
    Ok(format!("installed: {}", shown_below(root, &program)))
}

const REQUIREMENTS: &str = "requirements.txt";

const LOCK_FILE: &str = "package-lock.json";

fn same_text(left: &Path, right: &Path) -> bool {
    matches!((std::fs::read(left), std::fs::read(right)), (Ok(left), Ok(right)) if left == right)
}

fn shown_below(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// Debian's package manager; its lists are refreshed at most once per run, and only when something is missing.
#[derive(Default)]
struct Debian {
    refreshed: bool,
}

impl Debian {
    fn install(&mut self, packages: &[&str]) -> Result<()> {
        if on_path("apt-get").is_none() {
            bail!("{} is missing and this is not Debian: install it by hand", packages.join(", "));
        }
        if !self.refreshed {
            run(apt().arg("update"))?;
            self.refreshed = true;
        }
        run(apt()
            .args(["install", "--yes", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold"])
            .args(packages))
        .with_context(|| format!("could not install {}; is this root?", packages.join(", ")))
    }
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-o", "Acquire::Retries=3"]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this test's own under the system's temporary folder.
    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-peers-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn the_newest_supported_server_is_found_and_an_old_one_is_not() {
        let library = scratch("newest");
        for version in ["14", "15", "17", "notes"] {
            std::fs::create_dir_all(library.join(version).join("bin")).unwrap();
            std::fs::write(library.join(version).join("bin/initdb"), "").unwrap();
        }
        assert_eq!(postgres_programs(&library), Some(library.join("17/bin")));
        std::fs::remove_dir_all(library.join("17")).unwrap();
        std::fs::remove_dir_all(library.join("15")).unwrap();
        assert_eq!(postgres_programs(&library), None);
        std::fs::remove_dir_all(library).unwrap();
    }

    #[test]
    fn settings_that_the_machine_has_are_kept() {
        let folder = scratch("settings");
        let settings = folder.join("common/createcluster.conf");
        forbid_service_cluster(&settings).unwrap();
        assert_eq!(std::fs::read_to_string(&settings).unwrap(), "create_main_cluster = false\n");
        std::fs::write(&settings, "create_main_cluster = true\n").unwrap();
        forbid_service_cluster(&settings).unwrap();
        assert_eq!(std::fs::read_to_string(&settings).unwrap(), "create_main_cluster = true\n");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
