//! Turning a checkout into an order: transaction 1 of three. Stock is taken, order, attempt and job are written,
//! and only then is a provider asked for money.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::gate::Answer;
use domain::ids::{AccountId, JobId, MerchantId, OrderId, VariantId};
use domain::merchant::{MerchantState, TEST_ORDERS_PER_DAY};
use domain::order::Order;
use domain::place::{Facts, LineFacts, Refusal, may_place};
use jiff::{SignedDuration, Timestamp};
use store::changes::{self, ChangeKind};
use store::checkouts;
use store::idempotency;
use store::jobs::{self, NewJob};
use store::payments::Payment;
use store::selling::{self, MerchantStanding, OfferStanding};
use store::stock::{self, Move, Shelf};
use store::{Command, DbError, Read, Tx};

use crate::jobs::kind;

/// How long an answer may be missing before the provider is asked what became of the attempt.
pub(crate) const SETTLE_AFTER: SignedDuration = SignedDuration::from_secs(20);

/// An order ready to be written, with what the buyer was shown.
pub(crate) struct PlaceOrder {
    /// The order as it will stand, ids made.
    pub order: Order,
    /// The first attempt, started.
    pub payment: Payment,
    /// The offer of each line.
    pub offers: Vec<Option<domain::ids::OfferId>>,
    /// The price the buyer named with the paying tap.
    pub fingerprint: u64,
    /// The checkout as the buyer saw it.
    pub version: i64,
    /// The try that this is, as far as the buyer's page knows: the attempt's key is made of it.
    pub attempt: u32,
    /// Nobody said where it goes.
    pub provisional: bool,
    /// The gate of buying lets this buyer in.
    pub gate: Answer,
    /// Its merchant is paid on an account of its own, which is the payment's.
    pub needs_payee: bool,
    /// The key of the request, when it came with one: kept with the order, in the same transaction.
    pub once: Option<Arc<Once>>,
    /// Now.
    pub now: Timestamp,
}

/// A request that may be repeated under a key of the caller's.
pub(crate) struct Once {
    /// Whose key: the purchase's id.
    pub scope: String,
    /// The key.
    pub key: String,
    /// Hash of the request's content.
    pub request_hash: [u8; 32],
    /// The key is known: an order was written under it before.
    pub is_repeat: bool,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Placed {
    /// The order is written; ask the provider under this key.
    Ordered,
    /// There was one already: tapped twice, reloaded, retried.
    Already(OrderId),
    /// It may not be. Nothing has changed.
    Refused(Refusal),
}

impl Command for PlaceOrder {
    type Output = Placed;
    const NAME: &'static str = "place_order";

