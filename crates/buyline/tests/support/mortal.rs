//! A server in a process of its own that is killed while people buy, and what a client and a clock need around it.
#![allow(dead_code, clippy::unwrap_used)]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use domain::ids::OrderId;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::support::PATIENCE;

/// Longer than any lease, wait or window.
pub const LONG_AFTER_MINS: i64 = 20;
/// Looks at a server that was killed, until the system has taken it away with the locks it held.
const GONE_EVERY: Duration = Duration::from_millis(2);

/// A server of its own process; killed, and rarely asked.
pub struct Mortal(Child);

impl Mortal {
    /// Serves on a port that is free, with these settings beside.
    pub fn start(data: &Path, settings: &[&str]) -> (Self, SocketAddr) {
        Self::run(Command::new(env!("CARGO_BIN_EXE_buyline")), data, settings)
    }

    /// The same with a program that watches it, named with its arguments.
    pub fn start_under(watcher: &[String], data: &Path, settings: &[&str]) -> (Self, SocketAddr) {
        let mut command = Command::new(&watcher[0]);
        command.args(&watcher[1..]).arg(env!("CARGO_BIN_EXE_buyline"));
        Self::run(command, data, settings)
    }

    /// The same on a socket that it is handed down as a service manager does: as its fourth file, named in its environment.
    pub fn start_on(listener: &TcpListener, data: &Path, settings: &[&str]) -> Self {
        let mut command = Command::new("sh");
        // The shell becomes the server, so that the number of its process is the server's.
        let hand_down = "exec 3<&0 0</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" \"$@\"";
        command.args(["-c", hand_down, env!("CARGO_BIN_EXE_buyline")]);
        command.stdin(Stdio::from(OwnedFd::from(listener.try_clone().unwrap())));
        let (mortal, addr) = Self::run(command, data, settings);
        assert_eq!(addr, listener.local_addr().unwrap(), "it answers where it was told to");
        mortal
    }

    fn run(mut command: Command, data: &Path, settings: &[&str]) -> (Self, SocketAddr) {
        let said = data.with_extension("said");
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--undo-window", "1s", "--data"])
            .arg(data)
            .args(settings)
            .stdout(Stdio::piped())
            .stderr(File::create(&said).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mortal = Self(child);
        let said = || std::fs::read_to_string(&said).unwrap_or_default();
        let (_, addr) =
            line.trim().rsplit_once('/').unwrap_or_else(|| panic!("it came up: {line:?} {}", said()));
        (mortal, addr.parse().unwrap())
    }

    /// Asks it to end, which it does in order.
    pub fn stop(mut self) {
        self.signal("TERM");
        self.0.wait().unwrap();
    }

    /// Tells the server itself, and not who watches it. Gives its process.
    fn signal(&self, name: &str) -> String {
        let id = self.0.id();
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        let server = children.split_whitespace().next().map_or_else(|| id.to_string(), str::to_owned);
        Command::new("kill").args(["-s", name, &server]).stderr(Stdio::null()).status().unwrap();
        server
    }
}

impl Drop for Mortal {
    fn drop(&mut self) {
        let server = self.signal("KILL");
        // Who is watched outlives the watcher, and holds its folder until the last of its threads is gone: the next
        // server would find it in use.
        let until = Instant::now() + PATIENCE;
        while server != self.0.id().to_string()
            && Path::new("/proc").join(&server).exists()
            && Instant::now() < until
        {
            std::thread::sleep(GONE_EVERY);
        }
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Ends a life for all its threads, also where the one that watches fails: they would be waited for without end, and
/// nobody would learn why.
pub struct AtItsEnd<'a>(pub &'a AtomicBool);

impl Drop for AtItsEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// One request. `None`: the server died before it answered.
pub fn call(addr: SocketAddr, head: &str, body: &Value) -> Option<(u16, Value)> {
    use std::io::{Read, Write};
    let body = body.to_string();
    let mut stream = std::net::TcpStream::connect(addr).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    write!(
        stream,
        "{head}Host: test\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8(bytes).unwrap();
    let (answer_head, answer) = text.split_once("\r\n\r\n")?;
    // An answer that was cut off is no answer.
    Some((answer_head.get(9..12)?.parse().unwrap(), serde_json::from_str(answer).ok()?))
}

/// An answer of the server that promised an order.
#[derive(Debug, Clone)]
pub struct Promise {
    pub order: OrderId,
    pub card: &'static str,
}

/// What became of one purchase.
#[derive(Debug, Clone)]
pub enum Bought {
    Placed(Promise),
    /// The server died on the way.
    Unanswered,
    /// Answered, and nothing was promised.
    Uncertain,
    /// Answered with an error.
    Refused(u16),
}

/// One guest buys.
pub fn buy(addr: SocketAddr, offer: &str, card: &'static str) -> Bought {
    try_buy(addr, offer, card).unwrap_or(Bought::Unanswered)
}

fn try_buy(addr: SocketAddr, offer: &str, card: &'static str) -> Option<Bought> {
    let text = |value: &Value, at: &str| value.pointer(at).unwrap().as_str().unwrap().to_owned();
    let items = json!({"items": [{"offer": offer, "quantity": 1}]});
    let (status, checkout) = call(addr, "POST /commerce/v1/checkouts HTTP/1.1\r\n", &items)?;
    if status != 201 {
        return Some(Bought::Refused(status));
    }
    let (id, token) = (text(&checkout, "/id"), text(&checkout, "/token"));
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let details = json!({"email": "camille@example.com", "address": {"name": "Camille R.",
        "line1": "12 rue des Lilas", "city": "Rennes", "postal_code": "35000", "country": "FR"}});
    let path = format!("/commerce/v1/checkouts/{id}");
    let (status, checkout) = call(addr, &format!("PATCH {path} HTTP/1.1\r\n{bearer}"), &details)?;
    if status != 200 {
        return Some(Bought::Refused(status));
    }
    let pay = json!({"payment": {"token": card}, "parts": [
        {"id": text(&checkout, "/parts/0/id"), "fingerprint": text(&checkout, "/parts/0/quote/fingerprint")}]});
    let head = format!("POST {path}/complete HTTP/1.1\r\n{bearer}Idempotency-Key: {id}\r\n");
    let (status, paid) = call(addr, &head, &pay)?;
    if status != 200 && status != 202 {
        return Some(Bought::Refused(status));
    }
    if text(&paid, "/parts/0/outcome") != "placed" {
        return Some(Bought::Uncertain);
    }
    Some(Bought::Placed(Promise { order: text(&paid, "/parts/0/order").parse().unwrap(), card }))
}

/// A clock ahead of the world's, so that every lease, wait and window of the dead can be over.
#[derive(Default)]
pub struct Later {
    pub minutes: AtomicI64,
}

impl app::Clock for Later {
    fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_mins(self.minutes.load(Ordering::Relaxed))
    }
}
