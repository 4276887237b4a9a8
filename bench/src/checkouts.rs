//! Complete guest checkouts over the API: create, address, shipping, pay, placed; the clock of the figures stops
//! when every job is done, capture included.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::Engine;
use crate::child::RunningServer;
use crate::client::Client;
use crate::figures::{Latencies, cpu_of, each_ms, per_second, resident_mb_of};
use crate::seed::Kind;

/// How long the jobs may take to be done after the last order.
const DRAIN_WAIT: Duration = Duration::from_secs(60);

/// Runs and prints.
pub async fn run(
    engine: Engine,
    clients: usize,
    seconds: u64,
    hot: bool,
    provider_ms: u64,
) -> anyhow::Result<()> {
    let server = RunningServer::start(engine, Kind::Shelf, provider_ms, 0).await?;
    let pid = server.pid()?;
    let offers = if hot { &server.ready.seeded.offers[..1] } else { &server.ready.seeded.offers[..] };
    let offers: Arc<[String]> = offers.into();
    let next = Arc::new(AtomicUsize::new(0));
    let cpu_before = cpu_of(pid)?;
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let mut buyers = Vec::with_capacity(clients);
    for _ in 0..clients {
        let (addr, offers, next) = (server.ready.addr.clone(), Arc::clone(&offers), Arc::clone(&next));
        buyers.push(tokio::spawn(async move {
            let mut client = Client::connect(&addr).await?;
            let (mut whole, mut pay, mut errors) = (Latencies::default(), Latencies::default(), 0_usize);
            while Instant::now() < until {
                let offer = &offers[next.fetch_add(1, Ordering::Relaxed) % offers.len()];
                let at = Instant::now();
                match buy(&mut client, offer).await {
                    Ok(Bought::Placed(paying)) => {
                        whole.push(at.elapsed());
                        pay.push(paying);
                    }
                    Ok(Bought::Refused) | Err(_) => errors += 1,
                }
            }
            anyhow::Ok((whole, pay, errors))
        }));
    }
    let (mut whole, mut pay, mut errors) = (Latencies::default(), Latencies::default(), 0);
    for buyer in buyers {
        let (w, p, e) = buyer.await??;
        whole.join(w);
        pay.join(p);
        errors += e;
    }
    let ran = began.elapsed();
    let orders = whole.count();
    let drained = drain(&server, orders).await?;
    let cpu = cpu_of(pid)?.saturating_sub(cpu_before);
    let rss_mb = resident_mb_of(pid)?;
    let audit = crate::measure::audit(&server).await?;
    println!(
        "{}",
        json!({
            "bench": "checkouts", "engine": format!("{engine:?}").to_lowercase(), "clients": clients,
            "hot": hot, "provider_ms": provider_ms,
            "orders": orders, "orders_per_s": per_second(orders, ran),
            "p50_ms": whole.percentile_ms(50), "p99_ms": whole.percentile_ms(99),
            "pay_p50_ms": pay.percentile_ms(50), "pay_p99_ms": pay.percentile_ms(99),
            "cpu_ms_per_order": each_ms(cpu, orders), "rss_mb": rss_mb, "errors": errors,
            "drained_after_s": drained.as_secs(), "audit": audit,
        })
    );
    ensure!(audit == "clean", "the audit found a broken invariant");
    Ok(())
}

/// How a walk ended.
pub enum Bought {
    /// Ordered; the paying request took so long.
    Placed(Duration),
    /// Told that it cannot be had.
    Refused,
}

/// One buyer's walk.
pub async fn buy(client: &mut Client, offer: &str) -> anyhow::Result<Bought> {
    let body = json!({"items": [{"offer": offer, "quantity": 1}]}).to_string();
    let created = client.send("POST", "/commerce/v1/checkouts", "", &body).await?;
    ensure!(created.status == 201, "create answered {}", created.status);
    let checkout: Value = serde_json::from_slice(&created.body)?;
    let (id, token) = (text(&checkout, "/id")?, text(&checkout, "/token")?);
    let path = format!("/commerce/v1/checkouts/{id}");
    let bearer = format!("authorization: Bearer {token}\r\n");
    let address = json!({
        "email": "camille@example.com",
        "address": {"name": "Camille R.", "line1": "12 rue des Lilas", "city": "Rennes", "postal_code": "35000", "country": "FR"},
    });
    let said = client.send("PATCH", &path, &bearer, &address.to_string()).await?;
    ensure!(said.status == 200, "address answered {}", said.status);
    let checkout: Value = serde_json::from_slice(&said.body)?;
    let part = text(&checkout, "/parts/0/id")?;
    let rate = text(&checkout, "/parts/0/shipping_options/0/id")?;
    let shipping = json!({"shipping": [{"part": part, "rate": rate}]});
    let chosen = client.send("PATCH", &path, &bearer, &shipping.to_string()).await?;
    ensure!(chosen.status == 200, "shipping answered {}", chosen.status);
    let checkout: Value = serde_json::from_slice(&chosen.body)?;
    let fingerprint = text(&checkout, "/parts/0/quote/fingerprint")?;
    let pay = json!({"payment": {"token": "card_ok"}, "parts": [{"id": part, "fingerprint": fingerprint}]});
    let headers = format!("{bearer}idempotency-key: {id}\r\n");
    let at = Instant::now();
    let paid = client.send("POST", &format!("{path}/complete"), &headers, &pay.to_string()).await?;
    let paying = at.elapsed();
    if paid.status == 409 {
        return Ok(Bought::Refused);
    }
    ensure!(paid.status == 200, "complete answered {}", paid.status);
    let completed: Value = serde_json::from_slice(&paid.body)?;
    let order = text(&completed, "/parts/0/order/id").or_else(|_| text(&completed, "/parts/0/order"))?;
    let placed = client.send("GET", &format!("/commerce/v1/orders/{order}"), &bearer, "").await?;
    ensure!(placed.status == 200, "the order answered {}", placed.status);
    Ok(Bought::Placed(paying))
}

fn text<'v>(value: &'v Value, pointer: &str) -> anyhow::Result<&'v str> {
    value.pointer(pointer).and_then(Value::as_str).with_context(|| format!("the answer has {pointer}"))
}

/// Waits until no order waits for anything: the jobs of all have been done.
pub async fn drain(server: &RunningServer, orders: usize) -> anyhow::Result<Duration> {
    let began = Instant::now();
    loop {
        let (waiting, confirmed) = crate::measure::queue(server).await?;
        if waiting == 0 && confirmed >= orders {
            return Ok(began.elapsed());
        }
        ensure!(
            began.elapsed() < DRAIN_WAIT,
            "{waiting} jobs were left after {DRAIN_WAIT:?}, {confirmed} of {orders}"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
