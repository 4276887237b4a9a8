//! Starting a server, finding one that runs already, and letting it stop.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use postgres::{Client, NoTls};

use super::folder::{Folder, Use};
use super::off_runtime;
use super::user::{ServerUser, our_uid};
use crate::peers;

/// How long a server may take to answer after it was started; a cold, busy machine is slow.
const START_MAX: Duration = Duration::from_secs(60);

/// How long a server may take to stop.
const STOP_MAX: Duration = Duration::from_secs(20);

/// Seconds a shared server waits for the next test before it stops.
const GRACE_SHARED_S: &str = "3";

/// Stops the server as soon as nobody uses it.
const GRACE_NONE_S: &str = "0";

/// Enough for a few test processes with several server nodes each.
const CONNECTIONS_MAX: &str = "max_connections=300";

/// Unix socket paths are cut at 107 bytes; a folder longer than this leaves no room for the socket's name.
const SOCKET_FOLDER_BYTES_MAX: usize = 80;

/// What a commit waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fsync {
    /// The operating system has it: quick, and safe against a kill of the server.
    Off,
    /// The disk has it: what figures are measured with.
    On,
}

/// A running server with its administrator's URL.
#[derive(Debug)]
pub struct Cluster {
    url: String,
    /// Only where this value is the server's only user.
    private: Option<Folder>,
    in_use: Option<Use>,
}