    fn run(tx: &mut Tx<'_>, batch: &[Self]) -> Result<Vec<Placed>, DbError> {
        let mut floor = Floor::load(tx, batch)?;
        let mut outputs = Vec::with_capacity(batch.len());
        let mut accepted = Vec::with_capacity(batch.len());
        for command in batch {
            let output = floor.decide(tx, command)?;
            if output == Placed::Ordered {
                floor.take(command);
                accepted.push(command);
            }
            outputs.push(output);
        }
        write(tx, &accepted, &floor)?;
        Ok(outputs)
    }
}

fn write(tx: &mut Tx<'_>, accepted: &[&PlaceOrder], floor: &Floor) -> Result<(), DbError> {
    let Some(first) = accepted.first() else { return Ok(()) };
    let now = first.now;
    stock::shift(tx, &floor.moves())?;
    let orders: Vec<&Order> = accepted.iter().map(|command| &command.order).collect();
    store::orders::insert(tx, &orders)?;
    let ties: Vec<_> = orders.iter().map(|order| (order.merchant, order.checkout, order.id)).collect();
    checkouts::tie(tx, &ties)?;
    let payments: Vec<&Payment> = accepted.iter().map(|command| &command.payment).collect();
    store::payments::insert(tx, &payments, now)?;
    let drivers: Vec<NewJob> = accepted.iter().map(|command| driver(&command.order, command.now)).collect();
    jobs::enqueue(tx, &drivers, now)?;
    keep_keys(tx, accepted, now)?;
    // Once per product and batch, however many units moved: pages ask for the figure, not for the steps.
    let moved: BTreeSet<(i64, i64)> = accepted
        .iter()
        .flat_map(|command| command.order.lines.iter().map(|line| (line.product.0, command.order.merchant.0)))
        .collect();
    let moved: Vec<_> =
        moved.into_iter().map(|(product, merchant)| (ChangeKind::Stock, product, merchant)).collect();
    changes::note_all(tx, &moved, now)
}

/// Where the parts of a basket share a key, the first order written stands for it.
fn keep_keys(tx: &mut Tx<'_>, accepted: &[&PlaceOrder], now: Timestamp) -> Result<(), DbError> {
    let orders: Vec<String> = accepted.iter().map(|command| command.order.id.to_string()).collect();
    let keys: Vec<_> = accepted
        .iter()
        .zip(&orders)
        .filter_map(|(command, order)| {
            let once = command.once.as_deref()?;
            let Once { scope, key, request_hash, .. } = once;
            Some(idempotency::NewKey { scope, key, request_hash, status: KEPT_WITH_ORDER, response: order })
        })
        .collect();
    idempotency::put(tx, &keys, now)?;
    Ok(())
}

/// The status under which a key is kept beside its order; the answer is made from the order.
const KEPT_WITH_ORDER: u16 = 200;

/// The job that drives an order has the order's own number: there is exactly one.
fn driver(order: &Order, now: Timestamp) -> NewJob {
    NewJob {
        id: JobId(order.id.0),
        kind: kind::DRIVE_ORDER,
        merchant: Some(order.merchant),
        subject: order.id.0,
        payload: String::new(),
        unique_key: None,
        run_at: now + SETTLE_AFTER,
    }
}

/// A merchant in `state` takes an order of `account`: somebody vouches for it, or its own people try it.
pub(super) fn sells_to(
    read: &mut impl Read,
    (merchant, state): (MerchantId, MerchantState),
    account: Option<AccountId>,
) -> Result<bool, DbError> {
    let is_own = match account {
        // Asked only where the answer decides: this is the way of every order.
        Some(account) if state == MerchantState::New => store::staff::works_for(read, merchant, account)?,
        Some(_) | None => false,
    };
    Ok(state.sells_to(is_own))
}

/// Everything a batch touches, under lock, kept in step while it is decided.
struct Floor {
    server_open: bool,
    merchants: BTreeMap<MerchantId, MerchantStanding>,
    checkouts: BTreeMap<domain::ids::CheckoutId, checkouts::Standing>,
    offers: BTreeMap<domain::ids::OfferId, OfferStanding>,
    shelves: BTreeMap<VariantId, Shelf>,
    taken: BTreeMap<(MerchantId, VariantId), i64>,
    /// Orders of this batch per limited merchant, and what its orders take where a limit per buyer counts.
    orders_taken: BTreeMap<MerchantId, i64>,
    units_taken: Vec<Taken>,
}

/// Units of a product that an order of this batch takes, and for whom.
struct Taken {
    product: domain::ids::ProductId,
    account: Option<AccountId>,
    email: String,
    units: i64,
}

impl Floor {
    fn load(tx: &mut Tx<'_>, batch: &[PlaceOrder]) -> Result<Self, DbError> {
        let merchants: BTreeSet<MerchantId> = batch.iter().map(|command| command.order.merchant).collect();
        let mut checkouts: Vec<_> =
            batch.iter().map(|command| (command.order.merchant, command.order.checkout)).collect();
        checkouts.sort_by_key(|(_, id)| *id);
        checkouts.dedup();
        let offers: BTreeSet<_> = batch
            .iter()
            .flat_map(|command| command.offers.iter().flatten().map(|offer| (*offer, command.order.merchant)))
            .collect();
        let offers: Vec<_> = offers.into_iter().map(|(offer, merchant)| (merchant, offer)).collect();
        let variants: BTreeSet<_> = batch
            .iter()
            .flat_map(|command| command.order.lines.iter().map(|line| (line.variant, command.order.merchant)))
            .collect();
        let variants: Vec<_> = variants.into_iter().map(|(variant, merchant)| (merchant, variant)).collect();
        let merchants: Vec<MerchantId> = merchants.into_iter().collect();
        Ok(Self {
            server_open: selling::server_open(tx)?,
            merchants: selling::merchants(tx, &merchants)?.into_iter().map(|it| (it.id, it)).collect(),
            checkouts: checkouts::lock(tx, &checkouts)?.into_iter().map(|it| (it.id, it)).collect(),
            offers: selling::offers(tx, &offers)?.into_iter().map(|it| (it.id, it)).collect(),
            shelves: stock::lock(tx, &variants)?.into_iter().map(|it| (it.variant, it)).collect(),
            taken: BTreeMap::new(),
            orders_taken: BTreeMap::new(),
            units_taken: Vec::new(),
        })
    }

    fn decide(&self, tx: &mut Tx<'_>, command: &PlaceOrder) -> Result<Placed, DbError> {
        let order = &command.order;
        let Some(checkout) = self.checkouts.get(&order.checkout) else {
            return Ok(Placed::Refused(Refusal::Expired));
        };
        if let Some(existing) = checkout.order {
            return Ok(Placed::Already(existing));
        }
        // A page from before a try that was refused meanwhile: its tap is a repeat of that one, under the same key.
        if checkout.attempt != command.attempt {
            let tried = store::payments::by_key(tx, &command.payment.key)?;
            return Ok(tried.map_or(Placed::Refused(Refusal::Changed), |it| Placed::Already(it.order)));
        }
        let lines = self.line_facts(tx, command)?;
        let merchant = self.merchants.get(&order.merchant);
        // The version guards what has no fingerprint: who, and where to.
        let quote_stands = checkout.fingerprint == command.fingerprint
            && checkout.version == command.version
            && merchant.is_some_and(|merchant| merchant.pricing_version == checkout.pricing_version);
        let facts = Facts {
            now: command.now,
            expires_at: checkout.expires_at,
            server_open: self.server_open,
            merchant_open: self.merchant_open(tx, merchant, command)?,
            gate: command.gate,
            quote_stands,
            provisional: command.provisional,
            lines: &lines,
        };
        Ok(match may_place(&facts) {
            Ok(()) => Placed::Ordered,
            Err(refusal) => Placed::Refused(refusal),
        })
    }

