//! A listener on this machine that counts who connects and says what it is told to.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What is written to everyone who connects.
#[derive(Clone)]
pub(crate) enum Say {
    /// These bytes, then the end.
    Once(String),
    /// The first bytes, then the second ones until the other side has enough.
    Endless(String, String),
    /// These bytes, then nothing, without ever ending.
    Stall(String),
}

/// Stops when dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
    heard: Arc<Mutex<Vec<u8>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(say: Say) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound address");
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        let heard = Arc::new(Mutex::new(Vec::new()));
        let listens = Arc::clone(&heard);
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let say = say.clone();
                let listens = Arc::clone(&listens);
                tokio::spawn(async move {
                    let mut request = [0; 4096];
                    let read = stream.read(&mut request).await.unwrap_or(0);
                    listens.lock().expect("not poisoned").extend_from_slice(&request[..read]);
                    match say {
                        Say::Once(text) => {
                            let _ = stream.write_all(text.as_bytes()).await;
                        }
                        Say::Endless(head, rest) => {
                            let _ = stream.write_all(head.as_bytes()).await;
                            while stream.write_all(rest.as_bytes()).await.is_ok() {}
                        }
                        Say::Stall(head) => {
                            let _ = stream.write_all(head.as_bytes()).await;
                            std::future::pending::<()>().await;
                        }
                    }
                });
            }
        });
        Server { address, connections, heard, task }
    }

    pub(crate) async fn ok(body: &str) -> Server {
        let length = body.len();
        let text = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
        Server::start(Say::Once(text)).await
    }

    pub(crate) async fn redirecting(location: &str) -> Server {
        Server::start(Say::Once(format!(
            "HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        )))
        .await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What was said to it, as far as it came at once.
    pub(crate) fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().expect("not poisoned")).into_owned()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
