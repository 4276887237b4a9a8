//! HTTP around the models: Stripe's with its API under `/v1` and the browser's script here, those of shop platforms in
//! [`platform`]; control of either under `/_twin`.

mod browser;
mod control;
mod deliver;
mod pages;
pub mod platform;
mod state;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::{any, get, post};
use base64::Engine;
use hyper_util::rt::TokioIo;
use tower::ServiceExt;

use crate::stripe::{Answer, Reply, Request, Twin};
use state::Shared;

/// How a served twin is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where browsers find it, without a slash at the end; its own address if nothing is said.
    pub base: Option<String>,
    /// Determines all ids.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { base: None, seed: 1 }
    }
}

/// A twin that is being served; it ends when this is dropped.
#[derive(Debug)]
pub struct Served {
    address: SocketAddr,
    base: String,
    shared: Arc<Shared>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    /// Where it is served.
    runtime: tokio::runtime::Handle,
}

impl Served {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where a browser finds it.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Does something with the model, at the twin's own time in milliseconds. Webhooks that come of it leave.
    pub fn with<T>(&self, act: impl FnOnce(&mut Twin, i64) -> T) -> T {
        self.shared.with(act)
    }

    /// One call, as over HTTP but without it: no wait, and `None` where a fault has the answer lost. Webhooks that are to
    /// come before the answer leave with it.
    pub fn call(&self, request: &Request) -> Option<Answer> {
        let reply = self.with(|twin, now_ms| twin.call(now_ms, request));
        let (shared, now) = (Arc::clone(&self.shared), Reply { wait_ms: 0, ..reply });
        let answer = now.answer.clone();
        self.runtime.spawn(finish(shared, now));
        answer
    }

    /// Stops the clock at a time, or lets it run on from there.
    pub fn set_clock(&self, now_ms: i64, stopped: bool) {
        self.shared.set_clock(now_ms, stopped);
    }

    /// Moves the clock on; what was due meanwhile happens.
    pub fn advance(&self, ms: i64) {
        self.shared.advance(ms);
    }

    /// Waits until every webhook that is due was answered or refused.
    pub async fn quiet(&self) {
        loop {
            let busy = self.shared.busy();
            if !busy {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Serves a twin on a listener.
///
/// # Errors
/// When the listener has no address.
pub fn start(listener: tokio::net::TcpListener, options: Options) -> anyhow::Result<Served> {
    let address = listener.local_addr()?;
    let base = options.base.unwrap_or_else(|| format!("http://{address}"));
    let shared = Arc::new(Shared::new(options.seed, &base));
    let app = router(Arc::clone(&shared));
    let serving = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, app.clone()));
        }
    });
    let delivering = tokio::spawn(deliver::run(Arc::clone(&shared)));
    let runtime = tokio::runtime::Handle::current();
    Ok(Served { address, base, shared, tasks: vec![serving, delivering], runtime })
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/v1/{*path}", any(api))
        .route("/v3/", get(pages::script))
        .route("/v3", get(pages::script))
        .route("/stripe.js", get(pages::script))
        .route("/_twin/", get(control::index))
        .route("/_twin/element", get(pages::element))
        .route("/_twin/element.js", get(pages::element_script))
        .route("/_twin/wallet", get(pages::wallet))
        .route("/_twin/wallet.js", get(pages::wallet_script))
        .route("/_twin/challenge/{intent}", get(pages::challenge))
        .route("/_twin/challenge.js", get(pages::challenge_script))
        .route("/_twin/twin.css", get(pages::style))
        .route("/_twin/onboarding/{link}", get(pages::onboarding).post(pages::onboarded))
        .route("/_twin/receipts/{charge}", get(pages::receipt))
        .route("/_twin/js/{what}", post(browser::call).options(browser::allow))
        .route("/_twin/clock", get(control::clock).post(control::set_clock))
        .route("/_twin/faults", get(control::faults).post(control::add_fault).delete(control::clear_faults))
        .route("/_twin/event_faults", post(control::add_event_fault))
        .route("/_twin/release", post(control::release))
        .route("/_twin/act", post(control::act))
        .route("/_twin/settings", post(control::settings))
        .route("/_twin/charges", get(control::charges))
        .route("/_twin/totals", get(control::totals))
        .route("/_twin/log", get(control::log))
        .route("/_twin/deliveries", get(control::deliveries))
        .route("/_twin/endpoints/{id}/roll", post(control::roll))
        .route("/_twin/connect", post(control::connect))
        .fallback(any(api))
        .with_state(shared)
}

