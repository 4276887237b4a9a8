//! The shop's book: what moved in a period, read from the ledger alone.

use std::collections::BTreeMap;

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::figures::day_in;
use domain::ids::OrderId;
use domain::ledger::{Booked, Entry, Movement};
use domain::money::{Currency, Money};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use store::ledger::After;
use store::{DbError, Read, ledger};

use crate::Ctx;
use crate::staff_log::permitted;

/// The spans offered, in days up to today; the longest is all there is.
pub const PERIODS: [i64; 4] = [7, 30, 90, 36_500];
/// Lines on one page.
pub const LINES_PER_PAGE: u32 = 100;
/// Lines of a file: more than a spreadsheet opens.
const FILE_LINES_MAX: usize = 1_000_000;

/// What moved in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// The currency.
    pub currency: Currency,
    /// By movement, as far as anything moved.
    pub moved: BTreeMap<Movement, Money>,
    /// What the provider holds for the shop now, whatever the period.
    pub balance: Money,
}

impl Sums {
    /// What all `movements` did to the balance together.
    #[must_use]
    pub fn of(&self, movements: &[Movement]) -> Money {
        let moved = self.moved.iter().filter(|(movement, _)| movements.contains(movement));
        let sum = moved.map(|(movement, amount)| signed(*movement, *amount)).sum();
        Money::new(sum, self.currency)
    }
}

fn signed(movement: Movement, amount: Money) -> i64 {
    let (merchant, order, source) = (domain::ids::MerchantId(0), None, 0);
    Entry { merchant, order, movement, source, amount }.on_balance().amount
}

/// A line with what people call its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As it was booked.
    pub booked: Booked,
    /// The order's number; empty for none.
    pub number: String,
}

/// A period of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Its first day, by the shop's clock; none when it goes back to the beginning.
    pub from: Option<Date>,
    /// Today, by the shop's clock.
    pub until: Date,
    /// Sums by currency, as far as there are any.
    pub sums: Vec<Sums>,
    /// A page of lines, newest first.
    pub lines: Vec<Line>,
    /// Where the next page begins; none at the end.
    pub next: Option<After>,
}

/// The period of the last `days` days.
struct Period {
    first: Option<Date>,
    today: Date,
    span: (Timestamp, Timestamp),
}

impl Period {
    fn last(days: i64, now: Timestamp, zone: &TimeZone) -> Self {
        let today = now.to_zoned(zone.clone()).date();
        let after_now = now + jiff::SignedDuration::from_secs(1);
        let first =
            (days < PERIODS[PERIODS.len() - 1]).then(|| today.saturating_sub((days.max(1) - 1).days()));
        let from = first
            .and_then(|first| first.to_zoned(zone.clone()).ok())
            .map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp());
        debug_assert!(day_in(now, zone) >= 0, "the clock is after 1970");
        Self { first, today, span: (from, after_now) }
    }
}

/// A page of the book of the last `days` days, by the clock of `zone`. On a test server all orders count, elsewhere those
/// that are no test.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn book(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    days: i64,
    zone: &TimeZone,
    after: Option<After>,
) -> Result<Book, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewFigures);
    let with_tests = ctx.ports().payments.is_test();
    let period = Period::last(days, ctx.now(), zone);
    let span = period.span;
    ctx.db()
        .read(move |conn| {
            let ever = ledger::sums(conn, merchant, (Timestamp::UNIX_EPOCH, span.1), with_tests)?;
            let moved = ledger::sums(conn, merchant, span, with_tests)?;
            let mut lines = ledger::of_merchant(conn, merchant, span, with_tests, after, LINES_PER_PAGE + 1)?;
            let full = LINES_PER_PAGE as usize;
            let more = lines.len() > full;
            lines.truncate(full);
            let next = lines.last().filter(|_| more).map(after_line);
            let lines = named(conn, lines)?;
            Ok(Book { from: period.first, until: period.today, sums: sums(&ever, moved), lines, next })
        })
        .await
}

fn sums(ever: &[(Movement, Money)], moved: Vec<(Movement, Money)>) -> Vec<Sums> {
    let mut all: BTreeMap<&'static str, Sums> = BTreeMap::new();
    for (movement, amount) in ever {
        let currency = amount.currency;
        let zero = Money::zero(currency);
        let fresh = || Sums { currency, moved: BTreeMap::new(), balance: zero };
        let one = all.entry(currency.code()).or_insert_with(fresh);
        one.balance = Money::new(one.balance.amount + signed(*movement, *amount), currency);
    }
    for (movement, amount) in moved {
        if let Some(one) = all.get_mut(amount.currency.code()) {
            one.moved.insert(movement, amount);
        }
    }
    all.into_values().collect()
}

fn after_line(line: &Booked) -> After {
    let Entry { order, movement, source, .. } = line.entry;
    After { at: line.at, order: order.map_or(0, |order| order.0), movement, source }
}

fn named(read: &mut impl Read, lines: Vec<Booked>) -> Result<Vec<Line>, DbError> {
    let mut numbers: BTreeMap<OrderId, String> = BTreeMap::new();
    let mut named = Vec::with_capacity(lines.len());
    for booked in lines {
        let number = match booked.entry.order {
            None => String::new(),
            Some(order) => match numbers.get(&order) {
                Some(number) => number.clone(),
                None => {
                    let number = store::orders::number(read, booked.entry.merchant, order)?;
                    numbers.insert(order, number.clone());
                    number
                }
            },
        };
        named.push(Line { booked, number });
    }
    Ok(named)
}

/// All lines of the last `days` days, newest first, for a file.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn all_lines(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    days: i64,
    zone: &TimeZone,
) -> Result<Vec<Line>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewFigures);
    let with_tests = ctx.ports().payments.is_test();
    let span = Period::last(days, ctx.now(), zone).span;
    ctx.db()
        .read(move |conn| {
            let (mut all, mut after) = (Vec::new(), None);
            while all.len() < FILE_LINES_MAX {
                let lines = ledger::of_merchant(conn, merchant, span, with_tests, after, LINES_PER_PAGE)?;
                let Some(last) = lines.last() else { break };
                after = Some(after_line(last));
                all.extend(named(conn, lines)?);
            }
            Ok(all)
        })
        .await
}
