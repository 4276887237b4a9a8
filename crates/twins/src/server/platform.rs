//! HTTP, real time and delivery around the twin of a platform, and nothing else.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use parking_lot::Mutex;
use serde_json::{Value, json};

use super::control::SetClock;
use super::state::Clock;
use super::{hang_up, serve};
use crate::platform::{Answer, Delivery, Fault, Model, Reply, Request};
use crate::post::EventFault;

/// How often the model is asked what is due; its clock may be moved meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// An endpoint has this long to answer.
const PATIENCE: Duration = Duration::from_secs(20);

const INDEX: &str = "\
GET  /_twin/clock         POST {\"now_ms\":…,\"advance_ms\":…,\"stopped\":…}
POST /_twin/faults        {\"on\":…,\"after\":…,\"times\":…,\"what\":…}; DELETE takes all away
POST /_twin/event_faults  {\"on\":…,\"times\":…,\"what\":…}
POST /_twin/outage        {\"ms\":…}
POST /_twin/act           {\"act\":…,…}
POST /_twin/settings      what may be set
GET  /_twin/log           every call
GET  /_twin/deliveries    every webhook
";

struct Shared<M> {
    inner: Mutex<(M, Clock)>,
}

impl<M: Model> Shared<M> {
    fn with<T>(&self, act: impl FnOnce(&mut M, i64) -> T) -> T {
        let mut inner = self.inner.lock();
        let now_ms = inner.1.now_ms();
        act(&mut inner.0, now_ms)
    }
}

/// A platform's twin that is being served; it ends when this is dropped.
pub struct Served<M> {
    address: SocketAddr,
    shared: Arc<Shared<M>>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl<M: Model> Served<M> {
    /// Where it listens, without a slash at the end.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Does something with the model, at the twin's own time in milliseconds.
    pub fn with<T>(&self, act: impl FnOnce(&mut M, i64) -> T) -> T {
        self.shared.with(act)
    }

    /// Moves the clock on; what was due meanwhile happens.
    pub fn advance(&self, ms: i64) {
        advance(&self.shared, ms);
    }
}

impl<M> Drop for Served<M> {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn advance<M: Model>(shared: &Shared<M>, ms: i64) {
    let mut inner = shared.inner.lock();
    inner.1 = inner.1.moved(ms);
    let now_ms = inner.1.now_ms();
    inner.0.pass(now_ms);
}

/// Serves a platform's twin on a listener.
///
/// # Errors
/// When the listener has no address.
pub fn start<M: Model>(listener: tokio::net::TcpListener, model: M) -> anyhow::Result<Served<M>> {
    let address = listener.local_addr()?;
    let shared = Arc::new(Shared { inner: Mutex::new((model, Clock::real())) });
    let app = router(Arc::clone(&shared));
    let serving = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, app.clone()));
        }
    });
    let delivering = tokio::spawn(deliver(Arc::clone(&shared)));
    Ok(Served { address, shared, tasks: vec![serving, delivering] })
}

type On<M> = State<Arc<Shared<M>>>;

fn router<M: Model>(shared: Arc<Shared<M>>) -> Router {
    Router::new()
        .route("/_twin/", get(async || INDEX))
        .route("/_twin/clock", get(clock::<M>).post(set_clock::<M>))
        .route("/_twin/faults", post(add_fault::<M>).delete(clear_faults::<M>))
        .route("/_twin/event_faults", post(add_event_fault::<M>))
        .route("/_twin/outage", post(outage::<M>))
        .route("/_twin/act", post(act::<M>))
        .route("/_twin/settings", post(settings::<M>))
        .route("/_twin/log", get(async |State(on): On<M>| Json(on.with(|model, _| json!(model.log())))))
        .route("/_twin/deliveries", get(deliveries::<M>))
        .fallback(any(api::<M>))
        .with_state(shared)
}

async fn deliveries<M: Model>(State(on): On<M>) -> Json<Value> {
    Json(on.with(|model, _| json!(model.post().history())))
}

async fn clock<M: Model>(State(on): On<M>) -> Json<Value> {
    let inner = on.inner.lock();
    Json(json!({ "now_ms": inner.1.now_ms(), "stopped": inner.1.is_stopped() }))
}

async fn set_clock<M: Model>(State(on): On<M>, Json(wanted): Json<SetClock>) -> Json<Value> {
    {
        let mut inner = on.inner.lock();
        inner.1 = inner.1.set(wanted.now_ms, wanted.stopped);
    }
    advance(&on, wanted.advance_ms.unwrap_or(0));
    clock(State(on)).await
}

async fn add_fault<M: Model>(State(on): On<M>, Json(fault): Json<Fault>) -> StatusCode {
    on.with(|model, _| model.faults().add(fault));
    StatusCode::NO_CONTENT
}

async fn add_event_fault<M: Model>(State(on): On<M>, Json(fault): Json<EventFault>) -> StatusCode {
    on.with(|model, _| model.faults().add_event(fault));
    StatusCode::NO_CONTENT
}

async fn clear_faults<M: Model>(State(on): On<M>) -> StatusCode {
    on.with(|model, _| model.faults().clear());
    StatusCode::NO_CONTENT
}

async fn outage<M: Model>(State(on): On<M>, Json(wanted): Json<Value>) -> StatusCode {
    let ms = wanted["ms"].as_i64().unwrap_or(0);
    on.with(|model, now_ms| model.faults().down_until_ms = now_ms + ms);
    StatusCode::NO_CONTENT
}

async fn act<M: Model>(State(on): On<M>, Json(act): Json<Value>) -> Response {
    told(on.with(|model, now_ms| model.act(now_ms, &act)))
}

async fn settings<M: Model>(State(on): On<M>, Json(change): Json<Value>) -> Response {
    told(on.with(|model, _| model.set(&change)).map(|()| json!({})))
}

fn told(outcome: Result<Value, String>) -> Response {
    match outcome {
        Ok(value) => Json(value).into_response(),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": why }))).into_response(),
    }
}

async fn api<M: Model>(
    State(on): On<M>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let request = Request {
        method: method.as_str().to_owned(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        headers: headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let reply = on.with(|model, now_ms| model.call(now_ms, &request));
    // What was begun is finished, whether or not the caller is still there to hear of it.
    let finished = tokio::spawn(finish(on, reply)).await;
    match finished.expect("nothing ends this task before its end") {
        Some(answer) => respond(answer),
        None => hang_up(),
    }
}

async fn finish<M: Model>(on: Arc<Shared<M>>, reply: Reply) -> Option<Answer> {
    bring_all(&on, reply.before).await;
    if reply.wait_ms > 0 {
        tokio::time::sleep(Duration::from_millis(reply.wait_ms)).await;
    }
    reply.answer
}

fn respond(answer: Answer) -> Response {
    let mut builder = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        builder = builder.header(name, value);
    }
    let body = match answer.body {
        Some(body) => {
            builder = builder.header("content-type", "application/json");
            Body::from(body.to_string())
        }
        None => Body::from(answer.text.unwrap_or_default()),
    };
    builder.body(body).expect("a status and headers that are known to be right")
}

async fn deliver<M: Model>(on: Arc<Shared<M>>) {
    loop {
        let due = on.with(|model, now_ms| model.due(now_ms));
        if due.is_empty() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bring_all(&on, due).await;
    }
}

async fn bring_all<M: Model>(on: &Shared<M>, deliveries: Vec<Delivery>) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    for delivery in deliveries {
        let id = delivery.id;
        let status = bring(&client, delivery).await;
        on.with(|model, now_ms| model.delivered(now_ms, id, status));
    }
}

/// The status an endpoint answered; nothing if it did not. A platform may insist on `https`, and this machine has no
/// certificate: the message goes over plain HTTP all the same.
async fn bring(client: &Client<HttpConnector, Full<Bytes>>, delivery: Delivery) -> Option<u16> {
    let mut request = http::Request::post(delivery.url.replacen("https://", "http://", 1))
        .header("content-type", "application/json");
    for (name, value) in &delivery.headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(delivery.body))).ok()?;
    let answer = tokio::time::timeout(PATIENCE, client.request(request)).await.ok()?.ok()?;
    Some(answer.status().as_u16())
}
