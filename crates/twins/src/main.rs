//! `buyline-twins`: a peer's twin by itself. See docs/twins.md.

use std::net::SocketAddr;

use anyhow::Context;
use buyline_twins::platform::Model;
use buyline_twins::{bigcommerce, salesforce, server, shopify};
use clap::{Parser, Subcommand};

/// Stand-ins for the peers, to try Buyline offline.
#[derive(Debug, Parser)]
#[command(name = "buyline-twins")]
struct Arguments {
    #[command(subcommand)]
    twin: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Stripe, API version 2026-10-28.endive: any `sk_test_…` key, no money.
    Stripe {
        /// Where it listens. Port 0 takes a free one and says which.
        #[arg(long, default_value = "127.0.0.1:8421")]
        listen: SocketAddr,
        /// Where browsers find it, if not at that address.
        #[arg(long)]
        base: Option<String>,
        /// Determines all ids.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// One BigCommerce store: its v2 and v3 APIs.
    Bigcommerce(Platform),
    /// One Salesforce B2C Commerce site: its Commerce API.
    Salesforce(Platform),
    /// One Shopify shop: its Admin GraphQL API 2026-10.
    Shopify(Platform),
}

/// How the twin of a shop platform is set up.
#[derive(Debug, clap::Args)]
struct Platform {
    /// Where it listens. Port 0 takes a free one and says which.
    #[arg(long, default_value = "127.0.0.1:8422")]
    listen: SocketAddr,
    /// Determines the catalog and all ids.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many variants the catalog has.
    #[arg(long, default_value_t = 100)]
    variants: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().twin {
        Which::Stripe { listen, base, seed } => {
            let served = server::start(bound(listen).await?, server::Options { base, seed })?;
            println!("The twin of Stripe listens on {}", served.base());
            println!("Control it under {}/_twin/", served.base());
            tokio::signal::ctrl_c().await?;
        }
        Which::Bigcommerce(platform) => {
            println!(
                "Store {}, token {}, client secret {}",
                bigcommerce::STORE,
                bigcommerce::TOKEN,
                bigcommerce::CLIENT_SECRET
            );
            let model = bigcommerce::Twin::new(platform.seed, platform.variants);
            serve("BigCommerce", platform.listen, model).await?;
        }
        Which::Salesforce(platform) => {
            println!(
                "Organization {}, site {}, client {}, secret {}",
                salesforce::ORGANIZATION,
                salesforce::SITE,
                salesforce::CLIENT,
                salesforce::SECRET
            );
            let model = salesforce::Twin::new(platform.seed, platform.variants);
            serve("Salesforce B2C Commerce", platform.listen, model).await?;
        }
        Which::Shopify(platform) => {
            println!(
                "Shop {}, client {}, secret {}, token {}",
                shopify::SHOP,
                shopify::CLIENT,
                shopify::CLIENT_SECRET,
                shopify::TOKEN
            );
            let model = shopify::Twin::new(platform.seed, platform.variants);
            serve("Shopify", platform.listen, model).await?;
        }
    }
    Ok(())
}

async fn bound(listen: SocketAddr) -> anyhow::Result<tokio::net::TcpListener> {
    tokio::net::TcpListener::bind(listen).await.with_context(|| format!("{listen} cannot be listened on"))
}

async fn serve(name: &str, listen: SocketAddr, model: impl Model) -> anyhow::Result<()> {
    let served = server::platform::start(bound(listen).await?, model)?;
    println!("The twin of {name} listens on {}", served.base());
    println!("Control it under {}/_twin/", served.base());
    tokio::signal::ctrl_c().await?;
    Ok(())
}
