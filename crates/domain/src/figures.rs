//! What posts and products earned: one pure fold from counted views and sold lines to figures.
//!
//! Every stage of the way counts the same thing, a card: where it was shown, tapped, in how many checkouts and in how many
//! orders it was. An order of three products counts three times in a sum over them, as its checkout did before; how many
//! orders there are is said apart.
//!
//! An order counts on the day it was confirmed, whatever happens to it later: what was delivered, given back and
//! kept is said of the orders of that day. Money given back for a whole order is shared over its lines and its
//! shipping in proportion to what they cost, to the last minor unit.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ids::{OrderId, PostId, ProductId};
use crate::money::{Currency, Money};

/// Views, taps and checkouts of one post and product on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Days since 1970-01-01, by the shop's clock.
    pub day: i64,
    /// Where it was seen; `None` outside of posts.
    pub post: Option<PostId>,
    /// What was shown.
    pub product: ProductId,
    /// How often a card was shown.
    pub impressions: i64,
    /// How often it was tapped.
    pub taps: i64,
    /// How many checkouts that hold it began.
    pub checkouts: i64,
}

/// One line of a confirmed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoldLine {
    /// The order.
    pub order: OrderId,
    /// The day it was confirmed on, by the shop's clock.
    pub day: i64,
    /// Where it was bought.
    pub post: Option<PostId>,
    /// What was bought.
    pub product: ProductId,
    /// How many.
    pub quantity: i64,
    /// What the line cost with its tax.
    pub paid: Money,
    /// What the whole order cost.
    pub order_total: Money,
    /// What was given back of the whole order.
    pub order_refunded: Money,
    /// The order arrived.
    pub delivered: bool,
    /// The order ended without a sale after all.
    pub canceled: bool,
}

/// The way from a view to money kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Funnel {
    /// Cards shown.
    pub impressions: i64,
    /// Cards tapped.
    pub taps: i64,
    /// Cards in checkouts begun.
    pub checkouts: i64,
    /// Cards in orders paid.
    pub orders: i64,
    /// Of these, in orders that arrived.
    pub delivered: i64,
    /// Of these, in orders of which nothing was given back.
    pub kept: i64,
}

/// Money in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earned {
    /// What buyers paid for the goods, tax included, shipping not.
    pub gross: Money,
    /// What of it was given back.
    pub refunds: Money,
}

impl Earned {
    /// What is left.
    #[must_use]
    pub fn net(&self) -> Money {
        Money::new(self.gross.amount - self.refunds.amount, self.gross.currency)
    }
}

/// Figures of one thing: a post, a product, a day, or everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// The way from a view to money kept.
    pub funnel: Funnel,
    /// Orders paid, each once.
    pub orders: i64,
    /// Units sold.
    pub units: i64,
    /// Money by currency.
    pub earned: BTreeMap<&'static str, Earned>,
    orders_seen: BTreeSet<OrderId>,
    cards_seen: BTreeSet<(OrderId, Option<PostId>, ProductId)>,
}

impl Figures {
    fn count(&mut self, counted: &Counted) {
        self.funnel.impressions += counted.impressions;
        self.funnel.taps += counted.taps;
        self.funnel.checkouts += counted.checkouts;
    }

    fn sell(&mut self, line: &SoldLine, refunded: Money) {
        self.orders += i64::from(self.orders_seen.insert(line.order));
        if self.cards_seen.insert((line.order, line.post, line.product)) {
            self.funnel.orders += 1;
            if line.delivered {
                self.funnel.delivered += 1;
            }
            if line.delivered && line.order_refunded.is_zero() && !line.canceled {
                self.funnel.kept += 1;
            }
        }
        self.units += line.quantity;
        let currency = line.paid.currency;
        let earned = self
            .earned
            .entry(currency.code())
            .or_insert(Earned { gross: Money::zero(currency), refunds: Money::zero(currency) });
        earned.gross.amount += line.paid.amount;
        earned.refunds.amount += refunded.amount;
    }

