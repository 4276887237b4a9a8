//! Connections: how many, how slow they may be, and how they end.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore, watch};
use tower::ServiceExt;
use web::Peer;

use super::door::Door;

/// Bytes of a request's head, and of what is read ahead.
const READ_BYTES_MAX: usize = 64 * 1_024;
/// How long a connection that has come in just before the end may take to say what it wants. It was taken out of the queue
/// in which the next server would have found it, so it is answered here.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// Pause when the operating system gives no more connections.
const REFUSED_PAUSE: Duration = Duration::from_millis(50);

/// What a server bears.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) connections_max: usize,
    pub(super) end_within: Duration,
    pub(super) head_wait: Duration,
}

/// Answers until `stop` turns true, then lets what is under way end, for a while.
pub(super) async fn serve(
    listener: TcpListener,
    door: Door,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(limits.connections_max));
    loop {
        let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        let (stream, from) = tokio::select! {
            () = told(&mut stop) => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(REFUSED_PAUSE).await;
                    continue;
                }
            },
        };
        // Small answers must not wait for more to say; without the option they only come later.
        let _ = stream.set_nodelay(true);
        let (peer, door) = (Peer(from.ip().to_canonical()), door.clone());
        let asked = Arc::new(Notify::new());
        let has_asked = Arc::clone(&asked);
        let service = service_fn(move |request: Request<Incoming>| {
            has_asked.notify_one();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            door.leads_to().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_wait)
            .max_buf_size(READ_BYTES_MAX)
            .serve_connection(TokioIo::new(stream), service);
        let mut stop = stop.clone();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = ends(&mut stop, &asked) => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            // A client that goes away or is too slow is nobody's error.
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    // Every place back means that nothing is under way any more.
    let all = u32::try_from(limits.connections_max).unwrap_or(u32::MAX);
    if tokio::time::timeout(limits.end_within, places.acquire_many(all)).await.is_err() {
        tracing::warn!("requests were still under way when the server stopped");
    }
}

/// Waits until the server stops and whoever is connected has asked at least once.
async fn ends(stop: &mut watch::Receiver<bool>, asked: &Notify) {
    told(stop).await;
    let _ = tokio::time::timeout(FIRST_WAIT, asked.notified()).await;
}

/// Waits until `stop` turns true; a server that is gone has stopped, too.
pub(super) async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