    fn merchant_open(
        &self,
        tx: &mut Tx<'_>,
        merchant: Option<&MerchantStanding>,
        command: &PlaceOrder,
    ) -> Result<bool, DbError> {
        let payee = &command.payment.payee;
        let can_be_paid = |merchant: &&MerchantStanding| {
            !command.needs_payee || (merchant.payee.takes && merchant.payee.account == *payee)
        };
        let merchant = merchant.filter(|merchant| !merchant.stopped).filter(can_be_paid);
        let Some(merchant) = merchant else { return Ok(false) };
        if !sells_to(tx, (merchant.id, merchant.state), command.order.account)? {
            return Ok(false);
        }
        let most = match merchant.state {
            MerchantState::New => Some(TEST_ORDERS_PER_DAY),
            MerchantState::Limited | MerchantState::Verified | MerchantState::Suspended => {
                merchant.orders_per_day_max
            }
        };
        let Some(most) = most else { return Ok(true) };
        let today = command.now - SignedDuration::from_hours(24);
        let taken = selling::orders_since(tx, merchant.id, today)?;
        Ok(taken + self.orders_taken.get(&merchant.id).copied().unwrap_or(0) < most)
    }

    fn line_facts(&self, tx: &mut Tx<'_>, command: &PlaceOrder) -> Result<Vec<LineFacts>, DbError> {
        let order = &command.order;
        let mut facts = Vec::with_capacity(order.lines.len());
        for (line, offer) in order.lines.iter().zip(&command.offers) {
            let shelf = self.shelves.get(&line.variant);
            let offer = offer.and_then(|offer| self.offers.get(&offer));
            let limit = offer.and_then(|offer| offer.limit_per_buyer);
            let allowed = match limit {
                None => None,
                Some(limit) => {
                    let has = selling::units_of_buyer(
                        tx,
                        order.merchant,
                        line.product,
                        order.account,
                        &order.email,
                    )?;
                    Some((i64::from(limit) - has - self.taken_by_buyer(order, line.product), limit))
                }
            };
            facts.push(LineFacts {
                variant: line.variant,
                product: line.product,
                quantity: line.quantity,
                // What was begun without an offer has nobody's word that it is for sale.
                open: shelf.is_some_and(|shelf| shelf.active)
                    && offer.is_some_and(|offer| offer.is_open(command.now)),
                // A price in another currency than the variant's own is guarded by the pricing version alone.
                price_stands: shelf.is_some_and(|shelf| {
                    shelf.currency != line.unit_price.currency.code()
                        || shelf.price == line.unit_price.amount + line.discount.amount
                }),
                free: shelf.filter(|shelf| shelf.tracked).map(|shelf| {
                    shelf.on_hand - shelf.reserved - self.taken_of(shelf.merchant, shelf.variant)
                }),
                allowed,
            });
        }
        Ok(facts)
    }

    /// Units of `product` that orders of this batch take for the same buyer: by account or by mail address.
    fn taken_by_buyer(&self, order: &Order, product: domain::ids::ProductId) -> i64 {
        let same = |taken: &&Taken| {
            taken.product == product
                && (taken.email == order.email || (taken.account.is_some() && taken.account == order.account))
        };
        self.units_taken.iter().filter(same).map(|taken| taken.units).sum()
    }

    fn taken_of(&self, merchant: MerchantId, variant: VariantId) -> i64 {
        self.taken.get(&(merchant, variant)).copied().unwrap_or(0)
    }

    /// Writes an accepted command into the picture the next one is decided on.
    fn take(&mut self, command: &PlaceOrder) {
        let order = &command.order;
        for line in &order.lines {
            if self.shelves.get(&line.variant).is_some_and(|shelf| shelf.tracked) {
                *self.taken.entry((order.merchant, line.variant)).or_default() += i64::from(line.quantity);
            }
            // Only a limit asks; offers without one are the rule.
            if self.offers.values().any(|offer| offer.limit_per_buyer.is_some()) {
                self.units_taken.push(Taken {
                    product: line.product,
                    account: order.account,
                    email: order.email.clone(),
                    units: i64::from(line.quantity),
                });
            }
        }
        *self.orders_taken.entry(order.merchant).or_default() += 1;
        if let Some(checkout) = self.checkouts.get_mut(&order.checkout) {
            checkout.order = Some(order.id);
        }
    }

    fn moves(&self) -> Vec<Move> {
        self.taken
            .iter()
            .map(|((merchant, variant), units)| Move {
                merchant: *merchant,
                variant: *variant,
                reserved: *units,
                on_hand: 0,
            })
            .collect()
    }
}
