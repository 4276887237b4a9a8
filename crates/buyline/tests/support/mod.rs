//! The smallest client that can speak to the server: every byte is in the test.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Nothing a test waits for takes this long.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub fn connect(addr: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(addr).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Reads until the other side has nothing more to say.
pub fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One GET with extra header lines; the whole answer as text.
pub fn get(addr: SocketAddr, path: &str, headers: &str) -> String {
    let mut stream = connect(addr);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{headers}\r\n").unwrap();
    rest(stream)
}

/// [`get`] from inside an asynchronous test.
pub async fn ask(addr: SocketAddr, path: &'static str, headers: &'static str) -> String {
    tokio::task::spawn_blocking(move || get(addr, path, headers)).await.unwrap()
}
