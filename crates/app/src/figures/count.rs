//! Counting: a page of cards costs one lock and no database; a second later the sums are added in one batch. A
//! process that dies loses a second of views, never an order.
//!
//! Sums are kept by the quarter of an hour, as days begin on one in every zone there is: on which day of its shop a
//! quarter lies is asked once a second, not once a view.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::figures::{Counted, day_in};
use domain::ids::{MerchantId, PostId, ProductId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use parking_lot::Mutex;
use store::DbError;
use store::figures::{CountSeen, Seen};

use crate::{Ctx, checkout};

/// Microseconds of a quarter of an hour.
const QUARTER: i64 = 900_000_000;

/// Sums kept between two batches; beyond it views of cards not seen since the last batch are not counted.
const SUMS_MAX: usize = 100_000;
/// Sums written in one command.
const SUMS_PER_COMMAND: usize = 500;

/// A card, wherever it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Card {
    /// Who sells.
    pub merchant: MerchantId,
    /// The post that carries it; `None` in a shop.
    pub post: Option<PostId>,
    /// What it shows.
    pub product: ProductId,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    impressions: i64,
    taps: i64,
    checkouts: i64,
}

/// Sums of one card in one quarter of an hour.
type Sum = ((Card, i64), Sums);

/// Sums not written yet, by card and quarter of an hour.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    sums: Mutex<HashMap<(Card, i64), Sums>>,
}

impl Tally {
    fn add(&self, quarter: i64, cards: impl IntoIterator<Item = Card>, each: Sums) {
        let mut sums = self.sums.lock();
        for card in cards {
            let room = sums.len() < SUMS_MAX;
            let sum = match sums.entry((card, quarter)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) if room => free.insert(Sums::default()),
                Entry::Vacant(_) => continue,
            };
            sum.impressions += each.impressions;
            sum.taps += each.taps;
            sum.checkouts += each.checkouts;
        }
    }

    fn take(&self) -> Vec<Sum> {
        std::mem::take(&mut *self.sums.lock()).into_iter().collect()
    }

    fn put_back(&self, sums: &[Sum]) {
        for ((card, quarter), sums) in sums {
            self.add(*quarter, [*card], *sums);
        }
    }
}

fn quarter_of(at: Timestamp) -> i64 {
    at.as_microsecond().div_euclid(QUARTER)
}

/// The sum as it is written: on a day of its shop.
fn seen_on(((card, quarter), sums): &Sum, zone: &TimeZone) -> Seen {
    let at = Timestamp::from_microsecond(quarter.saturating_mul(QUARTER)).unwrap_or(Timestamp::UNIX_EPOCH);
    Seen {
        merchant: card.merchant,
        counted: Counted {
            day: day_in(at, zone),
            post: card.post,
            product: card.product,
            impressions: sums.impressions,
            taps: sums.taps,
            checkouts: sums.checkouts,
        },
    }
}

/// These cards were shown.
pub fn seen(ctx: &Ctx, cards: impl IntoIterator<Item = Card>) {
    let each = Sums { impressions: 1, ..Sums::default() };
    ctx.memory().tally.add(quarter_of(ctx.now()), cards, each);
}

/// This card was tapped.
pub fn tapped(ctx: &Ctx, card: Card) {
    ctx.memory().tally.add(quarter_of(ctx.now()), [card], Sums { taps: 1, ..Sums::default() });
}

/// A checkout began that holds these cards, each named once.
pub fn started(ctx: &Ctx, cards: impl IntoIterator<Item = Card>) {
    ctx.memory().tally.add(quarter_of(ctx.now()), cards, Sums { checkouts: 1, ..Sums::default() });
}

/// Writes what was counted since the last time. What could not be written is kept for the next time.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn flush(ctx: &Ctx) -> Result<(), DbError> {
    let sums = ctx.memory().tally.take();
    let mut chunks = sums.chunks(SUMS_PER_COMMAND);
    while let Some(chunk) = chunks.next() {
        if let Err(error) = write(ctx, chunk).await {
            ctx.memory().tally.put_back(chunk);
            chunks.for_each(|rest| ctx.memory().tally.put_back(rest));
            return Err(error);
        }
    }
    Ok(())
}

async fn write(ctx: &Ctx, sums: &[Sum]) -> Result<(), DbError> {
    let mut zones: HashMap<MerchantId, TimeZone> = HashMap::new();
    let mut rows = Vec::with_capacity(sums.len());
    for sum in sums {
        let zone = match zones.entry(sum.0.0.merchant) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let pricing = checkout::pricing(ctx, sum.0.0.merchant).await?;
                free.insert(
                    pricing.map_or(TimeZone::UTC, |pricing| pricing.merchant.profile.time_zone.clone()),
                )
            }
        };
        rows.push(seen_on(sum, zone));
    }
    ctx.db().submit(CountSeen(rows)).await
}
