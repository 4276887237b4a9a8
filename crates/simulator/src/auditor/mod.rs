//! Judges a run: by the audit's own queries, by SQL written here from the schema alone, and by what the provider itself
//! says it took. Nothing of the application is asked.

mod gifts;
mod pledges;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use twins::stripe::{ChargeLine, Twin};

use gifts::Gifts;

/// An order as its row tells it.
#[derive(Debug, Clone)]
struct Order {
    state: String,
    cancel: String,
    total: i64,
    currency: String,
    /// Given back, by refunds that are done.
    returned: i64,
    /// Something is still to be done about it.
    is_busy: bool,
}

/// One look at everything.
struct Picture {
    orders: BTreeMap<i64, Order>,
    /// Attempt key → order.
    attempts: BTreeMap<String, i64>,
    gifts: Gifts,
    charges: Vec<ChargeLine>,
}

/// The judge of one run, be it simulated or of real processes.
pub struct Auditor {
    path: PathBuf,
    conn: Connection,
    account: String,
    /// Units on each shelf before anything was sold.
    shelves: BTreeMap<i64, i64>,
}

impl Auditor {
    /// A judge of the SQLite database at `path`, of which `account` is paid at the provider. Made before anything is sold.
    ///
    /// # Panics
    /// When there is no such database, here and wherever it is asked.
    #[must_use]
    pub fn of(path: &Path, account: &str) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).expect("the server's database opens");
        conn.pragma_update(None, "query_only", true).expect("a connection can be told to read only");
        let mut auditor =
            Self { path: path.to_owned(), conn, account: account.to_owned(), shelves: BTreeMap::new() };
        auditor.shelves = auditor.pairs("SELECT id, on_hand FROM variants WHERE tracked = 1");
        auditor
    }

    /// The same judge, with the same shelves, before another database.
    ///
    /// # Panics
    /// When there is no such database.
    #[must_use]
    pub fn moved_to(&self, path: &Path) -> Self {
        Self { shelves: self.shelves.clone(), ..Self::of(path, &self.account) }
    }

    /// What must hold at every instant. Sentences about what does not.
    #[must_use]
    pub fn at_any_time(&self, twin: &Twin, now_us: i64) -> Vec<String> {
        let mut wrong = self.audit(now_us);
        let picture = self.look(twin);
        for charge in picture.charges.iter().filter(|charge| charge.captured > 0) {
            match picture.order_of(charge) {
                None => match picture.gifts.of(charge) {
                    Some((id, gift)) => gift.judge(id, charge, &mut wrong),
                    None => wrong.push(format!("{} was taken for nothing of ours", charge.payment_intent)),
                },
                Some((id, order)) => {
                    if charge.captured > order.total {
                        wrong.push(format!("order {id}: {} taken of {}", charge.captured, order.total));
                    }
                    if charge.currency != order.currency {
                        wrong.push(format!("order {id}: taken in {}", charge.currency));
                    }
                    let gone = charge.captured - charge.refunded;
                    if order.state == "canceled" && gone > 0 && !order.is_busy {
                        wrong.push(format!("order {id} is canceled, {gone} is kept and nobody is at it"));
                    }
                }
            }
            if charge.refunded > charge.captured {
                wrong.push(format!("{}: more given back than taken", charge.payment_intent));
            }
        }
        for (id, times) in picture.times_taken() {
            if times > 1 {
                wrong.push(format!("order {id} was paid {times} times"));
            }
        }
        for (variant, promised, shelf) in self.promised() {
            if promised > shelf {
                wrong.push(format!("variant {variant}: {promised} units promised of {shelf}"));
            }
        }
        wrong
    }

    /// What must hold when everything that could be done was done, and nothing goes wrong any more. `placed` are the
    /// orders that buyers were told are placed.
    #[must_use]
    pub fn at_rest(&self, twin: &Twin, now_us: i64, placed: &[i64]) -> Vec<String> {
        let mut wrong = self.at_any_time(twin, now_us);
        let picture = self.look(twin);
        for (id, order) in &picture.orders {
            let taken: Vec<&ChargeLine> = picture
                .charges
                .iter()
                .filter(|charge| charge.captured > 0)
                .filter(|charge| picture.order_of(charge).is_some_and(|(of, _)| of == *id))
                .collect();
            let (captured, refunded) = (
                taken.iter().map(|charge| charge.captured).sum::<i64>(),
                taken.iter().map(|charge| charge.refunded).sum::<i64>(),
            );
            match order.state.as_str() {
                "confirmed" if captured != order.total => {
                    wrong.push(format!("order {id} is confirmed, and {captured} of {} taken", order.total));
                }
                "confirmed" | "canceled" => {}
                state => wrong.push(format!("order {id} is still {state}")),
            }
            if order.state == "canceled" && captured != refunded {
                wrong.push(format!("order {id} is canceled, {captured} taken and {refunded} given back"));
            }
            if refunded != order.returned {
                wrong.push(format!("order {id}: {refunded} given back, {} written down", order.returned));
            }
        }
        for charge in picture.charges.iter().filter(|charge| charge.status == "requires_capture") {
            wrong.push(format!("{} is still held", charge.payment_intent));
        }
        for id in placed {
            match picture.orders.get(id) {
                None => wrong.push(format!("order {id} was promised and is lost")),
                Some(order) if ["declined", "expired"].contains(&order.cancel.as_str()) => {
                    wrong.push(format!("order {id} was promised and is {}", order.cancel));
                }
                Some(_) => {}
            }
        }
        wrong.extend(self.shelves_at_rest());
        wrong.extend(self.books(twin));
        for (kind, count) in self.words(
            "SELECT kind || ' ' || state || ' ' || coalesce(last_error, ''), count(*) FROM jobs GROUP BY 1",
        ) {
            wrong.push(format!("{count} jobs were left over: {kind}"));
        }
        wrong
    }

    fn audit(&self, now_us: i64) -> Vec<String> {
        let url = format!("sqlite:{}", self.path.display());
        match audit::run_at(&url, None, now_us) {
            Ok(report) if report.is_clean() => Vec::new(),
            Ok(report) => vec![report.to_string()],
            Err(error) => vec![error.to_string()],
        }
    }

    fn look(&self, twin: &Twin) -> Picture {
        let mut orders = BTreeMap::new();
        let sql = "SELECT o.id, o.state, coalesce(o.cancel_reason, ''), o.total, lower(o.currency),
                          coalesce((SELECT sum(r.amount) FROM refunds r
                                     WHERE r.order_id = o.id AND r.state = 'done'), 0),
                          EXISTS (SELECT 1 FROM jobs j WHERE j.subject = o.id OR j.id = o.id
                                     OR j.subject IN (SELECT r.id FROM refunds r WHERE r.order_id = o.id))
                     FROM orders o";
        self.rows(sql, |row| {
            let order = Order {
                state: row.get(1)?,
                cancel: row.get(2)?,
                total: row.get(3)?,
                currency: row.get(4)?,
                returned: row.get(5)?,
                is_busy: row.get(6)?,
            };
            orders.insert(row.get(0)?, order);
            Ok(())
        });
        let attempts = self.words("SELECT attempt_key, order_id FROM payments");
        Picture { orders, attempts, gifts: self.gifts(), charges: twin.charges() }
    }

    /// Each counted variant with the units of orders that stand, and what was on its shelf at the beginning.
    fn promised(&self) -> Vec<(i64, i64, i64)> {
        let sold = self.pairs(
            "SELECT l.variant_id, sum(l.quantity - l.restocked)
               FROM order_lines l JOIN orders o ON o.id = l.order_id
              WHERE o.state <> 'canceled' AND l.tracked = 1 GROUP BY l.variant_id",
        );
        let of = |variant: &i64| sold.get(variant).copied().unwrap_or(0);
        self.shelves.iter().map(|(variant, shelf)| (*variant, of(variant), *shelf)).collect()
    }

    fn shelves_at_rest(&self) -> Vec<String> {
        let left = self.pairs("SELECT id, on_hand FROM variants WHERE tracked = 1");
        let held = self.pairs("SELECT id, reserved FROM variants WHERE reserved <> 0");
        let mut wrong: Vec<String> = held
            .iter()
            .map(|(variant, units)| format!("variant {variant}: {units} units stay held"))
            .collect();
        for (variant, sold, shelf) in self.promised() {
            let left = left.get(&variant).copied().unwrap_or(0);
            if left + sold != shelf {
                wrong.push(format!("variant {variant}: {left} left and {sold} sold of {shelf}"));
            }
        }
        wrong
    }

    /// Our books against the provider's own sums.
    fn books(&self, twin: &Twin) -> Vec<String> {
        let ours = |kinds: &str| {
            let sql =
                format!("SELECT lower(currency), sum(amount) FROM ledger WHERE kind IN ({kinds}) GROUP BY 1");
            self.words(&sql)
        };
        let (taken, given) = (ours("'charge', 'donation'"), ours("'refund', 'donation_refund'"));
        let mut wrong = Vec::new();
        let theirs = twin.totals(&self.account);
        let currencies = theirs.keys().chain(taken.keys()).collect::<std::collections::BTreeSet<_>>();
        for currency in currencies {
            let theirs = theirs.get(currency).cloned().unwrap_or_default();
            let ours = |sums: &BTreeMap<String, i64>| sums.get(currency).copied().unwrap_or(0);
            if (ours(&taken), ours(&given)) != (theirs.charged, theirs.refunded) {
                wrong.push(format!(
                    "{currency}: the books say {} taken and {} given back, the provider {} and {}",
                    ours(&taken),
                    ours(&given),
                    theirs.charged,
                    theirs.refunded
                ));
            }
        }
        wrong
    }

    fn pairs(&self, sql: &str) -> BTreeMap<i64, i64> {
        let mut pairs = BTreeMap::new();
        self.rows(sql, |row| {
            pairs.insert(row.get(0)?, row.get(1)?);
            Ok(())
        });
        pairs
    }

    pub(crate) fn words(&self, sql: &str) -> BTreeMap<String, i64> {
        let mut words = BTreeMap::new();
        self.rows(sql, |row| {
            words.insert(row.get(0)?, row.get(1)?);
            Ok(())
        });
        words
    }

    fn rows(&self, sql: &str, mut each: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>) {
        let mut statement = self.conn.prepare_cached(sql).expect("the schema has these columns");
        let mut rows = statement.query([]).expect("a query without parameters");
        while let Some(row) = rows.next().expect("the database can be read") {
            each(row).expect("columns of these types");
        }
    }
}

impl Picture {
    fn order_of(&self, charge: &ChargeLine) -> Option<(i64, &Order)> {
        let key = charge.metadata["attempt"].as_str()?;
        let id = *self.attempts.get(key)?;
        Some((id, self.orders.get(&id)?))
    }

    fn times_taken(&self) -> BTreeMap<i64, usize> {
        let mut times = BTreeMap::new();
        for charge in self.charges.iter().filter(|charge| charge.captured > 0) {
            if let Some((id, _)) = self.order_of(charge) {
                *times.entry(id).or_default() += 1;
            }
        }
        times
    }
}