    /// The money in `currency`.
    #[must_use]
    pub fn in_currency(&self, currency: Currency) -> Earned {
        self.earned
            .get(currency.code())
            .copied()
            .unwrap_or(Earned { gross: Money::zero(currency), refunds: Money::zero(currency) })
    }
}

/// Figures of a span of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Everything together.
    pub total: Figures,
    /// By post; `None` holds what was bought outside of posts.
    pub by_post: BTreeMap<Option<PostId>, Figures>,
    /// By product.
    pub by_product: BTreeMap<ProductId, Figures>,
    /// By day; days without anything are left out.
    pub by_day: BTreeMap<i64, Figures>,
}

/// Folds what was counted and what was sold. The lines of one order must stand together.
#[must_use]
pub fn report(counted: &[Counted], sold: &[SoldLine]) -> Report {
    let mut report = Report::default();
    for each in counted {
        report.total.count(each);
        report.by_post.entry(each.post).or_default().count(each);
        report.by_product.entry(each.product).or_default().count(each);
        report.by_day.entry(each.day).or_default().count(each);
    }
    for order in sold.chunk_by(|one, next| one.order == next.order) {
        for (line, refunded) in order.iter().zip(shares(order)) {
            report.total.sell(line, refunded);
            report.by_post.entry(line.post).or_default().sell(line, refunded);
            report.by_product.entry(line.product).or_default().sell(line, refunded);
            report.by_day.entry(line.day).or_default().sell(line, refunded);
        }
    }
    report
}

const EPOCH: Date = Date::constant(1970, 1, 1);
const DAY_SECONDS: i64 = 86_400;

/// The day of an instant by the clock of `zone`, counted from 1970-01-01.
#[must_use]
pub fn day_in(at: Timestamp, zone: &TimeZone) -> i64 {
    let clock = at.to_zoned(zone.clone()).datetime();
    let midnight = clock.to_zoned(TimeZone::UTC).map_or(at, |zoned| zoned.timestamp());
    midnight.as_second().div_euclid(DAY_SECONDS)
}