impl Cluster {
    /// The server shared by all tests of the run, started when this is the first to ask; `None` without
    /// PostgreSQL. `BUYLINE_TEST_POSTGRES_URL` names another server to use, by its administrator's URL;
    /// `BUYLINE_TEST_POSTGRES_FSYNC=on` makes commits wait for the disk.
    ///
    /// # Panics
    /// When the server cannot be started, or PostgreSQL is missing and `BUYLINE_TEST_PEERS=required`.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
        SHARED
            .get_or_init(|| {
                if let Ok(url) = std::env::var("BUYLINE_TEST_POSTGRES_URL") {
                    return Some(Self { url, private: None, in_use: None });
                }
                let programs = peers::postgres()?;
                Some(off_runtime(|| join_shared(&programs)).expect("the tests' PostgreSQL starts"))
            })
            .as_ref()
    }

    /// A server for one test alone, stopped and removed with the value; `None` without PostgreSQL.
    ///
    /// # Panics
    /// As [`Cluster::shared`].
    pub fn private(fsync: Fsync) -> Option<Self> {
        let programs = peers::postgres()?;
        let started = off_runtime(|| {
            let user = ServerUser::choose()?;
            let folder = tempfile::Builder::new()
                .prefix("buyline-postgres-")
                .tempdir_in(user.temporary_folder())
                .context("could not make the server's folder")?
                .keep();
            let joined = join(Folder(folder.clone()), &programs, &user, fsync, GRACE_NONE_S);
            let mut cluster = joined.inspect_err(|_| {
                // Nothing more can be done about a folder that cannot be removed either.
                let _ = std::fs::remove_dir_all(&folder);
            })?;
            cluster.private = Some(Folder(folder));
            anyhow::Ok(cluster)
        });
        Some(started.expect("a private PostgreSQL starts"))
    }

    /// The administrator's URL, on the maintenance database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Kills one of the server's processes as the kernel does when memory runs out: the server then ends every
    /// connection, recovers from its log and takes new ones. Says whether there was one to kill within a minute.
    ///
    /// # Panics
    /// When the server, asked again and again, does not answer before or afterwards.
    pub fn crash(&self) -> bool {
        const VICTIM: &str = "SELECT pid FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1";
        off_runtime(|| {
            let given_up_at = Instant::now() + START_MAX;
            // A process that was ending by itself, such as that of a client killed just now, may be gone before the
            // signal comes: then another one is chosen.
            while Instant::now() < given_up_at {
                let victim = self.patiently().query_opt(VICTIM, &[]).ok().flatten();
                let Some(victim) = victim.map(|row| row.get::<_, i32>(0)) else {
                    std::thread::sleep(Duration::from_millis(10));
                    continue;
                };
                let killed = Command::new("kill").args(["-s", "KILL", &victim.to_string()]).status();
                if killed.is_ok_and(|status| status.success()) {
                    let _ = self.patiently();
                    return true;
                }
            }
            false
        })
    }

    /// Comes back when the server takes connections.
    ///
    /// # Panics
    /// When it does not for a minute.
    pub fn wait(&self) {
        off_runtime(|| drop(self.patiently()));
    }

    fn patiently(&self) -> Client {
        let given_up_at = Instant::now() + START_MAX;
        loop {
            match Client::connect(&self.url, NoTls) {
                Ok(client) => return client,
                Err(error) => assert!(Instant::now() < given_up_at, "PostgreSQL does not come back: {error}"),
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The administrator's URL on another database.
    pub(super) fn url_of(&self, database: &str) -> String {
        let mut url = url::Url::parse(&self.url).expect("the server's URL is ours or was given as one");
        url.set_path(database);
        url.into()
    }

    pub(super) fn administrator(&self) -> Client {
        Client::connect(&self.url, NoTls).expect("the tests' PostgreSQL answers")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.in_use.take());
        let Some(Folder(folder)) = self.private.take() else { return };
        let given_up_at = Instant::now() + STOP_MAX;
        while folder.exists() && Instant::now() < given_up_at {
            std::thread::sleep(Duration::from_millis(20));
        }
        if folder.exists() {
            eprintln!("the private PostgreSQL in {} did not stop", folder.display());
        }
    }
}

fn join_shared(programs: &Path) -> Result<Cluster> {
    let user = ServerUser::choose()?;
    let fsync = match std::env::var("BUYLINE_TEST_POSTGRES_FSYNC").as_deref() {
        Ok("on") => Fsync::On,
        Ok(_) | Err(_) => Fsync::Off,
    };
    // `cargo xtask test` names a folder and keeps the server in use until its last test is through.
    if let Some(given) = std::env::var_os("BUYLINE_TEST_POSTGRES_DIR") {
        return join(Folder(given.into()), programs, &user, fsync, GRACE_NONE_S);
    }
    let name = match fsync {
        Fsync::Off => format!("buyline-test-postgres-{}", our_uid()?),
        Fsync::On => format!("buyline-test-postgres-{}-fsync", our_uid()?),
    };
    join(Folder(user.temporary_folder().join(name)), programs, &user, fsync, GRACE_SHARED_S)
}

/// Uses the server in `folder`, and starts it first if none answers there.
fn join(folder: Folder, programs: &Path, user: &ServerUser, fsync: Fsync, grace_s: &str) -> Result<Cluster> {
    let (_start, in_use) = folder.enter()?;
    if let Some(url) = folder.url()
        && Client::connect(&url, NoTls).is_ok()
    {
        return Ok(Cluster { url, private: None, in_use: Some(in_use) });
    }
    folder.clear()?;
    let password = random_word()?;
    initialize(&folder, programs, user, &password)?;
    let port = free_port()?;
    start(&folder, programs, user, fsync, port, grace_s)?;
    let url = format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres");
    wait_for_answer(&folder, &url)?;
    folder.publish(&url)?;
    Ok(Cluster { url, private: None, in_use: Some(in_use) })
}

fn initialize(folder: &Folder, programs: &Path, user: &ServerUser, password: &str) -> Result<()> {
    let data = folder.0.join("data");
    std::fs::create_dir(&data)?;
    user.own(&data)?;
    let password_file = folder.0.join("password");
    std::fs::write(&password_file, "")?;
    user.own(&password_file)?;
    std::fs::write(&password_file, password)?;
    let answer = user
        .command(programs.join("initdb"))
        .current_dir(&folder.0)
        .args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"])
        .arg(format!("--pwfile={}", password_file.display()))
        .arg("--pgdata")
        .arg(&data)
        .stdin(Stdio::null())
        .output()
        .context("could not start initdb")?;
    std::fs::remove_file(password_file)?;
    ensure!(answer.status.success(), "initdb: {}", String::from_utf8_lossy(&answer.stderr));
    Ok(())
}

/// Starts the keeper, which starts the server and outlives this process as long as somebody uses it.
fn start(
    folder: &Folder,
    programs: &Path,
    user: &ServerUser,
    fsync: Fsync,
    port: u16,
    grace_s: &str,
) -> Result<()> {
    let data = folder.0.join("data");
    let socket_folder = match data.as_os_str().len() {
        0..=SOCKET_FOLDER_BYTES_MAX => data.display().to_string(),
        _ => String::new(),
    };
    let sync = match fsync {
        Fsync::Off => "off",
        Fsync::On => "on",
    };
    let settings = [
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        format!("unix_socket_directories={socket_folder}"),
        format!("fsync={sync}"),
        format!("full_page_writes={sync}"),
        "synchronous_commit=on".to_owned(),
        CONNECTIONS_MAX.to_owned(),
    ];
    Command::new("sh")
        .args(["-c", include_str!("keeper.sh"), "postgres-keeper"])
        .arg(&folder.0)
        .arg(grace_s)
        // Should the keeper be killed, the server gets the signal for a quick, orderly stop.
        .args(["setpriv", "--pdeathsig=INT"])
        .args(user.prefix())
        .arg("--")
        .arg(programs.join("postgres"))
        .arg("-D")
        .arg(&data)
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        .current_dir(&folder.0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // A signal for the tests' group, such as an interrupt from the keyboard, is not for the keeper.
        .process_group(0)
        .spawn()
        .context("could not start the server's keeper")?;
    Ok(())
}

fn wait_for_answer(folder: &Folder, url: &str) -> Result<()> {
    let given_up_at = Instant::now() + START_MAX;
    loop {
        match Client::connect(url, NoTls) {
            Ok(_) => return Ok(()),
            Err(error) if Instant::now() > given_up_at => {
                let log = std::fs::read_to_string(folder.0.join("server.log")).unwrap_or_default();
                bail!("PostgreSQL does not answer: {error}\n{log}");
            }
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A word nobody can guess, from the kernel.
fn random_word() -> Result<String> {
    Ok(std::fs::read_to_string("/proc/sys/kernel/random/uuid")?.trim().replace('-', ""))
}