/// Everything under `/v1`, and whatever is no address of the twin.
async fn api(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let request = Request {
        method: method.as_str().to_owned(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
        key: header("authorization").and_then(|value| key(&value)),
        version: header("stripe-version"),
        account: header("stripe-account"),
        idempotency_key: header("idempotency-key"),
    };
    // A body that is not a form is not read as one.
    let json =
        header("content-type").is_some_and(|kind| !kind.starts_with("application/x-www-form-urlencoded"));
    if json && !body.is_empty() {
        let message =
            "Invalid request (check that your POST content type is application/x-www-form-urlencoded).";
        let refusal = crate::stripe::Refusal::invalid(message);
        let body = refusal.body("req_unread", 0);
        return respond(Answer { status: 400, headers: Vec::new(), body });
    }
    let call = || shared.with(|twin, now_ms| twin.call(now_ms, &request));
    let Ok(reply) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)) else {
        // The model asserts what must hold; why it did not stands on standard error.
        let message =
            format!("The twin has a mistake in {} {}: see what it printed.", request.method, request.path);
        let refusal =
            crate::stripe::Refusal { kind: "api_error", ..crate::stripe::Refusal::invalid(message) };
        return respond(Answer { status: 500, headers: Vec::new(), body: refusal.body("req_twin", 0) });
    };
    // What was begun is finished, whether or not the caller is still there to hear of it.
    let finished = tokio::spawn(finish(shared, reply)).await;
    match finished.expect("nothing ends this task before its end") {
        Some(answer) => respond(answer),
        None => hang_up(),
    }
}

/// Brings what comes before the answer, takes its time, and gives the key free.
async fn finish(shared: Arc<Shared>, reply: Reply) -> Option<Answer> {
    if !reply.before.is_empty() {
        deliver::all(&shared, reply.before).await;
    }
    if reply.wait_ms > 0 {
        tokio::time::sleep(Duration::from_millis(reply.wait_ms)).await;
    }
    if let Some(ticket) = reply.ticket {
        shared.with(|twin, _| twin.finish(ticket));
    }
    reply.answer
}

fn respond(answer: Answer) -> Response {
    let body = format!("{:#}\n", answer.body);
    let mut builder = Response::builder().status(answer.status).header("content-type", "application/json");
    for (name, value) in answer.headers {
        // A key may hold what a header may not.
        if let Ok(value) = http::HeaderValue::from_str(&value) {
            builder = builder.header(name, value);
        }
    }
    builder.body(Body::from(body)).expect("a status and headers that are known to be right")
}

/// Marks an answer that is never given.
#[derive(Debug, Clone, Copy)]
struct Lost;

fn hang_up() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Lost);
    response
}

/// Serves one connection; an answer that is lost ends it.
async fn serve(stream: tokio::net::TcpStream, app: Router) {
    let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let app = app.clone();
        async move {
            let response = app.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {});
            if response.extensions().get::<Lost>().is_some() {
                return Err(std::io::Error::other("the answer is lost on purpose"));
            }
            Ok(response)
        }
    });
    // A connection that ends badly is the other side's affair, or was wanted.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// The key in an `Authorization` header: `Bearer`, or `Basic` with the key as its name.
fn key(value: &str) -> Option<String> {
    if let Some(basic) = value.strip_prefix("Basic ") {
        let bytes = base64::engine::general_purpose::STANDARD.decode(basic.trim()).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        return text.split(':').next().map(str::to_owned);
    }
    value.strip_prefix("Bearer ").map(|key| key.trim().to_owned())
}
