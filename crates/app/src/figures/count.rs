//! Counting: a page of cards costs one lock and no database; a second later the sums are added in one batch. A
//! process that dies loses a second of views, never an order.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::figures::Counted;
use domain::ids::{MerchantId, PostId, ProductId};
use parking_lot::Mutex;
use store::DbError;
use store::figures::{CountSeen, Seen, day_of};

use crate::Ctx;

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

/// Sums not written yet, by card and day.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    sums: Mutex<HashMap<(Card, i64), Sums>>,
}

impl Tally {
    fn add(&self, day: i64, cards: impl IntoIterator<Item = Card>, each: Sums) {
        let mut sums = self.sums.lock();
        for card in cards {
            let room = sums.len() < SUMS_MAX;
            let sum = match sums.entry((card, day)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) if room => free.insert(Sums::default()),
                Entry::Vacant(_) => continue,
            };
            sum.impressions += each.impressions;
            sum.taps += each.taps;
            sum.checkouts += each.checkouts;
        }
    }

    fn take(&self) -> Vec<Seen> {
        let taken = std::mem::take(&mut *self.sums.lock());
        taken
            .into_iter()
            .map(|((card, day), sums)| Seen {
                merchant: card.merchant,
                counted: Counted {
                    day,
                    post: card.post,
                    product: card.product,
                    impressions: sums.impressions,
                    taps: sums.taps,
                    checkouts: sums.checkouts,
                },
            })
            .collect()
    }

    fn put_back(&self, rows: &[Seen]) {
        for Seen { merchant, counted } in rows {
            let card = Card { merchant: *merchant, post: counted.post, product: counted.product };
            let sums =
                Sums { impressions: counted.impressions, taps: counted.taps, checkouts: counted.checkouts };
            self.add(counted.day, [card], sums);
        }
    }
}

/// These cards were shown.
pub fn seen(ctx: &Ctx, cards: impl IntoIterator<Item = Card>) {
    let each = Sums { impressions: 1, ..Sums::default() };
    ctx.memory().tally.add(day_of(ctx.now()), cards, each);
}

/// This card was tapped.
pub fn tapped(ctx: &Ctx, card: Card) {
    ctx.memory().tally.add(day_of(ctx.now()), [card], Sums { taps: 1, ..Sums::default() });
}

/// A checkout began on these cards.
pub fn started(ctx: &Ctx, cards: impl IntoIterator<Item = Card>) {
    ctx.memory().tally.add(day_of(ctx.now()), cards, Sums { checkouts: 1, ..Sums::default() });
}

/// Writes what was counted since the last time. What could not be written is kept for the next time.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn flush(ctx: &Ctx) -> Result<(), DbError> {
    let rows = ctx.memory().tally.take();
    let mut chunks = rows.chunks(SUMS_PER_COMMAND);
    while let Some(chunk) = chunks.next() {
        if let Err(error) = ctx.db().submit(CountSeen(chunk.to_vec())).await {
            ctx.memory().tally.put_back(chunk);
            chunks.for_each(|rest| ctx.memory().tally.put_back(rest));
            return Err(error);
        }
    }
    Ok(())
}
