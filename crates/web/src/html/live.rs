//! Price, stock and state of the cards on open pages, and the meters of campaigns, pushed as they change (server-sent
//! events).

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use app::feed;
use app::feed::{Change, ChangeKind};
use app::timeline::{cards, donate_cards};
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::ids::{AccountId, CampaignId, MerchantId, OfferId};
use domain::money::Currency;
use domain::view::posts::{Card, CardSale, DonateCard};
use futures_util::stream;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use words::Words;

use super::pages::donate::Meter;
use super::parts::Level;
use super::view::{meter_of, sale_of_variant, why_closed};
use super::{Failure, Visit};
use crate::Web;

/// Offers one page may follow: three pages of a timeline.
const OFFERS_MAX: usize = 60;
/// Campaigns one page may follow.
const CAMPAIGNS_MAX: usize = 60;
/// Changes that come together are looked at together: a rush on one product is one message a beat.
const GATHER: Duration = Duration::from_millis(150);
/// The longest wait for a change; offers begin and end by the clock, too.
const LOOK_AGAIN: Duration = Duration::from_secs(20);
/// A line is sent at least so often, so that proxies keep the connection.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What a page follows.
#[derive(Debug, Deserialize)]
pub struct Followed {
    /// Offers, separated by commas.
    #[serde(default)]
    offers: String,
    /// Campaigns, separated by commas.
    #[serde(default)]
    campaigns: String,
    /// The demo's shop stands opposite: tell when something happens to its orders.
    #[serde(default)]
    shop: bool,
}

/// One variant of one offer, worded for the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Fact {
    offer: String,
    price: String,
    was: String,
    stock: String,
    level: &'static str,
    open: bool,
    /// Why nothing of it is sold now, although there may be some; empty when it is, or is sold out.
    why: String,
}

/// What is told: a fact, a meter, or that the shop opposite has something new.
#[derive(Debug, Clone)]
enum Told {
    Offer(Fact),
    Campaign(Meter),
    Shop,
}

/// Everything that one open page needs.
struct Open {
    web: Web,
    words: &'static Words,
    currency: Option<Currency>,
    reader: Option<AccountId>,
    offers: Vec<OfferId>,
    cards: Vec<Card>,
    told: HashMap<String, Fact>,
    campaigns: Vec<CampaignId>,
    asking: Vec<DonateCard>,
    told_meters: HashMap<String, Meter>,
    waiting: VecDeque<Told>,
    /// The shop that stands opposite, in the demo.
    opposite: Option<MerchantId>,
    feed: Receiver<Arc<[Change]>>,
    _permit: OwnedSemaphorePermit,
}

