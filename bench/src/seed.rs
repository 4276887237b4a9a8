//! What is put on the shelf, and into the timeline, before the load begins.

use app::{Ctx, DbError};
use clap::ValueEnum;
use domain::ids::{AccountId, OfferId, PostId};
use serde::{Deserialize, Serialize};
use store::Param;
use testkit::house::{self, Goods};

/// Products on the shelf for checkouts that are not about one hot item.
const PRODUCTS: usize = 200;
/// Authors of the timeline.
const AUTHORS: usize = 2_000;
/// Of whom the reader follows so many.
const FOLLOWED: usize = 200;
/// Posts of the timeline, each with a card.
const POSTS: usize = 200_000;
/// Rows written per transaction.
const ROWS_AT_ONCE: usize = 5_000;

/// What to plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Many products.
    Shelf,
    /// One product with few units.
    Flash,
    /// Authors, posts and a reader.
    Timeline,
    /// Nothing.
    Empty,
}

impl Kind {
    /// The word of the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shelf => "shelf",
            Self::Flash => "flash",
            Self::Timeline => "timeline",
            Self::Empty => "empty",
        }
    }
}

/// What was planted.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Seeded {
    /// Offers to buy.
    pub offers: Vec<String>,
    /// The reader's session, as its cookie holds it.
    pub session: String,
}

/// Plants.
pub async fn plant(ctx: &Ctx, kind: Kind, units: u32) -> anyhow::Result<Seeded> {
    let goods = |count: usize, units: i64| {
        vec![Goods { title: "Lac du matin, sérigraphie", price: 2_490, units: Some(units) }; count]
    };
    match kind {
        Kind::Empty => Ok(Seeded::default()),
        Kind::Shelf => {
            let shop = house::open_shop(ctx, &goods(PRODUCTS, 1_000_000)).await;
            Ok(Seeded { offers: texts(&shop), session: String::new() })
        }
        Kind::Flash => {
            let shop = house::open_shop(ctx, &goods(1, i64::from(units))).await;
            Ok(Seeded { offers: texts(&shop), session: String::new() })
        }
        Kind::Timeline => {
            let shop = house::open_shop(ctx, &goods(PRODUCTS, 1_000)).await;
            let offers: Vec<OfferId> = shop.goods.iter().map(|goods| goods.offer).collect();
            let authors = accounts(ctx).await?;
            posts(ctx, &authors, shop.merchant.0, &offers).await?;
            let session = reader(ctx, &authors[..FOLLOWED]).await?;
            Ok(Seeded { offers: texts(&shop), session })
        }
    }
}

fn texts(shop: &house::Shop) -> Vec<String> {
    shop.goods.iter().map(|goods| goods.offer.to_string()).collect()
}

async fn accounts(ctx: &Ctx) -> anyhow::Result<Vec<AccountId>> {
    let ids: Vec<AccountId> = (0..AUTHORS).map(|_| ctx.id()).collect();
    let (written, now) = (ids.clone(), ctx.now());
    ctx.db()
        .write("seed_accounts", move |tx| {
            for (number, id) in written.iter().enumerate() {
                let handle = format!("author{number}");
                tx.execute(
                    "INSERT INTO accounts (id, handle, display_name, kind, created_at)
                     VALUES ($1, $2, $2, 'person', $3)",
                    &[Param::id(*id), (&handle).into(), now.into()],
                )?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(ids)
}

async fn posts(ctx: &Ctx, authors: &[AccountId], merchant: i64, offers: &[OfferId]) -> anyhow::Result<()> {
    for from in (0..POSTS).step_by(ROWS_AT_ONCE) {
        let rows: Vec<(PostId, AccountId, OfferId)> = (from..from + ROWS_AT_ONCE)
            .map(|number| (ctx.id(), authors[number * 7 % authors.len()], offers[number % offers.len()]))
            .collect();
        let now = ctx.now();
        ctx.db()
            .write("seed_posts", move |tx| {
                for (id, author, offer) in &rows {
                    tx.execute(
                        "INSERT INTO posts (id, author_id, body, root_id, offer_id, offer_merchant_id, created_at)
                         VALUES ($1, $2, $3, $1, $4, $5, $6)",
                        &[
                            Param::id(*id),
                            Param::id(*author),
                            "Printed this morning, the ink is hardly dry: six colours, a hundred numbered copies.".into(),
                            Param::id(*offer),
                            merchant.into(),
                            now.into(),
                        ],
                    )?;
                }
                Ok::<_, DbError>(())
            })
            .await?;
    }
    Ok(())
}

async fn reader(ctx: &Ctx, followed: &[AccountId]) -> anyhow::Result<String> {
    let (id, session, token): (AccountId, domain::ids::SessionId, [u8; 24]) =
        (ctx.id(), ctx.id(), ctx.random());
    let hash = app::accounts::sessions::hash_of(&token);
    let (followed, now) = (followed.to_vec(), ctx.now());
    let far = now + jiff::SignedDuration::from_hours(24);
    ctx.db()
        .write("seed_reader", move |tx| {
            tx.execute(
                "INSERT INTO accounts (id, handle, display_name, kind, created_at)
                 VALUES ($1, 'reader', 'Reader', 'person', $2)",
                &[Param::id(id), now.into()],
            )?;
            for author in &followed {
                tx.execute(
                    "INSERT INTO follows (follower_id, followee_id, created_at) VALUES ($1, $2, $3)",
                    &[Param::id(id), Param::id(*author), now.into()],
                )?;
            }
            tx.execute(
                "INSERT INTO sessions (id, token_hash, account_id, created_at, seen_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &[Param::id(session), (&hash).into(), Param::id(id), now.into(), now.into(), far.into()],
            )?;
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(token.iter().map(|byte| format!("{byte:02x}")).collect())
}