/// The first instant of a day by the clock of `zone`.
#[must_use]
pub fn day_start(day: i64, zone: &TimeZone) -> Timestamp {
    let date = i32::try_from(day)
        .ok()
        .and_then(|days| EPOCH.checked_add(jiff::Span::new().try_days(days).ok()?).ok())
        .unwrap_or(EPOCH);
    date.to_zoned(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

/// What was given back, shared over the lines; the shipping bears its part.
fn shares(order: &[SoldLine]) -> Vec<Money> {
    let weight = |amount: i64| u64::try_from(amount).unwrap_or(0);
    let lines: i64 = order.iter().map(|line| line.paid.amount).sum();
    let Some(first) = order.first() else { return Vec::new() };
    let mut weights: Vec<u64> = order.iter().map(|line| weight(line.paid.amount)).collect();
    weights.push(weight(first.order_total.amount - lines));
    let mut shares = first.order_refunded.allocate(&weights);
    shares.pop();
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    fn line(order: i64, post: i64, paid: i64) -> SoldLine {
        SoldLine {
            order: OrderId(order),
            day: 10,
            post: Some(PostId(post)),
            product: ProductId(post),
            quantity: 1,
            paid: eur(paid),
            order_total: eur(paid),
            order_refunded: eur(0),
            delivered: false,
            canceled: false,
        }
    }

    #[test]
    fn a_refund_is_shared_over_lines_and_shipping_to_the_last_cent() {
        // Lines of 20.00 and 10.00, shipping of 5.00, 7.01 given back.
        let both = [line(1, 1, 2_000), line(1, 2, 1_000)];
        let sold = both.map(|line| SoldLine { order_total: eur(3_500), order_refunded: eur(701), ..line });
        let report = report(&[], &sold);
        let one = report.by_post[&Some(PostId(1))].in_currency(Currency::EUR);
        let two = report.by_post[&Some(PostId(2))].in_currency(Currency::EUR);
        assert_eq!((one.gross, one.refunds, one.net()), (eur(2_000), eur(401), eur(1_599)));
        assert_eq!((two.gross, two.refunds, two.net()), (eur(1_000), eur(200), eur(800)));
        assert_eq!(report.total.in_currency(Currency::EUR).refunds, eur(601));
        assert_eq!(report.total.orders, 1, "two lines are one order");
    }

    #[test]
    fn every_stage_counts_cards_so_that_none_exceeds_the_one_before() {
        let counted = [1, 2, 3].map(|card| Counted {
            day: 10,
            post: Some(PostId(card)),
            product: ProductId(card),
            impressions: 1,
            taps: 1,
            checkouts: 1,
        });
        // One order of three products, of the first of them two variants.
        let arrived = |post| SoldLine { delivered: true, ..line(1, post, 1_000) };
        let report = report(&counted, &[arrived(1), arrived(1), arrived(2), arrived(3)]);
        let all = Funnel { impressions: 3, taps: 3, checkouts: 3, orders: 3, delivered: 3, kept: 3 };
        assert_eq!((report.total.funnel, report.total.orders), (all, 1));
        let one = Funnel { impressions: 1, taps: 1, checkouts: 1, orders: 1, delivered: 1, kept: 1 };
        for figures in report.by_post.values().chain(report.by_product.values()) {
            assert_eq!((figures.funnel, figures.orders), (one, 1));
        }
    }

    #[test]
    fn days_begin_at_midnight_by_the_shops_clock() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let tonight: Timestamp = "2026-06-30T22:30:00Z".parse().unwrap();
        let (utc, own) = (day_in(tonight, &TimeZone::UTC), day_in(tonight, &paris));
        assert_eq!(own, utc + 1);
        assert_eq!(day_start(own, &paris), "2026-06-30T22:00:00Z".parse().unwrap());
        // The night in which clocks go back: that day has 25 hours.
        let autumn = day_in("2026-10-25T12:00:00Z".parse().unwrap(), &paris);
        let length = day_start(autumn + 1, &paris).duration_since(day_start(autumn, &paris));
        assert_eq!(length, jiff::SignedDuration::from_hours(25));
        assert_eq!(day_in(Timestamp::UNIX_EPOCH, &TimeZone::UTC), 0);
    }

    #[test]
    fn a_whole_refund_leaves_nothing() {
        let sold = SoldLine { order_total: eur(2_500), order_refunded: eur(2_500), ..line(1, 1, 2_000) };
        let report = report(&[], &[sold]);
        assert_eq!(report.total.in_currency(Currency::EUR).net(), eur(0));
    }

    #[test]
    fn what_arrived_and_stayed_is_kept() {
        let arrived = SoldLine { delivered: true, ..line(1, 1, 500) };
        let returned = SoldLine { order_refunded: eur(500), ..SoldLine { order: OrderId(2), ..arrived } };
        let counted = Counted {
            day: 10,
            post: Some(PostId(1)),
            product: ProductId(1),
            impressions: 40,
            taps: 5,
            checkouts: 4,
        };
        let report = report(&[counted], &[arrived, returned, line(3, 1, 500)]);
        let wanted = Funnel { impressions: 40, taps: 5, checkouts: 4, orders: 3, delivered: 2, kept: 1 };
        assert_eq!(report.total.funnel, wanted);
        assert_eq!(report.by_day[&10].funnel, wanted);
        assert_eq!(report.by_product[&ProductId(1)].units, 3);
    }

    #[test]
    fn currencies_never_mix() {
        let yen = |amount| Money::new(amount, Currency::JPY);
        let other =
            SoldLine { paid: yen(900), order_total: yen(900), order_refunded: yen(0), ..line(2, 1, 0) };
        let report = report(&[], &[line(1, 1, 500), other]);
        assert_eq!(report.total.in_currency(Currency::EUR).gross, eur(500));
        assert_eq!(report.total.in_currency(Currency::JPY).gross, yen(900));
    }
}