/// Follows the offers of a page.
///
/// # Errors
/// [`Failure::Busy`] when as many pages are open as this server allows.
pub async fn follow(
    web: State<Web>,
    visit: Visit,
    Query(followed): Query<Followed>,
) -> Result<Response, Failure> {
    let permit = web.live_permit().ok_or(Failure::Busy)?;
    let offers = listed(&followed.offers, OFFERS_MAX);
    let campaigns = listed(&followed.campaigns, CAMPAIGNS_MAX);
    let mut open = Open {
        words: visit.words(),
        currency: visit.currency,
        reader: visit.actor.account(),
        offers,
        cards: Vec::new(),
        told: HashMap::new(),
        campaigns,
        asking: Vec::new(),
        told_meters: HashMap::new(),
        waiting: VecDeque::new(),
        opposite: match followed.shop && web.config().demo {
            true => app::demo::stands_opposite(web.ctx()).await?,
            false => None,
        },
        feed: web.ctx().memory().feed.watch(),
        _permit: permit,
        web: web.0,
    };
    // What changed between the page and this connection is told at once.
    open.look().await?;
    let events = stream::unfold(open, |mut open| async move {
        let event = match open.next().await? {
            Told::Offer(fact) => Event::default().event("offer").json_data(&fact).ok()?,
            Told::Campaign(meter) => Event::default().event("campaign").json_data(&meter).ok()?,
            Told::Shop => Event::default().event("shop").data("new"),
        };
        Some((Ok::<_, Infallible>(event), open))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response())
}

/// The ids of a list separated by commas, each once, and no more than `most`.
fn listed<T: std::str::FromStr + Ord>(ids: &str, most: usize) -> Vec<T> {
    let mut ids: Vec<T> = ids.split(',').filter_map(|id| id.parse().ok()).take(most).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Open {
    /// What is told next; none when the server stops.
    async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some(told) = self.waiting.pop_front() {
                return Some(told);
            }
            if self.wait().await? && self.look().await.is_err() {
                return None;
            }
        }
    }

    /// Waits until something may have changed; says whether it concerns this page.
    async fn wait(&mut self) -> Option<bool> {
        let now = self.web.ctx().now();
        let sales = self.cards.iter().filter_map(|card| card.changes_at(now));
        let asking = self.asking.iter().filter_map(|card| card.changes_at(now));
        let until = sales.chain(asking).min();
        let patience = until.map_or(LOOK_AGAIN, |at| patience(now, at));
        let (first, mut shop) = match tokio::time::timeout(patience, self.feed.recv()).await {
            Err(_) => return Some(true),
            Ok(Err(RecvError::Closed)) => return None,
            Ok(Err(RecvError::Lagged(_))) => (true, self.opposite.is_some()),
            Ok(Ok(changes)) => (self.concerns(&changes), self.concerns_shop(&changes)),
        };
        if first || shop {
            tokio::time::sleep(GATHER).await;
            while let Ok(changes) = self.feed.try_recv() {
                shop |= self.concerns_shop(&changes);
            }
        }
        if shop {
            self.waiting.push_back(Told::Shop);
        }
        Some(first || shop)
    }

    fn concerns_shop(&self, changes: &[Change]) -> bool {
        self.opposite.is_some_and(|merchant| {
            changes.iter().any(|change| change.kind == ChangeKind::Order && change.owner == merchant.0)
        })
    }

    fn concerns(&self, changes: &[Change]) -> bool {
        changes.iter().any(|change| match change.kind {
            ChangeKind::Product | ChangeKind::Stock => {
                self.cards.iter().any(|card| card.goods.product.id.0 == change.subject)
            }
            ChangeKind::Offer => self.offers.iter().any(|offer| offer.0 == change.subject),
            ChangeKind::Merchant => self.cards.iter().any(|card| card.offer.merchant.0 == change.subject),
            ChangeKind::Account => self.cards.iter().any(|card| card.seller.account.0 == change.subject),
            ChangeKind::KillSwitch | ChangeKind::Gate => true,
            ChangeKind::Campaign => self.campaigns.iter().any(|campaign| campaign.0 == change.subject),
            ChangeKind::Post
            | ChangeKind::Like
            | ChangeKind::Follow
            | ChangeKind::Block
            | ChangeKind::Session
            | ChangeKind::Setting
            | ChangeKind::Nonprofit
            | ChangeKind::Order => false,
        })
    }

    /// Reads the cards and queues what is other than what was told.
    async fn look(&mut self) -> Result<(), app::DbError> {
        feed::catch_up(self.web.ctx()).await?;
        self.cards = cards(self.web.ctx(), &self.offers, self.reader).await?;
        let now = self.web.ctx().now();
        for card in &self.cards {
            let sale = card.sale(now);
            for fact in facts(self.words, card, self.currency, sale) {
                if self.told.get(&fact.offer) != Some(&fact) {
                    self.told.insert(fact.offer.clone(), fact.clone());
                    self.waiting.push_back(Told::Offer(fact));
                }
            }
        }
        self.asking = donate_cards(self.web.ctx(), &self.campaigns, self.reader).await?;
        for card in &self.asking {
            let meter = meter_of(self.words, card, now);
            if self.told_meters.get(&meter.id) != Some(&meter) {
                self.told_meters.insert(meter.id.clone(), meter.clone());
                self.waiting.push_back(Told::Campaign(meter));
            }
        }
        Ok(())
    }
}

fn patience(now: Timestamp, at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(now)).unwrap_or_default().min(LOOK_AGAIN)
}

fn facts(w: &Words, card: &Card, currency: Option<Currency>, sale: CardSale) -> Vec<Fact> {
    let of = |variant| {
        let shown = sale_of_variant(w, card, variant, currency, sale);
        Fact {
            offer: shown.id,
            price: shown.price,
            was: shown.was,
            stock: shown.stock,
            level: match shown.level {
                Level::Plain | Level::Info => "plain",
                Level::Good => "ok",
                Level::Warn => "few",
                Level::Bad => "bad",
            },
            open: shown.open,
            why: why_closed(w, sale).to_owned(),
        }
    };
    card.goods.variants.iter().map(of).collect()
}
