//! The store and the use cases alone: complete purchases without HTTP.

use std::time::{Duration, Instant};

use serde_json::json;
use testkit::house::{Goods, House, pay_with};

use crate::figures::{Latencies, per_second};

/// Runs and prints.
pub async fn run(seconds: u64, callers: usize) -> anyhow::Result<()> {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Lac du matin", price: 2_490, units: Some(10_000_000) }]).await;
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let walks = (0..callers).map(|_| {
        let (ctx, shop) = (house.ctx.clone(), shop.clone());
        tokio::spawn(async move {
            let mut taken = Latencies::default();
            while Instant::now() < until {
                let at = Instant::now();
                let view = shop.tap(&ctx, &[(0, 1)]).await;
                pay_with(&ctx, &view, "card_ok").await;
                taken.push(at.elapsed());
            }
            taken
        })
    });
    let mut taken = Latencies::default();
    for walk in walks.collect::<Vec<_>>() {
        taken.join(walk.await?);
    }
    let ran = began.elapsed();
    println!(
        "{}",
        json!({
            "bench": "store", "callers": callers, "purchases": taken.count(),
            "purchases_per_s": per_second(taken.count(), ran),
            "p50_ms": taken.percentile_ms(50), "p99_ms": taken.percentile_ms(99),
        })
    );
    Ok(())
}
