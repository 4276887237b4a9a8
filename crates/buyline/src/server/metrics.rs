//! Counting, in the form Prometheus collects.

use std::sync::OnceLock;
use std::time::Duration;

use app::{Ctx, DbError};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of request durations, in seconds: the goals of the house lie between them.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Upper bounds of commands per commit.
const COMMANDS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0, 512.0, 1024.0];
/// How often old samples are folded, so that memory stays bounded when nobody collects.
const FOLD_EVERY: Duration = Duration::from_secs(5);

/// One per process, however many servers it holds.
static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count. Counting twice counts once.
pub(super) fn install() {
    RECORDER.get_or_init(|| {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full("http_request_seconds".to_owned()), &SECONDS)
            .and_then(|builder| {
                builder.set_buckets_for_metric(Matcher::Full("db_commit_commands".to_owned()), &COMMANDS)
            })
            .expect("the bounds are not empty")
            .build_recorder();
        let handle = recorder.handle();
        describe();
        // A test process that counts already keeps its own recorder.
        let _ = metrics::set_global_recorder(recorder);
        let fold = handle.clone();
        std::thread::Builder::new()
            .name("metrics".to_owned())
            .spawn(move || {
                loop {
                    std::thread::sleep(FOLD_EVERY);
                    fold.run_upkeep();
                }
            })
            .expect("the operating system gives a server its few threads");
        handle
    });
}

fn describe() {
    metrics::describe_histogram!("http_request_seconds", "Time to answer, by route, method and status.");
    metrics::describe_histogram!("db_commit_commands", "Commands that shared one commit.");
    metrics::describe_gauge!("db_writes_waiting", "Writes that wait for a connection.");
    metrics::describe_gauge!("jobs_waiting", "Jobs that are due or will be.");
    metrics::describe_gauge!("jobs_due", "Jobs that are due now.");
    metrics::describe_gauge!("jobs_oldest_due_seconds", "How long the oldest due job has been due.");
    metrics::describe_gauge!("jobs_dead", "Jobs given up, waiting for a person.");
    metrics::describe_gauge!(
        "payment_orphans",
        "Payments of this server without an order, ever found at its provider."
    );
    metrics::describe_gauge!(
        "payment_orphans_open",
        "Those of them that are not let go of or given back yet."
    );
    metrics::describe_gauge!(
        "gift_tries_stopped",
        "Tries to give that were stopped because too many before them failed, since the start of this process."
    );
    metrics::describe_gauge!(
        "gift_alarms",
        "How often cards were tested by giving, so that strangers were stopped, since the start of this process."
    );
}

/// Everything counted so far, with the queues as they stand now.
///
/// # Errors
/// [`DbError`] when the queues cannot be read.
pub(super) async fn render(ctx: &Ctx) -> Result<String, DbError> {
    let now = ctx.now();
    let jobs = ctx.db().read(move |conn| store::jobs::health(conn, now)).await?;
    let oldest = jobs.oldest_due.map_or(0, |due| now.duration_since(due).as_secs().max(0));
    let (writes, _) = ctx.db().writes_waiting();
    gauge("db_writes_waiting", i64::try_from(writes).unwrap_or(i64::MAX));
    gauge("jobs_waiting", jobs.waiting);
    gauge("jobs_due", jobs.due);
    gauge("jobs_oldest_due_seconds", oldest);
    gauge("jobs_dead", jobs.dead);
    let (orphans, open) = ctx.db().read(store::sweeps::count_orphans).await?;
    gauge("payment_orphans", orphans);
    gauge("payment_orphans_open", open);
    let shield = ctx.memory().shield.figures();
    gauge("gift_tries_stopped", i64::try_from(shield.stopped).unwrap_or(i64::MAX));
    gauge("gift_alarms", i64::try_from(shield.alarms).unwrap_or(i64::MAX));
    Ok(RECORDER.get().map(PrometheusHandle::render).unwrap_or_default())
}

fn gauge(name: &'static str, value: i64) {
    metrics::gauge!(name).set(u32::try_from(value).unwrap_or(u32::MAX));
}
