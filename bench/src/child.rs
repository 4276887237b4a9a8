//! The server under load: this program again, as a process of its own.

use std::collections::VecDeque;
use std::io::Write;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use buyline::{Config, Server};
use clap::Args;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};
use tokio::signal::unix::{SignalKind, signal};

use crate::Engine;
use crate::seed::{self, Seeded};

/// Lines of the server's log that tell why it ended.
const LINES_KEPT: usize = 20;

/// How the server is started.
#[derive(Args, Debug, Clone)]
pub struct Serve {
    /// Its folder.
    #[arg(long)]
    data: PathBuf,
    /// Its database.
    #[arg(long)]
    database: String,
    /// How long the payment provider takes.
    #[arg(long, default_value_t = 0)]
    provider_ms: u64,
    /// What is put on the shelf before it answers.
    #[arg(long, value_enum)]
    seed: seed::Kind,
    /// Units of the one item of a flash sale.
    #[arg(long, default_value_t = 1_000_000)]
    units: u32,
}

/// What the server says when it answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ready {
    /// Host and port.
    pub addr: String,
    /// What was put there.
    pub seeded: Seeded,
}

/// A server that runs, stopped when dropped.
pub struct RunningServer {
    child: Child,
    /// Where it answers and what it sells.
    pub ready: Ready,
    /// Its database, for the audit.
    pub database: String,
    /// Its folder.
    pub data: PathBuf,
    /// Outlives each server, as a service manager's socket does.
    listener: TcpListener,
    _folder: tempfile::TempDir,
    _cluster: Option<testkit::postgres::Cluster>,
}

impl RunningServer {
    /// Starts a server and waits until it answers.
    pub async fn start(
        engine: Engine,
        seed: seed::Kind,
        provider_ms: u64,
        units: u32,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().to_owned();
        let (database, cluster) = match engine {
            Engine::Sqlite => (format!("sqlite:{}", data.join("buyline.db").display()), None),
            Engine::Postgres => {
                let cluster = testkit::postgres::Cluster::private(testkit::postgres::Fsync::On)
                    .context("no PostgreSQL server programs on this machine: run cargo xtask peers")?;
                (cluster.url().to_owned(), Some(cluster))
            }
        };
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let serve = Serve { data: data.clone(), database: database.clone(), provider_ms, seed, units };
        let (child, ready) = spawn(&listener, &serve).await?;
        Ok(Self { child, ready, database, data, listener, _folder: folder, _cluster: cluster })
    }

    /// Asks the server to end, and starts the next on the same socket. Says how long nobody answered.
    pub async fn replace(&mut self) -> anyhow::Result<Duration> {
        let began = Instant::now();
        let told = Command::new("kill").args(["-s", "TERM", &self.pid()?.to_string()]).status().await?;
        ensure!(told.success(), "the server could not be told to end");
        let ended = self.child.wait().await?;
        ensure!(ended.success(), "the server did not end well: {ended}");
        let (data, database) = (self.data.clone(), self.database.clone());
        let serve = Serve { data, database, provider_ms: 0, seed: seed::Kind::Empty, units: 0 };
        (self.child, _) = spawn(&self.listener, &serve).await?;
        Ok(began.elapsed())
    }

    /// Its process id.
    pub fn pid(&self) -> anyhow::Result<u32> {
        self.child.id().context("the server has ended")
    }
}

/// Starts a server on `listener` and waits until it answers.
async fn spawn(listener: &TcpListener, serve: &Serve) -> anyhow::Result<(Child, Ready)> {
    // The shell becomes the server, so that the number of its process is the server's. The socket is its fourth file.
    let hand_down = "exec 3<&0 0</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" \"$@\"";
    let mut child = Command::new("sh")
        .args(["-c", hand_down])
        .arg(std::env::current_exe()?)
        .arg("serve")
        .args(["--data".as_ref(), serve.data.as_os_str()])
        .args(["--database", &serve.database])
        .args(["--provider-ms", &serve.provider_ms.to_string()])
        .args(["--seed", serve.seed.name()])
        .args(["--units", &serve.units.to_string()])
        .stdin(Stdio::from(OwnedFd::from(listener.try_clone()?)))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    // As under a service manager: a file beside the database would have its pages written by every durable commit.
    let log = tokio::spawn(last_lines(child.stderr.take().context("the server's log is piped")?));
    let stdout = child.stdout.take().context("the server's output is piped")?;
    let mut lines = BufReader::new(stdout).lines();
    let Some(line) = lines.next_line().await? else {
        bail!("the server ended before it answered: {}", log.await??)
    };
    Ok((child, serde_json::from_str(&line)?))
}

/// Reads a log to its end and keeps how it ends.
async fn last_lines(log: ChildStderr) -> std::io::Result<String> {
    let mut lines = BufReader::new(log).lines();
    let mut kept = VecDeque::new();
    while let Some(line) = lines.next_line().await? {
        kept.push_back(line);
        if kept.len() > LINES_KEPT {
            kept.pop_front();
        }
    }
    Ok(Vec::from(kept).join("\n"))
}

/// The hidden command: seeds, answers, says so, and works until it is told to end.
pub async fn serve(serve: Serve) -> anyhow::Result<()> {
    let found = std::collections::HashMap::new();
    let mut config = Config::from_found(&found).map_err(|error| anyhow::anyhow!("{error}"))?;
    config.data = serve.data.clone();
    config.secret_file = serve.data.join("secret.key");
    config.database = serve.database.parse().map_err(|error: String| anyhow::anyhow!(error))?;
    config.listen = ([127, 0, 0, 1], 0).into();
    config.sandbox_payments = true;
    config.sandbox_delay = Duration::from_millis(serve.provider_ms);
    config.undo_window = Duration::from_secs(1);
    // All its clients share one address.
    config.rates = app::limits::Rates::OFF;
    // What a server logs by itself costs, too.
    buyline::cli::logging::begin(&config);
    let running = Server::start(config).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let seeded = seed::plant(&running.ctx, serve.seed, serve.units).await?;
    let ready = Ready { addr: running.addr.to_string(), seeded };
    println!("{}", serde_json::to_string(&ready)?);
    std::io::stdout().flush()?;
    signal(SignalKind::terminate())?.recv().await;
    running.shutdown().await.map_err(|error| anyhow::anyhow!("{error}"))
}
